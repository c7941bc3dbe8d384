/*
 * Answers questions about a graph, one a line, so that a script can compare the answers with Alembic's.
 * `graph N` and N lines of graph_text.h begin a new graph. Every answer ends with a line `.`.
 *
 *     rows 0,3           what the version table holds, by position
 *     upgrade T          "step LINE", then "rows a,b" for each step; or "error MESSAGE"
 *     downgrade T, stamp T…
 *     history [RANGE], heads, real_heads, current, resolve T      "rev ID" for each
 *     run WORDS          the command in process, its words divided by tabs: in_process.h
 *     time N             how long N upgrades to heads take
 */
#include "graph_text.h"
#include "in_process.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct oracle {
    struct aludel_arena arena;
    const struct aludel_registry *g;
    struct al_rows rows, found;
    struct al_plan plan;
    struct al_space plan_space, step_space;
    struct aludel_error error;
    char line[1 << 16];
};

static char *read_line(void *with)
{
    struct oracle *o = with;

    if (!fgets(o->line, sizeof o->line, stdin))
        return NULL;
    o->line[strcspn(o->line, "\n")] = '\0';
    return o->line;
}

static void *get(size_t size)
{
    void *p = malloc(size ? size : 1);

    if (!p)
        abort();
    return p;
}

static struct al_rows new_rows(uint32_t room)
{
    return (struct al_rows){get(room * sizeof(uint32_t)), 0, room};
}

static void forget(struct oracle *o)
{
    free(o->rows.at);
    free(o->found.at);
    free(o->plan.steps);
    free(o->plan_space.memory);
    free(o->step_space.memory);
    al_arena_free(&o->arena);
}

static void read_graph(struct oracle *o, uint32_t count)
{
    size_t size;

    if (o->g)
        forget(o);
    al_arena_init(&o->arena, &al_usual_allocator);
    struct aludel_registry *g = graph_read(&o->arena, count, read_line, o);
    if (!g)
        abort();
    g->drivers[ALUDEL_SQLITE] = &aludel_sqlite_driver;
    o->g = g;
    size = al_plan_space(o->g);
    o->rows = new_rows(count);
    o->found = new_rows(count);
    o->plan = (struct al_plan){get(count * sizeof *o->plan.steps), 0, count};
    o->plan_space = (struct al_space){get(size), size};
    o->step_space = (struct al_space){get(size), size};
}

static void print_ids(const struct oracle *o, const struct al_rows *rows)
{
    printf("rows ");
    for (uint32_t i = 0; i < rows->count; i++)
        printf("%s%s", i ? "," : "", o->g->migrations[rows->at[i]].id);
    printf("\n");
}

static void print_error(const struct oracle *o)
{
    printf("error %s\n", o->error.message);
}

static void print_found(const struct oracle *o, bool ok)
{
    for (uint32_t i = 0; ok && i < o->found.count; i++)
        printf("rev %s\n", o->g->migrations[o->found.at[i]].id);
    if (!ok)
        print_error(o);
}

static void run_plan(struct oracle *o, bool up, const char *target)
{
    bool ok = (up ? al_plan_upgrade : al_plan_downgrade)(o->g, &o->rows, target, &o->plan, o->plan_space,
                                                         &o->error);

    for (uint32_t i = 0; ok && i < o->plan.count; i++) {
        struct al_change change;
        char line[500];
        ok = al_step_change(o->g, &o->rows, o->plan.steps[i], &change, o->step_space, &o->error);
        if (!ok)
            break;
        al_step_line(o->g, o->plan.steps[i], line, sizeof line);
        al_apply_change(&o->rows, &change);
        printf("step %s\n", line);
        print_ids(o, &o->rows);
    }
    if (!ok)
        print_error(o);
}

static bool print_stamp(void *with, const struct al_stamp_step *step)
{
    struct oracle *o = with;

    al_apply_change(&o->rows, &step->change);
    printf("step %s\n", step->line);
    print_ids(o, &o->rows);
    return true;
}

static void run_stamp(struct oracle *o, char *rest)
{
    const char *targets[64];
    size_t count = 0;

    for (char *t = strtok(rest, " "); t && count < 64; t = strtok(NULL, " "))
        targets[count++] = t;
    if (!al_plan_stamp(o->g, &o->rows, targets, count, print_stamp, o, o->plan_space, &o->error))
        print_error(o);
}

static void set_rows(struct oracle *o, char *list)
{
    o->rows.count = 0;
    for (char *t = strtok(list, ","); t; t = strtok(NULL, ","))
        al_rows_add(&o->rows, (uint32_t)strtoul(t, NULL, 10));
}

static void measure(struct oracle *o, int times)
{
    clock_t start = clock();

    for (int i = 0; i < times; i++)
        al_plan_upgrade(o->g, &o->rows, "heads", &o->plan, o->plan_space, &o->error);
    printf("%.3f ms\n", (double)(clock() - start) * 1000.0 / CLOCKS_PER_SEC / times);
}

static void answer(struct oracle *o, const char *command, char *rest)
{
    al_error_clear(&o->error);
    if (strcmp(command, "graph") == 0)
        read_graph(o, (uint32_t)strtoul(rest, NULL, 10));
    else if (strcmp(command, "rows") == 0)
        set_rows(o, rest);
    else if (strcmp(command, "run") == 0)
        run_in_process(o->g, rest);
    else if (strcmp(command, "upgrade") == 0 || strcmp(command, "downgrade") == 0)
        run_plan(o, *command == 'u', rest);
    else if (strcmp(command, "stamp") == 0)
        run_stamp(o, rest);
    else if (strcmp(command, "history") == 0)
        print_found(o, al_history(o->g, *rest ? rest : NULL, &o->rows, &o->found, o->plan_space, &o->error));
    else if (strcmp(command, "resolve") == 0)
        print_found(o, al_resolve(o->g, rest, &o->rows, &o->found, o->plan_space, &o->error));
    else if (strcmp(command, "heads") == 0 || strcmp(command, "real_heads") == 0) {
        al_heads(o->g, *command == 'r', &o->found);
        print_found(o, true);
    } else if (strcmp(command, "current") == 0) {
        al_all_current(o->g, &o->rows, &o->found, o->plan_space);
        print_found(o, true);
    } else if (strcmp(command, "time") == 0)
        measure(o, atoi(rest));
    else
        printf("error unknown command %s\n", command);
    printf(".\n");
    fflush(stdout);
}

int main(void)
{
    static struct oracle o;
    static char command[1 << 16];
    char *line;

    while ((line = read_line(&o))) {
        char *space = strcpy(command, line) + strcspn(line, " ");
        char *rest = *space ? space + 1 : space;
        *space = '\0';
        answer(&o, command, rest);
    }
    if (o.g)
        forget(&o);
    return 0;
}
