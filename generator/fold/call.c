/* Calls: of Python's functions and methods, the language's own, SQL's (func.…), C's. Defs: defs.c */
#include "fold/evaluate.h"
#include "fold/op/item.h"

#include <string.h>

#define BOUND 16

static bool may_be_dict(struct aludel_value v)
{
    enum aludel_type type = v.type == ALUDEL_DEFERRED ? later_of(v)->type : v.type;
    return type == ALUDEL_DICT || (type == ALUDEL_UNSET && v.type == ALUDEL_DEFERRED);
}

/* Positional values up to the last one that was given, with a dict of the keywords behind for "*". `named`:
 * there must be one where a positional dict could be taken for it. */
static size_t bound_values(struct folding *f, const struct argument *bound, const struct arguments *rest,
                           bool named, struct aludel_value *values)
{
    size_t count = 0;
    for (size_t i = 0; i < BOUND; i++)
        if (bound[i].value.type != ALUDEL_UNSET)
            count = i + 1;
    for (size_t i = 0; i < count; i++)
        values[i] = bound[i].value;
    struct aludel_value *pairs = ARENA_ARRAY(f->arena, struct aludel_value, 2 * rest->count + 1);
    size_t keywords = 0;
    for (size_t i = 0; i < rest->count; i++) {
        if (!rest->at[i].name.n) {
            values[count++] = rest->at[i].value;
        } else {
            pairs[2 * keywords] = aludel_textual(ALUDEL_STRING, rest->at[i].name.z, rest->at[i].name.n);
            pairs[2 * keywords++ + 1] = rest->at[i].value;
        }
    }
    if (keywords || (named && count && may_be_dict(values[count - 1])))
        values[count++] = py_dict_of(&f->eval, 2 * keywords, pairs);
    return count;
}

static struct aludel_value call_builtin(struct folding *f, const struct object *o,
                                        const struct arguments *args, struct span at)
{
    struct argument bound[BOUND];
    struct arguments rest = {0};
    bool method = o->kind == OBJECT_METHOD;
    if (!bind_arguments(f, o->name, o->builtin->parameters, o->builtin->required, args, at, bound, BOUND,
                        &rest))
        return error_value(f);
    struct aludel_value *values = ARENA_ARRAY(f->arena, struct aludel_value, BOUND + rest.count + 2);
    bool format = method && strcmp(o->builtin->name, "format") == 0;
    size_t count = bound_values(f, bound, &rest, format, values + method) + method;
    struct aludel_value v;
    if (method) {
        values[0] = o->self;
        if (pieces_method(f, o->name, o->self, count - 1, values + 1, at, &v))
            return v;
    }
    if (count == 1 && args->count == rest.count && strcmp(o->builtin->name, "dict") == 0)
        return values[0]; /* dict(a=1) is made by now */
    for (size_t i = 0; i < count; i++)
        values[i] = kept_rows(f, values[i], at);
    return apply(f, o->builtin, method, at, count, values);
}

struct aludel_value call_native(struct folding *f, const struct object *o, const struct arguments *args,
                                const struct node *node, bool unused)
{
    const struct native *n = o->native;
    if (f->in_module && strncmp(n->path, "op.", 3) == 0 && strncmp(n->path, "op.get_", 7) != 0)
        return fold_error(f, node->span, "%s() stands only in upgrade(), downgrade() and what they call",
                          n->path);
    struct call *c = bind_call(f, n, args, node);
    if (!c)
        return error_value(f);
    size_t errors = f->d->errors;
    c->self = o->self;
    c->unused = unused;
    struct aludel_value v = n->run(f, c);
    return f->d->errors > errors ? error_value(f) : v;
}

/* Of a type: String(40); what is a type already stays as it is, GUID(). */
static struct aludel_value call_item(struct folding *f, const struct object *o, const struct arguments *args,
                                     const struct node *n)
{
    if (o->item->kind == ITEM_TYPE_NAME)
        return call_type(f, o->item, args, n);
    if (o->item->kind == ITEM_TYPE && args->count == 0)
        return object_value((struct object *)o);
    return fold_error(f, n->a ? n->a->span : n->span, "%s can't be called", o->name);
}

