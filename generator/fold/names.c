/*
 * The language's own names: env(), text(), sa.func.now(), os.environ.get … A new one is a line in the
 * table and a function above it. Directives (op.…) are in ops.c.
 */
#include "fold/op/item.h"

#include <stdlib.h>
#include <string.h>

/* ---- The environment, at run time and at build time ---- */

static struct aludel_value ask_runtime(struct folder *f, struct call *c)
{
    if (c->args[0].type != ALUDEL_STRING)
        return fold_error(f, c->nodes[0]->span, "%s() needs a name that is known at build time",
                          c->native->path);
    enum aludel_type type = is_known(c->args[1]) ? c->args[1].type : ALUDEL_UNSET;
    if (type != ALUDEL_BOOL && type != ALUDEL_INT && type != ALUDEL_FLOAT && type != ALUDEL_NONE)
        type = ALUDEL_STRING;
    return residual(f, LATER_OP, c->native->calls, type == ALUDEL_NONE ? ALUDEL_UNSET : type, c->span, 2,
                    c->args);
}

/* os.getenv: None where the variable is missing. */
static struct aludel_value ask_or_none(struct folder *f, struct call *c)
{
    if (c->args[1].type == ALUDEL_UNSET)
        c->args[1] = aludel_none();
    return ask_runtime(f, c);
}

static struct aludel_value ask_build(struct folder *f, struct call *c)
{
    if (c->args[0].type != ALUDEL_STRING || !(c->args[1].type == ALUDEL_UNSET || is_known(c->args[1])))
        return fold_error(f, c->span, "build_env() needs a name and a default that are known at build time");
    const char *name = arena_string(f->arena, c->args[0].as.text);
    const char *text = getenv(name);
    if (text)
        return checked(f, al_typed_after(&f->eval, name, text, c->args[1]), c->span);
    if (c->args[1].type != ALUDEL_UNSET)
        return c->args[1];
    struct aludel_value v = fold_error(f, c->span, "the build's environment has no variable '%s'", name);
    diag_hint(f->d, "set it, or give a default: build_env(\"%s\", \"…\")", name);
    return v;
}

static struct aludel_value at_run_time(struct folder *f, struct call *c)
{
    return residual(f, LATER_OP, c->native->calls, ALUDEL_STRING, c->span, 0, NULL);
}

/* ---- SQL ---- */

static struct aludel_value make_text(struct folder *f, struct call *c)
{
    struct pieces *p = pieces_of(f, c->args[0]);
    if (is_error(c->args[0]))
        return c->args[0];
    if (!p) {
        struct aludel_value v =
            fold_error(f, c->span, "text() needs a string whose text is known at build time, not %s",
                       kind_of(c->args[0]));
        if (c->args[0].type == ALUDEL_DEFERRED)
            diag_hint(f->d, "op.execute_raw() executes text known only at run time");
        return v;
    }
    struct pieces *sql = ARENA_NEW(f->arena, struct pieces);
    sql->type = ALUDEL_SQL;
    pieces_append(f, sql, p);
    pieces_unescape(f, sql);
    return pieces_value(f, sql);
}

static struct aludel_value sql_value(const char *z)
{
    return aludel_textual(ALUDEL_SQL, z, strlen(z));
}

static struct aludel_value make_now(struct folder *f, struct call *c)
{
    (void)c;
    return sql_value(f->dialect == ALUDEL_SQLITE ? "CURRENT_TIMESTAMP" : "now()");
}

static struct aludel_value make_true(struct folder *f, struct call *c)
{
    (void)c;
    return sql_value(f->dialect == ALUDEL_SQLITE ? "1" : "true");
}

static struct aludel_value make_false(struct folder *f, struct call *c)
{
    (void)c;
    return sql_value(f->dialect == ALUDEL_SQLITE ? "0" : "false");
}

static struct aludel_value make_null(struct folder *f, struct call *c)
{
    (void)f;
    (void)c;
    return sql_value("NULL");
}

/* ---- Stopping ---- */

struct aludel_value fail_with(struct folder *f, struct aludel_value message, struct span at)
{
    struct later *what = lowered(f, message, at);
    struct step *s = step_push(f, STEP_FAIL, at);
    s->value = what;
    f->dead = true;
    return aludel_none();
}

