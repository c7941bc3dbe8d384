/*
 * trial.h: `aludel test` as a function: a chain of migrations tried out on databases of its own. A program is this and a
 * registry:
 *
 *     #include <aludel/trial.h>
 *     extern const struct aludel_registry app_migrations;
 *     int main(int argc, char **argv) { return aludel_trial_main(argc, argv, &app_migrations); }
 */
#ifndef ALUDEL_TRIAL_H
#define ALUDEL_TRIAL_H

#ifdef __cplusplus
extern "C" {
#endif

struct aludel_registry;

/* Exit status: 0 all is well, 1 something isn't, 2 a command line that can't be read, 130 or 143 interrupted. */
int aludel_trial_main(int argc, char **argv, const struct aludel_registry *registry);

/* The same for `aludel test --power`: what the chain comes to when the power is cut, the disk is full or fails, or memory runs out,
 * at every point of it. The chain is for SQLite, and nobody else in the program has used that yet. */
int aludel_trial_power_main(int argc, char **argv, const struct aludel_registry *registry);

#ifdef __cplusplus
}
#endif

#endif
