/*
 * completion.h: the script that makes a shell complete the command lines of a program.
 *
 *     struct completion_program p = {.name = "migrate", .list = "history", …};
 *     completion_write(arena, &p, COMPLETION_BASH, skeleton, &builder);
 *
 * The skeletons are in templates/: what a shell does, with holes (@takes@) for what the program's tables say. Each shell's
 * file here fills in its own. A script holds all but the revisions, for which it asks the program that is typed.
 */
#ifndef COMPLETION_H
#define COMPLETION_H

#include "base/vec.h"

enum taken_kind {
    TAKES_NOTHING,  /* an option: a switch; a command: no word without a dash */
    TAKES_ANYTHING, /* nobody knows what */
    TAKES_FILE,
    TAKES_FOLDER,
    TAKES_REVISION, /* or two: FIRST:LAST; or what `words` names */
    TAKES_SCHEMA,   /* a revision's, or a file's */
    TAKES_URL,
    TAKES_WORD /* one of `words` */
};

struct taken {
    enum taken_kind kind;
    const char *name;  /* as --help has it: "REV" */
    const char *words; /* with blanks between them; or NULL: none */
    bool many;         /* more than one, or again */
};

struct completion_option {
    char letter;      /* or 0 */
    const char *name; /* without --; or NULL */
    const char *help;
    struct taken value;
};

struct completion_command {
    const char *name, *summary;
    VEC(struct completion_option) options;
    struct taken operand; /* what stands behind it without a dash */
};

struct completion_program {
    const char *name;                /* as it is typed */
    const char *list;                /* how it is asked for its revisions: "id TAB message" lines */
    struct completion_command front; /* what stands before a command */
    VEC(struct completion_command) commands;
};

/* A letter, digits and . _ + -: what a shell takes for a program's name wherever it stands. */
bool completion_is_name(const char *name);

enum completion_shell { COMPLETION_BASH, COMPLETION_ZSH, COMPLETION_FISH, COMPLETION_SHELLS };

void completion_write(struct arena *a, const struct completion_program *p, enum completion_shell shell,
                      const char *skeleton, struct al_builder *out);

#endif
