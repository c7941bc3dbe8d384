/* Conditions at run time. */
#include "fold/evaluate.h"

static void side(struct folding *f, struct run *run, const struct writer *writer,
                 const struct variables *vars, const struct schema *schema, struct ways *ways,
                 struct writer *after, struct span at)
{
    size_t captured = writer->capture ? writer->capture->list.count : 0;
    *f->writer = *writer;
    f->scope->vars = *vars;
    f->schema = schema;
    f->scope->vars = scope_copy(f, f->scope);
    f->dead = false;
    if (run)
        run->run(run, f);
    if (writer->capture && writer->capture->list.count > captured)
        fold_error(
            f, at,
            "text under a condition of run time can't be part of a value: call its def as ${name()} by "
            "itself");
    writer_way_ends(f, writer->open, at);
    if (f->dead)
        return;
    if (ways->count == 0)
        *after = *f->writer;
    struct way here = way_here(f, at);
    vec_push(f->arena, ways, here);
}

void if_at_run_time(struct folding *f, struct aludel_value condition, struct span at, struct run *then,
                    struct run *otherwise)
{
    struct later *value = lowered(f, condition, at);
    writer_control(f);
    struct step *s = step_push(f, STEP_IF, at);
    struct steps *outer = f->steps;
    struct variables vars = scope_copy(f, f->scope);
    struct writer writer = *f->writer, after = writer;
    struct ways ways = {0};
    const struct schema *schema = f->schema;
    int guarded = f->questions > 0;
    bool converges = !otherwise && asks_existence(f, value);
    s->value = value;
    f->guarded += guarded;
    f->conditional++;
    f->steps = s->then = steps_new(f);
    side(f, then, &writer, &vars, schema, &ways, &after, at);
    const struct schema *done = f->dead ? NULL : f->schema;
    f->steps = s->otherwise = steps_new(f);
    side(f, otherwise, &writer, &vars, schema, &ways, &after, at);
    f->guarded -= guarded;
    f->conditional--;
    f->steps = outer;
    *f->writer = after;
    ways_meet(f, &ways, f->scope, at);
    if (converges && done) /* what is done unless it was done before is done behind it */
        f->schema = done;
}

static void run_suite(struct run *self, struct folding *f)
{
    if (self->node->kind == N_IF)
        run_if(f, self->node);
    else
        run_block(f, self->node);
}

void run_if(struct folding *f, const struct node *n)
{
    struct aludel_value c = frozen_eval(f, n->a);
    if (is_error(c) || f->dead)
        return;
    enum truth t = truth_of(f, c, n->a->span);
    struct run then = {.run = run_suite, .node = n->b}, otherwise = {.run = run_suite, .node = n->c};
    if (t == TRUTH_LATER)
        if_at_run_time(f, c, n->a->span, &then, n->c ? &otherwise : NULL);
    else if (t == TRUTH_YES)
        run_suite(&then, f);
    else if (n->c)
        run_suite(&otherwise, f);
}
