/* cut.c: the power is cut behind every change of the disk. The work isn't stopped for that: what the medium would be left with is
 * looked at while it goes on, as it will be found by the next start. */
#include "trial/power/experiment.h"

#include "core/text.h"

#include <string.h>

struct seen { /* what a cut has left before is known to be right; or has been told */
    uint64_t digest;
    int commit; /* that it was of; -1: wrong */
};

struct cutting {
    struct trial_experiment *e;
    const struct trial_disk *disk;
    struct trial_tally tally;
    uint64_t change, stride;
    size_t committed;
    struct seen *seen;
    size_t count, room;
    int *same_as; /* by commit: the first one with the same content */
};

static const char *const losses[TRIAL_LOSSES] = {
    [TRIAL_LOSES_ALL] = "nothing of what wasn't synced survived",
    [TRIAL_LOSES_NONE] = "all of what wasn't synced survived",
    [TRIAL_LOSES_LATEST] = "the latest writes were lost",
    [TRIAL_LOSES_ANY] = "writes had overtaken one another",
    [TRIAL_LOSES_ANY_TOO] = "writes had overtaken one another",
    [TRIAL_TEARS] = "the last write was torn",
    [TRIAL_SPOILS] = "sectors were spoilt",
};

/* ---- What was seen before -------------------------------------------------------------------------- */

static size_t slot_of(const struct cutting *c, uint64_t digest)
{
    size_t i = (size_t)digest & (c->room - 1);
    while (c->seen[i].digest && c->seen[i].digest != digest)
        i = (i + 1) & (c->room - 1);
    return i;
}

static void make_room(struct cutting *c)
{
    struct cutting old = *c;
    if (c->count * 2 < c->room)
        return;
    c->room = c->room ? c->room * 2 : 1024;
    c->seen = trial_power_new(c->room * sizeof *c->seen);
    for (size_t i = 0; i < old.room; i++) {
        if (old.seen[i].digest)
            c->seen[slot_of(c, old.seen[i].digest)] = old.seen[i];
    }
    trial_power_free(old.seen);
}

static struct seen *find_seen(struct cutting *c, uint64_t digest)
{
    make_room(c);
    return &c->seen[slot_of(c, digest)];
}

/* ---- One cut --------------------------------------------------------------------------------------- */

static size_t first_allowed(const struct cutting *c)
{
    return c->committed > c->e->may_lose ? c->committed - c->e->may_lose : 0;
}

/* Behind the one whose COMMIT may just be on its way. */
static bool is_allowed(const struct cutting *c, int commit)
{
    for (size_t i = first_allowed(c); i <= c->committed + 1 && i < c->e->commit_count; i++) {
        if (c->same_as[i] == commit)
            return true;
    }
    return false;
}

static int look(struct cutting *c, const struct trial_disk *left, const char *where)
{
    struct trial_content content;
    struct trial_disk *copy = trial_disk_copy(left);
    int commit =
        trial_content_read(copy, &content) ? trial_commit_of(c->e, &content, 0, c->e->commit_count - 1) : -1;
    trial_content_free(&content);
    trial_disk_free(copy);
    if (commit >= 0 && is_allowed(c, commit))
        return commit;
    trial_expect_commit(c->e, left, first_allowed(c), c->committed + 1, where);
    return -1;
}

/* ---- And another one ------------------------------------------------------------------------------- */

struct second { /* while the next start puts things in order, or goes on with the work */
    struct cutting *first;
    const struct trial_disk *disk;
    const char *where;
    uint64_t change, at;
};

static bool is_possible(const struct cutting *c, enum trial_loss_kind kind)
{
    return kind != TRIAL_SPOILS || !trial_disk_device(c->disk)->powersafe;
}

