/* Made by aludel VERSION from the environment's settings and migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#include "hand_migrations.h"

aludel_step_fn hand_migrations_upgrade_1, hand_migrations_downgrade_1;

static const struct aludel_migration migrations[] = {
    [0] = {
        .id = "1",
        .message = "",
        .file = "versions/1_case.mako",
        .ways = {
            [ALUDEL_UP] = {.run = hand_migrations_upgrade_1, .work = "@10;?55:what statements need that are transactions of their own"},
            [ALUDEL_DOWN] = {.run = hand_migrations_downgrade_1, .work = ""},
        },
        .sum = {{0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00}},
    },
};

const struct aludel_registry hand_migrations = {
    .layout = ALUDEL_LAYOUT,
    .name = "hand",
    .tool_version = "VERSION",
    .drivers = {
        [ALUDEL_SQLITE] = &aludel_sqlite_driver,
        [ALUDEL_POSTGRESQL] = &aludel_postgresql_driver,
    },
    .count = 1,
    .migrations = migrations,
    .sum = SUM
    .settings = {
        .dialects = "sqlite postgresql",
        .version_table = "alembic_version",
    },
};
