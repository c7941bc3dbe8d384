#include "trial/cases.h"

#include "plan/plan.h"

#include <string.h>

struct heads {
    struct trial *t;
    uint32_t *at;
    uint32_t count;
};

static bool add_head(void *with, const struct aludel_revision *r)
{
    struct heads *h = with;
    h->at[h->count++] = (uint32_t)r->index;
    return true;
}

/* ---- Lines of their own -------------------------------------------------------------------------------- */

static struct al_set ancestors(struct trial *t, uint32_t r)
{
    uint32_t count = t->registry->count;
    struct al_set s = {al_arena_new(&t->arena, AL_SET_WORDS(count) * sizeof(uint64_t)), count};
    al_set_clear(&s);
    al_set_add(&s, r);
    al_close_up(t->registry, &s, false);
    return s;
}

static bool have_common_ancestor(struct trial *t, uint32_t a, uint32_t b)
{
    struct al_set of_a = ancestors(t, a), of_b = ancestors(t, b);
    for (uint32_t i = 0; i < AL_SET_WORDS(of_a.count); i++) {
        if (of_a.words[i] & of_b.words[i])
            return true;
    }
    return false;
}

static bool has_label_of_its_own(struct trial *t, uint32_t r, uint32_t beside)
{
    const struct aludel_names *labels = &al_rare(&t->registry->migrations[r])->labels;
    for (uint32_t i = 0; i < labels->count; i++) {
        if (!al_has_label(t->registry, beside, al_text(labels->at[i])))
            return true;
    }
    return false;
}

/* Two that nobody has meant: they have parted, and no label tells one from the other. */
static bool have_parted(struct trial *t, uint32_t a, uint32_t b)
{
    return have_common_ancestor(t, a, b) && !(has_label_of_its_own(t, a, b) && has_label_of_its_own(t, b, a));
}

static bool any_have_parted(const struct heads *h)
{
    for (uint32_t i = 0; i < h->count; i++) {
        for (uint32_t k = 0; k < i; k++) {
            if (have_parted(h->t, h->at[i], h->at[k]))
                return true;
        }
    }
    return false;
}

/* ---- The case ---------------------------------------------------------------------------------------------- */

static void tell(const struct heads *h)
{
    struct al_builder ids = al_builder(&h->t->arena), names = al_builder(&h->t->arena);
    for (uint32_t i = 0; i < h->count; i++) {
        const struct aludel_migration *m = &h->t->registry->migrations[h->at[i]];
        al_putf(&names, "%s%s (%s)", i ? ", " : "", m->id, m->file);
        al_putf(&ids, " %s", m->id);
    }
    if (any_have_parted(h))
        trial_fail(&h->t->report, "%u heads: %s; merge them: aludel merge -m \"merge\"%s", (unsigned)h->count,
                   al_built(&names).z, al_built(&ids).z);
    else
        trial_note(&h->t->report, "%u heads, each of a line of its own: %s", (unsigned)h->count,
                   al_built(&names).z);
}

bool trial_try_heads(struct trial *t)
{
    struct aludel_config config = {.registry = t->registry, .url = "sqlite://"};
    struct aludel_error error;
    struct heads h = {.t = t};
    h.at = al_arena_new(&t->arena, (t->registry->count + 1u) * sizeof *h.at);
    trial_case_begin(&t->report, "chain", "one head", "");
    struct aludel *a = aludel_open(&config, &error);
    bool ok = a && aludel_heads(a, false, add_head, &h, &error);
    if (!ok)
        trial_fail(&t->report, "%s", trial_error(&t->arena, &error));
    else if (h.count > 1)
        tell(&h);
    aludel_close(a);
    trial_case_end(&t->report);
    return ok;
}
