/*
 * main.h: the `migrate` command as a function. A self-contained binary is this and a registry:
 *
 *     #include <aludel/main.h>
 *     extern const struct aludel_registry app_migrations;
 *     int main(int argc, char **argv) { return aludel_main(argc, argv, &app_migrations); }
 */
#ifndef ALUDEL_MAIN_H
#define ALUDEL_MAIN_H

#ifdef __cplusplus
extern "C" {
#endif

struct aludel_registry;

/* Exit status: 0 done, 1 failed, 2 a command line that can't be read, 3 the database is newer than the program, 130 or 143
 * interrupted. */
int aludel_main(int argc, char **argv, const struct aludel_registry *registry);

#ifdef __cplusplus
}
#endif

#endif
