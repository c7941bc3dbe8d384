#include "cli/surroundings.h"

#include "core/error.h"
#include "core/format.h"
#include "core/ini.h"
#include "driver/driver.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Files and the environment --------------------------------------------------------------- */

#define FILE_MOST (16 << 20) /* bytes: what is longer than that was named by mistake, a device perhaps */

/* Up to `most` bytes and a NUL behind them; NULL with errno. */
static char *read_stream(FILE *f, size_t most, size_t *size)
{
    char *text = NULL;
    size_t room = 0, n = 0, got = 1;
    while (got && n <= most) {
        if (room - n < 2) {
            room = room ? room * 2 : 4096;
            char *more = realloc(text, room);
            if (!more)
                break;
            text = more;
        }
        got = fread(text + n, 1, room - n - 1, f);
        n += got;
    }
    if (got || ferror(f)) {
        errno = n > most ? EFBIG : errno;
        free(text);
        return NULL;
    }
    text[n] = 0;
    *size = n;
    return text;
}

/* A whole file as a terminated string from malloc; NULL with the reason. */
static char *read_file(const char *path, size_t *size, const char **why)
{
    FILE *f = fopen(path, "rb");
    char *text = f ? read_stream(f, FILE_MOST, size) : NULL;
    if (!text)
        *why = strerror(errno);
    if (f)
        fclose(f);
    return text;
}

/* As read_file, without the mark of UTF-8; what isn't text is refused: cut off at a NUL it would mean something
 * else. */
static char *read_text(const char *path, const char **why)
{
    size_t size;
    char *text = read_file(path, &size, why);
    if (!text)
        return NULL;
    if (!memchr(text, 0, size)) {
        if (!strncmp(text, "\xEF\xBB\xBF", 3))
            memmove(text, text + 3, size - 2);
        return text;
    }
    *why = al_is_utf16((struct aludel_text){text, size}) ? "it is UTF-16: save it as UTF-8"
                                                         : "it isn't text: it holds a NUL byte";
    free(text);
    return NULL;
}

/* What a shell's `. file` would make of the value: quotes, white space around it and a comment go. */
static char *trim_value(char *z)
{
    z += strspn(z, " \t");
    char *close = *z == '"' || *z == '\'' ? strchr(z + 1, *z) : NULL;
    if (close && strchr(" \t\r", close[1])) {
        *close = 0;
        return z + 1;
    }
    for (char *hash = strchr(z, '#'); hash; hash = strchr(hash + 1, '#')) {
        if (hash == z || hash[-1] == ' ' || hash[-1] == '\t') {
            *hash = 0;
            break;
        }
    }
    size_t n = strlen(z);
    while (n && strchr(" \t\r", z[n - 1]))
        z[--n] = 0;
    return z;
}

static bool env_line(struct cli_surroundings *s, char *line)
{
    line += strspn(line, " \t");
    if (!*line || *line == '#' || *line == '\r')
        return true;
    if (!strncmp(line, "export ", 7))
        line += 7;
    char *equals = strchr(line, '=');
    if (!equals || equals == line)
        return false;
    *equals = 0;
    s->env[s->env_count].name = trim_value(line);
    s->env[s->env_count++].value = trim_value(equals + 1);
    return true;
}

static bool read_env_file(struct cli_surroundings *s, const char *path, bool must_exist,
                          struct aludel_error *error)
{
    size_t lines = 1;
    const char *why = "";
    errno = 0;
    s->env_text = read_text(path, &why);
    if (!s->env_text && !must_exist && errno == ENOENT)
        return true;
    if (!s->env_text)
        return al_error(error, ALUDEL_FAILED, "can't read the env file '%s': %s", path, why);
    for (const char *c = s->env_text; *c; c++)
        lines += *c == '\n';
    s->env = calloc(lines, sizeof *s->env);
    if (!s->env)
        return al_error(error, ALUDEL_NO_MEMORY, "out of memory");
    int number = 1;
    for (char *line = s->env_text, *end; line; line = end, number++) {
        end = strchr(line, '\n');
        if (end)
            *end++ = 0;
        if (!env_line(s, line))
            return al_error(error, ALUDEL_FAILED, "%s:%d: expected NAME=value", path, number);
    }
    return true;
}

