#include "model/setting_values.h"

#include "core/size.h"

#include <string.h>

static size_t digits(struct aludel_text t)
{
    size_t n = 0;
    while (n < t.n && t.z[n] >= '0' && t.z[n] <= '9')
        n++;
    return n;
}

/* ---- One kind each ---------------------------------------------------------------------------- */

/* Words separated by white space or commas, written with one space between. */
static const char *list_value(struct arena *a, struct aludel_text value)
{
    struct al_builder b = al_builder(&a->memory);
    for (size_t i = 0; i < value.n;) {
        size_t from = i;
        while (i < value.n && !al_is_space(value.z[i]) && value.z[i] != ',')
            i++;
        if (i > from && b.n)
            al_putc(&b, ' ');
        al_put(&b, value.z + from, i - from);
        while (i < value.n && (al_is_space(value.z[i]) || value.z[i] == ','))
            i++;
    }
    return arena_string(a, al_built(&b));
}

/* configparser's words. */
static const char *yes_no_value(struct aludel_text value)
{
    static const char *const yes[] = {"yes", "true", "on", "1"}, *const no[] = {"no", "false", "off", "0"};
    for (size_t i = 0; i < 4; i++) {
        if (al_same_nocase(value, al_text(yes[i])))
            return "yes";
        if (al_same_nocase(value, al_text(no[i])))
            return "no";
    }
    return NULL;
}

static bool is_duration(struct aludel_text value)
{
    static const char *const units[] = {"ms", "s", "min", "h"};
    size_t n = digits(value);
    struct aludel_text unit = {value.z + n, value.n - n};
    while (unit.n && al_is_space(*unit.z))
        unit.z++, unit.n--;
    if (!n || n > 9)
        return false;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (al_is(unit, units[i]))
            return true;
    }
    return al_is(value, "0");
}

/* `help` begins with "a|b:". */
static bool is_choice(const char *help, struct aludel_text value)
{
    for (const char *z = help;;) {
        size_t n = strcspn(z, "|:");
        if (al_same(value, (struct aludel_text){z, n}))
            return true;
        if (z[n] != '|')
            return false;
        z += n + 1;
    }
}

/* ---- Particular settings ---------------------------------------------------------------------- */

static const char *find(const char *from, const char *end, const char *what)
{
    size_t n = strlen(what);
    for (; from + n <= end; from++) {
        if (!memcmp(from, what, n))
            return from;
    }
    return NULL;
}

/* …password=secret&… */
static struct aludel_text password_parameter(struct aludel_text line)
{
    const char *end = line.z + line.n, *p = find(line.z, end, "password=");
    if (!p)
        return (struct aludel_text){line.z, 0};
    p += strlen("password=");
    size_t n = 0;
    while (p + n < end && p[n] != '&' && !al_is_space(p[n]))
        n++;
    return (struct aludel_text){p, n};
}

struct aludel_text url_password(struct aludel_text line)
{
    const char *end = line.z + line.n, *authority = find(line.z, end, "://");
    const char *at = NULL, *colon = NULL;
    for (const char *p = authority ? authority + 3 : end; p < end && *p != '/' && *p != '?'; p++) {
        if (*p == ':' && !colon)
            colon = p;
        if (*p == '@') /* the last one: passwords hold unescaped ones */
            at = p;
    }
    if (at && colon && colon + 1 < at)
        return (struct aludel_text){colon + 1, (size_t)(at - colon - 1)};
    return password_parameter(line);
}

struct aludel_text without_passwords(struct arena *a, struct aludel_text text)
{
    char *copy = arena_string(a, text);
    for (size_t from = 0; from < text.n;) {
        const char *line_end = memchr(text.z + from, '\n', text.n - from);
        size_t to = line_end ? (size_t)(line_end - text.z) : text.n;
        struct aludel_text password = url_password((struct aludel_text){text.z + from, to - from});
        memset(copy + (password.z - text.z), '*', password.n);
        from = to + 1;
    }
    return (struct aludel_text){copy, text.n};
}

static bool check_url(struct environment *e, const struct setting *s, struct aludel_text value)
{
    if (!url_password(value).n)
        return true;
    diag_error(e->diagnostics, s->place->value,
               "a password doesn't belong in 'url': it would be compiled in");
    diag_hint(e->diagnostics, "name an environment variable that holds the URL: url_env = DATABASE_URL");
    return false;
}

