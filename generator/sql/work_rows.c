/* work_rows.c: rows that come, change and go. */
#include "sql/work_rows.h"

#include "sql/facts.h"
#include "sql/work_kept.h"
#include "sql/work_size.h"

#include <string.h>

#define AROUND_VALUE 5 /* of a record's header */

/* The first of the words at the depth of `i`; the end without one. */
static size_t find_word(const struct tokens *t, size_t i, const char *const *words)
{
    while (i < t->list.count && !word_in(token_at(t, i), words))
        i = token_behind(t, i);
    return i;
}

static size_t count_commas(const struct tokens *t, size_t from, size_t to)
{
    size_t count = 0;
    for (size_t i = from; i < to; i++)
        count += token_is_word(t, i, ",");
    return count;
}

static struct aludel_text name_at(const struct tokens *t, size_t *i)
{
    while (token_is_name(t, *i) && token_is_word(t, *i + 1, "."))
        *i += 2;
    return work_name(t, (*i)++);
}

/* The same, of a table whose pages count. */
static struct aludel_text table_at(struct work *w, const struct tokens *t, size_t *i)
{
    work_own(w, t, *i);
    return name_at(t, i);
}

/* Behind a line: what of it isn't known. */
static void put_why(struct work *w, const struct work_size *size)
{
    if (size->why)
        work_unknown(w, size->why, w->line);
    else if (w->repeated)
        work_unknown(w, "how often a loop turns that writes rows", w->line);
}

/* ---- INSERT --------------------------------------------------------------------------------------- */

/* Row after row of one table is one line. */
static void put_written(struct work *w, struct aludel_text table, uint64_t rows, uint64_t bytes,
                        bool replaces)
{
    bool more = w->last.end && w->last.end == w->text.n && al_same_nocase(w->last.table, table);
    if (more)
        w->text.n = w->last.at;
    w->last.at = w->text.n;
    w->last.table = table;
    w->last.rows = rows + (more ? w->last.rows : 0);
    w->last.bytes = bytes + (more ? w->last.bytes : 0);
    w->last.replaces = replaces || (more && w->last.replaces);
    work_text(w, 'V', table);
    work_number(w, 'm', w->last.rows);
    work_number(w, 'z', w->last.bytes);
    work_number(w, 'd', w->last.replaces);
    w->last.end = w->text.n;
}

/* (a, b), (c, d): how many. */
static size_t count_rows(const struct tokens *t, size_t from, size_t to)
{
    size_t rows = 0;
    for (size_t i = from; i < to; i = token_behind(t, i))
        rows += token_is_word(t, i, "(");
    return rows ? rows : 1;
}

/* Behind each VALUES, or SELECT that reads no table, of those from `from` on. */
static void put_literals(struct work *w, const struct tokens *t, size_t from, size_t to,
                         struct aludel_text table, bool replaces)
{
    static const char *const ends[] = {"WHERE", "UNION", "EXCEPT", "INTERSECT", NULL};
    static const char *const begins[] = {"SELECT", "VALUES", NULL};
    struct work_size size = {0};
    uint64_t rows = 0, around = 0;
    for (size_t end; from < to; from = find_word(t, end, begins)) {
        bool values = token_is_word(t, from, "VALUES");
        end = find_word(t, ++from, ends);
        end = end < to ? end : to;
        work_measure(w->arena, t, from, end, &size);
        rows += values ? count_rows(t, from, end) : 1;
        around += AROUND_VALUE * (count_commas(t, from, end) + 1 + count_rows(t, from, end));
    }
    size.columns.count = 0; /* names there are strings */
    put_written(w, table, rows ? rows : 1, size.bytes + around, replaces);
    put_why(w, &size);
}

/* `*` by itself is the whole row: how often it is taken. */
static size_t count_whole_rows(const struct tokens *t, size_t from, size_t to)
{
    static const char *const behind[] = {"SELECT", "DISTINCT", "ALL", ",", ".", NULL};
    size_t count = 0;
    for (size_t i = from; i < to; i++)
        count += token_is_word(t, i, "*") && word_in(token_at(t, i - 1), behind);
    return count;
}

static bool word_between(const struct tokens *t, size_t from, size_t to, const char *word)
{
    while (from < to && !token_is_word(t, from, word))
        from++;
    return from < to;
}

void work_select(struct work *w, const struct tokens *t, size_t select, struct aludel_text table,
                 bool replaces)
{
    static const char *const froms[] = {"FROM", NULL}, *const ends[] = {"ON", "RETURNING", NULL};
    static const char *const conflict[] = {"CONFLICT", NULL};
    size_t from = find_word(t, select, froms), where = from + 1;
    struct work_size size = {0};
    if (from >= t->list.count) {
        put_literals(w, t, select, find_word(t, select, ends), table, replaces);
        return;
    }
    bool plain = token_is_name(t, where);
    size_t whole = count_whole_rows(t, select + 1, from);
    struct aludel_text source = table_at(w, t, &where);
    uint64_t sorts = 0;
    work_measure(w->arena, t, select + 1, from, &size);
    if (whole) /* all of it as often as a part is taken */
        size.times = whole + (size.columns.count ? size.times : 0);
    if (word_between(t, select, from, "OVER"))
        size.why = "how much a window function keeps";
    else if (!plain || !work_reads_one(t, from))
        size.why = "how many rows a query gives that reads several tables";
    else if (find_word(t, where, conflict) < t->list.count)
        size.why = "how much rows grow that are updated where they conflict";
    else if (!size.why)
        size.why = work_sorts(t, select, &sorts);
    work_text(w, 'V', table);
    if (plain)
        work_text(w, 'f', source);
    work_put_size(w, &size, AROUND_VALUE * (count_commas(t, select, from) + 1));
    work_number(w, 'y', whole > 0);
    work_number(w, 'o', tokens_match(t, 0, "CREATE TABLE") > 0);
    work_number(w, 's', sorts);
    work_number(w, 'd', replaces);
    put_why(w, &size);
}

