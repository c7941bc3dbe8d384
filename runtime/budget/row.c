/* row.c: what one line of work takes: pages that are allocated, pages that are changed, bytes that are sorted. */
#include "budget/budget.h"

#include "core/text.h"

/* One insertion splits pages on its way down, and borrows from their neighbours. */
#define SPLIT_BY_ONE 2
#define TOUCHED_BY_ONE 8

static void note(struct al_need *need, struct aludel_text why, uint32_t line)
{
    if (need->certain) {
        need->certain = false;
        need->why = why;
        need->line = line;
    }
}

void al_budget_unknown(struct al_budget *b, struct aludel_text why, uint32_t line)
{
    note(&b->step, why, line);
    note(&b->all, why, line);
}

#define UNKNOWN(b, w, why) al_budget_unknown((b), AL_TEXT(why), (w)->line)

/* ---- Tables ------------------------------------------------------------------------------------ */

/* What the plan has made of it, or what the file has. NULL: there is no room. */
static struct al_budget_table *find(struct al_budget *b, struct aludel_text name)
{
    for (size_t i = 0; i < b->count; i++) {
        if (al_same_nocase(b->tables[i].name, name)) {
            return &b->tables[i];
        }
    }
    if (b->count == b->room) {
        return NULL;
    }
    struct al_budget_table *t = &b->tables[b->count++];
    *t = (struct al_budget_table){.name = name, .live = name};
    al_measure_look(b->source, &b->file, t);
    return t;
}

/* Rows of a table that is read in any case. */
static bool count_rows(struct al_budget *b, const struct al_work_line *w, struct al_budget_table *t)
{
    bool counted = al_measure_rows(b->source, t);
    if (!counted) {
        UNKNOWN(b, w, "the table's rows can't be counted on this connection");
    }
    return counted;
}

static void size(struct al_budget *b, const struct al_work_line *w, struct al_budget_table *t)
{
    if (count_rows(b, w, t) && !t->known) {
        UNKNOWN(b, w, "it isn't a table of plain columns, with indexes of them alone");
    }
}

/* Behind what it is for: that is in the table by then. */
static void allocate(struct al_budget *b, struct al_budget_table *t, uint64_t pages)
{
    b->now.allocated += pages;
    t->has = t->measured ? al_most(t->has, al_least(t->has + pages, al_pages_at_most(b, t))) : t->has + pages;
}

/* It is written over, or its pages are given back. */
static void touch(struct al_budget *b, const struct al_budget_table *t)
{
    b->now.touched += al_pages_now(b, t);
    b->now.freed += al_pages_now(b, t);
    b->now.frees = true;
}

static void change_schema(struct al_budget *b, uint64_t bytes)
{
    b->now.schema = true;
    b->texts += bytes;
    b->now.text += (bytes + 64) * (b->file.wide ? 2 : 1);
}

/* Rows that go, or change, may take others along; those that are in a virtual table are. */
static void look_along(struct al_budget *b, const struct al_work_line *w, const struct al_budget_table *t)
{
    if (t->elsewhere) {
        UNKNOWN(b, w, "what a virtual table keeps");
    } else if (b->file.keys && (b->hang || al_measure_cascades(b->source, t->live) ||
                                al_measure_cascades(b->source, t->name))) {
        UNKNOWN(b, w, "other tables' rows follow the table's, by ON DELETE or ON UPDATE");
    }
}

/* What a statement does to rows may be more than it says. */
static void look_behind(struct al_budget *b, const struct al_work_line *w, const struct al_budget_table *t,
                        bool brings, bool takes)
{
    if (t->unasked) {
        UNKNOWN(b, w, "the table can't be looked at on this connection");
    } else if (t->triggers) {
        UNKNOWN(b, w, "the table has triggers");
    } else if (brings && t->follows) {
        UNKNOWN(b, w, "the table has generated columns, or indexes of expressions");
    } else if (takes || t->replaces || t->elsewhere) {
        look_along(b, w, t);
    }
}

/* ---- The schema --------------------------------------------------------------------------------- */

