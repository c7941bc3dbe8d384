/* fits.c: what the profile `embedded` can't hold is an error at its line; a setting that it doesn't follow is told. */
#include "emit/emit.h"

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
    static const struct {
        const char *name, *instead;
    } all[] = {
        {"transaction", "call it in a transaction of your own"},
        {"wait", "the connection's busy handler waits"},
        {"lock_timeout", "the connection's busy handler waits"},
        {"statement_timeout", "'stop' ends a call"},
        {"retries", "call it again"},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        const struct setting_place *at = setting_changed(e, all[i].name);
        if (at)
            diag_remark(e->diagnostics, at->name, "the profile 'embedded' doesn't follow this: %s",
                        all[i].instead);
    }
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
