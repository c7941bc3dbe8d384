/* sqlite.c: SQLite: statements where its ALTER TABLE does what is asked, edits of the table's definition where not. */
#include "sql/dialect.h"

#include <string.h>

/* ---- Columns ---- */

static void put_value(struct spelling *s, struct sql value)
{
    bool bare = !value.holes && is_default_literal(value.text);
    put(s, bare ? "" : "(");
    put_sql(s, value);
    put(s, bare ? "" : ")");
}

static void put_default(struct spelling *s, struct sql value)
{
    if (!has_sql(value))
        return;
    put(s, " DEFAULT ");
    put_value(s, value);
}

static void put_generated(struct spelling *s, enum generated generated, struct sql expression)
{
    put(s, "GENERATED ALWAYS AS (");
    put_sql(s, expression);
    put(s, generated == GENERATED_STORED ? ") STORED" : ") VIRTUAL");
}

static bool carries_key(const struct column *column, const struct constraint *key)
{
    return column->autoincrement ||
           (key && key->inside.n && same_name(ALUDEL_SQLITE, key->inside, column->name));
}

/* The key of one column that counts without gaps, or downwards, stands in that column. */
static void put_own_key(struct spelling *s, const struct column *column, const struct constraint *key)
{
    if (key && key->name.n) {
        put(s, " CONSTRAINT ");
        put_name(s, key->name);
    }
    put(s, " PRIMARY KEY");
    if (key) {
        put(s, key->inside.n ? " DESC" : "");
        put_option(s, " ON CONFLICT ", key->on_conflict);
    }
    put(s, column->autoincrement ? " AUTOINCREMENT" : "");
}

static void put_column(struct spelling *s, const struct table *t, const struct column *column)
{
    put_name(s, column->name);
    put(s, has_type(&column->type) ? " " : "");
    put_type(s, &column->type);
    put_default(s, column->value);
    put(s, column->not_null ? " NOT NULL" : "");
    put_option(s, " ON CONFLICT ", column->null_conflict);
    const struct constraint *key = t ? table_primary_key(t) : NULL;
    if (t && carries_key(column, key))
        put_own_key(s, column, key);
    if (column->generated != GENERATED_NO) {
        put(s, " ");
        put_generated(s, column->generated, column->expression);
    }
}

/* ---- Edits ---- */

static struct edit *edit(struct ddl *out, const struct change *c, enum edit_kind kind,
                         struct aludel_text name)
{
    struct ddl_item item = {.kind = DDL_EDIT, .table = c->table};
    item.edit = (struct edit){.kind = kind, .name = name, .span = c->span};
    vec_push(out->arena, &out->items, item);
    return &out->items.at[out->items.count - 1].edit;
}

static void edit_sql(struct ddl *out, struct edit *e, struct sql sql)
{
    struct spelling s = spell(out);
    put_sql(&s, sql);
    e->sql = spelt_parts(&s);
}

static void edit_type(struct ddl *out, const struct change *c)
{
    struct spelling s = spell(out);
    put_type(&s, &c->alter.type);
    edit(out, c, EDIT_SET_TYPE, c->name)->sql = spelt_parts(&s);
}

static void add_constraint(struct ddl *out, const struct change *c, const struct constraint *constraint)
{
    struct spelling s = spell(out);
    struct edit *e = edit(out, c, EDIT_ADD_CONSTRAINT, constraint->name);
    e->constraint = constraint->kind;
    e->to_itself =
        constraint->kind == CONSTRAINT_FOREIGN_KEY && same_path(ALUDEL_SQLITE, constraint->to, c->table);
    put_constraint(&s, constraint);
    e->sql = spelt_parts(&s);
}

/* ---- Tables ---- */

