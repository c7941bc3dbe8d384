/* evolve_alter.c: ALTER COLUMN and what follows a new name. */
#include "schema/inner.h"

/* ---- A new name ---- */

static struct names names_renamed(struct evolving *g, const struct names *names, struct aludel_text from,
                                  struct aludel_text to)
{
    struct names copy = {0};
    if (!names_have(g->s->dialect, names, from))
        return *names;
    for (size_t i = 0; i < names->count; i++)
        vec_push(g->arena, &copy, same_name(g->s->dialect, names->at[i], from) ? to : names->at[i]);
    return copy;
}

static const struct constraint *constraint_renamed(struct evolving *g, const struct constraint *k, bool own,
                                                   bool to_it, struct aludel_text from, struct aludel_text to)
{
    enum aludel_dialect d = g->s->dialect;
    struct constraint *copy = ARENA_NEW(g->arena, struct constraint);
    *copy = *k;
    bool inside = own && k->inside.n && same_name(d, k->inside, from);
    copy->inside = inside ? to : k->inside;
    if (own) {
        copy->columns = names_renamed(g, &k->columns, from, to);
        copy->include = names_renamed(g, &k->include, from, to);
        copy->condition.text = words_rename(g->arena, d, k->condition.text, from, to);
        copy->elements.text = words_rename(g->arena, d, k->elements.text, from, to);
    }
    if (to_it)
        copy->to_columns = names_renamed(g, &k->to_columns, from, to);
    return same_constraint(d, k, copy) && !inside ? k : copy;
}

static const struct index *index_renamed(struct evolving *g, const struct index *index,
                                         struct aludel_text from, struct aludel_text to)
{
    enum aludel_dialect d = g->s->dialect;
    struct index *copy = ARENA_NEW(g->arena, struct index);
    *copy = *index;
    copy->elements.at = ARENA_ARRAY(g->arena, struct index_element, index->elements.count);
    for (size_t i = 0; i < index->elements.count; i++) {
        struct index_element *element = &copy->elements.at[i];
        *element = index->elements.at[i];
        if (element->column.n && same_name(d, element->column, from))
            element->column = to;
        element->expression.text = words_rename(g->arena, d, element->expression.text, from, to);
    }
    copy->include = names_renamed(g, &index->include, from, to);
    copy->where.text = words_rename(g->arena, d, index->where.text, from, to);
    return same_index(d, index, copy) ? index : copy;
}

static bool leads_to(const struct evolving *g, const struct constraint *k, struct path path)
{
    return k->kind == CONSTRAINT_FOREIGN_KEY && same_path(g->s->dialect, k->to, path);
}

static void rename_in_referrers(struct evolving *g, const struct table *t, struct aludel_text from,
                                struct aludel_text to)
{
    struct map_nodes list = {0};
    links_list(g->arena, g->s, LINK_FOREIGN_KEY, t->path, &list);
    for (size_t i = 0; i < list.count; i++) {
        const struct thing *child = link_thing(g->s, LINK_FOREIGN_KEY, list.at[i]);
        if (!child || same_path(g->s->dialect, child->path, t->path))
            continue;
        struct table *copy = table_edit(g, child);
        for (size_t k = 0; k < copy->constraints.count; k++)
            if (leads_to(g, copy->constraints.at[k], t->path))
                copy->constraints.at[k] =
                    constraint_renamed(g, copy->constraints.at[k], false, true, from, to);
        table_done(g, child, copy);
    }
}

static void rename_owner(struct evolving *g, const struct table *t, struct aludel_text from,
                         struct aludel_text to)
{
    struct map_nodes list = {0};
    links_list(g->arena, g->s, LINK_SEQUENCE, t->path, &list);
    for (size_t i = 0; i < list.count; i++) {
        const struct thing *sequence = link_thing(g->s, LINK_SEQUENCE, list.at[i]);
        if (!sequence || !same_name(g->s->dialect, sequence->on_column, from))
            continue;
        struct thing *copy = ARENA_NEW(g->arena, struct thing);
        *copy = *sequence;
        copy->on_column = to;
        thing_put(g->arena, g->s, copy);
    }
}