static struct aludel_value make_fail(struct folder *f, struct call *c)
{
    return fail_with(f, c->args[0], c->span);
}

/* ---- The live database: op.has_…, inspect().get_… ---- */

struct aludel_value ask_database(struct folder *f, struct call *c)
{
    size_t count = 0;
    for (const char *p = c->native->parameters; *p; count++)
        p += strcspn(p, ","), p += *p == ',';
    f->questions++;
    for (size_t i = 0; i < count; i++)
        if (c->args[i].type == ALUDEL_UNSET)
            c->args[i] = aludel_none();
    bool one = strcmp(c->native->calls, "get_pk_constraint") == 0;
    enum aludel_type type = strncmp(c->native->calls, "has_", 4) == 0 ? ALUDEL_BOOL
                            : one                                     ? ALUDEL_DICT
                                                                      : ALUDEL_LIST;
    return residual(f, LATER_OP, c->native->calls, type, c->span, count, c->args);
}

/* SQLAlchemy's older way: bind.dialect.has_table(bind, "t") */
static struct aludel_value ask_dialect(struct folder *f, struct call *c)
{
    static const struct native has_table = {"bind.dialect.has_table", "table_name,schema", 1, ask_database,
                                            "has_table"};
    struct call inner = *c;
    inner.native = &has_table;
    inner.args++;
    inner.nodes++;
    return ask_database(f, &inner);
}

static struct aludel_value make_inspector(struct folder *f, struct call *c)
{
    (void)c;
    return object_value(object_new(f, OBJECT_MODULE, "inspect()"));
}

/* A table() is made without one. */
static struct aludel_value make_metadata(struct folder *f, struct call *c)
{
    if (c->args[0].type != ALUDEL_UNSET && c->args[0].type != ALUDEL_NONE) {
        fold_error(f, c->nodes[0]->span, "the tables of a MetaData get no schema from it here");
        diag_hint(f->d, "give it to each: table(\"t\", …, schema=\"s\")");
        return error_value(f);
    }
    return object_value(object_new(f, OBJECT_MODULE, "sa.MetaData()"));
}

/* ---- Python's library ---- */

/* What is generated is run against a database. */
static struct aludel_value never(struct folder *f, struct call *c)
{
    (void)f;
    (void)c;
    return aludel_bool(false);
}

/* ---- The table ---- */

const struct native native_names[] = {
    {"env", "name,default", 1, ask_runtime, "env"},
    {"os.getenv", "key,default", 1, ask_or_none, "env"},
    {"os.environ.get", "key,default", 1, ask_or_none, "env"},
    {"x", "name,default", 1, ask_runtime, "x"},
    {"build_env", "name,default", 1, ask_build, NULL},
    {"uuid4", "", 0, at_run_time, "uuid4"},
    {"uuid.uuid4", "", 0, at_run_time, "uuid4"},
    {"utcnow", "", 0, at_run_time, "utcnow"},
    {"datetime.utcnow", "", 0, at_run_time, "utcnow"},
    {"datetime.datetime.utcnow", "", 0, at_run_time, "utcnow"},
    {"text", "text", 1, make_text, NULL},
    {"now", "", 0, make_now, NULL},
    {"true", "", 0, make_true, NULL},
    {"false", "", 0, make_false, NULL},
    {"null", "", 0, make_null, NULL},
    {"fail", "message", 1, make_fail, NULL},
    {"MetaData", "schema,-,bind,naming_convention,quote_schema,info", 0, make_metadata, NULL},
    {"dedent", "text", 1, make_dedented, NULL},
    {"textwrap.dedent", "text", 1, make_dedented, NULL},
    {"alembic.context.is_offline_mode", "", 0, never, NULL},
    {"inspect", "bind", 0, make_inspector, NULL},
    {"Inspector.from_engine", "bind", 1, make_inspector, NULL},
    {"reflection.Inspector.from_engine", "bind", 1, make_inspector, NULL},
    {"bind.dialect.has_table", "connection,table_name,schema", 2, ask_dialect, NULL},
    {"bind.engine.has_table", "table_name,schema", 1, ask_database, "has_table"},
    {"inspect().has_table", "table_name,schema", 1, ask_database, "has_table"},
    {"inspect().get_table_names", "schema", 0, ask_database, "get_table_names"},
    {"inspect().get_view_names", "schema", 0, ask_database, "get_view_names"},
    {"inspect().get_pk_constraint", "table_name,schema", 1, ask_database, "get_pk_constraint"},
    {"inspect().get_columns", "table_name,schema", 1, ask_database, "get_columns"},
    {"inspect().get_indexes", "table_name,schema", 1, ask_database, "get_indexes"},
    {"inspect().get_foreign_keys", "table_name,schema", 1, ask_database, "get_foreign_keys"},
    {"inspect().get_unique_constraints", "table_name,schema", 1, ask_database, "get_unique_constraints"},
};
const size_t native_count = sizeof native_names / sizeof *native_names;

