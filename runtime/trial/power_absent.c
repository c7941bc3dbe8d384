/* power_absent.c: stands for `aludel test --power` where there is no SQLite. */
#include <aludel/trial.h>

#include <stdio.h>

int aludel_trial_power_main(int argc, char **argv, const struct aludel_registry *registry)
{
    (void)argc;
    (void)argv;
    (void)registry;
    fputs("aludel: test: --power is for SQLite, and this Aludel was built without it\n", stderr);
    return 1;
}
