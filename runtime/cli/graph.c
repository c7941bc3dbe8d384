#include "cli/graph.h"

#include <string.h>

#define COLORS 6u

/* Lanes: those that are awaited, and on the way below a node all of its parents once more. */
static size_t lane_room(size_t most)
{
    return 2 * most + 2;
}

static size_t row_room(size_t most)
{
    return 2 * lane_room(most) + 4;
}

size_t cli_graph_space(size_t most)
{
    return lane_room(most) * sizeof(struct cli_lane) + 2 * row_room(most);
}

void cli_graph_begin(struct cli_graph *g, void *memory, size_t most, cli_row_fn *row, void *with)
{
    memset(g, 0, sizeof *g);
    g->lanes = memory;
    g->text = (char *)(g->lanes + lane_room(most));
    g->colors = (unsigned char *)g->text + row_room(most);
    g->row = row;
    g->with = with;
}

/* ---- Lanes -------------------------------------------------------------------------------------- */

static uint32_t lane_from(const struct cli_graph *g, uint32_t at, uint32_t name)
{
    while (at < g->count && g->lanes[at].name != name)
        at++;
    return at;
}

uint32_t cli_graph_lane(const struct cli_graph *g, uint32_t name)
{
    return lane_from(g, 0, name);
}

/* In place of `removed` lanes at `at` come `added` new ones. */
static void make_room(struct cli_graph *g, uint32_t at, uint32_t removed, uint32_t added)
{
    memmove(&g->lanes[at + added], &g->lanes[at + removed], (g->count - at - removed) * sizeof *g->lanes);
    g->count += added - removed;
}

static unsigned char new_color(struct cli_graph *g)
{
    g->next_color = (unsigned char)(g->next_color % COLORS + 1);
    return g->next_color;
}

/* ---- Rows --------------------------------------------------------------------------------------- */

static void put(struct cli_graph *g, size_t at, char c, unsigned char color)
{
    while (g->length <= at) {
        g->text[g->length] = ' ';
        g->colors[g->length++] = 0;
    }
    g->text[at] = c;
    g->colors[at] = color;
}

/* Lanes from `from` to before `to`, each `by` characters from its place. */
static void put_lanes(struct cli_graph *g, uint32_t from, uint32_t to, char c, int by)
{
    for (uint32_t i = from; i < to; i++)
        put(g, (size_t)((int64_t)2 * i + by), c, g->lanes[i].color);
}

static void end_row(struct cli_graph *g, bool node)
{
    struct cli_row row = {g->text, g->colors, g->length, node};
    g->length = 0;
    g->slope = 0;
    g->ended = false;
    g->row(g->with, &row);
}

/* A slope out of lane `from`, to the left, towards lane `to`: it is next to that at the row's end, or has joined it. */
static void put_towards(struct cli_graph *g, uint32_t from, uint32_t to, unsigned char color)
{
    put(g, 2 * (size_t)from - 1, '/', color);
    for (size_t at = 2 * (size_t)to + 3; from - to > 2 && at < 2 * (size_t)from - 1; at += 2)
        put(g, at, '_', color);
}

/* The rest of that way. */
static void arrive(struct cli_graph *g, uint32_t to, unsigned char color)
{
    put_lanes(g, 0, g->count, '|', 0);
    put(g, 2 * (size_t)to + 1, '/', color);
    end_row(g, false);
}

/* ---- Below a node --------------------------------------------------------------------------------- */

/* Lane `at` is no more; those to its right come closer. */
static void close_gap(struct cli_graph *g, uint32_t at, uint32_t joined)
{
    bool gap = joined == g->count;
    unsigned char color = g->lanes[at].color;
    if (gap && at + 1 == g->count) {
        g->count--;
        g->ended = true;
        return;
    }
    put_lanes(g, 0, at, '|', 0);
    if (!gap)
        put_towards(g, at, joined, color);
    put_lanes(g, at + 1, g->count, '/', -1);
    make_room(g, at, 1, 0);
    end_row(g, false);
    if (!gap && at - joined > 1) {
        arrive(g, joined, color);
    } else {
        g->slope = '/';
        g->slope_from = gap ? at : joined;
    }
}

/* The leftmost lane that goes where one to its left goes, too: only parents of the latest node may have such. */
static uint32_t leftmost_double(const struct cli_graph *g, const struct cli_node *node)
{
    uint32_t found = g->count;
    for (uint32_t i = 0; i < node->parent_count; i++) {
        uint32_t first = cli_graph_lane(g, node->parents[i]);
        uint32_t second = first < g->count ? lane_from(g, first + 1, node->parents[i]) : g->count;
        found = second < found ? second : found;
    }
    return found;
}

static void join(struct cli_graph *g, const struct cli_node *node)
{
    for (uint32_t i; (i = leftmost_double(g, node)) < g->count;)
        close_gap(g, i, cli_graph_lane(g, g->lanes[i].name));
}

/* ---- A node with one parent, or none -------------------------------------------------------------- */

/* The first lane that won't stay where it is. */
static uint32_t first_to_move(const struct cli_graph *g, const struct cli_node *node, uint32_t at)
{
    if (!node->parent_count)
        return at + 1;
    uint32_t other = cli_graph_lane(g, *node->parents);
    return other < at ? at : other;
}

/* The first lane behind the node that came down a slope and goes on down one: it is drawn straight on. */
static uint32_t first_sloping(const struct cli_graph *g, uint32_t at, uint32_t moves)
{
    uint32_t first = moves > at ? moves : at + 1;
    first = first < g->slope_from ? g->slope_from : first;
    return g->slope == '/' && first < g->count ? first : g->count;
}

