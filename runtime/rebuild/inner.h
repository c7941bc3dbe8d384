/*
 * inner.h: what the files of rebuild/ share: a table in hand, and what each does for it. From the ground up:
 *
 *     sql         asking and sending; errors are an edit's                       sql.c
 *     edit        the table's text                                               shape.h
 *     check       foreign keys, who uses the table, what rows must fulfil,       keys.c, users.c, conditions.c,
 *                 what can't do without a column that goes                       gone.c
 *     read        the table, its indexes and triggers, as they stand             read.c
 *     in place    the new text is written over the old one                       in_place.c
 *     by copy     the rows are copied into a new table                           copy.c, rows.c, explain.c, marks.c
 *     the whole   aludel_rebuild                                                 rebuild.c
 *
 * In a script the definition is what the chain knows, and nothing is checked. All of it runs in the migration's own
 * transaction: what fails leaves the file as it was.
 */
#ifndef AL_REBUILD_INNER_H
#define AL_REBUILD_INNER_H

#include "op/op.h"
#include "rebuild/shape.h"

struct al_own { /* an index or a trigger of the table */
    const char *name, *sql;
    bool temporary; /* a trigger of the connection's own */
    bool goes;      /* with a column */
};

struct al_own_list {
    struct al_own *at;
    size_t count;
};

struct al_rebuild { /* what is used most comes first: its addresses are short */
    struct aludel_op *op;
    struct aludel_error *error; /* the op's */
    const struct aludel_rebuilt *what;
    const char *schema;
    const char *prefix; /* in front of the names in it: "main.", "\"aux\".", in a script perhaps "" */
    const char *old;    /* what the old table is called while the new one is filled */
    unsigned kinds;     /* of its edits: AL_EDITS of each */
    bool keeps_rows; /* no edit makes, takes away or replaces a key, a default, a collation, an expression */
    bool keeps_foreign_keys; /* nor a foreign key */
    /* foreign keys to the table: whose they are, to which of its columns, and whether they say to which */
    const struct aludel_items *children;
    const struct aludel_items **violations; /* see keys.c */
    struct al_own_list indexes, triggers;
    struct aludel_arena
        arena; /* as long as the rebuild; what a part of it alone needs is given back behind it */
    struct aludel_arena benches[2]; /* of edits, in turn: `is` stands in one of them */
    struct al_shape was, is;
    struct aludel_place at;
    struct aludel_eval eval; /* over `arena` */
};

/* False: a script. A firmware has a database: there the compiler leaves out what is for scripts. */
static inline bool al_rebuild_live(const struct al_rebuild *r)
{
#ifdef ALUDEL_EMBEDDED
    (void)r;
    return true;
#else
    return r->op->around->driver->type->live;
#endif
}

/* Of an edit that `kinds` holds. */
#define AL_EDITS(kind) (1u << ALUDEL_EDIT_##kind)

/* ---- SQL: sql.c ----------------------------------------------------------------------------------
 *
 * Statements are written as templates, in which
 *   %p   is the schema in front of a name, with its dot
 *   %m   its sqlite_master
 *   %t   the table's name, %o the one that the old table has meanwhile; %T, %O, %S these and the schema's as strings
 *   %n   the next argument as a name, %q as a string, %z as it stands
 *   %s   the next argument, a struct aludel_text, as it stands
 */

void al_rebuild_put(struct al_rebuild *r, struct al_builder *b, const char *sql, ...);
const char *al_rebuild_text(struct al_rebuild *r, const char *sql, ...);
struct aludel_statement al_rebuild_statement(const struct al_rebuild *r, const char *sql);
/* Each of these, and of those below: false after an error, in op->error or the driver's, or when there is no memory, which
 * the arena remembers. */
bool al_rebuild_send(struct al_rebuild *r, const char *sql, ...);
bool al_rebuild_count(struct al_rebuild *r, const char *sql, int64_t *changed);
bool al_rebuild_ask(struct al_rebuild *r, const struct aludel_items **rows, const char *sql, ...);
bool al_rebuild_number(struct al_rebuild *r, const char *sql, int64_t *number);
/* Of rows; NULL: none. "" and 0 for what is something else. */
size_t al_rows(const struct aludel_items *rows);
const char *al_text_at(const struct aludel_items *rows, size_t row, size_t column);
int64_t al_number_at(const struct aludel_items *rows, size_t row, size_t column);
/* Whether the statement can be compiled; `why` not. That it couldn't be looked at is the operation's error: see aludel_ok. */
bool al_rebuild_compiles(struct al_rebuild *r, const char *sql, bool strictly, char *why, size_t room);
/* Anything of that name; `prefix` says where. */
bool al_rebuild_has(struct al_rebuild *r, const char *prefix, const char *name, bool *there);
/* The definition of a table or an index written over the old one; and every connection reads the schema again, this one
 * too. */
