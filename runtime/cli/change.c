#include "cli/change.h"

#include "cli/ask.h"
#include "cli/report.h"
#include "driver/driver.h"

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
        .carried = o->carried,
    };
    return options;
}

/* With --json the result is where the database stands now. What `newer = accept` let pass stands at something
 * that isn't known here: that is no failure of the command. */
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
    bool newer = cli->error.code == ALUDEL_NEWER;
    if (!ok && !newer)
        return false;
    cli_json_end_array();
    if (newer)
        cli_json_boolean("newer", true);
    cli_json_end_object();
    return true;
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
    if (cli->options->carried && cli->options->sql)
        return cli_plan(cli);
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
    return aludel_resume(cli->handle, &options, &cli->error) && report_current(cli);
}

bool cli_wait(struct cli *cli)
{
    int64_t milliseconds = -1;
    const char *timeout = cli->options->timeout;
    if (timeout && !al_duration(timeout, "0", &milliseconds))
        return cli_misread(cli, "--timeout wants a time such as 10s, 500ms or 5min, not '%s'", timeout);
    return aludel_wait(cli->handle, cli->options->operands[0], milliseconds, &cli->error) &&
           report_current(cli);
}
