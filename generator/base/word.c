#include "base/word.h"

#include <string.h>

bool has_word(const char *words, const char *word)
{
    size_t n = strlen(word);
    for (const char *z = words; *z;) {
        size_t length = strcspn(z, " ");
        if (length == n && !memcmp(z, word, n))
            return true;
        z += length + (z[length] == ' ');
    }
    return false;
}
