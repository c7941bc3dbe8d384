/* whole_spelling.c: lists of strings in PostgreSQL's expressions. */
#include "inspect/whole_spelling.h"

#include "core/text.h"

#include <string.h>

/* Behind 'a''b', E'a\'b' or "a""b", which begins at z. */
static const char *behind_quoted(const char *z)
{
    bool escapes = *z == 'E';
    char quote = *(z += escapes);
    for (z++; *z; z++) {
        if (escapes && *z == '\\' && z[1]) {
            z++;
        } else if (*z == quote && z[1] != quote) {
            return z + 1;
        } else if (*z == quote) {
            z++;
        }
    }
    return z;
}

static bool begins_quoted(const char *z)
{
    return *z == '\'' || *z == '"' || (*z == 'E' && z[1] == '\'');
}

/* Behind the word; NULL where it doesn't stand, or z is NULL. */
static const char *behind(const char *z, const char *word)
{
    return z && strncmp(z, word, strlen(word)) == 0 ? z + strlen(word) : NULL;
}

/* ('a'::character varying)::text: what stands in the parentheses is written. */
static const char *take_element(const char *z, struct al_builder *b)
{
    const char *from = behind(z, "(");
    if (!from || !begins_quoted(from) || *from == '"') {
        return NULL;
    }
    const char *to = behind(behind_quoted(from), "::character varying");
    if (to) {
        al_put(b, from, (size_t)(to - from));
    }
    return behind(to, ")::text");
}

/* Behind the list, which is written the other way; NULL: it isn't one. */
static const char *take_list(const char *z, struct al_builder *b)
{
    z = behind(z, "ARRAY[");
    al_puts(b, "(ARRAY[");
    z = take_element(z, b);
    while (z && *z != ']') {
        al_puts(b, ", ");
        z = take_element(behind(z, ", "), b);
    }
    al_puts(b, "])::text[]");
    return behind(z, "]");
}

static const char *step(const char *z, struct al_builder *b)
{
    size_t n = b->n;
    const char *next = take_list(z, b);
    if (next) {
        return next;
    }
    b->n = n;
    next = begins_quoted(z) ? behind_quoted(z) : z + 1;
    al_put(b, z, (size_t)(next - z));
    return next;
}

const char *al_whole_spelling(struct aludel_arena *arena, const char *sql)
{
    struct al_builder b = al_builder(arena);
    if (!strstr(sql, "ARRAY[(")) {
        return sql;
    }
    while (*sql) {
        sql = step(sql, &b);
    }
    return b.failed ? NULL : al_built(&b).z;
}
