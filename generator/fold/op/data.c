/* Rows: table() and column(), their insert(), update() and delete(), bulk_insert. */
#include "fold/op/makers.h"

#include <string.h>

/* ---- table("t", column("a", Type)) ---- */

struct aludel_value stub_of_table(struct folder *f, struct table *t, struct span at)
{
    struct item *item = item_new(f, ITEM_TABLE, at);
    item->table = t;
    return item_value(f, item);
}

static struct aludel_value make_table(struct folder *f, struct call *c)
{
    struct table *t = ARENA_NEW(f->arena, struct table);
    t->path = arg_path(f, c, "name", "schema");
    for (size_t i = 0; i < c->rest.count; i++) {
        struct aludel_value v = c->rest.at[i].value;
        const struct item *item = item_of(v, ITEM_COLUMN);
        if (item)
            vec_push(f->arena, &t->columns, (const struct column *)&item->column->column);
        else if (!item_of(v, ITEM_CONSTRAINT) && !item_of(v, ITEM_TABLE) && !is_error(v) &&
                 strcmp(kind_of(v), "sa.MetaData()") != 0)
            fold_error(f, argument_span(&c->rest.at[i], c->span), "a table is made of columns, not %s",
                       kind_of(v));
    }
    return stub_of_table(f, t, c->span);
}

static const struct column *stub_column(const struct table *t, struct aludel_text name)
{
    for (size_t i = 0; i < t->columns.count; i++)
        if (al_same(t->columns.at[i]->name, name))
            return t->columns.at[i];
    return NULL;
}

static void unknown_column(struct folder *f, const struct table *t, struct aludel_text name, struct span at)
{
    const char **names = ARENA_ARRAY(f->arena, const char *, t->columns.count + 1);
    for (size_t i = 0; i < t->columns.count; i++)
        names[i] = shown(f, t->columns.at[i]->name);
    fold_error(f, at, "this table() of '%s' has no column '%s'", shown(f, t->path.name), shown(f, name));
    const char *near = al_nearest(name, names, t->columns.count);
    if (near)
        diag_hint(f->d, "did you mean '%s'?", near);
    else
        diag_hint(f->d, "name it in table(): column(\"%s\")", shown(f, name));
}

static struct aludel_value column_expression(struct folder *f, struct aludel_text name, struct span at)
{
    struct item *item = item_new(f, ITEM_EXPRESSION, at);
    item->name = name;
    item->sql = constant_sql(f, ddl_name(f->arena, f->dialect, name));
    return item_value(f, item);
}

struct aludel_value table_attribute(struct folder *f, struct item *item, struct aludel_text name, struct span at)
{
    if (item->kind == ITEM_TABLE) {
        struct item *fields = item_new(f, ITEM_FIELDS, at);
        fields->table = item->table;
        return item_value(f, fields);
    }
    if (stub_column(item->table, name))
        return column_expression(f, name, at);
    unknown_column(f, item->table, name, at);
    return error_value(f);
}

/* ---- Expressions of columns ---- */

bool is_expression(struct aludel_value v)
{
    return item_of(v, ITEM_EXPRESSION) || item_of(v, ITEM_COLUMN);
}

struct sql expression_sql(struct folder *f, struct aludel_value v)
{
    const struct item *column = item_of(v, ITEM_COLUMN);
    if (column)
        return constant_sql(f, ddl_name(f->arena, f->dialect, column->column->column.name));
    return any_item(v)->sql;
}

static void put_operand(struct folder *f, struct pieces *p, struct aludel_value v, struct span at)
{
    struct sql sql = is_expression(v) ? expression_sql(f, v) : sql_literal(f, v, at);
    if (sql.holes)
        pieces_append(f, p, sql.holes);
    else
        pieces_text(f, p, sql.text, at, false);
}

static const char *operator_word(enum operator_kind op, bool null)
{
    switch ((int)op) {
    case OP_eq: return null ? " IS " : " = ";
    case OP_ne: return null ? " IS NOT " : " <> ";
    case OP_lt: return " < ";
    case OP_le: return " <= ";
    case OP_gt: return " > ";
    case OP_ge: return " >= ";
    case OP_add: return " + ";
    case OP_sub: return " - ";
    case OP_mul: return " * ";
    case OP_div: return " / ";
    case OP_mod: return " % ";
    default: return NULL;
    }
}

