/*
 * budget.h: what a migration may need of an SQLite file's disk, at most, before it begins.
 *
 * The generator says what each direction of a migration does to which tables: its work (al_work_next). The file says how
 * large they are: a source answers questions. From both:
 *
 *     struct al_budget b;
 *     al_budget_open(&b, &source, tables, al_work_count(first) + al_work_count(second) …);
 *     al_budget_step(&b, first, each, with);      b.step is what it needs
 *     al_budget_step(&b, second, each, with);     and this, behind the first
 *     b.all                                       both
 *
 * Nothing is allocated, written or kept: tables and the source's answers are the caller's. Pages are SQLite's.
 *
 *   reading the work       al_work_line, al_work_next, al_work_count                    work.c
 *   pages of b-trees       al_entries, al_pages_of_table, al_pages_of_index; of a table: al_rows_now …     pages.c
 *   questions              al_budget_question, al_budget_source, al_budget_table, al_measure_…           measure.c
 *   a migration            al_need, al_budget, al_budget_open, al_budget_step        step.c, row.c, temporary.c
 *   telling, refusing      al_budget_say, al_limits, al_budget_allows                tell.c
 */
#ifndef AL_BUDGET_H
#define AL_BUDGET_H

#include <aludel/aludel.h>
#include <aludel/generated.h>

/* ---- Work (work.c) ---------------------------------------------------------------------------- */

/* One line of what a migration does. Its text is a capital letter with a table and small letters with what there is to say
 * of it, each `letter digits ;` (a number) or `letter length : bytes` (a text); `@` is the line in the migration's file.
 *
 *     T  a table is made         z bytes of its definition, v of its defaults, i of those in all its indexes, n the columns
 *                                that have one, m indexes that come with it, w1; WITHOUT ROWID, x1; a default is computed,
 *                                c1; columns are, h1; its rows follow another table's
 *     A  a column is added       z bytes of its default; no row is written; c1; it is computed, h1; likewise
 *     I  an index is made        n its columns, k times at most; x1; it has an expression
 *     C  it is rebuilt by copy   z bytes that each row grows by, at most; n columns whose values come in once more, k times;
 *                                m new indexes; p1; it may stay in place, h1; likewise
 *     U  rows are updated        z, n, k likewise; a the columns that are set
 *     D  rows are deleted
 *     V  rows are inserted       m of them with z bytes; or those of f: z, n, k of each, y1; its whole row, o1; behind all
 *                                others, s times sorted; d1; they replace others
 *     X  it is dropped           J the same of an index, by its own name
 *     R  it is renamed           t its new name
 *     M  the schema changes      z bytes of text; g1; a trigger of the table's, r1; a column has another name, t, instead
 *                                of e
 *     ?  not known: a text that says why */
struct al_work_line {
    char kind;
    uint32_t line;
    struct aludel_text table, from, to, earlier;
    struct aludel_text columns, assigned; /* the items themselves: al_work_column */
    uint64_t bytes, rows, times, defaults, indexed, sorts;
    bool in_place, in_order, whole_row, expression, generated, trigger, replaces, renames, without_rowid,
        hangs;
};

/* The next line of `*work`, which is moved behind it. False at the end, or where it can't be read. */
bool al_work_next(const char **work, struct al_work_line *w);
/* Whether one of these columns is among those. */
bool al_work_shares(struct aludel_text these, struct aludel_text those);
/* How many tables it may name. */
size_t al_work_count(const char *work);

static inline uint64_t al_least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

