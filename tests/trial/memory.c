/*
 * memory.c: wherever memory runs out, a trial says so and fails. `realloc`, of which all of ours comes, is
 * wrapped. Each trial is a process of its own, since it ends where it stands.
 */
#include "../apply/support.h"

#include <aludel/trial.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ALL_OF_THE_FIRST = 60, THEN_ONE_IN = 23, NOT_REACHED = 77 };

static size_t calls, failing = SIZE_MAX;

void *__real_realloc(void *block, size_t size);
void *__wrap_realloc(void *block, size_t size);
void *__wrap_realloc(void *block, size_t size)
{
    return ++calls >= failing ? NULL : __real_realloc(block, size);
}

RUNS(up_books,
     "CREATE TABLE books (id INTEGER PRIMARY KEY, kind TEXT CHECK (kind IN ('new', 'old')), price REAL)")
RUNS(down_books, "DROP TABLE books")
RUNS(up_title, "ALTER TABLE books ADD COLUMN title TEXT")
RUNS(down_title, "SELECT 1") /* which is found: then there are lines to keep as well */

static void try_out(size_t fail_at, const char *said)
{
    const struct spec specs[] = {{.id = "aaaa1", .up = up_books, .down = down_books},
                                 {.id = "bbbb2", .parents = "aaaa1", .up = up_title, .down = down_title}};
    char *argv[] = {"aludel", NULL};
    struct aludel_registry *g = chain(specs, 2);
    if (!freopen(said, "w", stdout) || dup2(fileno(stdout), STDERR_FILENO) < 0)
        _exit(99);
    calls = 0;
    failing = fail_at;
    int status = aludel_trial_main(1, argv, g);
    fflush(NULL);
    _exit(calls < fail_at ? NOT_REACHED : status);
}

/* Its status. */
static int in_a_process(size_t fail_at, const char *said)
{
    int status;
    fflush(NULL);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0)
        try_out(fail_at, said);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    if (!WIFEXITED(status))
        fail_msg("from call %zu on there is none: the trial ends by signal %d", fail_at, WTERMSIG(status));
    return WEXITSTATUS(status);
}

static void read_file(const char *path, char *text, size_t size)
{
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    text[fread(text, 1, size - 1, f)] = '\0';
    fclose(f);
}

static void it_may_run_out_anywhere(void **state)
{
    (void)state;
    char folder[] = "/tmp/aludel-memory-XXXXXX", said[64], text[8192];
    assert_non_null(mkdtemp(folder));
    setenv("TMPDIR", folder, 1);
    snprintf(said, sizeof said, "%s/said", folder);
    size_t tried = 0;
    for (size_t n = 1;; n += n < ALL_OF_THE_FIRST ? 1 : THEN_ONE_IN, tried++) {
        int status = in_a_process(n, said);
        if (status == NOT_REACHED)
            break;
        read_file(said, text, sizeof text);
        if (status != 1 || !strstr(text, "out of memory"))
            fail_msg("from call %zu on there is none: status %d, and it says: %s", n, status, text);
    }
    printf("%zu trials\n", tried);
    assert_true(tried > ALL_OF_THE_FIRST);
    unlink(said);
    assert_int_equal(rmdir(folder), 0); /* what the last one has left the one behind it takes away */
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(it_may_run_out_anywhere)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
