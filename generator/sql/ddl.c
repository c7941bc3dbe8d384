/* ddl.c: which function writes a change. */
#include "sql/ddl.h"

#include "sql/dialect.h"

void ddl_write(struct ddl *out, const struct schema *before, const struct change *c)
{
    bool sqlite = out->dialect == ALUDEL_SQLITE;
    change_writer *write = (sqlite ? sqlite_writers : postgresql_writers)[c->kind];
    if (write)
        write(out, before, c);
}
