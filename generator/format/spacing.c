/* spacing.c: tokens, what stands between them, and the blanks that belong there. */
#include "format/inner.h"

#include "grammar.h"

#include <string.h>

/* ---- Between two tokens ------------------------------------------------------------------------- */

uint32_t gap_column(const struct source *source, uint32_t at)
{
    uint32_t from = at, width = 0;
    while (from > 0 && source->text.z[from - 1] != '\n')
        from--;
    for (; from < at; from++)
        width = source->text.z[from] == '\t' ? (width / 8 + 1) * 8 : width + 1;
    return width;
}

static uint32_t comment_end(const char *z, uint32_t at, uint32_t to)
{
    while (at < to && z[at] != '\n')
        at++;
    return at;
}

uint32_t gap_read(struct arena *a, const struct source *source, uint32_t from, uint32_t to,
                  struct comments *comments)
{
    const char *z = source->text.z;
    uint32_t lines = 0, since = 0; /* line ends: of all of it, since the latest comment */
    for (uint32_t i = from; i < to; i++) {
        lines += z[i] == '\n';
        since += z[i] == '\n';
        if (z[i] != '#')
            continue;
        uint32_t end = comment_end(z, i, to);
        struct comment one = {al_trimmed_end((struct aludel_text){z + i, end - i}), gap_column(source, i),
                              lines > 0, since > 1};
        vec_push(a, comments, one);
        since = 0;
        i = end - 1;
    }
    return since;
}

void run_add(struct arena *a, const struct source *source, struct run *run, struct token t)
{
    struct item item = {.token = t, .text = {source->text.z + t.from, t.to - t.from}};
    vec_push(a, run, item);
}

struct run run_read(struct parser *p, enum fragment fragment, uint32_t from, uint32_t limit, uint32_t *end)
{
    struct run run = {0};
    struct lexer lex;
    struct token t;
    uint32_t seen = from;
    lexer_init(&lex, p, fragment, from, limit);
    while ((t = lexer_next(&lex)).code != T_END) {
        run_add(p->arena, p->source, &run, t);
        gap_read(p->arena, p->source, seen, t.from, &run.at[run.count - 1].comments);
        seen = t.to;
    }
    *end = lexer_offset(&lex);
    return run;
}

/* ---- Brackets ----------------------------------------------------------------------------------- */

bool is_operand(int code)
{
    return code == T_NAME || code == T_INT || code == T_FLOAT || code == T_STRING || code == T_NONE ||
           code == T_TRUE || code == T_FALSE || closes_bracket(code);
}

/* What is open where a token stands. */
struct around {
    size_t open; /* the bracket */
    size_t commas;
    bool operand_before; /* a call, a subscript, parameters */
    bool annotated;      /* a ':' since the latest comma */
    bool comprehension;
    bool must; /* be open */
};

struct walk {
    struct run *run;
    struct around around[MOST_BRACKETS + 1];
    size_t depth; /* around[0] is no bracket */
};

static struct around *innermost(struct walk *w)
{
    return &w->around[w->depth];
}

/* A comma at the end that its author put there to have a piece a line; where it makes the tuple it says nothing. */
static bool trailing_comma(const struct walk *w, const struct around *a, size_t close)
{
    const struct run *run = w->run;
    if (run->at[close - 1].token.code != T_COMMA || a->comprehension)
        return false;
    int code = run->at[a->open].token.code;
    bool tuple = code == T_LP ? !a->operand_before : code == T_LB && a->operand_before;
    return a->commas > 1 || !tuple;
}

static void close_bracket(struct walk *w, size_t i)
{
    struct around *a = innermost(w);
    struct run *run = w->run;
    run->at[a->open].partner = i;
    run->at[i].partner = a->open;
    bool open = a->must || trailing_comma(w, a, i) || run->at[i].comments.count;
    run->at[a->open].open = open;
    w->depth--;
    innermost(w)->must |= open;
}

/* ---- Blanks ------------------------------------------------------------------------------------- */

static bool is_sign(int code)
{
    return code == T_MINUS || code == T_PLUS || code == T_TILDE || code == T_STAR || code == T_DOUBLESTAR;
}

static bool around_equals(struct walk *w)
{
    return w->depth == 0 || innermost(w)->annotated;
}

static bool around_dot(int before, int code)
{
    if (code == T_DOT || code == T_ELLIPSIS)
        return before == T_INT || before == T_FROM;
    return code == T_IMPORT;
}

static bool wants_space(struct walk *w, const struct item *before, const struct item *item)
{
    int last = before->token.code, code = item->token.code;
    if (opens_bracket(last) || closes_bracket(code) || code == T_COMMA || code == T_SEMI || code == T_COLON)
        return false;
    if (last == T_COLON)
        return w->run->at[innermost(w)->open].token.code != T_LB || w->depth == 0;
    if (code == T_DOT || last == T_DOT || code == T_ELLIPSIS || last == T_ELLIPSIS)
        return around_dot(last, code);
    if (code == T_EQ || last == T_EQ)
        return around_equals(w);
    if (before->unary)
        return false;
    return !((code == T_LP || code == T_LB) && is_operand(last));
}

static void open_bracket(struct walk *w, size_t i)
{
    bool operand = i && is_operand(w->run->at[i - 1].token.code);
    if (w->depth < MOST_BRACKETS)
        w->around[++w->depth] = (struct around){.open = i, .operand_before = operand};
}

static void note(struct walk *w, size_t i)
{
    struct around *a = innermost(w);
    switch (w->run->at[i].token.code) {
    case T_COMMA:
        a->commas++;
        a->annotated = false;
        break;
    case T_COLON: a->annotated = true; break;
    case T_FOR: a->comprehension = true; break;
    default: break;
    }
}

/* Comments may stand where a line begins or ends in the layout: around a piece between commas. */
static bool comment_stands(const struct run *run, size_t i)
{
    int code = run->at[i].token.code, before = i ? run->at[i - 1].token.code : 0;
    return code == T_COMMA || closes_bracket(code) || before == T_COMMA || opens_bracket(before);
}

static bool take_item(struct walk *w, size_t i)
{
    struct item *item = &w->run->at[i];
    int before = i ? w->run->at[i - 1].token.code : 0;
    item->unary = is_sign(item->token.code) && !is_operand(before);
    item->space = i && wants_space(w, item - 1, item);
    if (item->comments.count && (w->depth == 0 || innermost(w)->comprehension || !comment_stands(w->run, i)))
        return false;
    innermost(w)->must |= item->comments.count > 0;
    note(w, i);
    if (opens_bracket(item->token.code))
        open_bracket(w, i);
    else if (closes_bracket(item->token.code) && w->depth)
        close_bracket(w, i);
    return true;
}

bool run_prepare(struct arena *a, struct run *run, bool quotes)
{
    struct walk w = {.run = run};
    for (size_t i = 0; i < run->count; i++) {
        if (!quotes && run->at[i].token.code == T_STRING)
            run->at[i].text = string_canonical(a, run->at[i].text);
        if (!take_item(&w, i))
            return false;
    }
    return true;
}
