/*
 * text.h: slices, and text that grows in an arena.
 *
 *     struct al_builder b = al_builder(arena);
 *     al_put(&b, "a", 1);  al_puts(&b, "bc");  al_putf(&b, "%d", 3);
 *     struct aludel_text t = al_built(&b);       terminated by a NUL that isn't counted
 */
#ifndef AL_TEXT_H
#define AL_TEXT_H

#include "core/arena.h"
#include "core/format.h"

#define AL_TEXT(literal) ((struct aludel_text){"" literal, sizeof(literal) - 1})

struct aludel_text al_text(const char *z); /* of a terminated string */
bool al_same(struct aludel_text a, struct aludel_text b);
bool al_is(struct aludel_text a, const char *z);
bool al_same_nocase(struct aludel_text a, struct aludel_text b); /* ASCII */
bool al_begins(struct aludel_text t, const char *with);

bool al_is_space(char c); /* white, to Python: line ends too */
struct aludel_text al_trimmed_end(struct aludel_text t);
struct aludel_text al_trimmed(struct aludel_text t);

struct al_builder {
    struct aludel_arena *arena;
    char *z;
    size_t n, room;
    bool failed; /* no memory; what is there stays */
};

struct al_builder al_builder(struct aludel_arena *arena);
void al_put(struct al_builder *b, const char *z, size_t n);
void al_puts(struct al_builder *b, const char *z);
void al_putc(struct al_builder *b, char c);
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
void al_putf(struct al_builder *b, const char *format, ...);
struct aludel_text al_built(struct al_builder *b);

/* The shortest text that reads back as the same double, as Python's repr writes it; and back. Locale
 * plays no part. */
size_t al_format_double(char *out, size_t room, double d);
bool al_parse_double(struct aludel_text t, double *d);
bool al_parse_int(struct aludel_text t, int64_t *i); /* false: no integer, or overflow */

/* UTF-8: the length of the character at z (1 for an invalid byte), its code point, whether all is valid. */
size_t al_utf8_length(const char *z, size_t n);
uint32_t al_utf8_decode(const char *z, size_t n, size_t *length);
size_t al_utf8_encode(uint32_t c, char out[4]);
bool al_utf8_valid(struct aludel_text t);
/* How much of a text can stand in `n` bytes, fewer than it has, without half a character at the end. */
size_t al_utf8_until(const char *z, size_t n);
/* How many bytes the control character is long that text of one byte or more begins with (those of C1 have two in
 * UTF-8); 0: it begins with something else. */
size_t al_control(const char *z, size_t n);
bool al_is_utf16(struct aludel_text t); /* by the mark that such files begin with */

/* The nearest of `count` names to `name`, or NULL when none is near (edit distance at most a third). */
const char *al_nearest(struct aludel_text name, const char *const *names, size_t count);

#endif
