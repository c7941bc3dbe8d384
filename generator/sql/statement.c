/*
 * statement.c: tokens to statements: where one ends, and what is remembered of it for the holes in it.
 */
#include "sql/state.h"

#include <string.h>

/* Among its first words. */
static bool statement_is(const struct splitter *s, const char *word)
{
    for (uint32_t i = 0; i < s->word_count; i++)
        if (same_word(s->words[i], word))
            return true;
    return false;
}

static bool begins_with(const struct splitter *s, const char *word)
{
    return s->word_count && !strcmp(s->words[0], word);
}

uint32_t statement_depth(const struct splitter *s)
{
    return s->paren_depth < SPLIT_PARENS ? s->paren_depth : SPLIT_PARENS - 1;
}

/* ---- Routines: bodies and BEGIN ATOMIC ----------------------------------------------------- */

static bool is_routine(const struct splitter *s)
{
    return begins_with(s, "CREATE") && (statement_is(s, "FUNCTION") || statement_is(s, "PROCEDURE"));
}

static bool language_is_sql(const char *language)
{
    static const char *const languages[] = {"SQL", "PLPGSQL", NULL};
    return word_in(language, languages);
}

bool body_is_sql(const struct splitter *s)
{
    if (!begins_with(s, "DO") && !is_routine(s))
        return false;
    return !s->language[0] || language_is_sql(s->language);
}

static void language_known(struct splitter *s, const char *word)
{
    memcpy(s->language, word, strlen(word) + 1);
    if (!s->body_hole.source || language_is_sql(word))
        return;
    s->refused = "a hole in a body that isn't SQL, before its LANGUAGE is known";
    s->refused_hint = "write LANGUAGE in front of the body";
    s->refused_at = s->body_hole;
}

/* END and CASE are labels behind AS and a dot. */
static void count_begin(struct splitter *s, const char *word, struct span at)
{
    if (s->dialect != ALUDEL_POSTGRESQL || !is_routine(s) || !strcmp(s->outer.last, "AS") ||
        !strcmp(s->outer.last, "."))
        return;
    if (!strcmp(word, "BEGIN") && !s->begin_depth) {
        s->begin = at;
    } else if (!strcmp(word, "ATOMIC") && !strcmp(s->outer.last, "BEGIN")) {
        s->begin_depth++;
    } else if (s->begin_depth && !strcmp(word, "CASE")) {
        s->begin_depth++;
    } else if (s->begin_depth && !strcmp(word, "END")) {
        s->begin_depth--;
    }
}

/* ---- SQLite's triggers ------------------------------------------------------------------------ */

static bool begins_trigger(const struct splitter *s)
{
    static const char *const before[] = {"CREATE", "TEMP", "TEMPORARY", "EXPLAIN", NULL};
    if (s->dialect != ALUDEL_SQLITE || !s->word_count || strcmp(s->words[s->word_count - 1], "TRIGGER") != 0)
        return false;
    for (uint32_t i = 0; i + 1 < s->word_count; i++)
        if (!word_in(s->words[i], before))
            return false;
    return statement_is(s, "CREATE");
}

static void count_trigger(struct splitter *s, const char *word, struct span at)
{
    if (s->trigger == TRIGGER_HEAD && !strcmp(word, "BEGIN")) {
        s->trigger = TRIGGER_BODY;
        s->begin = at;
    } else if (s->trigger == TRIGGER_BETWEEN) {
        s->trigger = !strcmp(word, "END") ? TRIGGER_ENDED : TRIGGER_BODY;
    } else if (s->trigger == TRIGGER_ENDED) {
        s->trigger = TRIGGER_BODY;
    }
}

/* ---- Clauses and names --------------------------------------------------------------------------- */

static const struct {
    const char *word;
    enum split_clause clause;
} clauses[] = {
    {"SELECT", CLAUSE_SELECT},    {"RETURNING", CLAUSE_SELECT}, {"WHERE", CLAUSE_CONDITION},
    {"HAVING", CLAUSE_CONDITION}, {"ON", CLAUSE_FROM},          {"USING", CLAUSE_FROM},
    {"SET", CLAUSE_SET},          {"ORDER", CLAUSE_ORDER},      {"GROUP", CLAUSE_ORDER},
    {"INTO", CLAUSE_INTO},        {"INSERT", CLAUSE_INTO},      {"JOIN", CLAUSE_FROM},
    {"LIMIT", CLAUSE_LIMIT},      {"OFFSET", CLAUSE_LIMIT},     {"UNION", CLAUSE_NONE},
    {"EXCEPT", CLAUSE_NONE},      {"INTERSECT", CLAUSE_NONE},   {"DO", CLAUSE_NONE},
    {"THEN", CLAUSE_NONE},        {"UPDATE", CLAUSE_NONE},
};

/* FROM of extract(… FROM …) and of IS DISTINCT FROM names no table. */
static bool from_names(const struct splitter *s)
{
    uint32_t d = statement_depth(s);
    bool argument = s->paren_depth && s->paren_kind[d] == PAREN_CALL && s->clause[d] == CLAUSE_NONE;
    return !argument && strcmp(s->outer.last, "DISTINCT") != 0;
}

