/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#ifndef HAND_MIGRATIONS_H
#define HAND_MIGRATIONS_H

#ifdef __cplusplus
extern "C" {
#endif

struct aludel_registry;
extern const struct aludel_registry hand_migrations;

#ifdef __cplusplus
}
#endif

#endif
