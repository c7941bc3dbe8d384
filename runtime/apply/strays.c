/*
 * strays.c: what a target that is built in a scratch schema does outside of it. Nothing of that would be read back, or it
 * would be read as if it were the target's own.
 */
#include "apply/apply.h"

#include "inspect/catalog.h"

#include <string.h>

static const char leave_away[] =
    "leave that schema's name away: the target is built in another one, in its place";

/* ---- In the schema that the scratch stands for ------------------------------------------------------ */

/* Made there, or hung on something there. */
static bool check_home(struct aludel *a, const struct al_scratch_place *p)
{
    static const char question[] =
        "WITH home AS (SELECT oid, pg_catalog.pg_current_xact_id()::pg_catalog.xid AS made FROM "
        "pg_catalog.pg_namespace WHERE nspname = " P "::text), made AS (SELECT " OF_CLASS " AS class, "
        "c.oid, c.relname::text AS name FROM pg_catalog.pg_class c JOIN home h ON h.oid = c.relnamespace "
        "AND h.made = c.xmin WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'i', 'I') UNION ALL "
        "SELECT " OF_CLASS
        ", c.oid, c.relname::text FROM pg_catalog.pg_description d JOIN pg_catalog.pg_class "
        "c ON d.classoid = " OF_CLASS " AND c.oid = d.objoid JOIN home h ON h.oid = c.relnamespace AND "
        "h.made = d.xmin UNION ALL SELECT " OF_PROC ", f.oid, f.proname::text FROM pg_catalog.pg_proc f "
        "JOIN home h ON h.oid = f.pronamespace AND h.made = f.xmin UNION ALL SELECT " OF_TYPE ", t.oid, "
        "t.typname::text FROM pg_catalog.pg_type t JOIN home h ON h.oid = t.typnamespace AND h.made = "
        "t.xmin WHERE t.typtype IN ('e', 'd', 'r')) SELECT m.name FROM made m WHERE NOT EXISTS (SELECT "
        "FROM pg_catalog.pg_depend d WHERE d.objid = m.oid AND d.classid = m.class AND d.deptype = 'e') "
        "ORDER BY m.name LIMIT 1";
    struct aludel_value rows, home = al_string(p->home);
    if (!al_ask_sql(a, question, NULL, &home, 1, &rows, NULL)) {
        return false;
    }
    if (al_row_count(rows) == 0) {
        return true;
    }
    al_fail(a, ALUDEL_FAILED, "the target names '%s' with its schema '%s'", al_cell_text(a, rows, 0, 0),
            p->home);
    al_error_hint(a->error, "%s", leave_away);
    return false;
}

/* ---- In schemas that aren't compared ----------------------------------------------------------------- */

/* New ones that hold no extension, and what was made in any. */
static const char elsewhere[] =
    "WITH own AS (SELECT pg_catalog.pg_current_xact_id()::pg_catalog.xid AS made), space AS (SELECT "
    "n.oid, n.nspname::text AS name, n.xmin AS made FROM pg_catalog.pg_namespace n WHERE n.nspname !~ "
    "'^(pg_|aludel_scratch_)'::text AND n.nspname <> ALL (pg_catalog.string_to_array(" P "::text, "
    "E'\\001'::text))) SELECT s.name, NULL::text FROM space s, own WHERE s.made = own.made AND s.oid > "
    "(SELECT n.oid FROM pg_catalog.pg_namespace n WHERE n.nspname = " P "::text) AND NOT EXISTS "
    "(SELECT FROM pg_catalog.pg_extension x WHERE x.extnamespace = s.oid) UNION ALL SELECT s.name, "
    "i.identity FROM own, space s JOIN pg_catalog.pg_depend d ON d.refclassid = " OF_NAMESPACE " AND "
    "d.refobjid = s.oid AND d.deptype = 'n', LATERAL pg_catalog.pg_identify_object(d.classid, d.objid, "
    "0) AS i WHERE d.xmin = own.made AND d.classid <> " OF_EXTENSION " AND NOT EXISTS (SELECT FROM "
    "pg_catalog.pg_depend e WHERE e.classid = d.classid AND e.objid = d.objid AND e.deptype = 'e') "
    "ORDER BY 1, 2 NULLS LAST LIMIT 1";

