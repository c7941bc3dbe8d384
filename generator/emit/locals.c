/*
 * locals.c: where each local of a program is declared. One that gets its value in the block that holds
 * all its uses is declared there and then; another in front of the first step that needs it, outside
 * of every loop. One without a name that is used once, by the very next step, isn't declared at all.
 */
#include "emit/inner.h"

#include <string.h>

struct block { /* a list of steps as it nests */
    struct block *parent;
    const struct step *owner; /* the step of the parent that holds it */
    uint32_t depth;
    bool turns; /* runs more than once */
};

struct reader {
    struct arena *arena;
    struct locals *locals;
    struct block *block;
    const struct step *step;
};

/* ---- Every place where a local stands --------------------------------------------------------- */

static struct block *common(struct block *a, struct block *b)
{
    while (a != b) {
        if (a->depth >= b->depth)
            a = a->parent;
        else
            b = b->parent;
    }
    return a;
}

static void seen(struct reader *r, uint32_t local, bool sets)
{
    struct use_of_local *u = &r->locals->at[local];
    if (!u->first_block) {
        u->home = u->first_block = r->block;
        u->first_step = r->step;
        u->first_sets = sets;
    }
    u->home = common(u->home, r->block);
    u->sets += sets;
    u->uses += !sets;
}

static void read_value(struct reader *r, struct aludel_value v);

static void read_later(struct reader *r, const struct later *l)
{
    if (!l)
        return;
    r->locals->uses_eval |= l->kind == LATER_PY;
    if (l->kind == LATER_LOCAL)
        seen(r, l->local, false);
    else if (l->kind == LATER_CONSTANT)
        read_value(r, l->value);
    for (size_t i = 0; i < l->count; i++)
        read_later(r, l->arguments[i]);
}

static void read_value(struct reader *r, struct aludel_value v)
{
    if (v.type == ALUDEL_DEFERRED)
        read_later(r, v.as.object);
    if (v.type == ALUDEL_FLOAT && v.as.number - v.as.number != 0)
        r->locals->uses_eval = true;
    if (v.type < ALUDEL_LIST || v.type > ALUDEL_ROW)
        return;
    r->locals->uses_eval = true;
    for (size_t i = 0; i < v.as.items->count; i++) {
        if (v.as.items->keys)
            read_value(r, v.as.items->keys[i]);
        read_value(r, v.as.items->values[i]);
    }
}

static void read_steps(struct reader *r, const struct steps *steps, bool turns);

static void read_statement(struct reader *r, const struct sql_statement *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < s->values.count; i++)
        read_later(r, s->values.at[i]);
    read_steps(r, s->body, false);
}

static bool is_loop(const struct step *s)
{
    return s->kind == STEP_LOOP || s->kind == STEP_FOR || s->kind == STEP_ROWS;
}

static bool is_asking(const struct step *s)
{
    return s->kind == STEP_EXECUTE || s->kind == STEP_SCALAR || s->kind == STEP_ROW || s->kind == STEP_FETCH;
}

static bool sets_local(const struct step *s)
{
    return s->kind == STEP_LET || is_asking(s) || s->kind == STEP_RAW;
}

/* By its address, to get a value: it has to be there even when nobody reads it. */
static void handed_over(struct reader *r, uint32_t local)
{
    seen(r, local, true);
    seen(r, local, false);
}

static void read_step(struct reader *r, const struct step *s)
{
    r->step = s;
    read_later(r, s->value);
    read_statement(r, s->statement);
    r->step = s;
    for (size_t i = 0; i < s->kept.count; i++)
        seen(r, s->kept.at[i], false);
    if (sets_local(s))
        seen(r, s->local, true);
    if (s->kind == STEP_FOR || s->kind == STEP_ROWS)
        handed_over(r, s->local);
    for (size_t i = 0; i < s->locals.count; i++)
        handed_over(r, s->locals.at[i]);
    read_steps(r, s->then, is_loop(s));
    read_steps(r, s->otherwise, false);
}

