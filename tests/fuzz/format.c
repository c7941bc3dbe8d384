/*
 * format.c: a template in the one layout (what begins with "--" is a .sql file): what it says stays the same, and a
 * second time nothing changes.
 */
#include "format/format.h"

#include "arena.h"

#include <string.h>

static void run(struct arena *a, const uint8_t *data, size_t size)
{
    struct aludel_text text = {(const char *)data, size};
    enum file_form form = text.n > 2 && text.z[0] == '-' && text.z[1] == '-' ? FORM_SQL : FORM_TEMPLATE;
    struct diagnostics read = {.arena = a}, again = {.arena = a};
    struct source *source = source_from_text(a, "case", "case", arena_text(a, text));
    struct aludel_text once, twice;
    bool good = format_file(a, source, form, &read, &once);
    for (size_t i = 0; i < read.list.count; i++)
        fuzz_check(strncmp(read.list.at[i].message, "this file can't be laid out", 27) != 0,
                   "the new layout is the same tree");
    if (!good)
        return;
    good = format_file(a, source_from_text(a, "again", "again", once), form, &again, &twice);
    fuzz_check(good, "the new layout can be read");
    fuzz_check(al_same(once, twice), "a second time nothing changes");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_in_arena(run, data, size);
    return 0;
}
