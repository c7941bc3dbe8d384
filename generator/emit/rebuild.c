/* The rebuild of an SQLite table: edits of its definition, as constant data beside the call. */
#include "emit/inner.h"

static const char *const edit_names[] = {
    [EDIT_ADD_COLUMN] = "ADD_COLUMN",
    [EDIT_DROP_COLUMN] = "DROP_COLUMN",
    [EDIT_MOVE_COLUMN] = "MOVE_COLUMN",
    [EDIT_SET_TYPE] = "SET_TYPE",
    [EDIT_SET_NOT_NULL] = "SET_NOT_NULL",
    [EDIT_DROP_NOT_NULL] = "DROP_NOT_NULL",
    [EDIT_SET_DEFAULT] = "SET_DEFAULT",
    [EDIT_SET_GENERATED] = "SET_GENERATED",
    [EDIT_ADD_CONSTRAINT] = "ADD_CONSTRAINT",
    [EDIT_DROP_CONSTRAINT] = "DROP_CONSTRAINT",
    [EDIT_COMPUTE] = "COMPUTE",
    [EDIT_REDEFINE] = "REDEFINE",
};

static const char *const constraint_names[CONSTRAINT_KINDS] = {
    [CONSTRAINT_PRIMARY_KEY] = "PRIMARY_KEY", [CONSTRAINT_UNIQUE] = "UNIQUE",
    [CONSTRAINT_FOREIGN_KEY] = "FOREIGN_KEY", [CONSTRAINT_CHECK] = "CHECK",
    [CONSTRAINT_EXCLUDE] = "EXCLUDE",
};

struct aludel_text edit_sql(struct arena *a, const struct edit *e)
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
static void put_list(struct function *f, const char *name, const struct names *list)
{
    if (!list->count)
        return;
    c_begin(f->w);
    c_put(f->w, "static const char *const %s[] = {", name);
    for (size_t i = 0; i < list->count; i++) {
        c_put(f->w, i ? ", " : "");
        c_string(f->w, list->at[i]);
    }
    c_end(f->w, "};");
}

static bool same_line(struct span a, struct span b)
{
    return a.source == b.source && line_of(a) == line_of(b);
}

static void put_edit(struct function *f, const struct edit *e, size_t at, struct span rebuild)
{
    c_begin(f->w);
    c_put(f->w, "{.kind = ALUDEL_EDIT_%s", edit_names[e->kind]);
    put_field(f->w, "name", e->name);
    put_field(f->w, "sql", edit_sql(f->arena, e));
    put_field(f->w, "before", e->before);
    put_field(f->w, "after", e->after);
    if (e->kind == EDIT_DROP_CONSTRAINT)
        c_put(f->w, ", .constraint = ALUDEL_CONSTRAINT_%s", constraint_names[e->constraint]);
    if (e->columns.count)
        c_put(f->w, ", .columns = columns_%zu, .column_count = %zu", at, e->columns.count);
    c_put(f->w, e->if_exists ? ", .if_exists = true" : "");
    if (!same_line(e->span, rebuild)) {
        c_put(f->w, ", .at = ");
        put_place(f, e->span);
    }
    c_end(f->w, "},");
}

static void put_edits(struct function *f, const struct rebuild *r, struct span at)
{
    if (!r->edits.count) /* recreate="always" */
        return;
    for (size_t i = 0; i < r->edits.count; i++)
        put_list(f, arena_format(f->arena, "columns_%zu", i), &r->edits.at[i].columns);
    c_line(f->w, "static const struct aludel_edit edits[] = {");
    f->w->indent++;
    for (size_t i = 0; i < r->edits.count; i++)
        put_edit(f, &r->edits.at[i], i, at);
    f->w->indent--;
    c_line(f->w, "};");
}

static void put_count(struct function *f, const char *name, const char *count, size_t n)
{
    if (n)
        c_line(f->w, ".%s = %s, .%s = %zu,", name, name, count, n);
}

/* What a script is told of the table. */
static void put_known(struct function *f, const struct ddl_known *known)
{
    c_begin(f->w);
    c_put(f->w, known->unknown ? ".unknown = " : ".sql = ");
    c_string(f->w, known->unknown ? al_text(known->unknown) : known->sql);
    c_end(f->w, ",");
    if (known->unknown)
        return;
    put_count(f, "indexes", "index_count", known->indexes.count);
    put_count(f, "triggers", "trigger_count", known->triggers.count);
}

static void put_table(struct function *f, const struct rebuild *r)
{
    c_line(f->w, "static const struct aludel_rebuilt table = {");
    f->w->indent++;
    c_begin(f->w);
    if (r->table.schema.n) {
        c_put(f->w, ".schema = ");
        c_string(f->w, r->table.schema);
        c_put(f->w, ", ");
    }
    c_put(f->w, ".table = ");
    c_string(f->w, r->table.name);
    c_end(f->w, ",");
    put_count(f, "edits", "edit_count", r->edits.count);
    put_known(f, &r->known);
    f->w->indent--;
    c_line(f->w, "};");
}

static size_t longest(const struct names *list)
{
    size_t most = 0;
    for (size_t i = 0; i < list->count; i++)
        most = list->at[i].n > most ? list->at[i].n : most;
    return most;
}

static bool is_overlong(struct arena *a, const struct rebuild *r)
{
    const struct ddl_known *known = &r->known;
    bool edits = false;
    for (size_t i = 0; i < r->edits.count; i++)
        edits = edits || edit_sql(a, &r->edits.at[i]).n > LONGEST_PLAIN;
    return edits || known->sql.n > LONGEST_PLAIN || longest(&known->indexes) > LONGEST_PLAIN ||
           longest(&known->triggers) > LONGEST_PLAIN;
}

void put_rebuild(struct function *f, const struct step *s)
{
    const struct ddl_known *known = &s->rebuild->known;
    bool overlong = is_overlong(f->arena, s->rebuild);
    c_open(f->w);
    if (overlong)
        c_quiet(f->w, "-Woverlength-strings");
    put_edits(f, s->rebuild, s->span);
    if (!known->unknown) {
        put_list(f, "indexes", &known->indexes);
        put_list(f, "triggers", &known->triggers);
    }
    put_table(f, s->rebuild);
    if (overlong)
        c_loud(f->w);
    c_begin(f->w);
    c_put(f->w, "aludel_rebuild(op, ");
    put_place(f, s->span);
    c_end(f->w, ", &table);");
    c_close(f->w, "");
}
