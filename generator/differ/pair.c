/* pair.c: the tables of the present beside those of the target. */
#include "differ/inner.h"

static bool has_copy(struct differing *g, const struct table *is, const struct column *was)
{
    const struct column *column = table_column(g->to, is, was->name);
    return column && column->generated == GENERATED_NO && was->generated == GENERATED_NO;
}

/* SQLite: a table is made anew by copying, which leaves nothing where no column stays: then it is another table. */
static const struct table *counterpart(struct differing *g, const struct table *was)
{
    const struct table *is = schema_table(g->to, was->path);
    bool copied = is_postgresql(g) || !was->columns.count;
    for (size_t i = 0; is && !copied && i < was->columns.count; i++)
        copied = has_copy(g, is, was->columns.at[i]);
    return copied ? is : NULL;
}

static struct pair new_pair(struct differing *g, const struct thing *thing)
{
    const struct table *t = thing->table;
    return (struct pair){.was = t,
                         .is = counterpart(g, t),
                         .columns = ARENA_ARRAY(g->arena, unsigned char, t->columns.count + 1),
                         .constraints = ARENA_ARRAY(g->arena, bool, t->constraints.count + 1),
                         .indexes = ARENA_ARRAY(g->arena, bool, t->indexes.count + 1)};
}

#define ITEMS                                                                                        \
    (1u << THING_VIEW | 1u << THING_MATERIALIZED_VIEW | 1u << THING_FUNCTION | 1u << THING_TRIGGER | \
     1u << THING_SEQUENCE | 1u << THING_ENUM | 1u << THING_INDEX | 1u << THING_CARRIED)

void pair_up(struct differing *g)
{
    struct things tables = things_of(g, g->now, 1u << THING_TABLE), items = things_of(g, g->now, ITEMS);
    for (size_t i = 0; i < tables.count; i++) {
        vec_push(g->arena, &g->pairs, new_pair(g, tables.at[i]));
        if (g->pairs.at[i].is)
            say_unreached(g, &g->pairs.at[i]);
    }
    for (size_t i = 0; i < items.count; i++) {
        bool of_table = items.at[i]->type == THING_INDEX && !items.at[i]->index;
        if (!of_table && !comes_with_column(g->now, items.at[i]))
            vec_push(g->arena, &g->items, ((struct item){.thing = items.at[i]}));
    }
}

/* They stand in the order of their names, as the schema's map has them. */
struct pair *pair_of(struct differing *g, struct path table)
{
    struct path path = plain_path(g->dialect, table);
    size_t low = 0, high = g->pairs.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        struct path there = plain_path(g->dialect, g->pairs.at[middle].was->path);
        int by = compare_names(g->dialect, path.schema, there.schema);
        by = by ? by : compare_names(g->dialect, path.name, there.name);
        if (by == 0)
            return &g->pairs.at[middle];
        if (by < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

const struct table *table_now(struct differing *g, const struct pair *p)
{
    return schema_table(g->now, p->was->path);
}

size_t column_at(struct differing *g, const struct table *t, struct aludel_text name)
{
    for (size_t i = 0; i < t->columns.count; i++)
        if (same_name(g->dialect, t->columns.at[i]->name, name))
            return i;
    return NONE;
}

/* ---- What the table of now lacks ---- */

static bool *missing_ones(struct differing *g, const size_t *found, size_t was_count, size_t is_count)
{
    bool *missing = ARENA_ARRAY(g->arena, bool, is_count + 1);
    for (size_t i = 0; i < is_count; i++)
        missing[i] = true;
    for (size_t i = 0; i < was_count; i++)
        if (found[i] != NONE)
            missing[found[i]] = false;
    return missing;
}

bool *missing_constraints(struct differing *g, const struct table *is)
{
    const struct table *now = schema_table(g->now, is->path);
    return missing_ones(g, match_constraints(g, now, is), now->constraints.count, is->constraints.count);
}

bool *missing_indexes(struct differing *g, const struct table *is)
{
    const struct table *now = schema_table(g->now, is->path);
    return missing_ones(g, match_indexes(g, now, is), now->indexes.count, is->indexes.count);
}

bool may_lead(struct differing *g, const struct constraint *k)
{
    const struct pair *parent = pair_of(g, k->to);
    return is_postgresql(g) || !parent || !parent->is || parent->changed;
}
