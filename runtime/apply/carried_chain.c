/* carried_chain.c: see carried_chain.h. */
#include "apply/carried_chain.h"

#include <string.h>

static bool comment_rebuild(struct aludel_op *op, struct aludel_text table)
{
    char line[300];
    al_format(line, sizeof line, "the table '%.*s' is rebuilt, from its definition as it stands then",
              (int)table.n, table.z);
    op->around->driver->type->comment(op->around->driver, line);
    return aludel_ok(op);
}

/* In a script: statements as they stand, and where a table is rebuilt, that it is. */
static bool write_recipe(struct aludel_op *op, struct al_recipe r)
{
    struct al_recipe_item item;
    bool inside = false;
    for (struct al_recipe one = r; aludel_ok(op) && al_recipe_next(&r, &item) == AL_RECIPE_ITEM; one = r) {
        one.end = r.at;
        if (item.letter == 'r') {
            inside = comment_rebuild(op, item.text);
        } else if (!inside && item.letter == 's') {
            al_recipe_run(op, one);
        }
        inside = inside && item.letter != '.';
    }
    return aludel_ok(op);
}

static bool run_carried(struct aludel_op *op)
{
    struct al_carried c;
    const char *form = op->migration->carried[aludel_dialect(op)];
    if (al_carried_read(al_text(form), &c) != AL_CARRIED_SOUND) {
        aludel_failf(op, "what the row carries has changed meanwhile");
        return false;
    }
    return op->around->driver->type->live ? al_recipe_run(op, c.recipe) : write_recipe(op, c.recipe);
}

static const char *string(const struct al_search *s, struct aludel_text text)
{
    return al_arena_copy(&s->a->scratch, text.z ? text.z : "", text.n);
}

static uint32_t place_in_chain(const struct al_search *s, struct aludel_text id)
{
    const struct al_found *f = al_carried_find(s, id);
    return f ? s->own->count + (uint32_t)(f - s->at) : al_find(s->own, id);
}

/* One more among links that are constant. */
static bool add_link(const struct al_search *s, struct aludel_links *links, uint32_t r)
{
    uint32_t *at = al_new(s->a, links->count + 1u, sizeof *at);
    if (!at) {
        return false;
    }
    for (uint32_t i = 0; i < links->count; i++) {
        at[i] = links->at[i];
    }
    at[links->count] = r;
    *links = (struct aludel_links){links->count + 1, at};
    return true;
}

static bool add_name(const struct al_search *s, struct aludel_names *names, struct aludel_text name)
{
    const char **at = al_new(s->a, names->count + 1u, sizeof *at);
    if (!at) {
        return false;
    }
    for (uint32_t i = 0; i < names->count; i++) {
        at[i] = names->at[i];
    }
    at[names->count] = string(s, name);
    *names = (struct aludel_names){names->count + 1, at};
    return true;
}

/* A link from `r` to what it needs, and one back. What it needs was done before it. */
static bool link_one(const struct al_search *s, struct aludel_migration *all, uint32_t r,
                     struct aludel_rare *rare, struct aludel_text id, bool parent)
{
    struct aludel_migration *m = &all[r];
    uint32_t to = place_in_chain(s, id);
    if (to >= r) {
        return al_carried_refuse(s, m->id, "by the log it was applied before '%.*s', which it needs",
                                 (int)id.n, id.z);
    }
    return add_link(s, &m->needs, to) && (!parent || add_link(s, &m->parents, to)) &&
           (parent || add_name(s, &rare->depends_on, id)) &&
           add_link(s, parent ? &all[to].children : &all[to].dependents, r);
}

static bool link_all(const struct al_search *s, struct aludel_migration *all, uint32_t r,
                     struct aludel_rare *rare, struct al_recipe links)
{
    struct aludel_text id;
    struct al_recipe_item item;
    bool ok = true;
    while (ok && al_recipe_next(&links, &item) == AL_RECIPE_ITEM) {
        id = item.text;
        ok = item.letter == 't' ? add_name(s, &rare->replaces, id)
                                : link_one(s, all, r, rare, id, item.letter == 'p');
    }
    return ok;
}

