/* Arguments in their places: f(1, *more, name=2) against a list of parameters. */
#include "fold/inner.h"

#include <string.h>

static void add_argument(struct folder *f, struct arguments *out, struct aludel_text name,
                         struct aludel_value v, const struct node *n)
{
    struct argument a = {name, v, n};
    vec_push(f->arena, out, a);
}

static bool spread_list(struct folder *f, const struct node *n, struct arguments *out)
{
    struct aludel_value v = eval(f, n->a), *items;
    size_t count;
    if (v.type == ALUDEL_DEFERRED)
        fold_error(f, n->span, "how many arguments '*' gives must be known at build time");
    if (!known_items(f, v, n->span, &count, &items))
        return false;
    for (size_t i = 0; i < count; i++)
        add_argument(f, out, AL_TEXT(""), items[i], n);
    return true;
}

static bool spread_dict(struct folder *f, const struct node *n, struct arguments *out)
{
    struct aludel_value v = eval(f, n->a);
    if (is_error(v))
        return false;
    if (v.type != ALUDEL_DICT) {
        fold_error(f, n->span, "'**' needs a dict whose names are known at build time, not %s", kind_of(v));
        return false;
    }
    for (size_t i = 0; i < v.as.items->count; i++) {
        if (v.as.items->keys[i].type != ALUDEL_STRING) {
            fold_error(f, n->span, "keywords must be strings");
            return false;
        }
        add_argument(f, out, v.as.items->keys[i].as.text, v.as.items->values[i], n);
    }
    return true;
}

bool eval_arguments(struct folder *f, const struct node *call, struct arguments *out)
{
    bool ok = true;
    for (size_t i = 0; i < call->list.count; i++) {
        const struct node *n = call->list.at[i];
        if (n->kind == N_STAR) {
            ok = spread_list(f, n, out) && ok;
        } else if (n->kind == N_KEYWORD && n->text.n == 0) {
            ok = spread_dict(f, n, out) && ok;
        } else {
            bool keyword = n->kind == N_KEYWORD;
            struct aludel_value v = eval(f, keyword ? n->a : n);
            ok = ok && !is_error(v);
            add_argument(f, out, keyword ? n->text : AL_TEXT(""), v, keyword ? n->a : n);
        }
    }
    return ok;
}

#define PARAMETERS 64

struct parameters {
    struct aludel_text at[PARAMETERS];
    size_t count, by_place; /* so many may be given without their names */
    bool star, double_star;
};

static struct parameters split_parameters(const char *list)
{
    struct parameters p = {.count = 0, .by_place = PARAMETERS};
    while (*list) {
        size_t n = strcspn(list, ",");
        if (n == 1 && *list == '*') {
            p.star = true;
            p.by_place = p.count;
        } else if (n == 2 && list[0] == '*') {
            p.double_star = true;
        } else if (p.count < PARAMETERS) {
            p.at[p.count++] = (struct aludel_text){list, n};
        }
        list += n + (list[n] == ',');
    }
    return p;
}

static bool too_many(struct folder *f, const char *callee, size_t most, size_t given, struct span at)
{
    fold_error(f, at, "%s() takes %s%zu argument%s but %zu %s given", callee, most ? "at most " : "", most,
               most == 1 ? "" : "s", given, given == 1 ? "was" : "were");
    return false;
}

static bool bind_keyword(struct folder *f, const char *callee, const struct parameters *p,
                         const struct argument *a, struct span at, struct argument *out)
{
    const char *names[PARAMETERS];
    for (size_t i = 0; i < p->count; i++) {
        names[i] = arena_string(f->arena, p->at[i]);
        if (!al_same(p->at[i], a->name))
            continue;
        if (out[i].value.type != ALUDEL_UNSET) {
            fold_error(f, at, "%s() got multiple values for argument '%s'", callee, names[i]);
            return false;
        }
        out[i] = *a;
        return true;
    }
    fold_error(f, a->node && a->node->span.source ? a->node->span : at,
               "%s() got an unexpected keyword argument '%s'", callee, shown(f, a->name));
    const char *near = al_nearest(a->name, names, p->count);
    if (near)
        diag_hint(f->d, "did you mean '%s'?", near);
    return false;
}

static bool has_parameter(const struct parameters *p, struct aludel_text name)
{
    for (size_t i = 0; i < p->count; i++)
        if (al_same(p->at[i], name))
            return true;
    return false;
}

bool bind_arguments(struct folder *f, const char *callee, const char *parameters, int required,
                    const struct arguments *given, struct span at, struct argument *out, size_t room,
                    struct arguments *rest)
{
    struct parameters p = split_parameters(parameters);
    size_t by_place = 0;
    memset(out, 0, sizeof *out * room);
    for (size_t i = 0; i < given->count; i++) {
        const struct argument *a = &given->at[i];
        bool takes_any = p.double_star ? !has_parameter(&p, a->name) : p.star && p.count == 0;
        if (a->name.n && !takes_any) {
            if (!bind_keyword(f, callee, &p, a, at, out))
                return false;
        } else if (by_place < p.count && by_place < p.by_place && by_place < room && !a->name.n) {
            out[by_place++] = *a;
        } else if (rest && (p.star || a->name.n)) {
            vec_push(f->arena, rest, *a);
        } else {
            return too_many(f, callee, p.count, given->count, at);
        }
    }
    for (size_t i = 0; i < (size_t)required && i < p.count; i++)
        if (out[i].value.type == ALUDEL_UNSET) {
            fold_error(f, at, "%s() missing required argument '%s'", callee, shown(f, p.at[i]));
            return false;
        }
    return true;
}
