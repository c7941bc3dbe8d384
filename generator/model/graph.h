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

/* Where migrations replace others: `migrations` without the replaced ones, and `originals`, not linked. views.c */
bool graph_views(struct environment *e);

/* Of both, when they are linked: what each one replaces is a line that begins where it begins. views.c */
bool graph_check_views(struct environment *e);

/* The migration that replaces this id, or NULL. views.c */
const struct migration *graph_replacement(const struct environment *e, struct aludel_text id);

/* labels of every migration, after graph_edges. labels.c */
void graph_labels(struct environment *e);

/* That `compatible_with` names ancestors, and nothing that a migration behind it doesn't allow; after graph_edges.
 * compatible.c */
void graph_compatible(struct environment *e);

#endif
