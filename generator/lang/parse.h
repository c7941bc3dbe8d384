/*
 * parse.h: text to tree. Errors go to the diagnostics and the tree holds what could be read; a caller
 * looks at diagnostics.errors.
 *
 *     struct file *f = parse_template(arena, source, diagnostics);
 */
#ifndef PARSE_H
#define PARSE_H

#include "base/diag.h"
#include "lang/ast.h"

/* A .mako file: the whole template language. */
struct file *parse_template(struct arena *a, struct source *source, struct diagnostics *d);

/* A .sql file: `-- revision: …`, `-- down_revision: …`, `-- branch_labels: …`, `-- depends_on: …` header
 * comments (values as in Python), `-- aludel:upgrade` and `-- aludel:downgrade` markers, no template syntax.
 * The result has the shape of a template: module assignments, and defs with one N_TEXT. */
struct file *parse_sql_file(struct arena *a, struct source *source, struct diagnostics *d);

/* Plain SQL, all of it: the file's body is one N_TEXT. */
struct file *parse_plain_sql(struct arena *a, struct source *source, struct diagnostics *d);

/* A .py file: one of Alembic's scripts. Its statements stand in `module`, upgrade() and downgrade() among them
 * as helpers; `doc` is its docstring without the lines that Alembic's template writes into it (Revision ID, Revises,
 * Create Date). `lenient`: parts of Python that aren't ours are left in the tree as N_REFUSED, for whoever carries
 * them out to refuse or to leave out. */
struct file *parse_python_file(struct arena *a, struct source *source, struct diagnostics *d, bool lenient);

/* The tokens of a file for its checksum: comments, white space outside strings, line endings, the
 * docstring of a script and the identifiers' assignments (revision, down_revision …) left out. Each token is handed
 * over with a separator behind it. SQL text is cut by sql/, so `text` gets the raw pieces. */
struct token_sink {
    void (*code)(struct token_sink *sink, struct aludel_text token);
    void (*sql)(struct token_sink *sink, struct aludel_text text);
};
void parse_tokens(struct arena *a, struct source *source, enum file_form form, struct token_sink *sink);

/* The names that a file says about itself what it is: assigned in a module, in front of a .sql file's header. */
enum identifier {
    ID_REVISION,
    ID_DOWN_REVISION,
    ID_BRANCH_LABELS,
    ID_DEPENDS_ON,
    ID_REPLACES,
    ID_COMPATIBLE_WITH,
    ID_COUNT
};
extern const char *const identifier_names[ID_COUNT];
int identifier_index(struct aludel_text name); /* -1: it is none */

/* For tests and --dump: the tree as an S-expression. */
struct aludel_text print_tree(struct arena *a, const struct file *f);

#endif
