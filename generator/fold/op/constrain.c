/* create_foreign_key and its relatives, drop_constraint. */
#include "fold/op/makers.h"

#include "sql/plain.h"

#include <string.h>

static struct aludel_value add(struct folding *f, struct call *c, struct constraint *constraint,
                               size_t errors)
{
    struct change change = change_at(c, CHANGE_ADD_CONSTRAINT, "constraint_name");
    change.table = table_of(f, c);
    constraint->name = arg_name(f, c, "constraint_name");
    constraint_options(f, c, constraint);
    name_by_convention(f, change.table, constraint, item_of(arg(c, "constraint_name"), ITEM_NAME) != NULL);
    change.constraint = constraint;
    return make_change(f, c, &change, errors);
}

static struct constraint *new_constraint(struct folding *f, enum constraint_kind kind)
{
    struct constraint *constraint = ARENA_NEW(f->arena, struct constraint);
    constraint->kind = kind;
    return constraint;
}

static struct aludel_value foreign_key(struct folding *f, struct call *c)
{
    size_t errors = f->d->errors;
    struct constraint *k = new_constraint(f, CONSTRAINT_FOREIGN_KEY);
    k->columns = arg_columns(f, c, "local_cols");
    if (arg(c, "remote_cols").type != ALUDEL_NONE) /* None: the primary key */
        k->to_columns = arg_columns(f, c, "remote_cols");
    k->to = arg_path(f, c, "referent_table", "referent_schema");
    k->columns_span = arg_span(c, "local_cols");
    k->to_span = arg_span(c, "referent_table");
    k->to_columns_span = arg_span(c, "remote_cols");
    if (f->d->errors == errors && k->to_columns.count)
        check_targets(f, c, "remote_cols", k->columns.count, k->to_columns.count);
    return add(f, c, k, errors);
}

static struct aludel_value keyed(struct folding *f, struct call *c, enum constraint_kind kind)
{
    size_t errors = f->d->errors;
    struct constraint *k = new_constraint(f, kind);
    k->columns = arg_columns(f, c, "columns");
    k->columns_span = arg_span(c, "columns");
    return add(f, c, k, errors);
}

static struct aludel_value primary_key(struct folding *f, struct call *c)
{
    return keyed(f, c, CONSTRAINT_PRIMARY_KEY);
}

static struct aludel_value unique(struct folding *f, struct call *c)
{
    return keyed(f, c, CONSTRAINT_UNIQUE);
}

static struct aludel_value check(struct folding *f, struct call *c)
{
    size_t errors = f->d->errors;
    struct constraint *k = new_constraint(f, CONSTRAINT_CHECK);
    k->condition = condition_sql(f, arg(c, "condition"), arg_span(c, "condition"));
    return add(f, c, k, errors);
}

static struct aludel_value exclude(struct folding *f, struct call *c)
{
    size_t errors = f->d->errors;
    struct constraint *k = new_constraint(f, CONSTRAINT_EXCLUDE);
    if (!postgresql_only(f, c, "exclusion constraints"))
        return error_value(f);
    k->elements = exclusion(f, &c->rest, c->span, &k->columns);
    k->method = given(c, "using") ? arg_text(f, c, "using") : AL_TEXT("gist");
    k->condition = arg_sql(f, c, "where");
    return add(f, c, k, errors);
}

/* ---- drop_constraint ---- */

static bool kind_of_constraint(struct folding *f, const struct call *c, enum constraint_kind *kind)
{
    static const char *const words[CONSTRAINT_KINDS] = {
        [CONSTRAINT_PRIMARY_KEY] = "primary",    [CONSTRAINT_UNIQUE] = "unique",
        [CONSTRAINT_FOREIGN_KEY] = "foreignkey", [CONSTRAINT_CHECK] = "check",
        [CONSTRAINT_EXCLUDE] = "exclude",
    };
    struct aludel_text word = arg_text(f, c, "type_");
    for (size_t i = 0; i < CONSTRAINT_KINDS; i++)
        if (al_is(word, words[i])) {
            *kind = (enum constraint_kind)i;
            return true;
        }
    if (word.n) {
        fold_error(f, arg_span(c, "type_"), "'%s' isn't a kind of constraint", shown(f, word));
        diag_hint(f->d,
                  item_of(c->self, ITEM_BATCH)
                      ? "a batch's directives leave its table out; type_ is one of foreignkey, primary, "
                        "unique, check, exclude"
                      : "it is one of foreignkey, primary, unique, check, exclude");
    }
    return false;
}

