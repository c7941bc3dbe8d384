/* completion: what makes a shell complete command lines; made from the tables that --help is made of. */
#include "author/author.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "cli_commands.h"
#include "cli_compile.h"
#include "cli_templates.h"
#include "completion/completion.h"

#include <stdio.h>
#include <string.h>

/* ---- What stands behind an option ------------------------------------------------------------------ */

static const struct {
    const char *word; /* of --help */
    enum taken_kind kind;
    const char *words;
} kinds[] = {
    {"FILE", TAKES_FILE, NULL},
    {"PATH", TAKES_FILE, NULL},
    {"FILE|URL", TAKES_FILE, NULL},
    {"DIR", TAKES_FOLDER, NULL},
    {"FOLDER", TAKES_FOLDER, NULL},
    {"PREFIX", TAKES_FOLDER, NULL},
    {"REV", TAKES_REVISION, NULL},
    {"START:END", TAKES_REVISION, NULL},
    {"FIRST:LAST", TAKES_REVISION, NULL},
    {"FROM TO", TAKES_SCHEMA, NULL},
    {"URL", TAKES_URL, NULL},
    {"FORMAT", TAKES_WORD, "gcc json sarif"},
    {"SHELL", TAKES_WORD, "bash zsh fish"},
    {"PROFILE", TAKES_WORD, "full embedded"},
};

/* "[REV...]": REV, and more than one; so are FROM and TO. */
static struct taken taken_by(struct arena *a, const char *shown)
{
    const char *z = shown + strspn(shown, " [");
    struct taken t = {TAKES_ANYTHING, arena_string(a, (struct aludel_text){z, strcspn(z, ".]")}), NULL,
                      strstr(shown, "...") || strchr(z, ' ')};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (!strcmp(kinds[i].word, t.name)) {
            t.kind = kinds[i].kind;
            t.words = kinds[i].words;
        }
    }
    return t;
}

static const char *template_names(struct arena *a)
{
    struct al_builder b = al_builder(&a->memory);
    for (const struct template_folder *f = template_folders; f->name; f++)
        al_putf(&b, "%s%s", b.n ? " " : "", f->name);
    return arena_string(a, al_built(&b));
}

/* Two have names of which the word says nothing. */
static void set_words(struct arena *a, struct completion_option *o)
{
    if (!strcmp(o->name, "dialect"))
        o->value.words = "sqlite postgresql";
    else if (!strcmp(o->name, "template"))
        o->value.words = template_names(a);
    if (o->value.words)
        o->value.kind = TAKES_WORD;
}

static void add_option(struct arena *a, struct completion_command *c, struct completion_option o,
                       const char *value, bool many)
{
    if (value)
        o.value = taken_by(a, value);
    if (value && o.name)
        set_words(a, &o);
    o.value.many = many;
    vec_push(a, &c->options, o);
}

/* ---- The tables ------------------------------------------------------------------------------------- */

static void add_own_option(struct arena *a, struct completion_command *to, const struct option *o)
{
    struct completion_option made = {.letter = o->letter, .name = o->name, .help = o->help};
    if (o->name[1] == '\0') /* -x has no other name */
        made.name = NULL;
    add_option(a, to, made, o->argument, o->many);
}

static struct completion_command own_command(struct arena *a, const struct command *c)
{
    struct completion_command made = {.name = c->name, .summary = c->summary};
    const struct option *word = command_word(c);
    for (const struct option *o = all_options; o->name; o++)
        if (command_takes(c, o) && !option_is_word(o))
            add_own_option(a, &made, o);
    if (word)
        made.operand = taken_by(a, word->argument);
    if (c->run == command_edit)
        made.operand.words = "current";
    return made;
}

static void add_program_options(struct arena *a, struct completion_command *to, unsigned place)
{
    for (const struct cli_option *o = cli_option_table; o->help; o++) {
        struct completion_option made = {.letter = o->letter, .name = o->name, .help = o->help};
        if (o->commands & place)
            add_option(a, to, made, o->value, o->kind == CLI_PAIR || o->kind == CLI_SCHEMAS);
    }
}

static struct completion_command program_command(struct arena *a, const struct cli_command *c)
{
    struct completion_command made = {.name = c->name, .summary = c->summary};
    add_program_options(a, &made, c->bit);
    if (*c->operands)
        made.operand = taken_by(a, c->operands);
    if (c->bit == CLI_SHOW)
        made.operand.words = "current";
    return made;
}