/* ---- func.name(…) ---- */

/* Those that SQL writes without parentheses, as it writes them. */
static const char *bare_function(struct folding *f, const char *name)
{
    static const char *const everywhere[] = {"current_timestamp", "current_date", "current_time"};
    static const char *const postgresql[] = {"current_user", "session_user", "current_role", "localtime",
                                             "localtimestamp"};
    char *upper = arena_string(f->arena, al_text(name));
    for (char *c = upper; *c; c++)
        *c = (char)(*c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c);
    for (size_t i = 0; i < sizeof everywhere / sizeof *everywhere; i++)
        if (strcmp(everywhere[i], name) == 0)
            return upper;
    for (size_t i = 0; f->dialect == ALUDEL_POSTGRESQL && i < sizeof postgresql / sizeof *postgresql; i++)
        if (strcmp(postgresql[i], name) == 0)
            return upper;
    return NULL;
}

static void put_text(struct folding *f, struct pieces *p, const char *z, struct span at)
{
    pieces_text(f, p, al_text(z), at, false);
}

static bool takes_column(const struct arguments *args)
{
    for (size_t i = 0; i < args->count; i++)
        if (is_expression(args->at[i].value))
            return true;
    return false;
}

static struct aludel_value call_sql_function(struct folding *f, const struct object *o,
                                             const struct arguments *args, struct span at)
{
    struct pieces *p = ARENA_NEW(f->arena, struct pieces);
    p->type = ALUDEL_SQL;
    const char *bare = bare_function(f, o->name);
    if (!bare && f->dialect == ALUDEL_SQLITE && strcmp(o->name, "now") == 0 && args->count == 0)
        bare = "CURRENT_TIMESTAMP";
    put_text(f, p, bare ? bare : o->name, at);
    if (!bare)
        put_text(f, p, "(", at);
    for (size_t i = 0; i < args->count; i++) {
        if (i)
            put_text(f, p, ", ", at);
        if (args->at[i].name.n)
            fold_error(f, at, "SQL's functions take no keywords");
        put_sql_argument(f, p, args->at[i].value, at);
    }
    if (!bare)
        put_text(f, p, ")", at);
    return takes_column(args) ? expression_value(f, p, at) : pieces_value(f, p);
}

/* ---- C ---- */

static struct aludel_value call_c(struct folding *f, struct object *o, const struct arguments *args,
                                  struct span at)
{
    const struct c_function *c = o->c;
    if (!c->callable) {
        fold_error(f, at, "the C function '%s' has %s", c->name, c->why);
        diag_hint(f->d,
                  "result and parameters may be const char *, int64_t, double, bool or struct aludel_value");
        return error_value(f);
    }
    if (args->count != c->parameters.count) {
        fold_error(f, at, "the C function '%s' takes %zu argument%s but %zu %s given", c->name,
                   c->parameters.count, c->parameters.count == 1 ? "" : "s", args->count,
                   args->count == 1 ? "was" : "were");
        diag_also(f->d, c->span, "declared here");
        return error_value(f);
    }
    static const enum aludel_type types[] = {ALUDEL_UNSET, ALUDEL_INT, ALUDEL_FLOAT, ALUDEL_BOOL,
                                             ALUDEL_UNSET};
    struct later *l = ARENA_NEW(f->arena, struct later);
    *l = (struct later){
        .kind = LATER_C, .name = c->name, .c = c, .type = types[c->result], .count = args->count};
    l->arguments = ARENA_ARRAY(f->arena, struct later *, args->count + 1);
    for (size_t i = 0; i < args->count; i++) {
        if (args->at[i].name.n)
            return fold_error(f, at, "a C function takes no keywords");
        l->arguments[i] = lowered(f, args->at[i].value, at);
    }
    return residual_of(f, l, at);
}

