/* evolve_column.c: columns of a table. */
#include "schema/inner.h"

/* ---- What is true of every new column ---- */

/* The labels are those of the type that is there, in its order. */
static const struct enum_type *with_labels_of(struct evolving *g, const struct enum_type *type,
                                              const struct enum_type *known)
{
    if (same_names(ALUDEL_POSTGRESQL, &type->labels, &known->labels))
        return type;
    struct enum_type *copy = ARENA_NEW(g->arena, struct enum_type);
    *copy = *type;
    copy->labels = known->labels;
    return copy;
}

/* A type that is only named may be an enum that is known. */
static void link_type(struct evolving *g, struct column_type *type)
{
    if (g->s->dialect != ALUDEL_POSTGRESQL)
        return;
    struct path path = type->labels ? type->labels->path : type->path;
    const struct thing *known = path.name.n ? schema_find(g->s, THING_ENUM, path) : NULL;
    if (!known || !known->labels)
        return;
    if (!type->labels)
        type->labels = known->labels;
    else if (!known->maybe)
        type->labels = with_labels_of(g, type->labels, known->labels);
}

void column_prepare(struct evolving *g, struct column *column)
{
    column->made = place_or_change(g, column->made);
    link_type(g, &column->type);
    if (g->s->dialect == ALUDEL_POSTGRESQL && (column->serial || column->identity))
        column->not_null = true;
}

/* SERIAL and identity columns have a sequence of their own. */
void column_own_sequence(struct evolving *g, const struct table *t, const struct column *column)
{
    if (g->s->dialect != ALUDEL_POSTGRESQL || (!column->serial && !column->identity))
        return;
    struct thing *sequence = ARENA_NEW(g->arena, struct thing);
    struct aludel_text name = name_sequence(g->arena, g->s, t->path, column->name);
    *sequence = (struct thing){.type = THING_SEQUENCE,
                               .path = {t->path.schema, name},
                               .maybe = column->maybe,
                               .made = column->made,
                               .on = t->path,
                               .on_column = column->name};
    thing_put(g->arena, g->s, sequence);
}

static void make_enum(struct evolving *g, const struct enum_type *labels)
{
    struct thing *thing = ARENA_NEW(g->arena, struct thing);
    *thing = (struct thing){.type = THING_ENUM,
                            .path = plain_path(g->s->dialect, labels->path),
                            .maybe = g->s->uncertain,
                            .made = place_or_change(g, labels->span),
                            .labels = labels};
    thing_put(g->arena, g->s, thing);
}

/* Who doesn't make the type needn't know all of its labels; the order is the type's own. */
static void check_labels(struct evolving *g, const struct enum_type *labels, const struct thing *there)
{
    if (!labels->create || !there->labels || there->maybe ||
        same_name_set(ALUDEL_POSTGRESQL, &there->labels->labels, &labels->labels))
        return;
    diag_error(g->e->diagnostics, place_or_change(g, labels->span), "type '%s' is there with other labels",
               path_shown(g->arena, labels->path));
    say_claim(g, labels->path);
    say_made(g, there->made);
}

/* PostgreSQL: with `create` the type comes with the column when it isn't there. */
void column_make_type(struct evolving *g, const struct column *column)
{
    const struct enum_type *labels = column->type.labels;
    if (!labels || g->s->dialect != ALUDEL_POSTGRESQL)
        return;
    const struct thing *there = schema_find(g->s, THING_ENUM, labels->path);
    if (there && labels->labels.count)
        check_labels(g, labels, there);
    if (there)
        return;
    struct span outer = look_at(g, labels->span);
    if (!labels->create && surely_absent(g->s, THING_ENUM, labels->path))
        say_no_thing(g, THING_ENUM, labels->path);
    g->at = outer;
    if (labels->create)
        make_enum(g, labels);
}

/* ---- ADD COLUMN ---- */

/* Where a column comes that is put beside another one, or behind the last. */
size_t column_place(struct evolving *g, const struct table *t)
{
    struct aludel_text beside = g->c->before.n ? g->c->before : g->c->after;
    if (!beside.n)
        return t->columns.count;
    size_t at = columns_at(g->s->dialect, &t->columns, beside);
    struct span outer = look_at(g, g->c->beside_span);
    if (at == NOWHERE && !t->uncertain)
        say_no_column(g, t, beside);
    g->at = outer;
    if (at == NOWHERE || g->s->dialect == ALUDEL_POSTGRESQL)
        return t->columns.count;
    return g->c->before.n ? at : at + 1;
}

