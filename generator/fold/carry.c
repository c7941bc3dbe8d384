/*
 * Variables of a loop at run time. What its body assigns is a local from the loop's begin on, which is set
 * again at the end of every turn.
 */
#include "fold/flow.h"

static void add_name(struct folding *f, struct name_list *out, struct aludel_text name)
{
    for (size_t i = 0; i < out->count; i++)
        if (al_same(out->at[i], name))
            return;
    vec_push(f->arena, out, name);
}

static void target_names(struct folding *f, const struct node *n, struct name_list *out)
{
    while (n && n->kind == N_INDEX)
        n = n->a;
    if (!n)
        return;
    if (n->kind == N_NAME)
        add_name(f, out, n->text);
    else if (n->kind == N_STAR)
        target_names(f, n->a, out);
    for (size_t i = 0; (n->kind == N_TUPLE || n->kind == N_LIST) && i < n->list.count; i++)
        target_names(f, n->list.at[i], out);
}

static bool changes_list(const struct node *n)
{
    return n->kind == N_CALL && n->a->kind == N_ATTRIBUTE && n->a->a->kind == N_NAME &&
           (al_is(n->a->text, "append") || al_is(n->a->text, "extend"));
}

void assigned_names(struct folding *f, const struct node *n, struct name_list *out)
{
    if (!n)
        return;
    if (n->kind == N_ASSIGN)
        for (size_t i = 0; i < n->list.count; i++)
            target_names(f, n->list.at[i], out);
    if (n->kind == N_AUGMENT || n->kind == N_FOR)
        target_names(f, n->a, out);
    if (n->kind == N_DEF || (n->kind == N_WITH && n->text.n))
        add_name(f, out, n->text);
    if (changes_list(n))
        target_names(f, n->a->a, out);
    if (n->kind == N_DEF || n->kind == N_COMPREHENSION || n->kind == N_CALL_TAG)
        return;
    assigned_names(f, n->a, out);
    assigned_names(f, n->b, out);
    assigned_names(f, n->c, out);
    for (size_t i = 0; i < n->list.count; i++)
        assigned_names(f, n->list.at[i], out);
}

bool mentions_name(const struct node *n, const char *name)
{
    if (!n)
        return false;
    if (n->kind == N_NAME && al_is(n->text, name))
        return true;
    if (mentions_name(n->a, name) || mentions_name(n->b, name) || mentions_name(n->c, name))
        return true;
    for (size_t i = 0; i < n->list.count; i++)
        if (mentions_name(n->list.at[i], name))
            return true;
    return false;
}

/* What a loop's variable is taken for in its turns: only what decides how it is written. */
static enum aludel_type kept_type(struct aludel_value v)
{
    enum aludel_type type = v.type == ALUDEL_DEFERRED ? later_of(v)->type : v.type;
    return type == ALUDEL_SQL || type == ALUDEL_LIST || type == ALUDEL_TUPLE ? type : ALUDEL_UNSET;
}

static void begin_variable(struct folding *f, struct carried_variable *c, struct aludel_text name,
                           struct span at)
{
    struct aludel_value v = aludel_unset();
    *c = (struct carried_variable){.name = name, .local = local_new(f, name)};
    c->was_set = scope_find(f->scope, name, &v) && v.type != ALUDEL_UNSET;
    c->is_lost = c->was_set && !can_be_kept(f, v);
    c->type = kept_type(v);
    c->is_sql = c->type == ALUDEL_SQL;
    if (c->is_lost) {
        c->value = is_error(v) || object_of(v, OBJECT_UNKNOWN)
                       ? v
                       : object_value(object_new(f, OBJECT_DIFFERS, arena_string(f->arena, name)));
    } else {
        if (c->was_set) {
            struct later *l = lowered(f, v, at);
            let_local(f, f->steps, c->local, l, at);
        }
        alias_carried(f, c->local, v);
        c->value = deferred(later_local(f->arena, c->local, kept_type(v)));
    }
    scope_set(f, f->scope, name, c->value);
}

struct carried *carry(struct folding *f, const struct node *const *trees, size_t count,
                      struct aludel_text also, struct span at)
{
    struct name_list names = {0};
    for (size_t i = 0; i < count; i++)
        assigned_names(f, trees[i], &names);
    if (also.n)
        add_name(f, &names, also);
    struct carried *c = ARENA_NEW(f->arena, struct carried);
    c->schema = f->schema;
    c->at = ARENA_ARRAY(f->arena, struct carried_variable, names.count + 1);
    for (; c->count < names.count; c->count++)
        begin_variable(f, &c->at[c->count], names.at[c->count], at);
    return c;
}

static bool uses_local(struct aludel_value v, uint32_t local)
{
    const struct later *l = later_of(v);
    if (l)
        return l->kind == LATER_LOCAL && l->local == local;
    if (is_known(v) || v.type == ALUDEL_OBJECT)
        return v.type == ALUDEL_OBJECT;
    for (size_t i = 0; i < v.as.items->count; i++)
        if (uses_local(v.as.items->values[i], local))
            return true;
    return false;
}

static bool will_change(struct folding *f, struct carried_variable *c, struct aludel_value *v, struct span at)
{
    scope_own(f->scope, c->name, v);
    if (same_value(*v, c->value) || c->is_lost || is_error(*v))
        return false;
    bool sql = kept_type(*v) == ALUDEL_SQL;
    if (!can_be_kept(f, *v) || (c->was_set && sql != c->is_sql)) {
        c->is_lost = true;
        if (c->was_set)
            fold_error(
                f, at,
                "'%s' changes in a loop of run time, from one kind of value to another or to something "
                "that can't be kept",
                shown(f, c->name));
        return false;
    }
    c->is_sql = sql;
    c->type = kept_type(*v);
    return true;
}

/* All at once, as `a, b = b, a` needs it: values that another assignment would spoil are saved first. */
void carry_back(struct folding *f, struct carried *carried, struct span at)
{
    struct aludel_value *values = ARENA_ARRAY(f->arena, struct aludel_value, carried->count + 1);
    bool *changes = ARENA_ARRAY(f->arena, bool, carried->count + 1);
    for (size_t i = 0; i < carried->count; i++)
        changes[i] = will_change(f, &carried->at[i], &values[i], at);
    for (size_t i = 0; i < carried->count; i++)
        for (size_t k = 0; changes[i] && k < i; k++)
            if (changes[k] && uses_local(values[i], carried->at[k].local)) {
                values[i] = residual_of(f, lowered(f, values[i], at), at);
                break;
            }
    for (size_t i = 0; i < carried->count; i++)
        if (changes[i]) {
            struct later *l = lowered(f, values[i], at);
            let_local(f, f->steps, carried->at[i].local, l, at);
            alias_turn(f, carried->at[i].local, values[i], carried);
        }
}

void carry_on(struct folding *f, const struct carried *carried)
{
    f->schema = schema_join(f->arena, carried->schema, f->schema);
    for (size_t i = 0; i < carried->count; i++) {
        const struct carried_variable *c = &carried->at[i];
        struct aludel_value v = deferred(later_local(f->arena, c->local, c->type));
        if (c->is_lost)
            v = object_value(object_new(f, OBJECT_DIFFERS, arena_string(f->arena, c->name)));
        scope_set(f, f->scope, c->name, v);
    }
}
