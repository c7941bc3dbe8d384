/* changes.c: whose rows a statement of SQLite's deletes or updates, and which columns it sets. */
#include "sql/facts.h"
#include "sql/tokens.h"

#include <string.h>

/* Behind WITH … */
static size_t find_verb(const struct tokens *t)
{
    static const char *const verbs[] = {"DELETE", "UPDATE", "INSERT", "REPLACE", "SELECT", NULL};
    size_t i = 0;
    while (i < t->list.count && !word_in(token_at(t, i), verbs))
        i = token_behind(t, i);
    return i;
}

static void take_table(struct arena *a, const struct tokens *t, size_t i, struct statement_facts *facts)
{
    while (token_is_name(t, i) && token_is_word(t, i + 1, "."))
        i += 2;
    facts->changed = token_is_name(t, i) ? lower_name(a, token_at(t, i)) : NULL;
}

static void take_column(struct arena *a, const struct tokens *t, size_t i, struct statement_facts *facts)
{
    if (token_is_name(t, i) && facts->assigned_count < sizeof facts->assigned / sizeof *facts->assigned)
        facts->assigned[facts->assigned_count++] = lower_name(a, token_at(t, i));
}

/* `a = …, (b, c) = …` */
static void take_columns(struct arena *a, const struct tokens *t, size_t i, struct statement_facts *facts)
{
    static const char *const ends[] = {"WHERE", "FROM", "RETURNING", "ORDER", "LIMIT", NULL};
    while (i < t->list.count && !word_in(token_at(t, i), ends)) {
        size_t equals = token_behind(t, i);
        for (; token_is_word(t, equals, "=") && i < equals; i++)
            take_column(a, t, i, facts);
        while (i < t->list.count && !token_is_word(t, i, ",") && !word_in(token_at(t, i), ends))
            i = token_behind(t, i);
        i += token_is_word(t, i, ",");
    }
}

static size_t find_set(const struct tokens *t, size_t i)
{
    while (i < t->list.count && !token_is_word(t, i, "SET"))
        i = token_behind(t, i);
    return i;
}

/* REPLACE deletes what it replaces; ON CONFLICT DO UPDATE updates; a trigger that is made does nothing yet. */
void find_changes(struct arena *a, const struct tokens *t, struct statement_facts *facts)
{
    if (token_is_word(t, 0, "CREATE"))
        return;
    size_t verb = find_verb(t), set = find_set(t, verb), behind = verb + 1;
    bool inserts = token_is_word(t, verb, "INSERT") || token_is_word(t, verb, "REPLACE");
    if (token_is_word(t, verb, "SELECT") || verb == t->list.count)
        return;
    bool replaces = token_is_word(t, verb, "REPLACE") || tokens_match(t, behind, "OR REPLACE");
    behind += token_is_word(t, behind, "OR") ? 2 : 0;
    facts->deletes = token_is_word(t, verb, "DELETE") || replaces;
    facts->updates = set < t->list.count;
    behind += inserts || token_is_word(t, verb, "DELETE"); /* INTO, FROM */
    if (facts->deletes || facts->updates)
        take_table(a, t, behind, facts);
    take_columns(a, t, set + 1, facts);
}
