/* stamp.c: saying where a database stands, without running anything. */
#include "apply/apply.h"

#include <string.h>

struct stamp {
    struct aludel *a;
    const char *const *targets;
    size_t count;
    bool purge;
    struct al_version version;
    struct al_log log;
    size_t steps;
    bool look_only;
};

/* Where the database stands then; NULL: at base. */
static const struct aludel_migration *stamped(const struct aludel *a, const struct al_change *c)
{
    if (c->update_from != AL_BASE) {
        return &a->registry->migrations[c->update_to];
    }
    return c->insert_count ? &a->registry->migrations[c->insert[0]] : NULL;
}

static bool write_log(struct stamp *s, struct al_log_row row)
{
    row.milliseconds = s->a->type->live ? 0 : -1;
    return al_log_write(s->a, &s->log, &row);
}

static bool each(void *with, const struct al_stamp_step *step)
{
    struct stamp *s = with;
    struct aludel *a = s->a;
    s->steps++;
    if (s->look_only) {
        return true;
    }
    const struct aludel_migration *m = stamped(a, &step->change);
    struct al_log_row row = {
        .action = "stamp", .revision = m ? m->id : "base", .compatible_with = m ? m->compatible_with : NULL};
    struct aludel_event event = {.kind = ALUDEL_EVENT_STEP,
                                 .text = step->line,
                                 .revision = row.revision,
                                 .step = s->steps,
                                 .steps = s->steps};
    al_emit(a, &event);
    if (!a->type->live) {
        a->type->comment(a->driver, step->line);
    }
    return al_version_change(a, &s->version, &step->change) && write_log(s, row);
}

static bool plan_steps(struct stamp *s)
{
    struct aludel *a = s->a;
    struct al_space space = al_space_for(a);
    struct al_rows rows = al_new_rows(a); /* the steps are planned from the rows as they were */
    if (!rows.at || !space.memory) {
        return false;
    }
    al_rows_copy(&rows, &s->version.rows);
    return al_plan_stamp(a->registry, &rows, s->targets, s->count, each, s, space, a->error) &&
           a->error->code == ALUDEL_OK;
}

static bool plan(struct stamp *s, bool look_only)
{
    s->look_only = look_only;
    s->steps = 0;
    return plan_steps(s) || (al_try_long_view(s->a, &s->version) && plan_steps(s));
}

static bool empty_table(struct stamp *s)
{
    struct aludel *a = s->a;
    return al_send_sql(a, "DELETE FROM %s", a->version_table, NULL, 0) &&
           write_log(s, (struct al_log_row){.action = "purge", .revision = ""}) &&
           al_version_none(a, &s->version);
}

static bool read_rows(struct stamp *s)
{
    return al_version_read(s->a, &s->version) && al_choose_view(s->a, &s->version) &&
           al_version_known(s->a, &s->version);
}

static bool in_group(struct stamp *s)
{
    struct aludel *a = s->a;
    if (s->purge) {
        return empty_table(s) && plan(s, false);
    }
    if (!a->type->live && !al_log_prepare(a, &s->log)) {
        return false;
    }
    if (a->type->live && !read_rows(s)) {
        return false;
    }
    s->log.adopts = s->version.rows.count > 0;
    return plan(s, false);
}

static bool write_stamp(struct stamp *s)
{
    struct aludel *a = s->a;
    if (!al_settle_schema(a) || !al_lock_now(a, s->version.missing)) {
        return false;
    }
    return in_group(s) && al_commit_now(a);
}

/* Where it is, if it is: its content is forgotten. */
static bool find_table(struct stamp *s)
{
    struct aludel *a = s->a;
    struct al_version ignored = {0};
    bool asks = al_on_postgresql(a) && !*a->schema;
    bool ok = (!asks || al_version_read(a, &ignored)) && al_version_none(a, &s->version);
    s->version.missing = !asks || ignored.missing;
    return ok;
}

static bool live(struct stamp *s)
{
    struct aludel *a = s->a;
    if (!al_connect(a, false)) {
        return false;
    }
    if (s->purge) { /* whatever the table holds: it isn't read */
        return find_table(s) && plan(s, true) && write_stamp(s);
    }
    if (!read_rows(s) || !plan(s, true)) {
        return false;
    }
    return (s->steps == 0 && !s->version.missing) || write_stamp(s); /* a stamped database has the table */
}

/* ---- Offline --------------------------------------------------------------------------------- */

/* Every target may be "start:rev"; there is one start. */
static bool split_targets(struct stamp *s, const char **start)
{
    struct aludel *a = s->a;
    const char **targets = al_new(a, s->count, sizeof *targets);
    for (size_t i = 0; targets && i < s->count; i++) {
        struct al_range *range = al_new(a, 1, sizeof *range);
        if (!range) {
            return false;
        }
        targets[i] = s->targets[i];
        if (!al_split_range(s->targets[i], range)) {
            continue;
        }
        targets[i] = range->end;
        if (*start && strcmp(*start, range->start) != 0) {
            return al_fail(
                a, ALUDEL_USAGE,
                "Stamp operation with an offline handle only supports a single starting revision at a time");
        }
        *start = range->start;
    }
    s->targets = targets;
    return targets != NULL;
}

static bool offline(struct stamp *s)
{
    struct aludel *a = s->a;
    const char *start = NULL;
    if (s->purge) {
        return al_fail(a, ALUDEL_USAGE, "Can't use `purge` with offline mode");
    }
    if (!split_targets(s, &start) || !al_version_none(a, &s->version) ||
        (start && *start && !al_start_at(a, start, &s->version))) {
        return false;
    }
    s->version.missing = s->version.rows.count == 0;
    bool ok = plan(s, true) && al_connect(a, false) && write_stamp(s);
    al_disconnect(a);
    return ok;
}

static bool take_targets(struct stamp *s, const char *const *targets)
{
    const char **given = al_new(s->a, s->count, sizeof *given);
    for (size_t i = 0; given && i < s->count; i++) {
        given[i] = al_given(targets[i]);
    }
    s->targets = given;
    return given != NULL;
}

bool aludel_stamp(struct aludel *a, const char *const *targets, size_t count,
                  const struct aludel_options *options, struct aludel_error *error)
{
    struct stamp s = {.a = a, .count = count, .purge = options && options->purge};
    return al_call_begin(a, error) &&
           al_call_end(a, take_targets(&s, targets) && (a->offline ? offline(&s) : live(&s)));
}
