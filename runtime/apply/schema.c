/* schema.c: the schema read back, of the live database or of the target, and both compared. */
#include "apply/apply.h"

#include "apply/single.h"
#include "inspect/whole_compare.h"

#include "core/pattern.h"

#include <string.h>

/* ---- The question -------------------------------------------------------------------------------- */

/* Our own tables, and those that are to be left out. */
static struct aludel_names left_out(struct aludel *a, const struct aludel_inspection *what)
{
    struct al_surroundings around = al_surround(a);
    uint32_t own = sizeof around.own_tables / sizeof *around.own_tables, count = 0;
    const char **names = al_new(a, own + what->without_count, sizeof *names);
    for (uint32_t i = 0; names && i < own; i++) {
        if (around.own_tables[i] && *around.own_tables[i]) {
            names[count++] = around.own_tables[i];
        }
    }
    for (size_t i = 0; names && i < what->without_count; i++) {
        names[count++] = what->without[i];
    }
    return (struct aludel_names){count, names};
}

static bool check_patterns(struct aludel *a, const char *setting, const char *list)
{
    struct al_pattern p;
    struct aludel_text bad;
    while (al_pattern_next(&list, &p, &bad)) {
    }
    if (!bad.n) {
        return true;
    }
    al_fail(a, ALUDEL_USAGE, "setting %s: '%.*s' isn't a pattern", setting, (int)bad.n, bad.z);
    al_error_hint(a->error,
                  "a name with * and ? in it; in front of it may stand a kind, as in view:report_*, and "
                  "a schema, as in audit.*");
    return false;
}

/* The setting's, behind the one that names mean, which is NULL until it is known. */
static bool add_schemas(struct aludel *a, struct al_whole_question *q)
{
    const char *z = a->settings.include_schemas;
    const char **names = al_new(a, strlen(z) / 2 + 2, sizeof *names);
    if (!names) {
        return false;
    }
    names[q->schemas.count++] = NULL;
    while (*(z += strspn(z, " ,\t\n"))) {
        size_t n = strcspn(z, " ,\t\n");
        names[q->schemas.count++] = al_arena_copy(&a->scratch, z, n);
        z += n;
    }
    q->schemas.at = names;
    q->may_be_missing = true;
    return true;
}

static bool make_question(struct aludel *a, const struct aludel_inspection *what, struct al_whole_question *q)
{
    const struct aludel_settings *s = &a->settings;
    bool sqlite = al_dialect_of(a->type) == ALUDEL_SQLITE;
    *q = (struct al_whole_question){.schemas = {(uint32_t)what->schema_count, what->schemas},
                                    .without = left_out(a, what),
                                    .filter = {s->include, s->exclude, "main", sqlite}};
    return q->without.at && check_patterns(a, "include", s->include) &&
           check_patterns(a, "exclude", s->exclude) &&
           (sqlite || what->schema_count || !*s->include_schemas || add_schemas(a, q));
}

/* ---- The answer ---------------------------------------------------------------------------------- */

static bool keep_in(struct aludel_arena *arena, const struct al_whole *read, struct al_whole *kept)
{
    const char **texts[6];
    *kept = (struct al_whole){al_arena_new(arena, (read->count + 1) * sizeof *read->things), read->count};
    for (size_t i = 0; kept->things && i < read->count; i++) {
        struct al_whole_thing *t = &kept->things[i];
        *t = read->things[i];
        texts[0] = &t->part.kind;
        texts[1] = &t->part.schema;
        texts[2] = &t->part.table;
        texts[3] = &t->part.name;
        texts[4] = &t->part.sql;
        texts[5] = &t->shape;
        for (size_t k = 0; k < 6; k++) {
            *texts[k] = *texts[k] ? al_arena_copy(arena, *texts[k], strlen(*texts[k])) : NULL;
        }
    }
    return !arena->exhausted;
}

/* The texts live as long as the call. */
static bool keep(struct aludel *a, const struct al_whole *read, struct al_whole *kept)
{
    return keep_in(&a->scratch, read, kept) || al_fail_no_memory(a);
}

/* A catalog is small to the planner until somebody has analyzed it: nested loops over thousands of tables take minutes.
 * And what is asked here is long, so that weighing up merges and each order of the joins costs more than it wins. All of
 * it ends with the group, which is rolled back. */
