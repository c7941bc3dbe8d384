/*
 * scratch.c: the compiled-in target, or what the chain makes of nothing, in a place where nothing of it stays: a database in
 * memory; on PostgreSQL, for the target, a schema in a transaction that is rolled back. Nothing is committed, so whoever is
 * killed leaves nothing either.
 */
#include "apply/apply.h"

#include <string.h>

struct inside {
    struct al_autocommit hooks;
    const char *const *staying; /* schemas that are there already; NULL: none */
};

/* ---- What can't run in a transaction ---------------------------------------------------------------- */

/* All of it runs inside. */
static bool stay_inside(struct aludel_op *op)
{
    op->in_autocommit = false;
    return true;
}

/* The text without that word, which stands behind CREATE INDEX or CREATE UNIQUE INDEX, or with none before it. */
static bool drop_word(struct aludel_op *op, const struct aludel_statement *st, struct aludel_statement *out)
{
    static const char word[] = "CONCURRENTLY";
    size_t n = sizeof word - 1;
    for (size_t i = 0; i + n <= st->length; i++) {
        if (!al_same_nocase((struct aludel_text){st->sql + i, n}, AL_TEXT("CONCURRENTLY"))) {
            continue;
        }
        struct al_builder b = al_builder(&op->arena);
        al_put(&b, st->sql, i);
        al_put(&b, st->sql + i + n, st->length - i - n);
        struct aludel_text text = al_built(&b);
        *out = *st;
        out->sql = text.z;
        out->length = (uint32_t)text.n;
        out->flags &= (uint16_t)~ALUDEL_ALONE;
        return text.z != NULL;
    }
    return false;
}

/* CREATE SCHEMA of one that stays. */
static bool is_there(const struct aludel_op *op, const struct aludel_statement *st)
{
    const struct inside *in = (const struct inside *)op->around->autocommit;
    const struct aludel_text create = AL_TEXT("CREATE SCHEMA ");
    size_t n = create.n;
    if (st->length <= n || !al_same_nocase((struct aludel_text){st->sql, n}, create)) {
        return false;
    }
    struct aludel_text name = {st->sql + n, st->length - n};
    for (const char *const *s = in->staying; s && *s; s++) {
        if (al_same_nocase(al_trimmed(name), al_text(*s))) {
            return true;
        }
    }
    return false;
}

/* Indexes are made without CONCURRENTLY; what changes no schema (VACUUM, ANALYZE) isn't done. */
static bool run_inside(struct aludel_op *op, const struct al_request *request, bool *skip,
                       struct al_outcome *outcome)
{
    const struct aludel_statement *st = request->what.statement;
    struct al_driver *d = op->around->driver;
    struct aludel_statement inside;
    *outcome = (struct al_outcome){.value = aludel_none()};
    bool alone = (st->flags & ALUDEL_ALONE) != 0;
    *skip = alone || is_there(op, st);
    if (!alone || !(st->flags & ALUDEL_DDL)) {
        return true;
    }
    if (!drop_word(op, st, &inside)) {
        al_error(op->error, ALUDEL_FAILED, "this can't be part of the target: it can't run in a transaction");
        al_error_statement(op->error, st->sql, st->length);
        return al_op_failed(op);
    }
    struct al_request other = *request;
    other.what.statement = &inside;
    return d->type->send(d, &other) && d->type->settle(d);
}

/* ---- The steps --------------------------------------------------------------------------------------- */

static bool call_up(struct aludel *a, const struct aludel_migration *m, const char *const *staying)
{
    struct inside inside = {{.before = run_inside, .begin = stay_inside}, staying};
    const struct aludel_way *way = &m->ways[ALUDEL_UP];
    struct al_run run = {.a = a, .direction = ALUDEL_UP};
    struct al_surroundings around = al_surround(a);
    around.step = m;
    around.autocommit =
        staying || way->flags[al_dialect_of(a->type)] & ALUDEL_AUTOCOMMIT ? &inside.hooks : NULL;
    return al_call_function(&run, &around, way->run, m);
}

static bool call_hook(struct aludel *a, aludel_step_fn *hook, const struct aludel_migration *m)
{
    struct al_run run = {.a = a, .direction = ALUDEL_UP};
    struct al_surroundings around = al_surround(a);
    around.step = m;
    return al_call_function(&run, &around, hook, NULL);
}

/* What waits for a COMMIT would be in the way of the next one. */
static bool end_step(struct aludel *a)
{
    return (!al_on_postgresql(a) || al_send_sql(a, "SET CONSTRAINTS ALL IMMEDIATE", NULL, NULL, 0)) &&
           al_settle(a);
}

