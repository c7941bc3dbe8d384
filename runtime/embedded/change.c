/* change.c: upgrade, downgrade, stamp: which steps, one by one. */
#include "embedded/device.h"

#include <string.h>

#define MOST_MISSES 100

/* NULL: everything. */
static bool find_target(struct al_device *d, const char *target, uint32_t *r)
{
    *r = target ? al_device_find(d, target) : AL_NOBODY;
    return !target || *r != AL_NOBODY ||
           al_error(d->error, ALUDEL_USAGE, "Can't locate revision identified by '%s'", target);
}

/* In d->wanted: what is to be up to date; what is to be undone. */
static void want_up_to(struct al_device *d, uint32_t target)
{
    al_bits_clear(d, d->wanted);
    if (target == AL_NOBODY) {
        al_bits_fill(d, d->wanted);
    } else {
        al_bits_add(d->wanted, target);
        al_bits_ancestors(d, d->wanted);
    }
}

static bool is_child(const struct al_device *d, uint32_t r, uint32_t parent)
{
    uint32_t count;
    const uint32_t *needs = al_device_needs(d, r, &count);
    for (uint32_t i = 0; i < d->image->migrations[r].parent_count; i++) {
        if (needs[i] == parent) {
            return true;
        }
    }
    return false;
}

/* Its children, and what stands on those. What depends on the target without being a child stays: so does the target. */
static void want_down_to(struct al_device *d, uint32_t target)
{
    al_bits_clear(d, d->wanted);
    for (uint32_t r = 0; r < d->image->count; r++) {
        if (target == AL_NOBODY || is_child(d, r, target)) {
            al_bits_add(d->wanted, r);
        }
    }
    al_bits_descendants(d, d->wanted);
}

/* Upwards the first that is missing, downwards the last that is there. */
static uint32_t next_step(struct al_device *d, enum aludel_direction direction)
{
    uint32_t found = AL_NOBODY;
    for (uint32_t r = 0; r < d->image->count; r++) {
        if (al_device_is_pending(d, r, direction) && (direction == ALUDEL_DOWN || found == AL_NOBODY)) {
            found = r;
        }
    }
    return found;
}

static size_t count_steps(struct al_device *d, enum aludel_direction direction)
{
    size_t count = 0;
    for (uint32_t r = 0; r < d->image->count; r++) {
        count += al_device_is_pending(d, r, direction);
    }
    return count;
}

/* Before the first of them: none is done for nothing. */
static bool may_take_all(struct al_device *d, enum aludel_direction direction)
{
    for (uint32_t r = 0; r < d->image->count; r++) {
        if (al_device_is_pending(d, r, direction) && !al_device_may_step(d, r, direction)) {
            return false;
        }
    }
    return true;
}

static bool may_go_on(struct al_device *d, enum aludel_direction direction)
{
    return direction == ALUDEL_UP ? al_versions_pass(d) : al_versions_known(d);
}

static bool is_done(struct al_device *d, enum aludel_direction direction)
{
    return next_step(d, direction) == AL_NOBODY;
}

static bool take_steps(struct al_device *d, enum aludel_direction direction)
{
    for (int misses = 0;;) {
        uint32_t r = next_step(d, direction);
        bool missed, go_on = may_go_on(d, direction);
        if (!go_on || is_done(d, direction)) {
            return go_on;
        }
        d->steps = d->step + count_steps(d, direction);
        d->step++;
        if (!al_device_take_step(d, r, direction, &missed)) {
            return false;
        }
        d->step -= missed;
        misses = missed ? misses + 1 : 0;
        if (misses > MOST_MISSES) {
            return al_error(d->error, ALUDEL_FAILED, "the rows of %s are others whenever they are looked at",
                            d->image->version_table);
        }
    }
}

static void tell_accepted(struct al_device *d)
{
    al_format(d->text, sizeof d->text,
              "the database is newer than this image ('%s'): accepted, nothing was done", d->stranger);
    al_device_tell(d, ALUDEL_EVENT_REMARK, d->text);
}

/* That the database is at `r`, or will be. */
static bool check_target(struct al_device *d, uint32_t r)
{
    if (r == AL_NOBODY || al_bits_has(d->rows, r) || next_step(d, ALUDEL_DOWN) != AL_NOBODY) {
        return true;
    }
    const char *why = al_bits_has(d->closed, r) ? "what stands on it only depends on it" : "it isn't applied";
    return al_error(d->error, ALUDEL_USAGE, "nothing leads down to '%s': %s", d->image->migrations[r].id,
                    why);
}