/* Whether `r` stands on `below`, as far as the links are made. */
static bool stands_on(struct aludel_registry *g, struct al_set *space, uint32_t r, uint32_t below)
{
    al_set_clear(space);
    al_set_add(space, r);
    al_close_up(g, space, true);
    return r != below && al_set_has(space, below);
}

/* What is undone leaves what it needs as rows: none of them below another one. (A parent may be below a dependency.) */
static bool only_topmost(const struct al_search *s, struct aludel_migration *all, uint32_t r)
{
    struct aludel_registry g = {.count = r, .migrations = all};
    struct al_set space = {al_new(s->a, AL_SET_WORDS(r) + 1u, sizeof(uint64_t)), r};
    struct aludel_links needs = all[r].needs;
    uint32_t *at = al_new(s->a, needs.count + 1u, sizeof *at), count = 0;
    for (uint32_t i = 0; space.words && at && i < needs.count; i++) {
        bool below = false;
        for (uint32_t k = 0; k < needs.count; k++) {
            below = below || stands_on(&g, &space, needs.at[k], needs.at[i]);
        }
        at[count] = needs.at[i];
        count += !below;
    }
    all[r].needs = (struct aludel_links){count, at};
    return space.words && at;
}

static bool make(const struct al_search *s, struct aludel_migration *all, uint32_t r)
{
    const struct al_found *f = &s->at[r - s->own->count];
    enum aludel_dialect d = s->a->type->dialect;
    struct aludel_migration *m = &all[r];
    struct aludel_rare *rare = al_new(s->a, 1, sizeof *rare);
    if (!rare) {
        return false;
    }
    *m = (struct aludel_migration){
        .id = f->id, .message = string(s, f->carried.message), .file = "", .rare = rare, .sum = f->sum};
    m->carried[d] = f->form;
    m->ways[ALUDEL_DOWN].run = run_carried;
    m->ways[ALUDEL_DOWN].flags[d] = f->carried.flags;
    rare->irreversible = f->carried.why.z ? string(s, f->carried.why) : NULL;
    return link_all(s, all, r, rare, f->carried.links) && only_topmost(s, all, r) &&
           (!s->a->scratch.exhausted || al_fail_no_memory(s->a));
}

/* A chain of which this program knows nothing at all is somebody else's, and no newer one of its own. */
static bool check_kinship(const struct al_search *s, const struct aludel_migration *all,
                          const struct al_version *v)
{
    bool kin = v->rows.count > 0;
    for (size_t i = 0; i < s->count; i++) {
        const struct aludel_links *needs = &all[s->own->count + i].needs;
        for (uint32_t k = 0; k < needs->count; k++) {
            kin = kin || needs->at[k] < s->own->count;
        }
    }
    return kin || al_carried_refuse(s, v->unknown[0],
                                    "it stands on no revision that this program knows: this may be "
                                    "another program's database");
}

struct aludel_registry *al_carried_registry(const struct al_search *s, const struct al_version *v)
{
    size_t count = s->own->count + s->count;
    struct aludel_registry *g = al_new(s->a, 1, sizeof *g);
    struct aludel_migration *all = al_new(s->a, count, sizeof *all);
    if (!g || !all) {
        return NULL;
    }
    memcpy(all, s->own->migrations, s->own->count * sizeof *all);
    for (uint32_t r = s->own->count; r < count; r++) {
        if (!make(s, all, r)) {
            return NULL;
        }
    }
    *g = *s->own;
    g->count = (uint32_t)count;
    g->migrations = all;
    g->before_downgrade = g->after_downgrade = NULL;
    return check_kinship(s, all, v) ? g : NULL;
}
