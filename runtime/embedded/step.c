/* step.c: a step: its migration, its version rows, its log row, in one transaction. */
#include "embedded/device.h"

#include <string.h>

static void take_in_hand(struct al_device *d, uint32_t r, enum aludel_direction direction)
{
    bool any = r != AL_NOBODY;
    d->revision = r;
    d->direction = direction;
    d->id = any ? d->image->migrations[r].id : NULL;
    d->file = any ? d->image->migrations[r].file : NULL;
}

static void put_parents(const struct al_device *d, uint32_t r, char *out, size_t room)
{
    uint32_t count;
    size_t n = 0;
    const uint32_t *needs = al_device_needs(d, r, &count);
    *out = '\0';
    for (uint32_t i = 0; i < d->image->migrations[r].parent_count && n < room; i++) {
        n += al_format(out + n, room - n, "%s%s", i ? ", " : "", d->image->migrations[needs[i]].id);
    }
}

void al_device_line(struct al_device *d, uint32_t r, enum aludel_direction direction)
{
    const struct aludel_image_migration *m = &d->image->migrations[r];
    char parents[100];
    put_parents(d, r, parents, sizeof parents);
    bool up = direction == ALUDEL_UP;
    al_format(d->text, sizeof d->text, "Running %s %s -> %s%s%s", up ? "upgrade" : "downgrade",
              up ? parents : m->id, up ? m->id : parents, m->message ? ", " : "",
              m->message ? m->message : "");
}

static void tell(struct al_device *d, enum aludel_event_kind kind)
{
    if (d->on->event) {
        al_device_line(d, d->revision, d->direction);
        al_device_tell(d, kind, d->text);
    }
}

bool al_device_may_step(struct al_device *d, uint32_t r, enum aludel_direction direction)
{
    const struct aludel_image_migration *m = &d->image->migrations[r];
    if (m->flags[direction] & ALUDEL_IMAGE_OLDER) {
        al_error(d->error, ALUDEL_FAILED, "'%s' is older than this program's first revision, and isn't in it",
                 m->id);
        al_error_hint(d->error, "begin with an older program, which has it");
        return false;
    }
    if (!(m->flags[direction] & ALUDEL_IMAGE_IRREVERSIBLE)) {
        return true;
    }
    const char *reason = m->recipes[direction];
    return al_error(d->error, ALUDEL_FAILED, "'%s' can't be downgraded: %s", m->id, reason ? reason : "");
}

static bool run_with_hooks(struct al_device *d)
{
    return al_way_hook(d, ALUDEL_HOOK_BEFORE_EACH) && al_way_run(d, d->revision, d->direction) &&
           al_way_hook(d, ALUDEL_HOOK_AFTER_EACH);
}

/* What else a step is known to write, or what a hook may. */
static bool writes(const struct al_device *d)
{
    return (al_way_flags(d, d->revision, d->direction) & ALUDEL_WRITES) ||
           al_way_has_hook(d, ALUDEL_HOOK_BEFORE_EACH) || al_way_has_hook(d, ALUDEL_HOOK_AFTER_EACH);
}

/* Foreign keys are off while a table is rebuilt, which looks at its own children: what is written besides is looked at
 * behind it. */
static bool run(struct al_device *d)
{
    const struct aludel_image_rebuilds *parts = d->image->rebuilds;
    if (!parts || !d->sqlite.head.keys_paused || !writes(d)) {
        return run_with_hooks(d);
    }
    return parts->count_orphans(d) && run_with_hooks(d) && parts->check_orphans(d);
}

static bool finish(struct al_device *d)
{
    const char *action = d->direction == ALUDEL_UP ? "upgrade" : "downgrade";
    return al_versions_step(d, d->revision, d->direction) && al_record(d, action, d->id, d->revision) &&
           al_device_commit(d);
}

/* The rows as they are under the lock. */
static bool look_again(struct al_device *d, bool *missed)
{
    size_t unknown = d->unknown;
    al_bits_copy(d, d->scratch, d->rows);
    if (!al_versions_read(d)) {
        return false;
    }
    *missed = d->unknown != unknown || !al_bits_same(d, d->scratch, d->rows);
    return true;
}

static bool take_step(struct al_device *d, bool *missed)
{
    if (!look_again(d, missed) || *missed) {
        return *missed;
    }
    if (!al_device_may_step(d, d->revision, d->direction)) {
        return false;
    }
    tell(d, ALUDEL_EVENT_STEP);
    return al_versions_make(d) && al_record_prepare(d) && run(d) && finish(d);
}

bool al_device_take_step(struct al_device *d, uint32_t r, enum aludel_direction direction, bool *missed)
{
    *missed = false;
    take_in_hand(d, r, direction);
    bool ok = al_device_open(d, al_way_flags(d, r, direction) & ALUDEL_REBUILDS) && take_step(d, missed);
    if (!ok || *missed) {
        al_device_rollback(d);
    } else {
        tell(d, ALUDEL_EVENT_STEP_DONE);
    }
    take_in_hand(d, AL_NOBODY, direction);
    return ok;
}

bool al_device_hook(struct al_device *d, enum aludel_image_hook hook)
{
    if (!al_way_has_hook(d, hook)) {
        return true;
    }
    bool ok = al_device_open(d, false) && al_versions_make(d) && al_way_hook(d, hook) && al_device_commit(d);
    if (!ok) {
        al_device_rollback(d);
    }
    return ok;
}