static void create(struct al_budget *b, const struct al_work_line *w, struct al_budget_table *t)
{
    uint64_t wide = b->file.wide ? 2 : 1;
    change_schema(b, w->bytes + w->rows * 64);
    b->hang = b->hang || w->hangs;
    if (t->live.n || t->has) { /* IF NOT EXISTS */
        return;
    }
    *t = (struct al_budget_table){.name = t->name,
                                  .unasked = t->unasked,
                                  .shadowed = t->shadowed,
                                  .measured = true,
                                  .known = true,
                                  .without_rowid = w->without_rowid,
                                  .indexes = (uint32_t)w->rows,
                                  .keys = (uint32_t)w->rows,
                                  .defaults = w->defaults * wide,
                                  .indexed = w->indexed * wide,
                                  .defaulted = w->columns,
                                  .computed = w->expression,
                                  .follows = w->generated,
                                  .replaces = w->replaces,
                                  .had = t->had};
    allocate(b, t, 1 + w->rows);
    b->now.roots = true;
}

static void add_column(struct al_budget *b, const struct al_work_line *w, struct al_budget_table *t)
{
    uint64_t bytes = w->bytes * (b->file.wide ? 2 : 1) + 10;
    change_schema(b, w->bytes + 200);
    t->each_grown += bytes;
    t->unstored += bytes;
    t->defaults += bytes;
    t->later += bytes;
    t->known = t->known && !w->generated;
    t->follows = t->follows || w->generated;
    b->hang = b->hang || w->hangs;
}

#define MOST_TEXTS ((uint64_t)1 << 40) /* what is written anew may be so again: no bound is left */

/* Whatever has the name in its text is written anew, with another one: on any of the schema's pages. */
static void rename_in_texts(struct al_budget *b, const struct al_work_line *w, struct aludel_text name)
{
    uint64_t count = 0;
    if (!al_measure_mentions(b->source, name, &count)) {
        UNKNOWN(b, w, "the schema's text can't be looked at on this connection");
    }
    if (b->texts > MOST_TEXTS) {
        UNKNOWN(b, w, "so much is renamed that its text can't be bounded");
        return;
    }
    count += name.n ? b->texts / name.n : 0;
    change_schema(b, (count + 2) * (w->to.n + 2));
    b->now.renames = true;
}

static void rename_table(struct al_budget *b, const struct al_work_line *w, struct al_budget_table *t)
{
    rename_in_texts(b, w, t->name);
    for (size_t i = 0; i < b->count; i++) { /* one that was dropped leaves its name to this one */
        if (al_same_nocase(b->tables[i].name, w->to)) {
            b->tables[i].name = (struct aludel_text){"", 0};
        }
    }
    if (b->count < b->room) { /* the file's table of that name is gone: another one may be made */
        b->tables[b->count++] =
            (struct al_budget_table){.name = t->name, .measured = true, .known = true, .strange = true};
    }
    t->name = w->to;
}

static void drop(struct al_budget *b, const struct al_work_line *w, struct al_budget_table *t)
{
    look_along(b, w, t);
    touch(b, t);
    b->now.schema = true;
    /* Whatever has its name from now on, and isn't made by the plan, is a view. */
    *t = (struct al_budget_table){.name = t->name,
                                  .measured = true,
                                  .known = true,
                                  .strange = true,
                                  .shadowed = t->shadowed,
                                  .had = t->had};
}

static void drop_index(struct al_budget *b, const struct al_work_line *w)
{
    uint64_t pages = al_measure_index(b->source, &b->file, w->table);
    for (size_t i = 0; i < b->count; i++) { /* the plan may have made it, on any of its tables */
        pages = al_most(pages, al_pages_now(b, &b->tables[i]));
    }
    b->now.touched += pages;
    b->now.freed += pages;
    b->now.schema = b->now.frees = true;
}

/* ---- Rows --------------------------------------------------------------------------------------- */

typedef bool measure_columns(const struct al_budget_source *s, const struct al_budget_table *t,
                             struct aludel_text columns, struct al_entries *out);

