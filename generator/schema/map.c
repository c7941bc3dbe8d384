#include "schema/map.h"

static int compare_prefix(enum aludel_dialect d, enum map_depth depth, const struct map_key *a,
                          const struct map_key *b)
{
    int by = (a->space > b->space) - (a->space < b->space);
    if (!by && depth >= MAP_SCHEMA)
        by = compare_names(d, a->path.schema, b->path.schema);
    if (!by && depth >= MAP_PATH)
        by = compare_names(d, a->path.name, b->path.name);
    return by;
}

static int compare_keys(enum aludel_dialect d, const struct map_key *a, const struct map_key *b)
{
    int by = compare_prefix(d, MAP_PATH, a, b);
    if (!by)
        by = compare_names(d, a->of.schema, b->of.schema);
    return by ? by : compare_names(d, a->of.name, b->of.name);
}

static uint32_t hash_key(enum aludel_dialect d, const struct map_key *k)
{
    uint32_t h = 2166136261u ^ (uint32_t)k->space;
    h = hash_name(d, hash_name(d, h, k->path.schema), k->path.name);
    h = hash_name(d, hash_name(d, h, k->of.schema), k->of.name);
    h = (h ^ (h >> 16)) * 0x85EBCA6Bu;
    h = (h ^ (h >> 13)) * 0xC2B2AE35u;
    return h ^ (h >> 16);
}

static bool is_above(enum aludel_dialect d, const struct map_tree *a, const struct map_tree *b)
{
    return a->node->priority != b->node->priority ? a->node->priority > b->node->priority
                                                  : compare_keys(d, &a->node->key, &b->node->key) < 0;
}

static const struct map_tree *with_children(struct arena *a, const struct map_tree *m,
                                            const struct map_tree *left, const struct map_tree *right)
{
    if (m->left == left && m->right == right)
        return m;
    struct map_tree *copy = ARENA_NEW(a, struct map_tree);
    *copy = *m;
    copy->left = left;
    copy->right = right;
    return copy;
}

const void *map_get(const struct map_tree *m, enum aludel_dialect dialect, const struct map_key *key)
{
    while (m) {
        int by = compare_keys(dialect, key, &m->node->key);
        if (!by)
            return m->node->value;
        m = by < 0 ? m->left : m->right;
    }
    return NULL;
}

/* What is in front of `key` and what is behind it; the node of `key` itself is in neither. */
static void split(struct arena *a, enum aludel_dialect d, const struct map_tree *m, const struct map_key *key,
                  const struct map_tree **left, const struct map_tree **right)
{
    if (!m) {
        *left = *right = NULL;
        return;
    }
    int by = compare_keys(d, key, &m->node->key);
    const struct map_tree *part;
    if (by == 0) {
        *left = m->left;
        *right = m->right;
    } else if (by < 0) {
        split(a, d, m->left, key, left, &part);
        *right = with_children(a, m, part, m->right);
    } else {
        split(a, d, m->right, key, &part, right);
        *left = with_children(a, m, m->left, part);
    }
}

static const struct map_tree *put(struct arena *a, enum aludel_dialect d, const struct map_tree *m,
                                  struct map_tree *fresh)
{
    if (!m)
        return fresh;
    int by = compare_keys(d, &fresh->node->key, &m->node->key);
    if (by == 0 || is_above(d, fresh, m)) {
        split(a, d, m, &fresh->node->key, &fresh->left, &fresh->right);
        return fresh;
    }
    if (by < 0)
        return with_children(a, m, put(a, d, m->left, fresh), m->right);
    return with_children(a, m, m->left, put(a, d, m->right, fresh));
}

const struct map_tree *map_put(struct arena *a, enum aludel_dialect dialect, const struct map_tree *m,
                               struct map_key key, const void *value)
{
    struct map_node *node = ARENA_NEW(a, struct map_node);
    struct map_tree *fresh = ARENA_NEW(a, struct map_tree);
    *node = (struct map_node){key, value, hash_key(dialect, &key)};
    fresh->node = node;
    return put(a, dialect, m, fresh);
}

static const struct map_tree *join(struct arena *a, enum aludel_dialect d, const struct map_tree *left,
                                   const struct map_tree *right)
{
    if (!left || !right)
        return left ? left : right;
    if (is_above(d, left, right))
        return with_children(a, left, left->left, join(a, d, left->right, right));
    return with_children(a, right, join(a, d, left, right->left), right->right);
}

const struct map_tree *map_remove(struct arena *a, enum aludel_dialect dialect, const struct map_tree *m,
                                  const struct map_key *key)
{
    if (!m)
        return NULL;
    int by = compare_keys(dialect, key, &m->node->key);
    if (by == 0)
        return join(a, dialect, m->left, m->right);
    if (by < 0)
        return with_children(a, m, map_remove(a, dialect, m->left, key), m->right);
    return with_children(a, m, m->left, map_remove(a, dialect, m->right, key));
}

void map_list(struct arena *a, const struct map_tree *m, enum aludel_dialect dialect, enum map_depth depth,
              const struct map_key *key, struct map_nodes *out)
{
    if (!m)
        return;
    int by = compare_prefix(dialect, depth, key, &m->node->key);
    if (by <= 0)
        map_list(a, m->left, dialect, depth, key, out);
    if (by == 0)
        vec_push(a, out, m->node);
    if (by >= 0)
        map_list(a, m->right, dialect, depth, key, out);
}

const struct map_node *map_first(const struct map_tree *m, enum aludel_dialect dialect, enum map_depth depth,
                                 const struct map_key *key)
{
    const struct map_node *found = NULL;
    while (m) {
        int by = compare_prefix(dialect, depth, key, &m->node->key);
        if (by == 0)
            found = m->node;
        m = by <= 0 ? m->left : m->right;
    }
    return found;
}

struct comparison {
    struct arena *arena;
    enum aludel_dialect dialect;
    map_differs *differs;
    void *with;
};

static void compare(const struct comparison *c, const struct map_tree *x, const struct map_tree *y);

/* `x` stands above all of `y`, which hasn't its key; `turned`: they are the other way round for the caller. */
static void compare_below(const struct comparison *c, const struct map_tree *x, const struct map_tree *y,
                          bool turned)
{
    const struct map_tree *left, *right;
    split(c->arena, c->dialect, y, &x->node->key, &left, &right);
    compare(c, turned ? left : x->left, turned ? x->left : left);
    c->differs(c->with, turned ? NULL : x->node, turned ? x->node : NULL);
    compare(c, turned ? right : x->right, turned ? x->right : right);
}

static void compare(const struct comparison *c, const struct map_tree *x, const struct map_tree *y)
{
    if (x == y)
        return;
    if (x && y && compare_keys(c->dialect, &x->node->key, &y->node->key) == 0) {
        compare(c, x->left, y->left);
        if (x->node->value != y->node->value)
            c->differs(c->with, x->node, y->node);
        compare(c, x->right, y->right);
    } else if (!y || (x && is_above(c->dialect, x, y))) {
        compare_below(c, x, y, false);
    } else {
        compare_below(c, y, x, true);
    }
}

void map_compare(struct arena *a, enum aludel_dialect dialect, const struct map_tree *x,
                 const struct map_tree *y, map_differs *differs, void *with)
{
    compare(&(struct comparison){a, dialect, differs, with}, x, y);
}