static bool set_planner(struct aludel *a)
{
    static const char sql[] = "SELECT pg_catalog.set_config(name, value, true) FROM (VALUES "
                              "('enable_nestloop', 'off'), ('enable_mergejoin', 'off'), "
                              "('join_collapse_limit', '1'), ('jit', 'off')) AS s (name, value)";
    return !al_on_postgresql(a) || al_send_sql(a, sql, NULL, NULL, 0);
}

/* In the group at hand. */
static bool read_here(struct aludel *a, struct al_whole_question *q, void *with)
{
    if (!set_planner(a)) {
        return false;
    }
    struct aludel_op op;
    struct al_surroundings around = al_surround(a);
    struct al_whole read;
    al_op_begin(&op, &around, NULL, ALUDEL_UP);
    bool ok = al_whole_read(&op, q, &read) && keep(a, &read, with);
    al_op_end(&op);
    return ok;
}

/* ---- The live database ----------------------------------------------------------------------------- */

/* A caller's transaction has the snapshots that it has. */
static bool begin_snapshot(struct aludel *a)
{
    return (a->type->begin(a->driver, AL_BEGIN_READ) || al_driver_failed(a)) &&
           (!al_on_postgresql(a) || a->driver->borrowed_group ||
            al_send_sql(a, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ", NULL, NULL, 0)) &&
           al_group_role(a) && al_group_path(a);
}

static bool find_home(struct aludel *a, struct al_whole_question *q)
{
    struct aludel_value rows;
    q->home = "main";
    if (!al_on_postgresql(a)) {
        return true;
    }
    if (!al_ask_sql(a, "SELECT s::text, pg_catalog.quote_ident(s) FROM pg_catalog.current_schema() AS s",
                    NULL, NULL, 0, &rows, NULL)) {
        return false;
    }
    q->home = al_cell_text(a, rows, 0, 0);
    q->filter.home = q->home;
    return (*q->home || al_fail_no_schema(a)) && al_set_path(a, al_cell_text(a, rows, 0, 1));
}

/* All that are asked for. */
static bool schemas_exist(struct aludel *a, const struct al_whole_question *q)
{
    static const char in_postgresql[] = "SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = " P "::text";
    static const char in_sqlite[] = "SELECT 1 FROM pragma_database_list WHERE lower(name) = lower(" P ")";
    for (uint32_t i = 0; i < q->schemas.count && !q->may_be_missing; i++) {
        struct aludel_value rows, name = al_string(q->schemas.at[i]);
        if (!al_ask_sql(a, al_on_postgresql(a) ? in_postgresql : in_sqlite, NULL, &name, 1, &rows, NULL)) {
            return false;
        }
        if (al_row_count(rows) == 0) {
            return al_fail(a, ALUDEL_USAGE, "there is no schema '%s'", q->schemas.at[i]);
        }
    }
    return true;
}

static bool read_live(struct aludel *a, struct al_whole_question *q, struct al_whole *whole)
{
    bool ok = al_connect(a, true) && begin_snapshot(a) && find_home(a, q) && schemas_exist(a, q) &&
              read_here(a, q, whole);
    if (a->driver && a->driver->in_group) {
        a->type->rollback(a->driver);
    }
    return ok;
}

/* ---- inspect ------------------------------------------------------------------------------------- */

static const struct aludel_inspection all_of_it;

static bool is_possible(struct aludel *a)
{
    return a->offline
               ? al_fail(a, ALUDEL_USAGE, "this needs a database: it has no meaning with an offline handle")
               : a->type || al_find_database(a, NULL);
}

static bool is_given(const struct aludel *a)
{
    return (a->config.url && *a->config.url) || a->config.sqlite || a->config.postgresql;
}

/* What is built in memory needs no URL; a chain that is compiled for SQLite is built there unless another database is given. */
static bool find_for_scratch(struct aludel *a, const struct aludel_inspection *what)
{
    const struct al_driver_type *sqlite = al_driver_of(a->registry, ALUDEL_SQLITE);
    bool only = sqlite && !a->registry->drivers[ALUDEL_POSTGRESQL];
    if (!a->type && !a->offline && (only || (sqlite && what->chain && !is_given(a)))) {
        a->type = sqlite;
    }
    return is_possible(a);
}

static bool find_for(struct aludel *a, const struct aludel_inspection *what)
{
    return what->target || what->chain ? find_for_scratch(a, what) : is_possible(a);
}

/* What was built in memory: no database has been named yet. Gives `ok` on. */
static bool forget_scratch(struct aludel *a, const struct al_driver_type *known, bool ok)
{
    if (!a->driver && !a->url) {
        a->scratch_type = a->type;
        a->type = known;
    }
    return ok;
}

/* What is there: of the database, or of the chain. */
static bool read_found(struct aludel *a, const struct aludel_inspection *what, struct al_whole_question *q,
                       struct al_whole *whole)
{
    return what->chain ? al_in_scratch(a, AL_SCRATCH_CHAIN, q, read_here, whole) : read_live(a, q, whole);
}

static bool inspect(struct aludel *a, const struct aludel_inspection *what, aludel_inspect_fn *visit,
                    void *with)
{
    struct al_whole_question q;
    struct al_whole whole;
    if (!find_for(a, what) || !make_question(a, what, &q) ||
        !(what->target ? al_in_scratch(a, AL_SCRATCH_TARGET, &q, read_here, &whole)
                       : read_found(a, what, &q, &whole))) {
        return false;
    }
    for (size_t i = 0; visit && i < whole.count; i++) {
        if (!whole.things[i].is_column && !visit(with, &whole.things[i].part)) {
            break;
        }
    }
    return true;
}

bool aludel_inspect(struct aludel *a, const struct aludel_inspection *what, aludel_inspect_fn *visit,
                    void *with, struct aludel_error *error)
{
    const struct al_driver_type *known = a->type;
    return al_call_begin(a, error) &&
           al_call_end(a, forget_scratch(a, known, inspect(a, what ? what : &all_of_it, visit, with)));
}

bool al_single_schema(struct aludel *a, const struct aludel_inspection *what, struct aludel_arena *into,
                      struct al_whole *whole, struct aludel_error *error)
{
    struct al_whole_question q;
    struct al_whole read;
    if (!al_call_begin(a, error)) {
        return false;
    }
    bool ok = is_possible(a) && make_question(a, what, &q);
    q.filter.include = q.filter.exclude = NULL; /* what a chain makes is its own, whatever it is called */
    ok = ok && read_live(a, &q, &read) && (keep_in(into, &read, whole) || al_fail_no_memory(a));
    return al_call_end(a, ok);
}

/* ---- check --------------------------------------------------------------------------------------- */

static bool compare(struct aludel *a, const struct aludel_inspection *what,
                    struct al_differences *differences)
{
    struct al_whole_question q;
    struct al_whole target, found;
    return find_for(a, what) && make_question(a, what, &q) &&
           al_in_scratch(a, AL_SCRATCH_TARGET, &q, read_here, &target) && make_question(a, what, &q) &&
           read_found(a, what, &q, &found) &&
           (al_whole_compare(&a->scratch, al_dialect_of(a->type), &target, &found, differences) ||
            al_fail_no_memory(a));
}

static bool check(struct aludel *a, const struct aludel_inspection *what, aludel_difference_fn *visit,
                  void *with)
{
    struct al_differences differences = {0};
    if (!compare(a, what, &differences)) {
        return false;
    }
    for (size_t i = 0; visit && i < differences.count && visit(with, &differences.at[i]); i++) {
    }
    return differences.count == 0 ||
           al_fail(a, ALUDEL_CHANGED, "New upgrade operations detected: %zu difference%s", differences.count,
                   differences.count == 1 ? "" : "s");
}

static bool must_be_at_head(struct aludel *a, struct aludel_error *error)
{
    bool at_head = false;
    if (!aludel_is_at_head(a, &at_head, error)) {
        return false;
    }
    return at_head || al_error_not_up_to_date(error);
}

bool aludel_check(struct aludel *a, const struct aludel_inspection *what, aludel_difference_fn *visit,
                  void *with, struct aludel_error *error)
{
    if (!(what && what->chain) && !must_be_at_head(a, error)) {
        return false;
    }
    const struct al_driver_type *known = a->type;
    return al_call_begin(a, error) &&
           al_call_end(a, forget_scratch(a, known, check(a, what ? what : &all_of_it, visit, with)));
}
