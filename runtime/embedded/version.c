/* version.c: the version table: read, made, and changed by a step as Alembic changes it (plan/step.c has the rules). */
#include "embedded/device.h"

#include <string.h>

bool al_versions_visit(struct al_device *d, aludel_embedded_row_fn *visit, void *with)
{
    sqlite3_stmt *stmt;
    bool missing, on = true;
    int code = SQLITE_DONE;
    if (!al_device_prepare(d, &stmt, &missing, "SELECT version_num FROM %s", d->image->version_table)) {
        return false;
    }
    d->has_versions = !missing;
    while (stmt && on && (code = al_device_step(d, stmt)) == SQLITE_ROW) {
        bool null = sqlite3_column_type(stmt, 0) == SQLITE_NULL;
        const char *id = (const char *)sqlite3_column_text(stmt, 0);
        if (!id && !null) { /* in a UTF-16 database reading takes memory */
            al_error(d->error, ALUDEL_NO_MEMORY, "out of memory");
            code = -1;
            break;
        }
        on = visit(with, id ? id : "", id && al_device_find(d, id) != AL_NOBODY);
    }
    sqlite3_finalize(stmt);
    return code >= 0;
}

static bool note_row(void *with, const char *id, bool known)
{
    struct al_device *d = with;
    if (known) {
        al_bits_add(d->rows, al_device_find(d, id));
    } else if (d->unknown++ == 0 || al_device_replacement(d, id)) {
        al_format(d->stranger, sizeof d->stranger, "%s", id);
    }
    return true;
}

bool al_versions_read(struct al_device *d)
{
    al_bits_clear(d, d->rows);
    d->unknown = 0;
    bool ok = al_versions_visit(d, note_row, d);
    al_bits_copy(d, d->closed, d->rows);
    al_bits_ancestors(d, d->closed);
    return ok;
}

const char *al_device_replacement(const struct al_device *d, const char *id)
{
    for (const char *const *pair = d->image->replaced; pair && *pair; pair += 2) {
        if (strcmp(pair[0], id) == 0) {
            return pair[1];
        }
    }
    return NULL;
}

bool al_device_refuse_squashed(struct al_device *d, const char *id)
{
    const char *by = al_device_replacement(d, id);
    al_error(d->error, ALUDEL_FAILED,
             "'%s' was squashed into '%s', and its own migration isn't in this image", id, by);
    al_error_hint(d->error, "bring the database to '%s' with an image that still has it", by);
    return false;
}

bool al_versions_known(struct al_device *d)
{
    if (d->unknown == 0) {
        return true;
    }
    if (al_device_replacement(d, d->stranger)) {
        return al_device_refuse_squashed(d, d->stranger);
    }
    al_error(d->error, ALUDEL_NEWER, "Can't locate revision identified by '%s'", d->stranger);
    al_error_hint(d->error, d->image->carried
                                ? "a newer image has migrated this database: run that one, or undo what "
                                  "it did"
                                : "a newer image has migrated this database: run that one");
    return false;
}

bool al_versions_pass(struct al_device *d)
{
    return d->unknown > 0 && d->image->newer ? d->image->newer->accepts(d) : al_versions_known(d);
}

bool al_versions_make(struct al_device *d)
{
    sqlite3_stmt *stmt;
    return d->has_versions ||
           (al_device_prepare(d, &stmt, NULL,
                              "CREATE TABLE IF NOT EXISTS %s (\n    version_num VARCHAR(32) NOT NULL, \n    "
                              "CONSTRAINT %s PRIMARY KEY (version_num)\n)",
                              d->image->version_table, d->image->version_key) &&
            al_device_finish(d, stmt) && (d->has_versions = true));
}

