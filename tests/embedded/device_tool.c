/*
 * device_tool.c: aludel/embedded.h for the scripts beside it (device.py speaks with it).
 *
 *     device_tool < commands      records end with 0x1e, fields with 0x1f; the first field is the command
 *
 *   open CHAIN FILE       a connection to it; the one before is closed
 *   sql TEXT              on the connection
 *   lend SIZE OFFSET      so many bytes of arena from now on, which begin so many behind an aligned address;
 *                         SIZE may be "header"
 *   stop TICK             `stop` is set with that tick of the next call
 *   fail AFTER ALWAYS     SQLite's allocation behind so many of the next call fails, and (1) all that follow
 *   watch                 the next call's allocations; `places` tells the numbers of those that came from somewhere new
 *   by NAME, defensive, deaf (nobody wants to know of errors)
 *   blind                 the connection's authorizer lets nobody ask for columns
 *   spoil WHAT            of the image: its layout, the first recipe, or the version table's name
 *   work BYTES [CHAIN]    upgrade and downgrade are told their budget, and refused beyond so many (-1: they aren't told)
 *   upgrade [ID], downgrade [ID], stamp [ID], undo, pending, stored, current, needs-up [ID], needs-down [ID] (their budgets)
 *
 * Answer: ok or error; the error's code, message, hint, detail, file, line, statement, revision; how many bytes of the arena
 * were touched; ticks; SQLite's allocations; whether a transaction is open; then what was told and visited, a field each.
 *
 * While a call of ours is at work the C library's heap is forbidden. The arena is filled with rubbish in front of each, and
 * has guards on both sides: a call that used the one or touched the other ends the program.
 */
#include "heap.h"

