/*
 * step.c: a hook in front of the steps or behind them; a migration: its function, its version row, its log row; each in
 * a transaction, unless there is one for all.
 */
#include "apply/apply.h"

#include <string.h>

/* ---- A hook around all ----------------------------------------------------------------------- */

bool al_run_hook(struct al_run *run, aludel_step_fn *hook, uint32_t mark)
{
    bool before = mark == AL_MARK_BEFORE;
    if (!hook || (before && run->before_done)) {
        return true;
    }
    run->flags = run->whole ? run->flags : 0;
    if (!al_open_group(run)) {
        return false;
    }
    al_begin_part(run, mark);
    struct al_surroundings around = al_surround(run->a);
    bool ok = al_call_function(run, &around, hook, NULL) && al_close_group(run);
    if (before && !run->whole) { /* a round that is repeated doesn't repeat what is committed */
        run->before_ticket = run->a->driver->begun;
    }
    return ok;
}

/* ---- A step ---------------------------------------------------------------------------------- */

/* Alembic's line without the message. */
static void comment(struct al_run *run, const struct aludel_migration *m, struct al_plan_step step)
{
    char line[1024];
    al_step_line(run->a->registry, step, line, sizeof line);
    size_t n = strlen(line), tail = *m->message ? strlen(m->message) + 2 : 0;
    if (tail && tail < n && strcmp(line + n - tail + 2, m->message) == 0) {
        line[n - tail] = '\0';
    }
    run->a->type->comment(run->a->driver, line);
}

static bool change_version(struct al_run *run, struct al_plan_step step)
{
    struct aludel *a = run->a;
    struct al_change change;
    return al_step_change(a->registry, &run->version.rows, step, &change, run->space, a->error) &&
           al_version_change(a, &run->version, &change);
}

const char *al_step_carried(struct al_run *run, const struct aludel_migration *m)
{
    const char *form = m->carried[run->a->type->dialect];
    return run->direction == ALUDEL_UP && form ? form : al_log_stands_for(run->a, m);
}

/* The pieces of one that has some are waited for first, so that their time is known. */
static bool write_log(struct al_run *run, const struct aludel_migration *m, int64_t since)
{
    if (run->pieces.key.revision && !al_settle(run->a)) {
        return false;
    }
    struct al_log_row row = {.action = run->direction == ALUDEL_UP ? "upgrade" : "downgrade",
                             .revision = m->id,
                             .sum = &m->sum,
                             .milliseconds = run->a->type->live ? al_driver_now() - since : -1,
                             .carried = al_step_carried(run, m),
                             .compatible_with = run->direction == ALUDEL_UP ? m->compatible_with : NULL};
    return al_log_write(run->a, &run->log, &row);
}

static const struct al_autocommit *autocommit_of(const struct al_run *run, const struct aludel_migration *m)
{
    if (!(al_flags(run, m) & ALUDEL_AUTOCOMMIT)) {
        return NULL;
    }
    if (!run->a->type->live) {
        return &al_autocommit_script;
    }
    return run->whole ? &al_autocommit_dry : &al_autocommit_journal;
}

/* It is executed in several transactions. */
static bool has_pieces(const struct al_run *run, const struct aludel_migration *m)
{
    return autocommit_of(run, m) == &al_autocommit_journal;
}

static bool begin_pieces(struct al_run *run, const struct aludel_migration *m)
{
    memset(&run->pieces, 0, sizeof run->pieces);
    return !has_pieces(run, m) || al_pieces_begin(run, m);
}

/* before_each, the migration, after_each. */
static bool call_all(struct al_run *run, const struct aludel_migration *m)
{
    const struct aludel_registry *g = run->a->registry;
    bool carried = al_is_carried(run, (uint32_t)(m - g->migrations)); /* with the hooks that it needs */
    struct al_surroundings around = al_surround(run->a);
    around.step = m;
    around.autocommit = autocommit_of(run, m);
    return (run->pieces.resumed || carried || al_call_function(run, &around, g->before_each, NULL)) &&
           al_call_function(run, &around, m->ways[run->direction].run, m) &&
           (carried || al_call_function(run, &around, g->after_each, NULL));
}

/* In one transaction for all, what they write is looked at once, behind them (run.c). */
static bool call_step(struct al_run *run, const struct aludel_migration *m)
{
    const struct aludel_registry *g = run->a->registry;
    bool writes = (run->flags & ALUDEL_WRITES) || g->before_each || g->after_each;
    struct al_orphans before = {0};
    if (!run->a->driver->keys_paused || run->whole || !writes) {
        return call_all(run, m);
    }
    return al_orphans_count(run->a, &before) && call_all(run, m) && al_orphans_check(run->a, &before);
}

/* The step's group is known before its COMMIT is sent: a connection that is lost just behind the answer has lost
 * nothing. A savepoint that isn't released is rolled back in any case. */
static bool close_step(struct al_run *run, size_t i)
{
    const struct al_driver *d = run->a->driver;
    uint64_t ticket = d->begun ? d->begun : 1;
    run->tickets[i] = d->borrowed_group ? 0 : ticket;
    bool ok = al_close_group(run);
    run->tickets[i] = ok ? ticket : run->tickets[i];
    return ok;
}

static bool step_in_group(struct al_run *run, size_t i)
{
    struct aludel *a = run->a;
    struct al_plan_step step = run->plan.steps[i];
    const struct aludel_migration *m = &a->registry->migrations[step.revision];
    int64_t since = al_driver_now();
    al_begin_part(run, AL_MARK_STEP(i));
    if (!a->type->live) {
        comment(run, m, step);
    }
    bool ok = begin_pieces(run, m) && call_step(run, m) && al_group_own_tables(a) &&
              change_version(run, step) && write_log(run, m, since) &&
              (!run->pieces.key.revision || al_journal_clear(a, &run->pieces.key));
    return ok && close_step(run, i);
}

/* Its groups are answered before others may come in again. */
static bool step_in_pieces(struct al_run *run, size_t i)
{
    struct aludel *a = run->a;
    bool ok = al_hold(a) && al_open_group(run) && step_in_group(run, i) && al_settle(a);
    if (ok) {
        al_let_go(a);
    }
    return ok;
}

bool al_run_step(struct al_run *run, size_t i)
{
    struct aludel *a = run->a;
    struct al_mark mark = al_arena_mark(&a->scratch);
    const struct aludel_migration *m = &a->registry->migrations[run->plan.steps[i].revision];
    run->flags = run->whole ? run->flags : al_step_flags(run, i);
    bool ok = has_pieces(run, m) ? step_in_pieces(run, i) : al_open_group(run) && step_in_group(run, i);
    al_arena_release(&a->scratch, mark);
    return ok;
}
