#include "fold/folding.h"

#include <string.h>

struct scope *scope_new(struct folding *f, struct scope *parent)
{
    struct scope *s = ARENA_NEW(f->arena, struct scope);
    s->parent = parent;
    return s;
}

struct variable *scope_variable(const struct scope *s, struct aludel_text name)
{
    for (size_t i = 0; i < s->vars.count; i++)
        if (al_same(s->vars.at[i].name, name))
            return &s->vars.at[i];
    return NULL;
}

bool scope_own(const struct scope *s, struct aludel_text name, struct aludel_value *v)
{
    const struct variable *var = scope_variable(s, name);
    if (!var)
        return false;
    *v = var->value;
    return true;
}

bool scope_find(const struct scope *s, struct aludel_text name, struct aludel_value *v)
{
    for (; s; s = s->parent)
        if (scope_own(s, name, v))
            return true;
    return false;
}

void scope_set(struct folding *f, struct scope *s, struct aludel_text name, struct aludel_value v)
{
    struct variable *var = scope_variable(s, name);
    if (var) {
        var->value = v;
        return;
    }
    struct variable fresh = {name, v};
    vec_push(f->arena, &s->vars, fresh);
}

struct variables scope_copy(struct folding *f, const struct scope *s)
{
    struct variables copy = {ARENA_ARRAY(f->arena, struct variable, s->vars.count + 1), s->vars.count,
                             s->vars.count + 1};
    if (s->vars.count)
        memcpy(copy.at, s->vars.at, sizeof *copy.at * s->vars.count);
    return copy;
}
