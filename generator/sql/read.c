/* read.c: the verbs, and what can't be read. */
#include "sql/read.h"

#include "sql/facts.h"
#include "sql/reader.h"

#include <string.h>

/* ---- What can't be read -------------------------------------------------------------------------- */

static bool has_open_hole(const struct reader *r)
{
    for (size_t i = 0; i < r->tokens.list.count; i++)
        if (token_at(&r->tokens, i)[0] == ALUDEL_PARAMETER)
            return true;
    return false;
}

static bool has_path(struct path path, const struct change *c)
{
    for (size_t i = 0; i < c->tables.count; i++)
        if (al_same(path.name, c->tables.at[i].name) && al_same(path.schema, c->tables.at[i].schema))
            return true;
    return false;
}

/* Every place where the name stands, with the schema that stands in front of it there. */
static void add_named(struct reader *r, struct change *c, const char *name)
{
    for (r->i = 0; r->i < r->end; r->i++) {
        bool is_name = token_is_name(&r->tokens, r->i) && !strcmp(lower_name(r->arena, reader_word(r)), name);
        if (!is_name)
            continue;
        size_t here = r->i;
        r->i -= here >= 2 && token_is_word(&r->tokens, here - 1, ".") ? 2 : 0;
        struct path path = reader_path(r);
        r->i = here;
        if (path.name.n && !has_path(path, c))
            vec_push(r->arena, &c->tables, path);
    }
}

/* Those that it names, unless it may touch others. */
static void add_unread(struct reader *r, bool opaque)
{
    struct statement_facts facts = {.tables_certain = true};
    struct change *c = reader_add(r, CHANGE_UNREAD);
    r->end = r->tokens.list.count;
    if (r->table.name.n) {
        vec_push(r->arena, &c->tables, r->table);
        return;
    }
    if (opaque || has_open_hole(r))
        return;
    find_tables(r->arena, &r->tokens, &facts);
    for (size_t i = 0; facts.tables_certain && i < facts.table_count; i++)
        add_named(r, c, facts.tables[i]);
}

/* ---- SELECT -------------------------------------------------------------------------------------- */

/* Functions that write something, but never a schema. */
static const char *const harmless[] = {"SETVAL",      "NEXTVAL",         "CURRVAL",  "LASTVAL",
                                       "SET_CONFIG",  "PG_NOTIFY",       "PG_SLEEP", "PG_GET_SERIAL_SEQUENCE",
                                       "TO_REGCLASS", "CURRENT_SETTING", NULL};

static bool calls_hole(const struct reader *r)
{
    for (size_t i = 1; i < r->tokens.list.count; i++)
        if (token_is_word(&r->tokens, i, "(") && token_at(&r->tokens, i - 1)[0] == ALUDEL_PARAMETER)
            return true;
    return false;
}

/* SELECT … INTO [TEMP] [TABLE] t: a table of whatever shape. */
static void read_into(struct reader *r)
{
    r->i = reader_find(r, "INTO") + 1;
    if (r->i > r->end)
        return;
    while (reader_take(r, "TEMP") || reader_take(r, "TEMPORARY") || reader_take(r, "UNLOGGED") ||
           reader_take(r, "TABLE"))
        ;
    struct table *table = ARENA_NEW(r->arena, struct table);
    struct change *c = reader_add(r, CHANGE_CREATE_TABLE);
    c->table = reader_path(r);
    *table = (struct table){.path = c->table, .uncertain = true, .made = r->at};
    c->create = table;
}

static void read_select(struct reader *r)
{
    bool writes = tokens_have(&r->tokens, "INSERT") || tokens_have(&r->tokens, "UPDATE") ||
                  tokens_have(&r->tokens, "DELETE") || tokens_have(&r->tokens, "MERGE");
    if (r->dialect == ALUDEL_POSTGRESQL && !writes)
        read_into(r);
    if (!r->unsure && !writes && (calls_unknown(&r->tokens, harmless) || calls_hole(r)))
        add_unread(r, true);
}

