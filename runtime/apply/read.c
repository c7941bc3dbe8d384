/* read.c: the commands that only look: history, heads, branches, show, current, pending. */
#include "apply/apply.h"

#include <string.h>

static void visit_all(struct aludel *a, const struct al_rows *list, aludel_revision_fn *visit, void *with)
{
    for (uint32_t i = 0; visit && i < list->count && visit(with, &a->revisions[list->at[i]]); i++) {
    }
}

/* The database's rows, with no lock and no write. Offline there is nothing to look at. */
static bool look(struct aludel *a, struct al_version *v)
{
    if (a->offline) {
        return al_fail(a, ALUDEL_USAGE, "this needs a database: it has no meaning with an offline handle");
    }
    if (!al_connect(a, true) || !al_version_read(a, v) || !al_choose_view(a, v)) {
        return false;
    }
    al_mark_current(a, &v->rows);
    if (v->missing && a->opened_read_only && !a->config.sqlite && !a->config.postgresql) {
        al_disconnect(a); /* the file may not be there yet: the next look must look anew */
    }
    return true;
}

static bool names_current(const char *range)
{
    const char *colon = range ? strchr(range, ':') : NULL;
    return colon &&
           ((colon - range == 7 && memcmp(range, "current", 7) == 0) || strcmp(colon + 1, "current") == 0);
}

/* ---- history --------------------------------------------------------------------------------- */

struct question {
    struct al_version v;
    const struct al_rows *rows; /* NULL: the database wasn't looked at */
    struct al_rows list;        /* the answer */
    struct al_space space;
};

/* `known`: all rows must be. */
static bool begin(struct aludel *a, struct question *q, bool looks, bool known)
{
    q->list = al_new_rows(a);
    q->space = al_space_for(a);
    q->rows = looks ? &q->v.rows : NULL;
    return q->list.at && q->space.memory && (!looks || look(a, &q->v)) &&
           (!known || al_version_known(a, &q->v));
}

static bool history(struct aludel *a, const char *range, bool look_first, aludel_revision_fn *visit,
                    void *with)
{
    struct question q = {0};
    bool known = names_current(range);
    if (!begin(a, &q, look_first || known, known)) {
        return false;
    }
    if (!al_history(a->registry, range, q.rows, &q.list, q.space, a->error) &&
        !(al_try_long_view(a, &q.v) && al_history(a->registry, range, q.rows, &q.list, q.space, a->error))) {
        return false;
    }
    visit_all(a, &q.list, visit, with);
    return true;
}

bool aludel_history(struct aludel *a, const char *range, bool look_first, aludel_revision_fn *visit,
                    void *with, struct aludel_error *error)
{
    return al_call_begin(a, error) && al_call_end(a, history(a, range, look_first, visit, with));
}

/* ---- heads, branches, show --------------------------------------------------------------------- */

bool aludel_heads(struct aludel *a, bool resolve_dependencies, aludel_revision_fn *visit, void *with,
                  struct aludel_error *error)
{
    if (!al_call_begin(a, error)) {
        return false;
    }
    struct al_rows list = al_new_rows(a);
    if (list.at) {
        al_heads(a->registry, resolve_dependencies, &list);
        visit_all(a, &list, visit, with);
    }
    return al_call_end(a, list.at != NULL);
}

static bool branches(struct aludel *a, aludel_revision_fn *visit, void *with)
{
    struct al_rows list = al_new_rows(a);
    struct al_space space = al_space_for(a);
    if (!list.at || !space.memory || !al_history(a->registry, NULL, NULL, &list, space, a->error)) {
        return false;
    }
    for (uint32_t i = 0; visit && i < list.count; i++) {
        const struct aludel_revision *r = &a->revisions[list.at[i]];
        if (r->branchpoint && !visit(with, r)) {
            break;
        }
    }
    return true;
}

bool aludel_branches(struct aludel *a, aludel_revision_fn *visit, void *with, struct aludel_error *error)
{
    return al_call_begin(a, error) && al_call_end(a, branches(a, visit, with));
}

