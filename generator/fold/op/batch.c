/* with op.batch_alter_table("t") as batch_op: the same directives, less the table's name. */
#include "fold/op/makers.h"

static bool says_something(const struct call *c, const char *name)
{
    struct aludel_value v = arg(c, name);
    bool empty = (v.type == ALUDEL_TUPLE || v.type == ALUDEL_LIST) && v.as.items->count == 0;
    return given(c, name) && !empty;
}

static struct aludel_value batch_alter_table(struct folding *f, struct call *c)
{
    struct item *item = item_new(f, ITEM_BATCH, arg_span(c, "table_name"));
    item->path = arg_path(f, c, "table_name", "schema");
    static const char *const recreate[] = {"auto", "always", "never"};
    item->recreates = al_is(arg_choice(f, c, "recreate", recreate, 3), "always");
    if (says_something(c, "partial_reordering")) {
        fold_error(f, arg_span(c, "partial_reordering"), "op.batch_alter_table: columns aren't reordered");
        diag_hint(f->d, "add_column(…, insert_after=\"…\") says where a new one goes");
    }
    if (says_something(c, "table_args")) {
        fold_error(f, arg_span(c, "table_args"), "op.batch_alter_table: constraints are added one by one");
        diag_hint(f->d, "write batch_op.create_unique_constraint(…) and the like");
    }
    item->values = arg(c, "naming_convention");
    if (c->unused) {
        fold_error(f, c->span, "op.batch_alter_table() does nothing by itself");
        diag_hint(f->d, "write `with op.batch_alter_table(…) as batch_op:` and what is done under it");
    }
    return item_value(f, item);
}

struct path table_of(struct folding *f, const struct call *c)
{
    const struct item *batch = item_of(c->self, ITEM_BATCH);
    if (batch)
        return batch->path;
    if (given(c, "source_table"))
        return arg_path(f, c, "source_table", "source_schema");
    return arg_path(f, c, "table_name", "schema");
}

struct span table_span(const struct call *c)
{
    static const char *const names[] = {"table_name", "source_table", "old_table_name"};
    const struct item *batch = item_of(c->self, ITEM_BATCH);
    for (size_t i = 0; !batch && i < sizeof names / sizeof *names; i++)
        if (given(c, names[i]))
            return arg_span(c, names[i]);
    return batch ? batch->span : c->span;
}

/* op.f("name"); op.f(None): no name, whatever the convention says. */
static struct aludel_value final_name(struct folding *f, struct call *c)
{
    struct item *item = item_new(f, ITEM_NAME, c->span);
    bool none = arg(c, "name").type == ALUDEL_NONE;
    item->name = none ? AL_TEXT("") : shortened_name(f, arg_name(f, c, "name"));
    return item_value(f, item);
}

const struct native batch_directives[] = {
    {"op.batch_alter_table",
     "table_name,schema,recreate,partial_reordering,copy_from,table_args,table_kwargs,reflect_args,reflect_"
     "kwargs,"
     "naming_convention",
     1, batch_alter_table, NULL},
    {"op.f", "name", 1, final_name, NULL},
    {"batch_op.f", "name", 1, final_name, NULL},
};
const size_t batch_directive_count = sizeof batch_directives / sizeof *batch_directives;
