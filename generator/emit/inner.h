/*
 * inner.h: what the files of emit/ share and nobody else sees, from the ground up.
 *
 *   names.c       ids and variables as C identifiers
 *   places.c      where a thing stands in its template
 *   expr.c        expressions -> C
 *   locals.c      where each local of a program is declared, and which aren't needed
 *   statements.c  constant statements: their rows, their use
 *   loops.c       how loops begin, and the ways out of them
 *   rebuild.c     an SQLite table's rebuild: its edits as constant data
 *   steps.c       steps -> C
 *   function.c    a program -> its rows and its function; both dialects in one
 *   persons.c     <%c> blocks at file scope, and the types of the functions in them
 *   recipe.c      a program as text in place of C (recipe.h)
 *   carried.c     what each upgrade leaves in the log
 *   fields.c      fields of initialisers; what settings say
 *   work.c        what a migration does to which tables
 *   migrations.c  the table of migrations
 *   registry.c    the registry and the header
 *   repeated.c    statements that several recipes of an image have
 *   image_recipes.c, image.c      the same for the profile `embedded`: recipes (image_recipes.h), constant tables
 *   room.c        how much memory that wants to be lent
 *   emit.c        which files there are
 */
#ifndef EMIT_INNER_H
#define EMIT_INNER_H

#include "emit/emit.h"
#include "emit/writer.h"

#include <stdbool.h>

/* ---- names.c -------------------------------------------------------------------------------- */

/* [A-Za-z0-9_] stay, other bytes are _ and two hexadecimal digits; so is a _ that would look like one. */
const char *identifier(struct arena *a, struct aludel_text id);
bool is_reserved(const char *name); /* a C keyword, or a name that generated functions use themselves */

/* ---- A function being written ---------------------------------------------------------------- */

struct block; /* locals.c: a list of steps as it nests */

struct use_of_local {
    const char *name;
    uint32_t sets, uses;
    struct block *home;        /* the innermost block around all that it stands in */
    struct block *first_block; /* where it stands first … */
    const struct step *first_step;
    bool first_sets; /* … and whether that gives it its value */
    const struct step *declare_in_front_of;
    bool declared;         /* at its first assignment */
    struct later *instead; /* written in place of it: it is used once, at once */
};

struct locals {
    struct use_of_local *at;
    size_t count;
    bool uses_eval; /* something is computed with py_ functions */
};

struct way_out { /* a loop, block or autocommit that the step in hand is inside of */
    struct way_out *outer;
    enum step_kind kind;
    uint32_t label;
    bool leaves, again; /* a goto to its end, or next turn, was written */
};

struct place_row {
    const struct source *source;
    uint32_t line;
};

struct function {
    struct arena *arena;
    struct c_writer *w;
    const struct program *program;
    bool strip; /* places are the numbers of statements */
    struct locals locals;
    VEC(const struct sql_statement *) statements;
    VEC(struct place_row) place_rows;
    struct way_out *inside;
    uint32_t last_line; /* that aludel_at was told */
};

/* ---- places.c -------------------------------------------------------------------------------- */

uint32_t line_of(struct span at);
uint32_t line_of_text(struct aludel_text text, struct span at);
void put_place_row(struct c_writer *w, struct place_row row); /* {"file", 12} */
void put_place(struct function *f, struct span at);           /* &places[3] */
void say_place(struct function *f, struct span at); /* aludel_at(op, …); unless it was just said */
void put_place_rows(struct function *f);

/* ---- expr.c ---------------------------------------------------------------------------------- */

void put_later(struct function *f, const struct later *l);
void put_values(struct function *f, size_t count, struct later *const *values); /* separated by commas */
bool needs_place(const struct later *l);                                        /* it may fail */

/* ---- locals.c -------------------------------------------------------------------------------- */

struct locals locals_read(struct arena *a, const struct program *p);

/* ---- statements.c ---------------------------------------------------------------------------- */

void put_flags(struct c_writer *w, const struct flag_name *of, unsigned flags); /* A | B, or 0 */
void put_statement_rows(struct function *f);
/* aludel_run(op, rows + first, count); `before`: in front of it. */
void put_rows_run(struct function *f, const char *before, size_t first, size_t count);
void put_bound(struct function *f, const struct sql_statement *s);
/* Adjacent constant statements are one call. The number of steps that it took. */
size_t put_run(struct function *f, const struct steps *steps, size_t i);

/* ---- loops.c --------------------------------------------------------------------------------- */

void put_kept(struct function *f, const struct step *s);  /* what is kept from turn to turn */
void put_turns(struct function *f, const struct step *s); /* while (…) { */
void put_leave(struct function *f, const struct step *s);

/* ---- rebuild.c ------------------------------------------------------------------------------- */

struct aludel_text edit_sql(struct arena *a, const struct edit *e);
void put_rebuild(struct function *f, const struct step *s);

/* ---- steps.c --------------------------------------------------------------------------------- */

void put_steps(struct function *f, const struct steps *steps);

/* ---- function.c ------------------------------------------------------------------------------ */

struct way {
    const struct program *programs[ALUDEL_DIALECTS]; /* NULL: not built, or nothing there */
    const char *name;                                /* of the function */
    const char *local_name;   /* of its halves, where the dialects differ: "upgrade_4f2a" */
    const char *label;        /* of its data: "4f2a_up" */
    bool internal;            /* static */
    bool strip;               /* no file's name, no line */
    struct aludel_text about; /* for the comment above */
};
void put_way(struct arena *a, struct c_writer *w, const struct way *way);

