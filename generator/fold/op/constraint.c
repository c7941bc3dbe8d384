/* ForeignKey, UniqueConstraint, CheckConstraint … as items, and what their keywords mean. */
#include "fold/op/makers.h"

#include <string.h>

/* ---- Keywords ---- */

static enum deferrable arg_deferrable(struct folding *f, const struct call *c)
{
    if (!given(c, "deferrable"))
        return DEFERRABLE_UNSAID;
    return arg_bool(f, c, "deferrable", false) ? DEFERRABLE_YES : DEFERRABLE_NO;
}

#define WORDS(...) \
    (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *)
#define ACTIONS WORDS("CASCADE", "RESTRICT", "NO ACTION", "SET NULL", "SET DEFAULT")

/* PostgreSQL's SET NULL (column). */
static bool names_columns(struct aludel_value v)
{
    return v.type == ALUDEL_STRING && v.as.text.n > 4 && memchr(v.as.text.z, '(', v.as.text.n) &&
           al_same_nocase((struct aludel_text){v.as.text.z, 4}, AL_TEXT("SET "));
}

static struct aludel_text arg_action(struct folding *f, const struct call *c, const char *name)
{
    return names_columns(arg(c, name)) ? arg_text(f, c, name) : arg_choice(f, c, name, ACTIONS);
}

/* Those of one database are looked at for both. */
static void own_options(struct folding *f, const struct call *c, struct constraint *out)
{
    bool postgresql = f->dialect == ALUDEL_POSTGRESQL;
    bool not_valid = arg_bool(f, c, "postgresql_not_valid", false);
    bool nulls_not_distinct = arg_bool(f, c, "postgresql_nulls_not_distinct", false);
    struct names include = arg_names(f, c, "postgresql_include");
    struct aludel_text on_conflict =
        arg_choice(f, c, "sqlite_on_conflict", WORDS("ROLLBACK", "ABORT", "FAIL", "IGNORE", "REPLACE"));
    out->not_valid = postgresql && not_valid;
    out->nulls_not_distinct = postgresql && nulls_not_distinct;
    if (postgresql)
        out->include = include;
    else
        out->on_conflict = on_conflict;
}

void constraint_options(struct folding *f, const struct call *c, struct constraint *out)
{
    out->deferrable = arg_deferrable(f, c);
    out->initially_deferred =
        al_is(arg_choice(f, c, "initially", WORDS("DEFERRED", "IMMEDIATE")), "DEFERRED");
    if (out->initially_deferred && out->deferrable == DEFERRABLE_UNSAID)
        out->deferrable = DEFERRABLE_YES;
    out->on_delete = arg_action(f, c, "ondelete");
    out->on_update = arg_action(f, c, "onupdate");
    out->match = arg_choice(f, c, "match", WORDS("SIMPLE", "FULL", "PARTIAL"));
    out->made = c->span;
    own_options(f, c, out);
}

/* ---- Items ---- */

static struct item *new_constraint(struct folding *f, struct call *c, enum constraint_kind kind)
{
    struct item *item = item_new(f, ITEM_CONSTRAINT, c->span);
    item->constraint = ARENA_NEW(f->arena, struct constraint);
    item->constraint->kind = kind;
    item->constraint->name = arg_name(f, c, "name");
    item->name_is_final = item_of(arg(c, "name"), ITEM_NAME) != NULL;
    constraint_options(f, c, item->constraint);
    return item;
}

static struct aludel_value keyed(struct folding *f, struct call *c, enum constraint_kind kind)
{
    struct item *item = new_constraint(f, c, kind);
    struct aludel_text name;
    for (size_t i = 0; i < c->rest.count; i++) {
        struct span at = argument_span(&c->rest.at[i], c->span);
        if (value_name(f, c->rest.at[i].value, at, &name))
            vec_push(f->arena, &item->constraint->columns, name);
        else if (c->rest.at[i].value.type == ALUDEL_LIST)
            diag_hint(f->d, "columns stand there one by one: \"a\", \"b\"");
        item->constraint->columns_span = c->rest.count == 1 ? at : c->span;
    }
    if (c->rest.count == 0 && kind == CONSTRAINT_UNIQUE)
        return fold_error(f, c->span, "%s() names no column", c->native->path);
    return item_value(f, item);
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
    struct item *item = new_constraint(f, c, CONSTRAINT_CHECK);
    item->constraint->condition = arg_sql(f, c, "sqltext");
    return item_value(f, item);
}

/* ---- Foreign keys ---- */

/* "table.column", "schema.table.column". */
static bool reference_path(struct folding *f, struct aludel_text target, struct span at, struct path *to,
                           struct aludel_text *column)
{
    const char *z = target.z, *end = z + target.n, *dot = NULL, *first = memchr(z, '.', target.n);
    for (const char *p = z; p < end; p++)
        dot = *p == '.' ? p : dot;
    if (!dot || dot == z || dot + 1 == end) {
        fold_error(f, at, "a ForeignKey leads to 'table.column', and this is '%s'", shown(f, target));
        if (!dot)
            diag_hint(f->d, "for example \"%s.id\"", shown(f, target));
        return false;
    }
    *column = (struct aludel_text){dot + 1, (size_t)(end - dot - 1)};
    to->schema = (struct aludel_text){z, first == dot ? 0 : (size_t)(first - z)};
    const char *table = first == dot ? z : first + 1;
    to->name = (struct aludel_text){table, (size_t)(dot - table)};
    *to = plain_path(f->dialect, *to);
    return true;
}

