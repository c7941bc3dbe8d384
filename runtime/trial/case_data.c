#include "trial/cases.h"

#include "trial/program.h"
#include "trial/signals.h"
#include "trial/url.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* ---- A copy ---------------------------------------------------------------------------------------------------- */

static bool say(const char *what, const char *why)
{
    fprintf(stderr, "aludel: test: %s: %s\n", what, why);
    return false;
}

/* A path, or a URL. */
static const char *sqlite_url(struct trial *t, const char *from)
{
    char here[4096] = "";
    if (!strncmp(from, "sqlite:", 7))
        return from;
    if (*from != '/' && !getcwd(here, sizeof here))
        return from;
    return trial_sqlite_places.url(t, *from == '/' ? from : trial_format(&t->arena, "%s/%s", here, from));
}

static bool copy_sqlite(struct trial *t, const struct trial_place *into)
{
    struct trial_base b;
    struct aludel_error error;
    struct al_builder sql = al_builder(&t->arena);
    al_puts(&sql, "VACUUM INTO ");
    trial_put_string(&sql, into->name);
    bool ok = trial_base_open(&b, t, sqlite_url(t, t->options->from), true, &error);
    if (ok && !trial_alone(&b, al_built(&sql).z)) {
        error = b.error;
        ok = false;
    }
    trial_base_close(&b);
    return ok || say(t->options->from, trial_error(&t->arena, &error));
}

static bool dump(struct trial *t, const char *into)
{
    struct trial_program program = {.out = into, .said = trial_places_file(t, "said")};
    const char *said, *url = trial_url_without_password(&t->arena, t->options->from, &program.password);
    const char *const argv[] = {"pg_dump", "--no-owner", "--no-privileges", "-d", url, NULL};
    program.argv = argv;
    enum trial_ran ran = trial_run(&program, &t->arena, &said);
    if (ran == TRIAL_NOT_THERE)
        return say("pg_dump isn't installed, by which real data is copied",
                   "Debian: apt-get install postgresql-client");
    return ran == TRIAL_RAN || trial_interrupted() || say("pg_dump can't read the database", said);
}

static bool restore(struct trial *t, const struct trial_place *into, const char *file)
{
    struct trial_program program = {.in = file, .said = trial_places_file(t, "said")};
    const char *said, *url = trial_url_without_password(&t->arena, into->url, &program.password);
    const char *const argv[] = {"psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", url, NULL};
    program.argv = argv;
    enum trial_ran ran = trial_run(&program, &t->arena, &said);
    return ran == TRIAL_RAN || trial_interrupted() || say("psql can't make the copy", said);
}

static bool copy_postgresql(struct trial *t, const struct trial_place *into)
{
    const char *file = trial_places_file(t, "dump.sql");
    bool ok = dump(t, file) && restore(t, into, file);
    unlink(file);
    return ok && !trial_interrupted();
}

/* ---- What is pending -------------------------------------------------------------------------------------------- */

struct pending {
    uint32_t *at;
    uint32_t count;
};

static bool add_step(void *with, const struct aludel_step *step)
{
    struct pending *p = with;
    p->at[p->count++] = (uint32_t)step->revision->index;
    return true;
}

static bool find_pending(struct trial *t, const struct trial_place *p, struct pending *pending)
{
    struct trial_chain c;
    struct aludel_error error;
    pending->at = al_arena_new(&t->arena, (t->registry->count + 1u) * sizeof *pending->at);
    bool ok = trial_chain_open(&c, t, p, &error) &&
              aludel_plan(c.a, ALUDEL_UPGRADE, "heads", NULL, add_step, pending, &error);
    trial_chain_close(&c);
    return ok || say(t->options->from, trial_error(&t->arena, &error));
}

/* ---- The cases ---------------------------------------------------------------------------------------------------- */

static const char *name_of(enum trial_refusal refusal)
{
    return refusal == TRIAL_REFUSED_UP     ? "the upgrade"
           : refusal == TRIAL_REFUSED_DOWN ? "the downgrade"
                                           : "the second upgrade";
}

/* False: there is no going on. */
static bool try_one(struct trial *t, struct trial_place *p, uint32_t revision)
{
    struct aludel_error error;
    const char *id = trial_id(t, revision);
    trial_case_begin(&t->report, "data", trial_format(&t->arena, "%s up, down, up on the copy", id), "");
    enum trial_refusal refusal = trial_round(t, p, revision, TRIAL_ROWS_NONE, &error);
    if (refusal == TRIAL_LOST && !trial_interrupted())
        trial_fail(&t->report, "%s", trial_error(&t->arena, &error));
    else if (refusal != TRIAL_TAKEN && !trial_interrupted())
        trial_fail(&t->report, "%s fails: %s", name_of(refusal), trial_error(&t->arena, &error));
    trial_case_end(&t->report);
    return refusal == TRIAL_TAKEN;
}

static void tell_nothing_pending(struct trial *t)
{
    trial_case_begin(&t->report, "data", "what is pending on the copy", "");
    trial_note(&t->report, "it is at the heads: nothing is pending");
    trial_case_end(&t->report);
}

bool trial_try_data(struct trial *t)
{
    struct trial_place *p = trial_place_bare(t);
    struct pending pending = {0};
    bool ok = p && (trial_on_postgresql(t) ? copy_postgresql(t, p) : copy_sqlite(t, p)) &&
              find_pending(t, p, &pending);
    if (ok && pending.count == 0)
        tell_nothing_pending(t);
    for (uint32_t i = 0; ok && i < pending.count; i++) {
        if (!try_one(t, p, pending.at[i]))
            break;
    }
    return ok && !trial_interrupted();
}
