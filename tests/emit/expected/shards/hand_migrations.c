/* Made by aludel VERSION from the environment's settings and migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#include "hand_migrations.h"

#define SQL(text) text, sizeof(text) - 1

static const struct aludel_statement rows_before_each[] = {
    {SQL("SELECT 1"), 0, 0, {"versions/m2_case.mako", 1}},
};

static bool before_each(struct aludel_op *op)
{
    return aludel_run(op, rows_before_each, 1);
}

aludel_step_fn hand_migrations_upgrade_m0, hand_migrations_downgrade_m0;
aludel_step_fn hand_migrations_upgrade_m1, hand_migrations_downgrade_m1;
aludel_step_fn hand_migrations_upgrade_m2, hand_migrations_downgrade_m2;

static const struct aludel_migration migrations[] = {
    [0] = {
        .id = "m0",
        .message = "",
        .file = "versions/m0_case.mako",
        .ways = {
            [ALUDEL_UP] = {.run = hand_migrations_upgrade_m0, .work = ""},
            [ALUDEL_DOWN] = {.run = hand_migrations_downgrade_m0},
        },
        .sum = {{0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00}},
    },
    [1] = {
        .id = "m1",
        .message = "",
        .file = "versions/m1_case.mako",
        .ways = {
            [ALUDEL_UP] = {.run = hand_migrations_upgrade_m1, .work = ""},
            [ALUDEL_DOWN] = {.run = hand_migrations_downgrade_m1},
        },
        .sum = {{0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00}},
    },
    [2] = {
        .id = "m2",
        .message = "",
        .file = "versions/m2_case.mako",
        .rare = &(const struct aludel_rare){
            .labels = {2, (const char *const[]){"left", "right"}},
        },
        .parents = {2, (const uint32_t[]){0, 1}},
        .needs = {2, (const uint32_t[]){0, 1}},
        .ways = {
            [ALUDEL_UP] = {.run = hand_migrations_upgrade_m2, .work = ""},
            [ALUDEL_DOWN] = {.run = hand_migrations_downgrade_m2},
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
    .count = 3,
    .migrations = migrations,
    .sum = SUM
    .settings = {
        .dialects = "sqlite postgresql",
        .version_table = "alembic_version",
    },
    .before_each = before_each,
};
