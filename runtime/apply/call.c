/* call.c: what surrounds every public function: its error, its memory, its events. */
#include "apply/apply.h"

#include "core/log_table.h"

#include "core/mask.h"

#include <string.h>
#include <time.h>

bool al_call_begin(struct aludel *a, struct aludel_error *error)
{
    if (a->error) {
        al_error_clear(error);
        al_error(error, ALUDEL_USAGE, "a call on this handle is under way");
        al_error_hint(error, "within an event or a visitor only aludel_interrupt may be called with it");
        return false;
    }
    a->error = error ? error : &a->own;
    al_error_clear(a->error);
    al_arena_init(&a->scratch, &a->config.allocator);
    al_use_own_view(a);
    memset(&a->eval, 0, sizeof a->eval);
    a->eval.arena = &a->scratch;
    return true;
}

/* A connection is at rest between two calls: whatever was sent has been answered, and a lent one is as it was. */
static bool come_to_rest(struct aludel *a, bool ok)
{
    struct al_driver *d = a->driver;
    if (d->at_rest) {
        return ok; /* this one had no need of it */
    }
    if (ok && !d->in_group && d->error.code == ALUDEL_OK && !d->type->settle(d)) {
        ok = al_driver_failed(a);
    }
    if (d->in_group || d->error.code != ALUDEL_OK || a->interrupted) {
        d->type->rollback(d);
    }
    al_driver_rest(d);
    return ok;
}

bool al_call_end(struct aludel *a, bool ok)
{
    ok = (a->driver ? come_to_rest(a, ok) : ok) && a->error->code == ALUDEL_OK;
    if (!ok) {
        al_error(a->error, ALUDEL_FAILED,
                 "the database client failed without a reason"); /* unless there is one */
    }
    if (a->error->code == ALUDEL_INTERRUPTED) {
        a->interrupted = a->stop = 0;
    }
    al_use_own_view(a);
    al_arena_free(&a->scratch);
    a->error = NULL;
    return ok;
}

const char *al_given(const char *text)
{
    return text ? text : "";
}

bool al_fail(struct aludel *a, enum aludel_code code, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    al_verror(a->error, code, format, args);
    va_end(args);
    return false;
}

bool al_fail_no_memory(struct aludel *a)
{
    return al_fail(a, ALUDEL_NO_MEMORY, "out of memory");
}

bool al_fail_newer_log(struct aludel *a)
{
    al_fail(a, ALUDEL_NEWER, "the log table '%s' was written by a newer program (its layout is beyond %d)",
            a->settings.log_table, AL_LOG_LAYOUT);
    al_error_hint(a->error, "run that program, or one that is at least as new");
    return false;
}

bool al_fail_missed(struct aludel *a, enum al_missed missed)
{
    switch (missed) {
    case AL_MISSED_WRITE:
        al_fail(a, ALUDEL_FAILED, "'%s' doesn't hold what was written into it", a->settings.version_table);
        al_error_hint(a->error,
                      "does the migration, a trigger or a rule change it? It belongs to the runtime");
        return false;
    case AL_MISSED_KEEPER:
        al_fail(a, ALUDEL_CONNECTION, "the connection that kept other migrators out was lost");
        al_error_hint(a->error, "run it again: it goes on where it stopped");
        return false;
    case AL_MISSED_LOG: return al_fail_newer_log(a);
    default: return al_fail(a, ALUDEL_BUSY, "another migrator is at work");
    }
}

bool al_driver_failed(struct aludel *a)
{
    if (a->error->code != ALUDEL_OK) {
        return false;
    }
    if (a->driver && a->driver->missed) {
        return al_fail_missed(a, a->driver->missed);
    }
    if (a->driver && a->driver->error.code != ALUDEL_OK) {
        *a->error = a->driver->error;
        return false;
    }
    if (a->scratch.exhausted) {
        return al_fail_no_memory(a);
    }
    if (a->eval.failed) {
        return al_fail(a, ALUDEL_FAILED, "%s", a->eval.message);
    }
    al_interrupted(a);
    return false;
}

