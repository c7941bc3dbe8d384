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

static void say_other_table(struct evolving *g, const struct table *t, const struct table *parent)
{
    say_claim(g, parent->path);
    say_claim(g, t->path);
    if (parent->made.source)
        diag_also(g->e->diagnostics, parent->made, "the table is made here");
}

static void say_no_key(struct evolving *g, const struct table *t, const struct table *parent)
{
    diag_error(g->e->diagnostics, here(g),
               "the foreign key leads to columns of table '%s' that aren't a unique key",
               path_shown(g->arena, parent->path));
    diag_hint(g->e->diagnostics,
              "they need a PRIMARY KEY, a UNIQUE constraint or a unique index without WHERE");
    say_other_table(g, t, parent);
}

/* What PostgreSQL has an `=` for; of other types it isn't known. */
static bool may_be_equal(const struct column_type *a, const struct column_type *b)
{
    bool texts = a->family == TYPE_TEXT || b->family == TYPE_TEXT;
    bool booleans = a->family == TYPE_BOOLEAN || b->family == TYPE_BOOLEAN;
    if (a->family == TYPE_OTHER || b->family == TYPE_OTHER || a->family == b->family)
        return true;
    return !texts && !booleans;
}

static void check_key_types(struct evolving *g, const struct table *t, const struct table *parent,
                            const struct constraint *k, const struct names *to)
{
    for (size_t i = 0; g->s->dialect == ALUDEL_POSTGRESQL && i < to->count; i++) {
        const struct column *from = table_column(g->s, t, k->columns.at[i]);
        const struct column *key = table_column(g->s, parent, to->at[i]);
        if (!from || !key || from->maybe || key->maybe || may_be_equal(&from->type, &key->type))
            continue;
        diag_error(g->e->diagnostics, here(g),
                   "the key columns '%.*s' and '%.*s' are of incompatible types: %.*s and %.*s",
                   (int)from->name.n, from->name.z, (int)key->name.n, key->name.z, (int)from->type.sql.text.n,
                   from->type.sql.text.z, (int)key->type.sql.text.n, key->type.sql.text.z);
        say_claim(g, parent->path);
        say_claim(g, t->path);
        say_made(g, key->made);
    }
}

static void check_key(struct evolving *g, const struct table *t, const struct table *parent,
                      const struct constraint *k)
{
    const struct names *to = led_to(parent, k);
    if (!to) {
        diag_error(g->e->diagnostics, here(g),
                   "the foreign key leads to table '%s', which has no primary key",
                   path_shown(g->arena, parent->path));
        say_other_table(g, t, parent);
        return;
    }
    for (size_t i = 0; i < to->count; i++)
        if (columns_at(g->s->dialect, &parent->columns, to->at[i]) == NOWHERE) {
            say_no_column(g, parent, to->at[i]);
            return;
        }
    if (to->count != k->columns.count) {
        diag_error(g->e->diagnostics, here(g), "the foreign key has %zu column%s, and leads to %zu",
                   k->columns.count, k->columns.count == 1 ? "" : "s", to->count);
        say_other_table(g, t, parent);
    } else if (!has_key(g, parent, to, NULL, NULL)) {
        say_no_key(g, t, parent);
    } else {
        check_key_types(g, t, parent, k, to);
    }
}

static void say_no_parent(struct evolving *g, const struct constraint *k)
{
    if (g->s->dialect == ALUDEL_POSTGRESQL && surely_absent(g->s, THING_TABLE, k->to))
        say_no_thing(g, THING_TABLE, k->to);
}

/* SQLite lets the table that a foreign key leads to be made later. */
void check_foreign_key(struct evolving *g, const struct table *t, const struct constraint *k)
{
    if (k->kind != CONSTRAINT_FOREIGN_KEY)
        return;
    bool self = same_path(g->s->dialect, k->to, t->path);
    const struct thing *thing = self ? NULL : schema_find(g->s, THING_TABLE, k->to);
    const struct table *parent = self ? t : thing ? thing->table : NULL;
    g->at = k->made;
    look_at(g, parent ? k->to_columns_span : k->to_span);
    if (!parent)
        say_no_parent(g, k);
    else if (!parent->uncertain && !(thing && thing->maybe))
        check_key(g, t, parent, k);
    g->at = (struct span){0};
}

/* ---- Who needs a key ---- */

static bool needs(struct evolving *g, const struct table *t, const struct constraint *k,
                  const struct names *columns, enum need need)
{
    const struct names *to = led_to(t, k);
    if (k->kind != CONSTRAINT_FOREIGN_KEY || !same_path(g->s->dialect, k->to, t->path) || !to)
        return false;
    if (need != NEED_COLUMNS)
        return same_name_set(g->s->dialect, to, columns) && (need == NEED_KEY || !k->to_columns.count);
    for (size_t i = 0; i < columns->count; i++)
        if (names_have(g->s->dialect, to, columns->at[i]))
            return true;
    return false;
}

/* A foreign key of the table itself counts only where it doesn't go with the column. */
static bool goes_itself(struct evolving *g, const struct constraint *k, const struct names *columns,
                        enum need need)
{
    for (size_t i = 0; need == NEED_COLUMNS && i < columns->count; i++)
        if (names_have(g->s->dialect, &k->columns, columns->at[i]))
            return true;
    return false;
}

