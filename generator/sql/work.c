/* work.c: changes of the schema, and which statements change what. */
#include "sql/work.h"

#include "sql/read.h"
#include "sql/work_kept.h"
#include "sql/work_rows.h"
#include "sql/work_size.h"

#include <string.h>

#define OF_ANOTHER_TYPE 17 /* a number as text is so much longer than as it is kept, at most */
#define AROUND_VALUE 5     /* of a record's header */

/* ---- Tables --------------------------------------------------------------------------------------- */

static size_t count_keys(const struct tokens *t)
{
    size_t count = 0;
    for (size_t i = 0; i < t->list.count; i++)
        count += token_is_word(t, i, "UNIQUE") || token_is_word(t, i, "PRIMARY");
    return count;
}

/* DEFAULT 'x', DEFAULT -1, DEFAULT (…) */
static struct work_size measure_defaults(struct arena *a, const struct tokens *t)
{
    struct work_size size = {0};
    for (size_t i = 0; i + 1 < t->list.count; i++)
        if (token_is_word(t, i, "DEFAULT")) {
            size_t depth = token_is_word(t, i + 1, "("), end = i + (depth ? 2 : 3);
            for (; depth && end < t->list.count; end++)
                depth = depth + token_is_word(t, end, "(") - token_is_word(t, end, ")");
            work_measure(a, t, i + 1, end, &size);
        }
    return size;
}

/* Rows of it go, or change, with another table's. */
static bool hangs_on_another(const struct tokens *t)
{
    for (size_t i = 0; i + 2 < t->list.count; i++)
        if ((tokens_match(t, i, "ON DELETE") || tokens_match(t, i, "ON UPDATE")) &&
            (token_is_word(t, i + 2, "CASCADE") || token_is_word(t, i + 2, "SET")))
            return true;
    return false;
}

/* A key that is the rowid, or by which a table without rowids is kept, is no index. */
static bool is_index(const struct table *table, const struct constraint *k, bool without_rowid)
{
    if (k->kind != CONSTRAINT_PRIMARY_KEY)
        return k->kind == CONSTRAINT_UNIQUE;
    for (size_t i = 0; k->columns.count == 1 && i < table->columns.count; i++) {
        const struct column *column = table->columns.at[i];
        bool integer = al_same_nocase(column->type.sql.text, AL_TEXT("INTEGER"));
        if (integer && !k->inside.n && al_same_nocase(column->name, k->columns.at[0]))
            return false;
    }
    return !without_rowid;
}

static size_t count_indexes(const struct table *table, bool without_rowid)
{
    size_t count = 0;
    for (size_t i = 0; i < table->constraints.count; i++)
        count += is_index(table, table->constraints.at[i], without_rowid);
    return count;
}

/* name AS (…), GENERATED ALWAYS AS (…) */
static bool has_generated(const struct tokens *t)
{
    for (size_t i = 0; i + 1 < t->list.count; i++)
        if (tokens_match(t, i, "AS ("))
            return true;
    return false;
}

/* In how many indexes of the table's own a column is; without rowids they have the key's, too. */
static size_t count_indexes_of(const struct table *table, struct aludel_text column, bool without_rowid)
{
    size_t count = without_rowid ? count_indexes(table, true) : 0;
    for (size_t i = 0; i < table->constraints.count; i++) {
        const struct constraint *k = table->constraints.at[i];
        for (size_t j = 0; j < k->columns.count; j++)
            count += is_index(table, k, without_rowid) && al_same_nocase(k->columns.at[j], column);
    }
    return count;
}

/* Where defaults come to stand besides the row: in which columns, and how much of them in indexes. */
static void put_defaults(struct work *w, const struct table *table, bool without_rowid)
{
    uint64_t indexed = 0;
    for (size_t i = 0; i < table->columns.count; i++) {
        const struct column *column = table->columns.at[i];
        if (!column->value.text.n)
            continue;
        indexed += count_indexes_of(table, column->name, without_rowid) * (column->value.text.n + 10);
        work_text(w, 'n', column->name);
    }
    work_number(w, 'i', indexed);
}

