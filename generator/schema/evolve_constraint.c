/* evolve_constraint.c: constraints of a table. */
#include "schema/inner.h"

static bool has_index(enum constraint_kind kind)
{
    return kind == CONSTRAINT_PRIMARY_KEY || kind == CONSTRAINT_UNIQUE || kind == CONSTRAINT_EXCLUDE;
}

void check_columns(struct evolving *g, const struct table *t, const struct names *names)
{
    for (size_t i = 0; i < names->count && !t->uncertain; i++)
        if (columns_at(g->s->dialect, &t->columns, names->at[i]) == NOWHERE)
            say_no_column(g, t, names->at[i]);
}

/* ---- Keys ---- */

static void index_names(struct arena *a, const struct index *index, struct names *out)
{
    for (size_t i = 0; i < index->elements.count; i++)
        vec_push(a, out, index->elements.at[i].column);
}

static bool is_whole_key(const struct index *index)
{
    for (size_t i = 0; i < index->elements.count; i++)
        if (!index->elements.at[i].column.n)
            return false;
    return index->unique && !index->where.text.n;
}

/* Is there a key of exactly these columns, besides the one that goes? */
bool has_key(struct evolving *g, const struct table *t, const struct names *columns,
             const struct constraint *but, const struct index *but_index)
{
    enum aludel_dialect d = g->s->dialect;
    for (size_t i = 0; i < t->constraints.count; i++) {
        const struct constraint *k = t->constraints.at[i];
        if (k != but && (k->kind == CONSTRAINT_PRIMARY_KEY || k->kind == CONSTRAINT_UNIQUE) &&
            same_name_set(d, &k->columns, columns))
            return true;
    }
    for (size_t i = 0; i < t->indexes.count; i++) {
        struct names names = {0};
        index_names(g->arena, t->indexes.at[i], &names);
        if (t->indexes.at[i] != but_index && is_whole_key(t->indexes.at[i]) &&
            same_name_set(d, &names, columns))
            return true;
    }
    return false;
}

static const struct names *led_to(const struct table *parent, const struct constraint *k)
{
    const struct constraint *key = table_primary_key(parent);
    if (k->to_columns.count)
        return &k->to_columns;
    return key ? &key->columns : NULL;
}

static void foreign_key_error(struct evolving *g, const struct table *t, const struct table *parent,
                              const struct constraint *k, const char *what)
{
    diag_error(g->e->diagnostics, place_or_change(g, k->made), "the foreign key leads to %s of table '%s'",
               what, path_shown(g->arena, parent->path));
    say_claim(g, parent->path);
    say_claim(g, t->path);
    if (parent->made.source)
        diag_also(g->e->diagnostics, parent->made, "the table is made here");
}

static void check_key(struct evolving *g, const struct table *t, const struct table *parent,
                      const struct constraint *k)
{
    const struct names *to = led_to(parent, k);
    if (!to) {
        foreign_key_error(g, t, parent, k, "the primary key, which isn't there,");
        return;
    }
    for (size_t i = 0; i < to->count; i++)
        if (columns_at(g->s->dialect, &parent->columns, to->at[i]) == NOWHERE) {
            say_no_column(g, parent, to->at[i]);
            return;
        }
    if (to->count != k->columns.count) {
        diag_error(g->e->diagnostics, place_or_change(g, k->made),
                   "the foreign key leads from %zu columns to %zu", k->columns.count, to->count);
        say_claim(g, parent->path);
    } else if (!has_key(g, parent, to, NULL, NULL)) {
        foreign_key_error(g, t, parent, k, "columns without a unique key");
        diag_hint(g->e->diagnostics,
                  "they need a PRIMARY KEY, a UNIQUE constraint or a unique index without WHERE");
    }
}

static void say_no_parent(struct evolving *g, const struct constraint *k)
{
    if (g->s->dialect == ALUDEL_POSTGRESQL && !schema_relation(g->s, k->to) &&
        surely_absent(g->s, THING_TABLE, k->to))
        say_no_thing(g, THING_TABLE, k->to);
}