#include <aludel/embedded.h>
#include <aludel/image.h>

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "chains.h" /* struct chain {name, image, arena, work, work_arena}; chains[], its last without a name */

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(at, size) ((void)(at), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(at, size) ((void)(at), (void)(size))
#endif

#define GUARD 256
#define RUBBISH 0xC3
#define MOST_FIELDS 4
#define MOST_SAID (1 << 20)

struct device {
    const struct chain *chain;
    sqlite3 *db;
    struct aludel_embedded on;
    struct aludel_error error;
    volatile int stop;
    long stop_at, ticks, fail_after, allocations;
    bool fail_always, deaf, watch;
    char said[MOST_SAID]; /* fields, each with 0x1f in front */
    size_t said_length, touched;
    char by[6000];
    int64_t most; /* bytes that may be needed */
};

static _Alignas(16) unsigned char memory[(4 << 20) + 2 * GUARD];

static void die(const char *what, const char *with)
{
    heap_forbid(false);
    fprintf(stderr, "device_tool: %s: %s\n", what, with);
    exit(2);
}

/* ---- What is told and visited ---------------------------------------------------------------------- */

static void add(struct device *d, const char *text)
{
    size_t n = strlen(text);
    if (d->said_length + n >= MOST_SAID) {
        die("there is no room for", text);
    }
    memcpy(d->said + d->said_length, text, n);
    d->said_length += n;
}

static void say(struct device *d, const char *kind, const char *text)
{
    add(d, "\x1f");
    add(d, kind);
    add(d, text);
}

static void listen(void *with, const struct aludel_event *event)
{
    struct device *d = with;
    char place[130];
    if (event->handle) {
        die("an event with a handle", event->text);
    }
    if (event->kind == ALUDEL_EVENT_TICK) {
        d->ticks++;
        d->stop = d->stop || (d->stop_at && d->ticks >= d->stop_at);
        return;
    }
    snprintf(place, sizeof place, "%zu/%zu %s ", event->step, event->steps, event->revision);
    say(d,
        event->kind == ALUDEL_EVENT_STEP        ? "step "
        : event->kind == ALUDEL_EVENT_STEP_DONE ? "done "
                                                : "remark ",
        event->kind == ALUDEL_EVENT_REMARK ? "" : place);
    add(d, event->text);
}

static void say_places(struct device *d)
{
    const long *numbers;
    long count = pool_places(&numbers);
    if (count < 0) {
        die("there are too many places of allocations", "");
    }
    for (long i = 0; i < count; i++) {
        char number[24];
        snprintf(number, sizeof number, "%ld", numbers[i]);
        say(d, "", number);
    }
}

static bool visit_pending(void *with, const char *id)
{
    say(with, "pending ", id);
    return true;
}

/* One line of it as JSON. */
static bool visit_budget(void *with, const struct aludel_disk_need *n)
{
    struct device *d = with;
    char line[400];
    snprintf(line, sizeof line,
             "{\"revision\": \"%s\", \"certain\": %s, \"unknown\": \"%s\", \"at\": %d, \"told\": [%lld, "
             "%lld, %lld, %lld], "
             "\"rows\": [",
             n->revision ? n->revision->id : "", n->certain ? "true" : "false", n->unknown, n->unknown_line,
             (long long)n->database_bytes, (long long)n->journal_bytes, (long long)n->temporary_bytes,
             (long long)n->bytes);
    say(d, "budget ", line);
    for (size_t i = 0; i < n->row_count; i++) {
        const struct aludel_work_row *r = &n->rows[i];
        snprintf(line, sizeof line, "%s[%d, \"%s\", %lld, %lld, %d]", i ? ", " : "", (int)r->work, r->table,
                 (long long)r->rows, (long long)r->bytes, r->line);
        add(d, line);
    }
    snprintf(line, sizeof line, "], \"line\": \"%s\"}", n->line);
    add(d, line);
    return d->most < 0 || n->bytes <= d->most;
}

static bool visit_row(void *with, const char *id, bool known)
{
    say(with, known ? "known " : "unknown ", id);
    return true;
}

/* ---- The arena ------------------------------------------------------------------------------------- */

static void lend(struct device *d, size_t size, size_t offset)
{
    if (size + offset > sizeof memory - 2 * GUARD) {
        die("so much isn't there to be lent", "");
    }
    d->on.arena = memory + GUARD + offset;
    d->on.arena_size = size;
    char text[40];
    snprintf(text, sizeof text, "%zu", size);
    say(d, "lent ", text);
}

static void fill(struct device *d)
{
    unsigned char *begin = d->on.arena, *end = begin + d->on.arena_size;
    memset(begin - GUARD, RUBBISH, d->on.arena_size + 2 * GUARD);
    ASAN_POISON_MEMORY_REGION(begin - GUARD, GUARD);
    ASAN_POISON_MEMORY_REGION(end, GUARD);
}

/* Behind the last byte that was touched: the room marks the end of its last block, and its own end. */
static size_t touched(const unsigned char *begin, size_t size)
{
    size_t marks = 2 * (2 * sizeof(size_t)) + _Alignof(max_align_t);
    size_t n = size > marks ? size - marks : 0;
    while (n > 0 && begin[n - 1] == RUBBISH) {
        n--;
    }
    return n;
}

static void look(struct device *d)
{
    unsigned char *begin = d->on.arena, *end = begin + d->on.arena_size;
    ASAN_UNPOISON_MEMORY_REGION(begin - GUARD, d->on.arena_size + 2 * GUARD);
    for (size_t i = 0; i < GUARD; i++) {
        if (begin[-1 - (ptrdiff_t)i] != RUBBISH || end[i] != RUBBISH) {
            die("a call wrote outside of the arena", end[i] != RUBBISH ? "behind it" : "in front of it");
        }
    }
    d->touched = touched(begin, d->on.arena_size);
}

/* ---- Calls ------------------------------------------------------------------------------------------- */

static bool call(struct device *d, const char *command, const char *id)
{
    bool current = false, ok;
    if (strcmp(command, "upgrade") == 0) {
        return aludel_embedded_upgrade(&d->on, id, d->deaf ? NULL : &d->error);
    }
    if (strcmp(command, "downgrade") == 0) {
        return aludel_embedded_downgrade(&d->on, id, d->deaf ? NULL : &d->error);
    }
    if (strcmp(command, "stamp") == 0) {
        return aludel_embedded_stamp(&d->on, id, d->deaf ? NULL : &d->error);
    }
    if (strcmp(command, "undo") == 0) {
        return aludel_embedded_undo(&d->on, d->deaf ? NULL : &d->error);
    }
    if (strcmp(command, "pending") == 0) {
        return aludel_embedded_pending(&d->on, visit_pending, d, d->deaf ? NULL : &d->error);
    }
    if (strcmp(command, "stored") == 0) {
        return aludel_embedded_stored(&d->on, visit_row, d, d->deaf ? NULL : &d->error);
    }
    if (strcmp(command, "current") == 0) {
        ok = aludel_embedded_is_current(&d->on, &current, d->deaf ? NULL : &d->error);
        say(d, current ? "yes" : "no", "");
        return ok;
    }
    if (strcmp(command, "compatible") == 0) {
        ok = aludel_embedded_is_compatible(&d->on, &current, d->deaf ? NULL : &d->error);
        say(d, current ? "yes" : "no", "");
        return ok;
    }
    if (strncmp(command, "needs-", 6) == 0) {
        enum aludel_command of = strcmp(command, "needs-up") == 0     ? ALUDEL_UPGRADE
                                 : strcmp(command, "needs-down") == 0 ? ALUDEL_DOWNGRADE
                                                                      : ALUDEL_STAMP;
        return aludel_embedded_budget(&d->on, of, id, visit_budget, d, d->deaf ? NULL : &d->error);
    }
    die("no such command", command);
    return false;
}

static bool guarded_call(struct device *d, const char *command, const char *id)
{
    fill(d);
    d->ticks = 0;
    d->stop = 0;
    pool_fail(d->fail_after, d->fail_always);
    pool_watch(d->watch);
    heap_forbid(true);
    bool ok = call(d, command, id);
    heap_forbid(false);
    pool_watch(false);
    d->watch = false;
    d->stop_at = 0;
    d->fail_after = -1;
    d->allocations = pool_allocations();
    pool_fail(-1, false);
    look(d);
    if (heap_calls()) {
        die("the C library's heap was used by", command);
    }
    return ok;
}

/* ---- Commands ---------------------------------------------------------------------------------------- */

static const struct chain *find_chain(const char *name)
{
    const struct chain *chain = chains;
    while (chain->name && strcmp(chain->name, name) != 0) {
        chain++;
    }
    if (!chain->name) {
        die("no such chain", name);
    }
    return chain;
}

static void open_database(struct device *d, const char *chain, const char *file)
{
    sqlite3_close(d->db);
    d->db = NULL;
    d->chain = find_chain(chain);
    if (sqlite3_open(file, &d->db) != SQLITE_OK) {
        die(file, sqlite3_errmsg(d->db));
    }
    d->on = (struct aludel_embedded){.image = d->chain->image,
                                     .db = d->db,
                                     .event = listen,
                                     .with = d,
                                     .stop = &d->stop,
                                     .by = d->by[0] ? d->by : NULL};
    d->most = -1;
    lend(d, d->chain->arena, 0);
}

static int ask_no_columns(void *with, int action, const char *table, const char *column, const char *schema,
                          const char *trigger)
{
    (void)with, (void)column, (void)schema, (void)trigger;
    return action == SQLITE_READ && strcmp(table, "pragma_table_xinfo") == 0 ? SQLITE_DENY : SQLITE_OK;
}

static void take_work(struct device *d, int64_t most, const char *chain)
{
    d->most = most;
    d->on.work = chain ? find_chain(chain)->work : d->chain->work;
    d->on.budget = most < 0 ? NULL : visit_budget;
    lend(d, d->chain->work ? d->chain->work_arena : d->chain->arena, 0);
}

static bool run_sql(struct device *d, const char *sql)
{
    memset(&d->error, 0, sizeof d->error);
    if (sqlite3_exec(d->db, sql, NULL, NULL, NULL) == SQLITE_OK) {
        return true;
    }
    snprintf(d->error.message, sizeof d->error.message, "%s", sqlite3_errmsg(d->db));
    return false;
}

/* An image that no generator has made. */
static void spoil(struct device *d, const char *what)
{
    static struct aludel_image image;
    static struct aludel_image_migration first;
    static char name[701];
    image = *d->chain->image;
    d->on.image = &image;
    if (strcmp(what, "layout") == 0) {
        image.layout++;
    } else if (strcmp(what, "recipe") == 0) {
        first = image.migrations[0];
        first.recipes[ALUDEL_UP] = "s9:SELECT";
        image.migrations = &first;
        image.count = 1;
    } else {
        memset(name, 'x', sizeof name - 1);
        image.version_table = name;
    }
}

static bool obey(struct device *d, const char *const *f)
{
    if (strcmp(f[0], "open") == 0) {
        open_database(d, f[1], f[2]);
    } else if (strcmp(f[0], "sql") == 0) {
        return run_sql(d, f[1]);
    } else if (strcmp(f[0], "lend") == 0) {
        lend(d, strcmp(f[1], "header") == 0 ? d->chain->arena : strtoul(f[1], NULL, 10),
             strtoul(f[2], NULL, 10));
    } else if (strcmp(f[0], "stop") == 0) {
        d->stop_at = strtol(f[1], NULL, 10);
    } else if (strcmp(f[0], "fail") == 0) {
        d->fail_after = strtol(f[1], NULL, 10);
        d->fail_always = strcmp(f[2], "1") == 0;
    } else if (strcmp(f[0], "watch") == 0) {
        d->watch = true;
    } else if (strcmp(f[0], "places") == 0) {
        say_places(d);
    } else if (strcmp(f[0], "work") == 0) {
        take_work(d, strtoll(f[1], NULL, 10), f[2]);
    } else if (strcmp(f[0], "by") == 0) {
        snprintf(d->by, sizeof d->by, "%s", f[1]);
        d->on.by = d->by;
    } else if (strcmp(f[0], "spoil") == 0) {
        spoil(d, f[1]);
    } else if (strcmp(f[0], "blind") == 0) {
        sqlite3_set_authorizer(d->db, ask_no_columns, NULL);
    } else if (strcmp(f[0], "deaf") == 0) {
        d->deaf = true;
    } else if (strcmp(f[0], "defensive") == 0) {
        sqlite3_db_config(d->db, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)NULL);
    } else {
        return guarded_call(d, f[0], f[1]);
    }
    return true;
}

