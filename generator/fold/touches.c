/*
 * Which statements of a script are about rows alone, read off their tree and off what it calls: skip.c leaves out no
 * others. In doubt a statement is about the schema.
 */
#include "fold/op/item.h"

#include <string.h>

struct walk {
    struct folding *f;
    int nodes;                      /* visited */
    VEC(const struct node *) names; /* what names stand for that has been looked at */
};
enum { MOST_NODES = 100000 };

static bool is_one_of(struct aludel_text name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (al_is(name, names[i]))
            return true;
    return false;
}
#define IS_ONE_OF(name, names) is_one_of((name), (names), sizeof(names) / sizeof *(names))

/* ---- Statements given as text ---- */

static bool begins_word(struct aludel_text t, const char *word)
{
    size_t n = strlen(word);
    return t.n >= n && al_same_nocase((struct aludel_text){t.z, n}, (struct aludel_text){word, n});
}

static bool is_about_rows(struct aludel_text statement)
{
    static const char *const words[] = {"select", "insert", "update", "delete", "with", "merge", "values"};
    while (statement.n && strchr(" \t\r\n(", *statement.z))
        statement.z++, statement.n--;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (begins_word(statement, words[i]))
            return true;
    return statement.n == 0;
}

/* Each of its statements; a semicolon within a string only makes it stricter. */
static bool text_about_rows(struct aludel_text t)
{
    for (size_t i = 0, from = 0; i <= t.n; i++) {
        if (i < t.n && t.z[i] != ';')
            continue;
        if (!is_about_rows((struct aludel_text){t.z + from, i - from}))
            return false;
        from = i + 1;
    }
    return true;
}

/* A text that is known as far as it begins, and of one statement behind that. */
static bool value_about_rows(struct folding *f, struct aludel_value v)
{
    const struct pieces *p = pieces_of(f, v);
    if (!p || !p->list.count || p->list.at[0].value.type != ALUDEL_UNSET ||
        !text_about_rows(p->list.at[0].text))
        return false;
    for (size_t i = 1; i < p->list.count; i++) {
        struct aludel_text t = p->list.at[i].text;
        if (p->list.at[i].value.type == ALUDEL_UNSET && t.n && memchr(t.z, ';', t.n))
            return false;
    }
    return true;
}

static bool sql_about_rows(struct walk *w, const struct node *n);

static bool name_about_rows(struct walk *w, const struct node *n)
{
    struct aludel_value v;
    if (!scope_find(w->f->scope, n->text, &v))
        return false;
    const struct object *unknown = object_of(v, OBJECT_UNKNOWN);
    if (!unknown)
        return value_about_rows(w->f, v);
    return unknown->node->kind == N_ASSIGN && sql_about_rows(w, unknown->node->a);
}

/* text("…"), "…".format(…), and SQLAlchemy's chains: select(…).where(…), table.insert().values(…) */
static bool call_about_rows(struct walk *w, const struct node *n)
{
    static const char *const rows[] = {"select", "insert", "update", "delete"};
    static const char *const texts[] = {"text", "dedent"};
    const struct node *callee = n->a;
    if (callee->kind != N_NAME && callee->kind != N_ATTRIBUTE)
        return false;
    if (IS_ONE_OF(callee->text, rows))
        return true;
    if (IS_ONE_OF(callee->text, texts) && n->list.count)
        return sql_about_rows(w, n->list.at[0]);
    return callee->kind == N_ATTRIBUTE && sql_about_rows(w, callee->a);
}

static bool sql_about_rows(struct walk *w, const struct node *n)
{
    if (++w->nodes > MOST_NODES)
        return false;
    switch (n->kind) {
    case N_CONSTANT: return n->value.type == ALUDEL_STRING && text_about_rows(n->value.as.text);
    case N_FSTRING: return n->list.count && sql_about_rows(w, n->list.at[0]);
    case N_NAME: return name_about_rows(w, n);
    case N_BINARY:
    case N_REFUSED: return n->a && sql_about_rows(w, n->a);
    case N_CONDITIONAL: return sql_about_rows(w, n->a) && sql_about_rows(w, n->c);
    case N_CALL: return call_about_rows(w, n);
    default: return false;
    }
}

/* ---- Calls ---- */

