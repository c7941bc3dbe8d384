/*
 * author.h: new migrations: from what is wished for to the text of a file that fits the environment.
 *
 *     struct new_migration made = {0};
 *     bool good = author_plan(e, &wish, &made) && author_path(e, &wish, &made) && author_text(e, &made) &&
 *                 author_check(e, &made);
 *
 * Nothing is written here: that is the command's (cli_author.c). Every function says in the environment's diagnostics
 * what is wrong; messages that Alembic has are Alembic's.
 *
 *   graph.c    the environment as the runtime's graph, so that identifiers mean what they mean to `migrate`
 *   plan.c     identifiers; parents and dependencies: refused where Alembic refuses them; the id
 *   moment.c   the date, in a time zone
 *   path.c     the folder, and the file's name by `file_template`
 *   text.c     what stands in it
 *   script.c   the same, where the environment's script.mako or script.sql.mako says it
 *   squash.c   which migrations become one, and whether they can
 *   joined.c   their texts as one
 *   open.c     where a statement of one would go on in the next
 *   names.c    the names that they have and use
 *   renamed.c  one's text among those of others
 *   disk.c     the disk as it will be
 *   check.c    the environment with the new file in it
 */
#ifndef AUTHOR_H
#define AUTHOR_H

#include "base/word.h"
#include "model/environment.h"

/* What was asked for. */
struct wish {
    const char *message; /* NULL: none */
    struct words heads;  /* on which it is based; none: "head" */
    struct words labels, depends_on, compatible_with;
    const char *id, *version_path;           /* or NULL */
    bool merges;                             /* at least two heads */
    bool splice;                             /* what it is based on needn't be a head */
    bool sql;                                /* a .sql file */
    const char *range;                       /* squash: "first:last" */
    struct aludel_text upgrades, downgrades; /* lines of its two ways */
};

struct moment {
    int64_t seconds; /* since 1970, UTC */
    int year, month, day, hour, minute, second, microsecond;
    bool zoned;     /* by the setting `timezone`: its offset is shown */
    int64_t offset; /* to UTC, in seconds */
};

/* What becomes of it. */
struct new_migration {
    const char *id, *message; /* never empty */
    struct words parents;     /* ids */
    struct words labels;
    struct words depends_on; /* ids, and labels where they were named */
    struct words compatible_with;
    struct moment created;
    struct words replaces; /* squash: the ids that it stands for */
    const char *one_way;   /* squash: why there is no way back, or NULL */
    enum file_form form;
    struct aludel_text upgrades, downgrades; /* lines of its two ways: as Alembic's names of script.mako */
    struct aludel_text body;                 /* squash: what stands behind the identifiers */
    struct words locations;                  /* `version_locations`, as paths: there or not */
    const char *location;                    /* the one that it goes to */
    const char *path;                        /* of the file, in it */
    struct aludel_text text;
};

/* The environment's settings, files and graph, nothing compiled; folders that aren't there yet are empty. The caller
 * has set arena, disk and diagnostics. */
bool author_read(struct environment *e, const char *folder);

/* The migrations that an identifier means: as `migrate show` reads it, so that "base" is none. */
bool author_find(struct environment *e, const char *text, struct indices *found);

/* Its parents, its dependencies, its id, its date. */
bool author_plan(struct environment *e, const struct wish *wish, struct new_migration *made);

/* Where it goes. */
bool author_path(struct environment *e, const struct wish *wish, struct new_migration *made);

/* What stands in it. */
bool author_text(struct environment *e, struct new_migration *made);

/* One migration in place of several: plan and text; then author_path, author_text and author_check as for others. The
 * environment is compiled first: what can't be squashed is refused. */
bool author_squash(struct environment *e, const struct wish *wish, struct new_migration *made);

/* Whether the environment, with the file in it, is read as it is meant. */
bool author_check(struct environment *e, const struct new_migration *made);

#endif
