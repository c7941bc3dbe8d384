/*
 * Directives: op.…  A new one is a line in the table (name, parameters as Alembic has them, how many are
 * needed) and a function above it.
 */
#include "fold/op/item.h"

#include <string.h>

static struct aludel_value execute(struct folder *f, struct call *c)
{
    return send_sql(f, c, c->unused ? WANT_NOTHING : WANT_COUNT, NULL);
}

static struct aludel_value scalar(struct folder *f, struct call *c)
{
    f->questions++;
    return send_sql(f, c, WANT_FIRST, NULL);
}

static struct aludel_value execute_raw(struct folder *f, struct call *c)
{
    if (!between_statements(f, c->span, "op.execute_raw"))
        return error_value(f);
    struct later *sql = lowered(f, c->args[0], c->span);
    rows_uncertain(f);
    model_unread(f, c->span);
    uint32_t local = local_new(f, AL_TEXT(""));
    struct step *s = step_push(f, STEP_RAW, c->span);
    s->value = sql;
    s->local = local;
    return deferred(later_local(f, local, ALUDEL_INT));
}

static struct aludel_value query(struct folder *f, struct call *c)
{
    struct object *o = object_new(f, OBJECT_QUERY, c->native->path);
    o->call = c;
    return object_value(o);
}

/* What SQLAlchemy's connection gives: its .scalar(), .fetchall() and .rowcount are next. */
static struct aludel_value bind_execute(struct folder *f, struct call *c)
{
    return c->unused ? execute(f, c) : query(f, c);
}

struct aludel_value query_attribute(struct folder *f, struct object *query, const struct node *n)
{
    static const char *const methods[] = {"scalar", "scalar_one", "fetchall", "all"};
    if (al_is(n->text, "rowcount"))
        return execute(f, query->call);
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        if (al_is(n->text, methods[i])) {
            struct object *o = object_new(f, OBJECT_QUERY_METHOD, methods[i]);
            o->self = object_value(query);
            return object_value(o);
        }
    struct aludel_value v = fold_error(f, n->name_span.source ? n->name_span : n->span,
                                       "%s(…) has no '%s' here", query->name, shown(f, n->text));
    diag_hint(f->d, ".scalar() gives one value; for rows write `for row in op.query(…):`");
    return v;
}

struct aludel_value call_query_method(struct folder *f, const struct object *method,
                                      const struct arguments *args, struct span at)
{
    if (args->count)
        return fold_error(f, at, "%s() takes no arguments", method->name);
    if (strncmp(method->name, "scalar", 6) != 0)
        return method->self;
    return scalar(f, object_of(method->self, OBJECT_QUERY)->call);
}

static struct aludel_value get_bind(struct folder *f, struct call *c)
{
    (void)c;
    return object_value(object_new(f, OBJECT_MODULE, "bind"));
}

static struct aludel_value get_context(struct folder *f, struct call *c)
{
    (void)c;
    return object_value(object_new(f, OBJECT_MODULE, "context"));
}

static struct aludel_value autocommit(struct folder *f, struct call *c)
{
    (void)c;
    return object_value(object_new(f, OBJECT_AUTOCOMMIT, "op.autocommit()"));
}

static struct aludel_value irreversible(struct folder *f, struct call *c)
{
    if (!f->may_be_irreversible)
        return fold_error(f, c->span, "op.irreversible() stands only in downgrade()");
    if (is_conditional(f))
        return fail_with(f, c->args[0], c->span);
    if (c->args[0].type != ALUDEL_STRING)
        return fold_error(f, c->span,
                          "op.irreversible() needs its reason as a string that is known at build time");
    if (!f->program->irreversible) {
        f->program->irreversible = arena_string(f->arena, c->args[0].as.text);
        f->program->irreversible_span = c->span;
    }
    f->dead = true;
    return aludel_none();
}

const struct native directives[] = {
    {"op.execute", "sqltext,params", 1, execute, NULL},
    {"op.execute_raw", "sqltext", 1, execute_raw, NULL},
    {"op.query", "sqltext,params", 1, query, NULL},
    {"op.scalar", "sqltext,params", 1, scalar, NULL},
    {"op.has_table", "table_name,schema", 1, ask_database, "has_table"},
    {"op.has_column", "table_name,column_name,schema", 2, ask_database, "has_column"},
    {"op.has_index", "table_name,index_name,schema", 2, ask_database, "has_index"},
    {"op.has_constraint", "table_name,constraint_name,schema", 2, ask_database, "has_constraint"},
    {"op.has_extension", "extension_name", 1, ask_database, "has_extension"},
    {"op.get_bind", "", 0, get_bind, NULL},
    {"op.get_context", "", 0, get_context, NULL},
    {"op.autocommit", "", 0, autocommit, NULL},
    {"op.irreversible", "reason", 1, irreversible, NULL},
    {"bind.execute", "sqltext,params", 1, bind_execute, NULL},
    {"context.autocommit_block", "", 0, autocommit, NULL},
};
const size_t directive_count = sizeof directives / sizeof *directives;