static bool fail_elsewhere(struct aludel *a, const char *schema, const char *thing)
{
    const char *others = a->settings.include_schemas;
    if (*thing) {
        al_fail(a, ALUDEL_FAILED, "the target makes %s, and the schema '%s' isn't compared", thing, schema);
    } else {
        al_fail(a, ALUDEL_FAILED, "the target makes the schema '%s', which isn't compared", schema);
    }
    al_error_hint(a->error, "write into aludel.ini: include_schemas = %s%s%s", others, *others ? " " : "",
                  schema);
    return false;
}

static bool check_elsewhere(struct aludel *a, const struct al_scratch_place *p)
{
    struct aludel_value rows, values[] = {al_string(p->asked), al_string(p->name)};
    if (!al_ask_sql(a, elsewhere, NULL, values, 2, &rows, NULL)) {
        return false;
    }
    return al_row_count(rows) == 0 ||
           fail_elsewhere(a, al_cell_text(a, rows, 0, 0), al_cell_text(a, rows, 0, 1));
}

/* ---- What was there before ---------------------------------------------------------------------------- */

/* The transaction's locks tell of it: reading takes none of these. New foreign keys lock the table that they lead to, and
 * tables that inherit their parent. What is locked and isn't there any more was dropped; the scratch is younger. */
static const char touched[] =
    "WITH own AS (SELECT n.oid, pg_catalog.pg_current_xact_id()::pg_catalog.xid AS made FROM "
    "pg_catalog.pg_namespace n WHERE n.nspname = " P "::text), held AS MATERIALIZED (SELECT l.relation, "
    "l.classid, l.objid, l.mode FROM pg_catalog.pg_locks l WHERE l.pid = pg_catalog.pg_backend_pid() AND "
    "l.locktype IN ('relation', 'object') AND coalesce(l.relation, l.objid) >= 16384::oid AND l.mode NOT IN "
    "('AccessShareLock', 'RowShareLock', 'RowExclusiveLock')), changed AS (SELECT h.relation AS oid FROM "
    "held "
    "h, own WHERE NOT (h.mode = 'ShareRowExclusiveLock' AND EXISTS (SELECT FROM pg_catalog.pg_constraint k "
    "WHERE k.confrelid = h.relation AND k.xmin = own.made)) AND NOT (h.mode = 'ShareUpdateExclusiveLock' AND "
    "EXISTS (SELECT FROM pg_catalog.pg_inherits i WHERE i.inhparent = h.relation AND i.xmin = own.made)) "
    "UNION ALL SELECT g.tgrelid FROM pg_catalog.pg_trigger g, own WHERE g.xmin = own.made AND NOT "
    "g.tgisinternal) "
    "SELECT n.nspname::text, pg_catalog.concat(pg_catalog.quote_ident(n.nspname), '.', "
    "pg_catalog.quote_ident(c.relname)) FROM own, changed JOIN pg_catalog.pg_class c ON c.oid = changed.oid "
    "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.oid < own.oid AND c.relkind NOT IN "
    "('i', 'I') AND n.nspname !~ '^(pg_|aludel_scratch_)'::text AND n.nspname <> ALL "
    "(pg_catalog.string_to_array(" P "::text, E'\\001'::text)) "
    "UNION ALL SELECT NULL, NULL FROM own, held h WHERE h.mode = 'AccessExclusiveLock' AND "
    "coalesce(h.relation, h.objid) < own.oid AND NOT EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.oid = "
    "h.relation) AND (h.relation IS NOT NULL OR (h.classid = " OF_PROC " AND NOT EXISTS (SELECT FROM "
    "pg_catalog.pg_proc f WHERE f.oid = h.objid)) OR (h.classid = " OF_TYPE " AND NOT EXISTS (SELECT FROM "
    "pg_catalog.pg_type t WHERE t.oid = h.objid))) ORDER BY 1, 2 LIMIT 1";

