#include "fold/op/item.h"

struct aludel_value item_value(struct folding *f, struct item *item)
{
    struct object *o = object_new(f, OBJECT_ITEM, item_word(item));
    o->item = item;
    return object_value(o);
}

struct item *item_new(struct folding *f, enum item_kind kind, struct span at)
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

bool is_expression(struct aludel_value v)
{
    return item_of(v, ITEM_EXPRESSION) || item_of(v, ITEM_COLUMN);
}
