/* Made by aludel VERSION from the environment's settings and migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#include "hand_migrations.h"

const struct aludel_registry hand_migrations = {
    .layout = ALUDEL_LAYOUT,
    .name = "hand",
    .tool_version = "VERSION",
    .drivers = {
        [ALUDEL_SQLITE] = &aludel_sqlite_driver,
    },
    .sum = SUM
    .settings = {
        .dialects = "sqlite postgresql",
        .version_table = "alembic_version",
    },
};
