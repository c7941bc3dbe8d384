/*
 * changes.c: whole statements as changes of a schema, in both dialects; a byte 0x01 is a hole.
 */
#include "sql/read.h"
#include "sql/tokens.h"

#include "arena.h"

#include <stdlib.h>

static void check_name(struct aludel_text name)
{
    for (size_t i = 0; i < name.n; i++)
        fuzz_check(name.z[i] != ALUDEL_PARAMETER, "no name has a hole");
}

static void check_table(const struct table *t)
{
    check_name(t->path.name);
    for (size_t i = 0; i < t->columns.count; i++)
        check_name(t->columns.at[i]->name);
    for (size_t i = 0; i < t->constraints.count; i++)
        check_name(t->constraints.at[i]->name);
}

static void read_one(struct arena *a, enum aludel_dialect dialect, struct aludel_text text)
{
    struct changes changes = {0};
    struct tokens tokens = tokens_of(a, dialect, text);
    bool touches = read_changes(a, &tokens, (struct span){0}, &changes);
    fuzz_check(touches == (changes.count > 0), "it says what it has done");
    for (size_t i = 0; i < changes.count; i++) {
        const struct change *c = changes.at[i];
        check_name(c->table.name);
        check_name(c->name);
        if (c->create)
            check_table(c->create);
        if (c->column)
            check_name(c->column->name);
    }
}

static void read_both(struct arena *a, const uint8_t *data, size_t size)
{
    char *z = fuzz_string(data, size);
    struct aludel_text text = {z, size};
    read_one(a, ALUDEL_SQLITE, text);
    read_one(a, ALUDEL_POSTGRESQL, text);
    free(z);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_in_arena(read_both, data, size);
    return 0;
}
