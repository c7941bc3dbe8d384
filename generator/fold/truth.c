/* What a condition and a loop make of a value. */
#include "fold/op/item.h"

enum truth truth_of(struct folding *f, struct aludel_value v, struct span at)
{
    const struct object *o = object_of(v, OBJECT_PIECES);
    if (o) {
        for (size_t i = 0; i < o->pieces->list.count; i++)
            if (o->pieces->list.at[i].value.type == ALUDEL_UNSET)
                return TRUTH_YES;
        return TRUTH_LATER;
    }
    if (v.type == ALUDEL_DEFERRED)
        return TRUTH_LATER;
    if (is_expression(v)) {
        fold_error(f, at, "a condition of columns is SQL, and neither true nor false here");
        diag_hint(f->d, "join conditions with and_(…) and or_(…), turn one round with not_(…)");
    }
    if (object_of(v, OBJECT_QUERY))
        lowered(f, v, at);
    if (v.type == ALUDEL_OBJECT)
        return TRUTH_YES;
    return al_truth(v) ? TRUTH_YES : TRUTH_NO;
}

bool known_items(struct folding *f, struct aludel_value v, struct span at, size_t *count,
                 struct aludel_value **items)
{
    *count = 0;
    if (is_error(v) || v.type == ALUDEL_DEFERRED || object_of(v, OBJECT_PIECES))
        return false;
    if (v.type == ALUDEL_OBJECT || !al_count(&f->eval, v, count)) {
        if (v.type == ALUDEL_OBJECT)
            fold_error(f, at, "can't loop over %s", kind_of(v));
        checked(f, v, at);
        return false;
    }
    *items = ARENA_ARRAY(f->arena, struct aludel_value, *count + 1);
    for (size_t i = 0; i < *count; i++)
        al_item(&f->eval, v, i, &(*items)[i]);
    return true;
}
