/*
 * memory.c: every call on a handle whose allocator fails from the n-th allocation on, for every n: the error says so, nothing is
 * kept, and the database is one that the next handle goes on with. And through the caller's allocator alone: what it has
 * given comes back.
 */
#include "places.h"

#include "shop_migrations.h"


/* ---- Every call --------------------------------------------------------------------------------------- */

static bool see(void *with, const struct aludel_revision *r)
{
    (void)with;
    return r != NULL;
}

static bool see_id(void *with, const char *id)
{
    (void)with;
    return id != NULL;
}

static bool see_step(void *with, const struct aludel_step *step)
{
    (void)with;
    return step->sql != NULL;
}

static bool see_entry(void *with, const struct aludel_log_entry *entry)
{
    (void)with;
    return entry->revision != NULL;
}

static bool see_verdict(void *with, const struct aludel_revision *r, enum aludel_verdict verdict,
                        const char *file)
{
    (void)with, (void)r, (void)verdict;
    return file != NULL;
}

static bool ask(struct aludel *a, struct aludel_error *e)
{
    bool is;
    return aludel_pending(a, see, NULL, e) && aludel_current(a, see, NULL, e) &&
           aludel_stored(a, see_id, NULL, e) && aludel_is_at_head(a, &is, e) &&
           aludel_plan(a, ALUDEL_UPGRADE, "head", NULL, see_step, NULL, e) &&
           aludel_heads(a, true, see, NULL, e) && aludel_branches(a, see, NULL, e) &&
           aludel_show(a, "current", see, NULL, e) && aludel_history(a, NULL, true, see, NULL, e);
}

static bool change(struct aludel *a, struct aludel_error *e)
{
    const char *const head[] = {"head"};
    return aludel_ensure_version(a, e) && aludel_upgrade(a, "head", NULL, e) &&
           aludel_wait(a, "head", 0, e) && aludel_verify(a, see_verdict, NULL, e) &&
           aludel_read_log(a, see_entry, NULL, e) && aludel_stamp(a, head, 1, NULL, e) &&
           aludel_resume(a, NULL, e) && aludel_downgrade(a, "base", NULL, e);
}

static bool use(struct aludel_config *config, struct place_memory *budget, struct aludel_error *error)
{
    config->allocator = (struct aludel_allocator){place_resize, budget};
    struct aludel *a = aludel_open(config, error);
    bool ok = a && ask(a, error) && change(a, error);
    aludel_close(a);
    assert_int_equal(budget->held, 0);
    return ok;
}

static void runs_out(struct aludel_config *config)
{
    struct aludel_error error;
    struct place_memory enough = {.left = 1000000};
    MUST(use(config, &enough, &error), &error);
    assert_true(enough.made > 30);
    bool ok = false;
    for (long n = 0; !ok; n++) {
        struct place_memory budget = {.left = n};
        ok = use(config, &budget, &error);
        if (!ok && error.code != ALUDEL_NO_MEMORY) {
            fail_msg("allocation %ld: %d: %s [%s]", n, (int)error.code, error.message, error.statement);
        }
    }
}

static void memory_runs_out(void **state)
{
    struct place p;
    place_begin(&p, state);
    struct aludel_config config = place_config(&p, &shop_migrations);
    runs_out(&config);
    assert_string_equal(place_ask(&p, "SELECT count(*) FROM alembic_version"), "0");
    place_end(&p);
}

/* The connection is whole behind each of the failures. */
static void memory_runs_out_on_a_lent_connection(void **state)
{
    struct place p;
    place_begin(&p, state);
    struct lent lent = place_connect(&p);
    struct aludel_config config = place_config(&p, &shop_migrations);
    place_lend(&config, &lent);
    runs_out(&config);
    assert_string_equal(lent_ask(&lent, "SELECT count(*) FROM alembic_version"), "0");
    place_disconnect(&lent);
    place_end(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {ON_BOTH(memory_runs_out),
                                       ON_BOTH(memory_runs_out_on_a_lent_connection)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
