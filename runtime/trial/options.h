/*
 * options.h: the command line. `aludel test` has read it before, so that little can be wrong with it here.
 */
#ifndef TRIAL_OPTIONS_H
#define TRIAL_OPTIONS_H

#include <aludel/aludel.h>

struct trial_options {
    const char *url;   /* of a PostgreSQL server on which databases may be made */
    const char *from;  /* real data: a file or a URL */
    const char *junit; /* a file */
    const char
        *lend; /* nothing is tried out: another command of aludel's, named here, wants a database (lend.c) */
    const char *again; /* how this was called, for "see it again with"; no password in it */
    const char *power_points, *power_seed; /* of `--power` (power/): a number, or "all"; a number */
    bool keep;
    struct aludel_pair *x; /* -x name=value, for migrations */
    size_t x_count;
    char **revisions; /* as they were written */
    size_t revision_count;
};

#define TRIAL_POWER_POINTS 40

/* `x` has room for argc pairs. False after saying what is wrong. */
bool trial_options_read(struct trial_options *o, struct aludel_pair *x, int argc, char **argv);

#endif