static inline uint64_t al_most(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

/* ---- Pages (pages.c) -------------------------------------------------------------------------- */

/* Entries of one b-tree, or of several of a kind: at most so many with so many bytes, of which none has more than `widest`.
 * Bytes are those of records, their headers included, without what a cell has around them. */
struct al_entries {
    uint64_t count, bytes, widest;
};

/* Pages that hold them at most, `usable` bytes each, built from nothing: in the order of their keys; in any order. */
uint64_t al_pages_of_table(uint32_t usable, const struct al_entries *rows);
uint64_t al_pages_of_index(uint32_t usable, const struct al_entries *entries, bool in_order);

/* ---- Questions to the file (measure.c) -------------------------------------------------------- */

struct al_budget_question {
    const char *sql;
    struct aludel_text values[2]; /* ?1, ?2 */
    size_t count;                 /* of these */
};

struct al_budget_source {
    void *with;
    /* The first row's numbers (NULL and text: 0). False: it can't be asked here, or there is no row. */
    bool (*numbers)(void *with, struct al_budget_question q, uint64_t *out, size_t count);
    /* Its first column as text, until the question behind the next one; NULL likewise. */
    const char *(*text)(void *with, struct al_budget_question q);
    uint32_t sector;   /* of the VFS: what may be torn; 512 where it says that writes are safe */
    uint32_t reserved; /* bytes at each page's end */
    uint64_t stored;   /* bytes of the file: without what is in the WAL, or in a caller's cache */
    bool borrowed;     /* in a transaction of the caller's: our own are savepoints */
    bool may_stay;     /* a definition may be written over the old one (SQLITE_DBCONFIG_DEFENSIVE is off) */
};

struct al_budget_file {
    uint32_t page, usable, sector;
    uint64_t pages, free;
    uint64_t stored;             /* pages of the file itself */
    uint64_t cache, spilling;    /* pages: that the cache has room for; at most before it spills */
    bool wal, auto_vacuum, keys; /* keys: foreign keys are on */
    bool unasked;                /* some question about it has no answer on this connection */
    bool can_count;              /* dbstat is compiled in */
    bool wide;                   /* UTF-16 */
};

/* A table as it is at this point of the plan: at most. */
struct al_budget_table {
    struct aludel_text name,
        live; /* what it is called by now, and in the file; empty there: it isn't in the file */
    bool measured;
    bool unasked;                           /* some question about it has no answer on this connection */
    bool known;                             /* a table of its own, of plain columns, with indexes of them */
    bool triggers, without_rowid, computed; /* computed: a default may be of any length */
    bool follows;   /* rows have parts that no statement names: generated columns, indexed expressions */
    bool elsewhere; /* a virtual table: what it keeps is in others */
    bool strange;   /* neither the plan nor the main database has it */
    bool shadowed;  /* a temporary table has its name */
    bool replaces;  /* a row that comes in may replace others by itself */
    bool renamed;   /* columns are called otherwise than in the file */
    bool uncounted; /* its pages in the file are any of the file's */
    uint32_t parts; /* that hang on it in the file: indexes, triggers */
    uint32_t indexes, keys;            /* keys: indexes that are filled row by row */
    struct al_entries rows, entries;   /* in the file: its rows, the entries of all its indexes */
    struct al_entries grown;           /* what has come in since: rows, bytes, the widest of these rows; */
    uint64_t each_grown, widest_grown; /* by how much each row is larger, and the widest one besides */
    uint64_t unstored; /* bytes of defaults that a row has when it is written anew, which aren't stored now */
    uint64_t defaults, indexed,
        later;                    /* what a new row has of them; in all its indexes; of the plan's columns */
    struct aludel_text defaulted; /* a table of the plan's: the columns that have one */
    uint64_t had;                 /* its pages in the file and its indexes', for certain; */
    uint64_t has;                 /* at most, by now; beyond those that weren't counted */
};

bool al_measure_file(const struct al_budget_source *s, struct al_budget_file *f);
uint64_t al_measure_schema(const struct al_budget_source *s, const struct al_budget_file *f);
/* What there is of the table, without reading it; and its rows, all of them. False: it can't be said. */
void al_measure_look(const struct al_budget_source *s, const struct al_budget_file *f,
                     struct al_budget_table *t);
bool al_measure_rows(const struct al_budget_source *s, struct al_budget_table *t);
/* The values of some of its columns (as in struct al_work_line). */
bool al_measure_columns(const struct al_budget_source *s, const struct al_budget_table *t,
                        struct aludel_text columns, struct al_entries *out);
/* The same, of all of them for "*", where they come to stand in columns of another type. */
bool al_measure_moved(const struct al_budget_source *s, const struct al_budget_table *t,
                      struct aludel_text columns, struct al_entries *out);
/* Bytes of the defaults that some of its columns have. */
uint64_t al_measure_defaults(const struct al_budget_source *s, const struct al_budget_file *f,
                             const struct al_budget_table *t, struct aludel_text columns);
/* How many indexes change with one of them; rows elsewhere go, or change, with the table's. */
uint32_t al_measure_indexed(const struct al_budget_source *s, const struct al_budget_table *t,
                            struct aludel_text columns);
bool al_measure_cascades(const struct al_budget_source *s, struct aludel_text table);
/* How often the schema's text has the name, at most. False: it can't be said. */
bool al_measure_mentions(const struct al_budget_source *s, struct aludel_text name, uint64_t *count);
/* Pages of the index; all of the file's where they can't be counted. */
uint64_t al_measure_index(const struct al_budget_source *s, const struct al_budget_file *f,
                          struct aludel_text index);

/* ---- A migration (row.c, temporary.c, step.c) -------------------------------------------------------------- */

struct al_need { /* bytes */
    uint64_t database, journal, temporary;
    uint64_t together; /* at one moment */
    bool certain;
    struct aludel_text why; /* not; in words that end a sentence */
    uint32_t line;
};

/* What was told of one line of work: rows and bytes of pages that it takes, at most. */
typedef void al_budget_each(void *with, const struct al_work_line *w, uint64_t rows, uint64_t bytes);

struct al_transaction {                         /* pages but where bytes are told */
    uint64_t before, journal;                   /* the file's, all journals (bytes), as it began */
    uint64_t in_use;                            /* at most at one moment */
    uint64_t allocated, touched, freed, sorted; /* sorted: bytes */
    uint64_t kept;                              /* of all its statements, for a savepoint around them */
    uint64_t temporary;                         /* bytes, at most at one moment */
    uint64_t text;                              /* bytes that the schema grows by */
    bool schema, roots, frees, renames;
};

struct al_budget {
    const struct al_budget_source *source;
    struct al_budget_file file;
    struct al_budget_table *tables;
    size_t count, room;
    uint64_t schema;  /* its pages */
    uint64_t largest; /* pages that the file has had by now */
    uint64_t freed;   /* of those that came free by now, at most */
    uint64_t others;  /* pages that have come in elsewhere than in tables */
    uint64_t texts;   /* bytes that the plan has added to the schema */
    bool hang;        /* rows of a table of the plan's follow another one's */
    uint64_t own;     /* bytes of ours that each migration writes; al_budget_open says how many at most */
    struct al_need step, all;

    struct al_transaction now; /* in hand */
};

/* False: it is no SQLite file that can be asked. */
bool al_budget_open(struct al_budget *b, const struct al_budget_source *source,
                    struct al_budget_table *tables, size_t room);
/* Bytes of who it is by, in each row of the log: masked it may be longer. */
uint64_t al_budget_by(const char *by);
/* And of how it is undone, or what it stands for, and who works with it. NULL: nothing is said. */
uint64_t al_budget_told(const char *carried, const char *compatible);
/* Each in a transaction of its own; `same`: in that of the one before, which then is what b->step is of. */
void al_budget_step(struct al_budget *b, const char *work, bool same, al_budget_each *each, void *with);

/* What is in a table by now, at most: its rows; the entries of so many of its indexes, of all. */
struct al_entries al_rows_now(const struct al_budget_table *t);
struct al_entries al_entries_of(const struct al_budget_table *t, uint64_t indexes);
struct al_entries al_entries_now(const struct al_budget_table *t);
/* Pages for its rows, for entries of so many indexes; what there is by now, indexes among it; what there can be at most. */
uint64_t al_row_pages(const struct al_budget *b, const struct al_budget_table *t,
                      const struct al_entries *rows);
uint64_t al_index_pages(const struct al_budget *b, const struct al_entries *entries, uint64_t indexes,
                        bool in_order);
uint64_t al_pages_now(const struct al_budget *b, const struct al_budget_table *t);
uint64_t al_pages_at_most(const struct al_budget *b, const struct al_budget_table *t);

/* What `statements` keep that have done what was added to b->now since `before`. */
void al_budget_keep(struct al_budget *b, const struct al_transaction *before, uint64_t statements);
/* Pages that the schema has got in this transaction, at most. */
uint64_t al_budget_text_pages(const struct al_budget *b);
void al_budget_row(struct al_budget *b, const struct al_work_line *w, al_budget_each *each, void *with);
/* Pages in use by now, at most. */
uint64_t al_budget_used(const struct al_budget *b);
/* The step in hand, and with it the whole, may need more. */
void al_budget_unknown(struct al_budget *b, struct aludel_text why, uint32_t line);

/* ---- Telling (tell.c) ------------------------------------------------------------------------- */

enum aludel_work al_budget_kind(const struct al_budget *b, const struct al_work_line *w);
/* The numbers of it; `why`: need->why, with a NUL at its end. */
void al_budget_say(struct aludel_disk_need *told, const struct al_need *need, const char *why);

struct al_limits {
    aludel_budget_fn *program; /* NULL: it isn't asked */
    void *with;
    int64_t most; /* max_bytes; 0: any */
    /* The way back isn't barred for want of knowledge: without it there is no program that runs. */
    bool back;
    const char *unknown; /* the first revision that isn't known; NULL at first */
};
/* Of each step, and last of all of them. False with the error: it is refused. */
bool al_budget_allows(struct al_limits *l, const struct aludel_disk_need *n, struct aludel_error *error);

#endif
