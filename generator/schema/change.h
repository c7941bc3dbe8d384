/*
 * change.h: one change of a schema, as a directive asks for it or as an SQL statement was read. Who makes a
 * migration makes a list of these; the model (evolve), the SQL of both dialects (sql/ddl.h) and the derived
 * downgrade (invert) are their readers.
 */
#ifndef CHANGE_H
#define CHANGE_H

#include "base/diag.h"
#include "schema/schema.h"

enum change_kind {
#define CHANGE(kind, name, evolves, inverts, words) CHANGE_##kind,
#include "schema/changes.def"
#undef CHANGE
};
#define CHANGE_KINDS (CHANGE_UNREAD + 1) /* it is the last */

/* What alter_column changes; a bit for each that is given. */
enum alter_what {
    ALTER_TYPE = 1,
    ALTER_NULL = 2,    /* not_null */
    ALTER_DEFAULT = 4, /* value; no text: dropped */
    ALTER_COMMENT = 8,
    ALTER_NAME = 16,
    ALTER_IDENTITY = 32, /* identity, identity_options */
    ALTER_GENERATED = 64 /* generated expression dropped (PostgreSQL's DROP EXPRESSION), or set */
};

struct alteration {
    unsigned what;
    struct column_type type;
    bool not_null;
    struct sql value;
    struct aludel_text comment, name;
    enum identity identity;
    struct sql identity_options;
    enum generated generated;
    struct sql expression;
    struct sql using; /* PostgreSQL: USING; SQLite: what the rebuild's copy computes */
    /* existing_…: what the author says is there, for a table that the model doesn't know */
    bool existing_type_given, existing_null_given, existing_default_given, existing_comment_given;
    struct column_type existing_type;
    bool existing_not_null, existing_identity;
    struct sql existing_value;
    struct aludel_text existing_comment;
};

struct change {
    enum change_kind kind;
    struct span span; /* the whole directive or statement */
    /* Of arguments, for messages; nowhere: not told apart from the whole. */
    struct span name_span;   /* that names what is changed */
    struct span table_span;  /* that names its table, or its type */
    struct span to_span;     /* that gives a new name */
    struct span beside_span; /* `before` or `after` */
    bool if_exists, if_not_exists, cascade, concurrently;
    bool maybe; /* of schema_changes: it isn't known for certain */
    bool alone; /* ADD_ENUM_VALUE: outside the transaction, so that what comes behind it may use the label */
    struct path table;
    struct path to;
    struct aludel_text name; /* of a column, a constraint, an index */
    struct aludel_text text;
    struct aludel_text before, after;
    const struct table *create; /* its indexes are made behind it, its enum types in front */
    const struct column *column;
    struct constraints
        with; /* ADD_COLUMN: what comes with the column: UNIQUE, REFERENCES, CHECK, PRIMARY KEY */
    struct alteration alter;
    const struct index *index;
    const struct constraint *constraint;
    enum constraint_kind constraint_kind; /* DROP_CONSTRAINT */
    bool any_kind;                        /* … of whatever kind */
    struct names columns;                 /* DROP_CONSTRAINT without a name: what it constrains */
    struct sql condition; /* … a check's: that one alone, whatever else constrains the same */
    const struct thing *thing;
    VEC(struct path) tables; /* UNREAD; DROP_TABLE: what the same statement drops besides */
};

struct changes {
    const struct change **at;
    size_t count, room;
};

/* Around the changes of one way of one migration. */
struct
    claim { /* an error that doesn't hold where a revision that isn't ordered with this one touches `path` */
    size_t diagnostic; /* its place in the diagnostics */
    struct path path;
};

struct claims {
    struct claim *at;
    size_t count, room;
};

struct evolution {
    struct arena *arena;
    struct diagnostics *diagnostics;
    struct claims claims;
    bool
        as_it_is; /* SQLite: what a database has let in is no error: a foreign key whose key comes later, or never */
};

/* The schema behind the change; errors go to the diagnostics, at the change's place, with the place where the
 * thing in question was made or dropped, and "did you mean". After an error the schema is what the author will
 * have meant, so that what follows isn't full of echoes. evolve.c */
const struct schema *evolve(struct evolution *e, const struct schema *before, const struct change *c);

/* The one that a CHANGE_DROP_CONSTRAINT means, by its name or by what it constrains; NULL: it isn't known here.
 * evolve_constraint.c */
const struct constraint *dropped_constraint(struct arena *a, const struct schema *before,
                                            const struct change *c);

/* The changes that undo `c`, in the order in which they run; `before` and `after` are the schemas around it.
 * False: there is no inverse, `why` says so in words that end a sentence ("drop_table of 'users', whose shape
 * isn't known here"). invert.c */
bool invert(struct arena *a, const struct schema *before, const struct schema *after, const struct change *c,
            struct changes *out, const char **why);

/* What is in `there` and not in `wanted`, or differs, a line each ("column users.email: lost its default"), for
 * lint --reversible and tests. compare.c */
struct aludel_text schema_residue(struct arena *a, const struct schema *wanted, const struct schema *there);

/* The changes that build the schema from nothing, in an order in which they run. `maybe`: of what is there maybe, too,
 * marked so; else it is left out. changes.c */
void schema_changes(struct arena *a, const struct schema *s, bool maybe, struct changes *out);

/* In words, as Alembic's autogenerate says what it has found: "added column 'users.email'"; NULL: it only follows from
 * another one. tell.c */
const char *change_told(struct arena *a, const struct change *c);

/* The schema as JSON; as SQL it is what ddl_write makes of schema_changes. print.c */
struct aludel_text schema_json(struct arena *a, const struct schema *s);

#endif