static void put_insert(struct work *w, const struct tokens *t, size_t into, bool replaces)
{
    static const char *const bodies[] = {"VALUES", "SELECT", "DEFAULT", "WITH", NULL};
    static const char *const ends[] = {"ON", "RETURNING", NULL};
    size_t i = into + 1;
    struct aludel_text table = table_at(w, t, &i);
    size_t body = find_word(t, i, bodies), end = find_word(t, body, ends);
    bool updates = tokens_match(t, end, "ON CONFLICT") && tokens_have(t, "DO") && tokens_have(t, "UPDATE");
    if (token_is_word(t, body, "SELECT")) {
        work_select(w, t, body, table, replaces);
    } else if (token_is_word(t, body, "WITH") || updates || body >= t->list.count) {
        work_text(w, 'V', table);
        work_unknown(w,
                     updates ? "how much rows grow that are updated where they conflict"
                             : "how many rows a query gives with parts of its own",
                     w->line);
    } else {
        put_literals(w, t, token_is_word(t, body, "DEFAULT") ? body + 1 : body, end, table, replaces);
    }
}

/* ---- UPDATE --------------------------------------------------------------------------------------- */

static void put_assigned(struct work *w, const struct tokens *t)
{
    struct statement_facts facts = {0};
    find_changes(w->arena, t, &facts);
    bool all = facts.assigned_count < sizeof facts.assigned / sizeof *facts.assigned;
    for (size_t i = 0; all && i < facts.assigned_count; i++)
        work_text(w, 'a', al_text(facts.assigned[i]));
}

/* `a = …, b = …`: what stands behind each `=`. */
static void measure_assignments(struct work *w, const struct tokens *t, size_t from, size_t to,
                                struct work_size *size)
{
    for (size_t i = from; i < to;) {
        size_t value = i + 2, end = value;
        if (!token_is_word(t, i + 1, "=")) /* (a, b) = … */
            value = i;
        while (end < to && !token_is_word(t, end, ","))
            end = token_behind(t, end);
        work_measure(w->arena, t, value, end, size);
        size->bytes += AROUND_VALUE;
        i = end + 1;
    }
}

static void put_update(struct work *w, const struct tokens *t)
{
    static const char *const sets[] = {"SET", NULL}, *const froms[] = {"FROM", NULL};
    static const char *const ends[] = {"FROM", "WHERE", "RETURNING", "ORDER", "LIMIT", NULL};
    size_t i = token_is_word(t, 1, "OR") ? 3 : 1, set = find_word(t, i, sets);
    struct aludel_text table = table_at(w, t, &i);
    size_t end = find_word(t, set, ends);
    struct work_size size = {.why = work_keeps(t)};
    measure_assignments(w, t, set + 1, end, &size);
    if (find_word(t, set, froms) < t->list.count)
        size.why = "how long the values are that come from other tables";
    work_text(w, 'U', table);
    work_put_size(w, &size, 0);
    put_assigned(w, t);
    put_why(w, &size);
}

static void put_delete(struct work *w, const struct tokens *t)
{
    size_t i = 2;
    struct work_size size = {.why = work_keeps(t)};
    work_text(w, 'D', table_at(w, t, &i));
    put_why(w, &size);
}

/* Rows that are added to a line have that line's place. */
static bool goes_on(const struct work *w, const struct tokens *t, size_t into)
{
    size_t i = into + 1;
    return token_is_word(t, into, "INTO") && w->last.end && w->last.end == w->text.n &&
           al_same_nocase(w->last.table, name_at(t, &i)) && tokens_have(t, "VALUES");
}

bool work_rows(struct work *w, const struct tokens *t, uint32_t line)
{
    size_t into = token_is_word(t, 1, "OR") ? 3 : 1;
    bool replaces = token_is_word(t, 0, "REPLACE") || tokens_match(t, 1, "OR REPLACE");
    if (!goes_on(w, t, into))
        work_line(w, line);
    if ((token_is_word(t, 0, "INSERT") || token_is_word(t, 0, "REPLACE")) && token_is_word(t, into, "INTO"))
        put_insert(w, t, into, replaces);
    else if (token_is_word(t, 0, "UPDATE"))
        put_update(w, t);
    else if (tokens_match(t, 0, "DELETE FROM"))
        put_delete(w, t);
    else
        return false;
    return true;
}
