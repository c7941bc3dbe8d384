/* current, history, show, the log, verify, wait, a database newer than the program. */
#include "support.h"

#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct seen {
    char text[2048];
};

static bool see(void *with, const struct aludel_revision *r)
{
    struct seen *s = with;
    strcat(strcat(s->text, *s->text ? " " : ""), r->id);
    strcat(s->text, r->current ? "*" : "");
    return true;
}

static void nothing_is_written_by_looking(void **state)
{
    (void)state;
    struct world w;
    struct seen s = {""};
    world_begin(&w, chain(linear, 3));
    SUCCEEDS(&w, aludel_current(w.a, see, &s, &w.error));
    SUCCEEDS(&w, aludel_history(w.a, NULL, true, see, &s, &w.error));
    assert_string_equal(s.text, "cccc3 bbbb2 aaaa1");
    SUCCEEDS(&w, aludel_upgrade(w.a, "bbbb2", NULL, &w.error));
    s.text[0] = '\0';
    SUCCEEDS(&w, aludel_history(w.a, NULL, true, see, &s, &w.error));
    assert_string_equal(s.text, "cccc3 bbbb2* aaaa1");
    s.text[0] = '\0';
    SUCCEEDS(&w, aludel_history(w.a, "current:", false, see, &s, &w.error));
    SUCCEEDS(&w, aludel_show(w.a, "current", see, &s, &w.error));
    assert_string_equal(s.text, "cccc3 bbbb2* bbbb2*");
    world_end(&w);
}

static void no_database_is_needed_for_the_chain(void **state)
{
    (void)state;
    struct world w;
    struct seen s = {""};
    world_begin(&w, chain(linear, 3));
    w.config.url = NULL;
    world_open(&w);
    SUCCEEDS(&w, aludel_heads(w.a, false, see, &s, &w.error));
    SUCCEEDS(&w, aludel_history(w.a, "aaaa1:bbbb2", false, see, &s, &w.error));
    SUCCEEDS(&w, aludel_show(w.a, "head", see, &s, &w.error));
    assert_string_equal(s.text, "cccc3 bbbb2 aaaa1 cccc3");
    FAILS(&w, aludel_show(w.a, "zz", see, &s, &w.error), ALUDEL_USAGE,
          "Can't locate revision identified by 'zz'");
    FAILS(&w, aludel_current(w.a, see, &s, &w.error), ALUDEL_USAGE, "no URL");
    world_end(&w);
}

/* ---- The log --------------------------------------------------------------------------------- */

static bool see_entry(void *with, const struct aludel_log_entry *e)
{
    struct seen *s = with;
    assert_int_equal(strlen(e->at), strlen("2026-01-02T03:04:05.678Z"));
    assert_string_equal(e->by, "tester");
    assert_string_equal(e->tool, aludel_version());
    assert_true(*e->host != '\0');
    strcat(strcat(strcat(s->text, e->action), ":"), e->revision);
    strcat(s->text, *e->sum ? "# " : " ");
    return true;
}

static void the_log_tells_what_was_done(void **state)
{
    (void)state;
    const char *const base[] = {"base"};
    struct aludel_options purge = {.purge = true};
    struct world w;
    struct seen s = {""};
    world_begin(&w, chain(linear, 3));
    SUCCEEDS(&w, aludel_read_log(w.a, see_entry, &s, &w.error));
    SUCCEEDS(&w, aludel_upgrade(w.a, "bbbb2", NULL, &w.error));
    SUCCEEDS(&w, aludel_downgrade(w.a, "-1", NULL, &w.error));
    SUCCEEDS(&w, aludel_stamp(w.a, base, 1, &purge, &w.error));
    SUCCEEDS(&w, aludel_read_log(w.a, see_entry, &s, &w.error));
    assert_string_equal(s.text, "upgrade:aaaa1# upgrade:bbbb2# downgrade:bbbb2# purge: ");
    world_end(&w);
}

static void the_log_can_be_off(void **state)
{
    (void)state;
    const struct aludel_pair off = {"log_table", ""};
    struct world w;
    world_begin(&w, chain(linear, 3));
    w.config.settings = &off;
    w.config.settings_count = 1;
    world_open(&w);
    SUCCEEDS(&w, aludel_upgrade(w.a, "head", NULL, &w.error));
    assert_false(exists(w.file, "aludel_log"));
    FAILS(&w, aludel_read_log(w.a, see_entry, NULL, &w.error), ALUDEL_USAGE, "log_table");
    world_end(&w);
}

