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
    CLI_TREE = 4, /* (branchpoint) (mergepoint) */
    CLI_DOC = 8,  /* ", message" */
    CLI_MARK = 16 /* (current) */
};

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
