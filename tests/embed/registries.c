/*
 * registries.c: several registries in one program. An application and a library that has migrations of its own, in one
 * database; the ids of one mean nothing to the other, and neither sees what the other does. Or each in a database of its own.
 */
#include "places.h"

#include "parts_migrations.h"
#include "shop_migrations.h"

#include <stdio.h>
#include <string.h>

/* ---- What is asked ------------------------------------------------------------------------------- */

static char told[1000];

static void tell(const char *text)
{
    size_t n = strlen(told);
    snprintf(told + n, sizeof told - n, "%s%s", n ? " " : "", text);
}

static bool tell_revision(void *with, const struct aludel_revision *r)
{
    (void)with;
    tell(r->id);
    return true;
}

static bool tell_entry(void *with, const struct aludel_log_entry *e)
{
    (void)with;
    tell(e->action);
    tell(e->revision);
    return true;
}

static bool same(void *with, const struct aludel_revision *r, enum aludel_verdict verdict, const char *file)
{
    (void)with, (void)file;
    assert_int_equal(verdict, ALUDEL_SAME);
    tell(r->id);
    return true;
}

static const char *answer_of(bool ok, const struct aludel_error *error, int line)
{
    static char answer[sizeof told];
    must(ok, error, line);
    strcpy(answer, told);
    told[0] = '\0';
    return answer;
}

#define CURRENT(a) answer_of(aludel_current((a), tell_revision, NULL, &error), &error, __LINE__)
#define PENDING(a) answer_of(aludel_pending((a), tell_revision, NULL, &error), &error, __LINE__)
#define LOG(a) answer_of(aludel_read_log((a), tell_entry, NULL, &error), &error, __LINE__)
#define VERIFIED(a) answer_of(aludel_verify((a), same, NULL, &error), &error, __LINE__)

/* ---- One database ---------------------------------------------------------------------------------- */

static void check_both(const struct place *p, struct aludel *shop, struct aludel *parts)
{
    struct aludel_error error;
    assert_string_equal(CURRENT(shop), "0002");
    assert_string_equal(CURRENT(parts), "0002");
    assert_string_equal(VERIFIED(shop), "0001 0002");
    assert_string_equal(VERIFIED(parts), "0001 0002");
    assert_string_equal(place_ask(p, "SELECT price FROM products"), "100");
    assert_string_equal(place_ask(p, "SELECT count(*) FROM parts"), "0");
}

/* Each goes its way, there and back, and finds what the other one did neither in its rows nor in its log. */
static void take_turns(const struct place *p, struct aludel *shop, struct aludel *parts)
{
    struct aludel_error error;
    assert_string_equal(PENDING(parts), "0001 0002");
    MUST(aludel_upgrade(shop, "0001", NULL, &error), &error);
    assert_string_equal(CURRENT(parts), "");
    MUST(aludel_upgrade(parts, "head", NULL, &error), &error);
    assert_string_equal(PENDING(shop), "0002");
    MUST(aludel_upgrade(shop, "head", NULL, &error), &error);
    check_both(p, shop, parts);
    assert_string_equal(LOG(shop), "upgrade 0001 upgrade 0002");
    assert_string_equal(LOG(parts), "upgrade 0001 upgrade 0002");
    MUST(aludel_downgrade(shop, "base", NULL, &error), &error);
    assert_string_equal(CURRENT(parts), "0002");
    assert_string_equal(VERIFIED(parts), "0001 0002");
    assert_string_equal(LOG(parts), "upgrade 0001 upgrade 0002");
    MUST(aludel_downgrade(parts, "-1", NULL, &error), &error);
    MUST(aludel_upgrade(shop, "head", NULL, &error), &error);
    MUST(aludel_upgrade(parts, "head", NULL, &error), &error);
    check_both(p, shop, parts);
}

