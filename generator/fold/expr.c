/* Expressions, but for calls (call.c), conditions (logic.c) and comprehensions (comprehension.c). */
#include "fold/evaluate.h"
#include "fold/op/item.h"

#include <string.h>

static struct aludel_value *eval_list(struct folding *f, const struct nodes *list)
{
    struct aludel_value *values = ARENA_ARRAY(f->arena, struct aludel_value, list->count + 1);
    for (size_t i = 0; i < list->count; i++)
        values[i] = eval(f, list->at[i]);
    return values;
}

static struct aludel_value eval_items(struct folding *f, const struct node *n, enum operator_kind op)
{
    size_t count = n->list.count;
    struct aludel_value *values = eval_list(f, &n->list);
    enum aludel_type type = op == OP_list_of ? ALUDEL_LIST : ALUDEL_TUPLE;
    for (size_t i = 0; i < count; i++)
        if (is_error(values[i]))
            return values[i];
    if (op == OP_set_of)
        return apply_operator(f, op, n->span, count, values);
    return al_new_items(&f->eval, type, count, NULL, values);
}

/* A column as a key is its name: values({t.c.a: 1}). */
static struct aludel_value key_of(struct aludel_value v)
{
    const struct item *column = item_of(v, ITEM_EXPRESSION);
    return column && column->name.n ? aludel_textual(ALUDEL_STRING, column->name.z, column->name.n) : v;
}

static struct aludel_value eval_dict(struct folding *f, const struct node *n)
{
    size_t count = n->list.count;
    struct aludel_value *pairs = ARENA_ARRAY(f->arena, struct aludel_value, 2 * count + 1);
    bool keys_known = true;
    for (size_t i = 0; i < count; i++) {
        pairs[2 * i] = key_of(eval(f, n->list.at[i]->a));
        pairs[2 * i + 1] = eval(f, n->list.at[i]->b);
        keys_known = keys_known && is_known(pairs[2 * i]);
        if (is_error(pairs[2 * i]) || is_error(pairs[2 * i + 1]))
            return error_value(f);
    }
    if (keys_known)
        return checked(f, py_dict_of(&f->eval, 2 * count, pairs), n->span);
    return residual(f, LATER_PY, "dict_of", ALUDEL_DICT, n->span, 2 * count, pairs);
}

/* ---- f"…" ---- */

static struct aludel_value spec_of(struct folding *f, const struct node *field)
{
    if (!field->b)
        return ALUDEL_STRING("");
    return eval(f, field->b);
}

static void fstring_field(struct folding *f, const struct node *field, struct pieces *p)
{
    struct aludel_value v = eval(f, field->a);
    if (field->text.n) {
        struct aludel_value args[] = {v, aludel_textual(ALUDEL_STRING, field->text.z, field->text.n)};
        v = apply_operator(f, OP_conversion, field->span, 2, args);
    }
    struct aludel_value spec = spec_of(f, field);
    bool plain = spec.type == ALUDEL_STRING && spec.as.text.n == 0;
    struct object *o = object_of(v, OBJECT_PIECES);
    if (o && plain && o->pieces->type == ALUDEL_STRING) {
        pieces_append(f, p, o->pieces);
        return;
    }
    if (v.type != ALUDEL_DEFERRED || !plain) {
        struct aludel_value args[] = {v, spec};
        v = apply_operator(f, OP_format, field->span, 2, args);
    }
    if (v.type == ALUDEL_STRING)
        pieces_text(f, p, v.as.text, field->span, false);
    else
        pieces_hole(f, p, v, FILTER_NONE, field->span);
}

static struct aludel_value eval_fstring(struct folding *f, const struct node *n)
{
    struct pieces *p = ARENA_NEW(f->arena, struct pieces);
    p->type = ALUDEL_STRING;
    for (size_t i = 0; i < n->list.count; i++) {
        const struct node *part = n->list.at[i];
        if (part->kind == N_FIELD)
            fstring_field(f, part, p);
        else
            pieces_text(f, p, part->value.as.text, part->span, false);
    }
    for (size_t i = 0; i < p->list.count; i++)
        if (is_error(p->list.at[i].value))
            return p->list.at[i].value;
    return pieces_value(f, p);
}

/* ---- Operators ---- */