/* The name that the convention made of it when the constraint was made. */
static struct aludel_text conventional_name(struct folding *f, const struct change *c, bool is_final)
{
    struct constraint k = {.kind = c->constraint_kind, .name = c->name, .columns = c->columns};
    name_by_convention(f, c->table, &k, is_final);
    return k.name;
}

/* As PostgreSQL would have called it: names of a script that was written for both. */
static bool is_servers_name(struct folding *f, const struct table *t, size_t at, struct aludel_text name)
{
    struct table named = *t;
    struct constraint k = *t->constraints.at[at];
    k.name = name;
    named.constraints.at = ARENA_ARRAY(f->arena, const struct constraint *, at + 1);
    named.constraints.count = at + 1;
    for (size_t i = 0; i < at; i++)
        named.constraints.at[i] = t->constraints.at[i];
    named.constraints.at[at] = &k;
    return name_is_chosen(f->arena, f->schema, &named, &k);
}

/* SQLite keeps no name for a constraint that has none: it may be meant by the one that a convention or PostgreSQL gives
 * it. It is dropped by what it constrains then. */
static void find_nameless(struct folding *f, const struct call *c, struct change *change)
{
    const struct table *t = schema_table(f->schema, change->table);
    const struct item *batch = item_of(c->self, ITEM_BATCH);
    struct aludel_value conventions = batch ? batch->values : aludel_none();
    struct span at = arg_span(c, "constraint_name");
    if (f->dialect != ALUDEL_SQLITE || !t || table_constraint(f->schema, t, change->name))
        return;
    for (size_t i = 0; i < t->constraints.count && change->name.n; i++) {
        const struct constraint *k = t->constraints.at[i];
        if (k->name.n || k->kind == CONSTRAINT_CHECK ||
            (!change->any_kind && k->kind != change->constraint_kind))
            continue;
        if (!is_called(f, conventions, t->path, k, change->name, at) &&
            !is_servers_name(f, t, i, change->name))
            continue;
        change->name = (struct aludel_text){"", 0};
        change->any_kind = false;
        change->constraint_kind = k->kind;
        change->columns = k->columns;
    }
}

/* In the words that it was made with. */
static void find_condition(struct folding *f, struct change *change)
{
    const struct table *t = schema_table(f->schema, change->table);
    struct aludel_text meant = change->condition.text;
    for (size_t i = 0; t && i < t->constraints.count; i++) {
        const struct constraint *k = t->constraints.at[i];
        if (k->kind == CONSTRAINT_CHECK && same_plain_sql(f->arena, f->dialect, k->condition.text, meant)) {
            change->condition = k->condition;
            return;
        }
    }
}

static void take_condition(struct folding *f, const struct call *c, struct change *change)
{
    change->condition = arg_sql(f, c, "condition");
    if (change->condition.holes)
        fold_error(f, arg_span(c, "condition"), "the condition of a check must be known at build time");
    else if (!change->any_kind && change->constraint_kind != CONSTRAINT_CHECK)
        fold_error(f, arg_span(c, "condition"), "a condition is what a check has");
    change->any_kind = false;
    change->constraint_kind = CONSTRAINT_CHECK;
    find_condition(f, change);
}

