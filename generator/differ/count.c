/*
 * count.c: columns that count: SERIAL, which is a sequence of the column's own, and identity. A counter doesn't know the
 * rows that are there: what begins to count, or counts in another type, is told by a statement that no schema shows.
 */
#include "differ/inner.h"

#include "sql/name.h"

static const struct thing *own_sequence(struct differing *g, struct path table, struct aludel_text column)
{
    struct things list = things_of(g, g->now, 1u << THING_SEQUENCE);
    for (size_t i = 0; i < list.count; i++)
        if (same_path(g->dialect, list.at[i]->on, table) &&
            same_name(g->dialect, list.at[i]->on_column, column))
            return list.at[i];
    return NULL;
}

/* ---- Statements ---- */

static void count_behind_rows(struct differing *g, struct path table, struct aludel_text column,
                              struct aludel_text options)
{
    const char *name = ddl_path(g->arena, g->dialect, table);
    struct change *c = begin(g, CHANGE_STATEMENT);
    c->text =
        al_text(arena_format(g->arena, "SELECT setval(pg_get_serial_sequence(%s, %s), %s, false) FROM %s",
                             literal(g, al_text(name)), literal(g, column),
                             first_free(g, ddl_name(g->arena, g->dialect, column), options), name));
    done(g, c, MARK_NONE);
}

/* ---- A counter of both sides --------------------------------------------------------------------- */

/* A sequence whose type is another one than its column's is read back by itself, and the column with the default that asks
 * it: what SERIAL becomes by ALTER COLUMN TYPE alone. */
static const struct thing *counter(struct differing *g, const struct schema *s, struct path table,
                                   const struct column *column)
{
    struct things list = things_of(g, s, 1u << THING_SEQUENCE);
    for (size_t i = 0; i < list.count; i++) {
        const struct thing *t = list.at[i];
        bool own = same_path(g->dialect, t->on, table) && same_name(g->dialect, t->on_column, column->name);
        if (own || al_same(sequence_value(g->arena, t), column->value.text))
            return t;
    }
    return NULL;
}

/* As a sequence of its own would be made. */
static struct aludel_text counting_of(struct differing *g, const struct thing *sequence,
                                      const struct column *column)
{
    struct aludel_text type = column->type.sql.text;
    if (!column->serial && sequence->definition.text.n)
        return sequence->definition.text;
    return al_text(arena_format(g->arena, "AS %.*s", (int)type.n, type.z));
}

bool keeps_counter(struct differing *g, struct path table, const struct column *now, const struct column *is)
{
    if (!is_postgresql(g) || now->serial == is->serial || now->identity || is->identity)
        return false;
    const struct thing *here = counter(g, g->now, table, now), *there = counter(g, g->to, table, is);
    return here && there && same_path(g->dialect, here->path, there->path);
}

bool is_kept_counter(struct differing *g, const struct thing *was, const struct thing *is)
{
    const struct thing *owned = was->on.name.n ? was : is;
    const struct table *now = schema_table(g->now, owned->on), *to = schema_table(g->to, owned->on);
    if (!now || !to)
        return false;
    const struct column *a = table_column(g->now, now, owned->on_column);
    const struct column *b = table_column(g->to, to, owned->on_column);
    return a && b && keeps_counter(g, owned->on, a, b);
}

bool is_owned_anyway(struct differing *g, const struct schema *other, const struct thing *owner)
{
    struct things list = {.arena = g->arena};
    if (owner->type == THING_CARRIED && al_begins(owner->definition.text, "ALTER SEQUENCE"))
        list = things_of(g, other, 1u << THING_SEQUENCE);
    for (size_t i = 0; i < list.count; i++)
        if (list.at[i]->on.name.n && has_name(owner->definition.text, list.at[i]->path.name))
            return true;
    return false;
}

static void keep_counter(struct differing *g, struct path table, const struct column *now,
                         const struct column *is)
{
    const struct thing *here = counter(g, g->now, table, now), *there = counter(g, g->to, table, is);
    change_counting(g, there, counting_of(g, here, now), counting_of(g, there, is));
}

/* ---- SERIAL ---- */

void stop_counting(struct differing *g, struct path table, const struct column *now)
{
    const struct thing *sequence = own_sequence(g, table, now->name);
    alter(g, table, now->name, &(struct alteration){.what = ALTER_DEFAULT}, MARK_NONE);
    if (sequence)
        change_thing(g, CHANGE_DROP, sequence, MARK_NONE);
}

static const struct thing *new_sequence(struct differing *g, struct path table, const struct column *is)
{
    struct thing *sequence = ARENA_NEW(g->arena, struct thing);
    *sequence = (struct thing){.type = THING_SEQUENCE, .on = table, .on_column = is->name};
    sequence->path = (struct path){table.schema, name_sequence(g->arena, g->now, table, is->name)};
    sequence->definition.text = al_text(arena_format(
        g->arena, "CREATE SEQUENCE %s AS %s OWNED BY %s.%s", ddl_path(g->arena, g->dialect, sequence->path),
        arena_string(g->arena, is->type.sql.text), ddl_path(g->arena, g->dialect, table),
        ddl_name(g->arena, g->dialect, is->name)));
    change_thing(g, CHANGE_CREATE, sequence, MARK_NONE);
    return sequence;
}

/* It may own one from an earlier time, which stands where it stood. */
static void start_counting(struct differing *g, struct path table, const struct column *now,
                           const struct column *is)
{
    const struct thing *own = own_sequence(g, table, is->name);
    const struct thing *sequence = own ? own : new_sequence(g, table, is);
    struct alteration count = {.what = ALTER_DEFAULT, .value.text = sequence_value(g->arena, sequence)};
    if (own)
        change_counting(g, own, counting_of(g, own, now), counting_of(g, own, is));
    else
        count_behind_rows(g, table, is->name, (struct aludel_text){"", 0});
    alter(g, table, is->name, &count, MARK_NONE);
}

/* ---- Behind the other changes of a column -------------------------------------------------------- */

void count_on(struct differing *g, struct path table, const struct column *now, const struct column *is)
{
    if (!is_postgresql(g))
        return;
    const struct thing *own = is->serial && now->serial ? own_sequence(g, table, is->name) : NULL;
    if (own)
        change_counting(g, own, counting_of(g, own, now), counting_of(g, own, is));
    else if (keeps_counter(g, table, now, is))
        keep_counter(g, table, now, is);
    else if (is->serial && !now->serial)
        start_counting(g, table, now, is);
    else if (is->identity != IDENTITY_NO && now->identity == IDENTITY_NO)
        count_behind_rows(g, table, is->name, is->identity_options.text);
}
