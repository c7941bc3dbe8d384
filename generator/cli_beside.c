#include "cli_beside.h"

#include "fold/fold.h"

static struct indices heads_of(struct environment *e)
{
    struct indices heads = {0};
    for (uint32_t i = 0; i < e->migrations.count; i++)
        if (e->migrations.at[i]->children.count == 0)
            vec_push(e->arena, &heads, i);
    return heads;
}

/* What is wrong has been said by whoever built it. */
struct beside read_beside(struct environment *e, enum aludel_dialect dialect)
{
    enum aludel_dialect other = dialect == ALUDEL_SQLITE ? ALUDEL_POSTGRESQL : ALUDEL_SQLITE;
    struct diagnostics unheard = {.arena = e->arena}, *heard = e->diagnostics;
    struct beside found = {0};
    if (!e->dialects[other] || !e->target)
        return found;
    e->diagnostics = &unheard;
    if (revisions_read(e) && revisions_link(e) && fold_environment(e)) {
        struct indices heads = heads_of(e);
        found.chain = schema_at(e, &heads, other);
        found.target = e->target->after[other];
    }
    e->diagnostics = heard;
    return found;
}
