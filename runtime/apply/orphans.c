/*
 * orphans.c: rows without their parent. Foreign keys are off while SQLite rebuilds a table; what the migration writes
 * besides, they would have refused, so it is looked at behind it. What was there before is nobody's fault.
 */
#include "apply/apply.h"

#include "core/literal.h"

/* Where one of its foreign keys fits no parent, SQLite refuses to look at the table's rows. */
static bool keys_fit(struct aludel *a, struct aludel_text table)
{
    struct al_builder b = al_builder(&a->scratch);
    al_puts(&b, "PRAGMA foreign_key_check = ");
    al_write_name(&b, table);
    return !b.failed && a->type->compiles(a->driver, al_built(&b), false, NULL, 0);
}

/* A table that can't be asked is passed over. */
static bool count_in(struct aludel *a, struct aludel_value table, int64_t *count)
{
    struct aludel_value rows;
    *count = 0;
    if (!keys_fit(a, table.as.text)) {
        return a->driver->error.code == ALUDEL_OK || al_driver_failed(a);
    }
    if (!al_ask_sql(a, "SELECT count(*) FROM pragma_foreign_key_check(" P ")", NULL, &table, 1, &rows,
                    NULL)) {
        return false;
    }
    *count = al_cell(rows, 0, 0).as.integer;
    return true;
}

bool al_orphans_count(struct aludel *a, struct al_orphans *o)
{
    if (!al_ask_sql(
            a,
            "SELECT DISTINCT m.name FROM sqlite_master m, pragma_foreign_key_list(m.name) WHERE m.type = "
            "'table' ORDER BY 1",
            NULL, NULL, 0, &o->tables, NULL)) {
        return false;
    }
    size_t count = al_row_count(o->tables);
    o->counts = al_new(a, count, sizeof *o->counts);
    for (size_t i = 0; o->counts && i < count; i++) {
        if (!count_in(a, al_cell(o->tables, i, 0), &o->counts[i])) {
            return false;
        }
    }
    return o->counts;
}

static int64_t count_of(const struct al_orphans *o, struct aludel_text table)
{
    for (size_t i = 0; i < al_row_count(o->tables); i++) {
        if (al_same(al_cell(o->tables, i, 0).as.text, table)) {
            return o->counts[i];
        }
    }
    return 0;
}

bool al_orphans_check(struct aludel *a, const struct al_orphans *before)
{
    struct al_orphans now = {0};
    if (!al_orphans_count(a, &now)) {
        return false;
    }
    for (size_t i = 0; i < al_row_count(now.tables); i++) {
        struct aludel_text table = al_cell(now.tables, i, 0).as.text;
        int64_t more = now.counts[i] - count_of(before, table);
        if (more > 0) {
            al_fail(a, ALUDEL_FAILED,
                    "%lld row%s of '%.*s' would be left without the row that %s foreign key leads to",
                    (long long)more, more == 1 ? "" : "s", (int)table.n, table.z,
                    more == 1 ? "its" : "their");
            al_error_hint(a->error,
                          "foreign keys are off while SQLite rebuilds a table: look at what else writes in "
                          "the same transaction");
            return false;
        }
    }
    return true;
}
