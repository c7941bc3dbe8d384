#include "trial/power/engine.h"

#include "core/text.h"

#include <sqlite3.h>
#include <string.h>

static const char *const journals[TRIAL_JOURNALS] = {"DELETE", "WAL", "TRUNCATE", "PERSIST"};

const char *trial_journal_name(enum trial_journal journal)
{
    return journals[journal];
}

/* Each journal with each size of page; in every row and column both sectors, and both kinds of device. */
struct trial_engine trial_engine_at(unsigned i)
{
    static const unsigned pages[] = {4096, 1024, 65536, 512};
    unsigned journal = i % 4, page = (i / 4 + i) % 4;
    bool large = (journal ^ page) & 1, powersafe = !((journal ^ page) & 2);
    return (struct trial_engine){.journal = (enum trial_journal)journal,
                                 .page = pages[page],
                                 .device = {.sector = large ? 4096 : 512, .powersafe = powersafe},
                                 .lent = journal >= TRIAL_TRUNCATE};
}

/* A journal's deletion isn't synced, unless synchronous is EXTRA: when it comes back, its transaction never was. */
unsigned trial_engine_may_lose(const struct trial_engine *e)
{
    return e->journal == TRIAL_DELETE;
}

/* A size of pages holds from the first write on, or from VACUUM on. */
static int set_up(const struct trial_engine *e, sqlite3 *db, bool is_empty)
{
    char sql[160];
    al_format(sql, sizeof sql, "PRAGMA page_size = %u; %s; PRAGMA journal_mode = %s", e->page,
              is_empty ? "CREATE TABLE t (a); DROP TABLE t; VACUUM" : "VACUUM",
              e->journal == TRIAL_WAL ? "WAL" : "DELETE");
    return sqlite3_exec(db, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL) == SQLITE_OK
               ? sqlite3_exec(db, sql, NULL, NULL, NULL)
               : SQLITE_ERROR;
}

struct trial_disk *trial_engine_disk(const struct trial_engine *e, const struct trial_bytes *database,
                                     char *why, size_t room)
{
    sqlite3 *db;
    struct trial_disk *disk = trial_disk_new(&e->device), *synced;
    trial_disk_put(disk, database->at, database->size);
    int rc = trial_disk_open(disk, &db);
    rc = rc == SQLITE_OK ? set_up(e, db, database->size == 0) : rc;
    if (rc != SQLITE_OK)
        al_format(why, room, "%s", db ? sqlite3_errmsg(db) : sqlite3_errstr(rc));
    sqlite3_close(db);
    synced = rc == SQLITE_OK ? trial_disk_copy(disk) : NULL;
    trial_disk_free(disk);
    return synced;
}

/* ---- Connections ----------------------------------------------------------------------------------- */

/* SQLite calls a function for each connection that is opened, and has no context for it. */
static const struct trial_engine *of_urls;

static int set_journal(sqlite3 *db, char **error, const struct sqlite3_api_routines *api)
{
    char sql[64];
    const char *file = sqlite3_db_filename(db, "main");
    (void)error;
    (void)api;
    if (!of_urls || of_urls->journal < TRIAL_TRUNCATE || !file || strcmp(file, TRIAL_DISK_DATABASE) != 0)
        return SQLITE_OK;
    al_format(sql, sizeof sql, "PRAGMA journal_mode = %s", journals[of_urls->journal]);
    return sqlite3_exec(db, sql, NULL, NULL, NULL);
}

const struct trial_engine *trial_engine_for_urls(const struct trial_engine *e)
{
    const struct trial_engine *before = of_urls;
    of_urls = e;
    sqlite3_auto_extension((void (*)(void))set_journal);
    return before;
}

int trial_engine_open(const struct trial_engine *e, const struct trial_disk *disk, sqlite3 **db)
{
    char sql[96];
    int rc = trial_disk_open(disk, db);
    if (rc != SQLITE_OK)
        return rc;
    al_format(sql, sizeof sql, "PRAGMA journal_mode = %s; PRAGMA synchronous = FULL", journals[e->journal]);
    return sqlite3_exec(*db, sql, NULL, NULL, NULL);
}
