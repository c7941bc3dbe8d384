/* ForeignKey, UniqueConstraint, CheckConstraint … as items, and what their keywords mean. */
#include "fold/op/makers.h"

#include <string.h>

/* ---- Keywords ---- */

enum deferrable arg_deferrable(struct folder *f, const struct call *c)
{
    if (!given(c, "deferrable"))
        return DEFERRABLE_UNSAID;
    return arg_bool(f, c, "deferrable", false) ? DEFERRABLE_YES : DEFERRABLE_NO;
}

static struct aludel_text upper(struct folder *f, struct aludel_text t)
{
    char *z = arena_string(f->arena, t);
    for (char *p = z; *p; p++)
        *p = (char)(*p >= 'a' && *p <= 'z' ? *p - 'a' + 'A' : *p);
    return al_text(z);
}

/* One of `words`, in any case. */
static struct aludel_text arg_word(struct folder *f, const struct call *c, const char *name, const char *words)
{
    struct aludel_text word = upper(f, arg_text(f, c, name));
    const char *at = strstr(words, arena_string(f->arena, word));
    size_t n = word.n;
    bool whole = at && (at == words || at[-1] == ',') && (at[n] == ',' || at[n] == 0);
    bool with_columns = at && strncmp(word.z, "SET ", 4) == 0;
    if (n && !whole && !with_columns && !strchr(word.z, '(')) {
        fold_error(f, arg_span(c, name), "%s: '%s' can't be '%s'", c->native->path, name, word.z);
        diag_hint(f->d, "it is one of %s", words);
    }
    return word;
}

static bool initially_deferred(struct folder *f, const struct call *c)
{
    return al_is(arg_word(f, c, "initially", "DEFERRED,IMMEDIATE"), "DEFERRED");
}

#define ACTIONS "CASCADE,RESTRICT,NO ACTION,SET NULL,SET DEFAULT"

void constraint_options(struct folder *f, const struct call *c, struct constraint *out)
{
    out->deferrable = arg_deferrable(f, c);
    out->initially_deferred = initially_deferred(f, c);
    if (out->initially_deferred && out->deferrable == DEFERRABLE_UNSAID)
        out->deferrable = DEFERRABLE_YES;
    out->on_delete = arg_word(f, c, "ondelete", ACTIONS);
    out->on_update = arg_word(f, c, "onupdate", ACTIONS);
    out->match = arg_word(f, c, "match", "SIMPLE,FULL,PARTIAL");
    out->not_valid = f->dialect == ALUDEL_POSTGRESQL && arg_bool(f, c, "postgresql_not_valid", false);
    if (f->dialect == ALUDEL_POSTGRESQL) {
        out->nulls_not_distinct = arg_bool(f, c, "postgresql_nulls_not_distinct", false);
        out->include = arg_names(f, c, "postgresql_include");
    } else {
        out->on_conflict = arg_word(f, c, "sqlite_on_conflict", "ROLLBACK,ABORT,FAIL,IGNORE,REPLACE");
    }
    out->made = c->span;
}

/* ---- Items ---- */

static struct item *new_constraint(struct folder *f, struct call *c, enum constraint_kind kind)
{
    struct item *item = item_new(f, ITEM_CONSTRAINT, c->span);
    item->constraint = ARENA_NEW(f->arena, struct constraint);
    item->constraint->kind = kind;
    item->constraint->name = arg_name(f, c, "name");
    item->name_is_final = item_of(arg(c, "name"), ITEM_NAME) != NULL;
    constraint_options(f, c, item->constraint);
    return item;
}

static struct aludel_value keyed(struct folder *f, struct call *c, enum constraint_kind kind)
{
    struct item *item = new_constraint(f, c, kind);
    struct aludel_text name;
    for (size_t i = 0; i < c->rest.count; i++) {
        const struct node *n = c->rest.at[i].node;
        if (value_name(f, c->rest.at[i].value, n ? n->span : c->span, &name))
            vec_push(f->arena, &item->constraint->columns, name);
    }
    return item_value(f, item);
}

static struct aludel_value primary_key(struct folder *f, struct call *c)
{
    return keyed(f, c, CONSTRAINT_PRIMARY_KEY);
}

static struct aludel_value unique(struct folder *f, struct call *c)
{
    return keyed(f, c, CONSTRAINT_UNIQUE);
}

static struct aludel_value check(struct folder *f, struct call *c)
{
    struct item *item = new_constraint(f, c, CONSTRAINT_CHECK);
    item->constraint->condition = arg_sql(f, c, "sqltext");
    return item_value(f, item);
}

/* ---- Foreign keys ---- */

/* "table.column", "schema.table.column". */
bool reference_path(struct folder *f, struct aludel_text target, struct span at, struct path *to,
                    struct aludel_text *column)
{
    const char *z = target.z, *end = z + target.n, *dot = NULL, *first = memchr(z, '.', target.n);
    for (const char *p = z; p < end; p++)
        dot = *p == '.' ? p : dot;
    if (!dot || dot == z || dot + 1 == end) {
        fold_error(f, at, "a ForeignKey leads to 'table.column', and this is '%s'", shown(f, target));
        return false;
    }
    *column = (struct aludel_text){dot + 1, (size_t)(end - dot - 1)};
    to->schema = (struct aludel_text){z, first == dot ? 0 : (size_t)(first - z)};
    const char *table = first == dot ? z : first + 1;
    to->name = (struct aludel_text){table, (size_t)(dot - table)};
    if (al_is(to->schema, f->dialect == ALUDEL_SQLITE ? "main" : "public"))
        to->schema.n = 0;
    return true;
}