static void a_log_of_another_layout_is_refused(void **state)
{
    (void)state;
    struct world w;
    world_begin(&w, chain(linear, 3));
    SUCCEEDS(&w, aludel_upgrade(w.a, "aaaa1", NULL, &w.error));
    execute(w.file, "UPDATE aludel_log SET layout = 2");
    REFUSES(&w, aludel_upgrade(w.a, "head", NULL, &w.error), ALUDEL_NEWER,
            "the log table 'aludel_log' was written by a newer program (its layout is beyond 1)",
            "run that program, or one that is at least as new");
    assert_string_equal(texts(w.file, "SELECT version_num FROM alembic_version"), "aaaa1");
    execute(w.file, "DROP TABLE aludel_log; CREATE TABLE aludel_log (mine TEXT)");
    REFUSES(
        &w, aludel_upgrade(w.a, "head", NULL, &w.error), ALUDEL_FAILED, "no such column: layout",
        "'aludel_log' isn't a log table of ours: name another with `log_table`, or switch the log off with "
        "an empty one");
    FAILS(&w, aludel_read_log(w.a, see_entry, NULL, &w.error), ALUDEL_FAILED, "no such column");
    assert_has(w.error.hint, "log_table");
    world_end(&w);
}

/* ---- verify ---------------------------------------------------------------------------------- */

static bool see_verdict(void *with, const struct aludel_revision *r, enum aludel_verdict verdict,
                        const char *file)
{
    static const char *const words[] = {"same", "differs", "not-recorded", "shared-differs"};
    struct seen *s = with;
    strcat(strcat(strcat(s->text, r ? r->id : file), "="), words[verdict]);
    strcat(s->text, " ");
    return true;
}

static void verify_finds_changed_migrations(void **state)
{
    (void)state;
    static struct aludel_file_sum shared = {"env.mako", {{1, 2, 3}}};
    struct aludel_registry *g = chain(linear, 3);
    struct world w;
    struct seen s = {""};
    g->shared = &shared;
    g->shared_count = 1;
    world_begin(&w, g);
    execute(w.file,
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY);"
            "INSERT INTO alembic_version VALUES ('aaaa1'); CREATE TABLE users (id INTEGER, name TEXT)");
    SUCCEEDS(&w, aludel_upgrade(w.a, "bbbb2", NULL, &w.error));
    SUCCEEDS(&w, aludel_verify(w.a, see_verdict, &s, &w.error));
    assert_string_equal(s.text, "aaaa1=not-recorded bbbb2=same ");
    s.text[0] = '\0';
    shared.sum.bytes[0] = 9;
    ((struct aludel_migration *)(uintptr_t)g->migrations)[1].sum.bytes[0] = 9;
    REFUSES(&w, aludel_verify(w.a, see_verdict, &s, &w.error), ALUDEL_CHANGED,
            "1 applied migration has changed since",
            "an applied migration isn't edited: restore its text, and put the change into a new one");
    assert_string_equal(s.text, "aaaa1=not-recorded bbbb2=differs env.mako=shared-differs ");
    SUCCEEDS(&w, aludel_upgrade(w.a, "head", NULL, &w.error));
    assert_int_equal(number(w.file, "SELECT count(*) FROM aludel_log WHERE action = 'shared'"), 2);
    world_end(&w);
}

/* ---- A database newer than the program ------------------------------------------------------- */

