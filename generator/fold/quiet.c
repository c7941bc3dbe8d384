/*
 * What only speaks, in scripts: print(), logging, warnings. It does nothing here: what is executed is logged anyway.
 * And what other databases have, which is never used: mysql.TINYINT(1). Whatever such a module has may be called, and
 * gives something of the same kind.
 */
#include "fold/language.h"

#include <string.h>

static struct aludel_value module_value(struct folding *f, const char *path)
{
    return object_value(object_new(f, OBJECT_MODULE, path));
}

static struct aludel_value more_of_it(struct folding *f, struct call *c)
{
    return module_value(f, c->native->path);
}

static const struct native quiet = {QUIET, "*", 0, more_of_it, NULL};
static const struct native foreign = {FOREIGN, "*", 0, more_of_it, NULL};

static struct aludel_value function_value(struct folding *f, const struct native *n)
{
    struct object *o = object_new(f, OBJECT_NATIVE, n->path);
    o->native = n;
    return object_value(o);
}

struct aludel_value quiet_function(struct folding *f)
{
    return function_value(f, &quiet);
}

struct aludel_value foreign_function(struct folding *f)
{
    return function_value(f, &foreign);
}

/* ---- Imports ---- */

static bool is_foreign(struct aludel_text name)
{
    static const char *const names[] = {"mysql", "mariadb", "mssql", "oracle"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (al_is(name, names[i]))
            return true;
    return false;
}

bool find_foreign(struct folding *f, struct aludel_text module, struct aludel_text name,
                  struct aludel_value *v)
{
    const struct aludel_text dialects = AL_TEXT("sqlalchemy.dialects");
    size_t n = dialects.n;
    if (module.n < n || memcmp(module.z, dialects.z, n) != 0)
        return false;
    if (module.n == n && is_foreign(name)) {
        *v = module_value(f, FOREIGN);
        return true;
    }
    if (module.n == n || !is_foreign((struct aludel_text){module.z + n + 1, module.n - n - 1}))
        return false;
    *v = foreign_function(f);
    return true;
}

static bool is_quiet_module(struct aludel_text module)
{
    static const char *const names[] = {"logging", "warnings", "structlog", "loguru"};
    const char *dot = memchr(module.z, '.', module.n);
    struct aludel_text first = {module.z, dot ? (size_t)(dot - module.z) : module.n};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (al_is(first, names[i]))
            return true;
    return false;
}

/* A name of such a module may be of either kind: getLogger() gives a logger, and loguru's `logger` is one. */
bool import_quiet(struct folding *f, const struct node *n)
{
    const char *dot = memchr(n->text.z, '.', n->text.n);
    struct aludel_text first = {n->text.z, dot ? (size_t)(dot - n->text.z) : n->text.n};
    if (f->file->form != FORM_PYTHON || !is_quiet_module(n->text))
        return false;
    if (!n->list.count)
        scope_set(f, f->scope, n->value.type == ALUDEL_STRING ? n->value.as.text : first,
                  module_value(f, QUIET));
    for (size_t i = 0; i < n->list.count; i++) {
        const struct node *name = n->list.at[i];
        bool logger = al_is(name->text, "logger");
        scope_set(f, f->scope, name->value.type == ALUDEL_STRING ? name->value.as.text : name->text,
                  logger ? module_value(f, QUIET) : quiet_function(f));
    }
    return true;
}

/* ---- Arguments ---- */

/* len(rows), "{}".format(x): nothing happens but a value. */
static bool only_computes(const struct node *call)
{
    if (call->a->kind == N_NAME)
        return builtin_named(call->a->text) != NULL;
    return call->a->kind == N_ATTRIBUTE && method_named(call->a->text) != NULL;
}

static bool does_something(const struct node *n)
{
    if (!n)
        return false;
    if ((n->kind == N_CALL && !only_computes(n)) || does_something(n->a) || does_something(n->b) ||
        does_something(n->c))
        return true;
    for (size_t i = 0; i < n->list.count; i++)
        if (does_something(n->list.at[i]))
            return true;
    return false;
}

bool only_speaks(struct aludel_value callee, const struct node *call)
{
    const struct object *o = object_of(callee, OBJECT_NATIVE);
    if (!o || o->native != &quiet)
        return false;
    for (size_t i = 0; i < call->list.count; i++)
        if (does_something(call->list.at[i]))
            return false;
    return true;
}
