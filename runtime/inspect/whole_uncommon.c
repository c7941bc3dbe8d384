/* whole_uncommon.c: rules, policies, statistics, collations, aggregates; what there is besides. */
#include "inspect/whole_uncommon.h"

#include "inspect/catalog.h"

const char al_whole_storage[] = "UNION ALL SELECT 0::oid, 0::oid, 8, 'storage', rel.schema, rel.name, "
                                "'WITH', 'ALTER TABLE ' || rel.called "
                                "|| ' SET ' || pg_catalog.substr(stored.options, 7), NULL FROM rel JOIN "
                                "stored ON stored.oid = rel.oid WHERE "
                                "rel.relkind = 'r'";

/* What is said of triggers and indexes, and goes with them: a trigger that is switched off, by which index a table is
 * replicated and clustered. */
const char al_whole_switches[] =
    "UNION ALL SELECT 0::oid, 0::oid, 11, 'switch', tri.schema, tri.parent, tri.name, 'ALTER TABLE ' || "
    "tri.called || CASE tri.tgenabled WHEN 'D' THEN ' DISABLE' WHEN 'R' THEN ' ENABLE REPLICA' ELSE ' ENABLE "
    "ALWAYS' END || ' TRIGGER ' || pg_catalog.quote_ident(tri.name), NULL FROM tri WHERE tri.tgenabled <> "
    "'O' "
    "UNION ALL SELECT 0::oid, 0::oid, 11, 'replica_identity', rel.schema, rel.name, '', 'ALTER TABLE ' || "
    "rel.called || ' REPLICA IDENTITY ' || CASE c.relreplident WHEN 'f' THEN 'FULL' ELSE coalesce('USING "
    "INDEX "
    "' || (SELECT pg_catalog.quote_ident(i.relname) FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class i ON "
    "i.oid = x.indexrelid WHERE x.indrelid = c.oid AND x.indisreplident), 'NOTHING') END, NULL FROM rel JOIN "
    "pg_catalog.pg_class c ON c.oid = rel.oid WHERE c.relkind IN ('r', 'p') AND c.relreplident IN ('f', 'n', "
    "'i') UNION ALL SELECT 0::oid, 0::oid, 11, 'cluster', rel.schema, rel.name, '', 'ALTER TABLE ' || "
    "rel.called || ' CLUSTER ON ' || pg_catalog.quote_ident(i.relname), NULL FROM pg_catalog.pg_index x JOIN "
    "rel ON rel.oid = x.indrelid AND rel.relkind IN ('r', 'p') JOIN pg_catalog.pg_class i ON i.oid = "
    "x.indexrelid WHERE x.indisclustered";

const char al_whole_rules[] =
    "UNION ALL SELECT " OF_REWRITE ", r.oid, 10, 'rule', rel.schema, rel.name, r.rulename::text, "
    "pg_catalog.rtrim(pg_catalog.pg_get_ruledef(r.oid, true), ';'), NULL FROM pg_catalog.pg_rewrite r JOIN "
    "rel "
    "ON rel.oid = r.ev_class WHERE r.rulename <> '_RETURN'::name";

/* Roles are the server's, and only named. */
const char al_whole_policies[] =
    "UNION ALL SELECT " OF_POLICY ", p.oid, 10, 'policy', rel.schema, rel.name, p.polname::text, "
    "pg_catalog.concat('CREATE POLICY ', pg_catalog.quote_ident(p.polname), ' ON ', rel.called, CASE WHEN "
    "NOT "
    "p.polpermissive THEN ' AS RESTRICTIVE' END, CASE p.polcmd WHEN 'r' THEN ' FOR SELECT' WHEN 'a' THEN ' "
    "FOR INSERT' WHEN 'w' THEN ' FOR UPDATE' WHEN 'd' THEN ' FOR DELETE' END, CASE WHEN p.polroles <> "
    "'{0}'::oid[] THEN ' TO ' || (SELECT pg_catalog.string_agg(CASE o WHEN 0::oid THEN 'PUBLIC' ELSE "
    "pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(o)) END, ', ' ORDER BY "
    "pg_catalog.pg_get_userbyid(o)) FROM pg_catalog.unnest(p.polroles) AS u (o)) END, ' USING (' || "
    "pg_catalog.pg_get_expr(p.polqual, p.polrelid) || ')', ' WITH CHECK (' || "
    "pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) || ')'), NULL FROM pg_catalog.pg_policy p JOIN rel "
    "ON "
    "rel.oid = p.polrelid UNION ALL SELECT 0::oid, 0::oid, 10, 'row_security', rel.schema, rel.name, k.word, "
    "'ALTER TABLE ' || rel.called || ' ' || k.word || ' ROW LEVEL SECURITY', NULL FROM rel JOIN (VALUES "
    "('ENABLE'), ('FORCE')) AS k (word) ON CASE k.word WHEN 'ENABLE' THEN rel.relrowsecurity ELSE "
    "rel.relforcerowsecurity END";