/* ---- loop.cycle("odd", "even") ---- */

static struct aludel_value call_cycle(struct folding *f, const struct object *o, const struct arguments *args,
                                      struct span at)
{
    if (args->count == 0)
        return fold_error(f, at, "loop.cycle() needs at least one value");
    struct aludel_value *values = ARENA_ARRAY(f->arena, struct aludel_value, args->count);
    for (size_t i = 0; i < args->count; i++)
        values[i] = args->at[i].value;
    struct aludel_value mod[] = {loop_attribute(f, o->loop, AL_TEXT("index"), at),
                                 aludel_int((int64_t)args->count)};
    struct aludel_value pick[] = {al_new_items(&f->eval, ALUDEL_TUPLE, args->count, NULL, values),
                                  apply_operator(f, OP_mod, at, 2, mod)};
    return apply_operator(f, OP_index, at, 2, pick);
}

/* ---- Any of them ---- */

bool writes_text(struct aludel_value callee)
{
    const struct object *function = object_of(callee, OBJECT_FUNCTION);
    return object_of(callee, OBJECT_BODY) || (function && function->node->is_template);
}

/* Runs a def for its text as a value. */
static struct aludel_value captured(struct folding *f, struct object *o, const struct arguments *args,
                                    struct span at)
{
    struct pieces *p = ARENA_NEW(f->arena, struct pieces);
    struct writer *outer = f->writer, w;
    p->type = ALUDEL_SQL;
    writer_init(f, &w, p);
    f->writer = &w;
    struct aludel_value v =
        o->kind == OBJECT_BODY ? call_body(f, o, args, at) : call_function(f, o, args, NULL, at);
    f->writer = outer;
    return is_error(v) ? v : pieces_value(f, p);
}

static struct aludel_value call_of_function(struct folding *f, struct object *o, const struct arguments *args,
                                            struct span at, bool unused)
{
    struct aludel_value v = call_function(f, o, args, NULL, at);
    if (unused || !object_of(v, OBJECT_DIFFERS))
        return v;
    v = fold_error(f, at, "what %s() gives depends on a condition of run time, and can't be kept until then",
                   o->name);
    diag_hint(f->d, "write the condition around what uses it");
    return v;
}

static struct aludel_value call_object(struct folding *f, struct aludel_value callee,
                                       const struct arguments *args, const struct node *n, bool whole,
                                       bool unused)
{
    struct object *o = callee.as.object;
    switch (o->kind) {
    case OBJECT_ERROR: return callee;
    case OBJECT_FUNCTION:
    case OBJECT_BODY:
        if (writes_text(callee) && !whole)
            return captured(f, o, args, n->span);
        return o->kind == OBJECT_BODY ? call_body(f, o, args, n->span)
                                      : call_of_function(f, o, args, n->span, unused);
    case OBJECT_BUILTIN:
    case OBJECT_METHOD: return call_builtin(f, o, args, n->span);
    case OBJECT_NATIVE: return call_native(f, o, args, n, unused);
    case OBJECT_ITEM: return call_item(f, o, args, n);
    case OBJECT_QUERY_METHOD: return call_query_method(f, o, args, n->span);
    case OBJECT_SQL_FUNCTION: return call_sql_function(f, o, args, n->span);
    case OBJECT_C: return call_c(f, o, args, n->span);
    case OBJECT_LOOP_CYCLE: return call_cycle(f, o, args, n->span);
    default: return fold_error(f, n->a ? n->a->span : n->span, "%s can't be called", kind_of(callee));
    }
}

struct aludel_value call_value(struct folding *f, struct aludel_value callee, const struct arguments *args,
                               const struct node *n)
{
    return call_object(f, callee, args, n, false, false);
}

