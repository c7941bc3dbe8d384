/*
 * What folding leaves behind is made neat: lists in lists, blocks that nobody leaves, text in pieces. Locals that
 * nobody reads go, and with them what was computed for them.
 */
#include "program/inner.h"

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

static struct steps *flattened(struct arena *a, const struct steps *list);

static void add_flat(struct arena *a, struct steps *out, struct step *s)
{
    s->then = s->then ? flattened(a, s->then) : NULL;
    s->otherwise = s->otherwise ? flattened(a, s->otherwise) : NULL;
    if (s->statement && s->statement->body)
        s->statement->body = flattened(a, s->statement->body);
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
            vec_push(a, out, s->then->at[i]);
        return;
    }
    vec_push(a, out, s);
}

static struct steps *flattened(struct arena *a, const struct steps *list)
{
    struct steps *out = ARENA_NEW(a, struct steps);
    for (size_t i = 0; i < list->count; i++)
        add_flat(a, out, list->at[i]);
    return out;
}

static bool is_text(const struct step *s)
{
    return s->kind == STEP_PIECE && s->piece.kind == PIECE_TEXT;
}

/* The pieces of text from `from` on, as one; the index behind them. */
static size_t text_run(struct arena *a, const struct steps *list, size_t from, struct aludel_text *all)
{
    struct al_builder b = al_builder(&a->memory);
    size_t i = from;
    for (; i < list->count && is_text(list->at[i]); i++)
        al_put(&b, list->at[i]->piece.text.z, list->at[i]->piece.text.n);
    *all = i == from + 1 ? list->at[from]->piece.text : al_built(&b);
    return i;
}

/* Adjacent pieces of text become one. */
static void merge_text(struct arena *a, struct steps *list)
{
    size_t kept = 0, i = 0;
    while (list && i < list->count) {
        struct step *s = list->at[i];
        merge_text(a, s->then);
        merge_text(a, s->otherwise);
        if (s->statement)
            merge_text(a, s->statement->body);
        i = is_text(s) ? text_run(a, list, i, &s->piece.text) : i + 1;
        if (!is_text(s) || s->piece.text.n)
            list->at[kept++] = s;
    }
    if (list)
        list->count = kept;
}

/* ---- All of it ---- */

void tidy(struct arena *a, struct program *p)
{
    p->steps = *flattened(a, &p->steps);
    drop_unread_locals(a, p);
    merge_text(a, &p->steps);
    settle_locals(a, p);
    find_facts(a, p);
}
