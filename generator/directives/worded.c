/* worded.c: whether two texts say the same in the words of two dialects. */
#include "directives/inner.h"
#include "directives/units.h"

/*
 * PostgreSQL keeps no text as it was typed: kind IN ('a') is kind = ANY (ARRAY['a'::text]), and more is written out,
 * put into parentheses, led by its table, named. What stays is what is computed, and in which order; that it is said
 * of the same thing in the same schema the caller knows.
 */
static bool same_unit(const struct unit *x, const struct unit *y)
{
    return al_same_nocase(x->text, y->text) && (!x->of.n || !y->of.n || al_same_nocase(x->of, y->of));
}

/* PostgreSQL names lower(a) "lower", and 5 "?column?". */
static bool names_itself(const struct units *u, size_t i)
{
    bool found = al_is(u->at[i].text, "?COLUMN?");
    for (size_t k = 0; k < i && !found; k++)
        found = al_same_nocase(u->at[k].text, u->at[i].text);
    return u->at[i].named && found;
}

/* Past a name that only this one says. */
static size_t past_name(const struct units *u, size_t i, const struct unit *other)
{
    bool alone = i < u->count && names_itself(u, i) && !(other && same_unit(&u->at[i], other));
    return i + alone;
}

static const struct unit *unit_at(const struct units *u, size_t i)
{
    return i < u->count ? &u->at[i] : NULL;
}

static bool same_units(const struct units *x, const struct units *y)
{
    size_t i = 0, k = 0;
    while (i < x->count || k < y->count) {
        i = past_name(x, i, unit_at(y, k));
        k = past_name(y, k, unit_at(x, i));
        if (i == x->count || k == y->count)
            break;
        if (!same_unit(&x->at[i++], &y->at[k++]))
            return false;
    }
    return i == x->count && k == y->count;
}

static struct units computed(struct writing *w, enum aludel_dialect dialect, struct aludel_text sql)
{
    struct units units = units_of(w->arena, dialect, sql);
    return units_computed(w->arena, &units);
}

enum aludel_dialect other_dialect(const struct writing *w)
{
    return w->dialect == ALUDEL_SQLITE ? ALUDEL_POSTGRESQL : ALUDEL_SQLITE;
}

bool same_words(struct writing *w, struct aludel_text own, struct aludel_text there)
{
    struct units a = computed(w, w->dialect, own), b = computed(w, other_dialect(w), there);
    return same_units(&a, &b);
}
