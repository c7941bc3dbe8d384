/*
 * report.h: what was found, for programs: editors, CI. All of it, in source order, paths as they are from the current
 * folder (SARIF: whole paths where that doesn't hold them). For people: diag_render.
 *
 *     gcc     versions/4f2a_slug.mako:14:7: error: unknown directive 'op.create_indx' [did you mean 'create_index'?]
 *     json    {"diagnostics": [{"file": …, "line": …, "column": …, "end_line": …, "end_column": …, "severity": …,
 *             "message": …, "hint": …, "related": [{"file": …, …, "message": …}]}]}
 *     sarif   SARIF 2.1.0: a run with rules, results, locations and relatedLocations
 *
 * Lines and columns count from 1, columns in characters; an end is behind the last. A remark is a warning to gcc's
 * readers, for whom a note belongs to what stands in front of it, and a note in SARIF.
 */
#ifndef REPORT_H
#define REPORT_H

#include "base/diag.h"

struct report_format {
    const char *name;
    struct aludel_text (*render)(struct diagnostics *d, struct arena *a);
};

const struct report_format *report_format_named(const char *name); /* NULL: there is none */

#endif
