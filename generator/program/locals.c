/* Which locals a program needs, and which a loop keeps; those that remain get numbers without gaps. */
#include "program/inner.h"

#include "core/value_ops.h"

#include <string.h>

/* ---- Who reads a local ---- */

static void read_later(const struct later *l, uint32_t *reads);

static void read_value(struct aludel_value v, uint32_t *reads)
{
    if (v.type == ALUDEL_DEFERRED) {
        read_later(v.as.object, reads);
    } else if (holds_deferred(v)) {
        for (size_t i = 0; i < v.as.items->count; i++)
            read_value(v.as.items->values[i], reads);
    }
}

static void read_later(const struct later *l, uint32_t *reads)
{
    if (!l)
        return;
    if (l->kind == LATER_LOCAL)
        reads[l->local]++;
    else if (l->kind == LATER_CONSTANT)
        read_value(l->value, reads);
    for (size_t i = 0; i < l->count; i++)
        read_later(l->arguments[i], reads);
}

/* What a step itself reads, not those inside of it. */
static void read_step(const struct step *s, uint32_t *reads)
{
    read_later(s->value, reads);
    for (size_t i = 0; s->statement && i < s->statement->values.count; i++)
        read_later(s->statement->values.at[i], reads);
}

static void count_reads(const struct steps *list, uint32_t *reads)
{
    for (size_t i = 0; list && i < list->count; i++) {
        const struct step *s = list->at[i];
        read_step(s, reads);
        count_reads(s->then, reads);
        count_reads(s->otherwise, reads);
        if (s->statement)
            count_reads(s->statement->body, reads);
    }
}

static uint32_t *new_counts(struct arena *a, const struct program *p)
{
    return ARENA_ARRAY(a, uint32_t, p->locals.count + 1);
}

/* ---- What nobody reads ---- */

bool is_empty(const struct steps *list)
{
    return !list || list->count == 0;
}

/* Computing it can neither fail nor be noticed. */
static bool is_silent(const struct later *l)
{
    static const char *const silent[] = {"eq",  "ne",   "is",   "is_not",  "not",     "bool",
                                         "str", "repr", "join", "list_of", "tuple_of"};
    if (l->kind == LATER_CONSTANT || l->kind == LATER_LOCAL)
        return true;
    if (l->kind == LATER_OP)
        return !asks_without_default(l);
    for (size_t i = 0; l->kind == LATER_PY && i < sizeof silent / sizeof *silent; i++)
        if (strcmp(silent[i], l->name) == 0)
            return true;
    return false;
}

/* ---- Which locals matter ---- */

struct liveness {
    struct arena *arena;
    VEC(const struct step *) silent; /* LETs that matter only if their local does */
};

static void find_silent(struct liveness *l, const struct steps *list, uint32_t *reads)
{
    for (size_t i = 0; list && i < list->count; i++) {
        const struct step *s = list->at[i];
        if (s->kind == STEP_LET && is_silent(s->value))
            vec_push(l->arena, &l->silent, s);
        else
            read_step(s, reads);
        find_silent(l, s->then, reads);
        find_silent(l, s->otherwise, reads);
        if (s->statement)
            find_silent(l, s->statement->body, reads);
    }
}

/* What steps with an effect read, and what that is computed from. */
static uint32_t *live_locals(struct arena *a, const struct program *p)
{
    struct liveness l = {.arena = a};
    uint32_t *reads = new_counts(a, p);
    find_silent(&l, &p->steps, reads);
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < l.silent.count; i++) {
            const struct step *s = l.silent.at[i];
            if (!s || !reads[s->local])
                continue;
            read_later(s->value, reads);
            l.silent.at[i] = NULL;
            changed = true;
        }
    }
    return reads;
}

static bool drop_unread(struct steps *list, const uint32_t *live)
{
    size_t kept = 0;
    bool dropped = false;
    for (size_t i = 0; list && i < list->count; i++) {
        struct step *s = list->at[i];
        dropped = drop_unread(s->then, live) || dropped;
        dropped = drop_unread(s->otherwise, live) || dropped;
        if (s->statement)
            dropped = drop_unread(s->statement->body, live) || dropped;
        if (s->kind == STEP_IF && is_empty(s->otherwise))
            s->otherwise = NULL;
        bool unread = s->kind == STEP_LET && !live[s->local] && is_silent(s->value);
        if (s->kind == STEP_EXECUTE && s->statement && !live[s->local])
            s->kind = s->statement->body || s->statement->values.count ? STEP_SEND : STEP_RUN;
        if (unread || (s->kind == STEP_IF && is_empty(s->then) && !s->otherwise))
            dropped = true;
        else
            list->at[kept++] = s;
    }
    if (list)
        list->count = kept;
    return dropped;
}

static uint32_t *reads_of(struct arena *a, struct program *p)
{
    uint32_t *reads = new_counts(a, p);
    count_reads(&p->steps, reads);
    return reads;
}

/* ---- What a loop keeps ---- */

static void count_sets(const struct steps *list, uint32_t *sets)
{
    for (size_t i = 0; list && i < list->count; i++) {
        const struct step *s = list->at[i];
        if (s->kind == STEP_LET || s->kind == STEP_FOR || s->kind == STEP_ROWS || s->kind == STEP_EXECUTE ||
            s->kind == STEP_SCALAR || s->kind == STEP_ROW || s->kind == STEP_FETCH || s->kind == STEP_RAW)
            sets[s->local]++;
        for (size_t k = 0; s->kind == STEP_UNPACK && k < s->locals.count; k++)
            sets[s->locals.at[k]]++;
        count_sets(s->then, sets);
        count_sets(s->otherwise, sets);
        if (s->statement)
            count_sets(s->statement->body, sets);
    }
}

