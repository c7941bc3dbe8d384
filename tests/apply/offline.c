/* Scripts, compared with the files in golden/. `UPDATE_GOLDEN=1 test_apply_offline` writes them anew. */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct script {
    char text[16384];
    size_t n;
};

static bool keep(void *with, const char *text, size_t length)
{
    struct script *s = with;
    assert_true(s->n + length < sizeof s->text);
    memcpy(s->text + s->n, text, length);
    s->n += length;
    return true;
}

static void read_golden(const char *path, char *out, size_t room)
{
    FILE *f = fopen(path, "rb");
    size_t n = f ? fread(out, 1, room - 1, f) : 0;
    out[n] = '\0';
    if (f) {
        fclose(f);
    }
}

static void compare(const char *name, const struct script *s)
{
    char path[300], expected[16384];
    snprintf(path, sizeof path, "%s/golden/%s.sql", TEST_SOURCE_DIR, name);
    if (getenv("UPDATE_GOLDEN")) {
        FILE *f = fopen(path, "wb");
        assert_non_null(f);
        fwrite(s->text, 1, s->n, f);
        fclose(f);
    }
    read_golden(path, expected, sizeof expected);
    for (size_t i = 0, line = 1, start = 0; i <= s->n; i++) {
        if (s->text[i] != expected[i]) {
            fail_msg("%s:%zu: expected '%.*s', got '%.*s'", path, line, (int)strcspn(expected + start, "\n"),
                     expected + start, (int)strcspn(s->text + start, "\n"), s->text + start);
        }
        if (s->text[i] == '\n') {
            line++;
            start = i + 1;
        }
    }
}

static struct aludel *open_script(const struct aludel_registry *g, const char *dialect, struct script *s,
                                  struct aludel_error *e)
{
    static const struct aludel_pair settings[] = {{"search_path", "app, public"}, {"lock_timeout", "10s"}};
    struct aludel_config config = {.registry = g, .by = "tester"};
    memset(s, 0, sizeof *s);
    if (strcmp(dialect, "postgresql") == 0) {
        config.settings = settings;
        config.settings_count = 2;
    }
    struct aludel *a = aludel_open_offline(&config, dialect, keep, s, e);
    assert_non_null(a);
    return a;
}

STATEMENT(index_alone, "CREATE INDEX CONCURRENTLY orders_id ON orders (id)", ALUDEL_ALONE);
static bool up_index(struct aludel_op *op)
{
    aludel_autocommit_begin(op);
    aludel_run(op, &index_alone, 1);
    aludel_autocommit_end(op);
    return aludel_ok(op);
}

static struct aludel_registry *the_chain(void)
{
    struct spec specs[4] = {
        linear[0],
        linear[1],
        linear[2],
        {.id = "iiii4", .parents = "cccc3", .up = up_index, .up_flags = ALUDEL_AUTOCOMMIT}};
    return chain(specs, 4);
}

static void golden(const char *dialect)
{
    struct aludel_registry *g = the_chain();
    struct aludel_error e;
    static struct script s;
    const char *const stamps[] = {"aaaa1:head"};
    char name[80];
    struct aludel *a = open_script(g, dialect, &s, &e);
    assert_true(aludel_upgrade(a, "head", NULL, &e));
    snprintf(name, sizeof name, "%s-upgrade", dialect);
    compare(name, &s);
    s = (struct script){.n = 0};
    assert_true(aludel_upgrade(a, "aaaa1:cccc3", &(struct aludel_options){.single_transaction = true}, &e));
    snprintf(name, sizeof name, "%s-upgrade-single", dialect);
    compare(name, &s);
    s = (struct script){.n = 0};
    assert_true(aludel_downgrade(a, "cccc3:base", NULL, &e));
    snprintf(name, sizeof name, "%s-downgrade", dialect);
    compare(name, &s);
    s = (struct script){.n = 0};
    assert_true(aludel_stamp(a, stamps, 1, NULL, &e));
    assert_true(aludel_ensure_version(a, &e));
    snprintf(name, sizeof name, "%s-stamp", dialect);
    compare(name, &s);
    aludel_close(a);
}

static void writes_scripts_for_sqlite(void **state)
{
    (void)state;
    golden("sqlite");
}

static void writes_scripts_for_postgresql(void **state)
{
    (void)state;
    golden("postgresql");
}

/* ---- Refusals: nothing is printed ----------------------------------------------------------------- */

STATEMENT(ask, "SELECT count(*) FROM users", ALUDEL_READS);
static bool up_live(struct aludel_op *op)
{
    aludel_scalar(op, aludel_bind(&ask, {0}));
    return aludel_ok(op);
}

static bool see_none(void *with, const struct aludel_revision *r)
{
    (void)with;
    fail_msg("%s is current", r->id);
    return false;
}

static void refuses_before_anything_is_printed(void **state)
{
    (void)state;
    struct spec specs[2] = {linear[0],
                            {.id = "live2", .parents = "aaaa1", .up = up_live, .up_flags = ALUDEL_LIVE}};
    struct aludel_error e;
    static struct script s;
    const char *const head[] = {"head"};
    struct aludel *a = open_script(chain(specs, 2), "sqlite", &s, &e);
    assert_false(aludel_upgrade(a, "head", NULL, &e));
    assert_has(e.message, "live database");
    assert_string_equal(e.revision, "live2");
    assert_string_equal(e.file, "versions/test.mako");
    assert_int_equal(e.line, ask.at.line);
    assert_false(aludel_downgrade(a, "-1", NULL, &e));
    assert_string_equal(e.message, "downgrade with an offline handle requires <fromrev>:<torev>");
    assert_false(aludel_upgrade(a, "zz:head", NULL, &e));
    assert_has(e.message, "Can't locate revision identified by 'zz'");
    assert_false(aludel_stamp(a, head, 1, &(struct aludel_options){.purge = true}, &e));
    assert_false(aludel_resume(a, NULL, &e));
    assert_string_equal(e.message, "resume needs a database: it can't be written with an offline handle");
    assert_false(aludel_current(a, see_none, NULL, &e));
    assert_string_equal(e.message, "this needs a database: it has no meaning with an offline handle");
    assert_false(aludel_upgrade(a, "aaaa1", &(struct aludel_options){.backup = "copy.db"}, &e));
    assert_string_equal(e.message, "`backup` and an offline handle exclude one another");
    assert_int_equal(s.n, 0);
    aludel_close(a);
}

static void the_script_does_what_the_command_does(void **state)
{
    (void)state;
    struct world w;
    struct aludel_error e;
    static struct script s;
    world_begin(&w, chain(linear, 3));
    struct aludel *a = open_script(w.config.registry, "sqlite", &s, &e);
    assert_true(aludel_upgrade(a, "head", NULL, &e));
    execute(w.file, s.text);
    assert_string_equal(texts(w.file, "SELECT version_num FROM alembic_version"), "cccc3");
    assert_string_equal(texts(w.file, "SELECT revision FROM aludel_log ORDER BY number"),
                        "aaaa1 bbbb2 cccc3");
    SUCCEEDS(&w, aludel_downgrade(w.a, "bbbb2", NULL, &w.error));
    s = (struct script){.n = 0};
    assert_true(aludel_downgrade(a, "bbbb2:base", NULL, &e));
    execute(w.file, s.text);
    assert_string_equal(texts(w.file, "SELECT version_num FROM alembic_version"), "");
    aludel_close(a);
    world_end(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_scripts_for_sqlite),
        cmocka_unit_test(writes_scripts_for_postgresql),
        cmocka_unit_test(refuses_before_anything_is_printed),
        cmocka_unit_test(the_script_does_what_the_command_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