/* The commands of a migration program that aren't there yet. */
static void add_program_commands(struct arena *a, struct completion_program *p)
{
    for (const struct cli_command *c = cli_command_table; c->name; c++) {
        bool there = false;
        for (size_t i = 0; i < p->commands.count; i++)
            there = there || !strcmp(p->commands.at[i].name, c->name);
        if (!there)
            vec_push(a, &p->commands, program_command(a, c));
    }
}

/* One of completion/templates. */
static const char *template_text(const char *name)
{
    const struct template_file *f = completion_skeletons->files;
    while (strcmp(f->path, name) != 0)
        f++;
    return f->text;
}

/* It lists its chain in Alembic's words. */
static struct completion_program built_program(struct arena *a, const char *name)
{
    const char *list = arena_string(a, al_trimmed_end(al_text(template_text("history"))));
    struct completion_program p = {.name = name, .list = list, .front = {.name = ""}};
    add_program_options(a, &p.front, CLI_GLOBAL);
    add_program_commands(a, &p);
    return p;
}

static struct completion_program aludel_itself(struct tool *t)
{
    struct completion_program p = {
        .name = "aludel", .list = "completion revisions 2>/dev/null", .front = {.name = ""}};
    for (const struct option *o = all_options; o->name; o++)
        if (!strcmp(o->name, "directory"))
            add_own_option(t->arena, &p.front, o);
    add_program_options(t->arena, &p.front, CLI_GLOBAL);
    for (const struct command *c = t->commands; c->name; c++)
        vec_push(t->arena, &p.commands, own_command(t->arena, c));
    add_program_commands(t->arena, &p);
    return p;
}

/* ---- Revisions -------------------------------------------------------------------------------------- */

/* A line of what a stranger wrote: nothing of it is more than text to a terminal. */
static void print_line(struct aludel_text text, const char *behind)
{
    for (size_t i = 0; i < text.n && text.z[i] != '\n';) {
        size_t control = al_control(text.z + i, text.n - i);
        fwrite(control ? " " : text.z + i, 1, 1, stdout);
        i += control ? control : 1;
    }
    fputs(behind, stdout);
}

static void print_labels(const struct migration *m)
{
    for (size_t i = 0; i < m->own_labels.count; i++) {
        print_line(m->own_labels.at[i].text, "\ta branch\n");
        print_line(m->own_labels.at[i].text, "@head\tits newest\n");
    }
}

/* What the script for aludel asks for: quickly, without a word of what is wrong; nothing is compiled. */
static int list_revisions(struct tool *t, const struct options *options)
{
    struct environment e = {0};
    tool_environment(t, &e);
    author_read(&e, options->folder ? options->folder : ".");
    puts("head\tthe newest\nheads\tall of the newest\nbase\tbefore the first");
    for (size_t i = e.migrations.count; i-- > 0;) {
        const struct migration *m = e.migrations.at[i];
        print_labels(m);
        if (!m->id.n)
            continue;
        print_line(m->id, "\t");
        print_line(al_text(m->message ? m->message : ""), "\n");
    }
    return TOOL_DONE;
}

/* ---- The command ------------------------------------------------------------------------------------- */

static const char *const shells[COMPLETION_SHELLS] = {"bash", "zsh", "fish"};

static int print_script(struct tool *t, const struct options *options, enum completion_shell shell)
{
    struct al_builder b = al_builder(&t->arena->memory);
    if (options->program && !completion_is_name(options->program))
        return tool_fail(
            TOOL_USAGE,
            "completion: --program is the name that is typed, of letters, digits and . _ + -, not '%s'",
            options->program);
    struct completion_program p =
        options->program ? built_program(t->arena, options->program) : aludel_itself(t);
    completion_write(t->arena, &p, shell, template_text(shells[shell]), &b);
    fwrite(b.z, 1, b.n, stdout);
    return TOOL_DONE;
}

int command_completion(struct tool *t, const struct options *options)
{
    const char *name = options->shells.count == 1 ? options->shells.at[0] : "";
    if (!strcmp(name, "revisions"))
        return list_revisions(t, options);
    for (enum completion_shell s = 0; s < COMPLETION_SHELLS; s++)
        if (!strcmp(shells[s], name))
            return print_script(t, options, s);
    return tool_fail(TOOL_USAGE, "completion: for which shell? bash, zsh or fish");
}
