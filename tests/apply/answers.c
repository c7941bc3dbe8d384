/* What a migration with autocommit parts has asked: when it goes on, it is answered as it was the first time. */
#include "support.h"

#include <stdio.h>

#define WITH_VALUES(name, text, count)            \
    static const struct aludel_statement name = { \
        .sql = text, .length = sizeof text - 1, .parameters = count, .at = {"versions/test.mako", __LINE__}}
STATEMENT(old_table, "CREATE TABLE old (n INTEGER, what)", 0);
STATEMENT(old_rows, "INSERT INTO old VALUES (1, 'it''s'), (2, 0.1), (3, x'00ff'), (4, NULL)", 0);
STATEMENT(marks_table, "CREATE TABLE marks (n INTEGER, what)", 0);
STATEMENT(ask_how_many, "SELECT count(*) FROM old", ALUDEL_READS);
STATEMENT(ask_rows, "SELECT n, what FROM old ORDER BY n", ALUDEL_READS);
WITH_VALUES(take_row, "INSERT INTO marks VALUES (\1, \1)", 2);
STATEMENT(drop_old, "DROP TABLE old", 0);
STATEMENT(ask_left, "SELECT count(*) FROM marks WHERE n < 100", ALUDEL_READS);
STATEMENT(mark_one, "UPDATE marks SET n = n + 100 WHERE n = (SELECT min(n) FROM marks) RETURNING n", 0);
STATEMENT(fails, "INSERT INTO nowhere VALUES (1)", 0);
WITH_VALUES(put_sum, "INSERT INTO sums VALUES (\1)", 1);
STATEMENT(sums_table, "CREATE TABLE sums (n INTEGER)", 0);

static int turns_until_it_breaks;

static bool up_make(struct aludel_op *op)
{
    const struct aludel_statement rows[] = {old_table, old_rows};
    return aludel_run(op, rows, 2);
}

/* The first part reads a table and drops it. */
static void first_part(struct aludel_op *op)
{
    struct aludel_rows rows;
    struct aludel_value row;
    aludel_run(op, &marks_table, 1);
    if (aludel_true(op, aludel_scalar(op, (struct aludel_bound){&ask_how_many, NULL}))) {
        aludel_rows_open(op, &rows, (struct aludel_bound){&ask_rows, NULL}, NULL, 0);
        while (aludel_rows_next(op, &rows, &row)) {
            aludel_send(op, aludel_bind(&take_row, aludel_column(row, 0), aludel_column(row, 1)));
        }
    }
    aludel_run(op, &drop_old, 1);
}

/* A loop that goes on as long as something is left, and adds up what its statements answer. */
static int64_t in_block(struct aludel_op *op)
{
    int64_t sum = 0;
    for (int turn = 0; aludel_true(op, aludel_scalar(op, (struct aludel_bound){&ask_left, NULL})); turn++) {
        if (turn == turns_until_it_breaks) {
            aludel_run(op, &fails, 1);
        }
        struct aludel_value n = aludel_scalar(op, (struct aludel_bound){&mark_one, NULL});
        sum += n.type == ALUDEL_INT ? n.as.integer : 0;
    }
    return sum;
}

static bool up_asking(struct aludel_op *op)
{
    first_part(op);
    aludel_autocommit_begin(op);
    int64_t sum = in_block(op);
    aludel_autocommit_end(op);
    aludel_run(op, &sums_table, 1);
    aludel_send(op, aludel_bind(&put_sum, aludel_int(sum)));
    return aludel_ok(op);
}

static const struct spec specs[] = {
    {.id = "aaaa1", .up = up_make},
    {.id = "bbbb2", .parents = "aaaa1", .up = up_asking, .up_flags = ALUDEL_AUTOCOMMIT}};

static void breaks_after(struct world *w, int turns)
{
    world_begin(w, chain(specs, 2));
    turns_until_it_breaks = turns;
    FAILS(w, aludel_upgrade(w->a, "head", NULL, &w->error), ALUDEL_FAILED, "nowhere");
    turns_until_it_breaks = -1;
}

static void goes_on_with_the_same_answers(void **state)
{
    (void)state;
    for (int turns = 0; turns < 4; turns++) {
        struct world w;
        breaks_after(&w, turns);
        assert_false(exists(w.file, "old"));
        SUCCEEDS(&w, aludel_upgrade(w.a, "head", NULL, &w.error));
        assert_string_equal(texts(w.file, "SELECT n FROM marks ORDER BY n"), "101 102 103 104");
        assert_string_equal(texts(w.file, "SELECT quote(what) FROM marks ORDER BY n"),
                            "'it''s' 0.1 X'00FF' NULL");
        assert_string_equal(texts(w.file, "SELECT n FROM sums"), "410");
        assert_int_equal(number(w.file, "SELECT count(*) FROM aludel_journal"), 0);
        world_end(&w);
    }
}

static void an_answer_that_is_damaged(void **state)
{
    static const char *const damages[] = {"X",
                                          "",
                                          "I7",
                                          "I7;;",
                                          "Ix;",
                                          "S9:abc",
                                          "S-1:",
                                          "S:",
                                          "B1:0",
                                          "B1:0g",
                                          "L1:",
                                          "R1:N",
                                          "R1:I1;N",
                                          "R1:",
                                          "Dx;",
                                          "L1:X",
                                          "I99999999999999999999;"};
    (void)state;
    struct world w;
    breaks_after(&w, 2);
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        char sql[200];
        snprintf(sql, sizeof sql,
                 "UPDATE aludel_journal SET checksum = substr(checksum, 1, 33) || '%s' WHERE ordinal = 2",
                 damages[i]);
        execute(w.file, sql);
        REFUSES(&w, aludel_upgrade(w.a, "head", NULL, &w.error), ALUDEL_FAILED,
                "row 2 of 'bbbb2' in aludel_journal can't be read", "");
    }
    world_end(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(goes_on_with_the_same_answers),
        cmocka_unit_test(an_answer_that_is_damaged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
