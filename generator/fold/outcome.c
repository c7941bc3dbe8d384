/* Errors of both dialects. */
#include "fold/outcome.h"

#include <stdlib.h>

static int compare_places(const void *a, const void *b)
{
    const struct diagnostic *x = a, *y = b;
    if (x->span.source != y->span.source)
        return (uintptr_t)x->span.source < (uintptr_t)y->span.source ? -1 : 1;
    if (x->span.from != y->span.from)
        return x->span.from < y->span.from ? -1 : 1;
    return (x->severity > y->severity) - (x->severity < y->severity);
}

/* Sorted, so that a hundred thousand errors of one file are soon compared. */
static struct diagnostic *places_of(struct arena *a, const struct diagnostics *d)
{
    struct diagnostic *places = ARENA_ARRAY(a, struct diagnostic, d->list.count);
    for (size_t i = 0; i < d->list.count; i++)
        places[i] = d->list.at[i];
    if (d->list.count)
        qsort(places, d->list.count, sizeof *places, compare_places);
    return places;
}

static void tell_one(struct environment *e, const struct outcome *o, int d)
{
    struct diagnostics *all = e->diagnostics;
    const struct diagnostics *own = &o->diagnostics[d], *other = &o->diagnostics[!d];
    bool both = e->dialects[0] && e->dialects[1];
    const struct diagnostic *places = places_of(e->arena, other);
    for (size_t i = 0; i < own->list.count; i++) {
        struct diagnostic one = own->list.at[i];
        bool shared =
            other->list.count && bsearch(&one, places, other->list.count, sizeof *places, compare_places);
        if (shared && d > 0)
            continue;
        if (both && !shared)
            one.message =
                arena_format(e->arena, "for %s: %s", dialect_name((enum aludel_dialect)d), one.message);
        vec_push(e->arena, &all->list, one);
        all->errors += one.severity == SEVERITY_ERROR;
    }
}

void outcome_tell(struct environment *e, const struct outcome *o)
{
    for (int d = 0; d < ALUDEL_DIALECTS; d++)
        if (e->dialects[d])
            tell_one(e, o, d);
}
