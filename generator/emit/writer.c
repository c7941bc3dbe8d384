#include "emit/writer.h"

#include <string.h>

struct c_writer c_writer(struct arena *a, const char *file)
{
    return (struct c_writer){.arena = a, .text = al_builder(&a->memory), .file = file, .line = 1};
}

static void raw(struct c_writer *w, const char *z, size_t n)
{
    al_put(&w->text, z, n);
    for (const char *p = z; p < z + n && (p = memchr(p, '\n', (size_t)(z + n - p))); p++) {
        w->line++;
        w->line_start = w->text.n - (size_t)(z + n - p) + 1;
    }
}

static void formatted(struct c_writer *w, const char *format, va_list args)
{
    char small[512];
    va_list again;
    va_copy(again, args);
    size_t n = al_vformat(small, sizeof small, format, args);
    if (n < sizeof small) {
        raw(w, small, n);
    } else {
        char *large = al_arena_new(w->text.arena, n + 1);
        if (large)
            raw(w, large, al_vformat(large, n + 1, format, again));
    }
    va_end(again);
}

void c_begin(struct c_writer *w)
{
    for (uint32_t i = 0; i < w->indent; i++)
        raw(w, "    ", 4);
}

void c_put(struct c_writer *w, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    formatted(w, format, args);
    va_end(args);
}

void c_end(struct c_writer *w, const char *last)
{
    raw(w, last, strlen(last));
    raw(w, "\n", 1);
}

void c_line(struct c_writer *w, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    c_begin(w);
    formatted(w, format, args);
    va_end(args);
    raw(w, "\n", 1);
}

void c_blank(struct c_writer *w)
{
    raw(w, "\n", 1);
}

void c_open(struct c_writer *w)
{
    c_line(w, "{");
    w->indent++;
}

void c_close(struct c_writer *w, const char *behind)
{
    w->indent--;
    c_line(w, "}%s", behind);
}

/* ---- Strings -------------------------------------------------------------------------------- */

static void escape(struct c_writer *w, unsigned char c)
{
    char octal[5];
    raw(w, octal,
        al_format(octal, sizeof octal, "\\%c%c%c", '0' + (c >> 6), '0' + ((c >> 3) & 7), '0' + (c & 7)));
}

/* One character of `t`; how many bytes it took. UTF-8 stands as it is, other bytes in octal; `?` behind `?`
 * could begin a trigraph. */
static size_t character(struct c_writer *w, struct aludel_text t, size_t i)
{
    unsigned char c = (unsigned char)t.z[i];
    size_t n = c < 0x80 ? 1 : al_utf8_length(t.z + i, t.n - i);
    if (n > 1)
        raw(w, t.z + i, n);
    else if (c == '\n')
        raw(w, "\\n", 2);
    else if (c == '\t')
        raw(w, "\\t", 2);
    else if (c == '"' || c == '\\' || (c == '?' && i && t.z[i - 1] == '?'))
        raw(w, (const char[]){'\\', (char)c}, 2);
    else if (c < ' ' || c >= 0x7f)
        escape(w, c);
    else
        raw(w, t.z + i, 1);
    return n;
}

void c_string(struct c_writer *w, struct aludel_text t)
{
    raw(w, "\"", 1);
    for (size_t i = 0; i < t.n;)
        i += character(w, t, i);
    raw(w, "\"", 1);
}

void c_lines(struct c_writer *w, struct aludel_text t)
{
    static const char spaces[] = "                                        ";
    size_t column = w->text.n - w->line_start;
    column = column < sizeof spaces ? column : sizeof spaces - 1;
    do {
        const char *end = memchr(t.z, '\n', t.n);
        size_t n = end ? (size_t)(end - t.z) + 1 : t.n;
        c_string(w, (struct aludel_text){t.z, n});
        t.z += n;
        t.n -= n;
        if (t.n) {
            raw(w, "\n", 1);
            raw(w, spaces, column);
        }
    } while (t.n);
}

