/* look.c: what other texts of SQLite's name: expressions, CREATE INDEX, CREATE TRIGGER. */
#include "ddl/parser.h"

#include "grammar.h"

#include <string.h>

static struct al_ddl_lexer lexer_of(struct aludel_text text)
{
    return (struct al_ddl_lexer){
        .dialect = ALUDEL_SQLITE, .begin = text.z, .cursor = text.z, .limit = text.z + text.n};
}

static int next_text(struct al_ddl_lexer *l, struct aludel_text *token)
{
    struct al_ddl_span span;
    int code = al_ddl_token(l, &span);
    *token = (struct aludel_text){l->begin + span.at, span.n};
    return code;
}

/* The first of the two that comes. */
static int skip_to(struct al_ddl_lexer *l, int one, int other, struct aludel_text *token)
{
    int code;
    do {
        code = next_text(l, token);
    } while (code && code != one && code != other && code != T_ILLEGAL);
    return code;
}

/* `words`: one behind the other, each with its NUL. */
static bool is_one_of(struct aludel_text token, const char *words)
{
    while (*words && !al_ddl_is_name(token, words)) {
        words += strlen(words) + 1;
    }
    return *words;
}

static bool may_be_name(int code, struct aludel_text token)
{
    switch (code) {
    case T_LP:
    case T_RP:
    case T_COMMA:
    case T_DOT:
    case T_OP:
    case T_NUMBER:
    case T_STRING:
    case T_NOT:
    case T_NULL:
    case T_COLLATE:
    case T_AS: return false;
    default: /* bare, these are never a column's name */
        return al_ddl_is_quoted(token) ||
               !is_one_of(
                   token,
                   "AND\0BETWEEN\0CASE\0ELSE\0ESCAPE\0IN\0IS\0ISNULL\0NOTNULL\0OR\0SELECT\0THEN\0WHEN\0"
                   "WHERE\0");
    }
}

/* At the end of an element: ASC or DESC. */
static bool is_order(int before, int code, int then)
{
    bool value = before == T_ID || before == T_RP || before == T_STRING || before == T_NUMBER;
    return (code == T_ASC || code == T_DESC) && value && (then == T_COMMA || then == T_RP);
}

/* strings: where only names stand, they are names as well. */
static bool mentions(struct aludel_text text, const char *column, bool strings)
{
    struct al_ddl_lexer l = lexer_of(text);
    struct aludel_text token, next;
    int before = 0, code = next_text(&l, &token);
    size_t cases = 0; /* whose END is to come, which else may be a name */
    while (code && code != T_ILLEGAL) {
        int then = next_text(&l, &next);
        bool ends = cases && al_same_nocase(token, AL_TEXT("END"));
        cases += al_same_nocase(token, AL_TEXT("CASE"));
        cases -= ends;
        bool name = (may_be_name(code, token) && !ends) || (strings && code == T_STRING);
        bool other = then == T_LP || then == T_DOT || before == T_COLLATE || before == T_AS ||
                     is_order(before, code, then);
        if (name && !other && al_ddl_is_name(token, column)) {
            return true;
        }
        before = code;
        code = then;
        token = next;
    }
    return false;
}

bool al_ddl_mentions(struct aludel_text text, const char *column)
{
    return mentions(text, column, false);
}

/* A name without its quotes, which has none of them inside. */
static struct aludel_text bare(struct aludel_text t)
{
    bool quoted = t.n > 2 && (*t.z == '"' || *t.z == '`' || *t.z == '[');
    return quoted ? (struct aludel_text){t.z + 1, t.n - 2} : t;
}

static bool alike(struct aludel_text a, struct aludel_text b)
{
    bool string = a.n && (*a.z == '\'' || ((*a.z | 32) == 'x' && a.n > 1 && a.z[1] == '\''));
    return string ? al_same(a, b) : al_same_nocase(bare(a), bare(b));
}

/* ASC goes without saying. */
static int token_that_counts(struct al_ddl_lexer *l, struct aludel_text *token, bool all)
{
    int code;
    do {
        code = next_text(l, token);
    } while (code && !all && al_same_nocase(*token, AL_TEXT("ASC")));
    return code;
}

static bool compare_tokens(struct aludel_text a, struct aludel_text b, bool all,
                           bool (*same)(struct aludel_text a, struct aludel_text b))
{
    struct al_ddl_lexer la = lexer_of(a), lb = lexer_of(b);
    struct aludel_text ta, tb;
    int of_a, of_b;
    do {
        of_a = token_that_counts(&la, &ta, all);
        of_b = token_that_counts(&lb, &tb, all);
    } while (of_a && of_b && same(ta, tb));
    return !of_a && !of_b;
}

