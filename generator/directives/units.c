/*
 * units.c: an expression, or a view, as its operands and operators, in one spelling of both dialects. What goes without
 * saying, and the casts that PostgreSQL writes out, are no units.
 */
#include "directives/units.h"

#include "base/word.h"

#include <string.h>

struct reading {
    struct arena *arena;
    struct tokens tokens;
    struct units out;
    struct aludel_text of; /* "t" behind t. */
    bool named;            /* the next one stands behind AS */
};

static struct unit *put(struct reading *r, enum unit_kind kind, struct aludel_text text)
{
    struct unit u = {.kind = kind, .text = text};
    vec_push(r->arena, &r->out, u);
    r->named = false;
    return &r->out.at[r->out.count - 1];
}

static void put_operand(struct reading *r, struct aludel_text text)
{
    bool named = r->named;
    struct unit *u = put(r, UNIT_OPERAND, text);
    u->named = named;
    u->of = r->of;
    r->of = (struct aludel_text){"", 0};
}

/* ---- Types and casts ------------------------------------------------------------------------------- */

static bool is_type_word(const char *word)
{
    static const char *const words[] = {"INTEGER", "INT",     "BIGINT", "SMALLINT", "TEXT", "VARCHAR", "CHAR",
                                        "NUMERIC", "DECIMAL", "REAL",   "FLOAT",    "DATE", NULL};
    return word_in(word, words);
}

static bool is_rest_of_type(const char *word)
{
    static const char *const words[] = {"VARYING", "PRECISION", "WITHOUT", "WITH", "TIME", "ZONE", NULL};
    return word_in(word, words);
}

/* Behind the "(10, 2)" or the "[]" of a type. */
static size_t behind_group(const struct tokens *t, size_t i, const char *open, const char *close)
{
    if (!token_is_word(t, i, open))
        return i;
    while (i < t->list.count && !token_is_word(t, i, close))
        i++;
    return i + 1;
}

/* Behind the type at `i`. */
static size_t behind_type(const struct tokens *t, size_t i)
{
    i++;
    while (token_is_word(t, i, ".") && i + 1 < t->list.count)
        i += 2;
    for (;;) {
        size_t before = i;
        i = behind_group(t, behind_group(t, i, "(", ")"), "[", "]");
        while (is_rest_of_type(token_at(t, i)))
            i++;
        if (i == before)
            return i;
    }
}

static bool is_number_type(const char *word)
{
    static const char *const words[] = {"INTEGER", "BIGINT", "SMALLINT", "NUMERIC", "REAL", "DOUBLE", NULL};
    return word_in(word, words);
}

/* Behind the cast at `i`: "::text", the "AS text" of a CAST; 0: it is none. */
static size_t behind_cast(const struct tokens *t, size_t i)
{
    const char *word = token_at(t, i);
    if (*word == ':' && *token_at(t, i + 1) == ':')
        return behind_type(t, i + 2);
    if (*word == ':' || (!strcmp(word, "AS") && is_type_word(token_at(t, i + 1))))
        return behind_type(t, i + 1);
    return 0;
}

/* PostgreSQL's '-5'::integer is -5. */
static void put_string(struct reading *r, size_t i)
{
    const struct token *at = &r->tokens.list.at[i];
    struct aludel_text text = {r->tokens.text.z + at->from, at->to - at->from};
    size_t type = i + 1;
    while (*token_at(&r->tokens, type) == ':')
        type++;
    if (type > i + 1 && text.n > 2 && is_number_type(token_at(&r->tokens, type))) {
        text = (struct aludel_text){text.z + 1, text.n - 2};
        if (*text.z == '-') {
            put(r, UNIT_OPERATOR, (struct aludel_text){text.z, 1})->rank = RANK_OTHER;
            text = (struct aludel_text){text.z + 1, text.n - 1};
        }
    }
    put_operand(r, text);
}

