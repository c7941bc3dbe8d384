/*
 * lint: whether what migrations say of the programs that work with them (`compatible_with`) is so, as far as the schema
 * shows it. What a program uses nobody knows here: one that knows a thing may need it. And what is done to rows isn't looked
 * into, so that nothing is derived from a migration that does it.
 */
#include "fold/effect.h"

struct finding {            /* of one migration */
    enum effect_kind worst; /* of its changes, over all dialects */
    struct references
        oldest; /* whose programs work with what it leaves, as it follows from those in front of it */
};

/* ---- What one of them does ------------------------------------------------------------------------ */

static struct effects effects_of_all(struct environment *e, const struct migration *m, enum aludel_dialect d)
{
    const struct evolved_list *list = m->evolved[d];
    struct effects effects = {0};
    for (size_t i = 0; list && i < list->count; i++)
        effects_of(e->arena, m->before[d], m->after[d], list->at[i].change, &effects);
    return effects;
}

static enum effect_kind worst_of(struct environment *e, const struct migration *m, enum aludel_dialect d)
{
    struct effects effects = effects_of_all(e, m, d);
    enum effect_kind worst = program_writes(m->programs[d][ALUDEL_UP]) ? EFFECT_UNKNOWN : EFFECT_NONE;
    for (size_t i = 0; i < effects.count; i++)
        worst = effects.at[i].kind > worst ? effects.at[i].kind : worst;
    return worst;
}

static enum effect_kind worst_of_all(struct environment *e, const struct migration *m)
{
    enum effect_kind worst = EFFECT_NONE;
    for (int d = 0; d < ALUDEL_DIALECTS; d++) {
        enum effect_kind one =
            m->programs[d][ALUDEL_UP] ? worst_of(e, m, (enum aludel_dialect)d) : EFFECT_NONE;
        worst = one > worst ? one : worst;
    }
    return worst;
}

/* ---- Claims that are wrong ------------------------------------------------------------------------- */

static bool names(const struct references *list, struct aludel_text name)
{
    for (size_t i = 0; i < list->count; i++)
        if (al_same(list->at[i].text, name))
            return true;
    return false;
}

/* A program there knows what the change takes away. Of one in the middle of what another one replaces nobody can say. */
static bool is_concerned(const struct environment *e, const struct reference *claim, enum aludel_dialect d,
                         const struct effect *f)
{
    const struct migration *m = claim->index == UINT32_MAX ? NULL : e->migrations.at[claim->index];
    bool middle = m && !al_same(m->id, claim->text) && names(&m->replaces, claim->text);
    return m && !middle && m->after[d] && effect_concerns(e->arena, f, m->after[d]);
}

static bool is_itself(const struct environment *e, const struct migration *m)
{
    for (size_t i = 0; i < m->compatible_with.count; i++) {
        uint32_t index = m->compatible_with.at[i].index;
        if (index != UINT32_MAX && e->migrations.at[index] == m &&
            al_same(m->compatible_with.at[i].text, m->id))
            return true;
    }
    return false;
}

static const struct reference *find_concerned(const struct environment *e, const struct migration *m,
                                              enum aludel_dialect d, const struct effect *f)
{
    for (size_t i = 0; i < m->compatible_with.count && !is_itself(e, m); i++)
        if (is_concerned(e, &m->compatible_with.at[i], d, f))
            return &m->compatible_with.at[i];
    return NULL;
}

static bool say_wrong(struct environment *e, const struct migration *m, enum aludel_dialect d, bool strict)
{
    struct effects effects = m->compatible_with.count ? effects_of_all(e, m, d) : (struct effects){0};
    for (size_t i = 0; i < effects.count; i++) {
        const struct effect *f = &effects.at[i];
        const struct reference *claim = f->kind == EFFECT_BREAKS ? find_concerned(e, m, d, f) : NULL;
        if (!claim)
            continue;
        (strict ? diag_error : diag_remark)(e->diagnostics, claim->span, "programs of '%.*s' may fail: %s",
                                            (int)claim->text.n, claim->text.z, f->said);
        diag_hint(e->diagnostics, "the oldest that is sure to work is '%.*s'", (int)m->id.n, m->id.z);
        diag_also(e->diagnostics, f->span, "because of this");
        return true;
    }
    return false;
}

