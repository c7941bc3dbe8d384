/* A template as a text of its own, which isn't SQL: what new files are made from. */
#include "fold/evaluate.h"
#include "fold/outcome.h"

#include "base/word.h"

static struct scope *given_scope(struct folding *f, const struct given *names, size_t count)
{
    struct scope *s = scope_new(f, NULL);
    for (size_t i = 0; i < count; i++)
        scope_set(f, s, al_text(names[i].name), names[i].value);
    return s;
}

/* Alembic's comma(): the filter of `${down_revision | comma,n}`. */
static struct aludel_value comma(struct folding *f, struct call *c)
{
    struct aludel_value v = c->args[0];
    if (v.type == ALUDEL_NONE)
        return ALUDEL_STRING("");
    if (v.type == ALUDEL_STRING)
        return v;
    return checked(f, aludel_py(m_join, &f->eval, ALUDEL_STRING(", "), v), c->span);
}

static void put_literal(struct al_builder *b, struct aludel_value v)
{
    if (v.type == ALUDEL_STRING)
        put_quoted(b, v.as.text);
    if (v.type == ALUDEL_NONE)
        al_puts(b, "None");
    if (v.type != ALUDEL_TUPLE)
        return;
    al_putc(b, '(');
    for (size_t i = 0; i < v.as.items->count; i++) {
        al_puts(b, i ? ", " : "");
        put_literal(b, v.as.items->values[i]);
    }
    al_puts(b, v.as.items->count == 1 ? ",)" : ")");
}

/* repr() with the quotes of `aludel fmt`. */
static struct aludel_value literal(struct folding *f, struct call *c)
{
    struct al_builder b = al_builder(&f->arena->memory);
    put_literal(&b, c->args[0]);
    struct aludel_text made = al_built(&b);
    return al_new_string(&f->eval, made.z, made.n);
}

static void add_filter(struct folding *f, struct scope *s, const struct native *native)
{
    struct object *o = object_new(f, OBJECT_NATIVE, native->path);
    o->native = native;
    scope_set(f, s, al_text(native->path), object_value(o));
}

static const struct native filters[] = {
    {.path = "comma", .parameters = "value", .required = 1, .run = comma},
    {.path = "literal", .parameters = "value", .required = 1, .run = literal},
};

/* What changes a schema leaves steps; conditions and loops of now leave empty ones. */
static void refuse_steps(struct folding *f)
{
    const struct steps *left = &f->program->steps;
    f->program->steps = *f->steps;
    tidy(f->arena, f->program);
    if (left->count)
        refuse_later(f, left->at[0]->span);
}

bool fold_render(struct environment *e, const struct file *file, const struct given *names, size_t count,
                 struct aludel_text *out)
{
    size_t errors = e->diagnostics->errors;
    struct folding f = {.e = e, .arena = e->arena, .d = e->diagnostics, .heard = errors, .file = file};
    struct al_builder text = al_builder(&e->arena->memory);
    struct writer w;
    f.members = e->members = members_new(e->arena);
    f.program = ARENA_NEW(e->arena, struct program);
    f.schema = schema_unknown(e->arena, f.dialect);
    f.eval.arena = &e->arena->memory;
    f.steps = steps_new(&f);
    aliases_begin(&f);
    writer_init(&f, &w, NULL);
    w.plain = &text;
    f.writer = &w;
    struct scope *given = given_scope(&f, names, count);
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++)
        add_filter(&f, given, &filters[i]);
    f.main = module_scope(&f, file, given);
    f.scope = scope_new(&f, f.main);
    run_nodes(&f, &file->body);
    refuse_steps(&f);
    *out = al_built(&text);
    return e->diagnostics->errors == errors;
}
