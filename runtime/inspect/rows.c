/*
 * rows.c: a migration whose steps for rows were left out (skip_data) runs on databases without rows alone: there it
 * has nothing to lose.
 */
#include "inspect/ask.h"

#include "core/error.h"
#include "core/literal.h"

static bool is_own(const struct aludel_op *op, struct aludel_text name)
{
    for (size_t i = 0; i < 3; i++) {
        const char *own = op->around->own_tables[i];
        if (own && al_same_nocase(name, al_text(own))) {
            return true;
        }
    }
    return false;
}

static struct aludel_text qualified(struct aludel_op *op, struct aludel_value row)
{
    struct al_builder b = al_builder(&op->arena);
    struct aludel_value schema = aludel_column(row, 0);
    if (schema.type == ALUDEL_STRING) {
        al_write_name(&b, schema.as.text);
        al_putc(&b, '.');
    }
    al_write_name(&b, aludel_column(row, 1).as.text);
    return al_built(&b);
}

/* False after an error too. */
static bool holds_rows(struct aludel_op *op, struct aludel_text table)
{
    struct al_builder b = al_builder(&op->arena);
    al_putf(&b, "SELECT 1 FROM %.*s LIMIT 1", (int)table.n, table.z);
    struct aludel_text sql = al_built(&b);
    if (b.failed) {
        return al_op_failed(op);
    }
    struct aludel_value rows = al_inspect_ask(op, sql, 0, NULL);
    return rows.type == ALUDEL_LIST && rows.as.items->count > 0;
}

static void refuse(struct aludel_op *op, struct aludel_text table)
{
    al_error(op->error, ALUDEL_FAILED,
             "%.*s holds rows, and what this migration does with rows was left out (skip_data)", (int)table.n,
             table.z);
    al_error_hint(op->error,
                  "let Alembic bring this database past this migration, or write out in the language "
                  "what was left out: aludel lint lists it");
    al_op_failed(op);
}

void aludel_refuse_rows(struct aludel_op *op, const struct aludel_place *at)
{
    if (!al_op_live(op, at, "the look for rows (skip_data)")) {
        return;
    }
    struct aludel_value tables = al_inspect_ask(op, al_text(al_catalog_of(op)->filled.sql), 0, NULL);
    for (size_t i = 0; tables.type == ALUDEL_LIST && i < tables.as.items->count; i++) {
        struct aludel_value row = tables.as.items->values[i];
        if (!al_op_ready(op, NULL) || is_own(op, aludel_column(row, 1).as.text)) {
            continue;
        }
        struct aludel_text table = qualified(op, row);
        if (holds_rows(op, table)) {
            refuse(op, table);
            return;
        }
    }
}
