/* json_read.c: from_json, as json.loads reads it and with its messages. */
#include "core/py.h"

#include <string.h>

#define DEEPEST 200

struct json {
    struct aludel_eval *e;
    struct aludel_text t;
    size_t at;
    int depth;
};

static struct aludel_value read_value(struct json *j);

static struct aludel_value wrong(struct json *j, const char *message, size_t at)
{
    size_t line = 1, begin = 0;
    for (size_t i = 0; i < at; i++) {
        if (j->t.z[i] == '\n') {
            line++;
            begin = i + 1;
        }
    }
    struct aludel_text in_line = {j->t.z + begin, at - begin}, before = {j->t.z, at};
    return al_raise(j->e, "%s: line %zu column %zu (char %zu)", message, line, al_characters(in_line) + 1,
                    al_characters(before));
}

static void skip_space(struct json *j)
{
    while (j->at < j->t.n && memchr(" \t\n\r", j->t.z[j->at], 4)) {
        j->at++;
    }
}

static bool take(struct json *j, char c)
{
    if (j->at < j->t.n && j->t.z[j->at] == c) {
        j->at++;
        return true;
    }
    return false;
}

static bool take_word(struct json *j, const char *word)
{
    size_t n = strlen(word);
    if (j->t.n - j->at < n || memcmp(j->t.z + j->at, word, n) != 0) {
        return false;
    }
    j->at += n;
    return true;
}

/* ---- Strings ---------------------------------------------------------------------------------- */

static int digit_value(char c)
{
    int low = c | 32;
    return c >= '0' && c <= '9' ? c - '0' : low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

/* The four digits behind \u, whose backslash is at `escape`. */
static bool read_unit(struct json *j, size_t escape, uint32_t *unit)
{
    *unit = 0;
    for (size_t i = 0; i < 4; i++) {
        int digit = escape + 6 < j->t.n ? digit_value(j->t.z[escape + 2 + i]) : -1;
        if (digit < 0) {
            wrong(j, "Invalid \\uXXXX escape", escape + 1);
            return false;
        }
        *unit = *unit * 16 + (uint32_t)digit;
    }
    j->at = escape + 6;
    return true;
}

static bool read_code(struct json *j, struct al_builder *b, size_t escape)
{
    uint32_t c, low;
    char z[4];
    if (!read_unit(j, escape, &c)) {
        return false;
    }
    size_t next = j->at;
    if (c >= 0xD800 && c < 0xDC00 && j->t.n - next >= 6 && memcmp(j->t.z + next, "\\u", 2) == 0) {
        if (!read_unit(j, next, &low)) {
            return false;
        }
        if (low >= 0xDC00 && low < 0xE000) {
            c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
        } else {
            j->at = next;
        }
    }
    if (c >= 0xD800 && c < 0xE000) {
        wrong(j, "A surrogate without its pair", escape);
        return false;
    }
    al_put(b, z, al_utf8_encode(c, z));
    return true;
}

static bool read_escape(struct json *j, struct al_builder *b, size_t begin)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    size_t escape = j->at;
    if (escape + 1 >= j->t.n) {
        wrong(j, "Unterminated string starting at", begin);
        return false;
    }
    char c = j->t.z[escape + 1];
    if (c == 'u') {
        return read_code(j, b, escape);
    }
    const char *simple = c ? strchr(from, c) : NULL;
    if (!simple) {
        wrong(j, "Invalid \\escape", escape);
        return false;
    }
    al_putc(b, to[simple - from]);
    j->at += 2;
    return true;
}

static struct aludel_value read_string(struct json *j)
{
    size_t begin = j->at - 1;
    struct al_builder b = al_eval_builder(j->e);
    while (j->at < j->t.n) {
        char c = j->t.z[j->at];
        if (c == '"') {
            j->at++;
            return al_finished(j->e, ALUDEL_STRING, &b);
        }
        if ((unsigned char)c < ' ') {
            return wrong(j, "Invalid control character at", j->at);
        }
        if (c != '\\') {
            al_putc(&b, c);
            j->at++;
        } else if (!read_escape(j, &b, begin)) {
            return aludel_unset();
        }
    }
    return wrong(j, "Unterminated string starting at", begin);
}

/* ---- Numbers ---------------------------------------------------------------------------------- */

static size_t digits_from(const struct json *j, size_t at)
{
    size_t from = at;
    while (at < j->t.n && j->t.z[at] >= '0' && j->t.z[at] <= '9') {
        at++;
    }
    return at - from;
}

