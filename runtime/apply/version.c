/* version.c: the version table: Alembic's name, Alembic's shape, one row per head. */
#include "apply/apply.h"

#include <string.h>

static bool room_for(struct aludel *a, struct al_version *v, size_t rows)
{
    v->rows = al_new_rows(a);
    v->unknown = al_new(a, rows, sizeof *v->unknown);
    v->unknown_count = 0;
    return v->rows.at && v->unknown;
}

static void note_row(struct aludel *a, struct al_version *v, const char *id)
{
    uint32_t r = al_find(a->registry, al_text(id));
    if (r == AL_BASE) {
        v->unknown[v->unknown_count++] = id;
    } else {
        al_rows_add(&v->rows, r);
    }
}

bool al_version_none(struct aludel *a, struct al_version *v)
{
    v->missing = true;
    return room_for(a, v, 0);
}

bool al_start_at(struct aludel *a, const char *start, struct al_version *v)
{
    struct al_space space = al_space_for(a);
    struct al_rows found = al_new_rows(a);
    if (!space.memory || !found.at) {
        return false;
    }
    if (!al_resolve(a->registry, start, NULL, &found, space, a->error) &&
        !(al_try_long_view(a, v) && al_resolve(a->registry, start, NULL, &found, space, a->error))) {
        return false;
    }
    for (uint32_t i = 0; i < found.count; i++) {
        al_rows_add(&v->rows, found.at[i]);
    }
    return true;
}

/* What PostgreSQL is asked along with the rows, so that a run waits for one answer before it begins: in which schema
 * the table is (found once by the search path, it is named from then on, whatever migrations do to the path), whether
 * there is a log table and whether it is one of ours, and whose process answers. */
#define FACTS(schema)                                                                                     \
    "pg_backend_pid(), (SELECT bool_or(t.attname IS NOT NULL) FROM pg_catalog.pg_class AS l LEFT JOIN "   \
    "pg_catalog.pg_attribute AS t ON t.attrelid = l.oid AND t.attname = 'layout' AND t.atttypid IN (20, " \
    "23) WHERE l.relname = " P " AND l.relnamespace = (SELECT oid FROM pg_catalog.pg_namespace WHERE "    \
    "nspname = coalesce(nullif(" P ", ''), " schema ")))"
#define LOG_VALUES(a) al_string((a)->settings.log_table), al_string((a)->settings.log_table_schema)

/* There is a row without an id when the table is empty. */
static const char with_facts[] = "SELECT CAST(v.version_num AS text), n.nspname, " FACTS(
    "n.nspname") " FROM pg_catalog.pg_class AS c JOIN "
                 "pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace LEFT JOIN %s AS v ON true WHERE "
                 "c.oid = CAST(" P " AS regclass)";

static bool name_schema(struct aludel *a, const char *schema)
{
    if (strcmp(a->schema, schema) == 0) {
        return true;
    }
    a->schema = al_arena_copy(&a->arena, schema, strlen(schema));
    return (a->schema && al_make_names(a)) || al_fail_no_memory(a);
}

/* A pooler gives a session's process to others behind a COMMIT, whatever was sent ahead of its answer. That there is
 * one shows in the process, which is another than the connection was told. */
static void note_process(struct aludel *a, struct aludel_value process)
{
    if (a->driver->between == AL_BETWEEN_UNKNOWN && process.type == ALUDEL_INT) {
        bool same = process.as.integer == a->driver->process;
        a->driver->between = same ? AL_BETWEEN_NOTHING : AL_BETWEEN_POOLER;
    }
}

/* The columns of FACTS, from `column` on. */
static void note_facts(struct aludel *a, struct aludel_value rows, size_t column)
{
    struct aludel_value log = al_cell(rows, 0, column + 1);
    note_process(a, al_cell(rows, 0, column));
    a->log_is = log.type != ALUDEL_BOOL ? AL_LOG_MISSING : log.as.boolean ? AL_LOG_OURS : AL_LOG_FOREIGN;
}

static bool ask_rows(struct aludel *a, struct aludel_value *rows, bool *missing)
{
    if (!al_on_postgresql(a)) {
        return al_ask_sql(a, "SELECT version_num FROM %s", a->version_table, NULL, 0, rows, missing);
    }
    struct aludel_value values[] = {LOG_VALUES(a), al_string(a->version_table)};
    a->log_is = AL_LOG_UNKNOWN;
    if (!al_ask_sql(a, with_facts, a->version_table, values, 3, rows, missing)) {
        return false;
    }
    if (al_row_count(*rows) == 0) {
        return true;
    }
    note_facts(a, *rows, 2);
    return name_schema(a, al_cell_text(a, *rows, 0, 1));
}

/* Somebody else's table bears the name. */
static bool hint_foreign(struct aludel *a)
{
    if (a->error->code == ALUDEL_FAILED && a->type->why(a->error) == AL_WHY_NO_COLUMN) {
        al_error_hint(a->error, "'%s' isn't a version table: name another with `version_table`",
                      a->settings.version_table);
    }
    return false;
}

