/*
 * place.c: where a hole stands, what that means for the value in it, and the state behind it.
 */
#include "sql/state.h"

#include <string.h>

/* ---- How a value is written -------------------------------------------------------------------- */

static enum aludel_hole hole_how(const struct split_level *v)
{
    switch (v->state) {
    case STATE_string: return ALUDEL_HOLE_STRING;
    case STATE_estring:
    case STATE_estring_back: return ALUDEL_HOLE_ESTRING;
    case STATE_dquoted: return ALUDEL_HOLE_DQUOTED;
    case STATE_backtick: return ALUDEL_HOLE_BACKTICK;
    case STATE_bracket: return ALUDEL_HOLE_BRACKET;
    case STATE_line: return ALUDEL_HOLE_LINE_COMMENT;
    case STATE_block:
    case STATE_block_star:
    case STATE_block_slash: return ALUDEL_HOLE_BLOCK_COMMENT;
    case STATE_body: return ALUDEL_HOLE_DOLLAR;
    default: return ALUDEL_HOLE_LITERAL;
    }
}

static enum hole_form hole_form(const struct split_level *v, bool in_statement)
{
    if (v->state >= STATE_line && v->state <= STATE_block_slash)
        return HOLE_IN_COMMENT;
    if (hole_how(v) != ALUDEL_HOLE_LITERAL)
        return HOLE_IN_QUOTE;
    bool held = v->state == STATE_minus || v->state == STATE_slash;
    return in_statement || held ? HOLE_PLAIN : HOLE_BETWEEN;
}

/* ---- Where no hole can stand --------------------------------------------------------------------- */

struct refusal {
    const char *why, *hint;
};

static const struct refusal dollar_refusal = {
    "'$' right in front of '${': the dollar quote and the expression melt into one another",
    "put a space or a new line between them: '$$ ${…}'"};

/* The prefixes that change the meaning of a quote behind them: E'…', U&'…'. */
static bool is_prefix(const struct splitter *s, const struct split_level *v)
{
    static const char *const prefixes[] = {"E", "B", "X", "N", NULL};
    if (v->state == STATE_uamp)
        return true;
    return s->dialect == ALUDEL_POSTGRESQL && v->state == STATE_word && word_in(v->token, prefixes);
}

static struct refusal level_refusal(const struct splitter *s, const struct split_level *v)
{
    static const struct refusal none = {NULL, NULL};
    switch (v->state) {
    case STATE_dollar: return dollar_refusal;
    case STATE_tag:
        return (struct refusal){"an expression in the tag of a dollar quote", "write the tag out"};
    case STATE_string_quote:
    case STATE_estring_quote:
    case STATE_dquoted_quote:
    case STATE_backtick_quote:
        return (struct refusal){"an expression right behind a closing quote",
                                "move it inside the quote, or put a space between"};
    case STATE_estring_back:
        return (struct refusal){"an expression right behind a backslash", "write \\\\ for a backslash"};
    case STATE_block_star:
    case STATE_block_slash:
        return (struct refusal){"an expression right behind '*' or '/' in a comment", "put a space between"};
    case STATE_word:
    case STATE_uamp:
        if (is_prefix(s, v))
            return (struct refusal){"an expression right behind a letter that changes the meaning of a quote",
                                    "put a space between"};
        return none;
    default: break;
    }
    if (v->unicode)
        return (struct refusal){"an expression inside U&'…'", "write a plain '…': it holds any character"};
    if (v->after_estring && v->state == STATE_code)
        return (struct refusal){"an expression behind E'…', which would continue it",
                                "join the two with ||, or move it inside the quote"};
    return none;
}

static struct refusal refusal(const struct splitter *s)
{
    if (s->outer.state != STATE_body)
        return level_refusal(s, &s->outer);
    if (s->outer.tag_matched)
        return s->outer.tag_matched == 1
                   ? dollar_refusal
                   : (struct refusal){"an expression behind the begin of the closing tag",
                                      "put a space or a new line between them"};
    if (!s->body_is_sql)
        return (struct refusal){NULL, NULL};
    if (s->inner.state == STATE_body && s->inner.tag_matched)
        return dollar_refusal;
    return level_refusal(s, &s->inner);
}

/* ---- Parameters ----------------------------------------------------------------------------------- */

static bool is_dml(const struct splitter *s)
{
    static const char *const verbs[] = {"SELECT", "INSERT", "UPDATE",  "DELETE", "MERGE",
                                        "VALUES", "WITH",   "REPLACE", NULL};
    return s->word_count && word_in(s->words[0], verbs);
}

