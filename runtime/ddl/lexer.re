/*
 * lexer.re: bytes to tokens. Words are looked up in a table, which is smaller than an automaton of them. What a
 * dialect quotes is read by hand: it is one loop for all.
 */
#include "ddl/parser.h"

#include "grammar.h"

#include <string.h>

enum { BOTH, POSTGRESQL };

/* Every other word is a name; so is each of these where it means nothing (grammar.y's %fallback). */
static const struct keyword {
    char word[14];
    uint8_t code, dialect;
} keywords[] = {
    {"ALWAYS", T_ALWAYS, BOTH},
    {"AS", T_AS, BOTH},
    {"ASC", T_ORDER, BOTH},
    {"AUTOINCREMENT", T_AUTOINCREMENT, BOTH},
    {"BY", T_BY, POSTGRESQL},
    {"CHECK", T_CHECK, BOTH},
    {"COLLATE", T_COLLATE, BOTH},
    {"COMPRESSION", T_STORAGE, POSTGRESQL},
    {"CONFLICT", T_CONFLICT, BOTH},
    {"CONSTRAINT", T_CONSTRAINT, BOTH},
    {"CREATE", T_CREATE, BOTH},
    {"DEFAULT", T_DEFAULT, BOTH},
    {"DEFERRABLE", T_DEFERRABLE, BOTH},
    {"DELETE", T_DELETE, BOTH},
    {"DESC", T_ORDER, BOTH},
    {"ENFORCED", T_ENFORCED, POSTGRESQL},
    {"EXCLUDE", T_EXCLUDE, POSTGRESQL},
    {"EXISTS", T_EXISTS, BOTH},
    {"FOREIGN", T_FOREIGN, BOTH},
    {"GENERATED", T_GENERATED, BOTH},
    {"IDENTITY", T_IDENTITY, POSTGRESQL},
    {"IF", T_IF, BOTH},
    {"INCLUDE", T_INCLUDE, POSTGRESQL},
    {"INHERIT", T_INHERIT, POSTGRESQL},
    {"INITIALLY", T_INITIALLY, BOTH},
    {"INSERT", T_INSERT, BOTH},
    {"KEY", T_KEY, BOTH},
    {"LIKE", T_LIKE, POSTGRESQL},
    {"MATCH", T_MATCH, BOTH},
    {"NO", T_NO, BOTH},
    {"NOT", T_NOT, BOTH},
    {"NULL", T_NULL, BOTH},
    {"NULLS", T_NULLS, POSTGRESQL},
    {"ON", T_ON, BOTH},
    {"PRIMARY", T_PRIMARY, BOTH},
    {"REFERENCES", T_REFERENCES, BOTH},
    {"SET", T_SET, BOTH},
    {"STORAGE", T_STORAGE, POSTGRESQL},
    {"TABLE", T_TABLE, BOTH},
    {"UNIQUE", T_UNIQUE, BOTH},
    {"UPDATE", T_UPDATE, BOTH},
    {"USING", T_USING, POSTGRESQL},
    {"VALID", T_VALID, POSTGRESQL},
    {"WHERE", T_WHERE, POSTGRESQL},
    {"WITH", T_WITH, POSTGRESQL},
};

static bool is_postgresql(const struct al_ddl_lexer *l)
{
    return l->dialect == ALUDEL_POSTGRESQL;
}

static int keyword(const struct al_ddl_lexer *l, const char *z)
{
    struct aludel_text word = {z, (size_t)(l->cursor - z)};
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++) {
        const struct keyword *k = &keywords[i];
        size_t n = strnlen(k->word, sizeof k->word);
        if (n == word.n && (is_postgresql(l) || k->dialect == BOTH) &&
            al_same_nocase(word, (struct aludel_text){k->word, n})) {
            return k->code;
        }
    }
    return T_ID;
}

/* ---- Quotes and comments ------------------------------------------------------------------------- */

/* The cursor is behind the opening quote. A doubled one is a part of the text, but for `]`. */
static int quoted(struct al_ddl_lexer *l, char close, bool escapes, int code)
{
    while (l->cursor < l->limit) {
        char c = *l->cursor++;
        if (c == '\\' && escapes && l->cursor < l->limit) {
            l->cursor++;
        } else if (c == close) {
            if (close == ']' || l->cursor == l->limit || *l->cursor != close) {
                return code;
            }
            l->cursor++;
        }
    }
    return T_ILLEGAL;
}

static int bracket(struct al_ddl_lexer *l)
{
    return is_postgresql(l) ? T_OPEN : quoted(l, ']', false, T_ID);
}

static void line_comment(struct al_ddl_lexer *l)
{
    while (l->cursor < l->limit && *l->cursor != '\n' && !(is_postgresql(l) && *l->cursor == '\r')) {
        l->cursor++;
    }
}

/* One that isn't closed ends with the text. PostgreSQL's may stand in one another. */
static void block_comment(struct al_ddl_lexer *l)
{
    size_t depth = 1;
    while (l->cursor < l->limit && depth) {
        bool two = l->cursor + 1 < l->limit;
        if (two && l->cursor[0] == '*' && l->cursor[1] == '/') {
            depth--;
            l->cursor++;
        } else if (two && is_postgresql(l) && l->cursor[0] == '/' && l->cursor[1] == '*') {
            depth++;
            l->cursor++;
        }
        l->cursor++;
    }
}

