/*
 * inner.h: what the shells' files give to write.c, and what they share.
 */
#ifndef COMPLETION_INNER_H
#define COMPLETION_INNER_H

#include "completion/completion.h"

struct writing {
    struct arena *arena;
    const struct completion_program *program;
    const char *function; /* the program's name as a part of functions' names */
    struct al_builder *out;
};

struct hole {
    const char *name;
    void (*fill)(struct writing *w);
};

extern const struct hole bash_holes[], zsh_holes[], fish_holes[]; /* `name` NULL ends them */

/* A text with a backslash before each of these characters, and ' as '\'' where `quoted`. */
void put_escaped(struct writing *w, const char *text, const char *special, bool quoted);

#endif
