/* make.c: all else that has a name is made; what names others comes behind them. */
#include "differ/inner.h"

/* ---- In order ---- */

static bool names_other(const struct things *list, size_t at)
{
    for (size_t i = 0; i < list->count; i++)
        if (i != at && has_name(list->at[at]->definition.text, called(list->at[i])))
            return true;
    return false;
}

static bool reads_other(struct differing *g, const struct things *list, size_t at)
{
    for (size_t i = 0; i < list->count; i++)
        if (i != at && reads_from(g, list->at[at]->definition.text, called(list->at[i])))
            return true;
    return false;
}

/* Of a circle a function comes first, for most bodies are looked at when they run; or else what reads from no other. */
static size_t next_of(struct differing *g, const struct things *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (!names_other(list, i))
            return i;
    for (size_t i = 0; i < list->count; i++)
        if (list->at[i]->type == THING_FUNCTION)
            return i;
    for (size_t i = 0; i < list->count; i++)
        if (!reads_other(g, list, i))
            return i;
    return 0;
}

static void make_thing(struct differing *g, const struct thing *thing)
{
    bool there = counterpart_of(g->now, thing) != NULL;
    change_thing(g, there ? CHANGE_REPLACE : CHANGE_CREATE, thing, MARK_NONE);
}

void make_things(struct differing *g, struct things *list)
{
    while (list->count) {
        size_t at = next_of(g, list);
        make_thing(g, list->at[at]);
        for (list->count--; at < list->count; at++)
            list->at[at] = list->at[at + 1];
    }
}

/* ---- What is missing ---- */

static struct things missing(struct differing *g, unsigned types)
{
    struct things all = things_of(g, g->to, types), list = {.arena = g->arena};
    for (size_t i = 0; i < all.count; i++)
        if (!counterpart_of(g->now, all.at[i]) && !comes_with_column(g->to, all.at[i]))
            vec_push(g->arena, &list, all.at[i]);
    return list;
}

static void say_other_definition(struct differing *g, const struct thing *there, const struct thing *wanted)
{
    if (there && !alike_thing(g, there, wanted))
        diag_remark(g->e.diagnostics, (struct span){0}, "%s %s is made in another way, and stays as it is",
                    thing_word(wanted->type), path_shown(g->arena, wanted->path));
}

/* Those of SERIAL and identity are their columns'. */
static void change_sequences(struct differing *g)
{
    struct things wanted = things_of(g, g->to, 1u << THING_SEQUENCE);
    for (size_t i = 0; i < wanted.count; i++) {
        const struct thing *is = wanted.at[i], *was = counterpart_of(g->now, is);
        if (was && was->definition.text.n && is->definition.text.n)
            change_counting(g, is, was->definition.text, is->definition.text);
    }
}

/* Carried things that tables may name, or those that nothing names before they are there. */
static struct things missing_carried(struct differing *g, bool early)
{
    struct things all = missing(g, 1u << THING_CARRIED), list = {.arena = g->arena};
    for (size_t i = 0; i < all.count; i++)
        if (all.at[i]->carried->early == early && !is_comment(all.at[i]) &&
            !is_owned_anyway(g, g->now, all.at[i]))
            vec_push(g->arena, &list, all.at[i]);
    return list;
}

static void say_what_stays(struct differing *g)
{
    struct things wanted = things_of(g, g->to, 1u << THING_CARRIED);
    for (size_t i = 0; i < wanted.count; i++)
        if (wanted.at[i]->carried->stays)
            say_other_definition(g, counterpart_of(g->now, wanted.at[i]), wanted.at[i]);
}

void make_first(struct differing *g)
{
    static const enum thing_type types[] = {THING_SCHEMA, THING_EXTENSION};
    for (size_t k = 0; k < sizeof types / sizeof *types; k++) {
        struct things wanted = things_of(g, g->to, 1u << types[k]), list = missing(g, 1u << types[k]);
        for (size_t i = 0; i < wanted.count; i++)
            say_other_definition(g, counterpart_of(g->now, wanted.at[i]), wanted.at[i]);
        make_things(g, &list);
    }
    struct things carried = missing_carried(g, true);
    say_what_stays(g);
    make_things(g, &carried);
    change_sequences(g);
    struct things sequences = missing(g, 1u << THING_SEQUENCE), list = {.arena = g->arena};
    for (size_t i = 0; i < sequences.count; i++)
        if (!sequences.at[i]->on.name.n)
            vec_push(g->arena, &list, sequences.at[i]);
    make_things(g, &list);
}

