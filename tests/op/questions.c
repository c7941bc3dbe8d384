/*
 * questions.c: what inspect/ would ask PostgreSQL, as SQL for psql, with the values in place.
 *
 *     questions SCHEMA|- TABLE OTHER
 */
#include "core/literal.h"
#include "inspect/catalog.h"

#include <stdio.h>
#include <string.h>

static struct aludel_value name(const char *text)
{
    return strcmp(text, "-") == 0 ? aludel_none() : aludel_textual(ALUDEL_STRING, text, strlen(text));
}

static void print(const char *what, const struct al_question *question, char **arguments)
{
    struct aludel_arena arena;
    al_arena_init(&arena, NULL);
    struct aludel_eval e = {.arena = &arena};
    struct al_builder b = al_builder(&arena);
    const char *value = question->values;
    for (const char *p = question->sql; *p; p++) {
        if (*p != ALUDEL_PARAMETER) {
            al_putc(&b, *p);
            continue;
        }
        const char *text = arguments[*value == 's' ? 1 : *value == 't' ? 2 : 3];
        value++;
        al_write_hole(&e, &b, ALUDEL_POSTGRESQL, ALUDEL_HOLE_LITERAL, NULL, name(text));
    }
    printf("\\echo == %s\n%s;\n", what, al_built(&b).z);
    if (*value) {
        printf("\\echo a value is left over\n");
    }
    al_arena_free(&arena);
}

int main(int count, char **arguments)
{
    if (count != 4) {
        return 2;
    }
#define ASK(question) print(#question, &al_postgresql_catalog.question, arguments)
    ASK(has_table);
    ASK(has_column);
    ASK(has_index);
    ASK(has_constraint);
    ASK(has_extension);
    ASK(table_names);
    ASK(view_names);
    ASK(primary_key);
    ASK(columns);
    ASK(indexes);
    ASK(foreign_keys);
    ASK(unique_constraints);
    return 0;
}
