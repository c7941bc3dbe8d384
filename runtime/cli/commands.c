#include "cli/commands.h"

#include "cli/ask.h"
#include "cli/change.h"
#include "cli/options.h"
#include "cli/schema.h"
#include "core/text.h"

#include <string.h>

#define MANY ((size_t)-1)
#define CHANGING "Changing the database"
#define ASKING "Asking the database (nothing is written)"
#define READING "The chain of revisions (no database needed)"

const struct cli_command cli_command_table[] = {
    {"upgrade", CLI_UPGRADE, CHANGING, "REV", 1, 1, "apply migrations up to a revision",
     "REV is head, heads, a revision or the unique beginning of one, a branch label, +N (the next N), REV+N, "
     "LABEL@head, LABEL@+N. With --sql also START:END. Each migration is one transaction together with its "
     "row in the version table.",
     cli_upgrade},
    {"downgrade", CLI_DOWNGRADE, CHANGING, "REV", 1, 1, "undo migrations down to a revision",
     "REV is base, a revision, -N (the last N), REV-N, LABEL@base, LABEL@-N. With --sql: START:END. "
     "--carried is for "
     "a database that is newer than this program: what newer programs did is undone first, by what their "
     "upgrades left "
     "in the log, if all of it can be; then it ends, or goes on to REV. With --sql that is written as `plan` "
     "writes it.",
     cli_downgrade},
    {"stamp", CLI_STAMP, CHANGING, "REV...", 1, MANY, "set the version table to a revision, run nothing",
     "For a database whose tables exist already: stamp the revision that they correspond to. --purge empties "
     "the version table first, however broken its content is.",
     cli_stamp},
    {"ensure_version", CLI_ENSURE_VERSION, CHANGING, "", 0, 0, "create the version table if it is missing",
     "", cli_ensure_version},
    {"resume", CLI_RESUME, CHANGING, "", 0, 0, "finish a migration that was interrupted",
     "Needed only where a statement outside a transaction was interrupted and nobody can tell whether it was "
     "done: look, then say --done or --again.",
     cli_resume},
    {"current", CLI_CURRENT, ASKING, "", 0, 0, "the revisions that the database is at", "", cli_current},
    {"plan", CLI_PLAN, ASKING, "[REV]", 0, 1, "what upgrade (or downgrade) would run, with a digest",
     "REV is head if it isn't given. `upgrade --expect DIGEST` then refuses to run anything else.", cli_plan},
    {"verify", CLI_VERIFY, ASKING, "", 0, 0, "have applied migrations changed since?",
     "Compares the checksum of every applied migration with the one in the log table. Comments, white space "
     "and line endings don't count.",
     cli_verify},
    {"log", CLI_LOG, ASKING, "", 0, 0, "what was done to this database, by whom and when", "", cli_log},
    {"inspect", CLI_INSPECT, ASKING, "", 0, 0, "the schema, read back as the statements that make it",
     "Always the database's own spelling, in an order in which they run; without the tables of the runtime "
     "and what belongs to extensions. --target: not the database's, but that of schema.mako (or schema.sql), "
     "which is built in memory, on PostgreSQL in a schema of its own that is rolled back.",
     cli_inspect},
    {"check", CLI_CHECK, ASKING, "", 0, 0, "is the schema the one that is meant?",
     "Compares the database, which must be at its heads, with schema.mako (or schema.sql). A line for each "
     "difference, and exit status 1: `missing` is what the database hasn't, `left over` what it has beside. "
     "With --chain what the migrations make of an empty database stands in its place: SQLite's is built in "
     "memory.",
     cli_check},
    {"wait", CLI_WAIT, ASKING, "REV", 1, 1, "wait until a revision is applied",
     "For programs that start beside the one that migrates.", cli_wait},
    {"history", CLI_HISTORY, READING, "", 0, 0, "the revisions, newest first",
     "--graph draws the lines between them, as `git log --graph` does, a line for each revision; what it "
     "depends on beside its parents stands behind it.",
     cli_history},
    {"heads", CLI_HEADS, READING, "", 0, 0, "the newest revisions",
     "On a terminal: drawn, down to where they come together. In a pipe, and with -v or --json: a list.",
     cli_heads},
    {"branches", CLI_BRANCHES, READING, "", 0, 0, "where the chain branches",
     "On a terminal: drawn, without what lies between. In a pipe, and with -v or --json: a list.",
     cli_branches},
    {"show", CLI_SHOW, READING, "REV", 1, 1, "everything about a revision",
     "REV is any revision, head, or current (which asks the database).", cli_show},
    {NULL, 0, NULL, NULL, 0, 0, NULL, NULL, NULL},
};

const struct cli_command *cli_find_command(const char *name)
{
    for (const struct cli_command *c = cli_command_table; c->name; c++) {
        if (!strcmp(c->name, name))
            return c;
    }
    return NULL;
}

const char *cli_nearest_command(const char *name)
{
    const char *names[sizeof cli_command_table / sizeof *cli_command_table];
    size_t count = 0;
    for (const struct cli_command *c = cli_command_table; c->name; c++)
        names[count++] = c->name;
    return al_nearest(al_text(name), names, count);
}