/* Behind `$` or `$tag`: text up to the same once more, when this is PostgreSQL's way to quote. */
static int dollar(struct al_ddl_lexer *l, const char *z)
{
    size_t n = (size_t)(l->cursor - z) + 1;
    if (!is_postgresql(l) || l->cursor == l->limit || *l->cursor != '$') {
        return T_OP;
    }
    for (l->cursor++; (size_t)(l->limit - l->cursor) >= n; l->cursor++) {
        if (memcmp(l->cursor, z, n) == 0) {
            l->cursor += n;
            return T_STRING;
        }
    }
    return T_ILLEGAL;
}

/* SQLite takes a byte order mark for white space wherever a token may begin. */
static bool is_mark(struct al_ddl_lexer *l, const char *z)
{
    if (is_postgresql(l) || l->cursor - z < 3 || memcmp(z, "\xef\xbb\xbf", 3) != 0) {
        return false;
    }
    l->cursor = z + 3;
    return true;
}

static int word(struct al_ddl_lexer *l, const char *z)
{
    if (is_postgresql(l) && l->cursor - z == 1 && (*z | 32) == 'e' && l->cursor < l->limit && *l->cursor == '\'') {
        l->cursor++;
        return quoted(l, '\'', true, T_STRING);
    }
    return keyword(l, z);
}

/* ---- Tokens -------------------------------------------------------------------------------------- */

enum { SKIP = -1 };

static int scan(struct al_ddl_lexer *l, const char *z)
{
    const char *marker = z;
    (void)marker;
    /*!re2c
    re2c:api = custom;
    re2c:api:style = free-form;
    re2c:define:YYCTYPE = "unsigned char";
    re2c:define:YYPEEK = "(unsigned char)(l->cursor < l->limit ? *l->cursor : 0)";
    re2c:define:YYSKIP = "l->cursor++;";
    re2c:define:YYBACKUP = "marker = l->cursor;";
    re2c:define:YYRESTORE = "l->cursor = marker;";
    re2c:yyfill:enable = 0;
    re2c:yych:conversion = 1;

    letter = [A-Za-z_\x80-\xff];
    wordy = [A-Za-z0-9_$\x80-\xff];

    [ \t\n\r\f\v]+ { return SKIP; }
    "--" { line_comment(l); return SKIP; }
    "/*" { block_comment(l); return SKIP; }
    letter wordy* { return is_mark(l, z) ? SKIP : word(l, z); }
    "."? [0-9] [A-Za-z0-9_.\x80-\xff]* { return T_NUMBER; }
    "'" { return quoted(l, '\'', false, T_STRING); }
    "\"" { return quoted(l, '"', false, T_ID); }
    "`" { return is_postgresql(l) ? T_OP : quoted(l, '`', false, T_ID); }
    "[" { return bracket(l); }
    "]" { return is_postgresql(l) ? T_CLOSE : T_OP; }
    "$" (letter [A-Za-z0-9_\x80-\xff]*)? { return dollar(l, z); }
    "(" { return T_LP; }
    ")" { return T_RP; }
    "," { return T_COMMA; }
    "." { return T_DOT; }
    ";" { return T_SEMI; }
    "\x00" { l->cursor = z; return 0; }
    [^] { return T_OP; }
    */
}

int al_ddl_token(struct al_ddl_lexer *l, struct al_ddl_span *token)
{
    int code;
    do {
        const char *z = l->cursor;
        code = scan(l, z);
        *token = (struct al_ddl_span){(uint32_t)(z - l->begin), (uint32_t)(l->cursor - z)};
    } while (code == SKIP);
    return code;
}

int al_ddl_group(struct al_ddl_lexer *l, struct al_ddl_span *token)
{
    int code = al_ddl_token(l, token);
    if (code != T_LP && code != T_OPEN) {
        return code;
    }
    struct al_ddl_span inner;
    for (size_t depth = 1; depth;) {
        int next = al_ddl_token(l, &inner);
        if (next == 0 || next == T_ILLEGAL) {
            return T_ILLEGAL;
        }
        depth += next == T_LP || next == T_OPEN;
        depth -= next == T_RP || next == T_CLOSE;
    }
    *token = al_ddl_join(*token, inner);
    return code == T_LP ? T_GROUP : T_OP;
}

/* ---- What a word is here ------------------------------------------------------------------------- */

/* GENERATED alone is a name, or a type of SQLite's; at first it is a column's name, whatever follows. */
static bool generates(const struct al_ddl_lexer *l)
{
    struct al_ddl_lexer ahead = *l;
    struct al_ddl_span token;
    int code = al_ddl_token(&ahead, &token);
    return code == T_BY || (code == T_ALWAYS && al_ddl_token(&ahead, &token) == T_AS);
}

static bool begins_element(const struct al_ddl_lexer *l)
{
    return l->before == 0 || l->before == T_LP || l->before == T_COMMA;
}

static bool means_something(const struct al_ddl_lexer *l, int code)
{
    switch (code) {
    case T_GENERATED: return !begins_element(l) && generates(l);
    case T_NULL: return l->before != T_OP; /* DEFAULT -NULL */
    case T_INITIALLY: return is_postgresql(l) || l->before == T_DEFERRABLE;
    case T_NO:
        return is_postgresql(l) || l->before == T_DELETE || l->before == T_UPDATE || l->before == T_INSERT;
    default: return true;
    }
}

int al_ddl_next_token(struct al_ddl_lexer *l, struct al_ddl_span *token)
{
    int code = l->opened ? al_ddl_group(l, token) : al_ddl_token(l, token);
    l->opened = l->opened || code == T_LP;
    if (!means_something(l, code)) {
        code = T_ID;
    }
    l->before = code;
    return code;
}
