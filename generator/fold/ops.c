/*
 * Directives: op.…  A new one is a line in the table (name, parameters as Alembic has them, how many are
 * needed) and a function above it.
 */
#include "fold/op/makers.h"

#include <string.h>

/* t.insert().values(…) as SQL text. */
static void take_statement(struct folding *f, struct call *c)
{
    const struct item *statement = item_of(c->args[0], ITEM_STATEMENT);
    if (!statement)
        return;
    struct object *text = object_new(f, OBJECT_PIECES, "text");
    text->pieces = statement_pieces(f, statement);
    c->args[0] = object_value(text);
}

static struct aludel_value execute(struct folding *f, struct call *c)
{
    take_statement(f, c);
    return send_sql(f, c, c->unused ? WANT_NOTHING : WANT_COUNT, NULL);
}

static struct aludel_value scalar(struct folding *f, struct call *c)
{
    take_statement(f, c);
    f->questions++;
    return send_sql(f, c, WANT_FIRST, NULL);
}

static struct aludel_value execute_raw(struct folding *f, struct call *c)
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
    return deferred(later_local(f->arena, local, ALUDEL_INT));
}

/* What whoever migrates should know. In a script, and in what `plan` shows, it is a comment. */
static struct aludel_value remark(struct folding *f, struct call *c)
{
    if (!between_statements(f, c->span, "op.remark"))
        return error_value(f);
    struct later *text = lowered(f, c->args[0], c->span);
    step_push(f, STEP_REMARK, c->span)->value = text;
    return aludel_none();
}

static struct aludel_value query(struct folding *f, struct call *c)
{
    struct object *o = object_new(f, OBJECT_QUERY, c->native->path);
    take_statement(f, c);
    o->call = c;
    return object_value(o);
}

/* execute(text, a=1): the parameters one by one. */
static bool take_keywords(struct folding *f, struct call *c)
{
    struct aludel_value *pairs = ARENA_ARRAY(f->arena, struct aludel_value, 2 * c->rest.count + 1);
    if (!c->rest.count)
        return true;
    if (c->args[1].type != ALUDEL_UNSET) {
        fold_error(f, c->span, "%s() takes its parameters as a dict or as keywords, not both",
                   c->native->path);
        return false;
    }
    for (size_t i = 0; i < c->rest.count; i++) {
        pairs[2 * i] = aludel_textual(ALUDEL_STRING, c->rest.at[i].name.z, c->rest.at[i].name.n);
        pairs[2 * i + 1] = c->rest.at[i].value;
    }
    c->args[1] = py_dict_of(&f->eval, 2 * c->rest.count, pairs);
    return true;
}

/* execute(t.insert(), [{…}, …]): rows, as of values(). */
static bool take_rows(struct folding *f, struct call *c)
{
    const struct item *statement = item_of(c->args[0], ITEM_STATEMENT);
    struct rows rows;
    if (!statement || strcmp(statement->verb, "insert") != 0 || statement->values.type != ALUDEL_UNSET ||
        (c->args[1].type != ALUDEL_LIST && c->args[1].type != ALUDEL_DICT))
        return true;
    if (!rows_of(f, statement->table, c->args[1], c->nodes[1], c->nodes[1]->span, &rows))
        return false;
    struct item *insert = item_new(f, ITEM_STATEMENT, statement->span);
    *insert = *statement;
    insert->values = c->args[1];
    c->args[0] = item_value(f, insert);
    c->args[1] = aludel_unset();
    return true;
}

/* What SQLAlchemy's connection gives: its .scalar(), .fetchall() and .rowcount are next. */
static struct aludel_value bind_execute(struct folding *f, struct call *c)
{
    if (!take_keywords(f, c) || !take_rows(f, c))
        return error_value(f);
    return c->unused ? execute(f, c) : query(f, c);
}

static struct aludel_value bind_scalar(struct folding *f, struct call *c)
{
    return take_keywords(f, c) ? scalar(f, c) : error_value(f);
}

struct aludel_value kept_rows(struct folding *f, struct aludel_value v, struct span at)
{
    const struct object *result = object_of(v, OBJECT_RESULT), *query = object_of(v, OBJECT_QUERY);
    if (result)
        return result->self;
    if (query && may_be_kept(query))
        return query_rows(f, query, NULL);
    if (!query)
        return v;
    lowered(f, v, at);
    return error_value(f);
}