static bool run_step(struct aludel *a, const struct aludel_migration *m)
{
    struct al_mark mark = al_arena_mark(&a->scratch);
    bool ok = call_hook(a, a->registry->before_each, m) && call_up(a, m, NULL) &&
              call_hook(a, a->registry->after_each, m) && end_step(a);
    if (!ok && a->error->code == ALUDEL_OK) {
        al_driver_failed(a);
    }
    al_arena_release(&a->scratch, mark);
    return ok;
}

static bool run_chain(struct aludel *a)
{
    for (uint32_t i = 0; i < a->registry->count; i++) {
        if (al_is_older(&a->registry->migrations[i])) {
            return al_fail_without_begin(a);
        }
    }
    bool ok = call_hook(a, a->registry->before_upgrade, NULL);
    for (uint32_t i = 0; ok && i < a->registry->count; i++) {
        ok = run_step(a, &a->registry->migrations[i]);
    }
    return ok && call_hook(a, a->registry->after_upgrade, NULL) && al_settle(a);
}

static bool run_target(struct aludel *a, const char *const *staying)
{
    return call_up(a, a->registry->target, staying) && al_settle(a);
}

static bool run_all(struct aludel *a, enum al_scratch_of of)
{
    return of == AL_SCRATCH_CHAIN ? run_chain(a) : run_target(a, NULL);
}

/* ---- SQLite ------------------------------------------------------------------------------------------ */

static bool rebuilds(const struct aludel *a, enum al_scratch_of of)
{
    return of == AL_SCRATCH_CHAIN
               ? al_any_has(a, ALUDEL_REBUILDS)
               : (a->registry->target->ways[ALUDEL_UP].flags[ALUDEL_SQLITE] & ALUDEL_REBUILDS) != 0;
}

static bool read_in_memory(struct aludel *a, enum al_scratch_of of, struct al_whole_question *what,
                           al_scratch_fn *read, void *with)
{
    enum al_begin kind = rebuilds(a, of) ? AL_BEGIN_REBUILD : AL_BEGIN_WRITE;
    return (a->type->begin(a->driver, kind) || al_driver_failed(a)) && run_all(a, of) && read(a, what, with);
}

static bool on_sqlite(struct aludel *a, enum al_scratch_of of, struct al_whole_question *what,
                      al_scratch_fn *read, void *with)
{
    struct al_connect connect = {.url = "sqlite://",
                                 .settings = &a->settings,
                                 .allocator = a->config.allocator,
                                 .event = a->config.event ? al_tell_for_driver : NULL,
                                 .with = a,
                                 .interrupted = &a->interrupted,
                                 .stop = &a->stop};
    struct al_driver *memory = NULL, *live = a->driver;
    if (!a->type->open(&memory, &connect, a->error)) {
        return false;
    }
    what->home = what->filter.home = "main";
    what->schemas.count = 0; /* there is no other one */
    a->driver = memory;
    bool ok = read_in_memory(a, of, what, read, with);
    a->driver = live;
    memory->type->close(memory);
    return ok;
}

/* ---- PostgreSQL -------------------------------------------------------------------------------------- */

static bool ask_place(struct aludel *a, struct al_scratch_place *p)
{
    struct aludel_value rows;
    static const char question[] =
        "SELECT current_schema()::text, 'aludel_scratch_' || pg_catalog.pg_backend_pid() || '_' ||"
        " pg_catalog.substr(pg_catalog.md5(pg_catalog.random()::text || pg_catalog.clock_timestamp()::text), "
        "1, 12),"
        " pg_catalog.quote_ident(pg_catalog.current_schema()),"
        " (SELECT pg_catalog.string_agg(', ' || n.called, '' ORDER BY n.called) FROM (SELECT DISTINCT"
        " pg_catalog.quote_ident(n.nspname) FROM pg_catalog.pg_extension x JOIN pg_catalog.pg_namespace n"
        " ON n.oid = x.extnamespace WHERE n.nspname <> 'pg_catalog'::text) AS n (called)),"
        " pg_catalog.pg_is_in_recovery(),"
        " NOT pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE'::text),"
        " pg_catalog.quote_ident(pg_catalog.current_database()), pg_catalog.quote_ident(current_user),"
        " (SELECT pg_catalog.string_agg(', ' || pg_catalog.quote_ident(u.s), '' ORDER BY u.n) FROM "
        "pg_catalog.unnest(pg_catalog.current_schemas(false)) WITH ORDINALITY AS u (s, n) WHERE u.n > 1)";
    if (!al_ask_sql(a, question, NULL, NULL, 0, &rows, NULL)) {
        return false;
    }
    *p = (struct al_scratch_place){.home = al_cell_text(a, rows, 0, 0),
                                   .name = al_cell_text(a, rows, 0, 1),
                                   .shown = al_cell_text(a, rows, 0, 2),
                                   .extensions = al_cell_text(a, rows, 0, 3),
                                   .standby = al_cell(rows, 0, 4).as.boolean,
                                   .refused = al_cell(rows, 0, 5).as.boolean,
                                   .database = al_cell_text(a, rows, 0, 6),
                                   .user = al_cell_text(a, rows, 0, 7),
                                   .further = al_cell_text(a, rows, 0, 8)};
    return true;
}

