/*
 * steps.c: steps -> C. A step is a statement or a block; what fails makes the rest do nothing, so nothing
 * is tested in between.
 */
#include "emit/inner.h"

/* The pieces of one that is put together at run time. */
static void open_statement(struct function *f, const struct sql_statement *s)
{
    if (!s->body)
        return;
    c_begin(f->w);
    c_put(f->w, "aludel_sql_open(op, ");
    put_place(f, s->span);
    c_put(f->w, ", ");
    put_flags(f->w, statement_flags, s->flags);
    c_end(f->w, ");");
    f->last_line = 0;
    put_steps(f, s->body);
}

/* ---- Pieces --------------------------------------------------------------------------------------- */

static const char *const hole_names[] = {
    [ALUDEL_HOLE_LITERAL] = "ALUDEL_HOLE_LITERAL",
    [ALUDEL_HOLE_STRING] = "ALUDEL_HOLE_STRING",
    [ALUDEL_HOLE_ESTRING] = "ALUDEL_HOLE_ESTRING",
    [ALUDEL_HOLE_DQUOTED] = "ALUDEL_HOLE_DQUOTED",
    [ALUDEL_HOLE_BACKTICK] = "ALUDEL_HOLE_BACKTICK",
    [ALUDEL_HOLE_BRACKET] = "ALUDEL_HOLE_BRACKET",
    [ALUDEL_HOLE_LINE_COMMENT] = "ALUDEL_HOLE_LINE_COMMENT",
    [ALUDEL_HOLE_BLOCK_COMMENT] = "ALUDEL_HOLE_BLOCK_COMMENT",
    [ALUDEL_HOLE_RAW] = "ALUDEL_HOLE_RAW",
    [ALUDEL_HOLE_DOLLAR] = "ALUDEL_HOLE_DOLLAR",
    [ALUDEL_HOLE_IDENTIFIER] = "ALUDEL_HOLE_IDENTIFIER",
};

static void put_piece(struct function *f, const struct step *s)
{
    c_begin(f->w);
    if (s->piece.kind == PIECE_TEXT) {
        c_put(f->w, "aludel_sql_text(op, SQL(");
        c_lines(f->w, s->piece.text);
        c_end(f->w, "));");
        return;
    }
    if (s->piece.kind == PIECE_PARAMETER) {
        c_put(f->w, "aludel_sql_parameter(op, ");
    } else {
        c_put(f->w, "aludel_sql_hole(op, %s, ", hole_names[s->piece.how]);
        if (s->piece.tag)
            c_string(f->w, al_text(s->piece.tag));
        else
            c_put(f->w, "NULL");
        c_put(f->w, ", ");
    }
    put_later(f, s->value);
    c_end(f->w, ");");
}

/* ---- Assignments ------------------------------------------------------------------------------------ */

static bool is_wanted(const struct function *f, uint32_t local)
{
    return f->locals.at[local].uses > 0;
}

static void put_target(struct function *f, const struct step *s)
{
    const struct use_of_local *u = &f->locals.at[s->local];
    c_begin(f->w);
    if (!is_wanted(f, s->local))
        c_put(f->w, "(void)");
    else
        c_put(f->w, "%s%s = ", u->declared && u->first_step == s ? "struct aludel_value " : "", u->name);
}

static void put_let(struct function *f, const struct step *s)
{
    if (needs_place(s->value))
        say_place(f, s->span);
    if (f->locals.at[s->local].instead || (!is_wanted(f, s->local) && !needs_place(s->value)))
        return;
    put_target(f, s);
    put_later(f, s->value);
    c_end(f->w, ";");
}

static void put_asking(struct function *f, const struct step *s)
{
    open_statement(f, s->statement);
    put_target(f, s);
    c_put(f->w, "aludel_%s(op, ",
          s->kind == STEP_EXECUTE  ? "execute"
          : s->kind == STEP_SCALAR ? "scalar"
          : s->kind == STEP_ROW    ? "row"
                                   : "fetch");
    put_bound(f, s->statement);
    c_end(f->w, ");");
    f->last_line = 0;
}

static void put_raw(struct function *f, const struct step *s)
{
    put_target(f, s);
    c_put(f->w, "aludel_execute_raw(op, ");
    put_place(f, s->span);
    c_put(f->w, ", ");
    put_later(f, s->value);
    c_end(f->w, ");");
    f->last_line = 0;
}

static void put_unpack(struct function *f, const struct step *s)
{
    say_place(f, s->span);
    c_begin(f->w);
    c_put(f->w, "aludel_unpack(op, ");
    put_later(f, s->value);
    c_put(f->w, ", %zu, (struct aludel_value *const[]){", s->locals.count);
    for (size_t i = 0; i < s->locals.count; i++)
        c_put(f->w, "%s&%s", i ? ", " : "", f->locals.at[s->locals.at[i]].name);
    c_end(f->w, "});");
}

/* ---- The others --------------------------------------------------------------------------------------- */

static void put_send(struct function *f, const struct step *s)
{
    open_statement(f, s->statement);
    c_begin(f->w);
    c_put(f->w, "aludel_send(op, ");
    put_bound(f, s->statement);
    c_end(f->w, ");");
    f->last_line = 0;
}

static void put_said(struct function *f, const char *call, const struct step *s)
{
    c_begin(f->w);
    c_put(f->w, "%s(op, ", call);
    put_place(f, s->span);
    c_put(f->w, ", ");
    put_later(f, s->value);
    c_end(f->w, ");");
}

static void put_refuse_rows(struct function *f, const struct step *s)
{
    c_begin(f->w);
    c_put(f->w, "aludel_refuse_rows(op, ");
    put_place(f, s->span);
    c_end(f->w, ");");
}

