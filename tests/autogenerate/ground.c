#include "ground.h"

#include <libpq-fe.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

#define SQLITE_URL "sqlite:///"

static bool fail(struct ground *g, const char *sql, const char *message)
{
    g->why = arena_format(g->arena, "%s\nin: %s", message, sql);
    return false;
}

/* ---- SQLite ------------------------------------------------------------------------------------- */

static bool put_row(struct al_builder *b, sqlite3_stmt *statement)
{
    if (sqlite3_step(statement) != SQLITE_ROW)
        return false;
    for (int i = 0; i < sqlite3_column_count(statement); i++) {
        const unsigned char *text = sqlite3_column_text(statement, i);
        al_putf(b, "%s|", text ? (const char *)text : "NULL");
    }
    al_putc(b, '\n');
    return true;
}

static bool run_sqlite(struct ground *g, const char *sql, struct al_builder *rows)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(g->sqlite, sql, -1, &statement, NULL) != SQLITE_OK)
        return fail(g, sql, sqlite3_errmsg(g->sqlite));
    while (put_row(rows, statement)) {
    }
    return sqlite3_finalize(statement) == SQLITE_OK || fail(g, sql, sqlite3_errmsg(g->sqlite));
}

static bool clear_sqlite(struct ground *g)
{
    const char *path = g->url + strlen(SQLITE_URL);
    sqlite3_close(g->sqlite);
    unlink(path);
    return sqlite3_open(path, &g->sqlite) == SQLITE_OK;
}

/* ---- PostgreSQL --------------------------------------------------------------------------------- */

static void say_nothing(void *with, const char *message)
{
    (void)with;
    (void)message;
}

static void put_rows(struct al_builder *b, const PGresult *result)
{
    for (int row = 0; row < PQntuples(result); row++) {
        for (int i = 0; i < PQnfields(result); i++)
            al_putf(b, "%s|", PQgetisnull(result, row, i) ? "NULL" : PQgetvalue(result, row, i));
        al_putc(b, '\n');
    }
}

static bool run_postgresql(struct ground *g, const char *sql, struct al_builder *rows)
{
    PGresult *result = PQexec(g->postgresql, sql);
    ExecStatusType status = PQresultStatus(result);
    bool good = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY ||
                fail(g, sql, PQerrorMessage(g->postgresql));
    put_rows(rows, result);
    PQclear(result);
    return good;
}

static const char clear_all[] = "DO $$ DECLARE s text; BEGIN "
                                "FOR s IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND "
                                "nspname <> 'information_schema' LOOP "
                                "EXECUTE format('DROP SCHEMA %I CASCADE', s); END LOOP; END $$; "
                                "CREATE SCHEMA public; SET client_min_messages = warning";

/* ---- Both --------------------------------------------------------------------------------------- */

bool ground_open(struct ground *g, const char *url, struct arena *a, const struct aludel_registry *registry)
{
    *g = (struct ground){.arena = a, .registry = registry, .url = url, .why = ""};
    if (!strncmp(url, SQLITE_URL, strlen(SQLITE_URL)))
        return true;
    g->dialect = ALUDEL_POSTGRESQL;
    g->postgresql = PQconnectdb(url);
    PQsetNoticeProcessor(g->postgresql, say_nothing, NULL);
    return PQstatus(g->postgresql) == CONNECTION_OK || fail(g, url, PQerrorMessage(g->postgresql));
}

void ground_close(struct ground *g)
{
    sqlite3_close(g->sqlite);
    PQfinish(g->postgresql);
}

static bool run(struct ground *g, const char *sql, struct al_builder *rows)
{
    return g->dialect == ALUDEL_SQLITE ? run_sqlite(g, sql, rows) : run_postgresql(g, sql, rows);
}

static bool run_one(struct ground *g, const char *sql)
{
    struct al_builder unread = al_builder(&g->arena->memory);
    return run(g, sql, &unread);
}

