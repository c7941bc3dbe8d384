/*
 * mask.h: passwords out of texts that are shown.
 */
#ifndef AL_MASK_H
#define AL_MASK_H

#include <stdarg.h>
#include <stddef.h>

/* Writes `text` with any password in it replaced by ***; also inside longer texts. Always terminates; returns the length
 * that it would have had. */
size_t al_mask(char *out, size_t room, const char *text);
/* The same for a text that is one URL: blanks in it end nothing. */
size_t al_mask_url(char *out, size_t room, const char *text);

#define AL_LONGEST_SHOWN 4096
/* printf's job for what is shown: masked; what has no room says that it goes on. `room` is at most AL_LONGEST_SHOWN. */
#if defined(__GNUC__)
__attribute__((format(printf, 3, 0)))
#endif
void al_vshow(char *out, size_t room, const char *format, va_list args);
/* Cuts a text to at most `n` bytes, the sign that it goes on among them. */
void al_end_early(char *text, size_t n);

#endif
