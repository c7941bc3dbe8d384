/*
 * inner.h: what the files of this room share, from the ground up.
 *
 *   python.c      strings, lists, calls
 *   names.c       names of constraints and indexes, and whether they have to be said
 *   worded.c      whether two texts say the same in the words of two dialects
 *   beside.c      what the other dialect says of the same thing
 *   type.c        types
 *   default.c     defaults, generated and identity columns
 *   constraint.c  constraints: in a column, in a table, added to one, dropped
 *   column.c      Column(…); add_column
 *   alter.c       alter_column
 *   table.c       tables
 *   index.c       indexes
 *   thing.c       all else that has a name
 *   guard.c       what is made, and dropped, on one dialect alone
 *   page.c        the page: blocks of statements, SQL between them, remarks
 *   write.c       which function says a change
 */
#ifndef DIRECTIVES_INNER_H
#define DIRECTIVES_INNER_H

#include "directives/directives.h"
#include "sql/ddl.h"
#include "sql/spell.h"

enum page_mode { PAGE_SQL, PAGE_CODE };

struct writing {
    struct arena *arena;
    enum aludel_dialect dialect;
    const struct directive_style *style;
    const struct schema *now;       /* in front of the change in hand */
    const struct schema *after;     /* behind it */
    const struct schema *other_now; /* the other dialect's, as far as the page is for both; NULL: not known */
    const struct changes *list;     /* all of them, of which the one at `at` is in hand */
    size_t at;
    bool all_names; /* the server's own, too: without them it would choose others */
    struct al_builder page;
    enum page_mode mode;
    bool guarded; /* under a condition on the dialect */
};

/* ---- python.c -------------------------------------------------------------------------------- */

const char *python_string(struct arena *a, struct aludel_text t);
const char *python_lines(struct arena *a, struct aludel_text t); /* between three quotes, as it stands */
/* As text() and op.execute() want it: a backslash in front of a colon goes. */
const char *python_sql(struct arena *a, struct aludel_text sql);
const char *python_text(struct arena *a, struct aludel_text sql);         /* sa.text("…") */
const char *python_names(struct arena *a, const struct names *names);     /* ["a", "b"] */
const char *python_arguments(struct arena *a, const struct names *names); /* "a", "b" */

struct call {
    struct writing *w;
    struct al_builder b;
    size_t count;
};

struct call call_of(struct writing *w, const char *name);
void call_put(struct call *c, const char *value);
void call_text(struct call *c, struct aludel_text value);
/* Keywords; the first three only where there is something. */
void call_named_text(struct call *c, const char *keyword, struct aludel_text value);
void call_named_names(struct call *c, const char *keyword, const struct names *names);
void call_true(struct call *c, const char *keyword, bool is);
void call_named(struct call *c, const char *keyword, const char *value);
void call_schema(struct call *c, struct path path); /* schema="…" where it isn't the default one */
const char *call_done(struct call *c);
const char *call_done_open(struct call *c); /* an argument a line */

/* ---- names.c --------------------------------------------------------------------------------- */

/* A name as it is written; NULL: it needn't be, since that is what it will be called. */
const char *constraint_said(struct writing *w, struct path table, const struct constraint *k);
const char *index_said(struct writing *w, struct aludel_text name);
/* One that is there: no convention changes it. */
const char *old_name_said(struct writing *w, enum constraint_kind kind, struct aludel_text name);
bool is_servers(struct writing *w, const struct constraint *k); /* it is left to the server */
/* Copies that know whether PostgreSQL would choose the name by itself. */
void find_chosen(struct writing *w, const struct table *t, const struct constraints *list,
                 struct constraints *out);
/* Whether the change that leaves such names to the server leads to what is wanted. */
bool leads_there(struct writing *w, const struct change *said);

/* ---- worded.c, beside.c ------------------------------------------------------------------------ */

enum aludel_dialect other_dialect(const struct writing *w);
/* Whether both compute the same: in this dialect's words, and in the other's. */
bool same_words(struct writing *w, struct aludel_text own, struct aludel_text there);

/* The other dialect's type of a column, or NULL. */
const struct column_type *type_hint(struct writing *w, struct path table, struct aludel_text column);
/* Expressions in words that both dialects take, where the other one has them. */
const char *check_said(struct writing *w, struct path table, const struct constraint *k);
const char *computed_of_column(struct writing *w, struct path table, const struct column *column);
struct sql default_typed(struct writing *w, struct path table, struct aludel_text column,
                         const struct column_type *type, struct sql value);
