/*
 * literal.c: values as SQL literals and in all the other places where a hole can stand.
 *
 * Nothing that is written may run together with the text around it: a string behind a letter (E'…') or
 * another string gets a space in front, as does a minus behind a minus.
 */
#include "core/literal.h"

#include "core/py.h"

#include <math.h>
#include <string.h>

static bool refuse(struct aludel_eval *e, const char *why)
{
    al_raise(e, "%s", why);
    return false;
}

/* NUL ends a statement, ALUDEL_PARAMETER stands for a bound value, and what isn't UTF-8 wouldn't arrive. */
static bool check_text(struct aludel_eval *e, struct aludel_text t)
{
    if (t.n > 0 && memchr(t.z, '\0', t.n)) {
        return refuse(e, "a value with a NUL character can't be written into SQL");
    }
    if (t.n > 0 && memchr(t.z, ALUDEL_PARAMETER, t.n)) {
        return refuse(e, "a value with the control character U+0001 can't be written into SQL");
    }
    return al_utf8_valid(t) || refuse(e, "a value that isn't valid UTF-8 can't be written into SQL");
}

static void put_doubled(struct al_builder *b, struct aludel_text t, const char *doubled)
{
    size_t count = strlen(doubled);
    for (size_t i = 0; i < t.n; i++) {
        if (memchr(doubled, t.z[i], count)) {
            al_putc(b, t.z[i]);
        }
        al_putc(b, t.z[i]);
    }
}

static char last_character(const struct al_builder *b)
{
    return b->n > 0 ? b->z[b->n - 1] : '\0';
}

/* Before a quote: neither a letter that would change its meaning nor another quote that it would double. */
static void keep_apart(struct al_builder *b)
{
    unsigned char c = (unsigned char)last_character(b);
    bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c >= 0x80;
    if (word || c == '_' || c == '$' || c == '\'' || c == '&') {
        al_putc(b, ' ');
    }
}

static void put_beside(struct al_builder *b, struct aludel_text t)
{
    char last = last_character(b), first = t.n > 0 ? t.z[0] : '\0';
    if ((last == '-' && first == '-') || (last == '/' && first == '*')) {
        al_putc(b, ' ');
    }
    al_put(b, t.z, t.n);
}

void al_write_string(struct al_builder *b, struct aludel_text text)
{
    keep_apart(b);
    al_putc(b, '\'');
    put_doubled(b, text, "'");
    al_putc(b, '\'');
}

void al_write_name(struct al_builder *b, struct aludel_text name)
{
    al_putc(b, '"');
    put_doubled(b, name, "\"");
    al_putc(b, '"');
}

/* It can't be a key word: lower case and with an underscore in it, the few key words of that shape apart. */
static bool is_plain(struct aludel_text name)
{
    bool line = false, plain = name.n > 0 && name.z[0] >= 'a' && name.z[0] <= 'z';
    for (size_t i = 0; i < name.n; i++) {
        char c = name.z[i];
        plain = plain && ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_');
        line = line || c == '_';
    }
    return plain && line && !al_begins(name, "current_") && !al_begins(name, "session_");
}

void al_write_own_name(struct al_builder *b, struct aludel_text name)
{
    if (is_plain(name)) {
        al_put(b, name.z, name.n);
    } else {
        al_write_name(b, name);
    }
}

/* Quoted; dotted paths part by part ("a.b" -> "a"."b"). */
static bool write_identifier(struct aludel_eval *e, struct al_builder *b, struct aludel_value v)
{
    if (v.type == ALUDEL_SQL) {
        al_put(b, v.as.text.z, v.as.text.n);
        return true;
    }
    if (v.type != ALUDEL_STRING) {
        al_raise(e, "a name must be a string, not %s", al_type_name(v.type));
        return false;
    }
    struct aludel_text t = v.as.text;
    for (size_t from = 0;; al_putc(b, '.')) {
        const char *dot = from < t.n ? memchr(t.z + from, '.', t.n - from) : NULL;
        size_t end = dot ? (size_t)(dot - t.z) : t.n;
        if (end == from) {
            return refuse(e, t.n ? "a dotted name with an empty part" : "a name can't be empty");
        }
        struct aludel_text part = {t.z + from, end - from};
        if (!check_text(e, part)) {
            return false;
        }
        al_write_name(b, part);
        from = end + 1;
        if (!dot) {
            return true;
        }
    }
}

