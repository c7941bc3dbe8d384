/* Column and what stands in it; tables of such items. */
#include "fold/op/makers.h"

/* ---- Column(…) ---- */

static void take_type(struct folding *f, struct aludel_value v, struct span at, struct item *item)
{
    struct item_column *own = item->column;
    if (has_type(&own->column.type))
        fold_error(f, at, "a Column has one type, and this is another");
    const struct item *type = value_type_item(f, v, at);
    if (!type)
        return;
    own->column.type = type->type;
    own->column.serial = type->serial;
    own->counts = type->counts;
    if (type->checked) {
        own->checked = type->labels;
        own->check_boolean = !type->labels;
        own->check_name = type->name;
    }
}

static void take_constraint(struct folding *f, struct item_column *c, const struct item *item)
{
    struct item *own = item_new(f, ITEM_CONSTRAINT, item->span);
    *own = *item;
    own->constraint = ARENA_NEW(f->arena, struct constraint);
    *own->constraint = *item->constraint;
    if (item->kind == ITEM_REFERENCE)
        vec_push(f->arena, &own->constraint->columns, c->column.name);
    vec_push(f->arena, &c->constraints, (const struct item *)own);
}

static void hint_item(struct folding *f, struct aludel_value v, const struct item *item)
{
    if (v.type == ALUDEL_STRING)
        diag_hint(f->d, "a type has no quotes: Integer, String(40), or Type(\"%s\")", shown(f, v.as.text));
    else if (item && item->kind == ITEM_INDEX)
        diag_hint(f->d, "it stands beside the Column, or write index=True");
}

static void take_item(struct folding *f, struct item *column, struct aludel_value v, struct span at)
{
    struct item_column *c = column->column;
    const struct item *item = any_item(v);
    if (is_type(v)) {
        take_type(f, v, at, column);
        return;
    }
    switch (item ? (int)item->kind : -1) {
    case ITEM_REFERENCE:
    case ITEM_CONSTRAINT: take_constraint(f, c, item); break;
    case ITEM_COMPUTED:
        c->column.generated = item->generated;
        c->column.expression = item->sql;
        break;
    case ITEM_IDENTITY:
        c->counted = true;
        c->column.identity = item->identity;
        c->column.identity_options = item->sql;
        break;
    case ITEM_SEQUENCE: c->counted = true; break;
    case ITEM_FETCHED: break;
    default:
        if (is_error(v))
            return;
        fold_error(f, at, "a Column holds a type, constraints, Computed, Identity or Sequence, not %s",
                   what_it_is(v));
        hint_item(f, v, item);
    }
}

static void take_items(struct folding *f, struct item *column, const struct call *c)
{
    if (arg(c, "type_").type != ALUDEL_UNSET)
        take_item(f, column, arg(c, "type_"), arg_span(c, "type_"));
    for (size_t i = 0; i < c->rest.count; i++)
        take_item(f, column, c->rest.at[i].value, argument_span(&c->rest.at[i], c->span));
}

static void take_autoincrement(struct folding *f, const struct call *c, struct item_column *out)
{
    struct aludel_value v = arg(c, "autoincrement");
    if (v.type == ALUDEL_BOOL)
        out->autoincrement = v.as.boolean ? AUTOINCREMENT_YES : AUTOINCREMENT_NO;
    else if (given(c, "autoincrement") && !(v.type == ALUDEL_STRING && al_is(v.as.text, "auto")) &&
             !(v.type == ALUDEL_STRING && al_is(v.as.text, "ignore_fk")))
        wrong_argument(f, c, "autoincrement", "True, False or \"auto\"");
}

static void take_default(struct folding *f, const struct call *c, struct item *item)
{
    struct aludel_value v = arg(c, "server_default");
    if (item_of(v, ITEM_COMPUTED) || item_of(v, ITEM_IDENTITY))
        take_item(f, item, v, arg_span(c, "server_default"));
    else
        item->column->column.value = arg_default(f, c, "server_default");
}

static struct aludel_value make_column(struct folding *f, struct call *c)
{
    struct item *item = item_new(f, ITEM_COLUMN, c->span);
    struct item_column *out = item->column = ARENA_NEW(f->arena, struct item_column);
    out->column.name = arg_name(f, c, "name");
    if (is_type(arg(c, "name")))
        diag_hint(f->d, "a Column's name comes first: Column(\"…\", …)");
    out->column.made = c->span;
    take_items(f, item, c);
    take_default(f, c, item);
    take_autoincrement(f, c, out);
    out->primary_key = arg_bool(f, c, "primary_key", false);
    out->unique = arg_bool(f, c, "unique", false);
    out->index = arg_bool(f, c, "index", false);
    out->column.not_null = !arg_bool(f, c, "nullable", !out->primary_key);
    out->nullable = given(c, "nullable") && !out->column.not_null;
    if (out->column.identity != IDENTITY_NO && !given(c, "nullable"))
        out->column.not_null = true;
    struct aludel_text comment = arg_text(f, c, "comment");
    if (f->dialect == ALUDEL_POSTGRESQL)
        out->column.comment = comment;
    return item_value(f, item);
}

