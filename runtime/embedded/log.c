/* log.c: the log table, as the full runtime has it (apply/log.c): one row for each step, in the step's transaction. */
#include "embedded/device.h"

#include "core/log_table.h"

#include <string.h>

/* A newer program's is none of ours to write to. */
static bool check_layout(struct al_device *d, sqlite3_stmt *stmt)
{
    int code = al_device_step(d, stmt);
    int layout = code == SQLITE_ROW ? sqlite3_column_int(stmt, 0) : 0;
    sqlite3_finalize(stmt);
    return code >= 0 && (layout <= AL_LOG_LAYOUT ||
                         al_error(d->error, ALUDEL_NEWER, "the log table %s was written by a newer program",
                                  d->image->log_table));
}

bool al_record_prepare(struct al_device *d)
{
    sqlite3_stmt *stmt;
    bool missing;
    if (d->has_log || !d->image->log_table) {
        return true;
    }
    if (!al_device_prepare(d, &stmt, &missing, "SELECT max(layout) FROM %s", d->image->log_table)) {
        return false;
    }
    d->has_log = missing ? al_device_prepare(d, &stmt, NULL,
                                             "CREATE TABLE %s (\n    number " AL_LOG_NUMBER_SQLITE
                                             ",\n" AL_LOG_COLUMNS ")",
                                             d->image->log_table) &&
                               al_device_finish(d, stmt)
                         : check_layout(d, stmt);
    return d->has_log;
}

static void write_hex(char out[33], const struct aludel_sum *sum)
{
    for (size_t i = 0; i < sizeof sum->bytes; i++) {
        out[2 * i] = "0123456789abcdef"[sum->bytes[i] >> 4];
        out[2 * i + 1] = "0123456789abcdef"[sum->bytes[i] & 15];
    }
    out[2 * sizeof sum->bytes] = '\0';
}

static const char *text_of(const char *const *texts, bool wanted, uint32_t r)
{
    return texts && wanted && r != AL_NOBODY ? texts[r] : NULL;
}

const char *al_record_carried(const struct al_device *d, bool upgrade, uint32_t r)
{
    const char *form = text_of(d->image->carried, upgrade, r);
    return form ? form : text_of(d->image->stands_for, true, r);
}

/* What the image doesn't know has the checksum that its upgrade was recorded with. */
bool al_record(struct al_device *d, const char *action, const char *id, uint32_t r)
{
    sqlite3_stmt *stmt;
    char sum[33] = "";
    bool upgrade = strcmp(action, "upgrade") == 0, is_step = strcmp(action, "stamp") != 0;
    if (!d->image->log_table || !al_record_prepare(d)) {
        return !d->image->log_table;
    }
    if (!al_device_prepare(
            d, &stmt, NULL,
            "INSERT INTO %s (layout, revision, action, done_at, checksum, done_by, tool, chain, "
            "carried, compatible_with) VALUES (%d, ?1, ?2, %s, coalesce(?3, (SELECT checksum FROM "
            "%s WHERE revision = ?1 AND action = 'upgrade' ORDER BY number DESC LIMIT 1)), ?4, ?5, "
            "?6, ?7, ?8)",
            d->image->log_table, AL_LOG_LAYOUT, AL_LOG_NOW_SQLITE, d->image->log_table)) {
        return false;
    }
    if (r != AL_NOBODY && d->image->sums) {
        write_hex(sum, &d->image->sums[r]);
    }
    const char *values[] = {id,
                            action,
                            *sum ? sum : NULL,
                            d->on->by,
                            d->image->tool,
                            d->image->chain,
                            is_step ? al_record_carried(d, upgrade, r) : NULL,
                            text_of(d->image->compatible, upgrade || !is_step, r)};
    return al_device_bind(d, stmt, 8, values) && al_device_finish(d, stmt);
}