struct totals {
    const uint32_t *reads, *sets;
    size_t count;
};

static bool carried_on(const struct step *s, uint32_t local)
{
    for (size_t i = 0; i < s->kept.count; i++)
        if (s->kept.at[i] == local)
            return true;
    return false;
}

/* Set in the loop's turns, and read behind it, set before it, or carried from turn to turn. */
static void find_kept(struct arena *a, struct program *p, struct step *s, const struct totals *all)
{
    uint32_t *reads = new_counts(a, p), *sets = new_counts(a, p), count = 0;
    uint32_t *kept = new_counts(a, p);
    count_reads(s->then, reads);
    count_sets(s->then, sets);
    sets[s->local] += s->kind != STEP_LOOP;
    for (uint32_t i = 0; i < all->count; i++) {
        bool outside = all->reads[i] > reads[i] || all->sets[i] > sets[i];
        if (sets[i] && all->reads[i] && (outside || carried_on(s, i)))
            kept[count++] = i;
    }
    s->kept.at = kept;
    s->kept.count = s->kept.room = count;
}

static void keep_in(struct arena *a, struct program *p, struct steps *list, const struct totals *all)
{
    for (size_t i = 0; list && i < list->count; i++) {
        struct step *s = list->at[i];
        if (s->kind == STEP_FOR || s->kind == STEP_ROWS || s->kind == STEP_LOOP)
            find_kept(a, p, s, all);
        keep_in(a, p, s->then, all);
        keep_in(a, p, s->otherwise, all);
        if (s->statement)
            keep_in(a, p, s->statement->body, all);
    }
}

/* ---- Numbers without gaps. Expressions are copied, since steps share them. ---- */

static struct later *renamed(struct arena *a, const struct later *l, const uint32_t *names);

static struct aludel_value renamed_value(struct arena *a, struct aludel_value v, const uint32_t *names)
{
    if (v.type == ALUDEL_DEFERRED)
        return deferred(renamed(a, later_of(v), names));
    if (!holds_deferred(v))
        return v;
    const struct aludel_items *items = v.as.items;
    struct aludel_value *values = ARENA_ARRAY(a, struct aludel_value, items->count + 1);
    for (size_t i = 0; i < items->count; i++)
        values[i] = renamed_value(a, items->values[i], names);
    struct aludel_eval e = {.arena = &a->memory};
    return al_new_items(&e, v.type, items->count, items->keys, values);
}

static struct later *renamed(struct arena *a, const struct later *l, const uint32_t *names)
{
    if (!l)
        return NULL;
    struct later *copy = ARENA_NEW(a, struct later);
    *copy = *l;
    copy->local = l->kind == LATER_LOCAL ? names[l->local] : 0;
    if (l->kind == LATER_CONSTANT)
        copy->value = renamed_value(a, l->value, names);
    copy->arguments = ARENA_ARRAY(a, struct later *, l->count + 1);
    for (size_t i = 0; i < l->count; i++)
        copy->arguments[i] = renamed(a, l->arguments[i], names);
    return copy;
}

static void rename_steps(struct arena *a, struct steps *list, const uint32_t *names);

static void rename_statement(struct arena *a, struct sql_statement *s, const uint32_t *names)
{
    for (size_t i = 0; i < s->values.count; i++)
        s->values.at[i] = renamed(a, s->values.at[i], names);
    rename_steps(a, s->body, names);
}

static void rename_steps(struct arena *a, struct steps *list, const uint32_t *names)
{
    for (size_t i = 0; list && i < list->count; i++) {
        struct step *s = list->at[i];
        s->local = names[s->local];
        s->value = renamed(a, s->value, names);
        for (size_t k = 0; k < s->locals.count; k++)
            s->locals.at[k] = names[s->locals.at[k]];
        for (size_t k = 0; k < s->kept.count; k++)
            s->kept.at[k] = names[s->kept.at[k]];
        if (s->statement)
            rename_statement(a, s->statement, names);
        rename_steps(a, s->then, names);
        rename_steps(a, s->otherwise, names);
    }
}

static void number_locals(struct arena *a, struct program *p, const uint32_t *reads, const uint32_t *sets)
{
    uint32_t *names = ARENA_ARRAY(a, uint32_t, p->locals.count + 1), count = 0;
    for (uint32_t i = 0; i < p->locals.count; i++)
        if (reads[i] || sets[i]) {
            p->locals.at[count] = p->locals.at[i];
            names[i] = count++;
        }
    p->locals.count = count;
    rename_steps(a, &p->steps, names);
}

/* ---- All of them ---- */

void drop_unread_locals(struct arena *a, struct program *p)
{
    while (drop_unread(&p->steps, live_locals(a, p)))
        ;
}

void settle_locals(struct arena *a, struct program *p)
{
    uint32_t *reads = reads_of(a, p), *sets = new_counts(a, p);
    count_sets(&p->steps, sets);
    struct totals all = {reads, sets, p->locals.count};
    keep_in(a, p, &p->steps, &all);
    number_locals(a, p, reads, sets);
}
