#include "cli/options.h"

#include "core/text.h"

#include <string.h>

#define AT(field) offsetof(struct cli_options, field)
#define ANY_SIDE (~0u)
#define MOVES (CLI_UPGRADE | CLI_DOWNGRADE)
#define CHANGES (MOVES | CLI_STAMP | CLI_RESUME)
#define LISTS (CLI_HISTORY | CLI_HEADS | CLI_BRANCHES | CLI_SHOW | CLI_CURRENT)

const struct cli_option cli_option_table[] = {
    {'c', "config", "FILE", CLI_VALUE, AT(config), CLI_GLOBAL, "settings that override the compiled-in ones"},
    {'n', "name", "SECTION", CLI_VALUE, AT(section), CLI_GLOBAL, "the section of that file (aludel)"},
    {'x', NULL, "NAME=VALUE", CLI_PAIR, AT(x), CLI_GLOBAL,
     "an argument for the migrations: x(\"NAME\"); repeatable"},
    {0, "env-file", "FILE", CLI_VALUE, AT(env_file), CLI_GLOBAL,
     "NAME=value lines for variables that aren't set"},
    {0, "by", "WHO", CLI_VALUE, AT(by), CLI_GLOBAL, "who does this, for the log table (ALUDEL_BY)"},
    {'v', "verbose", NULL, CLI_FLAG, AT(log_statements), CLI_GLOBAL, "log every statement"},
    {0, "no-color", NULL, CLI_FLAG, AT(no_color), CLI_GLOBAL, "no colours (NO_COLOR does the same)"},
    {0, "version", NULL, CLI_FLAG, AT(version), CLI_GLOBAL, "what this program is made of"},
    {'h', "help", NULL, CLI_FLAG, AT(help), ANY_SIDE, "this text; behind a command: that command's"},
    {0, "url", "URL", CLI_VALUE, AT(url), ANY_SIDE, "the database: sqlite:///file, postgresql://host/name"},
    {0, "json", NULL, CLI_FLAG, AT(json), ANY_SIDE, "results as JSON"},
    {'q', "quiet", NULL, CLI_FLAG, AT(quiet), ANY_SIDE, "no log lines"},
    {'v', "verbose", NULL, CLI_FLAG, AT(verbose), LISTS, "everything about each revision"},
    {'c', "check-heads", NULL, CLI_FLAG, AT(check_heads), CLI_CURRENT | CLI_INSPECT,
     "fail unless the database is at its heads"},
    {0, "stored", NULL, CLI_FLAG, AT(stored), CLI_CURRENT,
     "the ids as the version table holds them, known to this program or not"},
    {'r', "rev-range", "START:END", CLI_VALUE, AT(range), CLI_HISTORY,
     "only these; either side may be missing"},
    {'i', "indicate-current", NULL, CLI_FLAG, AT(indicate_current), CLI_HISTORY,
     "mark what the database is at"},
    {0, "graph", NULL, CLI_FLAG, AT(graph), CLI_HISTORY, "draw how the revisions hang together"},
    {0, "resolve-dependencies", NULL, CLI_FLAG, AT(resolve_dependencies), CLI_HEADS,
     "treat dependencies as parents"},
    {0, "sql", NULL, CLI_FLAG, AT(sql), MOVES | CLI_STAMP | CLI_ENSURE_VERSION,
     "write SQL to standard output, touch no database"},
    {0, "dialect", "NAME", CLI_VALUE, AT(dialect), MOVES | CLI_STAMP | CLI_ENSURE_VERSION,
     "of --sql: sqlite or postgresql"},
    {0, "tag", "TEXT", CLI_VALUE, AT(tag), MOVES | CLI_STAMP, "accepted for Alembic's sake"},
    {0, "purge", NULL, CLI_FLAG, AT(purge), CLI_STAMP, "empty the version table first"},
    {0, "dry-run", NULL, CLI_FLAG, AT(dry_run), MOVES, "run in a transaction, then roll back"},
    {0, "single-transaction", NULL, CLI_FLAG, AT(single_transaction), MOVES, "all migrations or none"},
    {0, "expect", "DIGEST", CLI_VALUE, AT(expect), MOVES, "refuse any other plan than `plan` showed"},
    {0, "backup", "FILE", CLI_VALUE, AT(backup), CLI_UPGRADE,
     "copy the SQLite database there before the first change"},
    {0, "wait", "TIME", CLI_VALUE, AT(wait), CHANGES, "how long to wait for another migrator (10s, 5min)"},
    {0, "lock-timeout", "TIME", CLI_VALUE, AT(lock_timeout), CHANGES,
     "how long a statement waits for a lock"},
    {0, "statement-timeout", "TIME", CLI_VALUE, AT(statement_timeout), CHANGES,
     "how long a statement may take"},
    {0, "max-bytes", "SIZE", CLI_VALUE, AT(max_bytes), MOVES,
     "refuse what may need more of an SQLite file's disk (64MiB)"},
    {0, "carried", NULL, CLI_FLAG, AT(carried), CLI_DOWNGRADE | CLI_PLAN,
     "undo what newer programs did first, from the log (carry_downgrades)"},
    {0, "downgrade", NULL, CLI_FLAG, AT(downgrade), CLI_PLAN, "plan a downgrade"},
    {0, "budget", NULL, CLI_FLAG, AT(budget), CLI_PLAN,
     "what each step may need of an SQLite file's disk, and does to which tables, not its SQL"},
    {'n', "limit", "N", CLI_VALUE, AT(limit), CLI_LOG, "only the N latest entries"},
    {0, "timeout", "TIME", CLI_VALUE, AT(timeout), CLI_WAIT, "give up after this long (10s, 5min)"},
    {0, "target", NULL, CLI_FLAG, AT(target), CLI_INSPECT,
     "the schema that is meant, from schema.mako or schema.sql, built in a scratch place"},
    {0, "chain", NULL, CLI_FLAG, AT(chain), CLI_INSPECT | CLI_CHECK,
     "what the migrations make of an empty database, built in a scratch place, not the database"},
    {0, "schema", "NAME", CLI_SCHEMAS, AT(schemas), CLI_INSPECT | CLI_CHECK,
     "this schema instead of the one that names mean; repeatable"},
    {0, "done", NULL, CLI_FLAG, AT(done), CLI_RESUME, "the interrupted statement has been done"},
    {0, "again", NULL, CLI_FLAG, AT(again), CLI_RESUME, "run the interrupted statement again"},
    {0, NULL, NULL, CLI_FLAG, 0, 0, NULL},
};

const struct cli_option *cli_find_option(const char *name, size_t length, char letter, unsigned place,
                                         const struct cli_option **elsewhere)
{
    *elsewhere = NULL;
    for (const struct cli_option *o = cli_option_table; o->help; o++) {
        bool same = name ? o->name && strlen(o->name) == length && !memcmp(o->name, name, length)
                         : o->letter == letter;
        if (same && o->commands & place)
            return o;
        if (same)
            *elsewhere = o;
    }
    return NULL;
}

const char *cli_nearest_option(const char *name, unsigned place)
{
    const char *names[sizeof cli_option_table / sizeof *cli_option_table];
    size_t count = 0;
    for (const struct cli_option *o = cli_option_table; o->help; o++) {
        if (o->name && o->commands & place)
            names[count++] = o->name;
    }
    return al_nearest(al_text(name), names, count);
}
