/*
 * places.h: a database of one's own for each test, an SQLite file or a database on the private PostgreSQL server; most
 * tests here are run on both.
 *
 *     static void creates(void **state)
 *     {
 *         struct place p;
 *         place_begin(&p, state);
 *         struct aludel_config config = place_config(&p, &shop_migrations);
 *         …
 *         assert_string_equal(place_ask(&p, "SELECT count(*) FROM products"), "1");
 *         place_end(&p);
 *     }
 *     const struct CMUnitTest tests[] = {ON_BOTH(creates)};
 */
#ifndef TESTS_EMBED_PLACES_H
#define TESTS_EMBED_PLACES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* the four above are cmocka's */
#include <aludel/aludel.h>
#include <cmocka.h>
#include <libpq-fe.h>
#include <sqlite3.h>

struct place {
    bool postgresql;
    char folder[64], file[96]; /* SQLite */
    char name[32];             /* PostgreSQL: the database */
    char url[512];
};

extern char place_on_sqlite, place_on_postgresql; /* states of tests */
#define ON_SQLITE(test) cmocka_unit_test_prestate(test, &place_on_sqlite)
#define ON_POSTGRESQL(test) cmocka_unit_test_prestate(test, &place_on_postgresql)
#define ON_BOTH(test) ON_SQLITE(test), ON_POSTGRESQL(test)

/* For a test that wants PostgreSQL, where there is none: on other machines (tests/cross). */
#ifdef ALUDEL_TEST_WITHOUT_POSTGRESQL
#define NEEDS_POSTGRESQL() skip()
#else
#define NEEDS_POSTGRESQL() (void)0
#endif

void place_begin(struct place *p, void **state);
void place_end(struct place *p);
/* With the URL. */
struct aludel_config place_config(const struct place *p, const struct aludel_registry *registry);
/* A connection of the test's own, to lend: whichever of the two the place has; NULL the other one. */
struct lent {
    sqlite3 *sqlite;
    PGconn *postgresql;
};
struct lent place_connect(const struct place *p);
void place_disconnect(struct lent *lent);
void place_lend(struct aludel_config *config, const struct lent *lent);

/* One statement on a connection of its own; the first column of its rows, joined by blanks. */
const char *place_ask(const struct place *p, const char *sql);
/* The same on a connection that is there. */
const char *lent_ask(const struct lent *lent, const char *sql);

/* An allocator's: `left` allocations succeed. */
struct place_memory {
    long left, made;
    int64_t held; /* bytes that weren't given back */
};
void *place_resize(void *memory, void *block, size_t old_size, size_t new_size);

void must(bool ok, const struct aludel_error *error, int line);
#define MUST(call, error) must((call), (error), __LINE__)
int64_t now(void); /* milliseconds */

#endif
