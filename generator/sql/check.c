/*
 * check.c: what a whole statement is, and what a migration may not say.
 */
#include "sql/check.h"

#include "sql/tokens.h"

#include <string.h>

struct checked {
    const struct tokens *tokens;
    struct statement_facts facts;
    const char *alone; /* what can't run in a transaction */
    bool autocommit;
    struct span at;
    struct diagnostics *d;
};

enum { ON_SQLITE = 1, ON_POSTGRESQL = 2, ON_BOTH = 3 };

static bool applies(const struct checked *c, int dialects)
{
    return dialects & (c->tokens->dialect == ALUDEL_SQLITE ? ON_SQLITE : ON_POSTGRESQL);
}

/* ---- What belongs to the runtime ----------------------------------------------------------- */

static const char transaction_hint[] =
    "each migration runs in a transaction that the runtime opens and ends; "
    "'with op.autocommit():' leaves it for a while";
static const char savepoint_hint[] = "a migration is applied whole or not at all; take it away";
static const char ends_hint[] =
    "what a migration sets ends with it: write SET, which is compiled as SET LOCAL";
static const char directive_hint[] = "it is code, and code stands between <% and %>; what stands here is SQL";

static const struct forbidden {
    int dialects;
    const char *pattern, *what, *hint;
    bool allowed_in_autocommit;
} forbidden[] = {
    {ON_BOTH, "BEGIN", "BEGIN", transaction_hint, false},
    {ON_POSTGRESQL, "START TRANSACTION", "START TRANSACTION", transaction_hint, false},
    {ON_BOTH, "COMMIT", "COMMIT", transaction_hint, false},
    {ON_BOTH, "END", "END", transaction_hint, false},
    {ON_BOTH, "ROLLBACK", "ROLLBACK",
     "to stop a migration, write fail(\"why\"): everything it did is rolled back", false},
    {ON_POSTGRESQL, "ABORT", "ABORT",
     "to stop a migration, write fail(\"why\"): everything it did is rolled back", false},
    {ON_BOTH, "SAVEPOINT", "SAVEPOINT", savepoint_hint, false},
    {ON_BOTH, "RELEASE", "RELEASE", savepoint_hint, false},
    {ON_POSTGRESQL, "PREPARE TRANSACTION", "PREPARE TRANSACTION", transaction_hint, false},
    {ON_POSTGRESQL, "SET TRANSACTION", "SET TRANSACTION",
     "the runtime has asked the database before: its transactions are READ COMMITTED", false},
    {ON_POSTGRESQL, "SET SESSION CHARACTERISTICS", "SET SESSION CHARACTERISTICS", ends_hint, false},
    {ON_POSTGRESQL, "RESET", "RESET",
     "what a migration sets ends with it; for the default value write SET … TO DEFAULT", true},
    {ON_POSTGRESQL, "DISCARD", "DISCARD", "the session belongs to the runtime; take it away", false},
    {ON_SQLITE, "ATTACH", "ATTACH", "a migration works on the one database of its URL", false},
    {ON_SQLITE, "DETACH", "DETACH", "a migration works on the one database of its URL", false},
    {ON_BOTH, "OP .", "a directive as SQL", directive_hint, false},
    {ON_BOTH, "WITH OP .", "a directive as SQL", directive_hint, false},
    {ON_BOTH, "BATCH_OP .", "a directive as SQL", directive_hint, false},
};

static void error(struct checked *c, const char *what, const char *hint)
{
    diag_error(c->d, c->at, "%s can't stand in a migration", what);
    diag_hint(c->d, "%s", hint);
}

static bool check_forbidden(struct checked *c)
{
    for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++) {
        const struct forbidden *f = &forbidden[i];
        if (!applies(c, f->dialects) || !tokens_match(c->tokens, 0, f->pattern))
            continue;
        if (!c->autocommit || !f->allowed_in_autocommit)
            error(c, f->what, f->hint);
        return true;
    }
    return false;
}

/* ---- PRAGMA -------------------------------------------------------------------------------- */

static void can_not_run(struct checked *c, unsigned flags, const char *what)
{
    c->facts.flags |= flags;
    c->alone = what;
}

