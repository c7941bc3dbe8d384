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

static struct function function_new(struct arena *a, struct c_writer *w, const struct program *p,
                                    const char *label)
{
    return (struct function){.arena = a,
                             .w = w,
                             .program = p,
                             .locals = locals_read(a, p),
                             .rows = arena_format(a, "rows_%s", label),
                             .places = arena_format(a, "places_%s", label)};
}

static void put_plain(struct function *f, const char *indent)
{
    size_t count = f->program->steps.count;
    for (size_t i = 0; i < count && f->statements.count < count; i++)
        vec_push(f->arena, &f->statements, f->program->steps.at[i]->statement);
    if (count)
        c_line(f->w, "%sreturn aludel_run(op, %s, %zu);", indent, f->rows, count);
    else
        c_line(f->w, "%sreturn aludel_ok(op);", indent);
}

static void put_inside(struct function *f)
{
    if (is_plain(f->program)) {
        put_plain(f, "");
        return;
    }
    if (f->locals.uses_eval)
        c_line(f->w, "struct aludel_eval *const e = aludel_eval(op);");
    f->last_line = 0;
    put_steps(f, &f->program->steps);
    c_line(f->w, "return aludel_ok(op);");
}

/* Writes the function's inside into the void, so that its rows are known. */
static void rehearse(struct function *f)
{
    struct c_writer *w = f->w;
    struct c_writer scratch = c_writer(f->arena, w->file);
    scratch.indent = 1;
    f->w = &scratch;
    put_inside(f);
    f->w = w;
}

static void forget_rows(struct function *f)
{
    f->statements.count = 0;
    f->place_rows.count = 0;
}

static void put_data(struct function *f)
{
    rehearse(f);
    put_statement_rows(f);
    put_place_rows(f);
    if (f->statements.count || f->place_rows.count)
        c_blank(f->w);
    forget_rows(f);
}

static void put_function(struct function *f, const char *name, bool internal)
{
    c_line(f->w, "%sbool %s(struct aludel_op *op)", internal ? "static " : "", name);
    c_open(f->w);
    put_inside(f);
    c_close(f->w, "");
}

/* All that is written of a program, to compare it with the other dialect's. */
static struct aludel_text whole_text(struct arena *a, const struct program *p, const char *label)
{
    struct c_writer scratch = c_writer(a, "");
    struct function f = function_new(a, &scratch, p, label);
    put_data(&f);
    put_function(&f, label, false);
    return al_built(&scratch.text);
}

/* ---- Both ------------------------------------------------------------------------------------------------
 */

static void put_one(struct arena *a, struct c_writer *w, const struct program *p, const struct way *way)
{
    struct function f = function_new(a, w, p, way->label);
    put_data(&f);
    put_function(&f, way->name, way->internal);
}

/* Constant statements that differ: a test and two lines. */
static void put_two_plain(struct arena *a, struct c_writer *w, const struct way *way)
{
    struct function postgresql =
        function_new(a, w, way->programs[ALUDEL_POSTGRESQL], arena_format(a, "%s_postgresql", way->label));
    struct function sqlite =
        function_new(a, w, way->programs[ALUDEL_SQLITE], arena_format(a, "%s_sqlite", way->label));
    put_data(&postgresql);
    put_data(&sqlite);
    c_line(w, "%sbool %s(struct aludel_op *op)", way->internal ? "static " : "", way->name);
    c_open(w);
    c_line(w, "if (aludel_dialect(op) == ALUDEL_POSTGRESQL)");
    put_plain(&postgresql, "    ");
    put_plain(&sqlite, "");
    c_close(w, "");
}

static void put_two(struct arena *a, struct c_writer *w, const struct way *way)
{
    static const char *const suffixes[] = {[ALUDEL_SQLITE] = "sqlite", [ALUDEL_POSTGRESQL] = "postgresql"};
    const char *names[ALUDEL_DIALECTS];
    for (int d = 0; d < ALUDEL_DIALECTS; d++) {
        const char *label = arena_format(a, "%s_%s", way->label, suffixes[d]);
        struct function f = function_new(a, w, way->programs[d], label);
        names[d] = arena_format(a, "%s_%s", way->local_name, suffixes[d]);
        put_data(&f);
        put_function(&f, names[d], true);
        c_blank(w);
    }
    c_line(w, "%sbool %s(struct aludel_op *op)", way->internal ? "static " : "", way->name);
    c_open(w);
    c_line(w, "if (aludel_dialect(op) == ALUDEL_POSTGRESQL)");
    c_line(w, "    return %s(op);", names[ALUDEL_POSTGRESQL]);
    c_line(w, "return %s(op);", names[ALUDEL_SQLITE]);
    c_close(w, "");
}

static void put_nothing(struct c_writer *w, const struct way *way)
{
    c_line(w, "%sbool %s(struct aludel_op *op)", way->internal ? "static " : "", way->name);
    c_open(w);
    c_line(w, "return aludel_ok(op);");
    c_close(w, "");
}

void put_way(struct arena *a, struct c_writer *w, const struct way *way)
{
    const struct program *s = way->programs[ALUDEL_SQLITE], *p = way->programs[ALUDEL_POSTGRESQL];
    if (way->about.n) {
        c_put(w, "/* ");
        c_comment(w, way->about);
        c_end(w, " */");
    }
    bool same = s && p && al_same(whole_text(a, s, way->label), whole_text(a, p, way->label));
    if (!s && !p)
        put_nothing(w, way);
    else if (!s || !p || same)
        put_one(a, w, s ? s : p, way);
    else if (is_plain(s) && is_plain(p))
        put_two_plain(a, w, way);
    else
        put_two(a, w, way);
    c_blank(w);
}
