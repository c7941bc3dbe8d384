#include "trial/values.h"

#include "trial/types.h"

#include <string.h>

#define NUMBER_FROM 100 /* beyond what migrations number by hand */

/* ---- A type as it is written ------------------------------------------------------------------------- */

struct written { /* character varying(20)[] */
    struct aludel_text name;
    int64_t first, second; /* in the parentheses; -1: none */
    bool array;
};

static int64_t number_at(const char *z)
{
    int64_t i = 0;
    for (; *z >= '0' && *z <= '9' && i < 1000000; z++)
        i = i * 10 + (*z - '0');
    return i;
}

/* timestamp(3) without time zone: the name has a part behind the parentheses, which is looked up with it. */
static struct written take_apart(struct aludel_arena *arena, const char *type)
{
    struct written w = {{type, strlen(type)}, -1, -1, false};
    while (w.name.n > 2 && !memcmp(w.name.z + w.name.n - 2, "[]", 2)) {
        w.array = true;
        w.name.n -= 2;
    }
    const char *open = memchr(w.name.z, '(', w.name.n);
    const char *close = open ? memchr(open, ')', w.name.n - (size_t)(open - w.name.z)) : NULL;
    if (!close)
        return w;
    const char *comma = memchr(open, ',', (size_t)(close - open));
    w.first = number_at(open + 1);
    w.second = comma ? number_at(comma + 1 + strspn(comma + 1, " ")) : -1;
    const char *name = trial_format(arena, "%.*s%.*s", (int)(open - w.name.z), w.name.z,
                                    (int)(w.name.n - (size_t)(close + 1 - w.name.z)), close + 1);
    w.name = al_text(name);
    return w;
}

static const struct trial_type *type_of(enum aludel_dialect dialect, const struct trial_column *c,
                                        const struct written *w)
{
    return dialect == ALUDEL_SQLITE ? trial_sqlite_type(c->type) : trial_postgresql_type(w->name);
}

/* ---- Texts ------------------------------------------------------------------------------------------- */

/* So many characters of it as the type takes. */
static const char *cut(struct aludel_arena *arena, const char *text, int64_t length)
{
    size_t n = 0, whole = strlen(text);
    for (int64_t i = 0; length >= 0 && i < length && n < whole; i++)
        n += al_utf8_length(text + n, whole - n);
    return length < 0 ? text : al_arena_copy(arena, text, n);
}

/* Where "text 101" has no room: two letters, or one. */
static const char *short_text(struct aludel_arena *arena, unsigned n, int64_t length)
{
    if (length == 1)
        return trial_format(arena, "%c", (int)('a' + n % 26));
    if (length == 2)
        return trial_format(arena, "%c%c", (int)('a' + n / 26 % 26), (int)('a' + n % 26));
    return trial_format(arena, "%u", n % 1000);
}

static const char *filled_in(struct aludel_arena *arena, const char *pattern, unsigned n)
{
    struct al_builder b = al_builder(arena);
    for (; *pattern; pattern++) {
        if (*pattern != '%') {
            al_putc(&b, *pattern);
            continue;
        }
        pattern++;
        if (*pattern == 'n')
            al_putf(&b, "%u", NUMBER_FROM + n);
        else if (*pattern == 'd')
            al_putf(&b, "%02u", n % 28 + 1);
        else
            al_putf(&b, "%02u", n / 28 % 12 + 1);
    }
    return al_built(&b).z;
}

static const char *uuid_of(struct aludel_arena *arena, unsigned n)
{
    return trial_format(arena, "00000000-0000-4000-8000-%06u%06u", 0u, NUMBER_FROM + n);
}

/* [1,1,1] of vector(3), 101 of bit(3). */
static const char *repeated(struct aludel_arena *arena, const char *before, const char *item,
                            const char *between, const char *behind, int64_t count)
{
    struct al_builder b = al_builder(arena);
    al_puts(&b, before);
    for (int64_t i = 0; i < count; i++)
        al_putf(&b, "%s%s", i ? between : "", item);
    al_puts(&b, behind);
    return al_built(&b).z;
}

static const char *literal(struct aludel_arena *arena, const char *text, bool bare)
{
    struct al_builder b = al_builder(arena);
    if (bare)
        al_puts(&b, text);
    else
        trial_put_string(&b, text);
    return al_built(&b).z;
}

/* ---- What has a size of its own ---------------------------------------------------------------------- */