static const char *const modules[] = {"os",
                                      "os.environ",
                                      "sa",
                                      "sqlalchemy",
                                      "uuid",
                                      "datetime",
                                      "datetime.datetime",
                                      "func",
                                      "op",
                                      "bind",
                                      "bind.dialect",
                                      "context",
                                      "context.dialect",
                                      "postgresql",
                                      "sqlite",
                                      "bind.engine",
                                      "bind.engine.dialect",
                                      "Inspector",
                                      "reflection",
                                      "reflection.Inspector",
                                      "alembic.context",
                                      "json",
                                      "textwrap",
                                      "typing",
                                      "sql",
                                      "expression"};

const char *const value_names[] = {"dialect", "server_version", "revision", "down_revision", "os",
                                   "sa",      "uuid",           "datetime", "func",          "op"};
const size_t value_name_count = sizeof value_names / sizeof *value_names;

static struct aludel_value native_value(struct folder *f, const struct native *n)
{
    struct object *o = object_new(f, OBJECT_NATIVE, n->path);
    o->native = n;
    return object_value(o);
}

static bool find_native(struct folder *f, const struct native *table, size_t count, struct aludel_text path,
                        struct aludel_value *v)
{
    for (size_t i = 0; i < count; i++)
        if (al_is(path, table[i].path)) {
            *v = native_value(f, &table[i]);
            return true;
        }
    return false;
}

static struct aludel_value parents_value(struct folder *f)
{
    const struct references *p = &f->migration->parents;
    if (p->count == 0)
        return aludel_none();
    struct aludel_value *ids = ARENA_ARRAY(f->arena, struct aludel_value, p->count);
    for (size_t i = 0; i < p->count; i++)
        ids[i] = aludel_textual(ALUDEL_STRING, p->at[i].text.z, p->at[i].text.n);
    return p->count == 1 ? ids[0] : al_new_items(&f->eval, ALUDEL_TUPLE, p->count, NULL, ids);
}

/* Names that are values. */
static bool find_value(struct folder *f, struct aludel_text path, struct aludel_value *v)
{
    if (al_is(path, "dialect") || al_is(path, "bind.dialect.name") || al_is(path, "context.dialect.name") ||
        al_is(path, "bind.engine.name") || al_is(path, "bind.engine.dialect.name"))
        *v = aludel_textual(ALUDEL_STRING, dialect_name(f->dialect), strlen(dialect_name(f->dialect)));
    else if (al_is(path, "context.bind") || al_is(path, "context.connection"))
        *v = object_value(object_new(f, OBJECT_MODULE, "bind"));
    else if (al_is(path, "context.as_sql") || al_is(path, "TYPE_CHECKING") ||
             al_is(path, "typing.TYPE_CHECKING"))
        *v = aludel_bool(false);
    else if (al_is(path, "server_version"))
        *v = residual(f, LATER_OP, "server_version", ALUDEL_INT, (struct span){0}, 0, NULL);
    else if (al_is(path, "revision") && f->migration)
        *v = aludel_textual(ALUDEL_STRING, f->migration->id.z, f->migration->id.n);
    else if (al_is(path, "down_revision") && f->migration)
        *v = parents_value(f);
    else if (al_is(path, "revision") && f->each && !f->in_module)
        *v = residual(f, LATER_OP, "revision_in_hand", ALUDEL_STRING, (struct span){0}, 0, NULL);
    else if (al_is(path, "down_revision") && f->each && !f->in_module)
        *v = residual(f, LATER_OP, "down_revision_in_hand", ALUDEL_UNSET, (struct span){0}, 0, NULL);
    else
        return false;
    return true;
}

