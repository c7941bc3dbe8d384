/*
 * environment.h: a folder of migrations as the build sees it: its settings, its files, its revisions.
 */
#ifndef ENVIRONMENT_H
#define ENVIRONMENT_H

#include "base/diag.h"
#include "base/files.h"
#include "lang/ast.h"
#include "schema/change.h"

#include <aludel/generated.h>

struct setting_place { /* where a setting was given, for messages */
    struct span name, value;
    bool given;
};

struct hook_setting { /* of [post_write_hooks]: "format.type" */
    struct aludel_text name, value;
    struct span span; /* of the value */
};

struct reference { /* a revision or label, named in a file */
    struct aludel_text text;
    struct span span;
    uint32_t index; /* of the revision it means, in environment.migrations; UINT32_MAX: unresolved */
};

struct references {
    struct reference *at;
    size_t count, room;
};

struct indices {
    uint32_t *at;
    size_t count, room;
};

struct labels {
    struct aludel_text *at;
    size_t count, room;
};

struct program;      /* program/program.h */
struct evolved_list; /* fold/folding.h */

struct migration {
    struct file *file;
    struct aludel_text id;
    struct span id_span;
    struct references parents; /* down_revision */
    struct references depends_on;
    struct references own_labels;
    struct references replaces; /* the ids that it stands for, its own among them; none: it is an original */
    struct references
        compatible_with; /* the oldest whose programs work with what it leaves; none: it isn't said */
    const char *message; /* "" when there is no <%doc> */
    const char *description;
    bool own_c_file; /* it has C in it: compiled into a .c of its own */
    bool replaced;   /* another one stands for it, which has its id or an id behind it */
    bool broken;     /* it couldn't be parsed: its errors have been said, nothing more is read off it */
    bool older;      /* than what the program begins with: it is known there, but not in it */
    struct aludel_sum sum;

    /* Filled in by revisions_link. */
    struct indices needs, children, dependents;
    struct labels labels; /* own and inherited, in Alembic's order */

    /* Filled in by fold: by dialect and direction; NULL for a dialect that isn't built. */
    struct program *programs[ALUDEL_DIALECTS][2];
    /* Around its upgrade, and behind its downgrade. */
    const struct schema *before[ALUDEL_DIALECTS], *after[ALUDEL_DIALECTS], *undone[ALUDEL_DIALECTS];
    const struct evolved_list *evolved[ALUDEL_DIALECTS]; /* what its upgrade changes */
};

struct shared_file { /* env.mako, included files, namespaces */
    struct file *file;
    struct aludel_sum sum;
    bool broken; /* as a migration's */
};

enum hook {
    HOOK_BEFORE_EACH,
    HOOK_AFTER_EACH,
    HOOK_BEFORE_UPGRADE,
    HOOK_AFTER_UPGRADE,
    HOOK_BEFORE_DOWNGRADE,
    HOOK_AFTER_DOWNGRADE,
    HOOK_COUNT
};
extern const char *const hook_names[HOOK_COUNT]; /* "before_each" … */

/* The files that hold it, beside env.mako. */
#define TARGET_TEMPLATE "schema.mako"
#define TARGET_SQL "schema.sql"

struct environment {
    struct arena *arena;
    const struct disk *disk;
    struct diagnostics *diagnostics;
    const char *folder;
    const char *name;            /* of the folder, as a C identifier may hold it */
    struct source *ini;          /* aludel.ini, or else alembic.ini; NULL when there is none */
    const char *script_location; /* where env.mako stands: the folder, or what an alembic.ini names in it */
    struct aludel_settings settings; /* never NULL: defaults filled in */
#define SETTING(name, kind, fallback, help) struct setting_place name##_at;
    struct {
#include <aludel/settings.def>
    } places;
#undef SETTING
    VEC(struct hook_setting) write_hooks;
    bool dialects[ALUDEL_DIALECTS];
    struct file *env; /* env.mako, or NULL */
    struct migration
        *target; /* the schema that the team keeps, as if one migration made it; NULL: it keeps none */
    const char *target_file; /* to be read in the place of schema.mako or schema.sql; NULL: those */
    bool broken;             /* settings or env.mako: what rests on them isn't looked at */
    VEC(struct migration *) migrations; /* in topological order after revisions_link */
    VEC(struct migration *) squashed;   /* of all files, those that replace others */
    struct environment
        *originals; /* linked, too: with the replaced ones in place of these; NULL: there are none */
    bool branches;  /* there are two of them that aren't ordered */
    VEC(struct shared_file) shared;                     /* in the order of their names */
    const struct members *members;                      /* fold's: the directives by their names */
    struct program *hooks[ALUDEL_DIALECTS][HOOK_COUNT]; /* NULL where env.mako has none */
    struct file_list read;                              /* every file read, for the depfile */
    struct file_list folders; /* every folder looked through: a new file in it is a change too */
};

/* ---- environment.c ----------------------------------------------------------------------------- */

/* True when `folder` looks like an environment: it has settings or versions/. */
bool environment_exists(const struct disk *disk, struct arena *a, const char *folder);

/* The folder's own name, whatever way leads to it, as a C identifier may hold it. */
const char *environment_name(struct arena *a, const char *folder);

/* The name of the file with its settings: "aludel.ini", or "alembic.ini" where there is no other; NULL: neither. */
const char *environment_ini(const struct disk *disk, struct arena *a, const char *folder);

/* A path in the environment: its folder in front, unless the path is absolute. */
const char *environment_inside(struct environment *e, const char *path);

/* The path as messages and #line have it: without the environment's folder. */
const char *environment_shown(const struct environment *e, const char *path);

/* Opens a file of the environment as a source and notes it as read; NULL with the reason. */
struct source *environment_open(struct environment *e, const char *path, const char **why);

/* ---- settings.c -------------------------------------------------------------------------------- */

/* From aludel.ini, or an alembic.ini. False after an error. */
bool settings_read(struct environment *e, const char *dialects);
/* Where the setting is given another value than its default; NULL: nowhere. */
const struct setting_place *setting_changed(const struct environment *e, const char *name);

/* ---- discover.c -------------------------------------------------------------------------------- */

/* Reads the settings, env.mako and every migration, and parses them. False when something went wrong (it is
 * in the diagnostics). `dialects`: NULL or an override of the setting. The caller has set arena, disk and
 * diagnostics. */
bool environment_read(struct environment *e, const char *folder, const char *dialects);

/* Reads and parses another file of the environment once (an include, a namespace): found relative to
 * `from`'s folder, then to the environment's. NULL with an error at `at`. */
struct file *environment_shared(struct environment *e, const struct file *from, struct aludel_text name,
                                struct span at);

/* ---- revisions.c, link.c, views.c ----------------------------------------------------------------------- */

/* The identifiers of each file, then the graph: parents linked, labels handed down, topological order. Missing
 * parents, duplicates, cycles, bad ids and labels are errors with both places. Both go on after an error and return
 * false in the end. */
bool revisions_read(struct environment *e);
bool revisions_link(struct environment *e);

/* ---- compatible.c ------------------------------------------------------------------------------ */

/* What the log records of one that says with which programs it is compatible, as `struct aludel_migration` has it
 * (generated.h); NULL: it doesn't say. After revisions_link. */
const char *migration_compatible(const struct environment *e, const struct migration *m);
/* Of such names, linked and each another one, those are left out that another one of them follows. */
void without_implied(struct environment *e, struct references *list);

/* ---- print.c ----------------------------------------------------------------------------------- */

/* For tests and `lint --dump`: the linked graph, a line for each revision. */
struct aludel_text environment_print(const struct environment *e, struct arena *a);

#endif
