/* text.c: slices and the builder. Numbers are in number.c, printf's job in format.c, UTF-8 in utf8.c. */
#include "core/text.h"

#include <string.h>

struct aludel_text al_text(const char *z)
{
    return (struct aludel_text){z, strlen(z)};
}

bool al_same(struct aludel_text a, struct aludel_text b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.z, b.z, a.n) == 0);
}

bool al_begins(struct aludel_text t, const char *with)
{
    size_t n = strlen(with);
    return t.n >= n && memcmp(t.z, with, n) == 0;
}

bool al_is(struct aludel_text a, const char *z)
{
    return al_same(a, al_text(z));
}

bool al_is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct aludel_text al_trimmed_end(struct aludel_text t)
{
    while (t.n > 0 && al_is_space(t.z[t.n - 1])) {
        t.n--;
    }
    return t;
}

struct aludel_text al_trimmed(struct aludel_text t)
{
    while (t.n > 0 && al_is_space(*t.z)) {
        t.z++;
        t.n--;
    }
    return al_trimmed_end(t);
}

size_t al_control(const char *z, size_t n)
{
    unsigned char first = (unsigned char)z[0], second = n > 1 ? (unsigned char)z[1] : 0;
    bool is_c1 = first == 0xC2 && second >= 0x80 && second <= 0x9F;
    return is_c1 ? 2 : first < ' ' || first == 0x7F ? 1 : 0;
}

static char folded(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool al_same_nocase(struct aludel_text a, struct aludel_text b)
{
    if (a.n != b.n) {
        return false;
    }
    for (size_t i = 0; i < a.n; i++) {
        if (folded(a.z[i]) != folded(b.z[i])) {
            return false;
        }
    }
    return true;
}

struct al_builder al_builder(struct aludel_arena *arena)
{
    return (struct al_builder){.arena = arena};
}

/* Room for `more` characters and the NUL behind them. */
static bool make_room(struct al_builder *b, size_t more)
{
    if (b->failed || more > SIZE_MAX / 4 || b->n > SIZE_MAX / 4) {
        b->failed = true;
        return false;
    }
    if (b->n + more < b->room) {
        return true;
    }
    size_t room = b->room ? b->room * 2 : 64;
    room = room > b->n + more + 1 ? room : b->n + more + 1;
    char *z = al_arena_extend(b->arena, b->z, b->room, room) ? b->z : al_arena_new(b->arena, room);
    if (!z) {
        b->failed = true;
        return false;
    }
    if (b->n > 0 && z != b->z) {
        memcpy(z, b->z, b->n);
    }
    b->z = z;
    b->room = room;
    return true;
}

void al_put(struct al_builder *b, const char *z, size_t n)
{
    if (n > 0 && make_room(b, n)) {
        memcpy(b->z + b->n, z, n);
        b->n += n;
    }
}

void al_puts(struct al_builder *b, const char *z)
{
    al_put(b, z, strlen(z));
}

void al_putc(struct al_builder *b, char c)
{
    al_put(b, &c, 1);
}

void al_putf(struct al_builder *b, const char *format, ...)
{
    char small[256];
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    size_t n = al_vformat(small, sizeof small, format, args);
    va_end(args);
    if (n < sizeof small) {
        al_put(b, small, n);
    } else if (make_room(b, n)) {
        al_vformat(b->z + b->n, n + 1, format, again);
        b->n += n;
    }
    va_end(again);
}

struct aludel_text al_built(struct al_builder *b)
{
    if (!b->z) {
        return AL_TEXT("");
    }
    b->z[b->n] = '\0';
    return (struct aludel_text){b->z, b->n};
}
