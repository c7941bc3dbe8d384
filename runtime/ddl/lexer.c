/*
 * lexer.c: bytes to tokens. The first byte says which it is, and one loop each how far a word or what is quoted goes:
 * a firmware that reads definitions has no room for an automaton that does the same.
 */
#include "ddl/parser.h"

#include "grammar.h"

#include <string.h>

static bool is_postgresql(const struct al_ddl_lexer *l)
{
    return al_ddl_is_postgresql(l->dialect);
}

static unsigned char peek(const struct al_ddl_lexer *l)
{
    return (unsigned char)(l->cursor < l->limit ? *l->cursor : 0);
}

/* ---- Words --------------------------------------------------------------------------------------- */

/* Each with its NUL, in the order of grammar.y's tokens. Every other word is a name; so is each of these where it means
 * nothing (grammar.y's %fallback). */
static const char words[] =
    "ALWAYS\0AS\0ASC\0AUTOINCREMENT\0CHECK\0COLLATE\0CONFLICT\0CONSTRAINT\0CREATE\0DEFAULT\0"
    "DEFERRABLE\0DELETE\0DESC\0EXISTS\0FOREIGN\0GENERATED\0IF\0INITIALLY\0INSERT\0KEY\0MATCH\0NO\0"
    "NOT\0NULL\0ON\0PRIMARY\0REFERENCES\0SET\0TABLE\0UNIQUE\0UPDATE\0";
static const char postgresql_words[] =
    "BY\0COMPRESSION\0ENFORCED\0EXCLUDE\0IDENTITY\0INCLUDE\0INHERIT\0LIKE\0NULLS\0"
    "STORAGE\0USING\0VALID\0WHERE\0WITH\0";

/* The code of a word, the first of which has `code`; T_ID: it isn't there. */
static int find(const char *in, int code, struct aludel_text word)
{
    for (; *in; in += strlen(in) + 1, code++) {
        if (al_same_nocase(word, al_text(in))) {
            return code;
        }
    }
    return T_ID;
}

static int keyword(const struct al_ddl_lexer *l, const char *z)
{
    struct aludel_text word = {z, (size_t)(l->cursor - z)};
    int code = find(words, T_ALWAYS, word);
    return code == T_ID && is_postgresql(l) ? find(postgresql_words, T_BY, word) : code;
}

static bool is_wordy(unsigned char c)
{
    return c >= 0x80 || (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '_';
}

/* Over what a word is made of, and one other character. */
static void go_on(struct al_ddl_lexer *l, unsigned char other)
{
    while (is_wordy(peek(l)) || (other && peek(l) == other)) {
        l->cursor++;
    }
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

/* At `$`: text up to the same `$tag$` once more, when this is PostgreSQL's way to quote; else a sign, with what a word
 * would go on with. */
static int dollar(struct al_ddl_lexer *l, const char *z)
{
    if (peek(l) < '0' || peek(l) > '9') {
        go_on(l, '\0');
    }
    size_t n = (size_t)(l->cursor - z) + 1;
    if (!is_postgresql(l) || peek(l) != '$') {
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

enum { SKIP = -1 };

/* SQLite takes a byte order mark for white space wherever a token may begin. */
static int word(struct al_ddl_lexer *l, const char *z)
{
    go_on(l, '$');
    size_t n = (size_t)(l->cursor - z);
    if (!is_postgresql(l) && n >= 3 && memcmp(z, "\xef\xbb\xbf", 3) == 0) {
        l->cursor = z + 3;
        return SKIP;
    }
    if (is_postgresql(l) && n == 1 && (*z | 32) == 'e' && peek(l) == '\'') {
        l->cursor++;
        return quoted(l, '\'', true, T_STRING);
    }
    return keyword(l, z);
}

/* ---- Tokens -------------------------------------------------------------------------------------- */

static bool is_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

/* T_LP and those behind it. */
static int sign(const struct al_ddl_lexer *l, char c)
{
    static const char signs[] = "(),.;[]";
    int i = 0;
    while (signs[i] && signs[i] != c) {
        i++;
    }
    return i < (is_postgresql(l) ? 7 : 5) ? T_LP + i : T_OP;
}

static bool begins_comment(struct al_ddl_lexer *l, char c)
{
    if (c == '-' && peek(l) == '-') {
        line_comment(l);
        return true;
    }
    if (c == '/' && peek(l) == '*') {
        l->cursor++;
        block_comment(l);
        return true;
    }
    return false;
}

static int scan(struct al_ddl_lexer *l, const char *z)
{
    unsigned char c = peek(l);
    if (!c) {
        return 0;
    }
    l->cursor++;
    if (al_is_space((char)c) || begins_comment(l, (char)c)) {
        return SKIP;
    }
    if (is_digit(c) || (c == '.' && is_digit(peek(l)))) {
        go_on(l, '.');
        return T_NUMBER;
    }
    if (is_wordy(c)) {
        return word(l, z);
    }
    if (c == '$') {
        return dollar(l, z);
    }
    if (strchr(is_postgresql(l) ? "'\"" : "'\"`[", c)) {
        return quoted(l, (char)(c == '[' ? ']' : c), false, c == '\'' ? T_STRING : T_ID);
    }
    return sign(l, (char)c);
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
