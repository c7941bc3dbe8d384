/*
 * work_size.c: how long the value of an expression can be. It is known where each part's length is: of literals, of columns (the
 * file says how long they are), of functions that make nothing longer.
 */
#include "sql/work_size.h"

#include <string.h>

#define NUMBER 25       /* the longest one as text, with its part of a record's header */
#define SHORT_RESULT 40 /* of a function that gives a number or a date */

/* Their results are no longer than what they are given together; or short. */
static const char *const bounded[] = {
    "ABS",    "AVG",  "CAST",   "CEIL",      "COALESCE",   "COUNT",     "DATE",      "DATETIME", "FLOOR",
    "IFNULL", "IIF",  "INSTR",  "JSON_TYPE", "JSON_VALID", "JULIANDAY", "LENGTH",    "LOWER",    "LTRIM",
    "MAX",    "MIN",  "NULLIF", "RANDOM",    "ROUND",      "RTRIM",     "SIGN",      "SUBSTR",   "SUBSTRING",
    "SUM",    "TIME", "TOTAL",  "TRIM",      "TYPEOF",     "UNICODE",   "UNIXEPOCH", "UPPER",    NULL};
/* Of a number that stands there. */
static const char *const of_number[] = {"RANDOMBLOB", "ZEROBLOB", NULL};
/* Two characters for a byte. */
static const char *const doubling[] = {"HEX", NULL};
/* What stands in front of a parenthesis and calls nothing. */
static const char *const no_calls[] = {
    "AND",      "AS",      "BETWEEN", "BY",    "CASE", "CHECK",  "COLLATE", "DEFAULT",
    "DISTINCT", "ELSE",    "FILTER",  "IN",    "IS",   "LIKE",   "NOT",     "ON",
    "OR",       "OVER",    "SELECT",  "SET",   "THEN", "VALUES", "VARCHAR", "CHAR",
    "NUMERIC",  "DECIMAL", "WHEN",    "WHERE", "AND",  "GLOB",   NULL};
static const char *const words[] = {"AND",
                                    "OR",
                                    "NOT",
                                    "NULL",
                                    "IS",
                                    "IN",
                                    "LIKE",
                                    "GLOB",
                                    "BETWEEN",
                                    "CASE",
                                    "WHEN",
                                    "THEN",
                                    "ELSE",
                                    "END",
                                    "AS",
                                    "CAST",
                                    "COLLATE",
                                    "ESCAPE",
                                    "DISTINCT",
                                    "TRUE",
                                    "FALSE",
                                    "SET",
                                    "SELECT",
                                    "VALUES",
                                    "DEFAULT",
                                    "CURRENT_TIMESTAMP",
                                    "CURRENT_DATE",
                                    "CURRENT_TIME",
                                    NULL};

static void unknown(struct work_size *size, const char *why)
{
    size->why = size->why ? size->why : why;
}

static void add_column(struct arena *a, struct aludel_text name, struct work_size *size)
{
    static const char *const numbers[] = {"ROWID", "OID", "_ROWID_"};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        size->bytes += al_same_nocase(name, al_text(numbers[i])) ? NUMBER : 0;
    for (size_t i = 0; i < size->columns.count; i++)
        if (al_same_nocase(size->columns.at[i], name)) {
            size->times++;
            return;
        }
    vec_push(a, &size->columns, name);
}

/* zeroblob(100), randomblob(16) */
static uint64_t number_behind(const struct tokens *t, size_t call)
{
    int64_t n;
    struct token argument = t->list.at[call + 2];
    struct aludel_text text = {t->text.z + argument.from, argument.to - argument.from};
    bool plain = token_is_word(t, call + 3, ")") && al_parse_int(text, &n) && n >= 0;
    return plain ? (uint64_t)n + 5 : 0;
}

static void add_call(const struct tokens *t, size_t i, struct work_size *size, uint64_t *twice)
{
    const char *word = token_at(t, i);
    size->bytes += SHORT_RESULT;
    if (word_in(word, doubling)) {
        ++*twice;
    } else if (word_in(word, of_number) && i + 3 < t->list.count && number_behind(t, i)) {
        size->bytes += number_behind(t, i);
    } else if (!word_in(word, bounded)) {
        unknown(size, "how long the values are that a function gives");
    }
}

static void add_token(struct arena *a, const struct tokens *t, size_t i, struct work_size *size,
                      uint64_t *twice)
{
    const char *word = token_at(t, i);
    struct token token = t->list.at[i];
    if (*word == ALUDEL_PARAMETER)
        unknown(size, "how long a value is that it is given when it runs");
    else if (!strcmp(word, "SELECT"))
        unknown(size, "how long the values are that a query in it gives");
    else if (!strcmp(word, "'") || (*word == 'X' && t->text.z[token.to - 1] == '\''))
        size->bytes += token.to - token.from + 8;
    else if (*word >= '0' && *word <= '9')
        size->bytes += token.to - token.from + 9;
    else if (strchr("+-*/%~&", *word) || !strcmp(word, "<<"))
        size->bytes += NUMBER;
    else if (token_is_name(t, i) && token_is_word(t, i + 1, "(") && !word_in(word, no_calls))
        add_call(t, i, size, twice);
    else if (token_is_name(t, i) && !strncmp(word, "CURRENT_", 8))
        size->bytes += SHORT_RESULT;
    else if (token_is_name(t, i) && !word_in(word, words) && !token_is_word(t, i + 1, ".")) {
        size->bytes +=
            *word == '"' ? token.to - token.from + 8 : 0; /* SQLite: a string where no column has the name */
        add_column(a, work_name(t, i), size);
    }
}

static bool has_hole(const struct tokens *t, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (memchr(t->text.z + t->list.at[i].from, ALUDEL_PARAMETER, t->list.at[i].to - t->list.at[i].from))
            return true;
    return false;
}

/* Names and numbers with signs between them: a number, but for what a CASE chooses. */
static bool is_number(const struct tokens *t, size_t from, size_t to)
{
    bool computes = false;
    for (size_t i = from; i < to; i++) {
        const char *word = token_at(t, i);
        bool sign = *word && strchr("+-*/%", *word) && !word[1];
        computes = computes || sign;
        if (token_is_word(t, i, "CASE") ||
            (!sign && !(*word >= '0' && *word <= '9') && !token_is_name(t, i) && *word != '.'))
            return false;
    }
    return computes;
}

void work_measure(struct arena *a, const struct tokens *t, size_t from, size_t to, struct work_size *size)
{
    uint64_t twice = 0;
    size->times = size->times ? size->times : 1;
    if (is_number(t, from, to) && !has_hole(t, from, to)) {
        size->bytes += NUMBER;
        return;
    }
    for (size_t i = from; i < to && i < t->list.count; i++)
        add_token(a, t, i, size, &twice);
    if (has_hole(t, from, to < t->list.count ? to : t->list.count))
        unknown(size, "how long a value is that it is given when it runs");
    if (twice && size->columns.count) /* a column's text is longer in another encoding */
        unknown(size, "how long the values are that a function gives");
    for (; twice; twice--) {
        size->bytes *= 2;
        size->times *= 2;
    }
}

void work_put_size(struct work *w, const struct work_size *size, uint64_t around)
{
    work_number(w, 'z', size->bytes + around);
    for (size_t i = 0; i < size->columns.count; i++)
        work_text(w, 'n', size->columns.at[i]);
    if (size->times > 1)
        work_number(w, 'k', size->times);
}
