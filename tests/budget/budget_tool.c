/*
 * budget_tool FILE up|down TARGET [one|begun] [uncounted] [PRAGMA …]: says as JSON what each step was said to need, and what it has
 * needed: a line for each step, then one of all of them. `one`: transaction for all of them, of which there is one line then; `begun`: the caller's.
 * `uncounted`: dbstat may not be read. `chain_migrations` is the registry of the chain that it is linked with.
 */
#include "counting.h"

#include <aludel/aludel.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern const struct aludel_registry chain_migrations;

#define MOST_STEPS 512

struct told {
    char revision[64];
    int64_t database, journal, temporary, bytes;
    bool certain;
    char unknown[128];
    char copied[1024]; /* tables, each between spaces */
};

struct step {
    struct told told;
    sqlite3_int64 before, real[COUNTED_KINDS], together;
    sqlite3_int64 wal_before, journal_before; /* the caller's */
    char copied[1024];
};

static struct step steps[MOST_STEPS];
static size_t told, at;
static struct told all;
static bool one, begun;

static void die(const char *what, const char *why)
{
    fprintf(stderr, "%s: %s\n", what, why);
    exit(2);
}

/* ---- What is said ------------------------------------------------------------------------------- */

static void keep(struct told *t, const struct aludel_disk_need *b)
{
    *t = (struct told){.database = b->database_bytes,
                       .journal = b->journal_bytes,
                       .temporary = b->temporary_bytes,
                       .bytes = b->bytes,
                       .certain = b->certain};
    snprintf(t->revision, sizeof t->revision, "%s", b->revision ? b->revision->id : "");
    snprintf(t->unknown, sizeof t->unknown, "%s", b->unknown);
    for (size_t i = 0; i < b->row_count; i++) {
        size_t n = strlen(t->copied);
        if (b->rows[i].work == ALUDEL_WORK_COPY) {
            snprintf(t->copied + n, sizeof t->copied - n, " %s", b->rows[i].table);
        }
    }
}

static bool note_budget(void *with, const struct aludel_disk_need *b)
{
    (void)with;
    if (told == MOST_STEPS) {
        die("budget", "more steps than there is room for");
    }
    keep(b->revision ? &steps[told++].told : &all, b);
    return true;
}

/* ---- What happens ------------------------------------------------------------------------------- */

static void begin_step(void)
{
    counting_reset();
    steps[at].before = counting_size[COUNTED_DATABASE];
    steps[at].wal_before = counting_size[COUNTED_WAL];
    steps[at].journal_before = begun ? counting_size[COUNTED_JOURNAL] : 0; /* else it begins anew */
}

static void end_step(void)
{
    memcpy(steps[at].real, counting_largest, sizeof counting_largest);
    steps[at].together = counting_together;
    at++;
}

static void note_copy(const char *sql)
{
    static const char rename[] = " RENAME TO \"aludel_old_";
    const char *found = strstr(sql, rename);
    size_t n = strlen(steps[at].copied);
    if (found) {
        const char *name = found + strlen(rename);
        snprintf(steps[at].copied + n, sizeof steps[at].copied - n, " %.*s", (int)strcspn(name, "\""), name);
    }
}

static void listen(void *with, const struct aludel_event *event)
{
    (void)with;
    if (event->kind == ALUDEL_EVENT_STEP && !one) {
        begin_step();
    } else if (event->kind == ALUDEL_EVENT_STEP_DONE && !one) {
        end_step();
    } else if (event->kind == ALUDEL_EVENT_STATEMENT) {
        note_copy(event->text);
    }
}

/* ---- All together ------------------------------------------------------------------------------- */

static void say(const struct told *t, const struct step *s)
{
    printf("{\"revision\": \"%s\", \"certain\": %s, \"unknown\": \"%s\", \"told\": [%" PRId64 ", %" PRId64
           ", %" PRId64 ", %" PRId64 "], \"copies\": \"%s\"",
           t->revision, t->certain ? "true" : "false", t->unknown, t->database, t->journal, t->temporary,
           t->bytes, t->copied);
    if (s) {
        sqlite3_int64 journal = s->real[COUNTED_JOURNAL] - s->journal_before, wal = s->real[COUNTED_WAL] - s->wal_before;
        printf(", \"real\": [%lld, %lld, %lld, %lld], \"copied\": \"%s\"",
               s->real[COUNTED_DATABASE] - s->before, journal > wal ? journal : wal,
               s->real[COUNTED_TEMPORARY], s->together, s->copied);
    }
    printf("}");
}

static int no_dbstat(void *with, int action, const char *table, const char *column, const char *schema,
                     const char *trigger)
{
    (void)with, (void)column, (void)schema, (void)trigger;
    return action == SQLITE_READ && !strcmp(table, "dbstat") ? SQLITE_DENY : SQLITE_OK;
}

static void run(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) {
        die(sql, sqlite3_errmsg(db));
    }
}

static void prepare(sqlite3 *db, const char *with)
{
    if (!strcmp(with, "one")) {
        one = true;
    } else if (!strcmp(with, "begun")) {
        one = begun = true;
    } else if (!strcmp(with, "uncounted")) {
        sqlite3_set_authorizer(db, no_dbstat, NULL);
    } else {
        run(db, with);
    }
}

static sqlite3 *open_database(char **argv)
{
    sqlite3 *db;
    counting_register();
    if (sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, "counting") != SQLITE_OK) {
        die(argv[1], "can't be opened");
    }
    for (char **with = argv + 4; *with; with++) {
        prepare(db, *with);
    }
    return db;
}

static void change(sqlite3 *db, struct aludel *a, const char *direction, const char *target)
{
    bool up = !strcmp(direction, "up");
    struct aludel_error error;
    if (begun) {
        run(db, "BEGIN IMMEDIATE");
    }
    if (!aludel_budget(a, up ? ALUDEL_UPGRADE : ALUDEL_DOWNGRADE, target, note_budget, NULL, &error)) {
        die(error.message, error.hint);
    }
    begin_step();
    if (!(up ? aludel_upgrade : aludel_downgrade)(a, target, NULL, &error)) {
        die(error.message, error.statement);
    }
    if (begun) {
        run(db, "COMMIT");
    }
    if (one) {
        end_step();
        steps[0].told = all;
    } else if (at != told) {
        die("budget", "other steps were run than were told of");
    }
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        die(argv[0], "FILE up|down TARGET [one|begun] [uncounted] [PRAGMA …]");
    }
    sqlite3 *db = open_database(argv);
    struct aludel_pair setting = {"transaction", "all"};
    struct aludel_config config = {.registry = &chain_migrations,
                                   .sqlite = db,
                                   .event = listen,
                                   .settings = &setting,
                                   .settings_count = one && !begun};
    struct aludel_error error;
    struct aludel *a = aludel_open(&config, &error);
    if (!a) {
        die(error.message, error.hint);
    }
    sqlite3_int64 before = counting_size[COUNTED_DATABASE];
    change(db, a, argv[2], argv[3]);
    for (size_t i = 0; i < at; i++) {
        say(&steps[i].told, &steps[i]);
        puts("");
    }
    aludel_close(a);
    sqlite3_close(db);
    printf("{\"grown\": %lld, ", counting_size[COUNTED_DATABASE] - before);
    printf("\"all\": ");
    say(&all, NULL);
    puts("}");
    return 0;
}
