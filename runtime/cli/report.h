/*
 * report.h: the only writer of stdout. Results as Alembic prints them, or as JSON.
 */
#ifndef CLI_REPORT_H
#define CLI_REPORT_H

#include <aludel/aludel.h>

#include <stdbool.h>

/* Which parts a revision's line has; Alembic's commands differ in that. */
enum cli_line_part {
    CLI_PARENTS = 1, /* "a (depends) -> " in front */
    CLI_LABELS = 2,
    CLI_TREE = 4,  /* (branchpoint) (mergepoint) */
    CLI_DOC = 8,   /* ", message" */
    CLI_MARK = 16, /* (current) */
    CLI_NEEDS = 32 /* (depends on …), where the parents don't stand in front */
};

enum { CLI_YELLOW = 3 }; /* of a terminal's colours, 1 to 6 */

/* The screen to write to: lines of revisions are cut to so many columns (0: they aren't), ids and what is written with a color
 * have one. */
void cli_report_screen(size_t columns, bool color);
/* A piece of such a line; 0: in no colour. */
void cli_report_colored(const char *z, size_t n, unsigned color);
void cli_report_end_line(void);

void cli_report_revision_line(const struct aludel_revision *r, unsigned parts);
/* What show and -v print: "Rev: …" and so on, with a blank line behind; CLI_MARK is the only part that
 * counts. */
void cli_report_revision_entry(const struct aludel_revision *r, unsigned parts);
/* "     -> …" below a branchpoint. */
void cli_report_branch_line(const struct aludel_revision *from, const struct aludel_revision *child,
                            bool doc);
void cli_report_text(const char *text);
void cli_report_line(const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 1, 2)))
#endif
    ;
void cli_report_bytes(const char *z, size_t n);

/* JSON, one value a call. Commas are set where they belong; `key` is NULL inside an array. */
void cli_json_begin_object(const char *key);
void cli_json_end_object(void);
void cli_json_begin_array(const char *key);
void cli_json_end_array(void);
void cli_json_string(const char *key, const char *value); /* NULL: null */
void cli_json_integer(const char *key, int64_t value);
void cli_json_boolean(const char *key, bool value);
void cli_json_revision(const struct aludel_revision *r);

/* Ends with an error: an object gets a last member "error"; a list that has values already is closed as it
 * is; a list without any, or nothing at all, becomes an object with that one member. */
void cli_json_fail(const struct aludel_error *error);

#endif