static bool check_place(struct aludel *a, const struct al_scratch_place *p)
{
    if (p->standby) {
        al_fail(a, ALUDEL_READ_ONLY, "this server is a standby, where the target can't be built");
        al_error_hint(a->error, "ask the primary");
        return false;
    }
    if (p->refused) {
        al_fail(
            a, ALUDEL_FAILED,
            "the target is built in a schema of its own (which is rolled back), and '%s' may not create one",
            p->user);
        al_error_hint(a->error, "GRANT CREATE ON DATABASE %s TO %s", p->database, p->user);
        return false;
    }
    return *p->home || al_fail_no_schema(a);
}

/* "already exists, skipping" of what is rolled back is nobody's business. */
static bool make_place(struct aludel *a, const struct al_scratch_place *p)
{
    struct al_builder b = al_builder(&a->scratch);
    al_putf(&b, "CREATE SCHEMA %s", p->name);
    const char *sql = al_built(&b).z;
    if (!sql) {
        return al_fail_no_memory(a);
    }
    return al_send_sql(a, "SET LOCAL client_min_messages = warning", NULL, NULL, 0) &&
           al_send_sql(a, sql, NULL, NULL, 0);
}

static bool set_place(struct aludel *a, const struct al_scratch_place *p, const char *behind,
                      const char **path)
{
    struct al_builder b = al_builder(&a->scratch);
    al_putf(&b, "%s%s", p->name, behind);
    *path = al_built(&b).z;
    return *path ? al_set_path(a, *path) : al_fail_no_memory(a);
}

/* What belongs to extensions is called as it would be if the schema were the one that it stands for. */
static bool read_place(struct aludel *a, const struct al_scratch_place *p, struct al_whole_question *what,
                       al_scratch_fn *read, void *with)
{
    struct al_builder b = al_builder(&a->scratch);
    al_putf(&b, ", %s", p->shown);
    const char *behind = al_built(&b).z, *path;
    what->home = what->scratch_name = p->name;
    what->filter.home = p->home;
    what->shown = p->shown;
    return (behind || al_fail_no_memory(a)) && set_place(a, p, behind, &path) && read(a, what, with);
}

/* ---- Other schemas that are asked for ---------------------------------------------------------------- */

/* Its name as a statement has it; whether extensions are in it, and whether anything else is. */
static bool ask_for_schema(struct aludel *a, const char *schema, struct aludel_value *rows)
{
    static const char question[] =
        "SELECT pg_catalog.quote_ident(n.nspname), EXISTS (SELECT FROM pg_catalog.pg_extension x WHERE "
        "x.extnamespace = n.oid), EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.refclassid = "
        "'pg_catalog.pg_namespace'::pg_catalog.regclass AND d.refobjid = n.oid AND d.deptype = 'n' AND "
        "d.classid <> 'pg_catalog.pg_extension'::pg_catalog.regclass AND NOT EXISTS (SELECT FROM "
        "pg_catalog.pg_depend e WHERE e.classid = d.classid AND e.objid = d.objid AND e.deptype = 'e')) FROM "
        "pg_catalog.pg_namespace n WHERE n.nspname = " P "::text";
    struct aludel_value name = al_string(schema);
    return al_ask_sql(a, question, NULL, &name, 1, rows, NULL);
}

/* What the database has of it makes room under another name, as long as the transaction lasts. */
static bool move_aside(struct aludel *a, const char *called, uint32_t number)
{
    struct al_builder b = al_builder(&a->scratch);
    al_putf(&b, "ALTER SCHEMA %s RENAME TO aludel_scratch_aside_%u", called, (unsigned)number);
    const char *sql = al_built(&b).z;
    return sql ? al_send_sql(a, sql, NULL, NULL, 0) : al_fail_no_memory(a);
}

