/* env.c: what a migration learns from its surroundings: env(), x(), server_version, uuid4(), utcnow(); a hook: its
 * migration's revision. */
#include "op/op.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/random.h>
#endif

/* Given text typed after the default, or the default, or an error. */
static struct aludel_value choose(struct aludel_op *op, const char *what, const char *text,
                                  struct aludel_value fallback, const char *hint)
{
    struct aludel_value v = fallback;
    if (text) {
        v = al_typed_after(&op->eval, what, text, fallback);
    } else if (fallback.type == ALUDEL_UNSET) {
        al_error(op->error, ALUDEL_FAILED, "%s isn't set, and the migration has no default for it", what);
        al_error_hint(op->error, "%s", hint);
        al_op_failed(op);
    }
    if (op->eval.failed) {
        al_op_failed(op);
    }
    return aludel_ok(op) ? v : aludel_unset();
}

struct aludel_value aludel_env(struct aludel_op *op, const char *name, struct aludel_value fallback)
{
    char what[160];
    if (!al_op_ready(op, NULL)) {
        return aludel_unset();
    }
    const char *text = op->around->getenv ? op->around->getenv(op->around->getenv_with, name) : NULL;
    al_format(what, sizeof what, "environment variable %s", name);
    return choose(op, what, text, fallback, "set it, or give env() a default as its second argument");
}

static const char *find_x(const struct aludel_config *config, const char *name)
{
    const char *text = NULL;
    for (size_t i = 0; config && i < config->x_count; i++) {
        text = strcmp(config->x[i].name, name) == 0 ? config->x[i].value : text;
    }
    return text;
}

struct aludel_value aludel_x(struct aludel_op *op, const char *name, struct aludel_value fallback)
{
    char what[160], hint[200];
    if (!al_op_ready(op, NULL)) {
        return aludel_unset();
    }
    al_format(what, sizeof what, "argument -x %s", name);
    al_format(hint, sizeof hint, "give it: -x %s=VALUE, or a default as x()'s second argument", name);
    return choose(op, what, find_x(op->around->config, name), fallback, hint);
}

struct aludel_value aludel_server_version(struct aludel_op *op)
{
    struct al_driver *d = op->around->driver;
    if (!al_op_live(op, NULL, "server_version")) {
        return aludel_unset();
    }
    return aludel_int(d->type->server_version(d));
}

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
    char text[37];
    size_t n = 0;
    if (!al_op_ready(op, NULL)) {
        return aludel_unset();
    }
    if (!random_bytes(b, sizeof b)) {
        al_raise(&op->eval, "uuid4() takes its random numbers from /dev/urandom, which can't be read: %s",
                 strerror(errno));
        al_op_failed(op);
        return aludel_unset();
    }
    b[6] = (uint8_t)((b[6] & 0x0f) | 0x40);
    b[8] = (uint8_t)((b[8] & 0x3f) | 0x80);
    for (size_t i = 0; i < sizeof b; i++) {
        bool dash = i == 4 || i == 6 || i == 8 || i == 10;
        n += al_format(text + n, sizeof text - n, "%s%02x", dash ? "-" : "", (unsigned)b[i]);
    }
    return al_new_string(&op->eval, text, n);
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
