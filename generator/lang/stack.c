/* stack.c: opening and closing of tags and control lines. */
#include "lang/stack.h"

#include <string.h>

void template_add(struct template *t, struct node *n)
{
    if (n)
        append(t->p, top(t)->body, n);
}

struct open *template_push(struct template *t, enum opening what, struct span span, struct aludel_text name)
{
    if (t->depth == MOST_OPEN) {
        say_too_deep(t->p, span);
        t->lex.cursor = t->lex.text + t->p->source->text.n;
        return NULL;
    }
    struct open *o = &t->open[t->depth++];
    memset(o, 0, sizeof *o);
    o->what = what;
    o->span = span;
    o->name = name;
    o->body = make_block(t->p);
    o->body->span = span_of(t->p, span.to, span.to);
    return o;
}

void template_say_unclosed(struct template *t, const struct open *o, const struct span *instead)
{
    if (o->said)
        return;
    if (o->what == OPEN_TAG)
        diag_error(t->p->diagnostics, o->span, "this <%%%.*s> is never closed", (int)o->name.n, o->name.z);
    else
        diag_error(t->p->diagnostics, o->span, "this '%% %.*s' is never closed", (int)o->name.n, o->name.z);
    if (instead)
        diag_also(t->p->diagnostics, *instead, "this closes what is around it");
    if (instead && o->what != OPEN_TAG)
        t->forced[o->what]++;
}

/* Puts the body into the node, and the node where it belongs. */
void template_end_branch(struct open *o)
{
    struct node *n = o->node;
    if (!n)
        return;
    struct node **slot = n->kind == N_FOR ? &n->c : &n->b;
    if (n->kind == N_IF) {
        struct node *holder = o->chain ? o->chain : n;
        slot = o->has_else ? &holder->c : &holder->b;
    }
    *slot = o->body;
}

bool is_blank_text(const struct node *n)
{
    if (n->kind != N_TEXT)
        return false;
    for (size_t i = 0; i < n->text.n; i++)
        if (!strchr(" \t\r\n\f\v", n->text.z[i]))
            return false;
    return true;
}

/* The defs inside a call tag or a namespace; what else is there stays in the body. */
static void take_defs(struct template *t, struct node *n, struct node *body, bool alone)
{
    struct nodes rest = {0};
    for (size_t i = 0; i < body->list.count; i++) {
        struct node *one = body->list.at[i];
        if (one->kind == N_DEF)
            vec_push(t->p->arena, &n->list, one);
        else
            vec_push(t->p->arena, &rest, one);
        if (alone && one->kind != N_DEF && !is_blank_text(one)) {
            diag_error(t->p->diagnostics, one->span, "a <%%namespace> holds nothing but <%%def>s");
            return;
        }
    }
    body->list = rest;
}

static void close_tag(struct template *t, struct open *o, uint32_t end)
{
    struct node *n = o->node;
    if (!n)
        return;
    n->span.to = end;
    if (n->kind == N_DEF) {
        n->a = o->body;
    } else if (n->kind == N_NAMESPACE) {
        take_defs(t, n, o->body, true);
    } else {
        take_defs(t, n, o->body, false);
        n->b = o->body;
    }
}

static void place_at_top(struct template *t, struct node *n)
{
    struct file *f = t->p->file;
    struct nodes *list = n->kind == N_DEF && n->is_template ? &f->defs
                         : n->kind == N_NAMESPACE           ? &f->namespaces
                         : n->kind == N_C                   ? &f->c_blocks
                                                            : NULL;
    if (list)
        vec_push(t->p->arena, list, n);
    else
        template_add(t, n);
}

/* A finished node: to the top level's lists, or into what is open. */
void template_place(struct template *t, struct node *n)
{
    if (n && t->depth == 1)
        place_at_top(t, n);
    else
        template_add(t, n);
}

void template_pop(struct template *t, uint32_t end)
{
    struct open *o = &t->open[--t->depth];
    o->body->span.to = end > o->body->span.from ? end : o->body->span.from;
    if (o->what == OPEN_TAG)
        close_tag(t, o, end);
    else
        template_end_branch(o);
    if (!o->node)
        return;
    adopt(t->p, o->node, o->body);
    o->node->span.to = end;
    template_place(t, o->node);
}

/* Closes the innermost that fits, and says so of what stands open above it. False: nothing fits. */
bool template_close_to(struct template *t, enum opening what, struct aludel_text name, struct span at)
{
    size_t i = t->depth;
    while (--i > 0) {
        struct open *o = &t->open[i];
        if (o->what == what && (what != OPEN_TAG || al_same(o->name, name)))
            break;
        if (what != OPEN_TAG && o->what == OPEN_TAG)
            return false;
    }
    if (i == 0)
        return false;
    while (t->depth - 1 > i) {
        template_say_unclosed(t, top(t), &at);
        template_pop(t, at.from);
    }
    return true;
}