/* Values that come in, of one row each: of columns that are named, as often, and what is written there. */
static struct al_entries incoming(struct al_budget *b, const struct al_work_line *w,
                                  const struct al_budget_table *from, measure_columns *measure)
{
    struct al_entries e = {0}, now = al_rows_now(from);
    struct aludel_text columns = w->whole_row ? AL_TEXT("*") : w->columns;
    uint64_t own = w->bytes * (b->file.wide ? 2 : 1);
    if (!measure(b->source, from, columns, &e)) {
        UNKNOWN(b, w, "the table's rows can't be counted on this connection");
    }
    if (columns.n) {
        e.bytes += from->grown.bytes + now.count * from->each_grown;
        e.widest += from->grown.widest + from->each_grown + from->widest_grown;
    }
    return (struct al_entries){now.count, e.bytes * w->times + now.count * own, e.widest * w->times + own};
}

/* What defaults of new rows will have in an index of these columns. */
static uint64_t indexed_defaults(const struct al_budget *b, const struct al_budget_table *t,
                                 struct aludel_text columns)
{
    if (t->renamed) {
        return t->defaults;
    }
    if (t->live.n) {
        return al_measure_defaults(b->source, &b->file, t, columns) + t->later;
    }
    return al_work_shares(columns, t->defaulted) ? t->defaults : t->later;
}

/* Without rowids an index has the key's columns, too: the rows stand for them. */
static void make_index(struct al_budget *b, const struct al_work_line *w, struct al_budget_table *t)
{
    size(b, w, t);
    struct al_work_line columns = *w;
    columns.bytes = 13;
    columns.whole_row = t->without_rowid;
    struct al_entries e = incoming(b, &columns, t, al_measure_columns);
    if (w->expression) {
        UNKNOWN(b, w, "the index has an expression");
    }
    change_schema(b, w->bytes);
    b->now.sorted += e.bytes + e.count * 10;
    b->now.roots = true;
    t->indexes++;
    t->indexed += t->without_rowid ? t->defaults : indexed_defaults(b, t, w->columns);
    t->follows = t->follows || w->expression;
    t->known = t->known && !w->expression;
    t->entries.bytes += e.bytes;
    t->entries.widest = al_most(t->entries.widest, e.widest);
    allocate(b, t, al_pages_of_index(b->file.usable, &e, true) + 1);
}

/* Beside the old one, which is dropped. */
static void copy(struct al_budget *b, const struct al_work_line *w, struct al_budget_table *t)
{
    change_schema(b, w->bytes + 200 * w->rows);
    if (w->in_place && b->source->may_stay) {
        return;
    }
    size(b, w, t);
    struct al_entries more = incoming(b, w, t, al_measure_moved);
    t->grown.bytes += more.bytes;
    t->widest_grown += more.widest;
    t->indexes += (uint32_t)w->rows;
    t->keys += (uint32_t)w->rows;
    struct al_entries rows = al_rows_now(t), entries = al_entries_now(t);
    entries.bytes += rows.bytes * w->rows;
    entries.widest = w->rows ? al_most(entries.widest, rows.widest + 13) : entries.widest;
    touch(b, t);
    uint64_t pages = al_row_pages(b, t, &rows) + al_index_pages(b, &entries, t->indexes, !t->keys);
    b->now.allocated += pages;
    t->has = pages;
    t->uncounted = false;
    t->entries.bytes += rows.bytes * w->rows;
    t->entries.widest = entries.widest;
    t->unstored = 0;
    t->later += w->bytes;
    t->defaults += w->bytes;
    t->indexed += w->rows * t->defaults + t->indexes * w->bytes;
    b->hang = b->hang || w->hangs;
    b->now.sorted += entries.bytes + entries.count * 10;
    b->now.roots = true;
}

/* Pages that are full split where rows grow, three into four; what grows fills them again. Where rows are so wide that few
 * have room in a page, or overflow, all may come to stand anew. */
