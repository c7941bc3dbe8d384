/*
 * cli_diff.h: what is different between two texts, as `diff -u` writes it.
 */
#ifndef TOOL_DIFF_H
#define TOOL_DIFF_H

#include "base/arena.h"

/* Empty when they are equal. */
struct aludel_text diff_unified(struct arena *a, const char *name, struct aludel_text before,
                                struct aludel_text after);

#endif