static bool is_vector(struct aludel_text name)
{
    struct aludel_text last = name;
    for (size_t i = 0; i < name.n; i++) {
        if (name.z[i] == '.')
            last = (struct aludel_text){name.z + i + 1, name.n - i - 1};
    }
    return al_is(last, "vector") || al_is(last, "halfvec");
}

static const char *sized(struct aludel_arena *arena, const struct written *w, unsigned n)
{
    int64_t size = w->first > 0 ? w->first : 3;
    if (is_vector(w->name))
        return repeated(arena, "[", trial_format(arena, "%u", n + 1), ",", "]", size);
    if (al_is(w->name, "bit") || al_is(w->name, "bit varying"))
        return repeated(arena, "", n % 2 ? "1" : "0", "", "", w->first > 0 ? size : 1);
    return NULL;
}

/* The largest of numeric(5,2): 999.99. */
static const char *largest(struct aludel_arena *arena, const struct written *w)
{
    int64_t behind = w->second > 0 ? w->second : 0, before = w->first - behind;
    const char *whole = before > 0 ? repeated(arena, "", "9", "", "", before) : "0";
    return behind ? repeated(arena, trial_format(arena, "%s.", whole), "9", "", "", behind) : whole;
}

static bool is_decimal(const struct trial_column *c, const struct written *w)
{
    return w->first > 0 && (al_begins(al_text(c->type), "numeric") ||
                            al_begins(al_text(c->type), "NUMERIC") || al_begins(al_text(c->type), "DECIMAL"));
}

/* ---- Ordinary values ----------------------------------------------------------------------------------- */

static const char *plain_text(struct aludel_arena *arena, enum aludel_dialect dialect,
                              const struct trial_column *c, const struct written *w, unsigned n)
{
    const struct trial_type *type = type_of(dialect, c, w);
    const char *text = c->word_count ? c->words[n % c->word_count] : sized(arena, w, n);
    if (text || !type)
        return text;
    if (type->is_text && w->first >= 0 && w->first < 8)
        return short_text(arena, n, w->first);
    if (is_decimal(c, w) && w->first - (w->second > 0 ? w->second : 0) < 3)
        return w->first > (w->second > 0 ? w->second : 0) ? trial_format(arena, "%u", n % 10) : "0";
    if (al_begins(al_text(type->plain), "00000000-"))
        return uuid_of(arena, n);
    if (al_is(al_text(type->name), "boolean"))
        return n % 2 ? "false" : "true";
    return filled_in(arena, type->plain, n);
}

static void put_item(struct al_builder *b, const char *text)
{
    al_putc(b, '"');
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            al_putc(b, '\\');
        al_putc(b, *text);
    }
    al_putc(b, '"');
}

static const char *array_of(struct aludel_arena *arena, const char *one, const char *other)
{
    struct al_builder b = al_builder(arena);
    al_putc(&b, '{');
    put_item(&b, one);
    al_putc(&b, ',');
    put_item(&b, other);
    al_putc(&b, '}');
    return al_built(&b).z;
}

const char *trial_plain_value(struct aludel_arena *arena, enum aludel_dialect dialect,
                              const struct trial_column *c, unsigned n)
{
    struct written w = take_apart(arena, c->type);
    const struct trial_type *type = type_of(dialect, c, &w);
    const char *text = plain_text(arena, dialect, c, &w, n);
    if (text && w.array)
        text = array_of(arena, text, plain_text(arena, dialect, c, &w, n + 1));
    return text ? literal(arena, text, type && type->bare) : NULL;
}

/* ---- Limits ---------------------------------------------------------------------------------------------- */

static void add(struct aludel_arena *arena, struct trial_values *v, const char *value)
{
    for (size_t i = 0; i < v->count; i++) {
        if (!strcmp(v->at[i], value))
            return;
    }
    if (v->count == v->room)
        v->at = al_arena_grow(arena, v->at, v->count, &v->room, sizeof *v->at);
    v->at[v->count++] = value;
}

static void add_limits(struct aludel_arena *arena, struct trial_values *v, const struct trial_type *type,
                       const struct written *w)
{
    for (const char *z = type->limits;; z++) {
        size_t n = strcspn(z, "|");
        const char *text = al_arena_copy(arena, z, n);
        if (w->array)
            add(arena, v, literal(arena, array_of(arena, cut(arena, text, w->first), ""), false));
        else if (type->is_text)
            add(arena, v, literal(arena, cut(arena, text, w->first), false));
        else
            add(arena, v, literal(arena, text, type->bare));
        z += n;
        if (!*z)
            return;
    }
}

