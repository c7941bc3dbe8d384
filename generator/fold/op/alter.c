/* add_column, drop_column, alter_column. */
#include "fold/op/makers.h"

/* ---- add_column ---- */

static void indexes_behind(struct folding *f, const struct call *c, const struct indexes *indexes)
{
    for (size_t i = 0; i < indexes->count; i++) {
        struct change change = change_at(c, CHANGE_CREATE_INDEX, "column");
        change.table = (struct path){indexes->at[i]->path.schema, indexes->at[i]->table};
        change.index = indexes->at[i];
        make_change(f, c, &change, f->d->errors);
    }
}

static struct aludel_value add_column(struct folding *f, struct call *c)
{
    size_t errors = f->d->errors;
    struct indexes indexes = {0};
    struct change change = change_at(c, CHANGE_ADD_COLUMN, "column");
    const struct item *item = item_of(arg(c, "column"), ITEM_COLUMN);
    if (!item)
        return wrong_argument(f, c, "column", "a Column(…)");
    change.table = table_of(f, c);
    change.column = added_column(f, c, change.table, item, &change.with, &indexes);
    change.if_not_exists = arg_bool(f, c, "if_not_exists", false);
    change.before = arg_name(f, c, "insert_before");
    change.after = arg_name(f, c, "insert_after");
    change.beside_span = beside_span(f, c, "insert_before", "insert_after");
    struct aludel_value v = make_change(f, c, &change, errors);
    if (!is_error(v))
        indexes_behind(f, c, &indexes);
    return v;
}

/* ---- drop_column ---- */

static struct aludel_value drop_column(struct folding *f, struct call *c)
{
    size_t errors = f->d->errors;
    if (later_name(c, "column_name") || later_name(c, "table_name"))
        return drop_part_later(f, c, "COLUMN", "column_name");
    struct change change = change_in_table(f, c, CHANGE_DROP_COLUMN, "column_name");
    change.if_exists = arg_bool(f, c, "if_exists", false);
    change.cascade = postgresql_says(f, c, "cascade");
    return make_change(f, c, &change, errors);
}

/* ---- alter_column ---- */

/* `server_default=None` and `comment=None` take away; not given leaves alone, and so does False. */
static bool is_said(const struct call *c, const char *name)
{
    struct aludel_value v = arg(c, name);
    return v.type != ALUDEL_UNSET && !(v.type == ALUDEL_BOOL && !v.as.boolean);
}

static void alter_default(struct folding *f, const struct call *c, struct alteration *a)
{
    struct aludel_value v = arg(c, "server_default");
    const struct item *identity = item_of(v, ITEM_IDENTITY), *computed = item_of(v, ITEM_COMPUTED);
    const struct item *old = item_of(arg(c, "existing_server_default"), ITEM_IDENTITY);
    const struct item *was_computed = item_of(arg(c, "existing_server_default"), ITEM_COMPUTED);
    if (!is_said(c, "server_default"))
        return;
    if (identity || (old && v.type == ALUDEL_NONE)) {
        a->what |= ALTER_IDENTITY;
        a->identity = identity ? identity->identity : IDENTITY_NO;
        a->existing_identity = old != NULL;
        if (identity)
            a->identity_options = identity->sql;
    } else if (computed || (was_computed && v.type == ALUDEL_NONE)) {
        a->what |= ALTER_GENERATED;
        a->generated = computed ? computed->generated : GENERATED_NO;
        if (computed)
            a->expression = computed->sql;
    } else {
        a->what |= ALTER_DEFAULT;
        a->value = arg_default(f, c, "server_default");
    }
}

static void take_existing(struct folding *f, const struct call *c, struct alteration *a)
{
    a->existing_type_given =
        given(c, "existing_type") &&
        value_type(f, arg(c, "existing_type"), arg_span(c, "existing_type"), &a->existing_type);
    a->existing_null_given = given(c, "existing_nullable");
    a->existing_not_null = !arg_bool(f, c, "existing_nullable", true);
    a->existing_default_given = is_said(c, "existing_server_default");
    if (!any_item(arg(c, "existing_server_default")) && a->existing_default_given)
        a->existing_value = arg_default(f, c, "existing_server_default");
    a->existing_comment_given = given(c, "existing_comment");
    a->existing_comment = arg_text(f, c, "existing_comment");
}

