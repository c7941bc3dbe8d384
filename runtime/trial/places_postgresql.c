#include "trial/place.h"

#include "core/wording.h"
#include "trial/signals.h"
#include "trial/url.h"

#include <stdio.h>
#include <string.h>

#define PREFIX "aludel_test_"

/* ---- The server ------------------------------------------------------------------------------------ */

static struct trial_base *server(struct trial *t)
{
    return &t->places->server;
}

static bool say(struct trial *t, const struct aludel_error *said)
{
    struct aludel_error worded = *said, *error = &worded;
    al_word_for_command(error);
    fprintf(stderr, "aludel: %s: %s%s%s\n", trial_command(t), error->message, *error->detail ? ": " : "",
            error->detail);
    if (*error->hint)
        fprintf(stderr, "  %s\n", error->hint);
    return false;
}

/* One that a program runs within itself, as PGlite is: CREATE DATABASE succeeds there, and nobody gets to what it makes. */
static bool is_whole(struct trial *t)
{
    struct trial_rows rows;
    if (!trial_ask(server(t), &t->arena,
                   "SELECT backend_type FROM pg_catalog.pg_stat_activity WHERE pid = "
                   "pg_catalog.pg_backend_pid()",
                   &rows))
        return say(t, &server(t)->error);
    const char *type = rows.count ? trial_cell(&rows, 0, 0) : NULL;
    if (!type || strcmp(type, "standalone backend") != 0)
        return true;
    fprintf(
        stderr,
        "aludel: %s: migrations are tried out in databases of their own, and this server has one, for one "
        "client at a time\n"
        "  it runs in single-user mode, as PGlite does; give the --url of another one, with the extensions "
        "that "
        "the migrations need\n",
        trial_command(t));
    return false;
}

static bool may_create(struct trial *t)
{
    struct trial_rows rows;
    if (!trial_ask(server(t), &t->arena,
                   "SELECT (rolcreatedb OR rolsuper)::text, quote_ident(rolname) FROM pg_catalog.pg_roles "
                   "WHERE rolname = current_user",
                   &rows))
        return say(t, &server(t)->error);
    if (rows.count == 1 && !strcmp(trial_cell(&rows, 0, 0), "true"))
        return true;
    const char *user = rows.count ? trial_cell(&rows, 0, 1) : "…";
    fprintf(stderr,
            "aludel: %s: migrations are tried out in databases of their own, and %s may not create any\n"
            "  ALTER ROLE %s CREATEDB, or give the --url of another user\n",
            trial_command(t), user, user);
    return false;
}

static void drop_named(struct trial *t, const char *name)
{
    struct al_builder b = al_builder(&t->arena);
    al_puts(&b, "DROP DATABASE IF EXISTS ");
    trial_put_name(&b, name);
    al_puts(&b, " WITH (FORCE)");
    const char *sql = al_built(&b).z;
    if (!trial_alone(server(t), sql))
        fprintf(stderr, "aludel: %s: the database %s stays: %s\n", trial_command(t), name,
                server(t)->error.message);
}

/* A process that has the number of one that is gone keeps its databases until it is gone, too. Our own number's are of
 * such a run. */
static void drop_left_over(struct trial *t)
{
    struct trial_rows rows;
    static const char question[] =
        "SELECT d.datname::text FROM pg_catalog.pg_database d WHERE d.datname ~ '^" PREFIX "[0-9]+_[0-9]+$'"
        " AND pg_catalog.pg_has_role(d.datdba, 'USAGE') AND pg_catalog.shobj_description(d.oid, "
        "'pg_database')"
        " IS DISTINCT FROM 'kept' AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_activity a WHERE"
        " a.pid = pg_catalog.split_part(d.datname::text, '_', 3)::int8 AND a.pid <> "
        "pg_catalog.pg_backend_pid())";
    if (!trial_ask(server(t), &t->arena, question, &rows))
        return;
    for (size_t i = 0; i < rows.count; i++)
        drop_named(t, trial_cell(&rows, i, 0));
}

