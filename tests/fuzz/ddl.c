/*
 * ddl.c: CREATE TABLE in both dialects. What is read lies inside the text and in its order, and prints back the same.
 * SQLite is asked too: what it accepts must be read, with the columns that it has there.
 */
#include "ddl/ddl.h"

#include "fuzz.h"
#include "tables.h"

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

static void check_columns(const struct al_ddl_table *t, struct aludel_arena *a)
{
    for (const struct al_ddl_column *c = t->columns; c; c = c->next) {
        uint32_t at = check_span(t, c->name, c->span.at);
        at = check_span(t, c->type, at);
        for (const struct al_ddl_constraint *k = c->constraints; k; k = k->next)
            at = check_constraint(t, a, k, at);
        fuzz_check(at == c->span.at + c->span.n, "a column ends with its last part");
        al_ddl_name(t, a, c->name);
    }
    for (const struct al_ddl_constraint *k = t->constraints; k; k = k->next)
        check_constraint(t, a, k, 0);
}

static void read_one(enum aludel_dialect dialect, struct aludel_text text)
{
    struct aludel_arena a;
    struct al_ddl_table t;
    al_arena_init(&a, NULL);
    if (al_ddl_read(&t, &a, dialect, text))
        check_columns(&t, &a);
    al_arena_free(&a);
}

/* ---- SQLite -------------------------------------------------------------------------------------- */

static bool has(const struct al_ddl_column *c, enum al_ddl_kind kind)
{
    const struct al_ddl_constraint *k = c->constraints;
    while (k && k->kind != kind)
        k = k->next;
    return k;
}

/* Rows: name, "notnull", dflt_value, pk, hidden. */
static void compare_column(const struct al_ddl_table *t, struct aludel_arena *a,
                           const struct al_ddl_column *c, sqlite3_stmt *s)
{
    const char *name = (const char *)sqlite3_column_text(s, 0);
    bool is_generated = sqlite3_column_int(s, 4) > 1, is_key = sqlite3_column_int(s, 3);
    bool has_default = sqlite3_column_type(s, 2) != SQLITE_NULL;
    fuzz_check(al_same(al_ddl_name(t, a, c->name), al_text(name)), "a column has the name that it has there");
    fuzz_check(has(c, AL_DDL_GENERATED) == is_generated, "what is generated there is generated");
    fuzz_check(is_generated || has(c, AL_DDL_DEFAULT) == has_default, "what has a default there has one");
    fuzz_check(is_key || has(c, AL_DDL_NOT_NULL) == sqlite3_column_int(s, 1),
               "what is NOT NULL there is NOT NULL");
}

static void compare_columns(const struct al_ddl_table *t, struct aludel_arena *a, sqlite3 *db,
                            const char *table)
{
    sqlite3_stmt *s = NULL;
    static const char sql[] = "SELECT name, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo(?)";
    const struct al_ddl_column *c = t->columns;
    fuzz_check(sqlite3_prepare_v2(db, sql, -1, &s, NULL) == SQLITE_OK, "SQLite is asked");
    sqlite3_bind_text(s, 1, table, -1, SQLITE_STATIC);
    for (; sqlite3_step(s) == SQLITE_ROW; c = c->next) {
        fuzz_check(c, "a table of SQLite's has the columns that it has there");
        compare_column(t, a, c, s);
    }
    fuzz_check(!c, "a table of SQLite's has no more columns than it has there");
    sqlite3_finalize(s);
}

static void compare_table(sqlite3 *db, const char *name, const char *sql)
{
    struct aludel_arena a;
    struct al_ddl_table t;
    al_arena_init(&a, NULL);
    read_one(ALUDEL_SQLITE, al_text(sql));
    fuzz_check(al_ddl_read(&t, &a, ALUDEL_SQLITE, al_text(sql)), "what SQLite keeps is read");
    compare_columns(&t, &a, db, name);
    al_arena_free(&a);
}

static void compare_tables(sqlite3 *db)
{
    sqlite3_stmt *s = NULL;
    static const char sql[] =
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
        "UNION ALL SELECT name, sql FROM sqlite_temp_master WHERE type = 'table'";
    fuzz_check(sqlite3_prepare_v2(db, sql, -1, &s, NULL) == SQLITE_OK, "SQLite is asked");
    while (sqlite3_step(s) == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(s, 1);
        if (strncmp(text, "CREATE VIRTUAL", 14) != 0)
            compare_table(db, (const char *)sqlite3_column_text(s, 0), text);
    }
    sqlite3_finalize(s);
}

static void ask_sqlite(const char *text)
{
    sqlite3 *db = tables_make(text, NULL);
    if (db)
        compare_tables(db);
    tables_close(db);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_string(data, size);
    read_one(ALUDEL_SQLITE, (struct aludel_text){text, size});
    read_one(ALUDEL_POSTGRESQL, (struct aludel_text){text, size});
    ask_sqlite(text);
    free(text);
    return 0;
}
