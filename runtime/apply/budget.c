/* budget.c: what a plan may need of an SQLite file's disk: told, and refused where it is more than there may be. */
#include "apply/budget.h"

#include "budget/budget.h"
#include "core/size.h"

#include <string.h>

/* ---- Questions to the database ------------------------------------------------------------------ */

/* What SQLite can't compile isn't known there, which is an answer. */
static bool ask(struct aludel *a, const struct al_budget_question *q, struct aludel_value *rows)
{
    struct aludel_value values[2];
    for (size_t i = 0; i < q->count; i++) {
        values[i] = aludel_textual(ALUDEL_STRING, q->values[i].z, q->values[i].n);
    }
    return a->type->compiles(a->driver, al_text(q->sql), false, NULL, 0) &&
           al_ask_sql(a, q->sql, NULL, values, q->count, rows, NULL) && al_row_count(*rows);
}

static bool ask_numbers(void *with, struct al_budget_question q, uint64_t *out, size_t count)
{
    struct aludel_value rows;
    if (!ask(with, &q, &rows)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        struct aludel_value v = al_cell(rows, 0, i);
        out[i] = v.type == ALUDEL_INT     ? (uint64_t)v.as.integer
                 : v.type == ALUDEL_FLOAT ? (uint64_t)v.as.number
                                          : 0;
    }
    return true;
}

static const char *ask_text(void *with, struct al_budget_question q)
{
    struct aludel_value rows;
    return ask(with, &q, &rows) && al_cell(rows, 0, 0).type == ALUDEL_STRING ? al_cell_text(with, rows, 0, 0)
                                                                             : NULL;
}

/* ---- What is told ------------------------------------------------------------------------------- */

struct telling {
    struct al_run *run;
    aludel_budget_fn *visit;
    void *with;
    struct al_budget budget;
    struct aludel_work_row *rows; /* of the step in hand */
    size_t count;
    bool one; /* transaction for all, ours or the caller's */
    bool stopped;
};

static void note_row(void *with, const struct al_work_line *w, uint64_t rows, uint64_t bytes)
{
    struct telling *t = with;
    const char *table = al_arena_copy(&t->run->a->scratch, w->table.z, w->table.n);
    t->rows[t->count++] = (struct aludel_work_row){.work = al_budget_kind(&t->budget, w),
                                                   .table = table ? table : "",
                                                   .rows = (int64_t)rows,
                                                   .bytes = (int64_t)bytes,
                                                   .line = (int)w->line};
}

static void tell(struct telling *t, const struct aludel_revision *r, const char *line,
                 const struct al_need *need)
{
    struct aludel *a = t->run->a;
    const char *why = al_arena_copy(&a->scratch, need->why.z, need->why.n);
    struct aludel_disk_need budget = {.command =
                                          t->run->direction == ALUDEL_UP ? ALUDEL_UPGRADE : ALUDEL_DOWNGRADE,
                                      .revision = r,
                                      .line = line,
                                      .rows = t->rows,
                                      .row_count = r ? t->count : 0};
    al_budget_say(&budget, need, why ? why : "");
    t->stopped = !t->visit(t->with, &budget);
}

/* ---- The steps ---------------------------------------------------------------------------------- */

static bool has_hooks(const struct al_run *run)
{
    const struct aludel_registry *g = run->a->registry;
    bool up = run->direction == ALUDEL_UP;
    return g->before_each || g->after_each || (up ? g->before_upgrade : g->before_downgrade) ||
           (up ? g->after_upgrade : g->after_downgrade);
}

static const char *work_at(const struct al_run *run, uint32_t i)
{
    const struct aludel_migration *m = &run->a->registry->migrations[run->plan.steps[i].revision];
    return m->ways[run->direction].work;
}

/* What a newer program did, from the log. */
static bool undoes_a_stranger(const struct al_run *run, uint32_t i)
{
    return run->own && run->plan.steps[i].revision >= run->own->count;
}

static bool tell_step(struct telling *t, uint32_t i)
{
    struct al_run *run = t->run;
    struct aludel *a = run->a;
    const char *work = work_at(run, i);
    char line[1024];
    t->count = 0;
    t->rows = al_new(a, al_work_count(work) + 1, sizeof *t->rows);
    if (!t->rows) {
        return false;
    }
    al_budget_step(&t->budget, undoes_a_stranger(run, i) ? "" : work, t->one && i > 0, note_row, t);
    if (undoes_a_stranger(run, i)) {
        al_budget_unknown(&t->budget, AL_TEXT("the log doesn't say what undoing it needs"), 0);
    }
    if (has_hooks(run)) {
        al_budget_unknown(&t->budget, AL_TEXT("env.mako's hooks run around it"), 0);
    }
    al_step_line(a->registry, run->plan.steps[i], line, sizeof line);
    tell(t, &a->revisions[run->plan.steps[i].revision], line, &t->budget.step);
    return a->error->code == ALUDEL_OK;
}

