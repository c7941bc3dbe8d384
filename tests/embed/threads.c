/*
 * threads.c: 32 threads, each with a database and a handle of its own, over one registry: up, down and up again at the same
 * time; and calls that are interrupted from another thread, at any moment. sanitized.py runs this under ThreadSanitizer, too.
 */
#include "places.h"

#include "shop_migrations.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>

#define THREADS 32

struct worker {
    struct place place;
    pthread_t thread;
    struct aludel_error error;
    int steps; /* that were told to this thread's function */
    bool done;
};

static pthread_barrier_t all_there;

static void on_event(void *with, const struct aludel_event *event)
{
    ((struct worker *)with)->steps += event->kind == ALUDEL_EVENT_STEP_DONE;
}

static bool go(struct worker *w, struct aludel *a)
{
    bool at_head = false;
    return aludel_upgrade(a, "head", NULL, &w->error) && aludel_downgrade(a, "base", NULL, &w->error) &&
           aludel_upgrade(a, "+1", NULL, &w->error) && aludel_upgrade(a, "head", NULL, &w->error) &&
           aludel_is_at_head(a, &at_head, &w->error) && at_head;
}

static void *work(void *with)
{
    struct worker *w = with;
    struct aludel_config config = place_config(&w->place, &shop_migrations);
    config.event = on_event;
    config.with = w;
    pthread_barrier_wait(&all_there);
    struct aludel *a = aludel_open(&config, &w->error);
    w->done = a && go(w, a);
    aludel_close(a);
    return NULL;
}

static void a_database_for_each(void **state)
{
    static struct worker workers[THREADS];
    memset(workers, 0, sizeof workers);
    pthread_barrier_init(&all_there, NULL, THREADS);
    for (int i = 0; i < THREADS; i++) {
        place_begin(&workers[i].place, state);
        assert_int_equal(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(workers[i].thread, NULL);
    }
    for (int i = 0; i < THREADS; i++) {
        struct worker *w = &workers[i];
        MUST(w->done, &w->error);
        assert_int_equal(w->steps, 6);
        assert_string_equal(place_ask(&w->place, "SELECT version_num FROM alembic_version"), "0002");
        assert_string_equal(place_ask(&w->place, "SELECT price FROM products"), "100");
        place_end(&w->place);
    }
    pthread_barrier_destroy(&all_there);
}

/* ---- Interrupted from another thread ---------------------------------------------------------------- */

#define FEWER 8
#define STORM 40 /* times, all of them */

static atomic_bool storm_is_over;

struct target {
    struct place place;
    pthread_t thread;
    struct aludel *handle;
    struct aludel_error error;
    int interruptions;
    bool done;
};

/* Again and again, until it isn't interrupted; any other error ends it. */
static bool insist(struct target *t,
                   bool (*call)(struct aludel *, const char *, const struct aludel_options *,
                                struct aludel_error *),
                   const char *where)
{
    while (!call(t->handle, where, NULL, &t->error)) {
        if (t->error.code != ALUDEL_INTERRUPTED) {
            return false;
        }
        t->interruptions++;
    }
    return true;
}

static void *work_on(void *with)
{
    struct target *t = with;
    bool ok = true;
    pthread_barrier_wait(&all_there);
    while (ok && !storm_is_over) {
        ok = insist(t, aludel_upgrade, "head") && insist(t, aludel_downgrade, "base");
    }
    t->done = ok && insist(t, aludel_upgrade, "head");
    return NULL;
}

static void storm(struct target *targets)
{
    for (int n = 0; n < STORM; n++) {
        nanosleep(&(struct timespec){.tv_nsec = 3000000 + n * 200000}, NULL);
        for (int i = 0; i < FEWER; i++) {
            aludel_interrupt(targets[i].handle);
        }
    }
    storm_is_over = true;
}

static void begin_all(struct target *targets, void **state)
{
    memset(targets, 0, FEWER * sizeof *targets);
    storm_is_over = false;
    pthread_barrier_init(&all_there, NULL, FEWER + 1);
    for (int i = 0; i < FEWER; i++) {
        struct target *t = &targets[i];
        place_begin(&t->place, state);
        struct aludel_config config = place_config(&t->place, &shop_migrations);
        t->handle = aludel_open(&config, &t->error);
        assert_int_equal(pthread_create(&t->thread, NULL, work_on, t), 0);
    }
    pthread_barrier_wait(&all_there);
}

/* Whatever was going on then: each call was done or rolled back. */
static void interrupted_from_outside(void **state)
{
    static struct target targets[FEWER];
    int interruptions = 0;
    begin_all(targets, state);
    storm(targets);
    for (int i = 0; i < FEWER; i++) {
        struct target *t = &targets[i];
        pthread_join(t->thread, NULL);
        aludel_close(t->handle);
        MUST(t->done, &t->error);
        assert_string_equal(place_ask(&t->place, "SELECT version_num FROM alembic_version"), "0002");
        assert_string_equal(place_ask(&t->place, "SELECT price FROM products"), "100");
        interruptions += t->interruptions;
        place_end(&t->place);
    }
    pthread_barrier_destroy(&all_there);
    assert_true(interruptions > FEWER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {ON_BOTH(a_database_for_each), ON_BOTH(interrupted_from_outside)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