/* SQLite lets the table that a foreign key leads to be made later. */
void check_foreign_key(struct evolving *g, const struct table *t, const struct constraint *k)
{
    if (k->kind != CONSTRAINT_FOREIGN_KEY || t->uncertain)
        return;
    bool self = same_path(g->s->dialect, k->to, t->path);
    const struct thing *thing = self ? NULL : schema_find(g->s, THING_TABLE, k->to);
    const struct table *parent = self ? t : thing ? thing->table : NULL;
    g->at = k->made;
    if (!parent)
        say_no_parent(g, k);
    else if (!parent->uncertain && !(thing && thing->maybe))
        check_key(g, t, parent, k);
    g->at = (struct span){0};
}

/* ---- Who needs a key ---- */

static bool needs(struct evolving *g, const struct table *t, const struct constraint *k,
                  const struct names *columns, bool any_of)
{
    const struct names *to = led_to(t, k);
    if (k->kind != CONSTRAINT_FOREIGN_KEY || !same_path(g->s->dialect, k->to, t->path) || !to)
        return false;
    if (!any_of)
        return same_name_set(g->s->dialect, to, columns);
    for (size_t i = 0; i < columns->count; i++)
        if (names_have(g->s->dialect, to, columns->at[i]))
            return true;
    return false;
}

/* A foreign key of the table itself counts only where it doesn't go with the column. */
static bool goes_itself(struct evolving *g, const struct constraint *k, const struct names *columns,
                        bool any_of)
{
    for (size_t i = 0; any_of && i < columns->count; i++)
        if (names_have(g->s->dialect, &k->columns, columns->at[i]))
            return true;
    return false;
}

const struct constraint *needed_by(struct evolving *g, struct table *t, const struct names *columns,
                                   bool any_of, bool drop, struct path *who)
{
    const struct constraint *first = NULL;
    struct map_nodes list = {0};
    links_list(g->arena, g->s, LINK_FOREIGN_KEY, t->path, &list);
    for (size_t i = 0; i < list.count; i++) {
        const struct thing *child = link_thing(g->s, LINK_FOREIGN_KEY, list.at[i]);
        bool self = child && same_path(g->s->dialect, child->path, t->path);
        if (!child || child->maybe)
            continue;
        struct table *copy = self ? t : table_edit(g, child);
        for (size_t k = copy->constraints.count; k-- > 0;) {
            const struct constraint *one = copy->constraints.at[k];
            if (!needs(g, t, one, columns, any_of) || (self && goes_itself(g, one, columns, any_of)))
                continue;
            if (!one->maybe && !copy->uncertain) {
                first = one;
                *who = child->path;
            }
            if (drop)
                constraint_remove(g, copy, k);
        }
        if (drop && !self)
            table_done(g, child, copy);
    }
    return first;
}

/* ---- ADD CONSTRAINT ---- */

static void check_one_primary_key(struct evolving *g, const struct table *t, const struct constraint *k)
{
    const struct constraint *there = k->kind == CONSTRAINT_PRIMARY_KEY ? table_primary_key(t) : NULL;
    if (!there || there->maybe || t->uncertain)
        return;
    diag_error(g->e->diagnostics, place_or_change(g, k->made), "table '%s' has a primary key already",
               path_shown(g->arena, t->path));
    say_claim(g, t->path);
    say_made(g, there->made);
}

static void check_constraint_name(struct evolving *g, const struct table *t, const struct constraint *k)
{
    size_t at = constraints_at(g->s->dialect, &t->constraints, k->name);
    struct path path = {t->path.schema, k->name};
    const struct thing *there = schema_relation(g->s, path);
    if (at != NOWHERE && !t->constraints.at[at]->maybe && !t->uncertain) {
        diag_error(g->e->diagnostics, place_or_change(g, k->made),
                   "table '%s' has a constraint '%.*s' already", path_shown(g->arena, t->path),
                   (int)k->name.n, k->name.z);
        say_claim(g, t->path);
        say_made(g, t->constraints.at[at]->made);
    } else if (at == NOWHERE && k->name.n && g->s->dialect == ALUDEL_POSTGRESQL && has_index(k->kind) &&
               there && !there->maybe) {
        say_thing_exists(g, there);
    }
}

static void occupy_name(struct evolving *g, const struct table *t, const struct constraint *k)
{
    if (g->s->dialect != ALUDEL_POSTGRESQL || !has_index(k->kind))
        return;
    struct thing *thing = ARENA_NEW(g->arena, struct thing);
    *thing = (struct thing){.type = THING_INDEX,
                            .path = {t->path.schema, k->name},
                            .maybe = k->maybe,
                            .made = k->made,
                            .on = t->path};
    thing_put(g->arena, g->s, thing);
}

