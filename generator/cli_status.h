/*
 * cli_status.h: what is done, said as it is done, in Alembic's words: "  Generating versions/x.mako ...  done".
 */
#ifndef TOOL_STATUS_H
#define TOOL_STATUS_H

#include <stdbool.h>

/* `line`: what comes out in between begins on a line of its own. */
void status_begin(const char *what, bool line);
bool status_end(bool good); /* gives it back */

#endif
