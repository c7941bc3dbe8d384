#include "cli/picture.h"

#include "cli/graph.h"
#include "cli/report.h"
#include "cli/screen.h"
#include "core/arena.h"
#include "core/error.h"
#include "core/text.h"

#include <aludel/generated.h>

#include <string.h>
#include <unistd.h>

enum { IN_RANGE = 1, LEFT_OUT = 2 }; /* in the range; but not of interest */

struct picture {
    struct cli *cli;
    const struct aludel_registry *registry;
    enum cli_picture_kind kind;
    struct cli_graph graph;
    uint32_t *order, *parents; /* newest first; those of the node at hand */
    unsigned char *marks;      /* of each revision */
    uint32_t count, heads;     /* how many are in the range; of those, heads that aren't drawn yet */
    bool branches;             /* one of them has several children */
    uint32_t revision, run;    /* what is drawn: so many revisions from this one down */
};

/* ---- The graph's edges ---------------------------------------------------------------------------- */

static const struct aludel_links *down(const struct picture *p, uint32_t r)
{
    const struct aludel_migration *m = &p->registry->migrations[r];
    return p->cli->options->resolve_dependencies ? &m->needs : &m->parents;
}

static uint32_t count_up(const struct picture *p, uint32_t r)
{
    const struct aludel_migration *m = &p->registry->migrations[r];
    return m->children.count + (p->cli->options->resolve_dependencies ? m->dependents.count : 0);
}

static bool has(const struct picture *p, uint32_t r, unsigned mark)
{
    return p->marks[r] & mark;
}

/* ---- What is shown ---------------------------------------------------------------------------------- */

static bool is_joint(const struct picture *p, uint32_t r)
{
    return count_up(p, r) != 1 || down(p, r)->count != 1;
}

static bool starts_branch(const struct picture *p, uint32_t r)
{
    return p->kind == CLI_BRANCHING && down(p, r)->count == 1 && count_up(p, *down(p, r)->at) > 1;
}

static bool collect(void *with, const struct aludel_revision *r)
{
    struct picture *p = with;
    uint32_t at = (uint32_t)r->index;
    bool whole = p->kind == CLI_WHOLE || is_joint(p, at) || starts_branch(p, at);
    p->marks[at] = (unsigned char)(IN_RANGE | (whole ? 0 : LEFT_OUT));
    p->heads += !count_up(p, at);
    p->branches = p->branches || count_up(p, at) > 1;
    p->order[p->count++] = at;
    return true;
}

/* ---- Drawing ---------------------------------------------------------------------------------------- */

static void show_revision(const struct cli *cli, const struct aludel_revision *r)
{
    unsigned mark = cli->options->indicate_current ? CLI_MARK : 0, doc = *r->message ? CLI_DOC : 0;
    cli_report_revision_line(r, CLI_LABELS | CLI_TREE | CLI_NEEDS | mark | doc);
}

static void show_node(const struct picture *p)
{
    char text[32];
    cli_report_text(" ");
    if (p->run == 1) {
        show_revision(p->cli, aludel_revision_at(p->cli->handle, p->revision));
        return;
    }
    al_format(text, sizeof text, "%u revisions", p->run);
    cli_report_text(text);
    cli_report_end_line();
}

static void show_row(void *with, const struct cli_row *row)
{
    const struct picture *p = with;
    for (size_t i = 0, n; i < row->length; i += n) {
        for (n = 1; i + n < row->length && row->colors[i + n] == row->colors[i];)
            n++;
        cli_report_colored(row->text + i, n, row->colors[i]);
    }
    if (row->node)
        show_node(p);
    else
        cli_report_end_line();
}

/* Those of its parents that are in the range. */
static uint32_t find_parents(struct picture *p, uint32_t r)
{
    const struct aludel_links *all = down(p, r);
    uint32_t count = 0;
    for (uint32_t i = 0; i < all->count; i++)
        if (has(p, all->at[i], IN_RANGE))
            p->parents[count++] = all->at[i];
    return count;
}

/* One that is left out stands for all of them down to the next that isn't, and is marked so that it is seen once. */
static struct cli_node node_of(struct picture *p, uint32_t r)
{
    struct cli_node node = {.name = r, .parents = p->parents, .mark = '*'};
    uint32_t last = r;
    p->revision = r;
    p->run = 1;
    while (has(p, r, LEFT_OUT) && has(p, *down(p, last)->at, LEFT_OUT)) {
        last = *down(p, last)->at;
        p->marks[last] = 0;
        p->run++;
    }
    node.parent_count = find_parents(p, last);
    node.mark = p->run > 1 ? ':' : '*';
    return node;
}

/* Where all heads have come together, those who ask for heads know all. */
static bool is_last(struct picture *p, uint32_t r)
{
    p->heads -= !count_up(p, r);
    uint32_t lines = p->graph.count + (cli_graph_lane(&p->graph, r) == p->graph.count);
    return p->kind == CLI_HEADS_ABOVE && !p->heads && lines == 1;
}

static void draw(struct picture *p)
{
    bool last = false;
    for (uint32_t i = 0; i < p->count && !last; i++) {
        if (!has(p, p->order[i], IN_RANGE))
            continue;
        struct cli_node node = node_of(p, p->order[i]);
        last = is_last(p, node.name) && p->run == 1;
        node.parent_count = last ? 0 : node.parent_count;
        cli_graph_add(&p->graph, &node);
    }
}

static bool make(struct picture *p, struct aludel_arena *arena)
{
    size_t count = aludel_revision_count(p->cli->handle);
    void *space = al_arena_new(arena, cli_graph_space(count));
    p->order = al_arena_new(arena, (count + 1) * sizeof *p->order);
    p->parents = al_arena_new(arena, (count + 1) * sizeof *p->parents);
    p->marks = al_arena_new(arena, count + 1);
    if (arena->exhausted)
        return al_error(&p->cli->error, ALUDEL_NO_MEMORY, "out of memory");
    cli_graph_begin(&p->graph, space, count, show_row, p);
    return true;
}

bool cli_picture(struct cli *cli, enum cli_picture_kind kind)
{
    struct picture p = {.cli = cli, .registry = cli->config.registry, .kind = kind};
    struct aludel_arena arena;
    al_arena_init(&arena, NULL);
    bool ok = make(&p, &arena) && aludel_history(cli->handle, cli->options->range,
                                                 cli->options->indicate_current, collect, &p, &cli->error);
    if (ok && cli_is_terminal(STDOUT_FILENO))
        cli_report_screen(cli_screen_columns(STDOUT_FILENO),
                          cli_has_color(STDOUT_FILENO, cli->options->no_color));
    if (ok && (kind != CLI_BRANCHING || p.branches))
        draw(&p);
    cli_report_screen(0, false);
    al_arena_free(&arena);
    return ok;
}
