/* for and while: unrolled where they are known, loops of run time otherwise. Mako's `loop`. */
#include "fold/evaluate.h"

#include <string.h>

/* ---- loop.index and its relatives ---- */

static struct aludel_value run_time_length(struct folding *f, const struct loop *l, struct aludel_text name,
                                           struct span at)
{
    if (object_of(l->over, OBJECT_QUERY)) {
        fold_error(f, at, "loop.%s isn't known in a loop over rows: they come one by one", shown(f, name));
        diag_hint(f->d, "loop.index and loop.first are");
        return error_value(f);
    }
    return residual(f, LATER_PY, "len", ALUDEL_INT, at, 1, &l->over);
}

static struct aludel_value compute(struct folding *f, enum operator_kind op, struct aludel_value a,
                                   struct aludel_value b, struct span at)
{
    struct aludel_value args[] = {a, b};
    return apply_operator(f, op, at, 2, args);
}

static struct aludel_value cycle(struct folding *f, const struct loop *l)
{
    struct object *o = object_new(f, OBJECT_LOOP_CYCLE, "loop.cycle");
    o->loop = ARENA_NEW(f->arena, struct loop);
    *o->loop = *l;
    return object_value(o);
}

static struct aludel_value parent(struct folding *f, const struct loop *l)
{
    if (!l->parent)
        return aludel_none();
    struct object *o = object_new(f, OBJECT_LOOP, "loop");
    o->loop = l->parent;
    return object_value(o);
}

struct aludel_value loop_attribute(struct folding *f, const struct loop *l, struct aludel_text name,
                                   struct span at)
{
    static const char *const names[] = {"index", "first",  "last",   "even",         "odd",
                                        "cycle", "parent", "length", "reverse_index"};
    struct aludel_value index =
        l->known ? aludel_int(l->index) : deferred(later_local(f->arena, l->counter, ALUDEL_INT));
    if (al_is(name, "index"))
        return index;
    if (al_is(name, "first"))
        return compute(f, OP_eq, index, aludel_int(0), at);
    if (al_is(name, "even") || al_is(name, "odd"))
        return compute(f, OP_eq, compute(f, OP_mod, index, aludel_int(2), at), aludel_int(al_is(name, "odd")),
                       at);
    if (al_is(name, "cycle"))
        return cycle(f, l);
    if (al_is(name, "parent"))
        return parent(f, l);
    bool length = al_is(name, "length"), last = al_is(name, "last");
    if (length || last || al_is(name, "reverse_index")) {
        struct aludel_value n = l->known ? aludel_int(l->length) : run_time_length(f, l, name, at);
        if (length || is_error(n))
            return n;
        struct aludel_value behind = compute(f, OP_sub, compute(f, OP_sub, n, aludel_int(1), at), index, at);
        return last ? compute(f, OP_eq, behind, aludel_int(0), at) : behind;
    }
    struct aludel_value v = fold_error(f, at, "loop has no '%s'", shown(f, name));
    const char *near = al_nearest(name, names, sizeof names / sizeof *names);
    if (near)
        diag_hint(f->d, "did you mean '%s'?", near);
    return v;
}

/* ---- for target in value ---- */

static bool bind_count(struct folding *f, const struct node *target, size_t count)
{
    size_t need = target->list.count;
    if (count > need)
        fold_error(f, target->span, "too many values to unpack (expected %zu)", need);
    else if (count < need)
        fold_error(f, target->span, "not enough values to unpack (expected %zu, got %zu)", need, count);
    return count == need;
}

static void unpack_at_run_time(struct folding *f, const struct node *target, struct aludel_value v)
{
    struct later *value = lowered(f, v, target->span);
    struct step *s = step_push(f, STEP_UNPACK, target->span);
    s->value = value;
    for (size_t i = 0; i < target->list.count; i++) {
        const struct node *n = target->list.at[i];
        uint32_t local = local_new(f, n->kind == N_NAME ? n->text : AL_TEXT(""));
        vec_push(f->arena, &s->locals, local);
        alias_within(f, local, v);
    }
    uint32_t first = s->locals.count ? s->locals.at[0] : 0;
    for (size_t i = 0; i < target->list.count; i++)
        bind_target(f, target->list.at[i],
                    deferred(later_local(f->arena, first + (uint32_t)i, ALUDEL_UNSET)));
}

static void bind_index(struct folding *f, const struct node *target, struct aludel_value v);