struct aludel_error *al_set_aside(struct aludel *a, struct aludel_error *meanwhile)
{
    struct aludel_error *first = a->error;
    al_error_clear(meanwhile);
    a->error = meanwhile;
    return first;
}

void al_start_over(struct aludel *a)
{
    if (a->driver && a->driver->error.code != ALUDEL_OK) {
        a->type->rollback(a->driver);
    }
    al_error_clear(a->error);
}

void *al_new(struct aludel *a, size_t count, size_t size)
{
    if (size && count > (SIZE_MAX / 2) / size) {
        al_fail_no_memory(a);
        return NULL;
    }
    size_t bytes = count * size;
    void *memory = al_arena_new(&a->scratch, bytes > 0 ? bytes : 1);
    if (!memory) {
        al_fail_no_memory(a);
    }
    return memory;
}

struct al_space al_space_for(struct aludel *a)
{
    struct al_space space = {NULL, al_plan_space(al_largest(a))};
    space.memory = al_new(a, 1, space.size);
    return space;
}

struct al_rows al_new_rows(struct aludel *a)
{
    uint32_t room = al_largest(a)->count + 1;
    return (struct al_rows){al_new(a, room, sizeof(uint32_t)), 0, room};
}

bool al_on_postgresql(const struct aludel *a)
{
    return a->type->live && al_dialect_of(a->type) == ALUDEL_POSTGRESQL;
}

bool al_interrupted(struct aludel *a)
{
    if (a->interrupted) {
        al_fail(a, ALUDEL_INTERRUPTED, "interrupted");
    }
    return a->interrupted != 0;
}

/* Masking may make it longer: "***" stands for any password. */
void al_emit(struct aludel *a, const struct aludel_event *event)
{
    const struct aludel_allocator *memory = &a->config.allocator;
    char small[1024], *large = NULL;
    size_t room = 2 * strlen(event->text) + 4;
    if (!a->config.event || a->rehearsal) {
        return;
    }
    struct aludel_event masked = *event;
    masked.handle = a;
    if (event->kind == ALUDEL_EVENT_STEP || event->kind == ALUDEL_EVENT_STEP_DONE) { /* what is compiled in */
        a->config.event(a->config.with, &masked);
        return;
    }
    if (room > sizeof small) {
        large = memory->resize(memory->with, NULL, 0, room);
    }
    masked.text = large ? large : small;
    if (al_mask(large ? large : small, large ? room : sizeof small, event->text) >= sizeof small && !large) {
        al_end_early(small, sizeof small - 1);
    }
    a->config.event(a->config.with, &masked);
    if (large) {
        memory->resize(memory->with, large, room, 0);
    }
}

void al_remark(struct aludel *a, const char *format, ...)
{
    char text[1400];
    va_list args;
    va_start(args, format);
    al_vshow(text, sizeof text, format, args);
    va_end(args);
    struct aludel_event event = {.kind = ALUDEL_EVENT_REMARK, .text = text, .revision = ""};
    al_emit(a, &event);
}

static void tick(struct aludel *a)
{
    struct aludel_event event = {.kind = ALUDEL_EVENT_TICK, .text = "", .revision = ""};
    al_emit(a, &event);
}

void al_sleep(struct aludel *a, int64_t milliseconds)
{
    int64_t until = al_driver_now() + milliseconds, left = milliseconds, every = a->config.tick_milliseconds;
    every = every > 0 && every < AL_TICK_EVERY ? every : AL_TICK_EVERY;
    for (; left > 0 && !a->interrupted; left = until - al_driver_now()) {
        int64_t part = left < every ? left : every;
        struct timespec t = {.tv_nsec = (long)part * 1000000L};
        nanosleep(&t, NULL);
        tick(a);
    }
}
