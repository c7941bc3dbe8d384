/* All of them, by their names. */
#include "fold/op/makers.h"

#include <string.h>

static const struct {
    const struct native *at;
    const size_t *count;
} tables[] = {
    {column_makers, &column_maker_count},
    {constraint_makers, &constraint_maker_count},
    {index_makers, &index_maker_count},
    {table_directives, &table_directive_count},
    {column_directives, &column_directive_count},
    {index_directives, &index_directive_count},
    {constraint_directives, &constraint_directive_count},
    {thing_directives, &thing_directive_count},
    {data_directives, &data_directive_count},
    {batch_directives, &batch_directive_count},
    {expression_makers, &expression_maker_count},
    {directives, &directive_count},
};
#define TABLES (sizeof tables / sizeof *tables)

/* ---- By hash: they are looked for at every name that a migration writes ---- */

#define SLOTS 1024 /* more than twice as many as there are names */

struct members {
    const struct native *at[SLOTS];
};

static uint32_t hash(uint32_t h, struct aludel_text t)
{
    for (size_t i = 0; i < t.n; i++)
        h = (h ^ (unsigned char)t.z[i]) * 16777619u;
    return h;
}

static uint32_t hash_path(const char *prefix, struct aludel_text name)
{
    uint32_t h = hash(2166136261u, al_text(prefix));
    return hash(*prefix ? hash(h, AL_TEXT(".")) : h, name);
}

static bool is_path(const char *path, const char *prefix, struct aludel_text name)
{
    size_t n = strlen(prefix);
    if (n == 0)
        return al_is(name, path);
    return strncmp(path, prefix, n) == 0 && path[n] == '.' && al_is(name, path + n + 1);
}

const struct members *members_new(struct arena *a)
{
    struct members *m = ARENA_NEW(a, struct members);
    for (size_t t = 0; t < TABLES; t++)
        for (size_t i = 0; i < *tables[t].count; i++) {
            uint32_t slot = hash_path("", al_text(tables[t].at[i].path)) % SLOTS;
            while (m->at[slot])
                slot = (slot + 1) % SLOTS;
            m->at[slot] = &tables[t].at[i];
        }
    return m;
}

bool find_member(struct folding *f, const char *prefix, struct aludel_text name, struct aludel_value *v)
{
    const struct members *m = f->members;
    uint32_t slot = hash_path(prefix, name) % SLOTS;
    for (; m->at[slot]; slot = (slot + 1) % SLOTS) {
        if (!is_path(m->at[slot]->path, prefix, name))
            continue;
        struct object *o = object_new(f, OBJECT_NATIVE, m->at[slot]->path);
        o->native = m->at[slot];
        *v = object_value(o);
        return true;
    }
    return false;
}

/* ---- All names of a kind, for "did you mean" ---- */

static bool is_member(const char *path, const char *prefix)
{
    size_t n = strlen(prefix);
    return n ? strncmp(path, prefix, n) == 0 && path[n] == '.' : !strchr(path, '.');
}

void member_names(struct folding *f, const char *prefix, struct name_strings *out)
{
    for (size_t t = 0; t < TABLES; t++)
        for (size_t i = 0; i < *tables[t].count; i++) {
            const char *path = tables[t].at[i].path;
            if (is_member(path, prefix))
                vec_push(f->arena, out, *prefix ? path + strlen(prefix) + 1 : path);
        }
}

const char *nearest_member(struct folding *f, const char *prefix, struct aludel_text name)
{
    struct name_strings names = {0};
    struct name_strings likely = {0};
    member_names(f, prefix, &names);
    for (size_t i = 0; i < names.count; i++) /* among many, some are near by chance */
        if (*prefix || (name.n && *names.at[i] == *name.z))
            vec_push(f->arena, &likely, names.at[i]);
    return al_nearest(name, likely.at, likely.count);
}