static struct aludel_value read_number(struct json *j)
{
    size_t from = j->at, at = from + (j->at < j->t.n && j->t.z[j->at] == '-'), n = digits_from(j, at);
    bool whole = true;
    if (n == 0) {
        return wrong(j, "Expecting value", from);
    }
    at += j->t.z[at] == '0' ? 1 : n;
    if (at < j->t.n && j->t.z[at] == '.' && digits_from(j, at + 1) > 0) {
        at += 1 + digits_from(j, at + 1);
        whole = false;
    }
    if (at < j->t.n && (j->t.z[at] | 32) == 'e') {
        size_t sign = at + 1 < j->t.n && (j->t.z[at + 1] == '-' || j->t.z[at + 1] == '+');
        size_t digits = digits_from(j, at + 1 + sign);
        at += digits > 0 ? 1 + sign + digits : 0;
        whole = whole && digits == 0;
    }
    struct aludel_text t = {j->t.z + from, at - from};
    int64_t i;
    double d = 0;
    j->at = at;
    if (whole) {
        return al_parse_int(t, &i) ? aludel_int(i) : al_overflow(j->e);
    }
    al_parse_double(t, &d);
    return aludel_float(d);
}

/* ---- Containers --------------------------------------------------------------------------------- */

static struct aludel_value read_list(struct json *j)
{
    struct al_many many = {0};
    skip_space(j);
    if (take(j, ']')) {
        return al_collected(j->e, ALUDEL_LIST, &many);
    }
    for (;;) {
        skip_space(j);
        if (!al_push(j->e, &many, read_value(j))) {
            return aludel_unset();
        }
        skip_space(j);
        if (take(j, ']')) {
            return al_collected(j->e, ALUDEL_LIST, &many);
        }
        if (!take(j, ',')) {
            return wrong(j, "Expecting ',' delimiter", j->at);
        }
    }
}

static bool read_pair(struct json *j, struct al_unique *u)
{
    skip_space(j);
    if (!take(j, '"')) {
        wrong(j, "Expecting property name enclosed in double quotes", j->at);
        return false;
    }
    struct aludel_value key = read_string(j);
    skip_space(j);
    if (!j->e->failed && !take(j, ':')) {
        wrong(j, "Expecting ':' delimiter", j->at);
    }
    if (j->e->failed) {
        return false;
    }
    skip_space(j);
    struct aludel_value value = read_value(j);
    return !j->e->failed && al_put_pair(j->e, u, key, value);
}

static struct aludel_value read_dict(struct json *j)
{
    struct al_unique u = {0};
    skip_space(j);
    if (take(j, '}')) {
        return al_unique_dict(j->e, &u);
    }
    while (read_pair(j, &u)) {
        skip_space(j);
        if (take(j, '}')) {
            return al_unique_dict(j->e, &u);
        }
        if (!take(j, ',')) {
            return wrong(j, "Expecting ',' delimiter", j->at);
        }
    }
    return aludel_unset();
}

static struct aludel_value read_word(struct json *j)
{
    static const struct {
        const char *word, *number;
    } numbers[] = {{"NaN", "nan"}, {"Infinity", "inf"}, {"-Infinity", "-inf"}};
    if (take_word(j, "null")) {
        return aludel_none();
    }
    if (take_word(j, "true")) {
        return aludel_bool(true);
    }
    if (take_word(j, "false")) {
        return aludel_bool(false);
    }
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        double d = 0;
        if (take_word(j, numbers[i].word)) {
            al_parse_double(al_text(numbers[i].number), &d);
            return aludel_float(d);
        }
    }
    return read_number(j);
}

static struct aludel_value read_value(struct json *j)
{
    if (take(j, '"')) {
        return read_string(j);
    }
    if (j->at < j->t.n && (j->t.z[j->at] == '[' || j->t.z[j->at] == '{')) {
        if (j->depth >= DEEPEST) {
            return al_raise(j->e, "JSON is nested too deeply");
        }
        j->depth++;
        struct aludel_value v = j->t.z[j->at++] == '[' ? read_list(j) : read_dict(j);
        j->depth--;
        return v;
    }
    return read_word(j);
}

struct aludel_value py_from_json(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    if (!al_enter(e, count, a, 1, AL_DEEP)) {
        return aludel_unset();
    }
    if (!al_is_text(a[0]) && a[0].type != ALUDEL_BYTES) {
        return al_raise(e, "the JSON object must be str, bytes or bytearray, not %s",
                        al_type_name(a[0].type));
    }
    struct json j = {.e = e, .t = a[0].as.text};
    skip_space(&j);
    struct aludel_value v = read_value(&j);
    skip_space(&j);
    if (!e->failed && j.at < j.t.n) {
        return wrong(&j, "Extra data", j.at);
    }
    return e->failed ? aludel_unset() : v;
}
