/* disk.c: the disk as it will be: with the new file, and with folders that aren't there yet as empty ones. */
#include "author/inner.h"

#include <stdlib.h>
#include <string.h>

struct overlay {
    struct disk disk;
    const struct disk *below;
    const struct new_migration *made; /* or NULL */
};

static bool is_made(const struct overlay *o, const char *path)
{
    return o->made && !strcmp(path, o->made->path);
}

static bool overlay_read(void *with, struct arena *a, const char *path, struct aludel_text *text,
                         const char **why)
{
    const struct overlay *o = with;
    if (!is_made(o, path))
        return o->below->read(o->below->with, a, path, text, why);
    *text = arena_text(a, o->made->text);
    return true;
}

static int compare_paths(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool overlay_list(void *with, struct arena *a, const char *folder, bool deep, struct file_list *out,
                         const char **why)
{
    const struct overlay *o = with;
    if (!o->below->list(o->below->with, a, folder, deep, out, why) &&
        o->below->exists(o->below->with, folder))
        return false;
    if (o->made && !strcmp(folder, o->made->location))
        vec_push(a, &out->paths, o->made->path);
    if (out->paths.count)
        qsort(out->paths.at, out->paths.count, sizeof *out->paths.at, compare_paths);
    return true;
}

static bool overlay_exists(void *with, const char *path)
{
    const struct overlay *o = with;
    return is_made(o, path) || o->below->exists(o->below->with, path);
}

const struct disk *author_disk(struct arena *a, const struct disk *below, const struct new_migration *made)
{
    struct overlay *o = ARENA_NEW(a, struct overlay);
    *o = (struct overlay){
        {.with = o, .read = overlay_read, .list = overlay_list, .exists = overlay_exists}, below, made};
    return &o->disk;
}
