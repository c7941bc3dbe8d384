/*
 * in_process.h: the `migrate` command without a process of its own, what it prints kept.
 */
#ifndef IN_PROCESS_H
#define IN_PROCESS_H

#include <aludel/generated.h>

/* Runs a command whose words are divided by tabs. Prints "out LINE" and "err LINE" for what it printed, then
 * "exit STATUS". */
void run_in_process(const struct aludel_registry *g, char *words);

#endif
