#include "cli/budget.h"

#include "cli/report.h"
#include "core/size.h"

static const char *const words[] = {
    [ALUDEL_WORK_SCHEMA] = "schema", [ALUDEL_WORK_CREATE] = "create", [ALUDEL_WORK_COPY] = "copy",
    [ALUDEL_WORK_SCAN] = "scan",     [ALUDEL_WORK_INDEX] = "index",   [ALUDEL_WORK_INSERT] = "insert",
    [ALUDEL_WORK_UPDATE] = "update", [ALUDEL_WORK_DELETE] = "delete", [ALUDEL_WORK_DROP] = "drop"};

/* ---- As text ----------------------------------------------------------------------------------- */

static void say_needs(const struct aludel_disk_need *b)
{
    char all[32], database[32], journal[32], temporary[32];
    al_show_size(all, sizeof all, b->bytes);
    al_show_size(database, sizeof database, b->database_bytes);
    al_show_size(journal, sizeof journal, b->journal_bytes);
    al_show_size(temporary, sizeof temporary, b->temporary_bytes);
    cli_report_line("  %s %s: database %s, journal %s, temporary files %s", b->certain ? "at most" : "about",
                    all, database, journal, temporary);
    if (!b->certain)
        cli_report_line("  or more; not known: %s", b->unknown);
}

static void say_work(const struct aludel_work_row *row)
{
    char size[32];
    al_show_size(size, sizeof size, row->bytes);
    if (row->work == ALUDEL_WORK_SCHEMA)
        return;
    cli_report_text("  ");
    cli_report_text(words[row->work]);
    cli_report_text(" ");
    cli_report_text(row->table);
    if (row->rows)
        cli_report_line(" (%lld row%s%s%s)", (long long)row->rows, row->rows == 1 ? "" : "s",
                        row->bytes ? ", " : "", row->bytes ? size : "");
    else
        cli_report_text("\n");
}

static bool say_budget(void *with, const struct aludel_disk_need *b)
{
    (void)with;
    cli_report_line("%s", b->revision ? b->line : "All of it");
    say_needs(b);
    for (size_t i = 0; i < b->row_count; i++)
        say_work(&b->rows[i]);
    return true;
}

/* ---- As JSON ----------------------------------------------------------------------------------- */

static void put_needs(const struct aludel_disk_need *b)
{
    cli_json_integer("bytes", b->bytes);
    cli_json_integer("database_bytes", b->database_bytes);
    cli_json_integer("journal_bytes", b->journal_bytes);
    cli_json_integer("temporary_bytes", b->temporary_bytes);
    cli_json_boolean("certain", b->certain);
    cli_json_string("unknown", b->certain ? NULL : b->unknown);
}

static void put_work(const struct aludel_work_row *row)
{
    cli_json_begin_object(NULL);
    cli_json_string("work", words[row->work]);
    cli_json_string("table", row->table);
    cli_json_integer("rows", row->rows);
    cli_json_integer("bytes", row->bytes);
    cli_json_integer("line", row->line);
    cli_json_end_object();
}

/* The last one is of all steps. */
static bool put_budget(void *with, const struct aludel_disk_need *b)
{
    (void)with;
    if (!b->revision) {
        cli_json_end_array();
        put_needs(b);
        return true;
    }
    cli_json_begin_object(NULL);
    cli_json_string("revision", b->revision->id);
    cli_json_string("line", b->line);
    put_needs(b);
    cli_json_begin_array("work");
    for (size_t i = 0; i < b->row_count; i++)
        put_work(&b->rows[i]);
    cli_json_end_array();
    cli_json_end_object();
    return true;
}

bool cli_budget(struct cli *cli, enum aludel_command command, const char *target)
{
    bool json = cli->options->json;
    if (json) {
        cli_json_begin_object(NULL);
        cli_json_begin_array("steps");
    }
    if (!aludel_budget(cli->handle, command, target, json ? put_budget : say_budget, cli, &cli->error))
        return false;
    if (json)
        cli_json_end_object();
    return true;
}
