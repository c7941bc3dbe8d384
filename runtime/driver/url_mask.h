/*
 * url_mask.h: passwords out of texts that are shown.
 */
#ifndef AL_URL_MASK_H
#define AL_URL_MASK_H

#include <stddef.h>

/* Writes `text` with any password in it replaced by ***; also inside longer texts. */
void al_mask(char *out, size_t room, const char *text);
/* The same for a text that is one URL: blanks in it end nothing. */
void al_mask_url(char *out, size_t room, const char *text);

#endif
