/*
 * temporary.c: what SQLite puts into temporary files: what a statement changes, for the case that it fails half-way, until it is over;
 * where there is a savepoint around it, until that is; and what it sorts, twice.
 */
#include "budget/budget.h"

#define MOVED_BY_ROOT 8 /* with auto_vacuum a root that comes or goes moves another page */

/* What others have changed before is kept, too, when the cache has no room for it and it goes into the WAL meanwhile. */
static uint64_t spilt(const struct al_budget *b, const struct al_transaction *before, uint64_t statements)
{
    uint64_t all = b->now.allocated + b->now.touched + b->schema;
    uint64_t others = statements > 1 ? all : before->allocated + before->touched + b->schema;
    if (b->source->borrowed) { /* the caller's, of which nothing is known */
        return b->file.wal ? b->file.spilling : 0;
    }
    return b->file.wal && all > b->file.cache / 2 ? al_least(others, b->file.spilling) : 0;
}

/* Pages that say which are free. */
static uint64_t trunks(const struct al_budget *b)
{
    uint64_t free = b->file.free + b->freed + b->now.freed;
    return free ? free / (b->file.usable / 4 - 8) + 1 : 0;
}

uint64_t al_budget_text_pages(const struct al_budget *b)
{
    return 2 * b->now.text / (b->file.usable - 4) + (b->now.schema ? 3 : 0);
}

/* Whatever it is about, a statement may change the schema, and the list of free pages. */
static uint64_t beside(const struct al_budget *b, const struct al_transaction *before, uint64_t statements)
{
    return b->schema + al_budget_text_pages(b) + trunks(b) + spilt(b, before, statements) +
           (b->file.auto_vacuum ? MOVED_BY_ROOT : 0);
}

/* New pages had nothing to keep, unless the transaction has set them free: itself, or the caller in his. */
void al_budget_keep(struct al_budget *b, const struct al_transaction *before, uint64_t statements)
{
    uint64_t freed = before->freed + (b->source->borrowed ? b->file.free + b->freed : 0);
    uint64_t own = b->now.touched - before->touched + al_least(b->now.allocated - before->allocated, freed);
    uint64_t rest = beside(b, before, statements);
    b->now.kept += own + statements * rest;
    uint64_t kept = b->source->borrowed ? b->now.kept : own + rest;
    b->now.temporary =
        al_most(b->now.temporary, kept * (b->file.page + 4) + 2 * (b->now.sorted - before->sorted));
}
