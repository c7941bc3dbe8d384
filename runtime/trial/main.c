/* main.c: a trial from its command line to its exit status. */
#include <aludel/trial.h>

#include "trial/cases.h"
#include "trial/lend.h"
#include "trial/signals.h"

#include <stdio.h>
#include <string.h>

enum { EXIT_WELL = 0, EXIT_NOT_WELL = 1, EXIT_MISREAD = 2, EXIT_SIGNALLED = 128 };

static int misread(const char *format, const char *what)
{
    fputs("aludel: test: ", stderr);
    fprintf(stderr, format, what);
    fputs("\n", stderr);
    return EXIT_MISREAD;
}

/* ---- Which database ---------------------------------------------------------------------------------------- */

static bool is_postgresql(const char *url)
{
    return url && (!strncmp(url, "postgres", 8));
}

/* --from a PostgreSQL database is copied to its own server, unless --url names another. */
static int choose_type(struct trial *t, struct trial_options *o)
{
    if (o->url && !is_postgresql(o->url))
        return misread("--url names a PostgreSQL server%s",
                       "; without it SQLite's files are made in a temporary "
                       "folder, and --from FILE copies one");
    if (is_postgresql(o->from) && !o->url)
        o->url = o->from;
    if (o->from && o->url && !is_postgresql(o->from))
        return misread("--from %s is a file: --url has no meaning with it", o->from);
    t->type = al_driver_of(t->registry, o->url ? ALUDEL_POSTGRESQL : ALUDEL_SQLITE);
    if (!t->type && o->url)
        return misread("these migrations are for SQLite alone%s", " (setting dialects)");
    if (!t->type)
        return misread("these migrations are for PostgreSQL alone: %s",
                       "give the --url of a server on which databases may be made");
    return EXIT_WELL;
}

/* ---- Which migrations ----------------------------------------------------------------------------------------- */

static bool choose(void *with, const struct aludel_revision *r)
{
    bool *chosen = with;
    chosen[r->index] = true;
    return true;
}

static int choose_revisions(struct trial *t)
{
    struct aludel_config config = {.registry = t->registry, .url = "sqlite://"};
    struct aludel_error error;
    bool *chosen = al_arena_new(&t->arena, t->registry->count + 1u);
    const struct trial_options *o = t->options;
    t->chosen = chosen;
    t->broken = al_arena_new(&t->arena, t->registry->count + 1u);
    if (o->revision_count == 0)
        memset(chosen, 1, t->registry->count);
    struct aludel *a = aludel_open(&config, &error);
    bool ok = a != NULL;
    for (size_t i = 0; ok && i < o->revision_count; i++)
        ok = aludel_show(a, o->revisions[i], choose, chosen, &error);
    aludel_close(a);
    if (!ok)
        misread("%s", trial_error(&t->arena, &error));
    return ok ? EXIT_WELL : error.code == ALUDEL_USAGE ? EXIT_MISREAD : EXIT_NOT_WELL;
}

/* ---- Trying ------------------------------------------------------------------------------------------------------ */

static bool try_chain(struct trial *t)
{
    struct trial_walk w;
    if (!trial_walk_begin(&w, t))
        return false;
    if (t->options->revision_count)
        return trial_try_steps(t, &w) && trial_try_from(t, &w);
    return trial_try_heads(t) && trial_try_steps(t, &w) && trial_try_from(t, &w) && trial_try_target(t, &w) &&
           trial_try_replaced(t, &w) && trial_try_offline(t, &w);
}

static bool try_ordinarily(struct trial *t)
{
    return t->options->from ? trial_try_data(t) : try_chain(t);
}

static bool try_all(struct trial *t, struct trial_places *places)
{
    bool ok = trial_places_begin(t, places) && t->cases(t);
    trial_places_end(t);
    return ok;
}

static int try_and_tell(struct trial *t)
{
    struct trial_places places;
    const struct trial_options *o = t->options;
    trial_signals_install();
    bool ok = try_all(t, &places);
    if (trial_interrupted())
        return EXIT_SIGNALLED + trial_signal();
    ok = trial_report_end(&t->report) && ok;
    ok = (!o->junit || trial_junit_write(&t->report, t->registry->name, o->junit)) && ok;
    return ok && fflush(stdout) == 0 ? EXIT_WELL : EXIT_NOT_WELL;
}

static int lend(struct trial *t, struct trial_options *o)
{
    if (!trial_lend_read(t, o) || choose_type(t, o) != EXIT_WELL)
        return EXIT_MISREAD;
    trial_signals_install();
    return trial_lend(t) ? EXIT_WELL : EXIT_NOT_WELL;
}

static int try_out(struct trial *t, struct trial_options *o)
{
    int status = choose_type(t, o);
    status = status ? status : choose_revisions(t);
    return status ? status : try_and_tell(t);
}

int trial_main(int argc, char **argv, const struct aludel_registry *registry, trial_cases_fn *cases)
{
    struct trial_options options;
    struct trial t = {.registry = registry, .options = &options, .cases = cases};
    al_arena_init(&t.arena, &trial_allocator);
    struct aludel_pair *x = al_arena_new(&t.arena, ((size_t)argc + 1) * sizeof *x);
    int status = trial_options_read(&options, x, argc, argv) ? EXIT_WELL : EXIT_MISREAD;
    t.report = (struct trial_report){.arena = &t.arena, .again = options.again};
    if (status == EXIT_WELL)
        status = options.lend ? lend(&t, &options) : try_out(&t, &options);
    al_arena_free(&t.arena);
    return status;
}

int aludel_trial_main(int argc, char **argv, const struct aludel_registry *registry)
{
    return trial_main(argc, argv, registry, try_ordinarily);
}
