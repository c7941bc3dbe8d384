/*
 * newer.c: whether an image works with a database that is newer, by what the log says of the revisions that it doesn't know
 * (apply/newer.c has the rules): it has what those are compatible with, and they stand on all that it would bring itself.
 */
#include "embedded/device.h"

#include "core/log_table.h"

#include <string.h>

struct unfamiliar {
    const char *id;
    struct unfamiliar *next;
};

struct walk {
    struct al_device *d;
    struct aludel_arena arena;
    struct unfamiliar *first, **last;
    bool compatible;     /* as far as was looked; where it isn't: */
    const char *lacking; /* what it is compatible with, and the image hasn't */
    const char *missing; /* what the image has, and isn't applied */
};

static bool no_memory(struct walk *w)
{
    al_error(w->d->error, ALUDEL_NO_MEMORY,
             "the arena is too small to see whether a newer database is compatible");
    al_error_hint(w->d->error, "the generated header has its size; a longer log may need more");
    return false;
}

/* ---- The log -------------------------------------------------------------------------------------- */

/* One row about the revision, or none: *stmt is NULL where there is no log. The code of its step, or -1 with the error. */
static int ask(struct walk *w, const char *sql, const char *id, sqlite3_stmt **stmt)
{
    bool missing;
    if (!al_device_prepare(w->d, stmt, &missing, sql, w->d->image->log_table)) {
        return -1;
    }
    if (missing) {
        return SQLITE_DONE;
    }
    return al_device_bind(w->d, *stmt, 1, &id) ? al_device_step(w->d, *stmt) : (*stmt = NULL, -1);
}

/* What the log says of the revision, copied; NULL: nothing. False with the error. */
static bool read_text(struct walk *w, const char *id, char **text)
{
    sqlite3_stmt *stmt;
    int code = ask(w,
                   "SELECT compatible_with FROM %s WHERE revision = ?1 AND action IN ('upgrade', 'stamp') "
                   "ORDER BY number DESC LIMIT 1",
                   id, &stmt);
    bool is_text = code == SQLITE_ROW && sqlite3_column_type(stmt, 0) == SQLITE_TEXT;
    const char *z = is_text ? (const char *)sqlite3_column_text(stmt, 0) : NULL;
    *text = z ? al_arena_copy(&w->arena, z, strlen(z)) : NULL;
    sqlite3_finalize(stmt);
    return code >= 0 && (!is_text || *text || no_memory(w));
}

/* That its last row is an upgrade. Behind a stamp nobody knows what it has left out. */
static bool read_applied(struct walk *w, const char *id, bool *applied)
{
    sqlite3_stmt *stmt;
    int code = ask(w,
                   "SELECT action IN ('upgrade', 'stamp') AND revision = ?1 FROM %s WHERE (action IN "
                   "('upgrade', 'downgrade') AND revision = ?1) OR action IN ('stamp', 'purge') ORDER BY "
                   "number DESC LIMIT 1",
                   id, &stmt);
    *applied = code == SQLITE_ROW && sqlite3_column_int(stmt, 0) != 0;
    sqlite3_finalize(stmt);
    return code >= 0;
}

/* The next id of `text`, with a NUL behind it; NULL at the end. */
static const char *next_id(char *text, struct al_ids *rest)
{
    struct aludel_text id;
    if (!al_next_id(rest, &id)) {
        return NULL;
    }
    text[id.z - text + (ptrdiff_t)id.n] = '\0';
    return id.z;
}

/* ---- Compatible with what --------------------------------------------------------------------------- */

static bool has(const struct al_device *d, const char *id)
{
    return strcmp(id, "base") == 0 || al_device_find(d, id) != AL_NOBODY || al_device_replacement(d, id);
}

static void look_at_ids(struct walk *w, char *text, struct al_ids ids)
{
    bool whole = ids.at < ids.end && ids.end[-1] != '+';
    const char *id;
    while (w->compatible && (id = next_id(text, &ids))) {
        w->compatible = has(w->d, id);
        w->lacking = w->compatible ? NULL : id;
    }
    w->compatible = w->compatible && whole && ids.at == ids.end;
}

/* ---- Standing on what --------------------------------------------------------------------------------- */

