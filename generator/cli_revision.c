#include "cli_revision.h"

#include <string.h>

static void find_heads(struct tool *t, const struct environment *e, struct indices *out)
{
    for (uint32_t i = 0; i < e->migrations.count; i++)
        if (e->migrations.at[i]->children.count == 0)
            vec_push(t->arena, out, i);
}

/* By its id, or the beginning of one. */
static void find_revision(struct tool *t, const struct environment *e, const char *name, struct indices *out)
{
    for (uint32_t i = 0; i < e->migrations.count; i++) {
        struct aludel_text id = e->migrations.at[i]->id;
        if (al_is(id, name))
            out->count = 0;
        if (al_begins(id, name))
            vec_push(t->arena, out, i);
        if (al_is(id, name))
            return;
    }
}

/* What is replaced has its place in the other view. */
static bool find_in_views(struct tool *t, struct environment **e, const char *name, struct indices *out)
{
    find_revision(t, *e, name, out);
    if (!out->count && (*e)->originals) {
        *e = (*e)->originals;
        find_revision(t, *e, name, out);
    }
    if (out->count == 1)
        return true;
    tool_fail(TOOL_FAILED,
              out->count ? "several revisions begin with '%s'" : "Can't locate revision identified by '%s'",
              name);
    return false;
}

bool tool_find_revisions(struct tool *t, struct environment **e, const char *name, struct indices *out)
{
    bool head = name && strcmp(name, "head") == 0;
    if (name && strcmp(name, "base") == 0)
        return true;
    if (name && !head && strcmp(name, "heads") != 0)
        return find_in_views(t, e, name, out);
    find_heads(t, *e, out);
    if (!head || out->count <= 1)
        return true;
    tool_fail(TOOL_FAILED, "there are several heads: name one of them, or 'heads'");
    return false;
}
