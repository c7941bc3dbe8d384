#include "trial/place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool begin(struct trial *t)
{
    (void)t;
    return true;
}

static const char *name_of(struct trial *t, unsigned number)
{
    return trial_format(&t->arena, "%s/%u.db", t->places->folder, number);
}

static const char *url_of(struct trial *t, const char *name)
{
    struct al_builder b = al_builder(&t->arena);
    al_puts(&b, "sqlite:///");
    for (; *name; name++) {
        if (strchr("%?#&+@: ", *name))
            al_putf(&b, "%%%02X", (unsigned)(unsigned char)*name);
        else
            al_putc(&b, *name);
    }
    return al_built(&b).z;
}

static bool copy(int from, int to)
{
    char piece[1 << 16];
    ssize_t n, written;
    while ((n = read(from, piece, sizeof piece)) > 0 || (n < 0 && errno == EINTR)) {
        for (ssize_t done = 0; done < n; done += written) {
            written = write(to, piece + done, (size_t)(n - done));
            if (written < 0)
                return false;
        }
    }
    return n == 0;
}

static bool can_not(const char *name)
{
    fprintf(stderr, "aludel: test: can't write '%s': %s (TMPDIR names another place)\n", name,
            strerror(errno));
    return false;
}

/* A chain may have switched to WAL: with the last connection closed, all is in the file. */
static bool make(struct trial *t, const struct trial_place *p, const struct trial_place *from)
{
    (void)t;
    if (!from)
        return true;
    int source = open(from->name, O_RDONLY | O_CLOEXEC);
    if (source < 0 && errno == ENOENT)
        return true; /* still empty */
    int into = open(p->name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool ok = source >= 0 && into >= 0 && copy(source, into);
    ok = ok || can_not(p->name);
    if (source >= 0)
        close(source);
    if (into >= 0)
        close(into);
    return ok;
}

static void drop(struct trial *t, const struct trial_place *p)
{
    static const char *const endings[] = {"", "-journal", "-wal", "-shm"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        unlink(trial_format(&t->arena, "%s%s", p->name, endings[i]));
}

static void end(struct trial *t)
{
    (void)t;
}

const struct trial_places_type trial_sqlite_places = {begin, make, drop, name_of, url_of, end};
