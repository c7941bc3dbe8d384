/*
 * driver.c: the driver that op/ and rebuild/ see on a device. Statements, results and cursors are the SQLite driver's own
 * (driver/sqlite_run.c, sqlite_rows.c); what they need around them is small here: errors say what SQLite says, nobody waits,
 * there is no clock.
 */
#include "embedded/device.h"

#include <string.h>

/* ---- For sqlite_run.c and sqlite_rows.c ---------------------------------------------------------- */

static enum aludel_code code_of(int code)
{
    switch (code & 0xff) {
    case SQLITE_NOMEM: return ALUDEL_NO_MEMORY;
    case SQLITE_BUSY: return ALUDEL_BUSY;
    case SQLITE_INTERRUPT: return ALUDEL_INTERRUPTED;
    case SQLITE_READONLY: return ALUDEL_READ_ONLY;
    case SQLITE_CANTOPEN: return ALUDEL_CONNECTION;
    default: return ALUDEL_FAILED;
    }
}

bool al_sqlite_fail(struct al_sqlite *s, sqlite3 *db, const struct al_request *request,
                    struct aludel_text shown)
{
    struct aludel_error *e = &s->head.error;
    if (e->code == ALUDEL_OK) {
        e->driver_code = sqlite3_extended_errcode(db);
        al_error(e, code_of(e->driver_code), "%s", sqlite3_errmsg(db));
        al_driver_blame(&s->head, request, shown);
    }
    return false;
}

void al_sqlite_clock_on(struct al_sqlite *s)
{
    (void)s;
}

void al_sqlite_clock_off(struct al_sqlite *s)
{
    (void)s;
}

bool al_sqlite_may_repeat(struct al_sqlite *s, int attempt)
{
    (void)s;
    (void)attempt;
    return false;
}

void al_sqlite_be_patient(struct al_sqlite *s, bool in_migration)
{
    (void)s;
    (void)in_migration;
}

/* SQLITE_TEMP_STORE, and the VFS, decide. */
bool al_sqlite_has_temporary_folder(struct al_sqlite *s)
{
    (void)s;
    return true;
}

/* ---- For all of them ------------------------------------------------------------------------------- */

void al_driver_blame(struct al_driver *d, const struct al_request *request, struct aludel_text sql)
{
    if (request) {
        al_error_statement(&d->error, sql.z, sql.n);
        al_error_at(&d->error, &request->what.statement->at);
        al_error_revision(&d->error, request->revision);
    }
}

void al_driver_tick(struct al_driver *head)
{
    struct al_device *d = (struct al_device *)(void *)head; /* it stands at its begin */
    al_device_tell(d, ALUDEL_EVENT_TICK, "");
    if (d->on->stop && *d->on->stop) {
        *head->stop = 1;
    }
}

void al_driver_tell(struct al_driver *head, enum aludel_event_kind kind, const char *format, ...)
{
    struct al_device *d = (struct al_device *)(void *)head;
    va_list args;
    va_start(args, format);
    al_vformat(d->text, sizeof d->text, format, args);
    va_end(args);
    al_device_tell(d, kind, d->text);
}

void al_driver_tell_statement(struct al_driver *head, const char *revision, struct aludel_text sql)
{
    (void)head;
    (void)revision;
    (void)sql;
}

const char *al_unbindable(enum aludel_type type)
{
    (void)type;
    return "such a value";
}

/* ---- The driver -------------------------------------------------------------------------------------- */

static bool nothing_to_settle(struct al_driver *d)
{
    return d->error.code == ALUDEL_OK;
}

bool al_device_may_write_schema(struct al_driver *d)
{
    int defensive = 0;
    sqlite3_db_config(((struct al_sqlite *)d)->db, SQLITE_DBCONFIG_DEFENSIVE, -1, &defensive);
    return !defensive;
}

static enum al_why nobody_knows(const struct aludel_error *e)
{
    (void)e;
    return AL_WHY_OTHER;
}

static int version_of_library(struct al_driver *d)
{
    (void)d;
    return sqlite3_libversion_number();
}

/* Groups are database.c's: nothing that sees this driver begins or ends one. */
const struct al_driver_type al_device_driver = {
    .dialect = ALUDEL_SQLITE,
    .live = true,
    .send = al_sqlite_send,
    .settle = nothing_to_settle,
    .count = al_sqlite_count,
    .query = al_sqlite_query,
    .open_rows = al_sqlite_open_rows,
    .next_row = al_sqlite_next_row,
    .close_rows = al_sqlite_close_rows,
    .compiles = al_sqlite_compiles,
    .reads = al_sqlite_reads,
    .schema_is_writable = al_device_may_write_schema,
    .why = nobody_knows,
    .server_version = version_of_library,
};
