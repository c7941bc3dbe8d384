/*
 * Ways that part at run time and meet again. Each way remembers the variables as they are at its end; a
 * variable that isn't the same on all of them becomes a local, which every way sets.
 */
#include "fold/flow.h"

#include <string.h>

/* The state of the text. Ways mostly share it. */
static const struct splitter *state_here(struct folding *f)
{
    struct writer *w = f->writer;
    if (w->snapshot && memcmp(w->snapshot, &w->state, sizeof w->state) == 0)
        return w->snapshot;
    struct splitter *copy = ARENA_NEW(f->arena, struct splitter);
    memcpy(copy, &w->state, sizeof *copy);
    return w->snapshot = copy;
}

struct way way_here(struct folding *f, struct span at)
{
    struct step *end = step_push(f, STEP_BLOCK, at); /* label 0: goes away */
    struct way w = {.steps = steps_new(f),
                    .schema = f->schema,
                    .vars = scope_copy(f, f->scope),
                    .split = state_here(f),
                    .open = f->writer->open,
                    .span = at};
    end->then = w.steps;
    return w;
}

/* ---- Where the text stands ---- */

static struct span open_place(const struct way *w)
{
    if (w->split->outer.opened.source && !w->split->in_statement)
        return w->split->outer.opened;
    return w->open ? w->open->span : w->split->statement;
}

bool same_text_state(struct folding *f, const struct way *a, const struct way *b, struct span at)
{
    if (f->writer->capture || (a->open == b->open && split_same_state(a->split, b->split)))
        return true;
    fold_error(f, at, "the ways through this leave the SQL text in different states");
    if (a->open == b->open && split_differ_by_token(a->split, b->split)) {
        diag_hint(f->d,
                  "on one of the ways the text ends right behind a word: put a space or a new line there");
        return false;
    }
    diag_hint(f->d, a->open == b->open
                        ? "quotes and parentheses that are opened in here must be closed in here"
                        : "a statement that begins in here must end in here: write ';' behind it");
    struct span place = open_place(a->open ? a : b);
    if (place.source)
        diag_also(f->d, place, "open on one of the ways");
    return false;
}

static void text_meets(struct folding *f, const struct ways *ways, struct span at)
{
    struct splitter together = *ways->at[0].split;
    for (size_t i = 1; i < ways->count; i++) {
        if (!same_text_state(f, &ways->at[0], &ways->at[i], at)) {
            f->dead = true; /* what follows would only be misread */
            break;
        }
        split_join(&together, ways->at[i].split);
    }
    f->writer->state = together;
}

/* ---- Variables ---- */

static struct aludel_value value_on(const struct way *w, const struct scope *scope, struct aludel_text name)
{
    struct aludel_value v = aludel_unset();
    for (size_t i = 0; i < w->vars.count; i++)
        if (al_same(w->vars.at[i].name, name))
            return w->vars.at[i].value;
    scope_find(scope->parent, name, &v);
    return v;
}

static bool is_sql_value(struct aludel_value v)
{
    return v.type == ALUDEL_SQL || (v.type == ALUDEL_DEFERRED && later_of(v)->type == ALUDEL_SQL);
}

/* The type that all have, UNSET when they differ; false when there can't be a local for them. */
static bool common_type(struct folding *f, const struct aludel_value *values, size_t count,
                        enum aludel_type *type)
{
    size_t sql = 0, set = 0;
    *type = ALUDEL_UNSET;
    for (size_t i = 0; i < count; i++) {
        if (values[i].type == ALUDEL_UNSET)
            continue;
        enum aludel_type t = values[i].type == ALUDEL_DEFERRED ? later_of(values[i])->type : values[i].type;
        *type = set == 0 || t == *type ? t : ALUDEL_UNSET;
        set++;
        sql += is_sql_value(values[i]);
        if (!can_be_kept(f, values[i]))
            return false;
    }
    return sql == 0 || sql == set;
}

static void assign_on(struct folding *f, struct way *w, uint32_t local, struct aludel_value v)
{
    if (v.type == ALUDEL_UNSET)
        return;
    struct steps *outer = f->steps;
    f->steps = w->steps;
    struct later *l = lowered(f, v, w->span);
    let_local(f, w->steps, local, l, w->span);
    alias_same(f, local, v);
    f->steps = outer;
}

