/*
 * errors.c: every field of struct aludel_error, on both databases; and that no text of the library's speaks of a command
 * line.
 */
#include "apply/support.h"
#include "places.h"

#include <stdio.h>
#include <string.h>

/* ---- A statement that fails -------------------------------------------------------------------------- */

RUNS(up_table, "CREATE TABLE made (n INTEGER UNIQUE)", "INSERT INTO made VALUES (1)")
RUNS(up_duplicate, "INSERT INTO made VALUES (2)", "INSERT INTO made VALUES (1)")
RUNS(up_mistake, "SELECT nonsense FROM made")

static const int line_of_mistake = __LINE__ - 2;

static const struct aludel_registry *failing(aludel_step_fn *up)
{
    const struct spec specs[] = {{.id = "aaaa1", .up = up_table},
                                 {.id = "bbbb2", .parents = "aaaa1", .up = up}};
    return chain(specs, 2);
}

static const struct aludel_registry *sound(void)
{
    const struct spec specs[] = {{.id = "aaaa1", .up = up_table}, {.id = "bbbb2", .parents = "aaaa1"}};
    return chain(specs, 2);
}

static void fails(const struct place *p, aludel_step_fn *up, struct aludel_error *error)
{
    struct aludel_config config = place_config(p, failing(up));
    memset(error, 0x55, sizeof *error); /* nothing of what it held stays */
    struct aludel *a = aludel_open(&config, error);
    assert_false(aludel_upgrade(a, "head", NULL, error));
    aludel_close(a);
    assert_int_equal(error->code, ALUDEL_FAILED);
    assert_string_equal(error->revision, "bbbb2");
    assert_string_equal(error->file, "versions/test.mako");
    assert_false(error->unknown_revision);
}

static void a_constraint(void **state)
{
    struct place p;
    struct aludel_error error;
    place_begin(&p, state);
    fails(&p, up_duplicate, &error);
    assert_string_equal(error.statement, "INSERT INTO made VALUES (1)");
    assert_int_equal(error.driver_code, p.postgresql ? 0 : SQLITE_CONSTRAINT_UNIQUE);
    assert_string_equal(error.sqlstate, p.postgresql ? "23505" : "");
    assert_int_equal(error.position, 0);
    assert_has(error.message, p.postgresql ? "duplicate key value violates unique constraint \"made_n_key\""
                                           : "UNIQUE constraint failed: made.n");
    assert_has(error.detail, "1 migration was committed before it; 'bbbb2' was rolled back");
    assert_has(error.detail, p.postgresql ? "Key (n)=(1) already exists." : "");
    assert_string_equal(place_ask(&p, "SELECT n FROM made"), "1");
    place_end(&p);
}

/* The database has seen where in the statement it is; up_mistake's line is known. */
static void a_mistake(void **state)
{
    struct place p;
    struct aludel_error error;
    place_begin(&p, state);
    fails(&p, up_mistake, &error);
    assert_string_equal(error.statement, "SELECT nonsense FROM made");
    assert_has(error.message,
               p.postgresql ? "column \"nonsense\" does not exist" : "no such column: nonsense");
    assert_string_equal(error.sqlstate, p.postgresql ? "42703" : "");
    assert_int_equal(error.driver_code, p.postgresql ? 0 : SQLITE_ERROR);
    assert_int_equal(error.position, p.postgresql || sqlite3_libversion_number() >= 3038000 ? 8 : 0);
    assert_int_equal(error.line, line_of_mistake);
    place_end(&p);
}

/* An error needn't be taken. */
static void nobody_asks(void **state)
{
    struct place p;
    place_begin(&p, state);
    struct aludel_config config = place_config(&p, failing(up_mistake));
    struct aludel *a = aludel_open(&config, NULL);
    assert_false(aludel_upgrade(a, "head", NULL, NULL));
    assert_false(aludel_upgrade(a, "nowhere", NULL, NULL));
    assert_null(aludel_open(NULL, NULL));
    aludel_close(a);
    place_end(&p);
}

/* ---- Calls that are refused ---------------------------------------------------------------------------- */

static void refused(const struct aludel_error *e, enum aludel_code code, bool unknown_revision)
{
    assert_int_equal(e->code, code);
    assert_int_equal(e->unknown_revision, unknown_revision);
    assert_string_equal(e->sqlstate, "");
    assert_int_equal(e->driver_code, 0);
    assert_string_equal(e->statement, "");
    assert_string_equal(e->file, "");
}

