/*
 * cli_proposed.h: the changes that lead from one schema to another, as the lines of a migration.
 */
#ifndef CLI_PROPOSED_H
#define CLI_PROPOSED_H

#include "base/word.h"
#include "differ/differ.h"
#include "model/environment.h"

struct proposal {
    struct changes changes;
    struct words told;                       /* "added table 'users'": what was found, a line each */
    struct aludel_text upgrades, downgrades; /* the bodies of the two ways; empty: nothing is to be done */
};

/* What --rename says: "old:new" of tables, "table.old:table.new" of columns. False after an error, which is in the
 * environment's diagnostics. */
bool read_wish(struct environment *e, const struct schema *from, const struct words *texts,
               struct differ_wish *out);

/* Two sides; `beside`: each in the other dialect, or NULL where that isn't known. */
struct two_sides {
    const struct schema *from, *to, *beside_from, *beside_to;
};

/* False after an error, which is in the environment's diagnostics. */
bool propose(struct environment *e, const struct two_sides *sides, const struct differ_wish *wish,
             struct proposal *out);

/* What leads there as SQL, a statement behind the other. False after an error. */
bool propose_statements(struct environment *e, const struct schema *from, const struct schema *to,
                        struct aludel_text *out);

#endif
