/*
 * word.h: words: in a text with blanks between them, "create drop alter"; in a list.
 */
#ifndef WORD_H
#define WORD_H

#include <stdbool.h>
#include <stddef.h>

bool has_word(const char *words, const char *word);

struct words { /* a VEC of them */
    const char **at;
    size_t count, room;
};

#endif