static void set_clause(struct splitter *s, const char *word)
{
    uint8_t *clause = &s->clause[statement_depth(s)];
    if (!strcmp(word, "VALUES"))
        *clause = *clause == CLAUSE_INTO ? CLAUSE_INSERT_VALUES : CLAUSE_VALUES;
    else if (!strcmp(word, "FROM") && from_names(s))
        *clause = CLAUSE_FROM;
    for (size_t i = 0; i < sizeof clauses / sizeof *clauses; i++)
        if (same_word(word, clauses[i].word))
            *clause = (uint8_t)clauses[i].clause;
}

static bool is_ddl(const struct splitter *s)
{
    static const char *const verbs[] = {"CREATE", "DROP", "ALTER", NULL};
    return s->word_count && word_in(s->words[0], verbs);
}

/* CREATE INDEX … ON t, CREATE TRIGGER … ON t, GRANT … ON t. */
static bool on_names(const struct splitter *s)
{
    if (begins_with(s, "GRANT") || begins_with(s, "REVOKE"))
        return true;
    return begins_with(s, "CREATE") && (statement_is(s, "INDEX") || statement_is(s, "TRIGGER")) &&
           !s->paren_depth && s->trigger < TRIGGER_BODY;
}

static bool word_names(const struct splitter *s, const char *word)
{
    static const char *const always[] = {"JOIN", "INTO", "TABLE", "REFERENCES", "COLUMN", "CONSTRAINT", NULL};
    static const char *const objects[] = {"INDEX",     "VIEW",         "TRIGGER", "SEQUENCE",  "SCHEMA",
                                          "EXTENSION", "FUNCTION",     "DOMAIN",  "PROCEDURE", "POLICY",
                                          "TYPE",      "CONCURRENTLY", NULL};
    static const char *const not_update[] = {"FOR", "DO", "ON", "AFTER", "BEFORE", "OR", "OF", "THEN", NULL};
    static const char *const sets[] = {"UPDATE", "INSERT", "REPLACE", "WITH", "MERGE", NULL};
    const char *last = s->outer.last;
    if (word_in(word, always))
        return true;
    if (!strcmp(word, "FROM"))
        return from_names(s);
    if (!strcmp(word, "UPDATE"))
        return !word_in(last, not_update) && !is_ddl(s);
    if (!strcmp(word, "SET"))
        return s->word_count && word_in(s->words[0], sets);
    if (!strcmp(word, "BY"))
        return !strcmp(last, "ORDER") || !strcmp(last, "GROUP");
    if (!strcmp(word, "ON"))
        return on_names(s);
    if (!strcmp(word, "EXISTS"))
        return is_ddl(s) && (!strcmp(last, "IF") || !strcmp(last, "NOT"));
    return is_ddl(s) && s->word_count <= 4 && word_in(word, objects);
}

static bool comma_names(const struct splitter *s)
{
    uint32_t d = statement_depth(s);
    if (s->paren_depth && s->paren_kind[d] == PAREN_COLUMNS)
        return true;
    if (s->paren_depth && s->paren_kind[d] == PAREN_CALL && s->clause[d] == CLAUSE_NONE)
        return false;
    return s->clause[d] == CLAUSE_FROM || s->clause[d] == CLAUSE_SET || s->clause[d] == CLAUSE_ORDER;
}

/* ---- Parentheses --------------------------------------------------------------------------------- */

static enum split_paren paren_kind(const struct splitter *s)
{
    static const char *const groups[] = {
        "AND",     "OR",        "NOT",      "WHERE", "SELECT", "FROM",      "JOIN",   "ON",
        "USING",   "AS",        "EXISTS",   "UNION", "EXCEPT", "INTERSECT", "WHEN",   "THEN",
        "ELSE",    "CASE",      "BY",       "LIKE",  "HAVING", "LIMIT",     "OFFSET", "SET",
        "BETWEEN", "RETURNING", "DISTINCT", "ALL",   "VALUES", "OVER",      NULL};
    const char *last = s->outer.last;
    uint32_t d = statement_depth(s);
    unsigned char c = (unsigned char)last[0];
    if (!strcmp(last, "IN"))
        return PAREN_IN;
    if (s->clause[d] == CLAUSE_INSERT_VALUES && (!strcmp(last, "VALUES") || !strcmp(last, ",")))
        return PAREN_ROW;
    if (s->clause[d] == CLAUSE_INTO && strcmp(last, "INTO") != 0)
        return PAREN_COLUMNS;
    bool word = (c >= 'A' && c <= 'Z') || c == '_' || c == '"' || c >= 0x80;
    return word && !word_in(last, groups) ? PAREN_CALL : PAREN_GROUP;
}

