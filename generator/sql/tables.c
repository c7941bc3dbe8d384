/*
 * tables.c: the tables that a statement names. Too many does no harm (a WITH's name counts as one); what
 * can't be read makes the list uncertain.
 */
#include "sql/facts.h"
#include "sql/tokens.h"

#include <string.h>

static void add_table(struct arena *a, struct statement_facts *facts, const char *word)
{
    const char *name = lower_name(a, word);
    for (size_t i = 0; i < facts->table_count; i++)
        if (!strcmp(facts->tables[i], name))
            return;
    if (facts->table_count == sizeof facts->tables / sizeof *facts->tables)
        facts->tables_certain = false;
    else
        facts->tables[facts->table_count++] = name;
}

/* A name, perhaps with its schema, at `i`; a subquery is looked at later. The index of its last token. */
static size_t table_at(struct arena *a, const struct tokens *t, size_t i, struct statement_facts *facts)
{
    static const char *const before[] = {"ONLY", "IF", "NOT", "EXISTS", "LATERAL", "TABLE", "OR", NULL};
    while (word_in(token_at(t, i), before))
        i++;
    if (token_is_word(t, i, "(") || token_is_word(t, i, "SELECT") || token_is_word(t, i, "VALUES") ||
        token_is_word(t, i, "SET"))
        return i - 1;
    while (token_is_name(t, i) && token_is_word(t, i + 1, "."))
        i += 2;
    if (!token_is_name(t, i))
        facts->tables_certain = false;
    else
        add_table(a, facts, token_at(t, i));
    return i;
}

/* Ends a list of tables: a comma behind it separates something else. */
static bool ends_from(const char *word)
{
    static const char *const words[] = {"WHERE",     "GROUP",  "ORDER",  "HAVING", "LIMIT",
                                        "UNION",     "EXCEPT", "SELECT", "SET",    "RETURNING",
                                        "INTERSECT", "VALUES", "WINDOW", "FOR",    NULL};
    return word_in(word, words);
}

static bool begins_from(const struct tokens *t, size_t i)
{
    static const char *const words[] = {"FROM",     "JOIN",    "INTO", "UPDATE", "TABLE", "REFERENCES",
                                        "TRUNCATE", "ANALYZE", "COPY", "USING",  NULL};
    const char *word = token_at(t, i);
    if (!word_in(word, words))
        return false;
    const char *before = i ? token_at(t, i - 1) : "";
    if (!strcmp(word, "UPDATE")) /* FOR UPDATE, ON CONFLICT DO UPDATE, ON UPDATE CASCADE */
        return strcmp(before, "FOR") != 0 && strcmp(before, "DO") != 0 && strcmp(before, "ON") != 0 &&
               strcmp(before, "THEN") != 0;
    if (!strcmp(word, "FROM"))
        return strcmp(before, "DISTINCT") != 0;
    if (!strcmp(word, "USING"))
        return !token_is_word(t, i + 1, "(") &&
               (token_is_word(t, 0, "DELETE") || token_is_word(t, 0, "MERGE"));
    if (!strcmp(word, "TRUNCATE") || !strcmp(word, "ANALYZE") || !strcmp(word, "COPY"))
        return i == 0 && !token_is_word(t, i + 1, "TABLE");
    return true;
}

/* CREATE INDEX … ON t, CREATE TRIGGER … ON t. */
static bool is_ddl_on(const struct tokens *t, size_t i)
{
    return token_is_word(t, i, "ON") && token_is_word(t, 0, "CREATE") && i < 12;
}

/* Several tables may stand behind it, separated by commas. */
static bool lists(const struct tokens *t, const char *word)
{
    static const char *const verbs[] = {"DROP", "TRUNCATE", "LOCK", "ANALYZE", NULL};
    if (!strcmp(word, "TABLE") || !strcmp(word, "TRUNCATE") || !strcmp(word, "ANALYZE"))
        return word_in(token_at(t, 0), verbs);
    return !strcmp(word, "FROM") || !strcmp(word, "USING");
}

static void scan(struct arena *a, const struct tokens *t, struct statement_facts *facts)
{
    bool listing[64] = {false};
    size_t depth = 0;
    for (size_t i = 0; i < t->list.count; i++) {
        const char *word = token_at(t, i);
        bool *in_from = &listing[depth < 64 ? depth : 63];
        if (!strcmp(word, "(")) {
            depth++;
            listing[depth < 64 ? depth : 63] = false;
        } else if (!strcmp(word, ")")) {
            depth -= depth > 0;
        } else if (begins_from(t, i) || is_ddl_on(t, i)) {
            *in_from = *in_from || lists(t, word);
            i = table_at(a, t, i + 1, facts);
        } else if (!strcmp(word, ",") && *in_from) {
            i = table_at(a, t, i + 1, facts);
        } else if (ends_from(word)) {
            *in_from = false;
        }
    }
}

void find_tables(struct arena *a, const struct tokens *t, struct statement_facts *facts)
{
    static const char *const readable[] = {"SELECT",  "INSERT", "UPDATE", "DELETE", "REPLACE",  "MERGE",
                                           "VALUES",  "WITH",   "CREATE", "ALTER",  "TRUNCATE", "TABLE",
                                           "ANALYZE", "COPY",   "DROP",   "LOCK",   NULL};
    facts->tables_certain = word_in(token_at(t, 0), readable) && !calls_unknown(t, NULL);
    if (token_is_word(t, 0, "DROP") && !token_is_word(t, 1, "TABLE"))
        facts->tables_certain = false;
    scan(a, t, facts);
}
