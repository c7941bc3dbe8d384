/* path.c: how names are compared, and shown. */
#include "schema/path.h"

bool same_name(enum aludel_dialect dialect, struct aludel_text a, struct aludel_text b)
{
    return dialect == ALUDEL_SQLITE ? al_same_nocase(a, b) : al_same(a, b);
}

struct path plain_path(enum aludel_dialect dialect, struct path path)
{
    if (same_name(dialect, path.schema, al_text(dialect == ALUDEL_SQLITE ? "main" : "public")))
        path.schema = (struct aludel_text){"", 0};
    return path;
}

bool same_path(enum aludel_dialect dialect, struct path a, struct path b)
{
    a = plain_path(dialect, a);
    b = plain_path(dialect, b);
    return same_name(dialect, a.schema, b.schema) && same_name(dialect, a.name, b.name);
}

const char *path_shown(struct arena *a, struct path path)
{
    if (!path.schema.n)
        return arena_string(a, path.name);
    return arena_format(a, "%.*s.%.*s", (int)path.schema.n, path.schema.z, (int)path.name.n, path.name.z);
}

bool names_have(enum aludel_dialect dialect, const struct names *list, struct aludel_text name)
{
    for (size_t i = 0; i < list->count; i++)
        if (same_name(dialect, list->at[i], name))
            return true;
    return false;
}

static unsigned char folded(enum aludel_dialect dialect, char c)
{
    bool upper = dialect == ALUDEL_SQLITE && c >= 'A' && c <= 'Z';
    return (unsigned char)(upper ? c - 'A' + 'a' : c);
}

int compare_names(enum aludel_dialect dialect, struct aludel_text a, struct aludel_text b)
{
    for (size_t i = 0; i < a.n && i < b.n; i++) {
        unsigned char x = folded(dialect, a.z[i]), y = folded(dialect, b.z[i]);
        if (x != y)
            return x < y ? -1 : 1;
    }
    return (a.n > b.n) - (a.n < b.n);
}

uint32_t hash_name(enum aludel_dialect dialect, uint32_t h, struct aludel_text name)
{
    for (size_t i = 0; i < name.n; i++)
        h = (h ^ folded(dialect, name.z[i])) * 16777619u;
    return (h ^ 0xFFu) * 16777619u;
}
