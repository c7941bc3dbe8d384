/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_unrolled_leaving, t_downgrade_unrolled_leaving;

/* versions/unrolled_leaving.mako */
static const struct aludel_statement rows_unrolled_leaving_up_sqlite[] = {
    {SQL("INSERT INTO t VALUES ('a')"), 0, 0, {"versions/unrolled_leaving.mako", 10}},
    {SQL("INSERT INTO t VALUES ('b')"), 0, 0, {"versions/unrolled_leaving.mako", 10}},
    {SQL("SELECT \001"), 1, ALUDEL_READS, {"versions/unrolled_leaving.mako", 12}},
};
static const struct aludel_place places_unrolled_leaving_up_sqlite[] = {
    {"versions/unrolled_leaving.mako", 5},
    {"versions/unrolled_leaving.mako", 7},
    {"versions/unrolled_leaving.mako", 5},
    {"versions/unrolled_leaving.mako", 7},
};

static bool upgrade_unrolled_leaving_sqlite(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    struct aludel_value chosen = aludel_unset();
    {
        {
            aludel_at(op, &places_unrolled_leaving_up_sqlite[0]);
            if (aludel_true(op, aludel_py(eq, e, aludel_env(op, "SKIP", aludel_unset()), ALUDEL_STRING("a")))) {
                goto end_3;
            }
            aludel_at(op, &places_unrolled_leaving_up_sqlite[1]);
            if (aludel_true(op, aludel_py(eq, e, aludel_env(op, "STOP", aludel_unset()), ALUDEL_STRING("a")))) {
                chosen = ALUDEL_STRING("a");
                goto end_2;
            }
            aludel_run(op, rows_unrolled_leaving_up_sqlite, 1);
        }
        end_3:;
        {
            aludel_at(op, &places_unrolled_leaving_up_sqlite[2]);
            if (aludel_true(op, aludel_py(eq, e, aludel_env(op, "SKIP", aludel_unset()), ALUDEL_STRING("b")))) {
                goto end_4;
            }
            aludel_at(op, &places_unrolled_leaving_up_sqlite[3]);
            if (aludel_true(op, aludel_py(eq, e, aludel_env(op, "STOP", aludel_unset()), ALUDEL_STRING("b")))) {
                chosen = ALUDEL_STRING("b");
                goto end_2;
            }
            aludel_run(op, rows_unrolled_leaving_up_sqlite + 1, 1);
        }
        end_4:;
        chosen = ALUDEL_STRING("none");
    }
    end_2:;
    aludel_send(op, aludel_bind(&rows_unrolled_leaving_up_sqlite[2], chosen));
    return aludel_ok(op);
}

static const struct aludel_statement rows_unrolled_leaving_up_postgresql[] = {
    {SQL("INSERT INTO t VALUES ('a')"), 0, 0, {"versions/unrolled_leaving.mako", 10}},
    {SQL("INSERT INTO t VALUES ('b')"), 0, 0, {"versions/unrolled_leaving.mako", 10}},
};
static const struct aludel_place places_unrolled_leaving_up_postgresql[] = {
    {"versions/unrolled_leaving.mako", 5},
    {"versions/unrolled_leaving.mako", 7},
    {"versions/unrolled_leaving.mako", 5},
    {"versions/unrolled_leaving.mako", 7},
    {"versions/unrolled_leaving.mako", 12},
};

static bool upgrade_unrolled_leaving_postgresql(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    struct aludel_value chosen = aludel_unset();
    {
        {
            aludel_at(op, &places_unrolled_leaving_up_postgresql[0]);
            if (aludel_true(op, aludel_py(eq, e, aludel_env(op, "SKIP", aludel_unset()), ALUDEL_STRING("a")))) {
                goto end_3;
            }
            aludel_at(op, &places_unrolled_leaving_up_postgresql[1]);
            if (aludel_true(op, aludel_py(eq, e, aludel_env(op, "STOP", aludel_unset()), ALUDEL_STRING("a")))) {
                chosen = ALUDEL_STRING("a");
                goto end_2;
            }
            aludel_run(op, rows_unrolled_leaving_up_postgresql, 1);
        }
        end_3:;
        {
            aludel_at(op, &places_unrolled_leaving_up_postgresql[2]);
            if (aludel_true(op, aludel_py(eq, e, aludel_env(op, "SKIP", aludel_unset()), ALUDEL_STRING("b")))) {
                goto end_4;
            }
            aludel_at(op, &places_unrolled_leaving_up_postgresql[3]);
            if (aludel_true(op, aludel_py(eq, e, aludel_env(op, "STOP", aludel_unset()), ALUDEL_STRING("b")))) {
                chosen = ALUDEL_STRING("b");
                goto end_2;
            }
            aludel_run(op, rows_unrolled_leaving_up_postgresql + 1, 1);
        }
        end_4:;
        chosen = ALUDEL_STRING("none");
    }
    end_2:;
    aludel_sql_open(op, &places_unrolled_leaving_up_postgresql[4], ALUDEL_READS);
    aludel_sql_text(op, SQL("SELECT "));
    aludel_sql_hole(op, ALUDEL_HOLE_LITERAL, NULL, chosen);
    aludel_send(op, aludel_sql_close(op));
    return aludel_ok(op);
}

bool t_upgrade_unrolled_leaving(struct aludel_op *op)
{
    if (aludel_dialect(op) == ALUDEL_POSTGRESQL)
        return upgrade_unrolled_leaving_postgresql(op);
    return upgrade_unrolled_leaving_sqlite(op);
}

bool t_downgrade_unrolled_leaving(struct aludel_op *op)
{
    return aludel_ok(op);
}

