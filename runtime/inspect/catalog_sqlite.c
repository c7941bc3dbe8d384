/* catalog_sqlite.c: what to ask SQLite; the columns of the answers are listed in catalog.h. */
#include "inspect/catalog.h"

#define P "\1"
#define MASTER "\2"

const struct al_catalog al_sqlite_catalog = {
    .has_table = {"SELECT 1 FROM pragma_table_xinfo(" P ", " P ") LIMIT 1", "ts"},
    .has_column = {"SELECT 1 FROM pragma_table_xinfo(" P ", " P ") WHERE name = " P
                   " COLLATE NOCASE AND hidden <> 1",
                   "tso"},
    .has_index = {"SELECT 1 FROM pragma_index_list(" P ", " P ") WHERE name = " P " COLLATE NOCASE", "tso"},
    .table_names = {"SELECT name FROM " MASTER
                    " WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"
                    " ORDER BY name",
                    ""},
    .view_names = {"SELECT name FROM " MASTER " WHERE type = 'view' ORDER BY name", ""},
    .columns = {"SELECT name, upper(type), \"notnull\" = 0, dflt_value, pk, 'auto', NULL"
                " FROM pragma_table_xinfo(" P ", " P ") WHERE hidden <> 1 ORDER BY cid",
                "ts"},
    .indexes = {"SELECT l.name, l.name, l.\"unique\", i.name, NULL"
                " FROM pragma_index_list(" P ", " P ") l, pragma_index_xinfo(l.name, " P ") i"
                " WHERE l.origin = 'c' AND i.key ORDER BY l.name, i.seqno",
                "tss"},
    /* The id counts from the end of the table's text. A reference without columns means the primary key. */
    .foreign_keys = {"SELECT f.id, NULL, f.\"from\", " P ", f.\"table\", coalesce(f.\"to\","
                     " (SELECT name FROM pragma_table_xinfo(f.\"table\", " P ") WHERE pk = f.seq + 1)),"
                     " f.on_update, f.on_delete, NULL, NULL"
                     " FROM pragma_foreign_key_list(" P ", " P ") f ORDER BY f.id DESC, f.seq",
                     "ssts"},
    /* Those that virtual tables keep their own books in hold rows from the beginning. */
    .filled =
        {"SELECT NULL, name FROM sqlite_master m WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE "
         "'~'"
         " AND NOT EXISTS (SELECT 1 FROM sqlite_master v WHERE v.sql LIKE 'CREATE VIRTUAL TABLE%'"
         " AND m.name IN (v.name || '_data', v.name || '_idx', v.name || '_content', v.name || '_docsize',"
         " v.name || '_config', v.name || '_segments', v.name || '_segdir', v.name || '_stat',"
         " v.name || '_node', v.name || '_rowid', v.name || '_parent')) ORDER BY name",
         ""},
    .primary_key = {"SELECT NULL, name FROM pragma_table_xinfo(" P ", " P ") WHERE pk > 0 ORDER BY pk", "ts"},
    .table_sql = {"SELECT sql FROM " MASTER " WHERE type = 'table' AND name = " P " COLLATE NOCASE", "t"},
};
