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
        i += *p != '*' && *p != '-';
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

struct span item_span(const struct call *c, const char *name, size_t i)
{
    int place = position(c->native, name);
    const struct node *n = place < 0 ? NULL : c->nodes[place];
    return element_span(n, i, arg_span(c, name));
}

struct span element_span(const struct node *list, size_t i, struct span otherwise)
{
    if (!list || (list->kind != N_LIST && list->kind != N_TUPLE) || i >= list->list.count)
        return otherwise;
    for (size_t k = 0; k <= i; k++)
        if (list->list.at[k]->kind == N_STAR)
            return otherwise;
    return list->list.at[i]->span;
}

struct span beside_span(struct folding *f, const struct call *c, const char *before, const char *after)
{
    if (given(c, before) && given(c, after))
        fold_error(f, arg_span(c, after), "%s: '%s' and '%s' exclude each other", c->native->path, before,
                   after);
    return arg_span(c, given(c, before) ? before : after);
}

const char *what_it_is(struct aludel_value v)
{
    bool empty = (v.type == ALUDEL_STRING && v.as.text.n == 0) ||
                 ((v.type == ALUDEL_LIST || v.type == ALUDEL_DICT) && v.as.items->count == 0);
    if (!empty)
        return kind_of(v);
    return v.type == ALUDEL_STRING ? "an empty string"
           : v.type == ALUDEL_LIST ? "an empty list"
                                   : "an empty dict";
}

struct aludel_value wrong_argument(struct folding *f, const struct call *c, const char *name,
                                   const char *wanted)
{
    struct aludel_value v = arg(c, name);
    if (is_error(v))
        return v;
    if (v.type == ALUDEL_DEFERRED || object_of(v, OBJECT_PIECES))
        return fold_error(f, arg_span(c, name), "%s: '%s' must be %s that is known at build time",
                          c->native->path, name, wanted);
    return fold_error(f, arg_span(c, name), "%s: '%s' must be %s, not %s", c->native->path, name, wanted,
                      what_it_is(v));
}

/* ---- Names ---- */

bool value_name(struct folding *f, struct aludel_value v, struct span at, struct aludel_text *name)
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
        bool later = v.type == ALUDEL_DEFERRED || object_of(v, OBJECT_PIECES);
        if (later)
            fold_error(f, at, "a name is expected here that is known at build time");
        else if (!is_error(v))
            fold_error(f, at, "a name is expected here, not %s", what_it_is(v));
        return false;
    }
    return true;
}

/* Constraints and indexes may have no name; what can be left out may be None. */
static bool may_be_none(const struct call *c, const char *name)
{
    bool unnamed = strcmp(name, "constraint_name") == 0 || strcmp(name, "index_name") == 0;
    return unnamed || position(c->native, name) >= c->native->required ||
           (strcmp(name, "name") == 0 && strncmp(c->native->path, "Index", 5) == 0);
}

struct aludel_text arg_name(struct folding *f, const struct call *c, const char *name)
{
    struct aludel_value v = arg(c, name);
    struct aludel_text text = {"", 0};
    if (item_of(v, ITEM_NAME) || item_of(v, ITEM_EXPRESSION) || (v.type == ALUDEL_STRING && v.as.text.n))
        value_name(f, v, arg_span(c, name), &text);
    else if (v.type != ALUDEL_UNSET && (v.type != ALUDEL_NONE || !may_be_none(c, name)))
        wrong_argument(f, c, name, "a name");
    return text;
}

struct aludel_text arg_text(struct folding *f, const struct call *c, const char *name)
{
    struct aludel_value v = arg(c, name);
    if (v.type == ALUDEL_STRING || v.type == ALUDEL_SQL)
        return v.as.text;
    if (given(c, name))
        wrong_argument(f, c, name, "a string");
    return (struct aludel_text){"", 0};
}

bool arg_bool(struct folding *f, const struct call *c, const char *name, bool fallback)
{
    struct aludel_value v = arg(c, name);
    if (v.type == ALUDEL_BOOL)
        return v.as.boolean;
    if (given(c, name))
        wrong_argument(f, c, name, "True or False");
    return fallback;
}

struct names arg_names(struct folding *f, const struct call *c, const char *name)
{
    struct names out = {0};
    struct aludel_value v = arg(c, name), *items;
    struct aludel_text one;
    size_t count = 0;
    if (!given(c, name))
        return out;
    if (v.type == ALUDEL_LIST || v.type == ALUDEL_TUPLE)
        known_items(f, v, arg_span(c, name), &count, &items);
    else
        wrong_argument(f, c, name, "a list of names");
    if (v.type == ALUDEL_STRING && v.as.text.n)
        diag_hint(f->d, "write [\"%s\"]", shown(f, v.as.text));
    for (size_t i = 0; i < count; i++)
        if (value_name(f, items[i], item_span(c, name, i), &one))
            vec_push(f->arena, &out, one);
    return out;
}

