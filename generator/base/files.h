/*
 * files.h: the disk, behind an interface so that tests can use memory.
 */
#ifndef FILES_H
#define FILES_H

#include "base/source.h"
#include "base/vec.h"

struct file_list {
    VEC(const char *) paths; /* sorted; '/' between parts */
};

struct disk {
    void *with;
    /* The text in the arena, with NUL behind it. False with the reason in *why; what isn't a file (a folder, a pipe, a
     * device) is refused. */
    bool (*read)(void *with, struct arena *a, const char *path, struct aludel_text *text, const char **why);
    /* What is in a folder, as dir/name; with `deep` what is in its subfolders in place of those. */
    bool (*list)(void *with, struct arena *a, const char *dir, bool deep, struct file_list *out,
                 const char **why);
    bool (*exists)(void *with, const char *path);
    /* Whole or not at all (a temporary name, then a rename); an equal file is left untouched. */
    bool (*write)(void *with, struct arena *a, const char *path, struct aludel_text text, const char **why);
    bool (*remove)(void *with, const char *path);
    bool (*make_folder)(void *with, const char *path, const char **why);
    /* As write, and it stays whatever happens to the machine; but a name that exists, even as a link to nowhere, is
     * refused. */
    bool (*create)(void *with, struct arena *a, const char *path, struct aludel_text text, const char **why);
    /* As write, for a file that is there: it keeps its owner and mode, and all links still lead to it (for the sake of
     * hard ones it is written in its place). */
    bool (*replace)(void *with, struct arena *a, const char *path, struct aludel_text text, const char **why);
};

extern const struct disk real_disk;

const char *path_join(struct arena *a, const char *dir, const char *name);
/* Without "." and "folder/..", so that a file has one name whoever asks for it. */
const char *path_normal(struct arena *a, const char *path);
const char *path_absolute(struct arena *a, const char *path); /* and normal */
const char *path_base(const char *path);
bool path_ends(const char *path, const char *ending);       /* ".mako" */
const char *path_folder(struct arena *a, const char *path); /* "." when there is none */

#endif