static void check_pragma(struct checked *c, struct arena *a)
{
    static const char *const alone[] = {"SYNCHRONOUS", "WAL_CHECKPOINT",     "TEMP_STORE",
                                        "AUTO_VACUUM", "PAGE_SIZE",          "LOCKING_MODE",
                                        "ENCODING",    "INCREMENTAL_VACUUM", NULL};
    size_t name = tokens_match(c->tokens, 0, "PRAGMA");
    if (token_is_word(c->tokens, name + 1, "."))
        name += 2;
    const char *word = token_at(c->tokens, name);
    bool sets = token_is_word(c->tokens, name + 1, "=");
    if (!strcmp(word, "FOREIGN_KEYS"))
        error(c, "PRAGMA foreign_keys",
              "the runtime switches foreign keys off around what needs it, and checks them; take it away, or "
              "write PRAGMA defer_foreign_keys = ON");
    else if (!strcmp(word, "JOURNAL_MODE"))
        error(c, "PRAGMA journal_mode",
              "it belongs to whoever creates the database: set it once, outside migrations");
    else if (word_in(word, alone))
        can_not_run(c, ALUDEL_ALONE | ALUDEL_REPEATS, arena_format(a, "PRAGMA %s", lower_name(a, word)));
    else if (!sets)
        c->facts.flags |= ALUDEL_READS;
}

/* ---- SET, set_config, COPY ------------------------------------------------------------------ */

static void check_set(struct checked *c)
{
    const struct tokens *t = c->tokens;
    if (t->dialect != ALUDEL_POSTGRESQL || !token_is_word(t, 0, "SET"))
        return;
    if (c->autocommit || token_is_word(t, 1, "LOCAL") || token_is_word(t, 1, "CONSTRAINTS"))
        return;
    if (token_is_word(t, 1, "SESSION") && !token_is_word(t, 2, "AUTHORIZATION")) {
        error(c, "SET SESSION", ends_hint);
        return;
    }
    c->facts.set_at = t->list.at[0].to;
}

/* set_config(name, value, false): the last argument is all that counts. */
static void check_set_config(struct checked *c)
{
    const struct tokens *t = c->tokens;
    for (size_t i = 0; i + 1 < t->list.count; i++) {
        if (!token_is_word(t, i, "SET_CONFIG") || !token_is_word(t, i + 1, "("))
            continue;
        size_t depth = 1, j = i + 2;
        for (; j < t->list.count && depth; j++)
            depth = depth + token_is_word(t, j, "(") - token_is_word(t, j, ")");
        if (!depth && token_is_word(t, j - 2, "FALSE"))
            error(c, "set_config(…, false)", "what a migration sets ends with it: write set_config(…, true)");
    }
}

static void check_copy(struct checked *c)
{
    const struct tokens *t = c->tokens;
    if (!token_is_word(t, 0, "COPY"))
        return;
    if (tokens_have(t, "STDIN"))
        error(c, "COPY … FROM STDIN", "write INSERT statements, or COPY from a file on the server");
    else if (tokens_have(t, "STDOUT"))
        error(c, "COPY … TO STDOUT", "a migration has nowhere to write it to");
}

/* ---- Parameters -------------------------------------------------------------------------------- */