/* There is one of each extension in a database: a schema that has nothing else stays where it is. */
static bool make_room(struct aludel *a, struct al_scratch_place *p, const char *schema, uint32_t number)
{
    struct aludel_value rows;
    if (!ask_for_schema(a, schema, &rows)) {
        return false;
    }
    if (al_row_count(rows) == 0) {
        return true;
    }
    const char *called = al_cell_text(a, rows, 0, 0);
    bool extended = al_cell(rows, 0, 1).as.boolean, filled = al_cell(rows, 0, 2).as.boolean;
    if (extended && !filled) {
        *p->staying_end++ = called;
        return true;
    }
    p->torn = extended ? schema : p->torn;
    return move_aside(a, called, number);
}

static bool ask_for_others(struct aludel *a, struct al_scratch_place *p, struct al_whole_question *what)
{
    const char **names = al_new(a, what->schemas.count, sizeof *names);
    p->staying = p->staying_end = al_new(a, what->schemas.count + 1, sizeof *p->staying);
    bool ok = names && p->staying;
    for (uint32_t i = 0; ok && i < what->schemas.count; i++) {
        bool home = !what->schemas.at[i] || !strcmp(what->schemas.at[i], p->home);
        names[i] = home ? p->name : what->schemas.at[i];
        ok = home || make_room(a, p, names[i], i);
    }
    what->schemas.at = names;
    return ok;
}

/* The schemas that are read, as one text. */
static bool name_asked(struct aludel *a, struct al_scratch_place *p, const struct al_whole_question *what)
{
    struct al_builder b = al_builder(&a->scratch);
    al_puts(&b, p->name);
    for (uint32_t i = 0; i < what->schemas.count; i++) {
        al_putf(&b, "\1%s", what->schemas.at[i]);
    }
    p->asked = al_built(&b).z;
    p->chosen = what->schemas.count && !what->may_be_missing;
    return p->asked || al_fail_no_memory(a);
}

/* Behind the scratch the search path is the connection's own, and leads to the extensions. */
static bool build(struct aludel *a, struct al_scratch_place *p)
{
    struct al_builder b = al_builder(&a->scratch);
    al_putf(&b, "%s%s", p->further, p->extensions);
    const char *behind = al_built(&b).z, *path;
    if (!behind) {
        return al_fail_no_memory(a);
    }
    if (!set_place(a, p, behind, &path) || !run_target(a, p->staying)) {
        al_explain_stray(a, p);
        return false;
    }
    return al_check_strays(a, p);
}

static bool on_postgresql(struct aludel *a, struct al_whole_question *what, al_scratch_fn *read, void *with)
{
    struct al_scratch_place p;
    bool ok = al_connect(a, false) && (a->type->begin(a->driver, AL_BEGIN_WRITE) || al_driver_failed(a)) &&
              al_group_role(a) && al_group_limits(a) && al_group_path(a) && ask_place(a, &p) &&
              check_place(a, &p) && make_place(a, &p) && ask_for_others(a, &p, what) &&
              name_asked(a, &p, what) && build(a, &p) && read_place(a, &p, what, read, with);
    if (a->driver && a->driver->in_group) {
        a->type->rollback(a->driver);
    }
    if (!ok) {
        al_explain_locks(a);
    }
    return ok;
}

/* Migrations change rows and set sequences, which no rollback takes back; where a name leads out of the scratch, those of
 * others. */
static bool refuse_chain(struct aludel *a)
{
    al_fail(a, ALUDEL_USAGE, "on PostgreSQL the migrations aren't run on a server that others use");
    al_error_hint(a->error, "aludel test --url URL runs them there, in databases of their own");
    return false;
}

bool al_in_scratch(struct aludel *a, enum al_scratch_of of, struct al_whole_question *what,
                   al_scratch_fn *read, void *with)
{
    if (of == AL_SCRATCH_TARGET && !a->registry->target) {
        al_fail(a, ALUDEL_USAGE, "these migrations have no target: no schema is compiled in beside them");
        al_error_hint(a->error,
                      "write the schema that is meant into schema.mako (or schema.sql) beside aludel.ini, "
                      "and generate again");
        return false;
    }
    if (al_dialect_of(a->type) == ALUDEL_SQLITE) {
        return on_sqlite(a, of, what, read, with);
    }
    return of == AL_SCRATCH_CHAIN ? refuse_chain(a) : on_postgresql(a, what, read, with);
}
