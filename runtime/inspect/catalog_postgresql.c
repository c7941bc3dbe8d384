/* catalog_postgresql.c: what to ask PostgreSQL; the columns of the answers are listed in catalog.h. Without a
 * schema, what the search path shows is meant. */
#include "inspect/catalog.h"

#define P "\1"
#define VISIBLE(c, n) \
    "(" n ".nspname = " P "::text OR (" P "::text IS NULL AND pg_catalog.pg_table_is_visible(" c ".oid)))"
#define TABLES " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
#define THE_TABLE " c.relname = " P "::text AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND " VISIBLE("c", "n")

/* As SQLAlchemy prints a type: VARCHAR(32), TIMESTAMP, NUMERIC(10, 2). Names of users' own types stay as they
 * are. */
#define NAMED "pg_catalog.format_type(a.atttypid, a.atttypmod)"
#define TYPE                                                                                          \
    "CASE WHEN (SELECT y.typnamespace FROM pg_catalog.pg_type y WHERE y.oid = a.atttypid)"            \
    " = 'pg_catalog'::pg_catalog.regnamespace THEN replace(replace(replace(replace(upper(" NAMED ")," \
    " 'CHARACTER VARYING', 'VARCHAR'), 'CHARACTER(', 'CHAR('), ' WITHOUT TIME ZONE', ''), ',', ', ')" \
    " ELSE " NAMED " END"

const struct al_catalog al_postgresql_catalog = {
    .has_table = {"SELECT 1" TABLES " WHERE" THE_TABLE, "tss"},
    .has_column = {"SELECT 1" TABLES " JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid"
                   " WHERE" THE_TABLE " AND a.attname = " P "::text AND a.attnum > 0 AND NOT a.attisdropped",
                   "tsso"},
    .has_index = {"SELECT 1" TABLES " JOIN pg_catalog.pg_index x ON x.indrelid = c.oid"
                  " JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid"
                  " WHERE" THE_TABLE " AND i.relname = " P "::text",
                  "tsso"},
    .has_constraint = {"SELECT 1" TABLES " JOIN pg_catalog.pg_constraint k ON k.conrelid = c.oid"
                       " WHERE" THE_TABLE " AND k.conname = " P "::text",
                       "tsso"},
    .has_extension = {"SELECT 1 FROM pg_catalog.pg_extension WHERE extname = " P "::text", "o"},
    .table_names = {"SELECT c.relname" TABLES " WHERE c.relkind IN ('r', 'p') AND n.nspname ="
                    " coalesce(" P "::text, pg_catalog.current_schema()) ORDER BY c.relname",
                    "s"},
    .view_names = {"SELECT c.relname" TABLES " WHERE c.relkind = 'v' AND n.nspname ="
                   " coalesce(" P "::text, pg_catalog.current_schema()) ORDER BY c.relname",
                   "s"},
    .columns = {"SELECT a.attname, " TYPE ", NOT a.attnotnull,"
                " CASE WHEN a.attgenerated = '' THEN pg_catalog.pg_get_expr(d.adbin, d.adrelid) END,"
                " coalesce(pg_catalog.array_position(k.conkey, a.attnum), 0),"
                " a.attidentity <> '' OR coalesce(pg_catalog.pg_get_expr(d.adbin, d.adrelid) LIKE "
                "'nextval(%', false),"
                " pg_catalog.col_description(c.oid, a.attnum)" TABLES
                " JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid"
                " LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum"
                " LEFT JOIN pg_catalog.pg_constraint k ON k.conrelid = c.oid AND k.contype = 'p'"
                " WHERE" THE_TABLE " AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum",
                "tss"},
    .indexes = {"SELECT i.relname, i.relname, x.indisunique, a.attname,"
                " (SELECT k.conname FROM pg_catalog.pg_constraint k"
                " WHERE k.conindid = i.oid AND k.conrelid = c.oid AND k.contype IN ('u', 'x'))" TABLES
                " JOIN pg_catalog.pg_index x ON x.indrelid = c.oid"
                " JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid"
                " CROSS JOIN LATERAL pg_catalog.unnest(x.indkey::pg_catalog.int2[]) WITH ORDINALITY AS u "
                "(attnum, at)"
                " LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = u.attnum AND "
                "u.attnum <> 0"
                " WHERE" THE_TABLE
                " AND NOT x.indisprimary AND u.at <= x.indnkeyatts ORDER BY i.relname, u.at",
                "tss"},
    .foreign_keys =
        {"SELECT k.oid::pg_catalog.int8, k.conname, a.attname,"
         " CASE WHEN " P "::text IS NULL AND pg_catalog.pg_table_is_visible(r.oid) THEN NULL"
         " ELSE rn.nspname END, r.relname, ra.attname,"
         " CASE k.confupdtype WHEN 'r' THEN 'RESTRICT' WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL'"
         " WHEN 'd' THEN 'SET DEFAULT' END,"
         " CASE k.confdeltype WHEN 'r' THEN 'RESTRICT' WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL'"
         " WHEN 'd' THEN 'SET DEFAULT' END, k.condeferrable, k.condeferred" TABLES
         " JOIN pg_catalog.pg_constraint k ON k.conrelid = c.oid AND k.contype = 'f'"
         " JOIN pg_catalog.pg_class r ON r.oid = k.confrelid"
         " JOIN pg_catalog.pg_namespace rn ON rn.oid = r.relnamespace"
         " CROSS JOIN LATERAL pg_catalog.unnest(k.conkey) WITH ORDINALITY AS u (attnum, at)"
         " JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = u.attnum"
         " JOIN pg_catalog.pg_attribute ra ON ra.attrelid = r.oid AND ra.attnum = k.confkey[u.at]"
         " WHERE" THE_TABLE " ORDER BY k.conname, k.oid, u.at",
         "stss"},
    /* Not those that belong to an extension: PostGIS fills one of its own. */
    .filled = {"SELECT n.nspname, c.relname" TABLES " WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition"
               " AND c.relpersistence <> 't' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"
               " AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d WHERE d.classid ="
               " 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype = 'e')"
               " ORDER BY n.nspname, c.relname",
               ""},
    .unique_constraints = {"SELECT k.oid::pg_catalog.int8, k.conname, a.attname" TABLES
                           " JOIN pg_catalog.pg_constraint k ON k.conrelid = c.oid AND k.contype = 'u'"
                           " CROSS JOIN LATERAL pg_catalog.unnest(k.conkey) WITH ORDINALITY AS u (attnum, at)"
                           " JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = u.attnum"
                           " WHERE" THE_TABLE " ORDER BY k.conname, k.oid, u.at",
                           "tss"},
    .primary_key = {"SELECT k.conname, a.attname" TABLES
                    " JOIN pg_catalog.pg_constraint k ON k.conrelid = c.oid AND k.contype = 'p'"
                    " CROSS JOIN LATERAL pg_catalog.unnest(k.conkey) WITH ORDINALITY AS u (attnum, at)"
                    " JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = u.attnum"
                    " WHERE" THE_TABLE " ORDER BY u.at",
                    "tss"},
};