static void create_index(struct ddl *out, const struct index *i, bool if_not_exists)
{
    struct spelling s = spell(out);
    put(&s, i->unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ");
    put(&s, if_not_exists ? "IF NOT EXISTS " : "");
    put_path(&s, i->path);
    put(&s, " ON ");
    put_name(&s, i->table);
    put(&s, " ");
    put_index_elements(&s, i);
    put_clause(&s, " WHERE ", i->where);
    spelt(&s);
}

static void write_create_table(struct ddl *out, const struct schema *before, const struct change *c)
{
    struct spelling s = spell(out);
    put_table(&s, before, c->create, c->if_not_exists, put_column);
    spelt(&s);
    for (size_t i = 0; i < c->create->indexes.count; i++)
        create_index(out, c->create->indexes.at[i], c->if_not_exists);
}

static bool leads_home(const struct table *t)
{
    for (size_t i = 0; i < t->constraints.count; i++)
        if (t->constraints.at[i]->kind == CONSTRAINT_FOREIGN_KEY &&
            same_path(ALUDEL_SQLITE, t->constraints.at[i]->to, t->path))
            return true;
    return false;
}

static void write_redefine_table(struct ddl *out, const struct schema *before, const struct change *c)
{
    struct spelling s = spell(out);
    struct edit *e = edit(out, c, EDIT_REDEFINE, (struct aludel_text){"", 0});
    const struct table *was = schema_table(before, c->table);
    for (size_t i = 0; was && i < was->columns.count; i++)
        if (!table_column(before, c->create, was->columns.at[i]->name))
            vec_push(out->arena, &e->columns, was->columns.at[i]->name);
    e->to_itself = leads_home(c->create);
    if (c->text.n)
        put_text(&s, c->text);
    else
        put_table(&s, before, c->create, false, put_column);
    e->sql = spelt_parts(&s);
}

static void write_drop_table(struct ddl *out, const struct schema *before, const struct change *c)
{
    (void)before;
    struct spelling s = spell(out);
    put(&s, c->if_exists ? "DROP TABLE IF EXISTS " : "DROP TABLE ");
    put_path(&s, c->table);
    spelt(&s);
}

/* ---- add_column ---- */

static bool is_constant(struct sql value)
{
    return !value.holes && is_default_literal(value.text) &&
           (value.text.n == 0 ||
            (value.text.z[0] != '(' && !al_same_nocase(value.text, AL_TEXT("CURRENT_TIMESTAMP")) &&
             !al_same_nocase(value.text, AL_TEXT("CURRENT_DATE")) &&
             !al_same_nocase(value.text, AL_TEXT("CURRENT_TIME"))));
}

/* What ALTER TABLE ADD COLUMN takes. */
static bool may_be_added(const struct change *c)
{
    const struct column *column = c->column;
    bool null_default = !has_sql(column->value) || al_same_nocase(column->value.text, AL_TEXT("NULL"));
    if (c->before.n || c->after.n || column->generated == GENERATED_STORED || !is_constant(column->value))
        return false;
    for (size_t i = 0; i < c->with.count; i++) {
        enum constraint_kind kind = c->with.at[i]->kind;
        if (kind != CONSTRAINT_FOREIGN_KEY && kind != CONSTRAINT_CHECK)
            return false;
        if (kind == CONSTRAINT_FOREIGN_KEY && (!null_default || c->with.at[i]->columns.count != 1))
            return false;
    }
    return !column->not_null || !null_default;
}

static void put_inline(struct spelling *s, const struct constraint *c)
{
    put(s, " ");
    if (c->kind != CONSTRAINT_FOREIGN_KEY) {
        put_constraint(s, c);
        return;
    }
    if (c->name.n) {
        put(s, "CONSTRAINT ");
        put_name(s, c->name);
        put(s, " ");
    }
    put_reference(s, c);
}

/* AUTOINCREMENT's key stands in the column. */
static bool is_counting_key(const struct change *c, const struct constraint *k)
{
    return c->column->autoincrement && k->kind == CONSTRAINT_PRIMARY_KEY;
}

static struct table with_counting_key(struct ddl *out, const struct change *c)
{
    struct table t = {.path = c->table};
    for (size_t i = 0; i < c->with.count; i++)
        if (is_counting_key(c, c->with.at[i]))
            vec_push(out->arena, &t.constraints, c->with.at[i]);
    return t;
}

static void edit_add_column(struct ddl *out, const struct change *c)
{
    struct spelling s = spell(out);
    struct edit *e = edit(out, c, EDIT_ADD_COLUMN, c->column->name);
    struct table keyed = with_counting_key(out, c);
    put_column(&s, keyed.constraints.count ? &keyed : NULL, c->column);
    e->sql = spelt_parts(&s);
    e->before = c->before;
    e->after = c->after;
    for (size_t i = 0; i < c->with.count; i++)
        if (!is_counting_key(c, c->with.at[i]))
            add_constraint(out, c, c->with.at[i]);
}

static void write_add_column(struct ddl *out, const struct schema *before, const struct change *c)
{
    const struct table *t = schema_table(before, c->table);
    if (c->if_not_exists && t && table_column(before, t, c->column->name))
        return;
    if (out->rebuilds || !may_be_added(c)) {
        edit_add_column(out, c);
        return;
    }
    struct spelling s = spell(out);
    put(&s, "ALTER TABLE ");
    put_path(&s, c->table);
    put(&s, " ADD COLUMN ");
    put_column(&s, NULL, c->column);
    for (size_t i = 0; i < c->with.count; i++)
        put_inline(&s, c->with.at[i]);
    spelt(&s);
}

/* ---- drop_column ---- */

/* A quote in the name is written in more than one way. */
static bool may_mention(struct sql sql, struct aludel_text name)
{
    bool odd = memchr(name.z, '"', name.n) || memchr(name.z, '`', name.n) || memchr(name.z, ']', name.n);
    return has_sql(sql) && (sql.holes || odd || words_mention(ALUDEL_SQLITE, sql.text, name));
}

static bool index_uses(const struct index *i, struct aludel_text name)
{
    for (size_t k = 0; k < i->elements.count; k++)
        if (same_name(ALUDEL_SQLITE, i->elements.at[k].column, name) ||
            may_mention(i->elements.at[k].expression, name))
            return true;
    return may_mention(i->where, name);
}

/* Nothing holds the column: then ALTER TABLE DROP COLUMN takes it away. */
static bool is_free(const struct table *t, struct aludel_text name)
{
    for (size_t i = 0; i < t->constraints.count; i++)
        if (names_have(ALUDEL_SQLITE, &t->constraints.at[i]->columns, name) ||
            may_mention(t->constraints.at[i]->condition, name))
            return false;
    for (size_t i = 0; i < t->indexes.count; i++)
        if (index_uses(t->indexes.at[i], name))
            return false;
    for (size_t i = 0; i < t->columns.count; i++)
        if (may_mention(t->columns.at[i]->expression, name))
            return false;
    return !t->uncertain;
}

static void write_drop_column(struct ddl *out, const struct schema *before, const struct change *c)
{
    const struct table *t = schema_table(before, c->table);
    const struct column *column = t ? table_column(before, t, c->name) : NULL;
    if (c->if_exists && t && !t->uncertain && !column)
        return;
    if (out->rebuilds || !t || column == NULL || column->maybe || !is_free(t, c->name)) {
        edit(out, c, EDIT_DROP_COLUMN, c->name)->if_exists = c->if_exists;
        return;
    }
    struct spelling s = spell(out);
    put(&s, "ALTER TABLE ");
    put_path(&s, c->table);
    put(&s, " DROP COLUMN ");
    put_name(&s, c->name);
    spelt(&s);
}

/* ---- alter_column ---- */

static void edit_default(struct ddl *out, const struct change *c)
{
    struct spelling s = spell(out);
    struct edit *e = edit(out, c, EDIT_SET_DEFAULT, c->name);
    if (!has_sql(c->alter.value))
        return;
    put_value(&s, c->alter.value);
    e->sql = spelt_parts(&s);
}

static void edit_generated(struct ddl *out, const struct change *c)
{
    struct spelling s = spell(out);
    struct edit *e = edit(out, c, EDIT_SET_GENERATED, c->name);
    if (c->alter.generated == GENERATED_NO)
        return;
    put_generated(&s, c->alter.generated, c->alter.expression);
    e->sql = spelt_parts(&s);
}

static void write_alter_column(struct ddl *out, const struct schema *before, const struct change *c)
{
    const struct alteration *a = &c->alter;
    if (c->before.n || c->after.n) {
        struct edit *e = edit(out, c, EDIT_MOVE_COLUMN, c->name);
        e->before = c->before;
        e->after = c->after;
    }
    if (a->what & ALTER_TYPE)
        edit_type(out, c);
    if (a->what & ALTER_NULL)
        edit(out, c, a->not_null ? EDIT_SET_NOT_NULL : EDIT_DROP_NOT_NULL, c->name);
    if (a->what & ALTER_DEFAULT)
        edit_default(out, c);
    if (a->what & ALTER_GENERATED)
        edit_generated(out, c);
    if (has_sql(a->using))
        edit_sql(out, edit(out, c, EDIT_COMPUTE, c->name), a->using);
    if (a->what & ALTER_NAME)
        write_rename_column(out, before, c);
}

/* ---- Indexes and constraints ---- */

static void write_create_index(struct ddl *out, const struct schema *before, const struct change *c)
{
    (void)before;
    create_index(out, c->index, c->if_not_exists);
}

static void write_drop_index(struct ddl *out, const struct schema *before, const struct change *c)
{
    (void)before;
    struct spelling s = spell(out);
    struct path path = {c->table.schema, c->name};
    put(&s, c->if_exists ? "DROP INDEX IF EXISTS " : "DROP INDEX ");
    put_path(&s, path);
    spelt(&s);
}

/* There is no ALTER INDEX: the index is made again under its new name. */
static void write_rename_index(struct ddl *out, const struct schema *before, const struct change *c)
{
    const struct thing *thing = schema_find(before, THING_INDEX, (struct path){c->table.schema, c->name});
    const struct table *t = thing ? schema_table(before, thing->on) : NULL;
    const struct index *i = t ? table_index(before, t, c->name) : NULL;
    if (!i)
        return;
    struct index renamed = *i;
    renamed.path.name = c->text;
    write_drop_index(out, before, c);
    create_index(out, &renamed, false);
}

static void write_add_constraint(struct ddl *out, const struct schema *before, const struct change *c)
{
    (void)before;
    add_constraint(out, c, c->constraint);
}

/* The condition tells one check from another that has no name either. */
static void edit_condition(struct ddl *out, struct edit *e, struct sql condition)
{
    struct spelling s = spell(out);
    put(&s, "(");
    put_sql(&s, condition);
    put(&s, ")");
    e->sql = spelt_parts(&s);
}

static void write_drop_constraint(struct ddl *out, const struct schema *before, const struct change *c)
{
    const struct constraint *dropped = dropped_constraint(out->arena, before, c);
    struct edit *e = edit(out, c, EDIT_DROP_CONSTRAINT, c->name);
    e->constraint = dropped ? dropped->kind : c->constraint_kind;
    e->columns = dropped && dropped->columns.count ? dropped->columns : c->columns;
    if (dropped && dropped->kind == CONSTRAINT_CHECK && !dropped->condition.holes)
        edit_condition(out, e, dropped->condition);
    else if (!dropped && has_sql(c->condition))
        edit_condition(out, e, c->condition);
    e->if_exists = c->if_exists;
}

/* A new definition with the new name takes the old one's place. */
static void write_rename_constraint(struct ddl *out, const struct schema *before, const struct change *c)
{
    const struct constraint *old = dropped_constraint(out->arena, before, c);
    write_drop_constraint(out, before, c);
    if (!old)
        return;
    struct constraint renamed = *old;
    renamed.name = c->text;
    add_constraint(out, c, &renamed);
}

static void write_create(struct ddl *out, const struct schema *before, const struct change *c)
{
    if (has_sql(c->thing->definition))
        write_definition(out, before, c);
}

/* There is no OR REPLACE. */
static void write_replace(struct ddl *out, const struct schema *before, const struct change *c)
{
    struct change drop = *c;
    drop.kind = CHANGE_DROP;
    drop.if_exists = true;
    write_drop_thing(out, before, &drop);
    write_definition(out, before, c);
}

/* Types, sequences and the like aren't there. */
static void write_drop(struct ddl *out, const struct schema *before, const struct change *c)
{
    if (c->thing->type == THING_VIEW || c->thing->type == THING_TRIGGER || c->thing->carried)
        write_drop_thing(out, before, c);
}

change_writer *const sqlite_writers[CHANGE_KINDS] = {
    [CHANGE_CREATE_TABLE] = write_create_table,
    [CHANGE_DROP_TABLE] = write_drop_table,
    [CHANGE_RENAME_TABLE] = write_rename_table,
    [CHANGE_REDEFINE_TABLE] = write_redefine_table,
    [CHANGE_ADD_COLUMN] = write_add_column,
    [CHANGE_DROP_COLUMN] = write_drop_column,
    [CHANGE_ALTER_COLUMN] = write_alter_column,
    [CHANGE_CREATE_INDEX] = write_create_index,
    [CHANGE_DROP_INDEX] = write_drop_index,
    [CHANGE_RENAME_INDEX] = write_rename_index,
    [CHANGE_ADD_CONSTRAINT] = write_add_constraint,
    [CHANGE_DROP_CONSTRAINT] = write_drop_constraint,
    [CHANGE_RENAME_CONSTRAINT] = write_rename_constraint,
    [CHANGE_CREATE] = write_create,
    [CHANGE_REPLACE] = write_replace,
    [CHANGE_DROP] = write_drop,
};
