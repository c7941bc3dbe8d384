/*
 * goes.c: what is taken away, and what has to be taken away for it: it may come again behind the change.
 *
 * What a text names is found by words: a view that has the word `users` and the word `mail` hangs on users.mail. That is
 * too much now and then, and never too little.
 */
#include "differ/inner.h"

#include "sql/tokens.h"

#include <string.h>

static void lose(struct differing *g, enum thing_type type, struct path path, struct aludel_text column)
{
    vec_push(g->arena, &g->lost, ((struct lost){path, column, type}));
    g->spread = true;
}

/* ---- What a text hangs on ---- */

static bool is_hung(struct differing *g, struct aludel_text sql, const struct lost *lost)
{
    if (!mentions(g, sql, lost->path.name))
        return false;
    return !lost->column.n || mentions(g, sql, lost->column) || memchr(sql.z, '*', sql.n);
}

static bool hangs_on_lost(struct differing *g, struct aludel_text sql, struct path self)
{
    for (size_t i = 0; sql.n && i < g->lost.count; i++)
        if (!same_path(g->dialect, g->lost.at[i].path, self) && is_hung(g, sql, &g->lost.at[i]))
            return true;
    return false;
}

static bool hangs_on_things(struct differing *g, struct aludel_text sql)
{
    for (size_t i = 0; sql.n && i < g->lost.count; i++)
        if (!g->lost.at[i].column.n && mentions(g, sql, g->lost.at[i].path.name))
            return true;
    return false;
}

static bool default_hangs(struct differing *g, const struct column *column, bool is_retyped)
{
    for (size_t i = 0; column->value.text.n && i < g->lost.count; i++) {
        const struct lost *lost = &g->lost.at[i];
        bool calls = lost->type == THING_FUNCTION || lost->type == THING_SEQUENCE ||
                     (lost->type == THING_ENUM && !is_retyped);
        if (calls && has_name(column->value.text, lost->path.name))
            return true;
    }
    return false;
}

/* ---- Items ---- */

struct aludel_text function_head(struct differing *g, struct aludel_text sql)
{
    struct tokens tokens = tokens_of(g->arena, g->dialect, sql);
    if (tokens_have(&tokens, "ATOMIC") || tokens_have(&tokens, "RETURN"))
        return sql;
    for (size_t i = 0; i < tokens.list.count; i++)
        if (token_is_word(&tokens, i, "LANGUAGE") || token_is_word(&tokens, i, "AS"))
            return (struct aludel_text){sql.z, tokens.list.at[i].from};
    return sql;
}

/* CREATE OR REPLACE, and called the same way: who calls it needn't know. */
static bool may_be_replaced(struct differing *g, const struct thing *was, const struct thing *is)
{
    struct tokens tokens = tokens_of(g->arena, g->dialect, is->definition.text);
    struct tokens there = tokens_of(g->arena, g->dialect, function_head(g, was->definition.text));
    struct tokens here = tokens_of(g->arena, g->dialect, function_head(g, is->definition.text));
    size_t from = tokens_match(&there, 0, "CREATE OR REPLACE"),
           to = tokens_match(&here, 0, "CREATE OR REPLACE");
    if (!to || there.list.count + to != here.list.count + from || there.text.n == was->definition.text.n)
        return false;
    for (; to < here.list.count; to++, from++)
        if (strcmp(here.list.at[to].word, there.list.at[from].word) != 0)
            return false;
    return tokens_match(&tokens, 0, "CREATE OR REPLACE") > 0;
}

static void let_go(struct differing *g, struct item *item)
{
    item->goes = g->spread = true;
    struct path path = {item->thing->path.schema, called(item->thing)};
    if (item->thing->type != THING_TRIGGER && item->thing->type != THING_INDEX && path.name.n)
        lose(g, item->thing->type, path, (struct aludel_text){"", 0});
}

/* PostgreSQL: a table is a type, too. */
static bool is_in_the_way(struct differing *g, const struct thing *type)
{
    return type->type == THING_ENUM && schema_relation(g->to, type->path);
}

/* A sequence is altered, and goes on where it stands. */
static bool stays(struct differing *g, const struct thing *was, const struct thing *is)
{
    return (!was->on.name.n == !is->on.name.n) || is_kept_counter(g, was, is);
}

static void replace_type(struct differing *g, struct item *item)
{
    item->replaced = true;
    lose(g, THING_ENUM, item->thing->path, (struct aludel_text){"", 0});
}

