/*
 * inner.h: what the files of this room share.
 *
 *   list.c     a change into the list; what there is in a schema; names in texts
 *   look.c     what can't be compared; what can't be reached
 *   rename.c   the wish; names that change places
 *   candidate.c  what may have another name now
 *   alike.c    whether two parts are alike, spelling apart
 *   pair.c     tables, and what there is in the one schema and in the other
 *   goes.c     what is taken away, and what has to be taken away for it
 *   drop.c     taking it away
 *   drop_tables.c  … tables, children first
 *   drop_parts.c … from tables
 *   type.c     PostgreSQL's types: labels, types in the place of others, what a type may lose
 *   column.c   columns of a table that stays
 *   redefine.c SQLite: a table's definition as a whole
 *   count.c    … what counts in them
 *   sequence.c how a sequence counts
 *   table.c    tables that stay, tables that are new, and their order
 *   make.c     all else that has a name
 *   comment.c  what is said of it: comments, switches
 *   differ.c   the order of it all
 */
#ifndef DIFFER_INNER_H
#define DIFFER_INNER_H

#include "differ/differ.h"
#include "schema/same.h"

#include "core/text.h"

#define NONE SIZE_MAX

/* What happens to parts of a table that stays, or goes. */
enum column_fate {
    COLUMN_DROPPED = 1,
    COLUMN_REMADE = 2, /* dropped before others are altered; on PostgreSQL made again, too */
    COLUMN_RETYPED = 4,
    COLUMN_FORGETS = 8 /* its default is dropped before what it calls */
};

/* A table of the present; `is` NULL: it goes. What becomes of its parts is told in the order of `was`. */
struct pair {
    const struct table *was, *is;
    bool visited, changed;       /* on the way through the tables */
    bool gone;                   /* dropped: what has its name now is another one */
    unsigned char *columns;      /* their fates: bits */
    bool *constraints, *indexes; /* whether they go */
};

/* Views, triggers, functions, sequences, types of the present. */
struct item {
    const struct thing *thing;
    bool goes;         /* and isn't there when tables change; it may be made again behind that */
    bool replaced;     /* a type: another one takes its place … */
    struct path aside; /* … and it has this name for a while */
};

/* What is taken away, which others may name. */
struct lost {
    struct path path;
    struct aludel_text column; /* or another word that stands with it; empty: the thing itself */
    enum thing_type type;
};

struct differing {
    struct arena *arena;
    enum aludel_dialect dialect;
    const struct schema *from, *to, *now; /* `now`: behind the changes so far */
    struct evolution e;
    struct differences *out;
    VEC(const struct schema *) before; /* each change */
    VEC(struct pair) pairs;
    VEC(struct item) items;
    VEC(struct lost) lost;
    bool spread; /* something was added to what goes */
};

/* ---- list.c -------------------------------------------------------------------------------- */

/* A change of this kind; who fills it in hands it to `done`, which replays it. */
struct change *begin(struct differing *g, enum change_kind kind);
void done(struct differing *g, struct change *c, unsigned marks);
void change_thing(struct differing *g, enum change_kind kind, const struct thing *thing, unsigned marks);
void alter(struct differing *g, struct path table, struct aludel_text column,
           const struct alteration *alteration, unsigned marks); /* ALTER COLUMN */
void drop_table(struct differing *g, struct path path);
bool is_postgresql(const struct differing *g);
/* Whether the name stands in the text, in strings and bodies too: nextval('numbers'). */
bool has_name(struct aludel_text sql, struct aludel_text name);
struct aludel_text called(const struct thing *thing); /* how others name it; empty: they don't */
/* Whether it names it, as whatever: not in strings. */
bool mentions(struct differing *g, struct aludel_text sql, struct aludel_text name);
const char *literal(struct differing *g, struct aludel_text text); /* 'it''s' */
/* Whether it reads its rows; two views may have the names of each other's columns. */
bool reads_from(struct differing *g, struct aludel_text sql, struct aludel_text name);

