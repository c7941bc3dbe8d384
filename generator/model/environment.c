#define _XOPEN_SOURCE 700 /* realpath */

/* environment.c: where an environment's files are: opening them, and what they are called. */
#include "model/environment.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

const char *const hook_names[HOOK_COUNT] = {"before_each",   "after_each",       "before_upgrade",
                                            "after_upgrade", "before_downgrade", "after_downgrade"};

const char *environment_name(struct arena *a, const char *folder)
{
    char real[PATH_MAX];
    const char *base = path_base(realpath(folder, real) ? real : folder);
    char *name = arena_format(a, "%s%s", *base >= '0' && *base <= '9' ? "_" : "", *base ? base : "root");
    for (char *c = name; *c; c++) {
        bool kept = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9');
        if (!kept)
            *c = '_';
    }
    return name;
}

const char *environment_inside(struct environment *e, const char *path)
{
    while (!strncmp(path, "./", 2))
        path += 2;
    if (path[0] == '/' || !strcmp(e->folder, "."))
        return path;
    return strcmp(path, ".") ? path_join(e->arena, e->folder, path) : e->folder;
}

const char *environment_shown(const struct environment *e, const char *path)
{
    size_t n = strlen(e->folder);
    if (!strncmp(path, e->folder, n) && path[n] == '/')
        path += n + 1;
    while (!strncmp(path, "./", 2))
        path += 2;
    return path;
}

struct source *environment_open(struct environment *e, const char *path, const char **why)
{
    struct aludel_text text;
    if (!e->disk->read(e->disk->with, e->arena, path, &text, why))
        return NULL;
    vec_push(e->arena, &e->read.paths, path);
    return source_from_text(e->arena, path, environment_shown(e, path), text);
}

const char *environment_ini(const struct disk *disk, struct arena *a, const char *folder)
{
    static const char *const names[] = {"aludel.ini", "alembic.ini"};
    for (size_t i = 0; i < 2; i++) {
        if (disk->exists(disk->with, path_join(a, folder, names[i])))
            return names[i];
    }
    return NULL;
}

bool environment_exists(const struct disk *disk, struct arena *a, const char *folder)
{
    return environment_ini(disk, a, folder) || disk->exists(disk->with, path_join(a, folder, "versions"));
}
