#include "cli/report.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void report_text(const char *text)
{
    fputs(text, stdout);
}

void report_bytes(const char *z, size_t n)
{
    fwrite(z, 1, n, stdout);
}

void report_line(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    putchar('\n');
}

bool report_finish(void)
{
    return fflush(stdout) == 0 && !ferror(stdout);
}

static void put_names(const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        printf("%s%s", i ? ", " : "", names[i]);
}

static void put_parents(const struct aludel_revision *r)
{
    if (r->parent_count)
        put_names(r->parents, r->parent_count);
    else
        report_text("<base>");
}

static void put_list(const char *before, const char *const *names, size_t count, const char *after)
{
    if (!count)
        return;
    report_text(before);
    put_names(names, count);
    report_text(after);
}

static void put_marks(const struct aludel_revision *r, unsigned parts)
{
    if (parts & CLI_LABELS)
        put_list(" (", r->labels, r->label_count, ")");
    if (r->effective_head)
        report_text(" (effective head)");
    else if (r->head)
        report_text(" (head)");
    if (parts & CLI_MARK && r->current)
        report_text(" (current)");
    if (parts & CLI_TREE && r->branchpoint)
        report_text(" (branchpoint)");
    if (parts & CLI_TREE && r->mergepoint)
        report_text(" (mergepoint)");
}

void report_revision_line(const struct aludel_revision *r, unsigned parts)
{
    if (parts & CLI_PARENTS) {
        put_parents(r);
        put_list(" (", r->dependencies, r->dependency_count, ")");
        report_text(" -> ");
    }
    report_text(r->id);
    put_marks(r, parts);
    if (parts & CLI_DOC)
        printf(", %s", r->message);
    putchar('\n');
}

void report_branch_line(const struct aludel_revision *from, const struct aludel_revision *child, bool doc)
{
    printf("%*s -> ", (int)strlen(from->id), "");
    report_revision_line(child, CLI_LABELS | CLI_TREE | (doc ? CLI_DOC : 0u));
}

/* Each line of a description, indented. */
static void put_indented(const char *text)
{
    while (*text) {
        size_t n = strcspn(text, "\n");
        printf("    %.*s\n", (int)n, text);
        text += n + (text[n] == '\n');
    }
}

void report_revision_entry(const struct aludel_revision *r, unsigned parts)
{
    printf("Rev: %s%s%s%s%s\n", r->id, r->head ? " (head)" : "", r->branchpoint ? " (branchpoint)" : "",
           r->mergepoint ? " (mergepoint)" : "", parts & CLI_MARK && r->current ? " (current)" : "");
    report_text(r->mergepoint ? "Merges: " : "Parent: ");
    put_parents(r);
    putchar('\n');
    put_list("Also depends on: ", r->dependencies, r->dependency_count, "\n");
    if (r->branchpoint)
        put_list("Branches into: ", r->children, r->child_count, "\n");
    put_list("Branch names: ", r->labels, r->label_count, "\n");
    printf("Path: %s\n\n", r->file);
    put_indented(r->message);
    if (*r->description) {
        report_text("    \n");
        put_indented(r->description);
    }
    putchar('\n');
}

/* ---- JSON -------------------------------------------------------------------------------- */

/* Output is one stream, and so is its state: a bit for each depth that holds a value already, and the
 * bracket that closes it. */
static uint64_t json_filled;
static unsigned json_depth;
static char json_brackets[64];

static void json_quoted(const char *z)
{
    putchar('"');
    for (; *z; z++) {
        unsigned char c = (unsigned char)*z;
        if (c == '"' || c == '\\')
            printf("\\%c", c);
        else if (c == '\n')
            report_text("\\n");
        else if (c < 0x20)
            printf("\\u%04x", (unsigned)c);
        else
            putchar(c);
    }
    putchar('"');
}

static void json_next(const char *key)
{
    if (json_depth) {
        if (json_filled & 1)
            putchar(',');
        printf("\n%*s", (int)json_depth * 2, "");
    }
    json_filled |= 1;
    if (key) {
        json_quoted(key);
        report_text(": ");
    }
}

static void json_open(const char *key, char bracket)
{
    json_next(key);
    putchar(bracket);
    json_brackets[json_depth++] = bracket == '{' ? '}' : ']';
    json_filled <<= 1;
}

static void json_shut(void)
{
    bool filled = json_filled & 1;
    json_depth--;
    json_filled >>= 1;
    if (filled)
        printf("\n%*s", (int)json_depth * 2, "");
    putchar(json_brackets[json_depth]);
    if (!json_depth) {
        putchar('\n');
        json_filled = 0;
    }
}

void json_begin_object(const char *key)
{
    json_open(key, '{');
}

void json_end_object(void)
{
    json_shut();
}

void json_begin_array(const char *key)
{
    json_open(key, '[');
}

void json_end_array(void)
{
    json_shut();
}

bool json_abandon(void)
{
    bool begun = json_depth > 0;
    while (json_depth)
        json_shut();
    return begun;
}

void json_string(const char *key, const char *value)
{
    json_next(key);
    if (value)
        json_quoted(value);
    else
        report_text("null");
}

void json_integer(const char *key, int64_t value)
{
    json_next(key);
    printf("%lld", (long long)value);
}

void json_boolean(const char *key, bool value)
{
    json_next(key);
    report_text(value ? "true" : "false");
}

static void json_names(const char *key, const char *const *names, size_t count)
{
    json_begin_array(key);
    for (size_t i = 0; i < count; i++)
        json_string(NULL, names[i]);
    json_end_array();
}

void json_revision(const struct aludel_revision *r)
{
    json_begin_object(NULL);
    json_string("revision", r->id);
    json_names("down_revision", r->parents, r->parent_count);
    json_names("depends_on", r->dependencies, r->dependency_count);
    json_names("branch_labels", r->labels, r->label_count);
    json_string("message", r->message);
    json_string("description", r->description);
    json_string("path", r->file);
    json_boolean("head", r->head);
    json_boolean("effective_head", r->effective_head);
    json_boolean("branchpoint", r->branchpoint);
    json_boolean("mergepoint", r->mergepoint);
    json_boolean("current", r->current);
    json_string("irreversible", r->irreversible);
    json_end_object();
}

static const char *code_name(enum aludel_code code)
{
    static const char *const names[] = {"ok",   "failed",    "usage",      "newer",     "interrupted",
                                        "busy", "read_only", "connection", "no_memory", "changed"};
    return names[code];
}

static const char *or_null(const char *text)
{
    return *text ? text : NULL;
}

void json_error(const struct aludel_error *e)
{
    json_begin_object(json_depth ? "error" : NULL);
    json_string("code", code_name(e->code));
    json_string("message", e->message);
    json_string("detail", or_null(e->detail));
    json_string("hint", or_null(e->hint));
    json_string("revision", or_null(e->revision));
    json_string("file", or_null(e->file));
    json_integer("line", e->line);
    json_string("statement", or_null(e->statement));
    json_integer("position", e->position);
    json_string("sqlstate", or_null(e->sqlstate));
    json_integer("driver_code", e->driver_code);
    json_end_object();
}
