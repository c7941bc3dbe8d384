/* code.c: the statements between `<%` and `%>`: a line each, comments where they stood. */
#include "format/inner.h"

#include "grammar.h"

#include <string.h>

struct row {
    struct run run;             /* empty: a comment alone */
    struct aludel_text comment; /* behind it */
    uint32_t level;
    bool blank_before;
    bool sound; /* it may be laid out */
};

struct reader {
    struct parser *p;
    struct lexer lex;
    VEC(struct row) rows;
    struct comments waiting;            /* in front of the next statement */
    uint32_t columns[MOST_INDENTS + 2]; /* of the source, by level */
    uint32_t level, seen, depth, lines;
    bool in_header; /* behind its ':', on its line */
    bool blank_before;
    struct row current;
};

static uint32_t level_now(const struct reader *r)
{
    return r->level + r->in_header;
}

/* ---- Comments ----------------------------------------------------------------------------------- */

/* Between a block's last statement and the next one behind it, a comment belongs to what it is indented as. */
static uint32_t comment_level(const struct reader *r, const struct comment *one)
{
    uint32_t below = level_now(r), level = r->rows.count ? r->rows.at[r->rows.count - 1].level : 0;
    while (level > below && r->columns[level] > one->column)
        level--;
    return level > below ? level : below;
}

static void flush_comments(struct reader *r)
{
    for (size_t i = 0; i < r->waiting.count; i++) {
        const struct comment *one = &r->waiting.at[i];
        struct row row = {
            .comment = one->text, .level = comment_level(r, one), .blank_before = one->blank_before};
        vec_push(r->p->arena, &r->rows, row);
    }
    r->waiting.count = 0;
}

/* What stands in front of a token: behind the statement in hand or the one before it, in a bracket, or alone. */
static void take_gap(struct reader *r, struct token t)
{
    struct comments found = {0};
    uint32_t lines = gap_read(r->p->arena, r->p->source, r->seen, t.from, &found);
    struct run *run = &r->current.run;
    r->lines = run->count ? 0 : found.count ? lines : r->lines + lines;
    if (run->count && r->depth) {
        run->at[run->count - 1].comments = found; /* of the token that has just been added */
        return;
    }
    for (size_t i = 0; i < found.count; i++) {
        struct row *last = run->count ? &r->current : r->rows.count ? &r->rows.at[r->rows.count - 1] : NULL;
        if (!found.at[i].own_line && last && !last->comment.z)
            last->comment = found.at[i].text;
        else
            vec_push(r->p->arena, &r->waiting, found.at[i]);
    }
}

/* ---- Statements --------------------------------------------------------------------------------- */

static void begin_statement(struct reader *r, struct token t)
{
    flush_comments(r);
    r->current = (struct row){.level = level_now(r), .blank_before = r->lines > 1};
    r->lines = 0;
    if (!r->in_header)
        r->columns[r->level] = gap_column(r->p->source, t.from);
}

static bool has_continuation(const struct reader *r, uint32_t to)
{
    const char *z = r->p->source->text.z;
    for (uint32_t i = r->seen; i < to; i++)
        if (z[i] == '\\')
            return true;
    return false;
}

static void end_statement(struct reader *r)
{
    struct row *row = &r->current;
    if (!row->run.count)
        return;
    row->sound = run_prepare(r->p->arena, &row->run, false);
    vec_push(r->p->arena, &r->rows, *row);
    *row = (struct row){0};
}

static void add_token(struct reader *r, struct token t)
{
    struct run *run = &r->current.run;
    if (!run->count) {
        take_gap(r, t);
        begin_statement(r, t);
        run_add(r->p->arena, r->p->source, run, t);
    } else {
        run->continued |= !r->depth && has_continuation(r, t.from);
        run_add(r->p->arena, r->p->source, run, t);
        take_gap(r, t);
    }
    if (opens_bracket(t.code))
        r->depth++;
    if (closes_bracket(t.code))
        r->depth--;
    if (t.code == T_COLON && !r->depth && has_suite(run->at[0].token.code)) {
        end_statement(r);
        r->in_header = true;
    }
}

