#include "folder.h"

#include <string.h>

void folder_add(struct folder *f, const char *path, struct aludel_text text)
{
    if (f->count == FOLDER_FILES)
        return;
    f->files[f->count].path = path;
    f->files[f->count++].text = text;
}

const struct aludel_text *folder_find(const struct folder *f, const char *path)
{
    for (size_t i = 0; i < f->count; i++)
        if (strcmp(f->files[i].path, path) == 0)
            return &f->files[i].text;
    return NULL;
}

static bool folder_exists(void *with, const char *path)
{
    return folder_find(with, path) != NULL;
}

static bool folder_read(void *with, struct arena *a, const char *path, struct aludel_text *text,
                        const char **why)
{
    const struct aludel_text *found = folder_find(with, path);
    if (found)
        *text = arena_text(a, *found);
    else
        *why = "no such file";
    return found;
}

struct disk folder_disk(struct folder *f)
{
    return (struct disk){.with = f, .read = folder_read, .exists = folder_exists};
}
