/*
 * path.h: names, and the paths of things: a schema's name in front, empty for the default one ("public", "main").
 * SQLite compares names without their case.
 */
#ifndef SCHEMA_PATH_H
#define SCHEMA_PATH_H

#include "base/arena.h"

#include <aludel/generated.h>

struct path {
    struct aludel_text schema, name;
};

struct names {
    struct aludel_text *at;
    size_t count, room;
};

bool same_name(enum aludel_dialect dialect, struct aludel_text a, struct aludel_text b);
bool same_path(enum aludel_dialect dialect, struct path a, struct path b);
int compare_names(enum aludel_dialect dialect, struct aludel_text a, struct aludel_text b);
/* FNV, gone on from `h`; a byte that no name has stands behind it. What compares the same has the same. */
uint32_t hash_name(enum aludel_dialect dialect, uint32_t h, struct aludel_text name);
bool names_have(enum aludel_dialect dialect, const struct names *list, struct aludel_text name);
struct path plain_path(enum aludel_dialect dialect,
                       struct path path);                  /* the default schema without its name */
const char *path_shown(struct arena *a, struct path path); /* "schema.name", for messages */

#endif
