/* The rebuild of an SQLite table: edits of its definition, as constant data beside the call. */
#include "emit/inner.h"

static const char *const edit_names[] = {
    [EDIT_ADD_COLUMN] = "ADD_COLUMN",
    [EDIT_DROP_COLUMN] = "DROP_COLUMN",
    [EDIT_SET_TYPE] = "SET_TYPE",
    [EDIT_SET_NOT_NULL] = "SET_NOT_NULL",
    [EDIT_DROP_NOT_NULL] = "DROP_NOT_NULL",
    [EDIT_SET_DEFAULT] = "SET_DEFAULT",
    [EDIT_SET_GENERATED] = "SET_GENERATED",
    [EDIT_ADD_CONSTRAINT] = "ADD_CONSTRAINT",
    [EDIT_DROP_CONSTRAINT] = "DROP_CONSTRAINT",
    [EDIT_COMPUTE] = "COMPUTE",
};

static const char *const constraint_names[CONSTRAINT_KINDS] = {
    [CONSTRAINT_PRIMARY_KEY] = "PRIMARY_KEY", [CONSTRAINT_UNIQUE] = "UNIQUE",
    [CONSTRAINT_FOREIGN_KEY] = "FOREIGN_KEY", [CONSTRAINT_CHECK] = "CHECK",
    [CONSTRAINT_EXCLUDE] = "EXCLUDE",
};

static struct aludel_text sql_of(struct arena *a, const struct edit *e)
{
    struct al_builder b = al_builder(&a->memory);
    for (size_t i = 0; i < e->sql.count; i++)
        al_put(&b, e->sql.at[i].text.z, e->sql.at[i].text.n);
    return al_built(&b);
}

static void put_field(struct c_writer *w, const char *name, struct aludel_text value)
{
    if (!value.n)
        return;
    c_put(w, ", .%s = ", name);
    c_string(w, value);
}

/* A list by itself: inside another one it would be no constant. */
static void put_columns(struct function *f, const struct names *columns, size_t edit)
{
    if (!columns->count)
        return;
    c_begin(f->w);
    c_put(f->w, "static const char *const columns_%zu[] = {", edit);
    for (size_t i = 0; i < columns->count; i++) {
        c_put(f->w, i ? ", " : "");
        c_string(f->w, columns->at[i]);
    }
    c_end(f->w, "};");
}

static void put_edit(struct function *f, const struct edit *e, size_t at)
{
    c_begin(f->w);
    c_put(f->w, "{.kind = ALUDEL_EDIT_%s", edit_names[e->kind]);
    put_field(f->w, "name", e->name);
    put_field(f->w, "sql", sql_of(f->arena, e));
    put_field(f->w, "before", e->before);
    put_field(f->w, "after", e->after);
    if (e->kind == EDIT_DROP_CONSTRAINT)
        c_put(f->w, ", .constraint = ALUDEL_CONSTRAINT_%s", constraint_names[e->constraint]);
    if (e->columns.count)
        c_put(f->w, ", .columns = columns_%zu, .column_count = %zu", at, e->columns.count);
    c_put(f->w, e->if_exists ? ", .if_exists = true" : "");
    c_end(f->w, "},");
}

static void put_call(struct function *f, const struct step *s, const char *edits)
{
    c_begin(f->w);
    c_put(f->w, "aludel_rebuild(op, ");
    put_place(f, s->span);
    c_put(f->w, ", ");
    c_string(f->w, s->rebuild->table.name);
    c_put(f->w, ", %s, %zu", edits, s->rebuild->edits.count);
    c_end(f->w, ");");
}

void put_rebuild(struct function *f, const struct step *s)
{
    const struct rebuild *r = s->rebuild;
    if (r->edits.count == 0) { /* recreate="always" */
        put_call(f, s, "NULL");
        return;
    }
    c_open(f->w);
    for (size_t i = 0; i < r->edits.count; i++)
        put_columns(f, &r->edits.at[i].columns, i);
    c_line(f->w, "static const struct aludel_edit edits[] = {");
    f->w->indent++;
    for (size_t i = 0; i < r->edits.count; i++)
        put_edit(f, &r->edits.at[i], i);
    f->w->indent--;
    c_line(f->w, "};");
    put_call(f, s, "edits");
    c_close(f->w, "");
}
