/*
 * The `migrate` command: read the line, open a handle, run one command, say how it went.
 */
#include <aludel/main.h>

#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/help.h"
#include "cli/report.h"
#include "cli/run.h"
#include "cli/signals.h"
#include "cli/streams.h"
#include "cli/surroundings.h"
#include "core/error.h"
#include "core/wording.h"

#include <aludel/generated.h>

#include <stdio.h>

enum exit_status { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_MISREAD = 2, EXIT_NEWER = 3, EXIT_SIGNALLED = 128 };

static void on_event(void *with, const struct aludel_event *event)
{
    struct cli *cli = with;
    cli_console_event(cli->console, event);
}

static const char *on_getenv(void *with, const char *name)
{
    struct cli *cli = with;
    return cli_getenv(cli->surroundings, name);
}

static bool write_stdout(void *with, const char *text, size_t length)
{
    (void)with;
    cli_report_bytes(text, length);
    return true;
}

static struct aludel *open_handle(struct cli *cli)
{
    cli->config.event = on_event;
    cli->config.getenv = on_getenv;
    cli->config.with = cli;
    if (cli->options->sql && !cli->options->carried) /* what the log carries stands in the database */
        return aludel_open_offline(&cli->config, cli->options->dialect, write_stdout, NULL, &cli->error);
    return aludel_open(&cli->config, &cli->error);
}

static bool run_command(struct cli *cli)
{
    cli->handle = open_handle(cli);
    if (!cli->handle)
        return false;
    cli_signals_install(cli->handle);
    bool ok = cli->options->command->run(cli);
    cli_signals_remove();
    aludel_close(cli->handle);
    return ok;
}

static int exit_status(const struct cli *cli)
{
    if (cli->error.code == ALUDEL_INTERRUPTED && cli_signal_seen())
        return EXIT_SIGNALLED + cli_signal_seen();
    if (cli->misread)
        return EXIT_MISREAD;
    return cli->error.code == ALUDEL_NEWER ? EXIT_NEWER : EXIT_FAILED;
}

static int finish_report(const struct cli_options *options)
{
    if (cli_streams_flush())
        return EXIT_DONE;
    cli_print(stderr, "%s: standard output can't be written\n", options->program);
    return EXIT_FAILED;
}

static int finish(struct cli *cli, bool ok)
{
    if (!ok) {
        al_word_for_command(&cli->error);
        cli_surroundings_explain(cli->surroundings, &cli->error);
    }
    if (!ok && cli->options->json)
        cli_json_fail(&cli->error);
    if (ok)
        return finish_report(cli->options);
    cli_streams_flush();
    cli_console_error(cli->console, &cli->error);
    return exit_status(cli);
}

static int carry_out(const struct cli_options *options, const struct aludel_registry *registry)
{
    struct cli_console console;
    struct cli_surroundings surroundings;
    struct cli cli = {.options = options, .console = &console, .surroundings = &surroundings};

    al_error_clear(&cli.error);
    cli.config.registry = registry;
    cli_console_init(&console, options->quiet, options->log_statements, options->no_color);
    bool ok =
        cli_surroundings_read(&surroundings, options, registry, &cli.config, &cli.error) && run_command(&cli);
    int status = finish(&cli, ok);
    cli_surroundings_free(&surroundings);
    return status;
}

int aludel_main(int argc, char **argv, const struct aludel_registry *registry)
{
    struct cli_options options;
    int status = EXIT_DONE;

    cli_streams_prepare();
    if (!cli_options_read(&options, argc, argv)) {
        status = EXIT_MISREAD;
    } else if (options.help) {
        cli_help(&options, registry);
        status = finish_report(&options);
    } else if (options.version) {
        cli_version(&options, registry);
        status = finish_report(&options);
    } else if (!options.command) {
        cli_usage_error(options.program, NULL, "which command? upgrade, downgrade, current, history …");
        status = EXIT_MISREAD;
    } else {
        status = carry_out(&options, registry);
    }
    cli_options_free(&options);
    return status;
}
