/* values.c: what surely writes one value, behind which the SQL goes on as it was in front of it. What writes text of
 * its own (a def, text("…"), the filter `n`) may open or close a quote. What a name stands for is told by all that this
 * file binds to it; of what comes from elsewhere nothing is known. */
#include "format/inner.h"

struct name {
    struct aludel_text text;
    bool bound;  /* here, not only filled or called */
    bool loose;  /* it may stand for text that is written as it is */
    bool writes; /* a def or a namespace: a call of it may write */
};

struct binding {
    size_t name;
    const struct node *value;
};

struct bindings {
    struct arena *arena;
    VEC(struct name) names;
    VEC(struct binding) list;
};

/* ---- What is bound ------------------------------------------------------------------------------ */

enum { MOST_NAMES = 400 }; /* a file that has more of them keeps its blanks */

static struct name *find_name(const struct bindings *b, struct aludel_text text)
{
    for (size_t i = 0; i < b->names.count; i++)
        if (al_same(b->names.at[i].text, text))
            return &b->names.at[i];
    return NULL;
}

static struct name *add_name(struct bindings *b, struct aludel_text text)
{
    struct name *there = find_name(b, text), one = {.text = text};
    if (there)
        return there;
    if (b->names.count <= MOST_NAMES)
        vec_push(b->arena, &b->names, one);
    return &b->names.at[b->names.count - 1];
}

static void add_loose(struct bindings *b, struct aludel_text text, bool writes)
{
    struct name *name = add_name(b, text);
    name->bound = name->loose = true;
    name->writes |= writes;
}

static void bind_name(struct bindings *b, struct aludel_text text, bool whole, const struct node *value)
{
    struct name *name = add_name(b, text);
    struct binding one = {(size_t)(name - b->names.at), value};
    name->bound |= whole;
    vec_push(b->arena, &b->list, one);
}

/* a, b[0], c.d = value */
static void bind(struct bindings *b, const struct node *target, bool whole, const struct node *value)
{
    for (; target->kind == N_INDEX || target->kind == N_ATTRIBUTE || target->kind == N_STAR;
         target = target->a)
        whole = whole && target->kind == N_STAR;
    if (target->kind == N_NAME)
        bind_name(b, target->text, whole, value);
    for (size_t i = 0; i < target->list.count && (target->kind == N_TUPLE || target->kind == N_LIST); i++)
        bind(b, target->list.at[i], whole, value);
}

static void bind_imported(struct bindings *b, const struct node *n)
{
    for (size_t i = 0; i < n->list.count; i++) {
        add_loose(b, n->list.at[i]->text, true);
        if (n->list.at[i]->value.type == ALUDEL_STRING)
            add_loose(b, n->list.at[i]->value.as.text, true);
    }
    if (!n->list.count)
        add_loose(b, n->value.type == ALUDEL_STRING ? n->value.as.text : n->text, true);
}

/* list.append(value) */
static void bind_argument(struct bindings *b, const struct node *n)
{
    for (size_t i = 0; n->a->kind == N_ATTRIBUTE && i < n->list.count; i++)
        bind(b, n->a->a, false, n->list.at[i]);
}

static void bind_in(struct bindings *b, const struct node *n)
{
    switch (n->kind) {
    case N_ASSIGN:
        for (size_t i = 0; i < n->list.count; i++)
            bind(b, n->list.at[i], true, n->a);
        break;
    case N_FOR:
    case N_FOR_CLAUSE:
    case N_AUGMENT: bind(b, n->a, true, n->b); break;
    case N_CALL: bind_argument(b, n); break;
    case N_IMPORT: bind_imported(b, n); break;
    case N_WITH:
    case N_PARAMETER: add_loose(b, n->text, false); break;
    case N_DEF:
    case N_NAMESPACE: add_loose(b, n->text, true); break;
    default: break;
    }
}

static void collect(struct bindings *b, const struct node *n)
{
    if (!n)
        return;
    bind_in(b, n);
    collect(b, n->a);
    collect(b, n->b);
    collect(b, n->c);
    for (size_t i = 0; i < n->list.count; i++)
        collect(b, n->list.at[i]);
}

static bool is_bound(const struct bindings *b, struct aludel_text text)
{
    const struct name *name = find_name(b, text);
    return name && name->bound;
}

/* ---- Values ------------------------------------------------------------------------------------- */

static bool is_value(const struct bindings *b, const struct node *n);

static bool are_values(const struct bindings *b, const struct nodes *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (!is_value(b, list->at[i]))
            return false;
    return true;
}

static bool is_one_of(struct aludel_text text, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (al_is(text, list[i]))
            return true;
    return false;
}

