/*
 * places.h: the databases on which a chain is tried out. All of them are taken away in the end; what a run that was killed
 * has left is taken away by the next.
 *
 *   SQLite       files in a folder of the run's own, which it has locked for as long as it lives
 *   PostgreSQL   databases aludel_test_<process>_<number>, where the process is the server's for the run's own connection:
 *                when that is gone, so is the run
 *
 *     struct trial_place *p = trial_place_new(t);             empty
 *     struct trial_place *q = trial_place_copy(t, p);         nobody may be connected to p
 *     trial_place_drop(t, q);
 *
 * What can't be made is told on stderr: NULL.
 */
#ifndef TRIAL_PLACES_H
#define TRIAL_PLACES_H

#include "trial/base.h"

struct trial_place {
    const char *name; /* the file's, the database's */
    const char *url;  /* the password in it */
    bool dropped;
};

struct trial_places {
    const struct trial_places_type *type;
    const char *folder; /* for SQLite's files, and for scripts */
    int lock;           /* the file in it that is locked */
    struct trial_base server;
    const char *server_url;
    unsigned made;
    struct trial_place **all;
    size_t count, room;
};

struct trial_places_type {
    bool (*begin)(struct trial *t);
    bool (*make)(struct trial *t, const struct trial_place *p, const struct trial_place *from);
    void (*drop)(struct trial *t, const struct trial_place *p);
    const char *(*name)(struct trial *t, unsigned number);
    const char *(*url)(struct trial *t, const char *name);
    void (*end)(struct trial *t);
};
extern const struct trial_places_type trial_sqlite_places, trial_postgresql_places;

bool trial_places_begin(struct trial *t, struct trial_places *places);
void trial_places_end(struct trial *t);

struct trial_place *trial_place_new(struct trial *t);
struct trial_place *trial_place_copy(struct trial *t, const struct trial_place *from);
/* With --keep it stays. */
void trial_place_drop(struct trial *t, struct trial_place *p);
/* Even then: one that nobody wants to look at. */
void trial_place_remove(struct trial *t, struct trial_place *p);

/* A file in the folder. */
const char *trial_places_file(struct trial *t, const char *name);

#endif
