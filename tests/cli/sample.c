/* A `migrate` for a chain of three revisions: a table, a column, and one that can't be undone; and its target. */
#include <aludel/generated.h>
#include <aludel/main.h>

ALUDEL_GENERATED_FOR(ALUDEL_LAYOUT);

#define PLACE(l) {"versions/sample.mako", l}
#define SQL(text, flags, l) {text, sizeof(text) - 1, 0, flags, PLACE(l)}

static const struct aludel_statement up_1[] = {SQL("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL)", ALUDEL_DDL, 11)};
static const struct aludel_statement down_1[] = {SQL("DROP TABLE users", ALUDEL_DDL, 15)};
static const struct aludel_statement up_2[] = {
    SQL("ALTER TABLE users ADD COLUMN email TEXT", ALUDEL_DDL, 21),
    SQL("UPDATE users SET email = name || '@example.org'", 0, 22),
};
static const struct aludel_statement down_2[] = {SQL("ALTER TABLE users DROP COLUMN email", ALUDEL_DDL, 26)};
static const struct aludel_statement up_3[] = {SQL("DELETE FROM users WHERE email IS NULL", 0, 31)};

static const struct aludel_statement meant[] = {
    SQL("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT)", ALUDEL_DDL, 1)};

static bool upgrade_1(struct aludel_op *op) { return aludel_run(op, up_1, 1); }
static bool downgrade_1(struct aludel_op *op) { return aludel_run(op, down_1, 1); }
static bool upgrade_2(struct aludel_op *op) { return aludel_run(op, up_2, 2); }
static bool downgrade_2(struct aludel_op *op) { return aludel_run(op, down_2, 1); }
static bool upgrade_3(struct aludel_op *op) { return aludel_run(op, up_3, 1); }
static bool downgrade_3(struct aludel_op *op) { return aludel_ok(op); }

static const uint32_t first[] = {0}, second[] = {1}, third[] = {2};

static const struct aludel_migration migrations[] = {
    {.id = "a1b2c3d4", .message = "make users",
     .rare = &(const struct aludel_rare){.description = "Names are what people\ncall themselves."},
     .file = "versions/a1b2c3d4_make_users.mako", .children = {1, second},
     .ways = {{.run = upgrade_1, .work = "@11;T5:usersz58;"}, {.run = downgrade_1, .work = "@14;X5:users"}}},
    {.id = "b2c3d4e5", .message = "add e-mail addresses", .file = "versions/b2c3d4e5_email.mako",
     .parents = {1, first}, .needs = {1, first}, .children = {1, third},
     .ways = {{.run = upgrade_2, .work = "@21;A5:users@22;U5:usersz36;n4:namea5:email"}, {.run = downgrade_2, .work = "@26;M5:usersz64;U5:usersa5:email"}}},
    {.id = "c3d4e5f6", .message = "forget users without one",
     .rare = &(const struct aludel_rare){.irreversible = "the users are gone"},
     .file = "versions/c3d4e5f6_forget.mako", .parents = {1, second}, .needs = {1, second},
     .ways = {{.run = upgrade_3, .work = "@31;D5:users"}, {.run = downgrade_3}}},
};

static bool make_target(struct aludel_op *op) { return aludel_run(op, meant, 1); }
static const struct aludel_migration target = {.id = "", .message = "", .file = "schema.sql",
                                               .ways = {{.run = make_target}}};

static const struct aludel_registry registry = {
    .layout = ALUDEL_LAYOUT, .name = "sample", .tool_version = "0.1.0",
    .drivers = {&aludel_sqlite_driver, &aludel_postgresql_driver},
    .count = 3, .migrations = migrations, .target = &target,
    .settings = {
        .dialects = "sqlite postgresql", .url = "", .url_env = "SAMPLE_URL", .env_file = "",
        .version_table = "alembic_version", .version_table_schema = "", .log_table = "aludel_log",
        .log_table_schema = "", .version_locations = "versions", .recursive_version_locations = "no",
        .file_template = "", .transaction = "migration", .role = "", .search_path = "",
        .application_name = "aludel", .lock_timeout = "0", .statement_timeout = "0", .wait = "10min",
        .retries = "0", .newer = "refuse", .pooled = "no", .single_head = "no", .allow_c = "yes",
    },
};

int main(int argc, char **argv)
{
    return aludel_main(argc, argv, &registry);
}
