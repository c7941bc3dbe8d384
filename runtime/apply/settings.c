/* settings.c: the settings in force, and which database they mean. */
#include "apply/apply.h"

#include "core/size.h"
#include "driver/url.h"

#include <stddef.h>
#include <string.h>

struct setting {
    const char *name, *kind, *fallback, *help;
    size_t offset;
};

static const struct setting table[] = {
#define SETTING(name, kind, fallback, help) \
    {#name, #kind, fallback, help, offsetof(struct aludel_settings, name)},
#include <aludel/settings.def>
#undef SETTING
};
#define SETTINGS (sizeof table / sizeof *table)

static const char **slot(struct aludel *a, const struct setting *s)
{
    return (const char **)(void *)((char *)&a->settings + s->offset);
}

/* An empty value is no value, but for the log table, where it means "none". */
static void fill_in(struct aludel *a, const struct setting *s)
{
    const char **value = slot(a, s);
    if (!*value || (!**value && strcmp(s->name, "log_table") != 0)) {
        *value = s->fallback;
    }
}

/* ---- Overrides ------------------------------------------------------------------------------- */

static bool is_one_of(const char *value, const char *choices, char separator)
{
    size_t n = strlen(value);
    for (const char *p = choices; *p;) {
        size_t length = 0;
        while (p[length] && p[length] != separator && p[length] != ':') {
            length++;
        }
        if (length == n && memcmp(p, value, n) == 0) {
            return true;
        }
        if (!p[length] || p[length] == ':') {
            return false;
        }
        p += length + 1;
    }
    return false;
}

static bool is_count(const char *value)
{
    int64_t i;
    return al_parse_int(al_text(value), &i) && i >= 0 && i <= 1000000;
}

static bool is_duration(const char *value)
{
    int64_t milliseconds;
    return al_duration(value, "0", &milliseconds);
}

static bool is_size(const char *value)
{
    int64_t bytes;
    return al_size(al_text(value), &bytes);
}

static bool check_value(struct aludel *a, const struct setting *s, const char *value)
{
    const char *wanted = NULL;
    if (strcmp(s->kind, "YES_NO") == 0 && !is_one_of(value, "yes|no|true|false|on|off|1|0", '|')) {
        wanted = "yes or no";
    } else if (strcmp(s->kind, "COUNT") == 0 && !is_count(value)) {
        wanted = "a number";
    } else if (strcmp(s->kind, "DURATION") == 0 && !is_duration(value)) {
        wanted = "a duration like 500ms, 10s or 5min (0: off)";
    } else if (strcmp(s->kind, "SIZE") == 0 && !is_size(value)) {
        wanted = "a size like 512KiB, 64MiB or 4096 (0: off)";
    } else if (strcmp(s->kind, "CHOICE") == 0 && !is_one_of(value, s->help, '|')) {
        return al_fail(a, ALUDEL_USAGE, "setting %s: '%s' isn't one of %.*s", s->name, value,
                       (int)strcspn(s->help, ":"), s->help);
    }
    return !wanted || al_fail(a, ALUDEL_USAGE, "setting %s: '%s' isn't %s", s->name, value, wanted);
}

static bool unknown_setting(struct aludel *a, const char *name)
{
    const char *names[SETTINGS];
    for (size_t i = 0; i < SETTINGS; i++) {
        names[i] = table[i].name;
    }
    al_fail(a, ALUDEL_USAGE, "unknown setting '%s'", name);
    const char *near = al_nearest(al_text(name), names, SETTINGS);
    if (near) {
        al_error_hint(a->error, "did you mean '%s'?", near);
    }
    return false;
}

static bool override(struct aludel *a, const struct aludel_pair *pair)
{
    for (size_t i = 0; i < SETTINGS; i++) {
        if (strcmp(table[i].name, pair->name) == 0) {
            const char *value = pair->value ? pair->value : "";
            *slot(a, &table[i]) = value;
            return !*value || check_value(a, &table[i], value);
        }
    }
    return unknown_setting(a, pair->name);
}

bool al_settings_make(struct aludel *a)
{
    a->settings = a->registry->settings;
    for (size_t i = 0; i < a->config.settings_count; i++) {
        if (!override(a, &a->config.settings[i])) {
            return false;
        }
    }
    for (size_t i = 0; i < SETTINGS; i++) {
        fill_in(a, &table[i]);
    }
    return true;
}

int64_t al_count_setting(const char *text)
{
    int64_t i;
    return al_parse_int(al_text(text), &i) && i > 0 ? i : 0;
}

/* ---- Which database -------------------------------------------------------------------------- */

const char *al_getenv(void *handle, const char *name)
{
    struct aludel *a = handle;
    return a->config.getenv ? a->config.getenv(a->config.with, name) : NULL;
}

/* The first of url_env's variables that is set. `name` receives each in turn. */
static const char *from_environment(struct aludel *a)
{
    const char *p = a->settings.url_env;
    while (*(p += strspn(p, " ,\t\n"))) {
        size_t n = strcspn(p, " ,\t\n");
        char *name = al_arena_copy(&a->arena, p, n);
        const char *value = name ? al_getenv(a, name) : NULL;
        if (value && *value) {
            return al_arena_copy(&a->arena, value, strlen(value));
        }
        p += n;
    }
    return NULL;
}

/* Without any URL libpq can still know: a program for PostgreSQL alone asks it when one of its variables
 * is set. */
static const char *from_libpq(struct aludel *a)
{
    static const char *const names[] = {"PGHOST", "PGHOSTADDR", "PGSERVICE", "PGDATABASE"};
    if (a->registry->drivers[ALUDEL_SQLITE]) {
        return NULL;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = al_getenv(a, names[i]);
        if (value && *value) {
            return "postgresql://";
        }
    }
    return NULL;
}

static const char *find_url(struct aludel *a)
{
    const char *url = a->config.url && *a->config.url ? a->config.url : from_environment(a);
    if (!url && *a->settings.url) {
        url = a->settings.url;
    }
    return url ? url : from_libpq(a);
}

static bool no_url(struct aludel *a)
{
    const char *names = a->settings.url_env;
    const char *file = a->settings.env_file;
    if (!*names) {
        al_fail(a, ALUDEL_USAGE, "no database: no URL was given");
        al_error_hint(a->error,
                      "give one as aludel_config.url, or set `url` or `url_env` in aludel.ini (beside an "
                      "alembic.ini: in a section [aludel] of that)");
        return false;
    }
    al_fail(a, ALUDEL_USAGE, "no database: no URL was given, and none of these variables is set: %s", names);
    const char *first = names + strspn(names, " ,\t\n");
    int n = (int)strcspn(first, " ,\t\n");
    al_error_hint(
        a->error,
        "set one of them (or %.*s_FILE, the name of a file that holds it)%s%s, or give aludel_config.url", n,
        first, *file ? ", write it into " : "", file);
    return false;
}

static const char *const dialect_names[ALUDEL_DIALECTS] = {"sqlite", "postgresql"};
static const char *const product_names[ALUDEL_DIALECTS] = {"SQLite", "PostgreSQL"};

static bool use_dialect(struct aludel *a, enum aludel_dialect dialect)
{
    if (!a->registry->drivers[dialect] || al_known_dialect(dialect) != dialect) {
        al_fail(a, ALUDEL_USAGE, "these migrations weren't compiled for %s", product_names[dialect]);
        al_error_hint(a->error, "add %s to `dialects` in the settings and build again",
                      dialect_names[dialect]);
        return false;
    }
    a->type = a->offline ? al_script_of(dialect) : al_driver_of(a->registry, dialect);
    return true;
}

static bool use_url(struct aludel *a, const char *text)
{
    struct al_url *url = al_new(a, 1, sizeof *url);
    if (!url || !al_url_parse(url, text, a->error)) {
        return false;
    }
    a->url = text;
    al_format(a->shown, sizeof a->shown, "%s", url->shown);
    return use_dialect(a, url->dialect);
}

static bool use_named(struct aludel *a, const char *dialect)
{
    for (int i = 0; i < ALUDEL_DIALECTS; i++) {
        if (strcmp(dialect, dialect_names[i]) == 0) {
            return use_dialect(a, (enum aludel_dialect)i);
        }
    }
    return al_fail(a, ALUDEL_USAGE, "unknown dialect '%s': sqlite or postgresql", dialect);
}

static bool use_only_one(struct aludel *a)
{
    bool sqlite = a->registry->drivers[ALUDEL_SQLITE] != NULL;
    bool postgresql = a->registry->drivers[ALUDEL_POSTGRESQL] != NULL;
    if (sqlite && postgresql) {
        al_fail(a, ALUDEL_USAGE,
                "for which database? These migrations are compiled for SQLite and PostgreSQL");
        al_error_hint(a->error, "say so with `dialect`, or with a URL, if only postgresql:// or sqlite://");
        return false;
    }
    return use_dialect(a, postgresql ? ALUDEL_POSTGRESQL : ALUDEL_SQLITE);
}

static bool find_type(struct aludel *a, const char *dialect)
{
    if (a->offline && dialect) {
        return use_named(a, dialect);
    }
    if (a->config.sqlite || a->config.postgresql) {
        al_format(a->shown, sizeof a->shown, "a connection of the caller");
        return use_dialect(a, a->config.sqlite ? ALUDEL_SQLITE : ALUDEL_POSTGRESQL);
    }
    const char *url = find_url(a);
    if (url) {
        return use_url(a, url);
    }
    if (a->arena.exhausted) {
        return al_fail_no_memory(a);
    }
    return a->offline ? use_only_one(a) : no_url(a);
}

const char *aludel_database_kind(const struct aludel *a)
{
    const struct al_driver_type *type = a->type ? a->type : a->scratch_type;
    return type ? dialect_names[al_dialect_of(type)] : "";
}

const char *al_log_schema(const struct aludel *a)
{
    return *a->settings.log_table_schema ? a->settings.log_table_schema : a->schema;
}

bool al_make_names(struct aludel *a)
{
    const struct aludel_settings *s = &a->settings;
    a->version_table = al_table_name(a, a->schema, s->version_table);
    a->journal_table = al_table_name(a, a->schema, "aludel_journal");
    a->log_table = *s->log_table ? al_table_name(a, al_log_schema(a), s->log_table) : NULL;
    return !a->arena.exhausted || al_fail_no_memory(a);
}

bool al_find_database(struct aludel *a, const char *dialect)
{
    a->schema = a->settings.version_table_schema;
    if (find_type(a, dialect) && al_make_names(a)) {
        return true;
    }
    a->type = NULL;
    return false;
}
