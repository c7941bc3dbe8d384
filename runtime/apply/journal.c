/*
 * journal.c: the table that remembers how far a migration with autocommit steps came. One row for each
 * statement and for each answer, by its number within the migration and direction; number 0 says that the migration's
 * first transactional part is committed. The rows go in the transaction that writes the version row.
 *
 * An answer stands behind the checksum, with a blank between them.
 */
#include "apply/apply.h"

#include <string.h>

static struct aludel_value direction_text(enum aludel_direction direction)
{
    return al_string(direction == ALUDEL_UP ? "upgrade" : "downgrade");
}

#define KEY "version_table = " P " AND revision = " P " AND direction = " P
#define KEY_VALUES(a, key) \
    al_string((a)->settings.version_table), al_string((key)->revision), direction_text((key)->direction)

bool al_journal_create(struct aludel *a)
{
    return al_send_sql(
        a,
        "CREATE TABLE IF NOT EXISTS %s (\n    version_table TEXT NOT NULL,\n"
        "    revision TEXT NOT NULL,\n    direction TEXT NOT NULL,\n    ordinal INTEGER NOT NULL,\n"
        "    state TEXT NOT NULL,\n    checksum TEXT NOT NULL,\n    changed BIGINT NOT NULL,\n"
        "    PRIMARY KEY (version_table, revision, direction, ordinal)\n)",
        a->journal_table, NULL, 0);
}

static void read_sum(struct al_entry *e, struct aludel_value text)
{
    struct aludel_text t = text.type == ALUDEL_STRING ? text.as.text : al_text("");
    const char *blank = t.n > 0 ? memchr(t.z, ' ', t.n) : NULL;
    size_t n = blank ? (size_t)(blank - t.z) : t.n;
    al_format(e->sum, sizeof e->sum, "%.*s", (int)n, t.z);
    if (blank) {
        e->answer = (struct aludel_text){blank + 1, t.n - n - 1};
    }
}

bool al_journal_find(struct aludel *a, const struct al_journal_key *key, uint32_t ordinal, struct al_entry *e)
{
    struct aludel_value rows, v[] = {KEY_VALUES(a, key), aludel_int(ordinal)};
    memset(e, 0, sizeof *e);
    if (!al_ask_sql(a, "SELECT state, checksum, changed FROM %s WHERE " KEY " AND ordinal = " P,
                    a->journal_table, v, 4, &rows, NULL)) {
        return false;
    }
    if (al_row_count(rows) == 0) {
        return true;
    }
    e->state = strcmp(al_cell_text(a, rows, 0, 0), "done") == 0 ? AL_JOURNAL_DONE : AL_JOURNAL_STARTED;
    read_sum(e, al_cell(rows, 0, 1));
    struct aludel_value changed = al_cell(rows, 0, 2);
    e->changed = changed.type == ALUDEL_INT ? changed.as.integer : 0;
    return true;
}

static struct aludel_value sum_and_answer(struct aludel *a, const struct al_entry *e)
{
    struct al_builder b = al_builder(&a->scratch);
    al_puts(&b, e->sum);
    if (e->answer.z) {
        al_putc(&b, ' ');
        al_put(&b, e->answer.z, e->answer.n);
    }
    struct aludel_text text = al_built(&b);
    return aludel_textual(ALUDEL_STRING, text.z ? text.z : "", text.n);
}

bool al_journal_put(struct aludel *a, const struct al_journal_key *key, uint32_t ordinal,
                    const struct al_entry *e)
{
    struct aludel_value v[] = {KEY_VALUES(a, key), aludel_int(ordinal),
                               al_string(e->state == AL_JOURNAL_DONE ? "done" : "started"),
                               sum_and_answer(a, e), aludel_int(e->changed)};
    return al_send_sql(
        a,
        "INSERT INTO %s (version_table, revision, direction, ordinal, state, checksum, changed) "
        "VALUES (" P ", " P ", " P ", " P ", " P ", " P ", " P ")",
        a->journal_table, v, 7);
}

bool al_journal_finish(struct aludel *a, const struct al_journal_key *key, uint32_t ordinal, int64_t changed)
{
    struct aludel_value v[] = {aludel_int(changed), KEY_VALUES(a, key), aludel_int(ordinal)};
    return al_send_sql(a, "UPDATE %s SET state = 'done', changed = " P " WHERE " KEY " AND ordinal = " P,
                       a->journal_table, v, 5);
}

bool al_journal_remove(struct aludel *a, const struct al_journal_key *key, uint32_t ordinal)
{
    struct aludel_value v[] = {KEY_VALUES(a, key), aludel_int(ordinal)};
    return al_send_sql(a, "DELETE FROM %s WHERE " KEY " AND ordinal = " P " AND state = 'started'",
                       a->journal_table, v, 4);
}

bool al_journal_clear(struct aludel *a, const struct al_journal_key *key)
{
    struct aludel_value v[] = {KEY_VALUES(a, key)};
    return al_send_sql(a, "DELETE FROM %s WHERE " KEY, a->journal_table, v, 3);
}

bool al_journal_interrupted(struct aludel *a, struct al_journal_key *key, uint32_t *started)
{
    struct aludel_value rows, table = al_string(a->settings.version_table);
    bool missing = false;
    memset(key, 0, sizeof *key);
    *started = 0;
    if (!al_ask_sql(a,
                    "SELECT revision, direction, state, ordinal FROM %s WHERE version_table = " P
                    " ORDER BY CASE state WHEN 'started' THEN 0 ELSE 1 END, revision, ordinal DESC LIMIT 1",
                    a->journal_table, &table, 1, &rows, &missing)) {
        return false;
    }
    if (missing || al_row_count(rows) == 0) {
        return true;
    }
    key->revision = al_cell_text(a, rows, 0, 0);
    key->direction = strcmp(al_cell_text(a, rows, 0, 1), "upgrade") == 0 ? ALUDEL_UP : ALUDEL_DOWN;
    struct aludel_value ordinal = al_cell(rows, 0, 3);
    if (strcmp(al_cell_text(a, rows, 0, 2), "started") == 0 && ordinal.type == ALUDEL_INT) {
        *started = (uint32_t)ordinal.as.integer;
    }
    return !a->scratch.exhausted || al_fail_no_memory(a);
}
