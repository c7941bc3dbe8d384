#define _XOPEN_SOURCE 700 /* mkdtemp, nftw */

#include "cli_scratch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define OPEN_FOLDERS 16
#define PREFIX "aludel-scratch-"
#define ANY "XXXXXX"
#define LOCK ".aludel-scratch"

static int remove_one(const char *path, const struct stat *facts, int kind, struct FTW *place)
{
    (void)facts, (void)kind, (void)place;
    return remove(path);
}

static void remove_all(const char *folder)
{
    nftw(folder, remove_one, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS);
}

/* Held as long as the run lives. -1: another one has it, nobody can, or the folder is none of ours. */
static int lock_folder(struct arena *a, const char *folder, int made, int how)
{
    int lock = open(path_join(a, folder, LOCK), O_RDWR | O_NOFOLLOW | O_CLOEXEC | made, 0600);
    if (lock >= 0 && flock(lock, how) != 0) {
        close(lock);
        return -1;
    }
    return lock;
}

static bool is_ours(const char *folder)
{
    struct stat facts;
    return lstat(folder, &facts) == 0 && S_ISDIR(facts.st_mode) && facts.st_uid == getuid();
}

/* What runs have left that were killed: nobody has its lock. */
static void sweep(struct arena *a, const char *top)
{
    DIR *d = opendir(top);
    for (struct dirent *entry; d && (entry = readdir(d)) != NULL;) {
        const char *name = entry->d_name, *folder = path_join(a, top, name);
        bool named = !strncmp(name, PREFIX, strlen(PREFIX)) && strlen(name) == strlen(PREFIX ANY);
        int lock = named && is_ours(folder) ? lock_folder(a, folder, 0, LOCK_EX | LOCK_NB) : -1;
        if (lock < 0)
            continue;
        remove_all(folder);
        close(lock);
    }
    if (d)
        closedir(d);
}

/* Between its making and its lock another run may sweep it away. */
static bool make_locked(struct arena *a, char *folder, int *lock)
{
    char *any = folder + strlen(folder) - strlen(ANY);
    while (mkdtemp(folder)) {
        *lock = lock_folder(a, folder, O_CREAT, LOCK_EX);
        if (access(folder, F_OK) == 0)
            return true;
        if (*lock >= 0)
            close(*lock);
        memcpy(any, ANY, strlen(ANY));
    }
    return false;
}

bool scratch_make(struct tool *t, struct scratch *out)
{
    const char *given = getenv("TMPDIR");
    const char *top = path_absolute(t->arena, given && *given ? given : "/tmp");
    char *folder = arena_string(t->arena, al_text(path_join(t->arena, top, PREFIX ANY)));
    *out = (struct scratch){.folder = folder};
    sweep(t->arena, top);
    if (make_locked(t->arena, folder, &out->lock))
        return true;
    tool_fail(TOOL_FAILED, "can't make a folder in '%s': %s (TMPDIR names another place)", top,
              strerror(errno));
    return false;
}

void scratch_remove(const struct scratch *scratch)
{
    remove_all(scratch->folder);
    if (scratch->lock >= 0)
        close(scratch->lock);
}
