/*
 * measure.c: what the file says of itself and of a table. SQLite makes the text of the longer questions: it knows the columns.
 */
#include "budget/budget.h"

#include "core/text.h"

static const struct aludel_text nothing = {"", 0};

/* About the file; about a table; about some of its columns. */
static struct al_budget_question of_file(const char *sql)
{
    return (struct al_budget_question){.sql = sql};
}

static struct al_budget_question of_table(const char *sql, struct aludel_text table)
{
    return (struct al_budget_question){sql, {table}, 1};
}

static struct al_budget_question of_columns(const char *sql, struct aludel_text table,
                                            struct aludel_text columns)
{
    return (struct al_budget_question){sql, {table, columns}, 2};
}

static bool ask(const struct al_budget_source *s, struct al_budget_question q, uint64_t *out, size_t count)
{
    return s->numbers(s->with, q, out, count);
}

static uint64_t ask_number(const struct al_budget_source *s, struct al_budget_question q)
{
    uint64_t n = 0;
    return ask(s, q, &n, 1) ? n : 0;
}

static const char *ask_text(const struct al_budget_source *s, struct al_budget_question q)
{
    return s->text(s->with, q);
}

/* Of b-trees by their names. A hidden column wants to be compared: `WHERE aggregate` finds nothing. */
#define PAGES_OF "SELECT ifnull(sum(pageno), 0) FROM dbstat WHERE aggregate = 1 AND name IN "
#define SCHEMA "('sqlite_schema', 'sqlite_master')"

/* ---- The file --------------------------------------------------------------------------------- */

/* PRAGMA cache_size: pages, or KiB where it is negative, which arrives as a number that is larger than any other. */
static uint64_t cache_pages(const struct al_budget_source *s, const char *sql, uint32_t page)
{
    int64_t size = (int64_t)ask_number(s, of_file(sql));
    return size < 0 ? (uint64_t)-size * 1024 / page : (uint64_t)size;
}

/* Whether it was left out of SQLite. */
#define LEFT_OUT(option) "SELECT sqlite_compileoption_used('OMIT_" option "')"

/* What has no answer is nothing, but nobody may rely on it, but where SQLite can't do it at all. */
static uint64_t ask_file(const struct al_budget_source *s, struct al_budget_file *f, const char *sql,
                         const char *left_out)
{
    uint64_t n = 0;
    bool answered = ask(s, of_file(sql), &n, 1) || (left_out && ask_number(s, of_file(left_out)));
    f->unasked = !answered || f->unasked;
    return n;
}

/* A SQLite without UTF-16 doesn't know the question. Where nobody knows, texts may be twice as long. */
static bool is_wide(const struct al_budget_source *s)
{
    const char *encoding = ask_text(s, of_file("PRAGMA main.encoding"));
    return encoding ? al_begins(al_text(encoding), "UTF-16") : !ask_number(s, of_file(LEFT_OUT("UTF16")));
}

static void read_texts(const struct al_budget_source *s, struct al_budget_file *f)
{
    const char *journal = ask_text(s, of_file("PRAGMA main.journal_mode"));
    f->wal = journal && al_same_nocase(al_text(journal), AL_TEXT("wal"));
    f->wide = is_wide(s);
    f->unasked = f->unasked || !journal;
}

static void read_cache(const struct al_budget_source *s, struct al_budget_file *f)
{
    f->cache = cache_pages(s, "PRAGMA main.cache_size", f->page);
    uint64_t spilling = cache_pages(s, "PRAGMA main.cache_spill", f->page);
    f->spilling = spilling > f->cache ? spilling : f->cache;
}

bool al_measure_file(const struct al_budget_source *s, struct al_budget_file *f)
{
    *f = (struct al_budget_file){.page = (uint32_t)ask_number(s, of_file("PRAGMA main.page_size")),
                                 .sector = s->sector};
    if (!f->page) {
        return false;
    }
    f->pages = ask_file(s, f, "PRAGMA main.page_count", NULL);
    f->stored = s->stored / f->page < f->pages ? s->stored / f->page : f->pages;
    f->free = ask_file(s, f, "PRAGMA main.freelist_count", NULL);
    f->auto_vacuum = ask_file(s, f, "PRAGMA main.auto_vacuum", LEFT_OUT("AUTOVACUUM")) != 0;
    f->keys = ask_file(s, f, "PRAGMA foreign_keys", LEFT_OUT("FOREIGN_KEY")) != 0;
    read_texts(s, f);
    read_cache(s, f);
    f->usable = f->page - s->reserved;
    f->can_count = ask_number(s, of_file(PAGES_OF SCHEMA)) != 0;
    return true;
}