static bool find_directive(struct folder *f, struct aludel_text path, struct aludel_value *v)
{
    struct aludel_text op = AL_TEXT("op.");
    bool of_op = path.n > op.n && memcmp(path.z, op.z, op.n) == 0;
    if (of_op)
        return find_member(f, "op", (struct aludel_text){path.z + op.n, path.n - op.n}, v);
    return !memchr(path.z, '.', path.n) && find_member(f, "", path, v);
}

bool name_find(struct folder *f, struct aludel_text path, struct aludel_value *v)
{
    if (find_native(f, native_names, native_count, path, v) ||
        find_native(f, directives, directive_count, path, v) || find_value(f, path, v) ||
        find_type(f, path, v) || find_directive(f, path, v))
        return true;
    for (size_t i = 0; i < sizeof modules / sizeof *modules; i++)
        if (al_is(path, modules[i])) {
            *v = object_value(object_new(f, OBJECT_MODULE, modules[i]));
            return true;
        }
    const struct builtin *b = builtin_named(al_is(path, "json.dumps")   ? AL_TEXT("to_json")
                                            : al_is(path, "json.loads") ? AL_TEXT("from_json")
                                                                        : path);
    if (!b)
        return false;
    struct object *o = object_new(f, OBJECT_BUILTIN, b->name);
    o->builtin = b;
    *v = object_value(o);
    return true;
}

static bool own_name(struct folder *f, struct aludel_text name, struct aludel_value *v)
{
    if (al_is(name, "self") || al_is(name, "local")) {
        struct object *o = object_new(f, OBJECT_NAMESPACE, "self");
        o->scope = f->main;
        *v = object_value(o);
        return true;
    }
    if (al_is(name, "caller") && f->caller) {
        struct object *o = object_new(f, OBJECT_CALLER, "caller");
        o->caller = f->caller;
        *v = object_value(o);
        return true;
    }
    if (al_is(name, "loop") && f->loop) {
        struct object *o = object_new(f, OBJECT_LOOP, "loop");
        o->loop = f->loop;
        *v = object_value(o);
        return true;
    }
    return false;
}

static struct aludel_value unknown_name(struct folder *f, struct aludel_text name, struct span at)
{
    if (al_is(name, "caller"))
        return fold_error(f, at, "'caller' is known only in a def that <%%call> calls");
    if (al_is(name, "loop"))
        return fold_error(f, at, "'loop' is known only inside of `%% for`");
    if (!f->migration && (al_is(name, "revision") || al_is(name, "down_revision")))
        return fold_error(f, at, "'%s' is known in migrations, before_each() and after_each(), not here",
                          shown(f, name));
    struct aludel_value v = fold_error(f, at, "unknown name '%s'", shown(f, name));
    const char *near = nearest_name(f, f->scope, name), *instead = instead_of_python(name);
    if (instead)
        diag_hint(f->d, "%s", instead);
    else if (near)
        diag_hint(f->d, "did you mean '%s'?", near);
    return v;
}

struct aludel_value usable(struct folder *f, struct aludel_text name, struct aludel_value v, struct span at)
{
    if (object_of(v, OBJECT_DIFFERS)) {
        fold_error(f, at,
                   "'%s' is set under a condition or loop of run time to something that can't be kept until "
                   "then",
                   shown(f, name));
        diag_hint(f->d, "write the condition around what uses it");
        return error_value(f);
    }
    const struct object *unknown = object_of(v, OBJECT_UNKNOWN);
    if (unknown) {
        v = fold_error(f, at, "'%s' isn't known: what gives it was left out", shown(f, name));
        diag_also(f->d, unknown->node->span, "left out here");
    }
    return v;
}