/* ---- Computed, Identity, Sequence ---- */

static struct aludel_value computed(struct folding *f, struct call *c)
{
    struct item *item = item_new(f, ITEM_COMPUTED, c->span);
    bool stored = arg_bool(f, c, "persisted", f->dialect == ALUDEL_POSTGRESQL);
    item->sql = arg_sql(f, c, "sqltext");
    item->generated = stored ? GENERATED_STORED : GENERATED_VIRTUAL;
    return item_value(f, item);
}

static const struct {
    const char *name, *yes, *no;
} counting[] = {{"start", "START WITH", NULL},     {"increment", "INCREMENT BY", NULL},
                {"minvalue", "MINVALUE", NULL},    {"maxvalue", "MAXVALUE", NULL},
                {"nominvalue", "NO MINVALUE", ""}, {"nomaxvalue", "NO MAXVALUE", ""},
                {"cache", "CACHE", NULL},          {"cycle", "CYCLE", "NO CYCLE"}};

/* "START WITH 5 INCREMENT BY 2" */
static struct sql counting_options(struct folding *f, const struct call *c)
{
    struct al_builder b = al_builder(&f->arena->memory);
    for (size_t i = 0; i < sizeof counting / sizeof *counting; i++) {
        struct aludel_value v = arg(c, counting[i].name);
        if (!given(c, counting[i].name))
            continue;
        al_puts(&b, b.n ? " " : "");
        if (counting[i].no)
            al_puts(&b, arg_bool(f, c, counting[i].name, false) ? counting[i].yes : counting[i].no);
        else if (v.type == ALUDEL_INT)
            al_putf(&b, "%s %lld", counting[i].yes, (long long)v.as.integer);
        else
            wrong_argument(f, c, counting[i].name, "an integer");
    }
    struct sql sql = {al_built(&b), NULL};
    return sql;
}

static struct aludel_value identity(struct folding *f, struct call *c)
{
    struct item *item = item_new(f, ITEM_IDENTITY, c->span);
    item->identity = arg_bool(f, c, "always", false) ? IDENTITY_ALWAYS : IDENTITY_BY_DEFAULT;
    item->sql = counting_options(f, c);
    return item_value(f, item);
}

static struct aludel_value sequence(struct folding *f, struct call *c)
{
    struct item *item = item_new(f, ITEM_SEQUENCE, c->span);
    item->path = arg_path(f, c, "name", "schema");
    item->sql = counting_options(f, c);
    return item_value(f, item);
}

static struct aludel_value fetched(struct folding *f, struct call *c)
{
    return item_value(f, item_new(f, ITEM_FETCHED, c->span));
}

static struct aludel_value default_clause(struct folding *f, struct call *c)
{
    (void)f;
    return arg(c, "arg");
}

/* ---- A table of items ---- */

static struct constraint *own_constraint(struct folding *f, struct path path, const struct constraint *c,
                                         bool is_final)
{
    struct constraint *copy = ARENA_NEW(f->arena, struct constraint);
    *copy = *c;
    name_by_convention(f, path, copy, is_final);
    return copy;
}

static struct constraint *column_constraint(struct folding *f, struct path path, enum constraint_kind kind,
                                            const struct item_column *c)
{
    struct constraint made = {.kind = kind, .made = c->column.made};
    made.name = (struct aludel_text){"", 0};
    vec_push(f->arena, &made.columns, c->column.name);
    return own_constraint(f, path, &made, false);
}

/* Boolean and Enum with create_constraint=True. */
static struct sql value_check(struct folding *f, const struct item_column *c)
{
    struct al_builder b = al_builder(&f->arena->memory);
    al_putf(&b, "%s IN (", ddl_name(f->arena, f->dialect, c->column.name));
    for (size_t i = 0; c->checked && i < c->checked->labels.count; i++) {
        struct aludel_text label = c->checked->labels.at[i];
        struct sql literal = sql_literal(f, aludel_textual(ALUDEL_STRING, label.z, label.n), c->column.made);
        al_puts(&b, i ? ", " : "");
        al_put(&b, literal.text.z, literal.text.n);
    }
    al_puts(&b, c->checked ? ")" : "0, 1)");
    struct sql sql = {al_built(&b), NULL};
    return sql;
}

