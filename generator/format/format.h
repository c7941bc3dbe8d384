/*
 * format.h: the canonical layout of a migration's file.
 *
 * Nothing of its meaning changes: it is read again in the new layout, and where that isn't the same tree (which would
 * be a mistake of ours) the file keeps its text, with an error. What can't be read keeps its text, too.
 *
 *   template.c   a template: its pieces one behind the other
 *   parts.c      the order of a template's parts, and the lines between them
 *   blanks.c     blanks at the ends of lines of SQL
 *   values.c     what a hole may write
 *   comments.c   what the tree doesn't hold
 *   code.c       statements
 *   layout.c     what doesn't fit on its line
 *   spacing.c    tokens, and the blanks between them
 *   sqlfile.c    a .sql file
 */
#ifndef FORMAT_H
#define FORMAT_H

#include "base/diag.h"
#include "lang/ast.h"

/* False after an error. `out`: the new text, equal to the source's where nothing is to be done. */
bool format_file(struct arena *a, struct source *source, enum file_form form, struct diagnostics *d,
                 struct aludel_text *out);

#endif
