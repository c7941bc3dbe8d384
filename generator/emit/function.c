/*
 * function.c: a program -> its rows and its function. When a migration says the same in
 * both dialects (places and all) it is written once.
 */
#include "emit/inner.h"

#include <string.h>

/* ---- One dialect -------------------------------------------------------------------------------------- */

static bool is_plain(const struct program *p)
{
    for (size_t i = 0; i < p->steps.count; i++)
        if (p->steps.at[i]->kind != STEP_RUN)
            return false;
    return true;
}

static void put_plain(struct function *f)
{
    const struct steps *steps = &f->program->steps;
    for (size_t i = 0; i < steps->count; i++)
        vec_push(f->arena, &f->statements, steps->at[i]->statement);
    if (steps->count)
        put_rows_run(f, "return ", 0, steps->count);
    else
        c_line(f->w, "return aludel_ok(op);");
}

static void put_inside(struct function *f)
{
    if (is_plain(f->program)) {
        put_plain(f);
        return;
    }
    if (f->locals.uses_eval)
        c_line(f->w, "struct aludel_eval *const e = aludel_eval(op);");
    put_steps(f, &f->program->steps);
    c_line(f->w, "return aludel_ok(op);");
}

/* What is written of a program: its rows, which stand in front, are known when its inside has been written. */
struct written {
    struct c_writer rows, inside;
};

static struct written write_program(struct arena *a, const struct program *p, bool strip)
{
    struct written out = {c_piece(a), c_piece(a)};
    struct function f = {
        .arena = a, .w = &out.inside, .program = p, .strip = strip, .locals = locals_read(a, p)};
    out.inside.indent = 1;
    put_inside(&f);
    f.w = &out.rows;
    put_statement_rows(&f);
    put_place_rows(&f);
    if (f.statements.count || f.place_rows.count)
        c_blank(f.w);
    return out;
}

static void open_function(struct c_writer *w, const char *name, bool internal)
{
    c_line(w, "%sbool %s(struct aludel_op *op)", internal ? "static " : "", name);
    c_open(w);
}

static void put_function(struct c_writer *w, const struct written *p, const char *label, const char *name,
                         bool internal)
{
    c_paste(w, &p->rows, label);
    open_function(w, name, internal);
    c_paste(w, &p->inside, label);
    c_close(w, "");
}

/* ---- Both ------------------------------------------------------------------------------------------------
 */

static const char *half(struct arena *a, const char *name, enum aludel_dialect d)
{
    return arena_format(a, d == ALUDEL_SQLITE ? "%s_sqlite" : "%s_postgresql", name);
}

/* Constant statements that differ: a test and two lines. */
static void put_two_plain(struct arena *a, struct c_writer *w, const struct way *way,
                          const struct written *both)
{
    const char *sqlite = half(a, way->label, ALUDEL_SQLITE);
    const char *postgresql = half(a, way->label, ALUDEL_POSTGRESQL);
    c_paste(w, &both[ALUDEL_POSTGRESQL].rows, postgresql);
    c_paste(w, &both[ALUDEL_SQLITE].rows, sqlite);
    open_function(w, way->name, way->internal);
    c_line(w, "if (aludel_dialect(op) == ALUDEL_POSTGRESQL)");
    c_put(w, "    ");
    c_paste(w, &both[ALUDEL_POSTGRESQL].inside, postgresql);
    c_paste(w, &both[ALUDEL_SQLITE].inside, sqlite);
    c_close(w, "");
}

static void put_two(struct arena *a, struct c_writer *w, const struct way *way, const struct written *both)
{
    for (enum aludel_dialect d = 0; d < ALUDEL_DIALECTS; d++) {
        put_function(w, &both[d], half(a, way->label, d), half(a, way->local_name, d), true);
        c_blank(w);
    }
    open_function(w, way->name, way->internal);
    c_line(w, "if (aludel_dialect(op) == ALUDEL_POSTGRESQL)");
    c_line(w, "    return %s(op);", half(a, way->local_name, ALUDEL_POSTGRESQL));
    c_line(w, "return %s(op);", half(a, way->local_name, ALUDEL_SQLITE));
    c_close(w, "");
}

static void put_nothing(struct c_writer *w, const struct way *way)
{
    open_function(w, way->name, way->internal);
    c_line(w, "return aludel_ok(op);");
    c_close(w, "");
}

static bool says_the_same(const struct written *a, const struct written *b)
{
    return c_same(&a->rows, &b->rows) && c_same(&a->inside, &b->inside);
}

void put_way(struct arena *a, struct c_writer *w, const struct way *way)
{
    const struct program *s = way->programs[ALUDEL_SQLITE], *p = way->programs[ALUDEL_POSTGRESQL];
    struct written both[ALUDEL_DIALECTS] = {0};
    for (int d = 0; d < ALUDEL_DIALECTS; d++)
        if (way->programs[d])
            both[d] = write_program(a, way->programs[d], way->strip);
    if (way->about.n) {
        c_put(w, "/* ");
        c_comment(w, way->about);
        c_end(w, " */");
    }
    if (!s && !p)
        put_nothing(w, way);
    else if (!s || !p || says_the_same(&both[ALUDEL_SQLITE], &both[ALUDEL_POSTGRESQL]))
        put_function(w, &both[s ? ALUDEL_SQLITE : ALUDEL_POSTGRESQL], way->label, way->name, way->internal);
    else if (is_plain(s) && is_plain(p))
        put_two_plain(a, w, way, both);
    else
        put_two(a, w, way, both);
    c_blank(w);
}
