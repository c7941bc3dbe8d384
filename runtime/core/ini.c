/* ini.c: see ini.h. */
#include "core/ini.h"

#include "core/text.h"

#include <string.h>

struct reader {
    struct aludel_text text;
    size_t at; /* the begin of the next line */
    int line;  /* of the last one that was read, from 1 */
    const char *reason;
};

/* One line without white space at its end. */
struct line {
    struct aludel_text text;
    size_t indent;
    bool blank, comment;
};

static size_t indentation(struct aludel_text t)
{
    size_t n = 0;
    while (n < t.n && al_is_space(t.z[n])) {
        n++;
    }
    return n;
}

static bool next_line(struct reader *r, struct line *line)
{
    if (r->at >= r->text.n) {
        return false;
    }
    const char *z = r->text.z + r->at, *end = memchr(z, '\n', r->text.n - r->at);
    size_t n = end ? (size_t)(end - z) : r->text.n - r->at;
    r->at += n + 1;
    r->line++;
    line->text = al_trimmed_end((struct aludel_text){z, n});
    line->indent = indentation(line->text);
    line->blank = line->text.n == 0;
    line->comment = !line->blank && (z[line->indent] == '#' || z[line->indent] == ';');
    return true;
}

static bool read_section(struct reader *r, const struct line *line, struct aludel_text *section)
{
    struct aludel_text t = line->text;
    if (t.z[t.n - 1] != ']') {
        r->reason = "a section's name ends with ']'";
        return false;
    }
    *section = (struct aludel_text){t.z + line->indent + 1, t.n - line->indent - 2};
    r->reason = section->n ? NULL : "a section has a name";
    return section->n > 0;
}

/* The lines behind an entry that are indented more than it is; white lines between them belong to it. */
static void read_continuation(struct reader *r, size_t indent, struct al_ini_entry *entry)
{
    struct reader ahead = *r;
    struct line line;
    while (next_line(&ahead, &line)) {
        if (line.blank) {
            continue;
        }
        if (line.comment || line.indent <= indent) {
            return;
        }
        if (entry->value.n == 0) {
            entry->value.z = line.text.z + line.indent;
            entry->value_line = ahead.line;
            entry->value_column = (int)line.indent + 1;
        }
        entry->value.n = (size_t)(line.text.z + line.text.n - entry->value.z);
        *r = ahead;
    }
}

static bool read_entry(struct reader *r, const struct line *line, struct al_ini_entry *entry)
{
    struct aludel_text t = line->text;
    size_t at = line->indent;
    while (at < t.n && t.z[at] != '=' && t.z[at] != ':') {
        at++;
    }
    entry->line = r->line;
    entry->column = (int)line->indent + 1;
    entry->name = al_trimmed_end((struct aludel_text){t.z + line->indent, at - line->indent});
    r->reason = at == t.n ? "expected 'name = value'" : entry->name.n ? NULL : "a name is missing before '='";
    if (r->reason) {
        return false;
    }
    at += 1 + indentation((struct aludel_text){t.z + at + 1, t.n - at - 1});
    entry->value = (struct aludel_text){t.z + at, t.n - at};
    entry->value_line = r->line;
    entry->value_column = (int)at + 1;
    read_continuation(r, line->indent, entry);
    return true;
}

static bool read_lines(struct reader *r, bool (*each)(void *with, const struct al_ini_entry *entry),
                       void *with)
{
    struct al_ini_entry entry = {0};
    struct line line;
    bool after_comment = false;
    size_t indent = SIZE_MAX; /* of the last entry of this section */
    while (next_line(r, &line)) {
        if (line.blank || line.comment) {
            after_comment = after_comment || line.comment;
            continue;
        }
        if (after_comment && line.indent > indent) { /* meant as a continuation, which it can't be */
            r->reason = "a comment can't stand inside a value that goes on over several lines";
            return false;
        }
        after_comment = false;
        if (line.text.z[line.indent] == '[') {
            indent = SIZE_MAX;
            if (!read_section(r, &line, &entry.section)) {
                return false;
            }
            continue;
        }
        indent = line.indent;
        if (!entry.section.z) {
            r->reason = "a setting stands before the first [section]";
            return false;
        }
        if (!read_entry(r, &line, &entry)) {
            return false;
        }
        if (!each(with, &entry)) {
            return true;
        }
    }
    return true;
}

/* Where the first byte stands that can't be in a text; the length when there is none. */
static size_t text_length(struct aludel_text t)
{
    const char *nul = t.n ? memchr(t.z, 0, t.n) : NULL;
    size_t end = nul ? (size_t)(nul - t.z) : t.n, n = 0;
    for (size_t i = 0; !nul && i < t.n; i += n) {
        n = al_utf8_length(t.z + i, t.n - i);
        if (n == 1 && (unsigned char)t.z[i] >= 0x80) {
            return i;
        }
    }
    return end;
}

/* Whoever gives another file by mistake is told so, and not what is wrong with its first line. */
static bool is_text(struct reader *r)
{
    struct aludel_text t = r->text;
    size_t n = text_length(t);
    if (n == t.n) {
        return true;
    }
    r->line = 1;
    for (size_t i = 0; i < n; i++) {
        r->line += t.z[i] == '\n';
    }
    r->reason = al_is_utf16(t) ? "this file is UTF-16: save it as UTF-8"
                : t.z[n]       ? "this line isn't UTF-8: save the file as UTF-8"
                               : "this file isn't text: it holds a NUL byte";
    return false;
}

bool al_ini_read(struct aludel_text text, bool (*each)(void *with, const struct al_ini_entry *entry),
                 void *with, int *line, const char **reason)
{
    struct reader r = {.text = text};
    if (text.n >= 3 && memcmp(text.z, "\xEF\xBB\xBF", 3) == 0) {
        r.at = 3;
    }
    bool ok = is_text(&r) && read_lines(&r, each, with);
    if (!ok) {
        *line = r.line;
        *reason = r.reason;
    }
    return ok;
}
