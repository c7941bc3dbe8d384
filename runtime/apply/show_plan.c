/* show_plan.c: what an upgrade or downgrade would do, with its SQL where that is known without running it. */
#include "apply/apply.h"

#include <string.h>

struct capture { /* what the script writer of the plan's dialect writes */
    struct al_builder text;
};

static bool keep(void *with, const char *text, size_t length)
{
    struct capture *c = with;
    al_put(&c->text, text, length);
    return !c->text.failed;
}

static const struct al_driver_type *script_of(const struct aludel *a)
{
    return a->type->dialect == ALUDEL_SQLITE ? &al_script_sqlite_driver : &al_script_postgresql_driver;
}

/* What a function writes over a script writer, with no transaction around it. False: an error (a variable that
 * isn't set, say), or a question to the database, so that it isn't known. */
static bool write_function(struct al_run *run, aludel_step_fn *fn, const struct aludel_migration *m,
                           struct capture *capture)
{
    struct aludel *a = run->a;
    struct al_connect connect = {
        .settings = &a->settings, .allocator = a->config.allocator, .write = keep, .write_with = capture};
    struct al_driver *script = NULL;
    struct aludel_error ignored;
    al_error_clear(&ignored);
    if (!script_of(a)->open(&script, &connect, &ignored)) {
        return false;
    }
    struct al_run quiet = {.a = a, .direction = run->direction, .around = run->around};
    struct aludel_op op;
    quiet.around.driver = script;
    al_op_begin(&op, &quiet.around, m, run->direction);
    op.apply = &quiet;
    bool ok = fn(&op) && aludel_ok(&op);
    al_op_end(&op);
    script->type->close(script);
    return ok;
}

static void write_hook(struct al_run *run, aludel_step_fn *hook, const char *name, struct al_builder *out)
{
    struct capture capture = {al_builder(&run->a->scratch)};
    if (!hook) {
        return;
    }
    bool known = write_function(run, hook, NULL, &capture);
    al_putf(out, "-- %s()%s\n\n", name, known ? "" : ": its SQL is known only when it runs");
    if (known) {
        struct aludel_text text = al_built(&capture.text);
        al_put(out, text.z, text.n);
    }
}

/* The statements of one step and of the hooks around it; of those around the whole, with the first and last. */
const char *al_step_sql(struct al_run *run, uint32_t i)
{
    struct aludel *a = run->a;
    const struct aludel_registry *g = a->registry;
    const struct aludel_migration *m = &g->migrations[run->plan.steps[i].revision];
    bool up = run->direction == ALUDEL_UP;
    aludel_step_fn *before = i > 0 ? NULL : up ? g->before_upgrade : g->before_downgrade;
    aludel_step_fn *after = i + 1 < run->plan.count ? NULL : up ? g->after_upgrade : g->after_downgrade;
    struct capture own = {al_builder(&a->scratch)};
    if ((m->ways[run->direction].flags[a->type->dialect] & ALUDEL_LIVE) ||
        !write_function(run, m->ways[run->direction].run, m, &own)) {
        return NULL;
    }
    struct al_builder all = al_builder(&a->scratch);
    write_hook(run, before, up ? "before_upgrade" : "before_downgrade", &all);
    write_hook(run, g->before_each, "before_each", &all);
    struct aludel_text text = al_built(&own.text);
    if (before || g->before_each) {
        al_putf(&all, "-- %s\n\n", m->id);
    }
    al_put(&all, text.z, text.n);
    write_hook(run, g->after_each, "after_each", &all);
    write_hook(run, after, up ? "after_upgrade" : "after_downgrade", &all);
    text = al_built(&all);
    return text.z ? text.z : NULL;
}

static void around(struct al_run *run)
{
    run->around = (struct al_surroundings){.registry = run->a->registry,
                                           .config = &run->a->config,
                                           .getenv = al_getenv,
                                           .getenv_with = run->a,
                                           .interrupted = &run->a->interrupted};
}

static void visit_steps(struct al_run *run, enum aludel_command command, aludel_step_visit_fn *visit,
                        void *with)
{
    struct aludel *a = run->a;
    for (uint32_t i = 0; i < run->plan.count; i++) {
        struct al_mark mark = al_arena_mark(&a->scratch);
        const struct aludel_migration *m = &a->registry->migrations[run->plan.steps[i].revision];
        char line[1024];
        al_step_line(a->registry, run->plan.steps[i], line, sizeof line);
        struct aludel_step step = {
            .command = command,
            .revision = &a->revisions[run->plan.steps[i].revision],
            .line = line,
            .sql = al_step_sql(run, i),
            .autocommit = (m->ways[run->direction].flags[a->type->dialect] & ALUDEL_AUTOCOMMIT) != 0};
        bool more = visit(with, &step);
        al_arena_release(&a->scratch, mark);
        if (!more) {
            return;
        }
    }
}

static bool show_plan(struct aludel *a, enum aludel_command command, const char *target, char *digest,
                      aludel_step_visit_fn *visit, void *with)
{
    static const struct aludel_options none;
    if (command != ALUDEL_UPGRADE && command != ALUDEL_DOWNGRADE) {
        return al_fail(a, ALUDEL_USAGE, "there are plans for upgrade and downgrade only");
    }
    struct al_run run = {.a = a,
                         .options = &none,
                         .direction = command == ALUDEL_UPGRADE ? ALUDEL_UP : ALUDEL_DOWN,
                         .target = target};
    if (!al_connect(a, true) || !al_start_rows(&run) || !al_version_known(a, &run.version) ||
        !al_make_plan(&run)) {
        return false;
    }
    if (digest) {
        al_plan_digest(&run, digest);
    }
    around(&run);
    if (visit) {
        visit_steps(&run, command, visit, with);
    }
    return true;
}

bool aludel_plan(struct aludel *a, enum aludel_command command, const char *target, char *digest,
                 aludel_step_visit_fn *visit, void *with, struct aludel_error *error)
{
    struct aludel_error spare;
    if (digest) {
        digest[0] = '\0';
    }
    al_call_begin(a, error, &spare);
    bool ok = show_plan(a, command, target, digest, visit, with);
    if (a->offline) {
        al_disconnect(a);
    }
    return al_call_end(a, ok);
}
