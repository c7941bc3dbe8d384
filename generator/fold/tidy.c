/*
 * What folding leaves behind is made neat: lists in lists, blocks that nobody leaves, values that nobody
 * reads. What is said about the program as a whole is found here too, from the steps that remain.
 */
#include "fold/inner.h"

#include "sql/tokens.h"

#include <string.h>

/* ---- Structure ---- */

static bool leaves(const struct steps *list, uint32_t label)
{
    for (size_t i = 0; list && i < list->count; i++) {
        const struct step *s = list->at[i];
        if ((s->kind == STEP_LEAVE && s->label == label) || leaves(s->then, label) ||
            leaves(s->otherwise, label) || (s->statement && leaves(s->statement->body, label)))
            return true;
    }
    return false;
}

/* At the very end of a block leaving it is what happens anyway. */
static void drop_tail(struct steps *list, enum step_kind kind, uint32_t label)
{
    struct step *last = list && list->count ? list->at[list->count - 1] : NULL;
    if (!last)
        return;
    if (last->kind == kind && last->label == label)
        list->count--;
    else if (last->kind == STEP_IF || last->kind == STEP_BLOCK) {
        drop_tail(last->then, kind, label);
        drop_tail(last->otherwise, kind, label);
    }
}

static bool is_empty(const struct steps *list)
{
    return !list || list->count == 0;
}

static struct steps *flattened(struct folder *f, const struct steps *list);

static void add_flat(struct folder *f, struct steps *out, struct step *s)
{
    s->then = s->then ? flattened(f, s->then) : NULL;
    s->otherwise = s->otherwise ? flattened(f, s->otherwise) : NULL;
    if (s->statement && s->statement->body)
        s->statement->body = flattened(f, s->statement->body);
    if (s->kind == STEP_BLOCK)
        drop_tail(s->then, STEP_LEAVE, s->label);
    if (s->kind == STEP_FOR || s->kind == STEP_ROWS || s->kind == STEP_LOOP)
        drop_tail(s->then, STEP_AGAIN, s->label);
    if (s->kind == STEP_IF && is_empty(s->otherwise))
        s->otherwise = NULL;
    if ((s->kind == STEP_IF && is_empty(s->then) && !s->otherwise) ||
        (s->kind == STEP_AUTOCOMMIT && is_empty(s->then)))
        return;
    if (s->kind == STEP_BLOCK && !leaves(s->then, s->label)) {
        for (size_t i = 0; s->then && i < s->then->count; i++)
            steps_add(f, out, s->then->at[i]);
        return;
    }
    steps_add(f, out, s);
}

static struct steps *flattened(struct folder *f, const struct steps *list)
{
    struct steps *out = steps_new(f);
    for (size_t i = 0; i < list->count; i++)
        add_flat(f, out, list->at[i]);
    return out;
}

static bool is_text(const struct step *s)
{
    return s->kind == STEP_PIECE && s->piece.kind == PIECE_TEXT;
}

/* The pieces of text from `from` on, as one; the index behind them. */
static size_t text_run(struct folder *f, const struct steps *list, size_t from, struct aludel_text *all)
{
    struct al_builder b = al_builder(&f->arena->memory);
    size_t i = from;
    for (; i < list->count && is_text(list->at[i]); i++)
        al_put(&b, list->at[i]->piece.text.z, list->at[i]->piece.text.n);
    *all = i == from + 1 ? list->at[from]->piece.text : al_built(&b);
    return i;
}

/* Adjacent pieces of text become one. */
static void merge_text(struct folder *f, struct steps *list)
{
    size_t kept = 0, i = 0;
    while (list && i < list->count) {
        struct step *s = list->at[i];
        merge_text(f, s->then);
        merge_text(f, s->otherwise);
        if (s->statement)
            merge_text(f, s->statement->body);
        i = is_text(s) ? text_run(f, list, i, &s->piece.text) : i + 1;
        if (!is_text(s) || s->piece.text.n)
            list->at[kept++] = s;
    }
    if (list)
        list->count = kept;
}

/* ---- Who reads a local ---- */

static void read_later(const struct later *l, uint32_t *reads);