/* PostgreSQL: columns of a primary key are NOT NULL, and stay so. */
static void forbid_null(struct evolving *g, struct table *t, const struct constraint *k)
{
    for (size_t i = 0; g->s->dialect == ALUDEL_POSTGRESQL && i < k->columns.count; i++) {
        size_t at = columns_at(g->s->dialect, &t->columns, k->columns.at[i]);
        if (k->kind != CONSTRAINT_PRIMARY_KEY || at == NOWHERE || t->columns.at[at]->not_null)
            continue;
        struct column *copy = ARENA_NEW(g->arena, struct column);
        *copy = *t->columns.at[at];
        copy->not_null = true;
        t->columns.at[at] = copy;
    }
}

const struct constraint *constraint_add(struct evolving *g, struct table *t,
                                        const struct constraint *constraint)
{
    struct constraint *k = ARENA_NEW(g->arena, struct constraint);
    *k = *constraint;
    k->made = g->at = place_or_change(g, constraint->made);
    check_columns(g, t, &k->columns);
    check_columns(g, t, &k->include);
    g->at = (struct span){0};
    check_one_primary_key(g, t, k);
    check_constraint_name(g, t, k);
    size_t there = constraints_at(g->s->dialect, &t->constraints, k->name);
    if (there != NOWHERE)
        constraint_remove(g, t, there);
    if (!k->name.n && g->s->dialect == ALUDEL_POSTGRESQL) {
        k->name = name_constraint(g->arena, g->s, t, k);
        k->named_by_server = true;
    }
    forbid_null(g, t, k);
    vec_push(g->arena, &t->constraints, k);
    occupy_name(g, t, k);
    return k;
}

void evolve_add_constraint(struct evolving *g)
{
    const struct thing *thing = changed_table(g);
    if (!thing)
        return;
    struct table *t = table_edit(g, thing);
    size_t there = constraints_at(g->s->dialect, &t->constraints, g->c->constraint->name);
    bool maybe = there != NOWHERE ? t->constraints.at[there]->maybe : t->uncertain;
    if (g->c->if_not_exists && there != NOWHERE && !maybe)
        return;
    struct constraint k = *g->c->constraint;
    k.maybe = g->c->if_not_exists && maybe;
    check_foreign_key(g, t, constraint_add(g, t, &k));
    table_done(g, thing, t);
}

/* ---- DROP CONSTRAINT ---- */

void constraint_remove(struct evolving *g, struct table *t, size_t at)
{
    const struct constraint *k = t->constraints.at[at];
    struct gone gone = {here(g), false};
    const struct thing *index = schema_find(g->s, THING_INDEX, (struct path){t->path.schema, k->name});
    if (index && g->s->dialect == ALUDEL_POSTGRESQL && has_index(k->kind))
        thing_remove(g->arena, g->s, index, &gone);
    if (k->name.n)
        gone_put(g->arena, g->s, part_key(g->s, SPACE_CONSTRAINT, t->path, k->name), gone);
    constraints_remove(&t->constraints, at);
}

static bool constrains(struct evolving *g, const struct table *t, const struct constraint *k)
{
    struct names used = {0};
    if (!g->c->any_kind && k->kind != g->c->constraint_kind)
        return false;
    if (!g->c->columns.count)
        return true;
    if (k->columns.count)
        return same_name_set(g->s->dialect, &k->columns, &g->c->columns);
    constraint_columns(g->arena, g->s->dialect, t, k, &used);
    return same_name_set(g->s->dialect, &used, &g->c->columns);
}

static const char *kind_word(const struct change *c)
{
    static const char *const words[CONSTRAINT_KINDS] = {"primary key", "unique constraint", "foreign key",
                                                        "check", "exclusion constraint"};
    return c->any_kind ? "constraint" : words[c->constraint_kind];
}

