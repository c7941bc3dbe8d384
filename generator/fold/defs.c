/* Defs and helpers, <%call>, namespaces, includes, and a file's names. */
#include "fold/evaluate.h"
#include "fold/op/item.h"

#include <string.h>

#define MOST_CALLS 200

static struct aludel_value function_value(struct folding *f, const struct node *def)
{
    struct object *o = object_new(f, OBJECT_FUNCTION, arena_string(f->arena, def->text));
    o->node = def;
    o->scope = f->scope;
    o->file = f->file;
    return object_value(o);
}

void define(struct folding *f, const struct node *def)
{
    scope_set(f, f->scope, def->text, function_value(f, def));
}

/* ---- Parameters ---- */

static const char *parameter_list(struct folding *f, const struct node *def)
{
    const char *list = "";
    for (size_t i = 0; i < def->list.count; i++) {
        const struct node *p = def->list.at[i];
        const char *name = p->is_star ? "*" : p->is_double_star ? "**" : arena_string(f->arena, p->text);
        list = arena_format(f->arena, "%s%s%s", list, i ? "," : "", name);
    }
    return list;
}

static struct aludel_value rest_of(struct folding *f, const struct arguments *rest, bool named)
{
    struct aludel_value *values = ARENA_ARRAY(f->arena, struct aludel_value, rest->count + 1);
    struct aludel_value *keys = ARENA_ARRAY(f->arena, struct aludel_value, rest->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < rest->count; i++) {
        if ((rest->at[i].name.n != 0) != named)
            continue;
        keys[count] = aludel_textual(ALUDEL_STRING, rest->at[i].name.z, rest->at[i].name.n);
        values[count++] = rest->at[i].value;
    }
    return al_new_items(&f->eval, named ? ALUDEL_DICT : ALUDEL_TUPLE, count, named ? keys : NULL, values);
}

/* Python makes it once, for all calls: a list is held for the next one, by a name that nobody can write. */
static struct aludel_value default_of(struct folding *f, const struct node *parameter)
{
    struct aludel_value v = eval(f, parameter->a);
    if (v.type == ALUDEL_LIST || v.type == ALUDEL_DICT || v.type == ALUDEL_SET)
        scope_set(f, f->scope, al_text(arena_format(f->arena, " %s", shown(f, parameter->text))), v);
    return v;
}

static bool set_parameters(struct folding *f, const struct object *o, const struct arguments *args,
                           struct span at)
{
    struct argument bound[64];
    struct arguments rest = {0};
    size_t place = 0;
    if (!bind_arguments(f, o->name, parameter_list(f, o->node), 0, args, at, bound, 64, &rest))
        return false;
    for (size_t i = 0; i < o->node->list.count; i++) {
        const struct node *p = o->node->list.at[i];
        bool plain = !p->is_star && !p->is_double_star;
        struct aludel_value v = plain ? bound[place++].value : rest_of(f, &rest, p->is_double_star);
        if (v.type == ALUDEL_UNSET && p->a)
            v = default_of(f, p);
        if (v.type == ALUDEL_UNSET) {
            fold_error(f, at, "%s() missing required argument '%s'", o->name, shown(f, p->text));
            diag_also(f->d, o->node->name_span.source ? o->node->name_span : o->node->span, "defined here");
            return false;
        }
        scope_set(f, f->scope, p->text, v);
    }
    return true;
}

/* ---- Calls ---- */

struct surroundings { /* what a call changes and gives back */
    struct scope *scope;
    struct caller *caller;
    struct loop *loop;
    const struct file *file;
    const struct rest *rest;
};

static struct surroundings enter(struct folding *f, struct scope *scope, struct caller *caller,
                                 struct loop *loop, const struct file *file)
{
    struct surroundings old = {f->scope, f->caller, f->loop, f->file, f->rest};
    f->scope = scope;
    f->caller = caller;
    f->loop = loop;
    f->file = file;
    f->rest = NULL;
    f->calls++;
    return old;
}