/* Rows of the schema are changed in any order. */
uint64_t al_measure_schema(const struct al_budget_source *s, const struct al_budget_file *f)
{
    uint64_t sizes[3];
    if (f->can_count) {
        return ask_number(s, of_file(PAGES_OF SCHEMA));
    }
    if (!ask(s,
             of_file(
                 "SELECT count(*), ifnull(sum(n), 0), ifnull(max(n), 0) FROM (SELECT 25 + 2 * length(name) + "
                 "length(tbl_name) + ifnull(length(CAST(sql AS BLOB)), 0) AS n FROM main.sqlite_master)"),
             sizes, 3)) {
        return f->pages;
    }
    struct al_entries rows = {sizes[0], sizes[1] * (f->wide ? 2 : 1), sizes[2] * (f->wide ? 2 : 1)};
    return 3 * al_pages_of_table(f->usable, &rows);
}

/* ---- A table ---------------------------------------------------------------------------------- */

/* LIKE is what the connection makes of it (case_sensitive_like). */
#define HAS(text, word) "instr(lower(" text "), '" word "')"
/* clang-format off */
static const char counts_sql[] =
    "SELECT count(*), total(type = 'index'), total(type = 'trigger'), "
    "total(type = 'view' OR " HAS("sql", "create virtual") " = 1), "
    "total(type = 'table' AND " HAS("sql", "without") " AND " HAS("sql", "rowid") "), "
    "total(type = 'index' AND sql IS NULL), "
    "total(" HAS("sql", "create virtual") " = 1), "
    "total(type = 'table' AND " HAS("sql", "conflict") " AND " HAS("sql", "replace") ") "
    "FROM main.sqlite_master WHERE tbl_name = ?1 COLLATE NOCASE";
#define TEMPORARY "SELECT count(*) FROM temp.sqlite_master WHERE tbl_name = ?1 COLLATE NOCASE AND type "
static const char temporary_triggers_sql[] = TEMPORARY "= 'trigger'";
static const char temporary_sql[] = TEMPORARY "<> 'trigger'";
static const char pages_sql[] =
    PAGES_OF "(SELECT name FROM main.sqlite_master WHERE tbl_name = ?1 COLLATE NOCASE)";
/* ?2: the columns' items, each ending in `:` and its name. One whose name begins another's does no harm. */
#define AMONG "(?2 = '*' OR instr(lower(?2), ':' || lower(x.name)))"
/* Of rows that are older than a column with a default nothing of it is stored. */
#define DEFAULTS \
    "SELECT ifnull(sum(length(CAST(x.dflt_value AS BLOB)) + 10), 0) FROM pragma_table_xinfo(?1) x "
static const char defaults_sql[] = DEFAULTS "WHERE x.dflt_value IS NOT NULL AND " AMONG;
static const char indexed_defaults_sql[] =
    DEFAULTS ", pragma_index_list(?1) l, pragma_index_xinfo(l.name) i WHERE x.cid = i.cid AND "
             "x.dflt_value IS NOT NULL";
/* What a function gives may be of any length, but for the time, and numbers. */
#define BEGINS(word) "instr(lower(dflt_value), '" word "(') = 1"
static const char computed_sql[] =
    "SELECT count(*) FROM pragma_table_xinfo(?1) WHERE instr(dflt_value, '(') AND NOT (length(dflt_value) < 80 AND "
    "length(dflt_value) - length(replace(dflt_value, '(', '')) = 1 AND (" BEGINS("date") " OR " BEGINS("time") " OR "
    BEGINS("datetime") " OR " BEGINS("unixepoch") " OR " BEGINS("random") "))";
/* clang-format on */
/* Generated columns, and expressions in indexes. */
static const char follows_sql[] =
    "SELECT (SELECT count(*) FROM pragma_table_xinfo(?1) WHERE hidden IN (2, 3)) + (SELECT count(*) FROM "
    "pragma_index_list(?1) l, pragma_index_xinfo(l.name) x WHERE x.cid = -2)";

/* What isn't answered is nothing, but nobody may rely on it. */
static uint64_t answer(const struct al_budget_source *s, struct al_budget_table *t, const char *sql)
{
    uint64_t n = 0;
    t->unasked = !ask(s, of_table(sql, t->live), &n, 1) || t->unasked;
    return n;
}

