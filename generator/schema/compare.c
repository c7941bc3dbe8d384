/* compare.c: the residue between two schemas, a line each. */
#include "schema/inner.h"

struct residue {
    struct arena *arena;
    const struct schema *wanted, *there;
    struct al_builder text;
};

/* ---- Columns ---- */

struct column_line {
    struct residue *r;
    const char *name; /* "users.email" */
};

static void put_difference(const struct column_line *l, const char *what, struct aludel_text was,
                           struct aludel_text is)
{
    if (al_same(was, is))
        return;
    if (!is.n)
        al_putf(&l->r->text, "column %s: lost its %s %.*s\n", l->name, what, (int)was.n, was.z);
    else if (!was.n)
        al_putf(&l->r->text, "column %s: has a %s %.*s\n", l->name, what, (int)is.n, is.z);
    else
        al_putf(&l->r->text, "column %s: its %s is %.*s, was %.*s\n", l->name, what, (int)is.n, is.z,
                (int)was.n, was.z);
}

static struct aludel_text yes(bool b, const char *word)
{
    return b ? al_text(word) : AL_TEXT("");
}

static struct aludel_text generated_text(struct arena *a, const struct column *c)
{
    if (!c->generated)
        return AL_TEXT("");
    return al_text(arena_format(a, "(%.*s) %s", (int)c->expression.text.n, c->expression.text.z,
                                c->generated == GENERATED_STORED ? "STORED" : "VIRTUAL"));
}

static struct aludel_text identity_text(struct arena *a, const struct column *c)
{
    if (!c->identity)
        return AL_TEXT("");
    return al_text(arena_format(a, "%s %.*s", c->identity == IDENTITY_ALWAYS ? "ALWAYS" : "BY DEFAULT",
                                (int)c->identity_options.text.n, c->identity_options.text.z));
}

static void compare_column(struct residue *r, const struct table *t, const struct column *was,
                           const struct column *is)
{
    struct column_line l = {
        r, arena_format(r->arena, "%s.%.*s", path_shown(r->arena, t->path), (int)was->name.n, was->name.z)};
    if (was->maybe != is->maybe)
        al_putf(&r->text, "column %s: %s\n", l.name,
                is->maybe ? "may not be there" : "may not have been there");
    if (!same_type(r->wanted->dialect, &was->type, &is->type))
        put_difference(&l, "type", was->type.spelling, is->type.spelling);
    put_difference(&l, "NOT NULL", yes(was->not_null, "mark"), yes(is->not_null, "mark"));
    put_difference(&l, "sequence", yes(was->serial, "of its own"), yes(is->serial, "of its own"));
    put_difference(&l, "AUTOINCREMENT", yes(was->autoincrement, "mark"), yes(is->autoincrement, "mark"));
    put_difference(&l, "default", was->value.text, is->value.text);
    put_difference(&l, "generated expression", generated_text(r->arena, was), generated_text(r->arena, is));
    put_difference(&l, "identity", identity_text(r->arena, was), identity_text(r->arena, is));
    if (!same_collation(r->wanted->dialect, was->type.collation, is->type.collation))
        put_difference(&l, "collation", al_text(path_shown(r->arena, was->type.collation)),
                       al_text(path_shown(r->arena, is->type.collation)));
    put_difference(&l, "comment", was->comment, is->comment);
}

static const char *order_of(struct residue *r, const struct table *t, const struct table *other)
{
    struct al_builder b = al_builder(&r->arena->memory);
    for (size_t i = 0; i < t->columns.count; i++) {
        struct aludel_text name = t->columns.at[i]->name;
        if (columns_at(r->wanted->dialect, &other->columns, name) == NOWHERE)
            continue;
        al_puts(&b, b.n ? ", " : "");
        al_put(&b, name.z, name.n);
    }
    return al_built(&b).z;
}

static void compare_columns(struct residue *r, const struct table *was, const struct table *is)
{
    enum aludel_dialect d = r->wanted->dialect;
    const char *table = path_shown(r->arena, was->path);
    for (size_t i = 0; i < was->columns.count; i++) {
        const struct column *column = was->columns.at[i];
        size_t at = columns_at(d, &is->columns, column->name);
        if (at == NOWHERE)
            al_putf(&r->text, "column %s.%.*s: is missing\n", table, (int)column->name.n, column->name.z);
        else
            compare_column(r, was, column, is->columns.at[at]);
    }
    for (size_t i = 0; i < is->columns.count; i++)
        if (columns_at(d, &was->columns, is->columns.at[i]->name) == NOWHERE)
            al_putf(&r->text, "column %s.%.*s: is left over\n", table, (int)is->columns.at[i]->name.n,
                    is->columns.at[i]->name.z);
    const char *before = order_of(r, was, is), *behind = order_of(r, is, was);
    if (compare_names(d, al_text(before), al_text(behind)) != 0)
        al_putf(&r->text, "table %s: its columns' order is %s, was %s\n", table, behind, before);
}

/* ---- Constraints and indexes ---- */

static const char *constraint_shown(struct arena *a, const struct constraint *k)
{
    static const char *const words[CONSTRAINT_KINDS] = {"primary key", "unique", "foreign key", "check",
                                                        "exclude"};
    struct al_builder b = al_builder(&a->memory);
    if (k->name.n)
        return arena_string(a, k->name);
    al_putf(&b, "%s (", words[k->kind]);
    for (size_t i = 0; i < k->columns.count; i++)
        al_putf(&b, "%s%.*s", i ? ", " : "", (int)k->columns.at[i].n, k->columns.at[i].z);
    al_putf(&b, "%.*s)", (int)k->condition.text.n, k->condition.text.z);
    return al_built(&b).z;
}

