/* Commands that change the database, and `wait`. */
#include "cli/commands.h"
#include "cli/report.h"
#include "core/error.h"

#include <stdlib.h>
#include <string.h>

static struct aludel_options library_options(const struct cli_options *o)
{
    struct aludel_options options = {
        .tag = o->tag,
        .expect = o->expect,
        .backup = o->backup,
        .single_transaction = o->single_transaction,
        .dry_run = o->dry_run,
        .purge = o->purge,
        .resume_done = o->done,
        .resume_again = o->again,
    };
    return options;
}

/* With --json the result is where the database stands now. */
static bool report_rows(void *with, const struct aludel_revision *r)
{
    (void)with;
    cli_json_string(NULL, r->id);
    return true;
}

static bool report_current(struct cli *cli)
{
    if (!cli->options->json || cli->options->sql)
        return true;
    cli_json_begin_object(NULL);
    cli_json_boolean("dry_run", cli->options->dry_run);
    cli_json_begin_array("current");
    bool ok = aludel_current(cli->handle, report_rows, NULL, &cli->error);
    if (ok) {
        cli_json_end_array();
        cli_json_end_object();
    }
    return ok;
}

bool cli_upgrade(struct cli *cli)
{
    struct aludel_options options = library_options(cli->options);
    return aludel_upgrade(cli->handle, cli->options->operands[0], &options, &cli->error) &&
           report_current(cli);
}

bool cli_downgrade(struct cli *cli)
{
    struct aludel_options options = library_options(cli->options);
    return aludel_downgrade(cli->handle, cli->options->operands[0], &options, &cli->error) &&
           report_current(cli);
}

bool cli_stamp(struct cli *cli)
{
    struct aludel_options options = library_options(cli->options);
    return aludel_stamp(cli->handle, cli->options->operands, cli->options->operand_count, &options,
                        &cli->error) &&
           report_current(cli);
}

bool cli_ensure_version(struct cli *cli)
{
    return aludel_ensure_version(cli->handle, &cli->error) && report_current(cli);
}

bool cli_resume(struct cli *cli)
{
    struct aludel_options options = library_options(cli->options);
    if (options.resume_done && options.resume_again)
        return al_error(&cli->error, ALUDEL_USAGE, "--done and --again exclude each other");
    return aludel_resume(cli->handle, &options, &cli->error) && report_current(cli);
}

/* "10s", "500ms", "5min", "1h", "2" (seconds) */
static bool read_duration(const char *text, int64_t *milliseconds)
{
    static const struct {
        const char *unit;
        int64_t factor;
    } units[] = {{"ms", 1}, {"s", 1000}, {"", 1000}, {"min", 60000}, {"h", 3600000}};
    char *end;
    long long number = strtoll(text, &end, 10);
    if (end == text || number < 0 || number > 1000000000)
        return false;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (!strcmp(end, units[i].unit)) {
            *milliseconds = number * units[i].factor;
            return true;
        }
    }
    return false;
}

bool cli_wait(struct cli *cli)
{
    int64_t milliseconds = -1;
    const char *timeout = cli->options->timeout;
    if (timeout && !read_duration(timeout, &milliseconds))
        return al_error(&cli->error, ALUDEL_USAGE,
                        "--timeout wants a time such as 10s, 500ms or 5min, not '%s'", timeout);
    return aludel_wait(cli->handle, cli->options->operands[0], milliseconds, &cli->error) &&
           report_current(cli);
}
