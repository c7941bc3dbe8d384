/* write.c: programs as recipes, and what can't be one. */
#include "emit/recipe.h"
#include "recipe/recipe.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;
static struct source *own, *other;
static struct program program;

static int begin(void **state)
{
    (void)state;
    arena_init(&arena, NULL);
    own = source_from_text(&arena, "versions/a.mako", "versions/a.mako", al_text("1\n2\n3\n4\n"));
    other = source_from_text(&arena, "env.mako", "env.mako", al_text("1\n2\n3\n4\n"));
    program = (struct program){0};
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static struct step *step(struct steps *in, enum step_kind kind, const struct source *source, uint32_t line)
{
    struct step *s = ARENA_NEW(&arena, struct step);
    s->kind = kind;
    s->span = (struct span){source, 2 * (line - 1), 2 * (line - 1) + 1};
    vec_push(&arena, in, s);
    return s;
}

static struct step *statement(struct steps *in, const char *sql, const struct source *source, uint32_t line)
{
    struct step *s = step(in, STEP_RUN, source, line);
    s->statement = ARENA_NEW(&arena, struct sql_statement);
    s->statement->span = s->span;
    s->statement->sql = al_text(sql);
    return s;
}

static struct edit *edit(struct rebuild *r, enum edit_kind kind, const char *name, const char *sql)
{
    struct edit e = {.kind = kind, .name = al_text(name)};
    struct sql part = {.text = al_text(sql)};
    if (*sql) {
        vec_push(&arena, &e.sql, part);
    }
    vec_push(&arena, &r->edits, e);
    return &r->edits.at[r->edits.count - 1];
}

static void assert_recipe(const struct source *lines, const char *wanted)
{
    struct aludel_text out;
    assert_null(recipe_of(&arena, &program, lines, &out));
    assert_string_equal(out.z ? out.z : "", wanted);
    assert_true(al_recipe_sound((struct al_recipe){out.z, out.z + out.n}));
}

static void assert_none(const char *why)
{
    struct aludel_text out;
    assert_string_equal(recipe_of(&arena, &program, NULL, &out), why);
}

static void statements(void **state)
{
    (void)state;
    assert_recipe(own, "");
    statement(&program.steps, "SELECT 'ä'", own, 2);
    statement(&program.steps, "A", own, 2);
    statement(&program.steps, "B", other, 2);
    statement(&program.steps, "C", other, 3);
    statement(&program.steps, "D", own, 4);
    assert_recipe(NULL, "s11:SELECT 'ä's1:As1:Bs1:Cs1:D");
    assert_recipe(own, "@2;s11:SELECT 'ä's1:A@;s1:Bs1:C@4;s1:D");
}

static void rebuilds(void **state)
{
    (void)state;
    struct step *s = step(&program.steps, STEP_REBUILD, own, 2);
    struct rebuild *r = s->rebuild = ARENA_NEW(&arena, struct rebuild);
    r->table.name = al_text("t");
    assert_recipe(NULL, "r1:t.;");
    r->table.schema = al_text("aux");
    struct edit *add = edit(r, EDIT_ADD_COLUMN, "x", "x INT");
    add->before = al_text("y");
    add->if_exists = true;
    add->span = (struct span){own, 4, 5};
    struct edit *drop = edit(r, EDIT_DROP_CONSTRAINT, "", "");
    drop->constraint = CONSTRAINT_UNIQUE;
    struct aludel_text a = al_text("a"), b = al_text("b");
    vec_push(&arena, &drop->columns, a);
    vec_push(&arena, &drop->columns, b);
    edit(r, EDIT_REDEFINE, "", "CREATE TABLE t (x)")->after = al_text("z");
    assert_recipe(NULL, "r1:tS3:auxe;n1:xq5:x INTb1:yx1;e9;k1;c1:ac1:be11;q18:CREATE TABLE t (x)a1:z.;");
    assert_recipe(own,
                  "@2;r1:tS3:aux@3;e;n1:xq5:x INTb1:yx1;@;e9;k1;c1:ac1:be11;q18:CREATE TABLE t (x)a1:z.;");
}

static void what_is_none(void **state)
{
    (void)state;
    static const struct {
        enum step_kind kind;
        const char *why;
    } cases[] = {
        {STEP_C, "runs C"},
        {STEP_AUTOCOMMIT, "runs statements outside of transactions"},
        {STEP_FAIL, "fails on purpose"},
        {STEP_RAW, "makes a statement when it runs"},
        {STEP_SEND, "puts a value into a statement when it runs"},
        {STEP_ROWS, "asks the database"},
        {STEP_REFUSE_ROWS, "asks the database"},
        {STEP_IF, "decides something when it runs"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        program.steps.count = 0;
        statement(&program.steps, "A", own, 1);
        step(&program.steps, cases[i].kind, own, 1);
        statement(&program.steps, "B", own, 1);
        assert_none(cases[i].why);
    }
    program.steps.count = 0;
    statement(&program.steps, "A", own, 1)->statement->sql = (struct aludel_text){"A\0B", 3};
    assert_none("has a NUL in a statement");
}

#define each(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {each(statements), each(rebuilds), each(what_is_none)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
