/*
 * ast.h: the tree of a migration file. One node type for the template, for its statements and for their
 * expressions, since each stands inside the others. The parser makes it; fold/ walks it; nothing
 * changes it afterwards.
 *
 * What a node's fields mean is said beside its kind: `a b c` are sub-nodes, `list` is a list of them,
 * `text` a name or a piece of text, `value` a constant.
 */
#ifndef AST_H
#define AST_H

#include "base/source.h"
#include "base/vec.h"

#include <aludel/value.h>

/* clang-format off */
enum node_kind {
    /* Expressions */
    N_CONSTANT,   /* value: None, True, 1, 2.5, "text", b"bytes" */
    N_NAME,       /* text */
    N_FSTRING,    /* list: N_CONSTANT pieces and N_FIELDs */
    N_FIELD,      /* of an f-string: a = expression, text = conversion ("r", "s", "a" or ""), b = format spec
                     (an N_FSTRING) or NULL */
    N_LIST,       /* list */
    N_TUPLE,      /* list */
    N_SET,        /* list */
    N_DICT,       /* list: N_PAIRs */
    N_PAIR,       /* a: b */
    N_UNARY,      /* op (OP_neg, OP_pos, OP_not), a */
    N_BINARY,     /* op, a, b: arithmetic */
    N_COMPARE,    /* list: operands; ops: one fewer: chained comparisons */
    N_AND, N_OR,  /* a, b */
    N_CONDITIONAL,/* a if b else c */
    N_INDEX,      /* a[b] */
    N_SLICE,      /* as the b of N_INDEX: a:b:c, each may be NULL */
    N_ATTRIBUTE,  /* a.text; name_span is the name's place */
    N_CALL,       /* a(list); list holds expressions, N_KEYWORDs, N_STAR (a) */
    N_KEYWORD,    /* text = a, in calls; text empty: **a */
    N_STAR,       /* *a */
    N_COMPREHENSION, /* a (N_LIST, N_SET or N_DICT with one element) and list: N_FOR_CLAUSEs; a generator
                     expression is read as the list comprehension */
    N_REFUSED,    /* a part of Python that isn't ours, as an expression or a statement: text: what is said of it at
                     name_span, value: the hint (a STRING), a: what was read of it, or NULL. Only in scripts that are
                     parsed leniently */
    N_FOR_CLAUSE, /* for a in b, list: conditions */

    /* Statements */
    N_BLOCK,      /* list: a suite; also the body of a def, a control line, a file */
    N_EXPRESSION, /* a, as a statement */
    N_ASSIGN,     /* list: targets (a = b = …), a: the value */
    N_AUGMENT,    /* a op= b */
    N_IF,         /* a: condition, b: N_BLOCK, c: N_BLOCK, N_IF (elif) or NULL */
    N_FOR,        /* a in b: c */
    N_WHILE,      /* while a: b */
    N_WITH,       /* with a: b;  text: the `as` name or empty */
    N_BREAK, N_CONTINUE, N_PASS,
    N_RETURN,     /* a or NULL */
    N_RAISE,      /* a: the exception expression, or NULL */
    N_DEF,        /* text: name, list: N_PARAMETERs, a: body (N_BLOCK); is_template: a <%def> (writes text),
                     else a helper (gives a value) */
    N_PARAMETER,  /* text, a: default or NULL; is_star: *args, or a bare * when text is empty (those behind it
                     are given by keyword only); is_double_star: **kwargs */
    N_IMPORT,     /* import text as value (a STRING, or NONE), list empty; or: from text import list: N_NAMEs
                     (text = name or "*", value = a STRING: its alias or the name). `import a, b`: two nodes */

    /* The template */
    N_TEXT,       /* text: SQL as it stands, escapes (%%, backslash-newline) resolved. Pieces are cut so that
                     offsets within `text` map 1:1 to the span */
    N_HOLE,       /* ${a | list}: list are filters: N_NAMEs, N_ATTRIBUTEs or N_CALLs */
    N_CODE,       /* <% … %>: a: N_BLOCK */
    N_CALL_TAG,   /* <%call expr="a">list</%call>, and <%ns:name args/> as a call to ns.name: a: the N_CALL,
                     b: body (N_BLOCK) or NULL; list: N_DEFs given inside, reached as caller.name(); c: an
                     N_DEF with what `args="x, y"` names, the parameters of caller.body(x, y), or NULL */
    N_INCLUDE,    /* <%include file="text"/> */
    N_NAMESPACE,  /* <%namespace name="text" file="…"/>; value: the file, a STRING; value NONE: inline,
                     list: N_DEFs */
    N_C           /* <%c> … </%c>: text */
};
/* clang-format on */

enum operator_kind {
#define OPERATOR(name, arity, symbol) OP_##name,
#define BUILTIN(name, parameters, required, shape)
#define METHOD(name, parameters, required, shape)
#include <aludel/python.def>
#undef OPERATOR
#undef BUILTIN
#undef METHOD
    OP_COUNT
};

struct node;

struct nodes {
    struct node **at;
    size_t count, room;
};

struct node {
    enum node_kind kind;
    enum operator_kind op;
    struct span span;
    struct span
        name_span; /* N_ATTRIBUTE, N_KEYWORD, N_DEF, N_PARAMETER, N_CALL_TAG, N_REFUSED, tags' file= */
    struct aludel_text text;
    struct aludel_value value;
    struct node *a, *b, *c;
    struct nodes list;
    const enum operator_kind *ops; /* N_COMPARE */
    bool is_template, is_star, is_double_star;
    bool in_control_line; /* N_IF, N_FOR …: written with % */
    uint32_t depth;       /* of the tree below, leaves are 0; under MOST_DEPTH, so that walkers may recurse */
};

#define MOST_DEPTH 500

/* A parsed file. */
enum file_form { FORM_TEMPLATE, FORM_SQL, FORM_PYTHON };

struct file {
    struct source *source;
    enum file_form form;
    struct aludel_text doc;  /* the first <%doc>'s (or header comment's, or docstring's) text, as written */
    struct nodes module;     /* statements of every <%! %>, or of a script, in order */
    struct nodes defs;       /* N_DEF at the top level (is_template) */
    struct nodes namespaces; /* N_NAMESPACE at the top level */
    struct nodes c_blocks;   /* N_C at the top level */
    struct nodes all_c;      /* N_C anywhere */
    struct nodes body;       /* everything else at the top level, in order: allowed in included files and
                                  lib/ only; empty when there is nothing but white space */
};

#endif
