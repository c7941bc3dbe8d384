/*
 * cli_beside.h: what the build knows of the other dialect, where an environment is compiled for both: what a migration
 * says must suit it, too.
 */
#ifndef CLI_BESIDE_H
#define CLI_BESIDE_H

#include "model/environment.h"

struct beside {
    const struct schema *chain, *target; /* at the heads; what is meant. NULL: not known */
};

/* `e` has been read; `dialect`: the one that is compared. */
struct beside read_beside(struct environment *e, enum aludel_dialect dialect);

#endif