static bool begin(struct trial *t)
{
    struct aludel_error error;
    t->places->server_url = t->options->url;
    if (!trial_base_open(server(t), t, t->options->url, false, &error))
        return say(t, &error);
    trial_signals_watch_driver(NULL); /* it is what takes the others away */
    if (!is_whole(t) || !may_create(t))
        return false;
    drop_left_over(t);
    return true;
}

static void end(struct trial *t)
{
    trial_base_close(server(t));
}

/* ---- A database -------------------------------------------------------------------------------------- */

static const char *name_of(struct trial *t, unsigned number)
{
    int process = server(t)->driver ? server(t)->driver->process : 0;
    return trial_format(&t->arena, PREFIX "%d_%u", process, number);
}

static const char *url_of(struct trial *t, const char *name)
{
    return trial_url_of_database(&t->arena, t->places->server_url, name);
}

/* Nobody waits for the disk: when the server stops, so does the trial. The migrations' role must own what it changes. */
static bool set_up(struct trial *t, const char *name)
{
    const char *role = t->registry->settings.role;
    struct al_builder b = al_builder(&t->arena);
    al_puts(&b, "ALTER DATABASE ");
    trial_put_name(&b, name);
    al_puts(&b, " SET synchronous_commit = off");
    if (!trial_alone(server(t), al_built(&b).z))
        return false;
    if (t->options->keep)
        trial_alone(server(t), trial_format(&t->arena, "COMMENT ON DATABASE \"%s\" IS 'kept'", name));
    if (!role || !*role)
        return true;
    b = al_builder(&t->arena);
    al_puts(&b, "ALTER DATABASE ");
    trial_put_name(&b, name);
    al_puts(&b, " SET role = ");
    trial_put_string(&b, role);
    return trial_alone(server(t), al_built(&b).z);
}

/* The schema of the version table must be there before the first migration; NULL: it is one that always is. */
static const char *needed_schema(struct trial *t)
{
    const struct aludel_settings *s = &t->registry->settings;
    const char *text = s->version_table_schema && *s->version_table_schema ? s->version_table_schema
                       : s->search_path                                    ? s->search_path
                                                                           : "";
    struct aludel_text first = al_trimmed((struct aludel_text){text, strcspn(text, ",")});
    if (first.n > 1 && *first.z == '"')
        first = (struct aludel_text){first.z + 1, first.n - 2};
    bool given = first.n && *first.z != '$' && !al_is(first, "public");
    return given ? al_arena_copy(&t->arena, first.z, first.n) : NULL;
}

static bool make_schema(struct trial *t, const struct trial_place *p)
{
    struct trial_base b = {0};
    struct al_builder sql = al_builder(&t->arena);
    const char *schema = needed_schema(t);
    if (!schema)
        return true;
    al_puts(&sql, "CREATE SCHEMA ");
    trial_put_name(&sql, schema);
    bool ok = trial_base_open(&b, t, p->url, false, &server(t)->error);
    if (ok && !trial_alone(&b, al_built(&sql).z)) {
        server(t)->error = b.error;
        ok = false;
    }
    trial_base_close(&b);
    return ok;
}

static bool make(struct trial *t, const struct trial_place *p, const struct trial_place *from)
{
    const char *role = t->registry->settings.role;
    struct al_builder b = al_builder(&t->arena);
    al_puts(&b, "CREATE DATABASE ");
    trial_put_name(&b, p->name);
    al_puts(&b, " TEMPLATE ");
    trial_put_name(&b, from ? from->name : "template0");
    if (role && *role) {
        al_puts(&b, " OWNER ");
        trial_put_name(&b, role);
    }
    return (trial_alone(server(t), al_built(&b).z) && set_up(t, p->name) && (p->bare || make_schema(t, p))) ||
           say(t, &server(t)->error);
}

static void drop(struct trial *t, const struct trial_place *p)
{
    drop_named(t, p->name);
}

const struct trial_places_type trial_postgresql_places = {begin, make, drop, name_of, url_of, end};
