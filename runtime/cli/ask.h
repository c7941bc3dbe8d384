/*
 * ask.h: the commands that look: the chain, and the database. False: cli->error says why.
 */
#ifndef CLI_ASK_H
#define CLI_ASK_H

#include "cli/run.h"

bool cli_history(struct cli *cli);
bool cli_heads(struct cli *cli);
bool cli_branches(struct cli *cli);
bool cli_show(struct cli *cli);
bool cli_current(struct cli *cli);
bool cli_plan(struct cli *cli);
bool cli_log(struct cli *cli);
bool cli_verify(struct cli *cli);

#endif
