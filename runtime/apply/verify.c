/* verify.c: are the applied migrations the ones that are compiled in? The log's checksums know. */
#include "apply/apply.h"

#include "core/sha256.h"

#include <string.h>

struct record { /* what the log last said about a revision */
    bool upgraded;
    char sum[33];
};

struct check {
    struct aludel *a;
    aludel_verify_fn *visit;
    void *with;
    struct aludel_value rows; /* of the log: revision, action, checksum */
    size_t row_count;
    struct record *records[AL_VIEWS]; /* of the revisions of each view */
    size_t differing;
    bool stopped;
};

static void read_record(struct check *c, size_t row, struct record *r)
{
    struct aludel *a = c->a;
    r->upgraded = strcmp(al_cell_text(a, c->rows, row, 1), "upgrade") == 0;
    al_format(r->sum, sizeof r->sum, "%s", al_cell_text(a, c->rows, row, 2));
}

/* The latest row of each revision decides: what was downgraded or only stamped has no text on record. */
static bool fill_records(struct check *c, size_t view)
{
    const struct aludel_registry *g = c->a->views[view].registry;
    struct record *records = c->records[view] = al_new(c->a, g ? g->count : 0, sizeof *records);
    for (size_t i = 0; g && records && i < c->row_count; i++) {
        uint32_t r = al_find(g, al_text(al_cell_text(c->a, c->rows, i, 0)));
        if (r != AL_BASE) {
            read_record(c, i, &records[r]);
        }
    }
    return records;
}

static bool read_records(struct check *c)
{
    struct aludel *a = c->a;
    bool missing = false;
    if (a->log_table &&
        !al_ask_sql(a,
                    "SELECT revision, action, checksum FROM %s WHERE action IN ('upgrade', 'downgrade') "
                    "ORDER BY number",
                    a->log_table, NULL, 0, &c->rows, &missing)) {
        return false;
    }
    c->row_count = a->log_table ? al_row_count(c->rows) : 0;
    return fill_records(c, AL_VIEW_SHORT) && fill_records(c, AL_VIEW_LONG) &&
           (!a->scratch.exhausted || al_fail_no_memory(a));
}

static bool same_sum(const struct aludel_sum *sum, const char *recorded)
{
    char hex[33];
    al_hex(hex, sum->bytes, sizeof sum->bytes);
    return strcmp(hex, recorded) == 0;
}

static void say(struct check *c, const struct aludel_revision *r, enum aludel_verdict verdict,
                const char *file)
{
    c->differing += verdict == ALUDEL_DIFFERS;
    if (!c->stopped) {
        c->stopped = !c->visit(c->with, r, verdict, file);
    }
}

static void check_one(struct check *c, size_t view, uint32_t r)
{
    const struct record *record = &c->records[view][r];
    const struct aludel_revision *revision = &c->a->views[view].revisions[r];
    bool same = same_sum(&c->a->views[view].registry->migrations[r].sum, record->sum);
    say(c, revision,
        !record->upgraded ? ALUDEL_NOT_RECORDED
        : same            ? ALUDEL_SAME
                          : ALUDEL_DIFFERS,
        revision->file);
}

/* Whether what the log says of another one that `m` replaces is that it was upgraded. */
static bool came_by_originals(struct check *c, const struct aludel_migration *m)
{
    struct record last = {0};
    for (uint32_t i = 0; i < m->replaces.count && !last.upgraded; i++) {
        for (size_t row = 0; row < c->row_count && strcmp(m->replaces.at[i], m->id) != 0; row++) {
            if (strcmp(al_cell_text(c->a, c->rows, row, 0), m->replaces.at[i]) == 0) {
                read_record(c, row, &last);
            }
        }
    }
    return last.upgraded;
}

/* One that replaces others: what was applied may have been those. */
static void check_replacing(struct check *c, uint32_t r)
{
    struct aludel *a = c->a;
    const struct aludel_migration *m = &a->views[AL_VIEW_SHORT].registry->migrations[r];
    const struct record *record = &c->records[AL_VIEW_SHORT][r];
    const struct aludel_registry *originals = a->views[AL_VIEW_LONG].registry;
    uint32_t original = originals ? al_find(originals, al_text(m->id)) : AL_BASE;
    if (!record->upgraded || same_sum(&m->sum, record->sum)) {
        check_one(c, AL_VIEW_SHORT, r);
    } else if (original == AL_BASE || originals->migrations[original].file == m->file) {
        say(c, &a->views[AL_VIEW_SHORT].revisions[r],
            came_by_originals(c, m) ? ALUDEL_SQUASHED : ALUDEL_DIFFERS, m->file);
    } else {
        for (uint32_t i = 0; i < m->replaces.count; i++) {
            uint32_t one = al_find(originals, al_text(m->replaces.at[i]));
            if (one != AL_BASE) {
                check_one(c, AL_VIEW_LONG, one);
            }
        }
    }
}

static bool check_migrations(struct check *c, const struct al_version *v)
{
    struct aludel *a = c->a;
    size_t view = a->registry == a->views[AL_VIEW_SHORT].registry ? AL_VIEW_SHORT : AL_VIEW_LONG;
    struct al_set applied;
    if (!read_records(c) || !al_applied(a, &v->rows, &applied)) {
        return false;
    }
    for (uint32_t r = 0; r < a->registry->count; r++) {
        if (!al_set_has(&applied, r)) {
            continue;
        }
        if (view == AL_VIEW_SHORT && a->registry->migrations[r].replaces.count > 0) {
            check_replacing(c, r);
        } else {
            check_one(c, view, r);
        }
    }
    return true;
}

static bool check_shared(struct check *c)
{
    struct aludel *a = c->a;
    for (uint32_t i = 0; a->log_table && i < a->registry->shared_count; i++) {
        const struct aludel_file_sum *file = &a->registry->shared[i];
        struct aludel_value rows, v = al_string(file->file);
        bool missing = false;
        if (!al_ask_sql(a,
                        "SELECT checksum FROM %s WHERE action = 'shared' AND revision = " P
                        " ORDER BY number DESC LIMIT 1",
                        a->log_table, &v, 1, &rows, &missing)) {
            return false;
        }
        if (al_row_count(rows) > 0 && !same_sum(&file->sum, al_cell_text(a, rows, 0, 0))) {
            say(c, NULL, ALUDEL_SHARED_DIFFERS, file->file);
        }
    }
    return true;
}

static bool verify(struct check *c)
{
    struct aludel *a = c->a;
    struct al_version v = {0};
    if (!al_connect(a, true) || !al_version_read(a, &v) || !al_choose_view(a, &v) ||
        !check_migrations(c, &v) || !check_shared(c)) {
        return false;
    }
    if (c->differing > 0) {
        al_fail(a, ALUDEL_CHANGED, "%zu applied migration%s changed since", c->differing,
                c->differing == 1 ? " has" : "s have");
        al_error_hint(a->error,
                      "an applied migration isn't edited: restore its text, and put the change into a "
                      "new one");
        return false;
    }
    return al_version_known(a, &v);
}

bool aludel_verify(struct aludel *a, aludel_verify_fn *visit, void *with, struct aludel_error *error)
{
    struct check c = {.a = a, .visit = visit, .with = with};
    al_call_begin(a, error);
    return al_call_end(a, verify(&c));
}
