/* views.c: a chain in which migrations replace others has two ways to the same place, and they must lead there. */
#include "fold/fold.h"
#include "fold/folding.h"

static const struct migration *original_of(const struct environment *e, const struct migration *squashed)
{
    for (size_t i = 0; e->originals && i < e->originals->migrations.count; i++) {
        const struct migration *m = e->originals->migrations.at[i];
        if (m->replaced && al_same(m->id, squashed->id))
            return m;
    }
    return NULL;
}

/* One error for both dialects, where they say the same. */
static void check_schema(struct environment *e, const struct migration *squashed,
                         const struct migration *original)
{
    for (int d = 0; d < ALUDEL_DIALECTS; d++) {
        const struct schema *wanted = original->after[d], *there = squashed->after[d];
        struct aludel_text left = wanted && there ? schema_residue(e->arena, wanted, there) : AL_TEXT("");
        if (!left.n)
            continue;
        size_t line = 0;
        while (line < left.n && left.z[line] != '\n')
            line++;
        diag_error(e->diagnostics, squashed->id_span,
                   "the schema behind it isn't the one that what it replaces leads to: %.*s", (int)line,
                   left.z);
        diag_also(e->diagnostics, original->id_span, "the last one that it replaces");
        return;
    }
}

bool leaves_transaction(const struct migration *m)
{
    for (int d = 0; d < ALUDEL_DIALECTS; d++)
        for (int way = 0; way < 2; way++)
            if (m->programs[d][way] && m->programs[d][way]->flags & ALUDEL_AUTOCOMMIT)
                return true;
    return false;
}

const char *why_irreversible(const struct migration *m)
{
    for (int d = 0; d < ALUDEL_DIALECTS; d++)
        if (m->programs[d][ALUDEL_DOWN] && m->programs[d][ALUDEL_DOWN]->irreversible)
            return m->programs[d][ALUDEL_DOWN]->irreversible;
    return NULL;
}

/* What was interrupted is known by its id alone: there may not be two that can be. */
static void check_autocommit(struct environment *e, const struct migration *squashed)
{
    if (!leaves_transaction(squashed))
        return;
    diag_error(e->diagnostics, squashed->id_span,
               "a migration that replaces others can't leave its transaction");
    diag_hint(e->diagnostics, "keep what stands in op.autocommit() as a migration of its own, or write it as "
                              "a transaction takes it");
}

bool fold_originals(struct environment *e)
{
    struct environment *o = e->originals;
    size_t errors = e->diagnostics->errors;
    bool good = true;
    if (o) { /* the files that both read are found once */
        o->shared = e->shared;
        o->read = e->read;
        good = fold_environment(o);
        e->shared = o->shared;
        e->read = o->read;
    }
    for (size_t i = 0; good && i < e->migrations.count; i++) {
        const struct migration *m = e->migrations.at[i], *original = original_of(e, m);
        if (m->replaces.count)
            check_autocommit(e, m);
        if (original)
            check_schema(e, m, original);
    }
    return good && e->diagnostics->errors == errors;
}
