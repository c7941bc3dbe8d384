/*
 * whole_postgresql.c: a whole schema of PostgreSQL as the statements that make it, in the server's own words.
 *
 * The search path leads to the one schema whose name isn't written, so that what the server spells (pg_get_expr,
 * format_type, regclass) leaves it out as well. One question, a WITH for each kind of thing.
 */
#include "inspect/catalog.h"
#include "inspect/whole_thing.h"
#include "inspect/whole_uncommon.h"

#include <stddef.h>

#define P "\1"
#define OWN_OIDS AL_WHOLE_OWN_OIDS

/* What is asked: the schema whose name isn't written, all schemas, tables to leave out. */
static const char asked[] =
    "WITH asked AS MATERIALIZED (SELECT " P "::text AS home, " P "::text[] AS schemas, " P "::text[] AS "
    "without),";

/* The schemas. */
static const char spaces[] =
    "space AS MATERIALIZED (SELECT n.oid, pg_catalog.quote_ident(n.nspname) || '.' AS long_prefix, "
    "CASE WHEN n.nspname = asked.home THEN '' ELSE n.nspname::text END AS schema, CASE WHEN n.nspname "
    "= asked.home THEN '' ELSE pg_catalog.quote_ident(n.nspname) || '.' END AS prefix"
    " FROM asked, pg_catalog.pg_namespace n WHERE n.nspname = ANY (asked.schemas)),";

/* What belongs to an extension. */
static const char extended[] =
    "extended AS MATERIALIZED (SELECT d.classid, d.objid FROM pg_catalog.pg_depend d WHERE d.objid" OWN_OIDS
    " AND d.deptype = 'e'),";

/* Relations of these schemas; `called` is the name as a statement has it. */
static const char relations[] =
    "rel AS MATERIALIZED (SELECT c.oid, c.relname::text AS name, c.relkind, c.reltype, "
    "c.relispartition, c.relpersistence, c.relpartbound, c.reloptions, c.relrowsecurity, "
    "c.relforcerowsecurity, space.schema, space.prefix, space.prefix || pg_catalog.quote_ident(c.relname) AS "
    "called"
    " FROM asked, pg_catalog.pg_class c JOIN space ON space.oid = c.relnamespace"
    " WHERE c.oid" OWN_OIDS
    " AND c.relname <> ALL (asked.without) AND c.relpersistence <> 't' AND NOT EXISTS (SELECT FROM "
    "extended e"
    "  WHERE e.classid = " OF_CLASS " AND e.objid = c.oid)),";

/* Storage parameters, of relations and indexes; of what is too long for a row as well. */
static const char storage[] =
    "stored AS MATERIALIZED (SELECT c.oid, ' WITH (' || "
    "pg_catalog.string_agg(pg_catalog.split_part(o.o, '=', 1) || '=' || CASE WHEN o.value ~ "
    "'^-?[0-9.]+$|^[a-z]+$' THEN o.value ELSE pg_catalog.quote_literal(o.value) END, ', ' ORDER BY o.o "
    "COLLATE \"C\") || ')' AS options FROM pg_catalog.pg_class c JOIN space ON space.oid = "
    "c.relnamespace, LATERAL (SELECT u.o, pg_catalog.substr(u.o, pg_catalog.strpos(u.o, '=') + 1) AS "
    "value"
    "   FROM (SELECT pg_catalog.unnest(c.reloptions) UNION ALL SELECT 'toast.' || "
    "pg_catalog.unnest(toast.reloptions) FROM pg_catalog.pg_class toast WHERE toast.oid = c.reltoastrelid) "
    "AS u (o)) AS o GROUP BY c.oid),";