static void add_simple(struct cli_graph *g, const struct cli_node *node, uint32_t at)
{
    uint32_t sloping = first_sloping(g, at, first_to_move(g, node, at));
    put_lanes(g, 0, sloping, '|', 0);
    put_lanes(g, sloping, g->count, '/', 0);
    put(g, 2 * (size_t)at, node->mark, g->lanes[at].color);
    end_row(g, true);
    if (!node->parent_count) {
        close_gap(g, at, g->count);
        return;
    }
    g->lanes[at].name = *node->parents;
    join(g, node);
}

/* ---- A node with several ---------------------------------------------------------------------------- */

struct fan {
    uint32_t at;    /* the node's lane, which is that of its first line downwards */
    uint32_t count; /* its lines downwards */
    bool to_left;   /* the one to the first parent isn't among them: it goes to the left … */
    uint32_t left;  /* … to this lane */
    bool to_right;  /* the last of them joins the lane beside it */
    uint32_t aside; /* by how many lanes those to its right are pushed aside before it is drawn */
};

static struct fan fan_of(const struct cli_graph *g, const struct cli_node *node, uint32_t at)
{
    struct fan f = {.at = at, .left = cli_graph_lane(g, node->parents[0])};
    f.to_left = f.left < at;
    f.count = node->parent_count - f.to_left;
    f.to_right =
        f.count > 1 && at + 1 < g->count && g->lanes[at + 1].name == node->parents[node->parent_count - 1];
    f.aside = f.count > 2 ? f.count - 2 : 0;
    return f;
}

/* From here on the lanes are those below the node; one that the last line joins still stands beside it. */
static void open_fan(struct cli_graph *g, const struct cli_node *node, const struct fan *f)
{
    make_room(g, f->at, 1, f->count);
    for (uint32_t i = 0; i < f->count; i++) {
        struct cli_lane *lane = &g->lanes[f->at + i];
        lane->name = node->parents[f->to_left + i];
        if (f->to_right && i + 1 == f->count)
            lane->color = lane[1].color;
        else if (i)
            lane->color = new_color(g);
    }
}

/* The lanes to the right of the node: upright before `sloping`. */
static void put_right_side(struct cli_graph *g, const struct fan *f, uint32_t sloping, int by)
{
    uint32_t first = f->at + f->count;
    sloping = sloping < first ? first : sloping;
    sloping = sloping < g->count ? sloping : g->count;
    put_lanes(g, first, sloping, '|', by);
    put_lanes(g, sloping, g->count, '\\', by);
}

/* The first that came down a slope to the right: where it goes on so, it is drawn straight on. */
static uint32_t first_slid(const struct cli_graph *g, const struct fan *f)
{
    return g->slope == '\\' ? g->slope_from + f->count - 1 : g->count;
}

static void push_aside(struct cli_graph *g, const struct fan *f)
{
    int back = 2 * (int)(f->count - 1);
    for (int step = 0; f->at + f->count < g->count && step < 2 * (int)f->aside; step++) {
        put_lanes(g, 0, f->at + 1, '|', 0);
        put_right_side(g, f, step ? 0 : first_slid(g, f), step - back);
        end_row(g, false);
    }
}

static void put_node(struct cli_graph *g, const struct fan *f, char mark)
{
    uint32_t sloping = f->to_right || f->count < 2 ? g->count : f->aside ? 0 : first_slid(g, f);
    put_lanes(g, 0, f->at, '|', 0);
    put(g, 2 * (size_t)f->at, mark, g->lanes[f->at].color);
    for (uint32_t i = 0; i < 2 * f->aside; i++)
        put(g, 2 * (size_t)f->at + 1 + i, i + 1 < 2 * f->aside ? '-' : '.',
            g->lanes[f->at + 2 + i / 2].color);
    put_right_side(g, f, sloping, f->count > 1 ? -2 : 0);
    end_row(g, true);
}

static void put_fan(struct cli_graph *g, const struct fan *f)
{
    uint32_t behind = f->at + f->count;
    put_lanes(g, 0, f->at + 1, '|', 0);
    if (f->to_left)
        put_towards(g, f->at, f->left, g->lanes[f->left].color);
    put_lanes(g, f->at + 1, behind, '\\', -1);
    if (f->to_right)
        put_lanes(g, behind, g->count, '|', -2);
    else
        put_lanes(g, behind, g->count, f->count > 1 ? '\\' : '|', f->count > 1 ? -1 : 0);
    end_row(g, false);
}

static void add_fan(struct cli_graph *g, const struct cli_node *node, const struct fan *f)
{
    char slope = f->count > 1 && !f->to_right ? '\\' : 0;
    open_fan(g, node, f);
    push_aside(g, f);
    put_node(g, f, node->mark);
    put_fan(g, f);
    if (f->to_right)
        make_room(g, f->at + f->count - 1, 1, 0);
    if (f->to_left && f->at - f->left > 1) {
        arrive(g, f->left, g->lanes[f->left].color);
    } else {
        g->slope = slope;
        g->slope_from = f->at + 1;
    }
    join(g, node);
}

/* ---- Any node --------------------------------------------------------------------------------------- */

static void keep_apart(struct cli_graph *g)
{
    if (!g->ended)
        return;
    put_lanes(g, 0, g->count, '|', 0);
    end_row(g, false);
}

void cli_graph_add(struct cli_graph *g, const struct cli_node *node)
{
    uint32_t at = cli_graph_lane(g, node->name);
    if (at == g->count || node->parent_count > 2)
        keep_apart(g);
    if (at == g->count)
        g->lanes[g->count++] = (struct cli_lane){node->name, new_color(g)};
    if (node->parent_count < 2) {
        add_simple(g, node, at);
        return;
    }
    struct fan f = fan_of(g, node, at);
    add_fan(g, node, &f);
}
