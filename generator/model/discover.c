/* discover.c: finds the files of an environment and parses them; shared ones (env.mako, includes) once. */
#include "model/environment.h"

#include "lang/parse.h"
#include "model/names.h"
#include "sql/dump.h"

#include <string.h>

static const struct span nowhere;

/* ---- Files ------------------------------------------------------------------------------------ */

/* What is wrong with it otherwise is said as well: it counts as read. */
static void refuse_c(struct environment *e, const struct file *file)
{
    bool allowed = strcmp(e->settings.allow_c, "no") != 0;
    for (size_t i = 0; !allowed && i < file->all_c.count; i++) {
        diag_error(e->diagnostics, file->all_c.at[i]->span, "C is forbidden in this environment");
        if (e->places.allow_c_at.given)
            diag_also(e->diagnostics, e->places.allow_c_at.value, "by allow_c");
    }
}

static struct file *parsed(struct environment *e, struct source *source)
{
    if (path_ends(source->path, ".sql"))
        return parse_sql_file(e->arena, source, e->diagnostics);
    if (path_ends(source->path, ".py"))
        return parse_python_file(e->arena, source, e->diagnostics, !strcmp(e->settings.skip_data, "yes"));
    return parse_template(e->arena, source, e->diagnostics);
}

static void read_migration(struct environment *e, const char *path)
{
    const char *why = "";
    struct source *source = environment_open(e, path, &why);
    if (!source) {
        diag_error(e->diagnostics, nowhere, "can't read '%s': %s", environment_shown(e, path), why);
        return;
    }
    size_t errors = e->diagnostics->errors;
    struct migration *m = ARENA_NEW(e->arena, struct migration);
    m->file = parsed(e, source);
    m->own_c_file = m->file->all_c.count > 0;
    m->broken = e->diagnostics->errors > errors;
    refuse_c(e, m->file);
    vec_push(e->arena, &e->migrations, m);
}

/* ---- Discovery -------------------------------------------------------------------------------- */

/* What Alembic passes over is passed over: names that begin with a dot, packages' __init__.py; and of ours what stands
 * beside env.mako. */
static bool is_migration(const char *shown_path)
{
    const char *name = path_base(shown_path);
    static const char *const beside[] = {"env.mako", "script.mako", TARGET_TEMPLATE, TARGET_SQL};
    bool ours = false;
    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++)
        ours = ours || !strcmp(shown_path, beside[i]);
    if (name[0] == '.' || ours || path_ends(name, ".py.mako") || path_ends(name, ".sql.mako"))
        return false;
    if (path_ends(name, ".py"))
        return strncmp(name, "__init__", 8) != 0;
    return path_ends(name, ".mako") || path_ends(name, ".sql");
}

static void note_folder(struct environment *e, struct name_map *folders, const char *path)
{
    uint32_t number = 0;
    if (names_add(e->arena, folders, al_text(path), &number))
        vec_push(e->arena, &e->folders.paths, path);
}

/* Version control keeps no empty folder: the default one may be missing. */
static void remark_none(struct environment *e, const char *location)
{
    diag_remark(e->diagnostics, nowhere, "no migrations: there is no folder '%s'", location);
    bool ours = e->ini && !strcmp(path_base(e->ini->path), "aludel.ini");
    if (ours && e->disk->exists(e->disk->with, environment_inside(e, "alembic.ini")))
        diag_hint(
            e->diagnostics,
            "an alembic.ini isn't read beside an aludel.ini: its section [aludel] may hold what that says");
}

static void read_location(struct environment *e, const char *location, struct name_map *seen,
                          struct name_map *folders)
{
    struct file_list files = {0};
    const char *why = "", *dir = environment_inside(e, location);
    bool deep = !strcmp(e->settings.recursive_version_locations, "yes");
    if (!e->disk->list(e->disk->with, e->arena, dir, deep, &files, &why)) {
        bool given = e->places.version_locations_at.given;
        if (given || e->disk->exists(e->disk->with, dir))
            diag_error(e->diagnostics, given ? e->places.version_locations_at.value : nowhere,
                       "can't read the folder '%s': %s", location, why);
        else
            remark_none(e, location);
        return;
    }
    note_folder(e, folders, dir);
    for (size_t i = 0; i < files.paths.count; i++) {
        const char *path = files.paths.at[i];
        uint32_t number = 0;
        if (deep)
            note_folder(e, folders, path_folder(e->arena, path));
        if (is_migration(environment_shown(e, path)) &&
            names_add(e->arena, seen, al_text(environment_shown(e, path)), &number))
            read_migration(e, path);
    }
}

static void read_locations(struct environment *e)
{
    struct name_map seen = {0}, folders = {0};
    const char *z = e->settings.version_locations;
    while (*z) { /* words with one space between: settings.c has seen to that */
        size_t n = strcspn(z, " ");
        read_location(e, arena_string(e->arena, (struct aludel_text){z, n}), &seen, &folders);
        z += n + (z[n] == ' ');
    }
}

/* ---- Shared files ----------------------------------------------------------------------------- */

/* Keeps the list in the order of names, so that the output doesn't depend on who asked first. */
static void add_shared(struct environment *e, struct shared_file added)
{
    vec_push(e->arena, &e->shared, added);
    size_t i = e->shared.count - 1;
    for (; i && strcmp(e->shared.at[i - 1].file->source->shown, added.file->source->shown) > 0; i--)
        e->shared.at[i] = e->shared.at[i - 1];
    e->shared.at[i] = added;
}

static const struct shared_file *find_shared(const struct environment *e, const char *path)
{
    for (size_t i = 0; i < e->shared.count; i++) {
        if (!strcmp(e->shared.at[i].file->source->shown, environment_shown(e, path)))
            return &e->shared.at[i];
    }
    return NULL;
}