const struct constraint *needed_by(struct evolving *g, struct table *t, const struct names *columns,
                                   enum need need, bool drop, struct path *who)
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
            if (!needs(g, t, one, columns, need) || (self && goes_itself(g, one, columns, need)))
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

/* One that is added by itself is named by an argument; others stand in their table. */
static struct span constraint_place(const struct evolving *g, const struct constraint *k)
{
    return g->c->kind == CHANGE_ADD_CONSTRAINT && is_named(g) ? here(g) : place_or_change(g, k->made);
}

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

bool name_is_free(struct evolving *g, const struct table *t, const struct constraint *k)
{
    size_t at = constraints_at(g->s->dialect, &t->constraints, k->name);
    const struct thing *there = schema_relation(g->s, (struct path){t->path.schema, k->name});
    bool relation = k->name.n && g->s->dialect == ALUDEL_POSTGRESQL && has_index(k->kind);
    if (at == NOWHERE && relation && there && !there->maybe) {
        say_thing_exists(g, there);
        return false;
    }
    if (at == NOWHERE || t->constraints.at[at]->maybe || t->uncertain)
        return true;
    diag_error(g->e->diagnostics, constraint_place(g, k), "table '%s' has a constraint '%.*s' already",
               path_shown(g->arena, t->path), (int)k->name.n, k->name.z);
    say_claim(g, t->path);
    say_made(g, t->constraints.at[at]->made);
    return false;
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
    look_at(g, k->columns_span);
    check_columns(g, t, &k->columns);
    check_columns(g, t, &k->include);
    g->at = (struct span){0};
    check_one_primary_key(g, t, k);
    name_is_free(g, t, k);
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
    struct constraint k = *g->c->constraint;
    if (k.of_index.n && !index_becomes(g, t, &k))
        return;
    size_t there = constraints_at(g->s->dialect, &t->constraints, k.name);
    bool maybe = there != NOWHERE ? t->constraints.at[there]->maybe : t->uncertain;
    if (g->c->if_not_exists && there != NOWHERE && !maybe)
        return;
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

bool constraint_matches(struct arena *a, enum aludel_dialect d, const struct table *t,
                        const struct constraint *k, const struct change *c)
{
    struct names used = {0};
    if (!c->any_kind && k->kind != c->constraint_kind)
        return false;
    if (!c->columns.count)
        return true;
    if (k->columns.count)
        return same_name_set(d, &k->columns, &c->columns);
    constraint_columns(a, d, t, k, &used);
    return same_name_set(d, &used, &c->columns);
}

static const char *kind_word(const struct change *c)
{
    static const char *const words[CONSTRAINT_KINDS] = {"primary key", "unique constraint", "foreign key",
                                                        "check", "exclusion constraint"};
    return c->any_kind ? "constraint" : words[c->constraint_kind];
}

/* Those that nobody named come first: the author has no name to say. */
struct match {
    size_t last;
    bool nameless, several;
};

static void consider(struct evolving *g, const struct table *t, size_t at, struct match *m)
{
    const struct constraint *k = t->constraints.at[at];
    bool nameless = !k->name.n || k->named_by_server;
    if (!constraint_matches(g->arena, g->s->dialect, t, k, g->c) || (m->nameless && !nameless))
        return;
    bool better = m->last == NOWHERE || (nameless && !m->nameless);
    if (better)
        *m = (struct match){at, nameless, false};
    else if (!same_constraint(g->s->dialect, k, t->constraints.at[m->last]))
        m->several = true;
    m->last = at;
}

/* One without a name: by what it constrains. */
static size_t find_unnamed(struct evolving *g, const struct table *t)
{
    struct match m = {NOWHERE, false, false};
    for (size_t i = 0; i < t->constraints.count; i++)
        consider(g, t, i, &m);
    if (t->uncertain || (m.last != NOWHERE && !m.several) || (m.last == NOWHERE && g->c->if_exists))
        return m.last;
    diag_error(g->e->diagnostics, here(g), "table '%s' has %s such %s", path_shown(g->arena, t->path),
               m.several ? "more than one" : "no", kind_word(g->c));
    say_claim(g, t->path);
    if (m.several) {
        diag_hint(g->e->diagnostics, "name the one that is meant");
        say_made(g, t->constraints.at[m.last]->made);
    }
    return m.last;
}

const struct constraint *dropped_constraint(struct arena *a, const struct schema *before,
                                            const struct change *c)
{
    const struct table *t = schema_table(before, c->table);
    struct schema s = *before;
    struct evolving g = {.arena = a, .s = &s, .c = c};
    struct match m = {NOWHERE, false, false};
    if (!t)
        return NULL;
    if (c->name.n)
        m.last = constraints_at(before->dialect, &t->constraints, c->name);
    for (size_t i = 0; i < t->constraints.count && !c->name.n; i++)
        consider(&g, t, i, &m);
    return m.last == NOWHERE ? NULL : t->constraints.at[m.last];
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
    bool primary = k->kind == CONSTRAINT_PRIMARY_KEY, other = has_key(g, t, &k->columns, k, NULL);
    if (g->s->dialect != ALUDEL_POSTGRESQL || (!primary && (other || k->kind != CONSTRAINT_UNIQUE)))
        return;
    const struct constraint *by =
        needed_by(g, t, &k->columns, other ? NEED_PRIMARY_KEY : NEED_KEY, g->c->cascade, &who);
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
    renamed.made = g->c->to_span.source ? g->c->to_span : here(g);
    if (!name_is_free(g, t, &renamed))
        return;
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
