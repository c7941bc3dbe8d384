/*
 * report.c: what is told while a run goes on, and of one that failed: where, what stands now, what to do next.
 *
 * A driver that sends ahead is answered later: its marks say how far the server has come, and its tickets what
 * is committed.
 */
#include "apply/apply.h"

#include <string.h>

uint32_t al_marked_revision(const struct al_run *run, uint32_t mark)
{
    bool is_step = mark >= AL_MARK_STEP(0) && mark < AL_MARK_STEP(run->plan.count);
    return is_step ? run->plan.steps[mark - AL_MARK_STEP(0)].revision : AL_BASE;
}

/* ---- While it goes on ------------------------------------------------------------------------ */

static void tell(struct al_run *run, size_t i, enum aludel_event_kind kind, const char *text)
{
    struct aludel *a = run->a;
    struct aludel_event event = {.kind = kind,
                                 .text = text,
                                 .revision = a->registry->migrations[run->plan.steps[i].revision].id,
                                 .step = run->finished + i + 1,
                                 .steps = run->finished + run->plan.count};
    al_emit(a, &event);
}

static void tell_begun(struct al_run *run, size_t i)
{
    char line[1024];
    al_step_line(run->a->registry, run->plan.steps[i], line, sizeof line);
    if (run->plan.steps[i].revision != run->told_before) {
        tell(run, i, ALUDEL_EVENT_STEP, line);
    }
    run->told_before = AL_BASE;
}

static bool is_committed(const struct al_run *run, size_t i)
{
    const struct al_driver *d = run->a->driver;
    return run->tickets[i] && (d->committed >= run->tickets[i] || d->borrowed_group || !run->a->type->live);
}

void al_announce(void *with)
{
    struct al_run *run = with;
    size_t reached = run->a->driver->reached;
    reached = reached < AL_MARK_STEP(0) ? 0 : reached - AL_MARK_STEP(0) + 1;
    for (size_t i = run->announced; i < run->plan.count && i <= run->told; i++) {
        if (i == run->told && i < reached) {
            tell_begun(run, i);
            run->told++;
        }
        if (i == run->announced && i < run->told && is_committed(run, i)) {
            tell(run, i, ALUDEL_EVENT_STEP_DONE, "");
            run->announced++;
        }
    }
}

void al_announce_until(struct al_run *run, size_t committed)
{
    for (; run->announced < committed; run->announced++) {
        if (run->told == run->announced) {
            tell_begun(run, run->told++);
        }
        tell(run, run->announced, ALUDEL_EVENT_STEP_DONE, "");
    }
}

void al_end_part(struct al_driver *d)
{
    d->answered = NULL;
    d->repeats = false;
}

void al_begin_part(struct al_run *run, uint32_t mark)
{
    struct al_driver *d = run->a->driver;
    uint32_t revision = al_marked_revision(run, mark);
    d->mark = mark;
    d->literal = revision != AL_BASE && revision == run->literal;
    if (!d->type->pipelines) {
        d->reached = mark;
        al_announce(run);
    }
}

/* ---- What has failed ------------------------------------------------------------------------- */

/* A connection that is lost behind the answer to a COMMIT is lost in what comes next. */
static uint32_t mark_behind(const struct al_run *run, uint32_t mark)
{
    bool committed = mark >= AL_MARK_STEP(0) ? mark < AL_MARK_STEP(run->announced)
                                             : mark == AL_MARK_BEFORE && run->before_done;
    return committed ? AL_MARK_STEP(run->announced) : mark;
}

/* What was sent is answered first: of two failures the earlier one counts. Where it is the one that is known, what was
 * said to it stays. */
static void take_earlier(struct aludel *a)
{
    struct aludel_error known = *a->error;
    al_error_clear(a->error);
    al_driver_failed(a);
    if (*known.hint && !strcmp(known.message, a->error->message)) {
        al_error_hint(a->error, "%s", known.hint);
    }
}

/* Before the rollback forgets it. */
void al_note_failure(struct al_run *run)
{
    struct aludel *a = run->a;
    struct al_driver *d = a->driver;
    if (!d) {
        return;
    }
    bool interrupted = a->error->code == ALUDEL_INTERRUPTED;
    if (a->type->pipelines && !a->type->settle(d) && !interrupted) {
        take_earlier(a);
    }
    al_announce(run);
    al_end_part(d); /* the rollback's own answers tell of nothing */
    run->failure.missed = d->missed;
    run->failure.mark = a->type->pipelines && d->error.code ? d->failed : d->mark;
    run->failure.lost = d->lost;
    run->failure.unsure = d->unsure;
    run->before_done = run->before_done || (run->before_ticket && d->committed >= run->before_ticket);
    if (d->lost) {
        run->failure.mark = mark_behind(run, run->failure.mark);
    }
    d->missed = AL_MISSED_NOTHING;
}

static const struct aludel_migration *failed_migration(const struct al_run *run)
{
    uint32_t revision = al_marked_revision(run, run->failure.mark);
    return revision == AL_BASE ? NULL : &run->a->registry->migrations[revision];
}

static void blame(struct aludel_error *e, const struct aludel_migration *m)
{
    al_error_revision(e, m->id);
    al_error_at(e, &(struct aludel_place){.file = m->file});
}

/* "2 migrations were committed before it; ", or nothing. */
static void say_committed(char *out, size_t room, size_t done)
{
    out[0] = 0;
    if (done > 0) {
        al_format(out, room, "%zu migration%s committed before it; ", done, done == 1 ? " was" : "s were");
    }
}

/* Parts of it are committed, and it isn't. */
static bool is_in_pieces(const struct al_run *run, const struct aludel_migration *m)
{
    return run->pieces.resumed && strcmp(run->pieces.key.revision, m->id) == 0;
}

static void tell_what_stands(struct al_run *run, const struct aludel_migration *m)
{
    struct aludel_error *e = run->a->error;
    size_t done = run->finished + run->announced;
    char before[80];
    say_committed(before, sizeof before, done);
    if (run->failure.unsure && run->whole) {
        al_error_detail(e, "whether the run was committed isn't known");
    } else if (run->failure.unsure) {
        al_error_detail(e, "%swhether %s%s%s was isn't known", before, m ? "'" : "",
                        m ? m->id : "what followed", m ? "'" : "");
    } else if (run->whole) {
        al_error_detail(e, "nothing has been committed: the whole run was rolled back");
    } else if (m && is_in_pieces(run, m)) {
        al_error_detail(e, "%sof '%s' what ran in autocommit stays, the next run goes on from there", before,
                        m->id);
    } else if (m) {
        al_error_detail(e, "%s'%s' was rolled back", before, m->id);
    } else if (done > 0) {
        al_error_detail(e, "%zu migration%s been committed", done, done == 1 ? " has" : "s have");
    } else {
        al_error_detail(e, "nothing has been committed");
    }
}

void al_explain(struct al_run *run)
{
    struct aludel_error *e = run->a->error;
    const struct aludel_migration *m = failed_migration(run);
    if (m) {
        blame(e, m);
    }
    if (run->a->type->live) {
        tell_what_stands(run, m);
    }
    bool is_empty = run->empty_at_start && (run->whole || run->finished + run->announced == 0);
    if (is_empty && run->a->type->why(e) == AL_WHY_EXISTS) {
        al_error_hint(e,
                      "the database has tables but no version: when it is at a known revision, say so with "
                      "`stamp REV`, then upgrade");
    }
}

bool al_refuse(struct al_run *run, const struct aludel_migration *m)
{
    struct aludel_error *e = run->a->error;
    blame(e, m);
    al_error_detail(e, "nothing has been executed");
    return false;
}