static bool method_touches(struct walk *w, const struct node *call)
{
    static const char *const harmless[] = {"get_bind", "get_context",      "bulk_insert",
                                           "f",        "inline_literal",   "query",
                                           "scalar",   "invoke_for_target"};
    static const char *const edits[] = {"create",  "drop",   "alter",      "rename",
                                        "replace", "batch_", "add_column", "add_enum_value"};
    const struct node *callee = call->a;
    struct aludel_text name = callee->text;
    if (al_is(name, "execute") || al_is(name, "exec_driver_sql"))
        return !call->list.count || !sql_about_rows(w, call->list.at[0]);
    if (callee->a->kind == N_NAME && al_is(callee->a->text, "op"))
        return !IS_ONE_OF(name, harmless) && !al_begins(name, "has_");
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++)
        if (al_begins(name, edits[i]))
            return !al_is(name, "replace"); /* a string's */
    return false;
}

/* ---- Functions that were imported and aren't known ---- */

static bool begins_like_edit(struct aludel_text name)
{
    static const char *const edits[] = {"create", "drop", "alter", "rename", "add_", "batch_", "modify_"};
    static const char *const others[] = {"create_engine", "create_session"};
    if (IS_ONE_OF(name, others))
        return false;
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++)
        if (al_begins(name, edits[i]))
            return true;
    return false;
}

/* Column, String, UniqueConstraint: what only a table is made of. */
static bool names_schema_item(struct walk *w, const struct node *n)
{
    static const char constraint[] = "Constraint";
    static const char *const items[] = {"Column", "ForeignKey", "Index", "Computed", "Identity"};
    size_t end = sizeof constraint - 1;
    struct aludel_value v;
    if (n->kind == N_NAME && scope_find(w->f->scope, n->text, &v))
        return any_item(v) && any_item(v)->kind <= ITEM_SEQUENCE;
    return IS_ONE_OF(n->text, items) || find_type(w->f, n->text, &v) ||
           (n->text.n > end && memcmp(n->text.z + n->text.n - end, constraint, end) == 0);
}

/* op, or a connection; of what isn't known its name tells. */
static bool reaches_database(struct walk *w, const struct node *n)
{
    static const char *const modules[] = {"op", "bind", "context", "bind.engine"};
    static const char *const names[] = {"op", "bind", "conn", "connection", "engine"};
    static const char *const gives[] = {"get_bind", "get_context", "connect", "begin"};
    struct aludel_value v;
    if (n->kind == N_CALL)
        return IS_ONE_OF(n->a->text, gives);
    const struct object *module =
        n->kind == N_NAME && scope_find(w->f->scope, n->text, &v) ? object_of(v, OBJECT_MODULE) : NULL;
    return module ? IS_ONE_OF(al_text(module->name), modules) : IS_ONE_OF(n->text, names);
}

static bool is_for_schema(struct walk *w, const struct node *n)
{
    if (++w->nodes > MOST_NODES)
        return true;
    switch (n->kind) {
    case N_NAME:
    case N_ATTRIBUTE: return reaches_database(w, n) || names_schema_item(w, n);
    case N_CALL:
        return (n->a->kind == N_NAME || n->a->kind == N_ATTRIBUTE) &&
               (reaches_database(w, n) || names_schema_item(w, n->a));
    case N_KEYWORD:
    case N_STAR: return is_for_schema(w, n->a);
    case N_LIST:
    case N_TUPLE:
        for (size_t i = 0; i < n->list.count; i++)
            if (is_for_schema(w, n->list.at[i]))
                return true;
        return false;
    default: return false;
    }
}

/* Of Python's own library, and what asks other servers: none knows of a schema. */
static bool is_harmless_module(struct aludel_text module)
{
    static const char *const modules[] = {"requests",  "httpx",     "logging", "json", "re",     "time",
                                          "itertools", "functools", "csv",     "sys",  "pprint", "tqdm"};
    const char *dot = memchr(module.z, '.', module.n);
    return IS_ONE_OF(((struct aludel_text){module.z, dot ? (size_t)(dot - module.z) : module.n}), modules);
}

/* What a session does is about rows; a frame is read with a connection. */
static bool is_harmless_name(struct aludel_text name)
{
    static const char *const names[] = {"Session",        "session",  "sessionmaker",  "scoped_session",
                                        "sessionfactory", "read_sql", "read_sql_query"};
    return IS_ONE_OF(name, names);
}