/* Exactly one row, or the step is rolled back: someone else's hands are in the table. */
static bool change_one(struct al_device *d, const char *format, const char *first, const char *second)
{
    sqlite3_stmt *stmt;
    const char *values[] = {first, second};
    if (!al_device_prepare(d, &stmt, NULL, format, d->image->version_table)) {
        return false;
    }
    if (!al_device_bind(d, stmt, second ? 2 : 1, values) || !al_device_finish(d, stmt)) {
        return false;
    }
    return sqlite3_changes(d->on->db) == 1 ||
           al_error(d->error, ALUDEL_FAILED, "one row of '%s' was to change with '%s', not %d",
                    d->image->version_table, first, sqlite3_changes(d->on->db));
}

bool al_versions_insert(struct al_device *d, const char *id)
{
    return change_one(d, "INSERT INTO %s (version_num) VALUES (?1)", id, NULL);
}

bool al_versions_delete(struct al_device *d, const char *id)
{
    return change_one(d, "DELETE FROM %s WHERE version_num = ?1", id, NULL);
}

static bool update_row(struct al_device *d, const char *from, const char *to)
{
    return change_one(d, "UPDATE %s SET version_num = ?1 WHERE version_num = ?2", to, from);
}

/* ---- A step ---------------------------------------------------------------------------------------- */

static const char *id_of(const struct al_device *d, uint32_t r)
{
    return d->image->migrations[r].id;
}

static bool insert(struct al_device *d, uint32_t r)
{
    al_bits_add(d->rows, r);
    return al_versions_insert(d, id_of(d, r));
}

static bool delete (struct al_device *d, uint32_t r)
{
    al_bits_remove(d->rows, r);
    return al_versions_delete(d, id_of(d, r));
}

static bool update(struct al_device *d, uint32_t from, uint32_t to)
{
    al_bits_remove(d->rows, from);
    al_bits_add(d->rows, to);
    return update_row(d, id_of(d, from), id_of(d, to));
}

/* In d->scratch: all that stands without `r`, and on which of its needs only `r` stood isn't in it. */
static void close_others(struct al_device *d, uint32_t r, bool without_needs)
{
    uint32_t count;
    const uint32_t *needs = al_device_needs(d, r, &count);
    al_bits_copy(d, d->scratch, d->rows);
    al_bits_remove(d->scratch, r);
    for (uint32_t i = 0; without_needs && i < count; i++) {
        al_bits_remove(d->scratch, needs[i]);
    }
    al_bits_ancestors(d, d->scratch);
}

/* One of the rows that it needs becomes its row, the others go; those that another row implies anyway stay out of it. */
static bool step_up(struct al_device *d, uint32_t r)
{
    uint32_t count, in_rows = 0, last = AL_NOBODY;
    const uint32_t *needs = al_device_needs(d, r, &count);
    for (uint32_t i = 0; i < count; i++) {
        in_rows += al_bits_has(d->rows, needs[i]);
    }
    close_others(d, r, true);
    for (uint32_t i = 0; i < count; i++) {
        if (!al_bits_has(d->rows, needs[i]) || (in_rows > 1 && al_bits_has(d->scratch, needs[i]))) {
            continue;
        }
        if (last != AL_NOBODY && !delete (d, last)) {
            return false;
        }
        last = needs[i];
    }
    return last == AL_NOBODY ? insert(d, r) : update(d, last, r);
}

/* One of what it needs becomes the row, the others get rows of their own; what other rows stand on gets none. */
static bool step_down(struct al_device *d, uint32_t r)
{
    uint32_t count, last = AL_NOBODY;
    const uint32_t *needs = al_device_needs(d, r, &count);
    close_others(d, r, false);
    for (uint32_t i = 0; i < count; i++) {
        if (al_bits_has(d->scratch, needs[i])) {
            continue;
        }
        if (last != AL_NOBODY && !insert(d, last)) {
            return false;
        }
        last = needs[i];
    }
    return last == AL_NOBODY ? delete (d, r) : update(d, r, last);
}

bool al_versions_step(struct al_device *d, uint32_t r, enum aludel_direction direction)
{
    bool ok = al_versions_make(d) && (direction == ALUDEL_UP ? step_up(d, r) : step_down(d, r));
    al_bits_copy(d, d->closed, d->rows);
    al_bits_ancestors(d, d->closed);
    return ok;
}