/* ---- What could be said ----------------------------------------------------------------------------- */

static void add_reference(struct arena *a, struct references *list, const struct reference *r)
{
    for (size_t i = 0; i < list->count; i++)
        if (al_same(list->at[i].text, r->text))
            return;
    vec_push(a, list, *r);
}

static void find_oldest(struct environment *e, struct finding *findings, uint32_t index)
{
    const struct migration *m = e->migrations.at[index];
    struct finding *f = &findings[index];
    struct reference itself = {m->id, m->id_span, index};
    if (f->worst != EFFECT_NONE || !m->needs.count)
        vec_push(e->arena, &f->oldest, itself);
    for (size_t i = 0; !f->worst && i < m->needs.count; i++) {
        uint32_t need = m->needs.at[i]; /* what one says itself counts, whatever is found */
        const struct references *said = &e->migrations.at[need]->compatible_with;
        const struct references *list = said->count ? said : &findings[need].oldest;
        for (size_t k = 0; k < list->count; k++)
            add_reference(e->arena, &f->oldest, &list->at[k]);
    }
    if (f->oldest.count > 1)
        without_implied(e, &f->oldest);
}

static const char *as_written(struct arena *a, const struct references *list, bool sql)
{
    struct al_builder b = al_builder(&a->memory);
    bool tuple = list->count > 1 && !sql;
    al_puts(&b, sql ? "-- compatible_with: " : tuple ? "compatible_with = (" : "compatible_with = ");
    for (size_t i = 0; i < list->count; i++)
        al_putf(&b, "%s%s%.*s%s", i ? ", " : "", sql ? "" : "\"", (int)list->at[i].text.n, list->at[i].text.z,
                sql ? "" : "\"");
    al_puts(&b, tuple ? ")" : "");
    return arena_string(a, al_built(&b));
}

static void offer(struct environment *e, const struct migration *m, const struct finding *f)
{
    const char *line = as_written(e->arena, &f->oldest, m->file->form == FORM_SQL);
    const struct reference *said = m->compatible_with.at;
    if (!m->compatible_with.count) {
        diag_remark(e->diagnostics, m->id_span,
                    "it doesn't say that older programs work with what it leaves");
        diag_hint(e->diagnostics, "nothing that it does stops them: %s", line);
    } else if (m->compatible_with.count == 1 && f->oldest.count == 1 && said->index != UINT32_MAX &&
               f->oldest.at[0].index < said->index) {
        diag_remark(e->diagnostics, said->span, "programs that are older work, too");
        diag_hint(e->diagnostics, "nothing that it does stops them: %s", line);
    }
}

static void offer_all(struct environment *e)
{
    struct finding *findings = ARENA_ARRAY(e->arena, struct finding, e->migrations.count);
    for (uint32_t i = 0; i < e->migrations.count; i++) {
        const struct migration *m = e->migrations.at[i];
        findings[i].worst = worst_of_all(e, m);
        find_oldest(e, findings, i);
        if (findings[i].worst == EFFECT_NONE && m->needs.count && !is_itself(e, m))
            offer(e, m, &findings[i]);
    }
}

bool check_compatible(struct environment *e, bool strict)
{
    size_t errors = e->diagnostics->errors;
    for (size_t i = 0; i < e->migrations.count; i++) {
        bool said = false;
        for (int d = 0; d < ALUDEL_DIALECTS && !said; d++)
            said = say_wrong(e, e->migrations.at[i], (enum aludel_dialect)d, strict);
    }
    if (strict)
        offer_all(e);
    return e->diagnostics->errors == errors;
}
