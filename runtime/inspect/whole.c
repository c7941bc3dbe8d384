/* whole.c: asking for a whole schema. */
#include "inspect/whole.h"

#include "core/literal.h"
#include "inspect/ask.h"
#include "inspect/whole_order.h"
#include "inspect/whole_settled.h"

#include <string.h>

/* ---- The question -------------------------------------------------------------------------------- */

/* A byte AL_MASTER becomes sqlite_master, of a schema. */
static void put_piece(struct al_builder *b, const char *sql, const char *schema)
{
    for (; *sql; sql++) {
        if (*sql != AL_MASTER) {
            al_putc(b, *sql);
            continue;
        }
        al_write_name(b, al_text(schema));
        al_puts(b, ".sqlite_master");
    }
    al_putc(b, '\n');
}

static struct aludel_text question(struct aludel_op *op, const char *const *pieces, const char *schema)
{
    struct al_builder b = al_builder(&op->arena);
    for (size_t i = 0; pieces[i]; i++) {
        put_piece(&b, pieces[i], schema);
    }
    return al_built(&b);
}

/* {"a","b"}: PostgreSQL's array; `unnamed` stands for a name that isn't there. */
static struct aludel_value array(struct aludel_op *op, struct aludel_names names, const char *unnamed)
{
    struct al_builder b = al_builder(&op->arena);
    al_putc(&b, '{');
    for (uint32_t i = 0; i < names.count; i++) {
        al_puts(&b, i ? ",\"" : "\"");
        for (const char *z = names.at[i] ? names.at[i] : unnamed; *z; z++) {
            if (*z == '"' || *z == '\\') {
                al_putc(&b, '\\');
            }
            al_putc(&b, *z);
        }
        al_putc(&b, '"');
    }
    al_putc(&b, '}');
    struct aludel_text text = al_built(&b);
    return aludel_textual(ALUDEL_STRING, text.z, text.n);
}

static struct aludel_value string(const char *z)
{
    return aludel_textual(ALUDEL_STRING, z, strlen(z));
}

/* ---- The answer ---------------------------------------------------------------------------------- */

/* With `shown` for every `name`. */
static const char *renamed(struct aludel_op *op, struct aludel_text text, const char *name, const char *shown)
{
    struct al_builder b = al_builder(&op->arena);
    const char *z = al_arena_copy(&op->arena, text.z, text.n);
    for (const char *hit; z && name && (hit = strstr(z, name)); z = hit + strlen(name)) {
        al_put(&b, z, (size_t)(hit - z));
        al_puts(&b, shown);
    }
    if (b.n == 0) {
        return z;
    }
    al_puts(&b, z);
    return al_built(&b).z;
}

static const char *cell(struct aludel_op *op, const struct al_whole_question *what, struct aludel_value row,
                        size_t column)
{
    struct aludel_value v = aludel_column(row, column);
    return v.type == ALUDEL_STRING ? renamed(op, v.as.text, what->scratch_name, what->shown) : NULL;
}

static struct al_whole_thing thing_of(struct aludel_op *op, const struct al_whole_question *what,
                                      struct aludel_value row, const char *schema)
{
    struct al_whole_thing t = {.class = aludel_column(row, 0).as.integer,
                               .object = aludel_column(row, 1).as.integer,
                               .shape = cell(op, what, row, 7)};
    t.part = (struct aludel_schema_part){.kind = cell(op, what, row, 2),
                                         .schema = schema ? schema : cell(op, what, row, 3),
                                         .table = cell(op, what, row, 4),
                                         .name = cell(op, what, row, 5),
                                         .sql = cell(op, what, row, 6)};
    if (t.part.kind && strcmp(t.part.kind, "function") != 0) { /* a function's body is its author's */
        t.part.sql = al_whole_settled(&op->arena, t.part.sql);
    }
    t.is_column = t.part.kind && !strcmp(t.part.kind, "column");
    return t;
}

static bool is_left_out(const struct al_whole_question *what, const struct al_whole_thing *t)
{
    const char *table = *t->part.table ? t->part.table : t->part.name;
    for (uint32_t i = 0; i < what->without.count; i++) {
        if (al_same_nocase(al_text(table), al_text(what->without.at[i]))) {
            return true;
        }
    }
    return false;
}

static bool add_rows(struct aludel_op *op, const struct al_whole_question *what, struct aludel_value rows,
                     const char *schema, struct al_whole *whole)
{
    size_t count = rows.type == ALUDEL_LIST ? rows.as.items->count : 0;
    size_t room = whole->count + count;
    struct al_whole_thing *all = al_arena_new(&op->arena, (room ? room : 1) * sizeof *all);
    if (!all || !al_op_ready(op, NULL)) {
        return al_op_failed(op);
    }
    if (whole->count) {
        memcpy(all, whole->things, whole->count * sizeof *all);
    }
    whole->things = all;
    for (size_t i = 0; i < count; i++) {
        struct al_whole_thing t = thing_of(op, what, rows.as.items->values[i], schema);
        if (op->arena.exhausted) {
            return al_op_failed(op);
        }
        if (!schema || !is_left_out(what, &t)) {
            all[whole->count++] = t;
        }
    }
    return true;
}

/* ---- Both databases ------------------------------------------------------------------------------ */

static bool read_postgresql(struct aludel_op *op, const struct al_whole_question *what,
                            struct al_whole *whole)
{
    struct aludel_names home = {1, &what->home};
    struct aludel_names schemas = what->schemas.count ? what->schemas : home;
    struct aludel_value values[] = {string(what->home), array(op, schemas, what->home),
                                    array(op, what->without, "")};
    struct aludel_value rows = al_inspect_ask(op, question(op, al_whole_postgresql, ""), 3, values);
    return add_rows(op, what, rows, NULL, whole) && al_whole_order(op, whole);
}

static bool read_schema(struct aludel_op *op, const struct al_whole_question *what, const char *schema,
                        struct al_whole *whole)
{
    struct aludel_value rows = al_inspect_ask(op, question(op, al_whole_sqlite, schema), 0, NULL);
    bool home = al_same_nocase(al_text(schema), al_text(what->home));
    return add_rows(op, what, rows, home ? "" : schema, whole);
}

static bool read_sqlite(struct aludel_op *op, const struct al_whole_question *what, struct al_whole *whole)
{
    bool ok = what->schemas.count || read_schema(op, what, what->home, whole);
    for (uint32_t i = 0; ok && i < what->schemas.count; i++) {
        ok = read_schema(op, what, what->schemas.at[i], whole);
    }
    return ok;
}

bool al_whole_read(struct aludel_op *op, const struct al_whole_question *what, struct al_whole *whole)
{
    *whole = (struct al_whole){0};
    bool sqlite = al_dialect_of(op->around->driver->type) == ALUDEL_SQLITE;
    return (sqlite ? read_sqlite(op, what, whole) : read_postgresql(op, what, whole)) &&
           (al_whole_sift(&op->arena, &what->filter, whole) || al_op_failed(op));
}
