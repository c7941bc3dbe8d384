/* sqlite.c: the SQLite driver: opening, closing, transactions. The rest is listed in sqlite_state.h. */
#include "driver/sqlite_state.h"

#include <assert.h>
#include <string.h>

/* ---- Opening and closing --------------------------------------------------------------------- */

static void borrow(struct al_sqlite *s)
{
    s->db = s->head.connect.borrowed;
    const char *file = sqlite3_db_filename(s->db, "main");
    al_format(s->file, sizeof s->file, "%s", file ? file : "");
    s->memory = s->file[0] == '\0';
    al_format(s->head.shown_url, sizeof s->head.shown_url, "sqlite://%s%s", s->memory ? "" : "/", s->file);
}

static void sqlite_close(struct al_driver *d)
{
    struct al_sqlite *s = (struct al_sqlite *)d;
    struct aludel_allocator allocator = d->connect.allocator;
    if (s->db) {
        if (d->in_group) {
            d->type->rollback(d);
        }
        al_sqlite_close_all_rows(s);
        al_sqlite_forget(s);
        al_driver_rest(d);
        if (s->owned) {
            sqlite3_close(s->db);
        }
    }
    allocator.resize(allocator.with, s, sizeof *s, 0);
}

static bool sqlite_open(struct al_driver **driver, const struct al_connect *connect,
                        struct aludel_error *error)
{
    *driver = NULL;
    struct al_sqlite *s = al_driver_new(&al_sqlite_driver, connect, sizeof *s, error);
    if (!s) {
        return false;
    }
    s->owned = !connect->borrowed;
    bool ok = al_driver_durations(connect->settings, &s->durations, error);
    if (ok && s->owned) {
        ok = al_sqlite_open_url(s, connect->url, connect->read_only, error);
    } else if (ok) {
        borrow(s);
    }
    if (!ok) {
        sqlite_close(&s->head);
        return false;
    }
    al_sqlite_watch(&s->head, error);
    *driver = &s->head;
    return true;
}

/* ---- Groups ---------------------------------------------------------------------------------- */

/* BEGIN or COMMIT. Where our busy handler is in place it waits; else the statement is repeated. */
static bool execute_patiently(struct al_sqlite *s, const char *sql)
{
    s->waited = 0;
    s->holder[0] = '\0';
    int rc = al_sqlite_exec(s, sql);
    for (int attempt = 0; rc == SQLITE_BUSY && !s->waits && al_sqlite_wait_a_little(s, attempt); attempt++) {
        rc = al_sqlite_exec(s, sql);
    }
    if (rc != SQLITE_OK) {
        al_sqlite_fail(s, s->db, NULL, (struct aludel_text){"", 0});
    }
    return rc == SQLITE_OK;
}

static bool set_pragmas(struct al_sqlite *s)
{
    return (s->memory || al_sqlite_exec(s, "PRAGMA synchronous=FULL") == SQLITE_OK) &&
           (al_sqlite_has_temporary_folder(s) || al_sqlite_exec(s, "PRAGMA temp_store=MEMORY") == SQLITE_OK);
}

/* Once, in front of the first write: reading alone needs none of it. */
static bool become_writer(struct al_sqlite *s)
{
    int code = s->read_only ? SQLITE_READONLY : 0;
    if (code || sqlite3_db_readonly(s->db, "main") == 1) {
        return al_sqlite_fail_read_only(s, code);
    }
    if (s->owned && !s->ready_to_write && !set_pragmas(s)) {
        return al_sqlite_fail(s, s->db, NULL, (struct aludel_text){"", 0});
    }
    s->ready_to_write = true;
    return true;
}

static void leave_group(struct al_sqlite *s)
{
    s->head.in_group = false;
    s->head.borrowed_group = false;
    al_sqlite_be_patient(s, false);
    if (s->head.keys_paused) {
        al_sqlite_exec(s, "PRAGMA foreign_keys=ON");
        s->head.keys_paused = false;
    }
}

/* A no-op inside a transaction, so it comes in front; who has one open must see to it. */
static void pause_keys(struct al_sqlite *s)
{
    int on = 0;
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_ENABLE_FKEY, -1, &on);
    s->head.keys_paused = on && al_sqlite_exec(s, "PRAGMA foreign_keys=OFF") == SQLITE_OK;
}

