/* fits.c: what the profile `embedded` can't hold is an error at its line; a setting that it doesn't follow is told. */
#include "emit/inner.h"

static bool steps_fit(struct diagnostics *d, const struct steps *steps)
{
    bool fits = true;
    for (size_t i = 0; steps && i < steps->count; i++) {
        const struct step *s = steps->at[i];
        if (s->kind == STEP_AUTOCOMMIT) {
            diag_error(d, s->span, "the profile 'embedded' has no statements outside of transactions");
            diag_hint(d, "execute it in the program, where nothing has to remember that it was done");
            fits = false;
        }
        fits = steps_fit(d, s->then) && fits;
        fits = steps_fit(d, s->otherwise) && fits;
    }
    return fits;
}

static bool program_fits(struct diagnostics *d, const struct program *p)
{
    return !p || steps_fit(d, &p->steps);
}

/* They are about a run as a whole, which a device's program takes a step at a time, on a connection of its own. */
static void tell_settings(const struct environment *e)
{
    const struct {
        const struct setting_place *at;
        const char *value, *usual, *instead;
    } all[] = {
        {&e->places.max_bytes_at, e->settings.max_bytes, "0",
         "look at the room that there is before the call"},
        {&e->places.transaction_at, e->settings.transaction, "migration",
         "call it in a transaction of your own"},
        {&e->places.wait_at, e->settings.wait, "", "the connection's busy handler waits"},
        {&e->places.lock_timeout_at, e->settings.lock_timeout, "0", "the connection's busy handler waits"},
        {&e->places.statement_timeout_at, e->settings.statement_timeout, "0", "'stop' ends a call"},
        {&e->places.retries_at, e->settings.retries, "0", "call it again"},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i].at->given && !says(all[i].value, all[i].usual))
            diag_remark(e->diagnostics, all[i].at->name, "the profile 'embedded' doesn't follow this: %s",
                        all[i].instead);
}

bool image_fits(const struct environment *e)
{
    bool fits = true;
    tell_settings(e);
    for (size_t i = 0; i < e->migrations.count; i++)
        for (enum aludel_direction way = ALUDEL_UP; way <= ALUDEL_DOWN; way++)
            fits = program_fits(e->diagnostics, e->migrations.at[i]->programs[ALUDEL_SQLITE][way]) && fits;
    for (enum hook h = 0; h < HOOK_COUNT; h++)
        fits = program_fits(e->diagnostics, e->hooks[ALUDEL_SQLITE][h]) && fits;
    return fits;
}
