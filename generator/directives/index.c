/* index.c: indexes; what no argument says is SQL. */
#include "directives/inner.h"

#include <string.h>

static bool is_identifier(struct aludel_text t)
{
    for (size_t i = 0; i < t.n; i++) {
        char c = t.z[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        if (!letter && (i == 0 || c < '0' || c > '9'))
            return false;
    }
    return t.n > 0;
}

/* "DESC NULLS LAST": where it begins in a tail; its length: there is none. */
static size_t order_in(struct aludel_text tail)
{
    static const char *const words[] = {"ASC", "DESC", "NULLS", "FIRST", "LAST"};
    size_t from = tail.n;
    while (from > 0) {
        size_t at = from;
        while (at > 0 && tail.z[at - 1] != ' ')
            at--;
        struct aludel_text word = {tail.z + at, from - at};
        bool known = false;
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            known = known || al_is(word, words[i]);
        if (!known)
            break;
        from = at && at > 1 ? at - 1 : at;
    }
    return from;
}

/* ---- Elements ---- */

/* fold takes such text for a column. */
static bool reads_as_column(struct aludel_text t)
{
    size_t n = 0;
    while (n < t.n && t.z[n] != ' ')
        n++;
    return is_identifier((struct aludel_text){t.z, n});
}

static bool stands_twice(const struct index *index, struct aludel_text column)
{
    size_t count = 0;
    for (size_t i = 0; i < index->elements.count; i++)
        count += al_same(index->elements.at[i].column, column);
    return count > 1;
}

static const char *expression_said(struct writing *w, const struct index *index,
                                   const struct index_element *e)
{
    struct sql expression = element_typed(w, index, (size_t)(e - index->elements.at));
    struct aludel_text t = expression.text, tail = e->tail;
    if (expression.holes || reads_as_column(t))
        return NULL;
    const char *text =
        arena_format(w->arena, "%.*s%s%.*s", (int)t.n, t.z, tail.n ? " " : "", (int)tail.n, tail.z);
    return python_text(w->arena, al_text(text));
}

/* NULL: it can't be said. `class`: where its operator class is put, if it has one. */
static const char *element_said(struct writing *w, const struct index *index, const struct index_element *e,
                                struct aludel_text *class)
{
    struct aludel_text tail = e->tail;
    size_t order = order_in(tail);
    *class = (struct aludel_text){tail.z, order};
    if (!e->column.n)
        return order ? NULL : expression_said(w, index, e);
    if (order && (w->dialect == ALUDEL_SQLITE || stands_twice(index, e->column)))
        return NULL;
    if (order == tail.n)
        return python_string(w->arena, e->column);
    struct aludel_text rest = {tail.z + order + (order > 0), tail.n - order - (order > 0)};
    const char *text =
        arena_format(w->arena, "%.*s %.*s", (int)e->column.n, e->column.z, (int)rest.n, rest.z);
    return is_identifier(e->column) ? python_text(w->arena, al_text(text)) : NULL;
}

struct elements_said {
    const char *list, *classes; /* classes: "" where there are none */
};

static bool elements_said(struct writing *w, const struct index *index, struct elements_said *out)
{
    struct al_builder list = al_builder(&w->arena->memory), classes = al_builder(&w->arena->memory);
    for (size_t i = 0; i < index->elements.count; i++) {
        struct aludel_text class;
        const char *element = element_said(w, index, &index->elements.at[i], &class);
        if (!element)
            return false;
        al_putf(&list, "%s%s", i ? ", " : "[", element);
        if (class.n)
            al_putf(&classes, "%s%s: %s", classes.n ? ", " : "{",
                    python_string(w->arena, index->elements.at[i].column), python_string(w->arena, class));
    }
    al_puts(&list, "]");
    al_puts(&classes, classes.n ? "}" : "");
    *out = (struct elements_said){al_built(&list).z, al_built(&classes).z};
    return true;
}

/* ---- WITH ---- */

static bool is_number(const char *z)
{
    return *z && strspn(z, "0123456789") == strlen(z) && strlen(z) < 10;
}

/* "WITH (fillfactor = 70)" as {"fillfactor": 70}; NULL: it isn't written so. */
static const char *storage_said(struct writing *w, struct aludel_text options)
{
    struct al_builder b = al_builder(&w->arena->memory);
    const char *z = arena_string(w->arena, options);
    if (strncmp(z, "WITH (", 6) != 0)
        return NULL;
    for (z += 6; *z;) {
        size_t key = strspn(z, "abcdefghijklmnopqrstuvwxyz_.");
        if (!key || strncmp(z + key, " = ", 3) != 0)
            return NULL;
        const char *value = z + key + 3;
        size_t n = strspn(value, "abcdefghijklmnopqrstuvwxyz_0123456789");
        const char *said = arena_format(w->arena, "%.*s", (int)n, value);
        bool boolean = strcmp(said, "true") == 0 || strcmp(said, "false") == 0;
        if (!n || boolean || (!is_number(said) && *said >= '0' && *said <= '9'))
            return NULL;
        al_putf(&b, "%s\"%.*s\": %s", b.n ? ", " : "{", (int)key, z,
                is_number(said) ? said : python_string(w->arena, al_text(said)));
        z = value + n;
        if (strcmp(z, ")") == 0) {
            al_puts(&b, "}");
            return al_built(&b).z;
        }
        if (strncmp(z, ", ", 2) != 0)
            return NULL;
        z += 2;
    }
    return NULL;
}

/* ---- The changes ---- */

/* False: they can't be said. */
static bool put_options(struct call *call, const struct index *i)
{
    struct writing *w = call->w;
    bool sqlite = w->dialect == ALUDEL_SQLITE;
    const char *where = sqlite ? "sqlite_where" : "postgresql_where";
    const char *other = sqlite ? "postgresql_where" : "sqlite_where";
    struct aludel_text there = other_where(w, i);
    struct aludel_text plain = expression_without_parentheses(w->arena, w->dialect, i->where.text);
    const char *condition = python_text(w->arena, plain);
    const char *storage = i->options.text.n ? storage_said(w, i->options.text) : "";
    if (!storage || i->options.holes || i->where.holes)
        return false;
    call_true(call, "unique", i->unique);
    if (!al_is(i->method, "btree")) /* which it is without a word */
        call_named_text(call, "postgresql_using", i->method);
    call_named_names(call, "postgresql_include", &i->include);
    if (has_sql(i->where))
        call_named(call, where, condition);
    if (has_sql(i->where) && w->style->both)
        call_named(call, other, there.n ? python_text(w->arena, there) : condition);
    if (*storage)
        call_named(call, "postgresql_with", storage);
    call_true(call, "postgresql_nulls_not_distinct", i->nulls_not_distinct);
    return true;
}

const char *say_create_index(struct writing *w, const struct change *c)
{
    const struct index *i = c->index;
    struct elements_said elements;
    if (!i->path.name.n || !elements_said(w, i, &elements))
        return NULL;
    struct call call = call_of(w, "op.create_index");
    call_put(&call, index_said(w, i->path.name));
    call_text(&call, i->table);
    call_put(&call, elements.list);
    call_schema(&call, i->path);
    if (!put_options(&call, i))
        return NULL;
    if (*elements.classes)
        call_named(&call, "postgresql_ops", elements.classes);
    call_true(&call, "if_not_exists", c->if_not_exists);
    call_true(&call, "postgresql_concurrently", c->concurrently);
    return call_done(&call);
}

static struct aludel_text table_of(struct writing *w, const struct change *c)
{
    const struct thing *there = schema_find(w->now, THING_INDEX, (struct path){c->table.schema, c->name});
    return c->table.name.n || !there ? c->table.name : there->on.name;
}

const char *say_drop_index(struct writing *w, const struct change *c)
{
    struct call call = call_of(w, "op.drop_index");
    call_put(&call, index_said(w, c->name));
    call_named_text(&call, "table_name", table_of(w, c));
    call_schema(&call, c->table);
    call_true(&call, "if_exists", c->if_exists);
    call_true(&call, "postgresql_concurrently", c->concurrently);
    return call_done(&call);
}

const char *say_rename_index(struct writing *w, const struct change *c)
{
    struct call call = call_of(w, "op.rename_index");
    call_text(&call, c->name);
    call_text(&call, c->text);
    call_named_text(&call, "table_name", table_of(w, c));
    call_schema(&call, c->table);
    return call_done(&call);
}
