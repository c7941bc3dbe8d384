/* default.c: what a column holds by itself: defaults, generated and identity columns. */
#include "directives/inner.h"

#include "sql/tokens.h"
#include "sql/type.h"

#include <string.h>

/* ---- Literals ---- */

/* Behind a literal's last quote; 0: it doesn't begin with one, or has in it what some quote otherwise. */
static size_t literal_end(struct aludel_text t)
{
    if (!t.n || t.z[0] != '\'')
        return 0;
    for (size_t i = 1; i < t.n; i++) {
        if ((unsigned char)t.z[i] < 0x20 || t.z[i] == '\\')
            return 0;
        if (t.z[i] == '\'' && (i + 1 == t.n || t.z[i + 1] != '\''))
            return i + 1;
        i += t.z[i] == '\'';
    }
    return 0;
}

static struct aludel_text literal_value(struct arena *a, struct aludel_text literal)
{
    struct al_builder b = al_builder(&a->memory);
    for (size_t i = 1; i + 1 < literal.n; i++) {
        al_putc(&b, literal.z[i]);
        i += literal.z[i] == '\'';
    }
    return al_built(&b);
}

/* VARCHAR of VARCHAR(40). */
static struct aludel_text without_arguments(struct arena *a, struct aludel_text type)
{
    struct al_builder b = al_builder(&a->memory);
    size_t depth = 0;
    for (size_t i = 0; i < type.n; i++) {
        depth += type.z[i] == '(';
        if (!depth)
            al_putc(&b, type.z[i]);
        depth -= type.z[i] == ')';
    }
    return al_built(&b);
}

static bool is_own_type(struct arena *a, const struct column_type *type, struct aludel_text cast)
{
    struct aludel_text own = without_arguments(a, type->spelling);
    struct aludel_text said = type_of_text(a, ALUDEL_POSTGRESQL, cast).type.spelling;
    if (al_is(cast, "bpchar"))
        return al_is(own, "CHAR");
    return al_same(said, type->spelling) || al_same(said, own);
}

/* '-1'::integer: how PostgreSQL keeps DEFAULT -1. */
static bool is_negative(struct aludel_text literal, struct aludel_text cast)
{
    bool number = literal.n > 3 && literal.z[1] == '-' && (al_is(cast, "integer") || al_is(cast, "numeric"));
    for (size_t i = 2; number && i + 1 < literal.n; i++)
        number = strchr("0123456789.", literal.z[i]) != NULL;
    return number;
}

struct sql default_without_cast(struct arena *a, enum aludel_dialect dialect, const struct column_type *type,
                                struct sql value)
{
    size_t end = value.holes ? 0 : literal_end(value.text);
    if (dialect != ALUDEL_POSTGRESQL || !end || value.text.n < end + 3 ||
        memcmp(value.text.z + end, "::", 2) != 0)
        return value;
    struct aludel_text cast = {value.text.z + end + 2, value.text.n - end - 2};
    if (is_own_type(a, type, cast))
        value.text.n = end;
    else if (is_negative((struct aludel_text){value.text.z, end}, cast))
        value.text = (struct aludel_text){value.text.z + 1, end - 2};
    return value;
}

/* The token behind the group that the first one opens; 0: it opens none. */
static size_t group_end(const struct tokens *t)
{
    size_t depth = 0;
    for (size_t i = 0; i < t->list.count; i++) {
        depth += token_is_word(t, i, "(");
        depth -= token_is_word(t, i, ")");
        if (!depth)
            return i ? i + 1 : 0;
    }
    return 0;
}

struct aludel_text expression_without_parentheses(struct arena *a, enum aludel_dialect dialect,
                                                  struct aludel_text sql)
{
    for (;;) {
        struct tokens t = tokens_of(a, dialect, sql);
        if (dialect != ALUDEL_POSTGRESQL || t.list.count < 3 || group_end(&t) != t.list.count ||
            t.list.at[0].from != 0 || t.list.at[t.list.count - 1].to != sql.n)
            return sql;
        uint32_t from = t.list.at[1].from, to = t.list.at[t.list.count - 2].to;
        sql = arena_text(a, (struct aludel_text){sql.z + from, to - from});
    }
}

static const char *python_expression(struct writing *w, struct aludel_text sql)
{
    return python_string(w->arena, expression_without_parentheses(w->arena, w->dialect, sql));
}

/* ---- server_default ---- */

