/* verify.c: are the applied migrations the ones that are compiled in? The log's checksums know. */
#include "apply/apply.h"

#include "core/sha256.h"

#include <string.h>

/* ---- The log, replayed ------------------------------------------------------------------------- */

struct row { /* of an upgrade or a downgrade */
    const char *revision, *sum;
    const char *carried; /* says which ids it stood for; "": none but its own */
};

struct origin { /* of what is applied of an id, be it a migration's own or one that was replaced */
    const char *id;
    const struct row *row; /* NULL: the log knows none */
};

struct check {
    struct aludel *a;
    aludel_verify_fn *visit;
    void *with;
    struct origin *origins;
    size_t origin_count;
    size_t differing;
    bool stopped;
};

static struct origin *origin_of(const struct check *c, struct aludel_text id)
{
    for (size_t i = 0; i < c->origin_count; i++) {
        if (al_is(id, c->origins[i].id)) {
            return &c->origins[i];
        }
    }
    return NULL;
}

static void set_origin(struct check *c, struct aludel_text id, const struct row *row)
{
    struct origin *o = origin_of(c, id);
    if (o) {
        o->row = row;
    }
}

static void replay(struct check *c, const struct row *row, bool upgrade)
{
    struct al_stands_for rest = al_stands_for(row->carried);
    struct aludel_text id;
    set_origin(c, al_text(row->revision), upgrade ? row : NULL);
    while (al_stands_for_next(&rest, &id)) {
        set_origin(c, id, upgrade ? row : NULL);
    }
}

static bool replay_all(struct check *c, struct aludel_value rows)
{
    struct aludel *a = c->a;
    struct row *list = al_new(a, al_row_count(rows), sizeof *list);
    for (size_t i = 0; list && i < al_row_count(rows); i++) {
        list[i] = (struct row){.revision = al_cell_text(a, rows, i, 0),
                               .sum = al_cell_text(a, rows, i, 2),
                               .carried = al_cell_text(a, rows, i, 3)};
        replay(c, &list[i], strcmp(al_cell_text(a, rows, i, 1), "upgrade") == 0);
    }
    return list && (!a->scratch.exhausted || al_fail_no_memory(a));
}

static size_t count_ids(const struct aludel_registry *g)
{
    size_t count = 0;
    for (uint32_t r = 0; g && r < g->count; r++) {
        count += 1 + al_rare(&g->migrations[r])->replaces.count;
    }
    return count;
}

/* An id may be there twice: the first one counts. */
static void add_ids(struct check *c, const struct aludel_registry *g)
{
    for (uint32_t r = 0; g && r < g->count; r++) {
        c->origins[c->origin_count++].id = g->migrations[r].id;
    }
    for (uint32_t r = 0; g && r < g->count; r++) {
        for (uint32_t i = 0; i < al_rare(&g->migrations[r])->replaces.count; i++) {
            c->origins[c->origin_count++].id = al_rare(&g->migrations[r])->replaces.at[i];
        }
    }
}

/* Of all ids that are compiled in or were replaced. */
static bool make_origins(struct check *c)
{
    const struct aludel_registry *one = c->a->views[AL_VIEW_SHORT].registry,
                                 *other = c->a->views[AL_VIEW_LONG].registry;
    c->origins = al_new(c->a, count_ids(one) + count_ids(other), sizeof *c->origins);
    if (c->origins) {
        add_ids(c, one);
        add_ids(c, other);
    }
    return c->origins;
}

/* What was downgraded or only stamped has no text on record. */
static bool read_origins(struct check *c)
{
    struct aludel *a = c->a;
    struct aludel_value rows;
    bool missing = false;
    if (!make_origins(c) || !a->log_table) {
        return c->origins;
    }
    return al_ask_sql(a,
                      "SELECT revision, action, checksum, carried FROM %s WHERE action IN ('upgrade', "
                      "'downgrade') ORDER BY number",
                      a->log_table, NULL, 0, &rows, &missing) &&
           (missing || replay_all(c, rows));
}

/* ---- One id ------------------------------------------------------------------------------------- */

struct judgement {
    enum aludel_verdict verdict;
    const char *file; /* whose text was compared; NULL: none */
};

static bool same_sum(const struct aludel_sum *sum, const char *recorded)
{
    char hex[33];
    al_hex(hex, sum->bytes, sizeof sum->bytes);
    return strcmp(hex, recorded) == 0;
}

static uint32_t count_stood_for(const struct row *row)
{
    struct al_stands_for rest = al_stands_for(row->carried);
    struct aludel_text id;
    uint32_t count = 0;
    while (al_stands_for_next(&rest, &id)) {
        count++;
    }
    return count;
}

static bool stood_for_these(const struct row *row, const struct aludel_names *ids)
{
    struct al_stands_for rest = al_stands_for(row->carried);
    struct aludel_text id;
    for (uint32_t i = 0; i < ids->count; i++) {
        if (!al_stands_for_next(&rest, &id) || !al_is(id, ids->at[i])) {
            return false;
        }
    }
    return !al_stands_for_next(&rest, &id);
}

/* Whether it was this migration, edited since or not: of those with one id, each stands for others. */
static bool is_row_of(const struct row *row, const struct aludel_migration *m)
{
    return strcmp(row->revision, m->id) == 0 &&
           (stood_for_these(row, &al_rare(m)->replaces) || same_sum(&m->sum, row->sum));
}

static bool replaces(const struct aludel_migration *m, const char *id)
{
    for (uint32_t i = 0; i < al_rare(m)->replaces.count; i++) {
        if (strcmp(al_rare(m)->replaces.at[i], id) == 0) {
            return true;
        }
    }
    return false;
}

