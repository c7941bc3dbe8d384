/* room.c: how much memory an image wants to be lent. */
#include "emit/inner.h"

#include "core/size.h"

/* What a rebuild reads and writes is told by the table's texts, by its columns, and by both again for each edit: fitted to
 * what random tables take, with a margin (tests/embedded/arena.py). */
#define REBUILD_BASE 12000
#define REBUILD_BYTE 6.5
#define REBUILD_COLUMN 1100
#define REBUILD_PART 240 /* an index, a trigger */
#define REBUILD_EDIT 600

/* What it keeps of its neighbours, and what it reads of one of them at a time. */
#define NEIGHBOUR_KEY 320
#define NEIGHBOUR_USER 400
#define NEIGHBOUR_TEXT 4

/* Of a table that no migration makes. */
#define USUAL_TEXT 4096
#define USUAL_COLUMNS 30

/* A function's values live until it ends; how large they are only the database knows. */
#define CALL_BASE 4096
#define CALL_STEP 512

static size_t length_of(const struct names *texts)
{
    size_t n = 0;
    for (size_t i = 0; i < texts->count; i++)
        n += texts->at[i].n;
    return n;
}

/* And constraints: what commas part in the outermost brackets. */
static size_t columns_of(struct aludel_text sql)
{
    size_t n = 1, depth = 0;
    char quote = 0;
    for (size_t i = 0; i < sql.n; i++) {
        char c = sql.z[i];
        quote = quote ? (c == quote ? 0 : quote) : (c == '\'' || c == '"' ? c : 0);
        depth += !quote && c == '(';
        depth -= !quote && c == ')' && depth;
        n += !quote && c == ',' && depth <= 1;
    }
    return n;
}

struct extent { /* of a rebuild: the table's texts, columns, indexes and triggers; edits */
    size_t bytes, columns, parts, edits;
    struct ddl_neighbours beside;
};

static size_t room_for(struct extent of)
{
    const struct ddl_neighbours *n = &of.beside;
    size_t beside =
        NEIGHBOUR_KEY * n->keys + NEIGHBOUR_USER * n->users + 2 * n->bytes + NEIGHBOUR_TEXT * n->longest;
    return (size_t)(REBUILD_BASE + REBUILD_BYTE * (double)of.bytes) + REBUILD_COLUMN * of.columns +
           REBUILD_PART * of.parts + REBUILD_EDIT * of.edits + beside;
}

static size_t need_of_rebuild(const struct rebuild *r)
{
    const struct ddl_known *known = &r->known;
    size_t parts = known->indexes.count + known->triggers.count;
    size_t bytes = known->sql.n ? known->sql.n : USUAL_TEXT;
    size_t columns = known->sql.n ? columns_of(known->sql) : USUAL_COLUMNS;
    bytes += length_of(&known->indexes) + length_of(&known->triggers);
    return room_for((struct extent){bytes, columns, parts, r->edits.count, known->beside});
}

static size_t most_of_steps(const struct steps *steps)
{
    size_t most = 0;
    for (size_t i = 0; steps && i < steps->count; i++) {
        const struct step *s = steps->at[i];
        size_t need = s->kind == STEP_REBUILD ? need_of_rebuild(s->rebuild) : 0;
        size_t then = most_of_steps(s->then), otherwise = most_of_steps(s->otherwise);
        need = then > need ? then : need;
        need = otherwise > need ? otherwise : need;
        most = need > most ? need : most;
    }
    return most;
}

static size_t count_steps(const struct steps *steps)
{
    size_t count = 0;
    for (size_t i = 0; steps && i < steps->count; i++)
        count += 1 + count_steps(steps->at[i]->then) + count_steps(steps->at[i]->otherwise);
    return count;
}

static size_t need_of_rebuilds(const struct program *p)
{
    return p ? most_of_steps(&p->steps) : 0;
}

static size_t need_of(struct arena *a, const struct program *p)
{
    if (!p)
        return 0;
    size_t call = image_calls(a, p) ? CALL_BASE + CALL_STEP * count_steps(&p->steps) : 0;
    return need_of_rebuilds(p) + call;
}

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* ---- Undoing what newer images have done -------------------------------------------------------------- */

/* A newer image's inverses rebuild no larger table than that in so many edits, with no more neighbours than a few, and are as
 * long as two of the longest that are known here. That is a guess: the newer image's build tells where it is too little (fits.c),
 * and `undo_room` says what to have instead. */
#define UNDONE_TEXT 1024
#define UNDONE_COLUMNS 12
#define UNDONE_EDITS 2
#define UNDONE_BASE 1024

static size_t room_to_read(size_t carried)
{
    return 2 * carried + UNDONE_BASE;
}

static size_t reserved_for_undoing(const struct environment *e, size_t longest)
{
    struct extent undone = {.bytes = UNDONE_TEXT, .columns = UNDONE_COLUMNS, .edits = UNDONE_EDITS};
    int64_t set = 0;
    al_size(al_text(e->settings.undo_room), &set);
    return larger(room_for(undone) + room_to_read(longest), (size_t)set);
}

size_t image_undo_room(const struct environment *e)
{
    return reserved_for_undoing(e, 0);
}

size_t need_of_undoing(const struct environment *e, const struct migration *m)
{
    static const enum hook around[] = {HOOK_BEFORE_DOWNGRADE, HOOK_BEFORE_EACH, HOOK_AFTER_EACH,
                                       HOOK_AFTER_DOWNGRADE};
    if (!can_undo_carried(e, m))
        return 0;
    size_t most = need_of_rebuilds(m->programs[ALUDEL_SQLITE][ALUDEL_DOWN]);
    for (size_t i = 0; i < sizeof around / sizeof *around; i++)
        most = larger(most, need_of_rebuilds(e->hooks[ALUDEL_SQLITE][around[i]]));
    return most + room_to_read(carried_on_sqlite(e, m, false).n);
}

/* ---- The whole ------------------------------------------------------------------------------------------ */

/* The ids of what a newer image did, and what the log says of each: of forty (tests/embedded/arena.py). */
#define NEWER_BASE 2048

size_t image_room(const struct environment *e)
{
    size_t most = carries(e) ? reserved_for_undoing(e, longest_carried(e)) : 0;
    most = larger(most, says(e->settings.newer, "accept") ? NEWER_BASE : 0);
    for (size_t i = 0; i < e->migrations.count; i++)
        for (enum aludel_direction d = ALUDEL_UP; d <= ALUDEL_DOWN; d++)
            most = larger(most, need_of(e->arena, e->migrations.at[i]->programs[ALUDEL_SQLITE][d]));
    for (enum hook h = 0; h < HOOK_COUNT; h++)
        most = larger(most, need_of(e->arena, e->hooks[ALUDEL_SQLITE][h]));
    return most;
}