void column_insert(struct evolving *g, struct columns *list, size_t at, const struct column *column)
{
    vec_push(g->arena, list, column);
    for (size_t i = list->count - 1; i > at; i--)
        list->at[i] = list->at[i - 1];
    list->at[at] = column;
}

static void say_column_exists(struct evolving *g, const struct table *t, const struct column *there)
{
    if (t->uncertain || there->maybe)
        return;
    diag_error(g->e->diagnostics, here(g), "table '%s' has a column '%.*s' already",
               path_shown(g->arena, t->path), (int)there->name.n, there->name.z);
    say_claim(g, t->path);
    say_made(g, there->made);
}

static void add_constraints(struct evolving *g, struct table *t)
{
    for (size_t i = 0; i < g->c->with.count; i++) {
        struct constraint *with = ARENA_NEW(g->arena, struct constraint);
        *with = *g->c->with.at[i];
        if (g->s->dialect == ALUDEL_SQLITE && with->kind == CONSTRAINT_CHECK)
            with->inside = g->c->column->name;
        const struct constraint *k = constraint_add(g, t, with);
        check_foreign_key(g, t, k);
    }
}

void evolve_add_column(struct evolving *g)
{
    const struct thing *thing = changed_table(g);
    if (!thing)
        return;
    struct table *t = table_edit(g, thing);
    size_t there = columns_at(g->s->dialect, &t->columns, g->c->column->name);
    bool maybe = there != NOWHERE ? t->columns.at[there]->maybe : t->uncertain;
    if (there != NOWHERE && !maybe && g->c->if_not_exists)
        return;
    if (there != NOWHERE) {
        if (!g->c->if_not_exists)
            say_column_exists(g, t, t->columns.at[there]);
        columns_remove(&t->columns, there);
    }
    struct column *column = ARENA_NEW(g->arena, struct column);
    *column = *g->c->column;
    column->maybe = maybe && g->c->if_not_exists;
    column_make_type(g, column);
    column_prepare(g, column);
    column_insert(g, &t->columns, column_place(g, t), column);
    column_own_sequence(g, t, column);
    add_constraints(g, t);
    table_done(g, thing, t);
}

/* ---- DROP COLUMN ---- */

/* PostgreSQL takes along what uses the column; on SQLite what uses others too must be dropped first. */
static bool may_go(struct evolving *g, const struct table *t, const struct names *used, bool maybe,
                   const char *what, struct aludel_text name, struct span made)
{
    bool alone = used->count == 1 && same_name(g->s->dialect, used->at[0], g->c->name);
    if (g->s->dialect == ALUDEL_POSTGRESQL || alone)
        return true;
    if (maybe || t->uncertain)
        return false;
    diag_error(g->e->diagnostics, here(g), "column '%.*s' is used by %s%s%.*s%s of table '%s'",
               (int)g->c->name.n, g->c->name.z, what, name.n ? " '" : "", (int)name.n, name.z,
               name.n ? "'" : "", path_shown(g->arena, t->path));
    say_claim(g, t->path);
    diag_hint(g->e->diagnostics, "drop it first");
    say_made(g, made);
    return true;
}

static const char *constraint_word(enum constraint_kind kind)
{
    static const char *const words[CONSTRAINT_KINDS] = {"the primary key", "the unique constraint",
                                                        "the foreign key", "the check",
                                                        "the exclusion constraint"};
    return words[kind];
}

static void drop_constraints_of(struct evolving *g, struct table *t, struct aludel_text column)
{
    for (size_t i = t->constraints.count; i-- > 0;) {
        const struct constraint *k = t->constraints.at[i];
        struct names used = {0};
        constraint_columns(g->arena, g->s->dialect, t, k, &used);
        bool goes = names_have(g->s->dialect, &used, column) ||
                    (k->inside.n && used.count && same_name(g->s->dialect, k->inside, column));
        if (goes && may_go(g, t, &used, k->maybe, constraint_word(k->kind), k->name, k->made))
            constraint_remove(g, t, i);
    }
}