/* In the view in use, or in the other one. */
static bool resolve_anywhere(struct aludel *a, const char *revisions, struct question *q)
{
    return al_resolve(a->registry, revisions, q->rows, &q->list, q->space, a->error) ||
           (al_try_long_view(a, &q->v) &&
            al_resolve(a->registry, revisions, q->rows, &q->list, q->space, a->error));
}

static bool show(struct aludel *a, const char *revisions, aludel_revision_fn *visit, void *with)
{
    struct question q = {0};
    bool current = strcmp(revisions, "current") == 0;
    if (!begin(a, &q, current, current) || !resolve_anywhere(a, revisions, &q)) {
        return false;
    }
    visit_all(a, &q.list, visit, with);
    return true;
}

bool aludel_show(struct aludel *a, const char *revisions, aludel_revision_fn *visit, void *with,
                 struct aludel_error *error)
{
    return al_call_begin(a, error) && al_call_end(a, show(a, al_given(revisions), visit, with));
}

/* ---- current ----------------------------------------------------------------------------------- */

static bool current(struct aludel *a, aludel_revision_fn *visit, void *with)
{
    struct al_version v = {0};
    struct al_rows list = al_new_rows(a);
    struct al_space space = al_space_for(a);
    if (!list.at || !space.memory || !look(a, &v)) {
        return false;
    }
    al_all_current(a->registry, &v.rows, &list, space);
    visit_all(a, &list, visit, with);
    return al_version_known(a, &v);
}

bool aludel_current(struct aludel *a, aludel_revision_fn *visit, void *with, struct aludel_error *error)
{
    return al_call_begin(a, error) && al_call_end(a, current(a, visit, with));
}

static bool stored(struct aludel *a, aludel_id_fn *visit, void *with)
{
    struct al_version v = {0};
    bool more = visit != NULL;
    if (a->offline) {
        return al_fail(a, ALUDEL_USAGE, "this needs a database: it has no meaning with an offline handle");
    }
    if (!al_connect(a, true) || !al_version_read(a, &v)) {
        return false;
    }
    for (uint32_t i = 0; i < v.rows.count && more; i++) {
        more = visit(with, a->registry->migrations[v.rows.at[i]].id);
    }
    for (size_t i = 0; i < v.unknown_count && more; i++) {
        more = visit(with, v.unknown[i]);
    }
    return true;
}

bool aludel_stored(struct aludel *a, aludel_id_fn *visit, void *with, struct aludel_error *error)
{
    return al_call_begin(a, error) && al_call_end(a, stored(a, visit, with));
}

/* The rows are the heads when both, with what they imply, are the same set. */
static bool is_at_head(struct aludel *a, bool *at_head)
{
    struct al_version v = {0};
    struct al_rows list = al_new_rows(a);
    struct al_set applied;
    if (!list.at || !look(a, &v) || !al_version_known(a, &v) || !al_applied(a, &v.rows, &applied)) {
        return false;
    }
    al_heads(a->registry, false, &list);
    *at_head = true;
    for (uint32_t i = 0; i < list.count; i++) {
        *at_head = *at_head && al_set_has(&applied, list.at[i]);
    }
    return true;
}

bool aludel_is_at_head(struct aludel *a, bool *at_head, struct aludel_error *error)
{
    bool is = false;
    bool ok = al_call_begin(a, error) && al_call_end(a, is_at_head(a, &is));
    if (at_head) {
        *at_head = ok && is;
    }
    return ok;
}

/* Nothing is pending, or the log says so. */
static bool is_compatible(struct aludel *a, bool *compatible)
{
    struct al_run run = {.a = a, .direction = ALUDEL_UP, .target = "heads"};
    if (!look(a, &run.version) || !al_newer_compatible(a, &run.version, run.target, compatible)) {
        return false;
    }
    if (*compatible) {
        return true;
    }
    if (!al_version_known(a, &run.version) || !al_make_plan(&run)) {
        return false;
    }
    *compatible = run.plan.count == 0;
    return true;
}

