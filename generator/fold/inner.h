/*
 * inner.h: what the files of fold/ share and nobody else sees.
 *
 * Folding walks the tree once for each program and carries it out as Python and Mako would, with struct
 * aludel_value for every value. What can't be known yet is a value too: ALUDEL_DEFERRED with the
 * expression that will compute it. So there is one evaluator, and what it couldn't do is the program.
 *
 * From the ground up; each of these has the files that stand on it in its opening comment:
 *
 *   folder.h     the state of folding; errors, variables, steps, the schema
 *   writing.h    SQL text with holes into statements
 *   flow.h       ways that part at run time and meet again
 *   op/item.h    directives, types, columns
 *   evaluate.h   expressions, calls, statements
 */
#ifndef INNER_H
#define INNER_H

#include "fold/evaluate.h"

#endif
