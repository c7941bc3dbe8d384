/*
 * statements.c: a function's constant statements: rows of its own, and how they are sent.
 */
#include "emit/inner.h"

/* ---- Rows ------------------------------------------------------------------------------------------- */

void put_flags(struct c_writer *w, const struct flag_name *of, unsigned flags)
{
    const char *between = "";
    for (; of->name; of++) {
        if (!(flags & of->flag))
            continue;
        c_put(w, "%sALUDEL_%s", between, of->name);
        between = " | ";
    }
    if (!*between)
        c_put(w, "0");
}

static void put_rows_name(struct function *f)
{
    c_put(f->w, "rows_");
    c_label(f->w);
}

static void put_text_name(struct function *f, size_t i)
{
    c_put(f->w, "text_");
    put_rows_name(f);
    c_put(f->w, "_%zu", i);
}

static void put_long_texts(struct function *f)
{
    for (size_t i = 0; i < f->statements.count; i++) {
        struct aludel_text sql = f->statements.at[i]->sql;
        if (sql.n <= LONGEST_QUOTED)
            continue;
        c_put(f->w, "static const char ");
        put_text_name(f, i);
        c_put(f->w, "[] = ");
        c_bytes(f->w, sql);
        c_end(f->w, ";");
    }
}

static void put_statement_row(struct function *f, size_t i)
{
    const struct sql_statement *s = f->statements.at[i];
    c_begin(f->w);
    c_put(f->w, "{");
    c_put(f->w, "SQL(");
    if (s->sql.n > LONGEST_QUOTED)
        put_text_name(f, i);
    else
        c_lines(f->w, s->sql);
    c_put(f->w, "), %zu, ", s->values.count);
    put_flags(f->w, statement_flags, s->flags);
    c_put(f->w, ", ");
    put_place_row(f->w, f->strip ? (struct place_row){NULL, (uint32_t)i + 1}
                                 : (struct place_row){s->span.source, line_of(s->span)});
    c_end(f->w, "},");
}

static bool is_overlong(const struct function *f)
{
    for (size_t i = 0; i < f->statements.count; i++)
        if (f->statements.at[i]->sql.n > LONGEST_PLAIN && f->statements.at[i]->sql.n <= LONGEST_QUOTED)
            return true;
    return false;
}

void put_statement_rows(struct function *f)
{
    if (!f->statements.count)
        return;
    bool overlong = is_overlong(f);
    put_long_texts(f);
    if (overlong)
        c_quiet(f->w, "-Woverlength-strings");
    c_put(f->w, "static const struct aludel_statement ");
    put_rows_name(f);
    c_end(f->w, "[] = {");
    f->w->indent++;
    for (size_t i = 0; i < f->statements.count; i++)
        put_statement_row(f, i);
    f->w->indent--;
    c_line(f->w, "};");
    if (overlong)
        c_loud(f->w);
}

/* ---- Their use --------------------------------------------------------------------------------------- */

static size_t statement_row(struct function *f, const struct sql_statement *s)
{
    vec_push(f->arena, &f->statements, s);
    return f->statements.count - 1;
}

void put_bound(struct function *f, const struct sql_statement *s)
{
    if (s->body) {
        c_put(f->w, "aludel_sql_close(op)");
        return;
    }
    size_t row = statement_row(f, s);
    bool binds = s->values.count > 0;
    c_put(f->w, binds ? "aludel_bind(&" : "(struct aludel_bound){&");
    put_rows_name(f);
    c_put(f->w, "[%zu], ", row);
    if (binds)
        put_values(f, s->values.count, s->values.at);
    c_put(f->w, binds ? ")" : "NULL}");
}

void put_rows_run(struct function *f, const char *before, size_t first, size_t count)
{
    c_begin(f->w);
    c_put(f->w, "%saludel_run(op, ", before);
    put_rows_name(f);
    if (first)
        c_put(f->w, " + %zu", first);
    c_put(f->w, ", %zu", count);
    c_end(f->w, ");");
}

size_t put_run(struct function *f, const struct steps *steps, size_t i)
{
    size_t first = statement_row(f, steps->at[i]->statement), count = 1;
    while (i + count < steps->count && steps->at[i + count]->kind == STEP_RUN)
        statement_row(f, steps->at[i + count++]->statement);
    put_rows_run(f, "", first, count);
    f->last_line = 0;
    return count;
}
