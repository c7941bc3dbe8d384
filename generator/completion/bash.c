/* bash: two case lists, of what a command takes and of what stands behind an option. */
#include "completion/inner.h"

static void put_kind(struct writing *w, const struct taken *t)
{
    static const char *const kinds[] = {"",         "anything", "file", "folder",
                                        "revision", "schema",   "url",  "word"};
    al_puts(w->out, kinds[t->kind]);
    if (t->words)
        al_putf(w->out, " %s", t->words);
}

static void put_commands(struct writing *w)
{
    for (size_t i = 0; i < w->program->commands.count; i++)
        al_putf(w->out, "%s%s", i ? " " : "", w->program->commands.at[i].name);
}

/* ---- takes ------------------------------------------------------------------------------------------ */

static void put_takes_of(struct writing *w, const struct completion_command *c)
{
    al_putf(w->out, "    '%s') options='", c->name);
    for (size_t i = 0; i < c->options.count; i++) {
        const struct completion_option *o = &c->options.at[i];
        if (o->letter)
            al_putf(w->out, "%s-%c", i ? " " : "", o->letter);
        if (o->name)
            al_putf(w->out, "%s--%s", i || o->letter ? " " : "", o->name);
    }
    al_puts(w->out, "' operand='");
    put_kind(w, &c->operand);
    al_puts(w->out, "' ;;\n");
}

static void put_takes(struct writing *w)
{
    put_takes_of(w, &w->program->front);
    for (size_t i = 0; i < w->program->commands.count; i++)
        put_takes_of(w, &w->program->commands.at[i]);
}

/* ---- values ----------------------------------------------------------------------------------------- */

static void put_values_of(struct writing *w, const struct completion_command *c)
{
    for (size_t i = 0; i < c->options.count; i++) {
        const struct completion_option *o = &c->options.at[i];
        if (o->value.kind == TAKES_NOTHING)
            continue;
        al_puts(w->out, "    ");
        if (o->letter)
            al_putf(w->out, "%s:-%c%s", c->name, o->letter, o->name ? " | " : "");
        if (o->name)
            al_putf(w->out, "%s:--%s", c->name, o->name);
        al_puts(w->out, ") value='");
        put_kind(w, &o->value);
        al_puts(w->out, "' ;;\n");
    }
}

static void put_values(struct writing *w)
{
    put_values_of(w, &w->program->front);
    for (size_t i = 0; i < w->program->commands.count; i++)
        put_values_of(w, &w->program->commands.at[i]);
}

const struct hole bash_holes[] = {
    {"commands", put_commands}, {"takes", put_takes}, {"values", put_values}, {NULL, NULL}};
