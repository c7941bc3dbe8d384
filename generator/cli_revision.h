/*
 * cli_revision.h: which revisions --at means, of an environment that is only compiled.
 */
#ifndef TOOL_REVISION_H
#define TOOL_REVISION_H

#include "cli_tool.h"
#include "model/environment.h"

/* "head", "heads", "base", an id or the beginning of one; NULL: the heads. False after saying what is wrong. `*e` becomes
 * its originals where only they have it: the indices are of that. */
bool tool_find_revisions(struct tool *t, struct environment **e, const char *name, struct indices *out);

#endif
