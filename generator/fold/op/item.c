#include "fold/op/item.h"

struct aludel_value item_value(struct folder *f, struct item *item)
{
    struct object *o = object_new(f, OBJECT_ITEM, item_word(item));
    o->item = item;
    return object_value(o);
}

struct item *item_new(struct folder *f, enum item_kind kind, struct span at)
{
    struct item *item = ARENA_NEW(f->arena, struct item);
    item->kind = kind;
    item->span = at;
    return item;
}

struct item *any_item(struct aludel_value v)
{
    const struct object *o = object_of(v, OBJECT_ITEM);
    return o ? o->item : NULL;
}

struct item *item_of(struct aludel_value v, enum item_kind kind)
{
    struct item *item = any_item(v);
    return item && item->kind == kind ? item : NULL;
}

const char *item_word(const struct item *item)
{
    switch (item->kind) {
    case ITEM_TYPE_NAME:
    case ITEM_TYPE: return "a type";
    case ITEM_COLUMN: return "a column";
    case ITEM_CONSTRAINT: return "a constraint";
    case ITEM_REFERENCE: return "a ForeignKey";
    case ITEM_INDEX: return "an Index";
    case ITEM_COMPUTED: return "a Computed";
    case ITEM_IDENTITY: return "an Identity";
    case ITEM_SEQUENCE: return "a Sequence";
    case ITEM_NAME: return "a name";
    case ITEM_FETCHED: return "a FetchedValue";
    case ITEM_TABLE: return "a table";
    case ITEM_FIELDS: return "a table's columns";
    case ITEM_EXPRESSION: return "an expression of columns";
    case ITEM_STATEMENT: return "a statement";
    case ITEM_BATCH: return "a batch";
    }
    return "an item";
}

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

/* What is to be had in another way. */
static void hint_elsewhere(struct folder *f, const struct item *item, struct aludel_text name)
{
    struct aludel_value v;
    const char *full = arena_format(f->arena, "op.%s", shown(f, name));
    if (item->kind == ITEM_BATCH && name_find(f, al_text(full), &v))
        diag_hint(f->d, "write %s(…)", full);
    else if (item->kind == ITEM_TABLE && al_is(name, "select"))
        diag_hint(f->d, "rows are read with `for row in op.query(\"SELECT …\"):`");
}

struct aludel_value item_attribute(struct folder *f, struct item *item, struct aludel_text name,
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