bool al_device_plan(struct al_device *d, enum aludel_direction direction, const char *target)
{
    bool up = direction == ALUDEL_UP, base = !up && target && strcmp(target, "base") == 0;
    uint32_t r;
    if (!up && !target) {
        return al_error(d->error, ALUDEL_USAGE, "a downgrade needs a target: a revision, or \"base\"");
    }
    if (!find_target(d, base ? NULL : target, &r) || !al_versions_read(d)) {
        return false;
    }
    if (up) {
        want_up_to(d, r);
    } else {
        want_down_to(d, r);
    }
    return may_go_on(d, direction) && (up || check_target(d, r)) &&
           (is_done(d, direction) || may_take_all(d, direction));
}

/* Before anything runs: nothing has changed when a later step is refused. */
static bool may_need_so_much(struct al_device *d, enum aludel_direction direction)
{
    const struct aludel_image_work *work = d->on->work ? d->on->work : d->image->work;
    if (work) {
        return work->budget->check(d, direction);
    }
    return !d->on->budget ||
           al_error(d->error, ALUDEL_USAGE, "a budget needs `work`: NAME_work of the image's header");
}

static bool run(struct al_device *d, enum aludel_direction direction)
{
    bool up = direction == ALUDEL_UP;
    if (d->unknown > 0) {
        tell_accepted(d);
    }
    if (is_done(d, direction)) {
        return true;
    }
    return may_need_so_much(d, direction) &&
           al_device_hook(d, up ? ALUDEL_HOOK_BEFORE_UPGRADE : ALUDEL_HOOK_BEFORE_DOWNGRADE) &&
           take_steps(d, direction) &&
           al_device_hook(d, up ? ALUDEL_HOOK_AFTER_UPGRADE : ALUDEL_HOOK_AFTER_DOWNGRADE);
}

static bool change(const struct aludel_embedded *on, enum aludel_direction direction, const char *target,
                   struct aludel_error *error)
{
    struct al_device *d = al_device_begin(on, error);
    bool ok = d && al_device_plan(d, direction, target) && run(d, direction);
    if (d) {
        al_sqlite_forget(&d->sqlite);
    }
    return ok;
}

bool aludel_embedded_upgrade(const struct aludel_embedded *on, const char *target, struct aludel_error *error)
{
    return change(on, ALUDEL_UP, target, error);
}

bool aludel_embedded_downgrade(const struct aludel_embedded *on, const char *target,
                               struct aludel_error *error)
{
    return change(on, ALUDEL_DOWN, target, error);
}

/* ---- Stamp --------------------------------------------------------------------------------------- */

/* Of d->wanted those that nothing else in it stands on. */
static bool insert_heads(struct al_device *d)
{
    for (uint32_t r = 0; r < d->image->count; r++) {
        al_bits_copy(d, d->scratch, d->wanted);
        al_bits_remove(d->scratch, r);
        al_bits_ancestors(d, d->scratch);
        const char *id = d->image->migrations[r].id;
        if (al_bits_has(d->wanted, r) && !al_bits_has(d->scratch, r) &&
            (!al_versions_insert(d, id) || !al_record(d, "stamp", id, r))) {
            return false;
        }
    }
    return true;
}

/* The rows below and above `target`: other branches are left alone. */
static bool delete_line(struct al_device *d, uint32_t target)
{
    al_bits_clear(d, d->scratch);
    if (target != AL_NOBODY) {
        al_bits_add(d->scratch, target);
        al_bits_descendants(d, d->scratch);
    }
    for (uint32_t r = 0; r < d->image->count; r++) {
        bool of_it = target == AL_NOBODY || al_bits_has(d->wanted, r) || al_bits_has(d->scratch, r);
        if (of_it && al_bits_has(d->rows, r) && !al_versions_delete(d, d->image->migrations[r].id)) {
            return false;
        }
    }
    return true;
}

static bool stamp_rows(struct al_device *d, uint32_t target, bool base)
{
    return delete_line(d, target) && (base ? al_record(d, "stamp", "base", AL_NOBODY) : insert_heads(d));
}

bool aludel_embedded_stamp(const struct aludel_embedded *on, const char *target, struct aludel_error *error)
{
    struct al_device *d = al_device_begin(on, error);
    bool base = target && strcmp(target, "base") == 0;
    uint32_t r;
    if (!d || !find_target(d, base ? NULL : target, &r)) {
        return false;
    }
    want_up_to(d, r);
    bool ok = al_device_open(d, false) && al_versions_read(d) && al_versions_known(d) &&
              al_record_prepare(d) && al_versions_make(d) && stamp_rows(d, r, base) && al_device_commit(d);
    if (!ok) {
        al_device_rollback(d);
    }
    return ok;
}
