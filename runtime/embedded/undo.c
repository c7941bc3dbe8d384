/*
 * undo.c: the way back of an older image. What newer ones have done stands in the log with its inverse; all that is to be
 * undone is read and looked at first, then each is undone in a transaction of its own, the newest first. One form at a time is in
 * memory: what is kept of the others is their ids.
 */
#include "embedded/device.h"

#include "recipe/carried.h"

#include <string.h>

struct stranger { /* a revision that the image doesn't know */
    const char *id;
    int64_t number;       /* of the row in the log */
    const char **parents; /* ids that it stands on, NULL behind the last */
    bool row, undone, reached;
};

struct undoing {
    struct al_device *d;
    struct aludel_arena arena;
    struct stranger *at;
    size_t count, room;
};

static bool no_memory(struct undoing *u)
{
    al_error(u->d->error, ALUDEL_NO_MEMORY, "the arena is too small to undo what a newer image has done");
    al_error_hint(u->d->error,
                  "what it did is read into it: give it %zu bytes more than the largest row of the log",
                  u->d->room.most);
    return false;
}

static bool refuse(struct undoing *u, const char *id, struct aludel_text why)
{
    al_error(u->d->error, ALUDEL_NEWER, "'%s' can't be undone: %.*s", id, (int)why.n, why.z);
    al_error_hint(u->d->error, "run the newer image, which knows it; nothing was changed");
    al_error_revision(u->d->error, id);
    return false;
}

/* ---- The log -------------------------------------------------------------------------------------- */

/* What a row of it holds, copied. In a UTF-16 database reading takes memory. */
static bool take_row(struct undoing *u, const char *id, sqlite3_stmt *stmt, int64_t *number,
                     struct aludel_text *form)
{
    bool holds = sqlite3_column_type(stmt, 2) == SQLITE_TEXT;
    const char *action = (const char *)sqlite3_column_text(stmt, 1);
    if (action && strcmp(action, "upgrade") != 0) {
        return refuse(u, id, AL_TEXT("the log doesn't say how it came"));
    }
    if (action && !holds) {
        return refuse(u, id,
                      AL_TEXT("the log doesn't hold how (its program was built without carry_downgrades)"));
    }
    const char *text = action ? (const char *)sqlite3_column_text(stmt, 2) : NULL;
    form->n = text ? (size_t)sqlite3_column_bytes(stmt, 2) : 0;
    form->z = text ? al_arena_copy(&u->arena, text, form->n) : NULL;
    *number = sqlite3_column_int64(stmt, 0);
    return form->z || no_memory(u);
}

/* What the log says of a revision last: its number, and the form. */
static bool read_log(struct undoing *u, const char *id, int64_t *number, struct aludel_text *form)
{
    sqlite3_stmt *stmt;
    bool missing;
    if (!al_device_prepare(u->d, &stmt, &missing,
                           "SELECT number, action, carried FROM %s WHERE revision = ?1 AND action IN "
                           "('upgrade', 'downgrade', 'stamp') ORDER BY number DESC LIMIT 1",
                           u->d->image->log_table) ||
        (!missing && !al_device_bind(u->d, stmt, 1, &id))) {
        return false;
    }
    int code = missing ? SQLITE_DONE : al_device_step(u->d, stmt);
    bool ok = code == SQLITE_ROW ? take_row(u, id, stmt, number, form)
                                 : code == SQLITE_DONE && refuse(u, id, AL_TEXT("it has no row in the log"));
    sqlite3_finalize(stmt);
    return ok;
}

/* Of a squashed migration one part can't be undone without the others: what this image has of them would come anew, empty. */
static bool check_parts(struct undoing *u, const char *id, struct al_recipe links)
{
    struct aludel_text part;
    while (al_carried_next(&links, 't', &part)) {
        for (uint32_t r = 0; r < u->d->image->count; r++) {
            if (al_is(part, u->d->image->migrations[r].id)) {
                return refuse(u, id,
                              AL_TEXT("it was squashed from others, which this image has in part and would "
                                      "lose"));
            }
        }
    }
    return true;
}

static bool check_form(struct undoing *u, const char *id, struct aludel_text form, struct al_carried *c)
{
    switch (al_carried_read(form, c)) {
    case AL_CARRIED_SOUND: break;
    case AL_CARRIED_NEWER: return refuse(u, id, AL_TEXT("the log holds how in a newer form"));
    default: return refuse(u, id, AL_TEXT("what the log holds was damaged"));
    }
    if (!al_is(c->id, id)) {
        return refuse(u, id, AL_TEXT("the log holds another one's inverse"));
    }
    if ((c->flags & ALUDEL_REBUILDS) && !u->d->image->rebuilds) {
        return refuse(u, id,
                      AL_TEXT("this image was built without carry_downgrades, and can't rebuild tables"));
    }
    return (!c->why.z || refuse(u, id, c->why)) && check_parts(u, id, c->links);
}

/* ---- What is to be undone --------------------------------------------------------------------------- */

