#include "trial/power/experiment.h"

#include "trial/memory.h"

#include <string.h>

#define MOST_WRONGS 3

/* ---- What was found -------------------------------------------------------------------------------- */

void trial_say_wrong(struct trial_experiment *e, const char *where, const char *format, ...)
{
    char what[1024], text[1400];
    va_list args;
    va_start(args, format);
    al_vformat(what, sizeof what, format, args);
    va_end(args);
    al_format(text, sizeof text, "%s: %s", where, what);
    e->wrongs++;
    e->wrong(e->wrong_with, text);
}

bool trial_experiment_is_over(const struct trial_experiment *e)
{
    return e->wrongs >= MOST_WRONGS || (e->stops && e->stops());
}

uint64_t trial_stride(const struct trial_experiment *e, uint64_t points)
{
    return e->points && points > e->points ? (points + e->points - 1) / e->points : 1;
}

/* ---- Undisturbed ----------------------------------------------------------------------------------- */

struct course { /* of one run */
    struct trial_experiment *e;
    const struct trial_disk *disk;
    struct trial_content **commits;
    size_t *count, *room;
    bool bad;
};

static void keep_content(struct course *c, const struct trial_disk *disk)
{
    struct trial_disk *copy = trial_disk_copy(disk);
    *c->commits = trial_power_grow(*c->commits, *c->count, c->room, sizeof **c->commits);
    struct trial_content *content = &(*c->commits)[(*c->count)++];
    if (!trial_content_read(copy, content)) {
        trial_say_wrong(c->e, "undisturbed, behind a commit", "%s", content->why);
        c->bad = true;
    }
    trial_disk_free(copy);
}

static void on_commit(void *with)
{
    struct course *c = with;
    keep_content(c, c->disk);
}

static void count_change(void *with, const char *what)
{
    struct course *c = with;
    (void)what;
    c->e->changes++;
}

static bool run_undisturbed(struct course *c, struct aludel_error *error)
{
    struct trial_experiment *e = c->e;
    struct trial_disk *disk = trial_disk_copy(e->start);
    const struct trial_disk_watch watch = {count_change, on_commit, c};
    e->changes = 0;
    c->disk = disk;
    keep_content(c, disk);
    trial_disk_watch(disk, &watch);
    bool ok = e->work(e->with, disk, error) && !c->bad;
    trial_disk_free(disk);
    return ok;
}

bool trial_experiment_begin(struct trial_experiment *e, struct aludel_error *error)
{
    struct course first = {
        .e = e, .commits = &e->commits, .count = &e->commit_count, .room = &e->commit_room};
    struct course second = {.e = e, .commits = &e->again, .count = &e->again_count, .room = &e->again_room};
    memset(error, 0, sizeof *error);
    if (!run_undisturbed(&first, error) || !run_undisturbed(&second, error))
        return false;
    if (e->commit_count != e->again_count) {
        trial_say_wrong(e, "undisturbed", "%zu transactions, and the next time %zu", e->commit_count - 1,
                        e->again_count - 1);
        return false;
    }
    for (size_t i = 0; i < e->commit_count; i++)
        trial_content_unsteady(&e->commits[i], &e->again[i], &e->unsteady);
    return true;
}

static void free_contents(struct trial_content *all, size_t count)
{
    for (size_t i = 0; i < count; i++)
        trial_content_free(&all[i]);
    trial_power_free(all);
}

void trial_experiment_end(struct trial_experiment *e)
{
    free_contents(e->commits, e->commit_count);
    free_contents(e->again, e->again_count);
    trial_power_free(e->unsteady.at);
    e->unsteady = (struct trial_names){0};
    e->commits = e->again = NULL;
    e->commit_count = e->again_count = e->commit_room = e->again_room = 0;
}

/* ---- What must be ---------------------------------------------------------------------------------- */

int trial_commit_of(const struct trial_experiment *e, const struct trial_content *c, size_t first,
                    size_t last)
{
    for (size_t i = first; i <= last && i < e->commit_count; i++) {
        if (!trial_content_differs(&e->commits[i], c, &e->unsteady))
            return (int)i;
    }
    return -1;
}

static void say_which(struct trial_experiment *e, const struct trial_content *c, size_t first, size_t last,
                      const char *where)
{
    int other = trial_commit_of(e, c, 0, e->commit_count);
    const char *what = trial_content_differs(&e->commits[first], c, &e->unsteady);
    if (other >= 0)
        trial_say_wrong(e, where, "it is as transaction %d has left it, of %zu that were committed", other,
                        last ? last - 1 : last);
    else
        trial_say_wrong(e, where, "it is as no transaction has left it: %s differs", what);
}

bool trial_expect_commit(struct trial_experiment *e, const struct trial_disk *disk, size_t first, size_t last,
                         const char *where)
{
    struct trial_content c;
    struct trial_disk *copy = trial_disk_copy(disk);
    bool ok = trial_content_read(copy, &c);
    if (!ok)
        trial_say_wrong(e, where, "%s", c.why);
    else if (trial_commit_of(e, &c, first, last) < 0) {
        say_which(e, &c, first, last, where);
        ok = false;
    }
    trial_content_free(&c);
    trial_disk_free(copy);
    return ok;
}

bool trial_expect_finish(struct trial_experiment *e, const struct trial_disk *disk, const char *where)
{
    struct aludel_error error = {0};
    if (!e->work(e->with, disk, &error)) {
        trial_say_wrong(e, where, "the next start fails: %s%s%s", error.message, *error.detail ? ": " : "",
                        error.detail);
        return false;
    }
    size_t last = e->commit_count - 1;
    return trial_expect_commit(e, disk, last, last, where);
}