struct aludel_value name_value(struct folder *f, struct aludel_text name, struct span at)
{
    struct aludel_value v;
    if (scope_find(f->scope, name, &v))
        return usable(f, name, v, at);
    if (own_name(f, name, &v))
        return v;
    if (al_is(name, "__name__") && f->file->form == FORM_PYTHON)
        return ALUDEL_STRING("migration");
    if (al_is(name, "print") && f->file->form == FORM_PYTHON)
        return quiet_function(f);
    if (al_is(name, "bind") || al_is(name, "context") || !name_find(f, name, &v))
        return unknown_name(f, name, at);
    return v;
}

static struct aludel_value sql_function(struct folder *f, struct aludel_text name)
{
    struct object *o = object_new(f, OBJECT_SQL_FUNCTION, arena_string(f->arena, name));
    return object_value(o);
}

static const char *nearest_in_module(struct folder *f, const char *path, struct aludel_text name)
{
    struct name_strings names = {0};
    size_t prefix = strlen(path);
    for (size_t i = 0; i < native_count + directive_count; i++) {
        const char *p = i < native_count ? native_names[i].path : directives[i - native_count].path;
        if (strncmp(p, path, prefix) == 0 && p[prefix] == '.')
            vec_push(f->arena, &names, p + prefix + 1);
    }
    member_names(f, path, &names);
    return al_nearest(name, names.at, names.count);
}

static const char *const of_sa[] = {"text",  "func", "inspect",  "true",
                                    "false", "null", "MetaData", "Inspector"};

/* sa.sql.expression, sa.types, sa.dialects.postgresql: the same names again. */
static bool find_part(struct folder *f, struct aludel_text name, struct aludel_value *v)
{
    static const char *const parts[] = {"sql",        "expression", "types",  "schema",    "dialects",
                                        "postgresql", "sqlite",     "engine", "reflection"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (al_is(name, parts[i])) {
            *v = object_value(object_new(f, OBJECT_MODULE, "sa"));
            return true;
        }
    return false;
}

/* sa.name, postgresql.name, sqlite.name: what is built in, without the prefix. */
static bool find_in_library(struct folder *f, struct aludel_text name, struct aludel_value *v)
{
    for (size_t i = 0; i < sizeof of_sa / sizeof *of_sa; i++)
        if (al_is(name, of_sa[i]))
            return name_find(f, name, v);
    return find_type(f, name, v) || find_member(f, "", name, v) || find_part(f, name, v);
}

static const char *nearest_in_library(struct folder *f, struct aludel_text name)
{
    struct name_strings names = {0};
    for (size_t i = 0; i < sizeof of_sa / sizeof *of_sa; i++)
        vec_push(f->arena, &names, of_sa[i]);
    member_names(f, "", &names);
    const char *near = nearest_type(name);
    return near ? near : al_nearest(name, names.at, names.count);
}

static bool is_library(const char *path)
{
    static const char *const names[] = {"sa", "sqlalchemy", "postgresql", "sqlite", "sql", "expression"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(path, names[i]) == 0)
            return true;
    return false;
}

struct aludel_value module_attribute(struct folder *f, const char *path, struct aludel_text name,
                                     struct span at)
{
    if (strcmp(path, "func") == 0)
        return sql_function(f, name);
    if (strcmp(path, QUIET) == 0)
        return quiet_function(f);
    if (strcmp(path, FOREIGN) == 0)
        return foreign_function(f);
    struct aludel_value v;
    bool library = is_library(path);
    const char *full = arena_format(f->arena, "%s.%s", path, arena_string(f->arena, name));
    if (library ? find_in_library(f, name, &v) : name_find(f, al_text(full), &v))
        return v;
    const char *near = library ? nearest_in_library(f, name) : nearest_in_module(f, path, name);
    if (strcmp(path, "op") == 0)
        v = fold_error(f, at, "unknown directive 'op.%s'", shown(f, name));
    else
        v = fold_error(f, at, "'%s' has no '%s' here", path, shown(f, name));
    if (library && instead_of_python(name))
        diag_hint(f->d, "%s", instead_of_python(name));
    else if (near)
        diag_hint(f->d, "did you mean '%s'?", near);
    return v;
}
