/* sql.c: a rebuild's way to the database: asking, sending, settings of the connection, definitions written as text; and
 * whose edit an error is. */
#include "rebuild/inner.h"

#include "core/literal.h"

#include <string.h>

struct al_builder al_rebuild_sql(struct al_rebuild *r)
{
    return al_builder(&r->arena);
}

struct prepared {
    struct aludel_statement statement;
    struct al_request request;
};

static bool prepare(struct al_rebuild *r, struct al_builder *b, unsigned flags,
                    const struct aludel_value *values, size_t count, struct prepared *p)
{
    struct aludel_text sql = al_built(b);
    struct aludel_op *op = r->op;
    if (r->arena.exhausted) { /* a name, a text is missing somewhere */
        return al_error(op->error, ALUDEL_NO_MEMORY, "out of memory");
    }
    if (!al_op_ready(op, NULL)) {
        return false;
    }
    if (!al_op_statement(op, sql, count, &p->statement)) {
        return false;
    }
    p->statement.flags = (uint16_t)flags;
    p->request = al_op_request(op, (struct aludel_bound){&p->statement, values});
    return true;
}

bool al_rebuild_send(struct al_rebuild *r, struct al_builder *b)
{
    struct prepared p;
    struct al_driver *d = r->op->around->driver;
    if (!prepare(r, b, ALUDEL_DDL, NULL, 0, &p)) {
        return false;
    }
    al_op_tell(r->op, &p.statement);
    return d->type->send(d, &p.request);
}

bool al_rebuild_count(struct al_rebuild *r, struct al_builder *b, int64_t *changed)
{
    struct prepared p;
    struct al_driver *d = r->op->around->driver;
    if (!prepare(r, b, 0, NULL, 0, &p)) {
        return false;
    }
    al_op_tell(r->op, &p.statement);
    return d->type->count(d, &p.request, changed);
}

bool al_rebuild_compiles(struct al_rebuild *r, struct aludel_text sql, bool strictly, char *why, size_t room)
{
    struct al_driver *d = r->op->around->driver;
    bool compiles = d->type->compiles(d, sql, strictly, why, room);
    if (d->error.code != ALUDEL_OK) {
        al_op_failed(r->op);
    }
    return compiles;
}

bool al_rebuild_ask(struct al_rebuild *r, struct al_builder *b, const struct aludel_value *values,
                    size_t count, struct aludel_value *rows)
{
    struct prepared p;
    struct al_driver *d = r->op->around->driver;
    return prepare(r, b, ALUDEL_READS, values, count, &p) && d->type->query(d, &p.request, &r->eval, rows);
}

size_t al_rows(struct aludel_value rows)
{
    return rows.type == ALUDEL_LIST ? rows.as.items->count : 0;
}

static struct aludel_value cell(struct aludel_value rows, size_t row, size_t column)
{
    return aludel_column(rows.as.items->values[row], column);
}

struct aludel_text al_text_at(struct aludel_value rows, size_t row, size_t column)
{
    struct aludel_value v = cell(rows, row, column);
    return v.type == ALUDEL_STRING ? v.as.text : AL_TEXT("");
}

struct aludel_value al_name_value(struct aludel_text name)
{
    return aludel_textual(ALUDEL_STRING, name.z, name.n);
}

bool al_rebuild_number(struct al_rebuild *r, struct al_builder *b, int64_t *number)
{
    struct aludel_value rows;
    if (!al_rebuild_ask(r, b, NULL, 0, &rows)) {
        return false;
    }
    struct aludel_value v = al_rows(rows) ? cell(rows, 0, 0) : aludel_none();
    *number = v.type == ALUDEL_INT ? v.as.integer : v.type == ALUDEL_BOOL ? v.as.boolean : 0;
    return true;
}

