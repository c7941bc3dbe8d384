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

/* In them virtual tables keep their own books. */
static const char shadows[] =
    "AND NOT EXISTS (SELECT 1 FROM " MASTER " v WHERE v.sql LIKE 'CREATE VIRTUAL TABLE%'"
    " AND m.tbl_name IN (v.name || '_data', v.name || '_idx', v.name || '_content', v.name || '_docsize',"
    " v.name || '_config', v.name || '_segments', v.name || '_segdir', v.name || '_stat',"
    " v.name || '_node', v.name || '_rowid', v.name || '_parent'))";

static const char order[] =
    "ORDER BY CASE m.type WHEN 'table' THEN 0 WHEN 'index' THEN 1 WHEN 'view' THEN 2 ELSE 3 END,"
    " CASE WHEN m.type IN ('index', 'trigger') THEN m.tbl_name END, m.name";

const char *const al_whole_sqlite[] = {things, shadows, order, NULL};
