/* env.c: what a migration is told from outside: env(), x(), server_version. */
#include "op/op.h"

#include <string.h>

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

struct aludel_value al_op_uuid4(struct aludel_op *op, uint8_t b[16])
{
    char text[37];
    size_t n = 0;
    b[6] = (uint8_t)((b[6] & 0x0f) | 0x40);
    b[8] = (uint8_t)((b[8] & 0x3f) | 0x80);
    for (size_t i = 0; i < 16; i++) {
        bool dash = i == 4 || i == 6 || i == 8 || i == 10;
        n += al_format(text + n, sizeof text - n, "%s%02x", dash ? "-" : "", (unsigned)b[i]);
    }
    return al_new_string(&op->eval, text, n);
}
