/* read.c: the table as it stands, with its indexes and triggers; in a script, as the chain leaves it. */
#include "rebuild/inner.h"

#include <string.h>

static bool new_list(struct al_rebuild *r, struct al_own_list *list, size_t room)
{
    list->at = al_arena_new(&r->arena, (room + 1) * sizeof *list->at);
    return list->at;
}

static void add(struct al_own_list *list, struct al_own own)
{
    list->at[list->count++] = own;
}

/* ---- From the chain ---------------------------------------------------------------------------------- */

static bool take(struct al_rebuild *r, struct al_own_list *list, const char *const *sql, uint32_t count)
{
    if (!new_list(r, list, count)) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        add(list, (struct al_own){.name = al_ddl_made(sql[i], &r->arena), .sql = sql[i]});
    }
    return true;
}

static bool read_chain(struct al_rebuild *r)
{
    const struct aludel_rebuilt *w = r->what;
    if (!w->sql) {
        al_op_asks(r->op);
        return al_shape_fail(&r->was, "run the migration against a database, not with an offline handle",
                             "the rebuild of '%s' can't be written as a script: %s", w->table,
                             w->unknown ? w->unknown : "its definition isn't known");
    }
    return al_shape_read(&r->was, al_text(w->sql)) && take(r, &r->indexes, w->indexes, w->index_count) &&
           take(r, &r->triggers, w->triggers, w->trigger_count);
}

/* ---- From the database ------------------------------------------------------------------------------- */

/* In the order in which they were made; triggers of the connection's own come last. `own`: 0, one of the schema's; 1, a
 * temporary one, to which the table's bare name means this table; 2, another one. */
static bool ask(struct al_rebuild *r, const struct aludel_items **rows)
{
    return al_rebuild_ask(
        r, rows,
        "SELECT type, name, sql, 0 AS own FROM (SELECT * FROM %m "
        "WHERE tbl_name = %T COLLATE NOCASE AND sql IS NOT NULL ORDER BY rowid) "
        "UNION ALL SELECT type, name, sql, CASE "
        "WHEN EXISTS (SELECT 1 FROM temp.sqlite_master WHERE name = %T COLLATE NOCASE) "
        "OR (%S <> 'main' COLLATE NOCASE "
        "AND EXISTS (SELECT 1 FROM main.sqlite_master WHERE name = %T COLLATE NOCASE)) "
        "THEN 2 ELSE 1 END FROM temp.sqlite_master "
        "WHERE type = 'trigger' AND tbl_name = %T COLLATE NOCASE AND %S <> 'temp' COLLATE NOCASE");
}

/* A temporary trigger may be one of a table in any schema, which it may say. */
static bool belongs(struct al_rebuild *r, const char *sql, int64_t own)
{
    struct aludel_text schema = al_ddl_trigger_schema(sql);
    return own == 0 || (schema.n ? al_ddl_is_name(schema, r->schema) : own == 1);
}

static bool refuse(struct al_rebuild *r, const char *what)
{
    return al_shape_fail(&r->was, NULL, "'%s' is a %s, and can't be altered so", r->what->table, what);
}

static bool read_row(struct al_rebuild *r, const struct aludel_items *rows, size_t i)
{
    const char *type = al_text_at(rows, i, 0);
    int64_t whose = al_number_at(rows, i, 3);
    struct al_own own = {al_text_at(rows, i, 1), al_text_at(rows, i, 2), whose != 0, false};
    if (strcmp(type, "table") == 0) {
        return al_words(own.sql, "CREATE VIRTUAL") ? refuse(r, "virtual table")
                                                   : al_shape_read(&r->was, al_text(own.sql));
    }
    if (strcmp(type, "view") == 0) {
        return refuse(r, "view");
    }
    if (strcmp(type, "index") == 0) {
        add(&r->indexes, own);
    } else if (belongs(r, own.sql, whose)) {
        add(&r->triggers, own);
    }
    return true;
}

static bool read_database(struct al_rebuild *r)
{
    const struct aludel_items *rows;
    if (!ask(r, &rows) || !new_list(r, &r->indexes, al_rows(rows)) ||
        !new_list(r, &r->triggers, al_rows(rows))) {
        return false;
    }
    for (size_t i = 0; i < al_rows(rows); i++) {
        if (!read_row(r, rows, i)) {
            return false;
        }
    }
    return r->was.table.body.n ? al_keys_read(r)
                               : al_shape_fail(&r->was, NULL, "there is no table '%s'", r->what->table);
}

bool al_rebuild_read(struct al_rebuild *r)
{
    return al_rebuild_live(r) ? read_database(r) : read_chain(r);
}