struct aludel_value expression_value(struct folder *f, struct pieces *p, struct span at)
{
    struct item *item = item_new(f, ITEM_EXPRESSION, at);
    item->sql = sql_of_pieces(f, p);
    item->name = (struct aludel_text){"", 0};
    return item_value(f, item);
}

struct aludel_value expression_of_operator(struct folder *f, enum operator_kind op, struct aludel_value a,
                                           struct aludel_value b, struct span at)
{
    struct pieces *p = ARENA_NEW(f->arena, struct pieces);
    const char *word = operator_word(op, b.type == ALUDEL_NONE);
    if (is_error(a) || is_error(b))
        return error_value(f);
    if (!word)
        return fold_error(f, at, "this operator isn't known between a column and %s", kind_of(b));
    put_operand(f, p, a, at);
    pieces_text(f, p, al_text(word), at, false);
    put_operand(f, p, b, at);
    return expression_value(f, p, at);
}

/* column.in_([…]), column.is_(None) … */
static struct aludel_value behind_column(struct folder *f, struct call *c)
{
    struct pieces *p = ARENA_NEW(f->arena, struct pieces);
    put_operand(f, p, c->self, c->span);
    pieces_text(f, p, al_text(c->native->calls), c->span, false);
    put_operand(f, p, c->args[0], c->span);
    return expression_value(f, p, c->span);
}

/* column.desc(), desc("column") */
static struct aludel_value ordered(struct folder *f, struct call *c)
{
    struct pieces *p = ARENA_NEW(f->arena, struct pieces);
    struct aludel_text name;
    if (c->self.type == ALUDEL_OBJECT)
        put_operand(f, p, c->self, c->span);
    else if (is_expression(arg(c, "column")))
        put_operand(f, p, arg(c, "column"), c->span);
    else if (value_name(f, arg(c, "column"), arg_span(c, "column"), &name))
        pieces_text(f, p, al_text(ddl_name(f->arena, f->dialect, name)), c->span, false);
    pieces_text(f, p, al_text(c->native->calls), c->span, false);
    return expression_value(f, p, c->span);
}

static struct aludel_value in_list(struct folder *f, struct call *c)
{
    struct aludel_value *items;
    size_t count = 0;
    struct pieces *p = ARENA_NEW(f->arena, struct pieces);
    if (c->args[0].type != ALUDEL_LIST && c->args[0].type != ALUDEL_TUPLE)
        return wrong_argument(f, c, "other", "a list");
    known_items(f, c->args[0], c->span, &count, &items);
    if (count == 0)
        return fold_error(f, arg_span(c, "other"), "an empty list: neither IN () nor IN (NULL) is right");
    put_operand(f, p, c->self, c->span);
    pieces_text(f, p, al_text(c->native->calls), c->span, false);
    for (size_t i = 0; i < count; i++) {
        pieces_text(f, p, i ? AL_TEXT(", ") : AL_TEXT("("), c->span, false);
        put_operand(f, p, items[i], c->span);
    }
    pieces_text(f, p, AL_TEXT(")"), c->span, false);
    return expression_value(f, p, c->span);
}

static struct aludel_value joined(struct folder *f, struct call *c)
{
    struct pieces *p = ARENA_NEW(f->arena, struct pieces);
    for (size_t i = 0; i < c->rest.count; i++) {
        pieces_text(f, p, i ? al_text(c->native->calls) : AL_TEXT(""), c->span, false);
        pieces_text(f, p, AL_TEXT("("), c->span, false);
        put_operand(f, p, c->rest.at[i].value, c->span);
        pieces_text(f, p, AL_TEXT(")"), c->span, false);
    }
    return expression_value(f, p, c->span);
}

static struct aludel_value negated(struct folder *f, struct call *c)
{
    struct pieces *p = ARENA_NEW(f->arena, struct pieces);
    pieces_text(f, p, AL_TEXT("NOT ("), c->span, false);
    put_operand(f, p, c->args[0], c->span);
    pieces_text(f, p, AL_TEXT(")"), c->span, false);
    return expression_value(f, p, c->span);
}

struct sql condition_sql(struct folder *f, struct aludel_value v, struct span at)
{
    struct sql sql = {{"", 0}, NULL};
    value_sql(f, v, at, &sql);
    return sql;
}

/* ---- Rows of values ---- */

struct rows {
    size_t count;
    struct aludel_value *at;
    const struct node *node; /* of the list, or of the only dict */
    struct span span;
};

