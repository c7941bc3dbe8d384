/* driver.c: what all drivers share; see driver.h. */
#include "driver/driver.h"

#include <string.h>

void al_driver_blame(struct al_driver *d, const struct al_request *request, struct aludel_text sql)
{
    if (!request) {
        return;
    }
    al_error_statement(&d->error, sql.z, sql.n);
    for (char *p = d->error.statement; (p = strchr(p, ALUDEL_PARAMETER)); p++) {
        *p = '?';
    }
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
