/* read.c: the table as it stands, with its indexes and triggers; in a script, as the chain leaves it. */
#include "rebuild/inner.h"

#include <string.h>

static bool new_list(struct al_rebuild *r, struct al_own_list *list, size_t room)
{
    list->at = al_arena_new(&r->arena, (room + 1) * sizeof *list->at);
    return list->at || al_shape_no_memory(&r->was);
}

/* ---- From the chain ---------------------------------------------------------------------------------- */

static bool take(struct al_rebuild *r, struct al_own_list *list, const char *const *sql, uint32_t count)
{
    if (!new_list(r, list, count)) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        struct al_shape s = {.table = {.text = al_text(sql[i])}, .arena = &r->arena};
        s.table.dialect = ALUDEL_SQLITE;
        list->at[list->count++] =
            (struct al_own){.name = al_shape_name(&s, al_ddl_made(s.table.text)), .sql = s.table.text};
    }
    return true;
}

static bool read_chain(struct al_rebuild *r)
{
    const struct aludel_rebuilt *w = r->what;
    if (!w->sql) {
        al_op_asks(r->op);
        al_error(r->op->error, ALUDEL_FAILED, "the rebuild of '%s' can't be written as a script: %s",
                 w->table, w->unknown ? w->unknown : "its definition isn't known");
        al_error_hint(r->op->error, "run the migration against a database, not with an offline handle");
        return false;
    }
    return al_shape_read(&r->was, al_text(w->sql)) && take(r, &r->indexes, w->indexes, w->index_count) &&
           take(r, &r->triggers, w->triggers, w->trigger_count);
}

/* ---- From the database ------------------------------------------------------------------------------- */

/* In the order in which they were made; triggers of the connection's own come last. `own`: 0, one of the schema's; 1, a
 * temporary one, to which the table's bare name means this table; 2, another one. */
static bool ask(struct al_rebuild *r, struct aludel_value *rows)
{
    struct aludel_value table = al_name_value(al_text(r->what->table));
    struct aludel_value values[] = {table, table, r->schema, table, table, r->schema};
    struct al_builder b = al_rebuild_sql(r);
    al_putf(&b,
            "SELECT type, name, sql, 0 AS own FROM (SELECT * FROM %ssqlite_master "
            "WHERE tbl_name = \1 COLLATE NOCASE AND sql IS NOT NULL ORDER BY rowid)",
            r->prefix);
    al_puts(&b, " UNION ALL SELECT type, name, sql, CASE "
                "WHEN EXISTS (SELECT 1 FROM temp.sqlite_master WHERE name = \1 COLLATE NOCASE) "
                "OR (\1 <> 'main' COLLATE NOCASE "
                "AND EXISTS (SELECT 1 FROM main.sqlite_master WHERE name = \1 COLLATE NOCASE)) "
                "THEN 2 ELSE 1 END FROM temp.sqlite_master "
                "WHERE type = 'trigger' AND tbl_name = \1 COLLATE NOCASE AND \1 <> 'temp' COLLATE NOCASE");
    return al_rebuild_ask(r, &b, values, 6, rows);
}

/* A temporary trigger may be one of a table in any schema, which it may say. */
static bool belongs(struct al_rebuild *r, struct aludel_text sql, int64_t own)
{
    const struct al_ddl_table t = {.text = sql, .dialect = ALUDEL_SQLITE};
    struct al_ddl_span schema = al_ddl_trigger_table(sql).schema;
    return own == 0 || (schema.n ? al_ddl_is(&t, schema, r->schema.as.text) : own == 1);
}

static bool refuse(struct al_rebuild *r, const char *what)
{
    return al_error(r->op->error, ALUDEL_FAILED, "'%s' is a %s, and can't be altered so", r->what->table,
                    what);
}

static bool read_table(struct al_rebuild *r, struct aludel_text sql)
{
    if (al_begins(sql, "CREATE VIRTUAL")) {
        return refuse(r, "virtual table");
    }
    return al_shape_read(&r->was, sql);
}

static bool read_row(struct al_rebuild *r, struct aludel_value rows, size_t i, bool *table)
{
    struct aludel_text type = al_text_at(rows, i, 0), sql = al_text_at(rows, i, 2);
    struct al_own own = {.name = al_text_at(rows, i, 1), .sql = sql};
    struct aludel_value temporary = aludel_column(rows.as.items->values[i], 3);
    own.temporary = temporary.as.integer != 0;
    if (al_is(type, "index")) {
        r->indexes.at[r->indexes.count++] = own;
    } else if (al_is(type, "trigger")) {
        if (belongs(r, sql, temporary.as.integer)) {
            r->triggers.at[r->triggers.count++] = own;
        }
    } else if (al_is(type, "view")) {
        return refuse(r, "view");
    } else {
        *table = true;
        return read_table(r, sql);
    }
    return true;
}

static bool read_database(struct al_rebuild *r)
{
    struct aludel_value rows;
    bool table = false;
    if (!ask(r, &rows) || !new_list(r, &r->indexes, al_rows(rows)) ||
        !new_list(r, &r->triggers, al_rows(rows))) {
        return false;
    }
    for (size_t i = 0; i < al_rows(rows); i++) {
        if (!read_row(r, rows, i, &table)) {
            return false;
        }
    }
    return table ? al_keys_read(r)
                 : al_error(r->op->error, ALUDEL_FAILED, "there is no table '%s'", r->what->table);
}

bool al_rebuild_read(struct al_rebuild *r)
{
    return r->live ? read_database(r) : read_chain(r);
}
