/*
 * pages.c: how many pages a b-tree has at most, after SQLite's file format ("B-tree Pages", "Cell Payload Overflow Pages").
 *
 * A page that is full has no room for the next cell. Where entries come in the order of their keys, pages are left when
 * they are full; where they come in any order, SQLite makes of three full pages four, so that they are half full at least.
 * What doesn't fit into a cell lies in a chain of pages of its own.
 */
#include "budget/budget.h"

#define PAGE_HEADER 12
#define KEY 9 /* a rowid */
#define TABLE_DIVIDER 15
#define INDEX_DIVIDER 15 /* what is around an entry between two pages */

static uint64_t over(uint64_t bytes, uint64_t by)
{
    return bytes / by + (bytes % by != 0);
}

/* The pages above so many leaves, `each` dividers a page at least. */
static uint64_t pages_above(uint64_t leaves, uint64_t each)
{
    uint64_t all = 0;
    for (each = each < 2 ? 2 : each; leaves > 1; all += leaves) {
        leaves = over(leaves, each);
    }
    return all;
}

/* Of entries that are longer than `local`. */
static uint64_t overflow_pages(uint32_t usable, const struct al_entries *e, uint64_t local)
{
    if (e->widest <= local) {
        return 0;
    }
    return over(e->bytes, usable - 4) + al_least(e->count, e->bytes / (local + 1));
}

/* A page is full when the next cell, of `cell` bytes at most, has no room. Two neighbours are never so empty that they
 * would be one. */
static uint64_t leaf_pages(uint64_t room, uint64_t count, uint64_t bytes, uint64_t cell)
{
    uint64_t pages = bytes * 2 / room + 1;
    if (cell < room / 2) {
        pages = al_least(pages, bytes / (room - cell) + 1);
    }
    return al_least(pages, count ? count : 1);
}

/* Bytes of a record that stand in its cell; what is longer overflows. */
static uint64_t local_bytes(uint32_t usable, bool index)
{
    return index ? (usable - 12) * 64 / 255 - 23 : usable - 35;
}

/* Around a record: the cell's pointer, the record's length, where it goes on. */
static uint64_t cell_around(const struct al_entries *e, uint64_t local)
{
    uint64_t length = e->widest < 128 ? 1 : e->widest < 16384 ? 2 : 5;
    return 2 + length + (e->widest > local ? 4 : 0);
}

uint64_t al_pages_of_table(uint32_t usable, const struct al_entries *rows)
{
    uint64_t local = local_bytes(usable, false), widest = al_least(rows->widest, local);
    uint64_t around = cell_around(rows, local) + KEY;
    uint64_t bytes = al_least(rows->bytes, rows->count * local) + rows->count * around;
    uint64_t leaves = leaf_pages(usable - PAGE_HEADER, rows->count, bytes, widest + around);
    return leaves + pages_above(leaves, (usable - PAGE_HEADER) / TABLE_DIVIDER / 2) +
           overflow_pages(usable, rows, local);
}

uint64_t al_pages_of_index(uint32_t usable, const struct al_entries *entries, bool in_order)
{
    uint64_t local = local_bytes(usable, true), widest = al_least(entries->widest, local);
    uint64_t around = cell_around(entries, local);
    uint64_t bytes = al_least(entries->bytes, entries->count * local) + entries->count * around;
    uint64_t room = usable - PAGE_HEADER;
    uint64_t leaves =
        in_order ? leaf_pages(room, entries->count, bytes, widest + around) : bytes * 2 / room + 2;
    return leaves + pages_above(leaves, room / (widest + INDEX_DIVIDER) / 2) +
           overflow_pages(usable, entries, local);
}

/* ---- A table of the plan ------------------------------------------------------------------------ */

struct al_entries al_rows_now(const struct al_budget_table *t)
{
    uint64_t count = t->rows.count + t->grown.count;
    return (struct al_entries){count, t->rows.bytes + t->grown.bytes + count * t->each_grown,
                               al_most(t->rows.widest, t->grown.widest) + t->each_grown + t->widest_grown};
}

/* All indexes': what came in may stand in so many of them. */
struct al_entries al_entries_of(const struct al_budget_table *t, uint64_t indexes)
{
    uint64_t count = t->rows.count + t->grown.count;
    uint64_t grown = t->grown.bytes + count * (t->each_grown + 13);
    return (struct al_entries){count * indexes, t->entries.bytes + grown * indexes,
                               t->entries.widest + t->grown.widest + t->each_grown + t->widest_grown + 13};
}

struct al_entries al_entries_now(const struct al_budget_table *t)
{
    return al_entries_of(t, t->indexes);
}

/* A row is in one b-tree: that of the table or, without rowids, one of an index's kind. */
uint64_t al_row_pages(const struct al_budget *b, const struct al_budget_table *t,
                      const struct al_entries *rows)
{
    return t->without_rowid ? al_pages_of_index(b->file.usable, rows, false)
                            : al_pages_of_table(b->file.usable, rows);
}

uint64_t al_index_pages(const struct al_budget *b, const struct al_entries *entries, uint64_t indexes,
                        bool in_order)
{
    return indexes ? al_pages_of_index(b->file.usable, entries, in_order) + 2 * indexes : 0;
}

/* What is there of it by now, indexes among it. */
uint64_t al_pages_now(const struct al_budget *b, const struct al_budget_table *t)
{
    return t->uncounted ? b->largest : t->has;
}

/* A b-tree whose pages are a third full, as they are at least when rows go: SQLite then makes one of two. */
uint64_t al_pages_at_most(const struct al_budget *b, const struct al_budget_table *t)
{
    struct al_entries rows = al_rows_now(t), entries = al_entries_now(t);
    return 3 * (al_row_pages(b, t, &rows) + al_index_pages(b, &entries, t->indexes, false));
}

uint64_t al_budget_used(const struct al_budget *b)
{
    uint64_t pages = b->file.pages - b->file.free + b->others, had = 0;
    for (size_t i = 0; i < b->count; i++) {
        pages += b->tables[i].has;
        had += b->tables[i].had;
    }
    return pages > had ? pages - had : 0;
}
