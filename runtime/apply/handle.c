/* handle.c: opening and closing, and the connection that is made when it is first needed. */
#include "apply/apply.h"

#include <string.h>

const char *aludel_version(void)
{
    return ALUDEL_VERSION;
}

int aludel_version_number(void)
{
    return ALUDEL_VERSION_NUMBER;
}

/* ---- Copies of what the caller gave ---------------------------------------------------------- */

static bool copy_string(struct aludel *a, const char **z)
{
    if (*z) {
        *z = al_arena_copy(&a->arena, *z, strlen(*z));
    }
    return !a->arena.exhausted;
}

static bool copy_pairs(struct aludel *a, const struct aludel_pair **pairs, size_t count)
{
    if (count == 0) {
        return true;
    }
    struct aludel_pair *copy = al_arena_new(&a->arena, count * sizeof *copy);
    if (!copy) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        copy[i] = (*pairs)[i];
        if (!copy_string(a, &copy[i].name) || !copy_string(a, &copy[i].value)) {
            return false;
        }
    }
    *pairs = copy;
    return true;
}

static bool copy_config(struct aludel *a)
{
    struct aludel_config *c = &a->config;
    return copy_string(a, &c->url) && copy_string(a, &c->by) &&
           copy_pairs(a, &c->settings, c->settings_count) && copy_pairs(a, &c->x, c->x_count);
}

/* ---- Opening --------------------------------------------------------------------------------- */

static bool check_registry(const struct aludel_registry *g, struct aludel_error *error)
{
    if (!g) {
        return al_error(error, ALUDEL_USAGE, "no registry: aludel_config.registry must be given");
    }
    if (g->layout != ALUDEL_LAYOUT) {
        al_error(error, ALUDEL_USAGE,
                 "the migrations were generated for layout %u, this runtime has layout %u",
                 (unsigned)g->layout, (unsigned)ALUDEL_LAYOUT);
        al_error_hint(error, "generate them again with the aludel of this runtime (%s)", aludel_version());
        return false;
    }
    return true;
}

static bool check_database(const struct aludel_config *c, struct aludel_error *error)
{
    if ((c->sqlite != NULL) + (c->postgresql != NULL) + (c->url != NULL) > 1) {
        al_error(error, ALUDEL_USAGE, "more than one database is given");
        al_error_hint(error, "set one of aludel_config's sqlite, postgresql and url");
        return false;
    }
    return true;
}

static struct aludel *new_handle(const struct aludel_config *config, struct aludel_error *error)
{
    struct aludel_allocator allocator = config->allocator.resize ? config->allocator : al_usual_allocator;
    struct aludel *a = allocator.resize(allocator.with, NULL, 0, sizeof *a);
    if (!a) {
        al_error(error, ALUDEL_NO_MEMORY, "out of memory");
        return NULL;
    }
    memset(a, 0, sizeof *a);
    a->registry = a->views[AL_VIEW_SHORT].registry = config->registry;
    a->config = *config;
    a->config.allocator = allocator;
    al_arena_init(&a->arena, &allocator);
    return a;
}

static bool fill(struct aludel *a, const char *dialect)
{
    if (!copy_config(a) || !al_views_make(a)) {
        return al_fail_no_memory(a);
    }
    return al_settings_make(a) && (!a->offline || al_find_database(a, dialect));
}

static struct aludel *open_handle(const struct aludel_config *config, const char *dialect, bool offline,
                                  aludel_writer_fn *write, void *write_with, struct aludel_error *error)
{
    al_error_clear(error);
    if (!config) {
        al_error(error, ALUDEL_USAGE, "no configuration");
        return NULL;
    }
    if (!check_registry(config->registry, error) || !check_database(config, error)) {
        return NULL;
    }
    struct aludel *a = new_handle(config, error);
    if (!a) {
        return NULL;
    }
    a->offline = offline;
    a->write = write;
    a->write_with = write_with;
    if (!al_call_begin(a, error) || !al_call_end(a, fill(a, dialect))) {
        aludel_close(a);
        return NULL;
    }
    return a;
}

struct aludel *aludel_open(const struct aludel_config *config, struct aludel_error *error)
{
    return open_handle(config, NULL, false, NULL, NULL, error);
}

struct aludel *aludel_open_offline(const struct aludel_config *config, const char *dialect,
                                   aludel_writer_fn *write, void *write_with, struct aludel_error *error)
{
    return open_handle(config, dialect, true, write, write_with, error);
}

void aludel_close(struct aludel *a)
{
    if (!a) {
        return;
    }
    al_disconnect(a);
    al_arena_free(&a->arena);
    struct aludel_allocator allocator = a->config.allocator;
    allocator.resize(allocator.with, a, sizeof *a, 0);
}

void aludel_interrupt(struct aludel *a)
{
    const struct al_driver_type *type = al_driver_of(a->views[AL_VIEW_SHORT].registry, ALUDEL_SQLITE);
    a->interrupted = 1;
    a->stop = 1;
    if (a->config.sqlite && type && type->interrupt_lent) {
        type->interrupt_lent(a->config.sqlite);
    }
}

const char *aludel_shown_url(const struct aludel *a)
{
    return a->driver && a->driver->shown_url[0] ? a->driver->shown_url : a->shown;
}

/* ---- The connection -------------------------------------------------------------------------- */

static bool write_text(void *with, const char *text, size_t length)
{
    struct aludel *a = with;
    return a->rehearsal || !a->write || a->write(a->write_with, text, length);
}

void al_disconnect(struct aludel *a)
{
    struct al_driver *d = a->driver;
    a->driver = NULL; /* first: a signal handler may look */
    if (d) {
        d->type->close(d);
    }
}

static void *borrowed(const struct aludel *a)
{
    return al_dialect_of(a->type) == ALUDEL_SQLITE ? (void *)a->config.sqlite : (void *)a->config.postgresql;
}

void al_tell_for_driver(void *with, const struct aludel_event *event)
{
    al_emit(with, event);
}

bool al_connect(struct aludel *a, bool read_only)
{
    if (a->driver && !a->driver->lost && (read_only || !a->opened_read_only)) {
        return !al_interrupted(a) && al_driver_take(a->driver, a->error);
    }
    al_disconnect(a);
    if (al_interrupted(a) || (!a->type && !al_find_database(a, NULL))) {
        return false;
    }
    struct al_connect connect = {
        .url = a->url,
        .borrowed = a->offline ? NULL : borrowed(a),
        .settings = &a->settings,
        .allocator = a->config.allocator,
        .write = a->offline ? write_text : NULL,
        .write_with = a,
        .event = a->config.event ? al_tell_for_driver : NULL,
        .with = a,
        .tick_every = a->config.tick_milliseconds,
        .interrupted = &a->interrupted,
        .stop = &a->stop,
        .read_only = read_only,
    };
    struct al_driver *driver = NULL;
    if (!a->type->open(&driver, &connect, a->error)) {
        return false;
    }
    a->opened_read_only = read_only;
    a->driver = driver;
    return true;
}
