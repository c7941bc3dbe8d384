/*
 * item.h: what directives are given and what they are made of: types, columns, constraints as values of the
 * language, and how a directive gets at its arguments.
 *
 *   items         values: what Column(…) gives                               item.c
 *   arguments     by name; what is wrong with one is said at its place         argument.c
 *   types         String(40), bare or called                                   type.c
 *   defaults      server_default in all its forms                              default.c
 *   columns       Column, Computed, Identity, Sequence                         column.c
 *   constraints   PrimaryKeyConstraint … ForeignKey, CheckConstraint           constraint.c
 *   names         naming conventions                                           naming.c
 *   changes       a change of the schema: replayed, written, sent              change.c
 *
 * The directives themselves are in table.c, alter.c, index.c, constrain.c, things.c, data.c and batch.c; each has a table
 * of its functions, and directives.c lists the tables.
 */
#ifndef ITEM_H
#define ITEM_H

#include "fold/language.h"
#include "sql/ddl.h"

/* ---- Items ---------------------------------------------------------------------------------- */

enum item_kind {
    ITEM_TYPE_NAME, /* String: not called yet */
    ITEM_TYPE,
    ITEM_COLUMN, /* Column(…), column(…) */
    ITEM_CONSTRAINT,
    ITEM_REFERENCE, /* ForeignKey(…), within a Column */
    ITEM_INDEX,
    ITEM_COMPUTED,
    ITEM_IDENTITY,
    ITEM_SEQUENCE,
    ITEM_NAME,       /* op.f("name"): no convention touches it */
    ITEM_FETCHED,    /* FetchedValue(): the server does something */
    ITEM_TABLE,      /* table("t", column("a")): to write rows with */
    ITEM_FIELDS,     /* t.c */
    ITEM_EXPRESSION, /* t.c.a, t.c.a == 1, func.lower(t.c.a) */
    ITEM_STATEMENT,  /* t.insert(), t.update() … */
    ITEM_BATCH       /* `with op.batch_alter_table("t") as batch_op` */
};

struct type_name;
struct item;
struct item_column {
    struct column column;
    VEC(const struct item *) constraints; /* ForeignKey, CheckConstraint … */
    bool primary_key, unique, index;
    bool nullable; /* said in so many words */
    enum { AUTOINCREMENT_AUTO, AUTOINCREMENT_NO, AUTOINCREMENT_YES } autoincrement;
    bool counts;  /* it is one of SQLAlchemy's integers: a key of it counts by itself … */
    bool counted; /* … unless a Sequence or an Identity counts it */
    const struct enum_type *checked; /* a CHECK of its labels comes with it */
    bool check_boolean;              /* … that it is 0 or 1 */
    struct aludel_text check_name;   /* … of this name */
};

struct item {
    enum item_kind kind;
    struct span span;
    const struct type_name *type_name;
    struct column_type type;
    const struct enum_type *labels; /* TYPE: of an Enum, whatever it is in the dialect */
    bool serial;                    /* TYPE: Type("serial") */
    bool counts;                    /* TYPE: one of SQLAlchemy's integers */
    bool checked;                   /* TYPE: with a CHECK of its values … */
    struct aludel_text name;        /* NAME; TYPE: … of this name; EXPRESSION: of a column by itself */
    bool name_is_final;             /* op.f() */
    struct item_column *column;
    struct constraint *constraint;
    struct index *index;
    struct path path; /* SEQUENCE, BATCH */
    struct sql sql;   /* COMPUTED, EXPRESSION; IDENTITY, SEQUENCE: options */
    enum generated generated;
    enum identity identity;
    struct table *table;                   /* TABLE, FIELDS, STATEMENT */
    bool recreates;                        /* BATCH: recreate="always" */
    const char *verb;                      /* STATEMENT: "insert", "update", "delete" */
    struct aludel_value values, condition; /* STATEMENT; UNSET: none. BATCH: values is its convention */
    bool compound;                         /* EXPRESSION: in parentheses where it is part of another */
};

struct aludel_value item_value(struct folding *f, struct item *item);
struct item *item_new(struct folding *f, enum item_kind kind, struct span at);
struct item *item_of(struct aludel_value v, enum item_kind kind); /* NULL: it is something else */
struct item *any_item(struct aludel_value v);
const char *item_word(const struct item *item); /* "a type", "a column" */
/* item.name: a function of the tables whose path begins with the item's kind ("type.create"), bound to it. */
struct aludel_value item_attribute(struct folding *f, struct item *item, struct aludel_text name,
                                   struct span at);

bool find_member(struct folding *f, const char *prefix, struct aludel_text name, struct aludel_value *v);
struct name_strings {
    const char **at;
    size_t count, room;
};
void member_names(struct folding *f, const char *prefix,
                  struct name_strings *out); /* "": those without a dot */
const char *nearest_member(struct folding *f, const char *prefix, struct aludel_text name);

/* ---- Arguments ---------------------------------------------------------------------------------- */

/* By the names of the directive's table. Not given: UNSET, and the fallback. What isn't right is an error at the
 * argument; who has errors gives up: `size_t errors = f->d->errors; …; if (f->d->errors > errors)`. */