static void count_parts(const struct al_budget_source *s, struct al_budget_table *t)
{
    uint64_t counts[8] = {0};
    t->unasked = !ask(s, of_table(counts_sql, t->live), counts, 8);
    t->known = !counts[3];
    t->triggers = counts[2] != 0;
#ifndef SQLITE_OMIT_TEMPDB
    t->triggers = answer(s, t, temporary_triggers_sql) || t->triggers;
    t->shadowed = answer(s, t, temporary_sql) != 0;
#endif
    t->strange = !counts[0];
    t->without_rowid = counts[4] != 0;
    t->parts = (uint32_t)counts[0];
    t->indexes = (uint32_t)counts[1];
    t->keys = (uint32_t)counts[5];
    t->elsewhere = counts[6] != 0;
    t->replaces = counts[7] != 0;
    t->live = counts[0] ? t->live : nothing;
}

void al_measure_look(const struct al_budget_source *s, const struct al_budget_file *f,
                     struct al_budget_table *t)
{
    count_parts(s, t);
    if (t->live.n) {
        t->unstored = t->defaults = al_measure_defaults(s, f, t, AL_TEXT("*"));
        t->indexed = answer(s, t, indexed_defaults_sql) * (f->wide ? 2 : 1);
        t->follows = answer(s, t, follows_sql) != 0;
        t->computed = answer(s, t, computed_sql) != 0;
        t->uncounted = !f->can_count;
        t->had = f->can_count ? ask_number(s, of_table(pages_sql, t->live)) : 0;
        t->has = t->had;
    }
    t->known = t->known && !t->unasked;
}

/* The bytes of a value in a record, its part of the record's header included. */
#define VALUE                                                                                             \
    "replace('CASE typeof(~) WHEN ''null'' THEN 1 WHEN ''integer'' THEN CASE WHEN ~ BETWEEN -32768 AND "  \
    "32767 THEN 3 WHEN ~ BETWEEN -2147483648 AND 2147483647 THEN 5 ELSE 9 END WHEN ''real'' THEN 9 ELSE " \
    "length(CAST(~ AS BLOB)) + 1 + min(length(CAST(~ AS BLOB)) / 58, 4) END', '~', '\"' || "              \
    "replace(x.name, '\"', '\"\"') || '\"')"
/* The same where it may become another type's: a number text, a short text a number. */
#define MOVED                                                                                            \
    "replace('CASE typeof(~) WHEN ''null'' THEN 1 WHEN ''integer'' THEN length(CAST(CAST(~ AS TEXT) AS " \
    "BLOB)) + 2 WHEN ''real'' THEN "                                                                     \
    "max(length(CAST(CAST(~ AS TEXT) AS BLOB)) + 2, 9) ELSE max(length(CAST(~ AS BLOB)), 8) + 1 + "      \
    "min(length(CAST(~ AS BLOB)) / 58, 4) "                                                              \
    "END', '~', '\"' || replace(x.name, '\"', '\"\"') || '\"')"
#define ENTRIES                                                                             \
    "(SELECT group_concat(" VALUE ", ' + ') || ' + 13' AS e FROM pragma_index_list(?1) l, " \
    "pragma_index_xinfo(l.name) x WHERE x.name IS NOT NULL GROUP BY l.name)"

/* LIMIT -1: so that what stands inside is computed once. */
static const char rows_sql[] =
    "SELECT 'SELECT count(*), ifnull(sum(r), 0), ifnull(max(r), 0), ifnull(sum(i), 0), ifnull(max(w), 0) "
    "FROM (SELECT ' "
    "|| (SELECT group_concat(" VALUE
    ", ' + ') || ' + 3' FROM pragma_table_xinfo(?1) x WHERE x.hidden IN (0, 3)) || "
    "' AS r, ' || (SELECT ifnull(group_concat(e, ' + '), '0') FROM " ENTRIES ") || ' AS i, max(0, ' || "
    "(SELECT ifnull(group_concat(e, ', '), '0') FROM " ENTRIES
    ") || ') AS w FROM main.\"' || replace(?1, '\"', '\"\"') "
    "|| '\" LIMIT -1)'";
static const char expressions_sql[] =
    "SELECT count(*) FROM pragma_index_list(?1) l, pragma_index_xinfo(l.name) x WHERE x.cid = -2";
#define COLUMNS(value)                                                                         \
    "SELECT 'SELECT count(*), ifnull(sum(r), 0), ifnull(max(r), 0) FROM (SELECT ' || (SELECT " \
    "ifnull(group_concat(" value ", ' + '), '0') FROM pragma_table_xinfo(?1) x WHERE " AMONG   \
    ") || ' AS r FROM main.\"' || replace(?1, '\"', '\"\"') || '\" LIMIT -1)'"