static struct stranger *find(struct undoing *u, const char *id)
{
    for (size_t i = 0; i < u->count; i++) {
        if (strcmp(u->at[i].id, id) == 0) {
            return &u->at[i];
        }
    }
    return NULL;
}

static bool add(struct undoing *u, const char *id, bool row)
{
    if (al_device_find(u->d, id) != AL_NOBODY) {
        return true;
    }
    if (al_device_replacement(u->d, id)) {
        return al_device_refuse_squashed(u->d, id);
    }
    if (find(u, id)) {
        find(u, id)->row |= row;
        return true;
    }
    struct stranger *at = al_arena_grow(&u->arena, u->at, u->count, &u->room, sizeof *at);
    const char *copy = at ? al_arena_copy(&u->arena, id, strlen(id)) : NULL;
    if (!copy) {
        return no_memory(u);
    }
    u->at = at;
    u->at[u->count++] = (struct stranger){.id = copy, .row = row};
    return true;
}

static bool add_row(void *with, const char *id, bool known)
{
    return known || add(with, id, true);
}

/* Parents and dependencies. */
static bool next_parent(struct al_recipe *links, struct aludel_text *id)
{
    struct al_recipe_item item;
    while (al_recipe_next(links, &item) == AL_RECIPE_ITEM) {
        if (item.letter == 'p' || item.letter == 'd') {
            *id = item.text;
            return true;
        }
    }
    return false;
}

static bool add_parents(struct undoing *u, size_t i, struct al_recipe links)
{
    struct aludel_text id;
    struct al_recipe ahead = links;
    size_t count = 0;
    while (next_parent(&ahead, &id)) {
        count++;
    }
    const char **parents = al_arena_new(&u->arena, (count + 1) * sizeof *parents);
    u->at[i].parents = parents;
    for (count = 0; parents && next_parent(&links, &id); count++) {
        parents[count] = al_arena_copy(&u->arena, id.z, id.n);
        if (!parents[count] || !add(u, parents[count], false)) {
            return no_memory(u);
        }
    }
    return parents || no_memory(u);
}

/* One that is found leads to those that it stands on; what was read of it is let go again. */
static bool look_at(struct undoing *u, size_t i)
{
    struct undoing reading = {.d = u->d};
    struct aludel_text form;
    struct al_carried c;
    al_room_arena(&u->d->room, &reading.arena);
    bool ok = read_log(&reading, u->at[i].id, &u->at[i].number, &form) &&
              check_form(u, u->at[i].id, form, &c) && add_parents(u, i, c.links);
    al_arena_free(&reading.arena);
    return ok;
}

/* A chain of which this image knows nothing at all is somebody else's, and no newer one of its own. */
static bool is_kin(const struct undoing *u)
{
    for (uint32_t r = 0; r < u->d->image->count; r++) {
        if (al_bits_has(u->d->rows, r)) {
            return true;
        }
    }
    for (size_t i = 0; i < u->count; i++) {
        for (const char **p = u->at[i].parents; *p; p++) {
            if (al_device_find(u->d, *p) != AL_NOBODY) {
                return true;
            }
        }
    }
    return false;
}

static bool look_at_all(struct undoing *u)
{
    for (size_t i = 0; i < u->count; i++) {
        if (!look_at(u, i)) {
            return false;
        }
    }
    return is_kin(u) || refuse(u, u->at[0].id,
                               AL_TEXT("it stands on no revision that this image knows: this may be another "
                                       "program's database"));
}

/* ---- The version rows -------------------------------------------------------------------------------- */

/* True: it is a stranger, and wasn't reached yet. */
static bool reach_one(struct undoing *u, const char *id)
{
    struct stranger *s = find(u, id);
    if (!s) {
        al_bits_add(u->d->scratch, al_device_find(u->d, id));
        return false;
    }
    bool first = !s->reached;
    s->reached = true;
    return first;
}

/* What the parents of that one stand on. */
static void reach_below(struct undoing *u, const struct stranger *of)
{
    for (const char **p = of->parents; *p; p++) {
        const struct stranger *parent = find(u, *p);
        uint32_t count = 0;
        const uint32_t *needs = parent ? NULL : al_device_needs(u->d, al_device_find(u->d, *p), &count);
        for (const char **q = parent ? parent->parents : NULL; q && *q; q++) {
            reach_one(u, *q);
        }
        for (uint32_t i = 0; i < count; i++) {
            al_bits_add(u->d->scratch, needs[i]);
        }
    }
}

/* In d->scratch and `reached`: the rows other than that one's, and what they and its parents stand on. */
static void reach(struct undoing *u, const struct stranger *but)
{
    al_bits_copy(u->d, u->d->scratch, u->d->rows);
    for (size_t i = 0; i < u->count; i++) {
        u->at[i].reached = u->at[i].row && &u->at[i] != but;
    }
    reach_below(u, but);
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < u->count; i++) {
            for (const char **p = u->at[i].reached ? u->at[i].parents : NULL; p && *p; p++) {
                more |= reach_one(u, *p);
            }
        }
    }
    al_bits_ancestors(u->d, u->d->scratch);
}

