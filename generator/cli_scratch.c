#define _XOPEN_SOURCE 700 /* mkdtemp, nftw, setenv */

#include "cli_scratch.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CACHE "XDG_CACHE_HOME" /* where cli_cache.c keeps what it compiles */
#define OPEN_FOLDERS 16

const char *scratch_make(struct tool *t)
{
    const char *top = getenv("TMPDIR");
    const char *path = path_join(t->arena, top && *top ? top : "/tmp", "aludel-XXXXXX");
    char *folder = arena_string(t->arena, al_text(path_absolute(t->arena, path)));
    if (mkdtemp(folder))
        return folder;
    tool_fail(TOOL_FAILED, "can't make the folder '%s': %s (TMPDIR names another place)", folder,
              strerror(errno));
    return NULL;
}

static int remove_one(const char *path, const struct stat *facts, int kind, struct FTW *place)
{
    (void)facts, (void)kind, (void)place;
    return remove(path);
}

void scratch_remove(const char *folder)
{
    nftw(folder, remove_one, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS);
}

static bool write_environment(struct tool *t, const char *folder, enum aludel_dialect dialect,
                              const char *settings)
{
    static const char *const names[] = {"sqlite", "postgresql"};
    const char *why = "", *path = path_join(t->arena, folder, "aludel.ini");
    const char *text =
        arena_format(t->arena, "[aludel]\ndialects = %s\n%s", names[dialect], settings ? settings : "");
    if (t->disk->make_folder(t->disk->with, path_join(t->arena, folder, "versions"), &why) &&
        t->disk->write(t->disk->with, t->arena, path, al_text(text), &why))
        return true;
    tool_fail(TOOL_FAILED, "can't write '%s': %s (TMPDIR names another place)", path, why);
    return false;
}

bool scratch_environment(struct tool *t, enum aludel_dialect dialect, const char *settings,
                         struct scratch *out)
{
    const char *cache = getenv(CACHE), *folder = scratch_make(t);
    if (folder && !write_environment(t, folder, dialect, settings)) {
        scratch_remove(folder);
        folder = NULL;
    }
    if (!folder)
        return false;
    *out = (struct scratch){folder, cache ? arena_string(t->arena, al_text(cache)) : NULL};
    setenv(CACHE, path_join(t->arena, folder, "cache"), 1);
    return true;
}

void scratch_environment_remove(const struct scratch *scratch)
{
    scratch_remove(scratch->folder);
    if (scratch->cache)
        setenv(CACHE, scratch->cache, 1);
    else
        unsetenv(CACHE);
}
