/* evolve_key.c: keys, and the foreign keys that lead to them. */
#include "schema/inner.h"

void index_names(struct arena *a, const struct index *index, struct names *out)
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

/* SQLite: an index behind its own table. */
static bool may_get_key(const struct evolving *g, const struct table *t, const struct table *parent)
{
    return g->s->dialect == ALUDEL_SQLITE && g->c->kind == CHANGE_CREATE_TABLE && t == parent;
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
        if (!may_get_key(g, t, parent))
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
    if (k->kind != CONSTRAINT_FOREIGN_KEY || (g->e->as_it_is && g->s->dialect == ALUDEL_SQLITE))
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