struct aludel_value binary(struct folding *f, enum operator_kind op, struct aludel_value a,
                           struct aludel_value b, struct span at)
{
    struct aludel_value args[] = {a, b}, v;
    if (is_error(a) || is_error(b))
        return error_value(f);
    if (is_expression(a) || is_expression(b))
        return expression_of_operator(f, op, a, b, at);
    if (op == OP_add && pieces_add(f, a, b, at, &v))
        return v;
    if (op == OP_mod && pieces_percent(f, a, b, at, &v))
        return v;
    return apply_operator(f, op, at, 2, args);
}

static struct aludel_value eval_binary(struct folding *f, const struct node *n)
{
    struct aludel_value a = eval(f, n->a);
    return binary(f, n->op, a, eval(f, n->b), n->span);
}

static struct aludel_value eval_unary(struct folding *f, const struct node *n)
{
    struct aludel_value v = eval(f, n->a);
    if (n->op == OP_not && !is_error(v)) {
        enum truth t = truth_of(f, v, n->a->span);
        if (t != TRUTH_LATER)
            return aludel_bool(t == TRUTH_NO);
    }
    return apply_operator(f, n->op, n->span, 1, &v);
}

static struct aludel_value part_of(struct folding *f, const struct node *n)
{
    return n ? eval(f, n) : aludel_none();
}

/* os.environ["NAME"] */
static struct aludel_value environ_item(struct folding *f, const struct node *n)
{
    struct argument name = {.node = n->b};
    struct arguments args = {&name, 1, 1};
    if (n->b->kind != N_SLICE)
        name.value = eval(f, n->b);
    if (name.value.type != ALUDEL_STRING && !is_error(name.value))
        return fold_error(f, n->b->span, "os.environ[…] needs a name that is known at build time");
    const struct object env = {
        .kind = OBJECT_NATIVE, .name = native_names[0].path, .native = &native_names[0]};
    return call_native(f, &env, &args, n, false);
}

static struct aludel_value eval_index(struct folding *f, const struct node *n)
{
    struct aludel_value v = eval(f, n->a);
    const struct object *module = object_of(v, OBJECT_MODULE);
    if (module && strcmp(module->name, "os.environ") == 0)
        return environ_item(f, n);
    if (n->b->kind == N_SLICE) {
        struct aludel_value args[4] = {v};
        args[1] = part_of(f, n->b->a);
        args[2] = part_of(f, n->b->b);
        args[3] = part_of(f, n->b->c);
        return apply_operator(f, OP_slice, n->span, 4, args);
    }
    struct aludel_value args[] = {v, eval(f, n->b)};
    return apply_operator(f, OP_index, n->span, 2, args);
}

/* ---- Attributes ---- */

static struct object *bound_method(struct folding *f, const struct builtin *b, struct aludel_value self)
{
    struct object *o = object_new(f, OBJECT_METHOD, b->name);
    o->builtin = b;
    o->self = self;
    return o;
}

static struct aludel_value namespace_attribute(struct folding *f, const struct object *o,
                                               const struct node *n)
{
    struct aludel_value v;
    if (scope_find(o->scope, n->text, &v))
        return usable(f, n->text, v, n->name_span.source ? n->name_span : n->span);
    v = fold_error(f, n->name_span, "'%s' has no '%s'", o->name, shown(f, n->text));
    const char *near = nearest_name(f, o->scope, n->text);
    if (near)
        diag_hint(f->d, "did you mean '%s'?", near);
    return v;
}

static struct aludel_value caller_attribute(struct folding *f, const struct object *o, const struct node *n)
{
    if (al_is(n->text, "body")) {
        struct object *body = object_new(f, OBJECT_BODY, "caller.body");
        body->caller = o->caller;
        return object_value(body);
    }
    for (size_t i = 0; i < o->caller->tag->list.count; i++) {
        const struct node *def = o->caller->tag->list.at[i];
        if (!al_same(def->text, n->text))
            continue;
        struct object *function = object_new(f, OBJECT_FUNCTION, arena_string(f->arena, def->text));
        function->node = def;
        function->scope = o->caller->scope;
        function->file = o->caller->file;
        return object_value(function);
    }
    return fold_error(f, n->name_span, "the <%%call> here has no def named '%s'", shown(f, n->text));
}

