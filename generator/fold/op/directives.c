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
};
#define TABLES (sizeof tables / sizeof *tables)

static bool is_path(const char *path, const char *prefix, struct aludel_text name)
{
    size_t n = strlen(prefix);
    if (n == 0)
        return al_is(name, path);
    return strncmp(path, prefix, n) == 0 && path[n] == '.' && al_is(name, path + n + 1);
}

bool find_member(struct folder *f, const char *prefix, struct aludel_text name, struct aludel_value *v)
{
    for (size_t t = 0; t < TABLES; t++)
        for (size_t i = 0; i < *tables[t].count; i++) {
            const struct native *n = &tables[t].at[i];
            if (!is_path(n->path, prefix, name))
                continue;
            struct object *o = object_new(f, OBJECT_NATIVE, n->path);
            o->native = n;
            *v = object_value(o);
            return true;
        }
    return false;
}

static bool is_member(const char *path, const char *prefix)
{
    size_t n = strlen(prefix);
    return n ? strncmp(path, prefix, n) == 0 && path[n] == '.' : !strchr(path, '.');
}

void member_names(struct folder *f, const char *prefix, struct name_strings *out)
{
    for (size_t t = 0; t < TABLES; t++)
        for (size_t i = 0; i < *tables[t].count; i++) {
            const char *path = tables[t].at[i].path;
            if (is_member(path, prefix))
                vec_push(f->arena, out, *prefix ? path + strlen(prefix) + 1 : path);
        }
}

const char *nearest_member(struct folder *f, const char *prefix, struct aludel_text name)
{
    struct name_strings names = {0};
    member_names(f, prefix, &names);
    return al_nearest(name, names.at, names.count);
}
