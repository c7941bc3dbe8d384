/* read.c: the way in, and what is asked of a tree. */
#include "ddl/parser.h"

#include "grammar.h"

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

static struct aludel_text unquoted(struct aludel_text t, struct aludel_arena *arena)
{
    char *z = al_arena_copy(arena, t.z + 1, t.n - 2);
    char close = t.z[t.n - 1];
    size_t n = 0;
    for (size_t i = 1; z && i + 1 < t.n; i++) {
        z[n++] = t.z[i];
        i += t.z[i] == close && close != ']';
    }
    return (struct aludel_text){z, z ? n : 0};
}

static struct aludel_text lowered(struct aludel_text t, struct aludel_arena *arena)
{
    char *z = al_arena_copy(arena, t.z, t.n);
    for (size_t i = 0; z && i < t.n; i++) {
        z[i] = (char)(z[i] >= 'A' && z[i] <= 'Z' ? z[i] | 32 : z[i]);
    }
    return (struct aludel_text){z, z ? t.n : 0};
}

static bool is_quote(char c)
{
    return c == '"' || c == '\'' || c == '`' || c == '[';
}

struct aludel_text al_ddl_name(const struct al_ddl_table *t, struct aludel_arena *arena,
                               struct al_ddl_span name)
{
    struct aludel_text text = al_ddl_text(t, name);
    if (text.n >= 2 && is_quote(*text.z)) {
        return unquoted(text, arena);
    }
    return t->dialect == ALUDEL_POSTGRESQL ? lowered(text, arena) : text;
}

bool al_ddl_is(const struct al_ddl_table *t, struct al_ddl_span name, struct aludel_text other)
{
    struct aludel_text text = al_ddl_text(t, name);
    if (text.n < 2 || !is_quote(*text.z)) {
        return al_same_nocase(text, other);
    }
    char close = text.z[text.n - 1];
    size_t i = 1, j = 0;
    for (; i + 1 < text.n && j < other.n; i++, j++) {
        if (!al_same_nocase((struct aludel_text){text.z + i, 1}, (struct aludel_text){other.z + j, 1})) {
            return false;
        }
        i += text.z[i] == close && close != ']';
    }
    return i + 1 >= text.n && j == other.n;
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
