/*
 * cli_renames.h: whether something was renamed is asked about on a terminal, and never guessed.
 */
#ifndef CLI_RENAMES_H
#define CLI_RENAMES_H

#include "differ/differ.h"
#include "model/environment.h"

/* Adds to the wish what was answered with yes; without a terminal, or where CI is set, a remark says what --rename would
 * say. False: no answer came. */
bool renames_ask(struct environment *e, const struct schema *from, const struct schema *to,
                 struct differ_wish *wish);

#endif
