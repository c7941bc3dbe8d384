/*
 * newer.c: a database with revisions that this program doesn't know. What the log holds of those says whether this program
 * works with it (compatible_with, generated.h): it must have what they are compatible with, and they must stand on all that
 * it would bring itself. The second is what another branch, compatible with the same old revision, doesn't have.
 */
#include "apply/apply.h"

#include "core/log_table.h"

#include <string.h>

/* ---- In the middle of a squashed migration ------------------------------------------------------ */

/* Of an id in the middle of what a migration replaces, whose own file is gone. */
static bool fail_replaced(struct aludel *a, const char *id, const struct aludel_migration *by)
{
    al_fail(a, ALUDEL_FAILED, "'%s' was squashed into '%s', and its own migration isn't in this program", id,
            by->id);
    al_error_detail(a->error, "The version table holds '%s': the database stands in the middle of %s.", id,
                    *by->file ? by->file : by->id);
    al_error_hint(
        a->error,
        "bring it to '%s' with a program that still has the migrations that were squashed: one built "
        "before their files were deleted",
        by->id);
    return false;
}

/* The unknown row that stands in the middle of a squashed migration, if one does, and that migration. */
static const struct aludel_migration *find_replaced(const struct aludel *a, const struct al_version *v,
                                                    const char **id)
{
    const struct aludel_migration *by = NULL;
    for (size_t i = 0; i < v->unknown_count && !by; i++) {
        *id = v->unknown[i];
        by = al_replacement(a->registry, al_text(*id));
    }
    return by;
}

/* ---- What the log says -------------------------------------------------------------------------- */

static bool has(const struct aludel *a, struct aludel_text id)
{
    const struct aludel_registry *g = a->views[AL_VIEW_SHORT].registry;
    return al_is(id, "base") || al_find(g, id) != AL_BASE || al_replacement(g, id);
}

static const char *say_lacking(struct aludel *a, struct aludel_text id)
{
    struct al_builder b = al_builder(&a->scratch);
    al_putf(&b, "It is compatible with programs that have '%.*s', and this one hasn't", (int)id.n, id.z);
    const char *said = al_built(&b).z;
    return said ? said : "";
}

/* Of what the log says of a row that isn't known: a sentence why this program doesn't work with it, or NULL. What isn't read
 * to its end says nothing. */
static const char *why_incompatible(struct aludel *a, const char *text)
{
    struct al_ids rest = al_ids_compatible(text);
    struct aludel_text id = {"", 0};
    if (a->driver->in_group) {
        return ""; /* a question that fails would break it */
    }
    if (!a->log_table) {
        return "Without a log (`log_table`) nothing says with which programs it is compatible";
    }
    while (al_next_id(&rest, &id)) {
        if (!has(a, id)) {
            return say_lacking(a, id);
        }
        if (rest.at == rest.end && rest.end[-1] != '+') {
            return NULL;
        }
    }
    return "The log doesn't say with which programs it is compatible";
}

/* The reason in *why; NULL: this program has all that is wanted. */
static bool look(struct aludel *a, const struct al_version *v, const char **why)
{
    *why = NULL;
    for (size_t i = 0; i < v->unknown_count && !*why; i++) {
        const char *text;
        if (!al_log_compatible(a, v->unknown[i], &text)) {
            return false;
        }
        *why = why_incompatible(a, text);
    }
    return true;
}

/* ---- What it stands on -------------------------------------------------------------------------- */

struct stranger {
    const char *id;
    struct stranger *next;
};

struct walk {
    struct aludel *a;
    struct al_rows rows; /* known ones that are applied */
    struct stranger *first, **last;
};

static bool go_to(struct walk *w, struct aludel_text id)
{
    uint32_t r = al_find(w->a->registry, id);
    if (r != AL_BASE) {
        al_rows_add(&w->rows, r);
        return true;
    }
    for (const struct stranger *u = w->first; u; u = u->next) {
        if (al_is(id, u->id)) {
            return true;
        }
    }
    struct stranger *u = al_new(w->a, 1, sizeof *u);
    if (u) {
        u->id = al_arena_copy(&w->a->scratch, id.z, id.n);
        *w->last = u;
        w->last = &u->next;
    }
    return u && (u->id || al_fail_no_memory(w->a));
}

/* From the rows that aren't known down to what is. */
static bool go_down(struct walk *w)
{
    for (const struct stranger *u = w->first; u; u = u->next) {
        const char *text;
        struct aludel_text id;
        if (!al_log_compatible(w->a, u->id, &text)) {
            return false;
        }
        struct al_ids rest = al_ids_behind(text);
        while (al_next_id(&rest, &id)) {
            if (!go_to(w, id)) {
                return false;
            }
        }
    }
    return true;
}

/* As a version table has them: none that another one implies. */
static bool drop_implied(struct aludel *a, struct al_rows *rows)
{
    for (uint32_t i = rows->count; i > 0; i--) {
        struct al_set applied;
        uint32_t r = rows->at[i - 1];
        al_rows_remove(rows, r);
        if (!al_applied(a, rows, &applied)) {
            return false;
        }
        if (!al_set_has(&applied, r)) {
            al_rows_add(rows, r);
        }
    }
    return true;
}

static bool find_applied(struct aludel *a, const struct al_version *v, struct al_rows *rows)
{
    struct walk w = {.a = a, .rows = al_new_rows(a), .last = &w.first};
    if (!w.rows.at) {
        return false;
    }
    al_rows_copy(&w.rows, &v->rows);
    for (size_t i = 0; i < v->unknown_count; i++) {
        if (!go_to(&w, al_text(v->unknown[i]))) {
            return false;
        }
    }
    bool ok = go_down(&w) && drop_implied(a, &w.rows);
    *rows = w.rows;
    return ok;
}

