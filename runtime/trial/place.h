/*
 * place.h: a database of the trial's own, and what making one takes on each kind (places_sqlite.c, places_postgresql.c).
 */
#ifndef TRIAL_PLACE_H
#define TRIAL_PLACE_H

#include "trial/base.h"

struct trial_place {
    const char *name; /* the file's, the database's */
    const char *url;  /* the password in it */
    bool bare;        /* nothing at all is in it; else the schema of the version table is */
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

#endif
