#include "cli/help.h"

#include "cli/commands.h"
#include "cli/report.h"
#include "core/format.h"
#include "core/sha256.h"
#include "driver/driver.h"

#include <stdio.h>
#include <string.h>

#define WIDTH 80
#define OPTIONS_WIDTH 33 /* of the column before what they do */

/* ---- Lines --------------------------------------------------------------------------------- */

static size_t columns_of(const char *z, size_t n)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        count += ((unsigned char)z[i] & 0xC0) != 0x80; /* what goes on in UTF-8 */
    }
    return count;
}

static void begin_line(size_t indent)
{
    cli_report_text("\n");
    while (indent--) {
        cli_report_text(" ");
    }
}

void cli_put_wrapped(const char *text, size_t indent)
{
    size_t column = indent;
    while (*text) {
        size_t n = strcspn(text, " \n"), width = columns_of(text, n);
        bool first = column == indent, fits = column + 1 + width <= WIDTH;
        if (!first && fits) {
            cli_report_text(" ");
        } else if (!first) {
            begin_line(indent);
        }
        column = (first ? indent : fits ? column + 1 : indent) + width;
        cli_report_bytes(text, n);
        text += n;
        if (*text == '\n') {
            begin_line(indent);
            column = indent;
        }
        text += *text != '\0';
    }
    cli_report_text("\n");
}

/* ---- --help --------------------------------------------------------------------------------- */

static void put_option(const struct cli_option *o)
{
    char name[80], line[96], letter[8] = "    ";
    if (o->letter && o->name)
        al_format(letter, sizeof letter, "-%c, ", o->letter);
    else if (o->letter)
        al_format(letter, sizeof letter, "-%c", o->letter);
    al_format(name, sizeof name, "%s%s%s%s%s", letter, o->name ? "--" : "", o->name ? o->name : "",
              o->value ? " " : "", o->value ? o->value : "");
    al_format(line, sizeof line, "  %-*s", OPTIONS_WIDTH - 2, name);
    cli_report_text(line);
    cli_put_wrapped(o->help, OPTIONS_WIDTH);
}

static void put_options(unsigned place)
{
    for (const struct cli_option *o = cli_option_table; o->help; o++) {
        if (o->commands & place)
            put_option(o);
    }
}

static void command_help(const struct cli_options *options)
{
    const struct cli_command *c = options->command;
    cli_report_line("usage: %s [options] %s [options]%s%s\n", options->program, c->name,
                    *c->operands ? " " : "", c->operands);
    cli_report_line("%c%s%s", c->summary[0] - 'a' + 'A', c->summary + 1, strchr(c->summary, '?') ? "" : ".");
    if (*c->text) {
        cli_report_text("\n");
        cli_put_wrapped(c->text, 0);
    }
    cli_report_text("\nOptions\n");
    put_options(c->bit);
    cli_report_line("\nOptions of the whole program stand before the command: see `%s --help`.",
                    options->program);
}

static void program_help(const struct cli_options *options, const struct aludel_registry *registry)
{
    const char *group = "";
    cli_report_line("usage: %s [options] <command> [options] [revision]\n", options->program);
    cli_report_line("Brings a database of '%s' to a revision of its chain, and back.", registry->name);
    for (const struct cli_command *c = cli_command_table; c->name; c++) {
        char usage[64];
        if (strcmp(group, c->group) != 0)
            cli_report_line("\n%s", group = c->group);
        al_format(usage, sizeof usage, "%s %s", c->name, c->operands);
        cli_report_line("  %-22s %s", usage, c->summary);
    }
    cli_report_text("\nOptions\n");
    put_options(CLI_GLOBAL);
    cli_report_text("\nThe database is --url");
    if (*registry->settings.url_env)
        cli_report_line(", else the first one set of: %s.", registry->settings.url_env);
    else
        cli_report_line(", else the `url` that is compiled in.");
    cli_put_wrapped(
        "The exit status is 0 when all is done, 1 when something failed, 2 when the command line can't "
        "be read, 3 when the database is newer than this program.",
        0);
    cli_report_line("`%s COMMAND --help` says more about a command.", options->program);
}

void cli_help(const struct cli_options *options, const struct aludel_registry *registry)
{
    if (options->command)
        command_help(options);
    else
        program_help(options, registry);
}

/* ---- --version -------------------------------------------------------------------------- */

static const char *const dialect_names[ALUDEL_DIALECTS] = {"sqlite", "postgresql"};

static bool is_head(const struct aludel_migration *m)
{
    return !m->children.count;
}

/* Whoever compiles the runtime into a static program says so; otherwise that isn't known. */
#ifdef ALUDEL_STATIC
#define IS_STATIC true
#else
#define IS_STATIC false
#endif

static void heads_json(const struct aludel_registry *r)
{
    cli_json_begin_array("heads");
    for (uint32_t i = 0; i < r->count; i++) {
        if (is_head(&r->migrations[i]))
            cli_json_string(NULL, r->migrations[i].id);
    }
    cli_json_end_array();
}

