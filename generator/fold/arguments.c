/* Arguments in their places: f(1, *more, name=2) against a list of parameters. */
#include "fold/evaluate.h"

#include <string.h>

static void add_argument(struct folding *f, struct arguments *out, struct aludel_text name,
                         struct aludel_value v, const struct node *n)
{
    struct argument a = {name, v, n, {0}};
    if (n->kind == N_KEYWORD) {
        a.node = n->text.n ? n->a : n;
        a.keyword = n->text.n ? n->name_span : n->span;
    }
    vec_push(f->arena, out, a);
}

static bool spread_list(struct folding *f, const struct node *n, struct arguments *out)
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

static bool spread_dict(struct folding *f, const struct node *n, struct arguments *out)
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

bool eval_arguments(struct folding *f, const struct node *call, struct arguments *out)
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
            add_argument(f, out, keyword ? n->text : AL_TEXT(""), v, n);
        }
    }
    return ok;
}
