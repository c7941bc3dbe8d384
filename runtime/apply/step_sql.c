/* step_sql.c: a step's SQL as the script writer has it, where that is known without running it. */
#include "apply/apply.h"

static bool keep(void *with, const char *text, size_t length)
{
    struct al_builder *written = with;
    al_put(written, text, length);
    return !written->failed;
}

static const struct al_driver_type *script_of(const struct aludel *a)
{
    return al_script_of(al_dialect_of(a->type));
}

/* What a function writes over a script writer, with no transaction around it. `m`: whose it is, `step`: which
 * migration a hook stands around. False: a question to the database, so that what comes behind it isn't known, or what
 * `error` says (a variable that isn't set, perhaps). */
static bool write_function(struct al_run *run, aludel_step_fn *fn, const struct aludel_migration *m,
                           const struct aludel_migration *step, struct al_builder *written,
                           struct aludel_error *error)
{
    struct aludel *a = run->a;
    struct al_connect connect = {
        .settings = &a->settings, .allocator = a->config.allocator, .write = keep, .write_with = written};
    struct al_driver *script = NULL;
    bool asked = false;
    if (!script_of(a)->open(&script, &connect, error)) {
        return false;
    }
    struct al_surroundings around = al_surround(a);
    around.driver = script;
    around.error = error;
    around.asked = &asked;
    around.step = step;
    bool ok = al_call_function(run, &around, fn, m);
    script->type->close(script);
    if (asked) {
        al_error_clear(error);
    }
    return ok;
}

static void write_hook(struct al_run *run, aludel_step_fn *hook, const char *name,
                       const struct aludel_migration *step, struct al_builder *out,
                       struct aludel_error *error)
{
    struct al_builder written = al_builder(&run->a->scratch);
    if (!hook || error->code != ALUDEL_OK) {
        return;
    }
    bool known = write_function(run, hook, NULL, step, &written, error);
    al_putf(out, "-- %s()%s\n\n", name, known ? "" : ": its SQL is known only when it runs");
    if (known) {
        struct aludel_text text = al_built(&written);
        al_put(out, text.z, text.n);
    }
}

/* The statements of one step and of the hooks around it; of those around the whole, with the first and last. */
const char *al_step_sql(struct al_run *run, uint32_t i, bool *whole, struct aludel_error *error)
{
    struct aludel *a = run->a;
    const struct aludel_registry *g = a->registry;
    const struct aludel_migration *m = &g->migrations[run->plan.steps[i].revision];
    bool up = run->direction == ALUDEL_UP, carried = al_is_carried(run, run->plan.steps[i].revision);
    aludel_step_fn *before = i > 0 ? NULL : up ? g->before_upgrade : g->before_downgrade;
    aludel_step_fn *after = i + 1 < run->plan.count ? NULL : up ? g->after_upgrade : g->after_downgrade;
    struct al_builder own = al_builder(&a->scratch), all = al_builder(&a->scratch);
    al_error_clear(error);
    *whole = write_function(run, m->ways[run->direction].run, m, m, &own, error);
    write_hook(run, before, up ? "before_upgrade" : "before_downgrade", NULL, &all, error);
    aludel_step_fn *before_each = carried ? NULL : g->before_each,
                   *after_each = carried ? NULL : g->after_each;
    write_hook(run, before_each, "before_each", m, &all, error);
    struct aludel_text text = al_built(&own);
    if (before || before_each) {
        al_putf(&all, "-- %s\n\n", m->id);
    }
    al_put(&all, text.z, text.n);
    if (*whole) {
        write_hook(run, after_each, "after_each", m, &all, error);
        write_hook(run, after, up ? "after_upgrade" : "after_downgrade", NULL, &all, error);
    }
    text = al_built(&all);
    return text.z ? text.z : "";
}
