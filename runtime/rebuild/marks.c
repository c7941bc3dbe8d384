/* marks.c: what SQLite keeps of a table in tables of its own: AUTOINCREMENT's mark, statistics. */
#include "rebuild/inner.h"

#include "core/literal.h"

static bool counts(const struct al_shape *s)
{
    for (const struct al_ddl_column *c = s->table.columns; c; c = c->next) {
        const struct al_ddl_constraint *key = al_column_has(c, AL_DDL_PRIMARY_KEY);
        if (key && key->autoincrement) {
            return true;
        }
    }
    for (const struct al_ddl_constraint *k = s->table.constraints; k; k = k->next) {
        if (k->autoincrement) {
            return true;
        }
    }
    return false;
}

/* AUTOINCREMENT's mark, which is perhaps higher than any rowid that is left. */
bool al_rebuild_keep_mark(struct al_rebuild *r, struct aludel_text old)
{
    struct al_builder forget = al_rebuild_sql(r), take = al_rebuild_sql(r);
    if (!counts(&r->was) || !counts(&r->is)) {
        return true;
    }
    al_putf(&forget, "DELETE FROM %ssqlite_sequence WHERE name = ", r->prefix);
    al_write_string(&forget, r->was.name);
    al_putf(&take, "UPDATE %ssqlite_sequence SET name = ", r->prefix);
    al_write_string(&take, r->was.name);
    al_puts(&take, " WHERE name = ");
    al_write_string(&take, old);
    return al_rebuild_send(r, &forget) && al_rebuild_send(r, &take);
}

/* What ANALYZE has found about an index that goes, or about a key whose number another one has now. */
static void put_stale(struct al_rebuild *r, struct al_builder *b, struct aludel_text old)
{
    struct al_builder schema = al_rebuild_sql(r), name = al_rebuild_sql(r);
    al_write_string(&schema, r->schema.as.text);
    al_write_string(&name, old);
    struct aludel_text s = al_built(&schema), o = al_built(&name);
    al_putf(b,
            "(SELECT group_concat(quote(name)) FROM pragma_index_info(idx, %s)) IS NOT "
            "(SELECT group_concat(quote(name)) FROM pragma_index_info("
            "CASE WHEN idx = tbl THEN %s WHEN idx LIKE 'sqlite_autoindex_%%' "
            "THEN 'sqlite_autoindex_' || %s || substr(idx, 18 + length(tbl)) ELSE idx END, %s))",
            s.z, o.z, o.z, s.z);
    for (size_t i = 0; i < r->indexes.count; i++) {
        if (r->indexes.at[i].goes) {
            al_puts(b, " OR idx = ");
            al_write_string(b, r->indexes.at[i].name);
        }
    }
}

static bool forget_in(struct al_rebuild *r, struct aludel_text old, const char *statistics)
{
    struct al_builder b = al_rebuild_sql(r);
    bool there = false;
    if (!al_rebuild_has(r, r->prefix, al_text(statistics), &there)) {
        return false;
    }
    al_putf(&b, "DELETE FROM %s%s WHERE tbl = ", r->prefix, statistics);
    al_write_string(&b, r->was.name);
    al_puts(&b, " AND (");
    put_stale(r, &b, old);
    al_putc(&b, ')');
    return !there || al_rebuild_send(r, &b);
}

/* With both tables there, and their keys' indexes. */
bool al_rebuild_forget_statistics(struct al_rebuild *r, struct aludel_text old)
{
    bool stale = !r->keeps_rows;
    for (size_t i = 0; i < r->indexes.count; i++) {
        stale = stale || r->indexes.at[i].goes;
    }
    return !r->live || !stale || (forget_in(r, old, "sqlite_stat1") && forget_in(r, old, "sqlite_stat4"));
}
