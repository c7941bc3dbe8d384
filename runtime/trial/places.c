#include "trial/places.h"

#include "trial/signals.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define FOLDER "aludel-test-"

/* ---- The folder ------------------------------------------------------------------------------------ */

/* In memory where there is room: each transaction waits for the disk. */
static bool is_roomy(const char *folder)
{
    struct statvfs fs;
    return access(folder, W_OK | X_OK) == 0 && statvfs(folder, &fs) == 0 &&
           (uint64_t)fs.f_bavail * fs.f_frsize >= (uint64_t)512 << 20;
}

static const char *temporary(const struct trial *t)
{
    const char *base = getenv("TMPDIR");
    if (base && *base)
        return base;
    return !t->options->from && !t->options->keep && is_roomy("/dev/shm") ? "/dev/shm" : "/tmp";
}

/* -1: somebody else has it, or there is none. */
static int lock_file(struct trial *t, const char *folder, int flags)
{
    int file = open(trial_format(&t->arena, "%s/lock", folder), O_RDWR | O_CLOEXEC | flags, 0600);
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    if (file >= 0 && fcntl(file, F_SETLK, &whole) != 0) {
        close(file);
        return -1;
    }
    return file;
}

static void remove_folder(struct trial *t, const char *folder)
{
    DIR *d = opendir(folder);
    struct dirent *entry;
    while (d && (entry = readdir(d)) != NULL) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            unlink(trial_format(&t->arena, "%s/%s", folder, entry->d_name));
    }
    if (d)
        closedir(d);
    rmdir(folder);
}

/* Whose lock nobody has: its run is gone. One without the file `kept` beside it. */
static void remove_left_over(struct trial *t, const char *folder)
{
    struct stat s;
    if (lstat(folder, &s) != 0 || !S_ISDIR(s.st_mode) || s.st_uid != getuid() ||
        access(trial_format(&t->arena, "%s/kept", folder), F_OK) == 0)
        return;
    int lock = lock_file(t, folder, 0);
    if (lock >= 0) {
        remove_folder(t, folder);
        close(lock);
    }
}

static void remove_left_over_in(struct trial *t, const char *base)
{
    DIR *d = opendir(base);
    struct dirent *entry;
    while (d && (entry = readdir(d)) != NULL) {
        if (!strncmp(entry->d_name, FOLDER, sizeof FOLDER - 1))
            remove_left_over(t, trial_format(&t->arena, "%s/%s", base, entry->d_name));
    }
    if (d)
        closedir(d);
}

/* Another run may have chosen otherwise. */
static void remove_all_left_over(struct trial *t)
{
    const char *base = getenv("TMPDIR");
    if (base && *base) {
        remove_left_over_in(t, base);
        return;
    }
    remove_left_over_in(t, "/dev/shm");
    remove_left_over_in(t, "/tmp");
}

/* Absolute, as a URL has it. */
static const char *absolute(struct trial *t, const char *path)
{
    char here[4096];
    if (*path == '/' || !getcwd(here, sizeof here))
        return path;
    return trial_format(&t->arena, "%s/%s", here, path);
}

static bool make_folder(struct trial *t, struct trial_places *places)
{
    const char *path = trial_format(&t->arena, "%s/" FOLDER "XXXXXX", absolute(t, temporary(t)));
    char *folder = al_arena_copy(&t->arena, path, strlen(path));
    if (!mkdtemp(folder)) {
        fprintf(stderr, "aludel: %s: can't make a folder in '%s': %s (TMPDIR names another place)\n",
                trial_command(t), temporary(t), strerror(errno));
        return false;
    }
    places->folder = folder;
    places->lock = lock_file(t, folder, O_CREAT);
    return true;
}

const char *trial_places_file(struct trial *t, const char *name)
{
    return trial_format(&t->arena, "%s/%s", t->places->folder, name);
}

/* ---- All of them ------------------------------------------------------------------------------------- */

bool trial_places_begin(struct trial *t, struct trial_places *places)
{
    *places = (struct trial_places){.lock = -1};
    places->type = trial_on_postgresql(t) ? &trial_postgresql_places : &trial_sqlite_places;
    t->places = places;
    remove_all_left_over(t);
    return make_folder(t, places) && places->type->begin(t);
}

static void tell_kept(struct trial *t)
{
    struct trial_places *places = t->places;
    bool any = false;
    for (size_t i = 0; i < places->count; i++) {
        if (!places->all[i]->dropped) {
            printf("%s%s", any ? " " : "kept: ", places->all[i]->name);
            any = true;
        }
    }
    printf("%s", any ? "\n" : "");
}

void trial_places_end(struct trial *t)
{
    struct trial_places *places = t->places;
    if (!places)
        return;
    trial_signals_forget();
    bool keep = t->options->keep && !trial_interrupted();
    for (size_t i = 0; i < places->count && !keep; i++)
        trial_place_remove(t, places->all[i]);
    if (keep)
        tell_kept(t);
    places->type->end(t);
    if (keep && !trial_on_postgresql(t))
        close(open(trial_places_file(t, "kept"), O_WRONLY | O_CREAT, 0600));
    else if (places->folder)
        remove_folder(t, places->folder);
    if (places->lock >= 0)
        close(places->lock);
    t->places = NULL;
}

/* ---- One --------------------------------------------------------------------------------------------- */

static struct trial_place *make(struct trial *t, const struct trial_place *from, bool bare)
{
    struct trial_places *places = t->places;
    struct trial_place *p = al_arena_new(&t->arena, sizeof *p);
    if (trial_interrupted())
        return NULL;
    p->bare = bare;
    p->name = places->type->name(t, ++places->made);
    p->url = places->type->url(t, p->name);
    if (places->count == places->room)
        places->all =
            al_arena_grow(&t->arena, places->all, places->count, &places->room, sizeof(struct trial_place *));
    places->all[places->count++] = p;
    return places->type->make(t, p, from) ? p : NULL;
}

struct trial_place *trial_place_new(struct trial *t)
{
    return make(t, NULL, false);
}

struct trial_place *trial_place_bare(struct trial *t)
{
    return make(t, NULL, true);
}

struct trial_place *trial_place_copy(struct trial *t, const struct trial_place *from)
{
    return make(t, from, true);
}

void trial_place_remove(struct trial *t, struct trial_place *p)
{
    if (p && !p->dropped)
        t->places->type->drop(t, p);
    if (p)
        p->dropped = true;
}

void trial_place_drop(struct trial *t, struct trial_place *p)
{
    if (!t->options->keep)
        trial_place_remove(t, p);
}
