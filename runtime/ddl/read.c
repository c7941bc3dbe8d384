/* read.c: the way in, and what is asked of a tree. */
#include "ddl/parser.h"

#include "grammar.h"

#include <string.h>

/* Token by token, up to the end or the first that doesn't fit. */
static void push_all(struct al_ddl_reader *r, struct al_ddl_lexer *l, void *grammar)
{
    struct al_ddl_span token = {0, 0};
    int code;
    do {
        code = al_ddl_next_token(l, &token);
        if (code == T_ILLEGAL) {
            al_ddl_refuse(r, token);
        }
        al_ddl_grammar(grammar, code == T_SEMI ? 0 : code, token, r);
        r->previous = token;
    } while (code && code != T_SEMI && !r->failed);
}

static bool read_text(struct al_ddl_table *t, struct aludel_arena *arena, enum aludel_dialect dialect,
                      struct aludel_text text, bool whole)
{
    *t = (struct al_ddl_table){.text = text, .dialect = dialect};
    void *grammar = text.n < UINT32_MAX ? al_ddl_begin_grammar(arena) : NULL;
    if (!grammar) {
        return false;
    }
    struct al_ddl_reader r = {
        .table = t, .arena = arena, .columns = &t->columns, .constraints = &t->constraints};
    r.now = r.key = &r.spare;
    struct al_ddl_lexer l = {.dialect = dialect, .begin = text.z, .cursor = text.z, .limit = text.z + text.n};
    l.opened = !whole;
    al_ddl_grammar(grammar, whole ? T_WHOLE : T_BODY, (struct al_ddl_span){0, 0}, &r);
    push_all(&r, &l, grammar);
    return !r.failed;
}

bool al_ddl_read(struct al_ddl_table *t, struct aludel_arena *arena, enum aludel_dialect dialect,
                 struct aludel_text text)
{
    return read_text(t, arena, dialect, text, true);
}

bool al_ddl_read_body(struct al_ddl_table *t, struct aludel_arena *arena, enum aludel_dialect dialect,
                      struct aludel_text text)
{
    return read_text(t, arena, dialect, text, false);
}

/* ---- Names --------------------------------------------------------------------------------------- */

bool al_ddl_is_quoted(struct aludel_text token)
{
    return token.n >= 2 && strchr("\"'`[", *token.z);
}

/* A quote within is doubled, but for `]`. */
static size_t unquote(char *z, size_t end)
{
    char close = z[end];
    size_t n = 0;
    for (size_t i = 1; i < end; i++) {
        z[n++] = z[i];
        i += z[i] == close && close != ']';
    }
    return n;
}

static void lower(char *z)
{
    for (; *z; z++) {
        *z = (char)(*z >= 'A' && *z <= 'Z' ? *z | 32 : *z);
    }
}

struct aludel_text al_ddl_name(const struct al_ddl_table *t, struct aludel_arena *arena,
                               struct al_ddl_span name)
{
    struct aludel_text text = al_ddl_text(t, name);
    bool quoted = al_ddl_is_quoted(text);
    char *z = al_arena_copy(arena, text.z, text.n);
    if (!z) {
        return (struct aludel_text){NULL, 0};
    }
    if (quoted) {
        text.n = unquote(z, text.n - 1);
        z[text.n] = '\0';
    } else if (al_ddl_is_postgresql(t->dialect)) {
        lower(z);
    }
    return (struct aludel_text){z, text.n};
}

bool al_ddl_is_name(struct aludel_text token, const char *other)
{
    size_t i = 0, end = token.n;
    char close = '\0';
    if (al_ddl_is_quoted(token)) {
        close = token.z[--end];
        i = 1;
    }
    for (; other && i < end && *other; i++, other++) {
        if (!al_same_nocase((struct aludel_text){token.z + i, 1}, (struct aludel_text){other, 1})) {
            return false;
        }
        i += token.z[i] == close && close != ']';
    }
    return other && i >= end && !*other;
}

bool al_ddl_is(const struct al_ddl_table *t, struct al_ddl_span name, const char *other)
{
    return al_ddl_is_name(al_ddl_text(t, name), other);
}

/* ---- Lists --------------------------------------------------------------------------------------- */

/* The first token of what may stand in parentheses of its own. */
static struct al_ddl_span first_token(const struct al_ddl_table *t, struct al_ddl_span in)
{
    const char *z = t->text.z;
    struct al_ddl_lexer l = {
        .dialect = t->dialect, .begin = z, .cursor = z + in.at, .limit = z + in.at + in.n};
    struct al_ddl_span token;
    while (al_ddl_token(&l, &token) == T_LP) {
    }
    return token;
}

bool al_ddl_next(const struct al_ddl_table *t, struct al_ddl_span list, struct al_ddl_element *e)
{
    if (list.n < 2) {
        return false;
    }
    const char *z = t->text.z;
    uint32_t from = e->span.n ? al_ddl_behind(e->span) : list.at + 1;
    struct al_ddl_lexer l = {
        .dialect = t->dialect, .begin = z, .cursor = z + from, .limit = z + list.at + list.n - 1};
    struct al_ddl_span token, last = {0, 0};
    int code = al_ddl_group(&l, &token);
    if (e->span.n && code) { /* that was the comma */
        code = al_ddl_group(&l, &token);
    }
    *e = (struct al_ddl_element){.span = token, .name = token};
    for (; code && code != T_COMMA && code != T_ILLEGAL; code = al_ddl_group(&l, &token)) {
        last = token;
        if (token.at != e->span.at) {
            e->rest = e->rest.n ? al_ddl_join(e->rest, token) : token;
        }
    }
    e->span = al_ddl_join(e->span, last);
    e->name = first_token(t, e->name);
    return last.n > 0;
}