bool al_rebuild_write(struct al_rebuild *r, const char *type, const char *name, const char *sql);
bool al_rebuild_reload(struct al_rebuild *r);
/* A setting of the connection, put back when the transaction ends otherwise. */
bool al_rebuild_set(struct al_rebuild *r, const char *pragma, bool *was);
bool al_rebuild_put_back(struct al_rebuild *r, const char *pragma, bool was);

/* Errors from here on are the edit's; NULL: the rebuild's. */
void al_rebuild_stand_at(struct al_rebuild *r, const struct aludel_edit *e);
/* The last edit of that kind with that name, or NULL. */
const struct aludel_edit *al_rebuild_edit(const struct al_rebuild *r, enum aludel_edit_kind kind,
                                          const char *name);
/* Errors from here on are that edit's; the one's that adds the constraint. */
void al_rebuild_blame(struct al_rebuild *r, enum aludel_edit_kind kind, const char *name);
void al_rebuild_blame_new(struct al_rebuild *r, const struct al_ddl_constraint *k);

/* ---- Foreign keys: keys.c ------------------------------------------------------------------------ */

bool al_keys_read(struct al_rebuild *r); /* r->children */
/* The table whose key r->children[i] is; "" where that table's come before. */
const char *al_keys_child(const struct al_rebuild *r, size_t i);
/* Counts the rows without their parent before the rebuild, where an edit may make more of them; that there are no more. */
bool al_keys_count(struct al_rebuild *r);
bool al_keys_check(struct al_rebuild *r);
/* Where foreign keys are on and can't be switched off, dropping the old table would touch other tables' rows. */
bool al_keys_allow_copy(struct al_rebuild *r);

/* ---- Who uses the table: users.c ----------------------------------------------------------------- */

struct al_user;
struct al_users {
    struct al_user *at;
    size_t count;
};
/* What works, before the rebuild; and that it works still, behind it. */
bool al_users_find(struct al_rebuild *r, struct al_users *users);
bool al_users_check(struct al_rebuild *r, const struct al_users *users);

/* ---- What rows must fulfil: conditions.c --------------------------------------------------------- */

/* Whether rows break a new NOT NULL or CHECK: false with an error that says how many. `table`: a template of the table
 * that has them. */
bool al_rebuild_check_rows(struct al_rebuild *r, const char *table);
void al_rebuild_tell_nulls(struct al_rebuild *r, const char *column, const char *becomes, int64_t rows);

/* ---- Columns that go: gone.c --------------------------------------------------------------------- */

bool al_rebuild_check_columns(struct al_rebuild *r);

/* ---- The table as it stands: read.c -------------------------------------------------------------- */

bool al_rebuild_read(struct al_rebuild *r);

/* ---- In place: in_place.c ------------------------------------------------------------------------ */

bool al_rebuild_may_stay(struct al_rebuild *r); /* in place is enough, and allowed; no error */
bool al_rebuild_in_place(struct al_rebuild *r);

/* ---- By copy: rows.c, explain.c, marks.c, copy.c --------------------------------------------------- */

/* The value that a column gets, as an expression; NULL: its default. */
const char *al_rebuild_value(struct al_rebuild *r, const char *column);
/* Of r->old, those in which an expression is NULL; all of them where it is NULL itself. */
bool al_rebuild_rows(struct al_rebuild *r, const char *expression, int64_t *count);
bool al_rebuild_tell_valueless(struct al_rebuild *r, const char *column, const char *becomes, int64_t rows);
bool al_rebuild_copy_rows(struct al_rebuild *r);         /* from r->old */
bool al_rebuild_keep_mark(struct al_rebuild *r);         /* AUTOINCREMENT's */
bool al_rebuild_forget_statistics(struct al_rebuild *r); /* of keys that go */
bool al_rebuild_copy(struct al_rebuild *r);
/* A better error than the driver's, when rows couldn't be copied. */
void al_rebuild_explain(struct al_rebuild *r);

#endif
