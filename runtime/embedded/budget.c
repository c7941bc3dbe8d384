/* budget.c: what a way may need of the disk, told, and refused where it is more than there may be; linked by those who ask. */
#include "budget/budget.h"

#include "embedded/device.h"

#include <string.h>

struct asked {
    struct al_device *d;
    const struct aludel_image_work *work;
    enum aludel_direction direction;
    aludel_budget_fn *visit;
    void *with;
};

struct telling { /* in the arena: it is large */
    struct asked by;
    struct al_budget_source source;
    struct al_budget budget;
    sqlite3_stmt *answer; /* whose text the next question may be */
    struct aludel_revision revision;
    struct aludel_disk_need told;
    struct aludel_work_row *rows; /* of the step in hand; behind them the tables' names */
    char *names;
    size_t count, named;
    char why[128];
    bool one; /* transaction for all: the caller's */
    bool stopped;
};

_Static_assert(sizeof(struct telling) + 4 * _Alignof(max_align_t) <= ALUDEL_EMBEDDED_WORK_STATE &&
                   sizeof(struct al_budget_table) <= ALUDEL_EMBEDDED_WORK_TABLE &&
                   sizeof(struct aludel_work_row) <= ALUDEL_EMBEDDED_WORK_ROW,
               "ALUDEL_EMBEDDED_WORK is what a budget needs");

/* ---- Questions to the database ------------------------------------------------------------------ */

static void close_answer(struct telling *t)
{
    sqlite3_finalize(t->answer);
    t->answer = NULL;
}

static bool is_stopped(struct al_device *d)
{
    al_driver_tick(&d->sqlite.head);
    return *d->sqlite.head.stop && !al_error(d->error, ALUDEL_INTERRUPTED, "interrupted");
}

/* In a UTF-16 database binding takes memory. */
static bool bind(struct al_device *d, sqlite3_stmt *stmt, const struct al_budget_question *q)
{
    for (size_t i = 0; i < q->count; i++) {
        if (sqlite3_bind_text(stmt, (int)i + 1, q->values[i].z, (int)q->values[i].n, SQLITE_STATIC) !=
            SQLITE_OK) {
            return al_sqlite_fail(&d->sqlite, d->on->db, NULL, al_text(q->sql));
        }
    }
    return true;
}

/* What SQLite can't compile isn't known there, which is an answer, but where it couldn't look. */
static bool compile(struct al_device *d, const char *sql, sqlite3_stmt **stmt)
{
    int code = sqlite3_prepare_v2(d->on->db, sql, -1, stmt, NULL);
    if (al_sqlite_is_no_answer(code)) {
        al_sqlite_fail(&d->sqlite, d->on->db, NULL, al_text(sql));
    }
    return code == SQLITE_OK;
}

/* Its first row; the last one's text may be what is asked. */
static bool ask(struct telling *t, const struct al_budget_question *q, sqlite3_stmt **stmt)
{
    struct al_device *d = t->by.d;
    *stmt = NULL;
    bool ok = d->error->code == ALUDEL_OK && !is_stopped(d) && compile(d, q->sql, stmt);
    close_answer(t);
    if (ok && bind(d, *stmt, q) && al_device_step(d, *stmt) == SQLITE_ROW) {
        return true;
    }
    sqlite3_finalize(*stmt);
    return al_device_failed(d);
}

static bool ask_numbers(void *with, struct al_budget_question q, uint64_t *out, size_t count)
{
    sqlite3_stmt *stmt;
    if (!ask(with, &q, &stmt)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        bool text = sqlite3_column_type(stmt, (int)i) == SQLITE_TEXT;
        out[i] = text ? 0 : (uint64_t)sqlite3_column_int64(stmt, (int)i);
    }
    sqlite3_finalize(stmt);
    return true;
}

