/* A change on its way: replayed on the schema, written in the dialect, sent as statements or kept as edits. */
#include "fold/op/makers.h"

struct change change_at(const struct call *c, enum change_kind kind, const char *name)
{
    struct change change = {.kind = kind, .span = c->span, .name_span = arg_span(c, name)};
    change.table_span = table_span(c);
    return change;
}

struct change change_in_table(struct folding *f, const struct call *c, enum change_kind kind,
                              const char *name)
{
    struct change change = change_at(c, kind, name);
    change.table = table_of(f, c);
    change.name = arg_name(f, c, name);
    return change;
}

bool postgresql_says(struct folding *f, const struct call *c, const char *name)
{
    return f->dialect == ALUDEL_POSTGRESQL && arg_bool(f, c, name, false);
}

bool postgresql_only(struct folding *f, const struct call *c, const char *what)
{
    if (f->dialect == ALUDEL_POSTGRESQL)
        return true;
    fold_error(f, c->span, "SQLite has no %s", what);
    diag_hint(f->d, "write it under `if dialect == \"postgresql\":`");
    return false;
}

/* ---- Statements ---- */

/* Outside the transaction, also where the author didn't write op.autocommit() around it. */
static void send_alone(struct folding *f, const struct ddl_parts *parts, struct span at)
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

static void carry_out(struct folding *f, const struct change *c, const struct schema *before)
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

bool send_change(struct folding *f, const struct change *c)
{
    const struct schema *before = f->schema;
    if (!model_change(f, c))
        return false;
    carry_out(f, c, before);
    return true;
}

struct aludel_value make_change(struct folding *f, const struct call *c, const struct change *change,
                                size_t errors)
{
    if (f->d->errors > errors || !between_statements(f, c->span, c->native->path))
        return error_value(f);
    struct change *kept = ARENA_NEW(f->arena, struct change);
    *kept = *change;
    return send_change(f, kept) ? aludel_none() : error_value(f);
}

struct aludel_value rename_in_table(struct folding *f, const struct call *c, enum change_kind kind)
{
    size_t errors = f->d->errors;
    struct change change = change_in_table(f, c, kind, "old_name");
    change.text = arg_name(f, c, "new_name");
    change.to_span = arg_span(c, "new_name");
    return make_change(f, c, &change, errors);
}
