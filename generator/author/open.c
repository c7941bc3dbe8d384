/* open.c: whether a statement may go on behind a def's text: SQL's last one needs no `;` where nothing follows. Rather
 * once too often than not: a `;` more does nothing. */
#include "author/inner.h"

#include "sql/split.h"

struct reading {
    const struct file *file;
    struct diagnostics unheard;
    struct splitter s;
    bool left; /* somewhere the text ends early, inside a statement */
};

static void no_text(struct split_sink *sink, const char *z, size_t n, struct span at)
{
    (void)sink, (void)z, (void)n, (void)at;
}

static void no_end(struct split_sink *sink, const struct splitter *s)
{
    (void)sink, (void)s;
}

static struct split_sink nobody = {no_text, no_end};

/* ---- Code ------------------------------------------------------------------------------------- */

typedef bool is_what(const struct file *f, const struct node *n);

static bool holds(const struct file *f, const struct node *n, is_what *is)
{
    if (!n || n->kind == N_DEF)
        return false;
    if (is(f, n) || holds(f, n->a, is) || holds(f, n->b, is) || holds(f, n->c, is))
        return true;
    for (size_t i = 0; i < n->list.count; i++)
        if (holds(f, n->list.at[i], is))
            return true;
    return false;
}

static bool is_jump(const struct file *f, const struct node *n)
{
    (void)f;
    return n->kind == N_RETURN || n->kind == N_BREAK || n->kind == N_CONTINUE;
}

static bool names_one(const struct nodes *list, struct aludel_text name)
{
    for (size_t i = 0; i < list->count; i++)
        if (al_same(list->at[i]->text, name))
            return true;
    return false;
}

/* A call of what writes text: a def, here or in a namespace. */
static bool is_written(const struct file *f, const struct node *n)
{
    static const char *const owners[] = {"self", "local", "caller", "context"};
    if (n->kind != N_CALL)
        return false;
    if (n->a->kind == N_NAME)
        return names_one(&f->defs, n->a->text);
    if (n->a->kind != N_ATTRIBUTE || n->a->a->kind != N_NAME)
        return false;
    for (size_t i = 0; i < sizeof owners / sizeof *owners; i++)
        if (al_is(n->a->a->text, owners[i]))
            return true;
    return names_one(&f->namespaces, n->a->a->text);
}

static void read_code(struct reading *r, const struct node *n)
{
    r->left = r->left || (r->s.in_statement && holds(r->file, n, is_jump));
    if (holds(r->file, n, is_written))
        split_after_hole(&r->s, n->span, &nobody);
}

/* ---- Text ------------------------------------------------------------------------------------- */

static void read_block(struct reading *r, const struct node *block);

/* Or not: it stands under a condition, or in a loop that may have no turn. */
static void read_branch(struct reading *r, const struct node *block)
{
    struct splitter before = r->s;
    read_block(r, block);
    if (before.in_statement && !r->s.in_statement)
        r->s = before;
}

static void read_node(struct reading *r, const struct node *n)
{
    if (n->kind == N_TEXT) {
        split_text(&r->s, n->text, n->span, false, &nobody, &r->unheard);
    } else if (n->kind == N_BLOCK) {
        read_branch(r, n);
    } else if (n->in_control_line) {
        const struct node *blocks[] = {n->kind == N_FOR ? NULL : n->b, n->c};
        for (size_t i = 0; i < 2; i++)
            if (blocks[i])
                read_node(r, blocks[i]);
    } else if (n->kind == N_HOLE || n->kind == N_CALL_TAG || n->kind == N_INCLUDE) {
        split_after_hole(&r->s, n->span, &nobody);
    } else {
        read_code(r, n);
    }
}

static void read_block(struct reading *r, const struct node *block)
{
    for (size_t i = 0; i < block->list.count; i++)
        read_node(r, block->list.at[i]);
}

bool leaves_open(const struct environment *e, const struct file *f, const struct node *def)
{
    bool open = false;
    for (enum aludel_dialect d = 0; d < ALUDEL_DIALECTS; d++) {
        struct reading r = {.file = f, .unheard = {.arena = e->arena}};
        if (!e->dialects[d])
            continue;
        split_init(&r.s, d);
        read_block(&r, def->a);
        open = open || r.left || r.s.in_statement;
    }
    return open;
}
