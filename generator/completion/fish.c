/* fish: a line of `complete` for each command and option. */
#include "completion/inner.h"

#define SPECIAL "\\" /* inside quotes, which close for a ' */

static void put_taken(struct writing *w, const struct taken *t)
{
    switch (t->kind) {
    case TAKES_NOTHING:
    case TAKES_ANYTHING: break;
    case TAKES_FILE: al_puts(w->out, " -F"); break;
    case TAKES_FOLDER: al_puts(w->out, " -a '(__fish_complete_directories)'"); break;
    case TAKES_REVISION:
        al_putf(w->out, " -k -a '(__%s_revisions)%s%s'", w->function, t->words ? " " : "",
                t->words ? t->words : "");
        break;
    case TAKES_SCHEMA: al_putf(w->out, " -F -k -a '(__%s_revisions)'", w->function); break;
    case TAKES_URL: al_puts(w->out, " -a 'sqlite:/// postgresql://'"); break;
    case TAKES_WORD: al_putf(w->out, " -a '%s'", t->words); break;
    }
}

static void put_help(struct writing *w, const char *help)
{
    al_puts(w->out, " -d '");
    put_escaped(w, help, SPECIAL, true);
    al_puts(w->out, "'");
}

/* `command` "": what stands before one. */
static void begin_line(struct writing *w, const char *command)
{
    al_putf(w->out, "complete -c %s -n '__%s_at%s%s'", w->program->name, w->function, *command ? " " : "",
            command);
}

static void put_option(struct writing *w, const char *command, const struct completion_option *o)
{
    begin_line(w, command);
    if (o->letter)
        al_putf(w->out, " -s %c", o->letter);
    if (o->name)
        al_putf(w->out, " -l %s", o->name);
    if (o->value.kind != TAKES_NOTHING)
        al_puts(w->out, o->value.kind == TAKES_FILE ? " -r" : " -x");
    put_taken(w, &o->value);
    put_help(w, o->help);
    al_putc(w->out, '\n');
}

static void put_options(struct writing *w, const struct completion_command *c)
{
    for (size_t i = 0; i < c->options.count; i++)
        put_option(w, c->name, &c->options.at[i]);
}

static void put_operand(struct writing *w, const struct completion_command *c)
{
    if (c->operand.kind == TAKES_NOTHING || c->operand.kind == TAKES_ANYTHING)
        return;
    begin_line(w, c->name);
    put_taken(w, &c->operand);
    al_putc(w->out, '\n');
}

static void put_takes(struct writing *w)
{
    const struct completion_program *p = w->program;
    put_options(w, &p->front);
    for (size_t i = 0; i < p->commands.count; i++) {
        const struct completion_command *c = &p->commands.at[i];
        begin_line(w, "");
        al_putf(w->out, " -a %s", c->name);
        put_help(w, c->summary);
        al_putc(w->out, '\n');
        put_options(w, c);
        put_operand(w, c);
    }
}

/* The options before a command that have their value in the next word. */
static void put_valued(struct writing *w)
{
    for (size_t i = 0; i < w->program->front.options.count; i++) {
        const struct completion_option *o = &w->program->front.options.at[i];
        if (o->value.kind == TAKES_NOTHING)
            continue;
        if (o->letter)
            al_putf(w->out, " -%c", o->letter);
        if (o->name)
            al_putf(w->out, " --%s", o->name);
    }
}

const struct hole fish_holes[] = {{"takes", put_takes}, {"valued", put_valued}, {NULL, NULL}};