static void leave_call(struct folding *f, struct surroundings old)
{
    f->scope = old.scope;
    f->caller = old.caller;
    f->loop = old.loop;
    f->file = old.file;
    f->rest = old.rest;
    f->calls--;
}

static bool too_deep(struct folding *f, const char *name, struct span at)
{
    if (f->calls < MOST_CALLS)
        return false;
    bool later = is_conditional(f);
    if (!f->gave_up && later)
        fold_error(f, at, "'%s' calls itself, and whether it stops depends on a value known only at run time",
                   name);
    else if (!f->gave_up)
        fold_error(f, at, "'%s' calls itself more than %d times", name, MOST_CALLS);
    if (!f->gave_up && later)
        diag_hint(f->d, "write it as a loop");
    f->gave_up = true;
    return true;
}

static struct aludel_value run_body(struct folding *f, const struct node *body, struct span at)
{
    struct target t;
    struct frame frame;
    target_begin(f, &t, TARGET_FUNCTION);
    frame_begin(f, &frame, at);
    run_block(f, body);
    struct aludel_value v = target_end(f, &t, at);
    frame_end(f, &frame, t.ways.count ? t.label : 0, at);
    return v;
}

struct aludel_value call_function(struct folding *f, struct object *o, const struct arguments *args,
                                  struct caller *caller, struct span at)
{
    if (too_deep(f, o->name, at))
        return error_value(f);
    struct surroundings old = enter(f, scope_new(f, o->scope), caller, NULL, o->file);
    struct aludel_value v = error_value(f);
    if (set_parameters(f, o, args, at))
        v = run_body(f, o->node->a, at);
    leave_call(f, old);
    return o->node->is_template && !is_error(v) ? aludel_none() : v;
}

/* <%call … args="x, y"> */
static bool set_body_parameters(struct folding *f, const struct node *tag, const struct arguments *args,
                                struct span at)
{
    if (tag->c) {
        const struct object body = {.kind = OBJECT_FUNCTION, .name = "caller.body", .node = tag->c};
        return set_parameters(f, &body, args, at);
    }
    if (args->count == 0)
        return true;
    fold_error(f, at, "caller.body() takes no arguments here");
    diag_also(f->d, tag->span, "this tag has no args=\"…\" that names them");
    return false;
}

struct aludel_value call_body(struct folding *f, struct object *body, const struct arguments *args,
                              struct span at)
{
    struct caller *c = body->caller;
    if (too_deep(f, "caller.body", at))
        return error_value(f);
    struct surroundings old = enter(f, scope_new(f, c->scope), c->outer, c->loop, c->file);
    if (set_body_parameters(f, c->tag, args, at))
        run_body(f, c->tag->b, at);
    leave_call(f, old);
    return aludel_none();
}

/* <%op:batch_alter_table table_name="t" args="batch_op">: its body, with the batch as the argument. */
static bool run_batch_tag(struct folding *f, const struct node *n, struct aludel_value callee,
                          const struct arguments *args)
{
    const struct object *o = object_of(callee, OBJECT_NATIVE);
    if (!o || strcmp(o->native->path, "op.batch_alter_table") != 0)
        return false;
    struct aludel_value batch = call_value(f, callee, args, n->a);
    struct argument given = {.value = batch, .node = n};
    struct arguments body = {&given, n->c ? 1 : 0, 1};
    struct object tag = {.kind = OBJECT_BODY, .name = "caller.body"};
    struct caller caller = {
        .tag = n, .scope = f->scope, .outer = f->caller, .file = f->file, .loop = f->loop};
    tag.caller = &caller;
    if (!is_error(batch))
        begin_batch(f, item_of(batch, ITEM_BATCH));
    if (!is_error(batch))
        call_body(f, &tag, &body, n->span);
    return true;
}

