/*
 * format.h: printf's job without stdio, and without a locale.
 */
#ifndef AL_FORMAT_H
#define AL_FORMAT_H

#include <stdarg.h>
#include <stddef.h>

/* %s %d %i %u %zu %lld %llu %ld %lu %x %c %%, `%.*s`, widths and zeros. Always terminates; returns the length that it
 * would have had. */
#if defined(__GNUC__)
__attribute__((format(printf, 3, 4)))
#endif
size_t
al_format(char *out, size_t room, const char *format, ...);
size_t al_vformat(char *out, size_t room, const char *format, va_list args);

#endif