static const struct node *row_node(const struct rows *rows, size_t i)
{
    const struct node *n = rows->node;
    if (!n || n->kind == N_DICT)
        return n;
    return element_span(n, i, (struct span){0}).source ? n->list.at[i] : NULL;
}

static struct span row_span(const struct rows *rows, size_t i)
{
    const struct node *n = row_node(rows, i);
    return n ? n->span : rows->span;
}

/* Of the k-th key, where the dict is written out. */
static struct span key_span(const struct rows *rows, size_t i, size_t k)
{
    const struct node *n = row_node(rows, i);
    bool written = n && n->kind == N_DICT && n->list.count == rows->at[i].as.items->count;
    return written && n->list.at[k]->kind == N_PAIR ? n->list.at[k]->a->span : row_span(rows, i);
}

static void check_column(struct folder *f, const struct table *t, struct aludel_text name, struct span at)
{
    if (t->columns.count && !stub_column(t, name))
        unknown_column(f, t, name, at);
}

static bool check_row(struct folder *f, const struct table *t, const struct rows *rows, size_t i)
{
    struct aludel_value row = rows->at[i];
    struct aludel_text name;
    if (row.type != ALUDEL_DICT || row.as.items->count == 0) {
        fold_error(f, row_span(rows, i), "a row is a dict of columns and values, and this is %s",
                   what_it_is(row));
        return false;
    }
    for (size_t k = 0; k < row.as.items->count; k++)
        if (value_name(f, row.as.items->keys[k], key_span(rows, i, k), &name))
            check_column(f, t, name, key_span(rows, i, k));
    return true;
}

/* One dict, or a list of them, whose columns the table has. `node`: where it is written, or NULL. */
static bool rows_of(struct folder *f, const struct table *t, struct aludel_value v, const struct node *node,
                    struct span at, struct rows *rows)
{
    size_t errors = f->d->errors;
    *rows = (struct rows){.count = 1, .node = node, .span = at};
    if (v.type == ALUDEL_DICT) {
        rows->at = ARENA_NEW(f->arena, struct aludel_value);
        *rows->at = v;
    } else if (v.type != ALUDEL_LIST && v.type != ALUDEL_TUPLE) {
        if (is_error(v))
            return false;
        fold_error(f, at, "rows are a list of dicts that is known at build time, not %s", what_it_is(v));
        if (v.type == ALUDEL_DEFERRED || object_of(v, OBJECT_QUERY) || object_of(v, OBJECT_QUERY_METHOD))
            diag_hint(f->d, "for rows of the database write INSERT INTO … SELECT …");
        return false;
    } else if (!known_items(f, v, at, &rows->count, &rows->at)) {
        return false;
    }
    for (size_t i = 0; i < rows->count; i++)
        if (!check_row(f, t, rows, i))
            return false;
    return f->d->errors == errors;
}

/* ---- insert(), update(), delete() ---- */

static struct item *copy_statement(struct folder *f, struct call *c)
{
    struct item *item = item_new(f, ITEM_STATEMENT, c->span);
    *item = *any_item(c->self);
    return item;
}

static struct aludel_value begin_statement(struct folder *f, struct call *c)
{
    struct item *of = item_of(c->self.type == ALUDEL_OBJECT ? c->self : arg(c, "table"), ITEM_TABLE);
    if (!of)
        return wrong_argument(f, c, "table", "a table(…)");
    struct item *item = item_new(f, ITEM_STATEMENT, c->span);
    item->table = of->table;
    item->verb = c->native->calls;
    item->values = aludel_unset();
    item->sql = constant_sql(f, "");
    return item_value(f, item);
}

static struct aludel_value where(struct folder *f, struct call *c)
{
    struct item *item = copy_statement(f, c);
    struct pieces *p = ARENA_NEW(f->arena, struct pieces);
    if (strcmp(item->verb, "insert") == 0)
        return fold_error(f, c->span, "an insert has no where()");
    for (size_t i = 0; i < c->rest.count; i++) {
        struct sql one = condition_sql(f, c->rest.at[i].value, c->rest.at[i].node->span);
        bool more = i || item->sql.text.n || item->sql.holes;
        if (i == 0 && item->sql.holes)
            pieces_append(f, p, item->sql.holes);
        else if (i == 0)
            pieces_text(f, p, item->sql.text, c->span, false);
        pieces_text(f, p, more ? AL_TEXT(" AND ") : AL_TEXT(""), c->span, false);
        if (one.holes)
            pieces_append(f, p, one.holes);
        else
            pieces_text(f, p, one.text, c->span, false);
    }
    item->sql = sql_of_pieces(f, p);
    return item_value(f, item);
}

