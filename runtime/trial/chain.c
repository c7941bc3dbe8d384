#include "trial/chain.h"

#include "apply/single.h"
#include "trial/signals.h"

#include <stdlib.h>
#include <string.h>

const char *trial_getenv(void *with, const char *name)
{
    (void)with;
    return getenv(name);
}

/* ---- What writes rows -------------------------------------------------------------------------------- */

static const char *skip_comments(const char *z)
{
    for (;;) {
        z += strspn(z, " \t\r\n(");
        if (!strncmp(z, "--", 2)) {
            z += strcspn(z, "\n");
        } else if (!strncmp(z, "/*", 2)) {
            const char *end = strstr(z, "*/");
            z = end ? end + 2 : z + strlen(z);
        } else {
            return z;
        }
    }
}

static bool begins_with_word(const char *z, const char *word)
{
    size_t n = strlen(word);
    struct aludel_text begin = {z, n};
    return strlen(z) >= n && al_same_nocase(begin, al_text(word)) &&
           !strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_", z[n] ? z[n] : ' ');
}

/* A rebuild copies rows as they are, and SQLite's own tables hold none of the chain's. */
static bool is_of_rebuild(const char *sql)
{
    return strstr(sql, "aludel_old_") || strstr(sql, "sqlite_master") || strstr(sql, "sqlite_schema") ||
           strstr(sql, "sqlite_sequence");
}

static bool writes_rows(const char *sql)
{
    static const char *const words[] = {"INSERT", "UPDATE", "DELETE", "REPLACE", "MERGE",  "TRUNCATE",
                                        "DO",     "CALL",   "COPY",   "WITH",    "EXECUTE"};
    const char *z = skip_comments(sql);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (begins_with_word(z, words[i]))
            return !is_of_rebuild(sql);
    }
    return false;
}

static void on_event(void *with, const struct aludel_event *event)
{
    struct trial_chain *c = with;
    if (event->kind == ALUDEL_EVENT_STATEMENT && event->revision && *event->revision &&
        writes_rows(event->text))
        c->writes = true;
}

/* ---- At work ----------------------------------------------------------------------------------------- */

bool trial_chain_open(struct trial_chain *c, struct trial *t, const struct trial_place *p,
                      struct aludel_error *error)
{
    *c = (struct trial_chain){.t = t, .url = p->url};
    struct aludel_config config = {.registry = t->registry,
                                   .url = p->url,
                                   .event = on_event,
                                   .getenv = trial_getenv,
                                   .with = c,
                                   .x = t->options->x,
                                   .x_count = t->options->x_count,
                                   .by = "aludel test"};
    al_error_clear(error);
    c->a = aludel_open(&config, error);
    trial_signals_watch(c->a);
    return c->a != NULL;
}

void trial_chain_close(struct trial_chain *c)
{
    trial_signals_watch(NULL);
    aludel_close(c->a);
    c->a = NULL;
}

static bool not_interrupted(struct aludel_error *error)
{
    al_error_clear(error);
    return !trial_interrupted() || al_error(error, ALUDEL_INTERRUPTED, "interrupted");
}

static bool take_step(struct trial_chain *c, uint32_t revision, enum aludel_direction direction,
                      struct aludel_error *error)
{
    c->writes = false;
    return not_interrupted(error) && al_single_step(c->a, revision, direction, error);
}

bool trial_chain_upgrade(struct trial_chain *c, const char *target, struct aludel_error *error)
{
    return not_interrupted(error) && aludel_upgrade(c->a, target, NULL, error);
}

bool trial_step_on(struct trial *t, const struct trial_place *p, uint32_t revision,
                   enum aludel_direction direction, bool *writes, struct aludel_error *error)
{
    struct trial_chain c;
    bool ok = trial_chain_open(&c, t, p, error) && take_step(&c, revision, direction, error);
    *writes = c.writes;
    trial_chain_close(&c);
    return ok;
}
