/*
 * view.h: a view's statement as what it shows, as far as it is plain: one SELECT whose columns have their names there.
 */
#ifndef ALUDEL_SQL_VIEW_H
#define ALUDEL_SQL_VIEW_H

#include "schema/schema.h"

struct view_shape {
    struct names columns;
    struct names items;      /* what is selected, as it is written; one for each column */
    struct aludel_text rest; /* from FROM on */
    size_t plain; /* so many of the last items are columns of what is selected from, under their own names */
    bool distinct;
};

/* False: it can't be told. */
bool view_shape_of(struct arena *a, enum aludel_dialect dialect, struct aludel_text definition,
                   struct view_shape *out);

/* It shows all that the other one shows, in the same places, of the same rows. */
bool view_shows_all(enum aludel_dialect dialect, const struct view_shape *shape,
                    const struct view_shape *other);

#endif
