/*
 * engine.h: how SQLite keeps a database, and on which device: the ways that are tried, few of all there are, but every two values of
 * two of them come together in one.
 */
#ifndef TRIAL_POWER_ENGINE_H
#define TRIAL_POWER_ENGINE_H

#include "trial/power/disk.h"

enum trial_journal { TRIAL_DELETE, TRIAL_WAL, TRIAL_TRUNCATE, TRIAL_PERSIST, TRIAL_JOURNALS };

struct trial_engine {
    enum trial_journal journal;
    unsigned page;
    struct trial_device device;
    bool lent; /* the connection is made here, as an application does, and not by its URL */
};

enum { TRIAL_ENGINES = 16 };
struct trial_engine trial_engine_at(unsigned i);

/* "WAL", as SQLite calls them. */
const char *trial_journal_name(enum trial_journal journal);
/* How many reported commits a cut may take back. */
unsigned trial_engine_may_lose(const struct trial_engine *e);

/* A disk with this database, of which there may be nothing yet, kept that way. NULL: SQLite refuses it; then `why` says. */
struct trial_disk *trial_engine_disk(const struct trial_engine *e, const struct trial_bytes *database,
                                     char *why, size_t room);
/* What is opened by its URL gets its journal as well: one that the file doesn't remember. NULL: as it comes. Returns what held before. */
const struct trial_engine *trial_engine_for_urls(const struct trial_engine *e);
/* A connection as its application would set it up. */
int trial_engine_open(const struct trial_engine *e, const struct trial_disk *disk, struct sqlite3 **db);

#endif
