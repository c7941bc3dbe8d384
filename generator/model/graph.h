/*
 * graph.h: the parts of revisions_link (link.c).
 */
#ifndef GRAPH_H
#define GRAPH_H

#include "model/environment.h"

/* Before the order is known: an error for each cycle of parents, or, when there is none, of parents and
 * dependencies. False when there are any. cycles.c */
bool graph_check_cycles(struct environment *e);

/* needs, children, dependents of every migration, and whether there are branches, once they are in topological order.
 * edges.c */
void graph_edges(struct environment *e);

/* labels of every migration, after graph_edges. labels.c */
void graph_labels(struct environment *e);

#endif
