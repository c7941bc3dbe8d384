#include "author/inner.h"

#include "core/value_ops.h"
#include "fold/fold.h"
#include "lang/parse.h"

#include <string.h>

static const struct span nowhere;

static struct aludel_value string(struct aludel_eval *e, const char *z)
{
    return al_new_string(e, z, strlen(z));
}

static struct aludel_value text(struct aludel_eval *e, struct aludel_text t)
{
    return al_new_string(e, t.n ? t.z : "", t.n);
}

static struct aludel_value tuple(struct aludel_eval *e, struct arena *a, const struct words *words)
{
    struct aludel_value *values = ARENA_ARRAY(a, struct aludel_value, words->count + 1);
    for (size_t i = 0; i < words->count; i++)
        values[i] = string(e, words->at[i]);
    return al_new_items(e, ALUDEL_TUPLE, words->count, NULL, values);
}

/* None, one, or a tuple: as they stand in a file. */
static struct aludel_value scalar(struct aludel_eval *e, struct arena *a, const struct words *words)
{
    if (words->count > 1)
        return tuple(e, a, words);
    return words->count ? string(e, words->at[0]) : aludel_none();
}

/* The names that Alembic gives to script.py.mako. */
static bool rendered(struct environment *e, const struct file *file, struct new_migration *made)
{
    struct arena *a = e->arena;
    struct aludel_eval eval = {.arena = &a->memory};
    const struct given names[] = {
        {"message", string(&eval, made->form == FORM_SQL ? made->message : doc_text(a, made->message))},
        {"up_revision", string(&eval, made->id)},
        {"down_revision", scalar(&eval, a, &made->parents)},
        {"branch_labels", made->labels.count ? tuple(&eval, a, &made->labels) : aludel_none()},
        {"depends_on", scalar(&eval, a, &made->depends_on)},
        {"compatible_with", scalar(&eval, a, &made->compatible_with)},
        {"create_date", string(&eval, moment_text(a, &made->created))},
        {"imports", string(&eval, "")},
        {"upgrades", text(&eval, made->upgrades)},
        {"downgrades", text(&eval, made->downgrades)},
    };
    return fold_render(e, file, names, sizeof names / sizeof *names, &made->text);
}

static bool holds(struct aludel_text whole, struct aludel_text part)
{
    for (size_t i = 0; part.n && i + part.n <= whole.n; i++)
        if (!memcmp(whole.z + i, part.z, part.n))
            return true;
    return !part.n;
}

/* What was found out would be lost without a word. */
static bool shows_ways(struct environment *e, const struct file *file, const struct new_migration *made)
{
    if (holds(made->text, made->upgrades) && holds(made->text, made->downgrades))
        return true;
    diag_error(e->diagnostics, (struct span){file->source, 0, 0},
               "this template leaves out what the new migration does");
    diag_hint(e->diagnostics,
              "${upgrades} and ${downgrades} stand in the defs, as in what `aludel init` makes");
    return false;
}

static bool script_text(struct environment *e, const char *path, struct new_migration *made)
{
    const char *why = "";
    size_t errors = e->diagnostics->errors;
    struct source *source = environment_open(e, path, &why);
    if (!source) {
        diag_error(e->diagnostics, nowhere, "can't read '%s': %s", environment_shown(e, path), why);
        return false;
    }
    struct file *file = parse_template(e->arena, source, e->diagnostics);
    return e->diagnostics->errors == errors && rendered(e, file, made) && shows_ways(e, file, made);
}

/* NULL where the environment has none. */
static const char *script_of(struct environment *e, bool sql)
{
    const char *name = path_join(e->arena, e->script_location, sql ? "script.sql.mako" : "script.mako");
    const char *path = environment_inside(e, name);
    return e->disk->exists(e->disk->with, path) ? path : NULL;
}

bool script_is_sql(struct environment *e)
{
    return script_of(e, true) && !script_of(e, false);
}

bool author_text(struct environment *e, struct new_migration *made)
{
    const char *script = made->body.n ? NULL : script_of(e, made->form == FORM_SQL);
    if (script)
        return script_text(e, script, made);
    made->text = default_text(e->arena, made);
    return true;
}