static bool is_word_byte(char c)
{
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* How long the parameter is that begins with this token; 0: there is none. */
static size_t parameter_length(const struct tokens *t, size_t i)
{
    struct aludel_text sql = t->text;
    struct token token = t->list.at[i];
    size_t n = 1;
    if (t->dialect == ALUDEL_SQLITE ? !strchr("?:@$#", *token.word) : *token.word != '$')
        return 0;
    char next = token.from + n < sql.n ? sql.z[token.from + n] : 0;
    if (t->dialect == ALUDEL_POSTGRESQL && (next < '0' || next > '9')) /* $tag$ around a hole */
        return 0;
    while (token.from + n < sql.n && is_word_byte(sql.z[token.from + n]))
        n++;
    return n > 1 || *token.word == '?' ? n : 0;
}

/* `?`, `:x`, `@x`, `$x` of SQLite and `$1` of PostgreSQL would be NULL, or another hole's value. In what CREATE and
 * PREPARE define, `$1` is that thing's own argument. */
static void check_parameters(struct checked *c, struct arena *a)
{
    const struct tokens *t = c->tokens;
    if (t->dialect == ALUDEL_POSTGRESQL && (token_is_word(t, 0, "CREATE") || token_is_word(t, 0, "PREPARE")))
        return;
    for (size_t i = 0; i < t->list.count; i++) {
        size_t n = parameter_length(t, i);
        if (!n)
            continue;
        error(c, arena_format(a, "the parameter '%.*s'", (int)n, t->text.z + t->list.at[i].from),
              "write ${…} where a value is to stand");
        return;
    }
}

/* ---- What can't run in a transaction ---------------------------------------------------------- */

static const struct alone {
    int dialects;
    const char *pattern;
    const char *also; /* a word that must stand in it; with '!' in front: must not */
    unsigned flags;
    const char *what;
} alone[] = {
    {ON_BOTH, "VACUUM", NULL, ALUDEL_REPEATS, "VACUUM"},
    {ON_POSTGRESQL, "CREATE UNIQUE? INDEX CONCURRENTLY", NULL, ALUDEL_DDL, "CREATE INDEX CONCURRENTLY"},
    {ON_POSTGRESQL, "DROP INDEX CONCURRENTLY", NULL, ALUDEL_DDL, "DROP INDEX CONCURRENTLY"},
    {ON_POSTGRESQL, "REINDEX", "CONCURRENTLY", 0, "REINDEX … CONCURRENTLY"},
    {ON_POSTGRESQL, "REINDEX DATABASE", NULL, 0, "REINDEX DATABASE"},
    {ON_POSTGRESQL, "REINDEX SYSTEM", NULL, 0, "REINDEX SYSTEM"},
    {ON_POSTGRESQL, "ALTER TABLE IF? EXISTS? ONLY?", "CONCURRENTLY", ALUDEL_DDL,
     "DETACH PARTITION … CONCURRENTLY"},
    {ON_POSTGRESQL, "CREATE DATABASE", NULL, ALUDEL_DDL, "CREATE DATABASE"},
    {ON_POSTGRESQL, "DROP DATABASE", NULL, ALUDEL_DDL, "DROP DATABASE"},
    {ON_POSTGRESQL, "ALTER DATABASE", "TABLESPACE", ALUDEL_DDL, "ALTER DATABASE … SET TABLESPACE"},
    {ON_POSTGRESQL, "CREATE TABLESPACE", NULL, ALUDEL_DDL, "CREATE TABLESPACE"},
    {ON_POSTGRESQL, "DROP TABLESPACE", NULL, ALUDEL_DDL, "DROP TABLESPACE"},
    {ON_POSTGRESQL, "CREATE SUBSCRIPTION", "!CREATE_SLOT", ALUDEL_DDL, "CREATE SUBSCRIPTION"},
    {ON_POSTGRESQL, "ALTER SYSTEM", NULL, ALUDEL_REPEATS, "ALTER SYSTEM"},
};

static bool is_alone(const struct checked *c, const struct alone *a)
{
    if (!applies(c, a->dialects) || !tokens_match(c->tokens, 0, a->pattern))
        return false;
    if (!a->also)
        return true;
    bool must = a->also[0] != '!';
    return tokens_have(c->tokens, a->also + !must) == must;
}

static void find_alone(struct checked *c)
{
    for (size_t i = 0; i < sizeof alone / sizeof *alone; i++)
        if (is_alone(c, &alone[i]))
            can_not_run(c, alone[i].flags | ALUDEL_ALONE, alone[i].what);
    if (c->tokens->dialect == ALUDEL_POSTGRESQL && token_is_word(c->tokens, 0, "CLUSTER") &&
        c->tokens->list.count == 1)
        can_not_run(c, ALUDEL_ALONE | ALUDEL_REPEATS, "CLUSTER of all tables");
}

static void check_alone(struct checked *c)
{
    if (!c->alone || c->autocommit)
        return;
    diag_error(c->d, c->at, "%s can't run in a transaction", c->alone);
    diag_hint(c->d, "put it into 'with op.autocommit():'");
}

/* ---- What is looked at only when a transaction is committed ----------------------------------- */

static bool mentions(struct aludel_text t, const char *word)
{
    size_t n = strlen(word);
    for (size_t i = 0; i + n <= t.n; i++) {
        size_t k = 0;
        while (k < n && (t.z[i + k] & ~0x20) == word[k])
            k++;
        if (k == n)
            return true;
    }
    return false;
}

/* Its body is a string, which is read by nobody here. */
static bool body_defers(const struct tokens *t)
{
    bool has_body = token_is_word(t, 0, "DO") || tokens_match(t, 0, "CREATE OR? REPLACE? FUNCTION") ||
                    tokens_match(t, 0, "CREATE OR? REPLACE? PROCEDURE");
    return has_body && (mentions(t->text, "DEFERR") || mentions(t->text, "CONSTRAINTS") ||
                        mentions(t->text, "SERIALIZABLE"));
}

static bool defers_at(const struct tokens *t, size_t i)
{
    static const char *const patterns[] = {
        "INITIALLY DEFERRED",    "SET CONSTRAINTS",    "CONSTRAINT TRIGGER",           "SERIALIZABLE",
        "TRANSACTION_ISOLATION", "DEFER_FOREIGN_KEYS", "DEFAULT_TRANSACTION_ISOLATION"};
    if (token_is_word(t, i, "DEFERRABLE"))
        return !i || !token_is_word(t, i - 1, "NOT");
    for (size_t k = 0; k < sizeof patterns / sizeof *patterns; k++)
        if (tokens_match(t, i, patterns[k]))
            return true;
    return false;
}

static bool defers(const struct tokens *t)
{
    for (size_t i = 0; i < t->list.count; i++)
        if (defers_at(t, i))
            return true;
    return body_defers(t);
}

/* ---- Reading, changing the schema --------------------------------------------------------------- */

static bool writes_rows(const struct tokens *t)
{
    static const char *const words[] = {"INSERT", "UPDATE", "DELETE", "MERGE", "INTO", "SHARE", NULL};
    for (size_t i = 0; i < t->list.count; i++)
        if (word_in(token_at(t, i), words) ||
            (t->dialect == ALUDEL_SQLITE && i && token_is_word(t, i, "REPLACE") &&
             !token_is_word(t, i + 1, "(")))
            return true;
    return false;
}

static void find_kind(struct checked *c)
{
    static const char *const schema[] = {"CREATE", "ALTER",    "DROP",   "COMMENT",  "GRANT",
                                         "REVOKE", "SECURITY", "IMPORT", "REASSIGN", NULL};
    static const char *const reads[] = {"SELECT", "VALUES", "WITH", "TABLE", "SHOW", NULL};
    const struct tokens *t = c->tokens;
    const char *first = token_at(t, 0);
    size_t verb = 0;
    while (token_is_word(t, verb, "("))
        verb++;
    if (word_in(first, schema))
        c->facts.flags |= ALUDEL_DDL;
    else if (word_in(token_at(t, verb), reads) && !writes_rows(t) && !calls_unknown(t, NULL))
        c->facts.flags |= ALUDEL_READS;
    else if (!strcmp(first, "SELECT") && tokens_have(t, "INTO") && !tokens_have(t, "INSERT"))
        c->facts.flags |= ALUDEL_DDL;
    else if (!strcmp(first, "EXPLAIN") && !tokens_have(t, "ANALYZE"))
        c->facts.flags |= ALUDEL_READS;
    else if (!strcmp(first, "ANALYZE"))
        c->facts.flags |= ALUDEL_REPEATS;
}

struct statement_facts check_statement(struct arena *a, const struct tokens *t, bool autocommit,
                                       struct span at, struct diagnostics *d)
{
    struct checked c = {.tokens = t, .autocommit = autocommit, .at = at, .d = d};
    find_kind(&c);
    find_tables(a, t, &c.facts);
    if (t->dialect == ALUDEL_SQLITE)
        find_changes(a, t, &c.facts);
    c.facts.drops_table = tokens_match(t, 0, "DROP TABLE") > 0;
    c.facts.defers = defers(t);
    if (check_forbidden(&c))
        return c.facts;
    check_parameters(&c, a);
    if (t->dialect == ALUDEL_SQLITE && token_is_word(t, 0, "PRAGMA"))
        check_pragma(&c, a);
    if (t->dialect == ALUDEL_POSTGRESQL) {
        check_set(&c);
        check_copy(&c);
        if (!autocommit)
            check_set_config(&c);
    }
    find_alone(&c);
    check_alone(&c);
    return c.facts;
}