/* What a table is made of brings rows: of a SELECT alone it is known how many. */
static void put_rows_of_table(struct work *w, struct aludel_text name, const struct tokens *t)
{
    static const char *const others[] = {"WITH", "VALUES", NULL};
    for (size_t i = 2; i + 1 < t->list.count; i = token_behind(t, i))
        if (tokens_match(t, i, "AS SELECT")) {
            work_select(w, t, i + 1, name, false);
            return;
        } else if (token_is_word(t, i, "AS") && word_in(token_at(t, i + 1), others)) {
            work_unknown(w, "how many rows a query gives with parts of its own", w->line);
            return;
        }
}

static void put_create_table(struct work *w, struct aludel_text name, const struct table *table,
                             const struct tokens *t)
{
    bool without_rowid = tokens_have(t, "WITHOUT");
    struct work_size defaults = measure_defaults(w->arena, t);
    work_text(w, 'T', name);
    work_number(w, 'z', t->text.n);
    work_number(w, 'v', defaults.bytes);
    work_number(w, 'm', table ? count_indexes(table, without_rowid) : 0);
    work_number(w, 'w', without_rowid);
    work_number(w, 'x', defaults.why != NULL);
    work_number(w, 'c', table && has_generated(t));
    work_number(w, 'h', hangs_on_another(t));
    work_number(w, 'd', tokens_have(t, "REPLACE")); /* ON CONFLICT */
    if (table)
        put_defaults(w, table, without_rowid);
    put_rows_of_table(w, name, t);
}

/* Nobody is kept from naming a column twice. */
static size_t count_same(const struct index *index)
{
    size_t most = 1;
    for (size_t i = 0; i < index->elements.count; i++) {
        size_t same = 0;
        for (size_t j = 0; j < index->elements.count; j++)
            same += al_same_nocase(index->elements.at[i].column, index->elements.at[j].column);
        most = same > most ? same : most;
    }
    return most;
}

static void put_index(struct work *w, const struct index *index, size_t length)
{
    bool expression = false;
    size_t same = count_same(index);
    work_text(w, 'I', index->table);
    work_number(w, 'z', length);
    for (size_t i = 0; i < index->elements.count; i++) {
        struct aludel_text column = index->elements.at[i].column;
        expression = expression || !column.n;
        if (column.n)
            work_text(w, 'n', column);
    }
    work_number(w, 'x', expression);
    work_number(w, 'k', same > 1 ? same : 0);
}

static void put_dropped_tables(struct work *w, const struct change *c)
{
    work_text(w, 'X', c->table.name);
    for (size_t i = 0; i < c->tables.count; i++)
        work_text(w, 'X', c->tables.at[i].name);
}

/* SQLite writes all rows anew. */
static void put_dropped_column(struct work *w, const struct change *c)
{
    work_text(w, 'M', c->table.name);
    work_number(w, 'z', 64);
    work_text(w, 'U', c->table.name);
    work_text(w, 'a', c->name);
}

static void put_thing(struct work *w, const struct thing *thing, size_t length)
{
    if (thing->type == THING_CARRIED)
        work_unknown(w, "what a virtual table keeps", w->line);
    bool trigger = thing->type == THING_TRIGGER;
    work_text(w, 'M', trigger ? thing->on.name : AL_TEXT(""));
    work_number(w, 'z', length);
    work_number(w, 'g', trigger);
}

static void put_renamed_column(struct work *w, const struct change *c)
{
    work_text(w, 'M', c->table.name);
    work_number(w, 'r', 1);
    work_text(w, 'e', c->name);
    work_text(w, 't', c->alter.name);
}

static bool put_change(struct work *w, const struct change *c, const struct tokens *t)
{
    switch (c->kind) {
    case CHANGE_CREATE_TABLE: put_create_table(w, c->create->path.name, c->create, t); return true;
    case CHANGE_CREATE_INDEX: put_index(w, c->index, t->text.n); return true;
    case CHANGE_DROP_TABLE: put_dropped_tables(w, c); return true;
    case CHANGE_DROP_INDEX: work_text(w, 'J', c->name); return true;
    case CHANGE_DROP_COLUMN: put_dropped_column(w, c); return true;
    case CHANGE_RENAME_TABLE:
        work_text(w, 'R', c->table.name);
        work_text(w, 't', c->to.name);
        return true;
    case CHANGE_ADD_COLUMN:
        work_text(w, 'A', c->table.name);
        work_number(w, 'z', c->column->value.text.n);
        work_number(w, 'c', has_generated(t));
        work_number(w, 'h', hangs_on_another(t));
        return true;
    case CHANGE_ALTER_COLUMN: put_renamed_column(w, c); return c->alter.what == ALTER_NAME;
    case CHANGE_CREATE:
    case CHANGE_REPLACE:
    case CHANGE_DROP: put_thing(w, c->thing, t->text.n); return true;
    default: return false;
    }
}