struct things {
    struct arena *arena;
    const struct thing **at;
    size_t count, room;
};
void add_thing(void *with, const struct thing *thing); /* to such a list */
/* Of these types (bits), a type behind the other, in the order of their names. */
struct things things_of(struct differing *g, const struct schema *s, unsigned types);
const struct thing *counterpart_of(const struct schema *s, const struct thing *thing); /* or NULL */
/* The sequence of a SERIAL or an identity. */
bool comes_with_column(const struct schema *s, const struct thing *thing);

/* ---- look.c ---------------------------------------------------------------------------------- */

bool is_comparable(struct differing *g, const struct schema *s, const char *which);
void say_unreached(struct differing *g, const struct pair *p); /* of a table's own options */

/* ---- rename.c -------------------------------------------------------------------------------- */

bool rename_wished(struct differing *g, const struct differ_wish *wish);

/* Names that change, in an order in which each is free; of a circle one gives way for a while. */
struct renaming {
    struct path table; /* in which they stand; empty name: tables themselves */
    struct aludel_text from, to;
    const struct constraint *constraint; /* of which it is, or NULL */
    bool is_index, is_done;
};
struct renamings {
    struct renaming *at;
    size_t count, room;
};
void rename_all(struct differing *g, struct renamings *list);

/* ---- alike.c --------------------------------------------------------------------------------- */

/* What may be said, and is so anyway. */
struct aludel_text unless(struct aludel_text said, const char *usual);
bool alike_text(struct differing *g, struct aludel_text a, struct aludel_text b);
bool alike_default(struct differing *g, const struct column_type *type, struct aludel_text a,
                   struct aludel_text b);
bool alike_type(struct differing *g, const struct column_type *a, const struct column_type *b);
bool alike_constraint(struct differing *g, const struct constraint *a, const struct constraint *b,
                      bool named);
bool alike_thing(struct differing *g, const struct thing *a, const struct thing *b);
/* For each constraint of `was` the place of its like in `is`, or NONE; PostgreSQL: it may have another name. */
size_t *match_constraints(struct differing *g, const struct table *was, const struct table *is);
size_t *match_indexes(struct differing *g, const struct table *was, const struct table *is);

/* ---- pair.c ---------------------------------------------------------------------------------- */

void pair_up(struct differing *g);
struct pair *pair_of(struct differing *g, struct path table); /* or NULL */
const struct table *table_now(struct differing *g, const struct pair *p);
size_t column_at(struct differing *g, const struct table *t, struct aludel_text name);
/* Of those in the target's shape of a table: which has no like yet. */
bool *missing_constraints(struct differing *g, const struct table *is);
bool *missing_indexes(struct differing *g, const struct table *is);
/* SQLite asks for the key that a foreign key leads to, if the table is there: whether that is changed already. */
bool may_lead(struct differing *g, const struct constraint *k);

/* ---- goes.c ---------------------------------------------------------------------------------- */

void find_what_goes(struct differing *g);
/* What stands in front of a function's body; all of it where the body is SQL that the server keeps as such. */
struct aludel_text function_head(struct differing *g, struct aludel_text sql);
/* PostgreSQL's DROP EXPRESSION makes the one of the other. */
bool loses_expression(struct differing *g, const struct column *was, const struct column *is);
bool loses_parent(struct differing *g, const struct constraint *k); /* a foreign key, what it leads to */

/* ---- drop.c ---------------------------------------------------------------------------------- */

void drop_first(struct differing *g); /* what stands in the way */
void drop_columns_of_all(struct differing *g);
void drop_last(struct differing *g);

/* ---- drop_tables.c ------------------------------------------------------------------------- */

/* A table that goes, and is still there; else NULL. */
const struct table *left_over(struct differing *g, const struct pair *p);
void drop_left_tables(struct differing *g); /* all of those */

