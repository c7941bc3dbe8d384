/* offline.c: what a script needs besides the steps: the settings that a live PostgreSQL connection would have
 * in every transaction, and where autocommit blocks begin and end. */
#include "apply/apply.h"

#include <string.h>

static bool set(struct aludel *a, const char *name, const char *value)
{
    struct al_builder b = al_builder(&a->scratch);
    al_puts(&b, "SET LOCAL ");
    al_puts(&b, name);
    al_puts(&b, value);
    const char *sql = al_built(&b).z;
    return sql ? al_send_sql(a, sql, "", NULL, 0) : al_fail_no_memory(a);
}

static bool set_duration(struct aludel *a, const char *name, const char *text)
{
    int64_t milliseconds = 0;
    char value[40];
    if (!al_duration(text, "0", &milliseconds)) {
        return al_fail(a, ALUDEL_USAGE, "'%s' isn't a duration", text);
    }
    al_format(value, sizeof value, " = '%lldms'", (long long)milliseconds);
    return milliseconds == 0 || set(a, name, value);
}

static bool set_path(struct aludel *a)
{
    struct al_builder b = al_builder(&a->scratch);
    al_puts(&b, " = ");
    al_puts(&b, a->settings.search_path);
    const char *value = al_built(&b).z;
    return !*a->settings.search_path || (value ? set(a, "search_path", value) : al_fail_no_memory(a));
}

static bool set_role(struct aludel *a)
{
    struct al_builder b = al_builder(&a->scratch);
    al_putc(&b, ' ');
    al_puts(&b, al_table_name(a, "", a->settings.role));
    const char *value = al_built(&b).z;
    return !*a->settings.role || (value ? set(a, "ROLE", value) : al_fail_no_memory(a));
}

static bool is_needed(const struct aludel *a)
{
    return !a->type->live && a->type->dialect == ALUDEL_POSTGRESQL;
}

/* Our own tables are made as the role, but where the connection's own search path leads. */
bool al_script_begun(struct aludel *a)
{
    return !is_needed(a) || (set_role(a) && set(a, "standard_conforming_strings", " = on"));
}

bool al_script_settings(struct aludel *a)
{
    return !is_needed(a) ||
           (set_duration(a, "lock_timeout", a->settings.lock_timeout) &&
            set_duration(a, "statement_timeout", a->settings.statement_timeout) && set_path(a));
}

/* ---- Autocommit blocks ----------------------------------------------------------------------- */

static bool before(struct aludel_op *op, const struct al_request *request, bool *skip, int64_t *changed)
{
    (void)op;
    (void)request;
    *skip = false;
    *changed = 0;
    return true;
}

static bool after(struct aludel_op *op, const struct al_request *request, int64_t changed)
{
    (void)op;
    (void)request;
    (void)changed;
    return true;
}

static bool begin(struct aludel_op *op)
{
    struct al_driver *d = op->around->driver;
    return !d->in_group || d->type->commit(d) || al_op_failed(op);
}

static bool end(struct aludel_op *op)
{
    struct al_driver *d = op->around->driver;
    const struct al_run *run = op->apply;
    return (d->type->begin(d, AL_BEGIN_WRITE) && al_script_begun(run->a) && al_script_settings(run->a)) ||
           al_op_failed(op);
}

const struct al_autocommit al_autocommit_script = {before, after, begin, end};
