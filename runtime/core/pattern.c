#include "core/pattern.h"

#include <string.h>

#define BETWEEN " ,\t\r\n"

/* ---- Lists --------------------------------------------------------------------------------------- */

/* What stands in front of it; the text goes on behind. */
static struct aludel_text cut(struct aludel_text *text, char at)
{
    struct aludel_text front = {"", 0};
    const char *hit = text->n ? memchr(text->z, at, text->n) : NULL;
    if (hit) {
        front = (struct aludel_text){text->z, (size_t)(hit - text->z)};
        *text = (struct aludel_text){hit + 1, text->n - front.n - 1};
    }
    return front;
}

static bool is_kind(struct aludel_text kind)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz_";
    bool good = true;
    for (size_t i = 0; i < kind.n; i++) {
        good = good && memchr(letters, kind.z[i], sizeof letters - 1);
    }
    return good;
}

bool al_pattern_next(const char **list, struct al_pattern *pattern, struct aludel_text *bad)
{
    const char *z = *list ? *list + strspn(*list, BETWEEN) : "";
    struct aludel_text word = {z, strcspn(z, BETWEEN)}, rest = word;
    *bad = (struct aludel_text){NULL, 0};
    pattern->kind = cut(&rest, ':');
    pattern->schema = cut(&rest, '.');
    pattern->name = rest;
    *list = z + word.n;
    bool good =
        rest.n > 0 && is_kind(pattern->kind) && !memchr(rest.z, '.', rest.n) && !memchr(rest.z, ':', rest.n);
    if (word.n > 0 && !good) {
        *bad = word;
    }
    return good;
}

/* ---- Matching ------------------------------------------------------------------------------------ */

static char folded(char c, bool nocase)
{
    return (char)(nocase && c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static bool same(char pattern, char c, bool nocase)
{
    return pattern == '?' || folded(pattern, nocase) == folded(c, nocase);
}

/* A star takes as few characters as do, and one more whenever what is behind it doesn't fit. */
bool al_pattern_fits(struct aludel_text pattern, struct aludel_text name, bool nocase)
{
    size_t p = 0, n = 0, star = pattern.n, again = 0;
    while (n < name.n) {
        if (p < pattern.n && pattern.z[p] == '*') {
            star = p++;
            again = n;
        } else if (p < pattern.n && same(pattern.z[p], name.z[n], nocase)) {
            p++;
            n++;
        } else if (star < pattern.n) {
            p = star + 1;
            n = ++again;
        } else {
            return false;
        }
    }
    while (p < pattern.n && pattern.z[p] == '*') {
        p++;
    }
    return p == pattern.n;
}