static const char *constant_said(struct writing *w, const struct column_type *type, struct aludel_text t)
{
    bool sqlite = w->dialect == ALUDEL_SQLITE, boolean = sqlite && type->family == TYPE_BOOLEAN;
    if (al_is(t, sqlite ? "CURRENT_TIMESTAMP" : "now()"))
        return "sa.func.now()";
    if (al_is(t, sqlite ? "1" : "true") && (boolean || !sqlite))
        return "sa.true()";
    if (al_is(t, sqlite ? "0" : "false") && (boolean || !sqlite))
        return "sa.false()";
    return NULL;
}

static bool is_a_number(struct aludel_text t)
{
    size_t i = t.n && t.z[0] == '-';
    for (; i < t.n; i++)
        if (!strchr("0123456789.", t.z[i]))
            return false;
    return t.n > 0;
}

static struct aludel_text unquoted(struct arena *a, struct aludel_text t)
{
    return t.n && literal_end(t) == t.n ? literal_value(a, t) : t;
}

/* A server tells of DEFAULT '0' of a truth value as false. */
static struct aludel_text common_value(const struct column_type *type, struct aludel_text t)
{
    if (al_same_nocase(t, AL_TEXT("CURRENT_TIMESTAMP")))
        return AL_TEXT("now()");
    if (type->family != TYPE_BOOLEAN)
        return t;
    if (al_same_nocase(t, AL_TEXT("true")) || al_is(t, "t"))
        return AL_TEXT("1");
    return al_same_nocase(t, AL_TEXT("false")) || al_is(t, "f") ? AL_TEXT("0") : t;
}

struct aludel_text plain_value(struct writing *w, const struct column_type *type, struct sql value)
{
    struct aludel_text t = default_without_cast(w->arena, w->dialect, type, value).text;
    struct aludel_text bare = unquoted(w->arena, t);
    bool plain = constant_said(w, type, t) || is_a_number(t) || bare.z != t.z;
    return plain ? common_value(type, bare) : (struct aludel_text){"", 0};
}

/* A number is SQL: written as a string it would be one, and stay one on SQLite. */
const char *default_said(struct writing *w, const struct column_type *type, struct sql value)
{
    struct aludel_text t = default_without_cast(w->arena, w->dialect, type, value).text;
    const char *constant = constant_said(w, type, t);
    if (constant)
        return constant;
    if (t.n && literal_end(t) == t.n)
        return python_string(w->arena, literal_value(w->arena, t));
    return python_text(w->arena, t);
}

/* ---- Computed, Identity ---- */

const char *computed_said(struct writing *w, enum generated generated, struct sql expression)
{
    struct call c = call_of(w, "sa.Computed");
    call_put(&c, python_expression(w, expression.text));
    call_named(&c, "persisted", generated == GENERATED_STORED ? "True" : "False");
    return call_done(&c);
}

static const struct counting {
    const char *words, *keyword, *value; /* no value: an integer follows */
} counting[] = {{"START WITH", "start", NULL},
                {"INCREMENT BY", "increment", NULL},
                {"MINVALUE", "minvalue", NULL},
                {"MAXVALUE", "maxvalue", NULL},
                {"NO MINVALUE", "nominvalue", "True"},
                {"NO MAXVALUE", "nomaxvalue", "True"},
                {"CACHE", "cache", NULL},
                {"CYCLE", "cycle", "True"},
                {"NO CYCLE", "cycle", "False"}};
#define COUNTINGS (sizeof counting / sizeof *counting)

/* One of them, in the order in which fold writes them; behind it. NULL: it is none. */
static const char *take_counting(struct call *c, const char *z, size_t *last)
{
    for (size_t i = *last; i < COUNTINGS; i++) {
        size_t n = strlen(counting[i].words);
        if (strncmp(z, counting[i].words, n) != 0)
            continue;
        size_t digits = 0, sign = z[n] == ' ' && z[n + 1] == '-';
        if (!counting[i].value)
            digits = z[n] == ' ' ? strspn(z + n + 1 + sign, "0123456789") : 0;
        if (!counting[i].value && (!digits || digits > 18))
            continue;
        const char *number = arena_format(c->w->arena, "%.*s", (int)(sign + digits), z + n + 1);
        call_named(c, counting[i].keyword, counting[i].value ? counting[i].value : number);
        n += digits ? 1 + sign + digits : 0;
        *last = i + 1;
        return z[n] == ' ' ? z + n + 1 : z[n] ? NULL : z + n;
    }
    return NULL;
}

const char *identity_said(struct writing *w, enum identity identity, struct sql options)
{
    struct call c = call_of(w, "sa.Identity");
    const char *z = arena_string(w->arena, options.text);
    size_t last = 0;
    call_true(&c, "always", identity == IDENTITY_ALWAYS);
    while (z && *z)
        z = take_counting(&c, z, &last);
    return z ? call_done(&c) : NULL;
}
