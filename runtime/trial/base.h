/*
 * base.h: a database that is asked, and written to, by the trial itself.
 *
 *     struct trial_base b;
 *     if (trial_base_open(&b, t, url, &error)) …
 *     trial_ask(&b, arena, "SELECT …", &rows)             the cells are text
 *     trial_base_close(&b);
 */
#ifndef TRIAL_BASE_H
#define TRIAL_BASE_H

#include "trial/trial.h"

struct trial_base {
    struct trial *t;
    struct al_driver *driver;
    struct aludel_error error; /* of the call that failed last */
};

bool trial_base_open(struct trial_base *b, struct trial *t, const char *url, bool read_only,
                     struct aludel_error *error);
void trial_base_close(struct trial_base *b);

struct trial_rows {
    size_t count, columns;
    const char **cells; /* NULL: NULL */
};
const char *trial_cell(const struct trial_rows *rows, size_t row, size_t column);
bool trial_ask(struct trial_base *b, struct aludel_arena *into, const char *sql, struct trial_rows *rows);

/* Outside of transactions. */
bool trial_alone(struct trial_base *b, const char *sql);

/* Many statements, of which some may fail without hurting the others: on SQLite they are in one transaction. */
bool trial_tries_begin(struct trial_base *b);
bool trial_try(struct trial_base *b, const char *sql);
bool trial_tries_end(struct trial_base *b);

/* A name and a text as SQL has them. */
void trial_put_name(struct al_builder *b, const char *name);
void trial_put_string(struct al_builder *b, const char *text);

#endif