const char al_whole_statistics[] =
    "UNION ALL SELECT " OF_STATISTICS ", s.oid, 9, 'statistics', space.schema, '', s.stxname::text, "
    "pg_catalog.replace(pg_catalog.pg_get_statisticsobjdef(s.oid), 'CREATE STATISTICS ' || "
    "space.long_prefix, 'CREATE STATISTICS ' || space.prefix), NULL FROM pg_catalog.pg_statistic_ext s JOIN "
    "space ON space.oid = s.stxnamespace JOIN rel ON rel.oid = s.stxrelid";

/* What the collations of all versions have. */
const char al_whole_collations[] =
    "UNION ALL SELECT " OF_COLLATION
    ", l.oid, 1, 'collation', l.schema, '', l.collname, 'CREATE COLLATION ' || "
    "l.prefix || pg_catalog.quote_ident(l.collname) || ' (provider = ' || CASE l.collprovider WHEN 'i' THEN "
    "'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END || CASE WHEN l.locale IS NOT NULL THEN ', locale = ' || "
    "pg_catalog.quote_literal(l.locale) ELSE ', lc_collate = ' || pg_catalog.quote_literal(l.collcollate) || "
    "', lc_ctype = ' || pg_catalog.quote_literal(l.collctype) END || CASE WHEN l.collisdeterministic THEN '' "
    "ELSE ', deterministic = false' END || coalesce(', rules = ' || pg_catalog.quote_literal(l.rules), '') "
    "|| "
    "')', NULL FROM (SELECT c.oid, space.schema, space.prefix, j.j ->> 'collname' AS collname, j.j ->> "
    "'collprovider' AS collprovider, j.j ->> 'collcollate' AS collcollate, j.j ->> 'collctype' AS collctype, "
    "c.collisdeterministic, j.j ->> 'collicurules' AS rules, coalesce(j.j ->> 'colllocale', j.j ->> "
    "'colliculocale', CASE j.j ->> 'collprovider' WHEN 'i' THEN j.j ->> 'collcollate' END) AS locale FROM "
    "pg_catalog.pg_collation c JOIN space ON space.oid = c.collnamespace, LATERAL (SELECT "
    "pg_catalog.to_jsonb(c)) AS j (j) WHERE c.oid" AL_WHOLE_OWN_OIDS
    " AND NOT EXISTS (SELECT FROM extended e WHERE e.classid "
    "= " OF_COLLATION " AND e.objid = c.oid)) AS l";

