#include "cli_place.h"

#include "cli_compile.h"
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

/* Its own names of the tables that aren't looked at, and what it says of others. */
static const char *settings_of(struct arena *a, const struct environment *e)
{
    const struct aludel_settings *s = &e->settings;
    return arena_format(a,
                        "version_table = %s\nlog_table = %s\ninclude = %s\nexclude = %s\n"
                        "include_schemas = %s\n",
                        s->version_table, s->log_table, s->include, s->exclude, s->include_schemas);
}

/* What is wrong with it is said when it is used; here another one does. */
static bool read_settings(struct tool *t, const char *folder, struct environment *e)
{
    tool_environment(t, e);
    return environment_exists(t->disk, t->arena, folder) && environment_read(e, folder, NULL);
}

bool place_find(struct tool *t, const char *folder, const char *url, struct place *out)
{
    struct environment e = {0};
    enum aludel_dialect dialect;
    *out = (struct place){.folder = folder};
    if (!url_dialect(t, url, &dialect, NULL) || !url_is_there(t, url))
        return false;
    bool known = read_settings(t, folder, &e);
    if (known && e.dialects[dialect])
        return true;
    if (!scratch_environment(t, dialect, known ? settings_of(t->arena, &e) : NULL, &out->scratch))
        return false;
    out->folder = out->scratch.folder;
    return true;
}

void place_leave(const struct place *place)
{
    if (place->scratch.folder)
        scratch_environment_remove(&place->scratch);
}