/* What is said of a sequence: what isn't the default. */
static const char sequences[] =
    "seq AS MATERIALIZED (SELECT q.seqrelid, q.seqtypid, pg_catalog.concat( CASE WHEN q.seqstart <> "
    "CASE WHEN q.seqincrement > 0 THEN q.seqmin ELSE q.seqmax END THEN ' START WITH ' || q.seqstart "
    "END, CASE WHEN q.seqincrement <> 1 THEN ' INCREMENT BY ' || q.seqincrement END, CASE WHEN "
    "q.seqmin <> CASE WHEN q.seqincrement > 0 THEN 1 ELSE -w.most - 1 END THEN ' MINVALUE ' || "
    "q.seqmin END, CASE WHEN q.seqmax <> CASE WHEN q.seqincrement > 0 THEN w.most ELSE -1 END THEN ' "
    "MAXVALUE ' || q.seqmax END, CASE WHEN q.seqcache <> 1 THEN ' CACHE ' || q.seqcache END, CASE WHEN "
    "q.seqcycle THEN ' CYCLE' END) AS options"
    " FROM pg_catalog.pg_sequence q, LATERAL (SELECT CASE q.seqtypid WHEN 21::oid THEN 32767::int8 "
    "WHEN 23::oid THEN 2147483647::int8"
    "  ELSE 9223372036854775807 END AS most) AS w),";

/* Sequences that belong to a column: a = SERIAL or OWNED BY, i = identity. */
static const char owners[] =
    "mine AS MATERIALIZED (SELECT o.objid AS seq, o.refobjid AS rel, o.refobjsubid AS num, o.deptype "
    "FROM pg_catalog.pg_depend o"
    " JOIN pg_catalog.pg_sequence q ON q.seqrelid = o.objid"
    " WHERE o.objid" OWN_OIDS " AND o.classid = " OF_CLASS " AND o.refclassid = " OF_CLASS
    " AND o.deptype IN ('a', 'i') AND o.refobjsubid > 0),";

/* Columns of tables and of composite types. A NOT NULL that isn't VALID yet is a constraint. */
static const char attributes[] =
    "att AS MATERIALIZED (SELECT a.attrelid, a.attnum, a.attname::text AS name, a.attislocal, "
    "a.atttypid, a.attnotnull AND unproven.conrelid IS NULL AS attnotnull, a.attidentity, a.attgenerated, "
    "d.oid AS def, "
    "pg_catalog.pg_get_expr(d.adbin, d.adrelid) AS value, pg_catalog.format_type(a.atttypid, "
    "a.atttypmod) || CASE WHEN a.attcollation <> 0::oid AND a.attcollation <> t.typcollation THEN ' "
    "COLLATE ' || a.attcollation::pg_catalog.regcollation::text ELSE '' END AS type"
    " FROM rel JOIN pg_catalog.pg_attribute a ON a.attrelid = rel.oid JOIN pg_catalog.pg_type t ON "
    "t.oid = a.atttypid"
    " LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum"
    " LEFT JOIN pg_catalog.pg_constraint unproven ON unproven.conrelid = a.attrelid AND unproven.contype = "
    "'n' AND NOT "
    "unproven.convalidated AND unproven.conkey[1] = a.attnum"
    " WHERE a.attrelid" OWN_OIDS
    " AND a.attnum > 0 AND NOT a.attisdropped AND rel.relkind IN ('r', 'p', 'c')),";

/* Columns whose default is their own sequence, of which nothing more is said: SERIAL. What the sequence is called
 * doesn't count, since renaming a table doesn't rename it. */
static const char serials[] =
    "serial AS MATERIALIZED (SELECT att.attrelid, att.attnum, mine.seq FROM att"
    " JOIN mine ON mine.rel = att.attrelid AND mine.num = att.attnum AND mine.deptype = 'a'"
    " JOIN seq ON seq.seqrelid = mine.seq AND seq.options = '' AND seq.seqtypid = att.atttypid"
    " WHERE att.attnotnull AND att.value = 'nextval(' || "
    "pg_catalog.quote_literal(mine.seq::pg_catalog.regclass::text) || '::regclass)' AND NOT EXISTS "
    "(SELECT FROM pg_catalog.pg_depend o WHERE o.objid" OWN_OIDS " AND o.refclassid = " OF_CLASS
    " AND o.refobjid = mine.seq AND o.deptype <> 'i' AND NOT "
    "(o.classid = " OF_ATTRDEF " AND o.objid = att.def)) AND NOT EXISTS "
    "(SELECT FROM pg_catalog.pg_description c WHERE c.objoid" OWN_OIDS
    " AND c.objoid = mine.seq AND c.classoid = " OF_CLASS ")),";

