#include "graph_text.h"

#include <stdlib.h>
#include <string.h>

/* strtok for one character that keeps empty fields. */
static char *field(char **rest, char divider)
{
    char *start = *rest, *end = start ? strchr(start, divider) : NULL;

    if (end)
        *end = '\0';
    *rest = end ? end + 1 : NULL;
    return start ? start : "";
}

static uint32_t count_items(const char *list)
{
    uint32_t n = *list != '\0';

    for (; *list; list++)
        n += *list == ',';
    return n;
}

static struct aludel_links read_links(struct aludel_arena *arena, char *list)
{
    struct aludel_links links = {count_items(list), NULL};
    uint32_t *at = al_arena_new(arena, (links.count + 1) * sizeof *at);

    for (uint32_t i = 0; i < links.count; i++)
        at[i] = (uint32_t)strtoul(field(&list, ','), NULL, 10);
    links.at = at;
    return links;
}

static struct aludel_names read_names(struct aludel_arena *arena, char *list)
{
    struct aludel_names names = {count_items(list), NULL};
    const char **at = al_arena_new(arena, (names.count + 1) * sizeof *at);

    for (uint32_t i = 0; i < names.count; i++)
        at[i] = field(&list, ',');
    names.at = at;
    return names;
}

static bool nothing(struct aludel_op *op)
{
    return aludel_ok(op);
}

static void read_migration(struct aludel_arena *arena, struct aludel_migration *m, char *line)
{
    line = al_arena_copy(arena, line, strlen(line));
    m->id = field(&line, '\t');
    m->file = field(&line, '\t');
    m->message = field(&line, '\t');
    struct aludel_rare *rare = al_arena_new(arena, sizeof *rare);
    m->rare = rare;
    m->parents = read_links(arena, field(&line, '\t'));
    m->needs = read_links(arena, field(&line, '\t'));
    m->children = read_links(arena, field(&line, '\t'));
    m->dependents = read_links(arena, field(&line, '\t'));
    rare->own_labels = read_names(arena, field(&line, '\t'));
    rare->labels = read_names(arena, field(&line, '\t'));
    rare->depends_on = read_names(arena, field(&line, '\t'));
    m->ways[ALUDEL_UP].run = m->ways[ALUDEL_DOWN].run = nothing;
}

struct aludel_registry *graph_read(struct aludel_arena *arena, uint32_t count, char *(*next)(void *with),
                                   void *with)
{
    struct aludel_registry *g = al_arena_new(arena, sizeof *g);
    struct aludel_migration *migrations = al_arena_new(arena, (count + 1) * sizeof *migrations);

    for (uint32_t i = 0; i < count; i++) {
        char *line = next(with);
        if (!line)
            return NULL;
        read_migration(arena, &migrations[i], line);
    }
    g->layout = ALUDEL_LAYOUT;
    g->name = "graph";
    g->tool_version = "0";
    g->settings = (struct aludel_settings){
#define SETTING(name, kind, fallback, help) .name = (fallback),
#include <aludel/settings.def>
#undef SETTING
    };
    g->settings.log_table = "";
    g->count = count;
    g->migrations = migrations;
    return g;
}