static struct aludel_value equal_values_meet(struct folding *f, const struct aludel_value *values,
                                             size_t count)
{
    struct aludel_value v = values[0];
    for (size_t i = 1; i < count; i++)
        v = alias_merged(f, v, values[i]);
    return v;
}

static struct aludel_value values_meet(struct folding *f, const struct ways *ways,
                                       const struct aludel_value *values, struct aludel_text name)
{
    size_t same = 1;
    enum aludel_type type;
    while (same < ways->count && same_value(values[same], values[0]))
        same++;
    if (same == ways->count)
        return equal_values_meet(f, values, ways->count);
    for (size_t i = 0; i < ways->count; i++)
        if (is_error(values[i]))
            return values[i];
    if (!common_type(f, values, ways->count, &type))
        return object_value(object_new(f, OBJECT_DIFFERS, arena_string(f->arena, name)));
    uint32_t local = local_new(f, name);
    for (size_t i = 0; i < ways->count; i++)
        assign_on(f, &ways->at[i], local, values[i]);
    return deferred(later_local(f->arena, local, type));
}

static void variable_meets(struct folding *f, const struct ways *ways, struct scope *scope,
                           struct aludel_text name)
{
    struct aludel_value known;
    if (scope_own(scope, name, &known))
        return;
    struct aludel_value *values = ARENA_ARRAY(f->arena, struct aludel_value, ways->count);
    for (size_t i = 0; i < ways->count; i++)
        values[i] = value_on(&ways->at[i], scope, name);
    scope_set(f, scope, name, values_meet(f, ways, values, name));
}

/* One way only: as it left things. */
static void single_way(struct folding *f, const struct way *w, struct scope *scope, struct span at)
{
    struct way here = {.split = w->split, .open = f->writer->open, .span = at};
    if (here.open && !w->open)
        writer_abandon(f->writer);
    else if (!same_text_state(f, w, &here, at))
        f->dead = true;
    if (scope)
        scope->vars = w->vars;
    f->schema = w->schema;
    f->writer->state = *w->split;
}

static void schemas_meet(struct folding *f, const struct ways *ways)
{
    f->schema = ways->at[0].schema;
    for (size_t i = 1; i < ways->count; i++)
        f->schema = schema_join(f->arena, f->schema, ways->at[i].schema);
}

void ways_meet(struct folding *f, struct ways *ways, struct scope *scope, struct span at)
{
    f->dead = ways->count == 0;
    if (ways->count <= 1) {
        if (ways->count)
            single_way(f, &ways->at[0], scope, at);
        return;
    }
    text_meets(f, ways, at);
    schemas_meet(f, ways);
    if (!scope || f->dead)
        return;
    scope->vars = (struct variables){0};
    for (size_t i = 0; i < ways->count; i++)
        for (size_t k = 0; k < ways->at[i].vars.count; k++)
            variable_meets(f, ways, scope, ways->at[i].vars.at[k].name);
}

/* ---- return, break, continue ---- */

void target_begin(struct folding *f, struct target *t, enum target_kind kind)
{
    *t = (struct target){.kind = kind,
                         .outer = f->target,
                         .label = ++f->labels,
                         .scope = f->scope,
                         .writer = f->writer,
                         .autocommit = f->autocommit};
    f->target = t;
}

struct target *target_of(struct folding *f, enum target_kind kind)
{
    struct target *t = f->target;
    while (t && t->kind != kind) {
        if (t->kind == TARGET_FUNCTION)
            return NULL;
        t = t->outer;
    }
    return t;
}

bool is_conditional(const struct folding *f)
{
    for (const struct target *t = f->target; t; t = t->outer)
        if (t->ways.count)
            return true;
    return f->conditional > 0;
}

static void leave_step(struct folding *f, struct steps *list, enum step_kind kind, uint32_t label,
                       struct span at)
{
    struct step *s = step_new(f, kind, at);
    s->label = label;
    steps_add(f, list, s);
}

