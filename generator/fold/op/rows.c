/* Rows of values, as dicts, and the INSERT of many. */
#include "fold/op/makers.h"

#include <string.h>

/* ---- Rows of values ---- */

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

void check_column(struct folding *f, const struct table *t, struct aludel_text name, struct span at)
{
    if (t->columns.count && !stub_column(t, name))
        unknown_column(f, t, name, at);
}

static bool check_row(struct folding *f, const struct table *t, const struct rows *rows, size_t i)
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
bool rows_of(struct folding *f, const struct table *t, struct aludel_value v, const struct node *node,
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

/* ---- Rows as SQL ---- */

struct aludel_text row_key(struct folding *f, struct aludel_value key, struct span at)
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
    return column && column->type.dimensions;
}

static void put_array(struct folding *f, struct pieces *p, struct aludel_value v, struct span at)
{
    pieces_text(f, p, AL_TEXT("ARRAY["), at, false);
    for (size_t i = 0; i < v.as.items->count; i++) {
        pieces_text(f, p, i ? AL_TEXT(", ") : AL_TEXT(""), at, false);
        put_operand(f, p, v.as.items->values[i], at);
    }
    pieces_text(f, p, AL_TEXT("]"), at, false);
}

/* A value in its column: dicts and lists are JSON, or an array. */
void put_cell(struct folding *f, struct pieces *p, const struct column *column, struct aludel_value v,
              struct span at)
{
    if (is_json(v) && is_array(column)) {
        put_array(f, p, v, at);
        pieces_text(f, p, AL_TEXT("::"), at, false);
        pieces_sql(f, p, column->type.sql, at);
    } else if (is_json(v)) {
        put_operand(f, p, apply(f, builtin_named(AL_TEXT("to_json")), false, at, 1, &v), at);
    } else {
        put_alone(f, p, v, at);
    }
}

static void put_row(struct folding *f, struct pieces *p, const struct table *t, struct aludel_value row,
                    struct span at)
{
    for (size_t i = 0; i < row.as.items->count; i++) {
        pieces_text(f, p, i ? AL_TEXT(", ") : AL_TEXT("("), at, false);
        put_cell(f, p, stub_column(t, row_key(f, row.as.items->keys[i], at)), row.as.items->values[i], at);
    }
    pieces_text(f, p, AL_TEXT(")"), at, false);
}

static void put_insert(struct folding *f, struct pieces *p, const struct table *t, struct aludel_value row,
                       struct span at)
{
    pieces_text(f, p,
                al_text(arena_format(f->arena, "INSERT INTO %s ", ddl_path(f->arena, f->dialect, t->path))),
                at, false);
    for (size_t i = 0; i < row.as.items->count; i++) {
        struct aludel_text name = row_key(f, row.as.items->keys[i], at);
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
size_t put_rows(struct folding *f, struct pieces *p, const struct table *t, size_t count,
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

const struct column *stub_column(const struct table *t, struct aludel_text name)
{
    for (size_t i = 0; i < t->columns.count; i++)
        if (al_same(t->columns.at[i]->name, name))
            return t->columns.at[i];
    return NULL;
}

void unknown_column(struct folding *f, const struct table *t, struct aludel_text name, struct span at)
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
