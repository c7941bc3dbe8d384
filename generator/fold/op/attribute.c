/* What stands behind the dot of a type, a table, a column …: item.name */
#include "fold/op/makers.h"

/* The names behind the dot of an item of each kind are paths of the tables: "type.create". */
static const char *prefix_of(const struct item *item)
{
    switch (item->kind) {
    case ITEM_TYPE: return "type";
    case ITEM_TABLE: return "table";
    case ITEM_EXPRESSION:
    case ITEM_COLUMN: return "expression";
    case ITEM_STATEMENT: return "statement";
    case ITEM_BATCH: return "batch_op";
    case ITEM_SEQUENCE: return "sequence";
    default: return NULL;
    }
}

static struct aludel_value table_attribute(struct folding *f, struct item *item, struct aludel_text name,
                                           struct span at)
{
    if (item->kind == ITEM_TABLE) {
        struct item *fields = item_new(f, ITEM_FIELDS, at);
        fields->table = item->table;
        return item_value(f, fields);
    }
    if (stub_column(item->table, name))
        return column_expression(f, name, stub_column(item->table, name)->type.family, at);
    unknown_column(f, item->table, name, at);
    return error_value(f);
}

/* What is to be had in another way. */
static void hint_elsewhere(struct folding *f, const struct item *item, struct aludel_text name)
{
    struct aludel_value v;
    const char *full = arena_format(f->arena, "op.%s", shown(f, name));
    if (item->kind == ITEM_BATCH && name_find(f, al_text(full), &v))
        diag_hint(f->d, "write %s(…)", full);
    else if (item->kind == ITEM_TABLE && al_is(name, "select"))
        diag_hint(f->d, "rows are read with `for row in op.query(\"SELECT …\"):`");
}

struct aludel_value item_attribute(struct folding *f, struct item *item, struct aludel_text name,
                                   struct span at)
{
    const char *prefix = prefix_of(item);
    struct aludel_value v;
    if (item->kind == ITEM_FIELDS ||
        (item->kind == ITEM_TABLE && (al_is(name, "c") || al_is(name, "columns"))))
        return table_attribute(f, item, name, at);
    if (prefix && find_member(f, prefix, name, &v)) {
        object_of(v, OBJECT_NATIVE)->self = item_value(f, item);
        return v;
    }
    if (item->kind == ITEM_COLUMN && al_is(name, "name"))
        return aludel_textual(ALUDEL_STRING, item->column->column.name.z, item->column->column.name.n);
    if (item->kind == ITEM_TABLE && al_is(name, "name"))
        return aludel_textual(ALUDEL_STRING, item->table->path.name.z, item->table->path.name.n);
    v = fold_error(f, at, "%s has no '%s' here", item_word(item), shown(f, name));
    const char *near = prefix ? nearest_member(f, prefix, name) : NULL;
    if (near)
        diag_hint(f->d, "did you mean '%s'?", near);
    else
        hint_elsewhere(f, item, name);
    return v;
}