/* CREATE UNIQUE INDEX IF NOT EXISTS name: where the name is. */
static size_t find_name(const struct tokens *t)
{
    static const char *const words[] = {"CREATE", "DROP",    "ALTER", "UNIQUE", "TABLE",  "INDEX",
                                        "VIEW",   "TRIGGER", "IF",    "NOT",    "EXISTS", NULL};
    size_t i = 0;
    while (word_in(token_at(t, i), words))
        i++;
    return i;
}

/* CREATE TABLE … AS SELECT isn't read as a change: it makes columns that only SQLite knows. */
static bool put_unread(struct work *w, const struct tokens *t)
{
    size_t i = find_name(t);
    if (!tokens_match(t, 0, "CREATE TABLE") || !tokens_have(t, "SELECT"))
        return false;
    while (token_is_word(t, i + 1, "."))
        i += 2;
    put_create_table(w, work_name(t, i), NULL, t);
    return true;
}

static void put_changes(struct work *w, const struct changes *changes, const struct tokens *t)
{
    for (size_t i = 0; i < changes->count; i++)
        if (!put_change(w, changes->at[i], t) && !put_unread(w, t)) {
            work_unknown(w, "what a statement does that can't be read", w->line);
            return;
        }
}

/* ---- Statements ------------------------------------------------------------------------------------ */

/* What they set has no part in how much anything takes; foreign keys are off or on before a budget asks. */
static bool is_harmless_pragma(const struct tokens *t)
{
    static const char *const harmless[] = {"FOREIGN_KEYS",
                                           "DEFER_FOREIGN_KEYS",
                                           "FOREIGN_KEY_CHECK",
                                           "FOREIGN_KEY_LIST",
                                           "LEGACY_ALTER_TABLE",
                                           "USER_VERSION",
                                           "APPLICATION_ID",
                                           "TABLE_INFO",
                                           "TABLE_XINFO",
                                           "TABLE_LIST",
                                           "INDEX_LIST",
                                           "INDEX_INFO",
                                           "INDEX_XINFO",
                                           "QUICK_CHECK",
                                           "INTEGRITY_CHECK",
                                           "COLLATION_LIST",
                                           "DATABASE_LIST",
                                           "COMPILE_OPTIONS",
                                           "FUNCTION_LIST",
                                           "BUSY_TIMEOUT",
                                           "IGNORE_CHECK_CONSTRAINTS",
                                           NULL};
    return token_is_word(t, 0, "PRAGMA") && word_in(token_at(t, token_is_word(t, 2, ".") ? 3 : 1), harmless);
}

static bool changes_nothing(const struct tokens *t)
{
    static const char *const reading[] = {"SELECT", "VALUES", "EXPLAIN", "", NULL};
    return word_in(token_at(t, 0), reading) || is_harmless_pragma(t);
}

/* What has pages elsewhere than in tables of the main database. */
static const char *why_elsewhere(const struct tokens *t)
{
    if (tokens_match(t, 0, "CREATE VIRTUAL"))
        return "what a virtual table keeps";
    return tokens_match(t, 0, "CREATE TEMP") || tokens_match(t, 0, "CREATE TEMPORARY")
               ? "what is kept in temporary tables"
               : NULL;
}

static const char *why_unknown(const struct tokens *t)
{
    static const char *const whole[] = {"VACUUM", "REINDEX", NULL};
    if (word_in(token_at(t, 0), whole))
        return "how much a statement needs that goes through the whole file";
    if (token_is_word(t, 0, "PRAGMA"))
        return "what a PRAGMA makes of what follows";
    return token_is_word(t, 0, "ANALYZE") ? "how much ANALYZE keeps"
                                          : "what a statement does that can't be read";
}