/* values(a=1) as a dict. */
static struct aludel_value dict_of_keywords(struct folder *f, const struct table *t, const struct call *c)
{
    struct aludel_value *keys = ARENA_ARRAY(f->arena, struct aludel_value, c->rest.count + 1);
    struct aludel_value *all = ARENA_ARRAY(f->arena, struct aludel_value, c->rest.count + 1);
    for (size_t i = 0; i < c->rest.count; i++) {
        const struct argument *a = &c->rest.at[i];
        if (!a->name.n)
            return fold_error(f, argument_span(a, c->span),
                              "values() takes a dict, a list of dicts, or keywords");
        check_column(f, t, a->name, argument_span(a, c->span));
        keys[i] = aludel_textual(ALUDEL_STRING, a->name.z, a->name.n);
        all[i] = a->value;
    }
    return al_new_items(&f->eval, ALUDEL_DICT, c->rest.count, keys, all);
}

/* values(a=1), values({"a": 1}), values([{"a": 1}, …]) */
static struct aludel_value values(struct folder *f, struct call *c)
{
    struct item *item = copy_statement(f, c);
    struct rows rows;
    if (strcmp(item->verb, "delete") == 0)
        return fold_error(f, c->span, "a delete has no values()");
    if (c->rest.count != 1 || c->rest.at[0].name.n) {
        item->values = dict_of_keywords(f, item->table, c);
        return item_value(f, item);
    }
    item->values = c->rest.at[0].value;
    struct span at = argument_span(&c->rest.at[0], c->span);
    if (rows_of(f, item->table, item->values, c->rest.at[0].node, at, &rows) && rows.count != 1 &&
        strcmp(item->verb, "update") == 0)
        fold_error(f, at, "an update sets the values of one dict, and these are %zu", rows.count);
    return item_value(f, item);
}

/* ---- Rows as SQL ---- */

static struct aludel_text key_of(struct folder *f, struct aludel_value key, struct span at)
{
    struct aludel_text name = {"", 0};
    value_name(f, key, at, &name);
    return name;
}

static bool is_json(struct aludel_value v)
{
    return v.type == ALUDEL_DICT || v.type == ALUDEL_LIST || v.type == ALUDEL_TUPLE;
}

static bool is_array(const struct column *column)
{
    return column && column->type.sql.text.n > 2 &&
           memcmp(column->type.sql.text.z + column->type.sql.text.n - 2, "[]", 2) == 0;
}

static void put_array(struct folder *f, struct pieces *p, struct aludel_value v, struct span at)
{
    pieces_text(f, p, AL_TEXT("ARRAY["), at, false);
    for (size_t i = 0; i < v.as.items->count; i++) {
        pieces_text(f, p, i ? AL_TEXT(", ") : AL_TEXT(""), at, false);
        put_operand(f, p, v.as.items->values[i], at);
    }
    pieces_text(f, p, AL_TEXT("]"), at, false);
}

/* A value in its column: dicts and lists are JSON, or an array. */
static void put_cell(struct folder *f, struct pieces *p, const struct column *column, struct aludel_value v,
                     struct span at)
{
    if (is_json(v) && is_array(column)) {
        put_array(f, p, v, at);
        pieces_text(f, p, al_text(arena_format(f->arena, "::%s", shown(f, column->type.sql.text))), at, false);
    } else if (is_json(v)) {
        put_operand(f, p, apply(f, builtin_named(AL_TEXT("to_json")), false, at, 1, &v), at);
    } else {
        put_operand(f, p, v, at);
    }
}

static void put_row(struct folder *f, struct pieces *p, const struct table *t, struct aludel_value row,
                    struct span at)
{
    for (size_t i = 0; i < row.as.items->count; i++) {
        pieces_text(f, p, i ? AL_TEXT(", ") : AL_TEXT("("), at, false);
        put_cell(f, p, stub_column(t, key_of(f, row.as.items->keys[i], at)), row.as.items->values[i], at);
    }
    pieces_text(f, p, AL_TEXT(")"), at, false);
}