void check_targets(struct folding *f, const struct call *c, const char *name, size_t from, size_t to)
{
    if (from && from != to)
        fold_error(f, arg_span(c, name), "a foreign key of %zu column%s leads to as many, and %s %zu", from,
                   from == 1 ? "" : "s", to == 1 ? "this is" : "these are", to);
}

static void add_target(struct folding *f, struct constraint *c, struct aludel_value target, struct span at)
{
    struct aludel_text name, column;
    struct path to;
    if (!value_name(f, target, at, &name) || !reference_path(f, name, at, &to, &column))
        return;
    if (c->to_columns.count && !same_path(f->dialect, to, c->to))
        fold_error(f, at, "one foreign key leads to one table, and this is another: '%s'", shown(f, to.name));
    c->to = to;
    vec_push(f->arena, &c->to_columns, column);
}

static struct aludel_value reference(struct folding *f, struct call *c)
{
    struct item *item = new_constraint(f, c, CONSTRAINT_FOREIGN_KEY);
    item->kind = ITEM_REFERENCE;
    add_target(f, item->constraint, arg(c, "column"), arg_span(c, "column"));
    item->constraint->to_span = item->constraint->to_columns_span = arg_span(c, "column");
    return item_value(f, item);
}

static struct aludel_value foreign_key(struct folding *f, struct call *c)
{
    struct item *item = new_constraint(f, c, CONSTRAINT_FOREIGN_KEY);
    struct aludel_value targets = arg(c, "refcolumns"), *items;
    size_t count = 0;
    item->constraint->columns = arg_columns(f, c, "columns");
    item->constraint->columns_span = arg_span(c, "columns");
    item->constraint->to_span = item->constraint->to_columns_span = arg_span(c, "refcolumns");
    if (targets.type != ALUDEL_LIST && targets.type != ALUDEL_TUPLE)
        return wrong_argument(f, c, "refcolumns", "a list of 'table.column'");
    known_items(f, targets, arg_span(c, "refcolumns"), &count, &items);
    for (size_t i = 0; i < count; i++)
        add_target(f, item->constraint, items[i], item_span(c, "refcolumns", i));
    check_targets(f, c, "refcolumns", item->constraint->columns.count, count);
    return item_value(f, item);
}

/* ---- EXCLUDE ---- */

/* ("room", "="), (text("…"), "&&") … as SQL; the columns that it names. */
struct sql exclusion(struct folding *f, const struct arguments *pairs, struct span at, struct names *columns)
{
    struct pieces *p = ARENA_NEW(f->arena, struct pieces);
    p->type = ALUDEL_SQL;
    if (pairs->count == 0)
        fold_error(f, at, "an exclusion constraint excludes nothing without a pair of column and operator");
    for (size_t i = 0; i < pairs->count; i++) {
        struct aludel_value pair = pairs->at[i].value;
        struct span place = argument_span(&pairs->at[i], at);
        if (pair.type != ALUDEL_TUPLE || pair.as.items->count != 2 ||
            pair.as.items->values[1].type != ALUDEL_STRING) {
            fold_error(f, place, "an exclusion is of pairs, and this is none");
            diag_hint(f->d, "write (\"column\", \"=\") or (text(\"…\"), \"&&\")");
            continue;
        }
        struct aludel_value what = pair.as.items->values[0];
        struct aludel_text name;
        struct sql sql = {{"", 0}, NULL};
        if (what.type == ALUDEL_SQL || object_of(what, OBJECT_PIECES))
            value_sql(f, what, place, &sql);
        else if (value_name(f, what, place, &name)) {
            sql.text = al_text(ddl_name(f->arena, f->dialect, name));
            vec_push(f->arena, columns, name);
        }
        pieces_text(f, p, i ? AL_TEXT(", ") : AL_TEXT(""), place, false);
        pieces_sql(f, p, sql, place);
        pieces_text(f, p, AL_TEXT(" WITH "), place, false);
        pieces_text(f, p, pair.as.items->values[1].as.text, place, false);
    }
    return sql_of_pieces(f, p);
}

static struct aludel_value exclude(struct folding *f, struct call *c)
{
    struct item *item = new_constraint(f, c, CONSTRAINT_EXCLUDE);
    item->constraint->elements = exclusion(f, &c->rest, c->span, &item->constraint->columns);
    item->constraint->method = given(c, "using") ? arg_text(f, c, "using") : AL_TEXT("gist");
    item->constraint->condition = arg_sql(f, c, "where");
    if (!postgresql_only(f, c, "exclusion constraints"))
        return error_value(f);
    return item_value(f, item);
}

#define KEYWORDS "name,deferrable,initially,info"

const struct native constraint_makers[] = {
    {"PrimaryKeyConstraint", "*," KEYWORDS ",sqlite_on_conflict,postgresql_include", 0, primary_key, NULL},
    {"UniqueConstraint", "*," KEYWORDS ",sqlite_on_conflict,postgresql_include,postgresql_nulls_not_distinct",
     0, unique, NULL},
    {"CheckConstraint", "sqltext," KEYWORDS ",postgresql_not_valid,sqlite_on_conflict", 1, check, NULL},
    {"ForeignKey",
     "column,_constraint,use_alter,name,onupdate,ondelete,deferrable,initially,link_to_name,match,info,"
     "comment,"
     "postgresql_not_valid",
     1, reference, NULL},
    {"ForeignKeyConstraint",
     "columns,refcolumns,name,onupdate,ondelete,deferrable,initially,use_alter,link_to_name,match,info,"
     "comment,"
     "postgresql_not_valid",
     2, foreign_key, NULL},
    {"ExcludeConstraint", "*," KEYWORDS ",using,where,ops", 0, exclude, NULL},
};
const size_t constraint_maker_count = sizeof constraint_makers / sizeof *constraint_makers;
