/*
 * look_questions.h: what each database is asked about its tables (look_sqlite.c, look_postgresql.c).
 */
#ifndef TRIAL_LOOK_QUESTIONS_H
#define TRIAL_LOOK_QUESTIONS_H

/* The columns of the answers:
 *   columns      schema, table, column, type, not null, default, generated, key, labels, numbered  ('1' or '0'; labels: separated
 *                by a byte 1, or NULL); a table's stand together
 *   uniques      schema, table, column
 *   references   schema, table, key's number, column, to (as SQL), to column
 *   checks       schema, table, text */
struct trial_look_questions {
    const char *columns, *uniques, *references, *checks;
};
extern const struct trial_look_questions trial_sqlite_look, trial_postgresql_look;

#endif
