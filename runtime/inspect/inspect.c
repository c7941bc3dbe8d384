/*
 * inspect.c: a live schema, read back from catalogs and pragmas, in the shapes of SQLAlchemy's inspector: what
 * migrations call (aludel_has_table … aludel_get_unique_constraints, declared in generated.h).
 */
#include "inspect/ask.h"
#include "inspect/table_sql.h"

#include <string.h>

/* ---- Asking ------------------------------------------------------------------------------------ */

static bool is_name(struct aludel_op *op, const char *what, struct aludel_value v, bool or_none)
{
    if (v.type == ALUDEL_STRING || (or_none && v.type == ALUDEL_NONE)) {
        return true;
    }
    al_raise(&op->eval, "%s takes names as strings, not '%s'", what, al_type_name(v.type));
    return al_op_failed(op);
}

static bool ready(struct aludel_op *op, const char *what, const struct al_names *names)
{
    return al_op_live(op, NULL, what) && is_name(op, what, names->schema, true) &&
           is_name(op, what, names->table, true) && is_name(op, what, names->other, true);
}

static size_t count_of(struct aludel_value rows)
{
    return rows.type == ALUDEL_LIST ? rows.as.items->count : 0;
}

static struct aludel_value cell(struct aludel_value rows, size_t row, size_t column)
{
    return aludel_column(rows.as.items->values[row], column);
}

static struct aludel_value has(struct aludel_op *op, const char *what, const struct al_question *question,
                               const struct al_names *names)
{
    if (!ready(op, what, names)) {
        return aludel_unset();
    }
    struct aludel_value rows = al_inspect_ask_about(op, question, names);
    return rows.type == ALUDEL_LIST ? aludel_bool(count_of(rows) > 0) : rows;
}

/* ---- has_* --------------------------------------------------------------------------------------- */

struct aludel_value aludel_has_table(struct aludel_op *op, struct aludel_value table,
                                     struct aludel_value schema)
{
    struct al_names names = {schema, table, aludel_none()};
    return has(op, "has_table", &al_catalog_of(op)->has_table, &names);
}

struct aludel_value aludel_has_column(struct aludel_op *op, struct aludel_value table,
                                      struct aludel_value column, struct aludel_value schema)
{
    struct al_names names = {schema, table, column};
    return has(op, "has_column", &al_catalog_of(op)->has_column, &names);
}

struct aludel_value aludel_has_index(struct aludel_op *op, struct aludel_value table,
                                     struct aludel_value index, struct aludel_value schema)
{
    struct al_names names = {schema, table, index};
    return has(op, "has_index", &al_catalog_of(op)->has_index, &names);
}

static struct al_constraint *constraints_of(struct aludel_op *op, const struct al_names *names)
{
    struct aludel_value rows = al_inspect_ask_about(op, &al_catalog_of(op)->table_sql, names);
    if (count_of(rows) == 0 || cell(rows, 0, 0).type != ALUDEL_STRING) {
        return NULL;
    }
    return al_table_constraints(&op->eval, cell(rows, 0, 0).as.text);
}

static struct aludel_value has_named_constraint(struct aludel_op *op, const struct al_names *names)
{
    if (!ready(op, "has_constraint", names)) {
        return aludel_unset();
    }
    bool found = false;
    for (struct al_constraint *c = constraints_of(op, names); c; c = c->next) {
        found = found || (c->name.type == ALUDEL_STRING && names->other.type == ALUDEL_STRING &&
                          al_same_nocase(c->name.as.text, names->other.as.text));
    }
    return al_op_ready(op, NULL) ? aludel_bool(found) : aludel_unset();
}

struct aludel_value aludel_has_constraint(struct aludel_op *op, struct aludel_value table,
                                          struct aludel_value constraint, struct aludel_value schema)
{
    struct al_names names = {schema, table, constraint};
    const struct al_question *question = &al_catalog_of(op)->has_constraint;
    return question->sql ? has(op, "has_constraint", question, &names) : has_named_constraint(op, &names);
}

