/* around.c: what a migration finds around it: uuid4(), utcnow(); a hook: its migration's revision. */
#include "op/op.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/random.h>
#endif

/* ---- The migration that a hook stands around ------------------------------------------------------ */

static struct aludel_value id_of(const struct aludel_migration *m)
{
    return aludel_textual(ALUDEL_STRING, m->id, strlen(m->id));
}

struct aludel_value aludel_revision_in_hand(struct aludel_op *op)
{
    return op->around->step ? id_of(op->around->step) : aludel_none();
}

struct aludel_value aludel_down_revision_in_hand(struct aludel_op *op)
{
    const struct aludel_migration *m = op->around->step;
    size_t count = m ? m->parents.count : 0;
    if (count == 0 || !al_op_ready(op, NULL)) {
        return aludel_none();
    }
    struct aludel_value *ids = al_arena_new(op->eval.arena, count * sizeof *ids);
    for (size_t i = 0; ids && i < count; i++) {
        ids[i] = id_of(&op->around->registry->migrations[m->parents.at[i]]);
    }
    return !ids         ? aludel_unset()
           : count == 1 ? ids[0]
                        : al_new_items(&op->eval, ALUDEL_TUPLE, count, NULL, ids);
}

/* ---- Chance and time --------------------------------------------------------------------------- */

/* From the kernel itself where it can be asked: a chroot may have no /dev. */
static bool random_bytes(uint8_t *out, size_t n)
{
#ifdef __linux__
    if (getrandom(out, n, 0) == (ssize_t)n) {
        return true;
    }
#endif
    int file = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return false;
    }
    bool ok = read(file, out, n) == (ssize_t)n; /* nothing interrupts so short a read */
    close(file);
    return ok;
}

struct aludel_value aludel_uuid4(struct aludel_op *op)
{
    uint8_t b[16];
    if (!al_op_ready(op, NULL)) {
        return aludel_unset();
    }
    if (!random_bytes(b, sizeof b)) {
        al_raise(&op->eval, "uuid4() takes its random numbers from /dev/urandom, which can't be read: %s",
                 strerror(errno));
        al_op_failed(op);
        return aludel_unset();
    }
    return al_op_uuid4(op, b);
}

/* As Python's str(datetime.utcnow()) writes it. */
struct aludel_value aludel_utcnow(struct aludel_op *op)
{
    struct timespec now;
    struct tm t;
    char text[40];
    if (!al_op_ready(op, NULL)) {
        return aludel_unset();
    }
    clock_gettime(CLOCK_REALTIME, &now); /* it can't fail, and no clock runs beyond gmtime's years */
    gmtime_r(&now.tv_sec, &t);
    size_t n = al_format(text, sizeof text, "%04d-%02d-%02d %02d:%02d:%02d.%06ld", t.tm_year + 1900,
                         t.tm_mon + 1, t.tm_mday, t.tm_hour, t.tm_min, t.tm_sec, now.tv_nsec / 1000);
    return al_new_string(&op->eval, text, n);
}
