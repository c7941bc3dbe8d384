/* Made by aludel VERSION from the environment's settings and migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#include "hand_migrations.h"

aludel_step_fn hand_migrations_upgrade_4f2a, hand_migrations_downgrade_4f2a;
aludel_step_fn hand_migrations_upgrade_a_2db_5f2d, hand_migrations_downgrade_a_2db_5f2d;

static const struct aludel_migration migrations[] = {
    [0] = {
        .id = "4f2a",
        .message = "first */ tables",
        .file = "versions/4f2a_case.mako",
        .ways = {
            [ALUDEL_UP] = {.run = hand_migrations_upgrade_4f2a, .work = "@3;T1:tz65;v16;n4:name@7;V1:tm1;z40;"},
            [ALUDEL_DOWN] = {.run = hand_migrations_downgrade_4f2a, .work = ""},
        },
        .sum = {{0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00}},
    },
    [1] = {
        .id = "a-b_2d",
        .message = "",
        .file = "versions/a-b_2d_case.mako",
        .rare = &(const struct aludel_rare){
            .irreversible = "it can't be \"undone\"",
        },
        .ways = {
            [ALUDEL_UP] = {.run = hand_migrations_upgrade_a_2db_5f2d, .work = ""},
            [ALUDEL_DOWN] = {.run = hand_migrations_downgrade_a_2db_5f2d, .flags = {[ALUDEL_SQLITE] = ALUDEL_EMPTY, [ALUDEL_POSTGRESQL] = ALUDEL_AUTOCOMMIT | ALUDEL_LIVE | ALUDEL_DEFERS}, .work = ""},
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
    .count = 2,
    .migrations = migrations,
    .sum = SUM
    .settings = {
        .dialects = "sqlite postgresql",
        .version_table = "alembic_version",
    },
};
