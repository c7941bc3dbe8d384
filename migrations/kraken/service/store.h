/* store.h: what KRAKEN writes down and answers, one request at a time. */
#ifndef KRAKEN_STORE_H
#define KRAKEN_STORE_H

#include <aludel/aludel.h>

#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>

/* Connects; PQstatus says whether that went well. The URL is as the migrations take it: a driver of Python's may stand
 * in it (postgresql+asyncpg://…). NULL and an error where it is none. */
PGconn *store_open(const char *url, struct aludel_error *error);

/* "ok …" or "error …" for a line like `turn {…}`; README.md lists them. A request is stored as a whole or not at all. */
void store_answer(PGconn *store, const char *line, char *answer, size_t room);

#endif
