/* names.c: which names have to be written, and how, so that a naming convention leaves them as they are. */
#include "directives/inner.h"

#include "schema/convention.h"

static struct aludel_text template_of(const struct writing *w, const char *key)
{
    return convention_template(w->style->naming_convention ? w->style->naming_convention : "", key);
}

/* What the convention calls a constraint that has no name; no text: nothing. */
static struct aludel_text conventional(struct writing *w, struct path table, const struct constraint *k)
{
    struct aludel_text template = template_of(w, convention_keys[k->kind]), name = {"", 0};
    struct named n = {table, k->to, &k->columns, &k->to_columns, {"", 0}};
    const char *wrong;
    if (!template.n || convention_takes_given(w->arena, template) ||
        !convention_fill(w->arena, template, &n, &name, &wrong))
        return (struct aludel_text){"", 0};
    return convention_shortened(w->arena, w->dialect, name);
}

static const char *said(struct writing *w, const char *key, struct aludel_text name)
{
    bool changed = convention_takes_given(w->arena, template_of(w, key));
    const char *string = python_string(w->arena, name);
    return changed ? arena_format(w->arena, "op.f(%s)", string) : string;
}

/* Read back it has a name like any other. */
void find_chosen(struct writing *w, const struct table *t, const struct constraints *list,
                 struct constraints *out)
{
    for (size_t i = 0; i < list->count; i++) {
        struct constraint *copy = ARENA_NEW(w->arena, struct constraint);
        *copy = *list->at[i];
        copy->named_by_server = copy->named_by_server || (w->dialect == ALUDEL_POSTGRESQL && copy->name.n &&
                                                          name_is_chosen(w->arena, w->now, t, list->at[i]));
        vec_push(w->arena, out, (const struct constraint *)copy);
    }
}

bool is_servers(struct writing *w, const struct constraint *k)
{
    return !k->name.n || (k->named_by_server && !w->all_names);
}

const char *constraint_said(struct writing *w, struct path table, const struct constraint *k)
{
    struct aludel_text own = conventional(w, table, k);
    if (own.n && k->name.n && al_same(own, k->name))
        return NULL;
    if (is_servers(w, k) && !own.n)
        return NULL;
    if (!k->name.n)
        return "op.f(None)";
    return said(w, convention_keys[k->kind], k->name);
}

const char *index_said(struct writing *w, struct aludel_text name)
{
    return said(w, "ix", name);
}

const char *old_name_said(struct writing *w, enum constraint_kind kind, struct aludel_text name)
{
    return said(w, convention_keys[kind], name);
}

bool leads_there(struct writing *w, const struct change *said_change)
{
    struct diagnostics unheard = {.arena = w->arena};
    struct evolution e = {.arena = w->arena, .diagnostics = &unheard};
    const struct schema *there = evolve(&e, w->now, said_change);
    return !schema_residue(w->arena, w->after, there).n;
}