static void add_sized(struct aludel_arena *arena, struct trial_values *v, const struct trial_column *c,
                      const struct written *w, bool bare)
{
    if (sized(arena, w, 0)) {
        add(arena, v, literal(arena, sized(arena, w, 0), false));
        add(arena, v, literal(arena, sized(arena, w, 1), false));
    }
    if (is_decimal(c, w)) {
        add(arena, v, literal(arena, largest(arena, w), bare));
        add(arena, v, literal(arena, trial_format(arena, "-%s", largest(arena, w)), bare));
    }
}

struct trial_values trial_limits(struct aludel_arena *arena, enum aludel_dialect dialect,
                                 const struct trial_column *c)
{
    struct trial_values v = {0};
    struct written w = take_apart(arena, c->type);
    const struct trial_type *type = type_of(dialect, c, &w);
    if (!c->not_null && !c->key)
        add(arena, &v, "NULL");
    if (w.array) {
        add(arena, &v, "'{}'");
        add(arena, &v, "'{NULL}'");
    }
    for (size_t i = 0; i < c->word_count && !w.array; i++)
        add(arena, &v, literal(arena, c->words[i], false));
    if (c->word_count == 0 && (!w.array || (type && type->is_text))) {
        if (type)
            add_limits(arena, &v, type, &w);
        add_sized(arena, &v, c, &w, type && type->bare);
    }
    return v;
}

/* ---- For conditions -------------------------------------------------------------------------------------- */

static bool is_number_type(enum aludel_dialect dialect, const struct trial_column *c, const struct written *w)
{
    const struct trial_type *type = type_of(dialect, c, w);
    return type && strstr(type->plain, "%n") == type->plain;
}

/* Texts of so many characters: what LENGTH() is compared with. */
static void add_of_length(struct aludel_arena *arena, struct trial_values *v, int64_t n)
{
    if (n > 0 && n <= 64) {
        add(arena, v, literal(arena, repeated(arena, "", "a", "", "", n), false));
        add(arena, v, literal(arena, repeated(arena, "", "1", "", "", n), false));
        add(arena, v, literal(arena, repeated(arena, "", "A", "", "", n), false));
    }
}

static const char *add_string(struct aludel_arena *arena, struct trial_values *v, const char *z)
{
    struct al_builder b = al_builder(arena);
    for (z++; *z && !(*z == '\'' && z[1] != '\''); z++) {
        z += *z == '\'';
        al_putc(&b, *z);
    }
    add(arena, v, literal(arena, al_built(&b).z ? al_built(&b).z : "", false));
    return *z ? z : z - 1;
}

static const char *add_number(struct aludel_arena *arena, struct trial_values *v, const char *z, bool numbers)
{
    size_t n = strspn(z, "0123456789.");
    int64_t i = number_at(z);
    for (int64_t beside = i - 1; beside <= i + 1; beside++) {
        if (numbers)
            add(arena, v, literal(arena, trial_format(arena, "%lld", (long long)beside), true));
        else
            add_of_length(arena, v, beside);
    }
    if (numbers && memchr(z, '.', n))
        add(arena, v, literal(arena, al_arena_copy(arena, z, n), true));
    return z + n - 1;
}

struct trial_values trial_candidates(struct aludel_arena *arena, enum aludel_dialect dialect,
                                     const struct trial_column *c, const char *checks)
{
    static const char *const usual[] = {
        "a",       "A",           "abc", "1",  "2024-01-01", "a@b.example", "en", "EUR", "https://b.example/",
        "#00ff00", "+4912345678", "{}",  "[]", "a-b",        "true"};
    static const char *const numbers[] = {"1", "2", "0", "10", "100", "1000", "2024"};
    struct trial_values v = {0};
    struct written w = take_apart(arena, c->type);
    bool number = is_number_type(dialect, c, &w);
    for (size_t i = 0; i < c->word_count; i++)
        add(arena, &v, literal(arena, c->words[i], false));
    for (const char *z = checks; *z; z++) {
        if (*z == '\'')
            z = add_string(arena, &v, z);
        else if (*z >= '0' && *z <= '9')
            z = add_number(arena, &v, z, number);
    }
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers && number; i++)
        add(arena, &v, numbers[i]);
    for (size_t i = 0; i < sizeof usual / sizeof *usual && !number; i++)
        add(arena, &v, literal(arena, usual[i], false));
    if (!c->not_null && !c->key)
        add(arena, &v, "NULL");
    return v;
}