/* Whether the way out of here is one that a program can take. */
static bool can_leave(struct folding *f, const struct target *t, struct span at)
{
    if (f->autocommit && !t->autocommit) {
        fold_error(f, at, "op.autocommit() can't be left like this");
        diag_hint(f->d, "let its block run to the end");
        return false;
    }
    return true;
}

void leave(struct folding *f, struct target *t, struct aludel_value value, struct span at, bool again)
{
    if (f->dead)
        return;
    if (!can_leave(f, t, at)) {
        f->dead = true;
        return;
    }
    if (t->carried) {
        struct way here = way_here(f, at);
        same_text_state(f, &t->entry, &here, at);
        carry_back(f, t->carried, at);
        leave_step(f, f->steps, again ? STEP_AGAIN : STEP_LEAVE, t->label, at);
    } else {
        struct step *end = step_push(f, STEP_BLOCK, at);
        struct steps *outer = f->steps;
        f->steps = end->then = steps_new(f);
        struct way here = way_here(f, at);
        here.value = value;
        vec_push(f->arena, &t->ways, here);
        leave_step(f, f->steps, STEP_LEAVE, t->label, at);
        f->steps = outer;
    }
    f->dead = true;
}

struct aludel_value target_end(struct folding *f, struct target *t, struct span at)
{
    f->target = t->outer;
    if (!f->dead && t->ways.count == 0)
        return aludel_none(); /* nobody has left it before its end */
    if (!f->dead) {
        struct way here = way_here(f, at);
        here.value = aludel_none();
        vec_push(f->arena, &t->ways, here);
    }
    struct aludel_value value = aludel_none();
    if (t->kind == TARGET_FUNCTION && t->ways.count) {
        struct aludel_value *values = ARENA_ARRAY(f->arena, struct aludel_value, t->ways.count);
        for (size_t i = 0; i < t->ways.count; i++)
            values[i] = t->ways.at[i].value;
        value = values_meet(f, &t->ways, values, AL_TEXT("result"));
    }
    ways_meet(f, &t->ways, t->kind == TARGET_FUNCTION ? NULL : t->scope, at);
    return value;
}

/* ---- Blocks ---- */

void frame_begin(struct folding *f, struct frame *frame, struct span at)
{
    struct writer *w = f->writer;
    *frame = (struct frame){.block = step_push(f, STEP_BLOCK, at),
                            .outer = f->steps,
                            .writer = w,
                            .open = w->open,
                            .body_count = w->body ? w->body->count : 0,
                            .errors = f->d->errors,
                            .in_body = w->in_body};
    f->steps = frame->block->then = steps_new(f);
}

/* The pieces that came since the frame began become a block inside the statement. */
static void wrap_body(struct folding *f, struct frame *frame, uint32_t label)
{
    struct steps *body = frame->writer->body;
    struct step *block = step_new(f, STEP_BLOCK, frame->block->span);
    block->label = label;
    block->then = steps_new(f);
    for (size_t i = frame->body_count; i < body->count; i++)
        steps_add(f, block->then, body->at[i]);
    body->count = frame->body_count;
    steps_add(f, body, block);
}

/* The block can stand neither inside of the statement nor around it. */
static void statement_crosses(struct folding *f, const struct frame *frame, struct span at)
{
    if (frame->in_body)
        fold_error(f, at, "the statement in front ends in here, and there is a way out at run time");
    else
        fold_error(f, at, "a statement is begun in here and left open, and there is a way out at run time");
    diag_hint(f->d, "write an `else` instead of leaving");
    const struct sql_statement *s = frame->in_body ? frame->open : frame->writer->open;
    diag_also(f->d, s->span, "it began here");
}

void frame_end(struct folding *f, struct frame *frame, uint32_t label, struct span at)
{
    struct writer *w = frame->writer;
    if (f->steps == frame->block->then) {
        f->steps = frame->outer;
        frame->block->label = label;
        return;
    }
    bool went_in = w->in_body && w->outer == frame->block->then;
    if (went_in)
        w->outer = frame->outer;
    if (label && went_in && w->open == frame->open && !frame->in_body)
        wrap_body(f, frame, label);
    else if (label && f->d->errors == frame->errors)
        statement_crosses(f, frame, at);
}
