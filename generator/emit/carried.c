/* carried.c: what each upgrade leaves in the log with carry_downgrades (runtime/recipe/carried.h has the form). */
#include "emit/inner.h"

#include "core/sha256.h"
#include "emit/recipe.h"
#include "recipe/carried.h"

#include <string.h>

bool carries(const struct environment *e)
{
    return says(e->settings.carry_downgrades, "yes");
}

/* ---- What is undone ------------------------------------------------------------------------------ */

static bool is_parent(const struct migration *m, uint32_t index)
{
    for (size_t i = 0; i < m->parents.count; i++)
        if (m->parents.at[i].index == index)
            return true;
    return false;
}

static void put_links(struct al_builder *b, const struct environment *view, const struct migration *m)
{
    for (size_t i = 0; i < m->parents.count; i++)
        put_recipe_text(b, 'p', view->migrations.at[m->parents.at[i].index]->id);
    for (size_t i = 0; i < m->needs.count; i++)
        if (!is_parent(m, m->needs.at[i]))
            put_recipe_text(b, 'd', view->migrations.at[m->needs.at[i]]->id);
    for (size_t i = 0; i < m->replaces.count; i++)
        put_recipe_text(b, 't', m->replaces.at[i].text);
}

/* ---- How ------------------------------------------------------------------------------------------- */

/* What a downgrade to the revision's parents runs, in that order; NULL: nothing. */
enum { PARTS = 5 };
struct parts {
    const struct program *programs[PARTS];
    const char *names[PARTS];
};

static struct parts parts_of(const struct environment *e, const struct migration *m, enum aludel_dialect d)
{
    struct program *const *hooks = e->hooks[d];
    return (struct parts){
        {hooks[HOOK_BEFORE_DOWNGRADE], hooks[HOOK_BEFORE_EACH], m->programs[d][ALUDEL_DOWN],
         hooks[HOOK_AFTER_EACH], hooks[HOOK_AFTER_DOWNGRADE]},
        {"before_downgrade() in env.mako", "before_each() in env.mako", "its downgrade",
         "after_each() in env.mako", "after_downgrade() in env.mako"},
    };
}

/* While a rebuild has foreign keys off, the rows that a hook writes are looked at, too. */
static unsigned flags_of(const struct parts *parts)
{
    unsigned flags = 0;
    bool empty = true, writes = false;
    for (size_t i = 0; i < PARTS; i++) {
        const struct program *p = parts->programs[i];
        flags |= p ? p->flags : 0;
        empty = empty && (!p || !p->steps.count);
        writes = writes || (p && program_writes(p));
    }
    flags &= ~(unsigned)(ALUDEL_EMPTY | ALUDEL_WRITES);
    flags |= writes && flags & ALUDEL_REBUILDS ? ALUDEL_WRITES : 0u;
    return flags | (empty ? ALUDEL_EMPTY : 0u);
}

static const char *why_not(struct arena *a, const struct parts *parts, size_t i, const char *why)
{
    const struct program *p = parts->programs[i];
    if (p->irreversible)
        return *p->irreversible ? p->irreversible : "it is irreversible";
    return why ? arena_format(a, "%s %s", parts->names[i], why) : NULL;
}

/* The parts as one recipe, or why they are none. */
static const char *put_parts(struct arena *a, struct al_builder *b, const struct parts *parts)
{
    for (size_t i = 0; i < PARTS; i++) {
        struct aludel_text recipe;
        if (!parts->programs[i])
            continue;
        const char *why = why_not(a, parts, i, recipe_of(a, parts->programs[i], NULL, &recipe));
        if (why)
            return why;
        al_put(b, recipe.z, recipe.n);
    }
    return NULL;
}

static struct aludel_text how(struct arena *a, const struct parts *parts)
{
    struct al_builder recipe = al_builder(&a->memory), refusal = al_builder(&a->memory);
    const char *why = put_parts(a, &recipe, parts);
    if (!why)
        return al_built(&recipe);
    put_recipe_text(&refusal, '!', al_text(why));
    return al_built(&refusal);
}

bool can_undo_carried(const struct environment *e, const struct migration *m)
{
    struct parts parts = parts_of(e, m, ALUDEL_SQLITE);
    struct al_builder recipe = al_builder(&e->arena->memory);
    return !put_parts(e->arena, &recipe, &parts);
}

/* ---- The form ---------------------------------------------------------------------------------------- */

