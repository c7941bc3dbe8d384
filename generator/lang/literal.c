/* literal.c: numbers and strings. */
#include "lang/parser.h"

#include <string.h>

/* Numbers */

static unsigned digit_value(char c)
{
    if (c >= '0' && c <= '9')
        return (unsigned)(c - '0');
    return (unsigned)((c | 0x20) - 'a') + 10;
}

struct node *make_int(struct parser *p, struct token t)
{
    struct aludel_text z = token_text(p, t);
    char mark = z.n > 1 ? (char)(z.z[1] | 0x20) : 0;
    unsigned base = mark == 'x' ? 16 : mark == 'o' ? 8 : mark == 'b' ? 2 : 10;
    uint64_t sum = 0;
    bool overflow = false;
    for (size_t i = base == 10 ? 0 : 2; i < z.n; i++) {
        if (z.z[i] == '_')
            continue;
        unsigned digit = digit_value(z.z[i]);
        overflow = overflow || sum > (UINT64_MAX - digit) / base;
        sum = sum * base + digit;
    }
    struct node *n = make_constant(p, t, aludel_int(0));
    if (!overflow && sum <= INT64_MAX) {
        n->value = aludel_int((int64_t)sum);
    } else if (!overflow && sum == (uint64_t)INT64_MAX + 1 && !p->too_big) {
        p->too_big = n;
    } else {
        diag_error(p->diagnostics, n->span, "this number doesn't fit into 64 bits");
        p->failed = true;
    }
    return n;
}

struct node *make_float(struct parser *p, struct token t)
{
    struct aludel_text z = token_text(p, t);
    char *plain = arena_new(p->arena, z.n);
    size_t n = 0;
    for (size_t i = 0; i < z.n; i++)
        if (z.z[i] != '_')
            plain[n++] = z.z[i];
    double d = 0;
    al_parse_double((struct aludel_text){plain, n}, &d); /* as in Python, what is too large is inf */
    return make_constant(p, t, aludel_float(d));
}

/* Strings */

struct string read_quotes(struct parser *p, struct token t)
{
    struct string s = {0};
    const char *z = p->source->text.z;
    uint32_t at = t.from;
    for (; at < t.to && z[at] != '\'' && z[at] != '"'; at++) {
        char c = (char)(z[at] | 0x20);
        s.raw = s.raw || c == 'r';
        s.bytes = s.bytes || c == 'b';
        s.format = s.format || c == 'f';
    }
    s.quote = z[at];
    uint32_t width = t.to - at >= 6 && z[at + 1] == s.quote && z[at + 2] == s.quote ? 3 : 1;
    s.from = at + width;
    s.to = t.to - width;
    if (s.to < s.from || z[t.to - 1] != s.quote) /* unterminated: said already */
        s.to = s.from;
    return s;
}

void bad_string(struct parser *p, uint32_t from, uint32_t to, const char *message, const char *hint)
{
    diag_error(p->diagnostics, span_of(p, from, to), "%s", message);
    if (hint)
        diag_hint(p->diagnostics, "%s", hint);
    p->failed = true;
}

static void put_character(struct al_builder *b, uint32_t c)
{
    char utf8[4];
    al_put(b, utf8, al_utf8_encode(c, utf8));
}

/* The `count` hexadecimal digits behind \x, \u or \U. */
static uint32_t put_hex(struct parser *p, struct al_builder *b, uint32_t at, uint32_t to, uint32_t count,
                        bool bytes)
{
    const char *z = p->source->text.z;
    uint32_t c = 0, i = at + 2;
    for (; i < to && i < at + 2 + count; i++) {
        char d = z[i];
        if (!((d >= '0' && d <= '9') || ((d | 0x20) >= 'a' && (d | 0x20) <= 'f')))
            break;
        c = c * 16 + digit_value(d);
    }
    if (i < at + 2 + count)
        bad_string(
            p, at, i,
            arena_format(p->arena, "'\\%c' needs %lu hexadecimal digits", z[at + 1], (unsigned long)count),
            NULL);
    else if (bytes)
        al_putc(b, (char)c);
    else if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        bad_string(p, at, i, "this is no character",
                   c <= 0xDFFF ? "write the whole character with \\U" : NULL);
    else
        put_character(b, c);
    return i;
}

static uint32_t put_octal(struct al_builder *b, const char *z, uint32_t at, uint32_t to, bool bytes)
{
    uint32_t c = 0, i = at + 1;
    for (; i < to && i < at + 4 && z[i] >= '0' && z[i] <= '7'; i++)
        c = c * 8 + digit_value(z[i]);
    if (bytes)
        al_putc(b, (char)(c & 0xFF));
    else
        put_character(b, c);
    return i;
}