static void read_steps(struct reader *r, const struct steps *steps, bool turns)
{
    if (!steps)
        return;
    struct block *outer = r->block;
    struct block *b = ARENA_NEW(r->arena, struct block);
    *b = (struct block){outer, r->step, outer ? outer->depth + 1 : 0, turns};
    for (size_t i = 0; i < steps->count; i++) {
        r->block = b;
        read_step(r, steps->at[i]);
    }
    r->block = outer;
    r->step = b->owner;
}

/* ---- What is written in place of a local -------------------------------------------------------- */

static uint32_t depth_of(const struct locals *l, const struct later *v)
{
    uint32_t deepest = 0;
    if (v->kind == LATER_LOCAL && l->at[v->local].instead)
        return depth_of(l, l->at[v->local].instead);
    for (size_t i = 0; i < v->count; i++) {
        uint32_t d = depth_of(l, v->arguments[i]);
        deepest = d > deepest ? d : deepest;
    }
    return deepest + 1;
}

static size_t count_local(const struct later *l, uint32_t local)
{
    size_t n = l->kind == LATER_LOCAL && l->local == local;
    for (size_t i = 0; i < l->count; i++)
        n += count_local(l->arguments[i], local);
    return n;
}

/* Only where the next step computes the value exactly once, and first. */
static bool takes(const struct step *next, uint32_t local)
{
    bool at_once = next->kind == STEP_LET || next->kind == STEP_IF || next->kind == STEP_PIECE ||
                   next->kind == STEP_FAIL || next->kind == STEP_REMARK || next->kind == STEP_RAW ||
                   next->kind == STEP_FOR;
    if (at_once && next->value && count_local(next->value, local) == 1)
        return true;
    bool sends = next->kind == STEP_SEND || is_asking(next);
    if (!sends || !next->statement || next->statement->body)
        return false;
    size_t n = 0;
    for (size_t i = 0; i < next->statement->values.count; i++)
        n += count_local(next->statement->values.at[i], local);
    return n == 1;
}

/* Whether the value is computed where it is written, and may fail there. */
static bool may_fail(const struct locals *l, const struct later *v)
{
    if (v->kind == LATER_LOCAL && l->at[v->local].instead)
        return may_fail(l, l->at[v->local].instead);
    return needs_place(v);
}

/* Steps that say their line in front of what they compute: an error of a value from another line would
 * name it. */
static bool says_another_line(const struct locals *l, const struct step *s, const struct step *next)
{
    bool says = (next->kind == STEP_LET || next->kind == STEP_IF || next->kind == STEP_FOR) &&
                needs_place(next->value);
    bool same = s->span.source == next->span.source && line_of(s->span) == line_of(next->span);
    return says && !same && may_fail(l, s->value);
}

#define DEEPEST 3 /* calls in one another, as a person still reads them */

static void shorten(struct locals *l, const struct program *p, const struct steps *steps)
{
    if (!steps)
        return;
    for (size_t i = 0; i < steps->count; i++) {
        const struct step *s = steps->at[i];
        shorten(l, p, s->then);
        shorten(l, p, s->otherwise);
        if (s->statement)
            shorten(l, p, s->statement->body);
        if (s->kind != STEP_LET || i + 1 == steps->count || p->locals.at[s->local].hint[0])
            continue;
        struct use_of_local *u = &l->at[s->local];
        if (u->sets == 1 && u->uses == 1 && takes(steps->at[i + 1], s->local) &&
            !says_another_line(l, s, steps->at[i + 1]) && depth_of(l, s->value) <= DEEPEST)
            u->instead = s->value;
    }
}

/* ---- Where the others are declared ---------------------------------------------------------------- */

static const struct step *step_inside(const struct use_of_local *u, const struct block *home)
{
    const struct step *s = u->first_step;
    for (const struct block *b = u->first_block; b != home; b = b->parent)
        s = b->owner;
    return s;
}

