/*
 * cascade.c: SQLite switches foreign keys off while a table is rebuilt, so that nothing follows by ON DELETE or ON UPDATE
 * then. A migration that relies on it is an error; one that doesn't rebuild says so by a flag, for a run that would have
 * both in one transaction.
 */
#include "fold/folding.h"

struct search {
    struct folding *f;
    const struct statement_facts *facts;
    struct path table;
    struct cascade found;
};

static bool follows(struct aludel_text action)
{
    return al_same_nocase(action, AL_TEXT("CASCADE")) || al_same_nocase(action, AL_TEXT("SET NULL")) ||
           al_same_nocase(action, AL_TEXT("SET DEFAULT"));
}

/* The key's columns; none are named: the primary key's. */
static bool updates_key(const struct search *s, const struct constraint *k)
{
    const struct table *t = schema_table(s->f->schema, s->table);
    const struct constraint *primary = t ? table_primary_key(t) : NULL;
    const struct names *columns = k->to_columns.count ? &k->to_columns : primary ? &primary->columns : NULL;
    for (size_t i = 0; columns && i < s->facts->assigned_count; i++)
        if (names_have(ALUDEL_SQLITE, columns, al_text(s->facts->assigned[i])))
            return true;
    return false;
}

static void look_at_table(void *with, const struct thing *thing)
{
    struct search *s = with;
    for (size_t i = 0; i < thing->table->constraints.count; i++) {
        const struct constraint *k = thing->table->constraints.at[i];
        if (k->kind != CONSTRAINT_FOREIGN_KEY || !same_path(ALUDEL_SQLITE, k->to, s->table))
            continue;
        bool deleted = s->facts->deletes && follows(k->on_delete);
        bool updated = s->facts->updates && follows(k->on_update) && updates_key(s, k);
        if (deleted || updated)
            s->found = (struct cascade){{0}, s->table.name, thing->path.name, deleted};
    }
}

void note_cascade(struct folding *f, const struct statement_facts *facts, struct span at)
{
    if (!facts->changed || f->cascade.span.source)
        return;
    struct search s = {.f = f, .facts = facts};
    s.table.name = al_text(facts->changed);
    schema_referring(f->arena, f->schema, s.table, look_at_table, &s);
    if (!s.found.child.n)
        return;
    f->cascade = s.found;
    f->cascade.span = at;
}

unsigned cascade_flags(struct folding *f)
{
    const struct cascade *c = &f->cascade;
    if (!c->span.source)
        return 0;
    if (!(f->program->flags & ALUDEL_REBUILDS))
        return ALUDEL_CASCADES;
    const char *word = c->deletes ? "DELETE" : "UPDATE";
    diag_error(f->d, c->span, "rows of '%.*s' can't be %s in a migration that rebuilds a table",
               (int)c->table.n, c->table.z, c->deletes ? "deleted" : "updated");
    diag_hint(
        f->d,
        "rows of '%.*s' hang on them by ON %s, and foreign keys are off meanwhile: make two migrations of it",
        (int)c->child.n, c->child.z, word);
    diag_also(f->d, f->rebuilding.first, "the table is rebuilt here");
    return 0;
}