/* ---- drop_parts.c ---------------------------------------------------------------------------- */

void drop_constraint(struct differing *g, const struct table *t, const struct constraint *k);
void drop_constraints(struct differing *g, const struct pair *p, bool foreign); /* those that go */
void drop_columns(struct differing *g, const struct pair *p, unsigned fate);    /* those of this fate */
void drop_foreign_keys(struct differing *g, struct pair *p);
bool is_left_alone(struct differing *g, const struct pair *p,
                   const struct constraint *k); /* by its parent's key */
void drop_indexes(struct differing *g, const struct pair *p);
void drop_indexes_of_views(struct differing *g);
void let_go_in_columns(struct differing *g, const struct pair *p); /* of defaults, what they were made of */

/* ---- type.c ---------------------------------------------------------------------------------- */

bool is_label_list(const struct thing *thing);
/* Whether its labels can be had by adding some. */
bool only_adds_labels(const struct enum_type *was, const struct enum_type *is);
void put_types_aside(struct differing *g); /* those in whose place others come */
void change_types(struct differing *g);    /* labels, types that are new */
void drop_types(struct differing *g); /* those in whose place others are, and those that the target hasn't */
/* A type of the present, in the place of which another one comes; NULL: none. */
const struct thing *replaced_type(struct differing *g, const struct column_type *type);
bool may_lose(struct differing *g, const struct column_type *was, const struct column_type *is);
struct sql using_for(struct differing *g, const struct column *was, const struct column *is);

/* ---- column.c -------------------------------------------------------------------------------- */

void alter_columns(struct differing *g, const struct pair *p);
void add_columns(struct differing *g, const struct table *is);

/* ---- redefine.c ------------------------------------------------------------------------------ */

/* Options, AUTOINCREMENT, ON CONFLICT of NOT NULL, columns without a type. */
void redefine_options(struct differing *g, const struct pair *p);
void redefine_without(struct differing *g, struct path table, const struct constraint *k);

/* ---- count.c --------------------------------------------------------------------------------- */

/* Whether the same sequence counts in both, in another type: no more than that is to be told. */
bool keeps_counter(struct differing *g, struct path table, const struct column *now, const struct column *is);
bool is_kept_counter(struct differing *g, const struct thing *was, const struct thing *is);
/* OWNED BY, said of a sequence that is SERIAL's on the other side: there it goes without saying. */
bool is_owned_anyway(struct differing *g, const struct schema *other, const struct thing *owner);
void stop_counting(struct differing *g, struct path table, const struct column *now);
/* `now`: the column in front of its changes. */
void count_on(struct differing *g, struct path table, const struct column *now, const struct column *is);

/* ---- sequence.c ------------------------------------------------------------------------------ */

/* What is to be said so that one who counts by `was` counts by `is`: CREATE SEQUENCE, or the options alone. */
struct aludel_text options_changed(struct differing *g, struct aludel_text was, struct aludel_text is);
/* The next number for a column that counts by these options, as SQL over its table. */
const char *first_free(struct differing *g, const char *column, struct aludel_text options);
/* ALTER SEQUENCE, if something is to be said. */
void change_counting(struct differing *g, const struct thing *sequence, struct aludel_text was,
                     struct aludel_text is);

/* ---- table.c --------------------------------------------------------------------------------- */

void change_tables(struct differing *g);

/* ---- make.c ---------------------------------------------------------------------------------- */

void make_first(struct differing *g);                       /* schemas, extensions, sequences */
void make_called(struct differing *g);                      /* functions that tables call */
void make_last(struct differing *g);                        /* the others, views, triggers */
void make_things(struct differing *g, struct things *list); /* what is named by others before them */

/* ---- comment.c ------------------------------------------------------------------------------- */

bool is_comment(const struct thing *thing);
void make_comments(struct differing *g); /* those that are missing, and those of what was made anew */

#endif
