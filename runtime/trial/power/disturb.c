#include "trial/power/case_power.h"

#include "trial/signals.h"

/* ---- What was done --------------------------------------------------------------------------------- */

static const char *ending(uint64_t n)
{
    static const char *const endings[] = {"th", "st", "nd", "rd"};
    return n % 10 < 4 && (n / 10) % 10 != 1 ? endings[n % 10] : "th";
}

static const char *share(struct trial *t, const struct trial_tally *tally, const char *what)
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

void trial_power_cut(struct trial *t, struct trial_experiment *e, const char *way)
{
    struct trial_tally cuts = trial_cut_power(e);
    trial_count(&t->report, "%s: power cut behind %s, which left %llu different disks", way,
                share(t, &cuts, "changes"), (unsigned long long)cuts.tried);
}

static void break_disk(struct trial *t, struct trial_experiment *e, const char *way)
{
    struct trial_tally full = trial_break_disk(e, TRIAL_FAULT_FULL);
    struct trial_tally bad = trial_break_disk(e, TRIAL_FAULT_ERROR);
    bad = sum(bad, trial_break_disk(e, TRIAL_FAULT_ONCE));
    bad = sum(bad, trial_break_disk(e, TRIAL_FAULT_READ));
    trial_count(&t->report, "%s: disk full at %s, failing at %s", way, share(t, &full, "writes"),
                share(t, &bad, "calls"));
}

static void take_memory(struct trial *t, struct trial_experiment *e, const char *way)
{
    struct trial_tally sqlite = trial_take_memory(e, TRIAL_MEMORY_SQLITE, true);
    sqlite = sum(sqlite, trial_take_memory(e, TRIAL_MEMORY_SQLITE, false));
    struct trial_tally ours = trial_take_memory(e, TRIAL_MEMORY_RUNTIME, true);
    ours = sum(ours, trial_take_memory(e, TRIAL_MEMORY_RUNTIME, false));
    trial_count(&t->report, "%s: no memory at %s, and %s", way, share(t, &sqlite, "allocations of SQLite's"),
                share(t, &ours, "of the runtime's"));
}

void trial_power_disturb(struct trial *t, struct trial_experiment *e, const char *way)
{
    trial_power_cut(t, e, way);
    if (!trial_interrupted())
        break_disk(t, e, way);
    if (!trial_interrupted())
        take_memory(t, e, way);
}

const char *trial_power_way(struct trial *t, const char *way, const struct trial_engine *engine)
{
    return trial_format(&t->arena, "%s, journal_mode %s, pages of %u, sectors of %u%s", way,
                        trial_journal_name(engine->journal), engine->page, engine->device.sector,
                        engine->device.powersafe ? "" : " that may be spoilt");
}
