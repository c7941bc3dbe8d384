/*
 * probe.c: a driver from the command line, for the golden sessions.
 *
 *     probe url TEXT            what al_url_parse makes of it
 *     probe mask TEXT           al_mask
 *     probe duration TEXT       al_duration and back
 *     probe run URL SQL…        one group: each statement's rows or row count
 *     probe read URL SQL…       the same, opened as a command that only reads, without a group
 *     probe script DIALECT      what the script writer writes, over all that a migration can send
 */
#include "support.h"

#include "core/value_ops.h"
#include "driver/url.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

static int show_error(const struct aludel_error *e)
{
    static const char *const codes[] = {"OK",   "FAILED",    "USAGE",      "NEWER",     "INTERRUPTED",
                                        "BUSY", "READ_ONLY", "CONNECTION", "NO_MEMORY", "CHANGED"};
    printf("%s (%d): %s\n", codes[e->code], e->driver_code, e->message);
    if (e->detail[0]) {
        printf("detail: %s\n", e->detail);
    }
    if (e->hint[0]) {
        printf("hint: %s\n", e->hint);
    }
    if (e->statement[0]) {
        printf("statement: %s\n", e->statement);
    }
    if (e->position) {
        printf("%*s^\n", (int)strlen("statement: ") + e->position - 1, "");
    }
    return 1;
}

/* ---- Texts ------------------------------------------------------------------------------------- */

static int url(const char *text)
{
    struct al_url parsed;
    struct aludel_error error = {0};
    if (!al_url_parse(&parsed, text, &error)) {
        return show_error(&error);
    }
    if (parsed.dialect == ALUDEL_SQLITE) {
        printf("sqlite path='%s' query='%s' shown='%s'\n", parsed.path, parsed.query, parsed.shown);
    } else {
        printf("postgresql libpq='%s' shown='%s'\n", parsed.libpq, parsed.shown);
    }
    return 0;
}

static int mask(const char *text)
{
    char out[512];
    al_mask(out, sizeof out, text);
    puts(out);
    return 0;
}

static int duration(const char *text)
{
    int64_t milliseconds;
    char out[32];
    if (!al_duration(text, "0", &milliseconds)) {
        puts("no duration");
        return 1;
    }
    al_show_duration(out, sizeof out, milliseconds);
    printf("%lld = %s\n", (long long)milliseconds, out);
    return 0;
}

/* ---- A database --------------------------------------------------------------------------------- */

static void show_value(struct aludel_value v)
{
    struct aludel_arena arena;
    al_arena_init(&arena, NULL);
    struct al_builder b = al_builder(&arena);
    al_write_repr(&b, v);
    printf("%s", al_built(&b).z);
    al_arena_free(&arena);
}

static bool ask(struct al_driver *d, const char *sql)
{
    struct aludel_arena arena;
    al_arena_init(&arena, NULL);
    struct aludel_eval e = {.arena = &arena};
    struct aludel_statement st = statement(sql, ALUDEL_READS);
    struct al_request request = request_of(&st, NULL);
    struct aludel_value rows;
    bool ok = d->type->query(d, &request, &e, &rows);
    for (size_t i = 0; ok && i < rows.as.items->count; i++) {
        show_value(rows.as.items->values[i]);
        puts("");
    }
    al_arena_free(&arena);
    return ok;
}

static bool change(struct al_driver *d, const char *sql)
{
    struct aludel_statement st = statement(sql, 0);
    struct al_request request = request_of(&st, NULL);
    int64_t changed = 0;
    bool ok = d->type->count(d, &request, &changed);
    if (ok) {
        printf("%lld changed\n", (long long)changed);
    }
    return ok;
}

static int run(const char *text, bool read_only, char **sql, int count)
{
    struct aludel_settings settings = {.wait = "50ms"};
    struct al_connect connect = {.url = text, .settings = &settings, .read_only = read_only};
    struct aludel_error error = {0};
    struct al_driver *d;
    if (!al_sqlite_driver.open(&d, &connect, &error)) {
        return show_error(&error);
    }
    bool ok = read_only || d->type->begin(d, AL_BEGIN_WRITE);
    for (int i = 0; ok && i < count; i++) {
        bool reads = strncmp(sql[i], "SELECT", 6) == 0 || strncmp(sql[i], "PRAGMA", 6) == 0;
        ok = reads ? ask(d, sql[i]) : change(d, sql[i]);
    }
    ok = ok && d->type->commit(d);
    int status = ok ? 0 : show_error(&d->error);
    d->type->close(d);
    return status;
}