/* The same one, or the one of its name; those without a name are the same or not there. */
static const struct constraint *other_one(enum aludel_dialect d, const struct table *other,
                                          const struct table *t, size_t at)
{
    const struct constraint *same = counterpart(d, other, t, at);
    size_t named = constraints_at(d, &other->constraints, t->constraints.at[at]->name);
    return same || named == NOWHERE ? same : other->constraints.at[named];
}

static void compare_constraints(struct residue *r, const struct table *was, const struct table *is)
{
    enum aludel_dialect d = r->wanted->dialect;
    const char *table = path_shown(r->arena, was->path);
    for (size_t i = 0; i < was->constraints.count; i++) {
        const struct constraint *k = was->constraints.at[i], *other = other_one(d, is, was, i);
        const char *name = constraint_shown(r->arena, k);
        if (!other)
            al_putf(&r->text, "constraint %s of table %s: is missing\n", name, table);
        else if (!same_constraint(d, k, other))
            al_putf(&r->text, "constraint %s of table %s: is another one\n", name, table);
        else if (k->maybe != other->maybe)
            al_putf(&r->text, "constraint %s of table %s: may not be there\n", name, table);
    }
    for (size_t i = 0; i < is->constraints.count; i++)
        if (!other_one(d, was, is, i))
            al_putf(&r->text, "constraint %s of table %s: is left over\n",
                    constraint_shown(r->arena, is->constraints.at[i]), table);
}

static void compare_indexes(struct residue *r, const struct table *was, const struct table *is)
{
    enum aludel_dialect d = r->wanted->dialect;
    for (size_t i = 0; i < was->indexes.count; i++) {
        const struct index *index = was->indexes.at[i];
        size_t at = indexes_at(d, &is->indexes, index->path.name);
        const char *name = path_shown(r->arena, index->path);
        if (at == NOWHERE)
            al_putf(&r->text, "index %s: is missing\n", name);
        else if (!same_index(d, index, is->indexes.at[at]))
            al_putf(&r->text, "index %s: is another one\n", name);
        else if (index->maybe != is->indexes.at[at]->maybe)
            al_putf(&r->text, "index %s: may not be there\n", name);
    }
    for (size_t i = 0; i < is->indexes.count; i++)
        if (indexes_at(d, &was->indexes, is->indexes.at[i]->path.name) == NOWHERE)
            al_putf(&r->text, "index %s: is left over\n", path_shown(r->arena, is->indexes.at[i]->path));
}

/* ---- Things ---- */

static void compare_tables(struct residue *r, const struct table *was, const struct table *is)
{
    const char *name = path_shown(r->arena, was->path);
    compare_columns(r, was, is);
    compare_constraints(r, was, is);
    compare_indexes(r, was, is);
    if (!al_same(was->comment, is->comment))
        al_putf(&r->text, "table %s: its comment is '%.*s', was '%.*s'\n", name, (int)is->comment.n,
                is->comment.z, (int)was->comment.n, was->comment.z);
    if (!same_sql(&was->options, &is->options) ||
        !same_names(r->wanted->dialect, &was->prefixes, &is->prefixes))
        al_putf(&r->text, "table %s: has other options\n", name);
    if (was->uncertain != is->uncertain)
        al_putf(&r->text, "table %s: its shape isn't certain\n", name);
}

static void compare_things(struct residue *r, const struct thing *was, const struct thing *is)
{
    const char *what = thing_word(was->type), *name = path_shown(r->arena, was->path);
    bool labels = was->labels && is->labels &&
                  !same_names(ALUDEL_POSTGRESQL, &was->labels->labels, &is->labels->labels);
    if (was->type != is->type)
        al_putf(&r->text, "%s %s: is a %s\n", what, name, thing_word(is->type));
    else if (was->maybe != is->maybe)
        al_putf(&r->text, "%s %s: may not be there\n", what, name);
    if (was->table && is->table)
        compare_tables(r, was->table, is->table);
    if (labels)
        al_putf(&r->text, "%s %s: has other labels\n", what, name);
    if (was->index && is->index && !same_index(r->wanted->dialect, was->index, is->index))
        al_putf(&r->text, "%s %s: is another one\n", what, name);
    if (!same_sql(&was->definition, &is->definition))
        al_putf(&r->text, "%s %s: has another definition\n", what, name);
}

/* What a table brings is told of with the table, or where the table is told of alone. */
static bool is_told(const struct residue *r, const struct thing *thing)
{
    bool part = thing->type == THING_INDEX || thing->type == THING_SEQUENCE || thing->type == THING_TRIGGER;
    const struct thing *was = part ? schema_find(r->wanted, THING_TABLE, thing->on) : NULL;
    const struct thing *is = part ? schema_find(r->there, THING_TABLE, thing->on) : NULL;
    return (thing->type == THING_INDEX && (was || is)) || (part && (was == NULL) != (is == NULL));
}

static void tell_alone(struct residue *r, const struct thing *thing, const char *how)
{
    if (!is_told(r, thing))
        al_putf(&r->text, "%s %s: is %s\n", thing_word(thing->type), path_shown(r->arena, thing->path), how);
}

static void compare_nodes(void *with, const struct map_node *x, const struct map_node *y)
{
    struct residue *r = with;
    if (!x)
        tell_alone(r, y->value, "left over");
    else if (!y)
        tell_alone(r, x->value, "missing");
    else if (!is_told(r, x->value))
        compare_things(r, x->value, y->value);
}

struct aludel_text schema_residue(struct arena *a, const struct schema *wanted, const struct schema *there)
{
    struct residue r = {a, wanted, there, al_builder(&a->memory)};
    map_compare(a, wanted->dialect, wanted->things, there->things, compare_nodes, &r);
    if (wanted->uncertain != there->uncertain)
        al_puts(&r.text, "something ran that can't be read\n");
    return al_built(&r.text);
}
