/* together.c: what PostgreSQL takes of two migrations, but not in one transaction. */
#include "fold/fold.h"
#include "fold/folding.h"

/* The new label can be used behind COMMIT only; who uses it isn't known. */
bool adds_enum_value(const struct migration *m)
{
    const struct evolved_list *list = m->evolved[ALUDEL_POSTGRESQL];
    for (size_t i = 0; list && i < list->count; i++)
        if (list->at[i].change->kind == CHANGE_ADD_ENUM_VALUE)
            return true;
    return false;
}

/* ---- What waits for COMMIT -------------------------------------------------------------------- */

struct waiting {
    const struct table *table;
    bool settings; /* something says when DEFERRABLE constraints are looked at */
    bool found;
};

static bool waits(const struct waiting *w, const struct constraint *c)
{
    return c->initially_deferred || (w->settings && c->deferrable == DEFERRABLE_YES);
}

/* One that refers to the table: its constraint is looked at for this one's rows, too. */
static void note_referring(void *with, const struct thing *thing)
{
    struct waiting *w = with;
    for (size_t i = 0; thing->table && i < thing->table->constraints.count; i++) {
        const struct constraint *c = thing->table->constraints.at[i];
        if (c->kind == CONSTRAINT_FOREIGN_KEY && waits(w, c) &&
            same_path(ALUDEL_POSTGRESQL, c->to, w->table->path))
            w->found = true;
    }
}

static struct path table_of(const struct change *c)
{
    if (c->kind == CHANGE_CREATE_INDEX)
        return (struct path){c->index->path.schema, c->index->table};
    return c->kind == CHANGE_CREATE ? c->thing->on : c->table;
}

static bool may_wait(struct arena *a, const struct schema *s, struct path path, bool settings)
{
    struct waiting w = {schema_table(s, path), settings, false};
    for (size_t i = 0; w.table && i < w.table->constraints.count; i++)
        w.found = w.found || waits(&w, w.table->constraints.at[i]);
    if (w.table)
        schema_referring(a, s, path, note_referring, &w);
    return w.found;
}

const char *waits_for_commit(struct arena *a, const struct migration *m, const struct migration *next,
                             enum aludel_direction way)
{
    const struct program *program = m->programs[ALUDEL_POSTGRESQL][way];
    const struct schema *s = way == ALUDEL_UP ? m->after[ALUDEL_POSTGRESQL] : m->before[ALUDEL_POSTGRESQL];
    const struct evolved_list *list = next->evolved[ALUDEL_POSTGRESQL];
    if (!program || !program_writes(program) || !s)
        return NULL;
    for (size_t i = 0; list && i < list->count; i++) {
        struct path path = table_of(list->at[i].change);
        if (path.name.n && may_wait(a, s, path, program->flags & ALUDEL_DEFERS))
            return path_shown(a, path);
    }
    return NULL;
}
