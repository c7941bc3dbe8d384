/* size.h: numbers of bytes as people write them. */
#ifndef AL_SIZE_H
#define AL_SIZE_H

#include "core/text.h"

/* "4096", "512KiB", "1.5 MiB", "64M", "2 GB" (10^9): false where it is none of these. */
bool al_size(struct aludel_text text, int64_t *bytes);

/* "512 bytes", "1.3 MiB": rounded up, never less than it is. */
void al_show_size(char *out, size_t room, int64_t bytes);

#endif