/* Columns as they are declared. */
static const char columns[] =
    "col AS MATERIALIZED (SELECT att.attrelid, att.attnum, att.name, att.attislocal, "
    "pg_catalog.quote_ident(att.name) || ' ' || CASE WHEN serial.seq IS NOT NULL THEN CASE "
    "att.atttypid WHEN 21::oid THEN 'smallserial' WHEN 23::oid THEN 'serial' ELSE 'bigserial' END"
    "  ELSE att.type || CASE WHEN att.attidentity <> '' THEN CASE att.attidentity WHEN 'a' THEN ' "
    "GENERATED ALWAYS' ELSE ' GENERATED BY DEFAULT' END || ' AS IDENTITY' || CASE WHEN seq.options <> "
    "'' THEN ' (' || pg_catalog.substr(seq.options, 2) || ')' ELSE '' END WHEN att.attgenerated <> '' "
    "THEN ' GENERATED ALWAYS AS (' || att.value || CASE att.attgenerated WHEN 's' THEN ') STORED' ELSE "
    "') VIRTUAL' END WHEN att.value IS NOT NULL THEN ' DEFAULT ' || att.value ELSE '' END || CASE WHEN "
    "att.attnotnull AND att.attidentity = '' THEN ' NOT NULL' ELSE '' END END AS sql"
    " FROM att LEFT JOIN serial ON serial.attrelid = att.attrelid AND serial.attnum = att.attnum"
    " LEFT JOIN mine ON mine.rel = att.attrelid AND mine.num = att.attnum AND mine.deptype = 'i' LEFT "
    "JOIN seq ON seq.seqrelid = mine.seq),";

/* All columns of a table, or of a type. */
static const char bodies[] =
    "body AS MATERIALIZED (SELECT col.attrelid, E'\\n    ' || pg_catalog.string_agg(col.sql, E',\\n    ' "
    "ORDER BY col.attnum) || E'\\n' AS sql"
    " FROM col WHERE col.attislocal GROUP BY col.attrelid),";

/* Tables, with the usual storage (al_whole_storage has what isn't): what stands before the columns and behind them; a
 * partition has instead of columns what differs from its parent's. */
static const char tables[] =
    "tab AS MATERIALIZED (SELECT rel.*, 'CREATE ' || CASE rel.relpersistence WHEN 'u' THEN 'UNLOGGED TABLE ' "
    "ELSE 'TABLE ' END || rel.called AS head, CASE WHEN rel.relispartition "
    "THEN ' ' || "
    "pg_catalog.pg_get_expr(rel.relpartbound, rel.oid)"
    "   ELSE coalesce((SELECT ' INHERITS (' || "
    "pg_catalog.string_agg(i.inhparent::pg_catalog.regclass::text, ', ' ORDER BY i.inhseqno) || ')'"
    "    FROM pg_catalog.pg_inherits i WHERE i.inhrelid = rel.oid), '') END || CASE rel.relkind WHEN "
    "'p' THEN ' PARTITION BY ' || pg_catalog.pg_get_partkeydef(rel.oid) ELSE '' END AS tail, (SELECT ' "
    "PARTITION OF ' || "
    "i.inhparent::pg_catalog.regclass::text || coalesce((SELECT E' (\\n    ' || pg_catalog.string_agg( "
    "pg_catalog.quote_ident(att.name) || CASE WHEN att.value IS DISTINCT FROM p.value AND "
    "att.attgenerated = '' AND p.attidentity = '' THEN ' DEFAULT ' || coalesce(att.value, 'NULL') ELSE "
    "'' END || CASE WHEN att.attnotnull AND NOT p.attnotnull THEN ' NOT NULL' ELSE '' END, E',\\n    ' "
    "ORDER BY att.attnum) || E'\\n)'"
    "    FROM att JOIN att p ON p.attrelid = i.inhparent AND p.name = att.name WHERE att.attrelid = "
    "rel.oid AND (att.attnotnull AND NOT p.attnotnull OR att.value IS DISTINCT FROM p.value AND "
    "att.attgenerated = '' AND p.attidentity = '')), '')"
    "   FROM pg_catalog.pg_inherits i WHERE i.inhrelid = rel.oid AND rel.relispartition) AS part"
    " FROM rel WHERE rel.relkind IN ('r', 'p')),";

