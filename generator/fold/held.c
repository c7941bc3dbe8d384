/*
 * Changes of lists that something else holds: variables of all functions that are running, of all files, and
 * the loops around.
 *
 * What a loop's turn leaves is known at its end, when the changes in its body have been looked at already. So
 * all changes are looked at again when the whole program is known.
 */
#include "fold/alias.h"

#include <string.h>

/* ---- All that holds values ---- */

static void add_holder(struct folding *f, struct variable v)
{
    if (!holds_nothing(v.value))
        vec_push(f->arena, &f->aliases->holders, v);
}

static void add_scopes(struct folding *f, const struct scope *s, const struct variable *but)
{
    struct aliases *a = f->aliases;
    for (; s; s = s->parent) {
        for (size_t i = 0; i < a->scopes.count; i++)
            if (a->scopes.at[i] == s)
                return;
        vec_push(f->arena, &a->scopes, s);
        for (size_t i = 0; i < s->vars.count; i++)
            if (&s->vars.at[i] != but)
                add_holder(f, s->vars.at[i]);
    }
}

static void find_holders(struct folding *f, const struct variable *but)
{
    f->aliases->scopes.count = f->aliases->holders.count = 0;
    add_scopes(f, f->scope, but);
    for (const struct target *t = f->target; t; t = t->outer) {
        struct variable over = {AL_TEXT(""), t->over};
        add_scopes(f, t->scope, but);
        if (t->over.type != ALUDEL_DICT) /* its keys don't change with its values */
            add_holder(f, over);
    }
    for (size_t i = 0; i < f->modules.count; i++)
        add_scopes(f, f->modules.at[i].scope, but);
}

void alias_begin_turns(struct folding *f, const struct target *t)
{
    struct walk w = {.f = f};
    f->aliases->had_loops = true;
    find_holders(f, NULL);
    seen_forget(&f->aliases->seen);
    for (size_t i = 0; i < f->aliases->holders.count; i++)
        walk_on(&w, f->aliases->holders.at[i].value, ITSELF | INSIDE);
    for (size_t i = 0; i < w.found.count; i++)
        vec_push(f->arena, &t->carried->before, w.found.at[i].items);
    for (const struct target *o = t->outer; o && !t->carried->outer; o = o->outer)
        t->carried->outer = o->carried;
}

/* ---- Changes ---- */

/* Of xs[0] += …: the other elements of xs may be the same list. */
static void add_siblings(struct folding *f, const struct variable *own, struct aludel_value list)
{
    bool skipped = false;
    struct aludel_value all = own ? own->value : aludel_none();
    for (size_t i = 0; (all.type == ALUDEL_LIST || all.type == ALUDEL_DICT) && i < all.as.items->count; i++) {
        struct variable sibling = {own->name, all.as.items->values[i]};
        if (!skipped && same_value(sibling.value, list))
            skipped = true;
        else
            add_holder(f, sibling);
    }
}

static const struct variable *other_holder(struct folding *f, const struct held_check *c)
{
    struct walk own = {.f = f}, w = {.f = f, .until = &own};
    walk(&own, c->list, ITSELF);
    seen_forget(&f->aliases->seen);
    for (size_t i = 0; own.found.count && i < c->count; i++)
        if (walk_on(&w, c->others[i].value, ITSELF | INSIDE))
            return &c->others[i];
    return NULL;
}

static const char *kind_of_list(struct aludel_value v)
{
    return v.type == ALUDEL_DICT ? "dict" : v.type == ALUDEL_SET ? "set" : "list";
}

/* Names that begin with a blank are nobody's: a default, what a comprehension has by now. */
static const char *holder_text(struct folding *f, const struct variable *v, const char *kind)
{
    if (!v->name.n)
        return arena_format(f->arena, "the loop around this runs over this %s", kind);
    if (v->name.z[0] != ' ')
        return arena_format(f->arena, "'%s' holds this %s too", shown(f, v->name), kind);
    if (al_is(v->name, " result"))
        return arena_format(f->arena, "the comprehension around this holds this %s too", kind);
    return arena_format(f->arena, "the default of '%s' is this %s too", shown(f, v->name) + 1, kind);
}

static void held_twice(struct folding *f, const struct held_check *c, const struct variable *other)
{
    const struct span at = c->target->span;
    const char *kind = kind_of_list(c->list);
    struct aludel_text written = {at.source->text.z + at.from, at.to - at.from};
    const char *z = shown(f, written);
    fold_error(f, at, "%s: it would change with it in Python, and doesn't here", holder_text(f, other, kind));
    if (c->sure)
        diag_hint(f->d, "change a copy: write `%s = %s(%s)` in front", z, kind, z);
    else
        diag_hint(f->d, "write `%s = %s + …`: that is another one in Python too", z, z);
}

static void check_later(struct folding *f, struct held_check c)
{
    struct variable *own = ARENA_ARRAY(f->arena, struct variable, c.count + 1);
    if (c.count)
        memcpy(own, c.others, sizeof *own * c.count);
    c.others = own;
    vec_push(f->arena, &f->aliases->checks, c);
}

void check_held_once(struct folding *f, const struct node *target, struct aludel_value list, bool sure)
{
    enum aludel_type type = list.type == ALUDEL_DEFERRED ? later_of(list)->type : list.type;
    if (!is_changeable(type) && (type != ALUDEL_UNSET || list.type != ALUDEL_DEFERRED))
        return;
    const struct node *name = target->kind == N_INDEX ? target->a : target;
    const struct variable *own = scope_variable(f->scope, name->text);
    find_holders(f, own);
    if (name != target)
        add_siblings(f, own, list);
    struct aliases *a = f->aliases;
    struct held_check c = {target, list, sure || is_changeable(type), a->holders.at, a->holders.count};
    const struct variable *other = other_holder(f, &c);
    if (other)
        held_twice(f, &c, other);
    else if (a->had_loops)
        check_later(f, c);
}

void check_held_again(struct folding *f)
{
    const struct aliases *a = f->aliases;
    decide_new_lists(f);
    for (size_t i = 0; i < a->checks.count; i++) {
        const struct variable *other = other_holder(f, &a->checks.at[i]);
        if (other)
            held_twice(f, &a->checks.at[i], other);
    }
}

size_t checks_so_far(const struct folding *f)
{
    return f->aliases->checks.count;
}

void forget_checks(struct folding *f, size_t from)
{
    f->aliases->checks.count = from;
}
