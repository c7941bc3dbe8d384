/* thing.c: views, enums and all else that has a name. */
#include "directives/inner.h"

#include "sql/arguments.h"

#include <string.h>

enum { LINE_OF_A_VIEW = 88 };

static struct call call_on(struct writing *w, const char *directive, const struct thing *thing)
{
    struct call call = call_of(w, directive);
    call_text(&call, thing->path.name);
    return call;
}

/* What is behind `words` and the name; no `z`: the statement doesn't begin so. */
static struct aludel_text behind(struct writing *w, const struct thing *thing, const char *words,
                                 const char *as)
{
    struct aludel_text t = thing->definition.text, none = {NULL, 0};
    const char *front =
        arena_format(w->arena, "%s %s%s", words, ddl_path(w->arena, w->dialect, thing->path), as);
    size_t n = strlen(front);
    return al_begins(t, front) ? (struct aludel_text){t.z + n, t.n - n} : none;
}

/* ---- create ---- */

/* One that goes on a line; others are easier to read as they are. */
static const char *say_view(struct writing *w, const struct change *c)
{
    const struct thing *thing = c->thing;
    bool materialized = thing->type == THING_MATERIALIZED_VIEW, replace = c->kind == CHANGE_REPLACE;
    const char *words = materialized                                 ? "CREATE MATERIALIZED VIEW"
                        : replace && w->dialect == ALUDEL_POSTGRESQL ? "CREATE OR REPLACE VIEW"
                                                                     : "CREATE VIEW";
    struct aludel_text query = behind(w, thing, words, " AS\n");
    if (!query.n || *query.z == ' ' || query.n > LINE_OF_A_VIEW || memchr(query.z, '\n', query.n) ||
        c->if_not_exists || (materialized && replace))
        return NULL;
    struct call call = call_on(w, replace ? "op.replace_view" : "op.create_view", thing);
    call_text(&call, query);
    call_schema(&call, thing->path);
    call_true(&call, "materialized", materialized);
    return call_done(&call);
}

static const char *say_type(struct writing *w, const struct change *c)
{
    const struct thing *thing = c->thing;
    if (!thing->labels || has_sql(thing->definition) || c->kind == CHANGE_REPLACE)
        return NULL;
    struct call call = call_on(w, "op.create_type", thing);
    call_put(&call, python_names(w->arena, &thing->labels->labels));
    call_schema(&call, thing->path);
    call_true(&call, "if_not_exists", c->if_not_exists);
    return call_done(&call);
}

/* CREATE SEQUENCE s START WITH 5: the directive, and options. The statement says whether it may be there. */
static const char *say_plain(struct writing *w, const struct change *c, const char *directive,
                             const char *words)
{
    bool extension = c->thing->type == THING_EXTENSION;
    const char *if_missing = arena_format(w->arena, "%s IF NOT EXISTS", words);
    struct aludel_text always = behind(w, c->thing, words, ""), missing = behind(w, c->thing, if_missing, "");
    struct aludel_text options = missing.z ? missing : always;
    if (!options.z || (options.n && *options.z != ' ') || c->kind == CHANGE_REPLACE)
        return NULL;
    struct call call = call_on(w, directive, c->thing);
    call_schema(&call, c->thing->path);
    if (extension != (missing.z != NULL))
        call_named(&call, "if_not_exists", extension ? "False" : "True");
    if (options.n)
        call_named_text(&call, "options", (struct aludel_text){options.z + 1, options.n - 1});
    return call_done(&call);
}

const char *say_create(struct writing *w, const struct change *c)
{
    if (c->thing->definition.holes)
        return NULL;
    switch (c->thing->type) {
    case THING_VIEW:
    case THING_MATERIALIZED_VIEW: return say_view(w, c);
    case THING_ENUM: return say_type(w, c);
    case THING_SEQUENCE: return say_plain(w, c, "op.create_sequence", "CREATE SEQUENCE");
    case THING_EXTENSION: return say_plain(w, c, "op.create_extension", "CREATE EXTENSION");
    case THING_SCHEMA: return say_plain(w, c, "op.create_schema", "CREATE SCHEMA");
    default: return NULL;
    }
}

/* ---- drop ---- */

static const char *const drops[THINGS] = {
    [THING_VIEW] = "op.drop_view",           [THING_MATERIALIZED_VIEW] = "op.drop_view",
    [THING_SEQUENCE] = "op.drop_sequence",   [THING_ENUM] = "op.drop_type",
    [THING_FUNCTION] = "op.drop_function",   [THING_TRIGGER] = "op.drop_trigger",
    [THING_EXTENSION] = "op.drop_extension", [THING_SCHEMA] = "op.drop_schema",
};

/* "(i integer)"; none of what is a procedure. */
static struct aludel_text signature_of(struct writing *w, const struct thing *thing)
{
    bool known = thing->type == THING_FUNCTION && !thing->signature.text.n;
    return known ? arguments_said(w->arena, thing->definition.text) : thing->signature.text;
}

/* "add_one(i integer)" */
static struct aludel_text called(struct writing *w, const struct thing *thing)
{
    struct aludel_text name = thing->path.name, signature = signature_of(w, thing);
    return al_text(arena_format(w->arena, "%.*s%.*s", (int)name.n, name.z, (int)signature.n, signature.z));
}

const char *say_drop(struct writing *w, const struct change *c)
{
    const struct thing *thing = c->thing;
    if (!drops[thing->type] || (thing->type == THING_FUNCTION && !signature_of(w, thing).n))
        return NULL;
    const struct thing *trigger =
        thing->type == THING_TRIGGER ? schema_trigger(w->now, thing->path, thing->on) : NULL;
    struct path on = trigger ? trigger->on : thing->on;
    struct call call = call_of(w, drops[thing->type]);
    call_text(&call, called(w, thing));
    if (thing->type == THING_TRIGGER)
        call_text(&call, on.name);
    call_schema(&call, thing->type == THING_TRIGGER ? on : thing->path);
    call_true(&call, "materialized", thing->type == THING_MATERIALIZED_VIEW);
    call_true(&call, "if_exists", c->if_exists);
    call_true(&call, "cascade", c->cascade);
    return call_done(&call);
}

/* ---- Labels ---- */

const char *say_add_enum_value(struct writing *w, const struct change *c)
{
    struct call call = call_on(w, "op.add_enum_value", c->thing);
    call_text(&call, c->text);
    call_schema(&call, c->thing->path);
    call_named_text(&call, "before", c->before);
    call_named_text(&call, "after", c->after);
    call_true(&call, "if_not_exists", c->if_not_exists);
    return call_done(&call);
}

const char *say_rename_enum_value(struct writing *w, const struct change *c)
{
    struct call call = call_on(w, "op.rename_enum_value", c->thing);
    call_text(&call, c->name);
    call_text(&call, c->text);
    call_schema(&call, c->thing->path);
    return call_done(&call);
}