/* Enums, domains, ranges. */
static const char types[] =
    "typ AS MATERIALIZED (SELECT t.oid, t.typname::text AS name, t.typtype, space.schema, t.typrelid, "
    "t.typbasetype, t.typtypmod, t.typdefault, t.typdefaultbin, t.typnotnull, t.typcollation, "
    "space.prefix || pg_catalog.quote_ident(t.typname) AS called"
    " FROM pg_catalog.pg_type t JOIN space ON space.oid = t.typnamespace"
    " WHERE t.oid" OWN_OIDS
    " AND t.typtype IN ('e', 'd', 'r') AND NOT EXISTS (SELECT FROM extended e WHERE e.classid = " OF_TYPE
    " AND e.objid = t.oid)),";

static const char functions[] =
    "fun AS MATERIALIZED (SELECT p.oid, p.proname::text || '(' || "
    "pg_catalog.oidvectortypes(p.proargtypes) || ')' AS name, space.schema, space.prefix || "
    "pg_catalog.quote_ident(p.proname) || '(' || pg_catalog.oidvectortypes(p.proargtypes) || ')' AS "
    "called, CASE p.prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END AS word, space.prefix, "
    "space.long_prefix"
    " FROM pg_catalog.pg_proc p JOIN space ON space.oid = p.pronamespace"
    " WHERE p.oid" OWN_OIDS
    " AND p.prokind IN ('f', 'p', 'w') AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE "
    "e.deptype IN ('e', 'i') AND e.classid = " OF_PROC " AND e.objid = "
    "p.oid)),";

static const char constraints[] =
    "con AS MATERIALIZED (SELECT k.oid, k.conname::text AS name, k.contype, rel.schema, rel.name AS "
    "parent, rel.called, k.conindid"
    " FROM pg_catalog.pg_constraint k JOIN rel ON rel.oid = k.conrelid AND rel.relkind IN ('r', 'p')"
    " WHERE (k.contype IN ('p', 'u', 'x', 'c', 'f') OR k.contype = 'n' AND NOT k.convalidated) AND "
    "k.conparentid = 0::oid AND k.coninhcount = 0),";

/* One that nobody uses, since making it has failed, isn't there. */
static const char indexes[] =
    "ind AS MATERIALIZED (SELECT i.oid, i.relname::text AS name, rel.schema, rel.prefix, rel.name AS "
    "parent, k.conindid IS NOT NULL AS owned, i.relispartition"
    " FROM rel JOIN pg_catalog.pg_index x ON x.indrelid = rel.oid JOIN pg_catalog.pg_class i ON i.oid "
    "= x.indexrelid AND (x.indisvalid OR i.relkind = 'I')"
    " LEFT JOIN (SELECT DISTINCT k.conindid FROM pg_catalog.pg_constraint k WHERE k.contype IN ('p', "
    "'u', 'x')) AS k ON k.conindid = i.oid),";