/* SQLite has no types to infer: wherever an expression may stand. */
static bool sqlite_binds(const struct splitter *s)
{
    static const char *const words[] = {"WHERE",  "AND",    "OR",      "NOT",       "SELECT", "DISTINCT",
                                        "ALL",    "WHEN",   "THEN",    "ELSE",      "CASE",   "LIKE",
                                        "GLOB",   "REGEXP", "MATCH",   "ESCAPE",    "LIMIT",  "OFFSET",
                                        "HAVING", "IS",     "BETWEEN", "RETURNING", "ON",     NULL};
    const char *last = s->outer.last;
    if (s->name_expected)
        return false;
    if (word_in(last, words) || !strcmp(last, "(") || !strcmp(last, ","))
        return true;
    return last[0] && strchr("*<>=~%&|+-/", last[0]) && strcmp(last, "*") != 0;
}

/* PostgreSQL finds a type where a parameter meets a column: behind a comparison, in IN and BETWEEN, in a row
 * of an INSERT, behind LIMIT. Elsewhere it may not, or may find another than it gives a literal. */
static bool postgresql_binds(const struct splitter *s)
{
    static const char *const words[] = {
        "=", "<>", "!=", "<", ">", "<=", ">=", "LIMIT", "OFFSET", "LIKE", "ILIKE", "BETWEEN", NULL};
    const char *last = s->outer.last;
    if (word_in(last, words))
        return true;
    if (!strcmp(last, "AND"))
        return s->between && s->between_depth == s->paren_depth;
    if (strcmp(last, "(") != 0 && strcmp(last, ",") != 0)
        return false;
    uint8_t kind = s->paren_kind[statement_depth(s)];
    return s->paren_depth && s->clause[statement_depth(s)] == CLAUSE_NONE &&
           (kind == PAREN_ROW || kind == PAREN_IN);
}

static bool binds(const struct splitter *s)
{
    if (s->outer.state != STATE_code || !s->in_statement || !is_dml(s))
        return false;
    return s->dialect == ALUDEL_SQLITE ? sqlite_binds(s) : postgresql_binds(s);
}

static struct aludel_text skip_space(struct aludel_text t)
{
    while (t.n && strchr(" \t\r\n\f\v", *t.z) && *t.z) {
        t.z++;
        t.n--;
    }
    return t;
}

static bool is_wordy(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
           (unsigned char)c >= 0x80;
}

static bool postgresql_follows(struct aludel_text t)
{
    static const char *const words[] = {
        "AND",    "OR",    "THEN",    "WHERE",  "GROUP",     "ORDER", "HAVING",    "LIMIT",
        "OFFSET", "FETCH", "FOR",     "WHEN",   "ELSE",      "END",   "AS",        "FROM",
        "LEFT",   "RIGHT", "INNER",   "FULL",   "RETURNING", "UNION", "EXCEPT",    "ON",
        "JOIN",   "CROSS", "NATURAL", "WINDOW", "ASC",       "DESC",  "INTERSECT", NULL};
    char word[16];
    size_t n = 0;
    while (n < t.n && n < sizeof word - 1 && is_wordy(t.z[n])) {
        word[n] = (char)(t.z[n] >= 'a' && t.z[n] <= 'z' ? t.z[n] - 'a' + 'A' : t.z[n]);
        n++;
    }
    word[n] = 0;
    return n && word_in(word, words);
}

bool split_may_bind(const struct splitter *s, struct aludel_text following)
{
    struct aludel_text t = skip_space(following);
    if (!t.n || *t.z == ';' || *t.z == ',' || *t.z == ')')
        return true;
    if (t.n > 1 && ((t.z[0] == '-' && t.z[1] == '-') || (t.z[0] == '/' && t.z[1] == '*')))
        return s->dialect == ALUDEL_SQLITE; /* what stands behind the comment isn't looked for */
    if (s->dialect == ALUDEL_SQLITE)
        return *t.z != '(' && *t.z != '.';
    if (t.n > 1 && t.z[0] == ':' && t.z[1] == ':')
        return true;
    return postgresql_follows(t);
}

bool split_touches(struct aludel_text following)
{
    return following.n && (is_wordy(*following.z) || strchr("'\"`$.", *following.z)) && *following.z;
}

/* ---- A hole ------------------------------------------------------------------------------------------ */

static bool in_sql_body(const struct splitter *s)
{
    return s->outer.state == STATE_body && s->body_is_sql;
}

char split_edge(const struct splitter *s)
{
    uint8_t state = in_sql_body(s) ? s->inner.state : s->outer.state;
    return state == STATE_minus ? '-' : state == STATE_slash ? '/' : 0;
}

