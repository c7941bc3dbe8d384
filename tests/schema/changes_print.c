/* changes_print.c: a change in the notation of changes_text.h. */
#include "changes_text.h"

#include "core/text.h"

#include <string.h>

struct printer {
    struct arena *arena;
    struct al_builder b;
};

static void put(struct printer *p, const char *word)
{
    if (p->b.n && p->b.z[p->b.n - 1] != '(')
        al_putc(&p->b, ' ');
    al_puts(&p->b, word);
}

static void put_text(struct printer *p, struct aludel_text t)
{
    put(p, arena_string(p->arena, t));
}

static void put_quoted(struct printer *p, struct aludel_text t)
{
    put(p, arena_format(p->arena, "\"%.*s\"", (int)t.n, t.z));
}

static void put_name(struct printer *p, struct aludel_text t)
{
    bool plain = t.n > 0;
    for (size_t i = 0; i < t.n; i++)
        plain = plain && !strchr(" (),\"", t.z[i]);
    if (plain)
        put_text(p, t);
    else
        put_quoted(p, t);
}

static void put_path(struct printer *p, struct path path)
{
    put_name(p, al_text(path_shown(p->arena, path)));
}

static void put_names(struct printer *p, const struct names *names)
{
    put(p, "(");
    for (size_t i = 0; i < names->count; i++) {
        if (i)
            al_putc(&p->b, ',');
        put_name(p, names->at[i]);
    }
    al_putc(&p->b, ')');
}

static void put_option(struct printer *p, const char *word, struct aludel_text value)
{
    if (!value.n)
        return;
    put(p, word);
    put_quoted(p, value);
}

static void put_type(struct printer *p, const struct column_type *type)
{
    if (!type->labels) {
        put_name(p, type->sql.text);
        return;
    }
    put(p, type->labels->create ? "new_enum" : "enum");
    put_path(p, type->labels->path);
    put_names(p, &type->labels->labels);
}

static void put_column(struct printer *p, const struct column *c)
{
    put(p, "column");
    put_name(p, c->name);
    put_type(p, &c->type);
    if (c->not_null)
        put(p, "not_null");
    if (c->serial)
        put(p, "serial");
    if (c->autoincrement)
        put(p, "autoincrement");
    put_option(p, "default", c->value.text);
    put_option(p, c->generated == GENERATED_STORED ? "stored" : "virtual", c->expression.text);
    if (c->identity) {
        put(p, "identity");
        put_quoted(p, c->identity_options.text);
    }
    put_option(p, "collate", c->type.collation.name);
    put_option(p, "comment", c->comment);
    if (c->maybe)
        put(p, "maybe");
}

static const char *const kinds[CONSTRAINT_KINDS] = {"primary_key", "unique", "foreign_key", "check",
                                                    "exclude"};

static void put_constraint(struct printer *p, const struct constraint *k)
{
    put(p, kinds[k->kind]);
    if (k->name.n)
        put_name(p, k->name);
    if (k->columns.count)
        put_names(p, &k->columns);
    if (k->condition.text.n)
        put_quoted(p, k->condition.text);
    if (k->elements.text.n)
        put_quoted(p, k->elements.text);
    if (k->to.name.n) {
        put(p, "->");
        put_path(p, k->to);
    }
    if (k->to_columns.count)
        put_names(p, &k->to_columns);
    put_option(p, "on_delete", k->on_delete);
    if (k->not_valid)
        put(p, "not_valid");
    if (k->maybe)
        put(p, "maybe");
}

static void put_index(struct printer *p, const struct index *index, bool with_table)
{
    put_name(p, index->path.name);
    if (with_table) {
        put(p, "on");
        put_path(p, (struct path){index->path.schema, index->table});
    }
    put(p, "(");
    for (size_t i = 0; i < index->elements.count; i++) {
        const struct index_element *element = &index->elements.at[i];
        if (i)
            al_putc(&p->b, ',');
        if (element->column.n)
            put_name(p, element->column);
        else
            put_quoted(p, element->expression.text);
        if (element->tail.n)
            put(p, "desc");
    }
    al_putc(&p->b, ')');
    if (index->unique)
        put(p, "unique");
    put_option(p, "where", index->where.text);
    if (index->maybe)
        put(p, "maybe");
}

static void put_table(struct printer *p, const struct table *t)
{
    put(p, "(");
    for (size_t i = 0; i < t->columns.count; i++) {
        if (i)
            al_putc(&p->b, ',');
        put_column(p, t->columns.at[i]);
    }
    for (size_t i = 0; i < t->constraints.count; i++) {
        al_putc(&p->b, ',');
        put_constraint(p, t->constraints.at[i]);
    }
    for (size_t i = 0; i < t->indexes.count; i++) {
        al_puts(&p->b, ", index");
        put_index(p, t->indexes.at[i], false);
    }
    al_putc(&p->b, ')');
    put_option(p, "comment", t->comment);
    put_option(p, "options", t->options.text);
    if (t->uncertain)
        put(p, "uncertain");
}

static void put_alterations(struct printer *p, const struct alteration *a)
{
    if (a->what & ALTER_TYPE) {
        put(p, "type");
        put_type(p, &a->type);
    }
    if (a->what & ALTER_NULL)
        put(p, a->not_null ? "not_null" : "null");
    if (a->what & ALTER_DEFAULT && !a->value.text.n)
        put(p, "no_default");
    else if (a->what & ALTER_DEFAULT)
        put_option(p, "default", a->value.text);
    if (a->what & ALTER_COMMENT) {
        put(p, "comment");
        put_quoted(p, a->comment);
    }
    if (a->what & ALTER_NAME) {
        put(p, "name");
        put_name(p, a->name);
    }
    if (a->what & ALTER_IDENTITY)
        put(p, a->identity ? "identity" : "no_identity");
    if (a->what & ALTER_IDENTITY && a->identity)
        put_quoted(p, a->identity_options.text);
    if (a->what & ALTER_GENERATED && !a->generated)
        put(p, "plain");
    else if (a->what & ALTER_GENERATED)
        put_option(p, "stored", a->expression.text);
}

