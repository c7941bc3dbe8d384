/*
 * loops.c: how a loop begins, and the ways out of it. `break` and `continue` where C's mean the same, else a goto to a
 * label behind the block. A cursor that is left early is closed.
 */
#include "emit/inner.h"

void put_kept(struct function *f, const struct step *s)
{
    if (!s->kept.count)
        return;
    c_begin(f->w);
    c_put(f->w, "struct aludel_value *const kept_%u[] = {", (unsigned)s->label);
    for (size_t i = 0; i < s->kept.count; i++)
        c_put(f->w, "%s&%s", i ? ", " : "", f->locals.at[s->kept.at[i]].name);
    c_end(f->w, "};");
}

static void put_rows(struct function *f, const struct step *s)
{
    c_line(f->w, "struct aludel_rows rows_%u;", (unsigned)s->label);
    c_begin(f->w);
    c_put(f->w, "aludel_rows_open(op, &rows_%u, ", (unsigned)s->label);
    put_bound(f, s->statement);
    if (s->kept.count)
        c_put(f->w, ", kept_%u, %zu", (unsigned)s->label, s->kept.count);
    else
        c_put(f->w, ", NULL, 0");
    c_end(f->w, ");");
    c_line(f->w, "while (aludel_rows_next(op, &rows_%u, &%s)) {", (unsigned)s->label,
           f->locals.at[s->local].name);
}

void put_turns(struct function *f, const struct step *s)
{
    if (s->kind == STEP_ROWS) {
        put_rows(f, s);
        return;
    }
    unsigned n = (unsigned)s->label;
    if (s->kept.count)
        c_line(f->w, "struct aludel_loop loop_%u = {.kept = kept_%u, .kept_count = %zu};", n, n,
               s->kept.count);
    else
        c_line(f->w, "struct aludel_loop loop_%u = {0};", n);
    if (s->kind == STEP_LOOP) {
        c_line(f->w, "while (aludel_turn(op, &loop_%u)) {", n);
        return;
    }
    if (needs_place(s->value))
        say_place(f, s->span);
    c_begin(f->w);
    c_put(f->w, "const struct aludel_value over_%u = ", n);
    put_later(f, s->value);
    c_end(f->w, ";");
    c_line(f->w, "while (aludel_turn(op, &loop_%u) && aludel_item(op, over_%u, loop_%u.turn - 1, &%s)) {", n,
           n, n, f->locals.at[s->local].name);
}

/* ---- Leaving --------------------------------------------------------------------------------------- */

static bool is_loop(const struct way_out *way)
{
    return way->kind == STEP_LOOP || way->kind == STEP_FOR || way->kind == STEP_ROWS;
}

static bool is_target(const struct way_out *way, const struct step *s)
{
    return way->kind != STEP_AUTOCOMMIT && way->label == s->label;
}

/* What is passed on the way out comes to its end; the loop that goes on doesn't. */
static void put_ends(struct function *f, const struct way_out *way)
{
    if (way->kind == STEP_ROWS)
        c_line(f->w, "aludel_rows_close(op, &rows_%u);", (unsigned)way->label);
    else if (way->kind == STEP_AUTOCOMMIT)
        c_line(f->w, "aludel_autocommit_end(op);");
}

void put_leave(struct function *f, const struct step *s)
{
    bool again = s->kind == STEP_AGAIN, inner_loop = false;
    struct way_out *way = f->inside;
    for (; way && !is_target(way, s); way = way->outer) {
        put_ends(f, way);
        inner_loop = inner_loop || is_loop(way);
    }
    if (!way)
        return;
    if (!again)
        put_ends(f, way);
    if (is_loop(way) && !inner_loop) {
        c_line(f->w, again ? "continue;" : "break;");
        return;
    }
    way->leaves = way->leaves || !again;
    way->again = way->again || again;
    c_line(f->w, again ? "goto next_%u;" : "goto end_%u;", (unsigned)s->label);
}
