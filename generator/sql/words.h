/* words.h: words of SQL, upper case, compared. Most differ in their first letter. */
#ifndef ALUDEL_SQL_WORDS_H
#define ALUDEL_SQL_WORDS_H

#include <stdbool.h>
#include <string.h>

static inline bool same_word(const char *a, const char *b)
{
    return *a == *b && strcmp(a, b) == 0;
}

/* The list ends with NULL. */
static inline bool word_in(const char *word, const char *const *list)
{
    for (; *list; list++)
        if (same_word(word, *list))
            return true;
    return false;
}

#endif
