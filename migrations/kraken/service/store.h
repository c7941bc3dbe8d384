/* store.h: what KRAKEN writes down and answers, one request at a time. */
#ifndef KRAKEN_STORE_H
#define KRAKEN_STORE_H

#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>

/* Connects; PQstatus says whether that went well. The URL is as the migrations take it: a driver of Python's may stand
 * in it (postgresql+asyncpg://…). */
PGconn *store_open(const char *url);

/* "ok …" or "error …" for a line like `turn {…}`; README.md lists them. A request is stored as a whole or not at all. */
void store_answer(PGconn *store, const char *line, char *answer, size_t room);

#endif
