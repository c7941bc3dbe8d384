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
    if (o->keep)
        vec_push(t->arena, &argv, "--keep");
    for (size_t i = 0; i < o->x.count; i++)
        vec_push(t->arena, &argv, arena_format(t->arena, "-x%s", o->x.at[i]));
    for (size_t i = 0; i < o->revisions.count; i++)
        vec_push(t->arena, &argv, o->revisions.at[i]);
    vec_push(t->arena, &argv, NULL);
    return argv;
}

int command_test(struct tool *t, const struct options *options)
{
    struct words argv = arguments(t, options);
    const char *program = cached_program(t, options->folder ? options->folder : ".", PROGRAM_TRIAL);
    return program ? execute_program(program, (char *const *)argv.at) : TOOL_FAILED;
}
