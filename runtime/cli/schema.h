/*
 * schema.h: the commands that read a schema back. False: cli->error says why.
 */
#ifndef CLI_SCHEMA_H
#define CLI_SCHEMA_H

#include "cli/run.h"

bool cli_inspect(struct cli *cli);
bool cli_check(struct cli *cli);

#endif