static uint64_t grown_pages(const struct al_budget *b, const struct al_budget_table *t,
                            const struct al_entries *before, const struct al_entries *more)
{
    struct al_entries after = al_rows_now(t);
    if (after.widest > b->file.usable / 8) {
        return al_row_pages(b, t, &after) + 2;
    }
    return al_row_pages(b, t, before) / 2 + 2 * more->bytes / b->file.usable + 4;
}

static void update(struct al_budget *b, const struct al_work_line *w, struct al_budget_table *t)
{
    look_behind(b, w, t, true, true);
    size(b, w, t);
    struct al_entries before = al_rows_now(t), more = incoming(b, w, t, al_measure_moved);
    more.bytes += before.count * t->unstored;
    b->now.sorted += t->without_rowid ? before.bytes : before.count * 10; /* which rows they are */
    more.widest += t->unstored;
    t->unstored = 0;
    uint32_t indexes = t->indexes ? al_measure_indexed(b->source, t, w->assigned) : 0;
    struct al_entries entries = al_entries_of(t, indexes);
    entries.bytes += more.bytes * indexes;
    entries.widest += more.widest;
    t->grown.bytes += more.bytes;
    t->widest_grown += more.widest;
    touch(b, t);
    allocate(b, t, grown_pages(b, t, &before, &more) + al_index_pages(b, &entries, indexes, false));
}

/* In an index an entry of a leaf takes the place of one above that goes, and may be far longer: pages above split. There is
 * one above for each leaf, and three have room in a page. */
static uint64_t moved_up(struct al_budget *b, const struct al_work_line *w, struct al_budget_table *t)
{
    if (!t->indexes && !t->without_rowid) {
        return 0;
    }
    count_rows(b, w, t);
    b->now.sorted += t->without_rowid ? al_rows_now(t).bytes : 0; /* which rows they are */
    return al_least(al_pages_now(b, t), al_pages_at_most(b, t)) / 3;
}

static void delete_rows(struct al_budget *b, const struct al_work_line *w, struct al_budget_table *t)
{
    look_behind(b, w, t, false, true);
    touch(b, t);
    allocate(b, t, 3 * (1 + (uint64_t)t->indexes) + moved_up(b, w, t));
}

static struct al_entries inserted(struct al_budget *b, const struct al_work_line *w,
                                  struct al_budget_table *from)
{
    uint64_t wide = b->file.wide ? 2 : 1;
    struct al_entries e = {w->rows, w->bytes * wide, w->bytes * wide};
    if (from) {
        size(b, w, from);
        e = incoming(b, w, from, al_measure_moved);
    }
    return e;
}

/* By any column of where they come from; what is read from the table itself is set aside. */
static uint64_t sorted_bytes(const struct al_work_line *w, const struct al_budget_table *from, bool itself,
                             const struct al_entries *rows)
{
    uint64_t each = rows->bytes + (from && w->sorts ? al_rows_now(from).bytes : 0) + rows->count * 20;
    return (w->sorts + itself) * each;
}

static void insert(struct al_budget *b, const struct al_work_line *w, struct al_budget_table *t,
                   struct al_budget_table *from)
{
    look_behind(b, w, t, true, w->replaces);
    if (t->computed) {
        UNKNOWN(b, w, "a default of the table's is computed");
    }
    struct al_entries rows = inserted(b, w, from), entries = rows;
    uint64_t trees = 1 + (uint64_t)t->indexes, there = al_pages_now(b, t);
    entries.count *= t->indexes;
    entries.bytes = (rows.bytes + rows.count * 13) * t->indexes + rows.count * t->indexed;
    entries.widest += al_least(t->indexed, t->defaults) + 13;
    rows.bytes += rows.count * t->defaults;
    rows.widest += t->defaults;
    uint64_t splits = al_least(rows.count * trees * SPLIT_BY_ONE, there);
    if (w->replaces || t->replaces) { /* whole rows go */
        touch(b, t);
    } else {
        b->now.touched += al_least(rows.count * trees * TOUCHED_BY_ONE, there);
    }
    uint64_t pages = al_row_pages(b, t, &rows) * (w->in_order && !t->without_rowid ? 1 : 2);
    b->now.sorted += sorted_bytes(w, from, from == t, &rows);
    if (from && from->without_rowid) { /* which rows it is about */
        b->now.sorted += al_rows_now(from).bytes + al_rows_now(from).count * 20;
    }
    t->grown.count += rows.count;
    t->grown.bytes += rows.bytes;
    t->grown.widest = al_most(t->grown.widest, rows.widest);
    allocate(b, t, pages + al_index_pages(b, &entries, t->indexes, false) + splits + 3 * trees);
}

