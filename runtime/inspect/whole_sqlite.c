/*
 * whole_sqlite.c: a whole schema of SQLite as the statements that make it: sqlite_master's texts. Tables come first, for
 * the others name them; among one another they are free to name what isn't there yet.
 */
#include "inspect/catalog.h"
#include "inspect/whole_thing.h"

#include <stddef.h>

#define MASTER "\2"

static const char things[] =
    "SELECT 0, 0, m.type, '', CASE WHEN m.type IN ('index', 'trigger') THEN m.tbl_name ELSE '' END, m.name, "
    "m.sql,"
    " NULL FROM " MASTER " m WHERE m.sql IS NOT NULL AND m.name NOT LIKE 'sqlite~_%' ESCAPE '~'";

/* In them virtual tables keep their own books. The list is made once: asked of each table, it would be of each pair. */
static const char shadows[] =
    "AND m.tbl_name NOT IN (SELECT v.name || s.suffix FROM " MASTER " v, (SELECT '_data' AS suffix"
    " UNION ALL SELECT '_idx' UNION ALL SELECT '_content' UNION ALL SELECT '_docsize'"
    " UNION ALL SELECT '_config' UNION ALL SELECT '_segments' UNION ALL SELECT '_segdir'"
    " UNION ALL SELECT '_stat' UNION ALL SELECT '_node' UNION ALL SELECT '_rowid'"
    " UNION ALL SELECT '_parent') s WHERE v.sql LIKE 'CREATE VIRTUAL TABLE%')";

static const char order[] =
    "ORDER BY CASE m.type WHEN 'table' THEN 0 WHEN 'index' THEN 1 WHEN 'view' THEN 2 ELSE 3 END,"
    " CASE WHEN m.type IN ('index', 'trigger') THEN m.tbl_name END, m.name";

const char *const al_whole_sqlite[] = {things, shadows, order, NULL};
