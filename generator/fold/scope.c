#include "fold/inner.h"

#include <string.h>

struct scope *scope_new(struct folder *f, struct scope *parent)
{
    struct scope *s = ARENA_NEW(f->arena, struct scope);
    s->parent = parent;
    return s;
}

static struct variable *find_own(const struct scope *s, struct aludel_text name)
{
    for (size_t i = 0; i < s->vars.count; i++)
        if (al_same(s->vars.at[i].name, name))
            return &s->vars.at[i];
    return NULL;
}

bool scope_own(const struct scope *s, struct aludel_text name, struct aludel_value *v)
{
    const struct variable *var = find_own(s, name);
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

void scope_set(struct folder *f, struct scope *s, struct aludel_text name, struct aludel_value v)
{
    struct variable *var = find_own(s, name);
    if (var) {
        var->value = v;
        return;
    }
    struct variable fresh = {name, v};
    vec_push(f->arena, &s->vars, fresh);
}

struct variables scope_copy(struct folder *f, const struct scope *s)
{
    struct variables copy = {ARENA_ARRAY(f->arena, struct variable, s->vars.count + 1), s->vars.count,
                             s->vars.count + 1};
    if (s->vars.count)
        memcpy(copy.at, s->vars.at, sizeof *copy.at * s->vars.count);
    return copy;
}

/* ---- Lists that two variables hold ---- */

static bool holds(struct aludel_value v, struct aludel_value list)
{
    const struct later *a = later_of(v), *b = later_of(list);
    if (a && b)
        return a->kind == LATER_LOCAL && b->kind == LATER_LOCAL && a->local == b->local;
    if (v.type != ALUDEL_LIST && v.type != ALUDEL_TUPLE && v.type != ALUDEL_DICT)
        return false;
    if (v.type == list.type && v.as.items == list.as.items)
        return true;
    for (size_t i = 0; i < v.as.items->count; i++)
        if (holds(v.as.items->values[i], list))
            return true;
    return false;
}

static const struct variable *holder(const struct scope *s, struct aludel_value list,
                                     const struct variable *but)
{
    for (; s; s = s->parent)
        for (size_t i = 0; i < s->vars.count; i++)
            if (&s->vars.at[i] != but && holds(s->vars.at[i].value, list))
                return &s->vars.at[i];
    return NULL;
}

void check_held_once(struct folder *f, const struct node *name, struct aludel_value list)
{
    bool dict = list.type == ALUDEL_DICT;
    if (!dict && list.type != ALUDEL_LIST && !(later_of(list) && later_of(list)->type == ALUDEL_LIST))
        return;
    const struct variable *own = find_own(f->scope, name->text), *other = holder(f->scope, list, own);
    for (const struct target *t = f->target; t && !other; t = t->outer)
        other = holder(t->scope, list, own);
    if (!other)
        return;
    const char *kind = dict ? "dict" : "list", *z = shown(f, name->text);
    fold_error(f, name->span, "'%s' holds this %s too: it would change with it in Python, and doesn't here",
               shown(f, other->name), kind);
    diag_hint(f->d, "change a copy: write `%s = %s(%s)` in front", z, kind, z);
}

static const char *nearest_of(struct folder *f, const struct scope *s, struct aludel_text name)
{
    size_t count = 0;
    for (const struct scope *at = s; at; at = at->parent)
        count += at->vars.count;
    const char **names = ARENA_ARRAY(f->arena, const char *, count + native_count + value_name_count + 1);
    size_t n = 0;
    for (; s; s = s->parent)
        for (size_t i = 0; i < s->vars.count; i++)
            if (s->vars.at[i].name.z[0] != ' ')
                names[n++] = arena_string(f->arena, s->vars.at[i].name);
    for (size_t i = 0; i < native_count; i++)
        if (!strchr(native_names[i].path, '.'))
            names[n++] = native_names[i].path;
    for (size_t i = 0; i < value_name_count; i++)
        names[n++] = value_names[i];
    return al_nearest(name, names, n);
}

const char *nearest_name(struct folder *f, const struct scope *s, struct aludel_text name)
{
    const char *near = nearest_of(f, s, name);
    return near ? near : nearest_builtin(name);
}
