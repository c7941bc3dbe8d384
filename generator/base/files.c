#include "base/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_MOST INT32_MAX /* bytes: a place in a source is 32 bits */
#define FOLDERS_DEEP 32     /* how far a search goes down: a link to a folder above must not go on for ever */

const char *path_join(struct arena *a, const char *dir, const char *name)
{
    size_t n = strlen(dir);
    if (n == 0 || name[0] == '/' || strcmp(dir, ".") == 0)
        return arena_format(a, "%s", name);
    return arena_format(a, dir[n - 1] == '/' ? "%s%s" : "%s/%s", dir, name);
}

bool path_ends(const char *path, const char *ending)
{
    size_t n = strlen(path), length = strlen(ending);
    return n >= length && !strcmp(path + n - length, ending);
}

const char *path_base(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

const char *path_folder(struct arena *a, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return ".";
    if (slash == path)
        return "/";
    struct aludel_text folder = {path, (size_t)(slash - path)};
    return arena_string(a, folder);
}

const char *path_normal(struct arena *a, const char *path)
{
    char *out = arena_string(a, al_text(path));
    size_t n = path[0] == '/', root = n;
    for (const char *z = path + n; *z;) {
        size_t part = strcspn(z, "/");
        size_t last = n; /* where the last kept part begins */
        while (last > root && out[last - 1] != '/')
            last--;
        bool up = part == 2 && !strncmp(z, "..", 2);
        if (up && n > root && strncmp(out + last, "..", n - last) != 0) {
            n = last > root ? last - 1 : root;
        } else if (part && !(part == 1 && *z == '.')) {
            if (n > root)
                out[n++] = '/';
            memmove(out + n, z, part);
            n += part;
        }
        z += part + (z[part] == '/');
    }
    out[n] = '\0';
    return n ? out : ".";
}

const char *path_absolute(struct arena *a, const char *path)
{
    char here[PATH_MAX];
    return path_normal(a, getcwd(here, sizeof here) ? path_join(a, here, path) : path);
}

static bool fail(const char **why)
{
    *why = strerror(errno);
    return false;
}

static bool is_folder(const char *path)
{
    struct stat s;
    return stat(path, &s) == 0 && S_ISDIR(s.st_mode);
}

static bool read_stream(struct arena *a, FILE *f, struct aludel_text *text, const char **why)
{
    struct al_builder b = al_builder(&a->memory);
    char piece[16384];
    size_t n;
    while ((n = fread(piece, 1, sizeof piece, f)) > 0)
        al_put(&b, piece, n);
    if (ferror(f))
        return fail(why);
    *text = al_built(&b);
    return true;
}

/* A pipe may have nobody who writes to it, a device no end. */
static bool is_readable_kind(const char *path, const char **why)
{
    struct stat s;
    if (stat(path, &s) != 0)
        return fail(why);
    if (!S_ISREG(s.st_mode) && !S_ISDIR(s.st_mode)) {
        *why = "it isn't a file";
        return false;
    }
    errno = S_ISDIR(s.st_mode) ? EISDIR : EFBIG;
    return (S_ISREG(s.st_mode) && s.st_size <= FILE_MOST) || fail(why);
}

static bool real_read(void *with, struct arena *a, const char *path, struct aludel_text *text,
                      const char **why)
{
    (void)with;
    if (!is_readable_kind(path, why))
        return false;
    FILE *f = fopen(path, "rb");
    if (!f)
        return fail(why);
    bool ok = read_stream(a, f, text, why);
    fclose(f);
    return ok;
}

static bool list_folder(struct arena *a, const char *dir, int deep, struct file_list *out, const char **why)
{
    DIR *folder = opendir(dir);
    if (!folder)
        return fail(why);
    struct dirent *entry;
    bool ok = true;
    while (ok && (entry = readdir(folder))) {
        if (entry->d_name[0] == '.')
            continue;
        const char *path = path_join(a, dir, entry->d_name);
        if (deep > 0 && is_folder(path))
            ok = list_folder(a, path, deep - 1, out, why);
        else
            vec_push(a, &out->paths, path);
    }
    closedir(folder);
    return ok;
}

static int compare_paths(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool real_list(void *with, struct arena *a, const char *dir, bool deep, struct file_list *out,
                      const char **why)
{
    (void)with;
    if (!list_folder(a, dir, deep ? FOLDERS_DEEP : 0, out, why))
        return false;
    if (out->paths.count)
        qsort(out->paths.at, out->paths.count, sizeof *out->paths.at, compare_paths);
    return true;
}

/* What is there but can't be looked at (a link to nowhere, a folder that nobody may enter) is no reason to go on
 * as if it weren't: reading it says what is wrong. */
static bool real_exists(void *with, const char *path)
{
    (void)with;
    struct stat s;
    return lstat(path, &s) == 0 || (errno != ENOENT && errno != ENOTDIR);
}

static bool write_stream(const char *path, struct aludel_text text, const char **why)
{
    FILE *f = fopen(path, "wb");
    if (!f)
        return fail(why);
    bool ok = fwrite(text.z, 1, text.n, f) == text.n;
    ok = fclose(f) == 0 && ok;
    return ok || fail(why);
}

/* /dev/stdout, /dev/null, a pipe: written as they are and left where they are. A file in their place isn't what
 * was asked for. */
static bool is_special(const char *path)
{
    struct stat s;
    return stat(path, &s) == 0 && !S_ISREG(s.st_mode) && !S_ISDIR(s.st_mode);
}

static bool real_write(void *with, struct arena *a, const char *path, struct aludel_text text,
                       const char **why)
{
    struct aludel_text old;
    const char *unread;
    if (is_special(path))
        return write_stream(path, text, why);
    if (real_read(with, a, path, &old, &unread) && al_same(old, text))
        return true;
    const char *temporary = arena_format(a, "%s.%ld.tmp", path, (long)getpid());
    if (write_stream(temporary, text, why)) {
        if (rename(temporary, path) == 0)
            return true;
        fail(why);
    }
    unlink(temporary);
    return false;
}

/* ---- A name that must be new ---- */

static bool write_all(int file, struct aludel_text text)
{
    while (text.n) {
        ssize_t n = write(file, text.z, text.n);
        if (n < 0 && errno != EINTR)
            return false;
        text.z += n > 0 ? n : 0;
        text.n -= n > 0 ? (size_t)n : 0;
    }
    return fsync(file) == 0 || errno == EINVAL; /* EINVAL: this file system has nothing to wait for */
}

/* In the same folder, under a name that nobody lists. */
static int open_beside(struct arena *a, const char *path, const char **temporary)
{
    int file = -1;
    for (int i = 0; file < 0 && i < 1000; i++) {
        const char *name = arena_format(a, ".aludel-%ld-%d.tmp", (long)getpid(), i);
        *temporary = path_join(a, path_folder(a, path), name);
        file = open(*temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (file < 0 && errno != EEXIST)
            break;
    }
    return file;
}

/* A link fails where the name is taken, which a rename doesn't. Where a file system has none, the name is taken first,
 * by an empty file. */
static bool give_name(const char *temporary, const char *path)
{
    if (link(temporary, path) == 0)
        return true;
    if (errno == EEXIST)
        return false;
    int taken = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (taken < 0)
        return false;
    close(taken);
    if (rename(temporary, path) == 0)
        return true;
    int why = errno;
    unlink(path);
    errno = why;
    return false;
}

static void sync_folder(const char *folder)
{
    int file = open(folder, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return;
    fsync(file);
    close(file);
}

static bool real_create(void *with, struct arena *a, const char *path, struct aludel_text text,
                        const char **why)
{
    (void)with;
    const char *temporary;
    int file = open_beside(a, path, &temporary);
    if (file < 0)
        return fail(why);
    bool ok = write_all(file, text);
    ok = (close(file) == 0 && ok) || fail(why);
    ok = ok && (give_name(temporary, path) || fail(why));
    unlink(temporary);
    if (ok)
        sync_folder(path_folder(a, path));
    return ok;
}

/* ---- A file that is there ---- */

/* The owner first: that takes setuid bits away. Who may not give a file to its owner gives his own no such bits. */
static bool make_like(int file, const struct stat *s)
{
    bool same_owner = fchown(file, s->st_uid, s->st_gid) == 0;
    return fchmod(file, s->st_mode & (same_owner ? 07777 : 0777)) == 0;
}

static bool make_room(int file, off_t size, size_t wanted)
{
    int why = wanted > (size_t)size ? posix_fallocate(file, 0, (off_t)wanted) : 0;
    if (why && ftruncate(file, size) == 0)
        errno = why;
    return !why;
}

/* In its place, for that is what its other names lead to. Room is made before anything is overwritten. */
static bool write_over(const char *path, off_t size, struct aludel_text text, const char **why)
{
    int file = open(path, O_WRONLY | O_CLOEXEC);
    if (file < 0)
        return fail(why);
    bool ok =
        (make_room(file, size, text.n) && write_all(file, text) && ftruncate(file, (off_t)text.n) == 0) ||
        fail(why);
    return (close(file) == 0 || fail(why)) && ok;
}

static bool write_like(struct arena *a, const char *path, struct aludel_text text, const char **why)
{
    struct stat s;
    const char *temporary;
    bool there = stat(path, &s) == 0;
    if (there && s.st_nlink > 1)
        return write_over(path, s.st_size, text, why);
    int file = there ? open_beside(a, path, &temporary) : -1;
    if (file < 0)
        return fail(why);
    bool ok = make_like(file, &s) && write_all(file, text);
    ok = (close(file) == 0 && ok) && rename(temporary, path) == 0;
    if (!ok) {
        fail(why);
        unlink(temporary);
    }
    return ok;
}

/* Where a link leads to, through others. */
static const char *linked(struct arena *a, const char *path)
{
    char target[PATH_MAX];
    for (int i = 0; i < FOLDERS_DEEP; i++) {
        ssize_t n = readlink(path, target, sizeof target);
        if (n < 0)
            break;
        struct aludel_text text = {target, (size_t)n};
        path = path_join(a, path_folder(a, path), arena_string(a, text));
    }
    return path;
}

static bool real_replace(void *with, struct arena *a, const char *path, struct aludel_text text,
                         const char **why)
{
    (void)with;
    path = linked(a, path);
    if (!write_like(a, path, text, why))
        return false;
    sync_folder(path_folder(a, path));
    return true;
}

static bool real_remove(void *with, const char *path)
{
    (void)with;
    return !is_special(path) && unlink(path) == 0;
}

/* The reason is mkdir's own. */
static bool make_one_folder(const char *path)
{
    if (mkdir(path, 0777) == 0)
        return true;
    int why = errno;
    bool there = is_folder(path);
    errno = why;
    return there;
}

static bool real_make_folder(void *with, const char *path, const char **why)
{
    (void)with;
    char *copy = strdup(path);
    if (!copy)
        return fail(why);
    bool ok = true;
    for (char *slash = copy; ok && (slash = strchr(slash + 1, '/'));) {
        *slash = 0;
        ok = make_one_folder(copy);
        if (!ok && errno == EEXIST)
            errno = ENOTDIR; /* what exists is in the way to the folder that is meant */
        *slash = '/';
    }
    ok = ok && make_one_folder(copy);
    if (!ok)
        fail(why);
    free(copy);
    return ok;
}

const struct disk real_disk = {
    NULL,        real_read,        real_list,   real_exists,  real_write,
    real_remove, real_make_folder, real_create, real_replace,
};
