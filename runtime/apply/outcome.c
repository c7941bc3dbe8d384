/*
 * outcome.c: a connection that was lost, perhaps while a COMMIT's answer was due. Nobody has to guess: the version rows
 * tell after which of the planned steps the database stands.
 */
#include "apply/apply.h"

#include <string.h>

#define RECONNECT_WITHIN 15000 /* milliseconds: a server that was restarted is back by then */

static bool reconnect(struct aludel *a)
{
    int64_t until = al_driver_now() + RECONNECT_WITHIN;
    bool connected = false;
    while (!connected) {
        al_error_clear(a->error);
        connected = al_connect(a, false);
        if (connected || al_driver_now() > until || a->error->code != ALUDEL_CONNECTION) {
            break;
        }
        al_sleep(a, 300);
    }
    return connected;
}

/* A process that nothing reaches any more may sit idle for hours. False, too, when the server doesn't say. */
static bool has_ended(struct aludel *a, int process)
{
    struct al_mark mark = al_arena_mark(&a->scratch);
    struct aludel_value rows, pid = aludel_int(process);
    bool ok = al_ask_sql(
                  a,
                  "SELECT 1 FROM pg_catalog.pg_stat_activity WHERE datname = current_database() AND pid = " P
                  " AND (left(state, 4) = 'idle' AND state_change < clock_timestamp() - interval '1 second') "
                  "IS NOT TRUE",
                  NULL, &pid, 1, &rows, NULL) &&
              al_row_count(rows) == 0;
    al_arena_release(&a->scratch, mark);
    return ok;
}

/* What was sent on the lost connection is still executed, COMMITs included, as long as the server's process finds
 * something to read: until then the version rows tell nothing. */
static bool wait_for_end(struct aludel *a, int process)
{
    int64_t most = 0, since = al_driver_now();
    bool told = false, ended = process == 0;
    al_duration(a->settings.wait, "10min", &most);
    while (!ended && a->error->code == ALUDEL_OK && al_driver_now() - since < most && !al_interrupted(a)) {
        if (!told && al_driver_now() - since > 1500) {
            al_remark(
                a, "the connection was lost: waiting until the server's process %d has done what it was sent",
                process);
            told = true;
        }
        ended = has_ended(a, process);
        al_sleep(a, ended ? 0 : 100);
    }
    return ended;
}

/* After how many steps the rows are these; the plan's count and one when they never are. */
static size_t steps_until(struct al_run *run, const struct al_rows *rows)
{
    struct aludel *a = run->a;
    struct al_change change;
    size_t i = 0;
    for (; i < run->plan.count && !(i >= run->announced && al_rows_same(&run->start, rows)); i++) {
        if (!al_step_change(a->registry, &run->start, run->plan.steps[i], &change, run->space, a->error)) {
            return run->plan.count + 1;
        }
        al_apply_change(&run->start, &change);
    }
    return al_rows_same(&run->start, rows) ? i : run->plan.count + 1;
}

/* Whether the first part of a migration with autocommit parts was committed. */
static bool find_out_pieces(struct al_run *run)
{
    struct aludel *a = run->a;
    const char *revision = run->pieces.key.revision;
    struct al_journal_key open = {NULL, run->direction};
    uint32_t started;
    bool ok = !revision || al_journal_interrupted(a, &open, &started);
    run->pieces.resumed = ok && open.revision && strcmp(open.revision, revision) == 0;
    return ok;
}

/* A new connection's word: how many steps are committed, and whether a first part is. */
static bool ask_server(struct al_run *run, size_t *done)
{
    struct aludel *a = run->a;
    struct al_version now = {0};
    int process = a->driver->process;
    if (a->config.postgresql || !reconnect(a) || !wait_for_end(a, process) || !al_version_read(a, &now)) {
        return false;
    }
    *done = steps_until(run, &now.rows);
    return *done <= run->plan.count && find_out_pieces(run);
}

static bool has_hook_behind(const struct al_run *run)
{
    const struct aludel_registry *g = run->a->registry;
    return run->direction == ALUDEL_UP ? g->after_upgrade != NULL : g->after_downgrade != NULL;
}

/* What was committed last was answered. */
static bool is_known(struct al_run *run)
{
    bool all = run->announced == run->plan.count && (run->whole || !has_hook_behind(run));
    if (all) {
        al_error_clear(run->a->error);
        al_remark(run->a, "the connection was lost when all was done");
    }
    return all;
}

bool al_find_out(struct al_run *run)
{
    struct aludel *a = run->a;
    struct aludel_error meanwhile, *first;
    size_t done = 0;
    if (!run->failure.unsure) {
        return is_known(run);
    }
    first = al_set_aside(a, &meanwhile);
    bool told = ask_server(run, &done);
    a->error = first;
    if (!told) {
        return false;
    }
    a->error->hint[0] = a->error->statement[0] = a->error->file[0] = a->error->revision[0] =
        '\0'; /* guesses */
    a->error->position = a->error->line = 0;
    al_announce_until(run, done);
    run->failure.unsure = false;
    run->failure.mark = AL_MARK_STEP(done);
    if (done < run->plan.count || (has_hook_behind(run) && !run->whole)) {
        return false;
    }
    al_error_clear(a->error);
    al_remark(a, "the connection was lost while the server committed; its version rows say that all is done");
    return true;
}