/* Functions, sequences and types that the target hasn't are called by nothing that stays: they go last; a function of
 * whose name it has another one may still be. */
static void begin_item(struct differing *g, struct item *item)
{
    const struct thing *was = item->thing, *is = counterpart_of(g->to, was);
    item->replaced = !is && is_in_the_way(g, was);
    bool is_view = was->type == THING_VIEW || was->type == THING_MATERIALIZED_VIEW ||
                   was->type == THING_TRIGGER || was->type == THING_INDEX ||
                   (was->carried && !was->carried->early);
    bool is_left = is && was->carried && (was->carried->of.n || was->carried->stays);
    bool is_taken = was->type == THING_FUNCTION && !is && schema_find(g->to, was->type, was->path);
    bool is_altered = is && was->type == THING_SEQUENCE && stays(g, was, is);
    if (is_left || is_altered || is_owned_anyway(g, g->to, was) ||
        (is ? alike_thing(g, was, is) : !is_view && !is_taken))
        return;
    if (was->type == THING_ENUM) {
        if (!was->labels || !is->labels || !only_adds_labels(was->labels, is->labels))
            replace_type(g, item);
    } else if (was->type != THING_FUNCTION || !is || !may_be_replaced(g, was, is)) {
        let_go(g, item);
    }
}

/* A domain, a composite type, a range of a type in whose place another one comes: so does another one in its own. */
static bool is_of_replaced(struct differing *g, const struct thing *type)
{
    for (size_t i = 0; i < g->lost.count; i++)
        if (g->lost.at[i].type == THING_ENUM && !same_path(g->dialect, g->lost.at[i].path, type->path) &&
            mentions(g, type->definition.text, g->lost.at[i].path.name))
            return true;
    return false;
}

static void spread_to_type(struct differing *g, struct item *item)
{
    if (!item->replaced && counterpart_of(g->to, item->thing) && is_of_replaced(g, item->thing))
        replace_type(g, item);
}

/* Of types alone: columns ask whether theirs is replaced. */
static void spread_through_types(struct differing *g)
{
    while (g->spread) {
        g->spread = false;
        for (size_t i = 0; i < g->items.count; i++)
            if (g->items.at[i].thing->type == THING_ENUM)
                spread_to_type(g, &g->items.at[i]);
    }
    g->spread = true;
}

static void spread_to_item(struct differing *g, struct item *item)
{
    const struct thing *thing = item->thing;
    struct aludel_text sql = thing->definition.text;
    const struct carriage *carried = thing->carried;
    bool is_left = carried && (carried->of.n || carried->stays || carried->holds_rows);
    if (item->goes || is_left || thing->type == THING_SEQUENCE || thing->type == THING_ENUM ||
        thing->type == THING_INDEX)
        return;
    if (thing->type == THING_FUNCTION)
        sql = function_head(g, sql);
    if (hangs_on_lost(g, sql, thing->path))
        let_go(g, item);
}

/* ---- Columns ---- */

static void doom_column(struct differing *g, struct pair *p, size_t i, unsigned fate)
{
    bool disturbs = fate == COLUMN_DROPPED || (is_postgresql(g) && fate != COLUMN_FORGETS);
    if (p->columns[i] & fate)
        return;
    p->columns[i] = (unsigned char)(p->columns[i] | fate);
    if (disturbs)
        lose(g, THING_TABLE, p->was->path, p->was->columns.at[i]->name);
}

static bool same_generated(struct differing *g, const struct column *a, const struct column *b)
{
    return a->generated == b->generated && alike_text(g, a->expression.text, b->expression.text);
}

/* PostgreSQL drops a stored expression, and has no other way. */
bool loses_expression(struct differing *g, const struct column *was, const struct column *is)
{
    return is_postgresql(g) && is->generated == GENERATED_NO && was->generated == GENERATED_STORED;
}

static bool is_remade(struct differing *g, const struct column *was, const struct column *is)
{
    return is_postgresql(g) && !loses_expression(g, was, is) && !same_generated(g, was, is);
}

/* SQLite alters it in its place, behind what goes early. */
static bool has_generated_that_stays(struct differing *g, const struct pair *p, struct aludel_text name)
{
    for (size_t i = 0; i < p->was->columns.count && !is_postgresql(g); i++) {
        const struct column *other = p->was->columns.at[i];
        if (words_mention(g->dialect, other->expression.text, name) &&
            table_column(g->to, p->is, other->name))
            return true;
    }
    return false;
}

