/* Locals that remain get numbers without gaps. Expressions are copied, since steps share them. */
#include "fold/inner.h"

static struct later *renamed(struct folder *f, const struct later *l, const uint32_t *names);

static struct aludel_value renamed_value(struct folder *f, struct aludel_value v, const uint32_t *names)
{
    if (v.type == ALUDEL_DEFERRED)
        return deferred(renamed(f, later_of(v), names));
    if (is_known(v) || v.type == ALUDEL_OBJECT)
        return v;
    const struct aludel_items *items = v.as.items;
    struct aludel_value *values = ARENA_ARRAY(f->arena, struct aludel_value, items->count + 1);
    for (size_t i = 0; i < items->count; i++)
        values[i] = renamed_value(f, items->values[i], names);
    return al_new_items(&f->eval, v.type, items->count, items->keys, values);
}

static struct later *renamed(struct folder *f, const struct later *l, const uint32_t *names)
{
    if (!l)
        return NULL;
    struct later *copy = ARENA_NEW(f->arena, struct later);
    *copy = *l;
    copy->local = l->kind == LATER_LOCAL ? names[l->local] : 0;
    if (l->kind == LATER_CONSTANT)
        copy->value = renamed_value(f, l->value, names);
    copy->arguments = ARENA_ARRAY(f->arena, struct later *, l->count + 1);
    for (size_t i = 0; i < l->count; i++)
        copy->arguments[i] = renamed(f, l->arguments[i], names);
    return copy;
}

static void rename_steps(struct folder *f, struct steps *list, const uint32_t *names);

static void rename_statement(struct folder *f, struct sql_statement *s, const uint32_t *names)
{
    for (size_t i = 0; i < s->values.count; i++)
        s->values.at[i] = renamed(f, s->values.at[i], names);
    rename_steps(f, s->body, names);
}

static void rename_steps(struct folder *f, struct steps *list, const uint32_t *names)
{
    for (size_t i = 0; list && i < list->count; i++) {
        struct step *s = list->at[i];
        s->local = names[s->local];
        s->value = renamed(f, s->value, names);
        for (size_t k = 0; k < s->locals.count; k++)
            s->locals.at[k] = names[s->locals.at[k]];
        for (size_t k = 0; k < s->kept.count; k++)
            s->kept.at[k] = names[s->kept.at[k]];
        if (s->statement)
            rename_statement(f, s->statement, names);
        rename_steps(f, s->then, names);
        rename_steps(f, s->otherwise, names);
    }
}

void number_locals(struct folder *f, struct program *p, const uint32_t *reads, const uint32_t *sets)
{
    uint32_t *names = ARENA_ARRAY(f->arena, uint32_t, p->locals.count + 1), count = 0;
    for (uint32_t i = 0; i < p->locals.count; i++)
        if (reads[i] || sets[i]) {
            p->locals.at[count] = p->locals.at[i];
            names[i] = count++;
        }
    p->locals.count = count;
    rename_steps(f, &p->steps, names);
}
