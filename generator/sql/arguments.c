#include "sql/arguments.h"

#include "sql/reader.h"
#include "sql/type.h"

typedef void put_type(struct arena *a, struct al_builder *b, struct aludel_text type);

static void put_as_said(struct arena *a, struct al_builder *b, struct aludel_text type)
{
    (void)a;
    al_put(b, type.z, type.n);
}

/* Without what PostgreSQL doesn't keep of an argument: VARCHAR(40) is VARCHAR. */
static void put_spelling(struct arena *a, struct al_builder *b, struct aludel_text type)
{
    struct aludel_text spelling = type_of_text(a, ALUDEL_POSTGRESQL, type).type.spelling;
    bool inside = false;
    for (size_t i = 0; i < spelling.n; i++) {
        inside = inside || spelling.z[i] == '(';
        if (!inside)
            al_putc(b, spelling.z[i]);
        inside = inside && spelling.z[i] != ')';
    }
}

/* A type of several words; another word in front of a type is the argument's name. */
static bool is_type_of_words(const struct reader *r)
{
    static const char *const patterns[] = {"DOUBLE PRECISION", "CHARACTER VARYING",  "BIT VARYING",
                                           "TIMESTAMP WITH",   "TIMESTAMP WITHOUT",  "TIME WITH",
                                           "TIME WITHOUT",     "NATIONAL CHARACTER", "CHAR VARYING"};
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
        if (tokens_match(&r->tokens, r->i, patterns[i]))
            return true;
    return false;
}

static bool is_named(const struct reader *r, size_t end)
{
    const char *next = r->i + 1 < end ? token_at(&r->tokens, r->i + 1) : "(";
    return !word_in(next, (const char *const[]){"(", ".", "[", NULL}) && !is_type_of_words(r);
}

static size_t end_of_type(struct reader *r, size_t end)
{
    size_t value = reader_find(r, "DEFAULT"), equals = reader_find(r, "=");
    value = value < equals ? value : equals;
    return value < end ? value : end;
}

/* [IN] [name] type [DEFAULT …]; what only comes back isn't said in a call. */
static void put_argument(struct al_builder *b, struct reader *r, size_t end, put_type *put)
{
    bool out = reader_take(r, "OUT");
    if (!out && !reader_take(r, "IN") && !reader_take(r, "INOUT"))
        reader_take(r, "VARIADIC");
    size_t stop = end_of_type(r, end);
    r->i += is_named(r, stop) ? 1 : 0;
    if (!out) {
        al_puts(b, b->n > 1 ? ", " : "");
        put(r->arena, b, reader_slice(r, r->i, stop));
    }
    r->i = end;
}

static struct aludel_text listed(struct arena *a, struct aludel_text list, put_type *put)
{
    struct al_builder b = al_builder(&a->memory);
    const struct reader whole = {.arena = a, .dialect = ALUDEL_POSTGRESQL};
    struct reader r = reader_of(&whole, list);
    if (!reader_take(&r, "(") || has_hole(list))
        return (struct aludel_text){"", 0};
    al_putc(&b, '(');
    for (size_t close = reader_find(&r, ")"); r.i < close; r.i++) {
        size_t comma = reader_next_comma(&r);
        put_argument(&b, &r, comma < close ? comma : close, put);
    }
    al_putc(&b, ')');
    return al_built(&b);
}

struct aludel_text arguments_of(struct arena *a, struct aludel_text list)
{
    return listed(a, list, put_spelling);
}

struct aludel_text arguments_said(struct arena *a, struct aludel_text definition)
{
    const struct reader whole = {.arena = a, .dialect = ALUDEL_POSTGRESQL};
    struct reader r = reader_of(&whole, definition);
    if (!reader_take(&r, "CREATE OR? REPLACE? FUNCTION"))
        return (struct aludel_text){"", 0};
    reader_path(&r);
    size_t from = r.i;
    if (reader_at(&r, "("))
        reader_skip_group(&r);
    return r.unsure ? (struct aludel_text){"", 0} : listed(a, reader_slice(&r, from, r.i), put_as_said);
}