static void drop_indexes_of(struct evolving *g, struct table *t, struct aludel_text column)
{
    for (size_t i = t->indexes.count; i-- > 0;) {
        const struct index *index = t->indexes.at[i];
        struct names used = {0};
        index_columns(g->arena, g->s->dialect, t, index, &used);
        if (names_have(g->s->dialect, &used, column) &&
            may_go(g, t, &used, index->maybe, "the index", index->path.name, index->made))
            index_remove(g, t, i);
    }
}

static void drop_sequence_of(struct evolving *g, const struct table *t, struct aludel_text column)
{
    struct map_nodes list = {0};
    links_list(g->arena, g->s, LINK_SEQUENCE, t->path, &list);
    for (size_t i = 0; i < list.count; i++) {
        const struct thing *sequence = link_thing(g->s, LINK_SEQUENCE, list.at[i]);
        if (sequence && same_name(g->s->dialect, sequence->on_column, column))
            thing_remove(g->arena, g->s, sequence, &(struct gone){here(g), false});
    }
}

static void remove_column(struct evolving *g, struct table *t, struct aludel_text name);

static void drop_generated_of(struct evolving *g, struct table *t, struct aludel_text name)
{
    bool cascade = g->c->cascade && g->s->dialect == ALUDEL_POSTGRESQL;
    for (size_t i = t->columns.count; i-- > 0;) {
        const struct column *column = t->columns.at[i];
        if (!column->generated || !words_mention(g->s->dialect, column->expression.text, name) ||
            same_name(g->s->dialect, column->name, name))
            continue;
        if (cascade) {
            remove_column(g, t, column->name);
            i = t->columns.count; /* others may have gone with it */
        } else if (!column->maybe && !t->uncertain) {
            diag_error(g->e->diagnostics, here(g),
                       "column '%.*s' is used by the generated column '%.*s' of table '%s'", (int)name.n,
                       name.z, (int)column->name.n, column->name.z, path_shown(g->arena, t->path));
            say_claim(g, t->path);
            diag_hint(g->e->diagnostics, "drop it first");
            say_made(g, column->made);
        }
    }
}

static void remove_column(struct evolving *g, struct table *t, struct aludel_text name)
{
    drop_constraints_of(g, t, name);
    drop_indexes_of(g, t, name);
    drop_sequence_of(g, t, name);
    columns_remove(&t->columns, columns_at(g->s->dialect, &t->columns, name));
    gone_put(g->arena, g->s, part_key(g->s, SPACE_COLUMN, t->path, name), (struct gone){here(g), false});
    drop_generated_of(g, t, name);
}

static void say_column_needed(struct evolving *g, const struct table *t, const struct constraint *k,
                              struct path who)
{
    if (k->maybe || t->uncertain)
        return;
    diag_error(g->e->diagnostics, here(g),
               "column '%.*s' can't be dropped: a foreign key of table '%s' leads to it", (int)g->c->name.n,
               g->c->name.z, path_shown(g->arena, who));
    say_tie(g, who, t->path, "drop the foreign key first", k->made);
}

/* SQLite has no table without columns. */
static void check_not_last(struct evolving *g, const struct table *t)
{
    if (g->s->dialect != ALUDEL_SQLITE || t->columns.count > 1 || t->uncertain)
        return;
    diag_error(g->e->diagnostics, here(g), "column '%.*s' is the last one of table '%s'", (int)g->c->name.n,
               g->c->name.z, path_shown(g->arena, t->path));
    say_claim(g, t->path);
    diag_hint(g->e->diagnostics, "drop the table");
}

void evolve_drop_column(struct evolving *g)
{
    const struct thing *thing;
    size_t at = changed_column(g, &thing);
    if (at == NOWHERE)
        return;
    struct table *t = table_edit(g, thing);
    check_not_last(g, t);
    struct aludel_text name = t->columns.at[at]->name;
    struct names names = {&name, 1, 1};
    struct path who;
    bool cascade = g->c->cascade && g->s->dialect == ALUDEL_POSTGRESQL;
    const struct constraint *needs = needed_by(g, t, &names, NEED_COLUMNS, cascade, &who);
    if (needs && !cascade && !t->columns.at[at]->maybe)
        say_column_needed(g, t, needs, who);
    remove_column(g, t, name);
    table_done(g, thing, t);
    if (cascade)
        cascaded(g);
}
