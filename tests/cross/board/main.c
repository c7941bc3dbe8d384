/* main.c: the sample device's migrations there and back, on a board: what stands, and what it took. */
#include "board.h"
#include "device_migrations.h"

#include <sqlite3.h>
#include <string.h>

#define MEASUREMENTS 200

static unsigned char arena[DEVICE_MIGRATIONS_ARENA];
static sqlite3 *db;
static unsigned steps;

static void on_event(void *with, const struct aludel_event *event)
{
    (void)with;
    steps += event->kind == ALUDEL_EVENT_STEP_DONE;
}

static struct aludel_embedded device(void)
{
    return (struct aludel_embedded){
        .image = &device_migrations, .db = db, .arena = arena, .arena_size = sizeof arena, .event = on_event};
}

/* ---- What must hold ------------------------------------------------------------------------------ */

static void must(int holds, const char *what)
{
    if (!holds) {
        board_print("this doesn't hold: ");
        board_print(what);
        board_print("\n");
        board_print(db ? sqlite3_errmsg(db) : "");
        board_print("\n");
        board_exit(1);
    }
}

static void done(bool ok, const struct aludel_error *error, const char *what)
{
    if (!ok) {
        board_print(error->message);
        board_print("\n");
        must(0, what);
    }
}

static sqlite3_int64 number(const char *sql)
{
    sqlite3_stmt *stmt = NULL;
    must(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK, sql);
    must(sqlite3_step(stmt) == SQLITE_ROW, sql);
    sqlite3_int64 n = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    return n;
}

static void execute(const char *sql)
{
    must(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK, sql);
}

/* ---- The walk ------------------------------------------------------------------------------------ */

static void to(const char *target)
{
    struct aludel_embedded on = device();
    struct aludel_error error;
    done(aludel_embedded_upgrade(&on, target, &error), &error, "upgrade");
}

static void back_to(const char *target)
{
    struct aludel_embedded on = device();
    struct aludel_error error;
    done(aludel_embedded_downgrade(&on, target, &error), &error, "downgrade");
}

static int is_current(void)
{
    struct aludel_embedded on = device();
    struct aludel_error error;
    bool current = false;
    done(aludel_embedded_is_current(&on, &current, &error), &error, "is current");
    return current;
}

static void measure(void)
{
    execute("BEGIN");
    for (int i = 0; i < MEASUREMENTS; i++) {
        execute("INSERT INTO measurements (sensor_id, at, value) SELECT 1 + count(*) % 3, 1000 + count(*),"
                " 20.125 + count(*) FROM measurements");
    }
    execute("COMMIT");
    execute("INSERT INTO uploads (first, last, state) VALUES (1, 8, 'sent'), (9, 16, 'acknowledged')");
}

static void check_first(void)
{
    must(number("SELECT count(*) FROM measurements") == MEASUREMENTS, "the measurements are there");
    must(number("SELECT count(*) FROM measurements WHERE value = 19.125 + id") == MEASUREMENTS,
         "their values");
}

static void check_head(void)
{
    must(is_current(), "the database is current");
    must(number("SELECT count(*) FROM measurements WHERE thousandths = 19125 + 1000 * id AND"
                " typeof(thousandths) = 'integer'") == MEASUREMENTS,
         "thousandths");
    must(number("SELECT count(*) FROM uploads WHERE state = 'waiting'") == 1, "one upload waits");
    must(sqlite3_exec(db, "UPDATE uploads SET state = 'lost'", NULL, NULL, NULL) == SQLITE_CONSTRAINT,
         "the check");
}

/* The disk is full at the n-th write of the way up, for every n: the database stays what it was, or is what it shall be. */
static void full_at_every_write(void)
{
    struct aludel_embedded on = device();
    struct aludel_error error;
    unsigned n = 0;
    bool ok = false;
    while (!ok) {
        board_fail_writes(++n);
        ok = aludel_embedded_upgrade(&on, NULL, &error);
        board_fail_writes(0);
        must(ok || error.code == ALUDEL_FAILED, "a full disk is an error");
        must(number("SELECT count(*) FROM measurements") == MEASUREMENTS, "the measurements are there");
    }
    board_print_number("writes of the way up: ", n - 1);
    check_head();
}

static void walk(void)
{
    to("d001");
    measure();
    must(!is_current(), "the database is behind");
    check_first();
    to(NULL);
    check_head();
    back_to("d001");
    check_first();
    full_at_every_write();
    back_to("base");
    must(number("SELECT count(*) FROM sqlite_schema WHERE name = 'measurements'") == 0, "nothing is left");
    must(number("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'") == 0,
         "it is whole");
}

static void begin(void)
{
#ifdef SQLITE_ENABLE_MEMSYS5
    static uint64_t pool[512 * 1024 / 8]; /* SQLite's whole memory */
    must(sqlite3_config(SQLITE_CONFIG_HEAP, pool, (int)sizeof pool, 64) == SQLITE_OK, "the pool");
#endif
    must(sqlite3_initialize() == SQLITE_OK, "SQLite begins");
#ifndef SQLITE_OS_OTHER
    must(board_disk() == SQLITE_OK, "the disk is there");
#endif
}

int main(void)
{
    begin();
    must(sqlite3_open("device.db", &db) == SQLITE_OK, "the database opens");
    execute("PRAGMA page_size = 1024; PRAGMA cache_size = 32");
    execute("PRAGMA foreign_keys = ON");
    walk();
    must(sqlite3_close(db) == SQLITE_OK, "nothing is left open");
    db = NULL;
    board_print_number("steps: ", steps);
    board_print_number("arena: ", (uint32_t)sizeof arena);
    board_print_number("SQLite's memory at most: ", (uint32_t)sqlite3_memory_highwater(0));
    board_print_number("stack at most: ", (uint32_t)board_stack_used());
    board_print("ok\n");
    return 0;
}