static void dialects_json(const struct aludel_registry *r)
{
    cli_json_begin_array("dialects");
    for (int d = 0; d < ALUDEL_DIALECTS; d++) {
        if (r->drivers[d])
            cli_json_string(NULL, dialect_names[d]);
    }
    cli_json_end_array();
}

static bool client_of(const struct aludel_registry *r, int dialect, struct al_client *out)
{
    const struct al_driver_type *driver = al_driver_of(r, (enum aludel_dialect)dialect);
    if (!driver || !driver->client)
        return false;
    driver->client(out);
    return true;
}

static void libraries_json(const struct aludel_registry *r)
{
    struct al_client client;
    cli_json_begin_array("libraries");
    for (int d = 0; d < ALUDEL_DIALECTS; d++) {
        if (!client_of(r, d, &client))
            continue;
        cli_json_begin_object(NULL);
        cli_json_string("name", client.name);
        cli_json_string("version", *client.version ? client.version : NULL);
        if (client.source)
            cli_json_string("source", client.source);
        cli_json_end_object();
    }
    cli_json_end_array();
}

/* ---- What the build left out ---- */

struct left_out {
    uint32_t older; /* revisions */
    bool downgrades, messages;
};

static struct left_out left_out_of(const struct aludel_registry *r)
{
    struct left_out out = {0};
    for (uint32_t i = 0; i < r->count; i++) {
        const struct aludel_migration *m = &r->migrations[i];
        bool older = !m->ways[ALUDEL_UP].run;
        out.older += older;
        out.downgrades = out.downgrades || (!older && !m->ways[ALUDEL_DOWN].run);
        out.messages = out.messages || (!older && !*m->file);
    }
    return out;
}

static void left_out_json(const struct left_out *out)
{
    if (!out->older && !out->downgrades && !out->messages)
        return;
    cli_json_begin_object("left_out");
    cli_json_integer("older_revisions", out->older);
    cli_json_boolean("downgrades", out->downgrades);
    cli_json_boolean("messages", out->messages);
    cli_json_end_object();
}

static void left_out_text(const struct left_out *out)
{
    const char *parts[3];
    size_t count = 0;
    if (out->older)
        parts[count++] = "older revisions";
    if (out->downgrades)
        parts[count++] = "downgrades";
    if (out->messages)
        parts[count++] = "messages";
    for (size_t i = 0; i < count; i++) {
        cli_report_text(i ? ", " : "left out:  ");
        cli_report_text(parts[i]);
    }
    if (count)
        cli_report_end_line();
}

static void version_json(const struct aludel_registry *r, const char *sum)
{
    struct left_out left_out = left_out_of(r);
    cli_json_begin_object(NULL);
    cli_json_string("name", r->name);
    cli_json_string("aludel", aludel_version());
    cli_json_string("generated_by", r->tool_version);
    cli_json_integer("revisions", r->count);
    heads_json(r);
    dialects_json(r);
    cli_json_string("checksum", sum);
    left_out_json(&left_out);
    libraries_json(r);
    if (IS_STATIC)
        cli_json_boolean("static", true);
    cli_json_end_object();
}

static void libraries_text(const struct aludel_registry *r)
{
    struct al_client client;
    const char *between = " ";
    cli_report_text("libraries:");
    for (int d = 0; d < ALUDEL_DIALECTS; d++) {
        char line[96];
        if (!client_of(r, d, &client))
            continue;
        al_format(line, sizeof line, "%s%s %s", between, client.name,
                  *client.version ? client.version : "(not built in)");
        cli_report_text(line);
        between = ", ";
    }
    cli_report_line("%s", IS_STATIC ? "\nlinked:    statically" : "");
}

static void version_text(const struct aludel_registry *r, const char *program, const char *sum)
{
    struct left_out left_out = left_out_of(r);
    cli_report_line("%s: migrations of '%s', aludel %s", program, r->name, aludel_version());
    cli_report_text("heads:    ");
    for (uint32_t i = 0; i < r->count; i++) {
        if (is_head(&r->migrations[i])) {
            cli_report_text(" ");
            cli_report_text(r->migrations[i].id);
        }
    }
    cli_report_line("\nrevisions: %u", r->count);
    cli_report_text("dialects: ");
    for (int d = 0; d < ALUDEL_DIALECTS; d++) {
        if (r->drivers[d]) {
            cli_report_text(" ");
            cli_report_text(dialect_names[d]);
        }
    }
    cli_report_line("\nchecksum:  %s", sum);
    left_out_text(&left_out);
    libraries_text(r);
}

void cli_version(const struct cli_options *options, const struct aludel_registry *registry)
{
    char sum[2 * sizeof registry->sum.bytes + 1];
    al_hex(sum, registry->sum.bytes, sizeof registry->sum.bytes);
    if (options->json)
        version_json(registry, sum);
    else
        version_text(registry, options->program, sum);
}
