/*
 * The language's own functions: env(), text(), os.environ.get(), inspect().get_columns() … A new one is a line in
 * the table and a function above it. Directives (op.…) are in ops.c and op/.
 */
#include "fold/language.h"

#include <stdlib.h>
#include <string.h>

/* ---- The environment, at run time and at build time ---- */

static struct aludel_value ask_runtime(struct folding *f, struct call *c)
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
static struct aludel_value ask_or_none(struct folding *f, struct call *c)
{
    if (c->args[1].type == ALUDEL_UNSET)
        c->args[1] = aludel_none();
    return ask_runtime(f, c);
}

static struct aludel_value ask_build(struct folding *f, struct call *c)
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

static struct aludel_value at_run_time(struct folding *f, struct call *c)
{
    return residual(f, LATER_OP, c->native->calls, ALUDEL_STRING, c->span, 0, NULL);
}

/* ---- SQL ---- */

static struct aludel_value make_text(struct folding *f, struct call *c)
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

static struct aludel_value make_now(struct folding *f, struct call *c)
{
    (void)c;
    return sql_value(f->dialect == ALUDEL_SQLITE ? "CURRENT_TIMESTAMP" : "now()");
}

static struct aludel_value make_true(struct folding *f, struct call *c)
{
    (void)c;
    return sql_value(f->dialect == ALUDEL_SQLITE ? "1" : "true");
}

static struct aludel_value make_false(struct folding *f, struct call *c)
{
    (void)c;
    return sql_value(f->dialect == ALUDEL_SQLITE ? "0" : "false");
}

static struct aludel_value make_null(struct folding *f, struct call *c)
{
    (void)f;
    (void)c;
    return sql_value("NULL");
}

/* ---- Stopping ---- */

struct aludel_value fail_with(struct folding *f, struct aludel_value message, struct span at)
{
    struct later *what = lowered(f, message, at);
    struct step *s = step_push(f, STEP_FAIL, at);
    s->value = what;
    f->dead = true;
    return aludel_none();
}

static struct aludel_value make_fail(struct folding *f, struct call *c)
{
    return fail_with(f, c->args[0], c->span);
}

/* ---- The live database: op.has_…, inspect().get_… ---- */

struct aludel_value ask_database(struct folding *f, struct call *c)
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
static struct aludel_value ask_dialect(struct folding *f, struct call *c)
{
    static const struct native has_table = {"bind.dialect.has_table", "table_name,schema", 1, ask_database,
                                            "has_table"};
    struct call inner = *c;
    inner.native = &has_table;
    inner.args++;
    inner.nodes++;
    return ask_database(f, &inner);
}

static struct aludel_value make_inspector(struct folding *f, struct call *c)
{
    (void)c;
    return object_value(object_new(f, OBJECT_MODULE, "inspect()"));
}

/* A table() is made without one. */
static struct aludel_value make_metadata(struct folding *f, struct call *c)
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
static struct aludel_value never(struct folding *f, struct call *c)
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
