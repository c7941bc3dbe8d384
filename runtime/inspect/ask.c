#include "inspect/ask.h"

#include "core/literal.h"

#include <string.h>

const struct al_catalog *al_catalog_of(struct aludel_op *op)
{
#ifdef ALUDEL_EMBEDDED
    (void)op;
    return &al_sqlite_catalog;
#else
    return al_dialect_of(op->around->driver->type) == ALUDEL_SQLITE ? &al_sqlite_catalog
                                                                    : &al_postgresql_catalog;
#endif
}

/* AL_MASTER becomes sqlite_master, of a schema (an attached database) where one is named. */
static bool put_question(struct aludel_op *op, const char *sql, struct aludel_value schema,
                         struct aludel_text *text)
{
    struct al_builder b = al_builder(&op->arena);
    for (; *sql; sql++) {
        if (*sql != AL_MASTER) {
            al_putc(&b, *sql);
            continue;
        }
        if (schema.type == ALUDEL_STRING) {
            al_write_name(&b, schema.as.text);
            al_putc(&b, '.');
        }
        al_puts(&b, "sqlite_master");
    }
    *text = al_built(&b);
    return !b.failed || al_op_failed(op);
}

struct aludel_value al_inspect_ask(struct aludel_op *op, struct aludel_text sql, size_t count,
                                   const struct aludel_value *values)
{
    struct aludel_value rows = aludel_unset();
    struct al_driver *d = op->around->driver;
    struct aludel_statement st = {sql.z, (uint32_t)sql.n, (uint16_t)count, ALUDEL_READS, op->at};
    struct al_request request = al_op_request(op, (struct aludel_bound){&st, values});
    struct al_outcome outcome = {0};
    bool known = false;
    if (!al_op_recall(op, &request, &known, &outcome)) {
        return rows;
    }
    if (!known && !d->type->query(d, &request, &op->eval, &outcome.value)) {
        al_op_failed(op);
        return rows;
    }
    return known || al_op_remember(op, &request, &outcome) ? outcome.value : rows;
}

struct aludel_value al_inspect_ask_about(struct aludel_op *op, const struct al_question *question,
                                         const struct al_names *names)
{
    struct aludel_value values[8];
    struct aludel_text text;
    size_t count = strlen(question->values);
    if (!put_question(op, question->sql, names->schema, &text)) {
        return aludel_unset();
    }
    for (size_t i = 0; i < count; i++) {
        char which = question->values[i];
        values[i] = which == 's' ? names->schema : which == 't' ? names->table : names->other;
    }
    return al_inspect_ask(op, text, count, values);
}
