/* Migrations with autocommit parts: what is committed when, and how an interrupted one goes on. */
#include "pieces.h"

#include <string.h>
#include <unistd.h>

#define MARKS "SELECT n FROM marks ORDER BY n"

STATEMENT(fails, "INSERT INTO nowhere VALUES (1)", 0);
static bool broken;

static bool up_breakable(struct aludel_op *op)
{
    aludel_run(op, &piece_table, 1);
    aludel_autocommit_begin(op);
    aludel_run(op, &piece_1, 1);
    if (broken) {
        aludel_run(op, &fails, 1);
    }
    aludel_autocommit_end(op);
    aludel_run(op, &piece_2, 1);
    return aludel_ok(op);
}

static const struct spec specs[] = {
    {.id = "aaaa1"},
    {.id = "pppp2", .parents = "aaaa1", .up = up_pieces, .down = down_pieces, .up_flags = ALUDEL_AUTOCOMMIT},
    {.id = "qqqq3", .parents = "pppp2"}};
static const struct spec breakable[] = {{.id = "aaaa1"},
                                        {.id = "pppp2",
                                         .parents = "aaaa1",
                                         .up = up_breakable,
                                         .down = down_pieces,
                                         .up_flags = ALUDEL_AUTOCOMMIT}};

STATEMENT(piece_away, "DELETE FROM marks", 0);
STATEMENT(piece_drop, "DROP TABLE marks", ALUDEL_DDL);

static bool down_breakable(struct aludel_op *op)
{
    aludel_autocommit_begin(op);
    aludel_run(op, &piece_away, 1);
    if (broken) {
        aludel_run(op, &fails, 1);
    }
    aludel_autocommit_end(op);
    aludel_run(op, &piece_drop, 1);
    return aludel_ok(op);
}

static const struct spec breakable_downwards[] = {{.id = "aaaa1"},
                                                  {.id = "pppp2",
                                                   .parents = "aaaa1",
                                                   .up = up_pieces,
                                                   .down = down_breakable,
                                                   .up_flags = ALUDEL_AUTOCOMMIT,
                                                   .down_flags = ALUDEL_AUTOCOMMIT}};

static void runs_through(void **state)
{
    (void)state;
    struct world w;
    world_begin(&w, chain(specs, 3));
    SUCCEEDS(&w, aludel_upgrade(w.a, "head", NULL, &w.error));
    assert_string_equal(texts(w.file, MARKS), PIECES_MARKS);
    assert_int_equal(number(w.file, "SELECT count(*) FROM aludel_journal"), 0);
    assert_string_equal(texts(w.file, "SELECT version_num FROM alembic_version"), "qqqq3");
    world_end(&w);
}

static void a_failure_before_the_block_leaves_nothing(void **state)
{
    (void)state;
    struct world w;
    world_begin(&w, chain(breakable, 2));
    execute(w.file, "CREATE TABLE marks (old INTEGER)");
    FAILS(&w, aludel_upgrade(w.a, "head", NULL, &w.error), ALUDEL_FAILED, "already exists");
    assert_has(w.error.detail, "'pppp2' was rolled back");
    assert_false(exists(w.file, "aludel_journal"));
    world_end(&w);
}

static void goes_on_after_a_failure(void **state)
{
    (void)state;
    struct world w;
    world_begin(&w, chain(breakable, 2));
    broken = true;
    FAILS(&w, aludel_upgrade(w.a, "head", NULL, &w.error), ALUDEL_FAILED, "nowhere");
    assert_string_equal(w.error.revision, "pppp2");
    assert_has(w.error.detail, "what ran in autocommit stays");
    assert_string_equal(texts(w.file, MARKS), "1");
    REFUSES(&w, aludel_downgrade(w.a, "base", NULL, &w.error), ALUDEL_FAILED,
            "the upgrade of 'pppp2' was interrupted and isn't part of this run",
            "finish it first, with `migrate resume`, or by hand and `stamp`");
    broken = false;
    SUCCEEDS(&w, aludel_upgrade(w.a, "aaaa1", NULL, &w.error)); /* nothing to do */
    SUCCEEDS(&w, aludel_resume(w.a, NULL, &w.error));
    assert_string_equal(texts(w.file, MARKS), "1 2");
    assert_string_equal(texts(w.file, "SELECT version_num FROM alembic_version"), "pppp2");
    SUCCEEDS(&w, aludel_resume(w.a, NULL, &w.error));
    assert_has(w.events, "remark nothing to resume");
    world_end(&w);
}