static void take(struct reader *r, struct token t)
{
    switch (t.code) {
    case T_INDENT:
    case T_DEDENT:
    case T_NEWLINE:
    case T_END:
        take_gap(r, t);
        end_statement(r);
        r->in_header = false;
        r->level += t.code == T_INDENT;
        r->level -= t.code == T_DEDENT;
        break;
    case T_SEMI:
        take_gap(r, t);
        end_statement(r);
        break;
    default: add_token(r, t);
    }
    uint32_t end = t.code == T_NEWLINE ? t.from : t.to; /* the line's end counts as what stands in between */
    r->seen = end > r->seen ? end : r->seen;
}

static void read_rows(struct reader *r, struct token chunk)
{
    struct token t;
    lexer_init(&r->lex, r->p, FRAGMENT_SUITE, chunk.to, (uint32_t)r->p->source->text.n);
    r->seen = chunk.to;
    do {
        t = layout_next(&r->lex);
        take(r, t);
    } while (t.code != T_END);
    flush_comments(r);
}

/* ---- Writing ------------------------------------------------------------------------------------ */

static void put_row(struct reader *r, struct sheet *s, const struct row *row, struct aludel_text base)
{
    bool apart = row->run.continued && !layout_fits(s, &row->run, 0);
    if (row->run.count && row->sound && !apart)
        layout_run(s, &row->run, base, row->level, 0);
    else if (row->run.count)
        layout_as_written(s, r->p->source, &row->run);
    if (row->run.count && row->comment.n)
        sheet_puts(s, "  ");
    sheet_put(s, row->comment);
}

static bool opens_block(const struct row *row)
{
    return row->run.count && has_suite(row->run.at[0].token.code);
}

static bool is_def(const struct row *row)
{
    return row->run.count && row->run.at[0].token.code == T_DEF;
}

/* A def of the top level, with the comments in front of it, stands between empty lines. */
static bool stands_apart(const struct reader *r, size_t i)
{
    const struct row *row = r->rows.at + i, *end = r->rows.at + r->rows.count, *last = row - 1;
    if (row->level || (!last->run.count && !last->level))
        return false;
    while (last > r->rows.at && last->level)
        last--;
    while (row < end && !row->run.count && !row->level)
        row++;
    return is_def(last) || (row < end && is_def(row) && !row->level);
}

static bool has_line_before(const struct reader *r, size_t i)
{
    const struct row *row = r->rows.at + i;
    return i && !opens_block(row - 1) && (row->blank_before || stands_apart(r, i));
}

static void put_rows(struct reader *r, struct sheet *s, struct aludel_text base)
{
    static const struct aludel_text none = {"", 0};
    for (size_t i = 0; i < r->rows.count; i++) {
        if (has_line_before(r, i))
            sheet_line(s, none, 0);
        sheet_line(s, base, r->rows.at[i].level);
        put_row(r, s, &r->rows.at[i], base);
    }
    sheet_line(s, base, 0);
}

/* <% one statement %> */
static bool is_short(const struct reader *r, const struct sheet *s, struct token chunk)
{
    const struct row *row = r->rows.at;
    if (chunk.code != CHUNK_CODE || r->rows.count > 1)
        return false;
    if (!r->rows.count)
        return true;
    if (!row->run.count || row->comment.n || !row->sound || opens_block(row))
        return false;
    const char *z = r->p->source->text.z;
    struct sheet copy = *s;
    copy.column++;
    return !memchr(z + chunk.to, '\n', row->run.at[0].token.from - chunk.to) &&
           layout_fits(&copy, &row->run, 3);
}

uint32_t code_format(struct parser *p, struct token chunk, struct sheet *s, struct aludel_text base)
{
    struct reader *r = ARENA_NEW(p->arena, struct reader);
    r->p = p;
    p->lexer = &r->lex;
    read_rows(r, chunk);
    sheet_puts(s, chunk.code == CHUNK_MODULE ? "<%!" : "<%");
    if (is_short(r, s, chunk)) {
        sheet_puts(s, " ");
        if (r->rows.count)
            put_row(r, s, r->rows.at, base);
        sheet_puts(s, r->rows.count ? " " : "");
    } else {
        put_rows(r, s, base);
    }
    sheet_puts(s, "%>");
    return lexer_offset(&r->lex) + 2;
}
