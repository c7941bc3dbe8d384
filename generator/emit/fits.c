/* fits.c: what the profile `embedded` can't hold is an error at its line; a setting that it doesn't follow is told, and what an
 * older image may have too little of its arena for. */
#include "emit/inner.h"

#include "budget/budget.h"

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

/* ---- max_bytes: a device can't be told to do without ------------------------------------------------ */

static bool limit_error(const struct environment *e, struct span at, const char *why)
{
    diag_error(e->diagnostics, at, "every upgrade would be refused: %s", why);
    diag_hint(e->diagnostics, "build it without max_bytes, and decide in aludel_embedded.budget");
    return false;
}

static bool has_hooks_upwards(const struct environment *e)
{
    return image_hook(e, HOOK_BEFORE_EACH) || image_hook(e, HOOK_AFTER_EACH) ||
           image_hook(e, HOOK_BEFORE_UPGRADE) || image_hook(e, HOOK_AFTER_UPGRADE);
}

/* What of it isn't known, whatever the database is; empty: nothing. */
static struct aludel_text unknown_of(const struct environment *e, const struct program *p)
{
    struct al_work_line w = {0};
    const char *work = p ? program_work(e->arena, p).z : "";
    while (al_work_next(&work, &w))
        if (w.kind == '?')
            return w.table;
    return (struct aludel_text){"", 0};
}

static bool limit_fits(const struct environment *e)
{
    const struct setting_place *place = setting_changed(e, "max_bytes");
    if (!place || !image_limit(e) || !e->migrations.count)
        return true;
    struct span at = place->name;
    if (says(e->settings.budget, "no"))
        return limit_error(e, at, "with 'budget = no' nobody knows what it needs");
    if (has_hooks_upwards(e))
        return limit_error(e, at, "what env.mako's hooks need isn't known");
    for (size_t i = 0; i < e->migrations.count; i++) {
        const struct migration *m = e->migrations.at[i];
        struct aludel_text why = unknown_of(e, m->older ? NULL : m->programs[ALUDEL_SQLITE][ALUDEL_UP]);
        if (why.n)
            diag_remark(e->diagnostics, at,
                        "an upgrade with '%.*s' will be refused; what it needs isn't known: %.*s",
                        (int)m->id.n, m->id.z, (int)why.n, why.z);
    }
    return true;
}

/* ---- undo_room: what an older image can't know, and this one's build does ------------------------------ */

/* There is an image without it: the only base of a chain is in all of them. */
static bool is_news(const struct environment *e, size_t i)
{
    return i || (e->migrations.count > 1 && !e->migrations.at[1]->parents.count);
}

static void tell_undoing(const struct environment *e)
{
    struct diagnostics *d = e->diagnostics;
    size_t reserved = image_undo_room(e);
    for (size_t i = 0; carries(e) && i < e->migrations.count; i++) {
        const struct migration *m = e->migrations.at[i];
        size_t need = m->older || !is_news(e, i) ? 0 : need_of_undoing(e, m);
        if (need <= reserved)
            continue;
        diag_remark(d, m->id_span,
                    "an older image that undoes '%.*s' may need more of its arena than its header says: "
                    "up to %zu bytes, and %zu are reserved for that",
                    (int)m->id.n, m->id.z, need, reserved);
        diag_hint(d, "build images with 'undo_room = %zuKiB' before they are released, or lend them more",
                  (need + 1023) / 1024);
    }
}

bool image_fits(const struct environment *e)
{
    bool fits = limit_fits(e);
    tell_settings(e);
    tell_undoing(e);
    for (size_t i = 0; i < e->migrations.count; i++)
        for (enum aludel_direction way = ALUDEL_UP; way <= ALUDEL_DOWN; way++)
            fits = program_fits(e->diagnostics, e->migrations.at[i]->programs[ALUDEL_SQLITE][way]) && fits;
    for (enum hook h = 0; h < HOOK_COUNT; h++)
        fits = program_fits(e->diagnostics, e->hooks[ALUDEL_SQLITE][h]) && fits;
    return fits;
}
