/*
 * differ.h: two schemas -> the changes that lead from one to the other.
 *
 *     struct differences out = {0};
 *     if (differ(arena, diagnostics, present, target, &wish, &out)) … out.changes, in the order in which they run
 *
 * Replayed on `from` (evolve) they give a schema that has no residue against `to`, but for what can't be reached, of
 * which each is a remark: a table's own options, AUTOINCREMENT … The order of columns is no difference, comments are
 * none on SQLite, and what a SERIAL's sequence is called is the server's matter. What is alike isn't touched; the same
 * two schemas give the same list, whatever way they came about.
 *
 * The list runs in its order on a database with rows in it. Each change has its marks beside it.
 */
#ifndef DIFFER_H
#define DIFFER_H

#include "schema/change.h"
#include "schema/mark.h"

struct differences {
    struct changes changes;
    struct marks marks; /* as many */
};

/* A table; with `column_from` and `column_to` a column of it (then `to` counts for nothing). */
struct rename {
    struct path from, to;
    struct aludel_text column_from, column_to;
};

struct renames {
    struct rename *at;
    size_t count, room;
};

struct differ_wish {
    const struct rename *renames;
    size_t rename_count;
};

/* What may have another name now, for who can be asked: tables that go beside others that come and have most columns in
 * common, or columns that go beside one of the same table that comes and has a type of the same family. Each of those that
 * go stands there once at most, beside the one that is most like it; what is wished already doesn't, and neither does what was refused. candidate.c */
void rename_candidates(struct arena *a, const struct schema *from, const struct schema *to,
                       const struct differ_wish *wish, const struct renames *refused, bool columns,
                       struct renames *out);

/* False: something can't be compared (what is there maybe only), or a wish can't be fulfilled; that is an error. */
bool differ(struct arena *a, struct diagnostics *d, const struct schema *from, const struct schema *to,
            const struct differ_wish *wish, struct differences *out);

#endif