static const char triggers[] =
    "tri AS MATERIALIZED (SELECT g.oid, g.tgname::text AS name, rel.schema, rel.name AS parent, "
    "rel.called, g.tgenabled"
    " FROM pg_catalog.pg_trigger g JOIN rel ON rel.oid = g.tgrelid AND rel.relkind <> 'f' WHERE NOT "
    "g.tgisinternal AND g.tgparentid = 0::oid),";

/* Now all of it: class and object as pg_depend knows them, rank, kind, schema, table, name, statement; of a table also what
 * it is without its columns. */
static const char things_schemas[] =
    "thing AS ("
    " SELECT " OF_NAMESPACE "::oid AS c, space.oid AS o, 0 AS rank, "
    "'schema' AS kind, ''::text AS schema, ''::text AS parent, space.schema AS name, 'CREATE SCHEMA ' "
    "|| pg_catalog.rtrim(space.prefix, '.') AS sql, NULL::text AS shape FROM space WHERE space.schema "
    "<> ''";

static const char things_extensions[] =
    "UNION ALL SELECT " OF_EXTENSION ", x.oid, 1, 'extension', '', '', "
    "x.extname::text, 'CREATE EXTENSION IF NOT EXISTS ' || pg_catalog.quote_ident(x.extname) || CASE WHEN "
    "n.nspname = ANY (pg_catalog.current_schemas(true)) THEN '' ELSE ' SCHEMA ' || pg_catalog.quote_ident("
    "coalesce(asked.schemas[1 + pg_catalog.substring(n.nspname::text, "
    "'^aludel_scratch_aside_([0-9]+)$')::int4]"
    ", n.nspname::text)) END, NULL FROM asked, pg_catalog.pg_extension x JOIN pg_catalog.pg_namespace n ON "
    "n.oid = x.extnamespace WHERE x.extname <> 'plpgsql'::text";

static const char things_types[] =
    "UNION ALL SELECT " OF_TYPE ", typ.oid, 2, 'type', typ.schema, '', "
    "typ.name, CASE typ.typtype WHEN 'e' THEN 'CREATE TYPE ' || typ.called || ' AS ENUM (' || "
    "coalesce((SELECT pg_catalog.string_agg( pg_catalog.quote_literal(e.enumlabel), ', ' ORDER BY "
    "e.enumsortorder) FROM pg_catalog.pg_enum e WHERE e.enumtypid = typ.oid), '') || ')' WHEN 'd' THEN "
    "'CREATE DOMAIN ' || typ.called || ' AS ' || pg_catalog.format_type(typ.typbasetype, "
    "typ.typtypmod) || CASE WHEN typ.typcollation <> 0::oid AND typ.typcollation <> (SELECT "
    "b.typcollation FROM pg_catalog.pg_type b WHERE b.oid = typ.typbasetype) THEN ' COLLATE ' || "
    "typ.typcollation::pg_catalog.regcollation::text ELSE '' END || coalesce(' DEFAULT ' || "
    "pg_catalog.pg_get_expr(typ.typdefaultbin, 0::oid), '') || CASE WHEN typ.typnotnull THEN ' NOT "
    "NULL' ELSE '' END || coalesce((SELECT pg_catalog.string_agg(' CONSTRAINT ' || "
    "pg_catalog.quote_ident(k.conname) || ' ' || pg_catalog.pg_get_constraintdef(k.oid), ''"
    "    ORDER BY k.conname) FROM pg_catalog.pg_constraint k WHERE k.contypid = typ.oid AND k.contype "
    "= 'c'), '')"
    "  ELSE 'CREATE TYPE ' || typ.called || ' AS RANGE (subtype = ' || (SELECT "
    "pg_catalog.format_type(r.rngsubtype, NULL) || CASE WHEN NOT p.opcdefault THEN ', subtype_opclass "
    "= ' || n.prefix || pg_catalog.quote_ident(p.opcname) ELSE '' END || CASE WHEN r.rngcollation <> "
    "0::oid AND r.rngcollation <> s.typcollation THEN ', collation = ' || "
    "r.rngcollation::pg_catalog.regcollation::text ELSE '' END || CASE WHEN r.rngcanonical <> 0::oid "
    "THEN ', canonical = ' || r.rngcanonical::pg_catalog.regproc::text ELSE '' END || CASE WHEN "
    "r.rngsubdiff <> 0::oid THEN ', subtype_diff = ' || r.rngsubdiff::pg_catalog.regproc::text ELSE '' "
    "END"
    "   FROM pg_catalog.pg_range r JOIN pg_catalog.pg_type s ON s.oid = r.rngsubtype JOIN "
    "pg_catalog.pg_opclass p ON p.oid = r.rngsubopc"
    "    LEFT JOIN space n ON n.oid = p.opcnamespace WHERE r.rngtypid = typ.oid) || ')' END, NULL FROM "
    "typ";

