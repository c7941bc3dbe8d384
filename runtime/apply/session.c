/*
 * session.c: what is set on PostgreSQL: the role, time-outs, the search path; for a group, and for the statements
 * outside of transactions that a script holds. A script has it as a live connection has it.
 */
#include "apply/apply.h"

static bool send(struct aludel *a, const char *before, const char *name, const char *after)
{
    struct al_builder b = al_builder(&a->scratch);
    al_puts(&b, before);
    al_puts(&b, name);
    al_puts(&b, after);
    const char *sql = al_built(&b).z;
    return sql ? al_send_sql(a, sql, "", NULL, 0) : al_fail_no_memory(a);
}

/* `set` is SET LOCAL in a transaction, SET where a statement stands alone. */
static bool set_duration(struct aludel *a, const char *set, const char *name, const char *text)
{
    int64_t milliseconds = 0;
    char value[40];
    if (!al_duration(text, "0", &milliseconds)) {
        return al_fail(a, ALUDEL_USAGE, "'%s' isn't a duration", text);
    }
    al_format(value, sizeof value, "%s = '%lldms'", name, (long long)milliseconds);
    return milliseconds == 0 || send(a, set, value, "");
}

static bool set_durations(struct aludel *a, const char *set)
{
    return set_duration(a, set, "lock_timeout", a->settings.lock_timeout) &&
           set_duration(a, set, "statement_timeout", a->settings.statement_timeout);
}

static bool set_role(struct aludel *a, const char *set)
{
    const char *role = a->settings.role;
    return !*role || send(a, set, "ROLE ", al_table_name(a, "", role));
}

static bool set_path(struct aludel *a, const char *set)
{
    const char *path = a->settings.search_path;
    return !*path || send(a, set, "search_path = ", path);
}

static bool is_needed(const struct aludel *a)
{
    return al_dialect_of(a->type) == ALUDEL_POSTGRESQL;
}

static bool is_script(const struct aludel *a)
{
    return !a->type->live && is_needed(a);
}

/* From here on, what the chain's statements change is noted. */
static bool forget_changes(struct aludel *a)
{
    a->driver->has_set = false;
    a->driver->has_set_path = false;
    return true;
}

bool al_group_role(struct aludel *a)
{
    return !is_needed(a) || set_role(a, "SET LOCAL ");
}

bool al_group_limits(struct aludel *a)
{
    return !is_needed(a) ||
           (send(a, "SET LOCAL ", "standard_conforming_strings = on", "") && set_durations(a, "SET LOCAL "));
}

bool al_group_path(struct aludel *a)
{
    return !is_needed(a) || (set_path(a, "SET LOCAL ") && forget_changes(a));
}

bool al_group_own_tables(struct aludel *a)
{
    bool elsewhere = *a->settings.search_path || a->driver->has_set_path;
    bool qualified = *a->settings.version_table_schema;
    return !is_script(a) || !elsewhere || qualified || send(a, "SET LOCAL ", "search_path = DEFAULT", "");
}

static bool reset_all(struct aludel *a)
{
    return send(a, "RESET ", "ALL", "") && send(a, "RESET ", "ROLE", "");
}

/* SET LOCAL lasts as long as the transaction, which is longer than the migration here. A lent connection's
 * session is its owner's: there only what we set ourselves is set again. */
bool al_group_next(struct aludel *a)
{
    if (!is_needed(a)) {
        return true;
    }
    bool again = a->driver->has_set;
    return (!again || ((a->config.postgresql || reset_all(a)) && al_group_role(a) && al_group_limits(a))) &&
           al_group_path(a);
}

bool al_set_path(struct aludel *a, const char *path)
{
    struct aludel_value value = al_string(path);
    return al_send_sql(a, "SELECT pg_catalog.set_config('search_path', " P ", true)", NULL, &value, 1);
}

bool al_fail_no_schema(struct aludel *a)
{
    al_fail(a, ALUDEL_FAILED, "there is no schema to read: the search path leads to none");
    al_error_hint(a->error, "set `search_path`, or create the schema");
    return false;
}

/* ---- Outside of transactions --------------------------------------------------------------------- */

/* Outside a transaction there is no SET LOCAL. What is set there, by us too, is noted and reset behind it. */
bool al_session_set(struct aludel *a)
{
    return !is_needed(a) ||
           (forget_changes(a) && set_role(a, "SET ") && set_durations(a, "SET ") && set_path(a, "SET "));
}

bool al_session_reset(struct aludel *a)
{
    return !is_needed(a) || !a->driver->has_set || reset_all(a);
}