static void rename_in_columns(struct evolving *g, struct table *t, struct aludel_text from,
                              struct aludel_text to)
{
    for (size_t i = 0; i < t->columns.count; i++) {
        const struct column *column = t->columns.at[i];
        bool itself = same_name(g->s->dialect, column->name, from);
        if (!itself && !words_mention(g->s->dialect, column->expression.text, from))
            continue;
        struct column *copy = ARENA_NEW(g->arena, struct column);
        *copy = *column;
        copy->name = itself ? to : column->name;
        copy->expression.text = words_rename(g->arena, g->s->dialect, column->expression.text, from, to);
        t->columns.at[i] = copy;
    }
}

static void rename_column(struct evolving *g, struct table *t, struct aludel_text from, struct aludel_text to)
{
    rename_in_columns(g, t, from, to);
    for (size_t i = 0; i < t->constraints.count; i++)
        t->constraints.at[i] = constraint_renamed(g, t->constraints.at[i], true,
                                                  leads_to(g, t->constraints.at[i], t->path), from, to);
    for (size_t i = 0; i < t->indexes.count; i++)
        t->indexes.at[i] = index_renamed(g, t->indexes.at[i], from, to);
    rename_in_referrers(g, t, from, to);
    rename_owner(g, t, from, to);
    gone_put(g->arena, g->s, part_key(g->s, SPACE_COLUMN, t->path, from), (struct gone){here(g), true});
}

/* ---- ALTER COLUMN ---- */

static void check_cast(struct evolving *g, const struct table *t, const struct column *column)
{
    const struct alteration *alter = &g->c->alter;
    struct aludel_text type = alter->type.sql.text;
    if (g->s->dialect != ALUDEL_POSTGRESQL || t->uncertain || column->maybe || alter->using.text.n ||
        alter->using.holes || !needs_using(&column->type, &alter->type))
        return;
    diag_error(g->e->diagnostics, here(g), "column '%.*s' cannot be cast automatically to type %.*s",
               (int)column->name.n, column->name.z, (int)type.n, type.z);
    say_claim(g, t->path);
    diag_hint(g->e->diagnostics, "say how: postgresql_using=\"%.*s%s::%.*s\", or USING in SQL",
              (int)column->name.n, column->name.z, cast_between(&column->type), (int)type.n, type.z);
    say_made(g, column->made);
}

/* SQLite's INTEGER PRIMARY KEY, which counts. */
static bool is_rowid(const struct table *t, const struct column *column)
{
    const struct constraint *key = table_primary_key(t);
    return key && !key->maybe && key->columns.count == 1 &&
           same_name(ALUDEL_SQLITE, key->columns.at[0], column->name) &&
           al_is(column->type.spelling, "INTEGER") &&
           !words_mention(ALUDEL_SQLITE, t->options.text, AL_TEXT("rowid"));
}

/* Another integer type holds no more there, and rows without a number would get NULL. */
static void check_counts(struct evolving *g, const struct table *t, const struct column *column)
{
    const struct column_type *type = &g->c->alter.type;
    if (g->s->dialect != ALUDEL_SQLITE || t->uncertain || column->maybe || !is_integer(type->family) ||
        !is_rowid(t, column) || al_is(type->spelling, "INTEGER"))
        return;
    diag_error(g->e->diagnostics, here(g),
               "column '%.*s' of table '%s' would count no more: only INTEGER PRIMARY KEY does",
               (int)column->name.n, column->name.z, path_shown(g->arena, t->path));
    say_claim(g, t->path);
    diag_hint(g->e->diagnostics,
              "INTEGER holds 64 bits in SQLite: change the type where dialect == \"postgresql\"");
    say_made(g, column->made);
}

static void alter_type(struct evolving *g, const struct table *t, struct column *column)
{
    const struct alteration *alter = &g->c->alter;
    check_cast(g, t, column);
    check_counts(g, t, column);
    struct path collation = column->type.collation;
    column->type = alter->type;
    if (g->s->dialect == ALUDEL_SQLITE && !alter->type.collation.name.n) /* a rebuild leaves it */
        column->type.collation = collation;
    column_make_type(g, column);
    column_prepare(g, column);
}

static const struct thing *sequence_of(struct evolving *g, const struct table *t, struct aludel_text column)
{
    struct map_nodes list = {0};
    links_list(g->arena, g->s, LINK_SEQUENCE, t->path, &list);
    for (size_t i = 0; i < list.count; i++) {
        const struct thing *sequence = link_thing(g->s, LINK_SEQUENCE, list.at[i]);
        if (sequence && same_name(g->s->dialect, sequence->on_column, column))
            return sequence;
    }
    return NULL;
}