void bind_target(struct folding *f, const struct node *target, struct aludel_value v)
{
    if (target->kind == N_NAME) {
        scope_set(f, f->scope, target->text, v);
    } else if (target->kind == N_TUPLE || target->kind == N_LIST) {
        struct aludel_value *items;
        size_t count;
        if (v.type == ALUDEL_DEFERRED)
            unpack_at_run_time(f, target, v);
        else if (known_items(f, v, target->span, &count, &items) && bind_count(f, target, count))
            for (size_t i = 0; i < count; i++)
                bind_target(f, target->list.at[i], items[i]);
    } else if (target->kind == N_INDEX && target->a->kind == N_NAME && target->b->kind != N_SLICE) {
        bind_index(f, target, v);
    } else {
        fold_error(f, target->span, "this can't be assigned to");
        diag_hint(f->d, "assign to a name, or to one element of its list or dict: xs[0] = …");
    }
}

/* name[key] = v: values never change, so the variable gets another dict or list. */
static void bind_index(struct folding *f, const struct node *target, struct aludel_value v)
{
    struct aludel_value old = name_value(f, target->a->text, target->a->span), key = eval(f, target->b);
    size_t count = old.type == ALUDEL_DICT || old.type == ALUDEL_LIST ? old.as.items->count : 0;
    struct aludel_value *keys = ARENA_ARRAY(f->arena, struct aludel_value, count + 1);
    struct aludel_value *values = ARENA_ARRAY(f->arena, struct aludel_value, count + 1);
    if (is_error(old) || is_error(key) || is_error(v))
        return;
    if ((old.type != ALUDEL_DICT && old.type != ALUDEL_LIST) || !is_known(key)) {
        fold_error(f, target->span,
                   "only a dict or list whose shape is known at build time can be changed in place");
        return;
    }
    check_held_once(f, target->a, old, true);
    size_t at = count;
    for (size_t i = 0; i < count; i++) {
        values[i] = old.as.items->values[i];
        keys[i] = old.as.items->keys ? old.as.items->keys[i] : aludel_int((int64_t)i);
        if (al_equal(keys[i], key) || (old.type == ALUDEL_LIST && key.type == ALUDEL_INT &&
                                       key.as.integer == (int64_t)i - (int64_t)count))
            at = i;
    }
    if (at == count && old.type == ALUDEL_LIST) {
        fold_error(f, target->span, "list assignment index out of range");
        return;
    }
    keys[at] = key;
    values[at] = v;
    scope_set(f, f->scope, target->a->text,
              al_new_items(&f->eval, old.type, at == count ? count + 1 : count,
                           old.type == ALUDEL_DICT ? keys : NULL, values));
}

/* ---- Known at build time ---- */

static void run_turn(struct folding *f, const struct node *target, struct aludel_value item, struct run *body,
                     struct span at)
{
    struct target turn;
    struct frame frame;
    target_begin(f, &turn, TARGET_TURN);
    frame_begin(f, &frame, at);
    if (target)
        bind_target(f, target, item);
    body->run(body, f);
    target_end(f, &turn, at);
    frame_end(f, &frame, turn.ways.count ? turn.label : 0, at);
}

static void run_unrolled(struct folding *f, const struct node *target, struct aludel_value over, size_t count,
                         struct aludel_value *items, struct run *body, struct span at, bool has_loop)
{
    struct target whole;
    struct frame frame;
    struct loop loop = {.parent = f->loop, .known = true, .length = (int64_t)count}, *outer = f->loop;
    target_begin(f, &whole, TARGET_LOOP);
    whole.over = over;
    frame_begin(f, &frame, at);
    if (has_loop)
        f->loop = &loop;
    for (size_t i = 0; i < count && !f->dead && fold_work(f, at); i++) {
        loop.index = (int64_t)i;
        run_turn(f, target, items[i], body, at);
    }
    f->loop = outer;
    target_end(f, &whole, at);
    frame_end(f, &frame, whole.ways.count ? whole.label : 0, at);
}

/* ---- At run time ---- */

struct turn { /* a loop at run time while its body is folded */
    struct step *step;
    struct steps *outer;
    struct target target;
    struct loop loop, *outer_loop;
    struct carried *carried;
    struct writer writer;
    size_t captured;
};

/* A counter for `loop`, counted up at the begin of each turn. */
static void begin_counter(struct folding *f, struct turn *t, struct aludel_value over, struct span at)
{
    t->loop = (struct loop){.parent = f->loop, .over = over, .counter = local_new(f, AL_TEXT("index"))};
    let_local(f, f->steps, t->loop.counter, later_constant(f->arena, aludel_int(-1)), at);
}

