#include "author/inner.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ZONES "/usr/share/zoneinfo" /* where the C library looks, unless TZDIR says where */

static const struct span nowhere;

/* ---- Zones ------------------------------------------------------------------------------------ */

static bool is_zone(struct environment *e, const char *name)
{
    const char *folder = getenv("TZDIR"), *why;
    struct aludel_text text;
    if (!strcmp(name, "UTC") || !strcmp(name, "GMT"))
        return true;
    if (name[0] == '/' || strstr(name, ".."))
        return false;
    const char *path = path_join(e->arena, folder && *folder ? folder : ZONES, name);
    return e->disk->read(e->disk->with, e->arena, path, &text, &why) && al_begins(text, "TZif");
}

/* As it is written, else in upper case. */
static const char *find_zone(struct environment *e)
{
    const char *name = e->settings.timezone;
    char *upper = arena_string(e->arena, al_text(name));
    for (char *c = upper; *c; c++)
        if (*c >= 'a' && *c <= 'z')
            *c = (char)(*c - 'a' + 'A');
    if (is_zone(e, name))
        return name;
    if (is_zone(e, upper))
        return upper;
    diag_error(e->diagnostics, e->places.timezone_at.given ? e->places.timezone_at.value : nowhere,
               "Can't locate timezone: %s", name);
    diag_hint(e->diagnostics, "the names are those below " ZONES ", as UTC or Europe/Berlin");
    return NULL;
}

/* ---- Now -------------------------------------------------------------------------------------- */

/* Seconds since 1970, as if the clock showed UTC. */
static int64_t as_utc(const struct tm *t)
{
    int64_t year = t->tm_year + 1900LL - (t->tm_mon < 2), month = (t->tm_mon + 10) % 12;
    int64_t days =
        year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + t->tm_mday - 719469;
    return ((days * 24 + t->tm_hour) * 60 + t->tm_min) * 60 + t->tm_sec;
}

static void restore_zone(const char *before)
{
    if (before)
        setenv("TZ", before, 1);
    else
        unsetenv("TZ");
    tzset();
}

static struct tm clock_of(struct arena *a, time_t seconds, const char *zone)
{
    const char *variable = getenv("TZ");
    const char *before = variable ? arena_string(a, al_text(variable)) : NULL;
    struct tm t;
    if (zone)
        setenv("TZ", zone, 1);
    tzset();
    localtime_r(&seconds, &t);
    if (zone)
        restore_zone(before);
    return t;
}

bool author_now(struct environment *e, struct moment *now)
{
    struct timespec time;
    const char *zone = *e->settings.timezone ? find_zone(e) : NULL;
    if (*e->settings.timezone && !zone)
        return false;
    clock_gettime(CLOCK_REALTIME, &time);
    struct tm t = clock_of(e->arena, time.tv_sec, zone);
    *now = (struct moment){.seconds = time.tv_sec,
                           .year = t.tm_year + 1900,
                           .month = t.tm_mon + 1,
                           .day = t.tm_mday,
                           .hour = t.tm_hour,
                           .minute = t.tm_min,
                           .second = t.tm_sec,
                           .microsecond = (int)(time.tv_nsec / 1000),
                           .zoned = zone != NULL,
                           .offset = as_utc(&t) - time.tv_sec};
    return true;
}

/* As Python writes it. */
const char *moment_text(struct arena *a, const struct moment *m)
{
    struct al_builder b = al_builder(&a->memory);
    al_putf(&b, "%04d-%02d-%02d %02d:%02d:%02d", m->year, m->month, m->day, m->hour, m->minute, m->second);
    if (m->microsecond)
        al_putf(&b, ".%06d", m->microsecond);
    int minutes = (int)((m->offset < 0 ? -m->offset : m->offset) / 60);
    if (m->zoned)
        al_putf(&b, "%c%02d:%02d", m->offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
    return arena_string(a, al_built(&b));
}
