/*
 * compiled.h: what directives_write has written, compiled again: in memory, a migration for each page.
 *
 *     struct chain chain = {.arena = a, .dialect = ALUDEL_SQLITE};
 *     chain_add(&chain, page);
 *     chain_compile(&chain);
 *     chain.migrations.at[0]->after[ALUDEL_SQLITE]      the schema that the page leads to
 */
#ifndef TEST_COMPILED_H
#define TEST_COMPILED_H

#include "fold/fold.h"

struct chain {
    struct arena *arena;
    enum aludel_dialect dialect;
    bool both;                     /* for the other dialect, too */
    const char *naming_convention; /* or NULL */
    struct environment e;
    struct diagnostics diagnostics;
    struct aludel_text first; /* what is wrong with a page's layout: the page as `fmt` would have it */
};

void chain_add(struct chain *c, struct aludel_text page);
/* False after errors, which are in the diagnostics. */
bool chain_compile(struct chain *c);

/* The changes, each written as a page of its own, behind `before`; the schemas that they lead to, by page. */
struct written {
    struct aludel_text page;
    const struct schema *after;
};
struct written written_of(struct arena *a, const struct schema *before, const struct change *c,
                          const char *naming_convention);

/* The change as a database that is read back would have it: types in their one spelling, statements that are some. */
const struct change *change_as_read(struct arena *a, const struct schema *s, const struct change *c);
/* The same as it is written: without what PostgreSQL adds when it tells of it, casts, parentheses and USING btree. */
const struct change *change_plain(struct arena *a, const struct schema *s, const struct change *c);

#endif
