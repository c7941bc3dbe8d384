/*
 * check.c: what a whole statement is, and what a migration may not say.
 */
#include "sql/check.h"

#include "sql/tokens.h"

#include <string.h>

struct checked {
    struct tokens tokens;
    struct statement_facts facts;
    bool autocommit;
    struct span at;
    struct diagnostics *d;
};

enum { ON_SQLITE = 1, ON_POSTGRESQL = 2, ON_BOTH = 3 };

static bool applies(const struct checked *c, int dialects)
{
    return dialects & (c->tokens.dialect == ALUDEL_SQLITE ? ON_SQLITE : ON_POSTGRESQL);
}

/* ---- What belongs to the runtime ----------------------------------------------------------- */

static const char transaction_hint[] =
    "each migration runs in a transaction that the runtime opens and ends; "
    "'with op.autocommit():' leaves it for a while";
static const char savepoint_hint[] = "a migration is applied whole or not at all; take it away";
static const char ends_hint[] = "what a migration sets ends with it: write SET, which is compiled as SET LOCAL";

static const struct forbidden {
    int dialects;
    const char *pattern, *what, *hint;
    bool allowed_in_autocommit;
} forbidden[] = {
    {ON_BOTH, "BEGIN", "BEGIN", transaction_hint, false},
    {ON_POSTGRESQL, "START TRANSACTION", "START TRANSACTION", transaction_hint, false},
    {ON_BOTH, "COMMIT", "COMMIT", transaction_hint, false},
    {ON_BOTH, "END", "END", transaction_hint, false},
    {ON_BOTH, "ROLLBACK", "ROLLBACK", "to stop a migration, write fail(\"why\"): everything it did is rolled back", false},
    {ON_POSTGRESQL, "ABORT", "ABORT", "to stop a migration, write fail(\"why\"): everything it did is rolled back", false},
    {ON_BOTH, "SAVEPOINT", "SAVEPOINT", savepoint_hint, false},
    {ON_BOTH, "RELEASE", "RELEASE", savepoint_hint, false},
    {ON_POSTGRESQL, "PREPARE TRANSACTION", "PREPARE TRANSACTION", transaction_hint, false},
    {ON_POSTGRESQL, "SET TRANSACTION", "SET TRANSACTION",
     "the runtime has asked the database before: its transactions are READ COMMITTED", false},
    {ON_POSTGRESQL, "SET SESSION CHARACTERISTICS", "SET SESSION CHARACTERISTICS", ends_hint, false},
    {ON_POSTGRESQL, "RESET", "RESET", "what a migration sets ends with it; for the default value write SET … TO DEFAULT",
     true},
    {ON_POSTGRESQL, "DISCARD", "DISCARD", "the session belongs to the runtime; take it away", false},
    {ON_SQLITE, "ATTACH", "ATTACH", "a migration works on the one database of its URL", false},
    {ON_SQLITE, "DETACH", "DETACH", "a migration works on the one database of its URL", false},
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
        if (!applies(c, f->dialects) || !tokens_match(&c->tokens, 0, f->pattern))
            continue;
        if (!c->autocommit || !f->allowed_in_autocommit)
            error(c, f->what, f->hint);
        return true;
    }
    return false;
}

/* ---- PRAGMA -------------------------------------------------------------------------------- */

static bool in_list(const char *word, const char *const *list)
{
    for (; *list; list++)
        if (!strcmp(word, *list))
            return true;
    return false;
}

static void check_pragma(struct checked *c)
{
    static const char *const alone[] = {"SYNCHRONOUS", "WAL_CHECKPOINT", "TEMP_STORE", "AUTO_VACUUM", "PAGE_SIZE",
                                        "LOCKING_MODE", "ENCODING", "INCREMENTAL_VACUUM", NULL};
    size_t name = tokens_match(&c->tokens, 0, "PRAGMA");
    if (token_is(&c->tokens, name + 1, "."))
        name += 2;
    const char *word = token_at(&c->tokens, name);
    bool sets = token_is(&c->tokens, name + 1, "=");
    if (!strcmp(word, "FOREIGN_KEYS"))
        error(c, "PRAGMA foreign_keys",
              "the runtime switches foreign keys off around what needs it, and checks them; take it away, or write "
              "PRAGMA defer_foreign_keys = ON");
    else if (!strcmp(word, "JOURNAL_MODE"))
        error(c, "PRAGMA journal_mode", "it belongs to whoever creates the database: set it once, outside migrations");
    else if (in_list(word, alone))
        c->facts.flags |= ALUDEL_ALONE | ALUDEL_REPEATS;
    else if (!sets)
        c->facts.flags |= ALUDEL_READS;
}