static void what_isnt_there(void **state)
{
    struct place p;
    struct aludel_error error;
    place_begin(&p, state);
    struct aludel_config config = place_config(&p, chain(linear, 3));
    struct aludel *a = aludel_open(&config, &error);
    assert_false(aludel_upgrade(a, "nowhere", NULL, &error));
    refused(&error, ALUDEL_USAGE, true);
    MUST(aludel_ensure_version(a, &error), &error);
    place_ask(&p, "INSERT INTO alembic_version VALUES ('ffff9')");
    assert_false(aludel_upgrade(a, "head", NULL, &error));
    refused(&error, ALUDEL_NEWER, false);
    aludel_close(a);
    place_end(&p);
}

/* An identifier that isn't given is none, wherever it is one of the caller's. */
static void what_isnt_given(void **state)
{
    struct place p;
    struct aludel_error error;
    const char *const targets[] = {NULL};
    place_begin(&p, state);
    struct aludel_config config = place_config(&p, chain(linear, 3));
    struct aludel *a = aludel_open(&config, &error);
    for (int call = 0; call < 6; call++) {
        bool ok = call == 0   ? aludel_upgrade(a, NULL, NULL, &error)
                  : call == 1 ? aludel_downgrade(a, NULL, NULL, &error)
                  : call == 2 ? aludel_plan(a, ALUDEL_UPGRADE, NULL, NULL, NULL, NULL, &error)
                  : call == 3 ? aludel_wait(a, NULL, 0, &error)
                  : call == 4 ? aludel_show(a, NULL, NULL, NULL, &error)
                              : aludel_stamp(a, targets, 1, NULL, &error);
        if (ok || error.code != ALUDEL_USAGE) {
            fail_msg("call %d: %d %s", call, error.code, error.message);
        }
    }
    assert_false(aludel_postgresql_conninfo(NULL, NULL, 0, &error));
    assert_string_equal(error.message, "the database URL is empty");
    aludel_close(a);
    place_end(&p);
}

static void which_database(void **state)
{
    (void)state;
    struct aludel_error error;
    struct aludel_config config = {.registry = sound(), .url = "sqlite:///:memory:"};
    config.postgresql = (struct pg_conn *)&config; /* isn't looked at */
    assert_null(aludel_open(&config, &error));
    assert_int_equal(error.code, ALUDEL_USAGE);
    assert_string_equal(error.message, "more than one database is given");
    assert_string_equal(error.hint, "set one of aludel_config's sqlite, postgresql and url");
}

static int refusals;

static void call_again(void *with, const struct aludel_event *event)
{
    struct aludel_error error;
    (void)with;
    bool is = true;
    assert_false(aludel_is_at_head(event->handle, &is, &error));
    assert_false(is);
    assert_int_equal(error.code, ALUDEL_USAGE);
    assert_string_equal(error.message, "a call on this handle is under way");
    assert_string_equal(error.hint,
                        "within an event or a visitor only aludel_interrupt may be called with it");
    assert_false(aludel_upgrade(event->handle, "head", NULL, NULL));
    refusals++;
}

static void a_call_within_a_call(void **state)
{
    struct place p;
    struct aludel_error error;
    place_begin(&p, state);
    struct aludel_config config = place_config(&p, sound());
    config.event = call_again;
    struct aludel *a = aludel_open(&config, &error);
    refusals = 0;
    MUST(aludel_upgrade(a, "head", NULL, &error), &error);
    assert_true(refusals > 2);
    aludel_close(a);
    place_end(&p);
}

/* A visitor, too: then the answer is what the call returns. */
static void nobody_looks(void **state)
{
    struct place p;
    struct aludel_error error;
    place_begin(&p, state);
    struct aludel_config config = place_config(&p, sound());
    struct aludel *a = aludel_open(&config, &error);
    MUST(aludel_pending(a, NULL, NULL, &error), &error);
    MUST(aludel_upgrade(a, "head", NULL, &error), &error);
    MUST(aludel_history(a, NULL, true, NULL, NULL, &error), &error);
    MUST(aludel_heads(a, true, NULL, NULL, &error), &error);
    MUST(aludel_branches(a, NULL, NULL, &error), &error);
    MUST(aludel_show(a, "head", NULL, NULL, &error), &error);
    MUST(aludel_current(a, NULL, NULL, &error), &error);
    MUST(aludel_stored(a, NULL, NULL, &error), &error);
    MUST(aludel_is_at_head(a, NULL, &error), &error);
    MUST(aludel_read_log(a, NULL, NULL, &error), &error);
    MUST(aludel_verify(a, NULL, NULL, &error), &error);
    MUST(aludel_inspect(a, NULL, NULL, NULL, &error), &error);
    MUST(aludel_plan(a, ALUDEL_UPGRADE, "head", NULL, NULL, NULL, &error), &error);
    aludel_close(a);
    place_end(&p);
}

