#include "cli/console.h"

#include "cli/screen.h"
#include "cli/streams.h"
#include "core/format.h"
#include "core/mask.h"
#include "driver/driver.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* On a terminal a step that takes longer than this shows its progress. */
#define PROGRESS_AFTER_MS 1000

void cli_console_init(struct cli_console *c, bool quiet, bool statements, bool no_color)
{
    memset(c, 0, sizeof *c);
    c->quiet = quiet;
    c->statements = statements;
    c->terminal = cli_is_terminal(STDERR_FILENO);
    c->color = cli_has_color(STDERR_FILENO, no_color);
}

static void clear_progress(struct cli_console *c)
{
    if (c->progress_shown)
        fputs("\r\033[K", stderr);
    c->progress_shown = false;
}

static void show_progress(struct cli_console *c)
{
    int64_t elapsed = al_driver_now() - c->step_began;
    if (!c->terminal || c->quiet || !c->steps || elapsed < PROGRESS_AFTER_MS)
        return;
    cli_print(stderr, "\r\033[K  %zu of %zu, %lld.%lld s  %.60s", c->step, c->steps,
              (long long)(elapsed / 1000), (long long)(elapsed % 1000 / 100), c->title);
    fflush(stderr);
    c->progress_shown = true;
}

/* What servers and files say isn't ours: control characters would do something to the terminal. All of it in one
 * go: others write lines to the same place. */
static void put_plain(const char *before, const char *z, size_t n)
{
    size_t kept = 0;
    char *plain = malloc(n + 1);
    for (size_t i = 0; plain && i < n; i++) {
        size_t control = z[i] == '\n' || z[i] == '\t' ? 0 : al_control(z + i, n - i);
        bool ends_line = z[i] == '\r' && (i + 1 == n || z[i + 1] == '\n');
        if (!ends_line)
            plain[kept++] = control ? '?' : z[i];
        i += control > 1;
    }
    if (plain)
        plain[kept] = 0;
    cli_print(stderr, "%s%s\n", before, plain ? plain : "(out of memory)");
    free(plain);
}

static void log_text(struct cli_console *c, const char *level, const char *text, size_t n)
{
    char head[64];
    if (c->quiet)
        return;
    clear_progress(c);
    al_format(head, sizeof head, "%s%-5s%s [aludel.migration] ", c->color ? "\033[32m" : "", level,
              c->color ? "\033[0m" : "");
    put_plain(head, text, n);
}

static void log_line(struct cli_console *c, const char *level, const char *text)
{
    log_text(c, level, text, strlen(text));
}

/* A migration may say what it likes: no line of it passes for something else. */
static void log_remark(struct cli_console *c, const char *text)
{
    for (const char *line = text; line;) {
        size_t n = strcspn(line, "\n");
        log_text(c, "INFO", line, n);
        line = line[n] ? line + n + 1 : NULL;
    }
}

void cli_console_event(struct cli_console *c, const struct aludel_event *event)
{
    switch (event->kind) {
    case ALUDEL_EVENT_STEP:
        c->step_began = al_driver_now();
        c->step = event->step;
        c->steps = event->steps;
        al_format(c->title, sizeof c->title, "%s", event->text);
        log_line(c, "INFO", event->text);
        break;
    case ALUDEL_EVENT_STEP_DONE:
        clear_progress(c);
        c->steps = event->step == c->step ? 0 : c->steps; /* what comes now isn't that step any more */
        break;
    case ALUDEL_EVENT_STATEMENT:
        if (c->statements)
            log_line(c, "SQL", event->text);
        break;
    case ALUDEL_EVENT_NOTICE: log_line(c, "NOTE", event->text); break;
    case ALUDEL_EVENT_REMARK: log_remark(c, event->text); break;
    case ALUDEL_EVENT_TICK: show_progress(c); break;
    }
}

/* ---- Errors ------------------------------------------------------------------------------ */

/* Length in bytes of the first `characters` of z. */
static size_t prefix_bytes(const char *z, int characters)
{
    size_t n = 0;
    while (z[n] && characters > 0) {
        n++;
        while (((unsigned char)z[n] & 0xC0) == 0x80)
            n++;
        characters--;
    }
    return n;
}

static void put_caret(const char *line, size_t bytes)
{
    fputs("    ", stderr);
    for (size_t i = 0; i < bytes; i++) {
        if (((unsigned char)line[i] & 0xC0) != 0x80)
            fputc(line[i] == '\t' ? '\t' : ' ', stderr);
    }
    fputs("^\n", stderr);
}

/* The statement, indented, with a caret below the place that the server named. */
static void put_statement(const struct aludel_error *e)
{
    const char *line = e->statement;
    const char *target = e->position ? line + prefix_bytes(line, e->position - 1) : NULL;

    while (*line) {
        size_t n = strcspn(line, "\n");
        put_plain("    ", line, n);
        if (target && target >= line && target <= line + n)
            put_caret(line, (size_t)(target - line));
        line += n + (line[n] == '\n');
    }
}

static void put_labelled(const char *label, const char *text)
{
    char head[32];
    for (bool first = true; *text; first = false) {
        size_t n = strcspn(text, "\n");
        al_format(head, sizeof head, "  %s", first ? label : "");
        put_plain(head, text, n);
        text += n + (text[n] == '\n');
    }
}

static void put_place(const struct aludel_error *e)
{
    char place[sizeof e->file + 16];
    if (!*e->file && !e->line)
        return;
    if (!*e->file)
        al_format(place, sizeof place, "'%s', statement %d", e->revision, e->line);
    else if (e->line)
        al_format(place, sizeof place, "%s:%d", e->file, e->line);
    else
        al_format(place, sizeof place, "%s", e->file);
    put_labelled("", place);
}

void cli_console_hint(struct cli_console *c, const char *text)
{
    if (!c->quiet)
        put_plain("hint: ", text, strlen(text));
}

void cli_console_error(struct cli_console *c, const struct aludel_error *e)
{
    clear_progress(c);
    put_plain(c->color ? "\033[31mFAILED:\033[0m " : "FAILED: ", e->message, strlen(e->message));
    put_place(e);
    put_statement(e);
    put_labelled("", e->detail);
    put_labelled("hint: ", e->hint);
}

/* The word that isn't understood may be a URL. */
void cli_usage_error(const char *program, const char *command, const char *format, ...)
{
    va_list args;
    char text[1024], shown[1024];
    va_start(args, format);
    al_vformat(text, sizeof text, format, args);
    va_end(args);
    al_mask(shown, sizeof shown, text);
    cli_print(stderr, "%s: %s", program, shown);
    if (command)
        cli_print(stderr, "\nSee `%s %s --help`.\n", program, command);
    else
        cli_print(stderr, "\nSee `%s --help`.\n", program);
}