/* ---- SET, set_config, COPY ------------------------------------------------------------------ */

static void check_set(struct checked *c)
{
    const struct tokens *t = &c->tokens;
    if (t->dialect != ALUDEL_POSTGRESQL || !token_is(t, 0, "SET"))
        return;
    if (c->autocommit || token_is(t, 1, "LOCAL") || token_is(t, 1, "CONSTRAINTS"))
        return;
    if (token_is(t, 1, "SESSION") && !token_is(t, 2, "AUTHORIZATION")) {
        error(c, "SET SESSION", ends_hint);
        return;
    }
    c->facts.is_set = true;
    c->facts.set_at = t->list.at[0].to;
}

/* set_config(name, value, false): the last argument is all that counts. */
static void check_set_config(struct checked *c)
{
    const struct tokens *t = &c->tokens;
    for (size_t i = 0; i + 1 < t->list.count; i++) {
        if (!token_is(t, i, "SET_CONFIG") || !token_is(t, i + 1, "("))
            continue;
        size_t depth = 1, j = i + 2;
        for (; j < t->list.count && depth; j++)
            depth = depth + token_is(t, j, "(") - token_is(t, j, ")");
        if (!depth && token_is(t, j - 2, "FALSE"))
            error(c, "set_config(…, false)", "what a migration sets ends with it: write set_config(…, true)");
    }
}

static void check_copy(struct checked *c)
{
    const struct tokens *t = &c->tokens;
    if (!token_is(t, 0, "COPY"))
        return;
    if (tokens_have(t, "STDIN"))
        error(c, "COPY … FROM STDIN", "write INSERT statements, or COPY from a file on the server");
    else if (tokens_have(t, "STDOUT"))
        error(c, "COPY … TO STDOUT", "a migration has nowhere to write it to");
}

/* ---- What can't run in a transaction ---------------------------------------------------------- */

static const struct alone {
    int dialects;
    const char *pattern;
    unsigned flags;
} alone[] = {
    {ON_BOTH, "VACUUM", ALUDEL_ALONE | ALUDEL_REPEATS},
    {ON_POSTGRESQL, "CREATE UNIQUE? INDEX CONCURRENTLY", ALUDEL_ALONE | ALUDEL_DDL},
    {ON_POSTGRESQL, "DROP INDEX CONCURRENTLY", ALUDEL_ALONE | ALUDEL_DDL},
    {ON_POSTGRESQL, "REINDEX DATABASE", ALUDEL_ALONE},
    {ON_POSTGRESQL, "REINDEX SYSTEM", ALUDEL_ALONE},
    {ON_POSTGRESQL, "CREATE DATABASE", ALUDEL_ALONE | ALUDEL_DDL},
    {ON_POSTGRESQL, "DROP DATABASE", ALUDEL_ALONE | ALUDEL_DDL},
    {ON_POSTGRESQL, "CREATE TABLESPACE", ALUDEL_ALONE | ALUDEL_DDL},
    {ON_POSTGRESQL, "DROP TABLESPACE", ALUDEL_ALONE | ALUDEL_DDL},
    {ON_POSTGRESQL, "ALTER SYSTEM", ALUDEL_ALONE | ALUDEL_REPEATS},
};

/* Where CONCURRENTLY or another word makes the difference. */
static unsigned alone_by_word(const struct tokens *t)
{
    bool concurrently = tokens_have(t, "CONCURRENTLY");
    if (token_is(t, 0, "REINDEX") && concurrently)
        return ALUDEL_ALONE;
    if (tokens_match(t, 0, "ALTER TABLE") && tokens_have(t, "DETACH") && concurrently)
        return ALUDEL_ALONE | ALUDEL_DDL;
    if (tokens_match(t, 0, "ALTER DATABASE") && tokens_have(t, "TABLESPACE"))
        return ALUDEL_ALONE | ALUDEL_DDL;
    if (tokens_match(t, 0, "CREATE SUBSCRIPTION") && !tokens_have(t, "CREATE_SLOT"))
        return ALUDEL_ALONE | ALUDEL_DDL;
    if (token_is(t, 0, "CLUSTER") && t->list.count == 1)
        return ALUDEL_ALONE | ALUDEL_REPEATS;
    return 0;
}

