/*
 * word.h: words: in a text with blanks between them, "create drop alter"; in a list; as they stand in a file.
 */
#ifndef WORD_H
#define WORD_H

#include "core/text.h"

#include <stdbool.h>
#include <stddef.h>

bool has_word(const char *words, const char *word);

/* A letter, '_' or a character beyond ASCII: what SQL's words begin with. */
bool begins_word(char c);

/* In double quotes, as a string of Python's. */
void put_quoted(struct al_builder *b, struct aludel_text word);

struct words { /* a VEC of them */
    const char **at;
    size_t count, room;
};

#endif