static void take_alterations(struct folding *f, const struct call *c, struct alteration *a)
{
    if (given(c, "type_") && value_type(f, arg(c, "type_"), arg_span(c, "type_"), &a->type))
        a->what |= ALTER_TYPE;
    if (given(c, "nullable")) {
        a->what |= ALTER_NULL;
        a->not_null = !arg_bool(f, c, "nullable", true);
    }
    alter_default(f, c, a);
    struct aludel_text comment = is_said(c, "comment") ? arg_text(f, c, "comment") : AL_TEXT("");
    if (is_said(c, "comment") && f->dialect == ALUDEL_POSTGRESQL) {
        a->what |= ALTER_COMMENT;
        a->comment = comment;
    }
    if (given(c, "new_column_name")) {
        a->what |= ALTER_NAME;
        a->name = arg_name(f, c, "new_column_name");
    }
    struct sql sqlite = arg_sql(f, c, "sqlite_using"), postgresql = arg_sql(f, c, "postgresql_using");
    a->using = f->dialect == ALUDEL_SQLITE ? sqlite : postgresql;
}

/* Whoever says only what is there has Alembic do nothing; whoever says nothing has forgotten something. */
static void check_alters(struct folding *f, const struct call *c)
{
    static const char *const words[] = {"nullable",
                                        "server_default",
                                        "comment",
                                        "type_",
                                        "new_column_name",
                                        "autoincrement",
                                        "insert_before",
                                        "insert_after",
                                        "existing_nullable",
                                        "existing_server_default",
                                        "existing_comment",
                                        "existing_type",
                                        "existing_autoincrement"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (arg(c, words[i]).type != ALUDEL_UNSET)
            return;
    if (c->foreign)
        return;
    fold_error(f, c->span, "%s() changes nothing", c->native->path);
    diag_hint(f->d, "add nullable, type_, server_default, new_column_name or comment");
}

/* PostgreSQL's columns stay where they are, and Alembic passes over it there. */
static void take_place(struct folding *f, const struct call *c, struct change *change)
{
    if (f->dialect != ALUDEL_SQLITE)
        return;
    change->before = arg_name(f, c, "insert_before");
    change->after = arg_name(f, c, "insert_after");
    change->beside_span = beside_span(f, c, "insert_before", "insert_after");
}

static struct aludel_value alter_column(struct folding *f, struct call *c)
{
    size_t errors = f->d->errors;
    struct change change = change_at(c, CHANGE_ALTER_COLUMN, "column_name");
    change.table = table_of(f, c);
    change.name = arg_name(f, c, "column_name");
    check_alters(f, c);
    take_place(f, c, &change);
    take_alterations(f, c, &change.alter);
    take_existing(f, c, &change.alter);
    change.to_span = arg_span(c, "new_column_name");
    if (given(c, "postgresql_using") && !given(c, "type_"))
        fold_error(f, arg_span(c, "postgresql_using"),
                   "postgresql_using must be used with the type_ parameter");
    if (f->d->errors > errors)
        return error_value(f);
    bool moves = change.before.n || change.after.n;
    return change.alter.what || moves ? make_change(f, c, &change, errors) : aludel_none();
}

#define ALTER                                                                                      \
    "nullable,comment,server_default,new_column_name,type_,existing_type,existing_server_default," \
    "existing_nullable,existing_comment"
#define MORE "postgresql_using,sqlite_using,autoincrement,existing_autoincrement"

const struct native column_directives[] = {
    {"op.add_column",
     "table_name,column,schema,if_not_exists,insert_before,insert_after,sqlite_autoincrement", 2, add_column,
     NULL},
    {"op.drop_column", "table_name,column_name,schema,if_exists,cascade", 2, drop_column, NULL},
    {"op.alter_column", "table_name,column_name," ALTER ",schema," MORE ",insert_before,insert_after", 2,
     alter_column, NULL},
    {"batch_op.add_column", "column,insert_before,insert_after,if_not_exists,sqlite_autoincrement", 1,
     add_column, NULL},
    {"batch_op.drop_column", "column_name,if_exists", 1, drop_column, NULL},
    {"batch_op.alter_column", "column_name," ALTER "," MORE ",insert_before,insert_after", 1, alter_column,
     NULL},
};
const size_t column_directive_count = sizeof column_directives / sizeof *column_directives;