/* ---- Functions ---- */

static bool is_called_by(struct differing *g, const struct table *t, struct aludel_text name)
{
    bool called = false;
    for (size_t i = 0; i < t->columns.count; i++)
        called = called || mentions(g, t->columns.at[i]->value.text, name) ||
                 mentions(g, t->columns.at[i]->expression.text, name);
    for (size_t i = 0; i < t->constraints.count; i++)
        called = called || mentions(g, t->constraints.at[i]->condition.text, name) ||
                 mentions(g, t->constraints.at[i]->elements.text, name);
    for (size_t i = 0; i < t->indexes.count; i++) {
        const struct index *index = t->indexes.at[i];
        called = called || mentions(g, index->where.text, name);
        for (size_t k = 0; k < index->elements.count; k++)
            called = called || mentions(g, index->elements.at[k].expression.text, name);
    }
    return called;
}

static bool is_called(struct differing *g, const struct things *tables, struct aludel_text name)
{
    for (size_t i = 0; i < tables->count; i++)
        if (is_called_by(g, tables->at[i]->table, name))
            return true;
    return false;
}

static bool names_missing(struct differing *g, const struct things *functions)
{
    struct things wanted = missing(g, 1u << THING_TABLE | 1u << THING_VIEW | 1u << THING_MATERIALIZED_VIEW);
    for (size_t i = 0; i < functions->count; i++)
        for (size_t k = 0; k < wanted.count; k++)
            if (has_name(functions->at[i]->definition.text, wanted.at[k]->path.name))
                return true;
    return false;
}

/* The server looks at the body of a function in SQL when it is made: here before the tables that it asks. */
static void leave_bodies_unread(struct differing *g)
{
    struct change *c = begin(g, CHANGE_STATEMENT);
    c->text = AL_TEXT("SET LOCAL check_function_bodies = off");
    done(g, c, MARK_NONE);
}

void make_called(struct differing *g)
{
    struct things functions = missing(g, 1u << THING_FUNCTION), list = {.arena = g->arena};
    struct things tables = {0};
    if (functions.count)
        tables = things_of(g, g->to, 1u << THING_TABLE);
    for (size_t i = 0; i < functions.count; i++)
        if (is_called(g, &tables, functions.at[i]->path.name))
            vec_push(g->arena, &list, functions.at[i]);
    if (is_postgresql(g) && names_missing(g, &list))
        leave_bodies_unread(g);
    make_things(g, &list);
}

/* Those that are there in another way are replaced. */
static void add_replaced(struct differing *g, struct things *list)
{
    struct things functions = things_of(g, g->to, 1u << THING_FUNCTION | 1u << THING_CARRIED);
    for (size_t i = 0; i < functions.count; i++) {
        const struct thing *there = counterpart_of(g->now, functions.at[i]);
        bool stays = functions.at[i]->carried && functions.at[i]->carried->stays;
        if (there && !stays && !is_comment(there) && !alike_thing(g, there, functions.at[i]))
            vec_push(g->arena, list, functions.at[i]);
    }
}

static void make_indexes_of_views(struct differing *g)
{
    struct things list = missing(g, 1u << THING_INDEX);
    for (size_t i = 0; i < list.count; i++) {
        if (!list.at[i]->index)
            continue;
        struct change *c = begin(g, CHANGE_CREATE_INDEX);
        c->index = list.at[i]->index;
        c->table = list.at[i]->on;
        done(g, c, MARK_NONE);
    }
}

void make_last(struct differing *g)
{
    struct things list = missing(g, 1u << THING_VIEW | 1u << THING_MATERIALIZED_VIEW | 1u << THING_FUNCTION |
                                        1u << THING_SEQUENCE);
    struct things carried = missing_carried(g, false);
    for (size_t i = 0; i < carried.count; i++)
        vec_push(g->arena, &list, carried.at[i]);
    add_replaced(g, &list);
    make_things(g, &list);
    make_indexes_of_views(g);
    list = missing(g, 1u << THING_TRIGGER);
    make_things(g, &list);
    make_comments(g);
}
