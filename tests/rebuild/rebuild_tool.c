/*
 * rebuild_tool.c: rebuilds of SQLite tables, for the scripts beside it (tool.py speaks with it).
 *
 *     rebuild_tool < cases      records end with 0x1e, fields with 0x1f; a field is NAME=TEXT
 *
 *   file=PATH         the database; none: a script is written
 *   keys=on           PRAGMA foreign_keys of the connection
 *   open=1            the caller has a transaction open
 *   own=1             a connection of ours, not a lent one
 *   defensive=1       SQLITE_DBCONFIG_DEFENSIVE
 *   pages=N           no more room than so many pages
 *   setup=SQL         run on the connection in front
 *   ignore=TABLE      an authorizer passes over what writes to it
 *   stop=N, kill=N    interrupts the run, kills the process, in front of the statement behind the Nth
 *   schema=, table=   what is rebuilt
 *   sql=, unknown=, index=, trigger=     what the chain knows, for a script
 *   edit=KIND, and behind it name=, with=SQL, before=, after=, constraint=KIND, column=NAME …, if_exists=1
 *
 * Answer: ok or error, message, hint, which edit the error stands at (1 …; 0: the whole), PRAGMA foreign_keys and
 * legacy_alter_table behind it, then the statements, or the script.
 */
#include "op/op.h"

#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST 64

struct test {
    const char *file, *setup, *pages, *ignore;
    bool keys, open, defensive, own;
    int stop, kill;
    struct aludel_rebuilt table;
    struct aludel_edit edits[MOST];
    struct aludel_place places[MOST]; /* the edits' lines are 101, 102 … */
    const char *columns[MOST][MOST];
    const char *indexes[MOST], *triggers[MOST];
    atomic_int interrupted;
    int statements;
    struct al_builder said;
};

static void die(const char *what, const char *with)
{
    fprintf(stderr, "rebuild_tool: %s: %s\n", what, with);
    exit(2);
}

/* ---- Reading --------------------------------------------------------------------------------------- */

static int index_of(const char *word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(words[i], word) == 0) {
            return (int)i;
        }
    }
    die("no such word", word);
    return 0;
}

static const char *const kinds[] = {"ADD_COLUMN",     "DROP_COLUMN",     "MOVE_COLUMN", "SET_TYPE",
                                    "SET_NOT_NULL",   "DROP_NOT_NULL",   "SET_DEFAULT", "SET_GENERATED",
                                    "ADD_CONSTRAINT", "DROP_CONSTRAINT", "COMPUTE",     "REDEFINE"};
static const char *const constraints[] = {"PRIMARY_KEY", "UNIQUE", "FOREIGN_KEY", "CHECK", "EXCLUDE"};

static void begin_edit(struct test *t, const char *kind)
{
    if (t->table.edit_count == MOST) {
        die("too many edits", kind);
    }
    struct aludel_edit *e = &t->edits[t->table.edit_count];
    e->kind = (enum aludel_edit_kind)index_of(kind, kinds, sizeof kinds / sizeof *kinds);
    t->places[t->table.edit_count] =
        (struct aludel_place){"versions/a1_test.mako", 101 + (int)t->table.edit_count};
    e->at = &t->places[t->table.edit_count];
    e->columns = t->columns[t->table.edit_count++];
}

static bool set_edit(struct test *t, const char *name, const char *value)
{
    struct aludel_edit *e = t->table.edit_count ? &t->edits[t->table.edit_count - 1] : NULL;
    if (strcmp(name, "edit") == 0) {
        begin_edit(t, value);
    } else if (!e) {
        return false;
    } else if (strcmp(name, "name") == 0) {
        e->name = value;
    } else if (strcmp(name, "with") == 0) {
        e->sql = value;
    } else if (strcmp(name, "before") == 0) {
        e->before = value;
    } else if (strcmp(name, "after") == 0) {
        e->after = value;
    } else if (strcmp(name, "constraint") == 0) {
        e->constraint = (enum aludel_constraint)index_of(value, constraints, 5);
    } else if (strcmp(name, "column") == 0) {
        t->columns[t->table.edit_count - 1][e->column_count++] = value;
    } else if (strcmp(name, "if_exists") == 0) {
        e->if_exists = true;
    } else {
        return false;
    }
    return true;
}

