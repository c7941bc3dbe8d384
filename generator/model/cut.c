/* cut.c: see cut.h. */
#include "model/cut.h"

#include <string.h>

struct cut { /* a view of the chain, and by position: what it begins with; that, or what is behind it */
    struct environment *e;
    bool *first, *behind;
};

static struct cut cut_of(struct environment *e)
{
    size_t room = e->migrations.count + 1;
    return (struct cut){e, ARENA_ARRAY(e->arena, bool, room), ARENA_ARRAY(e->arena, bool, room)};
}

/* ---- Names -------------------------------------------------------------------------------------- */

/* How many revisions it means: an id, or the beginning of one. */
static size_t find(const struct environment *e, const char *name, uint32_t *at)
{
    size_t found = 0;
    for (uint32_t i = 0; i < e->migrations.count; i++) {
        struct aludel_text id = e->migrations.at[i]->id;
        if (!al_begins(id, name))
            continue;
        *at = i;
        found++;
        if (al_is(id, name))
            return 1;
    }
    return found;
}

static void fail_name(const struct environment *e, const char *name, size_t found)
{
    uint32_t at;
    if (found > 1)
        diag_error(e->diagnostics, (struct span){0}, "--since: several revisions begin with '%s'", name);
    else
        diag_error(e->diagnostics, (struct span){0}, "--since: there is no revision '%s'", name);
    if (!found && e->originals && find(e->originals, name, &at))
        diag_hint(e->diagnostics, "another migration stands in its place: name that one");
}

static bool find_firsts(struct cut *c, const char *const *names, size_t count)
{
    bool good = true;
    for (size_t i = 0; i < count; i++) {
        uint32_t at = 0;
        size_t found = find(c->e, names[i], &at);
        if (found == 1)
            c->first[at] = true;
        else
            fail_name(c->e, names[i], found);
        good = good && found == 1;
    }
    return good;
}

/* ---- The cut ------------------------------------------------------------------------------------ */

/* Each stands after all that it needs. */
static void find_behind(struct cut *c)
{
    for (uint32_t i = 0; i < c->e->migrations.count; i++) {
        const struct indices *needs = &c->e->migrations.at[i]->needs;
        c->behind[i] = c->first[i];
        for (size_t k = 0; k < needs->count; k++)
            c->behind[i] = c->behind[i] || c->behind[needs->at[k]];
    }
}

static void mark_older(struct cut *c)
{
    find_behind(c);
    for (uint32_t i = (uint32_t)c->e->migrations.count; i-- > 0;) {
        const struct migration *m = c->e->migrations.at[i];
        for (size_t k = 0; (c->first[i] || m->older) && k < m->needs.count; k++)
            c->e->migrations.at[m->needs.at[k]]->older = !c->behind[m->needs.at[k]];
    }
}

static bool is_clean(const struct cut *c)
{
    bool good = true;
    for (uint32_t i = 0; i < c->e->migrations.count; i++) {
        const struct migration *m = c->e->migrations.at[i];
        if (c->behind[i] || m->older)
            continue;
        diag_error(c->e->diagnostics, m->id_span,
                   "--since: '%.*s' is neither older than what the program begins with, nor behind it",
                   (int)m->id.n, m->id.z);
        diag_hint(c->e->diagnostics, "name the first revision of its branch, too: --since REV --since REV");
        good = false;
    }
    return good;
}

/* Of what is replaced, too, only what isn't older stays. */
static void cut_originals(const struct cut *c)
{
    uint32_t at;
    if (!c->e->originals)
        return;
    struct cut other = cut_of(c->e->originals);
    for (uint32_t i = 0; i < c->e->migrations.count; i++) {
        const char *id = arena_string(c->e->arena, c->e->migrations.at[i]->id);
        if (c->first[i] && find(other.e, id, &at) == 1)
            other.first[at] = true;
    }
    mark_older(&other);
}

bool chain_cut(struct environment *e, const char *const *names, size_t count)
{
    struct cut c = cut_of(e);
    if (!count)
        return true;
    if (!find_firsts(&c, names, count))
        return false;
    mark_older(&c);
    cut_originals(&c);
    return is_clean(&c);
}
