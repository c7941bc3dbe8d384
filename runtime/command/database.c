/* database.c: where the database is, and opening it. */
#include "command/command.h"

#include "core/error.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#define PATIENCE 600000 /* milliseconds: as the setting `wait` has it by itself */
#define PAUSE 20

/* The first variable that is set, of names with blanks or commas between them. */
static const char *from_environment(const char *names)
{
    char name[128];
    while (names && *names) {
        size_t n = strcspn(names, " ,");
        if (n > 0 && n < sizeof name) {
            memcpy(name, names, n);
            name[n] = '\0';
            const char *value = getenv(name);
            if (value && *value) {
                return value;
            }
        }
        names += n + (names[n] != '\0');
    }
    return NULL;
}

/* sqlite:///relative, sqlite:////absolute, a path. */
static const char *path_of(struct command_line *c, const char *url)
{
    static const char scheme[] = "sqlite://";
    if (strncmp(url, scheme, sizeof scheme - 1) != 0) {
        if (strstr(url, "://")) {
            al_error(&c->error, ALUDEL_USAGE, "this program is for SQLite: sqlite:///PATH, or a path");
            return NULL;
        }
        return url;
    }
    url += sizeof scheme - 1;
    if (strchr(url, '?') || strchr(url, '%') || (*url && *url != '/')) {
        al_error(&c->error, ALUDEL_USAGE, "'%s' is more of a URL than this program reads: give it the path",
                 url);
        return NULL;
    }
    if (strcmp(url, "/") == 0) {
        al_error(&c->error, ALUDEL_USAGE, "sqlite:/// names no file");
        return NULL;
    }
    return *url ? url + 1 : ":memory:";
}

/* Whoever holds the lock is waited for, unless the wait is interrupted. */
static int wait_a_little(void *with, int times)
{
    const struct command_line *c = with;
    if (*c->on.stop || times >= PATIENCE / PAUSE) {
        return 0;
    }
    sqlite3_sleep(PAUSE);
    return 1;
}

static bool fail(struct command_line *c, const char *path, sqlite3 *db, int code)
{
    al_error(&c->error, ALUDEL_CONNECTION, "can't open %s: %s", path, sqlite3_errstr(code));
    c->error.driver_code = code;
    sqlite3_close(db);
    return false;
}

bool open_database(struct command_line *c, bool writes)
{
    const char *url = c->url ? c->url : from_environment(c->on.image->url_env);
    url = url ? url : c->on.image->url;
    sqlite3 *db = NULL;
    if (!url || !*url) {
        al_error(&c->error, ALUDEL_USAGE, "which database?");
        al_error_hint(&c->error, "name it with --url");
        return false;
    }
    const char *path = path_of(c, url);
    if (!path) {
        return false;
    }
    int how = writes ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READWRITE;
    int code = sqlite3_open_v2(path, &db, how, NULL);
    if (code == SQLITE_OK) {
        code = sqlite3_busy_handler(db, wait_a_little, c);
    }
    if (code == SQLITE_OK && writes) {
        code = sqlite3_exec(db, "PRAGMA synchronous=FULL", NULL, NULL, NULL);
    }
    if (code != SQLITE_OK) {
        return fail(c, path, db, code);
    }
    c->on.db = db;
    return true;
}
