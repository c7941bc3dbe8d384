/*
 * console.h: everything that goes to stderr: log lines, progress on a terminal, errors. Passwords never
 * get here: the library masks them.
 */
#ifndef CLI_CONSOLE_H
#define CLI_CONSOLE_H

#include <aludel/aludel.h>

#include <stdbool.h>
#include <stdint.h>

struct cli_console {
    bool quiet;
    bool statements; /* log every statement */
    bool terminal, color;
    bool progress_shown;
    int64_t step_began; /* milliseconds of a steady clock */
    size_t step, steps;
    char title[400];
};

void cli_console_init(struct cli_console *c, bool quiet, bool statements, bool no_color);
/* An event of the library, as aludel_config.event wants it; `with` is the console. */
void cli_console_event(struct cli_console *c, const struct aludel_event *event);
/* What one may do next, where nothing failed. */
void cli_console_hint(struct cli_console *c, const char *text);
void cli_console_error(struct cli_console *c, const struct aludel_error *error);
/* Wrong usage: "migrate: message", and where help is. */
void cli_usage_error(const char *program, const char *command, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 3, 4)))
#endif
    ;

#endif