/* A generated column that goes has to go before what it is made of is changed: on PostgreSQL, where SQLite's may run. */
static void begin_columns(struct differing *g, struct pair *p)
{
    for (size_t i = 0; i < p->was->columns.count; i++) {
        const struct column *was = p->was->columns.at[i];
        const struct column *is = table_column(g->to, p->is, was->name);
        bool early = !is && was->generated != GENERATED_NO && !has_generated_that_stays(g, p, was->name);
        if (!is)
            doom_column(g, p, i, COLUMN_DROPPED);
        if (early)
            doom_column(g, p, i, COLUMN_REMADE);
        if (!is)
            continue;
        if (is_remade(g, was, is))
            doom_column(g, p, i, COLUMN_REMADE);
        else if (!alike_type(g, &was->type, &is->type) || replaced_type(g, &was->type))
            doom_column(g, p, i, COLUMN_RETYPED);
    }
}

static bool uses_doomed(struct differing *g, const struct pair *p, struct aludel_text sql, size_t but)
{
    for (size_t i = 0; sql.n && i < p->was->columns.count; i++)
        if (i != but && (p->columns[i] & (COLUMN_DROPPED | COLUMN_REMADE | COLUMN_RETYPED)) &&
            words_mention(g->dialect, sql, p->was->columns.at[i]->name))
            return true;
    return false;
}

static bool hangs_by_expression(struct differing *g, const struct pair *p, size_t i)
{
    const struct column *was = p->was->columns.at[i], *is = table_column(g->to, p->is, was->name);
    return is && !loses_expression(g, was, is) &&
           (uses_doomed(g, p, was->expression.text, i) || hangs_on_things(g, was->expression.text));
}

static void spread_to_columns(struct differing *g, struct pair *p)
{
    for (size_t i = 0; i < p->was->columns.count && is_postgresql(g); i++) {
        if (p->columns[i] & COLUMN_REMADE)
            continue;
        if (hangs_by_expression(g, p, i))
            doom_column(g, p, i, COLUMN_REMADE);
        else if (default_hangs(g, p->was->columns.at[i], p->columns[i] & COLUMN_RETYPED))
            doom_column(g, p, i, COLUMN_FORGETS);
    }
}

/* ---- Constraints and indexes ---- */

static bool has_fate(struct differing *g, const struct pair *p, const struct names *columns, unsigned fate)
{
    for (size_t i = 0; i < columns->count; i++) {
        size_t at = column_at(g, p->was, columns->at[i]);
        if (at != NONE && (p->columns[at] & fate))
            return true;
    }
    return false;
}

static bool has_replaced_type(struct differing *g, const struct pair *p, const struct names *columns)
{
    for (size_t i = 0; i < columns->count; i++) {
        const struct column *column = table_column(g->now, p->was, columns->at[i]);
        if (column && replaced_type(g, &column->type))
            return true;
    }
    return false;
}

static bool index_is_key(struct differing *g, const struct index *index, const struct names *columns)
{
    struct names names = {0};
    for (size_t i = 0; i < index->elements.count; i++)
        vec_push(g->arena, &names, index->elements.at[i].column);
    return index->unique && !index->where.text.n && same_name_set(g->dialect, &names, columns);
}

static bool constraint_is_key(struct differing *g, const struct constraint *k, const struct names *columns)
{
    return (k->kind == CONSTRAINT_PRIMARY_KEY || k->kind == CONSTRAINT_UNIQUE) &&
           same_name_set(g->dialect, &k->columns, columns);
}

/* On which of several keys a foreign key leans PostgreSQL knows, and we don't: any. SQLite takes one that stays. */
static bool loses_key(struct differing *g, const struct pair *parent, const struct names *columns)
{
    const struct table *t = parent->was;
    bool goes = false, stays = false;
    for (size_t i = 0; i < t->constraints.count; i++)
        if (constraint_is_key(g, t->constraints.at[i], columns))
            *(parent->constraints[i] ? &goes : &stays) = true;
    for (size_t i = 0; i < t->indexes.count; i++)
        if (index_is_key(g, t->indexes.at[i], columns))
            *(parent->indexes[i] ? &goes : &stays) = true;
    return goes && (is_postgresql(g) || !stays);
}