/* Of a statement that reads nothing there is how many rows it changed. */
struct aludel_value kept_result(struct folding *f, struct aludel_value v, struct span at)
{
    const struct object *query = object_of(v, OBJECT_QUERY);
    struct step *s = NULL;
    if (!query || query->fetched || !may_be_kept(query))
        return object_of(v, OBJECT_RESULT) ? v : kept_rows(f, v, at);
    struct object *result = object_new(f, OBJECT_RESULT, query->name);
    result->self = query_rows(f, query, &s);
    if (is_error(result->self))
        return result->self;
    if (s && !(s->statement->flags & ALUDEL_READS)) {
        s->kind = STEP_EXECUTE;
        result->self = deferred(later_local(f->arena, s->local, ALUDEL_INT));
    }
    return object_value(result);
}

struct aludel_value result_attribute(struct folding *f, struct object *result, const struct node *n)
{
    bool counts = later_of(result->self)->type == ALUDEL_INT;
    if (counts && al_is(n->text, "rowcount"))
        return result->self;
    if (!counts && (al_is(n->text, "fetchall") || al_is(n->text, "all"))) {
        struct object *o = object_new(f, OBJECT_QUERY_METHOD, arena_string(f->arena, n->text));
        o->self = result->self;
        return object_value(o);
    }
    struct aludel_value v = fold_error(f, n->name_span.source ? n->name_span : n->span,
                                       "a result kept in a variable has no '%s' here", shown(f, n->text));
    diag_hint(f->d,
              counts ? "it has rowcount: the statement changes rows and gives none"
                     : "write .%s() directly behind %s(…)",
              shown(f, n->text), result->name);
    return v;
}

struct aludel_value query_attribute(struct folding *f, struct object *query, const struct node *n)
{
    static const char *const methods[] = {"scalar", "scalar_one", "fetchall",   "all",
                                          "first",  "fetchone",   "one_or_none"};
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

struct aludel_value call_query_method(struct folding *f, const struct object *method,
                                      const struct arguments *args, struct span at)
{
    if (args->count)
        return fold_error(f, at, "%s() takes no arguments", method->name);
    struct object *query = object_of(method->self, OBJECT_QUERY);
    if (!query) /* a result's: the list that it has */
        return method->self;
    if (strncmp(method->name, "scalar", 6) == 0)
        return scalar(f, query->call);
    if (strcmp(method->name, "fetchall") != 0 && strcmp(method->name, "all") != 0)
        return send_sql(f, query->call, WANT_ROW, NULL);
    struct object *rows = object_new(f, OBJECT_QUERY, query->name);
    rows->call = query->call;
    rows->fetched = true;
    return object_value(rows);
}

static struct aludel_value get_bind(struct folding *f, struct call *c)
{
    (void)c;
    return object_value(object_new(f, OBJECT_MODULE, "bind"));
}

static struct aludel_value get_context(struct folding *f, struct call *c)
{
    (void)c;
    return object_value(object_new(f, OBJECT_MODULE, "context"));
}

/* The next of the statements in hand. */
static const struct node *next_statement(const struct folding *f)
{
    const struct rest *r = f->rest;
    return r && r->at + 1 < r->list->count ? r->list->at[r->at + 1] : NULL;
}

/* What an autocommit block does anyway, and people write in front of it. */
static struct aludel_value bind_commit(struct folding *f, struct call *c)
{
    const struct node *next = next_statement(f);
    const struct node *block = next && next->kind == N_WITH && next->a->kind == N_CALL ? next->a->a : NULL;
    if (block && block->kind == N_ATTRIBUTE &&
        (al_is(block->text, "autocommit_block") || al_is(block->text, "autocommit")))
        return aludel_none();
    struct aludel_value v =
        fold_error(f, c->span, "bind.commit() stands only in front of op.get_context().autocommit_block()");
    diag_hint(f->d,
              "leave it out: a migration is committed at its end, and what stands in such a block at once");
    return v;
}

static struct aludel_value autocommit(struct folding *f, struct call *c)
{
    (void)c;
    return object_value(object_new(f, OBJECT_AUTOCOMMIT, "op.autocommit()"));
}

static struct aludel_value irreversible(struct folding *f, struct call *c)
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
    {"op.remark", "text", 1, remark, NULL},
    {"batch_op.execute", "sqltext,params", 1, execute, NULL},
    {"bind.execute", "sqltext,params,**", 1, bind_execute, NULL},
    {"bind.exec_driver_sql", "sqltext", 1, bind_execute, NULL},
    {"bind.scalar", "sqltext,params,**", 1, bind_scalar, NULL},
    {"bind.commit", "", 0, bind_commit, NULL},
    {"alembic.context.get_bind", "", 0, get_bind, NULL},
    {"alembic.context.get_context", "", 0, get_context, NULL},
    {"context.autocommit_block", "", 0, autocommit, NULL},
};
const size_t directive_count = sizeof directives / sizeof *directives;
