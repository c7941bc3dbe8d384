/*
 * temporary.c: what SQLite puts into temporary files: what a statement changes, for the case that it fails half-way, until it is over;
 * where there is a savepoint around it, until that is; and what it sorts, twice.
 */
#include "budget/budget.h"

#define MOVED_BY_ROOT 8 /* with auto_vacuum a root that comes or goes moves another page */

static uint64_t least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

static uint64_t most(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

/* What was changed before it is kept, too, when the cache has no room for it and it goes into the WAL meanwhile. */
static uint64_t spilt(const struct al_budget *b, const struct al_transaction *before)
{
    uint64_t dirty = before->allocated + before->touched + b->schema;
    uint64_t all = b->now.allocated + b->now.touched + b->schema;
    if (b->source->within) { /* the caller's, of which nothing is known */
        return b->file.wal ? b->file.cache : 0;
    }
    return b->file.wal && all > b->file.cache / 2 ? least(dirty, b->file.cache) : 0;
}

/* Pages that say which are free: those that are used up, and the one that takes others. */
static uint64_t trunks(const struct al_budget *b)
{
    return (b->file.free + b->freed + b->now.freed) / (b->file.usable / 4 - 8) + 2;
}

/* Whatever it is about, a statement may change the schema, the list of free pages, and the first page. */
static uint64_t beside(const struct al_budget *b, const struct al_transaction *before)
{
    return b->schema + trunks(b) + spilt(b, before) + (b->file.auto_vacuum ? MOVED_BY_ROOT : 0) + 1;
}

/* New pages had nothing to keep, unless the transaction itself has set them free. */
void al_budget_keep(struct al_budget *b, const struct al_transaction *before, uint64_t statements)
{
    uint64_t own =
        b->now.touched - before->touched + least(b->now.allocated - before->allocated, before->freed);
    uint64_t rest = beside(b, before);
    b->now.kept += own + statements * rest;
    uint64_t kept = b->source->within ? b->now.kept : own + rest;
    b->now.temporary =
        most(b->now.temporary, kept * (b->file.page + 4) + 2 * (b->now.sorted - before->sorted));
}
