#include "author/inner.h"

#include "fold/fold.h"
#include "lang/parse.h"

#include <string.h>

static const struct span nowhere;

static const struct migration *find(const struct environment *e, const char *path)
{
    for (size_t i = 0; i < e->migrations.count; i++)
        if (!strcmp(e->migrations.at[i]->file->source->path, path))
            return e->migrations.at[i];
    return NULL;
}

static bool names(const struct references *list, const char *name)
{
    for (size_t i = 0; i < list->count; i++)
        if (al_is(list->at[i].text, name))
            return true;
    return false;
}

static bool are(const struct references *list, const struct words *words)
{
    for (size_t i = 0; i < words->count; i++)
        if (!names(list, words->at[i]))
            return false;
    return list->count == words->count;
}

/* The name of what isn't as it should be, or NULL. */
static const char *different(const struct migration *m, const struct new_migration *made)
{
    const struct {
        enum identifier which;
        const struct references *is;
        const struct words *wanted;
    } pairs[] = {
        {ID_DOWN_REVISION, &m->parents, &made->parents},
        {ID_BRANCH_LABELS, &m->own_labels, &made->labels},
        {ID_REPLACES, &m->replaces, &made->replaces},
        {ID_COMPATIBLE_WITH, &m->compatible_with, &made->compatible_with},
        {ID_DEPENDS_ON, &m->depends_on, &made->depends_on},
    };
    if (!al_is(m->id, made->id))
        return identifier_names[ID_REVISION];
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (!are(pairs[i].is, pairs[i].wanted))
            return identifier_names[pairs[i].which];
    return NULL;
}

bool author_check(struct environment *e, const struct new_migration *made)
{
    struct environment with = {
        .arena = e->arena, .disk = author_disk(e->arena, e->disk, made), .diagnostics = e->diagnostics};
    bool good = author_read(&with, e->folder);
    const struct migration *m = good ? find(&with, made->path) : NULL;
    const char *wrong = m ? different(m, made) : NULL;
    if (good && !m)
        diag_error(e->diagnostics, nowhere, "'%s' isn't a name that is read as a migration", made->path);
    if (wrong)
        diag_error(e->diagnostics, m->id_span, "'%s' isn't what was asked for in the new file", wrong);
    return m && !wrong && (!made->replaces.count || (fold_environment(&with) && fold_originals(&with)));
}