/* The last of the planned steps that isn't applied, in *missing; NULL: all are. Where the way down was interrupted (Alembic
 * was at work, or what is said now wasn't yet), a row of its own tells. */
static bool find_missing(struct al_run *run, const char **missing)
{
    struct aludel *a = run->a;
    struct al_set applied;
    *missing = NULL;
    if (!al_applied(a, &run->version.rows, &applied)) {
        return false;
    }
    for (uint32_t i = run->plan.count; i > 0 && !*missing; i--) {
        uint32_t r = run->plan.steps[i - 1].revision;
        bool is = al_set_has(&applied, r);
        if (!is && !al_log_applied(a, a->registry->migrations[r].id, &is)) {
            return false;
        }
        if (is) {
            al_set_add(&applied, r);
            al_close_up(a->registry, &applied, true);
        } else {
            *missing = a->registry->migrations[r].id;
        }
    }
    return true;
}

/* The plan may want the other view; the caller's rows have their places in this one. */
static bool look_for_missing(struct aludel *a, const struct al_version *v, const char *target,
                             const char **missing)
{
    struct al_run run = {.a = a, .direction = ALUDEL_UP, .target = target};
    size_t view = a->registry == a->views[AL_VIEW_SHORT].registry ? AL_VIEW_SHORT : AL_VIEW_LONG;
    bool ok = find_applied(a, v, &run.version.rows) && al_make_plan(&run) && find_missing(&run, missing);
    al_use_view(a, view);
    return ok;
}

/* ---- Whether it may pass ------------------------------------------------------------------------ */

bool al_version_whole(struct aludel *a, const struct al_version *v)
{
    const char *id;
    const struct aludel_migration *by = find_replaced(a, v, &id);
    return !by || fail_replaced(a, id, by);
}

bool al_newer_compatible(struct aludel *a, const struct al_version *v, const char *target, bool *compatible)
{
    const char *id, *why = NULL, *missing = NULL;
    *compatible = false;
    if (v->unknown_count == 0 || find_replaced(a, v, &id)) {
        return true;
    }
    if (!look(a, v, &why) || (!why && !look_for_missing(a, v, target, &missing))) {
        return false;
    }
    *compatible = !why && !missing;
    return true;
}

bool al_newer_accepted(struct aludel *a, const struct al_version *v, const char *target, bool *accepted)
{
    const char *id;
    bool always = strcmp(a->settings.newer, "always") == 0;
    if (!always && strcmp(a->settings.newer, "accept") == 0) {
        return al_newer_compatible(a, v, target, accepted);
    }
    *accepted = always && v->unknown_count > 0 && !find_replaced(a, v, &id);
    return true;
}

/* Looked at only where the call has failed. */
static bool can_be_undone(struct aludel *a, const struct al_version *v)
{
    const struct aludel_carrying *c = a->config.registry->carrying;
    return c && a->type->live && !a->driver->in_group && c->type->could(a, v);
}

/* What is said of one that doesn't pass, or of which more is asked than that. */
static void hint_newer(struct aludel *a, const struct al_version *v, bool compatible)
{
    const char *id = v->unknown[0];
    bool refuses = strcmp(a->settings.newer, "refuse") == 0;
    if (!compatible && can_be_undone(a, v)) {
        al_error_hint(a->error,
                      "the database is newer than the program, and its log says how to undo that: `downgrade "
                      "--carried`; or run the program that knows '%s'",
                      id);
    } else if (!compatible) {
        al_error_hint(a->error,
                      "the database is newer than the program (or a migration's file is lost): run the "
                      "program that knows '%s'; with `newer = always` upgrade passes whatever it finds",
                      id);
    } else if (refuses) {
        al_error_hint(a->error,
                      "the database is newer than the program: run the program that knows '%s', or let "
                      "upgrade pass what is compatible with `newer = accept`",
                      id);
    } else {
        al_error_hint(a->error,
                      "the database is newer than the program: upgrade passes, for all else run the program "
                      "that knows '%s'",
                      id);
    }
}

static const char *say_missing(struct aludel *a, const char *missing)
{
    struct al_builder b = al_builder(&a->scratch);
    if (!missing) {
        return "It is compatible with this program";
    }
    al_putf(&b, "It is compatible with this program, but '%s', which this one has, isn't applied", missing);
    const char *said = al_built(&b).z;
    return said ? said : "";
}

/* What is said of it, "" for nothing. */
static bool explain(struct aludel *a, const struct al_version *v, const char **said, bool *compatible)
{
    const char *why = NULL, *missing = NULL;
    *compatible = false;
    if (!look(a, v, &why) || (!why && !look_for_missing(a, v, "heads", &missing))) {
        return false;
    }
    *compatible = !why && !missing;
    *said = why ? why : say_missing(a, missing);
    return true;
}

bool al_version_known(struct aludel *a, const struct al_version *v)
{
    if (v->unknown_count == 0) {
        return true;
    }
    if (!al_version_whole(a, v)) {
        return false;
    }
    const char *id = v->unknown[0], *said = "";
    bool compatible;
    const char *origin = al_log_origin(a, id);
    if (!explain(a, v, &said, &compatible)) {
        return false;
    }
    al_fail(a, ALUDEL_NEWER, "Can't locate revision identified by '%s'", id);
    al_error_detail(a->error, "The version table holds a revision that this program doesn't know%s%s%s%s",
                    *origin ? ": " : "", origin, *said ? ". " : "", said);
    hint_newer(a, v, compatible);
    return false;
}
