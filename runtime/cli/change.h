/*
 * change.h: the commands that change the database, and `wait`. False: cli->error says why.
 */
#ifndef CLI_CHANGE_H
#define CLI_CHANGE_H

#include "cli/run.h"

bool cli_upgrade(struct cli *cli);
bool cli_downgrade(struct cli *cli);
bool cli_stamp(struct cli *cli);
bool cli_ensure_version(struct cli *cli);
bool cli_resume(struct cli *cli);
bool cli_wait(struct cli *cli);

#endif