struct hole_place split_hole(const struct splitter *s)
{
    struct splitter then = *s; /* as it would be with the token in hand finished */
    bool in_body = in_sql_body(s);
    const struct split_level *v = in_body ? &s->inner : &s->outer;
    level_settle(&then, &then.outer, s->statement);
    struct refusal no = refusal(s);
    bool nested = in_body && s->inner.state == STATE_body;
    return (struct hole_place){
        .form = hole_form(v, s->in_statement),
        .how = hole_how(v),
        .tag = nested                         ? "$"
               : s->outer.state == STATE_body ? s->outer.tag
                                              : NULL,
        .may_bind = binds(&then),
        .name_expected = !in_body && v->state <= STATE_slash && then.name_expected,
        .touches_word = v->state == STATE_word || v->state == STATE_number || v->state == STATE_parameter,
        .after = level_in_token(v) ? v->token : v->last,
        .refused = no.why,
        .refused_hint = no.hint,
    };
}

static void refuse(struct splitter *s, struct refusal no, struct span at)
{
    if (!no.why || s->refused)
        return;
    s->refused = no.why;
    s->refused_hint = no.hint;
    s->refused_at = at;
}

static void level_after_hole(struct splitter *s, struct split_level *v, struct span at)
{
    level_settle(s, v, at);
    if (v->state != STATE_code)
        return;
    if (v == &s->outer)
        statement_token(s, TOKEN_NUMBER, "", at);
    memcpy(v->last, "${}", 4);
    v->after_estring = false;
    v->behind_hole = 1;
}

void split_after_hole(struct splitter *s, struct span at, struct split_sink *sink)
{
    refuse(s, refusal(s), at);
    if (hole_form(&s->outer, true) == HOLE_PLAIN && !s->in_statement)
        statement_begin(s, at, sink);
    if (s->outer.state == STATE_body && s->body_is_sql) {
        if (!s->language[0] && !s->body_hole.source)
            s->body_hole = at;
        level_after_hole(s, &s->inner, at);
    }
    s->outer.tag_matched = 0;
    level_after_hole(s, &s->outer, at);
}

/* ---- Two states -----------------------------------------------------------------------------------------
 */

static bool same_level(const struct split_level *a, const struct split_level *b)
{
    return a->state == b->state && a->unicode == b->unicode && a->after_estring == b->after_estring &&
           a->tag_matched == b->tag_matched && a->comment_depth == b->comment_depth &&
           !strcmp(a->tag, b->tag) && !strcmp(a->token, b->token);
}

bool split_same_state(const struct splitter *a, const struct splitter *b)
{
    if (a->in_statement != b->in_statement || !same_level(&a->outer, &b->outer))
        return false;
    if (!a->in_statement)
        return true;
    return a->serial == b->serial && a->statement.source == b->statement.source &&
           a->statement.from == b->statement.from && same_level(&a->inner, &b->inner) &&
           a->body_is_sql == b->body_is_sql && a->trigger == b->trigger && a->begin_depth == b->begin_depth &&
           a->paren_depth == b->paren_depth;
}

bool split_differ_by_token(const struct splitter *a, const struct splitter *b)
{
    return a->in_statement && b->in_statement && a->paren_depth == b->paren_depth &&
           (level_in_token(&a->outer) || a->outer.state == STATE_code) &&
           (level_in_token(&b->outer) || b->outer.state == STATE_code);
}

static void join_words(struct splitter *into, const struct splitter *other)
{
    uint32_t n = 0;
    while (n < into->word_count && n < other->word_count && !strcmp(into->words[n], other->words[n]))
        n++;
    if (n == into->word_count && n == other->word_count)
        return;
    for (; n < SPLIT_WORDS; n++)
        into->words[n][0] = 0;
    into->word_count = SPLIT_WORDS; /* no later word is taken for one of the first */
}

void split_join(struct splitter *into, const struct splitter *other)
{
    if (into->serial < other->serial)
        into->serial = other->serial;
    join_words(into, other);
    if (strcmp(into->outer.last, other->outer.last) != 0)
        into->outer.last[0] = 0;
    if (strcmp(into->inner.last, other->inner.last) != 0)
        into->inner.last[0] = 0;
    into->name_expected = into->name_expected && other->name_expected;
    into->between = into->between && other->between;
    into->outer.behind_hole |= other->outer.behind_hole;
    into->inner.behind_hole |= other->inner.behind_hole;
    for (uint32_t i = 0; i < SPLIT_PARENS; i++) {
        if (into->paren_kind[i] != other->paren_kind[i])
            into->paren_kind[i] = PAREN_CALL;
        if (into->clause[i] != other->clause[i])
            into->clause[i] = CLAUSE_ORDER;
    }
    if (!into->refused)
        refuse(into, (struct refusal){other->refused, other->refused_hint}, other->refused_at);
}