/* ---- Literals ----------------------------------------------------------------------------------- */

static bool write_literal(struct aludel_eval *e, struct al_builder *b, enum aludel_dialect dialect,
                          struct aludel_value v);

static void put_number(struct al_builder *b, const char *z)
{
    put_beside(b, al_text(z));
}

static bool write_double(struct aludel_eval *e, struct al_builder *b, enum aludel_dialect dialect, double d)
{
    char text[40];
    if (isfinite(d)) {
        al_format_double(text, sizeof text, d);
        put_number(b, text);
    } else if (dialect == ALUDEL_POSTGRESQL) {
        al_write_string(b, al_text(isnan(d) ? "NaN" : d < 0 ? "-Infinity" : "Infinity"));
        al_puts(b, "::float8");
    } else if (isnan(d)) {
        return refuse(e, "SQLite has no NaN");
    } else {
        put_number(b, d < 0 ? "-9e999" : "9e999");
    }
    return true;
}

static void write_bytes(struct al_builder *b, enum aludel_dialect dialect, struct aludel_text t)
{
    keep_apart(b);
    al_puts(b, dialect == ALUDEL_POSTGRESQL ? "'\\x" : "x'");
    for (size_t i = 0; i < t.n; i++) {
        al_putf(b, "%02x", (unsigned)(unsigned char)t.z[i]);
    }
    al_puts(b, dialect == ALUDEL_POSTGRESQL ? "'::bytea" : "'");
}

static bool write_list(struct aludel_eval *e, struct al_builder *b, enum aludel_dialect dialect,
                       const struct aludel_items *items)
{
    if (items->count == 0) {
        return refuse(
            e, "an empty list has no SQL: neither IN () nor IN (NULL) is right; put an `% if` around it");
    }
    al_putc(b, '(');
    for (size_t i = 0; i < items->count; i++) {
        al_puts(b, i ? ", " : "");
        if (!write_literal(e, b, dialect, items->values[i])) {
            return false;
        }
    }
    al_putc(b, ')');
    return true;
}

static bool write_literal(struct aludel_eval *e, struct al_builder *b, enum aludel_dialect dialect,
                          struct aludel_value v)
{
    char number[32];
    switch (v.type) {
    case ALUDEL_NONE: al_puts(b, "NULL"); return true;
    case ALUDEL_BOOL:
        al_puts(b, dialect == ALUDEL_POSTGRESQL ? (v.as.boolean ? "true" : "false")
                   : v.as.boolean               ? "1"
                                                : "0");
        return true;
    case ALUDEL_INT:
        al_format(number, sizeof number, "%lld", (long long)v.as.integer);
        put_number(b, number);
        return true;
    case ALUDEL_FLOAT: return write_double(e, b, dialect, v.as.number);
    case ALUDEL_STRING:
        if (!check_text(e, v.as.text)) {
            return false;
        }
        al_write_string(b, v.as.text);
        return true;
    case ALUDEL_BYTES: write_bytes(b, dialect, v.as.text); return true;
    case ALUDEL_SQL: put_beside(b, v.as.text); return true;
    case ALUDEL_LIST:
    case ALUDEL_TUPLE:
    case ALUDEL_SET:
    case ALUDEL_ROW: return write_list(e, b, dialect, v.as.items);
    case ALUDEL_DICT: return refuse(e, "a dict has no SQL literal: write it as JSON with the filter `json`");
    case ALUDEL_UNSET: return refuse(e, "a variable is used before it is set");
    case ALUDEL_DEFERRED: return refuse(e, "internal error: a value that is known at run time only");
    case ALUDEL_OBJECT: break;
    }
    return refuse(e, "this isn't a value that SQL can hold");
}

/* ---- Inside quotes and comments ------------------------------------------------------------------- */

static bool is_scalar(struct aludel_value v)
{
    return al_is_text(v) || al_is_number(v);
}