/* ---- The script writer ---------------------------------------------------------------------------- */

static void send(struct al_driver *d, const char *sql, unsigned flags, const struct aludel_value *values)
{
    struct aludel_statement st = statement(sql, flags);
    struct al_request request = request_of(&st, values);
    d->type->send(d, &request);
}

static void write_all(struct al_driver *d)
{
    const struct aludel_value values[] = {aludel_none(),
                                          aludel_bool(true),
                                          aludel_int(-5),
                                          aludel_float(0.1),
                                          ALUDEL_STRING("it's \\ \"x\""),
                                          aludel_textual(ALUDEL_BYTES, "\0a", 2)};
    d->type->begin(d, AL_BEGIN_WRITE);
    d->type->comment(d, "Running upgrade  -> a1, two\nlines");
    send(d, "CREATE TABLE t (n INTEGER)", ALUDEL_DDL, NULL);
    send(d, "INSERT INTO t VALUES (\1, \1, \1, \1, \1, \1)", 0, values);
    send(d, "SELECT 4-\1", 0, &values[2]);
    send(d, "UPDATE t SET n = 1 -- all of them", 0, NULL);
    d->type->commit(d);
    d->type->begin(d, AL_BEGIN_WRITE);
    send(d, "INSERT INTO t VALUES (1)", 0, NULL);
    send(d, "VACUUM t", ALUDEL_ALONE, NULL);
    send(d, "ANALYZE", ALUDEL_ALONE, NULL);
    send(d, "INSERT INTO t VALUES (2)", 0, NULL);
    send(d, "VACUUM", ALUDEL_ALONE, NULL);
    d->type->commit(d);
}

static void refuse_all(struct al_driver *d)
{
    struct aludel_statement st = statement("SELECT count(*) FROM t", ALUDEL_READS);
    struct al_request request = request_of(&st, NULL);
    int64_t changed;
    d->type->count(d, &request, &changed);
    show_error(&d->error);
    printf("%s:%d\n", d->error.file, d->error.line);
    d->type->rollback(d);
    struct aludel_items none = {0};
    const struct aludel_value list = {ALUDEL_LIST, {.items = &none}};
    send(d, "SELECT \1", 0, &list);
    show_error(&d->error);
    d->type->rollback(d);
    struct aludel_statement numbered = {.sql = "SELECT ?1", .length = 9, .parameters = 1};
    request = request_of(&numbered, &list);
    d->type->send(d, &request);
    show_error(&d->error);
    d->type->rollback(d);
}

static int script(const char *dialect)
{
    static struct text text;
    const struct al_driver_type *type =
        strcmp(dialect, "sqlite") == 0 ? &al_script_sqlite_driver : &al_script_postgresql_driver;
    struct al_connect connect = {.write = write_into, .write_with = &text};
    struct aludel_error error = {0};
    struct al_driver *d;
    if (!type->open(&d, &connect, &error)) {
        return show_error(&error);
    }
    write_all(d);
    if (d->error.code) {
        show_error(&d->error);
    }
    fputs(text.z, stdout);
    refuse_all(d);
    text.n = sizeof text.z - 4;
    send(d, "SELECT 1", 0, NULL);
    show_error(&d->error);
    d->type->close(d);
    return 0;
}

int main(int count, char **arguments)
{
    const char *what = count > 2 ? arguments[1] : "";
    signal(SIGXFSZ, SIG_IGN);
    if (strcmp(what, "url") == 0) {
        return url(arguments[2]);
    }
    if (strcmp(what, "mask") == 0) {
        return mask(arguments[2]);
    }
    if (strcmp(what, "duration") == 0) {
        return duration(arguments[2]);
    }
    if (strcmp(what, "run") == 0 || strcmp(what, "read") == 0) {
        return run(arguments[2], what[1] == 'e', arguments + 3, count - 3);
    }
    return strcmp(what, "script") == 0 ? script(arguments[2]) : 2;
}