static void put_thing(struct printer *p, const struct thing *t, bool whole)
{
    static const char *const types[THINGS] = {
        "table",    "view",    "materialized_view", "index",  "sequence", "type",
        "function", "trigger", "extension",         "schema", "carried"};
    put(p, types[t->type]);
    put_path(p, t->path);
    put_option(p, "signature", t->signature.text);
    if (t->on.name.n) {
        put(p, "on");
        put_path(p, t->on);
    }
    if (t->on_column.n)
        put_name(p, t->on_column);
    if (whole && t->labels)
        put_names(p, &t->labels->labels);
    if (whole && t->definition.text.n)
        put_quoted(p, t->definition.text);
}

static void put_drop_constraint(struct printer *p, const struct change *c)
{
    put_path(p, c->table);
    if (c->name.n) {
        put_name(p, c->name);
        return;
    }
    put(p, "unnamed");
    if (!c->any_kind)
        put(p, kinds[c->constraint_kind]);
    if (c->columns.count)
        put_names(p, &c->columns);
    put_option(p, "condition", c->condition.text);
}

static void put_add_column(struct printer *p, const struct change *c)
{
    put_path(p, c->table);
    put_column(p, c->column);
    for (size_t i = 0; i < c->with.count; i++) {
        al_putc(&p->b, ',');
        put_constraint(p, c->with.at[i]);
    }
    if (c->before.n || c->after.n) {
        put(p, c->before.n ? "before" : "after");
        put_name(p, c->before.n ? c->before : c->after);
    }
}

static void put_index_change(struct printer *p, const struct change *c)
{
    put_path(p, (struct path){c->table.schema, c->name});
    if (c->kind == CHANGE_RENAME_INDEX)
        put_name(p, c->text);
    if (c->table.name.n) {
        put(p, "on");
        put_path(p, c->table);
    }
}

static void put_named(struct printer *p, const char *word, const struct change *c)
{
    put(p, word);
    put_path(p, c->table);
    put_name(p, c->name);
}

static void put_change(struct printer *p, const struct change *c)
{
    switch (c->kind) {
    case CHANGE_CREATE_TABLE:
    case CHANGE_REDEFINE_TABLE:
        put(p, c->kind == CHANGE_CREATE_TABLE ? "create_table" : "redefine_table");
        put_path(p, c->create->path);
        put_table(p, c->create);
        break;
    case CHANGE_DROP_TABLE:
        put(p, "drop_table");
        put_path(p, c->table);
        break;
    case CHANGE_RENAME_TABLE:
    case CHANGE_MOVE_TABLE:
        put(p, c->kind == CHANGE_RENAME_TABLE ? "rename_table" : "move_table");
        put_path(p, c->table);
        put_path(p, c->to);
        break;
    case CHANGE_TABLE_COMMENT:
        put(p, "table_comment");
        put_path(p, c->table);
        put_quoted(p, c->text);
        break;
    case CHANGE_ADD_COLUMN:
        put(p, "add_column");
        put_add_column(p, c);
        break;
    case CHANGE_DROP_COLUMN: put_named(p, "drop_column", c); break;
    case CHANGE_ALTER_COLUMN:
        put_named(p, "alter_column", c);
        put_alterations(p, &c->alter);
        break;
    case CHANGE_CREATE_INDEX:
        put(p, "create_index");
        put_index(p, c->index, true);
        break;
    case CHANGE_DROP_INDEX:
    case CHANGE_RENAME_INDEX:
        put(p, c->kind == CHANGE_DROP_INDEX ? "drop_index" : "rename_index");
        put_index_change(p, c);
        break;
    case CHANGE_ADD_CONSTRAINT:
        put(p, "add_constraint");
        put_path(p, c->table);
        put_constraint(p, c->constraint);
        break;
    case CHANGE_DROP_CONSTRAINT:
        put(p, "drop_constraint");
        put_drop_constraint(p, c);
        break;
    case CHANGE_RENAME_CONSTRAINT:
        put_named(p, "rename_constraint", c);
        put_name(p, c->text);
        break;
    case CHANGE_VALIDATE_CONSTRAINT: put_named(p, "validate_constraint", c); break;
    case CHANGE_CREATE:
    case CHANGE_REPLACE:
        put(p, c->kind == CHANGE_CREATE ? "create" : "replace");
        put_thing(p, c->thing, true);
        break;
    case CHANGE_DROP:
        put(p, "drop");
        put_thing(p, c->thing, false);
        break;
    case CHANGE_ADD_ENUM_VALUE:
        put(p, "add_enum_value");
        put_path(p, c->thing->path);
        put_name(p, c->text);
        break;
    case CHANGE_RENAME_ENUM_VALUE:
        put(p, "rename_enum_value");
        put_path(p, c->thing->path);
        put_name(p, c->name);
        put_name(p, c->text);
        break;
    case CHANGE_RENAME_TYPE:
        put(p, "rename_type");
        put_path(p, c->thing->path);
        put_path(p, c->to);
        break;
    case CHANGE_STATEMENT:
        put(p, "statement");
        put_name(p, c->text);
        if (c->thing)
            put_thing(p, c->thing, true);
        break;
    case CHANGE_UNREAD: put(p, "unread"); break;
    }
}

const char *change_as_text(struct arena *a, const struct change *c)
{
    struct printer p = {a, al_builder(&a->memory)};
    put_change(&p, c);
    return al_built(&p.b).z;
}
