#include "cli/ask.h"

#include "cli/budget.h"
#include "cli/console.h"
#include "cli/picture.h"
#include "cli/report.h"
#include "cli/screen.h"
#include "core/error.h"
#include "core/text.h"

#include <string.h>
#include <unistd.h>

/* ---- Revisions --------------------------------------------------------------------------- */

struct listing {
    struct cli *cli;
    unsigned parts; /* of a line */
};

static bool list_revision(void *with, const struct aludel_revision *r)
{
    const struct listing *l = with;
    if (l->cli->options->json)
        cli_json_revision(r);
    else if (l->cli->options->verbose)
        cli_report_revision_entry(r, l->parts);
    else
        cli_report_revision_line(r, l->parts);
    return true;
}

static void begin_list(const struct cli *cli)
{
    if (cli->options->json)
        cli_json_begin_array(NULL);
}

static bool end_list(const struct cli *cli, bool ok)
{
    if (ok && cli->options->json)
        cli_json_end_array();
    return ok;
}

bool cli_history(struct cli *cli)
{
    const struct cli_options *o = cli->options;
    struct listing l = {cli, CLI_PARENTS | CLI_LABELS | CLI_TREE | CLI_DOC |
                                 (o->indicate_current ? (unsigned)CLI_MARK : 0)};
    if (o->graph && (o->json || o->verbose))
        return cli_misread(cli, "--graph draws a line for each revision: leave out %s",
                           o->json ? "--json" : "-v");
    if (o->graph)
        return cli_picture(cli, CLI_WHOLE);
    begin_list(cli);
    return end_list(
        cli, aludel_history(cli->handle, o->range, o->indicate_current, list_revision, &l, &cli->error));
}

/* Who reads a list on a terminal wants to see how it hangs together; programs get Alembic's lines. */
static bool is_drawn(const struct cli *cli)
{
    return !cli->options->json && !cli->options->verbose && cli_is_terminal(STDOUT_FILENO);
}

static bool count_unnamed(void *with, const struct aludel_revision *r)
{
    *(size_t *)with += !r->label_count;
    return true;
}

/* Branches with labels are meant to stay. Only `aludel` can write migrations. */
static bool hint_at_merge(struct cli *cli)
{
    size_t count = 0;
    if (strcmp(cli->options->program, "aludel") != 0)
        return true;
    if (!aludel_heads(cli->handle, cli->options->resolve_dependencies, count_unnamed, &count, &cli->error))
        return false;
    if (count > 1)
        cli_console_hint(cli->console, "aludel merge -m \"…\" brings the heads together");
    return true;
}

bool cli_heads(struct cli *cli)
{
    struct listing l = {cli, CLI_LABELS};
    if (is_drawn(cli))
        return cli_picture(cli, CLI_HEADS_ABOVE) && hint_at_merge(cli);
    begin_list(cli);
    return end_list(
        cli, aludel_heads(cli->handle, cli->options->resolve_dependencies, list_revision, &l, &cli->error));
}

static const struct aludel_revision *find_revision(const struct aludel *a, const char *id)
{
    size_t count = aludel_revision_count(a);
    for (size_t i = 0; i < count; i++) {
        const struct aludel_revision *r = aludel_revision_at(a, i);
        if (!strcmp(r->id, id))
            return r;
    }
    return NULL;
}

static bool list_branch(void *with, const struct aludel_revision *r)
{
    const struct listing *l = with;
    list_revision(with, r);
    if (l->cli->options->json)
        return true;
    for (size_t i = 0; i < r->child_count; i++)
        cli_report_branch_line(r, find_revision(l->cli->handle, r->children[i]), l->cli->options->verbose);
    cli_report_text("\n");
    return true;
}

bool cli_branches(struct cli *cli)
{
    struct listing l = {cli, CLI_LABELS | CLI_TREE};
    if (is_drawn(cli))
        return cli_picture(cli, CLI_BRANCHING);
    begin_list(cli);
    return end_list(cli, aludel_branches(cli->handle, list_branch, &l, &cli->error));
}

static bool list_entry(void *with, const struct aludel_revision *r)
{
    const struct listing *l = with;
    if (l->cli->options->json)
        cli_json_revision(r);
    else
        cli_report_revision_entry(r, l->parts);
    return true;
}

bool cli_show(struct cli *cli)
{
    struct listing l = {cli, 0};
    begin_list(cli);
    return end_list(cli, aludel_show(cli->handle, cli->options->operands[0], list_entry, &l, &cli->error));
}

/* ---- The database -------------------------------------------------------------------------- */

static bool pass_over(void *with, const struct aludel_revision *r)
{
    (void)with;
    (void)r;
    return false;
}

/* The URL is known once the database has been asked for something. */
static bool show_database(struct cli *cli)
{
    if (!aludel_current(cli->handle, pass_over, NULL, &cli->error))
        return false;
    cli_report_line("Current revision(s) for %s:", aludel_shown_url(cli->handle));
    return true;
}

static bool put_id(void *with, const char *id)
{
    const struct cli *cli = with;
    if (cli->options->json)
        cli_json_string(NULL, id);
    else
        cli_report_line("%s", id);
    return true;
}

bool cli_current(struct cli *cli)
{
    struct listing l = {cli, CLI_TREE};
    bool at_head = true;
    if (cli->options->stored) {
        begin_list(cli);
        return end_list(cli, aludel_stored(cli->handle, put_id, cli, &cli->error));
    }
    if (cli->options->check_heads) {
        if (!aludel_is_at_head(cli->handle, &at_head, &cli->error))
            return false;
        if (!at_head)
            return al_error(&cli->error, ALUDEL_FAILED, "Database is not on all head revisions");
    }
    if (cli->options->verbose && !cli->options->json && !show_database(cli))
        return false;
    begin_list(cli);
    return end_list(cli, aludel_current(cli->handle, list_revision, &l, &cli->error));
}

