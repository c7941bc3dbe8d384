/* marks.c: what SQLite keeps of a table in tables of its own: AUTOINCREMENT's mark, statistics. */
#include "rebuild/inner.h"

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
bool al_rebuild_keep_mark(struct al_rebuild *r)
{
    return !counts(&r->was) || !counts(&r->is) ||
           (al_rebuild_send(r, "DELETE FROM %psqlite_sequence WHERE name = %T") &&
            al_rebuild_send(r, "UPDATE %psqlite_sequence SET name = %T WHERE name = %O"));
}

/* Indexes that go, behind the statement's text. */
static const char *gone(struct al_rebuild *r)
{
    struct al_builder b = al_builder(&r->arena);
    for (size_t i = 0; i < r->indexes.count; i++) {
        if (r->indexes.at[i].goes) {
            al_rebuild_put(r, &b, " OR idx = %q", r->indexes.at[i].name);
        }
    }
    return al_built(&b).z;
}

/* What ANALYZE has found about an index that goes, or about a key whose number another one has now. */
static bool forget_in(struct al_rebuild *r, const char *statistics)
{
    bool there = false;
    if (!al_rebuild_has(r, r->prefix, statistics, &there)) {
        return false;
    }
    return !there || al_rebuild_send(
                         r,
                         "DELETE FROM %p%z WHERE tbl = %T AND ("
                         "(SELECT group_concat(quote(name)) FROM pragma_index_info(idx, %S)) IS NOT "
                         "(SELECT group_concat(quote(name)) FROM pragma_index_info("
                         "CASE WHEN idx = tbl THEN %O WHEN idx LIKE 'sqlite_autoindex_%%' "
                         "THEN 'sqlite_autoindex_' || %O || substr(idx, 18 + length(tbl)) ELSE idx END, %S))"
                         "%z)",
                         statistics, gone(r));
}

/* With both tables there, and their keys' indexes. */
bool al_rebuild_forget_statistics(struct al_rebuild *r)
{
    bool stale = !r->keeps_rows || *gone(r);
    return !al_rebuild_live(r) || !stale || (forget_in(r, "sqlite_stat1") && forget_in(r, "sqlite_stat4"));
}