static bool go_to(struct walk *w, const char *id)
{
    uint32_t r = al_device_find(w->d, id);
    if (r != AL_NOBODY) {
        al_bits_add(w->d->scratch, r);
        return true;
    }
    for (const struct unfamiliar *s = w->first; s; s = s->next) {
        if (strcmp(s->id, id) == 0) {
            return true;
        }
    }
    struct unfamiliar *s = al_arena_new(&w->arena, sizeof *s);
    if (!s) {
        return no_memory(w);
    }
    s->id = id;
    *w->last = s;
    w->last = &s->next;
    return true;
}

static bool add_row(void *with, const char *id, bool known)
{
    struct walk *w = with;
    const char *copy = known ? id : al_arena_copy(&w->arena, id, strlen(id));
    return copy ? go_to(w, copy) : no_memory(w);
}

/* From the rows that aren't known, which must be compatible, down to what is. */
static bool go_down(struct walk *w)
{
    size_t rows = w->d->unknown, at = 0;
    for (const struct unfamiliar *s = w->first; s && w->compatible; s = s->next, at++) {
        char *text;
        const char *id;
        if (!read_text(w, s->id, &text)) {
            return false;
        }
        struct al_ids ids = al_ids_compatible(text), behind = al_ids_behind(text);
        if (at < rows) {
            look_at_ids(w, text, ids);
        }
        while (w->compatible && (id = next_id(text, &behind))) {
            if (!go_to(w, id)) {
                return false;
            }
        }
    }
    return true;
}

/* The last that is wanted and isn't applied. Where the way down was interrupted a row of its own tells. */
static bool find_missing(struct walk *w)
{
    struct al_device *d = w->d;
    al_bits_ancestors(d, d->scratch);
    for (uint32_t r = d->image->count; r-- > 0 && w->compatible;) {
        const char *id = d->image->migrations[r].id;
        bool is;
        if (!al_bits_has(d->wanted, r) || al_bits_has(d->scratch, r)) {
            continue;
        }
        if (!read_applied(w, id, &is)) {
            return false;
        }
        if (is) {
            al_bits_add(d->scratch, r);
            al_bits_ancestors(d, d->scratch);
        } else {
            w->compatible = false;
            w->missing = id;
        }
    }
    return true;
}

/* ---- Both ------------------------------------------------------------------------------------------- */

static bool refuse(struct walk *w)
{
    struct al_device *d = w->d;
    al_versions_known(d);
    if (w->lacking) {
        al_error_detail(d->error, "it is compatible with images that have '%s', and this one hasn't",
                        w->lacking);
    } else if (w->missing) {
        al_error_detail(d->error,
                        "it is compatible with this image, but '%s', which this one has, isn't applied",
                        w->missing);
    } else {
        al_error_detail(d->error, "the log doesn't say with which images it is compatible");
    }
    return false;
}

static bool look(struct walk *w)
{
    struct al_device *d = w->d;
    al_bits_clear(d, d->scratch);
    return al_versions_visit(d, add_row, w) && d->error->code == ALUDEL_OK && go_down(w) && find_missing(w);
}

static bool accepts_compatible(struct al_device *d)
{
    if (!d->image->log_table || al_device_replacement(d, d->stranger)) {
        return al_versions_known(d);
    }
    struct walk w = {.d = d, .compatible = true};
    w.last = &w.first;
    al_room_arena(&d->room, &w.arena);
    bool ok = look(&w) && (w.compatible || refuse(&w));
    al_arena_free(&w.arena);
    return ok;
}

static bool accepts_any(struct al_device *d)
{
    return !al_device_replacement(d, d->stranger) || al_versions_known(d);
}

const struct aludel_image_newer aludel_image_accepts = {accepts_compatible};
const struct aludel_image_newer aludel_image_passes = {accepts_any};

bool aludel_embedded_is_compatible(const struct aludel_embedded *on, bool *compatible,
                                   struct aludel_error *error)
{
    struct al_device *d = al_device_begin(on, error);
    *compatible = false;
    if (!d || !al_versions_read(d)) {
        return false;
    }
    al_bits_fill(d, d->wanted);
    if (d->unknown > 0) {
        *compatible = accepts_compatible(d);
        return *compatible;
    }
    *compatible = al_bits_same(d, d->closed, d->wanted);
    return true;
}