/* SQLite has nothing that CREATE EXTENSION would name. */
struct aludel_value aludel_has_extension(struct aludel_op *op, struct aludel_value extension)
{
    struct al_names names = {aludel_none(), aludel_none(), extension};
    const struct al_question *question = &al_catalog_of(op)->has_extension;
    if (question->sql) {
        return has(op, "has_extension", question, &names);
    }
    return ready(op, "has_extension", &names) ? aludel_bool(false) : aludel_unset();
}

/* ---- Answers put together -------------------------------------------------------------------------- */

#define MOST_ENTRIES 8

struct dict {
    size_t count;
    struct aludel_value keys[MOST_ENTRIES], values[MOST_ENTRIES];
};

static void put(struct dict *d, const char *key, struct aludel_value v)
{
    d->keys[d->count] = aludel_textual(ALUDEL_STRING, key, strlen(key)); /* a constant: it outlives all */
    d->values[d->count++] = v;
}

static struct aludel_value dict_value(struct aludel_op *op, const struct dict *d)
{
    return al_new_items(&op->eval, ALUDEL_DICT, d->count, d->keys, d->values);
}

static struct aludel_value truth(struct aludel_value v)
{
    return aludel_bool(al_truth(v));
}

/* One entry, of the rows [from, to), which have the same key in column 0. */
typedef struct aludel_value make_fn(struct aludel_op *op, struct aludel_value rows, size_t from, size_t to,
                                    struct al_constraint *constraint);

static size_t group_end(struct aludel_value rows, size_t from)
{
    size_t to = from + 1;
    while (to < count_of(rows) && al_equal(cell(rows, to, 0), cell(rows, from, 0))) {
        to++;
    }
    return to;
}

static struct al_constraint *of_kind(struct al_constraint *c, enum al_constraint_kind kind)
{
    while (c && c->kind != kind) {
        c = c->next;
    }
    return c;
}

static struct aludel_value grouped(struct aludel_op *op, struct aludel_value rows, make_fn *make,
                                   struct al_constraint *constraint)
{
    struct aludel_value *made = al_arena_new(&op->arena, (count_of(rows) + 1) * sizeof *made);
    size_t count = 0;
    for (size_t from = 0, to; made && from < count_of(rows); from = to) {
        to = group_end(rows, from);
        constraint = of_kind(constraint, AL_FOREIGN_KEY);
        made[count++] = make(op, rows, from, to, constraint);
        constraint = constraint ? constraint->next : NULL;
    }
    return al_op_ready(op, NULL) ? al_new_items(&op->eval, ALUDEL_LIST, count, NULL, made) : aludel_unset();
}

static struct aludel_value column_of(struct aludel_op *op, struct aludel_value rows, size_t from, size_t to,
                                     size_t column)
{
    struct aludel_value *values = al_arena_new(&op->arena, (to - from + 1) * sizeof *values);
    for (size_t i = from; values && i < to; i++) {
        values[i - from] = cell(rows, i, column);
    }
    return values ? al_new_items(&op->eval, ALUDEL_LIST, to - from, NULL, values) : aludel_unset();
}

/* ---- get_* ------------------------------------------------------------------------------------------- */

/* The rows about a table; a table that isn't there is an error, as SQLAlchemy's NoSuchTableError. */
static struct aludel_value ask_table(struct aludel_op *op, const char *what,
                                     const struct al_question *question, const struct al_names *names)
{
    if (!ready(op, what, names) || !is_name(op, what, names->table, false)) {
        return aludel_unset();
    }
    struct aludel_value rows = al_inspect_ask_about(op, question, names);
    if (rows.type == ALUDEL_LIST && count_of(rows) == 0 &&
        count_of(al_inspect_ask_about(op, &al_catalog_of(op)->has_table, names)) == 0 &&
        al_op_ready(op, NULL)) {
        al_raise(&op->eval, "%s: there is no table '%.*s'", what, (int)names->table.as.text.n,
                 names->table.as.text.z);
        al_op_failed(op);
    }
    return al_op_ready(op, NULL) ? rows : aludel_unset();
}