/* The text of a value that has one, as the dialect would print it. */
static bool plain_text(struct aludel_eval *e, enum aludel_dialect dialect, struct aludel_value v,
                       const char *where, struct aludel_text *t)
{
    if (!is_scalar(v)) {
        al_raise(e, "%s can't stand %s", v.type == ALUDEL_NONE ? "None" : al_type_name(v.type), where);
        return false;
    }
    if (v.type == ALUDEL_BOOL) {
        const char *words[2][2] = {{"0", "1"}, {"false", "true"}};
        *t = al_text(words[dialect == ALUDEL_POSTGRESQL][v.as.boolean]);
        return true;
    }
    struct al_builder b = al_eval_builder(e);
    al_write_str(&b, v);
    if (b.failed) {
        al_no_memory(e);
        return false;
    }
    *t = al_built(&b);
    return check_text(e, *t);
}

static bool write_quoted(struct aludel_eval *e, struct al_builder *b, enum aludel_dialect dialect,
                         struct aludel_value v, const char *doubled)
{
    struct aludel_text t;
    if (!plain_text(e, dialect, v, "inside quotes", &t)) {
        return false;
    }
    put_doubled(b, t, doubled);
    return true;
}

static bool write_bracketed(struct aludel_eval *e, struct al_builder *b, enum aludel_dialect dialect,
                            struct aludel_value v)
{
    struct aludel_text t;
    if (!plain_text(e, dialect, v, "inside [...]", &t)) {
        return false;
    }
    if (t.n > 0 && memchr(t.z, ']', t.n)) {
        return refuse(e, "a ']' can't be written inside [...]: use \"...\" instead");
    }
    al_put(b, t.z, t.n);
    return true;
}

static bool write_in_line_comment(struct aludel_eval *e, struct al_builder *b, enum aludel_dialect dialect,
                                  struct aludel_value v)
{
    struct aludel_text t;
    if (!plain_text(e, dialect, v, "in a comment", &t)) {
        return false;
    }
    if (t.n > 0 && (memchr(t.z, '\n', t.n) || memchr(t.z, '\r', t.n))) {
        return refuse(e, "a value with a new line can't stand in a -- comment");
    }
    al_put(b, t.z, t.n);
    return true;
}

/* A mark could also come about at the value's ends, together with the text around it. */
static bool write_in_block_comment(struct aludel_eval *e, struct al_builder *b, enum aludel_dialect dialect,
                                   struct aludel_value v)
{
    struct aludel_text t;
    if (!plain_text(e, dialect, v, "in a comment", &t)) {
        return false;
    }
    bool mark =
        al_text_find(t, AL_TEXT("*/"), 0) != SIZE_MAX || al_text_find(t, AL_TEXT("/*"), 0) != SIZE_MAX;
    if (mark || (t.n > 0 && (memchr("*/", t.z[0], 2) || memchr("*/", t.z[t.n - 1], 2)))) {
        return refuse(
            e, "a value with a comment mark, or with * or / at either end, can't stand in a /* comment");
    }
    al_put(b, t.z, t.n);
    return true;
}

/* ---- Raw text ------------------------------------------------------------------------------------- */

static bool check_raw(struct aludel_eval *e, struct aludel_text t)
{
    static const char *const refused[] = {";", "'", "\"", "$", "\\", "`", "--", "/*"};
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        if (al_text_find(t, al_text(refused[i]), 0) != SIZE_MAX) {
            al_raise(e, "the filter `n` refuses %s in a value that is known at run time only: '%.*s'",
                     refused[i], (int)(t.n < 100 ? t.n : 100), t.z);
            return false;
        }
    }
    if (t.n > 0 && (t.z[t.n - 1] == '-' || t.z[t.n - 1] == '/')) {
        return refuse(
            e, "the filter `n` refuses a value that ends with - or / when it is known at run time only");
    }
    return true;
}

struct aludel_value al_filter_raw(struct aludel_eval *e, struct aludel_value v, bool known_at_build_time)
{
    if (!al_enter(e, 1, &v, 1, AL_DEEP) || v.type == ALUDEL_SQL) {
        return e->failed ? aludel_unset() : v;
    }
    if (!is_scalar(v)) {
        return al_raise(e, "the filter `n` takes text or a number, not %s", al_type_name(v.type));
    }
    struct al_builder b = al_eval_builder(e);
    al_write_str(&b, v);
    struct aludel_value text = al_finished(e, ALUDEL_SQL, &b);
    if (e->failed || !check_text(e, text.as.text) || (!known_at_build_time && !check_raw(e, text.as.text))) {
        return aludel_unset();
    }
    return text;
}

