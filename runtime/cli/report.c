#include "cli/report.h"

#include "cli/screen.h"
#include "cli/streams.h"
#include "core/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* ---- Lines that are cut --------------------------------------------------------------------- */

/* Output is one stream, and so is its state. */
static struct {
    size_t columns, used; /* of the line; 0: as long as it is */
    bool color;
} screen;

void cli_report_screen(size_t columns, bool color)
{
    screen.columns = columns;
    screen.used = 0;
    screen.color = color;
}

/* As much as the line has room for; the last column is for the sign that something is missing. */
static void put_cut(const char *z, size_t n)
{
    size_t length;
    for (size_t i = 0; i < n && screen.used < screen.columns; i += length) {
        size_t columns = cli_character_columns(al_utf8_decode(z + i, n - i, &length));
        bool fits = screen.used + columns < screen.columns;
        if (fits)
            fwrite(z + i, 1, length, stdout);
        else
            fputs("…", stdout);
        screen.used = fits ? screen.used + columns : screen.columns;
    }
}

void cli_report_end_line(void)
{
    putchar('\n');
    screen.used = 0;
}

void cli_report_bytes(const char *z, size_t n)
{
    if (screen.columns)
        put_cut(z, n);
    else
        fwrite(z, 1, n, stdout);
}

void cli_report_text(const char *text)
{
    cli_report_bytes(text, strlen(text));
}

void cli_report_colored(const char *z, size_t n, unsigned color)
{
    if (screen.color && color)
        cli_print(stdout, "\033[%um", 30 + color);
    cli_report_bytes(z, n);
    if (screen.color && color)
        fputs("\033[0m", stdout);
}

/* ---- Alembic's lines ---------------------------------------------------------------------------- */

void cli_report_line(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    cli_vprint(stdout, format, args);
    va_end(args);
    putchar('\n');
}

static void put_names(const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        cli_report_text(i ? ", " : "");
        cli_report_text(names[i]);
    }
}

static void put_parents(const struct aludel_revision *r)
{
    if (r->parent_count)
        put_names(r->parents, r->parent_count);
    else
        cli_report_text("<base>");
}

static void put_list(const char *before, const char *const *names, size_t count, const char *after)
{
    if (!count)
        return;
    cli_report_text(before);
    put_names(names, count);
    cli_report_text(after);
}

static void put_marks(const struct aludel_revision *r, unsigned parts)
{
    if (parts & CLI_LABELS)
        put_list(" (", r->labels, r->label_count, ")");
    if (r->effective_head)
        cli_report_text(" (effective head)");
    else if (r->head)
        cli_report_text(" (head)");
    if (parts & CLI_MARK && r->current)
        cli_report_text(" (current)");
    if (parts & CLI_TREE && r->branchpoint)
        cli_report_text(" (branchpoint)");
    if (parts & CLI_TREE && r->mergepoint)
        cli_report_text(" (mergepoint)");
    if (parts & CLI_TREE && r->older)
        cli_report_text(" (older)");
}

/* Its message is left out, as all that isn't needed: `--strip-messages`, `--since`. */
static bool is_stripped(const struct aludel_revision *r)
{
    return !*r->file;
}

void cli_report_revision_line(const struct aludel_revision *r, unsigned parts)
{
    if (parts & CLI_PARENTS) {
        put_parents(r);
        put_list(" (", r->dependencies, r->dependency_count, ")");
        cli_report_text(" -> ");
    }
    cli_report_colored(r->id, strlen(r->id), CLI_YELLOW);
    put_marks(r, parts);
    if (parts & CLI_NEEDS)
        put_list(" (depends on ", r->dependencies, r->dependency_count, ")");
    if (parts & CLI_DOC && !is_stripped(r)) {
        cli_report_text(", ");
        cli_report_text(r->message);
    }
    cli_report_end_line();
}

void cli_report_branch_line(const struct aludel_revision *from, const struct aludel_revision *child, bool doc)
{
    cli_print(stdout, "%*s -> ", (int)strlen(from->id), "");
    cli_report_revision_line(child, CLI_LABELS | CLI_TREE | (doc ? CLI_DOC : 0u));
}

/* Each line of a description, indented. */
static void put_indented(const char *text)
{
    while (*text) {
        size_t n = strcspn(text, "\n");
        cli_print(stdout, "    %.*s\n", (int)n, text);
        text += n + (text[n] == '\n');
    }
}