/* The version row says head, and half of it is gone. */
static void is_not_at_head_on_the_way_down(void **state)
{
    (void)state;
    struct world w;
    world_begin(&w, chain(breakable_downwards, 2));
    SUCCEEDS(&w, aludel_upgrade(w.a, "head", NULL, &w.error));
    broken = true;
    FAILS(&w, aludel_downgrade(w.a, "base", NULL, &w.error), ALUDEL_FAILED, "nowhere");
    REFUSES(&w, aludel_upgrade(w.a, "head", NULL, &w.error), ALUDEL_FAILED,
            "the downgrade of 'pppp2' was interrupted and isn't part of this run",
            "finish it first, with `migrate resume`, or by hand and `stamp`");
    broken = false;
    SUCCEEDS(&w, aludel_resume(w.a, NULL, &w.error));
    SUCCEEDS(&w, aludel_upgrade(w.a, "head", NULL, &w.error));
    world_end(&w);
}

static void what_is_stamped_as_done_is_not_resumed(void **state)
{
    (void)state;
    const char *const head[] = {"head"};
    struct world w;
    world_begin(&w, chain(breakable, 2));
    broken = true;
    FAILS(&w, aludel_upgrade(w.a, "head", NULL, &w.error), ALUDEL_FAILED, "nowhere");
    broken = false;
    SUCCEEDS(&w, aludel_stamp(w.a, head, 1, NULL, &w.error));
    SUCCEEDS(&w, aludel_resume(w.a, NULL, &w.error));
    assert_has(w.events, "remark 'pppp2' was interrupted, and is finished by the version table's word");
    assert_string_equal(texts(w.file, MARKS), "1");
    assert_int_equal(number(w.file, "SELECT count(*) FROM aludel_journal"), 0);
    broken = true;
    SUCCEEDS(&w, aludel_downgrade(w.a, "aaaa1", NULL, &w.error));
    FAILS(&w, aludel_upgrade(w.a, "head", NULL, &w.error), ALUDEL_FAILED, "nowhere");
    SUCCEEDS(&w, aludel_stamp(w.a, head, 1, NULL, &w.error));
    SUCCEEDS(&w, aludel_downgrade(w.a, "aaaa1", NULL, &w.error)); /* its journal stands in nobody's way */
    broken = false;
    SUCCEEDS(&w, aludel_upgrade(w.a, "head", NULL, &w.error));
    assert_string_equal(texts(w.file, MARKS), "1 2");
    world_end(&w);
}

STATEMENT(note_before, "INSERT INTO notes VALUES ('before')", 0);
STATEMENT(note_after, "INSERT INTO notes VALUES ('after')", 0);
static bool before_each(struct aludel_op *op)
{
    return aludel_run(op, &note_before, 1);
}
static bool after_each(struct aludel_op *op)
{
    return aludel_run(op, &note_after, 1);
}

static void hooks_run_once_in_the_first_and_the_last_part(void **state)
{
    (void)state;
    struct spec alone = breakable[1];
    struct world w;
    alone.parents = NULL;
    struct aludel_registry *g = chain(&alone, 1);
    g->before_each = before_each;
    g->after_each = after_each;
    world_begin(&w, g);
    execute(w.file, "CREATE TABLE notes (what TEXT)");
    broken = true;
    FAILS(&w, aludel_upgrade(w.a, "head", NULL, &w.error), ALUDEL_FAILED, "nowhere");
    assert_string_equal(texts(w.file, "SELECT what FROM notes"), "before");
    broken = false;
    SUCCEEDS(&w, aludel_upgrade(w.a, "head", NULL, &w.error));
    assert_string_equal(texts(w.file, "SELECT what FROM notes"), "before after");
    world_end(&w);
}

static void notices_another_statement(void **state)
{
    (void)state;
    struct world w;
    world_begin(&w, chain(breakable, 2));
    broken = true;
    FAILS(&w, aludel_upgrade(w.a, "head", NULL, &w.error), ALUDEL_FAILED, "nowhere");
    execute(w.file, "UPDATE aludel_journal SET checksum = 'x' WHERE ordinal = 2");
    REFUSES(
        &w, aludel_upgrade(w.a, "head", NULL, &w.error), ALUDEL_FAILED,
        "statement 2 of 'pppp2' isn't the one that ran before the interruption",
        "the migration was interrupted and has changed since: run the earlier version of it to its end, or "
        "finish it by hand and `stamp` the revision, or undo it by hand and empty aludel_journal");
    world_end(&w);
}

/* ---- A statement that can be neither in a transaction nor repeated ------------------------------ */

static char into[200];
static struct aludel_statement copy = {.flags = ALUDEL_ALONE, .at = {"versions/test.mako", 7}};