struct names arg_columns(struct folding *f, const struct call *c, const char *name)
{
    size_t errors = f->d->errors;
    struct names out = arg_names(f, c, name);
    if (out.count == 0 && f->d->errors == errors)
        wrong_argument(f, c, name, "a list of names");
    return out;
}

struct aludel_text arg_choice(struct folding *f, const struct call *c, const char *name,
                              const char *const *words, size_t count)
{
    struct aludel_value v = arg(c, name);
    struct aludel_text word = v.type == ALUDEL_STRING ? v.as.text : AL_TEXT("");
    const char *list = "";
    for (size_t i = 0; i < count; i++) {
        if (al_same_nocase(word, al_text(words[i])))
            return al_text(words[i]);
        list = arena_format(f->arena, "%s%s\"%s\"", list,
                            i == 0           ? ""
                            : i + 1 == count ? " or "
                                             : ", ",
                            words[i]);
    }
    if (!given(c, name))
        return AL_TEXT("");
    if (!word.n) {
        wrong_argument(f, c, name, list);
        return AL_TEXT("");
    }
    fold_error(f, arg_span(c, name), "%s: '%s' can't be '%s'", c->native->path, name, shown(f, word));
    const char *near = al_nearest(word, words, count);
    if (near)
        diag_hint(f->d, "did you mean '%s'?", near);
    else
        diag_hint(f->d, "it is %s", list);
    return AL_TEXT("");
}

struct path arg_path(struct folding *f, const struct call *c, const char *name, const char *schema)
{
    struct path path = {arg_name(f, c, schema), arg_name(f, c, name)};
    return plain_path(f->dialect, path);
}

/* ---- SQL ---- */

struct sql constant_sql(const char *z)
{
    struct sql sql = {al_text(z), NULL};
    return sql;
}

struct sql sql_of_pieces(struct folding *f, struct pieces *p)
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

void pieces_sql(struct folding *f, struct pieces *p, struct sql sql, struct span at)
{
    if (sql.holes)
        pieces_append(f, p, sql.holes);
    else
        pieces_text(f, p, sql.text, at, false);
}

bool value_sql(struct folding *f, struct aludel_value v, struct span at, struct sql *sql)
{
    struct pieces *p = pieces_of(f, v);
    if (is_expression(v)) {
        *sql = expression_sql(f, v);
        return true;
    }
    if (!p) {
        const struct object *function = object_of(v, OBJECT_SQL_FUNCTION);
        if (!is_error(v))
            fold_error(f, at, "SQL text is expected here, not %s", what_it_is(v));
        if (function)
            diag_hint(f->d, "call it: func.%s()", function->name);
        return false;
    }
    *sql = sql_of_pieces(f, p);
    return true;
}

struct sql arg_sql(struct folding *f, const struct call *c, const char *name)
{
    struct sql sql = {{"", 0}, NULL};
    if (given(c, name))
        value_sql(f, arg(c, name), arg_span(c, name), &sql);
    return sql;
}

struct sql sql_literal(struct folding *f, struct aludel_value v, struct span at)
{
    struct pieces *p = ARENA_NEW(f->arena, struct pieces);
    p->type = ALUDEL_SQL;
    put_sql_argument(f, p, v, at);
    return sql_of_pieces(f, p);
}

struct sql expression_sql(struct folding *f, struct aludel_value v)
{
    const struct item *column = item_of(v, ITEM_COLUMN);
    if (column)
        return constant_sql(ddl_name(f->arena, f->dialect, column->column->column.name));
    return any_item(v)->sql;
}

static void put_sql_item(struct folding *f, struct pieces *p, struct aludel_value v, struct span at)
{
    struct sql sql;
    if (!value_sql(f, v, at, &sql))
        return;
    pieces_sql(f, p, sql, at);
}

void put_sql_argument(struct folding *f, struct pieces *p, struct aludel_value v, struct span at)
{
    const struct object *o = object_of(v, OBJECT_PIECES);
    if (o && o->pieces->type == ALUDEL_SQL) {
        pieces_append(f, p, o->pieces);
    } else if (is_expression(v)) {
        put_sql_item(f, p, v, at);
    } else if (is_known(v)) {
        struct al_builder b = al_builder(&f->arena->memory);
        al_write_hole(&f->eval, &b, f->dialect, ALUDEL_HOLE_LITERAL, NULL, v);
        checked(f, v, at);
        pieces_text(f, p, al_built(&b), at, false);
    } else {
        pieces_hole(f, p, deferred(lowered(f, v, at)), FILTER_NONE, at);
    }
}
