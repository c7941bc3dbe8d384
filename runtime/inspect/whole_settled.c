#include "inspect/whole_settled.h"

#include "core/text.h"

#include <string.h>

static const char array[] = "ARRAY[";
#define ARRAY_N (sizeof array - 1)

/* Behind a string, or what is in quotes. */
static const char *behind_quotes(const char *z)
{
    char quote = *z;
    for (z++; *z && (*z != quote || z[1] == quote); z++) {
        z += *z == quote;
    }
    return *z ? z + 1 : z;
}

/* Where the element ends: at a comma, or at the bracket that closes them; NULL: nowhere. */
static const char *element_end(const char *z)
{
    int depth = 0;
    while (*z && (depth > 0 || (*z != ',' && *z != ']'))) {
        depth += *z == '(' || *z == '[' ? 1 : *z == ')' || *z == ']' ? -1 : 0;
        z = *z == '\'' || *z == '"' ? behind_quotes(z) : z + 1;
    }
    return *z ? z : NULL;
}

/* What is behind the elements: at "]". */
static const char *elements_end(const char *z)
{
    for (z = element_end(z); z && *z == ','; z = element_end(z + 1)) {
    }
    return z;
}

/* "character varying(10)[]": where its brackets begin, or NULL: it is no array's. */
static const char *type_end(const char *z)
{
    for (; *z && !strchr(",;[\n'", *z); z = *z == '"' ? behind_quotes(z) : z + 1) {
        if (*z == ')' || (*z == ' ' && !strncmp(z, " AND ", 5))) {
            return NULL;
        }
        if (*z == '(') {
            z = strchr(z, ')');
        }
        if (!z) {
            return NULL;
        }
    }
    return z[0] == '[' && z[1] == ']' && z[2] != '[' ? z : NULL;
}

struct cast { /* (ARRAY[…])::type[], or without the parentheses where the text is pretty */
    const char *elements, *end, *type, *behind;
    size_t type_n;
    bool wrapped;
};

static bool find_cast(const char *z, struct cast *cast)
{
    cast->wrapped = *z == '(';
    if (strncmp(z + cast->wrapped, array, ARRAY_N) != 0) {
        return false;
    }
    cast->elements = z + cast->wrapped + ARRAY_N;
    cast->end = elements_end(cast->elements);
    if (!cast->end || cast->end == cast->elements ||
        strncmp(cast->end, cast->wrapped ? "])::" : "]::", cast->wrapped ? 4 : 3) != 0) {
        return false;
    }
    cast->type = cast->end + (cast->wrapped ? 4 : 3);
    const char *end = type_end(cast->type);
    if (!end) {
        return false;
    }
    cast->type_n = (size_t)(end - cast->type);
    cast->behind = end + 2;
    return true;
}

static void put_settled(struct al_builder *b, const struct cast *cast)
{
    al_puts(b, array);
    for (const char *z = cast->elements; z < cast->end;) {
        const char *end = element_end(z);
        while (*z == ' ') {
            z++;
        }
        al_puts(b, z == cast->elements ? "" : ", ");
        al_puts(b, cast->wrapped ? "(" : "");
        al_put(b, z, (size_t)(end - z));
        al_puts(b, cast->wrapped ? ")::" : "::");
        al_put(b, cast->type, cast->type_n);
        z = end + 1;
    }
    al_putc(b, ']');
}

const char *al_whole_settled(struct aludel_arena *arena, const char *sql)
{
    struct al_builder b = al_builder(arena);
    struct cast cast;
    if (!sql || !strstr(sql, array)) {
        return sql;
    }
    for (const char *z = sql; *z;) {
        const char *behind = *z == '\'' || *z == '"' ? behind_quotes(z) : z + 1;
        if ((*z == '(' || *z == 'A') && find_cast(z, &cast)) {
            put_settled(&b, &cast);
            behind = cast.behind;
        } else {
            al_put(&b, z, (size_t)(behind - z));
        }
        z = behind;
    }
    return al_built(&b).z;
}
