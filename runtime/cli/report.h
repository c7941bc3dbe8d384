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

void report_revision_line(const struct aludel_revision *r, unsigned parts);
/* What show and -v print: "Rev: …" and so on, with a blank line behind; CLI_MARK is the only part that
 * counts. */
void report_revision_entry(const struct aludel_revision *r, unsigned parts);
/* "     -> …" below a branchpoint. */
void report_branch_line(const struct aludel_revision *from, const struct aludel_revision *child, bool doc);
void report_text(const char *text);
void report_line(const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 1, 2)))
#endif
    ;
void report_bytes(const char *z, size_t n);

/* JSON, one value a call. Commas are set where they belong; `key` is NULL inside an array. */
void json_begin_object(const char *key);
void json_end_object(void);
void json_begin_array(const char *key);
void json_end_array(void);
void json_string(const char *key, const char *value); /* NULL: null */
void json_integer(const char *key, int64_t value);
void json_boolean(const char *key, bool value);
void json_revision(const struct aludel_revision *r);
void json_error(const struct aludel_error *error);

/* Closes what is open, after an error; false when nothing had been begun. */
bool json_abandon(void);

/* Everything has reached stdout: false when it couldn't be written. */
bool report_finish(void);

#endif
