/*
 * left_out.c: steps that this program was built without: what is older than its first revision, downgrades. Their revisions are
 * known, so that a database at one of them is told what to do.
 */
#include "apply/apply.h"

bool al_is_older(const struct aludel_migration *m)
{
    return !m->ways[ALUDEL_UP].run && !m->ways[ALUDEL_DOWN].run;
}

/* Of those that are in it: the oldest that is planned, else the first of all. */
static const char *first_in(const struct al_run *run)
{
    const struct aludel_registry *g = run->a->registry;
    for (uint32_t k = 0; k < run->plan.count; k++) {
        uint32_t i = run->direction == ALUDEL_UP ? k : run->plan.count - 1 - k;
        const struct aludel_migration *m = &g->migrations[run->plan.steps[i].revision];
        if (!al_is_older(m)) {
            return m->id;
        }
    }
    for (uint32_t r = 0; r < g->count; r++) {
        if (!al_is_older(&g->migrations[r])) {
            return g->migrations[r].id;
        }
    }
    return "";
}

/* The last step that isn't in it: what comes behind it can go on from there. */
static const char *last_older(const struct al_run *run, const struct aludel_migration *m)
{
    for (uint32_t i = 0; i < run->plan.count; i++) {
        const struct aludel_migration *next = &run->a->registry->migrations[run->plan.steps[i].revision];
        m = al_is_older(next) ? next : m;
    }
    return m->id;
}

/* Where the database stands that this program can't bring further; NULL: what it has is in the program. */
static const struct aludel_migration *older_row(const struct al_run *run)
{
    for (uint32_t i = 0; i < run->version.rows.count; i++) {
        const struct aludel_migration *m = &run->a->registry->migrations[run->version.rows.at[i]];
        if (al_is_older(m)) {
            return m;
        }
    }
    return NULL;
}

static void fail_upgrade(struct al_run *run, const struct aludel_migration *m)
{
    struct aludel *a = run->a;
    const char *first = first_in(run), *last = last_older(run, m);
    const struct aludel_migration *row = older_row(run);
    if (row) {
        al_fail(a, ALUDEL_FAILED,
                "the database stands at '%s', older than '%s', this program's first revision", row->id,
                first);
        al_error_hint(a->error, "bring it to '%s' first, with an older program", last);
    } else {
        al_fail(a, ALUDEL_FAILED,
                "the database is empty, and this program's first revision is '%s': what is older isn't in it",
                first);
        al_error_hint(a->error,
                      "begin with a program that has the whole chain, or with a copy of a database at '%s' "
                      "or behind it",
                      last);
    }
}

static bool refuse_older(struct al_run *run, const struct aludel_migration *m)
{
    struct aludel *a = run->a;
    bool live_upgrade = run->direction == ALUDEL_UP && a->type->live;
    if (live_upgrade && (older_row(run) || run->version.rows.count == 0)) {
        fail_upgrade(run, m);
    } else {
        al_fail(a, ALUDEL_FAILED, "'%s' is older than '%s', this program's first revision, and isn't in it",
                m->id, first_in(run));
        al_error_hint(a->error, "an older program has it");
    }
    return al_refuse(run, m);
}

static bool refuse_downgrade(struct al_run *run, const struct aludel_migration *m)
{
    al_fail(run->a, ALUDEL_FAILED, "'%s' can't be downgraded: this program was built without downgrades",
            m->id);
    al_error_hint(run->a->error, "use a program that was built with them, or restore a backup");
    return al_refuse(run, m);
}

bool al_check_present(struct al_run *run)
{
    for (uint32_t i = 0; i < run->plan.count; i++) {
        const struct aludel_migration *m = &run->a->registry->migrations[run->plan.steps[i].revision];
        if (al_is_older(m)) {
            return refuse_older(run, m);
        }
        if (!m->ways[run->direction].run) {
            return refuse_downgrade(run, m);
        }
    }
    return true;
}

bool al_fail_without_begin(struct aludel *a)
{
    al_fail(a, ALUDEL_USAGE,
            "this program has no whole chain: what is older than its first revision isn't in it");
    al_error_hint(a->error, "ask a program that was built without --since");
    return false;
}