static void a_newer_database_is_left_alone(void **state)
{
    (void)state;
    struct world w;
    struct seen s = {""};
    const struct aludel_pair always = {"newer", "always"};
    world_begin(&w, chain(linear, 3));
    SUCCEEDS(&w, aludel_upgrade(w.a, "head", NULL, &w.error));
    w.config.registry = chain(linear, 2);
    world_open(&w);
    const char *message = "Can't locate revision identified by 'cccc3'";
    FAILS(&w, aludel_upgrade(w.a, "head", NULL, &w.error), ALUDEL_NEWER, message);
    assert_has(w.error.detail, "it came on 20");
    FAILS(&w, aludel_downgrade(w.a, "base", NULL, &w.error), ALUDEL_NEWER, message);
    FAILS(&w, aludel_current(w.a, see, &s, &w.error), ALUDEL_NEWER, message);
    FAILS(&w, aludel_plan(w.a, ALUDEL_UPGRADE, "head", NULL, NULL, NULL, &w.error), ALUDEL_NEWER, message);
    execute(w.file, "INSERT INTO alembic_version VALUES ('aaaa1')");
    FAILS(&w, aludel_current(w.a, see, &s, &w.error), ALUDEL_NEWER, message);
    assert_string_equal(s.text, "aaaa1*");
    w.config.settings = &always;
    w.config.settings_count = 1;
    world_open(&w);
    SUCCEEDS(&w, aludel_upgrade(w.a, "head", NULL, &w.error));
    FAILS(&w, aludel_downgrade(w.a, "base", NULL, &w.error), ALUDEL_NEWER, message);
    world_end(&w);
}

static void many_unknown_rows_do_no_harm(void **state)
{
    (void)state;
    const char *const head[] = {"head"};
    struct aludel_options purge = {.purge = true};
    struct world w;
    world_begin(&w, chain(linear, 3));
    execute(w.file, "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL);"
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) "
                    "INSERT INTO alembic_version SELECT 'unknown' || i FROM n;"
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) "
                    "INSERT INTO alembic_version SELECT 'aaaa1' FROM n");
    FAILS(&w, aludel_upgrade(w.a, "head", NULL, &w.error), ALUDEL_NEWER, "'unknown1'");
    SUCCEEDS(&w, aludel_stamp(w.a, head, 1, &purge, &w.error));
    assert_string_equal(texts(w.file, "SELECT version_num FROM alembic_version"), "cccc3");
    execute(w.file, "UPDATE alembic_version SET version_num = 'bbbb2';"
                    "INSERT INTO alembic_version VALUES ('bbbb2')");
    FAILS(&w, aludel_upgrade(w.a, "head", NULL, &w.error), ALUDEL_FAILED,
          "expected to match one row when updating 'bbbb2' to 'cccc3' in 'alembic_version'; 2 found");
    assert_false(exists(w.file, "orders"));
    world_end(&w);
}

/* ---- wait ------------------------------------------------------------------------------------ */

static void wait_ends_when_it_is_applied(void **state)
{
    (void)state;
    struct world w;
    world_begin(&w, chain(linear, 3));
    FAILS(&w, aludel_wait(w.a, "head", 120, &w.error), ALUDEL_BUSY, "'head' isn't applied");
    assert_false(w.error.unknown_revision);
    FAILS(&w, aludel_wait(w.a, "zz", 120, &w.error), ALUDEL_USAGE, "zz");
    assert_true(w.error.unknown_revision);
    FAILS(&w, aludel_wait(w.a, "head-9", 120, &w.error), ALUDEL_USAGE, "didn't produce 9 migrations");
    assert_false(w.error.unknown_revision);
    pid_t child = fork();
    if (child == 0) {
        const struct timespec pause = {.tv_nsec = 150000000};
        nanosleep(&pause, NULL);
        struct aludel *a = aludel_open(&w.config, NULL);
        _exit(aludel_upgrade(a, "head", NULL, NULL) ? 0 : 1);
    }
    SUCCEEDS(&w, aludel_wait(w.a, "bbbb2", 20000, &w.error));
    int status = 0;
    waitpid(child, &status, 0);
    assert_int_equal(status, 0);
    SUCCEEDS(&w, aludel_wait(w.a, "heads", 0, &w.error));
    world_end(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_written_by_looking),
        cmocka_unit_test(no_database_is_needed_for_the_chain),
        cmocka_unit_test(the_log_tells_what_was_done),
        cmocka_unit_test(the_log_can_be_off),
        cmocka_unit_test(a_log_of_another_layout_is_refused),
        cmocka_unit_test(verify_finds_changed_migrations),
        cmocka_unit_test(a_newer_database_is_left_alone),
        cmocka_unit_test(many_unknown_rows_do_no_harm),
        cmocka_unit_test(wait_ends_when_it_is_applied),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