/* ---- Operators ------------------------------------------------------------------------------------- */

static const struct spelling {
    const char *sign, *said; /* said: NULL: as it stands */
    int rank;
} spellings[] = {
    {"!~~*", NULL, RANK_EQUAL}, {"!~~", NULL, RANK_EQUAL}, {"~~*", NULL, RANK_EQUAL},
    {"~~", NULL, RANK_EQUAL},   {"->>", NULL, RANK_JOIN},  {"->", NULL, RANK_JOIN},
    {"||", NULL, RANK_JOIN},    {"<>", NULL, RANK_EQUAL},  {"!=", "<>", RANK_EQUAL},
    {"==", "=", RANK_EQUAL},    {"<=", NULL, RANK_LESS},   {">=", NULL, RANK_LESS},
    {"<<", NULL, RANK_OTHER},   {">>", NULL, RANK_OTHER},  {"=", NULL, RANK_EQUAL},
    {"<", NULL, RANK_LESS},     {">", NULL, RANK_LESS},    {"+", NULL, RANK_SUM},
    {"-", NULL, RANK_SUM},      {"*", NULL, RANK_PRODUCT}, {"/", NULL, RANK_PRODUCT},
    {"%", NULL, RANK_PRODUCT},  {"&", NULL, RANK_OTHER},   {"|", NULL, RANK_OTHER},
    {"~", NULL, RANK_OTHER},    {"!", NULL, RANK_OTHER},   {"@", NULL, RANK_OTHER},
    {"#", NULL, RANK_OTHER},    {"?", NULL, RANK_OTHER},   {"^", NULL, RANK_PRODUCT},
};

static const struct spelling *spelling_at(struct aludel_text rest)
{
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++)
        if (al_begins(rest, spellings[i].sign))
            return &spellings[i];
    return NULL;
}

/* PostgreSQL: || is like any operator that somebody made. */
static int rank_of(const struct reading *r, const struct spelling *s)
{
    return s->rank == RANK_JOIN && r->tokens.dialect == ALUDEL_POSTGRESQL ? RANK_OTHER : s->rank;
}

/* Behind the operator at `i`. */
static size_t read_operator(struct reading *r, size_t i, const struct spelling *s)
{
    size_t end = r->tokens.list.at[i].from + strlen(s->sign);
    put(r, UNIT_OPERATOR, al_text(s->said ? s->said : s->sign))->rank = rank_of(r, s);
    while (i < r->tokens.list.count && r->tokens.list.at[i].from < end)
        i++;
    return i;
}

/* ---- Words ----------------------------------------------------------------------------------------- */

static const struct phrase {
    const char *words, *said; /* tokens_match's; said: "": nothing */
    enum unit_kind kind;
    int rank;
} phrases[] = {
    {"NOT LIKE", "!~~", UNIT_OPERATOR, RANK_EQUAL},
    {"LIKE", "~~", UNIT_OPERATOR, RANK_EQUAL},
    {"NOT IN ( SELECT", NOT_IN_SELECT, UNIT_OPERATOR, RANK_EQUAL},
    {"NOT IN", "<>", UNIT_OPERATOR, RANK_EQUAL},
    {"IN", "=", UNIT_OPERATOR, RANK_EQUAL},
    {"NOT BETWEEN", "NOT BETWEEN", UNIT_OPERATOR, RANK_EQUAL},
    {"BETWEEN", "BETWEEN", UNIT_OPERATOR, RANK_EQUAL},
    {"IS NOT", "IS NOT", UNIT_OPERATOR, RANK_EQUAL},
    {"IS", "IS", UNIT_OPERATOR, RANK_EQUAL},
    {"NOT", "NOT", UNIT_OPERATOR, RANK_NOT},
    {"AND", "AND", UNIT_OPERATOR, RANK_AND},
    {"CREATE OR REPLACE", "CREATE", UNIT_OPERAND, 0},
    {"OR", "OR", UNIT_OPERATOR, RANK_OR},
    {"UNION ALL", "UNION ALL", UNIT_END, 0},
    {"CASE", "CASE", UNIT_OPEN, 0},
    {"END", "END", UNIT_CLOSE, 0},
    {"AS", "", UNIT_END, 0},
    {"ASC", "", UNIT_END, 0},
    {"INNER JOIN", "JOIN", UNIT_END, 0},
    {"LEFT OUTER", "LEFT", UNIT_END, 0},
    {"(", "", UNIT_OPEN, 0},
    {"[", "", UNIT_OPEN, 0},
    {")", "", UNIT_CLOSE, 0},
    {"]", "", UNIT_CLOSE, 0},
    {",", ",", UNIT_END, 0},
};