static bool tell_steps(struct telling *t)
{
    for (uint32_t i = 0; i < t->run->plan.count && !t->stopped; i++) {
        if (!tell_step(t, i)) {
            return false;
        }
    }
    if (!t->stopped) {
        tell(t, NULL, "", &t->budget.all);
    }
    return true;
}

static size_t count_tables(const struct al_run *run)
{
    size_t count = 1;
    for (uint32_t i = 0; i < run->plan.count; i++) {
        count += al_work_count(work_at(run, i));
    }
    return count;
}

/* A row of the log is as long as the longest of these: how it is undone or what it stands for, and who works with it. */
static uint64_t longest_told(struct al_run *run)
{
    bool up = run->direction == ALUDEL_UP;
    uint64_t most = 0;
    for (uint32_t i = 0; i < run->plan.count; i++) {
        const struct aludel_migration *m = &run->a->registry->migrations[run->plan.steps[i].revision];
        uint64_t told = al_budget_told(al_step_carried(run, m), up ? m->compatible_with : NULL);
        most = told > most ? told : most;
    }
    return most;
}

#define LOG_ROW 512 /* bytes at most, but for texts of any length */

/* Each row of the log says by whom, a password masked; and the first upgrade writes one for each file that is shared. */
static uint64_t bytes_of_log(struct al_run *run)
{
    const struct aludel_registry *g = run->a->registry;
    uint64_t each = al_budget_by(run->a->config.by), all = each;
    for (uint32_t i = 0; i < g->shared_count && run->direction == ALUDEL_UP; i++) {
        all += LOG_ROW + each + strlen(g->shared[i].file);
    }
    return longest_told(run) + 2 * all; /* rows that share pages split them */
}

static bool look(struct telling *t)
{
    struct aludel *a = t->run->a;
    struct al_disk disk;
    a->type->disk(a->driver, &disk);
    t->one = t->run->whole || a->type->is_within(a->driver);
    struct al_budget_source source = {.with = a,
                                      .numbers = ask_numbers,
                                      .text = ask_text,
                                      .sector = disk.sector,
                                      .stored = disk.stored,
                                      .reserved = disk.reserved,
                                      .borrowed = a->type->is_within(a->driver),
                                      .may_stay = a->type->schema_is_writable(a->driver)};
    size_t room = count_tables(t->run);
    struct al_budget_table *tables = al_new(a, room, sizeof *tables);
    if (!tables) {
        return false;
    }
    if (!al_budget_open(&t->budget, &source, tables, room)) {
        return a->error->code == ALUDEL_OK &&
               al_fail(a, ALUDEL_FAILED, "this SQLite doesn't say how large its pages are");
    }
    t->budget.own += bytes_of_log(t->run);
    return tell_steps(t) && a->error->code == ALUDEL_OK;
}

static bool is_file(struct aludel *a)
{
    return a->type->live && a->type->disk;
}

static bool visit_budget(struct telling *t)
{
    struct aludel *a = t->run->a;
    struct al_mark mark = al_arena_mark(&a->scratch);
    bool ok = look(t);
    al_arena_release(&a->scratch, mark);
    return ok;
}

bool al_budget_visit(struct al_run *run, aludel_budget_fn *visit, void *with)
{
    struct telling t = {.run = run, .visit = visit, .with = with};
    if (!is_file(run->a)) {
        return al_fail(run->a, ALUDEL_USAGE,
                       "what migrations need of the disk is known for SQLite's files alone");
    }
    run->whole = strcmp(run->a->settings.transaction, "all") == 0;
    return visit_budget(&t);
}

/* ---- Refusing ----------------------------------------------------------------------------------- */

struct refusing {
    struct telling telling;
    struct al_limits limits;
};

static bool within(void *with, const struct aludel_disk_need *b)
{
    struct refusing *r = with;
    return al_budget_allows(&r->limits, b, r->telling.run->a->error);
}

/* Before anything runs: nothing has changed when a later step is refused. */
bool al_check_budget(struct al_run *run)
{
    struct aludel *a = run->a;
    struct refusing r = {
        .telling = {.run = run, .visit = within, .with = &r},
        .limits = {.program = a->config.budget, .with = a->config.with, .back = run->own != NULL}};
    if (!is_file(a) || !al_size(al_text(a->settings.max_bytes), &r.limits.most) ||
        (!r.limits.most && !a->config.budget)) {
        return true;
    }
    return visit_budget(&r.telling);
}