static bool fail_touched(struct aludel *a, const char *schema, const char *thing)
{
    if (*thing) {
        al_fail(a, ALUDEL_FAILED, "the target changes %s, and the schema '%s' isn't compared", thing, schema);
        al_error_hint(a->error,
                      "leave that away, or let the target make all of that schema, and name it in the "
                      "setting include_schemas");
    } else {
        al_fail(a, ALUDEL_FAILED, "the target drops what the database had before");
        al_error_hint(a->error, "a target says what there is: leave each DROP of what it hasn't made away");
    }
    return false;
}

static bool check_touched(struct aludel *a, const struct al_scratch_place *p)
{
    struct aludel_value rows, values[] = {al_string(p->name), al_string(p->asked)};
    if (!al_ask_sql(a, touched, NULL, values, 2, &rows, NULL)) {
        return false;
    }
    return al_row_count(rows) == 0 ||
           fail_touched(a, al_cell_text(a, rows, 0, 0), al_cell_text(a, rows, 0, 1));
}

/* ---- What the target needs ----------------------------------------------------------------------------- */

/* What is the target's and depends on what the database has in the target's schemas. Array types are what they are of, and
 * tables' types are their tables. */
static const char needs[] =
    "WITH own AS (SELECT n.oid FROM pg_catalog.pg_namespace n WHERE n.nspname = ANY "
    "(pg_catalog.string_to_array(" P "::text, E'\\001'::text)) AND n.nspname <> " P "::text), off "
    "AS (SELECT n.oid FROM pg_catalog.pg_namespace n WHERE n.nspname = " P "::text OR n.nspname ~ "
    "'^aludel_scratch_aside_'::text), mine AS (SELECT " OF_CLASS " AS class, c.oid, c.relname::text "
    "AS name FROM pg_catalog.pg_class c JOIN own o ON o.oid = c.relnamespace UNION ALL SELECT " OF_REWRITE
    ", r.oid, c.relname::text FROM pg_catalog.pg_rewrite r JOIN pg_catalog.pg_class c "
    "ON c.oid = r.ev_class JOIN own o ON o.oid = c.relnamespace UNION ALL SELECT " OF_ATTRDEF ", "
    "d.oid, c.relname::text FROM pg_catalog.pg_attrdef d JOIN pg_catalog.pg_class c ON c.oid = "
    "d.adrelid JOIN own o ON o.oid = c.relnamespace UNION ALL SELECT " OF_POLICY ", y.oid, "
    "y.polname::text FROM pg_catalog.pg_policy y JOIN pg_catalog.pg_class c ON c.oid = y.polrelid JOIN "
    "own o ON o.oid = c.relnamespace UNION ALL SELECT " OF_TRIGGER ", g.oid, g.tgname::text FROM "
    "pg_catalog.pg_trigger g JOIN pg_catalog.pg_class c ON c.oid = g.tgrelid JOIN own o ON o.oid = "
    "c.relnamespace WHERE NOT g.tgisinternal UNION ALL SELECT " OF_CONSTRAINT ", k.oid, "
    "k.conname::text FROM pg_catalog.pg_constraint k JOIN own o ON o.oid = k.connamespace UNION ALL "
    "SELECT " OF_PROC ", f.oid, f.proname::text FROM pg_catalog.pg_proc f JOIN own o ON o.oid = "
    "f.pronamespace UNION ALL SELECT " OF_TYPE ", t.oid, t.typname::text FROM pg_catalog.pg_type t "
    "JOIN own o ON o.oid = t.typnamespace), theirs AS (SELECT " OF_CLASS " AS class, c.oid, " OF_CLASS
    " AS root_class, c.oid AS root, c.relname::text AS name, c.relnamespace AS space "
    "FROM pg_catalog.pg_class c UNION ALL SELECT " OF_PROC ", f.oid, " OF_PROC ", f.oid, "
    "f.proname::text, f.pronamespace FROM pg_catalog.pg_proc f UNION ALL SELECT " OF_TYPE ", t.oid, "
    "CASE WHEN r.typrelid <> 0::oid THEN " OF_CLASS " ELSE " OF_TYPE " END, CASE WHEN r.typrelid "
    "<> 0::oid THEN r.typrelid ELSE r.oid END, r.typname::text, r.typnamespace FROM pg_catalog.pg_type "
    "t LEFT JOIN pg_catalog.pg_type e ON e.typarray = t.oid JOIN pg_catalog.pg_type r ON r.oid = "
    "coalesce(e.oid, t.oid) WHERE r.typtype <> 'm') SELECT m.name, h.name FROM mine m JOIN "
    "pg_catalog.pg_depend d ON d.classid = m.class AND d.objid = m.oid JOIN theirs h ON h.class = "
    "d.refclassid AND h.oid = d.refobjid JOIN off ON off.oid = h.space WHERE NOT EXISTS (SELECT FROM "
    "pg_catalog.pg_depend e WHERE e.classid = h.root_class AND e.objid = h.root AND e.deptype = 'e') "
    "ORDER BY 1, 2 LIMIT 1";