static const char things_composites[] =
    "UNION ALL SELECT " OF_TYPE ", rel.reltype, 2, 'type', rel.schema, "
    "'', rel.name, 'CREATE TYPE ' || rel.called || ' AS (' || coalesce(body.sql, '') || ')', NULL FROM "
    "rel LEFT JOIN body ON body.attrelid = rel.oid WHERE rel.relkind = 'c'";

static const char things_sequences[] =
    "UNION ALL SELECT " OF_CLASS ", rel.oid, 3, 'sequence', rel.schema, "
    "'', rel.name, 'CREATE SEQUENCE ' || rel.called || CASE WHEN seq.seqtypid <> 20::oid THEN ' AS ' "
    "|| pg_catalog.format_type(seq.seqtypid, NULL) ELSE '' END || seq.options, NULL"
    "  FROM rel JOIN seq ON seq.seqrelid = rel.oid WHERE NOT EXISTS (SELECT FROM mine WHERE mine.seq = "
    "rel.oid AND mine.deptype = 'i') AND NOT EXISTS (SELECT FROM serial WHERE serial.seq = rel.oid) "
    "AND NOT EXISTS (SELECT FROM mine JOIN pg_catalog.pg_class t ON t.oid = mine.rel, asked WHERE "
    "mine.seq = rel.oid AND t.relname = ANY (asked.without))";

static const char things_tables[] =
    "UNION ALL SELECT " OF_CLASS ", tab.oid, 4, 'table', tab.schema, '', "
    "tab.name, tab.head || coalesce(tab.part, ' (' || coalesce(body.sql, '') || ')') || tab.tail, "
    "tab.head || coalesce(tab.part, '') || tab.tail FROM tab"
    "  LEFT JOIN body ON body.attrelid = tab.oid";

/* For comparisons: of two ways to say the same default there is one, 1 of '1'::bigint and now() of CURRENT_TIMESTAMP. */
static const char things_columns[] =
    "UNION ALL SELECT 0::oid, 0::oid, 4, 'column', tab.schema, tab.name, col.name, "
    "pg_catalog.regexp_replace(pg_catalog.regexp_replace(col.sql, ' DEFAULT CURRENT_TIMESTAMP( NOT NULL)?$', "
    "' "
    "DEFAULT now()\\1'), ' DEFAULT ''(-?[0-9]+(?:[.][0-9]+)?)''::(?:smallint|integer|bigint|real|double "
    "precision|numeric(?:[(][0-9,]+[)])?)( NOT NULL)?$', ' DEFAULT \\1\\2'), NULL FROM tab JOIN col ON "
    "col.attrelid = tab.oid WHERE col.attislocal AND tab.part IS NULL";

static const char things_owned[] =
    "UNION ALL SELECT 0::oid, 0::oid, 9, 'sequence_owner', rel.schema, '', rel.name, 'ALTER SEQUENCE ' "
    "|| rel.called || ' OWNED BY ' || mine.rel::pg_catalog.regclass::text || '.' || "
    "pg_catalog.quote_ident(att.name), NULL"
    "  FROM rel JOIN mine ON mine.seq = rel.oid AND mine.deptype = 'a' JOIN att ON att.attrelid = "
    "mine.rel AND att.attnum = mine.num"
    "  WHERE NOT EXISTS (SELECT FROM serial WHERE serial.seq = rel.oid)";

