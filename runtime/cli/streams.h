/*
 * streams.h: standard streams that the caller has closed, or whose reader has gone.
 */
#ifndef CLI_STREAMS_H
#define CLI_STREAMS_H

#include <stdbool.h>

/* To be called before any file is opened: afterwards none gets the number of a standard stream, and what can't be
 * written is an error and no signal's end. */
void cli_streams_prepare(void);
/* Writes out what waits for stdout; false when any of it was lost. */
bool cli_streams_flush(void);

#endif
