/*
 * lock.c: one migrator at a time: the beginning of a group that writes, and waiting for its lock.
 *
 * SQLite's BEGIN IMMEDIATE is all that is needed there. On PostgreSQL nothing of ours ever waits in the server
 * for the lock, since a waiter's snapshot would hold up a CREATE INDEX CONCURRENTLY: two statements err when
 * they miss, an advisory lock that keeps our own kind out and a lock on the version table against an Alembic
 * that comes later. What missed is rolled back, and tried again after a while.
 */
#include "apply/apply.h"

#include "core/sha256.h"

#include <string.h>

/* ---- Keeping others out -------------------------------------------------------------------------- */

/* Of the version table: the lock is the same for all who write to it, whatever they are called. */
static int64_t lock_key(const struct aludel *a)
{
    struct al_sha256 s;
    uint8_t digest[32];
    uint64_t key = 0;
    al_sha256_init(&s);
    al_sha256_add(&s, "aludel ", 7);
    al_sha256_add(&s, a->version_table, strlen(a->version_table));
    al_sha256_end(&s, digest);
    for (int i = 0; i < 8; i++) {
        key = key << 8 | digest[i];
    }
    return (int64_t)(key >> 1); /* bigint, and not negative */
}

#define THIS_LOCK                                                                                        \
    "locktype = 'advisory' AND granted AND objsubid = 1 AND classid = %u AND objid = %u AND database = " \
    "(SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())"

static bool keep_others_out(struct aludel *a)
{
    char condition[500];
    uint64_t key = (uint64_t)lock_key(a);
    struct aludel_value value = aludel_int((int64_t)key);
    if (!a->driver->keeper) {
        return al_demand(a, "pg_catalog.pg_try_advisory_xact_lock(" P ")", &value, 1, AL_MISSED_LOCK);
    }
    al_format(condition, sizeof condition,
              "EXISTS (SELECT 1 FROM pg_catalog.pg_locks WHERE pid = %d AND " THIS_LOCK ")",
              a->driver->keeper, (unsigned)(key >> 32), (unsigned)key);
    return al_demand(a, condition, NULL, 0, AL_MISSED_KEEPER);
}

bool al_hold(struct aludel *a)
{
    char sql[200];
    if (!a->type->hold || !a->type->live) {
        return true;
    }
    a->driver->mark = AL_MARK_NONE;
    size_t n = al_format(sql, sizeof sql,
                         "SELECT CAST(CASE WHEN pg_catalog.pg_try_advisory_xact_lock(%lld) THEN '1' ELSE "
                         "'aludel: no' END AS integer)",
                         (long long)lock_key(a));
    struct aludel_statement st = {.sql = sql, .length = (uint32_t)n};
    struct al_request request = {.what = {&st, NULL}, .missed = AL_MISSED_LOCK};
    return a->type->hold(a->driver, &request) || al_driver_failed(a);
}

void al_let_go(struct aludel *a)
{
    if (a->driver && a->type->let_go) {
        a->type->let_go(a->driver);
    }
}

/* ---- The beginning of a group ------------------------------------------------------------------ */

bool al_group_begin(struct aludel *a, enum al_begin how, bool create)
{
    if (al_interrupted(a)) {
        return false;
    }
    if (!a->type->begin(a->driver, how)) {
        return al_driver_failed(a);
    }
    return al_group_role(a) && (!al_on_postgresql(a) || keep_others_out(a)) && al_group_limits(a) &&
           (!create || al_version_create(a)) &&
           (!al_on_postgresql(a) || al_demand_sql(a, "LOCK TABLE %s IN SHARE ROW EXCLUSIVE MODE NOWAIT",
                                                  a->version_table, NULL, 0, AL_MISSED_LOCK));
}

/* ---- Waiting for it ------------------------------------------------------------------------------ */

/* Who has the lock, as far as this user may see it. */
static const char *holder(struct aludel *a)
{
    char sql[900];
    uint64_t key = (uint64_t)lock_key(a);
    struct aludel_value rows, table = al_string(a->version_table);
    al_format(
        sql, sizeof sql,
        "SELECT string_agg(DISTINCT format('process %%s (%%s)', a.pid, concat_ws(', ', nullif(a.usename, "
        "''), nullif(a.application_name, ''), a.state)), ' and ') FROM pg_catalog.pg_locks AS l JOIN "
        "pg_catalog.pg_stat_activity AS a USING (pid) WHERE granted AND ((" THIS_LOCK
        ") OR (locktype = 'relation' AND relation = to_regclass(" P ") AND mode LIKE '%%Exclusive%%')) "
        "AND a.pid <> pg_backend_pid()",
        (unsigned)(key >> 32), (unsigned)key);
    struct aludel_error meanwhile, *first = al_set_aside(a, &meanwhile);
    const char *text = "";
    if (al_ask_sql(a, sql, NULL, &table, 1, &rows, NULL) && al_row_count(rows) == 1) {
        text = al_cell_text(a, rows, 0, 0);
    } else {
        a->type->rollback(a->driver);
    }
    a->error = first;
    return text;
}

static bool give_up(struct aludel *a, int64_t waited)
{
    char time[32];
    const char *who = holder(a);
    al_show_duration(time, sizeof time, waited);
    al_error_clear(a->error);
    al_fail(a, ALUDEL_BUSY, "another migrator is at work%s%s; gave up after %s", *who ? ": " : "", who, time);
    al_error_hint(a->error, "let it finish or end it, or wait longer with the setting `wait`");
    return false;
}

/* "another migrator is at work: process 4711 (app, aludel, active): waiting for it, at most 10min" */
static void tell_once(struct aludel *a, struct al_patience *p, int64_t most)
{
    char time[32];
    if (p->told || al_driver_now() - p->since < 1000) {
        return;
    }
    const char *who = holder(a);
    p->told = true;
    al_show_duration(time, sizeof time, most);
    al_remark(a, "another migrator is at work%s%s: waiting for it, at most %s", *who ? ": " : "", who, time);
}

bool al_wait_for_lock(struct aludel *a, struct al_patience *p)
{
    int64_t most = 0, now = al_driver_now();
    al_duration(a->settings.wait, "10min", &most);
    p->since = p->since ? p->since : now;
    if (now - p->since >= most) {
        return give_up(a, now - p->since);
    }
    tell_once(a, p, most);
    al_error_clear(a->error);
    int64_t pause = 20 + 20 * (p->attempts < 10 ? p->attempts : 10);
    p->attempts++;
    al_sleep(a, pause + now * 7919 % pause);
    return !al_interrupted(a);
}

bool al_lock_now(struct aludel *a, bool create)
{
    struct al_patience patience = {0};
    for (;;) {
        if (al_group_begin(a, AL_BEGIN_WRITE, create) && al_settle(a)) {
            return true;
        }
        if (a->driver->missed != AL_MISSED_LOCK) {
            return false;
        }
        a->type->rollback(a->driver);
        if (!al_wait_for_lock(a, &patience)) {
            return false;
        }
    }
}

bool al_commit_now(struct aludel *a)
{
    return (a->type->commit(a->driver) && a->type->settle(a->driver)) || al_driver_failed(a);
}
