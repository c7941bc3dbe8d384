/*
 * graph.h: a graph as lines of text, in the characters that `git log --graph` draws with. Pure: nothing is printed here, and the
 * caller lends all memory.
 *
 *     * c3        A node stands on a line of its own, children above parents. Straight below it goes the line to its
 *     |\          first parent, to the right of that come the others; `*-.` is a node with more than two of them.
 *     | * b2      What is on the way to the same parent joins, to the left; a slope that goes on below a `|` has
 *     |/          crossed it. Lines part nowhere but below a node.
 *     * a1
 *
 *     struct cli_graph g;
 *     cli_graph_begin(&g, memory, most, draw, with);               cli_graph_space(most) bytes
 *     for each node, children first: cli_graph_add(&g, &node);
 */
#ifndef CLI_GRAPH_H
#define CLI_GRAPH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cli_node {
    uint32_t name;
    const uint32_t *parents; /* no two the same; each is added later */
    uint32_t parent_count;
    char mark; /* what is drawn for it: '*' */
};

struct cli_row {
    const char *text;
    const unsigned char
        *colors; /* of each character: 0 none, else which of the lines it belongs to, 1 to 6 */
    size_t length;
    bool node; /* what there is to say of the node stands behind this one */
};
typedef void cli_row_fn(void *with, const struct cli_row *row);

struct cli_lane {  /* a line that goes down */
    uint32_t name; /* of the node to which it goes */
    unsigned char color;
};

struct cli_graph {
    struct cli_lane *lanes; /* from left to right, two characters each; no two with the same name */
    uint32_t count;
    char *text; /* the row that is being drawn */
    unsigned char *colors;
    size_t length;
    char slope; /* how the latest row drew the lanes from `slope_from` on: '\\' or '/', or 0: upright */
    uint32_t slope_from;
    bool ended; /* the latest row ends with a node without parents: a line below it would seem to be its */
    unsigned char next_color;
    cli_row_fn *row;
    void *with;
};

/* What a graph of at most so many nodes takes. */
size_t cli_graph_space(size_t most);
void cli_graph_begin(struct cli_graph *g, void *memory, size_t most, cli_row_fn *row, void *with);
/* Draws a node and the lines below it. */
void cli_graph_add(struct cli_graph *g, const struct cli_node *node);
/* Where a node will stand, or `g->count`: no line goes to it. */
uint32_t cli_graph_lane(const struct cli_graph *g, uint32_t name);

#endif