static struct aludel_value drop(struct folding *f, struct call *c)
{
    size_t errors = f->d->errors;
    if (later_name(c, "constraint_name") || later_name(c, "table_name"))
        return drop_part_later(f, c, "CONSTRAINT", "constraint_name");
    struct change change = change_in_table(f, c, CHANGE_DROP_CONSTRAINT, "constraint_name");
    change.any_kind = !kind_of_constraint(f, c, &change.constraint_kind);
    change.columns = arg_names(f, c, "columns");
    if (given(c, "condition"))
        take_condition(f, c, &change);
    if (change.name.n && !change.any_kind)
        change.name = conventional_name(f, &change, item_of(arg(c, "constraint_name"), ITEM_NAME) != NULL);
    change.if_exists = arg_bool(f, c, "if_exists", false);
    change.cascade = postgresql_says(f, c, "cascade");
    if (change.name.n)
        find_nameless(f, c, &change);
    if (!change.name.n && !change.columns.count && !given(c, "condition") &&
        (change.any_kind || change.constraint_kind != CONSTRAINT_PRIMARY_KEY) && f->d->errors == errors) {
        fold_error(f, arg_span(c, "constraint_name"),
                   "a constraint without a name is dropped by what it constrains");
        diag_hint(f->d, "add type_=\"unique\", columns=[…], or whatever it is");
    }
    return make_change(f, c, &change, errors);
}

static struct aludel_value rename_constraint(struct folding *f, struct call *c)
{
    return rename_in_table(f, c, CHANGE_RENAME_CONSTRAINT);
}

static struct aludel_value validate(struct folding *f, struct call *c)
{
    size_t errors = f->d->errors;
    struct change change = change_in_table(f, c, CHANGE_VALIDATE_CONSTRAINT, "constraint_name");
    return f->dialect == ALUDEL_SQLITE ? aludel_none() : make_change(f, c, &change, errors);
}

#define REFERENCE "onupdate,ondelete,deferrable,initially,match"
#define KEY "postgresql_include,deferrable,initially,sqlite_on_conflict"
#define UNIQUE "deferrable,initially,postgresql_include,postgresql_nulls_not_distinct,sqlite_on_conflict,info"

const struct native constraint_directives[] = {
    {"op.create_foreign_key",
     "constraint_name,source_table,referent_table,local_cols,remote_cols," REFERENCE
     ",source_schema,referent_schema,use_alter,postgresql_not_valid",
     5, foreign_key, NULL},
    {"op.create_primary_key", "constraint_name,table_name,columns,schema," KEY, 3, primary_key, NULL},
    {"op.create_unique_constraint", "constraint_name,table_name,columns,schema," UNIQUE, 3, unique, NULL},
    {"op.create_check_constraint",
     "constraint_name,table_name,condition,schema,deferrable,initially,postgresql_not_valid,info,sqlite_on_"
     "conflict",
     3, check, NULL},
    {"op.create_exclude_constraint",
     "constraint_name,table_name,*,schema,using,where,deferrable,initially,ops", 2, exclude, NULL},
    {"op.drop_constraint", "constraint_name,table_name,type_,schema,if_exists,columns,condition,cascade", 2,
     drop, NULL},
    {"op.rename_constraint", "old_name,new_name,table_name,schema", 3, rename_constraint, NULL},
    {"op.validate_constraint", "constraint_name,table_name,schema", 2, validate, NULL},
    {"batch_op.create_foreign_key",
     "constraint_name,referent_table,local_cols,remote_cols,referent_schema," REFERENCE
     ",postgresql_not_valid",
     4, foreign_key, NULL},
    {"batch_op.create_primary_key", "constraint_name,columns," KEY, 2, primary_key, NULL},
    {"batch_op.create_unique_constraint", "constraint_name,columns," UNIQUE, 2, unique, NULL},
    {"batch_op.create_check_constraint",
     "constraint_name,condition,deferrable,initially,postgresql_not_valid,sqlite_on_conflict", 2, check,
     NULL},
    {"batch_op.create_exclude_constraint", "constraint_name,*,using,where,deferrable,initially", 1, exclude,
     NULL},
    {"batch_op.drop_constraint", "constraint_name,type_,if_exists,columns,condition", 1, drop, NULL},
};
const size_t constraint_directive_count = sizeof constraint_directives / sizeof *constraint_directives;
