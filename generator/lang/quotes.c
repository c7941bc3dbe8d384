/* quotes.c: quotes are double where nothing in the string has to change for it. */
#include "lang/parser.h"

#include <string.h>

static size_t prefix_length(struct aludel_text t)
{
    size_t n = 0;
    while (n < t.n && t.z[n] != '"' && t.z[n] != '\'')
        n++;
    return n;
}

/* r stays as it is (an editor may take R for another thing), u says nothing. */
static void put_prefix(struct al_builder *b, struct aludel_text t, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        char c = t.z[i];
        if (c == 'F' || c == 'B')
            c = (char)(c | 0x20);
        if (c != 'u' && c != 'U')
            al_putc(b, c);
    }
}

struct aludel_text string_canonical(struct arena *a, struct aludel_text text)
{
    size_t n = prefix_length(text), quotes = 1;
    struct al_builder b = al_builder(&a->memory);
    if (text.n >= n + 6 && text.z[n] == text.z[n + 1] && text.z[n] == text.z[n + 2])
        quotes = 3;
    struct aludel_text inside = {text.z + n + quotes, text.n - n - 2 * quotes};
    bool turn = text.z[n] == '\'' && !memchr(inside.z, '"', inside.n) && !memchr(inside.z, '\\', inside.n);
    put_prefix(&b, text, n);
    al_puts(&b, turn ? (quotes == 3 ? "\"\"\"" : "\"") : "");
    if (turn)
        al_put(&b, inside.z, inside.n);
    else
        al_put(&b, text.z + n, text.n - n);
    al_puts(&b, turn ? (quotes == 3 ? "\"\"\"" : "\"") : "");
    return al_built(&b);
}