static void count_turn(struct folding *f, struct turn *t, struct span at)
{
    struct later *l = ARENA_NEW(f->arena, struct later);
    *l = (struct later){.kind = LATER_PY, .name = "add", .count = 2, .type = ALUDEL_INT};
    l->arguments = ARENA_ARRAY(f->arena, struct later *, 2);
    l->arguments[0] = later_local(f->arena, t->loop.counter, ALUDEL_INT);
    l->arguments[1] = later_constant(f->arena, aludel_int(1));
    let_local(f, f->steps, t->loop.counter, l, at);
    vec_push(f->arena, &t->step->kept, t->loop.counter);
    f->loop = &t->loop;
}

static void begin_turn(struct folding *f, struct turn *t, struct step *step, struct aludel_value over,
                       bool counts, struct span at)
{
    t->step = step;
    t->outer = f->steps;
    t->outer_loop = f->loop;
    target_begin(f, &t->target, TARGET_LOOP);
    step->label = t->target.label;
    t->target.carried = t->carried;
    t->target.over = over;
    alias_begin_turns(f, &t->target);
    t->target.entry = way_here(f, at);
    t->writer = *f->writer;
    t->captured = f->writer->capture ? f->writer->capture->list.count : 0;
    for (size_t i = 0; i < t->carried->count; i++)
        vec_push(f->arena, &step->kept, t->carried->at[i].local);
    f->steps = step->then = steps_new(f);
    f->conditional++;
    if (counts)
        count_turn(f, t, at);
}

static void end_turn(struct folding *f, struct turn *t, struct span at)
{
    const struct pieces *captured = f->writer->capture;
    if (captured && captured->list.count != t->captured)
        fold_error(
            f, at,
            "text in a loop of run time can't be part of a value: call its def as ${name()} by itself");
    writer_way_ends(f, t->writer.open, at);
    if (!f->dead) {
        struct way here = way_here(f, at);
        same_text_state(f, &t->target.entry, &here, at);
        carry_back(f, t->carried, at);
    }
    f->conditional--;
    f->target = t->target.outer;
    f->loop = t->outer_loop;
    f->steps = t->outer;
    uint32_t serial = f->writer->state.serial;
    *f->writer = t->writer;
    f->writer->state.serial = serial;
    f->dead = false;
    carry_on(f, t->carried);
}

static void loop_at_run_time(struct folding *f, const struct node *target, struct aludel_value over,
                             struct call *query, struct run *body, const struct node *tree,
                             struct aludel_text also, struct span at, bool has_loop)
{
    struct turn t = {.carried = NULL};
    struct later *value = query ? NULL : lowered(f, over, at);
    writer_control(f);
    struct node assign = {.kind = N_FOR, .a = (struct node *)target};
    const struct node *const both[] = {&assign, tree};
    t.carried = carry(f, both, 2, also, at);
    bool counts = has_loop && mentions_name(tree, "loop");
    if (counts)
        begin_counter(f, &t, query ? over : deferred(value), at);
    struct step *step = NULL;
    if (query)
        send_sql(f, query, WANT_ROWS, &step);
    else
        step = step_push(f, STEP_FOR, at);
    if (!step)
        return;
    step->value = value;
    step->local = local_new(f, target->kind == N_NAME ? target->text : al_text(query ? "row" : "item"));
    begin_turn(f, &t, step, over, counts, at);
    alias_within(f, step->local, over);
    struct rows_loop rows = {.outer = f->rows,
                             .facts = f->query_facts,
                             .span = at,
                             .apart = f->query_facts.tables_certain && f->dialect == ALUDEL_SQLITE};
    if (query)
        f->rows = &rows;
    bind_target(f, target, deferred(later_local(f->arena, step->local, query ? ALUDEL_ROW : ALUDEL_UNSET)));
    body->run(body, f);
    if (query)
        f->rows = rows.outer;
    if (query && rows.apart)
        step->statement->flags |= ALUDEL_DIRECT;
    end_turn(f, &t, at);
}

/* The first statement of the body would end the transaction that the rows are read in; and a run that goes on
 * where another was interrupted would find other rows. */
static bool may_read_rows(struct folding *f, struct span at)
{
    if (!f->autocommit)
        return true;
    fold_error(f, at, "a loop over rows can't stand in op.autocommit()");
    diag_hint(f->d, "put it in front, or change in batches: "
                    "%% while op.execute(\"UPDATE … WHERE … LIMIT 1000 …\") > 0:");
    return false;
}