static bool sqlite_begin(struct al_driver *d, enum al_begin how)
{
    struct al_sqlite *s = (struct al_sqlite *)d;
    if (d->error.code) {
        return false;
    }
    assert(!d->in_group);
    if (*s->head.stop) {
        return al_error(&d->error, ALUDEL_INTERRUPTED, "interrupted");
    }
    al_sqlite_close_all_rows(s);
    if (how != AL_BEGIN_READ && !become_writer(s)) {
        return false;
    }
    d->borrowed_group = !sqlite3_get_autocommit(s->db);
    if (how == AL_BEGIN_REBUILD && !d->borrowed_group) {
        pause_keys(s);
    }
    const char *sql = d->borrowed_group      ? "SAVEPOINT aludel_group"
                      : how == AL_BEGIN_READ ? "BEGIN"
                                             : "BEGIN IMMEDIATE";
    if (!execute_patiently(s, sql)) {
        leave_group(s);
        return false;
    }
    d->in_group = true;
    al_sqlite_be_patient(s, true);
    d->begun++;
    return true;
}

static bool sqlite_commit(struct al_driver *d)
{
    struct al_sqlite *s = (struct al_sqlite *)d;
    if (d->error.code || !d->in_group) {
        return d->error.code == ALUDEL_OK;
    }
    if (*s->head.stop) {
        return al_error(&d->error, ALUDEL_INTERRUPTED, "interrupted");
    }
    al_sqlite_close_all_rows(s);
    const char *sql = d->borrowed_group ? "RELEASE aludel_group" : "COMMIT";
    if (!execute_patiently(s, sql)) {
        return false;
    }
    leave_group(s);
    d->committed = d->begun;
    return true;
}

/* SQLite may have rolled back by itself (disk full, I/O error); then there is nothing left to undo. */
static void sqlite_rollback(struct al_driver *d)
{
    struct al_sqlite *s = (struct al_sqlite *)d;
    al_sqlite_close_all_rows(s);
    for (int attempt = 0; d->in_group && attempt < 3 && !sqlite3_get_autocommit(s->db); attempt++) {
        const char *sql = d->borrowed_group ? "ROLLBACK TO aludel_group; RELEASE aludel_group" : "ROLLBACK";
        if (al_sqlite_exec(s, sql) == SQLITE_OK) {
            break;
        }
    }
    if (d->put_back[0]) {
        al_sqlite_exec(s, d->put_back);
        d->put_back[0] = '\0';
    }
    leave_group(s);
    d->missed = AL_MISSED_NOTHING;
    *s->head.stop = 0;
    s->timed_out = false;
    al_error_clear(&d->error);
}

/* ---- The rest -------------------------------------------------------------------------------- */

static bool schema_is_writable(struct al_driver *d)
{
    struct al_sqlite *s = (struct al_sqlite *)d;
    int defensive = 0;
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, -1, &defensive);
    return !defensive;
}

static bool is_within(struct al_driver *d)
{
    const struct al_sqlite *s = (const struct al_sqlite *)d;
    return !d->in_group && !sqlite3_get_autocommit(s->db);
}

static bool sqlite_settle(struct al_driver *d)
{
    return d->error.code == ALUDEL_OK;
}

static void sqlite_client(struct al_client *out)
{
    *out = (struct al_client){.name = "SQLite", .source = sqlite3_sourceid()};
    al_format(out->version, sizeof out->version, "%s", sqlite3_libversion());
}

static int sqlite_server_version(struct al_driver *d)
{
    (void)d;
    return sqlite3_libversion_number();
}

/* The flag stops what comes between two statements, sqlite3_interrupt the statement that runs. */
static void sqlite_interrupt(struct al_driver *d)
{
    struct al_sqlite *s = (struct al_sqlite *)d;
    *s->head.stop = 1;
    sqlite3_interrupt(s->db);
}

static void interrupt_lent(void *borrowed)
{
    sqlite3_interrupt(borrowed);
}

static void sqlite_comment(struct al_driver *d, const char *text)
{
    (void)d;
    (void)text;
}

const struct al_driver_type al_sqlite_driver = {
    .dialect = ALUDEL_SQLITE,
    .live = true,
    .pipelines = false,
    .open = sqlite_open,
    .close = sqlite_close,
    .take = al_sqlite_watch,
    .give_back = al_sqlite_unwatch,
    .begin = sqlite_begin,
    .commit = sqlite_commit,
    .rollback = sqlite_rollback,
    .send = al_sqlite_send,
    .settle = sqlite_settle,
    .count = al_sqlite_count,
    .alone = al_sqlite_alone,
    .query = al_sqlite_query,
    .open_rows = al_sqlite_open_rows,
    .next_row = al_sqlite_next_row,
    .close_rows = al_sqlite_close_rows,
    .compiles = al_sqlite_compiles,
    .reads = al_sqlite_reads,
    .schema_is_writable = schema_is_writable,
    .disk = al_sqlite_disk,
    .is_within = is_within,
    .why = al_sqlite_why,
    .client = sqlite_client,
    .server_version = sqlite_server_version,
    .interrupt = sqlite_interrupt,
    .interrupt_lent = interrupt_lent,
    .comment = sqlite_comment,
};

const struct aludel_driver aludel_sqlite_driver = {&al_sqlite_driver};
