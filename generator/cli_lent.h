/*
 * cli_lent.h: a database of one's own on a PostgreSQL server, for as long as it is wanted. Another process keeps it
 * (runtime/trial/lend.h), which takes it away when we give it back, and when we are killed.
 */
#ifndef CLI_LENT_H
#define CLI_LENT_H

#include "cli_tool.h"

struct lent {
    const char *url;
    pid_t keeper;
    int to, from; /* pipes */
};

/* On this server, of the environment in the folder. False after an error. `command`: the one that wants it. */
bool lent_take(struct tool *t, const char *folder, const char *server, const char *command, struct lent *out);
void lent_give_back(const struct lent *lent);

#endif