/* One escape at `at`; gives the offset behind it. One that Python doesn't know stands as it is. */
static uint32_t put_escape(struct parser *p, struct al_builder *b, uint32_t at, uint32_t to, bool bytes)
{
    static const char from[] = "\\'\"abfnrtv", into[] = "\\'\"\a\b\f\n\r\t\v";
    const char *z = p->source->text.z;
    char c = at + 1 < to ? z[at + 1] : 0;
    const char *simple = c ? strchr(from, c) : NULL;
    if (simple) {
        al_putc(b, into[simple - from]);
        return at + 2;
    }
    if (c == '\n')
        return at + 2;
    if (c == '\r' && z[at + 2] == '\n')
        return at + 3;
    if (c >= '0' && c <= '7')
        return put_octal(b, z, at, to, bytes);
    if (c == 'x')
        return put_hex(p, b, at, to, 2, bytes);
    if ((c == 'u' || c == 'U') && !bytes)
        return put_hex(p, b, at, to, c == 'u' ? 4 : 8, false);
    if (c == 'N' && !bytes)
        bad_string(p, at, at + 2, "names of characters aren't known here",
                   "write the character itself, or \\u and its number");
    else
        al_put(b, z + at, at + 1 < to ? 2 : 1);
    return at + 2;
}

static void check_ascii(struct parser *p, uint32_t at, bool *said)
{
    if ((unsigned char)p->source->text.z[at] < 0x80 || *said)
        return;
    *said = true;
    bad_string(p, at, at + 1, "bytes hold only ASCII characters", "write \\x and two digits for others");
}

struct aludel_value string_value(struct parser *p, const struct string *s, uint32_t from, uint32_t to,
                                 bool braces)
{
    const char *z = p->source->text.z;
    enum aludel_type type = s->bytes ? ALUDEL_BYTES : ALUDEL_STRING;
    uint32_t i = from;
    while (i < to && z[i] != '\\' && z[i] != '\r' && !(braces && (z[i] == '{' || z[i] == '}')) && !s->bytes)
        i++;
    if (i == to)
        return aludel_textual(type, z + from, to - from);
    struct al_builder b = al_builder(&p->arena->memory);
    bool said = false;
    al_put(&b, z + from, i - from);
    while (i < to) {
        if (z[i] == '\\' && !s->raw) {
            i = put_escape(p, &b, i, to, s->bytes);
            continue;
        }
        if (s->bytes)
            check_ascii(p, i, &said);
        if (!(z[i] == '\r' && i + 1 < to && z[i + 1] == '\n'))
            al_putc(&b, z[i]);
        i += braces && (z[i] == '{' || z[i] == '}') ? 2 : 1;
    }
    struct aludel_text text = al_built(&b);
    return aludel_textual(type, text.z, text.n);
}

/* Joining */

static struct aludel_value join_constants(struct parser *p, const struct nodes *list, size_t from, size_t to)
{
    if (to - from == 1)
        return list->at[from]->value;
    struct al_builder b = al_builder(&p->arena->memory);
    for (size_t i = from; i < to; i++)
        al_put(&b, list->at[i]->value.as.text.z, list->at[i]->value.as.text.n);
    struct aludel_text text = al_built(&b);
    return aludel_textual(list->at[from]->value.type, text.z, text.n);
}

/* Appends the pieces, constants that stand side by side as one, and none for nothing between two fields. */
static void append_joined(struct parser *p, struct node *n, const struct nodes *pieces)
{
    for (size_t i = 0, next; i < pieces->count; i = next) {
        next = i + 1;
        if (pieces->at[i]->kind == N_CONSTANT) {
            while (next < pieces->count && pieces->at[next]->kind == N_CONSTANT)
                next++;
            struct node *joined = make(p, N_CONSTANT, pieces->at[i]->span);
            joined->span = span_join(joined->span, pieces->at[next - 1]->span);
            joined->value = join_constants(p, pieces, i, next);
            if (joined->value.as.text.n || next - i == pieces->count)
                append(p, n, joined);
        } else {
            append(p, n, pieces->at[i]);
        }
    }
}

static bool is_bytes(const struct node *n)
{
    return n->kind == N_CONSTANT && n->value.type == ALUDEL_BYTES;
}

struct node *join_strings(struct parser *p, struct node *strings)
{
    struct nodes flat = {0};
    bool format = false;
    for (size_t i = 0; i < strings->list.count; i++) {
        struct node *one = strings->list.at[i];
        if (is_bytes(one) != is_bytes(strings->list.at[0])) {
            diag_error(p->diagnostics, one->span, "bytes and text side by side");
            p->failed = true;
            return strings->list.at[0];
        }
        format = format || one->kind == N_FSTRING;
        if (one->kind == N_CONSTANT)
            vec_push(p->arena, &flat, one);
        for (size_t j = 0; one->kind == N_FSTRING && j < one->list.count; j++)
            vec_push(p->arena, &flat, one->list.at[j]);
    }
    if (!format && flat.count == 1)
        return flat.at[0];
    struct node *n = make(p, N_FSTRING, strings->span);
    append_joined(p, n, &flat);
    if (!format)
        n = n->list.at[0];
    n->span = strings->span;
    return n;
}
