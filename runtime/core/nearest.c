/* nearest.c: "did you mean …?" */
#include "core/text.h"

#include <string.h>

#define LONGEST 64

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static size_t least(size_t a, size_t b, size_t c)
{
    size_t least = a < b ? a : b;
    return least < c ? least : c;
}

/* Insertions, deletions, replacements, and two neighbours swapped (optimal string alignment). */
static size_t distance(struct aludel_text a, struct aludel_text b)
{
    size_t rows[3][LONGEST + 1];
    size_t *before = rows[0], *last = rows[1], *now = rows[2];
    for (size_t j = 0; j <= b.n; j++) {
        last[j] = j;
    }
    for (size_t i = 1; i <= a.n; i++) {
        now[0] = i;
        for (size_t j = 1; j <= b.n; j++) {
            char x = lower(a.z[i - 1]), y = lower(b.z[j - 1]);
            now[j] = least(last[j] + 1, now[j - 1] + 1, last[j - 1] + (x != y));
            if (i > 1 && j > 1 && x == lower(b.z[j - 2]) && y == lower(a.z[i - 2])) {
                now[j] = least(now[j], now[j], before[j - 2] + 1);
            }
        }
        size_t *free_row = before;
        before = last;
        last = now;
        now = free_row;
    }
    return last[b.n];
}

const char *al_nearest(struct aludel_text name, const char *const *names, size_t count)
{
    const char *nearest = NULL;
    size_t smallest = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        struct aludel_text other = al_text(names[i]);
        if (name.n == 0 || name.n > LONGEST || other.n > LONGEST) {
            continue;
        }
        size_t longer = name.n > other.n ? name.n : other.n;
        size_t d = distance(name, other);
        if (d < smallest && d <= (longer + 2) / 3) {
            smallest = d;
            nearest = names[i];
        }
    }
    return smallest < name.n ? nearest : NULL;
}
