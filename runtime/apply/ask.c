/* ask.c: our own questions, and what stands in their answers. */
#include "apply/apply.h"

#include <string.h>

/* Outside a group PostgreSQL is asked in one of its own where a role is to be taken on, or where an error must
 * not reach the transaction of the caller. */
static bool needs_group(const struct aludel *a)
{
    struct al_driver *d = a->driver;
    bool theirs = d->type->is_within && d->type->is_within(d);
    return al_on_postgresql(a) && !d->in_group && (*a->settings.role || theirs);
}

static bool query(struct aludel *a, const struct al_request *r, struct aludel_value *rows)
{
    bool group = needs_group(a);
    return (!group || (a->type->begin(a->driver, AL_BEGIN_READ) && al_group_role(a))) &&
           a->type->query(a->driver, r, &a->eval, rows) && (!group || a->type->commit(a->driver));
}

bool al_ask_sql(struct aludel *a, const char *sql, const char *table, const struct aludel_value *values,
                size_t count, struct aludel_value *rows, bool *missing)
{
    *rows = aludel_unset();
    struct al_request *r = al_new_request(a, sql, table, values, count);
    if (!r) {
        return false;
    }
    if (missing) {
        *missing = false;
    }
    if (query(a, r, rows)) {
        return true;
    }
    if (!missing || a->type->why(&a->driver->error) != AL_WHY_NO_TABLE) {
        return al_driver_failed(a);
    }
    a->type->rollback(a->driver); /* forgets the error */
    *missing = true;
    return true;
}

/* ---- Answers --------------------------------------------------------------------------------- */

size_t al_row_count(struct aludel_value rows)
{
    return rows.type == ALUDEL_LIST && rows.as.items ? rows.as.items->count : 0;
}

struct aludel_value al_cell(struct aludel_value rows, size_t row, size_t column)
{
    if (row >= al_row_count(rows)) {
        return aludel_none();
    }
    const struct aludel_items *items = rows.as.items->values[row].as.items;
    return column < items->count ? items->values[column] : aludel_none();
}

const char *al_cell_text(struct aludel *a, struct aludel_value rows, size_t row, size_t column)
{
    struct aludel_value v = al_cell(rows, row, column);
    struct al_builder b = al_builder(&a->scratch);
    if (v.type == ALUDEL_STRING || v.type == ALUDEL_BYTES) {
        al_put(&b, v.as.text.z, v.as.text.n);
    } else if (v.type != ALUDEL_NONE && v.type != ALUDEL_UNSET) {
        al_write_str(&b, v);
    }
    struct aludel_text t = al_built(&b);
    return t.z ? t.z : "";
}
