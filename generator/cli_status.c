#include "cli_status.h"

#include <stdio.h>

void status_begin(const char *what, bool line)
{
    printf("  %s ...%s", what, line ? "\n" : "");
    fflush(stdout);
}

bool status_end(bool good)
{
    puts(good ? "  done" : "  FAILED");
    fflush(stdout);
    return good;
}

bool status_folder(struct tool *t, const char *folder)
{
    const char *why = "";
    if (t->disk->exists(t->disk->with, folder))
        return true;
    status_begin(arena_format(t->arena, "Creating directory %s", folder), false);
    if (status_end(t->disk->make_folder(t->disk->with, folder, &why)))
        return true;
    tool_fail(TOOL_FAILED, "can't make the folder '%s': %s", folder, why);
    return false;
}

bool status_file(struct tool *t, const char *path, struct aludel_text text)
{
    const char *why = "";
    status_begin(arena_format(t->arena, "Generating %s", path), false);
    if (status_end(t->disk->create(t->disk->with, t->arena, path, text, &why)))
        return true;
    tool_fail(TOOL_FAILED, "can't write '%s': %s", path, why);
    return false;
}
