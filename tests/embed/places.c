#include "places.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

char place_on_sqlite, place_on_postgresql;

int64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void must(bool ok, const struct aludel_error *error, int line)
{
    if (!ok) {
        fail_msg("line %d: %d: %s [%s] [%s] [%s]", line, (int)error->code, error->message, error->detail,
                 error->hint, error->statement);
    }
}

/* ---- Databases ----------------------------------------------------------------------------------- */

static void on_server(const char *format, const char *name)
{
    char sql[100];
    PGconn *conn = PQconnectdb(getenv("ALUDEL_TEST_POSTGRES"));
    snprintf(sql, sizeof sql, format, name);
    PGresult *r = PQexec(conn, sql);
    if (PQresultStatus(r) != PGRES_COMMAND_OK) {
        fail_msg("%s: %s", sql, PQerrorMessage(conn));
    }
    PQclear(r);
    PQfinish(conn);
}

/* The server's URL with another database in it. */
static void name_database(struct place *p, const char *server)
{
    const char *host = strstr(server, "://");
    assert_non_null(host);
    const char *path = strchr(host + 3, '/');
    assert_non_null(path);
    snprintf(p->url, sizeof p->url, "%.*s%s%s", (int)(path + 1 - server), server, p->name,
             path + 1 + strcspn(path + 1, "?"));
}

void place_begin(struct place *p, void **state)
{
    static int made;
    memset(p, 0, sizeof *p);
    p->postgresql = *state == &place_on_postgresql;
    if (p->postgresql) {
        NEEDS_POSTGRESQL();
        snprintf(p->name, sizeof p->name, "embed_%d_%d", (int)getpid(), made++);
        on_server("CREATE DATABASE %s TEMPLATE template0", p->name);
        name_database(p, getenv("ALUDEL_TEST_POSTGRES"));
        return;
    }
    snprintf(p->folder, sizeof p->folder, "%s/aludel-XXXXXX",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    assert_non_null(mkdtemp(p->folder));
    snprintf(p->file, sizeof p->file, "%s/app.db", p->folder);
    snprintf(p->url, sizeof p->url, "sqlite:///%s", p->file);
}

void place_end(struct place *p)
{
    if (p->postgresql) {
        on_server("DROP DATABASE %s", p->name);
        return;
    }
    char command[100];
    snprintf(command, sizeof command, "rm -r '%s'", p->folder);
    assert_int_equal(system(command), 0);
}

struct aludel_config place_config(const struct place *p, const struct aludel_registry *registry)
{
    return (struct aludel_config){.registry = registry, .url = p->url, .by = "tests"};
}

/* ---- Connections ----------------------------------------------------------------------------------- */

struct lent place_connect(const struct place *p)
{
    struct lent lent = {NULL, NULL};
    if (p->postgresql) {
        lent.postgresql = PQconnectdb(p->url);
        assert_int_equal(PQstatus(lent.postgresql), CONNECTION_OK);
    } else {
        assert_int_equal(sqlite3_open(p->file, &lent.sqlite), SQLITE_OK);
    }
    return lent;
}

void place_disconnect(struct lent *lent)
{
    PQfinish(lent->postgresql);
    assert_int_equal(sqlite3_close(lent->sqlite), SQLITE_OK); /* nothing of ours is left on it */
    *lent = (struct lent){NULL, NULL};
}

void place_lend(struct aludel_config *config, const struct lent *lent)
{
    config->url = NULL;
    config->sqlite = lent->sqlite;
    config->postgresql = lent->postgresql;
}

/* ---- Asking ------------------------------------------------------------------------------------------ */

static char answer[4096];

static void add(const char *text)
{
    size_t n = strlen(answer);
    snprintf(answer + n, sizeof answer - n, "%s%s", n ? " " : "", text ? text : "NULL");
}

static void ask_sqlite(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK) {
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    }
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        add((const char *)sqlite3_column_text(stmt, 0));
    }
    if (sqlite3_finalize(stmt) != SQLITE_OK) {
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    }
}

static void ask_postgresql(PGconn *conn, const char *sql)
{
    PGresult *r = PQexec(conn, sql);
    if (PQresultStatus(r) != PGRES_COMMAND_OK && PQresultStatus(r) != PGRES_TUPLES_OK) {
        fail_msg("%s: %s", sql, PQerrorMessage(conn));
    }
    for (int i = 0; i < PQntuples(r); i++) {
        add(PQgetisnull(r, i, 0) ? NULL : PQgetvalue(r, i, 0));
    }
    PQclear(r);
}

const char *lent_ask(const struct lent *lent, const char *sql)
{
    answer[0] = '\0';
    if (lent->sqlite) {
        ask_sqlite(lent->sqlite, sql);
    } else {
        ask_postgresql(lent->postgresql, sql);
    }
    return answer;
}

const char *place_ask(const struct place *p, const char *sql)
{
    struct lent lent = place_connect(p);
    lent_ask(&lent, sql);
    place_disconnect(&lent);
    return answer;
}

void *place_resize(void *memory, void *block, size_t old_size, size_t new_size)
{
    struct place_memory *m = memory;
    if (new_size > 0 && m->made >= m->left) {
        return NULL;
    }
    m->made += new_size > 0;
    m->held += (int64_t)new_size - (int64_t)old_size;
    if (new_size == 0) {
        free(block);
        return NULL;
    }
    return realloc(block, new_size);
}