bool callee_writes(struct folding *f, const struct node *callee)
{
    if (callee->kind != N_NAME && callee->kind != N_ATTRIBUTE)
        return false;
    if (callee->kind == N_ATTRIBUTE && (callee->a->kind != N_NAME || method_named(callee->text)))
        return false;
    return writes_text(eval_callee(f, callee));
}

/* ---- append(), extend() ---- */

static bool makes_longer(const struct node *callee)
{
    return callee->kind == N_ATTRIBUTE && (al_is(callee->text, "append") || al_is(callee->text, "extend"));
}

static bool changes_variable(struct folding *f, const struct node *callee)
{
    struct aludel_value v;
    if (!makes_longer(callee) || callee->a->kind != N_NAME)
        return false;
    return !scope_find(f->scope, callee->a->text, &v) || !object_of(v, OBJECT_NAMESPACE);
}

/* xs.append(x): values never change, so the variable gets a longer list. */
static struct aludel_value call_append(struct folding *f, const struct node *n)
{
    struct aludel_text list = n->a->a->text;
    bool append = al_is(n->a->text, "append");
    struct aludel_value own, both[2];
    struct arguments args = {0};
    struct argument item;
    if (!scope_own(f->scope, list, &own))
        return fold_error(f, n->span, "'%s' isn't a variable of this function: only those can be changed",
                          shown(f, list));
    if (!eval_arguments(f, n, &args) ||
        !bind_arguments(f, append ? "append" : "extend", "item", 1, &args, n->span, &item, 1, NULL))
        return error_value(f);
    both[0] = name_value(f, list, n->a->a->span);
    both[1] = append ? al_new_items(&f->eval, ALUDEL_LIST, 1, NULL, &item.value) : item.value;
    check_held_once(f, n->a->a, both[0], true);
    scope_set(f, f->scope, list, apply_operator(f, OP_add, n->span, 2, both));
    return aludel_none();
}

static const char *as_written(struct folding *f, const struct node *n)
{
    struct aludel_text t = span_text(n->span);
    return memchr(t.z, '\n', t.n) ? "…" : shown(f, t);
}

/* d["k"].append(x), which would have to change d. */
static struct aludel_value append_to_element(struct folding *f, const struct node *n)
{
    const struct node *list = n->a->a, *item = n->list.count == 1 ? n->list.at[0] : NULL;
    bool element = list->kind == N_INDEX && list->a->kind == N_NAME && list->b->kind != N_SLICE;
    const char *target = as_written(f, list), *added = item ? as_written(f, item) : "…";
    struct aludel_value v =
        fold_error(f, n->a->span, "only a variable can be changed with %s()", shown(f, n->a->text));
    diag_hint(f->d, al_is(n->a->text, "append") ? "write %s = %s + [%s]" : "write %s = %s + list(%s)",
              element ? target : "xs", target, added);
    return v;
}

static bool may_be_list(struct aludel_value v)
{
    enum aludel_type type = v.type == ALUDEL_DEFERRED ? later_of(v)->type : v.type;
    return type == ALUDEL_LIST || (type == ALUDEL_UNSET && v.type == ALUDEL_DEFERRED);
}

struct aludel_value eval_call(struct folding *f, const struct node *n, bool whole, bool unused)
{
    if (changes_variable(f, n->a))
        return call_append(f, n);
    struct aludel_value self = makes_longer(n->a) ? eval(f, n->a->a) : aludel_none();
    if (may_be_list(self))
        return append_to_element(f, n);
    struct aludel_value callee = makes_longer(n->a) ? callee_of(f, self, n->a) : eval_callee(f, n->a);
    struct arguments args = {0};
    if (only_speaks(callee, n))
        return call_object(f, callee, &args, n, whole, unused);
    bool ok = eval_arguments(f, n, &args);
    if (is_error(callee) || !ok)
        return error_value(f);
    if (callee.type != ALUDEL_OBJECT || object_of(callee, OBJECT_PIECES))
        return fold_error(f, n->a->span, "%s can't be called", kind_of(callee));
    return call_object(f, callee, &args, n, whole, unused);
}