/* Only the first is told of: it was asked for first. */
static const char *note_unread(struct cli_surroundings *s, const char *variable, const char *path,
                               const char *what)
{
    if (!s->unread[0])
        al_format(s->unread, sizeof s->unread, "%s names '%s', which %s", variable, path, what);
    return NULL;
}

/* <NAME>_FILE names a file that holds the value, as container secrets do. */
static const char *from_secret_file(struct cli_surroundings *s, const char *name)
{
    char variable[256], what[128];
    const char *why = "";
    if (al_format(variable, sizeof variable, "%s_FILE", name) >= sizeof variable)
        return NULL;
    const char *path = getenv(variable);
    char **secrets = path && *path ? realloc(s->secrets, (s->secret_count + 1) * sizeof *secrets) : NULL;
    if (!secrets)
        return NULL;
    s->secrets = secrets;
    char *text = read_text(path, &why);
    if (!text) {
        al_format(what, sizeof what, "can't be read: %s", why);
        return note_unread(s, variable, path, what);
    }
    text[strcspn(text, "\r\n")] = 0;
    if (!*text)
        note_unread(s, variable, path, "holds nothing in its first line");
    return s->secrets[s->secret_count++] = text;
}

static const char *from_process(struct cli_surroundings *s, const char *name)
{
    const char *value = getenv(name);
    return value ? value : from_secret_file(s, name);
}

static const char *from_env_file(const struct cli_surroundings *s, const char *name)
{
    for (size_t i = s->env_count; i > 0; i--) {
        if (!strcmp(s->env[i - 1].name, name))
            return s->env[i - 1].value;
    }
    return NULL;
}

void cli_surroundings_explain(const struct cli_surroundings *s, struct aludel_error *error)
{
    al_error_detail(error, "%s", s->unread);
}

const char *cli_getenv(struct cli_surroundings *s, const char *name)
{
    const char *value = from_process(s, name);
    return value ? value : from_env_file(s, name);
}

/* ---- Settings -------------------------------------------------------------------------------- */

static const char *const setting_names[] = {
#define SETTING(name, kind, fallback, help) #name,
#include <aludel/settings.def>
#undef SETTING
};

static void override(struct cli_surroundings *s, const char *name, const char *value)
{
    if (value && s->settings_count < CLI_MOST_SETTINGS)
        s->settings[s->settings_count++] = (struct aludel_pair){name, value};
}

static const char *known_setting(struct aludel_text name)
{
    for (size_t i = 0; i < sizeof setting_names / sizeof *setting_names; i++) {
        if (al_is(name, setting_names[i]))
            return setting_names[i];
    }
    return NULL;
}

/* The build has said what it thinks of these. */
static bool is_passed_over(const struct al_ini_entry *e)
{
    static const char *const names[] = {
#define ALEMBIC_SETTING(name, remark) #name,
#include <aludel/alembic_settings.def>
#undef ALEMBIC_SETTING
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (al_is(e->name, names[i]))
            return true;
    }
    return al_is(e->name, "version_locations"); /* the build's alone, and likely to hold %(here)s */
}

struct config_reader {
    struct cli_surroundings *s;
    const struct cli_options *options;
    struct aludel_error *error;
    char *room; /* values are copied here, terminated */
    const char *section;
    bool section_seen;
};

static bool config_error(struct config_reader *r, const struct al_ini_entry *e, const char *what)
{
    const char *near = al_nearest(e->name, setting_names, sizeof setting_names / sizeof *setting_names);
    al_error(r->error, ALUDEL_FAILED, "%s:%d: %s '%.*s'", r->options->config, e->line, what, (int)e->name.n,
             e->name.z);
    if (al_is(e->name, "sqlalchemy.url"))
        al_error_hint(r->error, "here it is called 'url'");
    else if (near && !al_is(e->name, near))
        al_error_hint(r->error, "did you mean '%s'?", near);
    return false;
}

static bool config_entry(void *with, const struct al_ini_entry *e)
{
    struct config_reader *r = with;
    if (!al_is(e->section, r->section))
        return true;
    r->section_seen = true;
    if (is_passed_over(e))
        return true;
    const char *name = known_setting(e->name);
    if (!name)
        return config_error(r, e, "unknown setting");
    char *value = r->room;
    memcpy(value, e->value.z, e->value.n);
    value[e->value.n] = 0;
    r->room += e->value.n + 1;
    if (strstr(value, "%(here)s"))
        return config_error(r, e, "%(here)s is known to the build only, not to");
    override(r->s, name, value);
    return true;
}