void cli_report_revision_entry(const struct aludel_revision *r, unsigned parts)
{
    cli_print(stdout, "Rev: %s%s%s%s%s%s\n", r->id, r->head ? " (head)" : "",
              r->branchpoint ? " (branchpoint)" : "", r->mergepoint ? " (mergepoint)" : "",
              r->older ? " (older)" : "", parts & CLI_MARK && r->current ? " (current)" : "");
    cli_report_text(r->mergepoint ? "Merges: " : "Parent: ");
    put_parents(r);
    putchar('\n');
    put_list("Also depends on: ", r->dependencies, r->dependency_count, "\n");
    if (r->branchpoint)
        put_list("Branches into: ", r->children, r->child_count, "\n");
    put_list("Branch names: ", r->labels, r->label_count, "\n");
    put_list("Replaces: ", r->replaces, r->replaces_count, "\n");
    put_list("Compatible with: ", r->compatible_with, r->compatible_count, "\n");
    if (is_stripped(r))
        putchar('\n');
    else
        cli_print(stdout, "Path: %s\n\n", r->file);
    put_indented(r->message);
    if (*r->description) {
        cli_report_text("    \n");
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
static bool json_waiting; /* the outermost bracket isn't written before something follows it */

static void json_quoted(const char *z)
{
    size_t length;
    putchar('"');
    for (size_t left = strlen(z); left; z += length, left -= length) {
        uint32_t c = al_utf8_decode(z, left, &length);
        if (c == '"' || c == '\\')
            cli_print(stdout, "\\%c", (char)c);
        else if (c == '\n')
            cli_report_text("\\n");
        else if (c < 0x20)
            cli_print(stdout, "\\u%04x", (unsigned)c);
        else if (c >= 0x80 && length == 1)
            cli_report_text("\\ufffd"); /* JSON is UTF-8, what a database or a file name holds needn't be */
        else
            cli_report_bytes(z, length);
    }
    putchar('"');
}

static void json_begin_for_good(void)
{
    if (json_waiting)
        putchar(json_brackets[0] == '}' ? '{' : '[');
    json_waiting = false;
}

static void json_next(const char *key)
{
    json_begin_for_good();
    if (json_depth) {
        if (json_filled & 1)
            putchar(',');
        cli_print(stdout, "\n%*s", (int)json_depth * 2, "");
    }
    json_filled |= 1;
    if (key) {
        json_quoted(key);
        cli_report_text(": ");
    }
}

static void json_open(const char *key, char bracket)
{
    json_next(key);
    json_waiting = !json_depth;
    if (json_depth)
        putchar(bracket);
    json_brackets[json_depth++] = bracket == '{' ? '}' : ']';
    json_filled <<= 1;
}

static void json_shut(void)
{
    bool filled = json_filled & 1;
    json_begin_for_good();
    json_depth--;
    json_filled >>= 1;
    if (filled)
        cli_print(stdout, "\n%*s", (int)json_depth * 2, "");
    putchar(json_brackets[json_depth]);
    if (!json_depth) {
        putchar('\n');
        json_filled = 0;
    }
}

void cli_json_begin_object(const char *key)
{
    json_open(key, '{');
}

void cli_json_end_object(void)
{
    json_shut();
}

void cli_json_begin_array(const char *key)
{
    json_open(key, '[');
}

void cli_json_end_array(void)
{
    json_shut();
}

void cli_json_string(const char *key, const char *value)
{
    json_next(key);
    if (value)
        json_quoted(value);
    else
        cli_report_text("null");
}

void cli_json_integer(const char *key, int64_t value)
{
    json_next(key);
    cli_print(stdout, "%lld", (long long)value);
}

void cli_json_boolean(const char *key, bool value)
{
    json_next(key);
    cli_report_text(value ? "true" : "false");
}

static void json_names(const char *key, const char *const *names, size_t count)
{
    cli_json_begin_array(key);
    for (size_t i = 0; i < count; i++)
        cli_json_string(NULL, names[i]);
    cli_json_end_array();
}

void cli_json_revision(const struct aludel_revision *r)
{
    cli_json_begin_object(NULL);
    cli_json_string("revision", r->id);
    json_names("down_revision", r->parents, r->parent_count);
    json_names("depends_on", r->dependencies, r->dependency_count);
    json_names("branch_labels", r->labels, r->label_count);
    json_names("replaces", r->replaces, r->replaces_count);
    json_names("compatible_with", r->compatible_with, r->compatible_count);
    cli_json_string("message", r->message);
    cli_json_string("description", r->description);
    cli_json_string("path", r->file);
    cli_json_boolean("head", r->head);
    cli_json_boolean("effective_head", r->effective_head);
    cli_json_boolean("branchpoint", r->branchpoint);
    cli_json_boolean("mergepoint", r->mergepoint);
    cli_json_boolean("current", r->current);
    cli_json_string("irreversible", r->irreversible);
    if (r->older)
        cli_json_boolean("older", true);
    cli_json_end_object();
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

static void json_error(const struct aludel_error *e)
{
    cli_json_begin_object(json_depth ? "error" : NULL);
    cli_json_string("code", code_name(e->code));
    cli_json_string("message", e->message);
    cli_json_string("detail", or_null(e->detail));
    cli_json_string("hint", or_null(e->hint));
    cli_json_string("revision", or_null(e->revision));
    cli_json_string("file", or_null(e->file));
    cli_json_integer("line", e->line);
    cli_json_string("statement", or_null(e->statement));
    cli_json_integer("position", e->position);
    cli_json_string("sqlstate", or_null(e->sqlstate));
    cli_json_integer("driver_code", e->driver_code);
    cli_json_end_object();
}

void cli_json_fail(const struct aludel_error *e)
{
    if (json_waiting) {
        json_waiting = false;
        json_depth = 0;
        json_filled = 0;
    }
    bool array = json_depth && json_brackets[0] == ']';
    while (json_depth > (array ? 0 : 1))
        json_shut();
    if (array)
        return;
    if (!json_depth)
        cli_json_begin_object(NULL);
    json_error(e);
    cli_json_end_object();
}