static const char things_constraints[] =
    "UNION ALL SELECT " OF_CONSTRAINT ", con.oid, CASE con.contype WHEN "
    "'f' THEN 9 ELSE 5 END, 'constraint', con.schema, con.parent, con.name, 'ALTER TABLE ' || "
    "con.called || ' ADD CONSTRAINT ' || pg_catalog.quote_ident(con.name) || ' ' || CASE WHEN "
    "con.contype IN ('p', 'u') AND stored.options IS NOT NULL THEN "
    "pg_catalog.regexp_replace(pg_catalog.pg_get_constraintdef(con.oid), '( DEFERRABLE.*)?$', "
    "stored.options || '\\1') ELSE pg_catalog.pg_get_constraintdef(con.oid) END, NULL"
    "  FROM con LEFT JOIN stored ON stored.oid = con.conindid";

static const char things_indexes[] =
    "UNION ALL SELECT " OF_CLASS ", ind.oid, 6, 'index', ind.schema, "
    "ind.parent, ind.name, pg_catalog.replace( pg_catalog.pg_get_indexdef(ind.oid, 0, true), "
    "pg_catalog.quote_ident(ind.name) || ' ON ONLY ', pg_catalog.quote_ident(ind.name) || ' ON '), NULL"
    "  FROM ind WHERE NOT ind.owned AND NOT ind.relispartition";

static const char things_functions[] =
    "UNION ALL SELECT " OF_PROC ", fun.oid, 7, 'function', fun.schema, "
    "'', fun.name, 'CREATE OR REPLACE ' || fun.word || ' ' || fun.prefix || "
    "pg_catalog.rtrim(pg_catalog.substr(pg_catalog.pg_get_functiondef(fun.oid), "
    "pg_catalog.length('CREATE OR REPLACE ' || fun.word || ' ' || fun.long_prefix) + 1), E'\\n'), NULL "
    "FROM fun";

static const char things_views[] =
    "UNION ALL SELECT " OF_CLASS ", rel.oid, 8, 'view', rel.schema, '', "
    "rel.name, CASE rel.relkind WHEN 'v' THEN 'CREATE VIEW ' ELSE 'CREATE MATERIALIZED VIEW ' END || "
    "rel.called || coalesce(stored.options, '') || E' AS\\n' || "
    "pg_catalog.rtrim(pg_catalog.pg_get_viewdef(rel.oid), ';'), NULL FROM rel LEFT JOIN stored ON "
    "stored.oid = rel.oid WHERE rel.relkind IN ('v', 'm')";

static const char things_triggers[] =
    "UNION ALL SELECT " OF_TRIGGER ", tri.oid, 10, 'trigger', "
    "tri.schema, tri.parent, tri.name, pg_catalog.pg_get_triggerdef(tri.oid, true), NULL FROM tri";

