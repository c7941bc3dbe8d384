/*
 * threads.c: 32 threads, each with a database and a handle of its own, over one registry: up, down and up again at the same
 * time. threads.py runs this under ThreadSanitizer, too.
 */
#include "places.h"

#include "shop_migrations.h"

#include <pthread.h>
#include <string.h>

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

int main(void)
{
    const struct CMUnitTest tests[] = {ON_BOTH(a_database_for_each)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
