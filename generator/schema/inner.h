/*
 * inner.h: what the files of this room share.
 *
 *   same.c      whether two parts are the same
 *   words.c     names in expressions
 *   names.c     the names that PostgreSQL chooses
 *   store.c     things and tables into a schema and out of it, with all that hangs on them
 *   say.c       errors about what isn't there, or is there already
 *   evolve_….c  the changes: what they stand on, then one theme each
 */
#ifndef SCHEMA_INNER_H
#define SCHEMA_INNER_H

#include "schema/change.h"
#include "schema/map.h"
#include "schema/same.h"

#include "core/text.h"

/* ---- schema.c: the keys of its maps ------------------------------------------------------------- */

enum space {
    /* things, and gone */
    SPACE_RELATION,
    SPACE_TYPE,
    SPACE_FUNCTION,
    SPACE_TRIGGER, /* PostgreSQL: of its table */
    SPACE_CARRIED,
    SPACE_EXTENSION,
    SPACE_SCHEMA,
    /* gone: path of the table, of: the name */
    SPACE_COLUMN,
    SPACE_CONSTRAINT,
    /* referrers: path -> of */
    LINK_FOREIGN_KEY, /* a table -> whose foreign keys lead to it */
    LINK_TYPE,        /* an enum type -> tables with columns of it */
    LINK_CONSTRAINT,  /* PostgreSQL: a constraint's name -> its table */
    LINK_INDEX,       /* a table -> its indexes, those of constraints too */
    LINK_TRIGGER,
    LINK_SEQUENCE,
    LINK_CARRIED, /* whatever has the name -> what goes with it */
    LINK_VIEW     /* no path -> each view */
};

/* The value of `gone`. */
struct gone {
    struct span span;
    bool renamed;
};

struct map_key thing_key(const struct schema *s, enum thing_type type, struct path path, struct path on);
struct map_key key_of(const struct schema *s, const struct thing *thing);
struct map_key part_key(const struct schema *s, enum space space, struct path table, struct aludel_text name);

/* Where in a list it is. */
#define NOWHERE SIZE_MAX
size_t columns_at(enum aludel_dialect dialect, const struct columns *list, struct aludel_text name);
size_t constraints_at(enum aludel_dialect dialect, const struct constraints *list, struct aludel_text name);
size_t indexes_at(enum aludel_dialect dialect, const struct indexes *list, struct aludel_text name);

/* ---- same.c ---------------------------------------------------------------------------------- */

/* The same one in another table; of several that are the same, the one that stands as far behind. */
const struct constraint *counterpart(enum aludel_dialect d, const struct table *other, const struct table *t,
                                     size_t at);

/* ---- words.c --------------------------------------------------------------------------------- */

/* Of an expression: types behind :: and AS. */
struct aludel_text words_rename_type(struct arena *a, struct aludel_text sql, struct path from,
                                     struct path to);
struct aludel_text words_path(struct arena *a, struct path path); /* in quotes where it has to be */
/* What PostgreSQL calls an expression in an index's name: a function, a column. No text: nothing. */
struct aludel_text words_called(struct arena *a, struct aludel_text sql);

/* ---- names.c --------------------------------------------------------------------------------- */

struct aludel_text name_constraint(struct arena *a, const struct schema *s, const struct table *t,
                                   const struct constraint *k);
struct aludel_text name_index(struct arena *a, const struct schema *s, const struct table *t,
                              const struct index *i);

/* ---- store.c --------------------------------------------------------------------------------- */

/* Puts a thing in, in the place of the one that has its name. */
void thing_put(struct arena *a, struct schema *s, struct thing *thing);
/* Takes it out; `gone` is remembered for messages, NULL: nothing is. What hangs on it stays. */
void thing_remove(struct arena *a, struct schema *s, const struct thing *thing, const struct gone *gone);
/* A table's new shape in the place of the old one; `was` may be NULL. `thing` is a copy that may be written. */
void table_put(struct arena *a, struct schema *s, const struct table *was, struct thing *thing);
/* A table with its indexes, triggers and sequences. */
void table_remove(struct arena *a, struct schema *s, const struct thing *thing, const struct gone *gone);
struct table *table_copy(struct arena *a, const struct table *t); /* with arrays of its own */
/* What leads to `path`, or hangs on it: the keys' `of`. */
void links_list(struct arena *a, const struct schema *s, enum space link, struct path path,
                struct map_nodes *out);
const struct thing *link_thing(const struct schema *s, enum space link, const struct map_node *node);
void gone_put(struct arena *a, struct schema *s, struct map_key key, struct gone gone);

void columns_remove(struct columns *list, size_t at);
void constraints_remove(struct constraints *list, size_t at);
void indexes_remove(struct indexes *list, size_t at);

/* ---- Evolving: what all of it stands on ------------------------------------------------------- */

struct evolving {
    struct evolution *e;
    struct arena *arena;
    struct schema *s; /* is changed in place, until it is handed out */
    const struct change *c;
    struct span at; /* of the part that is looked at, where it is narrower than the change */
};