/* ---- Any ---------------------------------------------------------------------------------------- */

static void do_table(struct al_budget *b, const struct al_work_line *w, struct al_budget_table *t,
                     struct al_budget_table *from)
{
    switch (w->kind) {
    case 'T': create(b, w, t); break;
    case 'A': add_column(b, w, t); break;
    case 'I': make_index(b, w, t); break;
    case 'C': copy(b, w, t); break;
    case 'U': update(b, w, t); break;
    case 'D': delete_rows(b, w, t); break;
    case 'V': insert(b, w, t, from); break;
    case 'X': drop(b, w, t); break;
    case 'R': rename_table(b, w, t); break;
    default:
        t->triggers = t->triggers || w->trigger;
        t->renamed = t->renamed || w->renames;
        change_schema(b, w->bytes);
        if (w->renames) {
            rename_in_texts(b, w, w->earlier);
        }
    }
}

/* What isn't the plan's must be in the file. */
static void look_whose(struct al_budget *b, const struct al_work_line *w, const struct al_budget_table *t)
{
    bool strange =
        t && t->strange && w->kind != 'T' && w->kind != 'X' && !w->trigger; /* a view has them, too */
    if (strange || (t && t->shadowed)) {
        UNKNOWN(b, w, "a table of that name isn't in the database's main part");
    }
}

/* `from` first: finding one doesn't move the other. */
static void do_row(struct al_budget *b, const struct al_work_line *w)
{
    if (w->kind == '?') {
        al_budget_unknown(b, w->table, w->line);
    } else if (w->kind == 'J') {
        drop_index(b, w);
    } else if (!w->table.n) {
        change_schema(b, w->bytes);
    } else {
        struct al_budget_table *from = w->from.n ? find(b, w->from) : NULL, *t = find(b, w->table);
        if (!t || (w->from.n && !from)) {
            UNKNOWN(b, w, "it is about more tables than there is room for");
        } else {
            look_whose(b, w, from);
            look_whose(b, w, t);
            do_table(b, w, t, from);
        }
    }
}

static uint64_t rows_of(const struct al_budget *b, const struct al_work_line *w)
{
    for (size_t i = 0; i < b->count; i++) {
        if (al_same_nocase(b->tables[i].name, w->from.n ? w->from : w->table)) {
            return w->kind == 'V' && !w->from.n ? w->rows : al_rows_now(&b->tables[i]).count;
        }
    }
    return 0;
}

/* What the line runs: a copy renames, makes, fills and drops, and makes anew what hangs on the table. */
static uint64_t statements_of(const struct al_budget *b, const struct al_work_line *w)
{
    for (size_t i = 0; w->kind == 'C' && i < b->count; i++) {
        const struct al_budget_table *t = &b->tables[i];
        if (al_same_nocase(t->name, w->table)) {
            return 8 + 2 * ((uint64_t)t->parts + t->indexes + w->rows);
        }
    }
    return 1;
}

void al_budget_row(struct al_budget *b, const struct al_work_line *w, al_budget_each *each, void *with)
{
    const struct al_transaction before = b->now;
    uint64_t in_use = al_budget_used(b);
    do_row(b, w);
    uint64_t allocated = b->now.allocated - before.allocated;
    b->now.in_use = al_most(b->now.in_use, in_use + allocated);
    al_budget_keep(b, &before, statements_of(b, w));
    if (each && w->kind != '?' && w->table.n) {
        each(with, w, rows_of(b, w), allocated * b->file.page);
    }
}