static bool up_copy(struct aludel_op *op)
{
    copy.sql = into;
    copy.length = (uint32_t)strlen(into);
    aludel_autocommit_begin(op);
    aludel_run(op, &copy, 1);
    aludel_autocommit_end(op);
    return aludel_ok(op);
}
static const struct spec copying[] = {{.id = "aaaa1", .up = up_copy, .up_flags = ALUDEL_AUTOCOMMIT}};

static void not_asked_when_the_statement_itself_fails(void **state)
{
    (void)state;
    struct world w;
    world_begin(&w, chain(copying, 1));
    strcat(strcat(strcpy(into, "VACUUM INTO '"), w.file), "'"); /* the database itself: it exists */
    for (int i = 0; i < 2; i++) {
        FAILS(&w, aludel_upgrade(w.a, "head", NULL, &w.error), ALUDEL_FAILED, "exists");
        assert_int_equal(number(w.file, "SELECT count(*) FROM aludel_journal WHERE state = 'started'"), 0);
    }
    world_end(&w);
}

static bool upgrade(struct world *w)
{
    return aludel_upgrade(w->a, "head", NULL, &w->error);
}

static void dies_in_the_statement(struct world *w, const struct aludel_options *both)
{
    world_begin(w, chain(copying, 1));
    strcat(strcat(strcpy(into, "VACUUM INTO '"), w->folder), "/copy'");
    die_on = "VACUUM INTO";
    assert_true(dies(w, upgrade));
    die_on = NULL;
    REFUSES(w, aludel_upgrade(w->a, "head", NULL, &w->error), ALUDEL_FAILED,
            "'aaaa1' was interrupted while a statement ran that can't be in a transaction",
            "look whether it took effect, then resume with `resume_done` (it did) or with `resume_again` "
            "(run it again); or another migrator is executing it at this moment: wait");
    assert_int_equal(w->error.line, 7);
    assert_string_equal(w->error.statement, into);
    FAILS(w, aludel_resume(w->a, NULL, &w->error), ALUDEL_FAILED, "was interrupted");
    REFUSES(w, aludel_resume(w->a, both, &w->error), ALUDEL_USAGE,
            "`resume_done` and `resume_again` exclude one another", "");
}

static void asks_when_it_can_not_know(void **state)
{
    (void)state;
    struct aludel_options done = {.resume_done = true}, again = {.resume_again = true};
    struct aludel_options both = {.resume_done = true, .resume_again = true};
    char file[100];
    struct world w;
    dies_in_the_statement(&w, &both);
    SUCCEEDS(&w, aludel_resume(w.a, &done, &w.error));
    strcat(strcpy(file, w.folder), "/copy");
    assert_int_not_equal(access(file, F_OK), 0);
    assert_string_equal(texts(w.file, "SELECT version_num FROM alembic_version"), "aaaa1");
    world_end(&w);
    dies_in_the_statement(&w, &both);
    SUCCEEDS(&w, aludel_resume(w.a, &again, &w.error));
    strcat(strcpy(file, w.folder), "/copy");
    assert_int_equal(access(file, F_OK), 0);
    assert_int_equal(number(w.file, "SELECT count(*) FROM aludel_journal"), 0);
    world_end(&w);
}

static void leaves_it_out_of_dry_runs_and_single_transactions(void **state)
{
    (void)state;
    struct aludel_options single = {.single_transaction = true}, dry = {.dry_run = true};
    struct world w;
    world_begin(&w, chain(specs, 3));
    REFUSES(
        &w, aludel_upgrade(w.a, "head", &single, &w.error), ALUDEL_FAILED,
        "'pppp2' has autocommit parts: it can't be in one transaction with others",
        "run it without `single_transaction` (`transaction = migration`), or the migrations before it first");
    assert_string_equal(w.error.detail, "nothing has been executed");
    SUCCEEDS(&w, aludel_upgrade(w.a, "head", &dry, &w.error));
    assert_has(w.events, "remark left out, since it can't be rolled back: VACUUM");
    assert_false(exists(w.file, "marks"));
    assert_false(exists(w.file, "aludel_journal"));
    world_end(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(runs_through),
        cmocka_unit_test(a_failure_before_the_block_leaves_nothing),
        cmocka_unit_test(goes_on_after_a_failure),
        cmocka_unit_test(is_not_at_head_on_the_way_down),
        cmocka_unit_test(what_is_stamped_as_done_is_not_resumed),
        cmocka_unit_test(hooks_run_once_in_the_first_and_the_last_part),
        cmocka_unit_test(notices_another_statement),
        cmocka_unit_test(not_asked_when_the_statement_itself_fails),
        cmocka_unit_test(asks_when_it_can_not_know),
        cmocka_unit_test(leaves_it_out_of_dry_runs_and_single_transactions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
