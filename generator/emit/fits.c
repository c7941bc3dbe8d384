/* fits.c: what the profile `embedded` can't hold is an error at its line. */
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

bool image_fits(const struct environment *e)
{
    bool fits = true;
    for (size_t i = 0; i < e->migrations.count; i++)
        for (enum aludel_direction way = ALUDEL_UP; way <= ALUDEL_DOWN; way++)
            fits = program_fits(e->diagnostics, e->migrations.at[i]->programs[ALUDEL_SQLITE][way]) && fits;
    for (enum hook h = 0; h < HOOK_COUNT; h++)
        fits = program_fits(e->diagnostics, e->hooks[ALUDEL_SQLITE][h]) && fits;
    return fits;
}
