#include "fold/language.h"

#include <string.h>

static struct aludel_value lowered_value(struct folding *f, struct aludel_value v, struct span at);

/* A container whose objects have become expressions. */
static struct aludel_value lowered_items(struct folding *f, struct aludel_value v, struct span at)
{
    const struct aludel_items *items = v.as.items;
    struct aludel_value *values = ARENA_ARRAY(f->arena, struct aludel_value, items->count + 1);
    for (size_t i = 0; i < items->count; i++)
        values[i] = lowered_value(f, items->values[i], at);
    return al_new_items(&f->eval, v.type, items->count, items->keys, values);
}

static struct later *lowered_pieces(struct folding *f, const struct pieces *p, struct span at)
{
    struct later *l = ARENA_NEW(f->arena, struct later);
    l->kind = LATER_PY;
    l->name = "join";
    l->type = ALUDEL_STRING;
    l->count = p->list.count;
    l->arguments = ARENA_ARRAY(f->arena, struct later *, l->count + 1);
    for (size_t i = 0; i < l->count; i++) {
        const struct piece *piece = &p->list.at[i];
        struct aludel_value v = piece->value.type == ALUDEL_UNSET
                                    ? aludel_textual(ALUDEL_STRING, piece->text.z, piece->text.n)
                                    : piece->value;
        l->arguments[i] = lowered(f, v, at);
    }
    return later_of(residual_of(f, l, at));
}

static struct aludel_value lowered_object(struct folding *f, struct aludel_value v, struct span at)
{
    const struct object *o = v.as.object;
    if (o->kind == OBJECT_PIECES && o->pieces->type == ALUDEL_STRING)
        return deferred(lowered_pieces(f, o->pieces, at));
    if (o->kind == OBJECT_PIECES) {
        fold_error(f, at, "sql text with values of run time in it can only be written into a statement");
        diag_hint(f->d, "write it with ${…} or hand it to op.execute");
    } else if (o->kind == OBJECT_RESULT) {
        return o->self;
    } else if (o->kind == OBJECT_QUERY && may_be_kept(o)) {
        return query_rows(f, o, NULL);
    } else if (o->kind == OBJECT_QUERY) {
        fold_error(f, at, "%s(…) stands only as what a `for` runs over", o->name);
        diag_hint(f->d, "op.scalar(…) gives one value");
    } else if (o->kind != OBJECT_ERROR) {
        fold_error(f, at, "%s isn't a value that can be used here", kind_of(v));
    }
    return aludel_none();
}

static struct aludel_value lowered_value(struct folding *f, struct aludel_value v, struct span at)
{
    if (v.type == ALUDEL_OBJECT)
        return lowered_object(f, v, at);
    if (is_known(v) || v.type == ALUDEL_DEFERRED)
        return v;
    return lowered_items(f, v, at);
}

struct later *lowered(struct folding *f, struct aludel_value v, struct span at)
{
    struct aludel_value value = lowered_value(f, v, at);
    if (value.type == ALUDEL_DEFERRED)
        return later_of(value);
    struct later *l = later_constant(f->arena, value);
    l->folded = v;
    return l;
}

struct aludel_value residual_of(struct folding *f, struct later *l, struct span at)
{
    uint32_t local = local_new(f, AL_TEXT(""));
    let_local(f, f->steps, local, l, at);
    alias_computed(f, local, l);
    return deferred(later_local(f->arena, local, l->type));
}

struct aludel_value residual(struct folding *f, enum later_kind kind, const char *name, enum aludel_type type,
                             struct span at, size_t count, const struct aludel_value *args)
{
    struct later *l = ARENA_NEW(f->arena, struct later);
    l->kind = kind;
    l->name = name;
    l->type = type;
    l->count = count;
    l->arguments = ARENA_ARRAY(f->arena, struct later *, count + 1);
    for (size_t i = 0; i < count; i++)
        l->arguments[i] = lowered(f, args[i], at);
    return residual_of(f, l, at);
}

/* ---- Python's functions ---- */

static bool all_known(size_t count, const struct aludel_value *args)
{
    for (size_t i = 0; i < count; i++)
        if (!is_known(args[i]))
            return false;
    return true;
}

static bool any_error(size_t count, const struct aludel_value *args)
{
    for (size_t i = 0; i < count; i++)
        if (is_error(args[i]))
            return true;
    return false;
}

static bool shape_known(size_t count, const struct aludel_value *args)
{
    for (size_t i = 0; i < count; i++)
        if (args[i].type == ALUDEL_DEFERRED || args[i].type == ALUDEL_OBJECT)
            return false;
    return true;
}

static enum aludel_type type_of(struct aludel_value v)
{
    return v.type == ALUDEL_DEFERRED ? later_of(v)->type : v.type;
}

/* int + int is an int; nothing is said about the rest. */
static enum aludel_type result_type(const struct builtin *b, size_t count, const struct aludel_value *args)
{
    if (builtin_result(b->name) != ALUDEL_UNSET)
        return builtin_result(b->name);
    static const char *const keeps[] = {"add", "sub", "mul"};
    for (size_t i = 0; i < 3; i++)
        if (strcmp(b->name, keeps[i]) == 0 && count == 2 && type_of(args[0]) == type_of(args[1]) &&
            type_of(args[0]) != ALUDEL_BOOL && type_of(args[0]) != ALUDEL_SQL)
            return type_of(args[0]);
    return ALUDEL_UNSET;
}

struct aludel_value apply(struct folding *f, const struct builtin *b, bool method, struct span at,
                          size_t count, const struct aludel_value *args)
{
    if (any_error(count, args))
        return error_value(f);
    if (all_known(count, args) || (builtin_shape(b, method) && shape_known(count, args)))
        return checked(f, b->fn(&f->eval, count, args), at);
    size_t before = f->d->errors;
    const char *name = method ? arena_format(f->arena, "m_%s", b->name) : b->name;
    struct aludel_value v = residual(f, LATER_PY, name, result_type(b, count, args), at, count, args);
    return f->d->errors > before ? error_value(f) : v;
}

struct aludel_value apply_operator(struct folding *f, enum operator_kind op, struct span at, size_t count,
                                   const struct aludel_value *args)
{
    return apply(f, operator_at(op), false, at, count, args);
}
