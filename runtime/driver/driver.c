/* driver.c: what all drivers share; see driver.h. */
#include "driver/driver.h"

#include "core/literal.h"
#include "core/mask.h"
#include "core/value_ops.h"

#include <string.h>
#include <time.h>

const struct al_driver_type *al_driver_of(const struct aludel_registry *registry, enum aludel_dialect dialect)
{
    const struct aludel_driver *driver = registry->drivers[dialect];
    return driver ? driver->type : NULL;
}

void *al_driver_new(const struct al_driver_type *type, const struct al_connect *connect, size_t size,
                    struct aludel_error *error)
{
    struct aludel_allocator allocator = connect->allocator.resize ? connect->allocator : al_usual_allocator;
    struct al_driver *d = allocator.resize(allocator.with, NULL, 0, size);
    if (!d) {
        al_error(error, ALUDEL_NO_MEMORY, "out of memory");
        return NULL;
    }
    memset(d, 0, size);
    d->type = type;
    d->connect = *connect;
    d->connect.allocator = allocator;
    d->stop = connect->stop ? connect->stop : &d->own_stop;
    return d;
}

bool al_driver_take(struct al_driver *d, struct aludel_error *error)
{
    if (d->at_rest && d->type->take && !d->type->take(d, error)) {
        return false;
    }
    d->at_rest = false;
    return true;
}

void al_driver_rest(struct al_driver *d)
{
    if (!d->at_rest && d->type->give_back) {
        d->type->give_back(d);
    }
    d->at_rest = true;
}

void al_driver_blame(struct al_driver *d, const struct al_request *request, struct aludel_text sql)
{
    if (request) {
        al_error_statement(&d->error, sql.z, sql.n);
        al_error_at(&d->error, &request->what.statement->at);
        al_error_revision(&d->error, request->revision);
    }
}

static void tell(struct al_driver *d, enum aludel_event_kind kind, const char *revision, const char *text)
{
    struct aludel_event event = {.kind = kind, .text = text, .revision = revision ? revision : ""};
    d->connect.event(d->connect.with, &event);
}

void al_driver_tell(struct al_driver *d, enum aludel_event_kind kind, const char *format, ...)
{
    char text[1400];
    va_list args;
    if (d->connect.event) {
        va_start(args, format);
        al_vshow(text, sizeof text, format, args);
        va_end(args);
        tell(d, kind, NULL, text);
    }
}

static int64_t between_ticks(const struct al_driver *d)
{
    return d->connect.tick_every ? d->connect.tick_every : AL_TICK_EVERY;
}

void al_driver_tick(struct al_driver *d)
{
    int64_t now = al_driver_now();
    if (now >= d->next_tick) {
        d->next_tick = now + between_ticks(d);
        al_driver_tell(d, ALUDEL_EVENT_TICK, "%s", "");
    }
}

int al_driver_until_tick(const struct al_driver *d, int64_t milliseconds)
{
    int64_t left = d->next_tick - al_driver_now();
    left = left < 1 ? 1 : left;
    return (int)(left < milliseconds ? left : milliseconds);
}

void al_driver_tell_statement(struct al_driver *d, const char *revision, struct aludel_text sql)
{
    const struct aludel_allocator *a = &d->connect.allocator;
    char *text = d->connect.event ? a->resize(a->with, NULL, 0, sql.n + 1) : NULL;
    if (text) {
        memcpy(text, sql.z, sql.n);
        text[sql.n] = '\0';
        for (char *p = text; (p = strchr(p, ALUDEL_PARAMETER)); p++) {
            *p = '?';
        }
        tell(d, ALUDEL_EVENT_STATEMENT, revision, text);
        a->resize(a->with, text, sql.n + 1, 0);
    }
}

int64_t al_driver_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- Statements --------------------------------------------------------------------------------- */

bool al_write_values(struct aludel_eval *e, struct al_builder *b, enum aludel_dialect dialect,
                     const struct aludel_bound *what)
{
    const struct aludel_statement *st = what->statement;
    unsigned value = 0;
    uint32_t start = 0;
    for (uint32_t i = 0; i < st->length && value < st->parameters; i++) {
        if (st->sql[i] == ALUDEL_PARAMETER) {
            al_put(b, st->sql + start, i - start);
            start = i + 1;
            if (!al_write_hole(e, b, dialect, ALUDEL_HOLE_LITERAL, NULL, what->values[value++])) {
                return false;
            }
        }
    }
    al_put(b, st->sql + start, st->length - start);
    if (value < st->parameters) {
        al_raise(e, "values for numbered parameters can't be written into a script");
    }
    return value == st->parameters;
}

const char *al_unbindable(enum aludel_type type)
{
    switch (type) {
    case ALUDEL_UNSET: return "a value that was never set";
    case ALUDEL_SQL: return "a piece of SQL";
    case ALUDEL_LIST: return "a list";
    case ALUDEL_TUPLE: return "a tuple";
    case ALUDEL_SET: return "a set";
    case ALUDEL_DICT: return "a dict";
    case ALUDEL_ROW: return "a row";
    default: return "such a value";
    }
}

/* ---- What statements set -------------------------------------------------------------------------- */

