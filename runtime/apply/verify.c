/* verify.c: are the applied migrations the ones that are compiled in? The log's checksums know. */
#include "apply/apply.h"

#include "core/sha256.h"

#include <string.h>

struct record { /* what the log last said about a revision */
    bool upgraded;
    char sum[33];
};

/* The latest row of each revision decides: what was downgraded or only stamped has no text on record. */
static bool read_records(struct aludel *a, struct record *records)
{
    struct aludel_value rows;
    bool missing = false;
    if (!a->log_table) {
        return true;
    }
    if (!al_ask_sql(a,
                    "SELECT revision, action, checksum FROM %s WHERE action IN ('upgrade', 'downgrade') "
                    "ORDER BY number",
                    a->log_table, NULL, 0, &rows, &missing)) {
        return false;
    }
    for (size_t i = 0; i < al_row_count(rows); i++) {
        uint32_t r = al_find(a->registry, al_text(al_cell_text(a, rows, i, 0)));
        if (r != AL_BASE) {
            records[r].upgraded = strcmp(al_cell_text(a, rows, i, 1), "upgrade") == 0;
            al_format(records[r].sum, sizeof records[r].sum, "%s", al_cell_text(a, rows, i, 2));
        }
    }
    return !a->scratch.exhausted || al_fail_no_memory(a);
}

static bool same_sum(const struct aludel_sum *sum, const char *recorded)
{
    char hex[33];
    al_hex(hex, sum->bytes, sizeof sum->bytes);
    return strcmp(hex, recorded) == 0;
}

struct check {
    struct aludel *a;
    aludel_verify_fn *visit;
    void *with;
    size_t differing;
    bool stopped;
};

static void say(struct check *c, const struct aludel_revision *r, enum aludel_verdict verdict,
                const char *file)
{
    c->differing += verdict == ALUDEL_DIFFERS;
    if (!c->stopped) {
        c->stopped = !c->visit(c->with, r, verdict, file);
    }
}

static bool check_migrations(struct check *c, const struct al_version *v)
{
    struct aludel *a = c->a;
    uint32_t count = a->registry->count;
    struct record *records = al_new(a, count, sizeof *records);
    struct al_set applied;
    if (!records || !read_records(a, records) || !al_applied(a, &v->rows, &applied)) {
        return false;
    }
    for (uint32_t r = 0; r < count; r++) {
        if (al_set_has(&applied, r)) {
            bool same = same_sum(&a->registry->migrations[r].sum, records[r].sum);
            say(c, &a->revisions[r],
                !records[r].upgraded ? ALUDEL_NOT_RECORDED
                : same               ? ALUDEL_SAME
                                     : ALUDEL_DIFFERS,
                a->revisions[r].file);
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
    if (!al_connect(a, true) || !al_version_read(a, &v) || !check_migrations(c, &v) || !check_shared(c)) {
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
