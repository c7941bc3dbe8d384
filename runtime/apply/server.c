/* server.c: what a server must allow for a run, looked at before it begins (PostgreSQL). */
#include "apply/apply.h"

#include <string.h>

/* Statements outside transactions need a session of their own, which a transaction pooler doesn't give. */
static bool check_direct(struct al_run *run)
{
    struct aludel *a = run->a;
    for (uint32_t i = 0; i < run->plan.count && a->type->direct && !run->whole; i++) {
        const struct aludel_migration *m = &a->registry->migrations[run->plan.steps[i].revision];
        if (al_flags(run, m) & ALUDEL_AUTOCOMMIT) {
            return a->type->direct(a->driver) || (al_driver_failed(a), al_refuse(run, m));
        }
    }
    return true;
}

static size_t count_statements(const char *sql, const char *const *beginnings)
{
    size_t count = 0;
    for (; *beginnings; beginnings++) {
        struct aludel_text word = al_text(*beginnings);
        for (const char *p = sql; p && *p; p = strstr(p, ";\n\n"), p = p ? p + 3 : NULL) {
            count += strlen(p) > word.n && al_same_nocase((struct aludel_text){p, word.n}, word);
        }
    }
    return count;
}

/* A new table has a primary key, as a rule, and a place for long values with an index: four relations. */
static size_t estimate_locks(struct al_run *run)
{
    static const char *const tables[] = {"create table", NULL};
    static const char *const indexes[] = {"create index", "create unique index", NULL};
    size_t locks = 0;
    for (uint32_t i = 0; i < run->plan.count; i++) {
        struct al_mark mark = al_arena_mark(&run->a->scratch);
        bool whole;
        struct aludel_error ignored; /* the run itself will say it */
        const char *sql = al_step_sql(run, i, &whole, &ignored);
        locks += 4 * count_statements(sql, tables) + count_statements(sql, indexes);
        al_arena_release(&run->a->scratch, mark);
    }
    return locks;
}

static const char lock_room[] =
    "SELECT current_setting('max_locks_per_transaction')::bigint, "
    "current_setting('max_locks_per_transaction')::bigint * "
    "(current_setting('max_connections')::bigint + "
    "current_setting('max_prepared_transactions')::bigint + "
    "current_setting('autovacuum_max_workers')::bigint + "
    "current_setting('max_worker_processes')::bigint + current_setting('max_wal_senders')::bigint + 1)";

/* One transaction keeps the locks of all that it makes: the server's table of them may be too small. */
static bool warn_of_locks(struct al_run *run)
{
    struct aludel *a = run->a;
    struct aludel_value rows;
    if (!run->whole || !al_on_postgresql(a) || run->plan.count < 100 || run->warned) {
        return true;
    }
    run->warned = true;
    size_t locks = estimate_locks(run);
    if (!al_ask_sql(a, lock_room, NULL, NULL, 0, &rows, NULL)) {
        return false;
    }
    struct aludel_value room = al_cell(rows, 0, 1);
    if (room.type == ALUDEL_INT && (int64_t)locks > room.as.integer) {
        al_remark(
            a,
            "one transaction for %u migrations takes about %zu locks, and the server has room for %lld: "
            "if it runs out of shared memory, raise max_locks_per_transaction or run each in a "
            "transaction of its own",
            (unsigned)run->plan.count, locks, (long long)room.as.integer);
    }
    return true;
}

static bool is_full_of_locks(const struct aludel_error *e)
{
    return !strcmp(e->sqlstate, "53200") && strstr(e->hint, "max_locks_per_transaction");
}

void al_explain_locks(struct aludel *a)
{
    struct aludel_error meanwhile, *first = al_set_aside(a, &meanwhile);
    struct aludel_value rows;
    if (is_full_of_locks(first) && al_ask_sql(a, lock_room, NULL, NULL, 0, &rows, NULL)) {
        al_error_detail(first, "the server: %s", first->message);
        al_format(first->message, sizeof first->message,
                  "the target is built in one transaction, and has more in it than the server can lock: "
                  "there is room "
                  "for %lld locks (max_locks_per_transaction is %lld)",
                  (long long)al_cell(rows, 0, 1).as.integer, (long long)al_cell(rows, 0, 0).as.integer);
        first->hint[0] = '\0';
        al_error_hint(
            first,
            "raise max_locks_per_transaction and restart the server; or execute the target in an empty "
            "database, each statement by itself, and compare with that: aludel diff URL URL");
    }
    a->error = first;
}

bool al_check_server(struct al_run *run)
{
    return check_direct(run) && warn_of_locks(run);
}
