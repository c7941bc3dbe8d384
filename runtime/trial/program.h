/*
 * program.h: other programs: psql, sqlite3, pg_dump.
 */
#ifndef TRIAL_PROGRAM_H
#define TRIAL_PROGRAM_H

#include "trial/trial.h"

struct trial_program {
    const char *const *argv; /* ends with NULL */
    const char *in, *out;    /* files, or NULL: nothing */
    const char *said;        /* a file for what it says on stderr */
    const char *password;    /* PGPASSWORD; NULL: as it is */
};

enum trial_ran { TRIAL_RAN, TRIAL_RAN_BADLY, TRIAL_NOT_THERE };

/* `*said`: the first lines of what it said. */
enum trial_ran trial_run(const struct trial_program *p, struct aludel_arena *arena, const char **said);

/* How the dialect's client executes a script; a failure of the case in hand, unless it did. */
struct trial_place;
bool trial_run_script(struct trial *t, const struct trial_place *p, const char *script);

#endif
