/*
 * support.h: chains written by hand, database files to run them on, and what happened.
 *
 *     static const struct spec specs[] = {{.id = "aaaa1", .up = up_a, .down = down_a}, …};
 *     const struct aludel_registry *g = chain(specs, 2);
 *     struct world w; world_begin(&w, g);
 *     assert_true(aludel_upgrade(w.a, "head", NULL, &w.error));
 *     assert_int_equal(number(w.file, "SELECT count(*) FROM users"), 2);
 *     world_end(&w);
 */
#ifndef TESTS_APPLY_SUPPORT_H
#define TESTS_APPLY_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* the four above are cmocka's */
#include <aludel/aludel.h>
#include <aludel/generated.h>
#include <cmocka.h>
#include <sqlite3.h>

/* ---- Chains ---------------------------------------------------------------------------------- */

struct spec {
    const char *id, *message;
    const char *parents; /* "aaaa1 bbbb2"; NULL: none */
    const char *depends; /* ids */
    const char *label;
    aludel_step_fn *up, *down;
    unsigned up_flags, down_flags;
    const char *irreversible;
    const char *needs; /* one environment variable of the upgrade */
    const char *compatible, *replaces;
    const char *work;  /* of the upgrade, as budget/budget.h reads it */
};

/* Specs in topological order. Lives until the program ends; may be changed by the test. */
struct aludel_registry *chain(const struct spec *specs, size_t count);

/* A function that runs constant statements: RUNS(up_a, "CREATE …", "INSERT …") */
#define RUNS(name, ...)                                                            \
    static bool name(struct aludel_op *op)                                         \
    {                                                                              \
        static const char *const texts[] = {__VA_ARGS__};                          \
        static struct aludel_statement rows[sizeof texts / sizeof *texts];         \
        return run_texts(op, texts, rows, sizeof texts / sizeof *texts, __LINE__); \
    }
bool run_texts(struct aludel_op *op, const char *const *texts, struct aludel_statement *rows, size_t count,
               int line);
#define STATEMENT(name, text, flags_)             \
    static const struct aludel_statement name = { \
        .sql = text, .length = sizeof text - 1, .flags = flags_, .at = {"versions/test.mako", __LINE__}}

/* users, two of them, orders: aaaa1 -> bbbb2 -> cccc3 */
extern const struct spec linear[3];

/* ---- A database and a handle ------------------------------------------------------------------- */

struct world {
    char folder[64], file[96], url[128];
    struct aludel_config config;
    struct aludel *a;
    struct aludel_error error;
    char events[16384];  /* a line for each: "step Running upgrade …", "done aaaa1", "remark …" */
    const char *env[16]; /* name, value, name, value, NULL */
    int statements;
};
void world_begin(struct world *w, const struct aludel_registry *g);
/* Closes the handle and opens another one, with w->config as it is now. */
void world_open(struct world *w);
void world_end(struct world *w);
void remove_world(const struct world *w);
#define SUCCEEDS(w, call) assert_success((w), (call), #call, __LINE__)
void assert_success(struct world *w, bool ok, const char *what, int line);
#define FAILS(w, call, code_, part) assert_failure((w), (call), (code_), (part), #call, __LINE__)
void assert_failure(struct world *w, bool ok, enum aludel_code code, const char *part, const char *what,
                    int line);
/* The same with the whole message and the whole hint. */
#define REFUSES(w, call, code_, message, hint) \
    assert_refusal((w), (call), (code_), (message), (hint), #call, __LINE__)
void assert_refusal(struct world *w, bool ok, enum aludel_code code, const char *message, const char *hint,
                    const char *what, int line);
void assert_has(const char *text, const char *part);

/* An allocator's: after so many allocations there is no memory any more. */
struct memory_budget {
    int left; /* allocations that succeed */
    size_t held;
};
void *resize_within(void *budget, void *block, size_t old_size, size_t new_size);

int64_t number(const char *file, const char *sql);
void execute(const char *file, const char *sql);
/* The first column of all rows, joined by blanks. */
const char *texts(const char *file, const char *sql);
bool exists(const char *file, const char *table);

/* Every connection that is opened from now on counts its statements here and kills the process at the
 * `die_at`-th (0: never). BEGIN and COMMIT count. */
extern int traced, die_at;
extern const char *die_on; /* or at the first statement that begins so */
extern char last_traced[512];
void trace_connections(void);
/* Runs `child` in a process of its own; true when it was killed, else its result must be true. */
bool dies(struct world *w, bool (*child)(struct world *w));

#endif