static void find_alone(struct checked *c)
{
    for (size_t i = 0; i < sizeof alone / sizeof *alone; i++)
        if (applies(c, alone[i].dialects) && tokens_match(&c->tokens, 0, alone[i].pattern))
            c->facts.flags |= alone[i].flags;
    if (c->tokens.dialect == ALUDEL_POSTGRESQL)
        c->facts.flags |= alone_by_word(&c->tokens);
}

static void check_alone(struct checked *c)
{
    if (!(c->facts.flags & ALUDEL_ALONE) || c->autocommit)
        return;
    bool concurrently = tokens_have(&c->tokens, "CONCURRENTLY");
    const char *first = token_at(&c->tokens, 0);
    const char *second = strcmp(first, "VACUUM") != 0 ? token_at(&c->tokens, 1) : "";
    diag_error(c->d, c->at, "%s%s%s%s can't run in a transaction", first, *second ? " " : "", second,
               concurrently && strcmp(second, "CONCURRENTLY") != 0 ? " … CONCURRENTLY" : "");
    diag_hint(c->d, "put it into 'with op.autocommit():'");
}

/* ---- Reading, changing the schema --------------------------------------------------------------- */

static bool writes_rows(const struct tokens *t)
{
    static const char *const words[] = {"INSERT", "UPDATE", "DELETE", "MERGE", "INTO", "SHARE", NULL};
    for (size_t i = 0; i < t->list.count; i++)
        if (in_list(token_at(t, i), words) || (t->dialect == ALUDEL_SQLITE && i && token_is(t, i, "REPLACE") &&
                                               !token_is(t, i + 1, "(")))
            return true;
    return false;
}

static void find_kind(struct checked *c)
{
    static const char *const schema[] = {"CREATE", "ALTER", "DROP", "COMMENT", "GRANT", "REVOKE", "SECURITY",
                                         "IMPORT", "REASSIGN", NULL};
    static const char *const reads[] = {"SELECT", "VALUES", "WITH", "TABLE", "SHOW", NULL};
    const struct tokens *t = &c->tokens;
    const char *first = token_at(t, 0);
    size_t verb = 0;
    while (token_is(t, verb, "("))
        verb++;
    if (in_list(first, schema))
        c->facts.flags |= ALUDEL_DDL;
    else if (in_list(token_at(t, verb), reads) && !writes_rows(t) && !calls_unknown(t))
        c->facts.flags |= ALUDEL_READS;
    else if (!strcmp(first, "SELECT") && tokens_have(t, "INTO") && !tokens_have(t, "INSERT"))
        c->facts.flags |= ALUDEL_DDL;
    else if (!strcmp(first, "EXPLAIN") && !tokens_have(t, "ANALYZE"))
        c->facts.flags |= ALUDEL_READS;
    else if (!strcmp(first, "ANALYZE"))
        c->facts.flags |= ALUDEL_REPEATS;
}

struct statement_facts check_statement(struct arena *a, enum aludel_dialect dialect,
                                       struct aludel_text skeleton, bool autocommit, struct span at,
                                       struct diagnostics *d)
{
    struct checked c = {.autocommit = autocommit, .at = at, .d = d};
    c.tokens = tokens_of(a, dialect, skeleton);
    find_kind(&c);
    find_tables(a, &c.tokens, &c.facts);
    if (check_forbidden(&c))
        return c.facts;
    if (dialect == ALUDEL_SQLITE && token_is(&c.tokens, 0, "PRAGMA"))
        check_pragma(&c);
    if (dialect == ALUDEL_POSTGRESQL) {
        check_set(&c);
        check_copy(&c);
        if (!autocommit)
            check_set_config(&c);
    }
    find_alone(&c);
    check_alone(&c);
    return c.facts;
}
