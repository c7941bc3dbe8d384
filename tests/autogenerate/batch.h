/*
 * batch.h: pairs of schemas as made_up.py writes them: records "word\x1Ftext\x1E".
 *
 *     pair p7          begins one
 *     a, b             a statement of the one schema, of the other
 *     row              a statement that puts rows into the first
 *     rename           old:new, as --rename has it
 *     was, is          a question to the first and to the second: the answers must be alike
 *     exact            what is built must be the second to the letter
 */
#ifndef BATCH_H
#define BATCH_H

#include "base/arena.h"
#include "base/vec.h"
#include "base/word.h"

struct pair {
    const char *id;
    struct words a, b, rows, renames, was, is;
    bool exact;
};

struct batch {
    VEC(struct pair) pairs;
};

struct batch batch_read(struct arena *a); /* from stdin */

#endif