static struct aludel_value ask_names(struct aludel_op *op, const char *what,
                                     const struct al_question *question, struct aludel_value schema)
{
    struct al_names names = {schema, aludel_none(), aludel_none()};
    if (!ready(op, what, &names)) {
        return aludel_unset();
    }
    struct aludel_value rows = al_inspect_ask_about(op, question, &names);
    return rows.type == ALUDEL_LIST ? column_of(op, rows, 0, count_of(rows), 0) : rows;
}

struct aludel_value aludel_get_table_names(struct aludel_op *op, struct aludel_value schema)
{
    return ask_names(op, "get_table_names", &al_catalog_of(op)->table_names, schema);
}

struct aludel_value aludel_get_view_names(struct aludel_op *op, struct aludel_value schema)
{
    return ask_names(op, "get_view_names", &al_catalog_of(op)->view_names, schema);
}

struct aludel_value aludel_get_columns(struct aludel_op *op, struct aludel_value table,
                                       struct aludel_value schema)
{
    struct al_names names = {schema, table, aludel_none()};
    struct aludel_value rows = ask_table(op, "get_columns", &al_catalog_of(op)->columns, &names);
    size_t count = count_of(rows);
    struct aludel_value *columns = al_arena_new(&op->arena, (count + 1) * sizeof *columns);
    for (size_t i = 0; columns && i < count; i++) {
        struct dict d = {0};
        put(&d, "name", cell(rows, i, 0));
        put(&d, "type", cell(rows, i, 1));
        put(&d, "nullable", truth(cell(rows, i, 2)));
        put(&d, "default", cell(rows, i, 3));
        put(&d, "autoincrement", cell(rows, i, 5));
        put(&d, "primary_key", cell(rows, i, 4));
        put(&d, "comment", cell(rows, i, 6));
        columns[i] = dict_value(op, &d);
    }
    return al_op_ready(op, NULL) ? al_new_items(&op->eval, ALUDEL_LIST, count, NULL, columns)
                                 : aludel_unset();
}

static struct aludel_value make_index(struct aludel_op *op, struct aludel_value rows, size_t from, size_t to,
                                      struct al_constraint *constraint)
{
    struct dict d = {0};
    (void)constraint;
    put(&d, "name", cell(rows, from, 1));
    put(&d, "column_names", column_of(op, rows, from, to, 3));
    put(&d, "unique", truth(cell(rows, from, 2)));
    if (cell(rows, from, 4).type == ALUDEL_STRING) {
        put(&d, "duplicates_constraint", cell(rows, from, 4));
    }
    return dict_value(op, &d);
}

struct aludel_value aludel_get_indexes(struct aludel_op *op, struct aludel_value table,
                                       struct aludel_value schema)
{
    struct al_names names = {schema, table, aludel_none()};
    struct aludel_value rows = ask_table(op, "get_indexes", &al_catalog_of(op)->indexes, &names);
    return rows.type == ALUDEL_LIST ? grouped(op, rows, make_index, NULL) : rows;
}

static void put_action(struct dict *d, const char *key, struct aludel_value action)
{
    if (action.type == ALUDEL_STRING && !al_is(action.as.text, "NO ACTION")) {
        put(d, key, action);
    }
}

/* Options that differ from what stands when nothing is said. */
static struct aludel_value foreign_key_options(struct aludel_op *op, struct aludel_value rows, size_t row,
                                               const struct al_constraint *constraint)
{
    struct dict d = {0};
    put_action(&d, "onupdate", cell(rows, row, 6));
    put_action(&d, "ondelete", cell(rows, row, 7));
    if (constraint ? constraint->deferrable : al_truth(cell(rows, row, 8))) {
        put(&d, "deferrable", aludel_bool(true));
    }
    if (constraint ? constraint->initially_deferred : al_truth(cell(rows, row, 9))) {
        put(&d, "initially", ALUDEL_STRING("DEFERRED"));
    }
    return dict_value(op, &d);
}

static struct aludel_value make_foreign_key(struct aludel_op *op, struct aludel_value rows, size_t from,
                                            size_t to, struct al_constraint *constraint)
{
    struct dict d = {0};
    put(&d, "name", constraint ? constraint->name : cell(rows, from, 1));
    put(&d, "constrained_columns", column_of(op, rows, from, to, 2));
    put(&d, "referred_schema", cell(rows, from, 3));
    put(&d, "referred_table", cell(rows, from, 4));
    put(&d, "referred_columns", column_of(op, rows, from, to, 5));
    put(&d, "options", foreign_key_options(op, rows, from, constraint));
    return dict_value(op, &d);
}

