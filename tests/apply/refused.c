/* What a handle refuses: configurations, settings, databases, calls; and failures that nobody explains. */
#include "support.h"

#include "driver/driver.h"

#include <stdio.h>
#include <string.h>

/* ---- Configuration --------------------------------------------------------------------------- */

static void lists_the_variables_that_were_tried(void **state)
{
    (void)state;
    struct world w;
    struct aludel_registry *g = chain(linear, 3);
    g->settings.url_env = "DIRECT_URL, DATABASE_URL";
    world_begin(&w, g);
    w.config.url = NULL;
    world_open(&w);
    FAILS(&w, aludel_upgrade(w.a, "head", NULL, &w.error), ALUDEL_USAGE, "DIRECT_URL, DATABASE_URL");
    assert_has(w.error.hint, "DIRECT_URL_FILE");
    w.env[0] = "DATABASE_URL", w.env[1] = w.url;
    SUCCEEDS(&w, aludel_upgrade(w.a, "head", NULL, &w.error));
    world_end(&w);
}

static void refuses_wrong_settings(void **state)
{
    (void)state;
    struct aludel_pair pairs[] = {{"verison_table", "v"}};
    struct world w;
    world_begin(&w, chain(linear, 3));
    w.config.settings = pairs;
    w.config.settings_count = 1;
    assert_null(aludel_open(&w.config, &w.error));
    assert_string_equal(w.error.message, "unknown setting 'verison_table'");
    assert_string_equal(w.error.hint, "did you mean 'version_table'?");
    pairs[0] = (struct aludel_pair){"newer", "perhaps"};
    assert_null(aludel_open(&w.config, &w.error));
    assert_has(w.error.message, "refuse|accept");
    pairs[0] = (struct aludel_pair){"version_table", "Versions of \"it\""};
    world_open(&w);
    SUCCEEDS(&w, aludel_upgrade(w.a, "head", NULL, &w.error));
    assert_string_equal(texts(w.file, "SELECT version_num FROM \"Versions of \"\"it\"\"\""), "cccc3");
    world_end(&w);
}

static void refuses_another_layout(void **state)
{
    (void)state;
    struct aludel_registry *g = chain(linear, 3);
    struct aludel_config config = {.registry = g};
    struct aludel_error error;
    char message[200], hint[200];
    g->layout = ALUDEL_LAYOUT + 1;
    assert_null(aludel_open(&config, &error));
    snprintf(message, sizeof message,
             "the migrations were generated for layout %d, this runtime has layout %d", ALUDEL_LAYOUT + 1,
             ALUDEL_LAYOUT);
    snprintf(hint, sizeof hint, "generate them again with the aludel of this runtime (%s)", aludel_version());
    assert_int_equal(error.code, ALUDEL_USAGE);
    assert_string_equal(error.message, message);
    assert_string_equal(error.hint, hint);
}

static void asks_for_a_registry(void **state)
{
    (void)state;
    struct aludel_config config = {.url = "sqlite://"};
    struct aludel_error error;
    assert_null(aludel_open(NULL, &error));
    assert_int_equal(error.code, ALUDEL_USAGE);
    assert_string_equal(error.message, "no configuration");
    assert_null(aludel_open(&config, &error));
    assert_int_equal(error.code, ALUDEL_USAGE);
    assert_string_equal(error.message, "no registry: aludel_config.registry must be given");
}

/* ---- Which database -------------------------------------------------------------------------- */

static void asks_for_a_url(void **state)
{
    (void)state;
    struct aludel_registry *g = chain(linear, 3);
    struct world w;
    world_begin(&w, g);
    w.config.url = NULL;
    world_open(&w);
    REFUSES(&w, aludel_upgrade(w.a, "head", NULL, &w.error), ALUDEL_USAGE, "no database: no URL was given",
            "give one as aludel_config.url, or set `url` or `url_env` in aludel.ini (beside an alembic.ini: "
            "in a section "
            "[aludel] of that)");
    world_end(&w);
}