static struct index *column_index(struct folding *f, struct path path, const struct item_column *c)
{
    struct index *i = ARENA_NEW(f->arena, struct index);
    struct index_element element = {.column = c->column.name};
    i->path = (struct path){path.schema, {"", 0}};
    i->table = path.name;
    i->unique = c->unique;
    i->made = c->column.made;
    vec_push(f->arena, &i->elements, element);
    name_index_by_convention(f, path, i, false);
    return i;
}

/* All that comes with a column besides a primary key. */
static void column_company(struct folding *f, struct path path, const struct item_column *c,
                           struct constraints *with, struct indexes *indexes)
{
    for (size_t i = 0; i < c->constraints.count; i++) {
        const struct item *item = c->constraints.at[i];
        struct constraint *own = own_constraint(f, path, item->constraint, item->name_is_final);
        vec_push(f->arena, with, (const struct constraint *)own);
    }
    if (c->unique && !c->index)
        vec_push(f->arena, with, (const struct constraint *)column_constraint(f, path, CONSTRAINT_UNIQUE, c));
    if (c->index)
        vec_push(f->arena, indexes, (const struct index *)column_index(f, path, c));
    if (c->checked || c->check_boolean) {
        struct constraint check = {.kind = CONSTRAINT_CHECK, .name = c->check_name, .made = c->column.made};
        check.condition = value_check(f, c);
        vec_push(f->arena, with, (const struct constraint *)own_constraint(f, path, &check, false));
    }
}

/* SQLAlchemy counts the one integer column of the key that has no other source of values. */
static bool counts(const struct item_column *c)
{
    if (!c->counts || c->autoincrement == AUTOINCREMENT_NO || c->counted)
        return false;
    if (c->autoincrement == AUTOINCREMENT_YES)
        return true;
    for (size_t i = 0; i < c->constraints.count; i++)
        if (c->constraints.at[i]->constraint->kind == CONSTRAINT_FOREIGN_KEY)
            return false;
    return c->column.value.text.n == 0 && !c->column.value.holes;
}

/* What being in the primary key makes of a column. SQLite's keys may hold NULL. */
static void keep_key(struct folding *f, const struct constraint *key, bool autoincrement,
                     struct item_column *c)
{
    if (!key || !names_have(f->dialect, &key->columns, c->column.name))
        return;
    bool alone = key->columns.count == 1;
    if (!c->nullable || f->dialect == ALUDEL_POSTGRESQL)
        c->column.not_null = c->column.identity == IDENTITY_NO || c->column.not_null;
    if (!(alone || c->autoincrement == AUTOINCREMENT_YES) || !counts(c))
        return;
    c->column.serial = f->dialect == ALUDEL_POSTGRESQL;
    c->column.autoincrement = f->dialect == ALUDEL_SQLITE && autoincrement && alone;
}

static struct constraint *key_of_columns(struct folding *f, struct path path, const struct arguments *items)
{
    struct constraint made = {.kind = CONSTRAINT_PRIMARY_KEY, .name = {"", 0}};
    for (size_t i = 0; i < items->count; i++) {
        const struct item *item = item_of(items->at[i].value, ITEM_COLUMN);
        if (item && item->column->primary_key) {
            vec_push(f->arena, &made.columns, item->column->column.name);
            made.made = item->span;
        }
    }
    return made.columns.count ? own_constraint(f, path, &made, false) : NULL;
}

/* PrimaryKeyConstraint(…) beside columns with primary_key=True: it says how the key is named. */
static bool has_key_item(const struct arguments *items)
{
    for (size_t i = 0; i < items->count; i++) {
        const struct item *item = item_of(items->at[i].value, ITEM_CONSTRAINT);
        if (item && item->constraint->kind == CONSTRAINT_PRIMARY_KEY)
            return true;
    }
    return false;
}

/* `key`: of the columns with primary_key=True, which a PrimaryKeyConstraint() without columns takes; or NULL. */
static void table_constraint_item(struct folding *f, struct table *t, const struct item *item,
                                  const struct constraint *key)
{
    struct constraint given = *item->constraint;
    bool bare = given.kind == CONSTRAINT_PRIMARY_KEY && given.columns.count == 0;
    if (bare && !key)
        return;
    if (bare)
        given.columns = key->columns;
    struct constraint *own = own_constraint(f, t->path, &given, item->name_is_final);
    vec_push(f->arena, &t->constraints, (const struct constraint *)own);
}

static void wrong_item(struct folding *f, struct aludel_value v, struct span at)
{
    fold_error(f, at, "a table is made of columns, constraints and indexes, not %s", what_it_is(v));
    if (v.type == ALUDEL_LIST || v.type == ALUDEL_TUPLE)
        diag_hint(f->d, "they stand there one by one; '*' in front of a list takes its items");
    else if (item_of(v, ITEM_REFERENCE))
        diag_hint(f->d, "it stands in its Column, or write ForeignKeyConstraint([…], […])");
    else if (v.type == ALUDEL_STRING)
        diag_hint(f->d, "write Column(\"%s\", …)", shown(f, v.as.text));
}