static const char columns_sql[] = COLUMNS(VALUE), moved_sql[] = COLUMNS(MOVED);
static const char indexed_sql[] =
    "SELECT count(DISTINCT l.name) FROM pragma_index_list(?1) l, pragma_index_xinfo(l.name) x WHERE "
    "l.partial OR x.cid = -2 OR "
    "(x.name IS NOT NULL AND " AMONG
    ") OR EXISTS (SELECT 1 FROM pragma_table_xinfo(?1) x WHERE x.pk AND " AMONG ")";

bool al_measure_rows(const struct al_budget_source *s, struct al_budget_table *t)
{
    uint64_t sizes[5], expressions;
    if (t->measured || !t->live.n) {
        return true;
    }
    const char *sql = ask_text(s, of_table(rows_sql, t->live));
    if (!sql || !ask(s, of_file(sql), sizes, 5) ||
        !ask(s, of_table(expressions_sql, t->live), &expressions, 1)) {
        return false;
    }
    t->measured = true;
    t->known = t->known && !expressions;
    t->rows = (struct al_entries){sizes[0], sizes[1], sizes[2]};
    t->entries = (struct al_entries){sizes[0] * t->indexes, sizes[3], sizes[4]};
    return true;
}

static bool measure(const struct al_budget_source *s, const struct al_budget_table *t, const char *question,
                    struct aludel_text columns, struct al_entries *out)
{
    uint64_t sizes[3];
    *out = (struct al_entries){0};
    if (!t->live.n || !columns.n) {
        return true;
    }
    const char *sql = ask_text(s, of_columns(question, t->live, t->renamed ? AL_TEXT("*") : columns));
    if (!sql || !ask(s, of_file(sql), sizes, 3)) {
        return false;
    }
    *out = (struct al_entries){sizes[0], sizes[1], sizes[2]};
    return true;
}

bool al_measure_columns(const struct al_budget_source *s, const struct al_budget_table *t,
                        struct aludel_text columns, struct al_entries *out)
{
    return measure(s, t, columns_sql, columns, out);
}

bool al_measure_moved(const struct al_budget_source *s, const struct al_budget_table *t,
                      struct aludel_text columns, struct al_entries *out)
{
    return measure(s, t, moved_sql, columns, out);
}

uint64_t al_measure_defaults(const struct al_budget_source *s, const struct al_budget_file *f,
                             const struct al_budget_table *t, struct aludel_text columns)
{
    uint64_t bytes;
    return t->live.n && ask(s, of_columns(defaults_sql, t->live, columns), &bytes, 1)
               ? bytes * (f->wide ? 2 : 1)
               : 0;
}

uint32_t al_measure_indexed(const struct al_budget_source *s, const struct al_budget_table *t,
                            struct aludel_text columns)
{
    uint64_t count;
    bool known =
        columns.n && t->live.n && !t->renamed && ask(s, of_columns(indexed_sql, t->live, columns), &count, 1);
    return known && count < t->indexes ? (uint32_t)count : t->indexes;
}

bool al_measure_cascades(const struct al_budget_source *s, struct aludel_text table)
{
    uint64_t count;
    return !ask(s,
                of_table("SELECT count(*) FROM main.sqlite_master m, pragma_foreign_key_list(m.name) k WHERE "
                         "m.type = "
                         "'table' AND k.\"table\" = ?1 COLLATE NOCASE AND (k.on_delete NOT IN ('NO ACTION', "
                         "'RESTRICT') OR "
                         "k.on_update NOT IN ('NO ACTION', 'RESTRICT'))",
                         table),
                &count, 1) ||
           count;
}

bool al_measure_mentions(const struct al_budget_source *s, struct aludel_text name, uint64_t *count)
{
    return ask(
        s,
        of_table(
            "SELECT ifnull(sum((length(sql) - length(replace(lower(sql), lower(?1), ''))) / length(?1) + 2), "
            "0) FROM main.sqlite_master WHERE instr(lower(sql), lower(?1)) OR tbl_name = ?1 COLLATE NOCASE",
            name),
        count, 1);
}

uint64_t al_measure_index(const struct al_budget_source *s, const struct al_budget_file *f,
                          struct aludel_text index)
{
    return f->can_count ? ask_number(s, of_table(PAGES_OF "(SELECT name FROM main.sqlite_master WHERE type = "
                                                          "'index' AND name = ?1 COLLATE NOCASE)",
                                                 index))
                        : f->pages;
}
