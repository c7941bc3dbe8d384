#ifndef CLI_BUDGET_H
#define CLI_BUDGET_H

#include "cli/run.h"

/* plan --budget: what each step may need of the disk. */
bool cli_budget(struct cli *cli, enum aludel_command command, const char *target);

#endif