static bool check_needs(struct aludel *a, const struct al_scratch_place *p)
{
    struct aludel_value rows, values[] = {al_string(p->asked), al_string(p->home), al_string(p->home)};
    if (!al_ask_sql(a, needs, NULL, values, 3, &rows, NULL)) {
        return false;
    }
    if (al_row_count(rows) == 0) {
        return true;
    }
    al_fail(a, ALUDEL_FAILED, "the target's '%s' needs '%s' of the database, not of the target",
            al_cell_text(a, rows, 0, 0), al_cell_text(a, rows, 0, 1));
    al_error_hint(a->error,
                  "let the target make that as well, in front of it, and name it without its schema");
    return false;
}

/* What a lent connection's transaction has done isn't ours to judge. */
bool al_check_strays(struct aludel *a, const struct al_scratch_place *p)
{
    bool ours = !a->driver->borrowed_group;
    bool others = ours && !p->chosen;
    return (!ours || check_home(a, p)) && (!others || (check_elsewhere(a, p) && check_touched(a, p))) &&
           check_needs(a, p);
}

/* ---- What failed ------------------------------------------------------------------------------------------ */

static bool has_state(const struct aludel_error *e, const char *states)
{
    return *e->sqlstate && strstr(states, e->sqlstate);
}

void al_explain_stray(struct aludel *a, const struct al_scratch_place *p)
{
    struct aludel_error *e = a->error;
    struct al_builder b = al_builder(&a->scratch);
    al_putf(&b, "%s.", p->shown);
    const char *prefix = al_built(&b).z;
    bool there = has_state(e, "42P06 42P07 42710 42723"), missing = has_state(e, "42P01 42704 42883");
    if ((there || missing) && prefix && strstr(e->statement, prefix)) {
        al_error_hint(e, "%s", leave_away);
    } else if (has_state(e, "42P06") || (there && strchr(e->statement, '.'))) {
        al_error_hint(e, "what a schema holds that isn't compared stays while the target is built: name the "
                         "schema in the setting include_schemas");
    } else if (missing && p->torn) {
        al_error_hint(
            e,
            "what the database has in the schema '%s' makes room for the target's, and the extensions "
            "in it with it: give those a schema of their own (ALTER EXTENSION … SET SCHEMA …)",
            p->torn);
    }
}