bool al_version_read(struct aludel *a, struct al_version *v)
{
    struct aludel_value rows;
    bool in_group = a->driver->in_group;
    if (!ask_rows(a, &rows, in_group ? NULL : &v->missing)) {
        return hint_foreign(a);
    }
    if (!room_for(a, v, al_row_count(rows))) {
        return false;
    }
    for (size_t i = 0; i < al_row_count(rows); i++) {
        if (al_cell(rows, i, 0).type != ALUDEL_NONE) {
            note_row(a, v, al_cell_text(a, rows, i, 0));
        }
    }
    return !a->scratch.exhausted || al_fail_no_memory(a);
}

/* ---- The view -------------------------------------------------------------------------------- */

bool al_version_see(struct aludel *a, struct al_version *v, size_t view)
{
    const struct aludel_registry *before = a->registry;
    struct al_version seen = {.missing = v->missing};
    al_use_view(a, view);
    if (!room_for(a, &seen, v->rows.count + v->unknown_count)) {
        return false;
    }
    for (uint32_t i = 0; i < v->rows.count; i++) {
        note_row(a, &seen, before->migrations[v->rows.at[i]].id);
    }
    for (size_t i = 0; i < v->unknown_count; i++) {
        note_row(a, &seen, v->unknown[i]);
    }
    *v = seen;
    return true;
}

bool al_choose_view(struct aludel *a, struct al_version *v)
{
    if (!a->views[AL_VIEW_LONG].registry) {
        return true;
    }
    if (!al_version_see(a, v, AL_VIEW_SHORT)) {
        return false;
    }
    size_t unknown = v->unknown_count;
    if (unknown == 0 || !al_version_see(a, v, AL_VIEW_LONG)) {
        return unknown == 0;
    }
    return v->unknown_count < unknown || al_version_see(a, v, AL_VIEW_SHORT);
}

bool al_try_long_view(struct aludel *a, struct al_version *v)
{
    bool is_short = a->registry == a->views[AL_VIEW_SHORT].registry;
    if (!a->error->unknown_revision || !is_short || !a->views[AL_VIEW_LONG].registry) {
        return false;
    }
    al_error_clear(a->error);
    return al_version_see(a, v, AL_VIEW_LONG);
}

static const char where_to_make_it[] =
    "SELECT s.name, (SELECT string_agg(format('%I', nspname), ', ' ORDER BY nspname) FROM "
    "pg_catalog.pg_class AS "
    "c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE relname = " P
    " AND relkind IN ('r', 'p') AND nspname <> s.name), current_user, " FACTS(
        "s.name") " FROM (SELECT coalesce(nullif(" P ", ''), CAST(current_schema() AS text)) AS name) AS s";

static bool fail_without_schema(struct aludel *a, const char *user)
{
    al_fail(a, ALUDEL_FAILED, "no schema to make the version table in: the search path of '%s' leads to none",
            user);
    al_error_hint(a->error,
                  "name one with version_table_schema, let the user use a schema in its search path, or "
                  "name who may in the setting `role`");
    return false;
}

bool al_settle_schema(struct aludel *a)
{
    struct aludel_value rows, table = al_string(a->settings.version_table);
    struct aludel_value values[] = {table, LOG_VALUES(a), al_string(a->schema)};
    bool is_named = *a->schema != 0;
    if (!al_on_postgresql(a) || (is_named && a->log_is != AL_LOG_UNKNOWN)) {
        return true;
    }
    if (!al_ask_sql(a, where_to_make_it, NULL, values, 4, &rows, NULL)) {
        return false;
    }
    const char *schema = al_cell_text(a, rows, 0, 0), *elsewhere = al_cell_text(a, rows, 0, 1);
    if (!*schema) {
        return fail_without_schema(a, al_cell_text(a, rows, 0, 2));
    }
    if (*elsewhere && !is_named) {
        al_remark(
            a, "'%s' is made in schema %s; there is one in %s too: version_table_schema says which is meant",
            a->settings.version_table, schema, elsewhere);
    }
    note_facts(a, rows, 3);
    return name_schema(a, schema);
}

bool al_version_same(const struct al_version *a, const struct al_version *b)
{
    return al_rows_same(&a->rows, &b->rows) && a->unknown_count == b->unknown_count;
}

/* ---- The guard ------------------------------------------------------------------------------- */

static int by_id(const struct aludel *a, uint32_t x, uint32_t y)
{
    return strcmp(a->registry->migrations[x].id, a->registry->migrations[y].id);
}