struct sql element_typed(struct writing *w, const struct index *index, size_t i);
struct aludel_text other_where(struct writing *w, const struct index *index); /* no text: there is none */
struct change view_typed(struct writing *w, const struct change *c);          /* a view that is made */

/* Whether the other dialect's target has it, too, and says the same of it. */
bool default_suits(struct writing *w, struct path table, struct aludel_text column,
                   const struct column_type *type, struct sql value);
/* Whether it may be NULL. */
bool null_suits(struct writing *w, struct path table, struct aludel_text column, bool not_null);
bool column_null_suits(struct writing *w, struct path table, const struct column *column);
/* Its default, and whether it may be NULL, apart. */
bool column_suits(struct writing *w, struct path table, const struct column *column);
bool constraint_suits(struct writing *w, struct path table, const struct constraint *k);
/* Under whatever name. `other`: one of the other dialect, or NULL. */
bool schema_has_constraint(struct writing *w, const struct schema *other, struct path table,
                           const struct constraint *k);
bool index_suits(struct writing *w, const struct index *index);
bool view_suits(struct writing *w, const struct thing *view);

/* ---- guard.c ----------------------------------------------------------------------------------- */

/* Whether a change is to be made on this dialect alone. */
bool is_guarded(struct writing *w, const struct change *c);
/* The part of a table that only this dialect has comes behind it. */
void split_for_guards(struct writing *w, struct table *t, struct changes *behind);
/* The other dialect's schema goes along. */
void guard_done(struct writing *w, const struct change *c);

/* ---- type.c, default.c ------------------------------------------------------------------------- */

struct type_said {
    const char *text;
    bool counts; /* one of SQLAlchemy's integers: a key of it counts by itself */
};

/* NULL as text: there is no type (SQLite), which no directive can say. `hint`: the other dialect's, or NULL. */
struct type_said type_said(struct writing *w, const struct column_type *type, const struct column_type *hint);

const char *default_said(struct writing *w, const struct column_type *type, struct sql value);
/* What both dialects say in one way or another: 'x', 5, now(), 1 of a truth value; no text: something else. */
struct aludel_text plain_value(struct writing *w, const struct column_type *type, struct sql value);
const char *computed_said(struct writing *w, enum generated generated, struct sql expression);
const char *identity_said(struct writing *w, enum identity identity,
                          struct sql options); /* NULL: it can't be said */

/* ---- constraint.c ------------------------------------------------------------------------------ */

/* By an item: a ForeignKey leads to 'table.column'. */
bool can_stand_in_table(struct writing *w, const struct constraint *k);
bool stands_in_column(struct writing *w, struct path table, const struct constraint *k);
const char *constraint_item(struct writing *w, struct path table, const struct constraint *k, bool in_column);

/* ---- The changes: NULL: no directive says it ----------------------------------------------------- */

/* `with`: what stands in it. `key`: it is in the primary key; `alone`: and there is no other column in that. */
struct column_place {
    struct path table;
    const struct constraints *with;
    bool key, alone;
    bool autoincrement; /* SQLite: the table says sqlite_autoincrement */
};
const char *column_said(struct writing *w, const struct column *column, const struct column_place *place);

typedef const char *change_sayer(struct writing *w, const struct change *c);
change_sayer say_create_table, say_drop_table, say_rename_table, say_table_comment, say_redefine_table;
change_sayer say_add_column, say_drop_column, say_alter_column;
change_sayer say_create_index, say_drop_index, say_rename_index;
change_sayer say_add_constraint, say_drop_constraint, say_rename_constraint, say_validate_constraint;
change_sayer say_create, say_drop, say_add_enum_value, say_rename_enum_value;

/* ---- page.c ---------------------------------------------------------------------------------- */

void page_code(struct writing *w, const char *statement);
void page_sql(struct writing *w, struct aludel_text statement);
void page_remark(struct writing *w, const char *text, bool sql);
void page_guard(struct writing *w, bool guarded);
void page_end(struct writing *w);
/* As `aludel fmt` leaves it. */
struct aludel_text page_formatted(struct arena *a, struct aludel_text page);

#endif