void run_call_tag(struct folding *f, const struct node *n)
{
    struct aludel_value callee = eval_callee(f, n->a->a);
    struct arguments args = {0};
    if (!eval_arguments(f, n->a, &args) || is_error(callee))
        return;
    if (run_batch_tag(f, n, callee, &args))
        return;
    struct object *o = writes_text(callee) ? callee.as.object : NULL;
    struct caller *caller = ARENA_NEW(f->arena, struct caller);
    *caller =
        (struct caller){.tag = n, .scope = f->scope, .outer = f->caller, .file = f->file, .loop = f->loop};
    if (o && o->kind == OBJECT_FUNCTION)
        call_function(f, o, &args, caller, n->span);
    else if (o)
        call_body(f, o, &args, n->span);
    else
        fold_error(f, n->a->span, "this tag calls a def, and this is %s", kind_of(callee));
}

/* ---- A file's names ---- */

static void define_c(struct folding *f, const struct file *file)
{
    struct c_functions functions = {0};
    for (size_t i = 0; i < file->c_blocks.count; i++)
        scan_c(f->arena, file->c_blocks.at[i], &functions);
    for (size_t i = 0; i < functions.count; i++) {
        struct object *o = object_new(f, OBJECT_C, functions.at[i]->name);
        struct aludel_value known;
        o->c = functions.at[i];
        if (!scope_own(f->scope, al_text(o->name), &known))
            scope_set(f, f->scope, al_text(o->name), object_value(o));
    }
}

static void fill_module(struct folding *f, const struct file *file)
{
    bool outer = f->in_module;
    define_c(f, file);
    for (size_t i = 0; i < file->defs.count; i++)
        define(f, file->defs.at[i]);
    for (size_t i = 0; i < file->namespaces.count; i++)
        define_namespace(f, file->namespaces.at[i], f->scope);
    f->in_module = true;
    run_nodes(f, &file->module);
    f->in_module = outer;
}

static struct scope *new_module(struct folding *f, const struct file *file, struct scope *parent)
{
    struct scope *scope = scope_new(f, parent);
    struct module m = {file, scope};
    if (parent == f->env_scope)
        vec_push(f->arena, &f->modules, m);
    struct target *target = f->target;
    f->target = NULL;
    struct surroundings old = enter(f, scope, NULL, NULL, file);
    fill_module(f, file);
    leave_call(f, old);
    f->target = target;
    return scope;
}

struct scope *module_scope(struct folding *f, const struct file *file, struct scope *parent)
{
    for (size_t i = 0; i < f->modules.count && parent == f->env_scope; i++)
        if (f->modules.at[i].file == file)
            return f->modules.at[i].scope;
    return new_module(f, file, parent);
}

void define_namespace(struct folding *f, const struct node *n, struct scope *into)
{
    struct object *o = object_new(f, OBJECT_NAMESPACE, arena_string(f->arena, n->text));
    if (n->value.type == ALUDEL_STRING) {
        struct file *file =
            environment_shared(f->e, f->file, n->value.as.text, n->name_span.source ? n->name_span : n->span);
        if (!file || too_deep(f, "<%namespace>", n->span)) {
            scope_set(f, into, n->text, error_value(f));
            return;
        }
        o->scope = module_scope(f, file, f->env_scope);
    } else {
        struct scope *outer = f->scope;
        f->scope = o->scope = scope_new(f, outer);
        for (size_t i = 0; i < n->list.count; i++)
            define(f, n->list.at[i]);
        f->scope = outer;
    }
    scope_set(f, into, n->text, object_value(o));
}

/* The file's text, as if it stood here: it sees the variables around it, and keeps its own to itself. */
void run_include(struct folding *f, const struct node *n)
{
    struct file *file =
        environment_shared(f->e, f->file, n->text, n->name_span.source ? n->name_span : n->span);
    if (!file || too_deep(f, "<%include>", n->span))
        return;
    struct scope *names = new_module(f, file, f->scope);
    struct surroundings old = enter(f, scope_new(f, names), f->caller, f->loop, file);
    run_nodes(f, &file->body);
    leave_call(f, old);
}