static void cut_again(void *with, const char *what)
{
    struct second *s = with;
    struct trial_experiment *e = s->first->e;
    char where[480];
    enum trial_loss_kind kind = (enum trial_loss_kind)(trial_dice(e->seed, s->at) % TRIAL_LOSSES);
    if (++s->change != s->at)
        return;
    s->first->tally.again++;
    kind = is_possible(s->first, kind) ? kind : TRIAL_LOSES_ANY;
    struct trial_disk *left = trial_disk_after_cut(s->disk, kind, trial_dice(e->seed, s->first->change));
    al_format(where, sizeof where, "%s; then behind the %s, when %s", s->where, what, losses[kind]);
    if (trial_expect_commit(e, left, first_allowed(s->first), e->commit_count - 1, where))
        trial_expect_finish(e, left, where);
    trial_disk_free(left);
}

/* One start in four loses its power as well. */
static bool finishes(struct cutting *c, struct trial_disk *left, const char *where)
{
    uint64_t dice = trial_dice(c->e->seed + c->change, c->tally.tried);
    struct second second = {.first = c, .disk = left, .where = where, .at = dice / 4 % 24 + 1};
    const struct trial_disk_watch watch = {.changed = cut_again, .with = &second}, none = {0};
    if (dice % 4 == 0)
        trial_disk_watch(left, &watch);
    bool ok = trial_expect_finish(c->e, left, where);
    trial_disk_watch(left, &none);
    return ok;
}

/* ---- All of it ------------------------------------------------------------------------------------- */

static void try_left(struct cutting *c, struct trial_disk *left, const char *where)
{
    uint64_t digest = trial_disk_digest(left);
    struct seen *s = find_seen(c, digest);
    if (s->digest) {
        if (s->commit >= 0 && !is_allowed(c, s->commit))
            trial_expect_commit(c->e, left, first_allowed(c), c->committed + 1, where);
        return;
    }
    int commit = look(c, left, where);
    c->tally.tried++;
    if (commit >= 0 && !finishes(c, left, where))
        commit = -1;
    *s = (struct seen){digest, commit};
    c->count++;
}

static void cut_here(struct cutting *c, enum trial_loss_kind kind, const char *what)
{
    char where[320];
    uint64_t seed = trial_dice(c->e->seed, c->change);
    struct trial_disk *left = trial_disk_after_cut(c->disk, kind, seed);
    al_format(where, sizeof where, "power cut behind change %llu, the %s, when %s",
              (unsigned long long)c->change, what, losses[kind]);
    try_left(c, left, where);
    trial_disk_free(left);
}

static void on_change(void *with, const char *what)
{
    struct cutting *c = with;
    c->change++;
    if (c->change % c->stride != c->e->seed % c->stride || trial_experiment_is_over(c->e))
        return;
    c->tally.taken++;
    for (int kind = 0; kind < TRIAL_LOSSES && !trial_experiment_is_over(c->e); kind++) {
        if (is_possible(c, (enum trial_loss_kind)kind))
            cut_here(c, (enum trial_loss_kind)kind, what);
    }
}

static void on_commit(void *with)
{
    struct cutting *c = with;
    c->committed++;
}

/* ---- All of them ----------------------------------------------------------------------------------- */

static void find_same(struct cutting *c)
{
    c->same_as = trial_power_new(c->e->commit_count * sizeof *c->same_as);
    for (size_t i = 0; i < c->e->commit_count; i++)
        c->same_as[i] = trial_commit_of(c->e, &c->e->commits[i], 0, i);
}

struct trial_tally trial_cut_power(struct trial_experiment *e)
{
    struct aludel_error error = {0};
    struct trial_disk *disk = trial_disk_copy(e->start);
    struct cutting c = {.e = e, .disk = disk, .stride = trial_stride(e, e->changes)};
    const struct trial_disk_watch watch = {on_change, on_commit, &c};
    e->wrongs = 0;
    c.tally.points = e->changes;
    find_same(&c);
    trial_disk_watch(disk, &watch);
    if (!e->work(e->with, disk, &error))
        trial_say_wrong(e, "undisturbed, the third time", "%s", error.message);
    trial_disk_free(disk);
    trial_power_free(c.seen);
    trial_power_free(c.same_as);
    return c.tally;
}
