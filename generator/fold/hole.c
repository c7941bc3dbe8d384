/* ${…} with its filters: what it gives is written where it stands. */
#include "fold/evaluate.h"

#include <string.h>

static bool is_mako_filter(struct aludel_text name)
{
    static const char *const names[] = {"h", "u", "x", "entity", "unicode", "decode", "str"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (al_is(name, names[i]))
            return true;
    return false;
}

static struct aludel_value json(struct folding *f, struct aludel_value v, struct span at)
{
    struct hole_place p = split_hole(&f->writer->state);
    bool in_string = p.form == HOLE_IN_QUOTE && p.how != ALUDEL_HOLE_DOLLAR;
    if (is_known(v) && !in_string)
        return checked(f, al_filter_json(&f->eval, f->dialect, v), at);
    return apply(f, builtin_named(AL_TEXT("to_json")), false, at, 1, &v);
}

static struct aludel_value call_filter(struct folding *f, const struct node *n, struct aludel_value v)
{
    struct aludel_value callee = n->kind == N_CALL ? eval(f, n) : eval_callee(f, n);
    struct argument arg = {.value = v, .node = n};
    struct arguments args = {&arg, 1, 1};
    if (is_error(callee) || is_error(v))
        return error_value(f);
    struct object *o = callee.type == ALUDEL_OBJECT ? callee.as.object : NULL;
    if (o && (o->kind == OBJECT_FUNCTION || o->kind == OBJECT_C || o->kind == OBJECT_BUILTIN ||
              o->kind == OBJECT_NATIVE || o->kind == OBJECT_SQL_FUNCTION || o->kind == OBJECT_METHOD))
        return call_value(f, callee, &args, n);
    return fold_error(f, n->span, "%s isn't a filter: a filter is a function of one argument",
                      kind_of(callee));
}

/* Filters are words of their own: a variable named `id` or `n` doesn't hide them. */
static struct aludel_value filtered(struct folding *f, const struct node *n, struct aludel_value v,
                                    enum filter *last)
{
    struct aludel_value own;
    if (*last != FILTER_NONE) {
        if (!is_known(v))
            return fold_error(f, n->span, "behind `id` and `n` a value of run time takes no further filter");
        v = checked(f, *last == FILTER_ID ? al_filter_id(&f->eval, v) : al_filter_raw(&f->eval, v, true),
                    n->span);
        *last = FILTER_NONE;
    }
    if (n->kind != N_NAME)
        return call_filter(f, n, v);
    if (al_is(n->text, "id") || al_is(n->text, "n")) {
        *last = al_is(n->text, "id") ? FILTER_ID : FILTER_RAW;
        return v;
    }
    if (al_is(n->text, "json"))
        return json(f, v, n->span);
    if (is_mako_filter(n->text) && !scope_find(f->scope, n->text, &own)) {
        v = fold_error(f, n->span, "the filter '%s' of Mako is for web pages", shown(f, n->text));
        diag_hint(f->d, "values are quoted for SQL without a filter; `id` is for names, `n` for SQL "
                        "text, `json` for JSON");
        return v;
    }
    return call_filter(f, n, v);
}

/* The call of a def by itself writes where it stands. */
static bool run_whole_call(struct folding *f, const struct node *n)
{
    if (n->kind != N_CALL)
        return false;
    size_t errors = f->d->errors;
    bool writes = callee_writes(f, n->a);
    if (writes)
        eval_call(f, n, true, true);
    return writes || f->d->errors > errors;
}

/* Of a directive: the few that ask. */
static bool gives_value(const char *path)
{
    static const char *const asking[] = {"op.scalar", "op.query", "op.get_", "op.has_", "op.inline_literal"};
    for (size_t i = 0; i < sizeof asking / sizeof *asking; i++)
        if (strncmp(path, asking[i], strlen(asking[i])) == 0)
            return true;
    return strcmp(path, "op.f") == 0;
}

/* ${op.execute(…)} */
static bool is_directive(struct folding *f, const struct node *n)
{
    if (n->kind != N_CALL || n->a->kind != N_ATTRIBUTE || n->a->a->kind != N_NAME)
        return false;
    const struct object *o = object_of(eval_callee(f, n->a), OBJECT_NATIVE);
    if (!o || strncmp(o->native->path, "op.", 3) != 0 || gives_value(o->native->path))
        return false;
    fold_error(f, n->span, "%s(…) writes no text: it stands by itself", o->native->path);
    diag_hint(f->d, "write it in <%% %%> instead of ${}");
    return true;
}

void run_hole(struct folding *f, const struct node *n)
{
    enum filter filter = FILTER_NONE;
    if (n->list.count == 0 && (run_whole_call(f, n->a) || is_directive(f, n->a)))
        return;
    int outer = freeze(f);
    struct aludel_value v = eval(f, n->a);
    for (size_t i = 0; i < n->list.count && !is_error(v); i++)
        v = filtered(f, n->list.at[i], v, &filter);
    thaw(f, outer);
    if (object_of(v, OBJECT_PIECES) && object_of(v, OBJECT_PIECES)->pieces->type == ALUDEL_STRING)
        v = deferred(lowered(f, v, n->span));
    write_value(f, v, filter, n->span);
}