/* ---- Rows ---------------------------------------------------------------------------------------- */

/* SQLite's schema is a table, and who writes to it changes anything. */
static void read_rows(struct reader *r)
{
    static const char *const names[] = {"sqlite_master", "sqlite_schema", NULL};
    static const char *const behind[] = {"UPDATE", "INTO", "FROM", ".", NULL};
    for (size_t i = 1; i < 5 && r->dialect == ALUDEL_SQLITE; i++)
        if (word_in(token_at(&r->tokens, i - 1), behind) &&
            word_in(lower_name(r->arena, token_at(&r->tokens, i)), names)) {
            add_unread(r, true);
            return;
        }
}

static void read_opaque(struct reader *r)
{
    add_unread(r, true);
}

static void read_nothing(struct reader *r)
{
    (void)r;
}

/* ---- Verbs --------------------------------------------------------------------------------------- */

static const struct verb {
    const char *words;
    void (*read)(struct reader *r);
} verbs[] = {
    {"CREATE", read_create},      {"ALTER", read_alter},        {"DROP", read_drop},
    {"COMMENT ON", read_comment}, {"SELECT", read_select},      {"WITH", read_select},
    {"(", read_select},           {"VALUES", read_nothing},     {"TABLE", read_nothing},
    {"INSERT", read_rows},        {"UPDATE", read_rows},        {"DELETE", read_rows},
    {"REPLACE", read_rows},       {"MERGE", read_nothing},      {"TRUNCATE", read_nothing},
    {"COPY", read_nothing},       {"GRANT", read_nothing},      {"REVOKE", read_nothing},
    {"ANALYZE", read_nothing},    {"ANALYSE", read_nothing},    {"VACUUM", read_nothing},
    {"REINDEX", read_nothing},    {"REFRESH", read_nothing},    {"CLUSTER", read_nothing},
    {"SET", read_nothing},        {"RESET", read_nothing},      {"SHOW", read_nothing},
    {"LOCK", read_nothing},       {"EXPLAIN", read_nothing},    {"PRAGMA", read_nothing},
    {"PREPARE", read_nothing},    {"DEALLOCATE", read_nothing}, {"DECLARE", read_nothing},
    {"FETCH", read_nothing},      {"MOVE", read_nothing},       {"CLOSE", read_nothing},
    {"LISTEN", read_nothing},     {"UNLISTEN", read_nothing},   {"NOTIFY", read_nothing},
    {"CHECKPOINT", read_nothing}, {"DISCARD", read_nothing},    {"SECURITY", read_nothing},
    {"REASSIGN", read_nothing},   {"BEGIN", read_nothing},      {"START", read_nothing},
    {"COMMIT", read_nothing},     {"END", read_nothing},        {"ROLLBACK", read_nothing},
    {"ABORT", read_nothing},      {"SAVEPOINT", read_nothing},  {"RELEASE", read_nothing},
    {"ATTACH", read_nothing},     {"DETACH", read_nothing},
};

/* DO, CALL, EXECUTE, a hole, and what nobody knows. */
static const struct verb unknown = {"", read_opaque};

static const struct verb *take_verb(struct reader *r)
{
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (reader_take(r, verbs[i].words))
            return &verbs[i];
    return &unknown;
}

bool read_changes(struct arena *a, const struct tokens *t, struct span at, struct changes *out)
{
    struct reader r = {.arena = a,
                       .dialect = t->dialect,
                       .sql = t->text,
                       .tokens = *t,
                       .end = t->list.count,
                       .at = at,
                       .out = out};
    size_t before = out->count;
    if (!r.end)
        return false;
    r.sql.n = t->list.at[r.end - 1].to; /* no comment at its end */
    take_verb(&r)->read(&r);
    if (r.unsure) {
        out->count = before;
        add_unread(&r, false);
    }
    return out->count > before;
}
