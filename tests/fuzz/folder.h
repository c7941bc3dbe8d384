/*
 * folder.h: an environment's folder in memory, for the targets that read one.
 */
#ifndef FOLDER_H
#define FOLDER_H

#include "base/files.h"

#define FOLDER_FILES 8

struct folder {
    struct {
        const char *path;
        struct aludel_text text;
    } files[FOLDER_FILES];
    size_t count;
};

void folder_add(struct folder *f, const char *path, struct aludel_text text);
const struct aludel_text *folder_find(const struct folder *f, const char *path);
struct disk folder_disk(struct folder *f); /* one that can be read */

#endif
