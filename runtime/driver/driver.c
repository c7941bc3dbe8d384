/* driver.c: what all drivers share; see driver.h. */
#include "driver/driver.h"

#include <math.h>
#include <string.h>

void al_driver_blame(struct al_driver *d, const struct al_request *request, struct aludel_text sql)
{
    if (!request) {
        return;
    }
    al_error_statement(&d->error, sql.z, sql.n);
    if (request->what.statement) {
        al_error_at(&d->error, &request->what.statement->at);
    }
    if (request->revision && !d->error.revision[0]) {
        al_format(d->error.revision, sizeof d->error.revision, "%s", request->revision);
    }
}

void al_driver_tell(struct al_driver *d, enum aludel_event_kind kind, const char *text)
{
    if (d->connect.event) {
        struct aludel_event event = {.kind = kind, .text = text, .revision = ""};
        d->connect.event(d->connect.with, &event);
    }
}

static const struct {
    const char *name;
    double milliseconds;
} units[] = {
    {"ms", 1},         {"s", 1e3},        {"sec", 1e3},     {"second", 1e3},
    {"seconds", 1e3},  {"", 1e3},         {"min", 60e3},    {"m", 60e3},
    {"minute", 60e3},  {"minutes", 60e3}, {"h", 3600e3},    {"hour", 3600e3},
    {"hours", 3600e3}, {"d", 86400e3},    {"day", 86400e3}, {"days", 86400e3},
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

bool al_duration(const char *text, const char *fallback, int64_t *milliseconds)
{
    struct aludel_text t = trimmed(text && text[0] ? text : fallback);
    size_t digits = strspn(t.z, "0123456789.");
    double number = 0;
    if (digits > t.n || !al_parse_double((struct aludel_text){t.z, digits}, &number)) {
        return false;
    }
    size_t gap = digits + strspn(t.z + digits, " \t");
    gap = gap > t.n ? t.n : gap;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (al_is((struct aludel_text){t.z + gap, t.n - gap}, units[i].name)) {
            double total = number * units[i].milliseconds;
            *milliseconds = total < 1e15 ? (int64_t)llround(total) : (int64_t)1e15;
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