bool loses_parent(struct differing *g, const struct constraint *k)
{
    const struct pair *parent = pair_of(g, k->to);
    if (!parent)
        return false;
    const struct constraint *key = table_primary_key(parent->was);
    const struct names *columns = k->to_columns.count ? &k->to_columns : key ? &key->columns : &k->to_columns;
    if (!is_postgresql(g))
        return parent->is && (has_fate(g, parent, columns, COLUMN_DROPPED) || loses_key(g, parent, columns));
    return !parent->is || has_fate(g, parent, columns, COLUMN_DROPPED | COLUMN_REMADE | COLUMN_RETYPED) ||
           loses_key(g, parent, columns);
}

static bool constraint_hangs(struct differing *g, const struct pair *p, const struct constraint *k)
{
    struct names used = {0};
    bool text = k->condition.text.n || k->elements.text.n;
    constraint_columns(g->arena, g->dialect, p->was, k, &used);
    if (has_fate(g, p, &used, COLUMN_DROPPED | COLUMN_REMADE))
        return true;
    if (k->kind == CONSTRAINT_FOREIGN_KEY)
        return loses_parent(g, k);
    return is_postgresql(g) && text &&
           (has_replaced_type(g, p, &used) || hangs_on_things(g, k->condition.text) ||
            hangs_on_things(g, k->elements.text));
}

static bool elements_hang(struct differing *g, const struct index *index, bool *has_text)
{
    bool hangs = hangs_on_things(g, index->where.text);
    *has_text = index->where.text.n > 0;
    for (size_t i = 0; i < index->elements.count; i++) {
        *has_text = *has_text || index->elements.at[i].expression.text.n;
        hangs = hangs || hangs_on_things(g, index->elements.at[i].expression.text);
    }
    return hangs;
}

static bool index_hangs(struct differing *g, const struct pair *p, const struct index *index)
{
    struct names used = {0};
    bool text;
    index_columns(g->arena, g->dialect, p->was, index, &used);
    if (has_fate(g, p, &used, COLUMN_DROPPED | COLUMN_REMADE))
        return true;
    return is_postgresql(g) && (elements_hang(g, index, &text) || (text && has_replaced_type(g, p, &used)));
}

/* PostgreSQL: a view that groups by a primary key hangs on the key. */
static void doom_constraint(struct differing *g, struct pair *p, size_t i)
{
    p->constraints[i] = true;
    g->spread = true;
    if (is_postgresql(g) && p->was->constraints.at[i]->kind == CONSTRAINT_PRIMARY_KEY)
        lose(g, THING_TABLE, p->was->path, AL_TEXT("group"));
}

static void begin_parts(struct differing *g, struct pair *p)
{
    size_t *constraints = match_constraints(g, p->was, p->is), *indexes = match_indexes(g, p->was, p->is);
    for (size_t i = 0; i < p->was->constraints.count; i++)
        if (constraints[i] == NONE)
            doom_constraint(g, p, i);
    for (size_t i = 0; i < p->was->indexes.count; i++)
        if (indexes[i] == NONE) {
            p->indexes[i] = true;
            g->spread = true;
        }
}

static void spread_to_parts(struct differing *g, struct pair *p)
{
    for (size_t i = 0; i < p->was->constraints.count; i++)
        if (!p->constraints[i] && constraint_hangs(g, p, p->was->constraints.at[i]))
            doom_constraint(g, p, i);
    for (size_t i = 0; i < p->was->indexes.count; i++)
        if (!p->indexes[i] && index_hangs(g, p, p->was->indexes.at[i])) {
            p->indexes[i] = true;
            g->spread = true;
        }
}

/* ---- All ---- */

static void begin_pair(struct differing *g, struct pair *p)
{
    if (p->is) {
        begin_columns(g, p);
        begin_parts(g, p);
    } else if (is_postgresql(g)) {
        lose(g, THING_TABLE, p->was->path, (struct aludel_text){"", 0});
    }
}

void find_what_goes(struct differing *g)
{
    for (size_t i = 0; i < g->items.count; i++)
        begin_item(g, &g->items.at[i]);
    spread_through_types(g);
    for (size_t i = 0; i < g->pairs.count; i++)
        begin_pair(g, &g->pairs.at[i]);
    while (g->spread) {
        g->spread = false;
        for (size_t i = 0; i < g->items.count; i++)
            spread_to_item(g, &g->items.at[i]);
        for (size_t i = 0; i < g->pairs.count; i++) {
            if (!g->pairs.at[i].is)
                continue;
            spread_to_columns(g, &g->pairs.at[i]);
            spread_to_parts(g, &g->pairs.at[i]);
        }
    }
}