/* Whether `m` stands for what the row is of: of two with one id, the one that replaces more. */
static bool is_row_replaced_by(const struct row *row, const struct aludel_migration *m)
{
    return replaces(m, row->revision) &&
           (strcmp(row->revision, m->id) != 0 || count_stood_for(row) < al_rare(m)->replaces.count);
}

typedef bool relation_fn(const struct row *row, const struct aludel_migration *m);

static const struct aludel_migration *find_by(const struct aludel *a, const struct row *row, relation_fn *is)
{
    for (size_t view = 0; view < AL_VIEWS; view++) {
        const struct aludel_registry *g = a->views[view].registry;
        for (uint32_t r = 0; g && r < g->count; r++) {
            if (is(row, &g->migrations[r])) {
                return &g->migrations[r];
            }
        }
    }
    return NULL;
}

static struct judgement judge(const struct check *c, const char *id)
{
    const struct origin *o = origin_of(c, al_text(id));
    const struct row *row = o ? o->row : NULL;
    if (!row) {
        return (struct judgement){ALUDEL_NOT_RECORDED, NULL};
    }
    const struct aludel_migration *m = find_by(c->a, row, is_row_of);
    if (m) {
        return (struct judgement){same_sum(&m->sum, row->sum) ? ALUDEL_SAME : ALUDEL_DIFFERS, m->file};
    }
    if (find_by(c->a, row, is_row_replaced_by)) {
        return (struct judgement){ALUDEL_SQUASHED, NULL};
    }
    /* One that isn't in this program carried the id: of its own text nothing was recorded. */
    bool own = strcmp(row->revision, id) == 0;
    return (struct judgement){own ? ALUDEL_DIFFERS : ALUDEL_NOT_RECORDED, NULL};
}

/* ---- One migration ------------------------------------------------------------------------------ */

static void say(struct check *c, const struct aludel_revision *r, enum aludel_verdict verdict,
                const char *file)
{
    c->differing += verdict == ALUDEL_DIFFERS;
    if (c->visit && !c->stopped) {
        c->stopped = !c->visit(c->with, r, verdict, file);
    }
}

/* Of several ids what weighs most. */
static enum aludel_verdict weigh(const struct check *c, const struct aludel_names *ids)
{
    static const enum aludel_verdict by_weight[] = {ALUDEL_DIFFERS, ALUDEL_NOT_RECORDED, ALUDEL_SQUASHED};
    bool found[ALUDEL_SQUASHED + 1] = {false};
    for (uint32_t i = 0; i < ids->count; i++) {
        found[judge(c, ids->at[i]).verdict] = true;
    }
    for (size_t i = 0; i < sizeof by_weight / sizeof *by_weight; i++) {
        if (found[by_weight[i]]) {
            return by_weight[i];
        }
    }
    return ALUDEL_SAME;
}

/* One of a view, in a line of its own. */
static void check_whole(struct check *c, size_t view, uint32_t r)
{
    const struct aludel_migration *m = &c->a->views[view].registry->migrations[r];
    const struct aludel_revision *revision = &c->a->views[view].revisions[r];
    if (al_rare(m)->replaces.count > 0) {
        say(c, revision, weigh(c, &al_rare(m)->replaces), m->file);
        return;
    }
    struct judgement j = judge(c, m->id);
    say(c, revision, j.verdict, j.file ? j.file : m->file);
}

/* That is: all that it replaces came by it, or nothing is known of any of them. */
static bool came_as_one(const struct check *c, const struct aludel_migration *m)
{
    uint32_t recorded = 0, own = 0;
    for (uint32_t i = 0; i < al_rare(m)->replaces.count; i++) {
        const struct origin *o = origin_of(c, al_text(al_rare(m)->replaces.at[i]));
        bool is_recorded = o && o->row;
        recorded += is_recorded;
        own += is_recorded && is_row_of(o->row, m);
    }
    return recorded == 0 || own == al_rare(m)->replaces.count;
}

static bool has_originals(const struct check *c, const struct aludel_migration *m)
{
    const struct aludel_registry *originals = c->a->views[AL_VIEW_LONG].registry;
    uint32_t r = originals ? al_find(originals, al_text(m->id)) : AL_BASE;
    return r != AL_BASE && al_rare(&originals->migrations[r])->replaces.count < al_rare(m)->replaces.count;
}

/* One that replaces others: what was applied may have been those. */
static void check_short(struct check *c, uint32_t r)
{
    const struct aludel_migration *m = &c->a->views[AL_VIEW_SHORT].registry->migrations[r];
    if (!has_originals(c, m) || came_as_one(c, m)) {
        check_whole(c, AL_VIEW_SHORT, r);
        return;
    }
    for (uint32_t i = 0; i < al_rare(m)->replaces.count; i++) {
        uint32_t one = al_find(c->a->views[AL_VIEW_LONG].registry, al_text(al_rare(m)->replaces.at[i]));
        if (one != AL_BASE) {
            check_whole(c, AL_VIEW_LONG, one);
        }
    }
}

static bool check_migrations(struct check *c, const struct al_version *v)
{
    struct aludel *a = c->a;
    bool is_short = a->registry == a->views[AL_VIEW_SHORT].registry;
    struct al_set applied;
    if (!read_origins(c) || !al_applied(a, &v->rows, &applied)) {
        return false;
    }
    for (uint32_t r = 0; r < a->registry->count; r++) {
        if (al_set_has(&applied, r) && is_short) {
            check_short(c, r);
        } else if (al_set_has(&applied, r)) {
            check_whole(c, AL_VIEW_LONG, r);
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
    return al_call_begin(a, error) && al_call_end(a, verify(&c));
}