/* Behind white space and comments. */
static const char *first_word(const char *z, const char *end)
{
    for (;;) {
        z += strspn(z, " \t\r\n\f\v");
        const char *close = NULL;
        if (strncmp(z, "--", 2) == 0) {
            close = strchr(z, '\n');
        } else if (strncmp(z, "/*", 2) == 0) {
            close = strstr(z + 2, "*/");
        } else {
            return z < end ? z : end;
        }
        z = close ? close + (*z == '/' ? 2 : 1) : end;
    }
}

static bool mentions(const char *z, const char *end, const char *word)
{
    struct aludel_text wanted = al_text(word);
    while ((size_t)(end - z) >= wanted.n && !al_same_nocase((struct aludel_text){z, wanted.n}, wanted)) {
        z++;
    }
    return (size_t)(end - z) >= wanted.n;
}

/* Rather too often than not: what is noted is set back, which does no harm. */
void al_driver_note_settings(struct al_driver *d, const struct aludel_statement *st)
{
    const char *end = st->sql + st->length, *z = first_word(st->sql, end);
    bool sets = end - z > 4 && mentions(z, z + 3, "set") && strchr(" \t\r\n", z[3]);
    bool path = mentions(z, end, "search_path") || (sets && mentions(z, end, "schema"));
    d->has_set = d->has_set || sets || path || mentions(z, end, "set_config");
    d->has_set_path = d->has_set_path || path;
}

/* ---- Durations ------------------------------------------------------------------------------------ */

bool al_driver_durations(const struct aludel_settings *settings, struct al_durations *d,
                         struct aludel_error *error)
{
    static const struct aludel_settings none;
    const struct aludel_settings *given = settings ? settings : &none;
    const struct {
        const char *name, *text, *fallback;
        int64_t *into;
    } durations[] = {
        {"wait", given->wait, "10min", &d->wait},
        {"lock_timeout", given->lock_timeout, "0", &d->lock_timeout},
        {"statement_timeout", given->statement_timeout, "0", &d->statement_timeout},
    };
    for (size_t i = 0; i < sizeof durations / sizeof durations[0]; i++) {
        if (!al_duration(durations[i].text, durations[i].fallback, durations[i].into)) {
            al_error(error, ALUDEL_USAGE, "'%s' is no duration (setting %s)", durations[i].text,
                     durations[i].name);
            al_error_hint(error, "write 10s, 500ms or 10min");
            return false;
        }
    }
    return true;
}

static const struct {
    const char *name;
    int64_t milliseconds;
} units[] = {
    {"ms", 1},          {"s", 1000},        {"sec", 1000},     {"second", 1000},
    {"seconds", 1000},  {"", 1000},         {"min", 60000},    {"m", 60000},
    {"minute", 60000},  {"minutes", 60000}, {"h", 3600000},    {"hour", 3600000},
    {"hours", 3600000}, {"d", 86400000},    {"day", 86400000}, {"days", 86400000},
};

static struct aludel_text trimmed(const char *text)
{
    text += strspn(text, " \t");
    size_t n = strlen(text);
    while (n > 0 && (text[n - 1] == ' ' || text[n - 1] == '\t')) {
        n--;
    }
    return (struct aludel_text){text, n};
}

/* A number with at most three digits behind the point, in thousandths; how long it is, or 0. */
static size_t read_thousandths(struct aludel_text t, int64_t *thousandths)
{
    int64_t value = 0;
    int behind = -1;
    size_t n = 0;
    for (; n < t.n && value < INT64_MAX / 100000; n++) {
        if (t.z[n] == '.' && n > 0 && behind < 0) {
            behind = 0;
        } else if (t.z[n] >= '0' && t.z[n] <= '9' && behind < 3) {
            value = value * 10 + (t.z[n] - '0');
            behind += behind >= 0;
        } else {
            break;
        }
    }
    for (int i = behind < 0 ? 0 : behind; i < 3; i++) {
        value *= 10;
    }
    *thousandths = value;
    return n;
}

bool al_duration(const char *text, const char *fallback, int64_t *milliseconds)
{
    struct aludel_text t = trimmed(text && text[0] ? text : fallback);
    int64_t thousandths = 0;
    size_t digits = read_thousandths(t, &thousandths), gap = digits;
    while (gap < t.n && (t.z[gap] == ' ' || t.z[gap] == '\t')) {
        gap++;
    }
    for (size_t i = 0; digits > 0 && i < sizeof units / sizeof units[0]; i++) {
        bool fits = thousandths <= INT64_MAX / units[i].milliseconds;
        if (fits && al_is((struct aludel_text){t.z + gap, t.n - gap}, units[i].name)) {
            *milliseconds = thousandths * units[i].milliseconds / 1000;
            return true;
        }
    }
    return false;
}

void al_show_duration(char *out, size_t room, int64_t milliseconds)
{
    long long seconds = (long long)(milliseconds / 1000), rest = (long long)(milliseconds % 1000);
    if (seconds == 0) {
        al_format(out, room, "%lldms", rest);
    } else if (seconds < 60 && rest >= 100) {
        al_format(out, room, "%lld.%llds", seconds, rest / 100);
    } else if (seconds < 60) {
        al_format(out, room, "%llds", seconds);
    } else if (seconds % 60) {
        al_format(out, room, "%lldmin %llds", seconds / 60, seconds % 60);
    } else {
        al_format(out, room, "%lldmin", seconds / 60);
    }
}
