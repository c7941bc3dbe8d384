/* with op.batch_alter_table("t") as batch_op: the same directives, less the table's name. */
#include "fold/op/makers.h"

static struct aludel_value batch_alter_table(struct folder *f, struct call *c)
{
    struct item *item = item_new(f, ITEM_BATCH, c->span);
    item->path = arg_path(f, c, "table_name", "schema");
    struct aludel_text recreate = given(c, "recreate") ? arg_text(f, c, "recreate") : AL_TEXT("auto");
    if (!al_is(recreate, "auto") && !al_is(recreate, "always") && !al_is(recreate, "never"))
        return wrong_argument(f, c, "recreate", "\"auto\", \"always\" or \"never\"");
    item->recreates = al_is(recreate, "always");
    return item_value(f, item);
}

struct path table_of(struct folder *f, const struct call *c)
{
    const struct item *batch = item_of(c->self, ITEM_BATCH);
    if (batch)
        return batch->path;
    if (given(c, "source_table"))
        return arg_path(f, c, "source_table", "source_schema");
    return arg_path(f, c, "table_name", "schema");
}

static struct aludel_value final_name(struct folder *f, struct call *c)
{
    struct item *item = item_new(f, ITEM_NAME, c->span);
    item->name = arg_name(f, c, "name");
    return item_value(f, item);
}

const struct native batch_directives[] = {
    {"op.batch_alter_table",
     "table_name,schema,recreate,partial_reordering,copy_from,table_args,table_kwargs,reflect_args,reflect_kwargs,"
     "naming_convention",
     1, batch_alter_table, NULL},
    {"op.f", "name", 1, final_name, NULL},
    {"batch.f", "name", 1, final_name, NULL},
};
const size_t batch_directive_count = sizeof batch_directives / sizeof *batch_directives;
