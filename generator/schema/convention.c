#include "schema/convention.h"

#include "base/md5.h"

#include <string.h>

const char *const convention_keys[CONSTRAINT_KINDS] = {
    [CONSTRAINT_PRIMARY_KEY] = "pk", [CONSTRAINT_UNIQUE] = "uq",  [CONSTRAINT_FOREIGN_KEY] = "fk",
    [CONSTRAINT_CHECK] = "ck",       [CONSTRAINT_EXCLUDE] = "ex",
};

static struct aludel_text set_template(const char *setting, const char *key)
{
    size_t length = strlen(key);
    for (const char *z = setting; *z;) {
        z += strspn(z, " \t\r\n,");
        const char *template = z + strcspn(z, ":\n,");
        size_t n = strcspn(z, "\n,");
        if (*template == ':' && (size_t)(template - z) == length && memcmp(z, key, length) == 0) {
            const char *from = template + 1 + strspn(template + 1, " \t");
            size_t to = (size_t)(z + n - from);
            while (to && strchr(" \t\r", from[to - 1]))
                to--;
            return (struct aludel_text){from, to};
        }
        z += n;
    }
    return (struct aludel_text){"", 0};
}

struct aludel_text convention_template(const char *setting, const char *key)
{
    struct aludel_text template = set_template(setting, key);
    return !template.n && strcmp(key, "ix") == 0 ? AL_TEXT("ix_%(column_0_label)s") : template;
}

bool convention_takes_given(struct arena *a, struct aludel_text template)
{
    return strstr(arena_string(a, template), "%(constraint_name)s") != NULL;
}

static void put_name_part(struct al_builder *b, struct aludel_text t)
{
    al_put(b, t.z, t.n);
}

/* "column_0_name", "column_0N_name", "column_0_N_name", "referred_column_0_name", "column_0_label". */
static bool put_columns(struct al_builder *b, const struct named *n, const char *token)
{
    bool referred = strncmp(token, "referred_", 9) == 0;
    const struct names *columns = referred ? n->to_columns : n->columns;
    token += referred ? 9 : 0;
    if (strncmp(token, "column_", 7) != 0 || !columns)
        return false;
    token += 7;
    size_t first = 0;
    while (*token >= '0' && *token <= '9')
        first = first * 10 + (size_t)(*token++ - '0');
    bool all = *token == 'N' || strncmp(token, "_N", 2) == 0, apart = *token == '_';
    bool label = strstr(token, "label") != NULL;
    for (size_t i = first; i < columns->count && (all || i == first); i++) {
        al_puts(b, all && apart && i > first ? "_" : "");
        if (label && n->table.schema.n) {
            put_name_part(b, n->table.schema);
            al_putc(b, '_');
        }
        if (label) {
            put_name_part(b, n->table.name);
            al_putc(b, '_');
        }
        put_name_part(b, columns->at[i]);
    }
    return true;
}

static bool put_token(struct al_builder *b, const struct named *n, const char *token)
{
    if (strcmp(token, "table_name") == 0)
        put_name_part(b, n->table.name);
    else if (strcmp(token, "referred_table_name") == 0)
        put_name_part(b, n->to.name);
    else if (strcmp(token, "constraint_name") == 0)
        put_name_part(b, n->given);
    else
        return put_columns(b, n, token);
    return true;
}

bool convention_fill(struct arena *a, struct aludel_text template, const struct named *n,
                     struct aludel_text *out, const char **wrong)
{
    struct al_builder b = al_builder(&a->memory);
    const char *z = arena_string(a, template);
    while (*z) {
        size_t plain = strcspn(z, "%");
        al_put(&b, z, plain);
        z += plain;
        if (!*z)
            break;
        if (z[1] == '%') {
            al_putc(&b, '%');
            z += 2;
            continue;
        }
        const char *end = z[1] == '(' ? strstr(z, ")s") : NULL;
        *wrong = end ? arena_string(a, (struct aludel_text){z + 2, (size_t)(end - z - 2)}) : "";
        if (!end || !put_token(&b, n, *wrong))
            return false;
        z = end + 2;
    }
    *out = al_built(&b);
    return true;
}

/* How many bytes `count` characters of it are, or all that there are. */
static size_t characters(struct aludel_text t, size_t count)
{
    for (size_t i = 0; i < t.n; i++)
        if ((t.z[i] & 0xC0) != 0x80 && count-- == 0)
            return i;
    return t.n;
}

struct aludel_text convention_shortened(struct arena *a, enum aludel_dialect dialect, struct aludel_text name)
{
    const size_t longest = 63;
    uint8_t digest[16];
    if (dialect != ALUDEL_POSTGRESQL || characters(name, longest) == name.n)
        return name;
    md5(name, digest);
    return al_text(
        arena_format(a, "%.*s_%02x%02x", (int)characters(name, longest - 8), name.z, digest[14], digest[15]));
}