/* Parses a file that isn't there yet; NULL with `at` pointing to who asked for it. */
static struct file *read_shared(struct environment *e, const char *path, struct span at)
{
    const char *why = "";
    struct source *source = environment_open(e, path, &why);
    if (!source) {
        diag_error(e->diagnostics, at, "can't read '%s': %s", environment_shown(e, path), why);
        return NULL;
    }
    size_t errors = e->diagnostics->errors;
    struct shared_file added = {.file = parse_template(e->arena, source, e->diagnostics)};
    added.broken = e->diagnostics->errors > errors;
    refuse_c(e, added.file);
    add_shared(e, added);
    return added.broken ? NULL : added.file;
}

struct file *environment_shared(struct environment *e, const struct file *from, struct aludel_text name,
                                struct span at)
{
    const char *wanted = arena_string(e->arena, name);
    const char *folder = path_folder(e->arena, from->source->path);
    const char *near = path_normal(e->arena, *wanted == '/' ? wanted : path_join(e->arena, folder, wanted));
    const char *far = path_normal(e->arena, environment_inside(e, wanted));
    const char *path = e->disk->exists(e->disk->with, near) ? near : far;
    const struct shared_file *known = find_shared(e, path);
    if (known)
        return known->broken ? NULL : known->file;
    if (path == near || e->disk->exists(e->disk->with, far))
        return read_shared(e, path, at);
    diag_error(e->diagnostics, at, "there is no file '%s'", wanted);
    diag_hint(e->diagnostics, "looked for '%s' and '%s'", environment_shown(e, near),
              environment_shown(e, far));
    return NULL;
}

/* ---- The schema that is meant --------------------------------------------------------------------- */

static const char *beside_env(struct environment *e, const char *name)
{
    const char *path = environment_inside(e, path_join(e->arena, e->script_location, name));
    return e->disk->exists(e->disk->with, path) ? path : NULL;
}

static void refuse_target_c(struct environment *e, const struct file *file)
{
    for (size_t i = 0; i < file->all_c.count; i++)
        diag_error(e->diagnostics, file->all_c.at[i]->span, "a schema is made without C");
}

/* Whoever has written migrations will write it: an empty schema would be what remains. */
static void refuse_target_ways(struct environment *e, const struct file *file)
{
    static const char *const ways[] = {"upgrade", "downgrade", "change"};
    for (size_t i = 0; i < file->defs.count; i++)
        for (size_t k = 0; k < sizeof ways / sizeof *ways; k++)
            if (al_is(file->defs.at[i]->text, ways[k]))
                diag_error(e->diagnostics, file->defs.at[i]->span,
                           "a schema has no %s(): its statements stand outside of any def", ways[k]);
}

static struct file *parsed_target(struct environment *e, struct source *source)
{
    return path_ends(source->path, ".sql")
               ? parse_plain_sql(e->arena, dump_read(e->arena, source), e->diagnostics)
               : parse_template(e->arena, source, e->diagnostics);
}

/* NULL: none is kept. */
static const char *find_target(struct environment *e)
{
    if (e->target_file)
        return e->target_file;
    const char *template = beside_env(e, TARGET_TEMPLATE), *sql = beside_env(e, TARGET_SQL);
    if (template && sql) {
        diag_error(e->diagnostics, nowhere, "there are two schemas: '%s' and '%s'",
                   environment_shown(e, template), environment_shown(e, sql));
        diag_hint(e->diagnostics, "one of them says what is meant: remove the other");
    }
    return template ? template : sql;
}

static void read_target(struct environment *e)
{
    const char *path = find_target(e), *why = "";
    struct source *source = path ? environment_open(e, path, &why) : NULL;
    if (path && !source)
        diag_error(e->diagnostics, nowhere, "can't read '%s': %s", environment_shown(e, path), why);
    if (!source)
        return;
    size_t errors = e->diagnostics->errors;
    struct migration *m = ARENA_NEW(e->arena, struct migration);
    m->file = parsed_target(e, source);
    m->id = al_text(source->shown);
    m->message = m->description = "";
    refuse_target_c(e, m->file);
    refuse_target_ways(e, m->file);
    m->broken = e->diagnostics->errors > errors;
    e->target = m;
}

/* ---- The whole -------------------------------------------------------------------------------- */

static bool say_no_environment(struct environment *e)
{
    struct file_list files = {0};
    const char *why = "";
    if (!e->disk->list(e->disk->with, e->arena, e->folder, false, &files, &why)) {
        diag_error(e->diagnostics, nowhere, "can't read the folder '%s': %s", e->folder, why);
        return false;
    }
    diag_error(e->diagnostics, nowhere,
               "no migrations in '%s': neither aludel.ini, alembic.ini nor versions/ is there", e->folder);
    diag_hint(e->diagnostics, "name the folder with -C DIR; to begin, `aludel init DIR` makes one");
    return false;
}

bool environment_read(struct environment *e, const char *folder, const char *dialects)
{
    size_t errors = e->diagnostics->errors;
    e->folder = path_normal(e->arena, folder);
    e->name = environment_name(e->arena, folder);
    e->broken = !settings_read(e, dialects);
    if (!environment_exists(e->disk, e->arena, folder))
        return say_no_environment(e);
    vec_push(e->arena, &e->folders.paths, e->folder);
    const char *env = beside_env(e, "env.mako");
    if (env) {
        e->env = read_shared(e, env, nowhere);
        e->broken = e->broken || !e->env;
    }
    read_locations(e);
    read_target(e);
    return e->diagnostics->errors == errors;
}
