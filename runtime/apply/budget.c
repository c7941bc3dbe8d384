/* budget.c: what a plan may need of an SQLite file's disk: told, and refused where it is more than there may be. */
#include "apply/budget.h"

#include "budget/budget.h"
#include "core/literal.h"
#include "core/size.h"

#include <string.h>

/* ---- Questions to the database ------------------------------------------------------------------ */

static const char *with_names(struct aludel *a, const char *sql, const struct aludel_text *names)
{
    struct al_builder b = al_builder(&a->scratch);
    for (; *sql; sql++) {
        if (*sql == '\1' || *sql == '\2') {
            al_write_string(&b, names[*sql - 1]);
        } else {
            al_putc(&b, *sql);
        }
    }
    return al_built(&b).z;
}

/* What SQLite can't compile isn't known there, which is an answer. */
static bool ask(struct aludel *a, const char *question, const struct aludel_text *names,
                struct aludel_value *rows)
{
    const char *sql = with_names(a, question, names);
    bool compiles = sql && a->type->compiles(a->driver, al_text(sql), false, NULL, 0);
    return compiles && al_ask_sql(a, sql, NULL, NULL, 0, rows, NULL) && al_row_count(*rows);
}

static bool ask_numbers(void *with, const char *sql, const struct aludel_text *names, uint64_t *out,
                        size_t count)
{
    struct aludel_value rows;
    if (!ask(with, sql, names, &rows)) {
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

static const char *ask_text(void *with, const char *sql, const struct aludel_text *names)
{
    struct aludel_value rows;
    return ask(with, sql, names, &rows) && al_cell(rows, 0, 0).type == ALUDEL_STRING
               ? al_cell_text(with, rows, 0, 0)
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
    bool one;                              /* transaction for all, ours or the caller's */
    const struct aludel_revision *unknown; /* the first one that isn't known */
    bool stopped;
};

static enum aludel_work work_of(const struct telling *t, const struct al_work_line *w)
{
    switch (w->kind) {
    case 'T': return ALUDEL_WORK_CREATE;
    case 'C': return w->in_place && t->budget.source->may_stay ? ALUDEL_WORK_SCAN : ALUDEL_WORK_COPY;
    case 'I': return ALUDEL_WORK_INDEX;
    case 'V': return ALUDEL_WORK_INSERT;
    case 'U': return ALUDEL_WORK_UPDATE;
    case 'D': return ALUDEL_WORK_DELETE;
    case 'X':
    case 'J': return ALUDEL_WORK_DROP;
    default: return ALUDEL_WORK_SCHEMA;
    }
}

static void note_row(void *with, const struct al_work_line *w, uint64_t rows, uint64_t bytes)
{
    struct telling *t = with;
    const char *table = al_arena_copy(&t->run->a->scratch, w->table.z, w->table.n);
    t->rows[t->count++] = (struct aludel_work_row){.work = work_of(t, w),
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
                                      .database_bytes = (int64_t)need->database,
                                      .journal_bytes = (int64_t)need->journal,
                                      .temporary_bytes = (int64_t)need->temporary,
                                      .bytes = (int64_t)need->together,
                                      .certain = need->certain,
                                      .unknown = why ? why : "",
                                      .unknown_line = (int)need->line,
                                      .rows = t->rows,
                                      .row_count = r ? t->count : 0};
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
    const struct aludel_revision *r = &a->revisions[run->plan.steps[i].revision];
    t->unknown = t->budget.step.certain || t->unknown ? t->unknown : r;
    tell(t, r, line, &t->budget.step);
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

/* With carry_downgrades a row of the log is as long as the longest of these. */
static uint64_t longest_inverse(const struct al_run *run)
{
    uint64_t most = 0;
    for (uint32_t i = 0; i < run->plan.count && run->direction == ALUDEL_UP; i++) {
        const struct aludel_registry *g = run->a->registry;
        const char *form = g->migrations[run->plan.steps[i].revision].carried[ALUDEL_SQLITE];
        most = form && strlen(form) > most ? strlen(form) : most;
    }
    return most;
}

static bool look(struct telling *t)
{
    struct aludel *a = t->run->a;
    unsigned sector, reserved;
    a->type->disk(a->driver, &sector, &reserved);
    t->one = t->run->whole || a->type->is_within(a->driver);
    struct al_budget_source source = {.with = a,
                                      .numbers = ask_numbers,
                                      .text = ask_text,
                                      .sector = sector,
                                      .reserved = reserved,
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
    t->budget.own += longest_inverse(t->run);
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

struct limits {
    struct telling telling;
    int64_t most; /* 0: any */
};

static bool refuse_unknown(struct aludel *a, const struct aludel_disk_need *b, const char *id)
{
    al_fail(a, ALUDEL_FAILED, "what '%s' may need of the disk isn't known: %s", id, b->unknown);
    al_error_hint(a->error, "max_bytes refuses that, too; leave it out, or decide in aludel_config.budget");
    return false;
}

static bool refuse_large(struct aludel *a, const struct aludel_disk_need *b, int64_t most)
{
    char needs[32], may[32], database[32], journal[32], temporary[32];
    al_show_size(needs, sizeof needs, b->bytes);
    al_show_size(may, sizeof may, most);
    al_show_size(database, sizeof database, b->database_bytes);
    al_show_size(journal, sizeof journal, b->journal_bytes);
    al_show_size(temporary, sizeof temporary, b->temporary_bytes);
    al_fail(a, ALUDEL_FAILED, "up to %s of the disk may be needed, and max_bytes allows %s", needs, may);
    al_error_detail(a->error, "at most: database %s, journal %s, temporary files %s", database, journal,
                    temporary);
    al_error_hint(a->error,
                  "`plan --budget` says which migration needs what; fewer of them at a time may do");
    return false;
}

static bool refuse_by_program(struct aludel *a, const struct aludel_disk_need *b)
{
    char needs[32];
    al_show_size(needs, sizeof needs, b->bytes);
    al_fail(a, ALUDEL_FAILED, "the program refuses %s%s%s, which may need up to %s of the disk",
            b->revision ? "'" : "what is planned", b->revision ? b->revision->id : "", b->revision ? "'" : "",
            needs);
    return false;
}

static bool within(void *with, const struct aludel_disk_need *b)
{
    struct limits *l = with;
    struct aludel *a = l->telling.run->a;
    if (a->config.budget && !a->config.budget(a->config.with, b)) {
        return refuse_by_program(a, b);
    }
    /* The way back isn't barred for want of knowledge: without it there is no program that runs. */
    if (!l->most || b->revision || (l->telling.run->own && !b->certain)) {
        return true;
    }
    if (!b->certain) {
        return refuse_unknown(a, b, l->telling.unknown ? l->telling.unknown->id : "");
    }
    return b->bytes <= l->most || refuse_large(a, b, l->most);
}

/* Before anything runs: nothing has changed when a later step is refused. */
bool al_check_budget(struct al_run *run)
{
    struct aludel *a = run->a;
    struct limits l = {.telling = {.run = run, .visit = within, .with = &l}};
    if (!is_file(a) || !al_size(al_text(a->settings.max_bytes), &l.most) || (!l.most && !a->config.budget)) {
        return true;
    }
    return visit_budget(&l.telling);
}
