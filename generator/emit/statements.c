/*
 * statements.c: a function's constant statements: rows of its own, and how they are sent.
 */
#include "emit/inner.h"

/* ---- Rows ------------------------------------------------------------------------------------------- */

#define LONGEST_QUOTED 60000 /* what the compilers we know take all the same */

void put_flags(struct c_writer *w, unsigned flags)
{
    static const char *const names[] = {"ALUDEL_READS", "ALUDEL_DDL", "ALUDEL_ALONE", "ALUDEL_REPEATS",
                                        "ALUDEL_DIRECT"};
    const char *between = "";
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!(flags & 1u << i))
            continue;
        c_put(w, "%s%s", between, names[i]);
        between = " | ";
    }
    if (!*between)
        c_put(w, "0");
}

static void put_long_texts(struct function *f)
{
    for (size_t i = 0; i < f->statements.count; i++) {
        struct aludel_text sql = f->statements.at[i]->sql;
        if (sql.n <= LONGEST_QUOTED)
            continue;
        c_put(f->w, "static const char text_%s_%zu[] = ", f->rows, i);
        c_bytes(f->w, sql);
        c_end(f->w, ";");
    }
}

static void put_statement_row(struct function *f, size_t i)
{
    const struct sql_statement *s = f->statements.at[i];
    c_begin(f->w);
    c_put(f->w, "{");
    if (s->sql.n > LONGEST_QUOTED) {
        c_put(f->w, "SQL(text_%s_%zu)", f->rows, i);
    } else {
        c_put(f->w, "SQL(");
        c_lines(f->w, s->sql);
        c_put(f->w, ")");
    }
    c_put(f->w, ", %zu, ", s->values.count);
    put_flags(f->w, s->flags);
    c_put(f->w, ", ");
    put_place_row(f->w, (struct place_row){s->span.source, line_of(s->span)});
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
    c_line(f->w, "static const struct aludel_statement %s[] = {", f->rows);
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
    if (!s->values.count) {
        c_put(f->w, "(struct aludel_bound){&%s[%zu], NULL}", f->rows, row);
        return;
    }
    c_put(f->w, "aludel_bind(&%s[%zu], ", f->rows, row);
    put_values(f, s->values.count, s->values.at);
    c_put(f->w, ")");
}

size_t put_run(struct function *f, const struct steps *steps, size_t i)
{
    size_t first = statement_row(f, steps->at[i]->statement), count = 1;
    while (i + count < steps->count && steps->at[i + count]->kind == STEP_RUN)
        statement_row(f, steps->at[i + count++]->statement);
    if (first)
        c_line(f->w, "aludel_run(op, %s + %zu, %zu);", f->rows, first, count);
    else
        c_line(f->w, "aludel_run(op, %s, %zu);", f->rows, count);
    f->last_line = 0;
    return count;
}