struct aludel_value arg(const struct call *c, const char *name);
bool given(const struct call *c, const char *name); /* and isn't None */
struct span arg_span(const struct call *c, const char *name);
/* Of the i-th element, where a list is written out; else of the whole argument. */
struct span item_span(const struct call *c, const char *name, size_t i);
struct span element_span(const struct node *list, size_t i, struct span otherwise);
/* Of two that exclude each other: the one that is given. */
struct span beside_span(struct folding *f, const struct call *c, const char *before, const char *after);
struct aludel_text arg_name(struct folding *f, const struct call *c, const char *name); /* an identifier */
struct aludel_text arg_text(struct folding *f, const struct call *c, const char *name);
bool arg_bool(struct folding *f, const struct call *c, const char *name, bool fallback);
struct names arg_names(struct folding *f, const struct call *c, const char *name);   /* a list */
struct names arg_columns(struct folding *f, const struct call *c, const char *name); /* … that isn't empty */
/* One of `words`, in any case, as it is written there; not given: no text. */
struct aludel_text arg_choice(struct folding *f, const struct call *c, const char *name,
                              const char *const *words, size_t count);
struct sql arg_sql(struct folding *f, const struct call *c, const char *name); /* text or string: as SQL */
struct path arg_path(struct folding *f, const struct call *c, const char *name, const char *schema);
const char *what_it_is(struct aludel_value v); /* "an integer", "an empty list" */
struct aludel_value wrong_argument(struct folding *f, const struct call *c, const char *name,
                                   const char *wanted);

/* Of values that stand in lists. False with an error at `at`. */
bool value_name(struct folding *f, struct aludel_value v, struct span at, struct aludel_text *name);
bool value_sql(struct folding *f, struct aludel_value v, struct span at, struct sql *sql);
struct sql sql_literal(struct folding *f, struct aludel_value v, struct span at); /* 'it''s', 5, true */
/* An argument of func.name(…): the same, or SQL text. */
void put_sql_argument(struct folding *f, struct pieces *p, struct aludel_value v, struct span at);
struct sql constant_sql(const char *z);

/* ---- Types, columns, constraints ------------------------------------------------------------- */

/* A type, bare or called. */
bool value_type(struct folding *f, struct aludel_value v, struct span at, struct column_type *type);
struct item *value_type_item(struct folding *f, struct aludel_value v,
                             struct span at); /* NULL: with an error */
bool is_type(struct aludel_value v);
struct aludel_value call_type(struct folding *f, const struct item *item, const struct arguments *args,
                              const struct node *node);
bool find_type(struct folding *f, struct aludel_text name, struct aludel_value *v);
const char *nearest_type(struct aludel_text name);
/* Into an enum's labels; false with an error: it is there already. */
bool add_label(struct folding *f, struct aludel_text label, struct span at, struct names *labels);

struct sql arg_default(struct folding *f, const struct call *c, const char *name); /* server_default */
/* What the keywords of a constraint say, whichever of them its directive has. */
void constraint_options(struct folding *f, const struct call *c, struct constraint *out);

/* A table of Column(…)s and constraints: names by convention, primary key, SERIAL, indexes. */
struct table *table_of_items(struct folding *f, struct path path, const struct arguments *items,
                             const struct call *c);
/* One column that is added to a table; `with` and `indexes`: what comes with it. */
const struct column *added_column(struct folding *f, const struct call *c, struct path path,
                                  const struct item *item, struct constraints *with, struct indexes *indexes);

/* ---- Names ---------------------------------------------------------------------------------------- */

/* A name as the naming convention wants it: of one that the author gave, or of none. */
void name_by_convention(struct folding *f, struct path table, struct constraint *c, bool is_final);
void name_index_by_convention(struct folding *f, struct path table, struct index *i, bool is_final);
/* Whether a convention that a batch was given calls a constraint without a name so. */
bool is_called(struct folding *f, struct aludel_value conventions, struct path table,
               const struct constraint *c, struct aludel_text name, struct span at);
/* One that a convention made, as SQLAlchemy shortens it where PostgreSQL would cut it. */
struct aludel_text shortened_name(const struct folding *f, struct aludel_text name);

/* ---- Rows --------------------------------------------------------------------------------------- */

struct aludel_value stub_of_table(struct folding *f, struct table *t, struct span at);
/* Comparisons and arithmetic of columns are SQL. False: neither is a column. */
bool is_expression(struct aludel_value v);
struct sql expression_sql(struct folding *f, struct aludel_value v);
struct aludel_value expression_value(struct folding *f, struct pieces *p, struct span at);
struct aludel_value expression_of_operator(struct folding *f, enum operator_kind op, struct aludel_value a,
                                           struct aludel_value b, struct span at);
struct sql condition_sql(struct folding *f, struct aludel_value v, struct span at);
/* t.insert().values(…) as SQL text. */
struct pieces *statement_pieces(struct folding *f, const struct item *statement);

/* ---- Changes ---------------------------------------------------------------------------------------- */

/* Replays the change on the schema, writes it in the dialect and sends it. `errors`: how many there were before its
 * arguments were read; if there are more, nothing is done. */
struct aludel_value make_change(struct folding *f, const struct call *c, const struct change *change,
                                size_t errors);
/* recreate="always": the table is rebuilt, with or without edits. */
void begin_batch(struct folding *f, const struct item *batch);
/* The same for a change that has no call: of a derived downgrade. False: it was wrong. */
bool send_change(struct folding *f, const struct change *change);
/* The change that a call asks for; `name`: of the argument that says what is changed. */
struct change change_at(const struct call *c, enum change_kind kind, const char *name);
/* … in a table, which is the batch's or given. */
struct change change_in_table(struct folding *f, const struct call *c, enum change_kind kind,
                              const char *name);
struct aludel_value rename_in_table(struct folding *f, const struct call *c, enum change_kind kind);
/* An argument that is for PostgreSQL alone, and true. */
bool postgresql_says(struct folding *f, const struct call *c, const char *name);

#endif
