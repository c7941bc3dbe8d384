/*
 * persons.c: the C that a person wrote at file scope: it stands in front of the functions that use it,
 * under a #line of its own, and the compiler is asked whether its functions are what expressions take
 * them for.
 */
#include "emit/inner.h"

#include <string.h>

struct finder {
    const struct environment *e;
    struct persons *out;
};

static const struct file *file_of(const struct environment *e, const struct source *source)
{
    if (e->env && e->env->source == source)
        return e->env;
    for (size_t i = 0; i < e->shared.count; i++)
        if (e->shared.at[i].file->source == source)
            return e->shared.at[i].file;
    for (size_t i = 0; i < e->migrations.count; i++)
        if (e->migrations.at[i]->file->source == source)
            return e->migrations.at[i]->file;
    return NULL;
}

static void add_file(struct finder *f, const struct source *source)
{
    for (size_t i = 0; i < f->out->files.count; i++)
        if (f->out->files.at[i]->source == source)
            return;
    const struct file *file = file_of(f->e, source);
    if (file)
        vec_push(f->e->arena, &f->out->files, file);
}

static void add_function(struct finder *f, const struct c_function *c)
{
    for (size_t i = 0; i < f->out->functions.count; i++)
        if (!strcmp(f->out->functions.at[i]->name, c->name))
            return;
    vec_push(f->e->arena, &f->out->functions, c);
    add_file(f, c->span.source);
}

static void find_in_value(struct finder *f, struct aludel_value v);

static void find_in_later(struct finder *f, const struct later *l)
{
    if (!l)
        return;
    if (l->kind == LATER_C)
        add_function(f, l->c);
    if (l->kind == LATER_CONSTANT)
        find_in_value(f, l->value);
    for (size_t i = 0; i < l->count; i++)
        find_in_later(f, l->arguments[i]);
}

static void find_in_value(struct finder *f, struct aludel_value v)
{
    if (v.type == ALUDEL_DEFERRED)
        find_in_later(f, v.as.object);
    else if (v.type >= ALUDEL_LIST && v.type <= ALUDEL_ROW && v.as.items->deferred)
        for (size_t i = 0; i < v.as.items->count; i++)
            find_in_value(f, v.as.items->values[i]);
}

static void find_in_steps(struct finder *f, const struct steps *steps)
{
    for (size_t i = 0; steps && i < steps->count; i++) {
        const struct step *s = steps->at[i];
        if (s->kind == STEP_C)
            add_file(f, s->span.source);
        find_in_later(f, s->value);
        find_in_steps(f, s->then);
        find_in_steps(f, s->otherwise);
        if (!s->statement)
            continue;
        for (size_t j = 0; j < s->statement->values.count; j++)
            find_in_later(f, s->statement->values.at[j]);
        find_in_steps(f, s->statement->body);
    }
}

void persons_find(const struct environment *e, const struct program *p, struct persons *out)
{
    struct finder f = {e, out};
    if (p)
        find_in_steps(&f, &p->steps);
}

/* ---- Into C ------------------------------------------------------------------------------------- */

static void put_blocks(struct c_writer *w, const struct file *file)
{
    for (size_t i = 0; i < file->c_blocks.count; i++) {
        const struct node *n = file->c_blocks.at[i];
        struct span at = {file->source, n->span.from, n->span.to};
        c_verbatim(w, file->source, line_of_text(n->text, at), n->text);
    }
}

static const char *const c_types[] = {[C_TEXT] = "const char *",
                                      [C_INT] = "int64_t",
                                      [C_DOUBLE] = "double",
                                      [C_BOOL] = "bool",
                                      [C_VALUE] = "struct aludel_value"};

static const char *type_of(struct arena *a, const struct c_function *c, const char *result)
{
    struct al_builder b = al_builder(&a->memory);
    al_putf(&b, "%s (*)(", result);
    for (size_t i = 0; i < c->parameters.count; i++)
        al_putf(&b, "%s%s", i ? ", " : "", c_types[c->parameters.at[i]]);
    al_puts(&b, c->parameters.count ? ")" : "void)");
    return al_built(&b).z;
}

/* The compiler's word on what the generator read off the text. */
static void put_assertion(struct arena *a, struct c_writer *w, const struct c_function *c)
{
    const char *type = type_of(a, c, c_types[c->result]);
    if (c->span.source)
        c_source_line(w, c->span.source, line_of(c->span));
    c_begin(w);
    c_put(w, "_Static_assert(_Generic(&%s, %s: 1, ", c->name, type);
    if (c->result == C_TEXT)
        c_put(w, "%s: 1, ", type_of(a, c, "char *"));
    c_put(w, "default: 0), \"%s is called from expressions as %s\");", c->name, type);
    c_end(w, "");
}

void persons_put(struct arena *a, struct c_writer *w, const struct file *own, const struct persons *persons)
{
    bool foreign = false;
    for (size_t i = 0; i < persons->files.count; i++) {
        if (persons->files.at[i] == own)
            continue;
        if (!foreign)
            c_quiet(w, "-Wunused-function"); /* not every migration uses all of it */
        foreign = true;
        put_blocks(w, persons->files.at[i]);
    }
    if (foreign)
        c_loud(w);
    if (own)
        put_blocks(w, own);
    for (size_t i = 0; i < persons->functions.count; i++)
        put_assertion(a, w, persons->functions.at[i]);
    if (persons->functions.count)
        c_own_line(w);
    if (persons->functions.count || persons->files.count || (own && own->c_blocks.count))
        c_blank(w);
}
