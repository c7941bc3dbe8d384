/* A change on its way: replayed on the schema, written in the dialect, sent as statements or kept as edits. */
#include "fold/op/makers.h"

struct change change_at(const struct call *c, enum change_kind kind, const char *name)
{
    struct change change = {.kind = kind, .span = c->span, .name_span = arg_span(c, name)};
    change.table_span = table_span(c);
    return change;
}

/* ---- Statements ---- */

void send_statement(struct folder *f, const struct ddl_parts *parts, struct span at)
{
    struct writer *outer = f->writer, w;
    writer_init(f, &w, NULL);
    w.modelled = true;
    f->writer = &w;
    for (size_t i = 0; i < parts->count; i++)
        if (parts->at[i].holes)
            write_pieces(f, parts->at[i].holes, at);
        else
            write_text(f, parts->at[i].text, at, false);
    writer_end(f, &w, at);
    f->writer = outer;
}

/* Outside the transaction, also where the author didn't write op.autocommit() around it. */
static void send_alone(struct folder *f, const struct ddl_parts *parts, struct span at)
{
    if (f->autocommit) {
        send_statement(f, parts, at);
    } else if (may_autocommit(f, at)) {
        struct steps *outer = autocommit_begin(f, at);
        send_statement(f, parts, at);
        autocommit_end(f, outer);
    }
}

/* ---- A change ---- */

static void carry_out(struct folder *f, const struct change *c, const struct schema *before)
{
    struct ddl out = {.arena = f->arena, .dialect = f->dialect, .unsure = f->e->branches || f->guarded};
    out.rebuilds = in_rebuild(f, c->table);
    ddl_write(&out, before, c);
    begin_change(f, &out);
    for (size_t i = 0; i < out.items.count && !f->dead; i++) {
        const struct ddl_item *item = &out.items.at[i];
        if (item->kind == DDL_EDIT)
            keep_edit(f, item, before);
        else if (item->alone)
            send_alone(f, &item->parts, c->span);
        else if (!send_beside_rebuild(f, c, before, &item->parts))
            send_statement(f, &item->parts, c->span);
    }
}

/* Under a condition that rests on the database's answers the author knows better what is there: what is there is not
 * made again, what isn't is not dropped. */
static const struct change *softened(struct folder *f, const struct change *c)
{
    if (!f->guarded)
        return c;
    struct change *soft = ARENA_NEW(f->arena, struct change);
    *soft = *c;
    soft->if_exists = soft->if_not_exists = true;
    return soft;
}

static const struct schema *evolve_here(struct folder *f, const struct change *c)
{
    struct diagnostics unheard = {.arena = f->arena};
    struct evolution guarded = {.arena = f->arena, .diagnostics = &unheard};
    f->evolution.arena = f->arena;
    f->evolution.diagnostics = f->d;
    return evolve(f->guarded ? &guarded : &f->evolution, f->schema, c);
}

void forget_after_errors(struct folder *f, struct span at)
{
    if (f->d->errors == f->heard)
        return;
    f->heard = f->d->errors;
    model_unread(f, at);
}

bool model_change(struct folder *f, const struct change *c)
{
    forget_after_errors(f, c->span);
    size_t errors = f->d->errors;
    struct evolved step = {.change = softened(f, c), .before = f->schema};
    f->schema = evolve_here(f, step.change);
    step.after = f->schema;
    vec_push(f->arena, &f->evolved, step);
    f->heard = f->d->errors;
    return f->d->errors == errors;
}

bool send_change(struct folder *f, const struct change *c)
{
    const struct schema *before = f->schema;
    if (!model_change(f, c))
        return false;
    carry_out(f, c, before);
    return true;
}

void unread_change(struct folder *f, const struct statement_facts *facts, struct span at, struct changes *out)
{
    struct change *c = ARENA_NEW(f->arena, struct change);
    *c = (struct change){.kind = CHANGE_UNREAD, .span = at, .name_span = at};
    for (size_t i = 0; facts && facts->tables_certain && i < facts->table_count; i++) {
        struct path path = {{"", 0}, al_text(facts->tables[i])};
        vec_push(f->arena, &c->tables, path);
    }
    vec_push(f->arena, out, (const struct change *)c);
}

void model_unread(struct folder *f, struct span at)
{
    struct changes changes = {0};
    unread_change(f, NULL, at, &changes);
    model_change(f, changes.at[0]);
}

struct aludel_value make_change(struct folder *f, const struct call *c, const struct change *change,
                                size_t errors)
{
    if (f->d->errors > errors || !between_statements(f, c->span, c->native->path))
        return error_value(f);
    struct change *kept = ARENA_NEW(f->arena, struct change);
    *kept = *change;
    return send_change(f, kept) ? aludel_none() : error_value(f);
}
