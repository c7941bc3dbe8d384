/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_op_types, t_downgrade_op_types;

/* versions/op_types.mako */
static const struct aludel_statement rows_op_types_up_postgresql[] = {
    {SQL("CREATE TABLE types (\n"
         "    plain INTEGER,\n"
         "    other_name BYTEA,\n"
         "    server TSVECTOR,\n"
         "    extension HSTORE,\n"
         "    collated CITEXT COLLATE \"C\",\n"
         "    words DOUBLE PRECISION,\n"
         "    length VARCHAR,\n"
         "    length_1 VARCHAR(1),\n"
         "    length_sqlite BYTEA,\n"
         "    dim VECTOR,\n"
         "    dim_3 VECTOR(3),\n"
         "    number NUMERIC,\n"
         "    number_10 NUMERIC(10),\n"
         "    number_10_2 NUMERIC(10, 2),\n"
         "    number_3_minus_1 NUMERIC(3, -1),\n"
         "    scale_alone NUMERIC,\n"
         "    float FLOAT(24),\n"
         "    bit BIT,\n"
         "    bit_3 BIT(3),\n"
         "    bit_varying BIT VARYING,\n"
         "    bit_varying_3 BIT VARYING(3),\n"
         "    bit_not_varying BIT(3),\n"
         "    zone TIMESTAMP WITH TIME ZONE,\n"
         "    no_zone TIMESTAMP WITHOUT TIME ZONE,\n"
         "    zone_0 TIME(0) WITH TIME ZONE,\n"
         "    no_zone_3 TIME(3) WITHOUT TIME ZONE,\n"
         "    interval INTERVAL (0),\n"
         "    fields INTERVAL YEAR TO MONTH,\n"
         "    fields_3 INTERVAL DAY TO SECOND (3),\n"
         "    none VARCHAR\n"
         ")"), 0, ALUDEL_DDL, {"versions/op_types.mako", 2}},
};

static const struct aludel_statement rows_op_types_up_sqlite[] = {
    {SQL("CREATE TABLE types (\n"
         "    plain INTEGER,\n"
         "    other_name BLOB,\n"
         "    server TEXT,\n"
         "    extension JSON,\n"
         "    collated TEXT COLLATE \"C\",\n"
         "    words DOUBLE PRECISION,\n"
         "    length VARCHAR,\n"
         "    length_1 VARCHAR(1),\n"
         "    length_sqlite VARBINARY(7),\n"
         "    dim TEXT,\n"
         "    dim_3 TEXT,\n"
         "    number NUMERIC,\n"
         "    number_10 NUMERIC(10),\n"
         "    number_10_2 NUMERIC(10, 2),\n"
         "    number_3_minus_1 NUMERIC(3, -1),\n"
         "    scale_alone NUMERIC,\n"
         "    float FLOAT,\n"
         "    bit TEXT,\n"
         "    bit_3 TEXT,\n"
         "    bit_varying TEXT,\n"
         "    bit_varying_3 TEXT,\n"
         "    bit_not_varying TEXT,\n"
         "    zone DATETIME,\n"
         "    no_zone DATETIME,\n"
         "    zone_0 TIME,\n"
         "    no_zone_3 TIME,\n"
         "    interval DATETIME,\n"
         "    fields DATETIME,\n"
         "    fields_3 DATETIME,\n"
         "    none VARCHAR\n"
         ")"), 0, ALUDEL_DDL, {"versions/op_types.mako", 2}},
};

bool t_upgrade_op_types(struct aludel_op *op)
{
    if (aludel_dialect(op) == ALUDEL_POSTGRESQL)
        return aludel_run(op, rows_op_types_up_postgresql, 1);
    return aludel_run(op, rows_op_types_up_sqlite, 1);
}

bool t_downgrade_op_types(struct aludel_op *op)
{
    return aludel_ok(op);
}