static bool set_table(struct test *t, const char *name, const char *value)
{
    struct aludel_rebuilt *table = &t->table;
    if (strcmp(name, "schema") == 0) {
        table->schema = value;
    } else if (strcmp(name, "table") == 0) {
        table->table = value;
    } else if (strcmp(name, "sql") == 0) {
        table->sql = value;
    } else if (strcmp(name, "unknown") == 0) {
        table->unknown = value;
    } else if (strcmp(name, "index") == 0) {
        t->indexes[table->index_count++] = value;
    } else if (strcmp(name, "trigger") == 0) {
        t->triggers[table->trigger_count++] = value;
    } else {
        return false;
    }
    return true;
}

static void set(struct test *t, const char *name, const char *value)
{
    if (set_edit(t, name, value) || set_table(t, name, value)) {
        return;
    }
    if (strcmp(name, "file") == 0) {
        t->file = value;
    } else if (strcmp(name, "setup") == 0) {
        t->setup = value;
    } else if (strcmp(name, "pages") == 0) {
        t->pages = value;
    } else if (strcmp(name, "ignore") == 0) {
        t->ignore = value;
    } else if (strcmp(name, "keys") == 0) {
        t->keys = true;
    } else if (strcmp(name, "open") == 0) {
        t->open = true;
    } else if (strcmp(name, "own") == 0) {
        t->own = true;
    } else if (strcmp(name, "defensive") == 0) {
        t->defensive = true;
    } else if (strcmp(name, "stop") == 0) {
        t->stop = atoi(value);
    } else if (strcmp(name, "kill") == 0) {
        t->kill = atoi(value);
    } else {
        die("no such field", name);
    }
}

static void read_fields(struct test *t, char *record)
{
    for (char *field = record, *end; (end = strchr(field, '\x1f')); field = end + 1) {
        char *equals = strchr(field, '=');
        *end = '\0';
        if (!equals) {
            die("a field without a value", field);
        }
        *equals = '\0';
        set(t, field, equals + 1);
    }
    t->table.edits = t->edits;
    t->table.indexes = t->indexes;
    t->table.triggers = t->triggers;
}

/* ---- The database ------------------------------------------------------------------------------------ */

static void execute(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) {
        die(sql, sqlite3_errmsg(db));
    }
}

static int authorize(void *with, int action, const char *table, const char *column, const char *schema,
                     const char *trigger)
{
    const struct test *t = with;
    bool writes = action == SQLITE_INSERT || action == SQLITE_UPDATE;
    (void)column;
    (void)schema;
    (void)trigger;
    return writes && strcmp(table, t->ignore) == 0 ? SQLITE_IGNORE : SQLITE_OK;
}

static sqlite3 *open_file(const struct test *t)
{
    sqlite3 *db;
    char pages[64];
    if (sqlite3_open_v2(t->file, &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK) {
        die(t->file, sqlite3_errmsg(db));
    }
    execute(db, t->keys ? "PRAGMA foreign_keys=ON" : "PRAGMA foreign_keys=OFF");
    if (t->setup) {
        execute(db, t->setup);
    }
    if (t->pages) {
        snprintf(pages, sizeof pages, "PRAGMA max_page_count=%s", t->pages);
        execute(db, pages);
    }
    if (t->defensive) {
        sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    }
    if (t->ignore) {
        sqlite3_set_authorizer(db, authorize, (void *)(uintptr_t)t);
    }
    if (t->open) {
        execute(db, "BEGIN");
    }
    return db;
}

static int pragma(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *stmt = NULL;
    int value = -1;
    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW) {
        value = sqlite3_column_int(stmt, 0);
    }
    sqlite3_finalize(stmt);
    return value;
}

/* ---- The rebuild --------------------------------------------------------------------------------------- */

