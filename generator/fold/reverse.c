/* lint --reversible: whether each downgrade brings back what was there before its upgrade. */
#include "fold/inner.h"

#include <string.h>

static struct span place_of(const struct migration *m)
{
    static const char *const names[] = {"downgrade", "change"};
    const struct nodes *lists[] = {&m->file->defs, &m->file->module};
    for (size_t n = 0; n < 2; n++)
        for (size_t l = 0; l < 2; l++)
            for (size_t i = 0; i < lists[l]->count; i++) {
                const struct node *def = lists[l]->at[i];
                if (def->kind == N_DEF && al_is(def->text, names[n]))
                    return def->name_span.source ? def->name_span : def->span;
            }
    return (struct span){m->file->source, 0, 0};
}

/* The lines of a residue, one behind the other. */
static const char *joined(struct arena *a, struct aludel_text residue)
{
    struct al_builder b = al_builder(&a->memory);
    for (size_t i = 0; i < residue.n; i++) {
        if (residue.z[i] == '\n')
            al_puts(&b, i + 1 < residue.n ? "; " : "");
        else
            al_putc(&b, residue.z[i]);
    }
    return al_built(&b).z;
}

static void tell_residue(struct environment *e, const struct migration *m, struct aludel_text residue,
                         bool named, enum aludel_dialect d)
{
    if (residue.n)
        diag_error(e->diagnostics, place_of(m), "%s%s%safter upgrade and downgrade: %s", named ? "for " : "",
                   named ? dialect_name(d) : "", named ? ": " : "", joined(e->arena, residue));
}

static struct aludel_text residue_of(struct environment *e, const struct migration *m, enum aludel_dialect d)
{
    const struct program *down = m->programs[d][ALUDEL_DOWN];
    bool known = m->before[d] && m->undone[d] && down && !down->irreversible;
    return known ? schema_residue(e->arena, m->before[d], m->undone[d]) : (struct aludel_text){"", 0};
}

bool check_reversible(struct environment *e)
{
    size_t errors = e->diagnostics->errors;
    for (size_t i = 0; i < e->migrations.count; i++) {
        const struct migration *m = e->migrations.at[i];
        struct aludel_text residues[ALUDEL_DIALECTS];
        for (int d = 0; d < ALUDEL_DIALECTS; d++)
            residues[d] = residue_of(e, m, (enum aludel_dialect)d);
        bool same = al_same(residues[0], residues[1]);
        for (int d = 0; d < (same ? 1 : ALUDEL_DIALECTS); d++)
            tell_residue(e, m, residues[d], !same && e->dialects[0] && e->dialects[1],
                         (enum aludel_dialect)d);
    }
    return e->diagnostics->errors == errors;
}
