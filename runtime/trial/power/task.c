#include "trial/power/task.h"

#include "apply/single.h"
#include "trial/signals.h"

#include <sqlite3.h>

/* ---- The work -------------------------------------------------------------------------------------- */

static bool take(const struct trial_task *task, struct aludel *a, struct aludel_error *error)
{
    const struct aludel_options undo = {.carried = true};
    if (task->program)
        return aludel_downgrade(a, NULL, &undo, error);
    if (task->revision != TRIAL_WHOLE_CHAIN)
        return al_single_step(a, task->revision, task->direction, error);
    return task->direction == ALUDEL_UP ? aludel_upgrade(a, task->target, NULL, error)
                                        : aludel_downgrade(a, task->target, NULL, error);
}

static bool go(const struct trial_task *task, const char *url, sqlite3 *db, struct aludel_error *error)
{
    const struct aludel_config config = {.registry = task->program ? task->program : task->t->registry,
                                         .url = url,
                                         .sqlite = db,
                                         .allocator = trial_memory_allocator,
                                         .getenv = trial_getenv,
                                         .x = task->t->options->x,
                                         .x_count = task->t->options->x_count,
                                         .by = "aludel test"};
    struct aludel *a = aludel_open(&config, error);
    struct aludel *before = trial_signals_watch(a); /* a cut is looked at while another handle is at work */
    bool ok = a && take(task, a, error);
    trial_signals_watch(before);
    aludel_close(a);
    return ok;
}

/* In the words of the application whose connection it is. */
static bool cannot_lend(int rc, struct aludel_error *error)
{
    if ((rc & 0xff) == SQLITE_NOMEM || rc == SQLITE_IOERR_NOMEM)
        return al_error(error, ALUDEL_NO_MEMORY, "out of memory");
    al_error(error, ALUDEL_CONNECTION, "%s", sqlite3_errstr(rc));
    al_error_hint(error, "%s", sqlite3_errstr(rc));
    return false;
}

static bool go_lent(const struct trial_task *task, const struct trial_disk *disk, struct aludel_error *error)
{
    sqlite3 *db = NULL;
    int rc = trial_engine_open(&task->engine, disk, &db);
    bool ok = rc == SQLITE_OK ? go(task, NULL, db, error) : cannot_lend(rc, error);
    sqlite3_close(db);
    return ok;
}

/* The file is there, so that no folder needs to be made for it. */
static bool work(void *with, const struct trial_disk *disk, struct aludel_error *error)
{
    const struct trial_task *task = with;
    char url[160];
    al_error_clear(error);
    if (task->engine.lent)
        return go_lent(task, disk, error);
    const struct trial_engine *before = trial_engine_for_urls(&task->engine);
    al_format(url, sizeof url, "sqlite:///%s?vfs=%s&mode=rw", TRIAL_DISK_DATABASE, trial_disk_vfs(disk));
    bool ok = go(task, url, NULL, error);
    trial_engine_for_urls(before);
    return ok;
}

/* ---- An experiment --------------------------------------------------------------------------------- */

static void wrong(void *with, const char *text)
{
    struct trial *t = with;
    if (!trial_interrupted())
        trial_fail(&t->report, "%s", text);
}

static uint64_t number(const char *text, uint64_t otherwise)
{
    int64_t n;
    return text && al_parse_int(al_text(text), &n) && n >= 0 ? (uint64_t)n : otherwise;
}

/* "all" is 0. */
static uint64_t points(const struct trial_options *o)
{
    return o->power_points ? number(o->power_points, 0) : TRIAL_POWER_POINTS;
}

/* How long something took isn't the same each time. */
static struct trial_names unsteady(const struct trial *t)
{
    struct trial_names names = {.at = trial_power_new(sizeof *names.at), .count = 1, .room = 1};
    const char *log = t->registry->settings.log_table;
    names.at[0] = trial_format(&((struct trial *)t)->arena, "%s.milliseconds", log ? log : "aludel_log");
    return names;
}

/* Random values, say; but for the one that is known. */
static void tell_unsteady(struct trial *t, const struct trial_experiment *e)
{
    for (size_t i = 1; i < e->unsteady.count; i++)
        trial_note(&t->report, "isn't the same each time, so that it isn't compared: %s", e->unsteady.at[i]);
}

/* Its journal says which statement is at work, and no more when that fails. */
static bool is_in_pieces(const struct trial_task *task)
{
    const struct aludel_migration *m = &task->t->registry->migrations[task->revision];
    return task->revision != TRIAL_WHOLE_CHAIN &&
           (m->ways[task->direction].flags[ALUDEL_SQLITE] & ALUDEL_AUTOCOMMIT);
}

static bool begin(struct trial_task *task, const struct trial_bytes *database, struct trial_experiment *e,
                  struct aludel_error *error)
{
    char why[256];
    const struct trial_options *o = task->t->options;
    *e = (struct trial_experiment){.work = work,
                                   .with = task,
                                   .seed = number(o->power_seed, 1),
                                   .points = points(o),
                                   .takes_back = is_in_pieces(task),
                                   .may_lose = trial_engine_may_lose(&task->engine),
                                   .unsteady = unsteady(task->t),
                                   .wrong = wrong,
                                   .wrong_with = task->t,
                                   .stops = trial_interrupted};
    al_error_clear(error);
    task->start = trial_engine_disk(&task->engine, database, why, sizeof why);
    if (!task->start) {
        trial_fail(&task->t->report, "the database can't be kept with journal_mode %s: %s",
                   trial_journal_name(task->engine.journal), why);
        return false;
    }
    e->start = task->start;
    bool ok = trial_experiment_begin(e, error);
    tell_unsteady(task->t, e);
    return ok;
}

/* On a lent connection some rebuilds are refused: what views read isn't known there. */
bool trial_task_begin(struct trial_task *task, const struct trial_bytes *database, struct trial_experiment *e,
                      struct aludel_error *error)
{
    if (begin(task, database, e, error))
        return true;
    if (!task->engine.lent || error->code == ALUDEL_OK)
        return false;
    trial_task_end(task, e);
    task->engine.lent = false;
    return begin(task, database, e, error);
}

bool trial_task_leaves(const struct trial_task *task, struct trial_content *c, struct aludel_error *error)
{
    struct trial_disk *disk = trial_disk_copy(task->start);
    *c = (struct trial_content){0};
    bool ok = work((void *)task, disk, error) && trial_content_read(disk, c);
    trial_disk_free(disk);
    return ok;
}

void trial_task_end(struct trial_task *task, struct trial_experiment *e)
{
    trial_experiment_end(e);
    trial_disk_free(task->start);
    task->start = NULL;
}