void c_bytes(struct c_writer *w, struct aludel_text t)
{
    raw(w, "{", 1);
    for (size_t i = 0; i < t.n; i++) {
        c_put(w, "%d,", (int)(signed char)t.z[i]);
        if (i % 24 == 23)
            raw(w, "\n", 1);
    }
    raw(w, "0}", 2);
}

void c_comment(struct c_writer *w, struct aludel_text t)
{
    for (size_t i = 0; i < t.n; i++) {
        char before = i ? t.z[i - 1] : ' ';
        if ((t.z[i] == '/' && before == '*') || (t.z[i] == '*' && before == '/'))
            raw(w, " ", 1);
        raw(w, (unsigned char)t.z[i] < ' ' ? " " : &t.z[i], 1);
    }
}

void c_text(struct c_writer *w, const char *name, struct aludel_text t)
{
    bool long_one = t.n > LONGEST_PLAIN && t.n <= LONGEST_QUOTED;
    if (long_one)
        c_quiet(w, "-Woverlength-strings");
    c_begin(w);
    c_put(w, "static const char %s[] = ", name);
    if (t.n > LONGEST_QUOTED)
        c_bytes(w, t);
    else
        c_lines(w, t);
    c_end(w, ";");
    if (long_one)
        c_loud(w);
}

void c_quiet(struct c_writer *w, const char *warning)
{
    c_line(w, "#if defined(__GNUC__)");
    c_line(w, "#pragma GCC diagnostic push");
    c_line(w, "#pragma GCC diagnostic ignored \"%s\"", warning);
    c_line(w, "#endif");
}

void c_loud(struct c_writer *w)
{
    c_line(w, "#if defined(__GNUC__)");
    c_line(w, "#pragma GCC diagnostic pop");
    c_line(w, "#endif");
}

/* ---- Pieces ----------------------------------------------------------------------------------- */

struct c_writer c_piece(struct arena *a)
{
    return c_writer(a, NULL);
}

static void mark(struct c_writer *piece, bool own_line)
{
    struct c_mark m = {piece->text.n, own_line};
    vec_push(piece->arena, &piece->marks, m);
}

void c_label(struct c_writer *piece)
{
    mark(piece, false);
}

bool c_same(const struct c_writer *a, const struct c_writer *b)
{
    if (a->text.n != b->text.n || a->marks.count != b->marks.count)
        return false;
    for (size_t i = 0; i < a->marks.count; i++)
        if (a->marks.at[i].at != b->marks.at[i].at || a->marks.at[i].own_line != b->marks.at[i].own_line)
            return false;
    return !a->text.n || !memcmp(a->text.z, b->text.z, a->text.n);
}

void c_paste(struct c_writer *w, const struct c_writer *piece, const char *label)
{
    size_t from = 0;
    for (size_t i = 0; i < piece->marks.count; i++) {
        const struct c_mark *m = &piece->marks.at[i];
        raw(w, piece->text.z + from, m->at - from);
        from = m->at;
        if (m->own_line)
            c_own_line(w);
        else
            raw(w, label, strlen(label));
    }
    if (from < piece->text.n)
        raw(w, piece->text.z + from, piece->text.n - from);
}

/* ---- #line ------------------------------------------------------------------------------------ */

void c_source_line(struct c_writer *w, const struct source *source, uint32_t line)
{
    c_put(w, "#line %u ", (unsigned)line);
    c_string(w, al_text(source->shown));
    c_end(w, "");
}

void c_own_line(struct c_writer *w)
{
    if (!w->file) {
        mark(w, true);
        return;
    }
    c_put(w, "#line %u ", (unsigned)w->line + 1);
    c_string(w, al_text(w->file));
    c_end(w, "");
}

void c_verbatim(struct c_writer *w, const struct source *source, uint32_t line, struct aludel_text text)
{
    c_source_line(w, source, line);
    raw(w, text.z, text.n);
    if (!text.n || text.z[text.n - 1] != '\n')
        raw(w, "\n", 1);
    c_own_line(w);
}
