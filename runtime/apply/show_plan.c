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

/* The statements of one step: its function over a script writer, with no transaction around it. An error
 * (a variable that isn't set, say) means that they aren't known. */
static const char *sql_of(struct al_run *run, const struct aludel_migration *m)
{
    struct aludel *a = run->a;
    struct capture capture = {al_builder(&a->scratch)};
    struct al_connect connect = {
        .settings = &a->settings, .allocator = a->config.allocator, .write = keep, .write_with = &capture};
    struct al_driver *script = NULL;
    struct aludel_error ignored;
    al_error_clear(&ignored);
    if ((m->ways[run->direction].flags[a->type->dialect] & ALUDEL_LIVE) ||
        !script_of(a)->open(&script, &connect, &ignored)) {
        return NULL;
    }
    struct al_run quiet = {.a = a, .direction = run->direction, .around = run->around};
    struct aludel_op op;
    quiet.around.driver = script;
    al_op_begin(&op, &quiet.around, m, run->direction);
    op.apply = &quiet;
    bool ok = m->ways[run->direction].run(&op) && aludel_ok(&op);
    al_op_end(&op);
    script->type->close(script);
    struct aludel_text text = al_built(&capture.text);
    return ok && text.z ? text.z : NULL;
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
            .sql = sql_of(run, m),
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
