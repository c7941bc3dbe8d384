/*
 * identify.c: what stands for revisions (ids, prefixes, labels, +N, ranges) over one graph, asked in every way there
 * is, from every kind of version rows.
 */
#include "fuzz.h"
#include "plan/graph_text.h"

#include "core/error.h"

#include <stdlib.h>
#include <string.h>

/*      aaaa1 - bbbb2 (left) - cccc3 ----- mmmm5 - eeee6
 *            \ dddd4 (right) -----------/
 *      nnnn7 (net) - oooo8 [depends on bbbb2]                                          */
static const char *const LINES[] = {
    "aaaa1\t1\tfirst\t\t\t1,3\t\t\t",
    "bbbb2\t2\t\t0\t0\t2\t7\tleft\tleft",
    "cccc3\t3\t\t1\t1\t4\t\t\tleft",
    "dddd4\t4\t\t0\t0\t4\t\tright\tright",
    "mmmm5\t5\tmerge\t2,3\t2,3\t5\t\t\tleft,right",
    "eeee6\t6\t\t4\t4\t\t\t\tleft,right",
    "nnnn7\t7\t\t\t\t7\t\tnet\tnet",
    "oooo8\t8\t\t6\t6,1\t\t\t\tnet",
};
#define COUNT (sizeof LINES / sizeof *LINES)

/* Positions, ended by UINT32_MAX: nothing, the middle of both branches, all that there is. */
static const uint32_t ROWS[][3] = {{UINT32_MAX}, {2, 3, UINT32_MAX}, {5, 7, UINT32_MAX}, {6, UINT32_MAX}};

struct question {
    struct aludel_arena arena;
    const struct aludel_registry *g;
    struct al_rows rows, found;
    struct al_plan plan;
    struct al_space space;
    struct aludel_error error;
};

static char *next_line(void *with)
{
    static char copy[200];
    const char *const **line = with;
    return strcpy(copy, *(*line)++);
}

static void *get(size_t size)
{
    void *p = malloc(size);
    if (!p)
        abort();
    return p;
}

static void begin(struct question *q)
{
    const char *const *line = LINES;
    al_arena_init(&q->arena, &al_usual_allocator);
    q->g = graph_read(&q->arena, COUNT, next_line, &line);
    q->rows = (struct al_rows){get(COUNT * sizeof(uint32_t)), 0, COUNT};
    q->found = (struct al_rows){get(COUNT * sizeof(uint32_t)), 0, COUNT};
    q->plan = (struct al_plan){get(COUNT * sizeof *q->plan.steps), 0, COUNT};
    q->space = (struct al_space){get(al_plan_space(q->g)), al_plan_space(q->g)};
}

static void end(struct question *q)
{
    free(q->rows.at);
    free(q->found.at);
    free(q->plan.steps);
    free(q->space.memory);
    al_arena_free(&q->arena);
}

static void set_rows(struct question *q, const uint32_t *rows)
{
    q->rows.count = 0;
    for (; *rows != UINT32_MAX; rows++)
        al_rows_add(&q->rows, *rows);
}

static void answered(struct question *q, bool ok)
{
    fuzz_check(ok == (q->error.code == ALUDEL_OK), "there is an answer or an error");
    fuzz_check(ok || q->error.message[0], "an error says something");
    for (uint32_t i = 0; ok && i < q->found.count; i++)
        fuzz_check(q->found.at[i] < COUNT, "what is found is there");
    al_error_clear(&q->error);
}

static bool stamped(void *with, const struct al_stamp_step *step)
{
    struct question *q = with;
    al_apply_change(&q->rows, &step->change);
    return true;
}

static void plan(struct question *q, bool up, const char *text)
{
    bool ok = (up ? al_plan_upgrade : al_plan_downgrade)(q->g, &q->rows, text, &q->plan, q->space, &q->error);
    q->found.count = 0;
    answered(q, ok);
    for (uint32_t i = 0; ok && i < q->plan.count; i++) {
        struct al_change change;
        char line[64];
        al_step_line(q->g, q->plan.steps[i], line, sizeof line);
        ok = al_step_change(q->g, &q->rows, q->plan.steps[i], &change, q->space, &q->error);
        fuzz_check(ok, "a planned step can be gone");
        al_apply_change(&q->rows, &change);
    }
}

static void ask(struct question *q, const char *text, const uint32_t *rows)
{
    const char *targets[] = {text};
    set_rows(q, rows);
    answered(q, al_resolve(q->g, text, &q->rows, &q->found, q->space, &q->error));
    answered(q, al_history(q->g, text, &q->rows, &q->found, q->space, &q->error));
    plan(q, true, text);
    set_rows(q, rows);
    plan(q, false, text);
    set_rows(q, rows);
    q->found.count = 0;
    answered(q, al_plan_stamp(q->g, &q->rows, targets, 1, stamped, q, q->space, &q->error));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct question q = {.error = {0}};
    struct al_range range;
    char *text = fuzz_string(data, size);
    begin(&q);
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++)
        ask(&q, text, ROWS[i]);
    answered(&q, al_resolve(q.g, text, NULL, &q.found, q.space, &q.error));
    al_split_range(text, &range);
    end(&q);
    free(text);
    return 0;
}