static void place(struct use_of_local *u)
{
    if (!u->first_block || u->instead)
        return;
    if (u->first_block == u->home && u->first_sets) {
        u->declared = sets_local(u->first_step);
        u->declare_in_front_of = u->declared ? NULL : u->first_step;
        return;
    }
    struct block *home = u->home;
    for (struct block *b = u->home; b; b = b->parent)
        if (b->turns)
            home = b->parent;
    u->declare_in_front_of = step_inside(u, home);
}

/* ---- Names ------------------------------------------------------------------------------------------ */

static bool taken(const struct locals *l, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (l->at[i].name && !strcmp(l->at[i].name, name))
            return true;
    return false;
}

static bool taken_behind(const struct locals *l, size_t i)
{
    for (size_t j = i + 1; j < l->count; j++)
        if (l->at[j].name && !strcmp(l->at[j].name, l->at[i].name))
            return true;
    return false;
}

/* The names that C functions have, as they are called in expressions. */
static bool calls(const struct steps *steps, const char *name);

static bool later_calls(const struct later *l, const char *name)
{
    if (!l)
        return false;
    if (l->kind == LATER_C && !strcmp(l->c->name, name))
        return true;
    for (size_t i = 0; i < l->count; i++)
        if (later_calls(l->arguments[i], name))
            return true;
    return false;
}

static bool is_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool mentions(struct aludel_text t, const char *name)
{
    size_t n = strlen(name);
    for (size_t i = 0; i + n <= t.n; i++)
        if (!memcmp(t.z + i, name, n) && (!i || !is_word(t.z[i - 1])) &&
            (i + n == t.n || !is_word(t.z[i + n])))
            return true;
    return false;
}

static bool calls(const struct steps *steps, const char *name)
{
    for (size_t i = 0; steps && i < steps->count; i++) {
        const struct step *s = steps->at[i];
        if (later_calls(s->value, name) || calls(s->then, name) || calls(s->otherwise, name) ||
            (s->kind == STEP_C && mentions(s->text, name)))
            return true;
    }
    return false;
}

static bool is_identifier(const char *hint)
{
    for (const char *c = hint; *c; c++)
        if (!is_word(*c))
            return false;
    return hint[0] && !(hint[0] >= '0' && hint[0] <= '9');
}

static const char *name_for(struct arena *a, const struct program *p, const struct locals *l, size_t i)
{
    const char *hint = p->locals.at[i].hint;
    bool named = is_identifier(hint);
    if (named && !is_reserved(hint) && !taken(l, i, hint) && !calls(&p->steps, hint))
        return hint;
    for (unsigned n = named ? 2 : 1;; n++) {
        const char *name = named ? arena_format(a, "%s_%u", hint, n) : arena_format(a, "v%u", n);
        if (!taken(l, i, name) && !is_reserved(name))
            return name;
    }
}

static void name_locals(struct arena *a, const struct program *p, struct locals *l)
{
    unsigned number = 0;
    for (size_t i = 0; i < l->count; i++)
        if (!l->at[i].instead && l->at[i].first_block && p->locals.at[i].hint[0])
            l->at[i].name = name_for(a, p, l, i);
    for (size_t i = 0; i < l->count; i++) {
        if (l->at[i].instead || !l->at[i].first_block || l->at[i].name)
            continue;
        do
            l->at[i].name = arena_format(a, "v%u", ++number);
        while (taken(l, i, l->at[i].name) || taken_behind(l, i));
    }
}

struct locals locals_read(struct arena *a, const struct program *p)
{
    struct locals l = {ARENA_ARRAY(a, struct use_of_local, p->locals.count + 1), p->locals.count, false};
    struct reader r = {.arena = a, .locals = &l};
    read_steps(&r, &p->steps, false);
    shorten(&l, p, &p->steps);
    for (size_t i = 0; i < l.count; i++)
        place(&l.at[i]);
    name_locals(a, p, &l);
    return l;
}
