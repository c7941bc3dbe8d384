/* Rows: table() and column(), their insert(), update() and delete(), bulk_insert. */
#include "fold/op/makers.h"

#include <string.h>

/* ---- table("t", column("a", Type)) ---- */

struct aludel_value stub_of_table(struct folding *f, struct table *t, struct span at)
{
    struct item *item = item_new(f, ITEM_TABLE, at);
    item->table = t;
    return item_value(f, item);
}

/* sa.MetaData(), which Table(…) takes in SQLAlchemy. */
static bool is_metadata(struct aludel_value v)
{
    const struct object *o = object_of(v, OBJECT_MODULE);
    return o && strcmp(o->name, "sa.MetaData()") == 0;
}

static struct aludel_value make_table(struct folding *f, struct call *c)
{
    struct table *t = ARENA_NEW(f->arena, struct table);
    t->path = arg_path(f, c, "name", "schema");
    for (size_t i = 0; i < c->rest.count; i++) {
        struct aludel_value v = c->rest.at[i].value;
        const struct item *item = item_of(v, ITEM_COLUMN);
        bool says_nothing = item_of(v, ITEM_CONSTRAINT) || is_metadata(v) || is_error(v);
        if (item)
            vec_push(f->arena, &t->columns, (const struct column *)&item->column->column);
        else if (!says_nothing)
            fold_error(f, argument_span(&c->rest.at[i], c->span), "a table is made of columns, not %s",
                       kind_of(v));
    }
    return stub_of_table(f, t, c->span);
}

/* ---- insert(), update(), delete() ---- */

static struct item *copy_statement(struct folding *f, struct call *c)
{
    struct item *item = item_new(f, ITEM_STATEMENT, c->span);
    *item = *any_item(c->self);
    return item;
}

static struct aludel_value begin_statement(struct folding *f, struct call *c)
{
    struct item *of = item_of(c->self.type == ALUDEL_OBJECT ? c->self : arg(c, "table"), ITEM_TABLE);
    if (!of)
        return wrong_argument(f, c, "table", "a table(…)");
    struct item *item = item_new(f, ITEM_STATEMENT, c->span);
    item->table = of->table;
    item->verb = c->native->calls;
    item->values = aludel_unset();
    item->condition = aludel_unset();
    return item_value(f, item);
}

static struct aludel_value where(struct folding *f, struct call *c)
{
    struct item *item = copy_statement(f, c);
    struct arguments all = {0};
    struct argument former = {.value = item->condition};
    if (strcmp(item->verb, "insert") == 0)
        return fold_error(f, c->span, "an insert has no where()");
    if (former.value.type != ALUDEL_UNSET)
        vec_push(f->arena, &all, former);
    for (size_t i = 0; i < c->rest.count; i++)
        vec_push(f->arena, &all, c->rest.at[i]);
    if (all.count)
        item->condition = join_conditions(f, &all, " AND ", c->span);
    return item_value(f, item);
}

/* values(a=1) as a dict. */
static struct aludel_value dict_of_keywords(struct folding *f, const struct table *t, const struct call *c)
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
static struct aludel_value values(struct folding *f, struct call *c)
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

static void put_set(struct folding *f, struct pieces *p, const struct item *s)
{
    struct rows rows;
    if (!rows_of(f, s->table, s->values, NULL, s->span, &rows))
        return;
    const struct aludel_items *row = rows.at[0].as.items;
    for (size_t i = 0; i < row->count; i++) {
        struct aludel_text name = row_key(f, row->keys[i], s->span);
        const struct column *column = stub_column(s->table, name);
        const char *quoted = ddl_name(f->arena, f->dialect, name);
        pieces_text(f, p, al_text(arena_format(f->arena, "%s%s = ", i ? ", " : " SET ", quoted)), s->span,
                    false);
        put_cell(f, p, column, row->values[i], s->span);
    }
}

static void put_where(struct folding *f, struct pieces *p, const struct item *s)
{
    if (s->condition.type == ALUDEL_UNSET)
        return;
    struct sql sql = condition_sql(f, s->condition, s->span);
    pieces_text(f, p, AL_TEXT(" WHERE "), s->span, false);
    pieces_sql(f, p, sql, s->span);
}

static void put_inserts(struct folding *f, struct pieces *p, const struct item *s)
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

struct pieces *statement_pieces(struct folding *f, const struct item *s)
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

static struct aludel_value bulk_insert(struct folding *f, struct call *c)
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

static struct aludel_value inline_literal(struct folding *f, struct call *c)
{
    (void)f;
    return arg(c, "value");
}

const struct native data_directives[] = {
    {"op.bulk_insert", "table,rows,multiinsert", 2, bulk_insert, NULL},
    {"op.inline_literal", "value,type_", 1, inline_literal, NULL},
    {"table", "name,*,schema", 1, make_table, NULL},
    {"Table", "name,*,schema,extend_existing,autoload_with", 1, make_table, NULL},
    {"insert", "table", 1, begin_statement, "insert"},
    {"update", "table", 1, begin_statement, "update"},
    {"delete", "table", 1, begin_statement, "delete"},
    {"table.insert", "", 0, begin_statement, "insert"},
    {"table.update", "", 0, begin_statement, "update"},
    {"table.delete", "", 0, begin_statement, "delete"},
    {"statement.where", "*", 0, where, NULL},
    {"statement.values", "*,**", 0, values, NULL},
};
const size_t data_directive_count = sizeof data_directives / sizeof *data_directives;
