/* Index(…), and what the keywords of create_index mean. */
#include "fold/op/makers.h"

#include <string.h>

/* ---- What is indexed ---- */

static size_t word_length(struct aludel_text t)
{
    size_t n = 0;
    while (n < t.n && !strchr(" \t\r\n", t.z[n]))
        n++;
    return n;
}

static struct aludel_text skip_blanks(struct aludel_text t)
{
    while (t.n && strchr(" \t\r\n", *t.z))
        t.z++, t.n--;
    return t;
}

static bool is_order_word(struct aludel_text word)
{
    static const char *const words[] = {"asc", "desc", "nulls", "first", "last"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (al_same_nocase(word, al_text(words[i])))
            return true;
    return false;
}

static bool is_identifier(struct aludel_text t)
{
    for (size_t i = 0; i < t.n; i++) {
        char c = t.z[i];
        bool digit = c >= '0' && c <= '9';
        if (!(c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (digit && i)))
            return false;
    }
    return t.n != 0;
}

/* text("created_at DESC") is a column with its order. */
static bool ordered_column(struct aludel_text t, struct index_element *out)
{
    t = skip_blanks(t);
    struct aludel_text name = {t.z, word_length(t)},
                       rest = skip_blanks((struct aludel_text){t.z + name.n, t.n - name.n});
    if (!is_identifier(name))
        return false;
    out->tail = rest;
    while (rest.n) {
        struct aludel_text word = {rest.z, word_length(rest)};
        if (!is_order_word(word))
            return false;
        rest = skip_blanks((struct aludel_text){rest.z + word.n, rest.n - word.n});
    }
    out->column = name;
    return true;
}

/* text("lower(name) DESC"): the order stands by itself. */
static void split_order(struct index_element *e)
{
    struct aludel_text t = e->expression.text;
    size_t from = t.n;
    for (size_t at = t.n; at > 0; from = at) {
        while (at > 0 && !strchr(" \t\r\n", t.z[at - 1]))
            at--;
        if (at == 0 || !is_order_word((struct aludel_text){t.z + at, from - at}))
            break;
        while (at > 0 && strchr(" \t\r\n", t.z[at - 1]))
            at--;
    }
    e->tail = skip_blanks((struct aludel_text){t.z + from, t.n - from});
    e->expression.text.n = from;
}

static bool element(struct folding *f, struct aludel_value v, struct span at, struct index *out)
{
    struct index_element e = {.column = {"", 0}, .tail = {"", 0}, .span = at};
    const struct item *item = item_of(v, ITEM_EXPRESSION);
    bool sql = v.type == ALUDEL_SQL || object_of(v, OBJECT_PIECES) || (item && !item->name.n);
    if (sql ? !value_sql(f, v, at, &e.expression) : !value_name(f, v, at, &e.column))
        return false;
    if (sql && !e.expression.holes && ordered_column(e.expression.text, &e))
        e.expression.text = (struct aludel_text){"", 0};
    else if (sql && !e.expression.holes)
        split_order(&e);
    vec_push(f->arena, &out->elements, e);
    return true;
}

static bool index_elements(struct folding *f, const struct call *c, struct aludel_value columns,
                           struct span at, struct index *out)
{
    struct aludel_value *items;
    size_t count;
    if (columns.type != ALUDEL_LIST && columns.type != ALUDEL_TUPLE) {
        if (!is_error(columns))
            fold_error(f, at, "%s: 'columns' must be a list of names or text(\"…\"), not %s", c->native->path,
                       kind_of(columns));
        if (columns.type == ALUDEL_STRING)
            diag_hint(f->d, "write [\"%s\"]", shown(f, columns.as.text));
        return false;
    }
    known_items(f, columns, at, &count, &items);
    for (size_t i = 0; i < count; i++)
        if (!element(f, items[i], item_span(c, "columns", i), out))
            return false;
    if (count == 0)
        fold_error(f, at, "%s: there is no column to index", c->native->path);
    return count > 0;
}

/* ---- Keywords ---- */

static struct index_element *element_of(struct index *index, struct aludel_text column)
{
    for (size_t i = 0; i < index->elements.count; i++)
        if (al_same(index->elements.at[i].column, column))
            return &index->elements.at[i];
    return NULL;
}

/* What an expression is called there isn't known. */
static bool has_expressions(const struct index *index)
{
    for (size_t i = 0; i < index->elements.count; i++)
        if (!index->elements.at[i].column.n)
            return true;
    return false;
}

static void add_class(struct folding *f, const struct call *c, struct index *out, struct aludel_text column,
                      struct aludel_text class)
{
    struct index_element *e = element_of(out, column);
    if (!e && !has_expressions(out) && out->elements.count)
        fold_error(f, arg_span(c, "postgresql_ops"),
                   "%s: 'postgresql_ops' is of a column that isn't indexed: '%s'", c->native->path,
                   shown(f, column));
    if (!e)
        return;
    const char *tail = e->tail.n ? arena_format(f->arena, " %s", shown(f, e->tail)) : "";
    e->tail = al_text(arena_format(f->arena, "%s%s", shown(f, class), tail));
}

static void add_classes(struct folding *f, const struct call *c, struct index *out)
{
    struct aludel_value ops = arg(c, "postgresql_ops");
    if (!given(c, "postgresql_ops"))
        return;
    if (ops.type != ALUDEL_DICT) {
        wrong_argument(f, c, "postgresql_ops", "a dict of columns and operator classes");
        return;
    }
    for (size_t i = 0; i < ops.as.items->count; i++) {
        struct aludel_value class = ops.as.items->values[i], column = ops.as.items->keys[i];
        if (class.type == ALUDEL_STRING && column.type == ALUDEL_STRING)
            add_class(f, c, out, column.as.text, class.as.text);
        else if (!is_error(class))
            fold_error(f, arg_span(c, "postgresql_ops"),
                       "%s: 'postgresql_ops' has a name for each column that is known at build time, not %s",
                       c->native->path, what_it_is(class));
    }
}

static bool is_storage_word(struct aludel_value v)
{
    for (size_t i = 0; v.type == ALUDEL_STRING && i < v.as.text.n; i++) {
        char c = v.as.text.z[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        if (!letter && !(c >= '0' && c <= '9') && c != '.')
            return false;
    }
    return v.type == ALUDEL_STRING && v.as.text.n;
}

static void put_storage(struct al_builder *b, struct aludel_value v)
{
    if (v.type == ALUDEL_BOOL)
        al_puts(b, v.as.boolean ? "true" : "false");
    else
        al_write_str(b, v);
}

/* {"fillfactor": 50} as WITH (fillfactor = 50) */
struct sql storage_options(struct folding *f, const struct call *c, const char *name)
{
    struct al_builder b = al_builder(&f->arena->memory);
    struct aludel_value with = arg(c, name);
    struct sql sql = {{"", 0}, NULL};
    if (given(c, name) && with.type != ALUDEL_DICT)
        wrong_argument(f, c, name, "a dict of storage parameters");
    if (with.type != ALUDEL_DICT)
        return sql;
    for (size_t i = 0; i < with.as.items->count; i++) {
        struct aludel_value key = with.as.items->keys[i], v = with.as.items->values[i];
        bool plain = v.type == ALUDEL_INT || v.type == ALUDEL_FLOAT || v.type == ALUDEL_BOOL;
        if (!is_storage_word(key) || !(plain || is_storage_word(v)))
            fold_error(f, arg_span(c, name),
                       "%s: a storage parameter is a word with a number, a word, True or False",
                       c->native->path);
        al_puts(&b, i ? ", " : "WITH (");
        al_write_str(&b, key);
        al_puts(&b, " = ");
        put_storage(&b, v);
    }
    al_puts(&b, with.as.items->count ? ")" : "");
    sql.text = al_built(&b);
    return sql;
}

static void add_tablespace(struct folding *f, const struct call *c, struct index *out)
{
    struct aludel_text space = arg_name(f, c, "postgresql_tablespace");
    if (space.n)
        out->options.text =
            al_text(arena_format(f->arena, "%s%sTABLESPACE %s", shown(f, out->options.text),
                                 out->options.text.n ? " " : "", ddl_name(f->arena, f->dialect, space)));
}

static void postgresql_options(struct folding *f, const struct call *c, struct index *out)
{
    out->where = arg_sql(f, c, "postgresql_where");
    out->method = arg_text(f, c, "postgresql_using");
    out->include = arg_names(f, c, "postgresql_include");
    out->nulls_not_distinct = arg_bool(f, c, "postgresql_nulls_not_distinct", false);
    out->options = storage_options(f, c, "postgresql_with");
    add_classes(f, c, out);
    add_tablespace(f, c, out);
}

/* What isn't of this database is looked at all the same. */
static void index_options(struct folding *f, const struct call *c, struct index *out)
{
    struct index other = {0};
    struct sql where = arg_sql(f, c, "sqlite_where");
    for (size_t i = 0; i < out->elements.count; i++)
        vec_push(f->arena, &other.elements, out->elements.at[i]);
    postgresql_options(f, c, f->dialect == ALUDEL_POSTGRESQL ? out : &other);
    if (f->dialect == ALUDEL_SQLITE)
        out->where = where;
    out->unique = arg_bool(f, c, "unique", false);
    out->made = c->span;
}

static struct aludel_value make_index(struct folding *f, struct call *c)
{
    struct item *item = item_new(f, ITEM_INDEX, c->span);
    item->index = ARENA_NEW(f->arena, struct index);
    item->index->path.name = arg_name(f, c, "name");
    item->name_is_final = item_of(arg(c, "name"), ITEM_NAME) != NULL;
    for (size_t i = 0; i < c->rest.count; i++)
        element(f, c->rest.at[i].value, argument_span(&c->rest.at[i], c->span), item->index);
    if (c->rest.count == 0)
        fold_error(f, c->span, "Index() names no column");
    index_options(f, c, item->index);
    return item_value(f, item);
}

#define OPTIONS                                                                                           \
    "unique,postgresql_using,postgresql_where,postgresql_include,postgresql_concurrently,postgresql_ops," \
    "postgresql_with,postgresql_nulls_not_distinct,postgresql_tablespace,sqlite_where,quote,info"

const struct native index_makers[] = {
    {"Index", "name,*," OPTIONS, 1, make_index, NULL},
};
const size_t index_maker_count = sizeof index_makers / sizeof *index_makers;

/* ---- op.create_index, op.drop_index ---- */

static struct aludel_value create_index(struct folding *f, struct call *c)
{
    size_t errors = f->d->errors;
    struct index *index = ARENA_NEW(f->arena, struct index);
    struct change change = change_at(c, CHANGE_CREATE_INDEX, "index_name");
    change.table = table_of(f, c);
    index->path = (struct path){change.table.schema, arg_name(f, c, "index_name")};
    index->table = change.table.name;
    index_elements(f, c, arg(c, "columns"), arg_span(c, "columns"), index);
    index_options(f, c, index);
    name_index_by_convention(f, change.table, index, item_of(arg(c, "index_name"), ITEM_NAME) != NULL);
    change.index = index;
    change.if_not_exists = arg_bool(f, c, "if_not_exists", false);
    change.concurrently = postgresql_says(f, c, "postgresql_concurrently");
    return make_change(f, c, &change, errors);
}

static struct aludel_value drop_index(struct folding *f, struct call *c)
{
    size_t errors = f->d->errors;
    if (later_name(c, "index_name") && !given(c, "postgresql_concurrently"))
        return drop_later(f, c, "DROP INDEX", "index_name");
    struct change change = change_in_table(f, c, CHANGE_DROP_INDEX, "index_name");
    change.if_exists = arg_bool(f, c, "if_exists", false);
    change.concurrently = postgresql_says(f, c, "postgresql_concurrently");
    return make_change(f, c, &change, errors);
}

static struct aludel_value rename_index(struct folding *f, struct call *c)
{
    return rename_in_table(f, c, CHANGE_RENAME_INDEX);
}

const struct native index_directives[] = {
    {"op.create_index", "index_name,table_name,columns,schema," OPTIONS ",if_not_exists", 3, create_index,
     NULL},
    {"op.drop_index", "index_name,table_name,schema,if_exists," OPTIONS, 1, drop_index, NULL},
    {"op.rename_index", "old_name,new_name,table_name,schema", 2, rename_index, NULL},
    {"batch_op.create_index", "index_name,columns,-,if_not_exists," OPTIONS, 2, create_index, NULL},
    {"batch_op.drop_index", "index_name,-,if_exists," OPTIONS, 1, drop_index, NULL},
};
const size_t index_directive_count = sizeof index_directives / sizeof *index_directives;
