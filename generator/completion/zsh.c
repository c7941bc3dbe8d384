/* zsh: what _arguments reads. */
#include "completion/inner.h"

#define SPECIAL ":[]\\" /* to _arguments and _describe */

static void put_action(struct writing *w, const struct taken *t)
{
    switch (t->kind) {
    case TAKES_FILE: al_puts(w->out, "_files"); break;
    case TAKES_FOLDER: al_puts(w->out, "_files -/"); break;
    case TAKES_REVISION:
        if (t->words) /* behind a blank a function is called with its own arguments alone */
            al_putf(w->out, " _%s_revisions %s", w->function, t->words);
        else
            al_putf(w->out, "_%s_revisions", w->function);
        break;
    case TAKES_SCHEMA: al_putf(w->out, "_%s_schemas", w->function); break;
    case TAKES_URL: al_putf(w->out, "_%s_urls", w->function); break;
    case TAKES_WORD: al_putf(w->out, "(%s)", t->words); break;
    case TAKES_NOTHING:
    case TAKES_ANYTHING: al_putc(w->out, ' '); break;
    }
}

static void put_taken(struct writing *w, const struct taken *t)
{
    al_putc(w->out, ':');
    put_escaped(w, t->name, SPECIAL, true);
    al_putc(w->out, ':');
    put_action(w, t);
}

/* ---- Options ---------------------------------------------------------------------------------------- */

/* What it excludes: its other spelling, and itself; --help everything. */
static void put_excluded(struct writing *w, const struct completion_option *o)
{
    if (o->value.many)
        al_putc(w->out, '*');
    else if (o->letter == 'h')
        al_puts(w->out, "(- *)");
    else if (o->letter && o->name)
        al_putf(w->out, "(-%c --%s)", o->letter, o->name);
}

static void put_spelling(struct writing *w, const char *indent, const struct completion_option *o,
                         bool letter)
{
    bool valued = o->value.kind != TAKES_NOTHING;
    al_putf(w->out, "%s'", indent);
    put_excluded(w, o);
    if (letter)
        al_putf(w->out, "-%c%s", o->letter, valued ? "+" : "");
    else
        al_putf(w->out, "--%s%s", o->name, valued ? "=" : "");
    al_putc(w->out, '[');
    put_escaped(w, o->help, SPECIAL, true);
    al_putc(w->out, ']');
    if (valued)
        put_taken(w, &o->value);
    al_puts(w->out, "' \\\n");
}

static void put_options(struct writing *w, const char *indent, const struct completion_command *c)
{
    for (size_t i = 0; i < c->options.count; i++) {
        const struct completion_option *o = &c->options.at[i];
        if (o->letter)
            put_spelling(w, indent, o, true);
        if (o->name)
            put_spelling(w, indent, o, false);
    }
}

static void put_front(struct writing *w)
{
    put_options(w, "        ", &w->program->front);
}

/* ---- Commands --------------------------------------------------------------------------------------- */

static void put_commands(struct writing *w)
{
    for (size_t i = 0; i < w->program->commands.count; i++) {
        const struct completion_command *c = &w->program->commands.at[i];
        al_putf(w->out, "            '%s:", c->name);
        put_escaped(w, c->summary, SPECIAL, true);
        al_puts(w->out, "'\n");
    }
}

static void put_takes_of(struct writing *w, const struct completion_command *c)
{
    al_putf(w->out, "        %s)\n            _arguments \\\n", c->name);
    put_options(w, "                ", c);
    al_puts(w->out, "                ");
    if (c->operand.kind != TAKES_NOTHING) {
        al_puts(w->out, c->operand.many ? "'*" : "'1");
        put_taken(w, &c->operand);
        al_puts(w->out, "' ");
    }
    al_puts(w->out, "&& ret=0 ;;\n");
}

static void put_takes(struct writing *w)
{
    for (size_t i = 0; i < w->program->commands.count; i++)
        put_takes_of(w, &w->program->commands.at[i]);
}

const struct hole zsh_holes[] = {
    {"front", put_front}, {"commands", put_commands}, {"takes", put_takes}, {NULL, NULL}};