static void put_insert(struct folder *f, struct pieces *p, const struct table *t, struct aludel_value row,
                       struct span at)
{
    pieces_text(f, p, al_text(arena_format(f->arena, "INSERT INTO %s ", ddl_path(f->arena, f->dialect, t->path))), at,
                false);
    for (size_t i = 0; i < row.as.items->count; i++) {
        struct aludel_text name = key_of(f, row.as.items->keys[i], at);
        pieces_text(f, p, i ? AL_TEXT(", ") : AL_TEXT("("), at, false);
        pieces_text(f, p, al_text(ddl_name(f->arena, f->dialect, name)), at, false);
    }
    pieces_text(f, p, AL_TEXT(") VALUES"), at, false);
}

static bool same_keys(struct aludel_value a, struct aludel_value b)
{
    if (a.as.items->count != b.as.items->count)
        return false;
    for (size_t i = 0; i < a.as.items->count; i++)
        if (!same_value(a.as.items->keys[i], b.as.items->keys[i]))
            return false;
    return true;
}

/* So many values stand in one statement: SQLite takes 32,766 parameters, PostgreSQL 65,535. */
#define MOST_VALUES 30000
#define MOST_TEXT 200000

static size_t text_size(const struct pieces *p, size_t from)
{
    size_t n = 0;
    for (size_t i = from; i < p->list.count; i++)
        n += p->list.at[i].text.n;
    return n;
}

/* The rows from `from` on that go into one statement; gives the first that doesn't. */
static size_t put_rows(struct folder *f, struct pieces *p, const struct table *t, size_t count,
                       const struct aludel_value *rows, size_t from, struct span at)
{
    size_t cells = 0, i = from, text = 0, seen = 0;
    put_insert(f, p, t, rows[from], at);
    for (; i < count && same_keys(rows[from], rows[i]); i++) {
        cells += rows[i].as.items->count;
        text += text_size(p, seen);
        seen = p->list.count;
        if (i > from && (cells > MOST_VALUES || text > MOST_TEXT))
            break;
        pieces_text(f, p, i > from ? AL_TEXT(",\n    ") : AL_TEXT("\n    "), at, false);
        put_row(f, p, t, rows[i], at);
    }
    return i;
}

static void put_set(struct folder *f, struct pieces *p, const struct item *s)
{
    struct rows rows;
    if (!rows_of(f, s->table, s->values, NULL, s->span, &rows))
        return;
    const struct aludel_items *row = rows.at[0].as.items;
    for (size_t i = 0; i < row->count; i++) {
        struct aludel_text name = key_of(f, row->keys[i], s->span);
        const struct column *column = stub_column(s->table, name);
        const char *quoted = ddl_name(f->arena, f->dialect, name);
        pieces_text(f, p, al_text(arena_format(f->arena, "%s%s = ", i ? ", " : " SET ", quoted)), s->span, false);
        put_cell(f, p, column, row->values[i], s->span);
    }
}

static void put_where(struct folder *f, struct pieces *p, const struct item *s)
{
    if (!s->sql.text.n && !s->sql.holes)
        return;
    pieces_text(f, p, AL_TEXT(" WHERE "), s->span, false);
    if (s->sql.holes)
        pieces_append(f, p, s->sql.holes);
    else
        pieces_text(f, p, s->sql.text, s->span, false);
}

static void put_inserts(struct folder *f, struct pieces *p, const struct item *s)
{
    struct rows rows;
    size_t from = 0;
    if (!rows_of(f, s->table, s->values, NULL, s->span, &rows))
        return;
    while (from < rows.count) {
        pieces_text(f, p, from ? AL_TEXT(";\n") : AL_TEXT(""), s->span, false);
        from = put_rows(f, p, s->table, rows.count, rows.at, from, s->span);
    }
}

struct pieces *statement_pieces(struct folder *f, const struct item *s)
{
    struct pieces *p = ARENA_NEW(f->arena, struct pieces);
    const char *path = ddl_path(f->arena, f->dialect, s->table->path);
    bool update = strcmp(s->verb, "update") == 0, insert = strcmp(s->verb, "insert") == 0;
    p->type = ALUDEL_SQL;
    if ((update || insert) && s->values.type == ALUDEL_UNSET) {
        fold_error(f, s->span, "%s() says what with values(…), and there is none", s->verb);
    } else if (insert) {
        put_inserts(f, p, s);
    } else {
        const char *verb = update ? "UPDATE" : "DELETE FROM";
        pieces_text(f, p, al_text(arena_format(f->arena, "%s %s", verb, path)), s->span, false);
        if (update)
            put_set(f, p, s);
        put_where(f, p, s);
    }
    return p;
}

