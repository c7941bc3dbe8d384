/* What a name means: a variable, a function of the language, a directive, a type; and which was meant. */
#include "fold/op/item.h"

#include <string.h>

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

static const char *const value_names[] = {"dialect", "server_version", "revision", "down_revision", "os",
                                          "sa",      "uuid",           "datetime", "func",          "op"};
#define VALUE_NAMES (sizeof value_names / sizeof *value_names)

static struct aludel_value native_value(struct folding *f, const struct native *n)
{
    struct object *o = object_new(f, OBJECT_NATIVE, n->path);
    o->native = n;
    return object_value(o);
}

static bool find_native(struct folding *f, const struct native *table, size_t count, struct aludel_text path,
                        struct aludel_value *v)
{
    for (size_t i = 0; i < count; i++)
        if (al_is(path, table[i].path)) {
            *v = native_value(f, &table[i]);
            return true;
        }
    return false;
}

static struct aludel_value parents_value(struct folding *f)
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
static bool find_value(struct folding *f, struct aludel_text path, struct aludel_value *v)
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

static bool find_directive(struct folding *f, struct aludel_text path, struct aludel_value *v)
{
    struct aludel_text op = AL_TEXT("op.");
    bool of_op = path.n > op.n && memcmp(path.z, op.z, op.n) == 0;
    if (of_op)
        return find_member(f, "op", (struct aludel_text){path.z + op.n, path.n - op.n}, v);
    return !memchr(path.z, '.', path.n) && find_member(f, "", path, v);
}

bool name_find(struct folding *f, struct aludel_text path, struct aludel_value *v)
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

static bool own_name(struct folding *f, struct aludel_text name, struct aludel_value *v)
{
    struct object *o = NULL;
    if (al_is(name, "self") || al_is(name, "local"))
        o = object_new(f, OBJECT_NAMESPACE, "self");
    else if (al_is(name, "caller") && f->caller)
        o = object_new(f, OBJECT_CALLER, "caller");
    else if (al_is(name, "loop") && f->loop)
        o = object_new(f, OBJECT_LOOP, "loop");
    else
        return false;
    o->scope = f->main;
    o->caller = f->caller;
    o->loop = f->loop;
    *v = object_value(o);
    return true;
}

/* ---- Which was meant ---- */

static const char *nearest_of(struct folding *f, const struct scope *s, struct aludel_text name)
{
    size_t count = 0;
    for (const struct scope *at = s; at; at = at->parent)
        count += at->vars.count;
    const char **names = ARENA_ARRAY(f->arena, const char *, count + native_count + VALUE_NAMES + 1);
    size_t n = 0;
    for (; s; s = s->parent)
        for (size_t i = 0; i < s->vars.count; i++)
            if (s->vars.at[i].name.z[0] != ' ')
                names[n++] = arena_string(f->arena, s->vars.at[i].name);
    for (size_t i = 0; i < native_count; i++)
        if (!strchr(native_names[i].path, '.'))
            names[n++] = native_names[i].path;
    for (size_t i = 0; i < VALUE_NAMES; i++)
        names[n++] = value_names[i];
    return al_nearest(name, names, n);
}

const char *nearest_name(struct folding *f, const struct scope *s, struct aludel_text name)
{
    const char *found[] = {nearest_of(f, s, name), nearest_builtin(name), nearest_type(name)};
    const char *near[3];
    size_t n = 0;
    for (size_t i = 0; i < 3; i++)
        if (found[i])
            near[n++] = found[i];
    return n ? al_nearest(name, near, n) : nearest_member(f, "", name);
}

/* Python's name that isn't built in: what to write, or NULL. */
static const char *instead_of_python(struct aludel_text name)
{
    static const char *const names[][2] = {
        {"print", "op.remark(…) tells whoever migrates"},
        {"Session", "rows are read by `for row in op.get_bind().execute(…):`"},
        {"sessionmaker", "rows are read by `for row in op.get_bind().execute(…):`"},
        {"select",
         "write the question as SQL: op.scalar(\"SELECT …\") gives one value, op.query(\"SELECT …\") rows"},
        {"context", "import it: from alembic import context"},
        {"bind", "op.get_bind() gives it"},
        {"open", "write the file's text into the migration"},
        {"isinstance", "leave it out"},
        {"__file__", "write the file's text into the migration"},
        {"__name__", "leave it out: nothing else runs a migration"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (al_is(name, names[i][0]))
            return names[i][1];
    return NULL;
}

static struct aludel_value unknown_name(struct folding *f, struct aludel_text name, struct span at)
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

struct aludel_value usable(struct folding *f, struct aludel_text name, struct aludel_value v, struct span at)
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

struct aludel_value name_value(struct folding *f, struct aludel_text name, struct span at)
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

static struct aludel_value sql_function(struct folding *f, struct aludel_text name)
{
    struct object *o = object_new(f, OBJECT_SQL_FUNCTION, arena_string(f->arena, name));
    return object_value(o);
}

static const char *nearest_in_module(struct folding *f, const char *path, struct aludel_text name)
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
static bool find_part(struct folding *f, struct aludel_text name, struct aludel_value *v)
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
static bool find_in_library(struct folding *f, struct aludel_text name, struct aludel_value *v)
{
    for (size_t i = 0; i < sizeof of_sa / sizeof *of_sa; i++)
        if (al_is(name, of_sa[i]))
            return name_find(f, name, v);
    return find_type(f, name, v) || find_member(f, "", name, v) || find_part(f, name, v);
}

static const char *nearest_in_library(struct folding *f, struct aludel_text name)
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

struct aludel_value module_attribute(struct folding *f, const char *path, struct aludel_text name,
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
