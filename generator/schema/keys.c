/* keys.c: keys of the same columns. In CREATE TABLE and ADD COLUMN PostgreSQL takes them for one. */
#include "schema/inner.h"

static bool same_key(const struct constraint *a, const struct constraint *b)
{
    enum aludel_dialect d = ALUDEL_POSTGRESQL;
    return same_names(d, &a->columns, &b->columns) && same_names(d, &a->include, &b->include) &&
           (a->deferrable == DEFERRABLE_YES) == (b->deferrable == DEFERRABLE_YES) &&
           a->initially_deferred == b->initially_deferred && a->nulls_not_distinct == b->nulls_not_distinct;
}

/* The primary key, wherever it stands, or a UNIQUE in front; `at` itself: there is none. */
static size_t prior_key(const struct constraints *list, size_t at)
{
    size_t found = at;
    if (list->at[at]->kind != CONSTRAINT_UNIQUE)
        return at;
    for (size_t i = 0; i < list->count; i++) {
        const struct constraint *k = list->at[i];
        bool is_prior = k->kind == CONSTRAINT_PRIMARY_KEY || (k->kind == CONSTRAINT_UNIQUE && i < at);
        if (is_prior && same_key(k, list->at[at]) && (found == at || k->kind == CONSTRAINT_PRIMARY_KEY))
            found = i;
    }
    return found;
}

static void hand_name_on(struct arena *a, const struct constraint **to, const struct constraint *from)
{
    struct constraint *copy = ARENA_NEW(a, struct constraint);
    if ((*to)->name.n || !from->name.n)
        return;
    *copy = **to;
    copy->name = from->name;
    copy->named_by_server = from->named_by_server;
    *to = copy;
}

void keys_merge(struct arena *a, enum aludel_dialect dialect, struct constraints *list)
{
    for (size_t i = 0; i < list->count && dialect == ALUDEL_POSTGRESQL;) {
        size_t prior = prior_key(list, i);
        if (prior == i) {
            i++;
            continue;
        }
        hand_name_on(a, &list->at[prior], list->at[i]);
        constraints_remove(list, i);
    }
}

void keys_split(struct arena *a, enum aludel_dialect dialect, struct constraints *list,
                struct constraints *out)
{
    for (size_t i = list->count; i-- > 0 && dialect == ALUDEL_POSTGRESQL;)
        if (prior_key(list, i) != i) {
            vec_push(a, out, list->at[i]);
            constraints_remove(list, i);
        }
}