/* In ARRAY[a, b] and a[1] stand values, as in a call. */
static void open_paren(struct splitter *s, const char *text, struct span at)
{
    enum split_paren kind = *text == '[' ? PAREN_CALL : paren_kind(s);
    if (!s->paren_depth++)
        s->paren = at;
    uint32_t d = statement_depth(s);
    s->paren_kind[d] = (uint8_t)(s->paren_depth < SPLIT_PARENS ? kind : PAREN_CALL);
    s->clause[d] = CLAUSE_NONE;
    s->name_expected = s->paren_kind[d] == PAREN_COLUMNS;
}

static void other_token(struct splitter *s, const char *text, struct span at)
{
    s->name_expected = false;
    if (!strcmp(text, "(") || !strcmp(text, "[")) {
        open_paren(s, text, at);
    } else if (!strcmp(text, ")") || !strcmp(text, "]")) {
        s->paren_depth -= s->paren_depth > 0;
        s->between = s->between && s->between_depth <= s->paren_depth;
    } else if (!strcmp(text, ",")) {
        s->name_expected = comma_names(s);
    } else if (!strcmp(text, ".")) {
        s->name_expected = true;
    }
}

/* ---- Words ------------------------------------------------------------------------------------------ */

static void keep_word(struct splitter *s, const char *text)
{
    if (s->word_count >= SPLIT_WORDS)
        return;
    size_t n = strlen(text);
    n = n < SPLIT_WORD_SIZE ? n : SPLIT_WORD_SIZE - 1;
    memcpy(s->words[s->word_count], text, n);
    s->words[s->word_count++][n] = 0;
    if (s->trigger == TRIGGER_NONE && begins_trigger(s))
        s->trigger = TRIGGER_HEAD;
}

static void count_between(struct splitter *s, const char *word)
{
    if (!strcmp(word, "BETWEEN")) {
        s->between = true;
        s->between_depth = s->paren_depth;
    } else if (!strcmp(s->outer.last, "AND")) {
        s->between = s->between && s->between_depth != s->paren_depth;
    }
}

static void word_token(struct splitter *s, const char *word, struct span at)
{
    keep_word(s, word);
    count_trigger(s, word, at);
    count_begin(s, word, at);
    count_between(s, word);
    s->name_expected = word_names(s, word);
    set_clause(s, word);
    if (!strcmp(s->outer.last, "LANGUAGE") && strlen(word) < SPLIT_WORD_SIZE)
        language_known(s, word);
}

void statement_token(struct splitter *s, enum split_token kind, const char *text, struct span at)
{
    if (kind == TOKEN_WORD) {
        word_token(s, text, at);
        return;
    }
    count_trigger(s, "", at);
    if (kind == TOKEN_OTHER)
        other_token(s, text, at);
    else
        s->name_expected = false;
}

/* ---- Begin and end ----------------------------------------------------------------------------------------
 */

void split_init(struct splitter *s, enum aludel_dialect dialect)
{
    memset(s, 0, sizeof *s);
    s->dialect = dialect;
}

void statement_open(struct splitter *s, struct span at)
{
    s->in_statement = true;
    s->serial++;
    s->statement = at;
}

void statement_begin(struct splitter *s, struct span at, struct split_sink *sink)
{
    bool held = s->outer.state == STATE_minus || s->outer.state == STATE_slash;
    statement_open(s, held ? s->outer.opened : at);
    if (held && sink)
        sink->text(sink, s->outer.token, 1, s->outer.opened);
}

/* PostgreSQL's rules hold statements in parentheses: CREATE RULE … DO (a; b). */
static bool is_rule(const struct splitter *s)
{
    return s->dialect == ALUDEL_POSTGRESQL && begins_with(s, "CREATE") && statement_is(s, "RULE");
}

bool statement_semicolon(struct splitter *s)
{
    s->name_expected = false;
    s->between = false;
    if (s->trigger == TRIGGER_BODY || s->trigger == TRIGGER_BETWEEN) {
        s->trigger = TRIGGER_BETWEEN;
        return false;
    }
    return !s->begin_depth && !(s->paren_depth && is_rule(s));
}

void statement_unfinished(struct splitter *s, struct diagnostics *d)
{
    if (!d)
        return;
    if (s->begin_depth || s->trigger == TRIGGER_BODY || s->trigger == TRIGGER_BETWEEN) {
        diag_error(d, s->begin, "this BEGIN has no END");
        diag_hint(d, s->trigger ? "a trigger ends with a statement, ';' and END" : "a body ends with END");
    } else if (s->trigger == TRIGGER_HEAD) {
        diag_error(d, s->statement, "a trigger without BEGIN … END");
        diag_hint(d, "write its statements between BEGIN and END, each with its ';'");
    } else if (s->paren_depth) {
        diag_error(d, s->paren, "this parenthesis isn't closed before the statement ends");
        diag_hint(d, "a ')' is missing");
    }
}

void statement_reset(struct splitter *s)
{
    enum aludel_dialect dialect = s->dialect;
    uint32_t serial = s->serial;
    const char *refused = s->refused, *hint = s->refused_hint;
    struct span refused_at = s->refused_at;
    split_init(s, dialect);
    s->serial = serial;
    s->refused = refused;
    s->refused_hint = hint;
    s->refused_at = refused_at;
}
