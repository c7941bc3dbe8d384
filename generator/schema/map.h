/*
 * map.h: a persistent map. A change gives another map, which shares all but a few nodes with the one before.
 *
 *     m = map_put(arena, dialect, m, key, value);
 *     const void *value = map_get(m, dialect, &key);
 *
 * It is a treap whose priorities are hashes of the keys: equal contents have equal shape, whatever way led there,
 * and two maps are compared in the time of what they don't share. SQLite's names are compared without their case.
 */
#ifndef SCHEMA_MAP_H
#define SCHEMA_MAP_H

#include "base/vec.h"
#include "schema/path.h"

/* Ordered by space, then path, then `of`. */
struct map_key {
    int space;
    struct path path, of;
};

struct map_node {
    struct map_key key;
    const void *value;
    uint32_t priority;
};

/* The tree over them: small, since a change copies the way from its root. */
struct map_tree {
    const struct map_node *node;
    const struct map_tree *left, *right;
};

struct map_nodes {
    const struct map_node **at;
    size_t count, room;
};

const void *map_get(const struct map_tree *m, enum aludel_dialect dialect, const struct map_key *key);
const struct map_tree *map_put(struct arena *a, enum aludel_dialect dialect, const struct map_tree *m,
                               struct map_key key, const void *value);
const struct map_tree *map_remove(struct arena *a, enum aludel_dialect dialect, const struct map_tree *m,
                                  const struct map_key *key);

/* Those whose key begins as `key` does: with its space, also its schema, its whole path. */
enum map_depth { MAP_SPACE, MAP_SCHEMA, MAP_PATH };
void map_list(struct arena *a, const struct map_tree *m, enum aludel_dialect dialect, enum map_depth depth,
              const struct map_key *key, struct map_nodes *out);
const struct map_node *map_first(const struct map_tree *m, enum aludel_dialect dialect, enum map_depth depth,
                                 const struct map_key *key);

/* What isn't the same in both, in order: `x` or `y` is NULL where only the other one has it. */
typedef void map_differs(void *with, const struct map_node *x, const struct map_node *y);
void map_compare(struct arena *a, enum aludel_dialect dialect, const struct map_tree *x,
                 const struct map_tree *y, map_differs *differs, void *with);

#endif
