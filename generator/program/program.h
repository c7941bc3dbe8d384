/*
 * program.h: what is left of one direction of a migration, for one dialect, when all that is known at
 * build time has been computed. The C emitter, the linter and whoever comes later read the same steps.
 *
 * Straight from here to C: locals are C variables, a step is a C statement or a block. Every computation
 * whose moment matters is a STEP_LET, so that expressions inside steps only name constants, locals and
 * calls that can't have an effect.
 */
#ifndef PROGRAM_H
#define PROGRAM_H

#include "base/source.h"
#include "base/vec.h"
#include "sql/ddl.h"

#include <aludel/generated.h>

/* ---- Expressions that are left for run time ------------------------------------------------ */

enum later_kind {
    LATER_CONSTANT, /* value; lists and dicts may hold DEFERRED ones, whose object is a struct later */
    LATER_LOCAL,    /* local */
    LATER_PY,       /* py_<name>(e, arguments): operators, built-ins, methods ("m_upper") */
    LATER_OP, /* aludel_<name>(op, arguments): env x server_version uuid4 utcnow has_table get_columns …;
                 env's and x's first argument is a constant string, emitted as a C string */
    LATER_C   /* a function of a <%c> block: signature */
};

enum c_type { C_TEXT, C_INT, C_DOUBLE, C_BOOL, C_VALUE };

struct c_function {
    const char *name;
    enum c_type result;
    VEC(enum c_type) parameters;
    struct span span;
    bool callable; /* false: its types can't be passed, `why` says which */
    const char *why;
};

struct later {
    enum later_kind kind;
    struct aludel_value value;
    struct aludel_value folded; /* while folding, of a constant: the lists of which `value` is a copy */
    uint32_t local;
    const char *name;
    const struct c_function *c;
    size_t count;
    struct later **arguments;
    /* What is known of the result. ALUDEL_UNSET: nothing. */
    enum aludel_type type;
};

struct later *later_constant(struct arena *a, struct aludel_value v);
struct later *later_local(struct arena *a, uint32_t local, enum aludel_type type);
struct aludel_value deferred(struct later *l);
struct later *later_of(struct aludel_value v); /* of a DEFERRED; else NULL */
bool holds_deferred(struct aludel_value v);    /* a list, a dict … */

/* ---- Statements ------------------------------------------------------------------------------ */

/* A piece of a statement that is put together at run time. A statement with constant text and nothing but
 * parameters has no pieces. */
enum piece_kind { PIECE_TEXT, PIECE_PARAMETER, PIECE_HOLE };

struct sql_statement {
    struct span span; /* where it begins */
    unsigned flags;   /* enum aludel_statement_flag */
    bool drops_table;
    bool defers;            /* may be what ALUDEL_DEFERS speaks of */
    struct aludel_text sql; /* constant text, ALUDEL_PARAMETER for each value; empty when `body` is used */
    VEC(struct later *) values;
    struct steps *body; /* STEP_PIECE, STEP_LET, STEP_IF, STEP_FOR …: run between aludel_sql_open and
                           aludel_sql_close */
};

/* ---- Steps ------------------------------------------------------------------------------------- */

enum step_kind {
    STEP_RUN,  /* statement: constant, no parameters, result not asked for. Adjacent ones are emitted as rows
                */
    STEP_SEND, /* statement: with parameters or a body, result not asked for */
    STEP_EXECUTE, /* local = number of rows that statement changed */
    STEP_SCALAR,  /* local = first value of statement */
    STEP_ROW,     /* local = first row of statement, or None */
    STEP_FETCH,   /* local = the list of its rows */
    STEP_RAW,     /* local = aludel_execute_raw(at, value) */
    STEP_LET,     /* local = value */
    STEP_PIECE,   /* inside a statement's body: piece */
    STEP_IF,      /* if (value) then else otherwise (may be NULL) */
    STEP_FOR,     /* for local in value: then;  kept */
    STEP_ROWS,    /* for local in the rows of statement: then;  kept */
    STEP_LOOP,    /* for (;;) then; left by STEP_LEAVE; kept */
    STEP_BLOCK,   /* then, once; left by STEP_LEAVE: `return` out of an inlined helper, `break`, `continue` */
    STEP_LEAVE,   /* goto the end of the block, or loop, `label` */
    STEP_AGAIN,   /* goto the next turn of the loop `label` */
    STEP_UNPACK,  /* locals… = value */
    STEP_AUTOCOMMIT,  /* then, outside the transaction */
    STEP_REBUILD,     /* rebuild: an SQLite table, by edits of its definition */
    STEP_REMARK,      /* op.remark(): value is what is said */
    STEP_FAIL,        /* raise, fail(): value is the message */
    STEP_REFUSE_ROWS, /* aludel_refuse_rows(at): stops where a table holds rows */
    STEP_C            /* text of a <%c> block, verbatim */
};

struct rebuild {
    struct path table;
    VEC(struct edit) edits;      /* their SQL is constant */
    const struct schema *before; /* while folding: in front of it */
    struct ddl_known known;      /* what a script is told of the table */
};

struct step {
    enum step_kind kind;
    struct span span;
    struct sql_statement *statement;
    struct later *value;
    uint32_t local;
    uint32_t label; /* STEP_BLOCK, STEP_LOOP, STEP_FOR, STEP_ROWS: theirs; STEP_LEAVE, STEP_AGAIN: whose */
    struct steps *then, *otherwise;
    VEC(uint32_t) kept; /* locals that are set in a loop's turn and read after it */
    VEC(uint32_t) locals;
    struct { /* STEP_PIECE */
        enum piece_kind kind;
        struct aludel_text text;
        enum aludel_hole how;
        const char *tag;
    } piece;
    struct aludel_text text; /* STEP_C */
    struct rebuild *rebuild; /* STEP_REBUILD */
};

struct steps {
    struct step **at;
    size_t count, room;
};

struct local {
    const char *hint;        /* the variable's name in the source, or "" */
    struct origins *origins; /* while folding: fold/alias.c */
};

struct program {
    struct steps steps;
    VEC(struct local) locals;
    VEC(const char *) needs;  /* environment variables that are used unconditionally, without a default */
    unsigned flags;           /* enum aludel_migration_flag */
    const char *irreversible; /* or NULL */
    struct span irreversible_span;
};

/* The flags' names without ALUDEL_; behind the last is none. flags.c */
struct flag_name {
    unsigned flag;
    const char *name;
};
extern const struct flag_name statement_flags[], migration_flags[];

/* Removes what nobody needs, flattens blocks that nobody leaves, finds `kept`, `needs` and the flags. */
void tidy(struct arena *a, struct program *p);

bool program_writes(const struct program *p); /* it may change rows. facts.c */

/* SQLite: what it does to which tables, for the runtime's budgets (sql/work.h). work.c */
struct aludel_text program_work(struct arena *a, const struct program *p);

/* For tests: the steps as indented text. */
struct aludel_text program_print(struct arena *a, const struct program *p);

/* For people: its statements; what else it does stands between them as comments. */
struct aludel_text program_sql(struct arena *a, const struct program *p);

#endif