static void add_target(struct folder *f, struct constraint *c, struct aludel_value target, struct span at)
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

static struct aludel_value reference(struct folder *f, struct call *c)
{
    struct item *item = new_constraint(f, c, CONSTRAINT_FOREIGN_KEY);
    item->kind = ITEM_REFERENCE;
    add_target(f, item->constraint, arg(c, "column"), arg_span(c, "column"));
    return item_value(f, item);
}

static struct aludel_value foreign_key(struct folder *f, struct call *c)
{
    struct item *item = new_constraint(f, c, CONSTRAINT_FOREIGN_KEY);
    struct aludel_value targets = arg(c, "refcolumns"), *items;
    size_t count = 0;
    item->constraint->columns = arg_names(f, c, "columns");
    if (targets.type != ALUDEL_LIST && targets.type != ALUDEL_TUPLE)
        return wrong_argument(f, c, "refcolumns", "a list of 'table.column'");
    known_items(f, targets, arg_span(c, "refcolumns"), &count, &items);
    for (size_t i = 0; i < count; i++)
        add_target(f, item->constraint, items[i], arg_span(c, "refcolumns"));
    if (count != item->constraint->columns.count)
        fold_error(f, c->span, "a foreign key of %zu columns leads to as many, and these are %zu",
                   item->constraint->columns.count, count);
    return item_value(f, item);
}

/* ---- EXCLUDE ---- */

/* ("room", "="), (text("…"), "&&") … as SQL. */
struct sql exclusion(struct folder *f, const struct arguments *pairs, struct span at)
{
    struct pieces *p = ARENA_NEW(f->arena, struct pieces);
    p->type = ALUDEL_SQL;
    for (size_t i = 0; i < pairs->count; i++) {
        struct aludel_value pair = pairs->at[i].value;
        struct span place = pairs->at[i].node ? pairs->at[i].node->span : at;
        if (pair.type != ALUDEL_TUPLE || pair.as.items->count != 2 ||
            pair.as.items->values[1].type != ALUDEL_STRING) {
            fold_error(f, place, "an exclusion is of pairs: (column or text(\"…\"), \"operator\")");
            continue;
        }
        struct aludel_value what = pair.as.items->values[0];
        struct aludel_text name;
        struct sql sql = {{"", 0}, NULL};
        if (what.type == ALUDEL_SQL || object_of(what, OBJECT_PIECES))
            value_sql(f, what, place, &sql);
        else if (value_name(f, what, place, &name))
            sql.text = al_text(ddl_name(f->arena, f->dialect, name));
        pieces_text(f, p, i ? AL_TEXT(", ") : AL_TEXT(""), place, false);
        if (sql.holes)
            pieces_append(f, p, sql.holes);
        else
            pieces_text(f, p, sql.text, place, false);
        pieces_text(f, p, AL_TEXT(" WITH "), place, false);
        pieces_text(f, p, pair.as.items->values[1].as.text, place, false);
    }
    return sql_of_pieces(f, p);
}

static struct aludel_value exclude(struct folder *f, struct call *c)
{
    struct item *item = new_constraint(f, c, CONSTRAINT_EXCLUDE);
    item->constraint->elements = exclusion(f, &c->rest, c->span);
    item->constraint->method = given(c, "using") ? arg_text(f, c, "using") : AL_TEXT("gist");
    item->constraint->condition = arg_sql(f, c, "where");
    if (f->dialect == ALUDEL_SQLITE)
        return fold_error(f, c->span, "SQLite has no exclusion constraints");
    return item_value(f, item);
}

#define KEYWORDS "name,deferrable,initially,info"

const struct native constraint_makers[] = {
    {"PrimaryKeyConstraint", "*," KEYWORDS ",sqlite_on_conflict,postgresql_include", 0, primary_key, NULL},
    {"UniqueConstraint", "*," KEYWORDS ",sqlite_on_conflict,postgresql_include,postgresql_nulls_not_distinct", 0,
     unique, NULL},
    {"CheckConstraint", "sqltext," KEYWORDS ",postgresql_not_valid,sqlite_on_conflict", 1, check, NULL},
    {"ForeignKey",
     "column,_constraint,use_alter,name,onupdate,ondelete,deferrable,initially,link_to_name,match,info,comment,"
     "postgresql_not_valid",
     1, reference, NULL},
    {"ForeignKeyConstraint",
     "columns,refcolumns,name,onupdate,ondelete,deferrable,initially,use_alter,link_to_name,match,info,comment,"
     "postgresql_not_valid",
     2, foreign_key, NULL},
    {"ExcludeConstraint", "*," KEYWORDS ",using,where,ops", 0, exclude, NULL},
};
const size_t constraint_maker_count = sizeof constraint_makers / sizeof *constraint_makers;