struct aludel_value aludel_get_foreign_keys(struct aludel_op *op, struct aludel_value table,
                                            struct aludel_value schema)
{
    struct al_names names = {schema, table, aludel_none()};
    struct aludel_value rows = ask_table(op, "get_foreign_keys", &al_catalog_of(op)->foreign_keys, &names);
    if (count_of(rows) == 0) {
        return rows;
    }
    struct al_constraint *named = al_catalog_of(op)->table_sql.sql ? constraints_of(op, &names) : NULL;
    return grouped(op, rows, make_foreign_key, named);
}

static struct aludel_value unique_constraint(struct aludel_op *op, struct aludel_value name,
                                             struct aludel_value columns)
{
    struct dict d = {0};
    put(&d, "name", name);
    put(&d, "column_names", columns);
    return dict_value(op, &d);
}

static struct aludel_value make_unique(struct aludel_op *op, struct aludel_value rows, size_t from, size_t to,
                                       struct al_constraint *constraint)
{
    (void)constraint;
    return unique_constraint(op, cell(rows, from, 1), column_of(op, rows, from, to, 2));
}

/* SQLite: from the table's text, which alone has the names. */
static struct aludel_value uniques_of_text(struct aludel_op *op, const struct al_names *names)
{
    struct al_constraint *first = constraints_of(op, names);
    size_t count = 0;
    for (struct al_constraint *c = of_kind(first, AL_UNIQUE); c; c = of_kind(c->next, AL_UNIQUE)) {
        count++;
    }
    struct aludel_value *made = al_arena_new(&op->arena, (count + 1) * sizeof *made);
    count = 0;
    for (struct al_constraint *c = of_kind(first, AL_UNIQUE); made && c; c = of_kind(c->next, AL_UNIQUE)) {
        made[count++] = unique_constraint(op, c->name, c->columns);
    }
    return al_op_ready(op, NULL) ? al_new_items(&op->eval, ALUDEL_LIST, count, NULL, made) : aludel_unset();
}

struct aludel_value aludel_get_unique_constraints(struct aludel_op *op, struct aludel_value table,
                                                  struct aludel_value schema)
{
    struct al_names names = {schema, table, aludel_none()};
    const struct al_catalog *catalog = al_catalog_of(op);
    bool by_text = !catalog->unique_constraints.sql;
    const struct al_question *question = by_text ? &catalog->table_sql : &catalog->unique_constraints;
    struct aludel_value rows = ask_table(op, "get_unique_constraints", question, &names);
    if (rows.type != ALUDEL_LIST) {
        return rows;
    }
    return by_text ? uniques_of_text(op, &names) : grouped(op, rows, make_unique, NULL);
}

/* Its name: SQLite's stands in the table's text. */
static struct aludel_value name_of_key(struct aludel_op *op, struct aludel_value rows,
                                       const struct al_names *names)
{
    if (!al_catalog_of(op)->table_sql.sql) {
        return cell(rows, 0, 0);
    }
    const struct al_constraint *key = of_kind(constraints_of(op, names), AL_PRIMARY_KEY);
    return key ? key->name : aludel_none();
}

struct aludel_value aludel_get_pk_constraint(struct aludel_op *op, struct aludel_value table,
                                             struct aludel_value schema)
{
    struct al_names names = {schema, table, aludel_none()};
    struct aludel_value rows = ask_table(op, "get_pk_constraint", &al_catalog_of(op)->primary_key, &names);
    struct dict d = {0};
    if (rows.type != ALUDEL_LIST) {
        return rows;
    }
    put(&d, "constrained_columns", column_of(op, rows, 0, count_of(rows), 1));
    put(&d, "name", count_of(rows) ? name_of_key(op, rows, &names) : aludel_none());
    return al_op_ready(op, NULL) ? dict_value(op, &d) : aludel_unset();
}
