/* look.c: what other texts of SQLite's name: expressions, CREATE INDEX, CREATE TRIGGER. */
#include "ddl/parser.h"

#include "grammar.h"

static struct al_ddl_lexer lexer_over(struct aludel_text text, struct al_ddl_span in)
{
    return (struct al_ddl_lexer){
        .dialect = ALUDEL_SQLITE, .begin = text.z, .cursor = text.z + in.at, .limit = text.z + in.at + in.n};
}

static struct al_ddl_span whole(struct aludel_text text)
{
    return (struct al_ddl_span){0, (uint32_t)text.n};
}

static struct al_ddl_lexer lexer_of(struct aludel_text text)
{
    return lexer_over(text, whole(text));
}

/* Bare, these are never a column's name. */
static bool is_reserved(struct aludel_text word)
{
    static const char *const words[] = {"AND",    "BETWEEN", "CASE", "ELSE",   "ESCAPE", "IN",   "IS",
                                        "ISNULL", "NOTNULL", "OR",   "SELECT", "THEN",   "WHEN", "WHERE"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (al_same_nocase(word, al_text(words[i]))) {
            return true;
        }
    }
    return false;
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
    default: return !is_reserved(token);
    }
}

/* At the end of an element: ASC or DESC. */
static bool is_order(int before, int code, int then)
{
    bool value = before == T_ID || before == T_RP || before == T_STRING || before == T_NUMBER;
    return code == T_ORDER && value && (then == T_COMMA || then == T_RP);
}

/* strings: where only names stand, they are names as well. */
static bool mentions(struct aludel_text text, struct al_ddl_span in, struct aludel_text column, bool strings)
{
    struct al_ddl_table t = {.text = text, .dialect = ALUDEL_SQLITE};
    struct al_ddl_lexer l = lexer_over(text, in);
    struct al_ddl_span token, next;
    int before = 0, code = al_ddl_token(&l, &token);
    size_t cases = 0; /* whose END is to come, which else may be a name */
    while (code && code != T_ILLEGAL) {
        int then = al_ddl_token(&l, &next);
        struct aludel_text word = al_ddl_text(&t, token);
        bool ends = cases && al_same_nocase(word, AL_TEXT("END"));
        cases += al_same_nocase(word, AL_TEXT("CASE"));
        cases -= ends;
        bool name = (may_be_name(code, word) && !ends) || (strings && code == T_STRING);
        bool other = then == T_LP || then == T_DOT || before == T_COLLATE || before == T_AS ||
                     is_order(before, code, then);
        if (name && !other && al_ddl_is(&t, token, column)) {
            return true;
        }
        before = code;
        code = then;
        token = next;
    }
    return false;
}