/* A sequence stays its column's when the default goes, and the column is what it was when it comes back. */
static void alter_default(struct evolving *g, const struct table *t, struct column *column)
{
    const struct thing *sequence = sequence_of(g, t, column->name);
    column->value = g->c->alter.value;
    column->serial = sequence && al_same(sequence_value(g->arena, sequence), column->value.text);
    if (column->serial)
        column->value = (struct sql){0};
}

static void alter_identity(struct evolving *g, const struct table *t, struct column *column)
{
    bool had = column->identity != IDENTITY_NO;
    column->identity = g->c->alter.identity;
    column->identity_options = g->c->alter.identity_options;
    column->not_null = column->not_null || column->identity;
    if (!had)
        column_own_sequence(g, t, column);
    const struct thing *sequence = column->identity ? NULL : sequence_of(g, t, column->name);
    if (sequence)
        thing_remove(g->arena, g->s, sequence, NULL);
}

/* PostgreSQL: a primary key's columns stay NOT NULL. */
static void alter_null(struct evolving *g, const struct table *t, struct column *column)
{
    const struct constraint *key = table_primary_key(t);
    bool keyed = key && !key->maybe && names_have(g->s->dialect, &key->columns, column->name);
    if (keyed && !g->c->alter.not_null && g->s->dialect == ALUDEL_POSTGRESQL && !t->uncertain) {
        diag_error(g->e->diagnostics, here(g),
                   "column '%.*s' is in the primary key of table '%s': it stays NOT NULL",
                   (int)column->name.n, column->name.z, path_shown(g->arena, t->path));
        say_claim(g, t->path);
        say_made(g, key->made);
        return;
    }
    column->not_null = g->c->alter.not_null || column->identity;
}

static void alter_parts(struct evolving *g, const struct table *t, struct column *column)
{
    const struct alteration *alter = &g->c->alter;
    if (alter->what & ALTER_TYPE)
        alter_type(g, t, column);
    if (alter->what & ALTER_DEFAULT)
        alter_default(g, t, column);
    if (alter->what & ALTER_COMMENT)
        column->comment = alter->comment;
    if (alter->what & ALTER_IDENTITY)
        alter_identity(g, t, column);
    if (alter->what & ALTER_NULL)
        alter_null(g, t, column);
    if (alter->what & ALTER_GENERATED) {
        column->generated = alter->generated;
        column->expression = alter->expression;
    }
}

static void alter_name(struct evolving *g, struct table *t, size_t at)
{
    struct aludel_text from = t->columns.at[at]->name, to = g->c->alter.name;
    size_t there = columns_at(g->s->dialect, &t->columns, to);
    struct span outer = look_at(g, g->c->to_span);
    if (there != NOWHERE && there != at && !t->columns.at[there]->maybe && !t->uncertain) {
        diag_error(g->e->diagnostics, here(g), "table '%s' has a column '%.*s' already",
                   path_shown(g->arena, t->path), (int)to.n, to.z);
        say_claim(g, t->path);
        say_made(g, t->columns.at[there]->made);
    }
    g->at = outer;
    if (there != NOWHERE && there != at)
        columns_remove(&t->columns, there);
    rename_column(g, t, from, to);
}

/* SQLite's rebuild can; PostgreSQL's columns stay where they are. */
static void alter_place(struct evolving *g, struct table *t, struct aludel_text name)
{
    bool beside = g->c->before.n || g->c->after.n;
    size_t at = columns_at(g->s->dialect, &t->columns, name);
    const struct column *column = t->columns.at[at];
    struct aludel_text other = g->c->before.n ? g->c->before : g->c->after;
    if (!beside || g->s->dialect == ALUDEL_POSTGRESQL || same_name(g->s->dialect, other, name))
        return;
    columns_remove(&t->columns, at);
    column_insert(g, &t->columns, column_place(g, t), column);
}

void evolve_alter_column(struct evolving *g)
{
    const struct thing *thing;
    size_t at = changed_column(g, &thing);
    if (at == NOWHERE)
        return;
    struct table *t = table_edit(g, thing);
    struct column *column = ARENA_NEW(g->arena, struct column);
    *column = *t->columns.at[at];
    alter_parts(g, t, column);
    t->columns.at[at] = column;
    alter_place(g, t, column->name);
    if (g->c->alter.what & ALTER_NAME)
        alter_name(g, t, columns_at(g->s->dialect, &t->columns, column->name));
    table_done(g, thing, t);
}