/* ---- persons.c ------------------------------------------------------------------------------- */

struct persons { /* files whose C a generated file needs */
    VEC(const struct file *) files;
    VEC(const struct c_function *) functions;
};
void persons_find(const struct environment *e, const struct program *p, struct persons *out);
void persons_put(struct arena *a, struct c_writer *w, const struct file *own, const struct persons *persons);

/* ---- carried.c ------------------------------------------------------------------------------- */

bool carries(const struct environment *e); /* carry_downgrades */
/* Of the migrations of `view`, which is `e` or its originals. `again`: what isn't replaced has its constants already;
 * `silent`: without messages. */
void put_carried_constants(struct c_writer *w, const struct environment *e, const struct environment *view,
                           bool again, bool silent);
struct aludel_text carried_on_sqlite(const struct environment *e, const struct migration *m, bool silent);
size_t longest_carried(const struct environment *e); /* in bytes */
/* By a program that doesn't know it, on SQLite. */
bool can_undo_carried(const struct environment *e, const struct migration *m);
void put_carried_field(struct c_writer *w, const struct environment *e, const struct environment *view,
                       const struct migration *m);

struct c_names { /* of a registry and its parts */
    const char *symbol;
    const char *version;
    bool no_downgrade, strip_messages; /* what is left out */
};

const char *function_name(struct arena *a, const struct c_names *n, const struct migration *m,
                          enum aludel_direction d);
/* Both functions of a migration, or as many as there are. */
void declare_ways(struct arena *a, struct c_writer *w, const struct c_names *n, const struct migration *m);

/* ---- fields.c -------------------------------------------------------------------------------- */

bool says(const char *setting, const char *value); /* none says anything in programs built by hand: NULL */
void put_sum(struct c_writer *w, const struct aludel_sum *sum);
void put_sum_field(struct c_writer *w, const struct aludel_sum *sum);           /* .sum = {…}, */
void put_string_field(struct c_writer *w, const char *name, const char *value); /* .name = "value", */

/* ---- work.c ---------------------------------------------------------------------------------- */

/* ", .work = …": in a direction's row, unless the setting `budget` says no. */
void put_work(struct c_writer *w, const struct environment *e, const struct program *p);
/* Of an image: whether it says it at all; NAME_work, a table of its own; ALUDEL_EMBEDDED_WORK(…) for the header. */
bool image_has_work(const struct environment *e);
int64_t image_limit(const struct environment *e); /* max_bytes; 0: any */
void put_image_work(struct c_writer *w, const struct environment *e, const struct c_names *n);
const char *image_work_room(const struct environment *e, const struct c_names *n);
bool has_long_work(const struct environment *e); /* longer than C promises of a literal, of any migration */

/* ---- migrations.c ----------------------------------------------------------------------------- */

/* [ALUDEL_UP] = {.run = …}: one direction. */
void put_direction(const struct environment *e, struct c_writer *w, const char *function,
                   const struct migration *m, enum aludel_direction d);
/* Both views, with what they point to in front. */
void put_migrations(struct c_writer *w, const struct environment *e, const struct c_names *n);

/* ---- registry.c ------------------------------------------------------------------------------ */

/* "aludel_step_fn …": both, or the one that isn't left out. */
bool has_hook(const struct environment *e, const struct c_names *n, enum hook h); /* and it isn't left out */
struct way hook_way(const struct environment *e, enum hook h);
struct way target_way(const struct environment *e); /* the schema that is meant; e->target isn't NULL */
void put_banner(struct c_writer *w, const struct c_names *n, const char *from);
void put_registry(struct c_writer *w, const struct environment *e, const struct c_names *n);
struct aludel_text header_text(struct arena *a, const struct c_names *n, const char *file,
                               const char *include, const char *const *lines);

/* ---- repeated.c ------------------------------------------------------------------------------ */

/* Statements that an image has once, wherever they are in its recipes: added from all of them, then settled. */
struct repeated {
    struct aludel_text *at;
    size_t count, room;
};
void repeated_add(struct arena *a, struct repeated *s, struct aludel_text recipe);
void repeated_settle(struct repeated *s);
struct aludel_text repeated_in(struct arena *a, const struct repeated *s,
                               struct aludel_text recipe); /* with `=` */
void put_repeated(struct c_writer *w, const struct repeated *s);

/* ---- image.c -------------------------------------------------------------------------------- */

/* In place of a registry. */
void put_image(struct c_writer *w, const struct environment *e, const struct c_names *n);
/* NULL: there is none, or on SQLite it has nothing to do. */
const struct program *image_hook(const struct environment *e, enum hook h);
/* A direction is a function in it, not a recipe. */
bool image_calls(struct arena *a, const struct program *p);
/* ---- room.c --------------------------------------------------------------------------------- */

/* What rebuilds and functions need at most, in bytes; 0: the chain has none. */
size_t image_room(const struct environment *e);
/* For undoing what newer images have done: what an image has at least, whatever is in it; and what an older one needs that
 * undoes this migration, 0: it can't. */
size_t image_undo_room(const struct environment *e);
size_t need_of_undoing(const struct environment *e, const struct migration *m);

#endif