bool al_ddl_mentions(struct aludel_text text, struct al_ddl_span in, struct aludel_text column)
{
    return mentions(text, in, column, false);
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
static int token_that_counts(struct al_ddl_lexer *l, struct aludel_text text, struct al_ddl_span *token,
                             bool all)
{
    int code;
    do {
        code = al_ddl_token(l, token);
    } while (code && !all &&
             al_same_nocase((struct aludel_text){text.z + token->at, token->n}, AL_TEXT("ASC")));
    return code;
}

static bool compare_tokens(struct aludel_text a, struct aludel_text b, bool all,
                           bool (*same)(struct aludel_text a, struct aludel_text b))
{
    struct al_ddl_lexer la = lexer_of(a);
    struct al_ddl_lexer lb = lexer_of(b);
    struct al_ddl_span ta, tb;
    int of_a, of_b;
    do {
        of_a = token_that_counts(&la, a, &ta, all);
        of_b = token_that_counts(&lb, b, &tb, all);
    } while (of_a && of_b &&
             same((struct aludel_text){a.z + ta.at, ta.n}, (struct aludel_text){b.z + tb.at, tb.n}));
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

static struct al_ddl_span index_columns(struct aludel_text text)
{
    struct al_ddl_lexer l = lexer_of(text);
    struct al_ddl_span token;
    int code;
    do {
        code = al_ddl_token(&l, &token);
    } while (code && code != T_LP && code != T_ILLEGAL);
    return (struct al_ddl_span){token.at, (uint32_t)text.n - token.at};
}

/* A string is a column's name where it stands for an element of the list. */
bool al_ddl_index_names(struct aludel_text text, struct aludel_text column)
{
    struct al_ddl_table t = {.text = text, .dialect = ALUDEL_SQLITE};
    struct al_ddl_span in = index_columns(text), list;
    struct al_ddl_lexer l = lexer_over(text, in);
    struct al_ddl_element e = {0};
    al_ddl_group(&l, &list);
    while (al_ddl_next(&t, list, &e)) {
        if (text.z[e.name.at] == '\'' && al_ddl_is(&t, e.name, column)) {
            return true;
        }
    }
    return al_ddl_mentions(text, in, column);
}

static struct al_ddl_span trigger_columns(struct aludel_text text)
{
    struct al_ddl_lexer l = lexer_of(text);
    struct al_ddl_span token, none = {0, 0};
    int code;
    do {
        code = al_ddl_token(&l, &token);
    } while (code && code != T_UPDATE && code != T_ON && code != T_ILLEGAL);
    uint32_t from = al_ddl_behind(token);
    while (code == T_UPDATE && al_ddl_token(&l, &token) && token.n) {
        if (al_same_nocase((struct aludel_text){text.z + token.at, token.n}, AL_TEXT("ON"))) {
            return (struct al_ddl_span){from, token.at - from};
        }
    }
    return none;
}

bool al_ddl_trigger_waits(struct aludel_text text, struct aludel_text column)
{
    struct al_ddl_table t = {.text = text, .dialect = ALUDEL_SQLITE};
    struct al_ddl_lexer l = lexer_over(text, trigger_columns(text));
    struct al_ddl_span token;
    al_ddl_token(&l, &token); /* OF; whatever comes is a name */
    while (al_ddl_token(&l, &token)) {
        if (al_ddl_is(&t, token, column)) {
            return true;
        }
    }
    return false;
}

bool al_ddl_content_names(struct aludel_text text, struct aludel_text table, struct aludel_text column)
{
    return mentions(text, whole(text), AL_TEXT("content"), false) &&
           mentions(text, whole(text), table, true) && mentions(text, whole(text), column, true);
}

static bool is_one_of(const struct al_ddl_table *t, struct al_ddl_span token, const char *const *words)
{
    while (*words && !al_ddl_is(t, token, al_text(*words))) {
        words++;
    }
    return *words;
}

bool al_ddl_takes_order(struct aludel_text text, struct aludel_text table)
{
    static const char *const rows[] = {"VALUES", "SELECT", "WITH", NULL};
    static const char *const matched[] = {"TRIGGER", "UNION", "INTERSECT", "EXCEPT", "WITH", NULL};
    static const char *const parting[] = {"SELECT", "DISTINCT", "ALL", ",", ".", NULL};
    struct al_ddl_table t = {.text = text, .dialect = ALUDEL_SQLITE};
    struct al_ddl_lexer l = lexer_of(text);
    struct al_ddl_span token, last = {0, 0}, third = {0, 0};
    bool exists = false, star = false, match = false;
    for (int code; (code = al_ddl_token(&l, &token)) && code != T_ILLEGAL; third = last, last = token) {
        if (al_ddl_is(&t, third, AL_TEXT("INTO")) && al_ddl_is(&t, last, table) &&
            is_one_of(&t, token, rows)) {
            return true;
        }
        match =
            match || is_one_of(&t, token, matched) || (code == T_LP && al_ddl_is(&t, third, AL_TEXT("VIEW")));
        star = star || (code == T_OP && text.z[token.at] == '*' && !exists && is_one_of(&t, last, parting));
        exists = code == T_ID && al_ddl_is(&t, third, AL_TEXT("EXISTS"));
    }
    return star && match;
}

struct al_ddl_span al_ddl_made(struct aludel_text text)
{
    struct al_ddl_table t = {.text = text, .dialect = ALUDEL_SQLITE};
    struct al_ddl_lexer l = lexer_of(text);
    struct al_ddl_span token;
    while (al_ddl_token(&l, &token) && !al_ddl_is(&t, token, AL_TEXT("INDEX")) &&
           !al_ddl_is(&t, token, AL_TEXT("TRIGGER"))) {
    }
    al_ddl_token(&l, &token);
    return token;
}

struct al_ddl_path al_ddl_trigger_table(struct aludel_text text)
{
    struct al_ddl_lexer l = lexer_of(text);
    struct al_ddl_path path = {0};
    struct al_ddl_span token;
    int code;
    do {
        code = al_ddl_token(&l, &token);
    } while (code && code != T_ON && code != T_ILLEGAL);
    al_ddl_token(&l, &path.name);
    if (al_ddl_token(&l, &token) == T_DOT) {
        path.schema = path.name;
        al_ddl_token(&l, &path.name);
    }
    return path;
}

struct aludel_text al_ddl_unqualified(struct aludel_text text, struct aludel_arena *arena,
                                      struct aludel_text table)
{
    struct al_ddl_table t = {.text = text, .dialect = ALUDEL_SQLITE};
    struct al_ddl_lexer l = lexer_of(text);
    struct al_builder b = al_builder(arena);
    struct al_ddl_span token, dot;
    uint32_t done = 0, from = 0; /* where the names begin that dots join */
    int before = 0, code = al_ddl_token(&l, &token);
    while (code && code != T_ILLEGAL) {
        from = before == T_DOT ? from : token.at;
        int then = al_ddl_token(&l, &dot);
        if (then == T_DOT && may_be_name(code, al_ddl_text(&t, token)) && al_ddl_is(&t, token, table)) {
            al_put(&b, text.z + done, from - done);
            done = al_ddl_behind(dot);
        }
        before = code;
        code = then;
        token = dot;
    }
    al_put(&b, text.z + done, text.n - done);
    return al_built(&b);
}
