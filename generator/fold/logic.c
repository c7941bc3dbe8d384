/* and, or, `x if c else y`, chained comparisons: what is decided at run time becomes an `if`. */
#include "fold/evaluate.h"
#include "fold/op/item.h"

/* Evaluates an expression and puts it into the local that both ways set. */
static void run_into(struct run *self, struct folding *f)
{
    struct aludel_value v = self->node ? eval(f, self->node) : self->value;
    *self->into = v;
    if (f->dead)
        return;
    struct span at = self->node ? self->node->span : (struct span){0};
    struct later *l = lowered(f, v, at);
    let_local(f, f->steps, self->local, l, at);
    alias_same(f, self->local, v);
}

static enum aludel_type common_type(struct aludel_value a, struct aludel_value b)
{
    enum aludel_type left = a.type == ALUDEL_DEFERRED ? later_of(a)->type : a.type;
    enum aludel_type right = b.type == ALUDEL_DEFERRED ? later_of(b)->type : b.type;
    return left == right ? left : ALUDEL_UNSET;
}

static bool is_sql(struct aludel_value v)
{
    return v.type == ALUDEL_SQL || (v.type == ALUDEL_DEFERRED && later_of(v)->type == ALUDEL_SQL);
}

/* SQL text chosen at run time must not be able to change the statement around it. */
static void check_choice(struct folding *f, struct aludel_value a, struct aludel_value b, struct span at)
{
    if (is_error(a) || is_error(b) || (!is_sql(a) && !is_sql(b)))
        return;
    if (is_sql(a) != is_sql(b)) {
        fold_error(f, at, "one way gives sql text, the other %s", kind_of(is_sql(a) ? b : a));
        diag_hint(f->d, "text(…) makes SQL of a string, null() is SQL's NULL");
        return;
    }
    struct aludel_value both[] = {a, b};
    for (int i = 0; i < 2; i++)
        if (!is_tame(f, both[i])) {
            fold_error(f, at, "sql text that is chosen at run time can't hold quotes, ';', '--' or '/*'");
            diag_hint(f->d, "write the condition around the statement");
            return;
        }
}

static struct aludel_value choose(struct folding *f, struct aludel_value condition, struct run *yes,
                                  struct run *no, struct span at)
{
    struct aludel_value left = aludel_none(), right = aludel_none();
    uint32_t local = local_new(f, AL_TEXT(""));
    yes->into = &left;
    no->into = &right;
    yes->local = no->local = local;
    yes->run = no->run = run_into;
    if_at_run_time(f, condition, at, yes, no);
    if (is_error(left) || is_error(right))
        return error_value(f);
    check_choice(f, left, right, at);
    return deferred(later_local(f->arena, local, common_type(left, right)));
}

struct aludel_value eval_and_or(struct folding *f, const struct node *n)
{
    struct aludel_value a = eval(f, n->a);
    if (is_error(a))
        return a;
    enum truth t = truth_of(f, a, n->a->span);
    if (t != TRUTH_LATER)
        return (t == TRUTH_YES) == (n->kind == N_AND) ? eval(f, n->b) : a;
    a = deferred(lowered(f, a, n->a->span));
    struct run keep = {.value = a}, other = {.node = n->b};
    bool and = n->kind == N_AND;
    return choose(f, a, and? &other : &keep, and? &keep : &other, n->span);
}

struct aludel_value eval_conditional(struct folding *f, const struct node *n)
{
    struct aludel_value c = eval(f, n->b);
    if (is_error(c))
        return c;
    enum truth t = truth_of(f, c, n->b->span);
    if (t != TRUTH_LATER)
        return eval(f, t == TRUTH_YES ? n->a : n->c);
    struct run yes = {.node = n->a}, no = {.node = n->c};
    return choose(f, c, &yes, &no, n->span);
}

/* ---- a < b < c ---- */

struct chain {
    const struct node *n;
    size_t next;
    struct aludel_value left;
    struct aludel_value *result;
    uint32_t local;
};

static struct aludel_value compare_from(struct folding *f, const struct node *n, size_t i,
                                        struct aludel_value left);

static void run_rest(struct run *self, struct folding *f)
{
    struct chain *c = self->with;
    struct aludel_value v = compare_from(f, c->n, c->next, c->left);
    *c->result = v;
    struct later *l = lowered(f, v, c->n->span);
    let_local(f, f->steps, c->local, l, c->n->span);
}

static struct aludel_value compare_from(struct folding *f, const struct node *n, size_t i,
                                        struct aludel_value left)
{
    struct aludel_value args[] = {left, eval(f, n->list.at[i + 1])};
    struct aludel_value v = is_expression(args[0]) || is_expression(args[1])
                                ? expression_of_operator(f, n->ops[i], args[0], args[1], n->span)
                                : apply_operator(f, n->ops[i], n->span, 2, args);
    if (i + 2 >= n->list.count || is_error(v))
        return v;
    enum truth t = truth_of(f, v, n->span);
    if (t != TRUTH_LATER)
        return t == TRUTH_NO ? v : compare_from(f, n, i + 1, args[1]);
    uint32_t local = local_new(f, AL_TEXT(""));
    let_local(f, f->steps, local, later_of(v), n->span);
    struct aludel_value rest = v;
    struct chain chain = {n, i + 1, args[1], &rest, local};
    struct run then = {.run = run_rest, .with = &chain};
    if_at_run_time(f, v, n->span, &then, NULL);
    return deferred(later_local(f->arena, local, ALUDEL_BOOL));
}

struct aludel_value eval_compare(struct folding *f, const struct node *n)
{
    return compare_from(f, n, 0, eval(f, n->list.at[0]));
}
