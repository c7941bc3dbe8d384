/* serve.h: lines in, answers out, for as many clients as come. */
#ifndef KRAKEN_SERVE_H
#define KRAKEN_SERVE_H

#include "store.h"

/* A Unix socket at `path`, in the place of one that is there; -1 and errno when it can't be made. */
int serve_listen(const char *path);

/* Answers until `stop` can be read from. Who speaks is those who come to `listener`, or where that is -1 the standard
 * input, until it ends. False and errno when it can't. */
bool serve(PGconn *store, int listener, int stop);

#endif
