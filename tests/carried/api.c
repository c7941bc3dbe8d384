/* api.c: an older program undoes what a newer one did, by the API; also without memory, interrupted, within a
 * transaction of the caller's. */
#include "../embed/places.h"

#include "newer_migrations.h"
#include "older_migrations.h"

#include <stdlib.h>
#include <string.h>

static const struct aludel_options undo = {.carried = true};

/* A device in the field: at the newer program's head, with rows. */
static void begin_newer(struct place *p, void **state)
{
    struct aludel_error error;
    place_begin(p, state);
    struct aludel_config config = place_config(p, &newer_migrations);
    struct aludel *a = aludel_open(&config, &error);
    MUST(a, &error);
    MUST(aludel_upgrade(a, "head", NULL, &error), &error);
    aludel_close(a);
    place_ask(p, "INSERT INTO devices VALUES (1, 'one')");
    place_ask(p, "INSERT INTO readings VALUES (1, 17)");
}

static void must_be_at(const struct place *p, const char *id)
{
    assert_string_equal(place_ask(p, "SELECT version_num FROM alembic_version"), id);
    assert_string_equal(place_ask(p, "SELECT name FROM devices"), "one");
}

struct seen {
    char lines[400];
    struct aludel *interrupt; /* at the second step */
};

static void on_event(void *with, const struct aludel_event *event)
{
    struct seen *seen = with;
    if (event->kind != ALUDEL_EVENT_STEP) {
        return;
    }
    strcat(strcat(seen->lines, event->text), "\n");
    if (seen->interrupt && event->step == 2) {
        aludel_interrupt(event->handle);
    }
}

/* The few lines of aludel.h. */
static void an_older_image(void **state)
{
    struct place p;
    struct aludel_error error;
    struct seen seen = {.interrupt = NULL};
    begin_newer(&p, state);
    struct aludel_config config = place_config(&p, &older_migrations);
    config.event = on_event;
    config.with = &seen;
    struct aludel *a = aludel_open(&config, &error);
    MUST(a, &error);
    assert_false(aludel_upgrade(a, "head", NULL, &error));
    assert_int_equal(error.code, ALUDEL_NEWER);
    assert_non_null(strstr(error.hint, "`downgrade --carried`"));
    MUST(aludel_downgrade(a, NULL, &undo, &error), &error);
    assert_string_equal(seen.lines, "Running downgrade c3 -> c2, a device has a name\n"
                                    "Running downgrade c2 -> c1, what they measure\n");
    must_be_at(&p, "c1");
    MUST(aludel_upgrade(a, "head", NULL, &error), &error);
    MUST(aludel_downgrade(a, NULL, &undo, &error), &error);
    assert_int_equal(aludel_revision_count(a), 1);
    assert_false(aludel_downgrade(a, NULL, NULL, &error)); /* without consent it wants a target */
    assert_false(aludel_upgrade(a, "head", &undo, &error));
    assert_string_equal(error.message, "`carried` is for downgrade");
    aludel_close(a);
    place_end(&p);
}

/* What is committed stays; the next call does the rest. */
static void interrupted(void **state)
{
    struct place p;
    struct aludel_error error;
    struct seen seen = {.lines = ""};
    begin_newer(&p, state);
    struct aludel_config config = place_config(&p, &older_migrations);
    config.event = on_event;
    config.with = &seen;
    struct aludel *a = aludel_open(&config, &error);
    seen.interrupt = a;
    bool ok = aludel_downgrade(a, NULL, &undo, &error);
    assert_true(ok || error.code == ALUDEL_INTERRUPTED); /* PostgreSQL may have been sent all of it */
    seen.interrupt = NULL;
    ok = aludel_downgrade(a, NULL, &undo, &error) || error.code == ALUDEL_INTERRUPTED;
    MUST(ok, &error);
    MUST(aludel_downgrade(a, NULL, &undo, &error), &error);
    must_be_at(&p, "c1");
    aludel_close(a);
    place_end(&p);
}

/* Without a database there is no log. */
static void offline(void **state)
{
    struct place p;
    struct aludel_error error;
    place_begin(&p, state);
    struct aludel_config config = place_config(&p, &older_migrations);
    struct aludel *a = aludel_open_offline(&config, NULL, NULL, NULL, &error);
    MUST(a, &error);
    assert_false(aludel_downgrade(a, NULL, &undo, &error));
    assert_string_equal(error.message, "`carried` needs a database: its log says what is done");
    aludel_close(a);
    place_end(&p);
}

/* All of it is the caller's to commit or to roll back. */
static void within_a_transaction(void **state)
{
    struct place p;
    struct aludel_error error;
    begin_newer(&p, state);
    struct lent lent = place_connect(&p);
    struct aludel_config config = place_config(&p, &older_migrations);
    place_lend(&config, &lent);
    struct aludel *a = aludel_open(&config, &error);
    MUST(a, &error);
    lent_ask(&lent, "BEGIN");
    MUST(aludel_downgrade(a, NULL, &undo, &error), &error);
    assert_string_equal(lent_ask(&lent, "SELECT version_num FROM alembic_version"), "c1");
    lent_ask(&lent, "ROLLBACK");
    must_be_at(&p, "c3");
    MUST(aludel_downgrade(a, NULL, &undo, &error), &error);
    must_be_at(&p, "c1");
    aludel_close(a);
    place_disconnect(&lent);
    place_end(&p);
}

/* ---- Memory ------------------------------------------------------------------------------------------- */

static bool go_back(struct aludel_config *config, long left, struct aludel_error *error)
{
    struct place_memory budget = {.left = left};
    config->allocator = (struct aludel_allocator){place_resize, &budget};
    struct aludel *a = aludel_open(config, error);
    bool ok = a && aludel_downgrade(a, NULL, &undo, error);
    aludel_close(a);
    assert_int_equal(budget.held, 0);
    return ok;
}

/* At every allocation, from the newer head each time: it says so, and stands at a revision. */
static void memory_runs_out(void **state)
{
    struct place p;
    struct aludel_error error;
    begin_newer(&p, state);
    struct aludel_config config = place_config(&p, &older_migrations),
                         newer = place_config(&p, &newer_migrations);
    struct aludel *a = aludel_open(&newer, &error);
    bool ok = false;
    for (long n = 0; !ok; n++) {
        ok = go_back(&config, n, &error);
        if (!ok && error.code != ALUDEL_NO_MEMORY) {
            fail_msg("allocation %ld: %d: %s", n, (int)error.code, error.message);
        }
        const char *at = place_ask(&p, "SELECT version_num FROM alembic_version");
        assert_true(!strcmp(at, "c3") || !strcmp(at, "c2") || !strcmp(at, "c1"));
        assert_true(!ok || !strcmp(at, "c1"));
        MUST(aludel_upgrade(a, "head", NULL, &error), &error);
    }
    must_be_at(&p, "c3");
    aludel_close(a);
    place_end(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(an_older_image),  ON_BOTH(interrupted),          ON_BOTH(offline),
        ON_BOTH(memory_runs_out), ON_BOTH(within_a_transaction),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