void run_for(struct folding *f, const struct node *target, struct aludel_value over, struct run *body,
             const struct node *tree, struct aludel_text also, struct span at, bool has_loop)
{
    const struct object *query = object_of(over, OBJECT_QUERY);
    struct aludel_value *items;
    size_t count;
    if (query && !may_read_rows(f, at))
        return;
    if (query)
        loop_at_run_time(f, target, over, query->call, body, tree, also, at, has_loop);
    else if (over.type == ALUDEL_DEFERRED || object_of(over, OBJECT_PIECES))
        loop_at_run_time(f, target, over, NULL, body, tree, also, at, has_loop);
    else if (known_items(f, over, at, &count, &items))
        run_unrolled(f, target, over, count, items, body, at, has_loop);
}

/* ---- while ---- */

static void run_suite(struct run *self, struct folding *f)
{
    run_block(f, self->node);
}

/* Evaluates the condition for its kind only: what it emits is thrown away. */
static struct aludel_value try_condition(struct folding *f, const struct node *n)
{
    struct steps *outer = f->steps, *scratch = steps_new(f);
    struct writer writer = *f->writer;
    struct variables vars = scope_copy(f, f->scope);
    size_t locals = f->program->locals.count, checks = checks_so_far(f);
    f->steps = scratch;
    struct aludel_value v = frozen_eval(f, n);
    if (!is_known(v) && !is_error(v))
        v = truth_of(f, v, n->span) == TRUTH_LATER ? v : aludel_bool(true);
    if (v.type == ALUDEL_DEFERRED || v.type == ALUDEL_OBJECT) {
        f->steps = outer;
        *f->writer = writer;
        f->scope->vars = vars;
        f->program->locals.count = locals;
        forget_checks(f, checks);
        f->dead = false;
        return v;
    }
    f->steps = outer;
    for (size_t i = 0; i < scratch->count; i++)
        steps_add(f, outer, scratch->at[i]);
    return v;
}

/* Leaves the loop when its condition doesn't hold; `while True` has nothing to ask. */
static void test_condition(struct folding *f, const struct node *condition, uint32_t label)
{
    struct aludel_value c = frozen_eval(f, condition);
    struct aludel_value ends = apply_operator(f, OP_not, condition->span, 1, &c);
    if (is_known(ends) && !al_truth(ends))
        return;
    struct step *test = step_new(f, STEP_IF, condition->span),
                *out = step_new(f, STEP_LEAVE, condition->span);
    test->value = lowered(f, ends, condition->span);
    steps_add(f, f->steps, test);
    test->then = steps_new(f);
    out->label = label;
    steps_add(f, test->then, out);
}

static void while_at_run_time(struct folding *f, const struct node *n)
{
    const struct node *const trees[] = {n->b};
    struct turn t = {.carried = NULL};
    writer_control(f);
    t.carried = carry(f, trees, 1, AL_TEXT(""), n->a->span);
    begin_turn(f, &t, step_push(f, STEP_LOOP, n->a->span), aludel_unset(), false, n->a->span);
    test_condition(f, n->a, t.target.label);
    run_block(f, n->b);
    end_turn(f, &t, n->a->span);
}

/* How many ways lead out of the blocks around us by now. */
static size_t ways_out(const struct folding *f)
{
    size_t count = 0;
    for (const struct target *t = f->target; t; t = t->outer)
        count += t->ways.count;
    return count;
}

/* `while True:` ends by a `break` or `return`. Once one of them stands under a condition of run time, no
 * number of turns written out is enough. */
static bool ends_at_run_time(const struct folding *f, const struct node *n, size_t ways_before)
{
    return n->a->kind == N_CONSTANT && !f->dead && ways_out(f) > ways_before;
}

void run_while(struct folding *f, const struct node *n)
{
    struct target whole;
    struct frame frame;
    size_t ways_before = ways_out(f);
    struct run body = {.run = run_suite, .node = n->b};
    target_begin(f, &whole, TARGET_LOOP);
    frame_begin(f, &frame, n->a->span);
    while (!f->dead && fold_work(f, n->a->span)) {
        struct aludel_value c = try_condition(f, n->a);
        if (is_error(c))
            break;
        if (!is_known(c)) {
            while_at_run_time(f, n);
            break;
        }
        if (!al_truth(c))
            break;
        run_turn(f, NULL, aludel_none(), &body, n->a->span);
        if (ends_at_run_time(f, n, ways_before)) {
            while_at_run_time(f, n);
            break;
        }
    }
    target_end(f, &whole, n->a->span);
    frame_end(f, &frame, whole.ways.count ? whole.label : 0, n->a->span);
}
