/*
 * streams.h: what is printed; standard streams that the caller has closed, or whose reader has gone.
 */
#ifndef CLI_STREAMS_H
#define CLI_STREAMS_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

/* To be called before any file is opened: afterwards none gets the number of a standard stream, and what can't be
 * written is an error and no signal's end. */
void cli_streams_prepare(void);
/* fprintf with al_format's directives: the C library's own is larger than all that is said with it. */
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
void cli_print(FILE *to, const char *format, ...);
void cli_vprint(FILE *to, const char *format, va_list args);
/* Writes out what waits for stdout; false when any of it was lost. */
bool cli_streams_flush(void);

#endif
