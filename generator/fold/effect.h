/*
 * effect.h: what a change of the schema means to programs that don't know of it: nothing, that they may fail, or what
 * isn't known here. A name that a program uses must stay, and what it writes must go on being taken. effect.c
 */
#ifndef FOLD_EFFECT_H
#define FOLD_EFFECT_H

#include "fold/folding.h"

enum effect_kind { EFFECT_NONE, EFFECT_UNKNOWN, EFFECT_BREAKS };

struct effect {
    enum effect_kind kind;
    struct span span; /* of the change */
    const char *said; /* BREAKS: "the column 'users.name' is dropped" */
    /* BREAKS: those alone who know this thing, and this column of it where one is named. */
    enum thing_type type;
    struct path path;
    struct aludel_text column;
};

struct effects {
    struct effect *at;
    size_t count, room;
};

/* Of one change of an upgrade; `before` and `after` are the schemas around all of it: what it makes itself it may change,
 * and what is as it was at its end has never been otherwise to anybody. Of what goes and comes back under its name: all that
 * has become of it. */
void effects_of(struct arena *a, const struct schema *before, const struct schema *after,
                const struct change *c, struct effects *out);

/* Whether the schema has what such an effect speaks of, for certain. */
bool effect_concerns(struct arena *a, const struct effect *f, const struct schema *s);

#endif
