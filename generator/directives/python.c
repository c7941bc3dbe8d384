/* python.c: strings, lists and calls, on one line; their layout is format's. */
#include "directives/inner.h"

#include <string.h>

static void put_character(struct al_builder *b, char c)
{
    static const char from[] = "\\\"\n\r\t", into[] = "\\\"nrt";
    const char *simple = c ? strchr(from, c) : NULL;
    if (simple) {
        al_putc(b, '\\');
        al_putc(b, into[simple - from]);
    } else if ((unsigned char)c < 0x20 || c == 0x7f) {
        al_putf(b, "\\x%02x", (unsigned)(unsigned char)c);
    } else {
        al_putc(b, c);
    }
}

const char *python_string(struct arena *a, struct aludel_text t)
{
    struct al_builder b = al_builder(&a->memory);
    al_putc(&b, '"');
    for (size_t i = 0; i < t.n; i++)
        put_character(&b, t.z[i]);
    al_putc(&b, '"');
    return al_built(&b).z;
}

/* Three quotes in a row would end it. */
static bool must_be_escaped(struct aludel_text t, size_t i)
{
    bool beside = (i && t.z[i - 1] == '"') || i + 1 == t.n || t.z[i + 1] == '"';
    return t.z[i] != '\n' && (t.z[i] != '"' || beside);
}

const char *python_lines(struct arena *a, struct aludel_text t)
{
    struct al_builder b = al_builder(&a->memory);
    al_puts(&b, "\"\"\"\n");
    for (size_t i = 0; i < t.n; i++) {
        if (must_be_escaped(t, i))
            put_character(&b, t.z[i]);
        else
            al_putc(&b, t.z[i]);
    }
    al_puts(&b, "\n\"\"\"");
    return al_built(&b).z;
}

const char *python_sql(struct arena *a, struct aludel_text sql)
{
    return python_string(a, al_text(arena_replaced(a, arena_string(a, sql), "\\:", "\\\\:")));
}

const char *python_text(struct arena *a, struct aludel_text sql)
{
    return arena_format(a, "sa.text(%s)", python_sql(a, sql));
}

const char *python_arguments(struct arena *a, const struct names *names)
{
    struct al_builder b = al_builder(&a->memory);
    for (size_t i = 0; i < names->count; i++) {
        al_puts(&b, i ? ", " : "");
        al_puts(&b, python_string(a, names->at[i]));
    }
    return al_built(&b).z;
}

const char *python_names(struct arena *a, const struct names *names)
{
    return arena_format(a, "[%s]", python_arguments(a, names));
}

/* ---- Calls ---- */

struct call call_of(struct writing *w, const char *name)
{
    struct call c = {w, al_builder(&w->arena->memory), 0};
    al_puts(&c.b, name);
    al_putc(&c.b, '(');
    return c;
}

void call_put(struct call *c, const char *value)
{
    al_puts(&c->b, c->count++ ? ", " : "");
    al_puts(&c->b, value);
}

void call_text(struct call *c, struct aludel_text value)
{
    call_put(c, python_string(c->w->arena, value));
}

void call_named(struct call *c, const char *keyword, const char *value)
{
    call_put(c, keyword);
    al_putc(&c->b, '=');
    al_puts(&c->b, value);
}

void call_named_text(struct call *c, const char *keyword, struct aludel_text value)
{
    if (value.n)
        call_named(c, keyword, python_string(c->w->arena, value));
}

void call_named_names(struct call *c, const char *keyword, const struct names *names)
{
    if (names->count)
        call_named(c, keyword, python_names(c->w->arena, names));
}

void call_true(struct call *c, const char *keyword, bool is)
{
    if (is)
        call_named(c, keyword, "True");
}

void call_schema(struct call *c, struct path path)
{
    call_named_text(c, "schema", path.schema);
}

const char *call_done(struct call *c)
{
    al_putc(&c->b, ')');
    return al_built(&c->b).z;
}

/* The comma behind the last keeps it open. */
const char *call_done_open(struct call *c)
{
    al_puts(&c->b, ",)");
    return al_built(&c->b).z;
}