static void answer(const struct device *d, bool ok)
{
    const struct aludel_error *e = &d->error;
    printf("%s\x1f%d\x1f%s\x1f%s\x1f%s\x1f%s\x1f%d\x1f%s\x1f%s\x1f%zu\x1f%ld\x1f%ld\x1f%d",
           ok ? "ok" : "error", (int)e->code, e->message, e->hint, e->detail, e->file, e->line, e->statement,
           e->revision, d->touched, d->ticks, d->allocations, d->db && !sqlite3_get_autocommit(d->db));
    fwrite(d->said, 1, d->said_length, stdout);
    putchar('\x1e');
    fflush(stdout);
}

/* The fields of a record; those that aren't there are NULL. */
static void split(char *record, const char **fields)
{
    for (int i = 0; i < MOST_FIELDS; i++) {
        fields[i] = record;
        record = record ? strchr(record, '\x1f') : NULL;
        if (record) {
            *record++ = '\0';
        }
    }
}

int main(void)
{
    static struct device d = {.fail_after = -1};
    static char record[1 << 16];
    const char *fields[MOST_FIELDS];
    size_t n = 0;
    if (!pool_install()) {
        die("SQLite", "it has begun already");
    }
    for (int c; (c = getchar()) != EOF;) {
        if (n + 1 == sizeof record) {
            die("a record is too long", "");
        }
        record[n++] = (char)c;
        if (c == '\x1e') {
            record[n - 1] = '\0';
            n = d.said_length = 0;
            memset(&d.error, 0, sizeof d.error);
            split(record, fields);
            answer(&d, obey(&d, fields));
        }
    }
    sqlite3_close(d.db);
    return 0;
}
