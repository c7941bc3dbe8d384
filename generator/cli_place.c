#include "cli_place.h"

#include "cli_compile.h"
#include "cli_kept.h"
#include "driver/url.h"

#include <string.h>

bool url_dialect(struct tool *t, const char *url, enum aludel_dialect *dialect, const char **shown)
{
    struct aludel_error error;
    struct al_url *parsed = ARENA_NEW(t->arena, struct al_url);
    al_error_clear(&error);
    if (!al_url_parse(parsed, url, &error)) {
        tool_fail(TOOL_USAGE, "%s%s%s", error.message, *error.hint ? "; " : "", error.hint);
        return false;
    }
    *dialect = parsed->dialect;
    if (shown)
        *shown = parsed->shown;
    return true;
}

bool url_is_there(struct tool *t, const char *url)
{
    struct aludel_error error;
    struct al_url *parsed = ARENA_NEW(t->arena, struct al_url);
    al_error_clear(&error);
    bool file = al_url_parse(parsed, url, &error) && parsed->dialect == ALUDEL_SQLITE && *parsed->path &&
                strncmp(parsed->path, "file:", 5) != 0;
    if (!file || t->disk->exists(t->disk->with, parsed->path))
        return true;
    tool_fail(TOOL_FAILED, "there is no file '%s'", parsed->path);
    return false;
}

/* What says which tables are looked at, and as whom. */
static const char *settings_of(struct arena *a, const struct environment *e)
{
    const struct aludel_settings *s = &e->settings;
    return arena_format(a,
                        "version_table = %s\nversion_table_schema = %s\nlog_table = %s\n"
                        "log_table_schema = %s\ninclude = %s\nexclude = %s\ninclude_schemas = %s\n"
                        "role = %s\nsearch_path = %s\n",
                        s->version_table, s->version_table_schema, s->log_table, s->log_table_schema,
                        s->include, s->exclude, s->include_schemas, s->role, s->search_path);
}

/* `*out` NULL: none are given. One that can't be read may be what leaves a table out: false, after saying so. */
static bool read_settings(struct tool *t, const char *folder, const char **out)
{
    struct environment e = {0};
    *out = NULL;
    if (!environment_exists(t->disk, t->arena, folder))
        return true;
    tool_environment(t, &e);
    e.folder = path_normal(t->arena, folder);
    bool good = settings_read(&e, NULL);
    tool_report(t, &e);
    *out = settings_of(t->arena, &e);
    return good;
}

/* What is wrong with it is said when it is used; here another one does. */
static bool is_good_for(struct tool *t, const char *folder, enum aludel_dialect dialect)
{
    struct environment e = {0};
    const struct compile_options check = {.folder = folder, .check_only = true};
    tool_environment(t, &e);
    return environment_exists(t->disk, t->arena, folder) && compile(&e, &check, NULL) && e.dialects[dialect];
}

const char *place_empty(struct tool *t, enum aludel_dialect dialect, const char *settings)
{
    static const char *const names[] = {"sqlite", "postgresql"};
    struct arena *a = t->arena;
    const char *why = "", *text = arena_format(a, "[aludel]\ndialects = %s\n%s", names[dialect],
                                               settings ? settings : "");
    const char *folder = cache_folder(t, text);
    if (!folder)
        return NULL;
    const char *path = path_join(a, folder, "aludel.ini");
    if (t->disk->make_folder(t->disk->with, path_join(a, folder, "versions"), &why) &&
        t->disk->write(t->disk->with, a, path, al_text(text), &why))
        return folder;
    tool_fail(TOOL_FAILED, "can't write '%s': %s (XDG_CACHE_HOME names another place)", path, why);
    return NULL;
}

const char *place_find(struct tool *t, const char *folder, const char *url)
{
    enum aludel_dialect dialect;
    const char *settings;
    if (!url_dialect(t, url, &dialect, NULL) || !url_is_there(t, url))
        return NULL;
    if (is_good_for(t, folder, dialect))
        return folder;
    return read_settings(t, folder, &settings) ? place_empty(t, dialect, settings) : NULL;
}
