/* pieces.h: a migration with autocommit parts whose every statement leaves a mark that would show twice. */
#ifndef TESTS_APPLY_PIECES_H
#define TESTS_APPLY_PIECES_H

#include "support.h"

STATEMENT(piece_table, "CREATE TABLE marks (n INTEGER)", ALUDEL_DDL);
STATEMENT(piece_1, "INSERT INTO marks VALUES (1)", 0);
STATEMENT(piece_2, "INSERT INTO marks VALUES (2)", 0);
STATEMENT(piece_vacuum, "VACUUM", ALUDEL_ALONE | ALUDEL_REPEATS);
STATEMENT(piece_batch, "UPDATE marks SET n = n + 10 WHERE n < 30", 0);
STATEMENT(piece_3, "INSERT INTO marks VALUES (3)", 0);
STATEMENT(piece_4, "INSERT INTO marks VALUES (4)", 0);
STATEMENT(piece_5, "INSERT INTO marks VALUES (5)", 0);

static bool up_pieces(struct aludel_op *op)
{
    aludel_run(op, &piece_table, 1);
    aludel_run(op, &piece_1, 1);
    aludel_autocommit_begin(op);
    aludel_run(op, &piece_2, 1);
    aludel_run(op, &piece_vacuum, 1);
    struct aludel_loop loop = {0};
    while (aludel_turn(op, &loop) && aludel_true(op, aludel_execute(op, aludel_bind(&piece_batch, {0})))) {
    }
    aludel_run(op, &piece_3, 1);
    aludel_autocommit_end(op);
    aludel_run(op, &piece_4, 1);
    aludel_autocommit_begin(op);
    aludel_run(op, &piece_5, 1);
    aludel_autocommit_end(op);
    return aludel_ok(op);
}
RUNS(down_pieces, "DROP TABLE marks")

#define PIECES_MARKS "3 4 5 31 32" /* sorted */

#endif