/* The buffer that the header names has room for whatever is taken. */
static void a_long_url(void **state)
{
    (void)state;
    char url[ALUDEL_CONNINFO + 2], out[ALUDEL_CONNINFO];
    struct aludel_error error;
    for (size_t length = ALUDEL_CONNINFO - 1; length <= ALUDEL_CONNINFO; length++) {
        memset(url, 'd', length);
        memcpy(url, "postgresql://h/", 15);
        url[length] = '\0';
        bool fits = length < ALUDEL_CONNINFO;
        assert_int_equal(aludel_postgresql_conninfo(url, out, sizeof out, &error), fits);
        assert_string_equal(out, fits ? url : "");
        assert_has(error.message, fits ? "" : "it is too long");
    }
}

/* Its password is nowhere. */
static void nobody_answers(void **state)
{
    (void)state;
    NEEDS_POSTGRESQL();
    struct aludel_error error;
    struct aludel_config config = {.registry = chain(linear, 1),
                                   .url = "postgresql://me:hushhush@/app?host=/nowhere"};
    struct aludel *a = aludel_open(&config, &error);
    assert_false(aludel_upgrade(a, "head", NULL, &error));
    assert_int_equal(error.code, ALUDEL_CONNECTION);
    assert_has(error.message, "/nowhere");
    for (size_t i = 0; i + 8 < sizeof error; i++) {
        assert_memory_not_equal((const char *)&error + i, "hushhush", 8);
    }
    assert_null(strstr(aludel_shown_url(a), "hushhush"));
    aludel_close(a);
}

/* ---- Words ------------------------------------------------------------------------------------------------ */

static bool nobody_reads(void *with, const char *text, size_t length)
{
    (void)with, (void)text, (void)length;
    return true;
}

static void speaks_of_no_option(const struct aludel_error *e)
{
    assert_int_not_equal(e->code, ALUDEL_OK);
    if (strstr(e->message, "--") || strstr(e->hint, "--")) {
        fail_msg("%s (%s)", e->message, e->hint);
    }
}

static void no_option_of_a_command(void **state)
{
    (void)state;
    struct aludel_error e;
    const char *const head[] = {"head"};
    const struct aludel_options both = {.resume_done = true, .resume_again = true};
    struct aludel_config config = {.registry = chain(linear, 3)};
    assert_null(aludel_open_offline(&config, NULL, nobody_reads, NULL, &e));
    speaks_of_no_option(&e);
    assert_string_equal(e.hint, "say so with `dialect`, or with a URL, if only postgresql:// or sqlite://");
    struct aludel *a = aludel_open(&config, &e);
    assert_false(aludel_upgrade(a, "head", NULL, &e));
    speaks_of_no_option(&e);
    assert_false(aludel_resume(a, &both, &e));
    speaks_of_no_option(&e);
    aludel_close(a);
    a = aludel_open_offline(&config, "sqlite", nobody_reads, NULL, &e);
    assert_false(aludel_upgrade(a, "head", &(struct aludel_options){.dry_run = true}, &e));
    speaks_of_no_option(&e);
    assert_false(aludel_downgrade(a, "-1", NULL, &e));
    speaks_of_no_option(&e);
    assert_false(aludel_stamp(a, head, 1, &(struct aludel_options){.purge = true}, &e));
    speaks_of_no_option(&e);
    assert_false(aludel_current(a, NULL, NULL, &e));
    speaks_of_no_option(&e);
    assert_false(aludel_pending(a, NULL, NULL, &e));
    speaks_of_no_option(&e);
    aludel_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(a_constraint),
        ON_BOTH(a_mistake),
        ON_BOTH(nobody_asks),
        ON_BOTH(what_isnt_there),
        ON_BOTH(what_isnt_given),
        ON_BOTH(nobody_looks),
        cmocka_unit_test(a_long_url),
        cmocka_unit_test(which_database),
        ON_BOTH(a_call_within_a_call),
        cmocka_unit_test(nobody_answers),
        cmocka_unit_test(no_option_of_a_command),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
