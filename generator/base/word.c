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

bool begins_word(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || (unsigned char)c >= 0x80;
}

void put_quoted(struct al_builder *b, struct aludel_text word)
{
    al_putc(b, '"');
    for (size_t i = 0; i < word.n; i++) {
        if (word.z[i] == '"' || word.z[i] == '\\')
            al_putc(b, '\\');
        al_putc(b, word.z[i]);
    }
    al_putc(b, '"');
}