static void table_item(struct folding *f, struct table *t, struct aludel_value v,
                       const struct constraint *key, struct span at)
{
    const struct item *item = any_item(v);
    if (item && item->kind == ITEM_CONSTRAINT) {
        table_constraint_item(f, t, item, key);
    } else if (item && item->kind == ITEM_INDEX) {
        struct index *own = ARENA_NEW(f->arena, struct index);
        *own = *item->index;
        own->path.schema = t->path.schema;
        own->table = t->path.name;
        name_index_by_convention(f, t->path, own, item->name_is_final);
        vec_push(f->arena, &t->indexes, (const struct index *)own);
    } else if (!(item && item->kind == ITEM_COLUMN) && !is_error(v)) {
        wrong_item(f, v, at);
    }
}

static const struct constraint *key_of(const struct table *t)
{
    for (size_t i = 0; i < t->constraints.count; i++)
        if (t->constraints.at[i]->kind == CONSTRAINT_PRIMARY_KEY)
            return t->constraints.at[i];
    return NULL;
}

/* SQLite would take a column without a type; SQLAlchemy wouldn't. */
static void check_type(struct folding *f, const struct item *item)
{
    const struct column *column = &item->column->column;
    if (has_type(&column->type))
        return;
    fold_error(f, item->span, "column '%s' has no type", shown(f, column->name));
    diag_hint(f->d, "for example Column(\"%s\", Integer)", shown(f, column->name));
}

struct table *table_of_items(struct folding *f, struct path path, const struct arguments *items,
                             const struct call *c)
{
    struct table *t = ARENA_NEW(f->arena, struct table);
    t->path = path;
    t->made = c->span;
    bool autoincrement = arg_bool(f, c, "sqlite_autoincrement", false);
    struct constraint *key = key_of_columns(f, path, items);
    if (key && !has_key_item(items))
        vec_push(f->arena, &t->constraints, (const struct constraint *)key);
    for (size_t i = 0; i < items->count; i++)
        table_item(f, t, items->at[i].value, key, argument_span(&items->at[i], c->span));
    for (size_t i = 0; i < items->count; i++) {
        const struct item *item = item_of(items->at[i].value, ITEM_COLUMN);
        if (!item)
            continue;
        struct item_column *own = ARENA_NEW(f->arena, struct item_column);
        check_type(f, item);
        *own = *item->column;
        keep_key(f, key_of(t), autoincrement, own);
        vec_push(f->arena, &t->columns, (const struct column *)&own->column);
        column_company(f, path, own, &t->constraints, &t->indexes);
    }
    return t;
}

const struct column *added_column(struct folding *f, const struct call *c, struct path path,
                                  const struct item *item, struct constraints *with, struct indexes *indexes)
{
    struct item_column *own = ARENA_NEW(f->arena, struct item_column);
    check_type(f, item);
    *own = *item->column;
    if (own->primary_key) {
        struct constraint *key = column_constraint(f, path, CONSTRAINT_PRIMARY_KEY, own);
        keep_key(f, key, arg_bool(f, c, "sqlite_autoincrement", false), own);
        vec_push(f->arena, with, (const struct constraint *)key);
    }
    column_company(f, path, own, with, indexes);
    return &own->column;
}

#define COUNTING "start,increment,minvalue,maxvalue,nominvalue,nomaxvalue,cycle,cache,order"
#define COLUMN                                                                                              \
    "name,type_,*,nullable,primary_key,server_default,default,index,unique,comment,autoincrement,key,info," \
    "onupdate,"                                                                                             \
    "server_onupdate,quote,doc,system,insert_default,sort_order,sqlite_on_conflict_primary_key,"            \
    "sqlite_on_conflict_not_null,sqlite_on_conflict_unique"

const struct native column_makers[] = {
    {"Column", COLUMN, 1, make_column, NULL},
    {"column", "name,type_,*", 1, make_column, NULL},
    {"Computed", "sqltext,persisted", 1, computed, NULL},
    {"Identity", "always,on_null," COUNTING, 0, identity, NULL},
    {"Sequence", "name," COUNTING ",schema,optional,metadata,quote,data_type", 1, sequence, NULL},
    {"DefaultClause", "arg,for_update", 1, default_clause, NULL},
    {"FetchedValue", "for_update", 0, fetched, NULL},
};
const size_t column_maker_count = sizeof column_makers / sizeof *column_makers;