static void refuses_a_dialect_that_is_not_compiled_in(void **state)
{
    (void)state;
    struct aludel_registry *g = chain(linear, 3);
    struct world w;
    g->drivers[ALUDEL_POSTGRESQL] = NULL;
    world_begin(&w, g);
    w.config.url = "postgresql://me@db/app";
    world_open(&w);
    REFUSES(&w, aludel_upgrade(w.a, "head", NULL, &w.error), ALUDEL_USAGE,
            "these migrations weren't compiled for PostgreSQL",
            "add postgresql to `dialects` in the settings and build again");
    world_end(&w);
}

/* ---- Calls ----------------------------------------------------------------------------------- */

static void plans_upgrades_and_downgrades_only(void **state)
{
    (void)state;
    struct world w;
    world_begin(&w, chain(linear, 3));
    REFUSES(&w, aludel_plan(w.a, ALUDEL_STAMP, "head", NULL, NULL, NULL, &w.error), ALUDEL_USAGE,
            "there are plans for upgrade and downgrade only", "");
    world_end(&w);
}

STATEMENT(vacuum, "VACUUM", ALUDEL_ALONE | ALUDEL_REPEATS);
static bool hook_in_autocommit(struct aludel_op *op)
{
    aludel_autocommit_begin(op);
    aludel_run(op, &vacuum, 1);
    aludel_autocommit_end(op);
    return aludel_ok(op);
}

static void a_hook_is_always_in_a_transaction(void **state)
{
    (void)state;
    struct aludel_registry *g = chain(linear, 3);
    struct world w;
    g->before_upgrade = hook_in_autocommit;
    world_begin(&w, g);
    REFUSES(&w, aludel_upgrade(w.a, "head", NULL, &w.error), ALUDEL_FAILED,
            "the statement can't run inside a transaction",
            "hooks run in a transaction: put it into a migration");
    assert_int_equal(w.error.line, vacuum.at.line);
    assert_string_equal(w.error.detail, "nothing has been committed");
    world_end(&w);
}

static bool say_nothing(struct aludel_op *op)
{
    (void)op;
    return false;
}

static void a_migration_that_fails_without_a_word(void **state)
{
    (void)state;
    const struct spec spec = {.id = "aaaa1", .up = say_nothing};
    struct world w;
    world_begin(&w, chain(&spec, 1));
    REFUSES(&w, aludel_upgrade(w.a, "head", NULL, &w.error), ALUDEL_FAILED,
            "the migration failed and doesn't say why", "");
    assert_string_equal(w.error.file, "versions/aaaa1.mako");
    assert_string_equal(w.error.detail, "'aaaa1' was rolled back");
    world_end(&w);
}

static bool begin_nothing(struct al_driver *d, enum al_begin how)
{
    (void)d;
    (void)how;
    return false;
}

/* Every driver says what went wrong; should one forget it, the call fails with an error all the same. */
static void a_client_that_fails_without_a_word(void **state)
{
    (void)state;
    static struct al_driver_type silent;
    static const struct aludel_driver silent_driver = {&silent};
    struct aludel_registry *g = chain(linear, 3);
    struct world w;
    silent = al_sqlite_driver;
    silent.begin = begin_nothing;
    g->drivers[ALUDEL_SQLITE] = &silent_driver;
    world_begin(&w, g);
    REFUSES(&w, aludel_upgrade(w.a, "head", NULL, &w.error), ALUDEL_FAILED,
            "the database client failed without a reason", "");
    world_end(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_the_variables_that_were_tried),
        cmocka_unit_test(refuses_wrong_settings),
        cmocka_unit_test(refuses_another_layout),
        cmocka_unit_test(asks_for_a_registry),
        cmocka_unit_test(asks_for_a_url),
        cmocka_unit_test(refuses_a_dialect_that_is_not_compiled_in),
        cmocka_unit_test(plans_upgrades_and_downgrades_only),
        cmocka_unit_test(a_hook_is_always_in_a_transaction),
        cmocka_unit_test(a_migration_that_fails_without_a_word),
        cmocka_unit_test(a_client_that_fails_without_a_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
