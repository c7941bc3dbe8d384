#include "cli/command_line.h"

#include "cli/commands.h"
#include "cli/console.h"
#include "core/mask.h"
#include "core/text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

struct reader {
    struct cli_options *options;
    int argc, next;
    char **argv;
};

static const char *command_name(const struct reader *r)
{
    return r->options->command ? r->options->command->name : NULL;
}

static unsigned place_of(const struct reader *r)
{
    return r->options->command ? r->options->command->bit : CLI_GLOBAL;
}

static bool add_pair(struct reader *r, char *text)
{
    char *equals = strchr(text, '=');
    if (!equals || equals == text) {
        cli_usage_error(r->options->program, command_name(r), "-x wants NAME=VALUE, not '%s'", text);
        return false;
    }
    *equals = 0;
    struct aludel_pair *pair = &r->options->x[r->options->x_count++];
    pair->name = text;
    pair->value = equals + 1;
    return true;
}

/* Others can read a process's arguments: a password is taken out of them as soon as it has been read. */
static bool take_url(struct cli_options *o, char *value)
{
    size_t n = strlen(value), room = 2 * n + 4; /* *** may be longer than what it stands for */
    char *url = malloc(n + 1), *shown = malloc(room);
    if (!url || !shown) {
        free(url);
        free(shown);
        cli_usage_error(o->program, NULL, "out of memory");
        return false;
    }
    memcpy(url, value, n + 1);
    al_mask_url(shown, room, url);
    if (strcmp(url, shown) != 0) {
        memset(value, 0, n);
        al_format(value, n + 1, "%s", shown);
    }
    free(shown);
    free(o->given_url);
    o->url = o->given_url = url;
    return true;
}

static bool take(struct reader *r, const struct cli_option *o, char *value)
{
    char *field = (char *)r->options + o->offset;
    if (o->kind == CLI_FLAG) {
        bool yes = true;
        memcpy(field, &yes, sizeof yes);
        return true;
    }
    if (!value && r->next < r->argc)
        value = r->argv[r->next++];
    if (!value) {
        cli_usage_error(r->options->program, command_name(r), "option %s%s wants a value: %s",
                        o->name ? "--" : "-", o->name ? o->name : (char[]){o->letter, 0}, o->value);
        return false;
    }
    if (o->kind == CLI_PAIR)
        return add_pair(r, value);
    if (o->kind == CLI_SCHEMAS) {
        r->options->schemas[r->options->schema_count++] = value;
        return true;
    }
    if (o->offset == offsetof(struct cli_options, url))
        return take_url(r->options, value);
    memcpy(field, &value, sizeof value);
    return true;
}

static bool unknown(struct reader *r, const char *word, const struct cli_option *elsewhere)
{
    const char *program = r->options->program;

    if (elsewhere && elsewhere->commands & CLI_GLOBAL && r->options->command) {
        cli_usage_error(program, command_name(r), "option %s stands before the command: %s %s … %s", word,
                        program, word, command_name(r));
        return false;
    }
    const char *near = word[1] == '-' ? cli_nearest_option(word + 2, place_of(r)) : NULL;
    if (near)
        cli_usage_error(program, command_name(r), "unknown option %s; did you mean --%s?", word, near);
    else if (elsewhere && !r->options->command)
        cli_usage_error(program, command_name(r), "option %s stands behind a command", word);
    else
        cli_usage_error(program, command_name(r), "unknown option %s", word);
    return false;
}

/* --name, --name=value */
static bool long_option(struct reader *r, char *word)
{
    const struct cli_option *elsewhere;
    char *equals = strchr(word, '=');
    size_t length = equals ? (size_t)(equals - word - 2) : strlen(word + 2);
    const struct cli_option *o = cli_find_option(word + 2, length, 0, place_of(r), &elsewhere);

    if (!o)
        return unknown(r, word, elsewhere);
    if (equals && o->kind == CLI_FLAG) {
        cli_usage_error(r->options->program, command_name(r), "option --%s takes no value", o->name);
        return false;
    }
    return take(r, o, equals ? equals + 1 : NULL);
}

/* -q, -vi, -xNAME=VALUE, -r a:b */
static bool short_options(struct reader *r, char *word)
{
    const struct cli_option *elsewhere;
    for (char *c = word + 1; *c; c++) {
        const struct cli_option *o = cli_find_option(NULL, 0, *c, place_of(r), &elsewhere);
        if (!o)
            return unknown(r, (char[]){'-', *c, 0}, elsewhere);
        if (o->kind != CLI_FLAG)
            return take(r, o, c[1] ? c + 1 : NULL);
        if (!take(r, o, NULL))
            return false;
    }
    return true;
}

static bool set_command(struct reader *r, const char *word)
{
    r->options->command = cli_find_command(word);
    if (r->options->command)
        return true;
    const char *near = cli_nearest_command(word);
    if (near)
        cli_usage_error(r->options->program, NULL, "unknown command '%s'; did you mean '%s'?", word, near);
    else
        cli_usage_error(r->options->program, NULL, "unknown command '%s'", word);
    return false;
}

/* "-1" and "-2:head" are revisions, not options. */
static bool is_option(const char *word)
{
    return word[0] == '-' && word[1] && !isdigit((unsigned char)word[1]);
}

static bool read_word(struct reader *r, char *word)
{
    if (is_option(word))
        return word[1] == '-' ? long_option(r, word) : short_options(r, word);
    if (!r->options->command)
        return set_command(r, word);
    r->options->operands[r->options->operand_count++] = word;
    return true;
}

static bool check_section(const struct cli_options *o)
{
    if (o->section && !o->config) {
        cli_usage_error(o->program, NULL, "-n names a section of the file that -c names: give -c too");
        return false;
    }
    return true;
}

static bool check_operands(const struct cli_options *o)
{
    const struct cli_command *c = o->command;
    if (o->help || o->version || !c)
        return true;
    if (o->operand_count < c->least && !o->carried) {
        const char *example = strcmp(c->name, "downgrade") == 0 ? "-1" : "head";
        cli_usage_error(o->program, c->name, "%s wants %s, for example: %s %s %s", c->name, c->operands,
                        o->program, c->name, example);
        return false;
    }
    if (o->operand_count > c->most) {
        cli_usage_error(o->program, c->name, "%s doesn't take '%s'", c->name, o->operands[c->most]);
        return false;
    }
    return true;
}

bool cli_options_read(struct cli_options *options, int argc, char **argv)
{
    memset(options, 0, sizeof *options);
    const char *slash = argc ? strrchr(argv[0], '/') : NULL;
    options->program = slash ? slash + 1 : argc ? argv[0] : "migrate";
    options->operands = calloc((size_t)argc + 1, sizeof *options->operands);
    options->x = calloc((size_t)argc + 1, sizeof *options->x);
    options->schemas = calloc((size_t)argc + 1, sizeof *options->schemas);
    if (!options->operands || !options->x || !options->schemas) {
        cli_usage_error(options->program, NULL, "out of memory");
        return false;
    }
    struct reader r = {options, argc, 1, argv};
    bool only_operands = false;
    while (r.next < argc) {
        char *word = argv[r.next++];
        if (only_operands && options->command)
            options->operands[options->operand_count++] = word;
        else if (!strcmp(word, "--"))
            only_operands = true;
        else if (!read_word(&r, word))
            return false;
    }
    return check_section(options) && check_operands(options);
}

void cli_options_free(struct cli_options *options)
{
    free(options->given_url);
    free(options->operands);
    free(options->x);
    free(options->schemas);
}