struct aludel_value al_filter_id(struct aludel_eval *e, struct aludel_value v)
{
    if (!al_enter(e, 1, &v, 1, AL_DEEP)) {
        return aludel_unset();
    }
    struct al_builder b = al_eval_builder(e);
    write_identifier(e, &b, v);
    return al_finished(e, ALUDEL_SQL, &b);
}

struct aludel_value al_filter_json(struct aludel_eval *e, enum aludel_dialect dialect, struct aludel_value v)
{
    if (!al_enter(e, 1, &v, 1, AL_DEEP)) {
        return aludel_unset();
    }
    (void)dialect; /* both take JSON as a string; its text is ASCII without control characters */
    struct al_builder json = al_eval_builder(e), b = al_eval_builder(e);
    if (al_write_json(e, &json, v, 0)) {
        al_write_string(&b, al_built(&json));
        b.failed |= json.failed;
    }
    return al_finished(e, ALUDEL_SQL, &b);
}

/* ---- Holes ------------------------------------------------------------------------------------------ */

/* Whether what stands in `b` from `start` on would end the dollar quote around it: by itself, together
 * with the text before it, or with whatever comes behind. */
static bool ends_dollar_quote(const struct al_builder *b, size_t start, struct aludel_text tag)
{
    if (start == b->n) {
        return false;
    }
    size_t from = start > tag.n - 1 ? start - (tag.n - 1) : 0;
    struct aludel_text written = {b->z + from, b->n - from};
    if (al_text_find(written, tag, 0) != SIZE_MAX) {
        return true;
    }
    for (size_t n = 1; n < tag.n && n <= b->n - start; n++) {
        if (memcmp(b->z + b->n - n, tag.z, n) == 0) {
            return true;
        }
    }
    return false;
}

static bool write_raw(struct aludel_eval *e, struct al_builder *b, struct aludel_value v)
{
    struct aludel_value raw = al_filter_raw(e, v, false);
    if (!e->failed) {
        put_beside(b, raw.as.text);
    }
    return !e->failed;
}

static bool write_body(struct aludel_eval *e, struct al_builder *b, enum aludel_dialect dialect,
                       struct aludel_value v)
{
    struct aludel_text t;
    if (!plain_text(e, dialect, v, "in a dollar-quoted body", &t)) {
        return false;
    }
    al_put(b, t.z, t.n);
    return true;
}

static bool write_hole(struct aludel_eval *e, struct al_builder *b, enum aludel_dialect dialect,
                       enum aludel_hole how, struct aludel_value v)
{
    switch (how) {
    case ALUDEL_HOLE_LITERAL: return write_literal(e, b, dialect, v);
    case ALUDEL_HOLE_STRING: return write_quoted(e, b, dialect, v, "'");
    case ALUDEL_HOLE_ESTRING: return write_quoted(e, b, dialect, v, "'\\");
    case ALUDEL_HOLE_DQUOTED: return write_quoted(e, b, dialect, v, "\"");
    case ALUDEL_HOLE_BACKTICK: return write_quoted(e, b, dialect, v, "`");
    case ALUDEL_HOLE_BRACKET: return write_bracketed(e, b, dialect, v);
    case ALUDEL_HOLE_LINE_COMMENT: return write_in_line_comment(e, b, dialect, v);
    case ALUDEL_HOLE_BLOCK_COMMENT: return write_in_block_comment(e, b, dialect, v);
    case ALUDEL_HOLE_RAW: return write_raw(e, b, v);
    case ALUDEL_HOLE_DOLLAR: return write_body(e, b, dialect, v);
    case ALUDEL_HOLE_IDENTIFIER: return write_identifier(e, b, v);
    }
    return false;
}

bool al_write_hole(struct aludel_eval *e, struct al_builder *b, enum aludel_dialect dialect,
                   enum aludel_hole how, const char *tag, struct aludel_value v)
{
    size_t start = b->n;
    if (!al_enter(e, 1, &v, 1, AL_DEEP) || !write_hole(e, b, dialect, how, v)) {
        return false;
    }
    if (b->failed) {
        al_no_memory(e);
    } else if (tag && ends_dollar_quote(b, start, al_text(tag))) {
        al_raise(e, "a value that holds or ends with part of the dollar quote's tag %s can't stand inside it",
                 tag);
    }
    return !e->failed;
}