bool al_ddl_same_tokens(struct aludel_text a, struct aludel_text b)
{
    return compare_tokens(a, b, true, al_same);
}

bool al_ddl_alike(struct aludel_text a, struct aludel_text b)
{
    return compare_tokens(a, b, false, alike);
}

/* A string is a column's name where it stands for an element of the list. */
bool al_ddl_index_names(const char *sql, const char *column)
{
    struct al_ddl_table t = {.text = al_text(sql), .dialect = ALUDEL_SQLITE};
    struct al_ddl_lexer l = lexer_of(t.text);
    struct aludel_text token;
    struct al_ddl_span list;
    struct al_ddl_element e = {0};
    skip_to(&l, T_LP, T_LP, &token);
    l.cursor = token.z;
    al_ddl_group(&l, &list);
    while (al_ddl_next(&t, list, &e)) {
        if (sql[e.name.at] == '\'' && al_ddl_is(&t, e.name, column)) {
            return true;
        }
    }
    return al_ddl_mentions((struct aludel_text){token.z, (size_t)(l.limit - token.z)}, column);
}

/* Behind UPDATE OF; whatever comes is a name. */
bool al_ddl_trigger_waits(const char *sql, const char *column)
{
    struct al_ddl_lexer l = lexer_of(al_text(sql));
    struct aludel_text token;
    bool waits = false, lists = skip_to(&l, T_UPDATE, T_ON, &token) == T_UPDATE;
    next_text(&l, &token);
    lists = lists && al_same_nocase(token, AL_TEXT("OF"));
    while (lists && next_text(&l, &token) && !al_same_nocase(token, AL_TEXT("ON"))) {
        waits = waits || al_ddl_is_name(token, column);
    }
    return waits;
}

bool al_ddl_content_names(const char *sql, const char *table, const char *column)
{
    struct aludel_text text = al_text(sql);
    return mentions(text, "content", false) && mentions(text, table, true) && mentions(text, column, true);
}

bool al_ddl_takes_order(const char *sql, const char *table)
{
    struct al_ddl_lexer l = lexer_of(al_text(sql));
    struct aludel_text token, last = AL_TEXT(""), third = last;
    bool exists = false, star = false, match = false;
    for (int code; (code = next_text(&l, &token)) && code != T_ILLEGAL; third = last, last = token) {
        if (al_ddl_is_name(third, "INTO") && al_ddl_is_name(last, table) &&
            is_one_of(token, "VALUES\0SELECT\0WITH\0")) {
            return true;
        }
        match = match || is_one_of(token, "TRIGGER\0UNION\0INTERSECT\0EXCEPT\0WITH\0") ||
                (code == T_LP && al_ddl_is_name(third, "VIEW"));
        star = star || (code == T_OP && *token.z == '*' && !exists &&
                        is_one_of(last, "SELECT\0DISTINCT\0ALL\0,\0.\0"));
        exists = code == T_ID && al_ddl_is_name(third, "EXISTS");
    }
    return star && match;
}

const char *al_ddl_made(const char *sql, struct aludel_arena *arena)
{
    struct al_ddl_table t = {.text = al_text(sql), .dialect = ALUDEL_SQLITE};
    struct al_ddl_lexer l = lexer_of(t.text);
    struct aludel_text token;
    struct al_ddl_span name;
    while (next_text(&l, &token) && !is_one_of(token, "INDEX\0TRIGGER\0")) {
    }
    al_ddl_token(&l, &name);
    return al_ddl_name(&t, arena, name).z;
}

struct aludel_text al_ddl_trigger_schema(const char *sql)
{
    struct al_ddl_lexer l = lexer_of(al_text(sql));
    struct aludel_text schema, dot;
    skip_to(&l, T_ON, T_ON, &schema);
    next_text(&l, &schema);
    return next_text(&l, &dot) == T_DOT ? schema : AL_TEXT("");
}

const char *al_ddl_unqualified(const char *sql, struct aludel_arena *arena, const char *table)
{
    struct al_ddl_lexer l = lexer_of(al_text(sql));
    struct al_builder b = al_builder(arena);
    struct aludel_text token, next;
    const char *done = sql, *from = sql; /* where the names begin that dots join */
    int before = 0, code = next_text(&l, &token);
    while (code && code != T_ILLEGAL) {
        from = before == T_DOT ? from : token.z;
        int then = next_text(&l, &next);
        if (then == T_DOT && may_be_name(code, token) && al_ddl_is_name(token, table)) {
            al_put(&b, done, (size_t)(from - done));
            done = next.z + 1;
        }
        before = code;
        code = then;
        token = next;
    }
    if (done == sql) {
        return sql;
    }
    al_puts(&b, done);
    return al_built(&b).z;
}