bool ground_clear(struct ground *g)
{
    return g->dialect == ALUDEL_SQLITE ? clear_sqlite(g) : run_one(g, clear_all);
}

bool ground_ask(struct ground *g, const struct words *questions, struct aludel_text *answers)
{
    struct al_builder rows = al_builder(&g->arena->memory);
    for (size_t i = 0; i < questions->count; i++)
        if (!run(g, questions->at[i], &rows))
            return false;
    *answers = al_built(&rows);
    return true;
}

/* All of them in one message, and so in one transaction. */
static bool send(struct ground *g, const struct words *statements, const char *front, const char *behind)
{
    struct al_builder all = al_builder(&g->arena->memory);
    al_puts(&all, front);
    for (size_t i = 0; i < statements->count; i++)
        al_putf(&all, "%s;\n", statements->at[i]);
    al_puts(&all, behind);
    return run_one(g, arena_string(g->arena, al_built(&all)));
}

static bool run_each(struct ground *g, const struct words *statements)
{
    for (size_t i = 0; i < statements->count; i++)
        if (!run_one(g, statements->at[i]))
            return false;
    return true;
}

bool ground_run(struct ground *g, const struct words *statements)
{
    return g->dialect == ALUDEL_SQLITE ? run_each(g, statements) : send(g, statements, "", "");
}

bool ground_fill(struct ground *g, const struct words *statements)
{
    return g->dialect == ALUDEL_SQLITE ? run_each(g, statements)
                                       : send(g, statements, "SET session_replication_role = replica;\n",
                                              "SET session_replication_role = origin;\n");
}

/* ---- Through the runtime ------------------------------------------------------------------------ */

/* SQLite tells only on a connection of the runtime's own what a view reads. */
static struct aludel *handle(struct ground *g, struct aludel_error *error)
{
    struct aludel_config config = {
        .registry = g->registry, .postgresql = g->postgresql, .url = g->postgresql ? NULL : g->url};
    return aludel_open(&config, error);
}

static bool done(struct ground *g, struct aludel *a, bool good, const struct aludel_error *error)
{
    aludel_close(a);
    if (!good)
        g->why = arena_format(g->arena, "%s\n%s\n%s\nin: %s", error->message, error->detail, error->hint,
                              error->statement);
    return good;
}

static bool put_part(void *with, const struct aludel_schema_part *part)
{
    al_putf(with, "%s;\n\n", part->sql);
    return true;
}

static bool find_schemas(struct ground *g, struct words *schemas)
{
    const char *question =
        "SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'";
    PGresult *result = PQexec(g->postgresql, question);
    for (int row = 0; row < PQntuples(result); row++) {
        const char *name = arena_format(g->arena, "%s", PQgetvalue(result, row, 0));
        vec_push(g->arena, schemas, name);
    }
    PQclear(result);
    return schemas->count > 0 || fail(g, question, "there is no schema");
}

bool ground_inspect(struct ground *g, struct aludel_text *sql)
{
    struct aludel_error error;
    struct words schemas = {0};
    struct al_builder b = al_builder(&g->arena->memory);
    if (g->dialect == ALUDEL_POSTGRESQL && !find_schemas(g, &schemas))
        return false;
    struct aludel_inspection what = {.schemas = schemas.at, .schema_count = schemas.count};
    struct aludel *a = handle(g, &error);
    bool good = a && aludel_inspect(a, &what, put_part, &b, &error);
    *sql = al_built(&b);
    return done(g, a, good, &error);
}

bool ground_upgrade(struct ground *g, const char *target)
{
    struct aludel_error error;
    struct aludel *a = handle(g, &error);
    return done(g, a, a && aludel_upgrade(a, target, NULL, &error), &error);
}

bool ground_downgrade(struct ground *g, const char *target)
{
    struct aludel_error error;
    struct aludel *a = handle(g, &error);
    return done(g, a, a && aludel_downgrade(a, target, NULL, &error), &error);
}
