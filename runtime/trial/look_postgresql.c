#include "trial/look_questions.h"

/* Partitions are filled through the table that they are of; what extensions have made is theirs. */
#define TABLES                                                                                           \
    "(SELECT c.oid, n.nspname::text AS schema, c.relname::text AS name FROM pg_catalog.pg_class c JOIN " \
    "pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p') AND NOT "         \
    "c.relispartition AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND NOT EXISTS "     \
    "(SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass "  \
    "AND d.objid = c.oid AND d.deptype = 'e')) AS t"
/* Down to what a domain is over. */
#define BASE                                                                                                 \
    "CROSS JOIN LATERAL (WITH RECURSIVE d(type, modifier, strict, level) AS (SELECT a.atttypid, "            \
    "a.atttypmod, "                                                                                          \
    "a.attnotnull, 0 UNION ALL SELECT y.typbasetype, y.typtypmod, d.strict OR y.typnotnull, d.level + 1 "    \
    "FROM d "                                                                                                \
    "JOIN pg_catalog.pg_type y ON y.oid = d.type WHERE y.typtype = 'd') SELECT type, modifier, strict FROM " \
    "d "                                                                                                     \
    "ORDER BY level DESC LIMIT 1) AS b JOIN pg_catalog.pg_type y ON y.oid = b.type"
#define GENERATED "(a.attidentity = 'a' OR a.attgenerated <> '')"
#define NUMBERS \
    "(a.attidentity = 'd' OR coalesce(pg_catalog.pg_get_expr(f.adbin, f.adrelid), '') LIKE 'nextval(%')"

const struct trial_look_questions trial_postgresql_look = {
    .columns =
        "SELECT t.schema, t.name, a.attname::text, pg_catalog.format_type(b.type, b.modifier), "
        "(b.strict)::int, (a.atthasdef)::int, " GENERATED
        "::int, EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indrelid = t.oid AND i.indisprimary AND "
        "a.attnum = ANY (i.indkey))::int, (SELECT pg_catalog.string_agg(e.enumlabel::text, E'\\x01' ORDER BY "
        "e.enumsortorder) FROM pg_catalog.pg_enum e WHERE e.enumtypid = CASE WHEN y.typcategory = 'A' THEN "
        "y.typelem ELSE b.type END), " NUMBERS "::int FROM " TABLES
        " JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped LEFT "
        "JOIN pg_catalog.pg_attrdef f ON f.adrelid = t.oid AND f.adnum = a.attnum " BASE
        " ORDER BY t.schema, t.name, a.attnum",
    .uniques =
        "SELECT t.schema, t.name, a.attname::text FROM " TABLES
        " JOIN pg_catalog.pg_index i ON i.indrelid = t.oid AND (i.indisunique OR i.indisexclusion) JOIN "
        "pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attnum = ANY (i.indkey)",
    .references =
        "SELECT t.schema, t.name, k.oid::int8, a.attname::text, '\"' || replace(n.nspname, '\"', '\"\"') || "
        "'\".\"' "
        "|| replace(r.relname, '\"', '\"\"') || '\"', o.attname::text FROM " TABLES
        " JOIN pg_catalog.pg_constraint k ON k.conrelid = t.oid AND k.contype = 'f' JOIN "
        "pg_catalog.pg_class r ON r.oid = k.confrelid JOIN pg_catalog.pg_namespace n ON n.oid = "
        "r.relnamespace CROSS JOIN LATERAL ROWS FROM (unnest(k.conkey), unnest(k.confkey)) WITH ORDINALITY "
        "AS p(one, other, place) JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attnum = p.one "
        "JOIN pg_catalog.pg_attribute o ON o.attrelid = r.oid AND o.attnum = p.other WHERE k.conparentid = "
        "0 ORDER BY t.schema, t.name, k.conname, p.place",
    .checks =
        "SELECT t.schema, t.name, pg_catalog.string_agg(k.conname || E'\\x02' || "
        "pg_catalog.pg_get_constraintdef(k.oid), E'\\x03' ORDER BY k.conname) FROM " TABLES
        " JOIN pg_catalog.pg_constraint k ON k.contype = 'c' AND (k.conrelid = t.oid OR k.contypid IN "
        "(SELECT "
        "a.atttypid FROM pg_catalog.pg_attribute a WHERE a.attrelid = t.oid)) GROUP BY t.schema, t.name",
};
