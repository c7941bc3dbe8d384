/*
 * url.h: which driver a URL means, and what that must know.
 */
#ifndef AL_URL_H
#define AL_URL_H

#include "core/error.h"
#include "core/mask.h"

struct al_url {
    enum aludel_dialect dialect;
    char path[1024];  /* SQLite: the file, "" in memory, decoded */
    char query[512];  /* its parameters, as written */
    char shown[512];  /* the whole, without a password */
    char libpq[2048]; /* PostgreSQL: what libpq takes (the scheme's +driver removed) */
};

/* Every form that SQLAlchemy's users write; a bad one is an error that shows it (masked) and says why. */
bool al_url_parse(struct al_url *url, const char *text, struct aludel_error *error);
/* Percent-decoding, of one part; false when it doesn't fit. A % without two digits stands for itself. */
bool al_url_decode(char *out, size_t room, struct aludel_text text);

#endif
