/*
 * places.c: where a thing stands in its template, for what fails there; a function's places are rows of its own.
 */
#include "emit/inner.h"

uint32_t line_of(struct span at)
{
    return at.source ? source_position(at.source, at.from).line : 0;
}

/* The line that `text` begins on: `at` is the tag around it. */
uint32_t line_of_text(struct aludel_text text, struct span at)
{
    const struct source *source = at.source;
    bool inside = text.z >= source->text.z && text.z <= source->text.z + source->text.n;
    return source_position(source, inside ? (uint32_t)(text.z - source->text.z) : at.from).line;
}

void put_place_row(struct c_writer *w, struct place_row row)
{
    c_put(w, "{");
    if (row.source)
        c_string(w, al_text(row.source->shown));
    else
        c_put(w, "NULL");
    c_put(w, ", %u}", (unsigned)row.line);
}

/* With `strip` without a file: the number of the statement that comes next. */
static struct place_row place_of(const struct function *f, struct span at)
{
    if (f->strip)
        return (struct place_row){NULL, (uint32_t)f->statements.count + 1};
    return (struct place_row){at.source, line_of(at)};
}

static size_t place_row(struct function *f, struct span at)
{
    struct place_row row = place_of(f, at);
    size_t n = f->place_rows.count;
    if (n && f->place_rows.at[n - 1].source == row.source && f->place_rows.at[n - 1].line == row.line)
        return n - 1;
    vec_push(f->arena, &f->place_rows, row);
    return n;
}

void put_place(struct function *f, struct span at)
{
    size_t row = place_row(f, at);
    c_put(f->w, "&places_");
    c_label(f->w);
    c_put(f->w, "[%zu]", row);
}

void say_place(struct function *f, struct span at)
{
    uint32_t line = place_of(f, at).line;
    if (!at.source || f->last_line == line)
        return;
    f->last_line = line;
    c_begin(f->w);
    c_put(f->w, "aludel_at(op, ");
    put_place(f, at);
    c_end(f->w, ");");
}

void put_place_rows(struct function *f)
{
    if (!f->place_rows.count)
        return;
    c_put(f->w, "static const struct aludel_place places_");
    c_label(f->w);
    c_end(f->w, "[] = {");
    f->w->indent++;
    for (size_t i = 0; i < f->place_rows.count; i++) {
        c_begin(f->w);
        put_place_row(f->w, f->place_rows.at[i]);
        c_end(f->w, ",");
    }
    f->w->indent--;
    c_line(f->w, "};");
}
