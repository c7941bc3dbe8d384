/* rebuild.c: the rebuild as a whole: aludel_rebuild. */
#include "rebuild/inner.h"

static void begin(struct al_rebuild *r, struct aludel_op *op, const struct aludel_rebuilt *what)
{
    *r = (struct al_rebuild){.op = op, .error = op->error, .what = what, .at = op->at};
    al_arena_init(&r->arena, &op->arena.allocator);
    al_arena_init(&r->benches[0], &op->arena.allocator);
    al_arena_init(&r->benches[1], &op->arena.allocator);
    r->eval.arena = &r->arena;
    r->schema = what->schema ? what->schema : "main";
    r->prefix = what->schema         ? al_rebuild_text(r, "%n.", r->schema)
                : al_rebuild_live(r) ? "main." /* without a schema, what is temporary would come first */
                                     : "";
    r->was.arena = &r->arena;
    r->was.error = op->error;
    r->was.name = what->table;
}

/* What rows and indexes are read by. */
static bool shapes_rows(enum al_ddl_kind kind)
{
    switch (kind) {
    case AL_DDL_PRIMARY_KEY:
    case AL_DDL_UNIQUE:
    case AL_DDL_DEFAULT:
    case AL_DDL_COLLATE:
    case AL_DDL_GENERATED: return true;
    default: return false;
    }
}

struct parts {
    size_t shaping, foreign_keys;
};

static void count_parts(const struct al_ddl_constraint *k, struct parts *count)
{
    for (; k; k = k->next) {
        count->shaping += shapes_rows(k->kind);
        count->foreign_keys += k->kind == AL_DDL_FOREIGN_KEY;
    }
}

static struct parts parts_of(const struct al_shape *s)
{
    struct parts count = {0, 0};
    count_parts(s->table.constraints, &count);
    for (const struct al_ddl_column *c = s->table.columns; c; c = c->next) {
        count_parts(c->constraints, &count);
    }
    return count;
}

/* An edit writes the text anew, and reads it: what it leaves stands in one arena while the next works in the other. One
 * that changes nothing leaves the shape where it is. */
static bool edit_shape(struct al_rebuild *r, const struct aludel_edit *e)
{
    const char *text = r->is.table.text.z;
    struct aludel_arena *before = r->is.arena;
    struct aludel_arena *bench = &r->benches[before == &r->benches[0]];
    r->is.arena = bench;
    bool ok = al_shape_edit(&r->is, e);
    r->arena.exhausted |= bench->exhausted;
    if (r->is.table.text.z == text) {
        r->is.arena = before;
        al_arena_free(bench);
    } else if (before != &r->arena) {
        al_arena_free(before);
    }
    return ok;
}

static bool edit(struct al_rebuild *r)
{
    struct parts before, after = parts_of(&r->was);
    r->is = r->was;
    r->keeps_rows = r->keeps_foreign_keys = true;
    for (uint32_t i = 0; i < r->what->edit_count; i++) {
        const struct aludel_edit *e = &r->what->edits[i];
        al_rebuild_stand_at(r, e);
        if (!edit_shape(r, e)) {
            return false;
        }
        before = after;
        after = parts_of(&r->is);
        bool other = e->kind == ALUDEL_EDIT_REDEFINE;
        r->kinds |= 1u << e->kind;
        r->keeps_rows = r->keeps_rows && !other && before.shaping == after.shaping;
        r->keeps_foreign_keys = r->keeps_foreign_keys && !other && before.foreign_keys == after.foreign_keys;
    }
    r->is.arena = &r->arena;
    al_rebuild_stand_at(r, NULL);
    return true;
}

static bool rebuild(struct al_rebuild *r)
{
    if (!al_rebuild_read(r) || !edit(r) || !al_rebuild_check_columns(r)) {
        return false;
    }
    return al_rebuild_may_stay(r) ? al_rebuild_in_place(r) : al_rebuild_copy(r);
}

/* To the journal of a migration with autocommit parts it is one statement. */
static bool rebuild_once(struct al_rebuild *r)
{
    if (!al_op_autocommit(r->op)) {
        return rebuild(r);
    }
    struct aludel_statement st = al_rebuild_statement(r, al_rebuild_text(r, "rebuild %z", r->what->table));
    struct al_request request = al_op_request(r->op, (struct aludel_bound){&st, NULL});
    struct al_outcome outcome = {0};
    bool done = false;
    if (!al_op_recall(r->op, &request, &done, &outcome) || done) {
        return done;
    }
    return rebuild(r) && al_op_remember(r->op, &request, &outcome);
}

void aludel_rebuild(struct aludel_op *op, const struct aludel_place *at, const struct aludel_rebuilt *what)
{
    struct al_rebuild r;
    if (!al_op_ready(op, at)) {
        return;
    }
    begin(&r, op, what);
    bool ok = rebuild_once(&r) && !r.arena.exhausted;
    if (r.arena.exhausted) {
        al_error(op->error, ALUDEL_NO_MEMORY, "out of memory");
    }
    if (!ok) {
        al_op_failed(op);
    }
    al_arena_free(&r.benches[0]);
    al_arena_free(&r.benches[1]);
    al_arena_free(&r.arena);
}
