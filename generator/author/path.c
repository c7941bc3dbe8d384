#include "author/inner.h"

#include "core/unicode.h"
#include "core/value_ops.h"

#include <string.h>

static const struct span nowhere;

/* ---- The folder ------------------------------------------------------------------------------- */

static struct words locations_of(struct environment *e)
{
    struct words found = {0};
    for (const char *z = e->settings.version_locations; *z;) {
        size_t n = strcspn(z, " ");
        const char *location = arena_string(e->arena, (struct aludel_text){z, n});
        vec_push(e->arena, &found, environment_inside(e, location));
        z += n + (z[n] == ' ');
    }
    return found;
}

/* --version-path: as the settings have it, or from the folder in which we are. */
static const char *location_named(struct environment *e, const struct words *locations, const char *name)
{
    const char *wanted = path_absolute(e->arena, name);
    const char *inside = path_absolute(e->arena, environment_inside(e, name));
    for (size_t i = 0; i < locations->count; i++) {
        const char *location = path_absolute(e->arena, locations->at[i]);
        if (!strcmp(location, wanted) || !strcmp(location, inside))
            return locations->at[i];
    }
    diag_error(e->diagnostics, nowhere, "Path %s is not represented in current version locations", name);
    diag_hint(e->diagnostics, "version_locations = %s", e->settings.version_locations);
    return NULL;
}

static const char *location_of_file(const struct words *locations, const char *path)
{
    for (size_t i = 0; i < locations->count; i++) {
        size_t n = strlen(locations->at[i]);
        if (!strcmp(locations->at[i], ".") || (!strncmp(path, locations->at[i], n) && path[n] == '/'))
            return locations->at[i];
    }
    return NULL;
}

/* Where the first parent is; what is squashed goes where the newest of it was. */
static const char *location_beside(struct environment *e, const struct words *locations,
                                   const struct new_migration *made)
{
    size_t squashed = made->replaces.count;
    const char *beside = squashed              ? made->replaces.at[squashed - 1]
                         : made->parents.count ? made->parents.at[0]
                                               : NULL;
    for (size_t i = 0; beside && i < e->migrations.count; i++) {
        const struct migration *m = e->migrations.at[i];
        if (al_is(m->id, beside))
            return location_of_file(locations, m->file->source->path);
    }
    diag_error(e->diagnostics, nowhere, "Multiple version locations present, please specify --version-path");
    diag_hint(e->diagnostics, "version_locations = %s", e->settings.version_locations);
    return NULL;
}

static const char *plan_location(struct environment *e, const struct wish *wish,
                                 const struct new_migration *made)
{
    if (wish->version_path)
        return location_named(e, &made->locations, wish->version_path);
    return made->locations.count == 1 ? made->locations.at[0] : location_beside(e, &made->locations, made);
}

/* ---- The name --------------------------------------------------------------------------------- */

/* The words of a text with one '_' between them. */
static struct aludel_value joined_words(struct aludel_eval *e, struct aludel_text text)
{
    struct al_builder b = al_builder(e->arena);
    bool inside = false;
    for (size_t i = 0, n; i < text.n; i += n) {
        uint32_t c = al_utf8_decode(text.z + i, text.n - i, &n);
        bool letter = c == '_' || al_has_property(c, &al_unicode_alnum);
        if (letter && !inside && b.n)
            al_putc(&b, '_');
        if (letter)
            al_put(&b, text.z + i, n);
        inside = letter;
    }
    struct aludel_text joined = al_built(&b);
    return al_new_string(e, joined.z, joined.n);
}

/* As Alembic shortens it: behind the last '_' within the length, if there is one. */
static struct aludel_value slug_of(struct aludel_eval *e, const char *message, int64_t most)
{
    struct aludel_value line = ALUDEL_STRING("_"), none = aludel_none();
    struct aludel_value slug = aludel_py(m_lower, e, joined_words(e, al_text(message ? message : "")));
    if (aludel_py(len, e, slug).as.integer <= most)
        return slug;
    struct aludel_value cut = aludel_py(slice, e, slug, none, aludel_int(most), none);
    struct aludel_value parts = aludel_py(m_rsplit, e, cut, line, aludel_int(1));
    return aludel_py(add, e, aludel_py(index, e, parts, aludel_int(0)), line);
}

