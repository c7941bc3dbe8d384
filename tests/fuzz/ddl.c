/*
 * ddl.c: CREATE TABLE in both dialects. What is read lies inside the text and in its order, and prints back the same.
 * SQLite is asked too: what it accepts must be read, and has as many columns there.
 */
#include "ddl/ddl.h"

#include "fuzz.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

/* ---- The tree ------------------------------------------------------------------------------------ */

static uint32_t check_span(const struct al_ddl_table *t, struct al_ddl_span span, uint32_t from)
{
    fuzz_check(span.at <= t->text.n && span.n <= t->text.n - span.at, "a place lies in the text");
    fuzz_check(span.n == 0 || span.at >= from, "places stand in the text's order");
    return span.n ? span.at + span.n : from;
}

static size_t count_elements(const struct al_ddl_table *t, struct aludel_arena *a, struct al_ddl_span list)
{
    struct al_ddl_element e = {0};
    size_t count = 0;
    uint32_t from = list.at;
    while (al_ddl_next(t, list, &e)) {
        from = check_span(t, e.span, from);
        check_span(t, e.rest, e.span.at);
        al_ddl_name(t, a, e.name);
        count++;
    }
    return count;
}

static uint32_t check_constraint(const struct al_ddl_table *t, struct aludel_arena *a,
                                 const struct al_ddl_constraint *c, uint32_t from)
{
    from = check_span(t, c->comma, from);
    check_span(t, c->value, from);
    check_span(t, c->deferrable, 0);
    count_elements(t, a, c->columns);
    count_elements(t, a, c->to_columns);
    return check_span(t, c->span, from);
}

static size_t check_columns(const struct al_ddl_table *t, struct aludel_arena *a)
{
    size_t count = 0;
    for (const struct al_ddl_column *c = t->columns; c; c = c->next, count++) {
        uint32_t at = check_span(t, c->name, c->span.at);
        at = check_span(t, c->type, at);
        for (const struct al_ddl_constraint *k = c->constraints; k; k = k->next)
            at = check_constraint(t, a, k, at);
        fuzz_check(at == c->span.at + c->span.n, "a column ends with its last part");
        al_ddl_name(t, a, c->name);
    }
    for (const struct al_ddl_constraint *k = t->constraints; k; k = k->next)
        check_constraint(t, a, k, 0);
    return count;
}

static void check_printed(struct aludel_arena *a, struct aludel_text text)
{
    struct al_builder b = al_builder(a);
    al_ddl_print(&b, text, NULL, 0);
    fuzz_check(al_same(al_built(&b), text), "it prints back the same");
}

/* The number of columns; -1: it isn't read. */
static int read_one(enum aludel_dialect dialect, struct aludel_text text)
{
    struct aludel_arena a;
    struct al_ddl_table t;
    al_arena_init(&a, NULL);
    bool is_read = al_ddl_read(&t, &a, dialect, text);
    int count = is_read ? (int)check_columns(&t, &a) : -1;
    check_printed(&a, text);
    al_arena_free(&a);
    return count;
}

/* ---- SQLite -------------------------------------------------------------------------------------- */

static int authorize(void *with, int action, const char *a, const char *b, const char *c, const char *d)
{
    (void)with, (void)a, (void)b, (void)c, (void)d;
    return action == SQLITE_ATTACH || action == SQLITE_PRAGMA || action == SQLITE_DROP_TABLE ? SQLITE_DENY
                                                                                             : SQLITE_OK;
}

static void compare_table(sqlite3 *db)
{
    sqlite3_stmt *s = NULL;
    static const char sql[] =
        "SELECT sql, (SELECT count(*) FROM pragma_table_xinfo(m.name)) FROM sqlite_master m "
        "WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";
    fuzz_check(sqlite3_prepare_v2(db, sql, -1, &s, NULL) == SQLITE_OK, "SQLite is asked");
    while (sqlite3_step(s) == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(s, 0);
        if (strncmp(text, "CREATE VIRTUAL", 14) != 0)
            fuzz_check(read_one(ALUDEL_SQLITE, al_text(text)) == sqlite3_column_int(s, 1),
                       "a table of SQLite's has the columns that it has there");
    }
    sqlite3_finalize(s);
}

/* Creating a table looks at nothing else in the database. */
static void ask_sqlite(const char *text)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *s = NULL;
    fuzz_check(sqlite3_open(":memory:", &db) == SQLITE_OK, "SQLite opens");
    sqlite3_set_authorizer(db, authorize, NULL);
    sqlite3_limit(db, SQLITE_LIMIT_VDBE_OP, 25000);
    bool compiles = sqlite3_prepare_v2(db, text, -1, &s, NULL) == SQLITE_OK && s;
    if (compiles && sqlite3_step(s) == SQLITE_DONE) {
        sqlite3_finalize(s);
        sqlite3_set_authorizer(db, NULL, NULL);
        compare_table(db);
    } else {
        sqlite3_finalize(s);
    }
    sqlite3_close(db);
}

static bool creates_table(const char *text)
{
    const char *z = text + strspn(text, " \t\r\n");
    return sqlite3_strnicmp(z, "CREATE", 6) == 0 && !strstr(z, "SELECT") && !strstr(z, "select");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_string(data, size);
    read_one(ALUDEL_SQLITE, (struct aludel_text){text, size});
    read_one(ALUDEL_POSTGRESQL, (struct aludel_text){text, size});
    if (creates_table(text))
        ask_sqlite(text);
    free(text);
    return 0;
}