static struct aludel_value object_attribute(struct folding *f, struct aludel_value v, const struct node *n)
{
    struct object *o = v.as.object;
    switch (o->kind) {
    case OBJECT_ERROR: return v;
    case OBJECT_MODULE:
        return module_attribute(f, o->name, n->text, n->name_span.source ? n->name_span : n->span);
    case OBJECT_NAMESPACE: return namespace_attribute(f, o, n);
    case OBJECT_CALLER: return caller_attribute(f, o, n);
    case OBJECT_LOOP: return loop_attribute(f, o->loop, n->text, n->span);
    case OBJECT_QUERY: return query_attribute(f, o, n);
    case OBJECT_RESULT: return result_attribute(f, o, n);
    case OBJECT_ITEM:
        return item_attribute(f, o->item, n->text, n->name_span.source ? n->name_span : n->span);
    default: return fold_error(f, n->span, "%s has no '%s'", kind_of(v), shown(f, n->text));
    }
}

static struct aludel_value value_attribute(struct folding *f, struct aludel_value v, const struct node *n)
{
    const struct builtin *method = method_named(n->text);
    if (method && v.type != ALUDEL_DEFERRED && v.type != ALUDEL_ROW)
        return object_value(bound_method(f, method, v));
    struct aludel_value args[] = {v, aludel_textual(ALUDEL_STRING, n->text.z, n->text.n)};
    struct aludel_value found = apply_operator(f, OP_attribute, n->span, 2, args);
    const char *near = is_error(found) ? nearest_method(n->text) : NULL;
    if (near)
        diag_hint(f->d, "did you mean '%s'?", near);
    return found;
}

static struct aludel_value eval_attribute(struct folding *f, const struct node *n)
{
    struct aludel_value v = eval(f, n->a);
    if (v.type == ALUDEL_OBJECT && !object_of(v, OBJECT_PIECES))
        return object_attribute(f, v, n);
    return value_attribute(f, v, n);
}

/* What a(…) calls: of a value known only at run time, a.name is a method there. */
struct aludel_value eval_callee(struct folding *f, const struct node *n)
{
    return n->kind == N_ATTRIBUTE ? callee_of(f, eval(f, n->a), n) : eval(f, n);
}

struct aludel_value callee_of(struct folding *f, struct aludel_value v, const struct node *n)
{
    if (v.type == ALUDEL_OBJECT && !object_of(v, OBJECT_PIECES))
        return object_attribute(f, v, n);
    const struct builtin *method = method_named(n->text);
    if (method)
        return object_value(bound_method(f, method, v));
    struct aludel_value wrong = fold_error(f, n->name_span.source ? n->name_span : n->span,
                                           "%s has no method '%s'", kind_of(v), shown(f, n->text));
    const char *near = nearest_method(n->text);
    if (near)
        diag_hint(f->d, "did you mean '%s'?", near);
    return wrong;
}

/* ---- All of them ---- */

/* In a script that is read as far as it can be. */
static struct aludel_value refuse_python(struct folding *f, const struct node *n)
{
    struct aludel_value v = fold_error(f, n->name_span, "%s", shown(f, n->text));
    diag_hint(f->d, "%s", shown(f, n->value.as.text));
    return v;
}

struct aludel_value eval(struct folding *f, const struct node *n)
{
    if (!fold_work(f, n->span))
        return error_value(f);
    switch (n->kind) {
    case N_CONSTANT: return n->value;
    case N_NAME: return name_value(f, n->text, n->span);
    case N_FSTRING: return eval_fstring(f, n);
    case N_LIST: return eval_items(f, n, OP_list_of);
    case N_TUPLE: return eval_items(f, n, OP_tuple_of);
    case N_SET: return eval_items(f, n, OP_set_of);
    case N_DICT: return eval_dict(f, n);
    case N_UNARY: return eval_unary(f, n);
    case N_BINARY: return eval_binary(f, n);
    case N_COMPARE: return eval_compare(f, n);
    case N_AND:
    case N_OR: return eval_and_or(f, n);
    case N_CONDITIONAL: return eval_conditional(f, n);
    case N_INDEX: return eval_index(f, n);
    case N_ATTRIBUTE: return eval_attribute(f, n);
    case N_CALL: return eval_call(f, n, false, false);
    case N_COMPREHENSION: return eval_comprehension(f, n);
    case N_REFUSED: return refuse_python(f, n);
    default: return error_value(f); /* parts of calls, dicts …: whoever has those looks into them */
    }
}

struct aludel_value eval_unused(struct folding *f, const struct node *n)
{
    return n->kind == N_CALL ? eval_call(f, n, true, true) : eval(f, n);
}

struct aludel_value frozen_eval(struct folding *f, const struct node *n)
{
    int outer = freeze(f);
    struct aludel_value v = eval(f, n);
    thaw(f, outer);
    return v;
}
