/* What is said about a program as a whole, from its steps. */
#include "program/inner.h"

#include <string.h>

bool asks_without_default(const struct later *l)
{
    return l->kind == LATER_OP && (strcmp(l->name, "env") == 0 || strcmp(l->name, "x") == 0) &&
           l->arguments[1]->kind == LATER_CONSTANT && l->arguments[1]->value.type == ALUDEL_UNSET;
}

static void add_need(struct arena *a, struct program *p, struct later *l)
{
    if (!l || !asks_without_default(l) || strcmp(l->name, "env") != 0)
        return;
    const char *name = arena_string(a, l->arguments[0]->value.as.text);
    for (size_t i = 0; i < p->needs.count; i++)
        if (strcmp(p->needs.at[i], name) == 0)
            return;
    vec_push(a, &p->needs, name);
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
static bool find_needs(struct arena *a, struct program *p, const struct steps *list)
{
    for (size_t i = 0; list && i < list->count; i++) {
        const struct step *s = list->at[i];
        if (s->kind == STEP_LET)
            add_need(a, p, s->value);
        if ((s->kind == STEP_AUTOCOMMIT || s->kind == STEP_BLOCK) && !find_needs(a, p, s->then))
            return false;
        if (s->statement && !find_needs(a, p, s->statement->body))
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
static bool writes(const struct sql_statement *s)
{
    return s->flags & ALUDEL_DDL ? s->body || s->drops_table : !(s->flags & ALUDEL_READS);
}

static bool writes_rows(const struct steps *list)
{
    for (size_t i = 0; list && i < list->count; i++) {
        const struct step *s = list->at[i];
        if ((s->statement && writes(s->statement)) || s->kind == STEP_RAW || s->kind == STEP_C ||
            writes_rows(s->then) || writes_rows(s->otherwise))
            return true;
    }
    return false;
}

bool program_writes(const struct program *p)
{
    return writes_rows(&p->steps);
}

void find_facts(struct arena *a, struct program *p)
{
    find_needs(a, p, &p->steps);
    p->flags = flags_of(&p->steps) | (p->steps.count ? 0 : ALUDEL_EMPTY);
    if (p->flags & ALUDEL_REBUILDS && writes_rows(&p->steps))
        p->flags |= ALUDEL_WRITES;
}
