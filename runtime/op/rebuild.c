/* A table's rebuild: refused, until there is one. */
#include "op/op.h"

void aludel_rebuild(struct aludel_op *op, const struct aludel_place *at, const char *table,
                    const struct aludel_edit *edits, size_t count)
{
    (void)edits;
    (void)count;
    if (!al_op_ready(op, at)) {
        return;
    }
    al_error(&op->error, ALUDEL_FAILED, "the table '%s' would have to be rebuilt: SQLite can't alter it so",
             table);
    al_error_hint(&op->error, "make the new table in SQL, copy the rows, drop the old one and rename");
    al_op_failed(op);
}