/* say.c: each is an error about the change, with its claims and the other place. */
bool surely_absent(const struct schema *s, enum thing_type type, struct path path);
void say_claim(struct evolving *g, struct path path); /* of the latest error */
void say_no_thing(struct evolving *g, enum thing_type type, struct path path);
void say_no_column(struct evolving *g, const struct table *t, struct aludel_text name);
void say_no_constraint(struct evolving *g, const struct table *t, struct aludel_text name);
void say_thing_exists(struct evolving *g, const struct thing *there);
void say_made(struct evolving *g, struct span made); /* "it is made here" */
/* Of an error about two that hang together, by what is made at `made`. */
void say_tie(struct evolving *g, struct path a, struct path b, const char *hint, struct span made);
struct span here(const struct evolving *g);
bool is_named(const struct evolving *g); /* whether what the change names has a place of its own */
/* What is said from now on is about `at`, if that is a place; gives what it was about, for `g->at` behind it. */
struct span look_at(struct evolving *g, struct span at);
struct span place_or_change(const struct evolving *g, struct span made);

/* evolve_subject.c */
/* A table of which nothing is known, so that the same error isn't said for every change of it. */
void assume_table(struct evolving *g, struct path path);
/* The table that a change is about; NULL: there is none, which was said if it had to be. */
const struct thing *changed_table(struct evolving *g);
/* The column, and its table; NOWHERE: likewise. */
size_t changed_column(struct evolving *g, const struct thing **table);
/* A copy of it to write, and back into the schema. */
struct table *table_edit(struct evolving *g, const struct thing *thing);
void table_done(struct evolving *g, const struct thing *thing, struct table *t);
/* Room for something new. False: it is there, and stays as it is. `unsure`: it may be there, in another shape. */
bool room_for(struct evolving *g, enum thing_type type, struct path path, struct path on, bool *unsure);
void cascaded(struct evolving *g); /* PostgreSQL: who knows what went with it */
/* What made a thing, as it would be written now; none where that isn't known. */
struct sql definition_moved(struct evolving *g, const struct thing *thing, struct path to);

/* evolve_part.c */
/* Columns that a part names must be there. */
void check_columns(struct evolving *g, const struct table *t, const struct names *names);
/* Constraints of a table share no name; PostgreSQL's keys share theirs with no relation either. It is said. */
bool name_is_free(struct evolving *g, const struct table *t, const struct constraint *k);
const struct constraint *constraint_add(struct evolving *g, struct table *t,
                                        const struct constraint *constraint);
void constraint_remove(struct evolving *g, struct table *t, size_t at);
void constraint_occupy(struct evolving *g, const struct table *t, const struct constraint *k); /* its name */
void index_add(struct evolving *g, struct table *t, const struct index *index);
/* A materialized view's index is a thing by itself. */
void index_add_to_view(struct evolving *g, const struct thing *view, const struct index *index);
void index_remove(struct evolving *g, struct table *t, size_t at);

/* evolve_key.c */
void index_names(struct arena *a, const struct index *index, struct names *out); /* empty: an expression */
/* Whether there is a key of exactly these columns, besides the one that goes. */
bool has_key(struct evolving *g, const struct table *t, const struct names *columns,
             const struct constraint *but, const struct index *but_index);
void check_foreign_key(struct evolving *g, const struct table *t, const struct constraint *k);
/* The foreign keys that need any of these columns of `t`, a key of just these, or (having said no columns) the primary
 * key. One is handed out; `drop`: all go. */
enum need { NEED_COLUMNS, NEED_KEY, NEED_PRIMARY_KEY };
const struct constraint *needed_by(struct evolving *g, struct table *t, const struct names *columns,
                                   enum need need, bool drop, struct path *who);

/* ---- Evolving: a function for each kind of change ---------------------------------------------- */

/* evolve_constraint.c */
void evolve_add_constraint(struct evolving *g);
void evolve_drop_constraint(struct evolving *g);
void evolve_rename_constraint(struct evolving *g);
void evolve_validate_constraint(struct evolving *g);
/* Whether it is one that a DROP_CONSTRAINT without a name may mean. */
bool constraint_matches(struct arena *a, enum aludel_dialect d, const struct table *t,
                        const struct constraint *k, const struct change *c);

/* evolve_index.c */
void evolve_create_index(struct evolving *g);
void evolve_drop_index(struct evolving *g);
void evolve_rename_index(struct evolving *g);

/* A materialized view's under another name, on another one; NULL stays NULL. */
const struct index *index_moved(struct arena *a, const struct index *index, struct path path, struct path on);

/* evolve_column.c */
void evolve_add_column(struct evolving *g);
void evolve_drop_column(struct evolving *g);
void column_prepare(struct evolving *g, struct column *column);
size_t column_place(struct evolving *g, const struct table *t);
void column_insert(struct evolving *g, struct columns *list, size_t at, const struct column *column);
void column_own_sequence(struct evolving *g, const struct table *t, const struct column *column);
void column_make_type(struct evolving *g, const struct column *column);

/* evolve_alter.c */
void evolve_alter_column(struct evolving *g);

/* evolve_table.c */
void evolve_create_table(struct evolving *g);
void evolve_drop_table(struct evolving *g);
void evolve_move_table(struct evolving *g);
void evolve_table_comment(struct evolving *g);
void evolve_redefine_table(struct evolving *g);

/* evolve_thing.c */
void evolve_create(struct evolving *g);
void evolve_replace(struct evolving *g);
void evolve_drop(struct evolving *g);
void evolve_add_enum_value(struct evolving *g);
void evolve_rename_enum_value(struct evolving *g);
void evolve_rename_type(struct evolving *g);

#endif