static const struct node *root_of(const struct node *callee)
{
    while (callee->kind == N_ATTRIBUTE || callee->kind == N_CALL || callee->kind == N_INDEX)
        callee = callee->a;
    return callee;
}

/* create_table("t", Column(…)), helper(op), where the script imports it and nobody knows what it does. */
static bool unknown_touches(struct walk *w, const struct node *call)
{
    const struct node *root = root_of(call->a);
    struct aludel_value v;
    if (root->kind != N_NAME || (call->a->kind != N_NAME && call->a->kind != N_ATTRIBUTE))
        return false;
    if (!scope_find(w->f->scope, root->text, &v))
        return call->a == root && begins_like_edit(root->text);
    const struct object *unknown = object_of(v, OBJECT_UNKNOWN);
    if (!unknown || unknown->node->kind != N_IMPORT || is_harmless_module(unknown->node->text))
        return false;
    if (begins_like_edit(call->a->text))
        return true;
    for (size_t i = 0; i < call->list.count && !is_harmless_name(call->a->text); i++)
        if (is_for_schema(w, call->list.at[i]))
            return true;
    return false;
}

static bool walk(struct walk *w, const struct node *n);

static bool is_new(struct walk *w, const struct node *n)
{
    for (size_t i = 0; i < w->names.count; i++)
        if (w->names.at[i] == n)
            return false;
    vec_push(w->f->arena, &w->names, n);
    return true;
}

/* What a name stands for: a function may be called, and what was left out may have hidden something. */
static bool name_touches(struct walk *w, const struct node *n)
{
    struct aludel_value v;
    if (!scope_find(w->f->scope, n->text, &v))
        return false;
    const struct object *o = object_of(v, OBJECT_FUNCTION);
    if (!o)
        o = object_of(v, OBJECT_UNKNOWN);
    if (!o || o->node->kind == N_IMPORT || !is_new(w, o->node))
        return false;
    return walk(w, o->kind == OBJECT_FUNCTION ? o->node->a : o->node);
}

static bool walk(struct walk *w, const struct node *n)
{
    if (!n)
        return false;
    if (++w->nodes > MOST_NODES || (n->kind == N_CALL && n->a->kind == N_ATTRIBUTE && method_touches(w, n)) ||
        (n->kind == N_CALL && unknown_touches(w, n)) || (n->kind == N_NAME && name_touches(w, n)))
        return true;
    if (walk(w, n->a) || walk(w, n->b) || walk(w, n->c))
        return true;
    for (size_t i = 0; i < n->list.count; i++)
        if (walk(w, n->list.at[i]))
            return true;
    return false;
}

bool touches_schema(struct folding *f, const struct node *n)
{
    struct walk w = {.f = f};
    return walk(&w, n);
}

/* ---- Ways out ---- */

enum way_out { GOES_ON, RETURNS, LEAVES_OTHERWISE };

static enum way_out way_out_of(const struct node *n, bool in_loop)
{
    enum way_out out = GOES_ON, inner;
    if (!n || n->kind == N_DEF)
        return GOES_ON;
    if (n->kind == N_RETURN)
        return n->a ? LEAVES_OTHERWISE : RETURNS;
    if (n->kind == N_BREAK || n->kind == N_CONTINUE)
        return in_loop ? GOES_ON : LEAVES_OTHERWISE;
    in_loop = in_loop || n->kind == N_FOR || n->kind == N_WHILE;
    const struct node *const parts[] = {n->a, n->b, n->c};
    for (size_t i = 0; i < 3 + n->list.count; i++) {
        inner = way_out_of(i < 3 ? parts[i] : n->list.at[i - 3], in_loop);
        out = inner > out ? inner : out;
    }
    return out;
}

/* From the statement in hand on; of a loop around it all of its body. */
static bool rest_touches(struct folding *f)
{
    for (const struct rest *r = f->rest; r; r = r->outer)
        for (size_t i = r->at; i < r->list->count; i++)
            if (touches_schema(f, r->list->at[i]))
                return true;
    return false;
}

bool decides_schema(struct folding *f, const struct node *n)
{
    enum way_out out = way_out_of(n, false);
    return out == LEAVES_OTHERWISE || (out == RETURNS && rest_touches(f));
}
