/* import: what is built in is passed over, everything else is refused with what to write instead. */
#include "fold/language.h"

#include <string.h>

static bool is_first(struct aludel_text module, const char *name)
{
    const char *dot = memchr(module.z, '.', module.n);
    struct aludel_text first = {module.z, dot ? (size_t)(dot - module.z) : module.n};
    return al_is(first, name);
}

static bool import_allowed(struct aludel_text module)
{
    static const char *const known[] = {"sqlalchemy", "alembic",    "os",       "uuid", "datetime",
                                        "typing",     "__future__", "pgvector", "json", "textwrap"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (is_first(module, known[i]))
            return true;
    return al_is(module, "collections.abc"); /* for annotations */
}

/* What people import in scripts, and what stands in its place here. */
static const char *instead_of_module(struct aludel_text module)
{
    static const char *const modules[][2] = {
        {"sqlalchemy_utils", "write the type that the database gets, or give it a name in env.mako: "
                             "EmailType = String(255)"},
        {"sqlmodel", "write String(…) for AutoString; other types are SQLAlchemy's"},
        {"geoalchemy2", "a type of the server is Type(\"geometry(POINT, 4326)\")"},
        {"alembic_postgresql_enum", "write what it does: op.execute(\"ALTER TYPE … ADD VALUE …\")"},
        {"citext", "a type of the server is Type(\"citext\")"},
        {"logging", "leave it out: what is executed is logged"},
        {"collections", "a dict or a list does"},
        {"itertools", "write the loops out"},
        {"functools", "write a function with 'def'"},
        {"enum", "write the values as a list of strings"},
        {"re", "leave it to the database, or write the function in C"},
        {"time", "leave it to the database: func.now()"},
    };
    for (size_t i = 0; i < sizeof modules / sizeof *modules; i++)
        if (is_first(module, modules[i][0]))
            return modules[i][1];
    return module.n && module.z[0] == '.' ? "write here what is needed of it, or in env.mako" : NULL;
}

static void set_alias(struct folding *f, struct aludel_text alias, const char *path)
{
    struct aludel_value v;
    if (name_find(f, al_text(path), &v))
        scope_set(f, f->scope, alias, v);
}

/* from os import getenv as g: os.getenv; else what is known without its module. */
static void import_name(struct folding *f, const struct node *n, const struct node *name)
{
    struct aludel_text alias = name->value.type == ALUDEL_STRING ? name->value.as.text : name->text;
    const char *bare = shown(f, name->text), *path = arena_format(f->arena, "%s.%s", shown(f, n->text), bare);
    struct aludel_value v;
    if (name_find(f, al_text(path), &v) || find_foreign(f, n->text, name->text, &v))
        scope_set(f, f->scope, alias, v);
    else if (!al_same(alias, name->text))
        set_alias(f, alias, bare);
}

/* import sqlalchemy.dialects.postgresql as pg */
static void import_module(struct folding *f, const struct node *n)
{
    const char *path = shown(f, n->text), *dot = strrchr(path, '.');
    struct aludel_value v;
    if (name_find(f, n->value.as.text, &v)) /* `import sqlalchemy as sa` says what is so anyway */
        return;
    if (!name_find(f, al_text(path), &v) && dot)
        path = dot + 1;
    set_alias(f, n->value.as.text, path);
}

/* What a script takes from its application may stand in env.mako: each name does, or it is an error. */
static bool import_from_env(struct folding *f, const struct node *n)
{
    struct aludel_value v;
    if (!f->env_scope || f->scope == f->env_scope || !n->list.count)
        return false;
    for (size_t i = 0; i < n->list.count; i++)
        if (!scope_own(f->env_scope, n->list.at[i]->text, &v))
            return false;
    for (size_t i = 0; i < n->list.count; i++) {
        scope_own(f->env_scope, n->list.at[i]->text, &v);
        scope_set(f, f->scope, n->list.at[i]->value.as.text, v);
    }
    return true;
}

void run_import(struct folding *f, const struct node *n)
{
    if (import_quiet(f, n) || (!import_allowed(n->text) && import_from_env(f, n)))
        return;
    if (!import_allowed(n->text)) {
        const char *instead = instead_of_module(n->text);
        fold_error(f, n->span, "can't import '%s'", shown(f, n->text));
        diag_hint(f->d, "%s",
                  instead ? instead
                          : "no Python is run: only names that are built in may be imported "
                            "(sqlalchemy, alembic, os, uuid, datetime, typing), and what env.mako defines");
        return;
    }
    if (!n->list.count && n->value.type == ALUDEL_STRING)
        import_module(f, n);
    for (size_t i = 0; i < n->list.count; i++)
        import_name(f, n, n->list.at[i]);
}
