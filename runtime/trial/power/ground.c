/* ground.c: what a migration stands on when it is disturbed: a database with rows, in front of it or behind it. */
#include "trial/power/case_power.h"

#include "trial/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- On rows --------------------------------------------------------------------------------------- */

static bool fill_what_is_new(struct trial *t, const struct trial_place *p, const struct trial_place *before,
                             struct aludel_error *error)
{
    struct trial_base b;
    struct trial_tables old = {0};
    struct aludel_arena arena;
    al_arena_init(&arena, &trial_allocator);
    bool ok = trial_base_open(&b, t, before->url, true, error);
    if (ok && !trial_look(&b, &arena, &old)) {
        *error = b.error;
        ok = false;
    }
    trial_base_close(&b);
    ok = ok && trial_fill_new(t, p, TRIAL_ROWS_PLAIN, &old, error);
    al_arena_free(&arena);
    return ok;
}

struct trial_place *trial_power_behind(struct trial *t, const struct trial_place *before, uint32_t revision,
                                       bool filled, struct aludel_error *error)
{
    bool writes;
    struct trial_place *p = trial_place_copy(t, before);
    if (p && trial_step_on(t, p, revision, ALUDEL_UP, &writes, error) &&
        (!filled || fill_what_is_new(t, p, before, error)))
        return p;
    trial_place_remove(t, p);
    return NULL;
}

/* What it refuses is for `aludel test` to tell. */
void trial_power_on_rows(struct trial *t, struct trial_walk *w, trial_power_try_fn *try_on)
{
    struct aludel_error error;
    if (try_on(t, w, NULL, TRIAL_ROWS_PLAIN, &error) || trial_interrupted())
        return;
    struct trial_place *next = trial_place_behind(t, w);
    bool ok = next && try_on(t, w, next, TRIAL_ROWS_PLAIN, &error);
    trial_place_remove(t, next);
    if (ok || trial_interrupted())
        return;
    if (try_on(t, w, NULL, TRIAL_ROWS_NONE, &error))
        trial_note(&t->report, "on databases without rows alone: it refuses the others");
    else if (!trial_interrupted())
        trial_fail(&t->report, "it fails when nothing goes wrong: %s", trial_error(&t->arena, &error));
}

/* ---- Files ----------------------------------------------------------------------------------------- */

static bool read_all(int file, struct trial_bytes *bytes)
{
    struct stat s;
    if (fstat(file, &s) != 0)
        return false;
    trial_bytes_resize(bytes, (size_t)s.st_size);
    for (size_t done = 0; done < bytes->size;) {
        ssize_t n = read(file, bytes->at + done, bytes->size - done);
        if (n == 0 || (n < 0 && errno != EINTR))
            return false;
        done += n > 0 ? (size_t)n : 0;
    }
    return true;
}

bool trial_power_read(struct trial *t, const struct trial_place *p, struct trial_bytes *bytes)
{
    int file = open(p->name, O_RDONLY | O_CLOEXEC);
    if (file < 0 && errno == ENOENT)
        return true; /* still empty */
    bool ok = file >= 0 && read_all(file, bytes);
    if (!ok)
        trial_fail(&t->report, "the database can't be read: %s", strerror(errno));
    if (file >= 0)
        close(file);
    return ok;
}