/* What nothing else stands on becomes a row. */
static bool change_rows(struct undoing *u, struct stranger *s)
{
    reach(u, s);
    if (!al_versions_delete(u->d, s->id)) {
        return false;
    }
    for (const char **p = s->parents; *p; p++) {
        struct stranger *parent = find(u, *p);
        uint32_t r = parent ? AL_NOBODY : al_device_find(u->d, *p);
        bool implied = parent ? parent->reached || parent->row : al_bits_has(u->d->scratch, r);
        if (!implied && !al_versions_insert(u->d, *p)) {
            return false;
        }
    }
    return true;
}

static void note_rows(struct undoing *u, struct stranger *s)
{
    s->row = false;
    s->undone = true;
    for (const char **p = s->parents; *p; p++) {
        struct stranger *parent = find(u, *p);
        if (parent && !parent->reached) {
            parent->row = true;
        }
    }
}

/* ---- Undoing ------------------------------------------------------------------------------------------ */

static void tell(struct undoing *u, enum aludel_event_kind kind, const struct stranger *s,
                 struct aludel_text message)
{
    struct al_device *d = u->d;
    size_t n = al_format(d->text, sizeof d->text, "Running downgrade %s -> ", s->id);
    for (const char **p = s->parents; *p && n < sizeof d->text; p++) {
        n += al_format(d->text + n, sizeof d->text - n, "%s%s", p == s->parents ? "" : ", ", *p);
    }
    if (message.n && n < sizeof d->text) {
        al_format(d->text + n, sizeof d->text - n, ", %.*s", (int)message.n, message.z);
    }
    al_device_tell(d, kind, d->text);
}

static bool run(struct undoing *u, struct aludel_text form)
{
    struct al_carried c;
    return check_form(u, u->d->id, form, &c) && al_way_recipe(u->d, c.recipe);
}

/* What a rebuild leaves without a parent is looked at as in every other step. */
static bool run_and_check(struct undoing *u, struct aludel_text form, unsigned flags)
{
    const struct aludel_image_rebuilds *parts = u->d->image->rebuilds;
    if (!parts || !u->d->sqlite.head.keys_paused || !(flags & ALUDEL_WRITES)) {
        return run(u, form);
    }
    return parts->count_orphans(u->d) && run(u, form) && parts->check_orphans(u->d);
}

static bool undo_in_group(struct undoing *u, struct stranger *s, struct aludel_text form, unsigned flags)
{
    return al_versions_read(u->d) && al_record_prepare(u->d) && run_and_check(u, form, flags) &&
           change_rows(u, s) && al_record(u->d, "downgrade", s->id, AL_NOBODY) && al_device_commit(u->d);
}

static bool undo(struct undoing *u, struct stranger *s)
{
    struct undoing reading = {.d = u->d};
    struct aludel_text form;
    struct al_carried c;
    al_room_arena(&u->d->room, &reading.arena);
    u->d->id = s->id;
    u->d->direction = ALUDEL_DOWN;
    u->d->step++;
    bool ok = read_log(&reading, s->id, &s->number, &form) && check_form(u, s->id, form, &c) &&
              al_device_open(u->d, c.flags & ALUDEL_REBUILDS);
    if (ok) {
        tell(u, ALUDEL_EVENT_STEP, s, c.message);
        ok = undo_in_group(u, s, form, c.flags);
    }
    if (ok) {
        note_rows(u, s);
        tell(u, ALUDEL_EVENT_STEP_DONE, s, c.message);
    } else {
        al_device_rollback(u->d);
    }
    u->d->id = NULL;
    al_arena_free(&reading.arena);
    return ok;
}

/* The newest that isn't undone: what stands on it came later, and is gone. */
static struct stranger *newest(struct undoing *u)
{
    struct stranger *found = NULL;
    for (size_t i = 0; i < u->count; i++) {
        if (!u->at[i].undone && (!found || u->at[i].number > found->number)) {
            found = &u->at[i];
        }
    }
    return found;
}

static bool undo_all(struct undoing *u)
{
    u->d->steps = u->count;
    for (struct stranger *s = newest(u); s; s = newest(u)) {
        if (!undo(u, s)) {
            return false;
        }
    }
    return true;
}

bool aludel_embedded_undo(const struct aludel_embedded *on, struct aludel_error *error)
{
    struct al_device *d = al_device_begin(on, error);
    if (!d || !al_versions_read(d) || d->unknown == 0) {
        return d && d->error->code == ALUDEL_OK;
    }
    if (!d->image->log_table) {
        return al_error(error, ALUDEL_NEWER,
                        "what newer images have done can't be undone without a log table");
    }
    struct undoing u = {.d = d};
    al_room_arena(&d->room, &u.arena);
    bool ok =
        al_versions_visit(d, add_row, &u) && d->error->code == ALUDEL_OK && look_at_all(&u) && undo_all(&u);
    al_sqlite_forget(&d->sqlite);
    return ok;
}
