/*
 * inner.h: what the files of rebuild/ share: a table in hand, and what each does for it. From the ground up:
 *
 *     sql         asking and sending; errors are an edit's                       sql.c
 *     edit        the table's text                                               shape.h
 *     check       foreign keys, who uses the table, what rows must fulfil,       keys.c, users.c, conditions.c,
 *                 what can't do without a column that goes                       gone.c
 *     read        the table, its indexes and triggers, as they stand             read.c
 *     in place    the new text is written over the old one                       in_place.c
 *     by copy     the rows are copied into a new table                           copy.c, rows.c, marks.c
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
    struct aludel_text name, sql;
    bool temporary; /* a trigger of the connection's own */
    bool goes;      /* with a column */
};

struct al_own_list {
    struct al_own *at;
    size_t count;
};

struct al_rebuild {
    struct aludel_op *op;
    const struct aludel_rebuilt *what;
    struct aludel_place at;
    struct aludel_arena arena; /* as long as the rebuild */
    struct aludel_eval eval;   /* over `arena` */
    struct aludel_value schema;
    const char *prefix; /* in front of the names in it: "main.", "\"aux\".", in a script perhaps "" */
    bool live;
    bool keeps_rows; /* no edit makes, takes away or replaces a key, a default, a collation, an expression */
    bool keeps_foreign_keys; /* nor a foreign key */
    struct al_shape was, is;
    struct al_own_list indexes, triggers;
    struct aludel_value children; /* foreign keys to the table: whose they are, to which of its columns */
};

/* ---- SQL: sql.c ---------------------------------------------------------------------------------- */

struct al_builder al_rebuild_sql(struct al_rebuild *r);
/* Each of these, and of those below: false after an error, in op->error or the driver's. The statement that has been put together. */
bool al_rebuild_send(struct al_rebuild *r, struct al_builder *b);
bool al_rebuild_count(struct al_rebuild *r, struct al_builder *b, int64_t *changed);
/* The driver's `compiles`, whose error is the operation's: see aludel_ok. */
bool al_rebuild_compiles(struct al_rebuild *r, struct aludel_text sql, bool strictly, char *why, size_t room);
bool al_rebuild_ask(struct al_rebuild *r, struct al_builder *b, const struct aludel_value *values,
                    size_t count, struct aludel_value *rows);
bool al_rebuild_number(struct al_rebuild *r, struct al_builder *b, int64_t *number);
/* Anything of that name; `prefix` says where. */
bool al_rebuild_has(struct al_rebuild *r, const char *prefix, struct aludel_text name, bool *there);
size_t al_rows(struct aludel_value rows);
struct aludel_text al_text_at(struct aludel_value rows, size_t row, size_t column); /* "" for NULL */
struct aludel_value al_name_value(struct aludel_text name);
/* The definition of a table or an index written over the old one; and every connection reads the schema again, this one
 * too. */
bool al_rebuild_write(struct al_rebuild *r, const char *type, struct aludel_text name,
                      struct aludel_text sql);
bool al_rebuild_reload(struct al_rebuild *r);
/* A setting of the connection, put back when the transaction ends otherwise. */
bool al_rebuild_set(struct al_rebuild *r, const char *pragma, bool *was);
bool al_rebuild_put_back(struct al_rebuild *r, const char *pragma, bool was);
/* Errors from here on are the edit's; NULL: the rebuild's. */
void al_rebuild_stand_at(struct al_rebuild *r, const struct aludel_edit *e);
/* The last edit of that kind with that name (ADD_CONSTRAINT: with that text), or NULL. */
const struct aludel_edit *al_rebuild_edit(const struct al_rebuild *r, enum aludel_edit_kind kind,
                                          struct aludel_text of);
/* Errors from here on are that edit's. */
void al_rebuild_blame(struct al_rebuild *r, enum aludel_edit_kind kind, struct aludel_text of);

/* ---- Foreign keys: keys.c ------------------------------------------------------------------------ */

struct al_violations {       /* rows without their parent */
    struct aludel_value *of; /* the table's, then those of r->children: a row for each parent */
};
bool al_keys_read(struct al_rebuild *r); /* r->children */
/* The table whose key r->children[i] is; "" where that table's come before. */
struct aludel_text al_keys_child(const struct al_rebuild *r, size_t i);
bool al_keys_count(struct al_rebuild *r, struct al_violations *v);
bool al_keys_check(struct al_rebuild *r, const struct al_violations *before);
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

/* Whether rows break a new NOT NULL or CHECK: false with an error that says how many. `table`: where they are. */
bool al_rebuild_check_rows(struct al_rebuild *r, struct aludel_text table);
void al_rebuild_tell_nulls(struct al_rebuild *r, struct aludel_text column, const char *becomes,
                           int64_t rows);

/* ---- Columns that go: gone.c --------------------------------------------------------------------- */

bool al_rebuild_check_columns(struct al_rebuild *r);

/* ---- The table as it stands: read.c -------------------------------------------------------------- */

bool al_rebuild_read(struct al_rebuild *r);

/* ---- In place: in_place.c ------------------------------------------------------------------------ */

bool al_rebuild_may_stay(struct al_rebuild *r); /* in place is enough, and allowed; no error */
bool al_rebuild_in_place(struct al_rebuild *r);

/* ---- By copy: rows.c, marks.c, copy.c ------------------------------------------------------------ */

/* `old`: what the old table is called meanwhile. */
bool al_rebuild_copy_rows(struct al_rebuild *r, struct aludel_text old);
bool al_rebuild_keep_mark(struct al_rebuild *r, struct aludel_text old);         /* AUTOINCREMENT's */
bool al_rebuild_forget_statistics(struct al_rebuild *r, struct aludel_text old); /* of keys that go */
bool al_rebuild_copy(struct al_rebuild *r);

#endif