static const char *command_word(enum aludel_command command)
{
    static const char *const words[] = {"upgrade", "downgrade", "stamp", "purge"};
    return words[command];
}

static void put_trimmed(const char *sql)
{
    size_t n = strlen(sql);
    while (n && (sql[n - 1] == '\n' || sql[n - 1] == ' '))
        n--;
    cli_report_bytes(sql, n);
    cli_report_text(n ? "\n\n" : "");
}

static bool list_step(void *with, const struct aludel_step *step)
{
    const struct cli *cli = with;
    if (!cli->options->json) {
        cli_report_line("-- %s%s", step->line,
                        step->autocommit ? " (with statements outside its transaction)" : "");
        cli_report_text("\n");
        put_trimmed(step->sql);
        if (!step->whole)
            cli_report_line("-- what it executes%s depends on what it finds in the database\n",
                            *step->sql ? " then" : "");
        return true;
    }
    cli_json_begin_object(NULL);
    cli_json_string("action", command_word(step->command));
    cli_json_string("revision", step->revision->id);
    cli_json_string("line", step->line);
    cli_json_boolean("autocommit", step->autocommit);
    cli_json_string("sql", step->sql);
    cli_json_boolean("whole", step->whole);
    cli_json_end_object();
    return true;
}

bool cli_plan(struct cli *cli)
{
    char digest[33] = "";
    bool carried = cli->options->carried;
    enum aludel_command command = carried                   ? ALUDEL_DOWNGRADE_CARRIED
                                  : cli->options->downgrade ? ALUDEL_DOWNGRADE
                                                            : ALUDEL_UPGRADE;
    const char *target = cli->options->operand_count ? cli->options->operands[0] : carried ? "" : "head";

    if (cli->options->downgrade && !cli->options->operand_count && !carried)
        return cli_misread(cli, "plan --downgrade wants a revision, for example -1 or base");
    if (cli->options->budget)
        return cli_budget(cli, command, target);
    if (cli->options->json) {
        cli_json_begin_object(NULL);
        cli_json_begin_array("steps");
    }
    if (!aludel_plan(cli->handle, command, target, digest, list_step, cli, &cli->error))
        return false;
    if (cli->options->json) {
        cli_json_end_array();
        cli_json_string("digest", digest);
        cli_json_end_object();
    } else {
        cli_report_line("-- digest: %s", digest);
    }
    return true;
}

static bool list_log_entry(void *with, const struct aludel_log_entry *e)
{
    const struct cli *cli = with;
    if (!cli->options->json) {
        cli_report_line("%s  %-9s %s  %lld ms  %s%s%s%s%s%s(aludel %s)", e->at, e->action, e->revision,
                        (long long)e->milliseconds, e->user, *e->user && *e->host ? "@" : "", e->host,
                        *e->by ? " by " : "", e->by, *e->user || *e->host || *e->by ? "  " : "", e->tool);
        return true;
    }
    cli_json_begin_object(NULL);
    cli_json_integer("number", e->number);
    cli_json_string("revision", e->revision);
    cli_json_string("action", e->action);
    cli_json_string("at", e->at);
    cli_json_integer("milliseconds", e->milliseconds);
    cli_json_string("checksum", e->sum);
    cli_json_string("user", e->user);
    cli_json_string("host", e->host);
    cli_json_string("by", e->by);
    cli_json_string("tool", e->tool);
    cli_json_end_object();
    return true;
}

struct log_tail {
    struct cli *cli;
    long long skip, seen;
};

static bool count_log_entry(void *with, const struct aludel_log_entry *e)
{
    (void)e;
    ++*(long long *)with;
    return true;
}

static bool list_log_tail(void *with, const struct aludel_log_entry *e)
{
    struct log_tail *tail = with;
    return tail->seen++ < tail->skip || list_log_entry(tail->cli, e);
}

bool cli_log(struct cli *cli)
{
    struct log_tail tail = {cli, 0, 0};
    if (cli->options->limit) {
        int64_t limit = 0;
        long long count = 0;
        if (!al_parse_int(al_text(cli->options->limit), &limit) || limit < 0)
            return cli_misread(cli, "-n wants a number, not '%s'", cli->options->limit);
        if (!aludel_read_log(cli->handle, count_log_entry, &count, &cli->error))
            return false;
        tail.skip = count > limit ? count - limit : 0;
    }
    begin_list(cli);
    return end_list(cli, aludel_read_log(cli->handle, list_log_tail, &tail, &cli->error));
}

static bool list_verdict(void *with, const struct aludel_revision *r, enum aludel_verdict verdict,
                         const char *file)
{
    static const char *const words[] = {"same", "differs", "not recorded", "shared file differs",
                                        "squashed since"};
    const struct cli *cli = with;
    if (cli->options->json) {
        cli_json_begin_object(NULL);
        cli_json_string("revision", r ? r->id : NULL);
        cli_json_string("verdict", words[verdict]);
        cli_json_string("path", file);
        cli_json_end_object();
    } else {
        cli_report_line("%-12s %-20s %s", r ? r->id : "", words[verdict], file);
    }
    return true;
}

bool cli_verify(struct cli *cli)
{
    begin_list(cli);
    return end_list(cli, aludel_verify(cli->handle, list_verdict, cli, &cli->error));
}