static void read_value(struct aludel_value v, uint32_t *reads)
{
    if (v.type == ALUDEL_DEFERRED) {
        read_later(v.as.object, reads);
    } else if (!is_known(v) && v.type != ALUDEL_OBJECT) {
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

static uint32_t *new_counts(struct folder *f, const struct program *p)
{
    return ARENA_ARRAY(f->arena, uint32_t, p->locals.count + 1);
}

/* ---- What nobody reads ---- */

static bool asks_without_default(const struct later *l)
{
    return l->kind == LATER_OP && (strcmp(l->name, "env") == 0 || strcmp(l->name, "x") == 0) &&
           l->arguments[1]->kind == LATER_CONSTANT && l->arguments[1]->value.type == ALUDEL_UNSET;
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
    struct folder *f;
    VEC(const struct step *) silent; /* LETs that matter only if their local does */
};

static void find_silent(struct liveness *l, const struct steps *list, uint32_t *reads)
{
    for (size_t i = 0; list && i < list->count; i++) {
        const struct step *s = list->at[i];
        if (s->kind == STEP_LET && is_silent(s->value))
            vec_push(l->f->arena, &l->silent, s);
        else
            read_step(s, reads);
        find_silent(l, s->then, reads);
        find_silent(l, s->otherwise, reads);
        if (s->statement)
            find_silent(l, s->statement->body, reads);
    }
}

/* What steps with an effect read, and what that is computed from. */
static uint32_t *live_locals(struct folder *f, const struct program *p)
{
    struct liveness l = {.f = f};
    uint32_t *reads = new_counts(f, p);
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

static uint32_t *reads_of(struct folder *f, struct program *p)
{
    uint32_t *reads = new_counts(f, p);
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
static void find_kept(struct folder *f, struct program *p, struct step *s, const struct totals *all)
{
    uint32_t *reads = new_counts(f, p), *sets = new_counts(f, p), count = 0;
    uint32_t *kept = new_counts(f, p);
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

static void keep_in(struct folder *f, struct program *p, struct steps *list, const struct totals *all)
{
    for (size_t i = 0; list && i < list->count; i++) {
        struct step *s = list->at[i];
        if (s->kind == STEP_FOR || s->kind == STEP_ROWS || s->kind == STEP_LOOP)
            find_kept(f, p, s, all);
        keep_in(f, p, s->then, all);
        keep_in(f, p, s->otherwise, all);
        if (s->statement)
            keep_in(f, p, s->statement->body, all);
    }
}

/* ---- What the program needs and is ---- */

static void add_need(struct folder *f, struct program *p, struct later *l)
{
    if (!l || !asks_without_default(l) || strcmp(l->name, "env") != 0)
        return;
    const char *name = arena_string(f->arena, l->arguments[0]->value.as.text);
    for (size_t i = 0; i < p->needs.count; i++)
        if (strcmp(p->needs.at[i], name) == 0)
            return;
    vec_push(f->arena, &p->needs, name);
}

static bool leaves_any(const struct step *s)
{
    if (s->kind == STEP_LEAVE || s->kind == STEP_FAIL)
        return true;
    const struct steps *lists[] = {s->then, s->otherwise, s->statement ? s->statement->body : NULL};
    for (size_t k = 0; k < 3; k++)
        for (size_t i = 0; lists[k] && i < lists[k]->count; i++)
            if (leaves_any(lists[k]->at[i]))
                return true;
    return false;
}

/* Up to the first step that may leave what stands behind it undone; false: it has come. */
static bool find_needs(struct folder *f, struct program *p, const struct steps *list)
{
    for (size_t i = 0; list && i < list->count; i++) {
        const struct step *s = list->at[i];
        if (s->kind == STEP_LET)
            add_need(f, p, s->value);
        if ((s->kind == STEP_AUTOCOMMIT || s->kind == STEP_BLOCK) && !find_needs(f, p, s->then))
            return false;
        if (s->statement && !find_needs(f, p, s->statement->body))
            return false;
        if (leaves_any(s))
            return false;
    }
    return true;
}

static bool asks_database(const struct later *l)
{
    if (!l)
        return false;
    return l->kind == LATER_OP && (strncmp(l->name, "has_", 4) == 0 || strncmp(l->name, "get_", 4) == 0);
}

static unsigned flags_of(const struct steps *list)
{
    unsigned flags = 0;
    for (size_t i = 0; list && i < list->count; i++) {
        const struct step *s = list->at[i];
        if (s->kind == STEP_AUTOCOMMIT)
            flags |= ALUDEL_AUTOCOMMIT;
        if (s->kind == STEP_REBUILD)
            flags |= ALUDEL_REBUILDS;
        if (s->kind == STEP_EXECUTE || s->kind == STEP_SCALAR || s->kind == STEP_ROW ||
            s->kind == STEP_FETCH || s->kind == STEP_ROWS || s->kind == STEP_REFUSE_ROWS ||
            asks_database(s->value))
            flags |= ALUDEL_LIVE;
        if (s->kind == STEP_RAW || s->kind == STEP_C || (s->statement && s->statement->defers))
            flags |= ALUDEL_DEFERS;
        flags |= flags_of(s->then) | flags_of(s->otherwise);
        if (s->statement)
            flags |= flags_of(s->statement->body);
    }
    return flags;
}

/* DROP TABLE takes rows away, too; what is put together at run time may be one. */
static bool writes(struct folder *f, const struct sql_statement *s)
{
    if (!(s->flags & ALUDEL_DDL))
        return !(s->flags & ALUDEL_READS);
    struct tokens tokens = tokens_of(f->arena, ALUDEL_SQLITE, s->sql);
    return s->body || tokens_match(&tokens, 0, "DROP TABLE") > 0;
}

static bool writes_rows(struct folder *f, const struct steps *list)
{
    for (size_t i = 0; list && i < list->count; i++) {
        const struct step *s = list->at[i];
        if ((s->statement && writes(f, s->statement)) || s->kind == STEP_RAW || s->kind == STEP_C ||
            writes_rows(f, s->then) || writes_rows(f, s->otherwise))
            return true;
    }
    return false;
}

/* What the runtime must know of a migration that rebuilds a table, or may not run beside one. */
static unsigned flags_of_rebuilds(struct folder *f, const struct program *p)
{
    bool rebuilds = (p->flags & ALUDEL_REBUILDS) != 0;
    return cascade_flags(f, rebuilds) | (rebuilds && writes_rows(f, &p->steps) ? ALUDEL_WRITES : 0);
}

void tidy(struct folder *f, struct program *p)
{
    p->steps = *flattened(f, &p->steps);
    while (drop_unread(&p->steps, live_locals(f, p)))
        ;
    uint32_t *reads = reads_of(f, p);
    merge_text(f, &p->steps);
    uint32_t *sets = new_counts(f, p);
    count_sets(&p->steps, sets);
    struct totals all = {reads, sets, p->locals.count};
    keep_in(f, p, &p->steps, &all);
    number_locals(f, p, reads, sets);
    find_needs(f, p, &p->steps);
    p->flags = flags_of(&p->steps) | (p->steps.count ? 0 : ALUDEL_EMPTY);
    p->flags |= flags_of_rebuilds(f, p);
}
