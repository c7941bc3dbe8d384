/*
 * picture.h: the chain as a graph: `history --graph`, and what heads and branches show on a terminal.
 *
 *     * c3d4e5f6 (head), one of two
 *     | * d4e5f6a7 (head), the other
 *     | : 12 revisions          what lies in between; `history` leaves nothing out
 *     |/
 *     * b2c3d4e5 (branchpoint), add e-mail addresses
 */
#ifndef CLI_PICTURE_H
#define CLI_PICTURE_H

#include "cli/run.h"

enum cli_picture_kind {
    CLI_WHOLE,       /* every revision of the range */
    CLI_HEADS_ABOVE, /* down to where the heads come together; with --resolve-dependencies those are lines, too */
    CLI_BRANCHING /* the points where it branches and merges, and the first revision of each branch */
};

/* False: cli->error says why. */
bool cli_picture(struct cli *cli, enum cli_picture_kind kind);

#endif
