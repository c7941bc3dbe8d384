/*
 * calls.c: whether a statement calls what may do anything.
 */
#include "sql/facts.h"
#include "sql/tokens.h"

#include <string.h>

/* What stands in front of a parenthesis and calls nothing. */
static const char *const no_calls[] = {
    "ALL",    "AND",       "ANY",         "ARRAY",     "AS",       "BETWEEN", "BY",        "CASE",
    "CAST",   "CHAR",      "CHARACTER",   "CHECK",     "CONFLICT", "DECIMAL", "DISTINCT",  "ELSE",
    "EXCEPT", "EXISTS",    "FILTER",      "FROM",      "HAVING",   "IN",      "INTERSECT", "JOIN",
    "KEY",    "LATERAL",   "LIKE",        "LIMIT",     "NOT",      "NUMERIC", "OFFSET",    "ON",
    "OR",     "OVER",      "PARTITION",   "RETURNING", "ROW",      "SELECT",  "SET",       "SOME",
    "THEN",   "TIMESTAMP", "TIMESTAMPTZ", "UNION",     "UNIQUE",   "USING",   "VALUES",    "VARCHAR",
    "WHEN",   "WHERE",     "WITH",        NULL};

/* Functions that only compute. */
static const char *const pure[] = {"ABS",
                                   "ARRAY_AGG",
                                   "ARRAY_LENGTH",
                                   "AVG",
                                   "BTRIM",
                                   "CEIL",
                                   "COALESCE",
                                   "CONCAT",
                                   "CONCAT_WS",
                                   "COUNT",
                                   "DATE_PART",
                                   "DATE_TRUNC",
                                   "ENCODE",
                                   "EXTRACT",
                                   "FLOOR",
                                   "FORMAT",
                                   "GENERATE_SERIES",
                                   "GEN_RANDOM_UUID",
                                   "GREATEST",
                                   "INITCAP",
                                   "JSONB_AGG",
                                   "JSONB_BUILD_OBJECT",
                                   "JSONB_SET",
                                   "JSON_AGG",
                                   "JSON_BUILD_OBJECT",
                                   "LEAST",
                                   "LEFT",
                                   "LENGTH",
                                   "LOWER",
                                   "LPAD",
                                   "LTRIM",
                                   "MAX",
                                   "MD5",
                                   "MIN",
                                   "MOD",
                                   "NOW",
                                   "NULLIF",
                                   "OVERLAY",
                                   "POSITION",
                                   "POWER",
                                   "RANDOM",
                                   "RANK",
                                   "REGEXP_MATCHES",
                                   "REGEXP_REPLACE",
                                   "REPEAT",
                                   "REPLACE",
                                   "REVERSE",
                                   "RIGHT",
                                   "ROUND",
                                   "ROW_NUMBER",
                                   "ROW_TO_JSON",
                                   "RPAD",
                                   "RTRIM",
                                   "SPLIT_PART",
                                   "SQRT",
                                   "STRING_AGG",
                                   "STRPOS",
                                   "SUBSTR",
                                   "SUBSTRING",
                                   "SUM",
                                   "TO_CHAR",
                                   "TO_DATE",
                                   "TO_JSON",
                                   "TO_JSONB",
                                   "TO_TIMESTAMP",
                                   "TO_TSVECTOR",
                                   "TRANSLATE",
                                   "TRIM",
                                   "UNNEST",
                                   "UPPER",
                                   NULL};

/* A name in front of "(" that is a table's column list, not a call: INSERT INTO t (…), WITH q (…). */
static bool is_column_list(const struct tokens *t, size_t name)
{
    while (name >= 2 && token_is_word(t, name - 1, "."))
        name -= 2;
    const char *before = name ? token_at(t, name - 1) : "";
    static const char *const words[] = {"INTO", "TABLE",     "EXISTS", "REFERENCES",
                                        "WITH", "RECURSIVE", "AS",     NULL};
    return word_in(before, words) || (!strcmp(before, "ON") && token_is_word(t, 0, "CREATE"));
}

static bool is_known(const char *word, const char *const *harmless)
{
    return word_in(word, no_calls) || word_in(word, pure) || (harmless && word_in(word, harmless));
}

bool calls_unknown(const struct tokens *t, const char *const *harmless)
{
    if (t->dialect == ALUDEL_SQLITE) /* what it calls is built in, or the application's */
        return tokens_have(t, "LOAD_EXTENSION");
    for (size_t i = 1; i < t->list.count; i++)
        if (token_is_word(t, i, "(") && token_is_name(t, i - 1) && !is_known(token_at(t, i - 1), harmless) &&
            !is_column_list(t, i - 1))
            return true;
    return false;
}