static void told(void *with, const struct aludel_event *event)
{
    struct test *t = with;
    if (event->kind != ALUDEL_EVENT_STATEMENT || !t->file) {
        return;
    }
    t->statements++;
    al_puts(&t->said, event->text);
    al_putc(&t->said, '\x1f');
    t->interrupted = t->stop == t->statements;
    if (t->kill == t->statements) {
        raise(SIGKILL);
    }
}

static bool write_script(void *with, const char *z, size_t n)
{
    struct test *t = with;
    al_put(&t->said, z, n);
    return true;
}

static void answer(struct test *t, const struct aludel_error *e, sqlite3 *db)
{
    struct aludel_text said = al_built(&t->said);
    printf("%s\x1f%s\x1f%s\x1f%d\x1f%d\x1f%d\x1f%.*s", e->code ? "error" : "ok", e->code ? e->message : "",
           e->code ? e->hint : "", e->code && e->line > 100 ? e->line - 100 : 0,
           db ? pragma(db, "PRAGMA foreign_keys") : 0, db ? pragma(db, "PRAGMA legacy_alter_table") : 0,
           (int)said.n, said.z ? said.z : "");
}

static void run(struct test *t, sqlite3 *db, struct aludel_error *error)
{
    static const struct aludel_migration migration = {.id = "a1", .file = "versions/a1_test.mako"};
    const struct aludel_place at = {"versions/a1_test.mako", 3};
    struct aludel_config config = {.allocator = al_usual_allocator};
    const struct al_driver_type *type = db ? &al_sqlite_driver : &al_script_sqlite_driver;
    char url[512];
    snprintf(url, sizeof url, "sqlite:///%s", t->file ? t->file : "");
    struct al_connect connect = {.borrowed = t->own ? NULL : db,
                                 .url = t->own ? url : NULL,
                                 .allocator = al_usual_allocator,
                                 .event = told,
                                 .with = t,
                                 .write = write_script,
                                 .write_with = t};
    struct al_surroundings around = {.config = &config, .error = error, .interrupted = &t->interrupted};
    struct aludel_op op;
    if (!type->open(&around.driver, &connect, error)) {
        return;
    }
    struct al_driver *d = around.driver;
    al_op_begin(&op, &around, &migration, ALUDEL_UP);
    bool ok = d->type->begin(d, AL_BEGIN_REBUILD);
    if (ok) {
        aludel_rebuild(&op, &at, &t->table);
    }
    ok = ok && aludel_ok(&op) && d->type->commit(d);
    if (!error->code) {
        *error = d->error;
    }
    if (!ok) {
        d->type->rollback(d);
    }
    al_op_end(&op);
    d->type->close(d);
}

/* The caller's own, with keys that are looked at only then. */
static void commit(sqlite3 *db, struct aludel_error *error)
{
    if (sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK) {
        al_error(error, ALUDEL_FAILED, "COMMIT: %s", sqlite3_errmsg(db));
        execute(db, "ROLLBACK");
    }
}

static void run_test(char *record)
{
    struct test *t = calloc(1, sizeof *t);
    struct aludel_arena arena;
    struct aludel_error error = {0};
    al_arena_init(&arena, NULL);
    t->said = al_builder(&arena);
    read_fields(t, record);
    sqlite3 *db = t->file ? open_file(t) : NULL;
    run(t, db, &error);
    if (db && t->open) {
        commit(db, &error);
    }
    if (db && pragma(db, "PRAGMA writable_schema")) {
        die("PRAGMA writable_schema", "it is left on");
    }
    answer(t, &error, db);
    sqlite3_close(db);
    putchar('\x1e'); /* only now: nobody must meet a file that is still open */
    fflush(stdout);
    al_arena_free(&arena);
    free(t);
}

int main(void)
{
    char *record = NULL;
    size_t n = 0, room = 0;
    for (int c; (c = getchar()) != EOF;) {
        if (n + 1 >= room) {
            room = room ? room * 2 : 4096;
            record = realloc(record, room);
        }
        if (c != '\x1e') {
            record[n++] = (char)c;
            continue;
        }
        record[n] = '\0';
        run_test(record);
        n = 0;
    }
    free(record);
    return 0;
}
