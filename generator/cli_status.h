/*
 * cli_status.h: what is done, said as it is done, in Alembic's words: "  Generating versions/x.mako ...  done".
 */
#ifndef TOOL_STATUS_H
#define TOOL_STATUS_H

#include "cli_tool.h"

/* `line`: what comes out in between begins on a line of its own. */
void status_begin(const char *what, bool line);
bool status_end(bool good); /* gives it back */

/* A folder, unless it is there; a file, under a name that nobody has. False after saying why not. */
bool status_folder(struct tool *t, const char *folder);
bool status_file(struct tool *t, const char *path, struct aludel_text text);

#endif