/* The ids in the order of their bytes, a line each. */
static struct aludel_value joined_ids(struct aludel *a, const struct al_rows *rows)
{
    struct al_builder b = al_builder(&a->scratch);
    uint32_t last = AL_BASE;
    for (uint32_t put = 0; put < rows->count; put++) {
        uint32_t next = AL_BASE;
        for (uint32_t i = 0; i < rows->count; i++) {
            bool behind = last == AL_BASE || by_id(a, rows->at[i], last) > 0;
            if (behind && (next == AL_BASE || by_id(a, rows->at[i], next) < 0)) {
                next = rows->at[i];
            }
        }
        al_puts(&b, put ? "\n" : "");
        al_puts(&b, a->registry->migrations[next].id);
        last = next;
    }
    struct aludel_text text = al_built(&b);
    return aludel_textual(ALUDEL_STRING, text.z ? text.z : "", text.n);
}

/* Reads and compares, where that costs nothing. */
static bool compare(struct aludel *a, const struct al_version *v)
{
    struct al_mark mark = al_arena_mark(&a->scratch);
    struct al_version now = {0};
    bool ok = al_version_read(a, &now);
    if (ok && !al_version_same(&now, v)) {
        a->driver->missed = AL_MISSED_ROWS;
        ok = al_driver_failed(a);
    }
    al_arena_release(&a->scratch, mark);
    return ok;
}

bool al_guard(struct aludel *a, const struct al_version *v, enum al_missed missed)
{
    if (!a->type->live) {
        return true;
    }
    if (!a->type->pipelines) {
        return compare(a, v);
    }
    struct aludel_value ids = joined_ids(a, &v->rows);
    return al_demand(
        a,
        "(SELECT coalesce(string_agg(v, chr(10) ORDER BY v COLLATE \"C\"), '') FROM (SELECT DISTINCT "
        "CAST(version_num AS text) AS v FROM %s) AS found) = " P,
        &ids, 1, missed);
}

/* ---- Writing --------------------------------------------------------------------------------- */

/* Alembic's text, so that a script reads like Alembic's. */
bool al_version_create(struct aludel *a)
{
    struct al_builder b = al_builder(&a->scratch);
    struct al_builder name = al_builder(&a->scratch);
    al_putf(&name, "%s_pkc", a->settings.version_table);
    const char *constraint = al_built(&name).z;
    al_putf(&b, "CREATE TABLE %s%%s (\n    version_num VARCHAR(32) NOT NULL, \n    CONSTRAINT ",
            a->offline ? "" : "IF NOT EXISTS ");
    al_puts(&b, constraint ? al_table_name(a, "", constraint) : "");
    al_puts(&b, " PRIMARY KEY (version_num)\n)");
    const char *sql = al_built(&b).z;
    return sql ? al_demand_sql(a, sql, a->version_table, NULL, 0, AL_MISSED_LOCK) : al_fail_no_memory(a);
}

static const char *id_of(const struct aludel *a, uint32_t r)
{
    return a->registry->migrations[r].id;
}

/* Exactly one row, or the step is rolled back: someone else's hands are in the table. */
static bool change_row(struct aludel *a, const char *sql, const struct aludel_value *values, size_t count,
                       const char *what)
{
    int64_t changed = 1;
    if (!a->type->live || a->type->pipelines) { /* there al_guard looks at what came out */
        return al_send_sql(a, sql, a->version_table, values, count);
    }
    if (!al_count_sql(a, sql, a->version_table, values, count, &changed)) {
        return false;
    }
    return changed == 1 ||
           al_fail(a, ALUDEL_FAILED, "Online migration expected to match one row when %s in '%s'; %lld found",
                   what, a->settings.version_table, (long long)changed);
}

static bool insert_row(struct aludel *a, uint32_t r)
{
    char what[120];
    al_format(what, sizeof what, "inserting '%s'", id_of(a, r));
    struct aludel_value v = al_string(id_of(a, r));
    return change_row(a, "INSERT INTO %s (version_num) VALUES (" P ")", &v, 1, what);
}

static bool delete_row(struct aludel *a, uint32_t r)
{
    char what[120];
    al_format(what, sizeof what, "deleting '%s'", id_of(a, r));
    struct aludel_value v = al_string(id_of(a, r));
    return change_row(a, "DELETE FROM %s WHERE %s.version_num = " P, &v, 1, what);
}

static bool update_row(struct aludel *a, uint32_t from, uint32_t to)
{
    char what[200];
    al_format(what, sizeof what, "updating '%s' to '%s'", id_of(a, from), id_of(a, to));
    struct aludel_value v[] = {al_string(id_of(a, to)), al_string(id_of(a, from))};
    return change_row(a, "UPDATE %s SET version_num=" P " WHERE %s.version_num = " P, v, 2, what);
}

bool al_version_change(struct aludel *a, struct al_version *v, const struct al_change *change)
{
    for (uint32_t i = 0; i < change->delete_count; i++) {
        if (!delete_row(a, change->delete_[i])) {
            return false;
        }
    }
    for (uint32_t i = 0; i < change->insert_count; i++) {
        if (!insert_row(a, change->insert[i])) {
            return false;
        }
    }
    if (change->update_from != AL_BASE && !update_row(a, change->update_from, change->update_to)) {
        return false;
    }
    al_apply_change(&v->rows, change);
    return !a->type->pipelines || al_guard(a, v, AL_MISSED_WRITE);
}
