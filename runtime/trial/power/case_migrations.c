#include "trial/power/case_power.h"

#include "plan/plan.h"

#include "trial/power/task.h"
#include "trial/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- What was done --------------------------------------------------------------------------------- */

static const char *ending(uint64_t n)
{
    static const char *const endings[] = {"th", "st", "nd", "rd"};
    return n % 10 < 4 && (n / 10) % 10 != 1 ? endings[n % 10] : "th";
}

const char *trial_power_share(struct trial *t, const struct trial_tally *tally, const char *what)
{
    uint64_t every = tally->taken ? (tally->points + tally->taken - 1) / tally->taken : 0;
    unsigned long long points = tally->points;
    if (tally->points <= tally->taken)
        return trial_format(&t->arena, "each of %llu %s", points, what);
    return trial_format(&t->arena, "every %llu%s of %llu %s", (unsigned long long)every, ending(every),
                        points, what);
}

static struct trial_tally sum(struct trial_tally a, struct trial_tally b)
{
    return (struct trial_tally){.points = a.points + b.points, .taken = a.taken + b.taken};
}

static void cut(struct trial *t, struct trial_experiment *e, const char *way)
{
    struct trial_tally cuts = trial_cut_power(e);
    trial_count(&t->report, "%s: power cut behind %s, which left %llu different disks", way,
                trial_power_share(t, &cuts, "changes"), (unsigned long long)cuts.tried);
}

static void break_disk(struct trial *t, struct trial_experiment *e, const char *way)
{
    struct trial_tally full = trial_break_disk(e, TRIAL_FAULT_FULL);
    struct trial_tally bad = trial_break_disk(e, TRIAL_FAULT_ERROR);
    bad = sum(bad, trial_break_disk(e, TRIAL_FAULT_ONCE));
    bad = sum(bad, trial_break_disk(e, TRIAL_FAULT_READ));
    trial_count(&t->report, "%s: disk full at %s, failing at %s", way, trial_power_share(t, &full, "writes"),
                trial_power_share(t, &bad, "calls"));
}

static void take_memory(struct trial *t, struct trial_experiment *e, const char *way)
{
    struct trial_tally sqlite = trial_take_memory(e, TRIAL_MEMORY_SQLITE, true);
    sqlite = sum(sqlite, trial_take_memory(e, TRIAL_MEMORY_SQLITE, false));
    struct trial_tally ours = trial_take_memory(e, TRIAL_MEMORY_RUNTIME, true);
    ours = sum(ours, trial_take_memory(e, TRIAL_MEMORY_RUNTIME, false));
    trial_count(&t->report, "%s: no memory at %s, and %s", way,
                trial_power_share(t, &sqlite, "allocations of SQLite's"),
                trial_power_share(t, &ours, "of the runtime's"));
}

/* ---- A migration, one way -------------------------------------------------------------------------- */

/* Each has another engine than the one before. */
static struct trial_engine engine_of(uint32_t revision, enum aludel_direction direction)
{
    return trial_engine_at((revision * 2 + (direction == ALUDEL_DOWN)) % TRIAL_ENGINES);
}

static const char *way_of(struct trial *t, enum aludel_direction direction, const struct trial_engine *engine)
{
    return trial_format(&t->arena, "%s, journal_mode %s, pages of %u, sectors of %u%s",
                        direction == ALUDEL_UP ? "up" : "down", trial_journal_name(engine->journal),
                        engine->page, engine->device.sector,
                        engine->device.powersafe ? "" : " that may be spoilt");
}

static void disturb(struct trial *t, struct trial_experiment *e, const char *way)
{
    cut(t, e, way);
    if (!trial_interrupted())
        break_disk(t, e, way);
    if (!trial_interrupted())
        take_memory(t, e, way);
}

/* False, with no failure told: it can't be carried out there even when nothing goes wrong. */
static bool try_way(struct trial *t, const struct trial_place *p, uint32_t revision,
                    enum aludel_direction direction, struct aludel_error *error)
{
    struct trial_bytes database = {0};
    struct trial_experiment e;
    struct trial_task task = {
        .t = t, .engine = engine_of(revision, direction), .revision = revision, .direction = direction};
    if (!trial_power_read(t, p, &database))
        return true;
    bool ok = trial_task_begin(&task, &database, &e, error);
    if (ok)
        disturb(t, &e, way_of(t, direction, &task.engine));
    trial_task_end(&task, &e);
    trial_bytes_free(&database);
    return ok || error->code == ALUDEL_OK;
}

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

static bool is_irreversible(const struct trial *t, uint32_t revision)
{
    return al_rare(&t->registry->migrations[revision])->irreversible != NULL;
}

static bool try_back(struct trial *t, const struct trial_place *before, uint32_t revision, bool filled,
                     struct aludel_error *error)
{
    bool writes;
    struct trial_place *p = trial_place_copy(t, before);
    bool ok = p && trial_step_on(t, p, revision, ALUDEL_UP, &writes, error) &&
              (!filled || fill_what_is_new(t, p, before, error)) &&
              try_way(t, p, revision, ALUDEL_DOWN, error);
    trial_place_remove(t, p);
    return ok;
}

static bool try_on(struct trial *t, struct trial_walk *w, const struct trial_place *next,
                   enum trial_rows_kind kind, struct aludel_error *error)
{
    struct trial_place *p = trial_place_copy(t, w->place);
    al_error_clear(error);
    bool ok = p && trial_fill(t, p, kind, next, error) && try_way(t, p, w->reached, ALUDEL_UP, error);
    if (ok && !is_irreversible(t, w->reached) && !trial_interrupted())
        ok = try_back(t, p, w->reached, kind != TRIAL_ROWS_NONE, error);
    trial_place_remove(t, p);
    return ok;
}

/* Ordinary rows; where it refuses those, such as meet what it demands; then none. What it refuses is for `aludel test` to tell. */
static void try_one(struct trial *t, struct trial_walk *w)
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

bool trial_power_migrations(struct trial *t, struct trial_walk *w)
{
    while (!trial_walk_is_done(w) && !trial_interrupted()) {
        const char *id = trial_id(t, w->reached);
        bool chosen = t->chosen[w->reached], back = !is_irreversible(t, w->reached);
        trial_case_begin(&t->report, "power", trial_format(&t->arena, "%s up%s", id, back ? " and down" : ""),
                         id);
        if (chosen)
            try_one(t, w);
        bool moved = !trial_interrupted() && trial_walk_on(w);
        if (!moved)
            trial_tell_the_rest(t, w);
        if (chosen || !moved)
            trial_case_end(&t->report);
        else
            trial_case_forget(&t->report);
        if (!moved)
            return !trial_interrupted();
    }
    return !trial_interrupted();
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
