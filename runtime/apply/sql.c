/* sql.c: our own statements: names, parameters, sending. */
#include "apply/apply.h"

#include "core/literal.h"

#include <string.h>

/* ---- Names ----------------------------------------------------------------------------------- */

/* SQLite's schemas are attached files, which a run never has: there the settings' schemas don't count. */
const char *al_table_name(struct aludel *a, const char *schema, const char *table)
{
    struct al_builder b = al_builder(&a->arena);
    if (*schema && al_dialect_of(a->type) == ALUDEL_POSTGRESQL) {
        al_write_own_name(&b, al_text(schema));
        al_putc(&b, '.');
    }
    al_write_own_name(&b, al_text(table));
    return al_built(&b).z;
}

/* ---- Statements ------------------------------------------------------------------------------ */

struct aludel_value al_string(const char *z)
{
    return z ? aludel_textual(ALUDEL_STRING, z, strlen(z)) : aludel_none();
}

/* The template with the table's name for every %s; as it stands without a table. */
static struct aludel_text fill_template(struct aludel *a, const char *sql, const char *table)
{
    struct al_builder b = al_builder(&a->scratch);
    for (const char *hole; table && (hole = strstr(sql, "%s")); sql = hole + 2) {
        al_put(&b, sql, (size_t)(hole - sql));
        al_puts(&b, table);
    }
    al_puts(&b, sql);
    return al_built(&b);
}

struct ours {
    struct aludel_statement statement;
    struct al_request request;
};

struct al_request *al_new_request(struct aludel *a, const char *sql, const char *table,
                                  const struct aludel_value *values, size_t count)
{
    struct ours *o = al_new(a, 1, sizeof *o);
    struct aludel_value *copy = al_new(a, count, sizeof *copy);
    struct aludel_text text = fill_template(a, sql, table);
    if (!o || !copy || a->scratch.exhausted) {
        al_fail_no_memory(a);
        return NULL;
    }
    if (count) {
        memcpy(copy, values, count * sizeof *copy);
    }
    o->statement =
        (struct aludel_statement){.sql = text.z, .length = (uint32_t)text.n, .parameters = (uint16_t)count};
    o->request.what = (struct aludel_bound){&o->statement, copy};
    return &o->request;
}

bool al_send_sql(struct aludel *a, const char *sql, const char *table, const struct aludel_value *values,
                 size_t count)
{
    return al_demand_sql(a, sql, table, values, count, AL_MISSED_NOTHING);
}

bool al_demand_sql(struct aludel *a, const char *sql, const char *table, const struct aludel_value *values,
                   size_t count, enum al_missed missed)
{
    struct al_request *r = al_new_request(a, sql, table, values, count);
    if (r) {
        r->missed = missed;
    }
    return r && (a->type->send(a->driver, r) || al_driver_failed(a));
}

bool al_count_sql(struct aludel *a, const char *sql, const char *table, const struct aludel_value *values,
                  size_t count, int64_t *changed)
{
    struct al_request *r = al_new_request(a, sql, table, values, count);
    return r && (a->type->count(a->driver, r, changed) || al_driver_failed(a));
}

bool al_demand(struct aludel *a, const char *condition, const struct aludel_value *values, size_t count,
               enum al_missed missed)
{
    struct al_builder b = al_builder(&a->scratch);
    al_putf(&b, "SELECT CAST(CASE WHEN %s THEN '1' ELSE 'aludel: no' END AS integer)", condition);
    const char *sql = al_built(&b).z;
    return sql ? al_demand_sql(a, sql, a->version_table, values, count, missed) : al_fail_no_memory(a);
}

bool al_settle(struct aludel *a)
{
    return a->type->settle(a->driver) || al_driver_failed(a);
}