static bool read_config(struct cli_surroundings *s, const struct cli_options *options,
                        struct aludel_error *error)
{
    size_t size;
    int line = 0;
    const char *reason = "";
    if (!options->config)
        return true;
    s->config_text = read_file(options->config, &size, &reason);
    if (!s->config_text)
        return al_error(error, ALUDEL_FAILED, "can't read '%s': %s", options->config, reason);
    s->config_values = malloc(2 * size + 1);
    if (!s->config_values)
        return al_error(error, ALUDEL_NO_MEMORY, "out of memory");
    struct config_reader r = {s, options, error, s->config_values, options->section, false};
    if (!r.section)
        r.section = "aludel";
    struct aludel_text text = {s->config_text, size};
    if (!al_ini_read(text, config_entry, &r, &line, &reason))
        return al_error(error, ALUDEL_FAILED, "%s:%d: %s", options->config, line, reason);
    if (error->code)
        return false;
    if (!r.section_seen)
        return al_error(error, ALUDEL_FAILED, "%s has no section [%s]", options->config, r.section);
    return true;
}

static const char *setting(const struct cli_surroundings *s, const char *name, const char *compiled_in)
{
    for (size_t i = s->settings_count; i > 0; i--) {
        if (!strcmp(s->settings[i - 1].name, name))
            return s->settings[i - 1].value;
    }
    return compiled_in ? compiled_in : "";
}

/* The first of the listed variables that `find` knows; also from a process without any of them, the env
 * file. */
static const char *first_set(struct cli_surroundings *s, const char *list, bool env_file)
{
    while (*(list += strspn(list, " ,\t\n"))) {
        char name[256];
        size_t n = strcspn(list, " ,\t\n");
        al_format(name, sizeof name, "%.*s", (int)n, list);
        const char *value = env_file ? from_env_file(s, name) : from_process(s, name);
        if (value && *value)
            return value;
        list += n;
    }
    return NULL;
}

/* ---- All together ---------------------------------------------------------------------------- */

static bool find_env_file(struct cli_surroundings *s, const struct cli_options *options,
                          const struct aludel_registry *registry, struct aludel_error *error)
{
    if (options->env_file)
        return read_env_file(s, options->env_file, true, error);
    const char *path = setting(s, "env_file", registry->settings.env_file);
    return !*path || read_env_file(s, path, false, error);
}

/* An empty one is a variable of a script that isn't set; another database than the meant one would be migrated. */
static bool check_url(const char *url, struct aludel_error *error)
{
    if (!url || *url)
        return true;
    al_error(error, ALUDEL_USAGE, "--url names no database: it is empty");
    al_error_hint(
        error, "is a variable of the script not set? without the option, settings and environment say which");
    return false;
}

bool cli_surroundings_read(struct cli_surroundings *s, const struct cli_options *options,
                           const struct aludel_registry *registry, struct aludel_config *config,
                           struct aludel_error *error)
{
    memset(s, 0, sizeof *s);
    if (!check_url(options->url, error) || !read_config(s, options, error) ||
        !find_env_file(s, options, registry, error))
        return false;
    override(s, "wait", options->wait);
    override(s, "lock_timeout", options->lock_timeout);
    override(s, "statement_timeout", options->statement_timeout);
    override(s, "max_bytes", options->max_bytes);

    const char *variables = setting(s, "url_env", registry->settings.url_env);
    config->url = options->url;
    if (!config->url)
        config->url = first_set(s, variables, false);
    if (!config->url)
        config->url = first_set(s, variables, true);
    config->settings = s->settings;
    config->settings_count = s->settings_count;
    config->x = options->x;
    config->x_count = options->x_count;
    config->by = options->by ? options->by : cli_getenv(s, "ALUDEL_BY");
    return true;
}

void cli_surroundings_free(struct cli_surroundings *s)
{
    for (size_t i = 0; i < s->secret_count; i++)
        free(s->secrets[i]);
    free(s->secrets);
    free(s->env);
    free(s->env_text);
    free(s->config_text);
    free(s->config_values);
}