/* ---- op.bulk_insert ---- */

static struct aludel_value bulk_insert(struct folder *f, struct call *c)
{
    const struct item *table = item_of(arg(c, "table"), ITEM_TABLE);
    struct table named = {.path = {{"", 0}, {"", 0}}};
    size_t errors = f->d->errors;
    struct rows rows;
    if (!table)
        named.path.name = arg_name(f, c, "table");
    const struct table *into = table ? table->table : &named;
    if (!rows_of(f, into, arg(c, "rows"), c->nodes[1], arg_span(c, "rows"), &rows) || f->d->errors > errors)
        return error_value(f);
    for (size_t from = 0; from < rows.count && f->d->errors == errors;) {
        struct pieces *p = ARENA_NEW(f->arena, struct pieces);
        struct aludel_value args[2] = {0};
        const struct node *nodes[] = {c->node, c->node};
        struct call send = *c;
        send.args = args;
        send.nodes = nodes;
        p->type = ALUDEL_SQL;
        from = put_rows(f, p, into, rows.count, rows.at, from, arg_span(c, "rows"));
        send.args[0] = pieces_value(f, p);
        send.args[1] = aludel_unset();
        send_sql(f, &send, WANT_NOTHING, NULL);
    }
    return f->d->errors > errors ? error_value(f) : aludel_none();
}

static struct aludel_value inline_literal(struct folder *f, struct call *c)
{
    return arg(c, "value");
    (void)f;
}

const struct native data_directives[] = {
    {"op.bulk_insert", "table,rows,multiinsert", 2, bulk_insert, NULL},
    {"op.inline_literal", "value,type_", 1, inline_literal, NULL},
    {"table", "name,*,schema", 1, make_table, NULL},
    {"Table", "name,*,schema,extend_existing,autoload_with", 1, make_table, NULL},
    {"insert", "table", 1, begin_statement, "insert"},
    {"update", "table", 1, begin_statement, "update"},
    {"delete", "table", 1, begin_statement, "delete"},
    {"and_", "*", 0, joined, " AND "},
    {"or_", "*", 0, joined, " OR "},
    {"not_", "clause", 1, negated, NULL},
    {"table.insert", "", 0, begin_statement, "insert"},
    {"table.update", "", 0, begin_statement, "update"},
    {"table.delete", "", 0, begin_statement, "delete"},
    {"statement.where", "*", 0, where, NULL},
    {"statement.values", "*,**", 0, values, NULL},
    {"desc", "column", 1, ordered, " DESC"},
    {"asc", "column", 1, ordered, " ASC"},
    {"nullslast", "column", 1, ordered, " NULLS LAST"},
    {"nulls_last", "column", 1, ordered, " NULLS LAST"},
    {"nullsfirst", "column", 1, ordered, " NULLS FIRST"},
    {"nulls_first", "column", 1, ordered, " NULLS FIRST"},
    {"expression.desc", "", 0, ordered, " DESC"},
    {"expression.asc", "", 0, ordered, " ASC"},
    {"expression.nullslast", "", 0, ordered, " NULLS LAST"},
    {"expression.nulls_last", "", 0, ordered, " NULLS LAST"},
    {"expression.nullsfirst", "", 0, ordered, " NULLS FIRST"},
    {"expression.nulls_first", "", 0, ordered, " NULLS FIRST"},
    {"expression.in_", "other", 1, in_list, " IN "},
    {"expression.notin_", "other", 1, in_list, " NOT IN "},
    {"expression.not_in", "other", 1, in_list, " NOT IN "},
    {"expression.is_", "other", 1, behind_column, " IS "},
    {"expression.isnot", "other", 1, behind_column, " IS NOT "},
    {"expression.is_not", "other", 1, behind_column, " IS NOT "},
    {"expression.like", "other", 1, behind_column, " LIKE "},
    {"expression.ilike", "other", 1, behind_column, " ILIKE "},
    {"expression.notlike", "other", 1, behind_column, " NOT LIKE "},
};
const size_t data_directive_count = sizeof data_directives / sizeof *data_directives;