static const char things_comments[] =
    "UNION ALL SELECT 0::oid, 0::oid, 11, 'comment', of.schema, of.parent, of.name, 'COMMENT ON ' || "
    "of.what || ' IS ' || pg_catalog.quote_literal(d.description), NULL"
    "  FROM pg_catalog.pg_description d JOIN ("
    "   SELECT " OF_CLASS " AS c, rel.oid AS o, 0 AS n, rel.schema, "
    "rel.name AS parent, k.word AS name, k.word || ' ' || rel.called AS what"
    "    FROM rel JOIN (VALUES ('r'::\"char\", 'TABLE'), ('p', 'TABLE'), ('v', 'VIEW'), ('m', "
    "'MATERIALIZED VIEW'), ('S', 'SEQUENCE')) AS k (kind, word) ON k.kind = rel.relkind"
    "   UNION ALL SELECT " OF_CLASS ", rel.oid, a.attnum, rel.schema, "
    "rel.name, 'COLUMN ' || a.attname, 'COLUMN ' || rel.called || '.' || "
    "pg_catalog.quote_ident(a.attname) FROM rel JOIN pg_catalog.pg_attribute a ON a.attrelid = rel.oid"
    "    WHERE a.attrelid" OWN_OIDS
    " AND a.attnum > 0 AND NOT a.attisdropped AND rel.relkind IN ('r', 'p', 'v', 'm', 'c')"
    "   UNION ALL SELECT " OF_CLASS ", ind.oid, 0, ind.schema, "
    "ind.parent, 'INDEX ' || ind.name, 'INDEX ' || ind.prefix || pg_catalog.quote_ident(ind.name) FROM "
    "ind WHERE NOT ind.relispartition"
    "   UNION ALL SELECT " OF_CONSTRAINT ", con.oid, 0, con.schema, "
    "con.parent, 'CONSTRAINT ' || con.name, 'CONSTRAINT ' || pg_catalog.quote_ident(con.name) || ' ON "
    "' || con.called FROM con"
    "   UNION ALL SELECT " OF_TRIGGER ", tri.oid, 0, tri.schema, "
    "tri.parent, 'TRIGGER ' || tri.name, 'TRIGGER ' || pg_catalog.quote_ident(tri.name) || ' ON ' || "
    "tri.called FROM tri"
    "   UNION ALL SELECT " OF_TYPE ", typ.oid, 0, typ.schema, typ.name, "
    "'TYPE', CASE typ.typtype WHEN 'd' THEN 'DOMAIN ' ELSE 'TYPE ' END || typ.called FROM typ"
    "   UNION ALL SELECT " OF_TYPE ", rel.reltype, 0, rel.schema, "
    "rel.name, 'TYPE', 'TYPE ' || rel.called FROM rel WHERE rel.relkind = 'c'"
    "   UNION ALL SELECT " OF_PROC ", fun.oid, 0, fun.schema, fun.name, "
    "'FUNCTION', fun.word || ' ' || fun.called FROM fun"
    "   UNION ALL SELECT " OF_NAMESPACE ", space.oid, 0, '', "
    "space.schema, 'SCHEMA', 'SCHEMA ' || pg_catalog.rtrim(space.prefix, '.')"
    "    FROM space WHERE space.schema <> '' ) AS of ON of.c = d.classoid AND of.o = d.objoid AND of.n "
    "= d.objsubid WHERE d.objoid" OWN_OIDS " OR d.classoid = " OF_NAMESPACE;

/* Where nothing depends on another, in this order. */
static const char things_end[] =
    ")"
    " SELECT thing.c::int8, thing.o::int8, thing.kind, thing.schema, thing.parent, thing.name, "
    "thing.sql, thing.shape FROM thing"
    " ORDER BY thing.rank, thing.schema COLLATE \"C\", thing.parent COLLATE \"C\", thing.kind = 'column', "
    "thing.name COLLATE \"C\"";

const char *const al_whole_postgresql[] = {asked,
                                           spaces,
                                           extended,
                                           relations,
                                           storage,
                                           sequences,
                                           owners,
                                           attributes,
                                           serials,
                                           columns,
                                           bodies,
                                           tables,
                                           types,
                                           functions,
                                           constraints,
                                           indexes,
                                           triggers,
                                           things_schemas,
                                           things_extensions,
                                           things_types,
                                           things_composites,
                                           things_sequences,
                                           things_tables,
                                           things_columns,
                                           things_owned,
                                           things_constraints,
                                           things_indexes,
                                           things_functions,
                                           things_views,
                                           things_triggers,
                                           al_whole_storage,
                                           al_whole_switches,
                                           al_whole_rules,
                                           al_whole_policies,
                                           al_whole_statistics,
                                           al_whole_collations,
                                           al_whole_aggregates,
                                           things_comments,
                                           al_whole_left,
                                           things_end,
                                           NULL};
