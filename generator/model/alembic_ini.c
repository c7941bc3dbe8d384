/*
 * alembic_ini.c: an alembic.ini where there is no aludel.ini. Its section [alembic] says where the scripts are and
 * which database is meant; what else stands in the file is Alembic's and Python's. Its section [aludel], which Alembic
 * doesn't read, holds settings of ours and goes first (settings.c).
 */
#include "core/ini.h"
#include "model/setting_values.h"

#include <string.h>

struct alembic_ini {
    struct environment *e;
    struct aludel_text text;
    const struct setting *table;
    size_t count;
    struct al_ini_entry script_location, version_locations; /* name.n 0: not given */
    struct aludel_text separator;
};

static const struct setting *setting_named(const struct alembic_ini *a, const char *name)
{
    size_t i = 0;
    while (i + 1 < a->count && strcmp(a->table[i].name, name) != 0)
        i++;
    return &a->table[i];
}

static struct span span_of(const struct alembic_ini *a, struct aludel_text slice)
{
    uint32_t from = (uint32_t)(slice.z - a->text.z);
    return (struct span){a->e->ini, from, from + (uint32_t)slice.n};
}

struct aludel_text undoubled(struct arena *a, struct aludel_text value)
{
    struct al_builder b = al_builder(&a->memory);
    for (size_t i = 0; i < value.n; i++) {
        al_putc(&b, value.z[i]);
        i += value.z[i] == '%' && i + 1 < value.n && value.z[i + 1] == '%';
    }
    return al_built(&b);
}

/* Stores what an entry says, unless [aludel] has said something else. */
static void store(struct alembic_ini *a, const char *name, const struct al_ini_entry *entry,
                  struct aludel_text value)
{
    const struct setting *s = setting_named(a, name);
    if (s->place->given)
        return;
    *s->place = (struct setting_place){span_of(a, entry->name),
                                       span_of(a, entry->value.n ? entry->value : entry->name), true};
    setting_store(a->e, s, value);
}

/* ---- sqlalchemy.url ------------------------------------------------------------------------------- */

/* An environment of Alembic's is for one database: it is compiled for that one. */
static void store_dialect(struct alembic_ini *a, const struct al_ini_entry *entry)
{
    if (al_begins(entry->value, "sqlite"))
        store(a, "dialects", entry, AL_TEXT("sqlite"));
    else if (al_begins(entry->value, "postgres"))
        store(a, "dialects", entry, AL_TEXT("postgresql"));
}

static void take_url(struct alembic_ini *a, const struct al_ini_entry *entry)
{
    struct diagnostics *d = a->e->diagnostics;
    store_dialect(a, entry);
    if (al_begins(entry->value, "driver://") || setting_named(a, "url_env")->place->given ||
        setting_named(a, "url")->place->given) /* Alembic's template; or [aludel] knows better */
        return;
    if (url_password(entry->value).n) {
        diag_error(d, span_of(a, entry->value),
                   "a password doesn't belong in 'sqlalchemy.url' here: it would be compiled in");
        diag_hint(d, "add a section [aludel] with url_env = DATABASE_URL, a variable that holds the URL");
        return;
    }
    store(a, "url", entry, undoubled(a->e->arena, entry->value));
}

/* ---- Folders -------------------------------------------------------------------------------------- */

/* Without %(here)s/, which is where the file stands. "package:folder" is a package's folder. */
static const char *folder_of(struct arena *arena, struct aludel_text value)
{
    static const char here[] = "%(here)s";
    struct aludel_text t = value;
    if (al_begins(t, here)) {
        t.z += sizeof here - 1;
        t.n -= sizeof here - 1;
        while (t.n && *t.z == '/')
            t.z++, t.n--;
    }
    char *z = arena_string(arena, t), *colon = strchr(z, ':');
    for (char *c = z; colon && c < colon; c++)
        if (*c == '.')
            *c = '/';
    if (colon)
        *colon = '/';
    for (size_t n = strlen(z); n > 1 && z[n - 1] == '/'; n--)
        z[n - 1] = '\0';
    return *z ? z : ".";
}

static const char *separators(struct aludel_text word)
{
    if (al_is(word, "os") || al_is(word, ":"))
        return ":\n";
    if (al_is(word, ";"))
        return ";\n";
    return al_is(word, "newline") ? "\n" : " ,\n";
}

/* A list as ours are written. */
static struct aludel_text spaced(struct alembic_ini *a)
{
    struct aludel_text t = undoubled(a->e->arena, a->version_locations.value);
    const char *by = separators(a->separator);
    char *z = arena_string(a->e->arena, t);
    for (char *c = z; *c; c++)
        if (strchr(by, *c))
            *c = ' ';
    return al_text(z);
}

static void take_folders(struct alembic_ini *a)
{
    struct environment *e = a->e;
    if (a->script_location.name.n)
        e->script_location = folder_of(e->arena, a->script_location.value);
    if (a->version_locations.name.n)
        store(a, "version_locations", &a->version_locations, spaced(a));
    else if (a->script_location.name.n)
        store(a, "version_locations", &a->script_location,
              al_text(path_join(e->arena, e->script_location, "versions")));
}

/* ---- The file ------------------------------------------------------------------------------------- */

/* Called the same here. */
static void take_as_it_stands(struct alembic_ini *a, const struct al_ini_entry *entry)
{
    static const char *const names[] = {"recursive_version_locations", "truncate_slug_length", "timezone"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (al_is(entry->name, names[i]))
            store(a, names[i], entry, entry->value);
}

static bool each_entry(void *with, const struct al_ini_entry *entry)
{
    struct alembic_ini *a = with;
    if (!al_is(entry->section, "alembic"))
        return true;
    if (al_is(entry->name, "script_location"))
        a->script_location = *entry;
    else if (al_is(entry->name, "version_locations"))
        a->version_locations = *entry;
    else if (al_is(entry->name, "version_path_separator") || al_is(entry->name, "path_separator"))
        a->separator = entry->value;
    else if (al_is(entry->name, "sqlalchemy.url"))
        take_url(a, entry);
    else if (al_is(entry->name, "file_template"))
        store(a, "file_template", entry, undoubled(a->e->arena, entry->value));
    else
        take_as_it_stands(a, entry);
    return true;
}

void alembic_ini_read(struct environment *e, struct aludel_text text, const struct setting *table,
                      size_t count)
{
    struct alembic_ini a = {.e = e, .text = text, .table = table, .count = count};
    int line;
    const char *why;
    al_ini_read(text, each_entry, &a, &line, &why);
    take_folders(&a);
}