static bool ends_expression(const char *word)
{
    static const char *const words[] = {
        "SELECT", "DISTINCT", "FROM", "WHERE", "GROUP", "BY",   "HAVING", "ORDER",     "LIMIT", "OFFSET",
        "UNION",  "EXCEPT",   "JOIN", "LEFT",  "RIGHT", "FULL", "CROSS",  "ON",        "USING", "WHEN",
        "THEN",   "ELSE",     "DESC", "NULLS", "WITH",  "OVER", "VALUES", "INTERSECT", NULL};
    return word_in(word, words);
}

/* CAST (a AS text), = ANY (ARRAY[…]): what isn't there in the other dialect. */
static bool goes_without_saying(const struct tokens *t, size_t i)
{
    static const char *const words[] = {"CAST", "ANY", "ALL", "SOME", NULL};
    const char *word = token_at(t, i);
    return *word == ';' || (word_in(word, words) && token_is_word(t, i + 1, "(")) ||
           (!strcmp(word, "ARRAY") && token_is_word(t, i + 1, "["));
}

/* Behind the phrase at `i`, or 0. "NOT IN ( SELECT" is one of two words. */
static size_t read_phrase(struct reading *r, size_t i)
{
    for (size_t k = 0; k < sizeof phrases / sizeof *phrases; k++) {
        const struct phrase *p = &phrases[k];
        size_t end = tokens_match(&r->tokens, i, p->words);
        if (!end)
            continue;
        put(r, p->kind, al_text(p->said))->rank = p->rank;
        r->named = !strcmp(p->words, "AS");
        return strchr(p->words, '(') && end > i + 2 ? end - 2 : end;
    }
    return 0;
}

static size_t read_word(struct reading *r, size_t i)
{
    const char *word = token_at(&r->tokens, i);
    struct aludel_text text = al_text(*word == '"' ? word + 1 : word);
    if (token_is_name(&r->tokens, i) && token_is_word(&r->tokens, i + 1, ".")) {
        r->of = text;
        return i + 2;
    }
    if (*word == '\'')
        put_string(r, i);
    else if (ends_expression(word))
        put(r, UNIT_END, text);
    else
        put_operand(r, text);
    return i + 1;
}

static size_t read_unit(struct reading *r, size_t i)
{
    const struct token *at = &r->tokens.list.at[i];
    const struct spelling *s =
        spelling_at((struct aludel_text){r->tokens.text.z + at->from, r->tokens.text.n - at->from});
    size_t behind = behind_cast(&r->tokens, i);
    if (behind)
        return behind;
    if (goes_without_saying(&r->tokens, i))
        return i + 1;
    if (s)
        return read_operator(r, i, s);
    behind = read_phrase(r, i);
    return behind ? behind : read_word(r, i);
}

struct units units_of(struct arena *a, enum aludel_dialect dialect, struct aludel_text sql)
{
    struct reading r = {.arena = a, .tokens = tokens_of(a, dialect, sql), .of = {"", 0}};
    for (size_t i = 0; i < r.tokens.list.count;)
        i = read_unit(&r, i);
    return r.out;
}
