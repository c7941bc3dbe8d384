/* What all of fold/ uses: errors, and the work that folding may take. */
#include "fold/folding.h"

struct aludel_value fold_error(struct folding *f, struct span at, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *message = arena_vformat(f->arena, format, args);
    va_end(args);
    diag_error(f->d, at.source ? at : f->here, "%s", message);
    return error_value(f);
}

struct aludel_value checked(struct folding *f, struct aludel_value v, struct span at)
{
    if (!f->eval.failed)
        return v;
    v = fold_error(f, at, "%s", f->eval.message);
    f->eval.failed = false;
    return v;
}

const char *shown(struct folding *f, struct aludel_text t)
{
    return arena_string(f->arena, t);
}

const char *dialect_name(enum aludel_dialect d)
{
    return d == ALUDEL_SQLITE ? "sqlite" : "postgresql";
}

#define MOST_WORK 1000000

#define MOST_ERRORS 1000 /* behind so many no loop goes on: it says the same at every turn */

bool fold_work(struct folding *f, struct span at)
{
    f->here = at;
    if (f->gave_up)
        return false;
    bool hopeless = f->d->errors > MOST_ERRORS;
    if (++f->work <= MOST_WORK && !hopeless)
        return true;
    f->gave_up = true;
    f->dead = true;
    if (hopeless)
        return false;
    fold_error(f, at, "this is still being computed at build time after %d steps: a loop without an end?",
               MOST_WORK);
    diag_hint(f->d, "a loop over what is known at build time is written out turn by turn");
    return false;
}