const char al_whole_aggregates[] =
    "UNION ALL SELECT " OF_PROC ", p.oid, 8, 'aggregate', space.schema, '', p.proname::text || '(' || "
    "pg_catalog.oidvectortypes(p.proargtypes) || ')', pg_catalog.concat('CREATE AGGREGATE ', space.prefix, "
    "pg_catalog.quote_ident(p.proname), '(', coalesce(nullif("
    "pg_catalog.pg_get_function_arguments(p.oid), ''), '*'), "
    "') (SFUNC = ', g.aggtransfn::pg_catalog.regproc, ', STYPE = ', pg_catalog.format_type(g.aggtranstype, "
    "NULL), "
    "CASE WHEN g.aggtransspace <> 0 THEN ', SSPACE = ' || g.aggtransspace END, CASE WHEN g.aggfinalfn <> "
    "0::oid "
    "THEN ', FINALFUNC = ' || g.aggfinalfn::pg_catalog.regproc END, CASE WHEN g.aggfinalextra THEN ', "
    "FINALFUNC_EXTRA' END, CASE WHEN g.aggcombinefn <> 0::oid THEN ', COMBINEFUNC = ' || "
    "g.aggcombinefn::pg_catalog.regproc END, CASE WHEN g.aggserialfn <> 0::oid THEN ', SERIALFUNC = ' || "
    "g.aggserialfn::pg_catalog.regproc END, CASE WHEN g.aggdeserialfn <> 0::oid THEN ', DESERIALFUNC = ' || "
    "g.aggdeserialfn::pg_catalog.regproc END, ', INITCOND = ' || pg_catalog.quote_literal(g.agginitval), "
    "CASE "
    "WHEN g.aggmtransfn <> 0::oid THEN ', MSFUNC = ' || g.aggmtransfn::pg_catalog.regproc END, CASE WHEN "
    "g.aggminvtransfn <> 0::oid THEN ', MINVFUNC = ' || g.aggminvtransfn::pg_catalog.regproc END, CASE WHEN "
    "g.aggmtranstype <> 0::oid THEN ', MSTYPE = ' || pg_catalog.format_type(g.aggmtranstype, NULL) END, CASE "
    "WHEN g.aggmfinalfn <> 0::oid THEN ', MFINALFUNC = ' || g.aggmfinalfn::pg_catalog.regproc END, ', "
    "MINITCOND "
    "= ' || pg_catalog.quote_literal(g.aggminitval), CASE WHEN g.aggkind = 'h' THEN ', HYPOTHETICAL' END, "
    "CASE "
    "p.proparallel WHEN 's' THEN ', PARALLEL = SAFE' WHEN 'r' THEN ', PARALLEL = RESTRICTED' END, ')'), NULL "
    "FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_aggregate g ON g.aggfnoid = p.oid JOIN space ON space.oid "
    "= "
    "p.pronamespace WHERE p.oid" AL_WHOLE_OWN_OIDS
    " AND NOT EXISTS (SELECT FROM extended e WHERE e.classid = " OF_PROC " AND e.objid = p.oid)";

/* What there is and isn't read: how many of each kind. */
#define LEFT_OVER_ANYWHERE(catalog, one, more)                                                               \
    "SELECT '" one "' AS one, '" more "' AS more FROM pg_catalog." catalog                                   \
    " o WHERE o.oid" AL_WHOLE_OWN_OIDS " AND NOT EXISTS "                                                    \
    "(SELECT FROM pg_catalog.pg_depend d WHERE d.deptype IN ('e', 'i') AND d.classid = 'pg_catalog." catalog \
    "'::pg_catalog.regclass AND d.objid = o.oid)"
#define LEFT_OVER(catalog, space, one, more) \
    LEFT_OVER_ANYWHERE(catalog, one, more) " AND o." space " IN (SELECT space.oid FROM space)"

#define OPERATORS LEFT_OVER("pg_operator", "oprnamespace", "operator", "operators")
#define CLASSES LEFT_OVER("pg_opclass", "opcnamespace", "operator class", "operator classes")
#define SEARCHES \
    LEFT_OVER("pg_ts_config", "cfgnamespace", "text search configuration", "text search configurations")
#define DICTIONARIES \
    LEFT_OVER("pg_ts_dict", "dictnamespace", "text search dictionary", "text search dictionaries")
#define EVENT_TRIGGERS LEFT_OVER_ANYWHERE("pg_event_trigger", "event trigger", "event triggers")
#define CASTS LEFT_OVER_ANYWHERE("pg_cast", "cast", "casts")

const char al_whole_left[] =
    "UNION ALL SELECT 0::oid, 0::oid, 12, 'not_compared', '', '', n.what, '-- not compared: ' || n.what, "
    "NULL "
    "FROM (SELECT k.n || ' ' || CASE k.n WHEN 1 THEN k.one ELSE k.more END FROM ("
    "SELECT (SELECT count(*) FROM rel WHERE rel.relkind = 'f'), 'foreign table', 'foreign tables'"
    " UNION ALL SELECT (SELECT count(*) FROM pg_catalog.pg_publication), 'publication', 'publications'"
    " UNION ALL SELECT count(*), o.one, o.more FROM (" OPERATORS " UNION ALL " CLASSES " UNION ALL " SEARCHES
    " UNION ALL " DICTIONARIES " UNION ALL " EVENT_TRIGGERS " UNION ALL " CASTS
    ") AS o GROUP BY o.one, o.more) AS k (n, one, more) WHERE k.n > 0 UNION ALL SELECT 'the invalid index ' "
    "|| "
    "pg_catalog.quote_ident(i.relname) FROM pg_catalog.pg_index x JOIN rel ON rel.oid = x.indrelid JOIN "
    "pg_catalog.pg_class i ON i.oid = x.indexrelid WHERE NOT x.indisvalid AND i.relkind = 'i') AS n (what)";