static bool check_dialects(struct environment *e, const struct setting *s, const char *words)
{
    static const char *const names[ALUDEL_DIALECTS] = {"sqlite", "postgresql"};
    struct diagnostics *d = e->diagnostics;
    if (!*words) {
        diag_error(d, s->place->value, "'dialects' is empty: it names at least one of sqlite and postgresql");
        return false;
    }
    for (const char *z = words; *z;) {
        struct aludel_text word = {z, strcspn(z, " ")};
        if (!al_is(word, names[0]) && !al_is(word, names[1])) {
            const char *nearest = al_nearest(word, names, ALUDEL_DIALECTS);
            if (!nearest && word.n > 1 && (*z == 'p' || *z == 's'))
                nearest = names[*z == 'p'];
            diag_error(d, s->place->value, "unknown dialect '%.*s'", (int)word.n, word.z);
            if (nearest)
                diag_hint(d, "did you mean '%s'?", nearest);
            else
                diag_hint(d, "there are sqlite and postgresql");
            return false;
        }
        z += word.n + (z[word.n] == ' ');
    }
    return true;
}

/* %(here)s is the environment's folder, to which paths are relative anyway: nothing stays of it, so that the
 * output doesn't depend on where the folder stands. */
static struct aludel_text without_here(struct arena *a, struct aludel_text value)
{
    struct al_builder b = al_builder(&a->memory);
    for (size_t i = 0; i < value.n; i++) {
        if (value.n - i < 8 || memcmp(value.z + i, "%(here)s", 8) != 0) {
            al_putc(&b, value.z[i]);
            continue;
        }
        i += 7;
        if (i + 1 < value.n && value.z[i + 1] == '/')
            i++;
        else
            al_putc(&b, '.');
    }
    return al_built(&b);
}

static bool resolve_here(struct environment *e, const struct setting *s, struct aludel_text *value)
{
    struct aludel_text resolved = without_here(e->arena, *value);
    if (resolved.n == value->n)
        return true;
    if (!s->build_only) {
        diag_error(e->diagnostics, s->place->value,
                   "%%(here)s can't stand in '%s': it is known to the build only", s->name);
        diag_hint(e->diagnostics, "a relative path is taken from the folder in which the program runs");
        return false;
    }
    *value = resolved;
    return true;
}

/* ---- Storing ---------------------------------------------------------------------------------- */

static void complain(struct environment *e, const struct setting *s, struct aludel_text value,
                     const char *expected)
{
    diag_error(e->diagnostics, s->place->value, "'%.*s' is no value for '%s'", (int)value.n, value.z,
               s->name);
    diag_hint(e->diagnostics, "expected %s", expected);
}

/* The text to keep, or NULL after an error. */
static const char *checked(struct environment *e, const struct setting *s, struct aludel_text value)
{
    const char *text = arena_string(e->arena, value);
    size_t choice = strcspn(s->help, ":");
    int64_t bytes;
    switch (s->kind) {
    case SETTING_TEXT: return text;
    case SETTING_LIST: return list_value(e->arena, value);
    case SETTING_YES_NO:
        text = yes_no_value(value);
        if (!text)
            complain(e, s, value, "yes or no");
        return text;
    case SETTING_DURATION:
        if (is_duration(value))
            return text;
        complain(e, s, value, "a number with a unit, as in 500ms, 10s, 5min, or 0 for none");
        return NULL;
    case SETTING_SIZE:
        if (al_size(value, &bytes))
            return text;
        complain(e, s, value, "a size, as in 512KiB, 64MiB, or 0 for none");
        return NULL;
    case SETTING_COUNT:
        if (value.n && value.n < 10 && digits(value) == value.n)
            return text;
        complain(e, s, value, "a whole number");
        return NULL;
    case SETTING_CHOICE:
        if (is_choice(s->help, value))
            return text;
        complain(e, s, value, arena_format(e->arena, "%.*s", (int)choice, s->help));
        return NULL;
    }
    return NULL;
}

static bool is_setting(const struct setting *s, const char *name)
{
    return !strcmp(s->name, name);
}

void setting_store(struct environment *e, const struct setting *s, struct aludel_text value)
{
    if (!resolve_here(e, s, &value))
        return;
    const char *text = checked(e, s, value);
    if (!text)
        return;
    bool good = true;
    if (is_setting(s, "url"))
        good = check_url(e, s, value);
    else if (is_setting(s, "dialects"))
        good = check_dialects(e, s, text);
    else if ((is_setting(s, "version_table") || is_setting(s, "version_locations")) && !*text) {
        diag_error(e->diagnostics, s->place->value, "'%s' must not be empty", s->name);
        good = false;
    } else if (is_setting(s, "file_template") && strstr(text, "%%")) {
        diag_error(e->diagnostics, s->place->value, "'%%' isn't doubled in this file: it stands for itself");
        diag_hint(e->diagnostics, "write %%(rev)s, not %%%%(rev)s");
        good = false;
    }
    if (good)
        *s->text = text;
}