bool al_rebuild_has(struct al_rebuild *r, const char *prefix, struct aludel_text name, bool *there)
{
    struct aludel_value value = al_name_value(name), rows;
    struct al_builder b = al_rebuild_sql(r);
    al_putf(&b, "SELECT 1 FROM %ssqlite_master WHERE name = \1 COLLATE NOCASE", prefix);
    bool ok = al_rebuild_ask(r, &b, &value, 1, &rows);
    *there = ok && al_rows(rows) > 0;
    return ok;
}

/* ---- Settings of the connection --------------------------------------------------------------------- */

static bool turn(struct al_rebuild *r, const char *pragma, const char *to)
{
    struct al_builder b = al_rebuild_sql(r);
    al_putf(&b, "PRAGMA %s=%s", pragma, to);
    return al_rebuild_send(r, &b);
}

bool al_rebuild_set(struct al_rebuild *r, const char *pragma, bool *was)
{
    struct al_driver *d = r->op->around->driver;
    int64_t value = 0;
    struct al_builder b = al_rebuild_sql(r);
    al_putf(&b, "PRAGMA %s", pragma);
    if (r->live && !al_rebuild_number(r, &b, &value)) {
        return false;
    }
    *was = value != 0;
    if (*was) {
        return true;
    }
    al_format(d->put_back, sizeof d->put_back, "PRAGMA %s=OFF", pragma);
    return turn(r, pragma, "ON");
}

bool al_rebuild_put_back(struct al_rebuild *r, const char *pragma, bool was)
{
    if (!was && !turn(r, pragma, "OFF")) {
        return false;
    }
    r->op->around->driver->put_back[0] = '\0';
    return true;
}

/* ---- Definitions -------------------------------------------------------------------------------------- */

bool al_rebuild_write(struct al_rebuild *r, const char *type, struct aludel_text name, struct aludel_text sql)
{
    struct al_builder b = al_rebuild_sql(r);
    bool was = false;
    if (!al_rebuild_set(r, "writable_schema", &was)) {
        return false;
    }
    al_putf(&b, "UPDATE %ssqlite_master SET sql = ", r->prefix);
    al_write_string(&b, sql);
    al_putf(&b, " WHERE type = '%s' AND name = ", type);
    al_write_string(&b, name);
    return al_rebuild_send(r, &b) && al_rebuild_put_back(r, "writable_schema", was);
}

bool al_rebuild_reload(struct al_rebuild *r)
{
    struct al_builder ask = al_rebuild_sql(r), set = al_rebuild_sql(r);
    int64_t version = 0;
    al_putf(&ask, "PRAGMA %sschema_version", r->prefix);
    if (!al_rebuild_number(r, &ask, &version)) {
        return false;
    }
    al_putf(&set, "PRAGMA %sschema_version = %lld", r->prefix, (long long)version + 1);
    return al_rebuild_send(r, &set);
}

/* ---- Edits, and whose an error is ------------------------------------------------------------------- */

void al_rebuild_stand_at(struct al_rebuild *r, const struct aludel_edit *e)
{
    r->op->at = e && e->at ? *e->at : r->at;
}

static bool is_of(const struct aludel_edit *e, struct aludel_text of)
{
    return e->kind == ALUDEL_EDIT_ADD_CONSTRAINT ? strncmp(e->sql, of.z, of.n) == 0
                                                 : e->name && al_same_nocase(al_text(e->name), of);
}

const struct aludel_edit *al_rebuild_edit(const struct al_rebuild *r, enum aludel_edit_kind kind,
                                          struct aludel_text of)
{
    const struct aludel_edit *last = NULL;
    for (uint32_t i = 0; i < r->what->edit_count; i++) {
        const struct aludel_edit *e = &r->what->edits[i];
        last = e->kind == kind && is_of(e, of) ? e : last;
    }
    return last;
}

void al_rebuild_blame(struct al_rebuild *r, enum aludel_edit_kind kind, struct aludel_text of)
{
    const struct aludel_edit *e = al_rebuild_edit(r, kind, of);
    if (e) {
        al_rebuild_stand_at(r, e);
    }
}