/* A person's C: it sees `op`, and the compiler and the debugger see the template. */
static void put_c(struct function *f, const struct step *s)
{
    c_open(f->w);
    c_verbatim(f->w, s->span.source, line_of_text(s->text, s->span), s->text);
    c_close(f->w, "");
    f->last_line = 0;
}

/* ---- Blocks --------------------------------------------------------------------------------------------- */

static void put_block(struct function *f, const struct steps *steps)
{
    f->w->indent++;
    f->last_line = 0;
    if (steps)
        put_steps(f, steps);
    f->w->indent--;
    f->last_line = 0;
}

static void put_body(struct function *f, const struct step *s)
{
    struct way_out way = {f->inside, s->kind, s->label, false, false};
    f->inside = &way;
    put_block(f, s->then);
    if (way.again)
        c_line(f->w, "next_%u:;", (unsigned)s->label);
    f->inside = way.outer;
    c_line(f->w, "}");
    if (way.leaves)
        c_line(f->w, "end_%u:;", (unsigned)s->label);
}

static void put_loop(struct function *f, const struct step *s)
{
    put_kept(f, s);
    if (s->kind == STEP_ROWS)
        open_statement(f, s->statement);
    put_turns(f, s);
    put_body(f, s);
    f->last_line = 0;
}

static void put_breakable(struct function *f, const struct step *s)
{
    c_line(f->w, "{");
    put_body(f, s);
    f->last_line = 0;
}

static void put_autocommit(struct function *f, const struct step *s)
{
    struct way_out way = {f->inside, s->kind, 0, false, false};
    c_line(f->w, "aludel_autocommit_begin(op);");
    c_line(f->w, "{");
    f->inside = &way;
    put_block(f, s->then);
    f->inside = way.outer;
    c_line(f->w, "}");
    c_line(f->w, "aludel_autocommit_end(op);");
}

static bool has_steps(const struct steps *steps)
{
    return steps && steps->count;
}

/* A lone `if` that needs nothing in front of it. */
static bool is_else_if(const struct function *f, const struct steps *steps)
{
    if (steps->count != 1 || steps->at[0]->kind != STEP_IF || needs_place(steps->at[0]->value))
        return false;
    for (size_t i = 0; i < f->locals.count; i++)
        if (f->locals.at[i].declare_in_front_of == steps->at[0])
            return false;
    return true;
}

static void put_if(struct function *f, const struct step *s)
{
    if (needs_place(s->value))
        say_place(f, s->span);
    c_begin(f->w);
    for (;;) {
        c_put(f->w, "if (%saludel_true(op, ", has_steps(s->then) ? "" : "!");
        put_later(f, s->value);
        c_end(f->w, ")) {");
        bool swap = !has_steps(s->then);
        put_block(f, swap ? s->otherwise : s->then);
        const struct steps *otherwise = swap ? NULL : s->otherwise;
        if (!has_steps(otherwise))
            break;
        c_begin(f->w);
        if (!is_else_if(f, otherwise)) {
            c_end(f->w, "} else {");
            put_block(f, otherwise);
            break;
        }
        c_put(f->w, "} else ");
        s = otherwise->at[0];
    }
    c_line(f->w, "}");
    f->last_line = 0;
}

/* ---- All of them ---------------------------------------------------------------------------------------- */

/* Locals that live from this step on. */
static void declare(struct function *f, const struct step *s)
{
    for (size_t i = 0; i < f->locals.count; i++) {
        const struct use_of_local *u = &f->locals.at[i];
        if (u->declare_in_front_of == s && u->uses)
            c_line(f->w, "struct aludel_value %s = aludel_unset();", u->name);
    }
}

static void put_step(struct function *f, const struct step *s)
{
    switch (s->kind) {
    case STEP_RUN: break;
    case STEP_SEND: put_send(f, s); break;
    case STEP_EXECUTE:
    case STEP_SCALAR:
    case STEP_ROW:
    case STEP_FETCH: put_asking(f, s); break;
    case STEP_RAW: put_raw(f, s); break;
    case STEP_LET: put_let(f, s); break;
    case STEP_PIECE: put_piece(f, s); break;
    case STEP_IF: put_if(f, s); break;
    case STEP_FOR:
    case STEP_ROWS:
    case STEP_LOOP: put_loop(f, s); break;
    case STEP_BLOCK: put_breakable(f, s); break;
    case STEP_LEAVE:
    case STEP_AGAIN: put_leave(f, s); break;
    case STEP_UNPACK: put_unpack(f, s); break;
    case STEP_AUTOCOMMIT: put_autocommit(f, s); break;
    case STEP_REBUILD: put_rebuild(f, s); break;
    case STEP_REMARK: put_said(f, "aludel_remark", s); break;
    case STEP_FAIL: put_said(f, "aludel_fail", s); break;
    case STEP_REFUSE_ROWS: put_refuse_rows(f, s); break;
    case STEP_C: put_c(f, s); break;
    }
}

/* Behind a step that leaves, nothing is reached. */
static bool leaves(const struct step *s)
{
    return s->kind == STEP_LEAVE || s->kind == STEP_AGAIN;
}

void put_steps(struct function *f, const struct steps *steps)
{
    for (size_t i = 0; i < steps->count;) {
        const struct step *s = steps->at[i];
        declare(f, s);
        if (s->kind == STEP_RUN) {
            i += put_run(f, steps, i);
            continue;
        }
        put_step(f, s);
        i++;
        if (leaves(s))
            break;
    }
}
