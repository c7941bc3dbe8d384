/*
 * word.h: a word in a list of words between blanks, "create drop alter".
 */
#ifndef WORD_H
#define WORD_H

#include <stdbool.h>

bool has_word(const char *words, const char *word);

#endif
