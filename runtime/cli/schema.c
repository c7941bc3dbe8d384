#include "cli/schema.h"

#include "cli/report.h"
#include "core/error.h"

#include <string.h>

static struct aludel_inspection question(const struct cli *cli)
{
    return (struct aludel_inspection){.schemas = cli->options->schemas,
                                      .schema_count = cli->options->schema_count,
                                      .target = cli->options->target,
                                      .chain = cli->options->chain};
}

static void put_part(const struct aludel_schema_part *part)
{
    cli_json_string("kind", part->kind);
    cli_json_string("schema", part->schema);
    cli_json_string("table", part->table);
    cli_json_string("name", part->name);
}

/* ---- inspect ------------------------------------------------------------------------------------- */

struct listing {
    struct cli *cli;
    bool begun;
};

/* Whoever reads the statements must know of which database they are. */
static void begin(struct listing *l)
{
    if (!l->begun && l->cli->options->json)
        cli_json_begin_array(NULL);
    else if (!l->begun)
        cli_report_line("-- %s", aludel_database_kind(l->cli->handle));
    l->begun = true;
}

/* What ends in a comment would take along what stands behind it. */
static bool may_end_in_comment(const char *sql)
{
    const char *line = strrchr(sql, '\n');
    return strstr(line ? line : sql, "--") != NULL;
}

static const char *ending(const struct aludel_schema_part *part)
{
    if (!strcmp(part->kind, "not_compared")) {
        return "\n";
    }
    return may_end_in_comment(part->sql) ? "\n;\n" : ";\n";
}

static bool list_part(void *with, const struct aludel_schema_part *part)
{
    struct listing *l = with;
    begin(l);
    if (l->cli->options->json) {
        cli_json_begin_object(NULL);
        put_part(part);
        cli_json_string("sql", part->sql);
        cli_json_end_object();
        return true;
    }
    cli_report_text("\n");
    cli_report_text(part->sql);
    cli_report_text(ending(part));
    return true;
}

static bool is_up_to_date(struct cli *cli)
{
    bool at_head = false;
    return aludel_is_at_head(cli->handle, &at_head, &cli->error) &&
           (at_head || al_error_not_up_to_date(&cli->error));
}

bool cli_inspect(struct cli *cli)
{
    struct listing l = {cli, false};
    struct aludel_inspection what = question(cli);
    if (what.target && what.chain)
        return al_error(&cli->error, ALUDEL_USAGE, "--target or --chain? There is one schema to inspect");
    if (cli->options->check_heads && !is_up_to_date(cli))
        return false;
    if (!aludel_inspect(cli->handle, &what, list_part, &l, &cli->error))
        return false;
    begin(&l);
    if (cli->options->json)
        cli_json_end_array();
    return true;
}

/* ---- check --------------------------------------------------------------------------------------- */

static const char *side_word(enum aludel_side side)
{
    static const char *const words[] = {"missing", "left over", "differs"};
    return words[side];
}

/* On one line: what is white becomes a blank. */
static void put_flat(const char *label, const char *text)
{
    cli_report_text(label);
    for (size_t n; *text; text += n) {
        n = strcspn(text, " \t\r\n");
        cli_report_bytes(text, n);
        size_t white = strspn(text + n, " \t\r\n");
        cli_report_text(white && text[n + white] ? " " : "");
        n += white;
    }
}

static void put_name(const struct aludel_schema_part *part)
{
    const char *schema = part->schema, *table = part->table;
    cli_report_text(part->kind);
    cli_report_text(" ");
    cli_report_text(schema);
    cli_report_text(*schema ? "." : "");
    cli_report_text(table);
    cli_report_text(*table && *part->name ? "." : "");
    cli_report_text(part->name);
}

static bool list_difference(void *with, const struct aludel_difference *d)
{
    const struct cli *cli = with;
    if (!cli->options->json) {
        put_flat("", side_word(d->side));
        cli_report_text(": ");
        put_name(&d->part);
        put_flat(d->side == ALUDEL_DIFFERENT ? ": target: " : ": ", d->target ? d->target : d->found);
        if (d->side == ALUDEL_DIFFERENT)
            put_flat(cli->options->chain ? "; chain: " : "; database: ", d->found);
        cli_report_text("\n");
        return true;
    }
    cli_json_begin_object(NULL);
    cli_json_string("difference", side_word(d->side));
    put_part(&d->part);
    cli_json_string("target", d->target);
    cli_json_string(cli->options->chain ? "chain" : "database", d->found);
    cli_json_end_object();
    return true;
}

bool cli_check(struct cli *cli)
{
    struct aludel_inspection what = question(cli);
    if (cli->options->json) {
        cli_json_begin_object(NULL);
        cli_json_begin_array("differences");
    }
    bool ok = aludel_check(cli->handle, &what, list_difference, cli, &cli->error);
    if (ok && cli->options->json) {
        cli_json_end_array();
        cli_json_end_object();
    } else if (ok) {
        cli_report_line("No new upgrade operations detected.");
    }
    return ok;
}
