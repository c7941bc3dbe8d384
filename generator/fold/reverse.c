/* lint --reversible: whether each downgrade brings back what was there before its upgrade. */
#include "fold/folding.h"

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

/* Its lines, one behind the other. */
static void put_residue(struct al_builder *b, struct aludel_text residue, const char *dialect)
{
    if (!residue.n)
        return;
    al_putf(b, "%s%s%s%s", b->n ? "; " : "", *dialect ? "for " : "", dialect, *dialect ? ": " : "");
    for (size_t i = 0; i + 1 < residue.n; i++)
        if (residue.z[i] == '\n')
            al_puts(b, "; ");
        else
            al_putc(b, residue.z[i]);
}

/* Something ran on the way that can't be read: anything may have come of it. */
static bool is_unread(const struct migration *m, enum aludel_dialect d)
{
    return m->before[d] && m->undone[d] && m->undone[d]->uncertain && !m->before[d]->uncertain;
}

static struct aludel_text residue_of(struct environment *e, const struct migration *m, enum aludel_dialect d)
{
    const struct program *down = m->programs[d][ALUDEL_DOWN];
    bool known = m->before[d] && m->undone[d] && down && !down->irreversible && !is_unread(m, d);
    return known ? schema_residue(e->arena, m->before[d], m->undone[d]) : (struct aludel_text){"", 0};
}

/* One error for a migration: of several at a place only one is shown. */
static void check_migration(struct environment *e, const struct migration *m)
{
    struct aludel_text residues[ALUDEL_DIALECTS];
    struct al_builder b = al_builder(&e->arena->memory);
    for (int d = 0; d < ALUDEL_DIALECTS; d++)
        residues[d] = residue_of(e, m, (enum aludel_dialect)d);
    bool same = al_same(residues[0], residues[1]), named = !same && e->dialects[0] && e->dialects[1];
    for (int d = 0; d < (same ? 1 : ALUDEL_DIALECTS); d++)
        put_residue(&b, residues[d], named ? dialect_name((enum aludel_dialect)d) : "");
    if (b.n)
        diag_error(e->diagnostics, place_of(m), "after upgrade and downgrade: %s", al_built(&b).z);
    else if (is_unread(m, ALUDEL_SQLITE) || is_unread(m, ALUDEL_POSTGRESQL))
        diag_remark(e->diagnostics, place_of(m),
                    "whether this brings back what was there isn't known: something runs that can't be read");
}

bool check_reversible(struct environment *e)
{
    size_t errors = e->diagnostics->errors;
    for (size_t i = 0; i < e->migrations.count; i++)
        check_migration(e, e->migrations.at[i]);
    return e->diagnostics->errors == errors;
}
