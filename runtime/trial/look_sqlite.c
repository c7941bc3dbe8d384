#include "trial/look_questions.h"

#define TABLES                                                                                            \
    "(SELECT l.name FROM pragma_table_list AS l WHERE l.schema = 'main' AND l.type = 'table' AND l.name " \
    "NOT LIKE 'sqlite~_%' ESCAPE '~') AS t"
/* An INTEGER PRIMARY KEY numbers itself. */
#define NUMBERS                                                                                           \
    "(p.pk = 1 AND lower(p.type) = 'integer' AND (SELECT count(*) FROM pragma_table_xinfo(t.name) WHERE " \
    "pk) = "                                                                                              \
    "1)"

const struct trial_look_questions trial_sqlite_look = {
    .columns =
        "SELECT NULL, t.name, p.name, p.type, p.\"notnull\", p.dflt_value IS NOT NULL, p.hidden <> 0, p.pk > "
        "0, NULL, " NUMBERS " FROM " TABLES ", pragma_table_xinfo(t.name) AS p ORDER BY t.name, p.cid",
    .uniques =
        "SELECT NULL, t.name, c.name FROM " TABLES
        ", pragma_index_list(t.name) AS i, pragma_index_info(i.name) AS c WHERE i.\"unique\" AND c.name "
        "IS NOT NULL",
    .references =
        "SELECT NULL, t.name, f.id, f.\"from\", '\"' || replace(f.\"table\", '\"', '\"\"') || '\"', "
        "coalesce(f.\"to\", (SELECT k.name FROM pragma_table_xinfo(f.\"table\") AS k WHERE k.pk = f.seq + "
        "1)) FROM " TABLES ", pragma_foreign_key_list(t.name) AS f ORDER BY t.name, f.id, f.seq",
    .checks = "SELECT NULL, t.name, m.sql FROM " TABLES
              " JOIN main.sqlite_master AS m ON m.name = t.name AND m.type = 'table'",
};
