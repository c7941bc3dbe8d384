/* step.c: from pages to bytes: the file, its journal or WAL, temporary files. */
#include "budget/budget.h"

#include "core/text.h"

#include <string.h>

/* What each migration writes of ours: the version row, the log row; and before the first one their tables. */
#define OWN_BYTES 1536
#define OWN_ALLOCATED 8
#define OWN_TOUCHED 12
#define OWN_STATEMENTS 8
#define FRAME_HEADER 24    /* of a page in the WAL */
#define SHARED_FRAMES 4062 /* of which one block of the WAL's index tells */
#define SHARED_BLOCK 32768
#define RECORD_HEADER 8         /* of a page in a rollback journal */
#define PENDING_BYTE 0x40000000 /* the page there is never used */

bool al_budget_open(struct al_budget *b, const struct al_budget_source *source,
                    struct al_budget_table *tables, size_t room)
{
    *b = (struct al_budget){.source = source, .tables = tables, .room = room, .all = {.certain = true}};
    if (!al_measure_file(source, &b->file)) {
        return false;
    }
    b->own = OWN_BYTES;
    b->schema = al_measure_schema(source, &b->file);
    b->largest = b->file.pages;
    return true;
}

uint64_t al_budget_by(const char *by)
{
    return by ? 2 * strlen(by) + 4 : 0;
}

uint64_t al_budget_told(const char *carried, const char *compatible)
{
    return (carried ? strlen(carried) : 0) + (compatible ? strlen(compatible) : 0);
}

/* ---- Pages -------------------------------------------------------------------------------------- */

static void add_own(struct al_budget *b)
{
    const struct al_transaction before = b->now;
    uint64_t text = al_budget_text_pages(b);
    text += b->now.renames ? b->schema : 0;
    text += b->own * (b->file.wide ? 2 : 1) / (b->file.usable - 4) + OWN_ALLOCATED;
    b->now.allocated += text;
    b->others += text;
    b->now.touched += OWN_TOUCHED + b->schema;
    b->schema += text;
    b->now.text = 0;
    if (b->source->borrowed) { /* elsewhere each is small */
        al_budget_keep(b, &before, OWN_STATEMENTS);
    }
}

/* Of each page a page of its own says where it hangs; roots move others away, and what is free goes at the end. */
static void add_auto_vacuum(struct al_budget *b)
{
    uint64_t each = b->file.usable / 5;
    if (!b->file.auto_vacuum) {
        return;
    }
    b->others += b->now.allocated / each + 8;
    b->now.allocated += b->now.allocated / each + 8;
    b->now.touched += b->now.frees || b->now.roots ? b->largest : (b->largest + b->now.allocated) / each + 8;
}

static uint64_t with_pending_byte(const struct al_budget *b, uint64_t pages)
{
    return pages >= PENDING_BYTE / b->file.page ? pages + 1 : pages;
}

/* ---- Bytes -------------------------------------------------------------------------------------- */

/* A page stands once in the WAL for each transaction; its last one perhaps again, until a sector is full. */
static uint64_t wal_bytes(const struct al_budget *b, uint64_t dirty)
{
    uint64_t frames = dirty + 3 + b->file.sector / b->file.page;
    return 32 + frames * (b->file.page + FRAME_HEADER) + (frames / SHARED_FRAMES + 1) * SHARED_BLOCK;
}

/* Only pages that were there before. Where memory is short, each flush begins a sector, and when that is only SQLite knows. */
static uint64_t rollback_bytes(const struct al_budget *b, uint64_t records)
{
    return records * (b->file.page + RECORD_HEADER) + (records + 2) * 2 * b->file.sector;
}

/* From a WAL the file gets what earlier steps, and others before them, have put there, too, whenever that is; else by how much it
 * grows now. How large it is at the begin isn't known, behind other steps. */
static uint64_t grown_by(const struct al_budget *b)
{
    bool late = b->file.wal || b->source->borrowed;
    uint64_t all = b->largest - b->file.stored;
    return late ? all : al_least(b->now.allocated + 1, all);
}

static void set_bytes(struct al_budget *b)
{
    uint64_t page = b->file.page, spread = b->file.sector > page ? b->file.sector / page : 1;
    uint64_t reused = al_least(b->now.allocated, b->file.free + b->now.before - b->file.pages + b->freed);
    uint64_t changed = (b->now.touched + reused) * spread;
    uint64_t records = al_least(changed, b->now.before);
    uint64_t dirty = al_least(changed + b->now.allocated * spread, b->largest);
    b->step.database = grown_by(b) * page;
    b->step.journal = b->file.wal ? wal_bytes(b, dirty) : rollback_bytes(b, records);
    b->step.temporary = b->now.temporary;
    b->step.together = b->step.database + b->step.journal + b->step.temporary;
}

/* A WAL may grow from one transaction to the next; a rollback journal begins anew. */
static void add_to_all(struct al_budget *b)
{
    uint64_t grown = (b->largest - b->file.stored) * b->file.page;
    uint64_t journal = b->step.journal + (b->file.wal ? b->now.journal : 0);
    b->all.database = grown;
    b->all.journal = al_most(b->all.journal, journal);
    b->all.temporary = al_most(b->all.temporary, b->step.temporary);
    b->all.together = al_most(b->all.together, grown + journal + b->step.temporary);
}

static void begin(struct al_budget *b)
{
    uint64_t journal = b->all.journal;
    b->freed += b->now.freed;
    memset(&b->now, 0, sizeof b->now);
    b->now.before = b->largest;
    b->now.journal = journal;
}

static void do_work(struct al_budget *b, const char *work, al_budget_each *each, void *with)
{
    struct al_work_line w = {0};
    while (work && al_work_next(&work, &w)) {
        al_budget_row(b, &w, each, with);
    }
    if (!work) {
        al_budget_unknown(b, AL_TEXT("it was compiled with budget = no"), 0);
    } else if (*work) {
        al_budget_unknown(b, AL_TEXT("its work can't be read"), 0);
    }
}

void al_budget_step(struct al_budget *b, const char *work, bool same, al_budget_each *each, void *with)
{
    if (!same) {
        begin(b);
    }
    b->step = (struct al_need){.certain = true};
    do_work(b, work, each, with);
    if (b->file.unasked) {
        al_budget_unknown(b, AL_TEXT("the file can't be looked at on this connection"), 0);
    }
    if (!b->all.certain) {
        al_budget_unknown(b, AL_TEXT("what is done before it isn't, either"), 0);
    }
    uint64_t others = b->others;
    add_own(b);
    add_auto_vacuum(b);
    uint64_t in_use = al_most(b->now.in_use + b->others - others, al_budget_used(b));
    b->largest = al_most(b->largest, with_pending_byte(b, in_use));
    set_bytes(b);
    add_to_all(b);
}