static const char *ask_text(void *with, struct al_budget_question q)
{
    struct telling *t = with;
    sqlite3_stmt *stmt;
    if (!ask(t, &q, &stmt)) {
        return NULL;
    }
    t->answer = stmt;
    const char *text = (const char *)sqlite3_column_text(stmt, 0);
    if (!text && sqlite3_errcode(t->by.d->on->db) == SQLITE_NOMEM) {
        al_sqlite_fail(&t->by.d->sqlite, t->by.d->on->db, NULL, al_text(q.sql));
        al_device_failed(t->by.d);
    }
    return text;
}

/* ---- What is told ------------------------------------------------------------------------------- */

static void note_row(void *with, const struct al_work_line *w, uint64_t rows, uint64_t bytes)
{
    struct telling *t = with;
    char *name = t->names + t->named;
    memcpy(name, w->table.z, w->table.n);
    name[w->table.n] = '\0';
    t->named += w->table.n + 1;
    t->rows[t->count++] = (struct aludel_work_row){.work = al_budget_kind(&t->budget, w),
                                                   .table = name,
                                                   .rows = (int64_t)rows,
                                                   .bytes = (int64_t)bytes,
                                                   .line = (int)w->line};
}

static void tell(struct telling *t, const struct aludel_revision *r, const struct al_need *need)
{
    struct al_device *d = t->by.d;
    al_format(t->why, sizeof t->why, "%.*s", (int)need->why.n, need->why.n ? need->why.z : "");
    t->told =
        (struct aludel_disk_need){.command = t->by.direction == ALUDEL_UP ? ALUDEL_UPGRADE : ALUDEL_DOWNGRADE,
                                  .revision = r,
                                  .line = r ? d->text : "",
                                  .rows = t->rows,
                                  .row_count = r ? t->count : 0};
    al_budget_say(&t->told, need, t->why);
    t->stopped = !t->by.visit(t->by.with, &t->told);
}

/* ---- The steps ---------------------------------------------------------------------------------- */

static bool has_hooks(const struct telling *t)
{
    static const enum aludel_image_hook around[2][4] = {
        {ALUDEL_HOOK_BEFORE_EACH, ALUDEL_HOOK_AFTER_EACH, ALUDEL_HOOK_BEFORE_UPGRADE,
         ALUDEL_HOOK_AFTER_UPGRADE},
        {ALUDEL_HOOK_BEFORE_EACH, ALUDEL_HOOK_AFTER_EACH, ALUDEL_HOOK_BEFORE_DOWNGRADE,
         ALUDEL_HOOK_AFTER_DOWNGRADE}};
    bool any = false;
    for (int i = 0; i < 4; i++) {
        any = any || al_way_has_hook(t->by.d, around[t->by.direction][i]);
    }
    return any;
}

static void tell_step(struct telling *t, uint32_t r, bool first)
{
    struct al_device *d = t->by.d;
    const struct aludel_image_migration *m = &d->image->migrations[r];
    t->count = t->named = 0;
    t->revision = (struct aludel_revision){.index = r,
                                           .id = m->id,
                                           .message = m->message ? m->message : "",
                                           .file = m->file ? m->file : "",
                                           .description = ""};
    al_budget_step(&t->budget, t->by.work->ways[2 * r + (uint32_t)t->by.direction], t->one && !first,
                   note_row, t);
    if (has_hooks(t)) {
        al_budget_unknown(&t->budget, AL_TEXT("env.mako's hooks run around it"), 0);
    }
    al_device_line(d, r, t->by.direction);
    tell(t, &t->revision, &t->budget.step);
}

static bool tell_steps(struct telling *t)
{
    struct al_device *d = t->by.d;
    bool first = true;
    for (uint32_t i = 0; i < d->image->count && !t->stopped && d->error->code == ALUDEL_OK; i++) {
        uint32_t r = t->by.direction == ALUDEL_UP ? i : d->image->count - 1 - i;
        if (al_device_is_pending(d, r, t->by.direction)) {
            tell_step(t, r, first);
            first = false;
        }
    }
    if (!t->stopped && d->error->code == ALUDEL_OK) {
        tell(t, NULL, &t->budget.all);
    }
    return d->error->code == ALUDEL_OK;
}

