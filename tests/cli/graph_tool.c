/* The layout of graphs alone. Lines in: "- 12", a new graph of so many nodes; a node and its parents, numbers, children
 * first. Lines out: "-", then the drawing, a node's number behind its row. What it lends is exactly as large as it must be. */
#include "cli/graph.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint32_t node_name;

static void show(void *with, const struct cli_row *row)
{
    (void)with;
    fwrite(row->text, 1, row->length, stdout);
    if (row->node)
        printf(" %u", node_name);
    putchar('\n');
}

struct drawing {
    struct cli_graph graph;
    void *memory;
    uint32_t *parents;
};

static void end_drawing(struct drawing *d)
{
    free(d->memory);
    free(d->parents);
}

static void begin_drawing(struct drawing *d, size_t most)
{
    end_drawing(d);
    d->memory = malloc(cli_graph_space(most));
    d->parents = calloc(most + 1, sizeof *d->parents);
    cli_graph_begin(&d->graph, d->memory, most, show, NULL);
    puts("-");
}

static void add_node(struct drawing *d, char *line)
{
    char *word = strtok(line, " \n");
    node_name = (uint32_t)strtoul(word, NULL, 10);
    struct cli_node node = {.name = node_name, .parents = d->parents, .mark = '*'};
    while ((word = strtok(NULL, " \n")))
        d->parents[node.parent_count++] = (uint32_t)strtoul(word, NULL, 10);
    cli_graph_add(&d->graph, &node);
}

int main(void)
{
    static char line[1 << 20];
    struct drawing drawing = {0};
    while (fgets(line, sizeof line, stdin)) {
        if (*line == '-')
            begin_drawing(&drawing, strtoul(line + 1, NULL, 10));
        else
            add_node(&drawing, line);
    }
    end_drawing(&drawing);
    return 0;
}