static bool is_builtin(const struct bindings *b, struct aludel_text name)
{
    static const char *const names[] = {"str",  "int", "float", "len",  "range", "zip", "enumerate", "sorted",
                                        "list", "set", "tuple", "dict", "min",   "max", "sum",       "abs"};
    return !is_bound(b, name) && is_one_of(name, names, sizeof names / sizeof *names);
}

/* Alembic's, always there. */
static bool is_module(const struct bindings *b, const struct node *n)
{
    return n->kind == N_NAME && (al_is(n->text, "op") || al_is(n->text, "bind")) && !is_bound(b, n->text);
}

/* What is asked of the database, and what a value's own methods give. */
static bool call_is_value(const struct bindings *b, const struct node *n)
{
    static const char *const asking[] = {"query", "execute", "scalar"};
    const struct node *callee = n->a;
    if (callee->kind == N_NAME)
        return is_builtin(b, callee->text) && are_values(b, &n->list);
    if (callee->kind != N_ATTRIBUTE)
        return false;
    bool asks = is_one_of(callee->text, asking, sizeof asking / sizeof *asking);
    if (is_module(b, callee->a))
        return asks || al_is(callee->text, "get_bind");
    return is_value(b, callee->a) && (asks || are_values(b, &n->list));
}

static bool name_is_value(const struct bindings *b, struct aludel_text text)
{
    const struct name *name = find_name(b, text);
    return name && name->bound && !name->loose;
}

static bool is_value(const struct bindings *b, const struct node *n)
{
    if (!n)
        return true;
    switch (n->kind) {
    case N_CONSTANT:
    case N_COMPARE:
    case N_FSTRING: return true;
    case N_NAME: return name_is_value(b, n->text);
    case N_LIST:
    case N_TUPLE:
    case N_SET:
    case N_DICT: return are_values(b, &n->list);
    case N_COMPREHENSION:
    case N_INDEX:
    case N_KEYWORD:
    case N_STAR:
    case N_ATTRIBUTE: return is_value(b, n->a);
    case N_CONDITIONAL:
    case N_PAIR:
    case N_UNARY:
    case N_BINARY:
    case N_AND:
    case N_OR: return is_value(b, n->a) && is_value(b, n->b) && is_value(b, n->c);
    case N_CALL: return call_is_value(b, n);
    default: return false;
    }
}

/* Until nothing more is found: what one name stands for may depend on others. */
static void settle(struct bindings *b)
{
    for (bool again = true; again;) {
        again = false;
        for (size_t i = 0; i < b->list.count; i++) {
            struct name *name = &b->names.at[b->list.at[i].name];
            if (name->loose || is_value(b, b->list.at[i].value))
                continue;
            name->loose = again = true;
        }
    }
}

struct bindings *bindings_of(struct arena *a, const struct file *file)
{
    const struct nodes *lists[] = {&file->module, &file->namespaces, &file->defs, &file->body};
    struct bindings *b = ARENA_NEW(a, struct bindings);
    b->arena = a;
    for (size_t l = 0; l < sizeof lists / sizeof *lists; l++)
        for (size_t i = 0; i < lists[l]->count; i++)
            collect(b, lists[l]->at[i]);
    for (size_t i = 0; i < b->names.count && b->names.count > MOST_NAMES; i++)
        b->names.at[i].loose = b->names.at[i].writes = true;
    settle(b);
    return b;
}

bool hole_is_value(const struct bindings *b, const struct node *hole)
{
    if (!hole->list.count)
        return is_value(b, hole->a);
    const struct node *last = hole->list.at[hole->list.count - 1];
    return last->kind == N_NAME && (al_is(last->text, "id") || al_is(last->text, "json"));
}

/* ---- Statements --------------------------------------------------------------------------------- */

static bool call_may_write(const struct bindings *b, const struct node *callee)
{
    const struct node *root = callee;
    while (root->kind == N_ATTRIBUTE || root->kind == N_CALL || root->kind == N_INDEX)
        root = root->a;
    if (callee->kind != N_ATTRIBUTE || root->kind != N_NAME)
        return true;
    const struct name *name = find_name(b, root->text);
    return name && name->bound ? name->writes : !is_module(b, root);
}

bool code_may_write(const struct bindings *b, const struct node *n)
{
    if (!n)
        return false;
    if (n->kind == N_EXPRESSION)
        return n->a->kind == N_CALL && call_may_write(b, n->a->a);
    bool writes = code_may_write(b, n->a) || code_may_write(b, n->b) || code_may_write(b, n->c);
    for (size_t i = 0; i < n->list.count && !writes; i++)
        writes = code_may_write(b, n->list.at[i]);
    return writes;
}