/* One without a name: by what it constrains. */
static size_t find_unnamed(struct evolving *g, const struct table *t)
{
    size_t found = NOWHERE;
    for (size_t i = 0; i < t->constraints.count; i++) {
        if (!constrains(g, t, t->constraints.at[i]))
            continue;
        if (found != NOWHERE && !t->uncertain) {
            diag_error(g->e->diagnostics, here(g), "table '%s' has more than one such %s",
                       path_shown(g->arena, t->path), kind_word(g->c));
            diag_hint(g->e->diagnostics, "name the one that is meant");
            say_claim(g, t->path);
            say_made(g, t->constraints.at[i]->made);
            return found;
        }
        found = i;
    }
    if (found == NOWHERE && !t->uncertain && !g->c->if_exists) {
        diag_error(g->e->diagnostics, here(g), "table '%s' has no such %s", path_shown(g->arena, t->path),
                   kind_word(g->c));
        say_claim(g, t->path);
    }
    return found;
}

static size_t find_constraint(struct evolving *g, const struct table *t)
{
    if (!g->c->name.n)
        return find_unnamed(g, t);
    size_t at = constraints_at(g->s->dialect, &t->constraints, g->c->name);
    if (at == NOWHERE && !t->uncertain && !g->c->if_exists)
        say_no_constraint(g, t, g->c->name);
    return at;
}

static void say_key_needed(struct evolving *g, const struct table *t, const struct constraint *k,
                           const struct constraint *by, struct path who)
{
    if (k->maybe || t->uncertain)
        return;
    diag_error(g->e->diagnostics, here(g),
               "constraint '%.*s' is the key that a foreign key of table '%s' needs", (int)k->name.n,
               k->name.z, path_shown(g->arena, who));
    say_claim(g, who);
    say_claim(g, t->path);
    diag_hint(g->e->diagnostics, "drop the foreign key first, or write CASCADE");
    say_made(g, by->made);
}

/* PostgreSQL: a key goes with the foreign keys that need it, or not at all. */
static void free_key(struct evolving *g, struct table *t, const struct constraint *k)
{
    struct path who;
    if (g->s->dialect != ALUDEL_POSTGRESQL ||
        (k->kind != CONSTRAINT_PRIMARY_KEY && k->kind != CONSTRAINT_UNIQUE) ||
        has_key(g, t, &k->columns, k, NULL))
        return;
    const struct constraint *by = needed_by(g, t, &k->columns, false, g->c->cascade, &who);
    if (by && !g->c->cascade)
        say_key_needed(g, t, k, by, who);
}

void evolve_drop_constraint(struct evolving *g)
{
    const struct thing *thing = changed_table(g);
    if (!thing)
        return;
    struct table *t = table_edit(g, thing);
    size_t at = find_constraint(g, t);
    if (at == NOWHERE)
        return;
    const struct constraint *k = t->constraints.at[at];
    free_key(g, t, k);
    for (at = 0; t->constraints.at[at] != k;)
        at++;
    constraint_remove(g, t, at);
    table_done(g, thing, t);
}

/* ---- RENAME, VALIDATE ---- */

static struct constraint *constraint_edit(struct evolving *g, struct table *t, size_t at)
{
    struct constraint *copy = ARENA_NEW(g->arena, struct constraint);
    *copy = *t->constraints.at[at];
    t->constraints.at[at] = copy;
    return copy;
}

void evolve_rename_constraint(struct evolving *g)
{
    const struct thing *thing = changed_table(g);
    if (!thing)
        return;
    struct table *t = table_edit(g, thing);
    size_t at = find_constraint(g, t);
    if (at == NOWHERE)
        return;
    struct constraint renamed = *t->constraints.at[at];
    renamed.name = g->c->text;
    renamed.named_by_server = false;
    renamed.made = here(g);
    check_constraint_name(g, t, &renamed);
    struct constraint *k = constraint_edit(g, t, at);
    constraint_remove(g, t, at);
    renamed.made = k->made;
    *k = renamed;
    vec_push(g->arena, &t->constraints, k);
    for (size_t i = t->constraints.count - 1; i > at; i--)
        t->constraints.at[i] = t->constraints.at[i - 1];
    t->constraints.at[at] = k;
    occupy_name(g, t, k);
    table_done(g, thing, t);
}

void evolve_validate_constraint(struct evolving *g)
{
    const struct thing *thing = changed_table(g);
    if (!thing)
        return;
    struct table *t = table_edit(g, thing);
    size_t at = find_constraint(g, t);
    if (at == NOWHERE || !t->constraints.at[at]->not_valid)
        return;
    constraint_edit(g, t, at)->not_valid = false;
    table_done(g, thing, t);
}
