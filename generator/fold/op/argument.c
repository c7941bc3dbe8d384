/* A directive's arguments, by their names. */
#include "fold/op/makers.h"

#include <string.h>

static int position(const struct native *n, const char *name)
{
    int i = 0;
    size_t length = strlen(name);
    for (const char *p = n->parameters; *p;) {
        size_t word = strcspn(p, ",");
        if (word == length && memcmp(p, name, length) == 0)
            return i;
        i += *p != '*';
        p += word + (p[word] == ',');
    }
    return -1;
}

struct aludel_value arg(const struct call *c, const char *name)
{
    int i = position(c->native, name);
    return i < 0 ? aludel_unset() : c->args[i];
}

bool given(const struct call *c, const char *name)
{
    struct aludel_value v = arg(c, name);
    return v.type != ALUDEL_UNSET && v.type != ALUDEL_NONE;
}

struct span arg_span(const struct call *c, const char *name)
{
    int i = position(c->native, name);
    return i < 0 || !c->nodes[i] ? c->span : c->nodes[i]->span;
}

struct aludel_value wrong_argument(struct folder *f, const struct call *c, const char *name, const char *wanted)
{
    struct aludel_value v = arg(c, name);
    if (is_error(v))
        return v;
    if (v.type == ALUDEL_DEFERRED || object_of(v, OBJECT_PIECES))
        return fold_error(f, arg_span(c, name), "%s: '%s' must be %s that is known at build time", c->native->path,
                          name, wanted);
    return fold_error(f, arg_span(c, name), "%s: '%s' must be %s, not %s", c->native->path, name, wanted,
                      kind_of(v));
}

/* ---- Names ---- */

bool value_name(struct folder *f, struct aludel_value v, struct span at, struct aludel_text *name)
{
    const struct item *item = item_of(v, ITEM_NAME), *field = item_of(v, ITEM_EXPRESSION);
    const struct item *column = item_of(v, ITEM_COLUMN);
    if (item || (field && field->name.n))
        *name = item ? item->name : field->name;
    else if (column)
        *name = column->column->column.name;
    else if (v.type == ALUDEL_STRING && v.as.text.n)
        *name = v.as.text;
    else {
        if (!is_error(v))
            fold_error(f, at, "a name is expected here, not %s",
                       v.type == ALUDEL_STRING ? "an empty string" : kind_of(v));
        return false;
    }
    return true;
}

struct aludel_text arg_name(struct folder *f, const struct call *c, const char *name)
{
    struct aludel_value v = arg(c, name);
    struct aludel_text text = {"", 0};
    if (item_of(v, ITEM_NAME) || item_of(v, ITEM_EXPRESSION) || (v.type == ALUDEL_STRING && v.as.text.n))
        value_name(f, v, arg_span(c, name), &text);
    else if (v.type != ALUDEL_UNSET && v.type != ALUDEL_NONE)
        wrong_argument(f, c, name, "a name");
    return text;
}

struct aludel_text arg_text(struct folder *f, const struct call *c, const char *name)
{
    struct aludel_value v = arg(c, name);
    if (v.type == ALUDEL_STRING || v.type == ALUDEL_SQL)
        return v.as.text;
    if (given(c, name))
        wrong_argument(f, c, name, "a string");
    return (struct aludel_text){"", 0};
}

bool arg_bool(struct folder *f, const struct call *c, const char *name, bool fallback)
{
    struct aludel_value v = arg(c, name);
    if (v.type == ALUDEL_BOOL)
        return v.as.boolean;
    if (given(c, name))
        wrong_argument(f, c, name, "True or False");
    return fallback;
}

struct names arg_names(struct folder *f, const struct call *c, const char *name)
{
    struct names out = {0};
    struct aludel_value v = arg(c, name), *items = &v;
    struct aludel_text one;
    size_t count = 1;
    if (!given(c, name))
        return out;
    if (v.type == ALUDEL_LIST || v.type == ALUDEL_TUPLE)
        known_items(f, v, arg_span(c, name), &count, &items);
    else if (v.type != ALUDEL_STRING && !any_item(v))
        wrong_argument(f, c, name, "a list of names");
    else if (v.type == ALUDEL_STRING && strchr(c->native->path, '.') && strncmp(name, "postgresql_", 11) != 0 && name[strlen(name) - 1] == 's')
        wrong_argument(f, c, name, "a list of names");
    for (size_t i = 0; i < count; i++)
        if (value_name(f, items[i], arg_span(c, name), &one))
            vec_push(f->arena, &out, one);
    return out;
}

static bool is_default_schema(const struct folder *f, struct aludel_text name)
{
    return al_is(name, f->dialect == ALUDEL_SQLITE ? "main" : "public");
}

struct path arg_path(struct folder *f, const struct call *c, const char *name, const char *schema)
{
    struct path path = {arg_name(f, c, schema), arg_name(f, c, name)};
    if (is_default_schema(f, path.schema))
        path.schema = (struct aludel_text){"", 0};
    return path;
}

/* ---- SQL ---- */

struct sql constant_sql(struct folder *f, const char *z)
{
    (void)f;
    struct sql sql = {al_text(z), NULL};
    return sql;
}

struct sql sql_of_pieces(struct folder *f, struct pieces *p)
{
    struct sql sql = {{"", 0}, NULL};
    p->type = ALUDEL_SQL;
    struct aludel_value v = pieces_value(f, p);
    if (object_of(v, OBJECT_PIECES))
        sql.holes = p;
    else
        sql.text = v.as.text;
    return sql;
}

bool value_sql(struct folder *f, struct aludel_value v, struct span at, struct sql *sql)
{
    struct pieces *p = pieces_of(f, v);
    if (is_expression(v)) {
        *sql = expression_sql(f, v);
        return true;
    }
    if (!p) {
        if (!is_error(v))
            fold_error(f, at, "SQL text is expected here, not %s", kind_of(v));
        return false;
    }
    *sql = sql_of_pieces(f, p);
    return true;
}

struct sql arg_sql(struct folder *f, const struct call *c, const char *name)
{
    struct sql sql = {{"", 0}, NULL};
    if (given(c, name))
        value_sql(f, arg(c, name), arg_span(c, name), &sql);
    return sql;
}

struct sql sql_literal(struct folder *f, struct aludel_value v, struct span at)
{
    struct pieces *p = ARENA_NEW(f->arena, struct pieces);
    p->type = ALUDEL_SQL;
    put_sql_argument(f, p, v, at);
    return sql_of_pieces(f, p);
}