static struct aludel_value tokens_of(struct aludel_eval *e, const struct new_migration *made,
                                     struct aludel_value slug)
{
    const struct moment *m = &made->created;
    const struct {
        const char *name;
        struct aludel_value value;
    } tokens[] = {{"rev", al_new_string(e, made->id, strlen(made->id))},
                  {"slug", slug},
                  {"epoch", aludel_int(m->seconds)},
                  {"year", aludel_int(m->year)},
                  {"month", aludel_int(m->month)},
                  {"day", aludel_int(m->day)},
                  {"hour", aludel_int(m->hour)},
                  {"minute", aludel_int(m->minute)},
                  {"second", aludel_int(m->second)}};
    enum { COUNT = sizeof tokens / sizeof *tokens };
    struct aludel_value keys[COUNT], values[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        keys[i] = al_new_string(e, tokens[i].name, strlen(tokens[i].name));
        values[i] = tokens[i].value;
    }
    return al_new_items(e, ALUDEL_DICT, COUNT, keys, values);
}

static struct span template_place(const struct environment *e)
{
    return e->places.file_template_at.given ? e->places.file_template_at.value : nowhere;
}

static const char *name_of(struct environment *e, const struct wish *wish, const struct new_migration *made)
{
    static const char *const endings[] = {
        [FORM_TEMPLATE] = ".mako", [FORM_SQL] = ".sql", [FORM_PYTHON] = ".py"};
    struct aludel_eval eval = {.arena = &e->arena->memory};
    const char *template = e->settings.file_template;
    int64_t most = 0;
    al_parse_int(al_text(e->settings.truncate_slug_length), &most);
    struct aludel_value slug = slug_of(&eval, wish->message, most ? most : 40);
    struct aludel_value name =
        aludel_py(mod, &eval, al_new_string(&eval, template, strlen(template)), tokens_of(&eval, made, slug));
    if (!eval.failed)
        return arena_format(e->arena, "%.*s%s", (int)name.as.text.n, name.as.text.z, endings[made->form]);
    diag_error(e->diagnostics, template_place(e), "this gives no name: %s", eval.message);
    diag_hint(e->diagnostics,
              "the names are rev, slug, epoch, year, month, day, hour, minute and second, as in "
              "%%(year)d_%%(month).2d_%%(rev)s_%%(slug)s");
    return NULL;
}

/* Where nobody would find it. */
static const char *wrong_name(const struct environment *e, const char *name)
{
    if (*name == '/')
        return "it must be a path in a folder of version_locations";
    for (const char *z = name; *z; z += strcspn(z, "/"), z += *z == '/')
        if (*z == '.')
            return "what begins with a dot isn't looked at";
    if (strchr(name, '/') && strcmp(e->settings.recursive_version_locations, "yes") != 0)
        return "subfolders are looked through with recursive_version_locations = yes only";
    return NULL;
}

static bool exists(const struct environment *e, const char *path)
{
    return e->disk->exists(e->disk->with, path);
}

/* A squashed migration has the id of one that is there, and so the name perhaps. */
static const char *squashed_path(struct environment *e, const char *path)
{
    const char *ending = strrchr(path, '.'), *other = path;
    for (size_t i = 1; exists(e, other); i++) {
        const char *number = i > 1 ? arena_format(e->arena, "_%zu", i) : "";
        other = arena_format(e->arena, "%.*s_squashed%s%s", (int)(ending - path), path, number, ending);
    }
    return other;
}

static bool check_new(struct environment *e, const char *path)
{
    if (!exists(e, path))
        return true;
    diag_error(e->diagnostics, nowhere, "there is a file '%s' already", path);
    diag_hint(e->diagnostics, "with %%(rev)s in file_template every name is new");
    return false;
}

bool author_path(struct environment *e, const struct wish *wish, struct new_migration *made)
{
    const char *name = name_of(e, wish, made), *wrong = name ? wrong_name(e, name) : NULL;
    if (wrong) {
        diag_error(e->diagnostics, template_place(e), "the name would be '%s'", name);
        diag_hint(e->diagnostics, "%s", wrong);
        return false;
    }
    made->locations = locations_of(e);
    made->location = name ? plan_location(e, wish, made) : NULL;
    if (!made->location)
        return false;
    made->path = path_join(e->arena, made->location, name);
    if (wish->range)
        made->path = squashed_path(e, made->path);
    return check_new(e, made->path);
}
