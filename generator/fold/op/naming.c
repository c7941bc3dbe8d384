/* Naming conventions: the names that directives leave to them. */
#include "fold/op/item.h"

#include "schema/convention.h"

#include <string.h>

/* {"uq": "uq_%(table_name)s_%(column_0_name)s"} */
static struct aludel_text given_template(struct aludel_value conventions, const char *key)
{
    for (size_t i = 0; conventions.type == ALUDEL_DICT && i < conventions.as.items->count; i++) {
        struct aludel_value k = conventions.as.items->keys[i], v = conventions.as.items->values[i];
        if (k.type == ALUDEL_STRING && v.type == ALUDEL_STRING && al_is(k.as.text, key))
            return v.as.text;
    }
    return (struct aludel_text){"", 0};
}

static void unknown_token(struct folding *f, struct aludel_text template, const char *token, struct span at)
{
    static const char *const tokens[] = {"table_name",    "referred_table_name", "constraint_name",
                                         "column_0_name", "column_0_label",      "referred_column_0_name"};
    fold_error(f, at, "the naming convention '%s' has an unknown token", shown(f, template));
    const char *near = al_nearest(al_text(token), tokens, sizeof tokens / sizeof *tokens);
    if (near)
        diag_hint(f->d, "did you mean '%%(%s)s'?", near);
    else
        diag_hint(
            f->d,
            "tokens are %%(table_name)s, %%(column_0_name)s and SQLAlchemy's others; '%%' alone is '%%%%'");
}

/* False with an error: a token that there isn't. */
static bool fill_in(struct folding *f, struct aludel_text template, const struct named *n, struct span at,
                    struct aludel_text *out)
{
    const char *wrong;
    if (convention_fill(f->arena, template, n, out, &wrong))
        return true;
    unknown_token(f, template, wrong, at);
    return false;
}

struct aludel_text shortened_name(const struct folding *f, struct aludel_text name)
{
    return convention_shortened(f->arena, f->dialect, name);
}

static struct aludel_text conventional(struct folding *f, const char *key, const struct named *n,
                                       struct span at)
{
    struct aludel_text template = convention_template(f->e->settings.naming_convention, key), name = n->given;
    bool takes_given = convention_takes_given(f->arena, template);
    if (!template.n || (n->given.n && !takes_given) || (!n->given.n && takes_given))
        return n->given;
    fill_in(f, template, n, at, &name);
    return shortened_name(f, name);
}

void name_by_convention(struct folding *f, struct path table, struct constraint *c, bool is_final)
{
    struct named n = {table, c->to, &c->columns, &c->to_columns, c->name};
    if (!is_final)
        c->name = conventional(f, convention_keys[c->kind], &n, c->made);
}

bool is_called(struct folding *f, struct aludel_value conventions, struct path table,
               const struct constraint *c, struct aludel_text name, struct span at)
{
    struct named n = {table, c->to, &c->columns, &c->to_columns, {"", 0}};
    struct aludel_text template = given_template(conventions, convention_keys[c->kind]), out;
    return template.n && !convention_takes_given(f->arena, template) && fill_in(f, template, &n, at, &out) &&
           al_same(out, name);
}

void name_index_by_convention(struct folding *f, struct path table, struct index *i, bool is_final)
{
    struct names columns = {0};
    for (size_t k = 0; k < i->elements.count; k++)
        vec_push(f->arena, &columns, i->elements.at[k].column);
    struct named n = {table, {{"", 0}, {"", 0}}, &columns, NULL, i->path.name};
    if (!is_final)
        i->path.name = conventional(f, "ix", &n, i->made);
}