static void in_one_database(void **state)
{
    struct place p;
    struct aludel_error error;
    place_begin(&p, state);
    struct aludel_config config = place_config(&p, &shop_migrations);
    struct aludel *shop = aludel_open(&config, &error);
    config.registry = &parts_migrations;
    struct aludel *parts = aludel_open(&config, &error);
    take_turns(&p, shop, parts);
    assert_string_equal(place_ask(&p, "SELECT version_num FROM alembic_version"), "0002");
    assert_string_equal(place_ask(&p, "SELECT version_num FROM parts_version"), "0002");
    aludel_close(parts);
    aludel_close(shop);
    place_end(&p);
}

/* The same by one connection, which both have at the same time. */
static void on_one_connection(void **state)
{
    struct place p;
    struct aludel_error error;
    place_begin(&p, state);
    struct lent lent = place_connect(&p);
    struct aludel_config config = place_config(&p, &shop_migrations);
    place_lend(&config, &lent);
    struct aludel *shop = aludel_open(&config, &error);
    config.registry = &parts_migrations;
    struct aludel *parts = aludel_open(&config, &error);
    take_turns(&p, shop, parts);
    aludel_close(shop); /* which opened it first */
    assert_string_equal(CURRENT(parts), "0002");
    aludel_close(parts);
    place_disconnect(&lent);
    place_end(&p);
}

/* On PostgreSQL the lock is the version table's: while the application migrates (its transaction is held open here, from
 * outside), the library needn't wait. */
static void locks_of_their_own(void **state)
{
    struct place p;
    struct aludel_error error;
    const struct aludel_pair wait = {"wait", "0"};
    place_begin(&p, state);
    struct lent lent = place_connect(&p);
    struct aludel_config config = place_config(&p, &shop_migrations);
    place_lend(&config, &lent);
    struct aludel *shop = aludel_open(&config, &error);
    lent_ask(&lent, "BEGIN");
    MUST(aludel_upgrade(shop, "head", NULL, &error), &error);
    config = place_config(&p, &parts_migrations);
    config.settings = &wait;
    config.settings_count = 1;
    struct aludel *parts = aludel_open(&config, &error);
    MUST(aludel_upgrade(parts, "0001", NULL, &error), &error);
    config.registry = &shop_migrations;
    struct aludel *late = aludel_open(&config, &error);
    assert_false(aludel_upgrade(late, "head", NULL, &error));
    assert_int_equal(error.code, ALUDEL_BUSY);
    aludel_close(shop);
    lent_ask(&lent, "COMMIT");
    MUST(aludel_upgrade(late, "head", NULL, &error), &error);
    MUST(aludel_upgrade(parts, "head", NULL, &error), &error);
    check_both(&p, late, parts);
    aludel_close(late);
    aludel_close(parts);
    place_disconnect(&lent);
    place_end(&p);
}

/* ---- Two databases ----------------------------------------------------------------------------------- */

static void each_in_its_own(void **state)
{
    (void)state;
    struct place one, other;
    struct aludel_error error;
    place_begin(&one, (void *[]){&place_on_sqlite});
    place_begin(&other, (void *[]){&place_on_postgresql});
    struct aludel_config config = place_config(&one, &shop_migrations);
    struct aludel *shop = aludel_open(&config, &error);
    config = place_config(&other, &parts_migrations);
    struct aludel *parts = aludel_open(&config, &error);
    MUST(aludel_upgrade(shop, "head", NULL, &error), &error);
    MUST(aludel_upgrade(parts, "head", NULL, &error), &error);
    assert_string_equal(aludel_database_kind(shop), "sqlite");
    assert_string_equal(aludel_database_kind(parts), "postgresql");
    assert_string_equal(place_ask(&one, "SELECT price FROM products"), "100");
    assert_string_equal(place_ask(&other, "SELECT count(*) FROM pg_tables WHERE tablename = 'products'"),
                        "0");
    assert_string_equal(place_ask(&other, "SELECT version_num FROM parts_version"), "0002");
    aludel_close(parts);
    aludel_close(shop);
    place_end(&other);
    place_end(&one);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(in_one_database),
        ON_BOTH(on_one_connection),
        ON_POSTGRESQL(locks_of_their_own),
        cmocka_unit_test(each_in_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
