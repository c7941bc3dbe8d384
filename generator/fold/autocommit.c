/* What runs outside of the transaction: op.autocommit(), and statements that need it. */
#include "fold/flow.h"

bool may_autocommit(struct folding *f, struct span at)
{
    if (f->hook) {
        fold_error(f, at, "the hook %s() can't leave its transaction with op.autocommit()", f->hook);
        diag_hint(f->d, "hooks always run in a transaction: put this into a migration");
        return false;
    }
    if (f->rows) {
        fold_error(f, at, "op.autocommit() can't stand in a loop over rows");
        diag_also(f->d, f->rows->span, "the rows are read in the migration's transaction");
        return false;
    }
    if (f->autocommit) {
        fold_error(f, at, "this is inside of op.autocommit() already");
        return false;
    }
    return between_statements(f, at, "op.autocommit()");
}

struct steps *autocommit_begin(struct folding *f, struct span at)
{
    struct step *s = step_push(f, STEP_AUTOCOMMIT, at);
    struct steps *outer = f->steps;
    f->steps = s->then = steps_new(f);
    f->autocommit = true;
    return outer;
}

void autocommit_end(struct folding *f, struct steps *outer)
{
    f->autocommit = false;
    f->steps = outer;
}