void work_statement(struct work *w, struct aludel_text sql, uint32_t line)
{
    struct tokens t = tokens_of(w->arena, ALUDEL_SQLITE, sql);
    struct changes changes = {0};
    if (changes_nothing(&t)) {
        const char *why = work_asks(&t);
        if (why)
            work_unknown(w, why, line);
        return;
    }
    if (work_rows(w, &t, line))
        return;
    work_line(w, line);
    if (w->may_be_left_out)
        work_unknown(w, "whether a statement runs that changes the schema", line);
    work_own(w, &t, find_name(&t));
    if (why_elsewhere(&t))
        work_unknown(w, why_elsewhere(&t), line);
    else if (read_changes(w->arena, &t, (struct span){0}, &changes))
        put_changes(w, &changes, &t);
    else
        work_unknown(w, why_unknown(&t), line);
}

/* ---- A rebuild ------------------------------------------------------------------------------------- */

static bool stays_in_place(const struct edit *e)
{
    bool plain = e->constraint == CONSTRAINT_CHECK || e->constraint == CONSTRAINT_FOREIGN_KEY;
    return e->kind == EDIT_SET_NOT_NULL || e->kind == EDIT_DROP_NOT_NULL ||
           (e->kind == EDIT_DROP_CONSTRAINT && plain);
}

static struct aludel_text sql_of(struct arena *a, const struct edit *e)
{
    struct al_builder b = al_builder(&a->memory);
    for (size_t i = 0; i < e->sql.count; i++)
        al_put(&b, e->sql.at[i].text.z, e->sql.at[i].text.n);
    return al_built(&b);
}

struct rebuilding {
    struct work_size size;
    uint64_t around; /* bytes that each row grows by besides */
    size_t keys;
    bool in_place, hangs;
};

/* What a row has of it where nothing else is written. */
static void add_default(struct work *w, const struct edit *e, const struct tokens *t, struct rebuilding *r)
{
    struct work_size size = measure_defaults(w->arena, t);
    if (e->kind == EDIT_SET_DEFAULT)
        work_measure(w->arena, t, 0, t->list.count, &size);
    r->around += t->text.n + size.bytes + AROUND_VALUE;
    r->size.why = r->size.why ? r->size.why : size.why;
}

static void add_edit(struct work *w, const struct edit *e, struct rebuilding *r)
{
    struct aludel_text sql = sql_of(w->arena, e);
    struct tokens t = tokens_of(w->arena, ALUDEL_SQLITE, sql);
    size_t keys = count_keys(&t);
    r->in_place = r->in_place && (stays_in_place(e) || (e->kind == EDIT_ADD_CONSTRAINT && !keys));
    r->keys += keys;
    r->hangs = r->hangs || hangs_on_another(&t);
    r->around += e->kind == EDIT_SET_TYPE ? OF_ANOTHER_TYPE : 0;
    if (e->kind == EDIT_COMPUTE || e->kind == EDIT_SET_GENERATED)
        work_measure(w->arena, &t, 0, t.list.count, &r->size), r->around += OF_ANOTHER_TYPE + AROUND_VALUE;
    else if (e->kind == EDIT_ADD_COLUMN || e->kind == EDIT_SET_DEFAULT || e->kind == EDIT_REDEFINE)
        add_default(w, e, &t, r);
    if (e->kind == EDIT_ADD_COLUMN && tokens_have(&t, "AS") && tokens_have(&t, "STORED"))
        r->size.why = "how long a generated column's values are";
    if (tokens_have(&t, "REPLACE"))
        r->size.why = "which rows are replaced where they conflict";
    if (e->kind == EDIT_REDEFINE && tokens_have(&t, "WITHOUT"))
        r->size.why = "how large a table is that loses its rowids";
}

void work_rebuild(struct work *w, struct path table, const struct edit *edits, size_t count, uint32_t line)
{
    struct rebuilding r = {.in_place = count > 0};
    for (size_t i = 0; i < count; i++)
        add_edit(w, &edits[i], &r);
    work_line(w, line);
    if (w->may_be_left_out)
        work_unknown(w, "whether a table is rebuilt", line);
    work_text(w, 'C', table.name);
    work_put_size(w, &r.size, r.around);
    work_number(w, 'm', r.keys);
    work_number(w, 'p', r.in_place);
    work_number(w, 'h', r.hangs);
    if (r.size.why)
        work_unknown(w, r.size.why, line);
}