/* A row of the log is as long as the longest of these: how it is undone or what it stands for, and who works with it. */
static uint64_t longest_told(const struct telling *t)
{
    const struct al_device *d = t->by.d;
    bool up = t->by.direction == ALUDEL_UP;
    uint64_t most = 0;
    for (uint32_t r = 0; r < d->image->count; r++) {
        const char *compatible = up && d->image->compatible ? d->image->compatible[r] : NULL;
        uint64_t told = al_budget_told(al_record_carried(d, up, r), compatible);
        most = told > most && al_device_is_pending(d, r, t->by.direction) ? told : most;
    }
    return most;
}

static bool look(struct telling *t, struct al_budget_table *tables)
{
    struct al_device *d = t->by.d;
    struct al_disk disk;
    al_sqlite_disk(&d->sqlite.head, &disk);
    t->one = !sqlite3_get_autocommit(d->on->db);
    t->source = (struct al_budget_source){.with = t,
                                          .numbers = ask_numbers,
                                          .text = ask_text,
                                          .sector = disk.sector,
                                          .stored = disk.stored,
                                          .reserved = disk.reserved,
                                          .borrowed = t->one,
                                          .may_stay = al_device_may_write_schema(&d->sqlite.head)};
    if (!al_budget_open(&t->budget, &t->source, tables, t->by.work->tables)) {
        return al_error(d->error, ALUDEL_FAILED, "this SQLite doesn't say how large its pages are");
    }
    t->budget.own += longest_told(t) + 2 * al_budget_by(d->on->by);
    bool ok = tell_steps(t);
    close_answer(t);
    return ok;
}

/* ---- In the arena ------------------------------------------------------------------------------- */

static bool no_room(struct al_device *d)
{
    al_error(d->error, ALUDEL_NO_MEMORY, "the arena of %zu bytes is too small for the budget",
             d->on->arena_size);
    al_error_hint(d->error, "the generated header has its size: …_WORK_ARENA");
    return false;
}

static bool visit_steps(const struct asked *by)
{
    const struct aludel_image_work *work = by->work;
    size_t tables = work->tables * sizeof(struct al_budget_table);
    size_t rows = work->rows * sizeof(struct aludel_work_row);
    struct telling *t = al_room_take(&by->d->room, sizeof(struct telling) + tables + rows + work->text);
    if (!t) {
        return no_room(by->d);
    }
    t->by = *by;
    struct al_budget_table *first = (struct al_budget_table *)(void *)(t + 1);
    t->rows = (struct aludel_work_row *)(void *)(first + work->tables);
    t->names = (char *)(t->rows + work->rows);
    bool ok = look(t, first);
    al_room_give(&by->d->room, t);
    return ok;
}

static bool tell_way(struct al_device *d, const struct aludel_image_work *work,
                     enum aludel_direction direction, const char *target, aludel_budget_fn *visit, void *with)
{
    const struct asked by = {d, work, direction, visit, with};
    return al_device_plan(d, direction, target) && visit_steps(&by);
}

/* ---- Refusing ----------------------------------------------------------------------------------- */

struct refusing {
    struct al_device *d;
    struct al_limits limits;
};

static bool within(void *with, const struct aludel_disk_need *n)
{
    struct refusing *r = with;
    return al_budget_allows(&r->limits, n, r->d->error);
}

static bool check(struct al_device *d, enum aludel_direction direction)
{
    struct refusing r = {
        d, {.program = d->on->budget, .with = d->on->with, .most = d->image->max_bytes, .back = false}};
    struct asked by = {d, al_device_work(d), direction, within, &r};
    return by.work && ((!r.limits.most && !r.limits.program) || visit_steps(&by));
}

const struct aludel_image_budget aludel_image_budget = {check, tell_way};
