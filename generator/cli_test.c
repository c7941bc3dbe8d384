#include "cli_build.h"
#include "cli_commands.h"
#include "core/mask.h"

#include <string.h>

/* ---- To see it again ------------------------------------------------------------------------------ */

static void put_word(struct al_builder *b, const char *word)
{
    bool plain = word[strcspn(word, " \t\n'\"\\$`&|;<>()*?[]#~!{}")] == '\0';
    al_puts(b, plain ? " " : " '");
    for (; *word; word++)
        al_puts(b, *word == '\'' ? "'\\''" : (const char[]){*word, '\0'});
    al_puts(b, plain ? "" : "'");
}

static void put_option(struct al_builder *b, const char *name, const char *value)
{
    char shown[2048];
    if (!value)
        return;
    al_mask_url(shown, sizeof shown, value);
    put_word(b, name);
    put_word(b, shown);
}

/* The command line without what it is about, and without a password. */
static const char *again_command(struct tool *t, const struct options *o)
{
    struct al_builder b = al_builder(&t->arena->memory);
    al_puts(&b, "aludel test");
    put_option(&b, "-C", o->folder);
    put_option(&b, "--url", o->url);
    put_option(&b, "--from", o->from);
    if (o->power)
        put_word(&b, "--power");
    put_option(&b, "--power-points", o->power_points);
    put_option(&b, "--power-seed", o->power_seed);
    for (size_t i = 0; i < o->x.count; i++)
        put_option(&b, "-x", o->x.at[i]);
    return al_built(&b).z;
}

/* ---- The program ------------------------------------------------------------------------------------ */

static void pass(struct tool *t, struct words *argv, const char *name, const char *value)
{
    if (value)
        vec_push(t->arena, argv, arena_format(t->arena, "--%s=%s", name, value));
}

static struct words arguments(struct tool *t, const struct options *o)
{
    struct words argv = {0};
    vec_push(t->arena, &argv, "aludel");
    pass(t, &argv, "again", again_command(t, o));
    pass(t, &argv, "url", o->url);
    pass(t, &argv, "from", o->from);
    pass(t, &argv, "junit", o->junit);
    pass(t, &argv, "power-points", o->power_points);
    pass(t, &argv, "power-seed", o->power_seed);
    if (o->keep)
        vec_push(t->arena, &argv, "--keep");
    for (size_t i = 0; i < o->x.count; i++)
        vec_push(t->arena, &argv, arena_format(t->arena, "-x%s", o->x.at[i]));
    for (size_t i = 0; i < o->revisions.count; i++)
        vec_push(t->arena, &argv, o->revisions.at[i]);
    vec_push(t->arena, &argv, NULL);
    return argv;
}

/* ---- What goes together ----------------------------------------------------------------------------- */

static bool is_number(const char *text)
{
    int64_t n;
    return al_parse_int(al_text(text), &n) && n >= 0;
}

static bool misread(const char *what, const char *value)
{
    tool_fail(TOOL_USAGE, "test: %s, not '%s'", what, value);
    return false;
}

static bool suits_power(const struct options *o)
{
    const char *without = o->url ? "url" : o->from ? "from" : o->keep ? "keep" : NULL;
    if (without &&
        tool_fail(TOOL_USAGE, "test: --power makes its databases in memory: --%s has no meaning with it",
                  without))
        return false;
    if (o->power_points && strcmp(o->power_points, "all") != 0 &&
        (!is_number(o->power_points) || !strcmp(o->power_points, "0")))
        return misread("--power-points is a number from 1 on, or all", o->power_points);
    return !o->power_seed || is_number(o->power_seed) ||
           misread("--power-seed is a number from 0 on", o->power_seed);
}

static bool suits(const struct options *o)
{
    const char *alone = o->power_points ? "power-points" : o->power_seed ? "power-seed" : NULL;
    if (o->power)
        return suits_power(o);
    return !alone || tool_fail(false, "test: --%s is for --power, which isn't given", alone);
}

int command_test(struct tool *t, const struct options *options)
{
    if (!suits(options))
        return TOOL_USAGE;
    enum program_kind which = options->power ? PROGRAM_POWER : PROGRAM_TRIAL;
    struct words argv = arguments(t, options);
    const char *program = cached_program(t, options->folder ? options->folder : ".", which);
    return program ? execute_program(program, (char *const *)argv.at) : TOOL_FAILED;
}
