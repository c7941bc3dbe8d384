#include "core/size.h"

static const struct {
    const char *name;
    int64_t bytes;
} units[] = {{"", 1},          {"b", 1},         {"byte", 1},       {"bytes", 1},     {"k", 1 << 10},
             {"kib", 1 << 10}, {"kb", 1000},     {"m", 1 << 20},    {"mib", 1 << 20}, {"mb", 1000000},
             {"g", 1 << 30},   {"gib", 1 << 30}, {"gb", 1000000000}};

/* A number with at most three digits behind the point, in thousandths; how long it is, or 0. */
static size_t read_thousandths(struct aludel_text t, int64_t *thousandths)
{
    int64_t value = 0, place = 0;
    size_t n = 0;
    for (; n < t.n && value < INT64_MAX / 100000; n++) {
        if (t.z[n] == '.' && n && !place) {
            place = 1000;
        } else if (t.z[n] >= '0' && t.z[n] <= '9' && place != 1) {
            value = value * 10 + (t.z[n] - '0');
            place /= 10;
        } else {
            break;
        }
    }
    *thousandths = value * (place ? place : 1000);
    return n;
}

bool al_size(struct aludel_text text, int64_t *bytes)
{
    struct aludel_text t = al_trimmed(text);
    int64_t thousandths;
    size_t n = read_thousandths(t, &thousandths);
    struct aludel_text unit = al_trimmed((struct aludel_text){t.z + n, t.n - n});
    for (size_t i = 0; n && i < sizeof units / sizeof *units; i++) {
        if (al_same_nocase(unit, al_text(units[i].name)) && thousandths <= INT64_MAX / units[i].bytes) {
            *bytes = thousandths * units[i].bytes / 1000;
            return true;
        }
    }
    return false;
}

void al_show_size(char *out, size_t room, int64_t bytes)
{
    static const char *const names[] = {"KiB", "MiB", "GiB", "TiB"};
    size_t i = 0;
    int64_t unit = 1 << 10;
    if (bytes < unit) {
        al_format(out, room, bytes == 1 ? "%lld byte" : "%lld bytes", (long long)bytes);
        return;
    }
    for (; i < 3 && bytes >= unit * 1000; i++) {
        unit *= 1024;
    }
    int64_t tenths = bytes / unit * 10 + (bytes % unit * 10 + unit - 1) / unit;
    al_format(out, room, "%lld.%lld %s", (long long)(tenths / 10), (long long)(tenths % 10), names[i]);
}
