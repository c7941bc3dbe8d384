/* rebuild.c: the rebuild as a whole: aludel_rebuild. */
#include "rebuild/inner.h"

#include "core/literal.h"

static void begin(struct al_rebuild *r, struct aludel_op *op, const struct aludel_rebuilt *what)
{
    *r = (struct al_rebuild){
        .op = op, .what = what, .at = op->at, .keeps_rows = true, .keeps_foreign_keys = true};
    al_arena_init(&r->arena, &op->arena.allocator);
    r->eval.arena = &r->arena;
    r->live = op->around->driver->type->live;
    r->schema = al_name_value(al_text(what->schema ? what->schema : "main"));
    struct al_builder b = al_rebuild_sql(r);
    if (what->schema) {
        al_write_name(&b, al_text(what->schema));
        al_putc(&b, '.');
    } else if (r->live) { /* without a schema, what is temporary would come first */
        al_puts(&b, "main.");
    }
    r->prefix = al_built(&b).z ? al_built(&b).z : "";
    r->was = r->is = (struct al_shape){.arena = &r->arena, .error = op->error};
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

static bool edit(struct al_rebuild *r)
{
    r->is = r->was;
    for (uint32_t i = 0; i < r->what->edit_count; i++) {
        struct parts before = parts_of(&r->is);
        al_rebuild_stand_at(r, &r->what->edits[i]);
        if (!al_shape_edit(&r->is, &r->what->edits[i])) {
            return false;
        }
        struct parts after = parts_of(&r->is);
        bool other = r->what->edits[i].kind == ALUDEL_EDIT_REDEFINE;
        r->keeps_rows = r->keeps_rows && !other && before.shaping == after.shaping;
        r->keeps_foreign_keys = r->keeps_foreign_keys && !other && before.foreign_keys == after.foreign_keys;
    }
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
    struct aludel_statement st;
    struct al_outcome outcome = {0};
    bool done = false;
    struct al_builder b = al_rebuild_sql(r);
    al_putf(&b, "rebuild %s", r->what->table);
    if (!al_op_statement(r->op, al_built(&b), 0, &st)) {
        return false;
    }
    struct al_request request = al_op_request(r->op, (struct aludel_bound){&st, NULL});
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
    al_arena_free(&r.arena);
}