bool aludel_is_compatible(struct aludel *a, bool *compatible, struct aludel_error *error)
{
    bool is = false;
    bool ok = al_call_begin(a, error) && al_call_end(a, is_compatible(a, &is));
    if (compatible) {
        *compatible = ok && is;
    }
    return ok;
}

/* ---- pending --------------------------------------------------------------------------------- */

static bool pending(struct aludel *a, aludel_revision_fn *visit, void *with)
{
    struct al_run run = {.a = a, .direction = ALUDEL_UP, .target = "heads"};
    bool accepted;
    if (!look(a, &run.version) || !al_newer_accepted(a, &run.version, run.target, &accepted)) {
        return false;
    }
    if (accepted) {
        return true;
    }
    if (!al_version_known(a, &run.version) || !al_make_plan(&run)) {
        return false;
    }
    for (uint32_t i = 0; visit && i < run.plan.count; i++) {
        if (!visit(with, &a->revisions[run.plan.steps[i].revision])) {
            break;
        }
    }
    return true;
}

bool aludel_pending(struct aludel *a, aludel_revision_fn *visit, void *with, struct aludel_error *error)
{
    return al_call_begin(a, error) && al_call_end(a, pending(a, visit, with));
}

/* ---- wait -------------------------------------------------------------------------------------- */

/* True in `*there` when every revision that the target means is applied. */
static bool is_applied(struct aludel *a, const char *target, bool *there)
{
    struct question q = {0};
    struct al_set applied;
    if (!begin(a, &q, false, false) || !resolve_anywhere(a, target, &q) || !look(a, &q.v) ||
        !al_newer_accepted(a, &q.v, target, there)) {
        return false;
    }
    if (*there) {
        return true;
    }
    if (!resolve_anywhere(a, target, &q) || !al_applied(a, &q.v.rows, &applied)) {
        return false;
    }
    *there = true;
    for (uint32_t i = 0; i < q.list.count; i++) {
        *there = *there && al_set_has(&applied, q.list.at[i]);
    }
    return *there || al_version_known(a, &q.v);
}

/* A database that can't be reached yet is waited for, too. */
static bool is_worth_waiting(const struct aludel_error *e)
{
    return e->code == ALUDEL_OK || e->code == ALUDEL_CONNECTION || e->code == ALUDEL_BUSY;
}

static bool timed_out(struct aludel *a, const char *target)
{
    struct aludel_error last = *a->error;
    al_error_clear(a->error);
    al_fail(a, ALUDEL_BUSY, "'%s' isn't applied: the time to wait for it is over", target);
    al_error_said(a->error, "%s", last.message);
    return false;
}

static bool wait_for(struct aludel *a, const char *target, int64_t milliseconds)
{
    int64_t until = al_driver_now() + milliseconds, pause = 50;
    bool told = false;
    for (;; pause = pause < 1000 ? pause * 2 : 1000) {
        bool there = false;
        struct al_mark mark = al_arena_mark(&a->scratch);
        if (is_applied(a, target, &there) && there) {
            return true;
        }
        int64_t left = milliseconds < 0 ? pause : until - al_driver_now();
        if (!is_worth_waiting(a->error) || left <= 0) {
            return is_worth_waiting(a->error) && timed_out(a, target);
        }
        al_arena_release(&a->scratch, mark);
        al_start_over(a);
        if (!told) {
            al_remark(a, "waiting until '%s' is applied", target);
            told = true;
        }
        al_sleep(a, pause < left ? pause : left);
        if (al_interrupted(a)) {
            return false;
        }
    }
}

bool aludel_wait(struct aludel *a, const char *target, int64_t milliseconds, struct aludel_error *error)
{
    return al_call_begin(a, error) && al_call_end(a, wait_for(a, al_given(target), milliseconds));
}
