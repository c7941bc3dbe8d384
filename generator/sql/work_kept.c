/*
 * work_kept.c: what a query holds in temporary files while it runs. SQLite writes rows there that it sorts, groups, compares with each
 * other, or looks for what is in a list; and indexes of its own for joins.
 */
#include "sql/work_kept.h"

#include <string.h>

static const char *const sorting[] = {"ORDER", "GROUP", "DISTINCT", NULL};

static const char why[] = "what a query keeps while it runs";

/* Not FROM one (…), FROM one, two. */
static bool is_of_one_table(const struct tokens *t, size_t from)
{
    static const char *const ends[] = {"WHERE", "GROUP", "HAVING",    "ORDER", "LIMIT",
                                       "ON",    "SET",   "RETURNING", ")",     NULL};
    bool one = token_is_name(t, from + 1);
    for (size_t i = from + 1; one && i < t->list.count && !word_in(token_at(t, i), ends); i++)
        one = !token_is_word(t, i, ",") && !token_is_word(t, i, "(");
    return one;
}

bool work_reads_one(const struct tokens *t, size_t from)
{
    static const char *const others[] = {"JOIN", "UNION", "INTERSECT", "EXCEPT", "WINDOW", NULL};
    size_t i = from;
    while (i < t->list.count && !word_in(token_at(t, i), others))
        i = token_behind(t, i);
    return is_of_one_table(t, from) && i >= t->list.count;
}

/* Of literals: what stays in memory even where pages have 512 bytes. */
#define LONGEST_LIST 32768

static bool is_short_list(const struct tokens *t, size_t open)
{
    size_t behind = token_behind(t, open);
    bool closed = behind <= t->list.count && token_is_word(t, behind - 1, ")");
    return closed && t->list.at[behind - 1].to - t->list.at[open].from <= LONGEST_LIST;
}

/* … IN (SELECT …), … IN others, … IN (many, many, …) */
static bool looks_in_list(const struct tokens *t, size_t i)
{
    bool literals = token_is_word(t, i + 1, "(") && !token_is_word(t, i + 2, "SELECT") &&
                    !token_is_word(t, i + 2, "WITH") && !token_is_word(t, i + 2, "VALUES");
    return token_is_word(t, i, "IN") && !(literals && is_short_list(t, i + 1));
}

/* (SELECT … FROM …): SQLite may make an index for it, or set rows aside that go into the table it reads. */
static bool asks_within(const struct tokens *t, size_t i)
{
    return i > 0 && token_is_word(t, i, "SELECT") && token_is_word(t, i - 1, "(");
}

/* Whatever it is part of. */
static bool keeps_at(const struct tokens *t, size_t i)
{
    static const char *const keeping[] = {"UNION", "INTERSECT", "EXCEPT",    "JOIN", "WITH",
                                          "OVER",  "WINDOW",    "RETURNING", NULL};
    return word_in(token_at(t, i), keeping) || looks_in_list(t, i) || asks_within(t, i) ||
           (token_is_word(t, i, "FROM") && !is_of_one_table(t, i));
}

const char *work_keeps(const struct tokens *t)
{
    for (size_t i = 0; i < t->list.count; i++)
        if (keeps_at(t, i) || word_in(token_at(t, i), sorting))
            return why;
    return NULL;
}

const char *work_asks(const struct tokens *t)
{
    return tokens_have(t, "FROM") && tokens_have(t, "OR") ? why : work_keeps(t);
}

/* By columns, as they are. */
static bool is_by_columns(const struct tokens *t, size_t by)
{
    static const char *const ends[] = {"LIMIT", "HAVING", "ORDER", "ON", NULL};
    for (size_t i = by + 1; i < t->list.count && !word_in(token_at(t, i), ends); i++) {
        const char *word = token_at(t, i);
        if (!token_is_name(t, i) && strcmp(word, ",") != 0 && strcmp(word, ".") != 0 &&
            strcmp(word, ";") != 0 && !(*word >= '0' && *word <= '9'))
            return false;
    }
    return true;
}

/* SELECT DISTINCT …; count(DISTINCT column) */
static bool is_distinct(const struct tokens *t, size_t i, size_t select, size_t depth)
{
    bool argument = token_is_word(t, i - 1, "(") && token_is_name(t, i + 1) && token_is_word(t, i + 2, ")");
    return i == select + 1 || (depth == 1 && argument);
}

static bool is_told(const struct tokens *t, size_t i, size_t select, size_t depth)
{
    if (token_is_word(t, i, "DISTINCT"))
        return is_distinct(t, i, select, depth);
    return !depth && token_is_word(t, i + 1, "BY") && is_by_columns(t, i + 1);
}

const char *work_sorts(const struct tokens *t, size_t select, uint64_t *times)
{
    size_t depth = 0;
    *times = 0;
    for (size_t i = select + 1; i < t->list.count; i++) {
        bool sorts = word_in(token_at(t, i), sorting);
        depth = depth + token_is_word(t, i, "(") - token_is_word(t, i, ")");
        if (keeps_at(t, i) || (sorts && !is_told(t, i, select, depth)))
            return why;
        *times += sorts;
    }
    return NULL;
}