static const char *sum_of_form(struct arena *a, struct aludel_text body)
{
    struct al_sha256 s;
    uint8_t digest[32];
    char *hex = ARENA_ARRAY(a, char, 33);
    al_sha256_init(&s);
    al_sha256_add(&s, body.z, body.n);
    al_sha256_end(&s, digest);
    al_hex(hex, digest, 16);
    return hex;
}

/* The form of a migration of `view`, which is `e` or its originals. */
static struct aludel_text carried_form(const struct environment *e, const struct environment *view,
                                       const struct migration *m, enum aludel_dialect d, bool silent)
{
    struct parts parts = parts_of(e, m, d);
    struct al_builder b = al_builder(&e->arena->memory), form = al_builder(&e->arena->memory);
    put_recipe_text(&b, 'i', m->id);
    put_links(&b, view, m);
    if (m->message && *m->message && !silent)
        put_recipe_text(&b, 'm', al_text(m->message));
    put_recipe_number(&b, 'f', flags_of(&parts));
    struct aludel_text rest = how(e->arena, &parts);
    al_put(&b, rest.z, rest.n);
    struct aludel_text body = al_built(&b);
    al_putf(&form, "aludel recipe " AL_CARRIED_FORMAT " %s\n", sum_of_form(e->arena, body));
    al_put(&form, body.z, body.n);
    return al_built(&form);
}

/* ---- As constants -------------------------------------------------------------------------------------- */

static const char *constant_name(struct arena *a, const struct migration *m, const char *dialect)
{
    return arena_format(a, "carried_%s%s%s", identifier(a, m->id), m->replaced ? "_original" : "", dialect);
}

struct forms {
    struct aludel_text of[ALUDEL_DIALECTS]; /* z is NULL: not built for it */
    bool same;
};

static struct forms forms_of(const struct environment *e, const struct environment *view,
                             const struct migration *m, bool silent)
{
    struct forms f = {.same = false};
    for (enum aludel_dialect d = 0; d < ALUDEL_DIALECTS; d++)
        if (e->dialects[d])
            f.of[d] = carried_form(e, view, m, d, silent);
    f.same = f.of[0].z && f.of[1].z && al_same(f.of[0], f.of[1]);
    return f;
}

struct aludel_text carried_on_sqlite(const struct environment *e, const struct migration *m, bool silent)
{
    return carried_form(e, e, m, ALUDEL_SQLITE, silent);
}

size_t longest_carried(const struct environment *e)
{
    size_t longest = 0;
    for (size_t i = 0; i < e->migrations.count; i++) {
        struct forms f = forms_of(e, e, e->migrations.at[i], false);
        for (int d = 0; d < ALUDEL_DIALECTS; d++)
            longest = f.of[d].n > longest ? f.of[d].n : longest;
    }
    return longest;
}

static const char *const endings[] = {[ALUDEL_SQLITE] = "_sqlite", [ALUDEL_POSTGRESQL] = "_postgresql"};

void put_carried_constants(struct c_writer *w, const struct environment *e, const struct environment *view,
                           bool again, bool silent)
{
    for (size_t i = 0; i < view->migrations.count; i++) {
        const struct migration *m = view->migrations.at[i];
        if (m->older || (again && !m->replaced)) /* no upgrade of it is there to leave anything */
            continue;
        struct forms f = forms_of(e, view, m, silent);
        for (int d = 0; d < ALUDEL_DIALECTS; d++)
            if (f.of[d].z && (!f.same || d == 0))
                c_text(w, constant_name(e->arena, m, f.same ? "" : endings[d]), f.of[d]);
    }
    c_blank(w);
}

void put_carried_field(struct c_writer *w, const struct environment *e, const struct environment *view,
                       const struct migration *m)
{
    static const char *const dialects[] = {"ALUDEL_SQLITE", "ALUDEL_POSTGRESQL"};
    const char *between = "";
    struct forms f = forms_of(e, view, m, false); /* what it says doesn't matter here */
    c_begin(w);
    c_put(w, ".carried = {");
    for (int d = 0; d < ALUDEL_DIALECTS; d++) {
        if (!f.of[d].z)
            continue;
        c_put(w, "%s[%s] = %s", between, dialects[d], constant_name(e->arena, m, f.same ? "" : endings[d]));
        between = ", ";
    }
    c_end(w, "},");
}
