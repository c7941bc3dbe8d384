/* [x for …], {x for …}, {k: v for …}. Known ones fill a list; a condition or list of run time makes a loop.
 */
#include "fold/evaluate.h"

struct comprehension {
    const struct node *node;
    size_t clause; /* the one that comes next */
    VEC(struct aludel_value) * known;
    bool *at_run_time; /* the list is a variable of its own from now on */
};

static const struct aludel_text result_name = {" result", 7};

static void element(struct folding *f, struct comprehension *c)
{
    const struct node *n = c->node->a;
    const struct node *what = n->list.at[0];
    struct aludel_value v;
    if (what->kind == N_PAIR) {
        struct aludel_value pair[2];
        pair[0] = eval(f, what->a);
        pair[1] = eval(f, what->b);
        v = is_error(pair[0])   ? pair[0]
            : is_error(pair[1]) ? pair[1]
                                : al_new_items(&f->eval, ALUDEL_TUPLE, 2, NULL, pair);
    } else {
        v = eval(f, what);
    }
    if (!*c->at_run_time) {
        vec_push(f->arena, c->known, v);
        return;
    }
    struct aludel_value args[2] = {aludel_none(), al_new_items(&f->eval, ALUDEL_LIST, 1, NULL, &v)};
    scope_own(f->scope, result_name, &args[0]);
    scope_set(f, f->scope, result_name, is_error(v) ? v : apply_operator(f, OP_add, n->span, 2, args));
}

static void to_run_time(struct folding *f, struct comprehension *c)
{
    if (*c->at_run_time)
        return;
    *c->at_run_time = true;
    scope_set(f, f->scope, result_name,
              al_new_items(&f->eval, ALUDEL_LIST, c->known->count, NULL, c->known->at));
}

static void run_clause(struct run *self, struct folding *f);

/* The conditions of a clause from `i` on, then the next clause. */
struct conditions {
    struct comprehension *c;
    const struct node *clause;
    size_t next;
};

static void run_conditions(struct run *self, struct folding *f)
{
    struct conditions *with = self->with;
    const struct node *clause = with->clause;
    if (with->next == clause->list.count) {
        struct comprehension inner = *with->c;
        inner.clause++;
        struct run next = {.run = run_clause, .with = &inner};
        run_clause(&next, f);
        return;
    }
    const struct node *n = clause->list.at[with->next];
    struct aludel_value v = eval(f, n);
    if (is_error(v))
        return;
    struct conditions rest = {with->c, clause, with->next + 1};
    struct run then = {.run = run_conditions, .with = &rest};
    enum truth t = truth_of(f, v, n->span);
    if (t == TRUTH_LATER) {
        to_run_time(f, with->c);
        if_at_run_time(f, v, n->span, &then, NULL);
    } else if (t == TRUTH_YES) {
        run_conditions(&then, f);
    }
}

static void run_clause(struct run *self, struct folding *f)
{
    struct comprehension *c = self->with;
    if (c->clause == c->node->list.count) {
        element(f, c);
        return;
    }
    const struct node *clause = c->node->list.at[c->clause];
    struct aludel_value over = eval(f, clause->b);
    if (is_error(over))
        return;
    over = kept_rows(f, over, clause->span);
    if (is_error(over)) {
        vec_push(f->arena, c->known, over);
        return;
    }
    if (over.type == ALUDEL_DEFERRED || over.type == ALUDEL_OBJECT)
        to_run_time(f, c);
    struct conditions all = {c, clause, 0};
    struct run body = {.run = run_conditions, .with = &all};
    run_for(f, clause->a, over, &body, c->node->a, *c->at_run_time ? result_name : AL_TEXT(""), clause->span,
            false);
}

static struct aludel_value finished(struct folding *f, const struct node *n, struct aludel_value list)
{
    enum node_kind kind = n->a->kind;
    if (is_error(list) || kind == N_LIST)
        return list;
    return apply(f, builtin_named(kind == N_DICT ? AL_TEXT("dict") : AL_TEXT("set")), false, n->span, 1,
                 &list);
}

struct aludel_value eval_comprehension(struct folding *f, const struct node *n)
{
    struct scope *outer = f->scope;
    bool at_run_time = false;
    struct comprehension c = {.node = n, .at_run_time = &at_run_time};
    c.known = arena_new(f->arena, sizeof *c.known);
    f->scope = scope_new(f, outer);
    struct run all = {.run = run_clause, .with = &c};
    run_clause(&all, f);
    struct aludel_value list;
    if (at_run_time)
        scope_own(f->scope, result_name, &list);
    else
        list = al_new_items(&f->eval, ALUDEL_LIST, c.known->count, NULL, c.known->at);
    f->scope = outer;
    for (size_t i = 0; i < c.known->count; i++)
        if (is_error(c.known->at[i]))
            return c.known->at[i];
    return finished(f, n, list);
}
