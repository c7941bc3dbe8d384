/*
 * inner.h: what the files of author/ share.
 */
#ifndef AUTHOR_INNER_H
#define AUTHOR_INNER_H

#include "author/author.h"
#include "plan/plan.h"

/* graph.c: the linked environment as `migrate` will see it; without programs and checksums. */
struct aludel_registry *author_graph(struct environment *e);

/* disk.c: a disk that is read: with the new file, if there is one already, and with folders that aren't there as empty
 * ones. */
const struct disk *author_disk(struct arena *a, const struct disk *below, const struct new_migration *made);

/* moment.c: now, in the time zone of the settings; false: there is no such zone. */
bool author_now(struct environment *e, struct moment *now);
const char *moment_text(struct arena *a, const struct moment *m); /* "2024-11-08 11:40:27.089406+01:00" */

/* script.c: new files are .sql files: of the two templates for them only script.sql.mako is there. */
bool script_is_sql(struct environment *e);

/* text.c: a message that can stand in <%doc>; what stands in the file where no script.mako says it. */
const char *doc_text(struct arena *a, const char *message);
struct aludel_text default_text(struct arena *a, const struct new_migration *made);

/* The migrations that become one, from the first to the last. */
struct squashed {
    struct migration **at;
    size_t count, room;
};

/* plan.c: as it was asked for; NULL after an error. */
const char *plan_message(struct environment *e, const struct wish *wish);

/* names.c: which of these files has or uses which names. NULL after an error: two import different things under one. */
struct joined_names;
struct joined_names *joined_names(struct environment *e, const struct squashed *list);
bool is_shared_name(const struct joined_names *names, struct aludel_text name); /* by two of them */
/* What the names of a file end in that may not be another's: `_<id>`, or more where that is taken. */
const char *own_suffix(const struct joined_names *names, const struct migration *m);
/* The files' own, and where in the text they stand. `bound`: as a parameter and the like, which can't be renamed. */
struct occurrence {
    struct aludel_text name;
    struct span span;
    bool bound;
};
struct occurrences {
    struct occurrence *at;
    size_t count, room;
};
struct occurrences names_used(struct arena *a, const struct file *f);
struct occurrences names_defined(struct arena *a, const struct file *f);
/* A <%namespace> that a file in front of this one brings in, too. */
bool is_repeated_namespace(const struct joined_names *names, const struct node *n);

/* renamed.c: the text of a file that is to stand beside others: names that are its own and that another one has or uses
 * end in `_<id>`, so do its ways; the identifiers' assignments are left out. False after an error. */
struct renamed {
    struct aludel_text text;
    const char *suffix;
    const char *title, *helpers; /* a template's: above its defs, above its modules */
};
bool rename_file(struct environment *e, const struct joined_names *names, const struct migration *m,
                 struct renamed *out);

/* joined.c: upgrade, downgrade or change of a file, or NULL. */
const struct node *way_of(const struct file *f, const char *name);

/* open.c: whether a statement of this way of `f` may go on in what is written behind it. */
bool leaves_open(const struct environment *e, const struct file *f, const struct node *def);

/* joined.c: `made->body`, and its form. False after an error. */
bool join_texts(struct environment *e, const struct squashed *list, struct new_migration *made);

#endif
