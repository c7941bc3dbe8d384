/*
 * ground.h: an empty database, again and again: the SQLite file or the PostgreSQL database that a URL names.
 *
 *     struct ground g;
 *     ground_open(&g, "sqlite:////dev/shm/a.db", arena, &migrations);
 *     ground_clear(&g) && ground_run(&g, &statements) && ground_inspect(&g, &text) …
 *     ground_close(&g);
 *
 * After false the reason is in `why`.
 */
#ifndef GROUND_H
#define GROUND_H

#include "base/arena.h"
#include "base/vec.h"
#include "base/word.h"

#include <aludel/aludel.h>
#include <aludel/generated.h>

struct ground {
    struct arena *arena; /* of what is answered; may be changed */
    const struct aludel_registry *registry;
    enum aludel_dialect dialect;
    const char *url;
    struct sqlite3 *sqlite;
    struct pg_conn *postgresql;
    const char *why;
};

bool ground_open(struct ground *g, const char *url, struct arena *a, const struct aludel_registry *registry);
void ground_close(struct ground *g);
bool ground_clear(struct ground *g);
bool ground_run(struct ground *g, const struct words *statements);
/* The same without a look at foreign keys, which rows may need. */
bool ground_fill(struct ground *g, const struct words *statements);
/* All rows of all questions. */
bool ground_ask(struct ground *g, const struct words *questions, struct aludel_text *answers);

bool ground_inspect(struct ground *g, struct aludel_text *sql); /* as `migrate inspect` prints it */
bool ground_upgrade(struct ground *g, const char *target);
bool ground_downgrade(struct ground *g, const char *target);

#endif
