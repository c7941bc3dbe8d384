/*
 * postgresql_others.c: connections beside the driver's own: our statements on them, and the one for statements outside
 * transactions, whose session has the settings that are LOCAL elsewhere; see postgresql_state.h.
 */
#include "driver/postgresql_state.h"

#include <string.h>

void al_pg_finish(PGconn **conn)
{
    if (*conn) {
        PQfinish(*conn);
        *conn = NULL;
    }
}

void al_pg_close_others(struct al_postgresql *s)
{
    al_pg_finish(&s->keeper);
    al_pg_finish(&s->solo);
    al_pg_finish(&s->watcher);
}

bool al_pg_ask_other(struct al_postgresql *s, PGconn **conn, const char *sql, enum al_missed missed,
                     PGresult **result)
{
    struct al_pg_sent sent = {.missed = missed, .sql = (char *)sql, .length = strlen(sql)};
    PGresult *r = al_pg_ask(s, *conn, sql, 0, NULL);
    bool ok = r && al_pg_is_ok(r);
    if (!ok && (!r || al_pg_is_lost(r))) {
        al_pg_fail_lost(s, *conn, &sent);
        if (*conn != s->conn) { /* which is closed by whoever opened it */
            al_pg_finish(conn);
        }
    } else if (!ok) {
        al_pg_fail(s, r, &sent);
    }
    if (ok && result) {
        *result = r;
        return true;
    }
    PQclear(r);
    return ok;
}

bool al_pg_do(struct al_postgresql *s, PGconn **conn, const char *sql)
{
    return al_pg_ask_other(s, conn, sql, AL_MISSED_NOTHING, NULL);
}

static bool set(struct al_postgresql *s, const char *name, const char *value)
{
    const char *const values[] = {name, value};
    PGresult *r = al_pg_ask(s, s->solo, "SELECT set_config($1, $2, false)", 2, values);
    struct al_pg_sent sent = {0};
    bool ok = r && al_pg_is_ok(r);
    if (!ok && r && PQresultErrorField(r, PG_DIAG_SQLSTATE)) {
        al_pg_fail(s, r, &sent);
    } else if (!ok) {
        al_pg_fail_lost(s, s->solo, &sent);
    }
    PQclear(r);
    return ok;
}

static bool set_duration(struct al_postgresql *s, const char *name, int64_t milliseconds)
{
    char value[32];
    al_format(value, sizeof value, "%lldms", (long long)milliseconds);
    return milliseconds == 0 || set(s, name, value);
}

static bool set_all(struct al_postgresql *s)
{
    static const struct aludel_settings none;
    const struct aludel_settings *given = s->head.connect.settings ? s->head.connect.settings : &none;
    bool role = given->role && *given->role, path = given->search_path && *given->search_path;
    return (!role || set(s, "role", given->role)) && set(s, "standard_conforming_strings", "on") &&
           set_duration(s, "lock_timeout", s->durations.lock_timeout) &&
           set_duration(s, "statement_timeout", s->durations.statement_timeout) &&
           (!path || set(s, "search_path", given->search_path));
}

bool al_pg_open_solo(struct al_postgresql *s)
{
    if (s->solo) {
        return true;
    }
    s->solo = al_pg_twin(s);
    if (!s->solo) {
        return false;
    }
    PQsetNoticeReceiver(s->solo, al_pg_notice, s);
    if (!set_all(s)) {
        al_pg_finish(&s->solo);
    }
    return s->solo != NULL;
}
