/*
 * error.c: what of core/error.h the profile has otherwise: the rooms are small, and there are no passwords to mask, for there
 * are neither URLs nor users.
 */
#include "core/error.h"

#include "core/mask.h"

#include <string.h>

void al_vshow(char *out, size_t room, const char *format, va_list args)
{
    if (al_vformat(out, room, format, args) >= room) {
        memcpy(out + al_utf8_until(out, room - sizeof "…"), "…", sizeof "…");
    }
}

/* There is room for one line. */
void al_error_said(struct aludel_error *error, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    if (error && !error->detail[0]) {
        al_vshow(error->detail, sizeof error->detail, format, args);
    }
    va_end(args);
}

void al_error_detail(struct aludel_error *error, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    if (error) {
        al_vshow(error->detail, sizeof error->detail, format, args);
    }
    va_end(args);
}

static void keep(char *out, size_t room, const char *text, size_t n)
{
    if (!*out) {
        al_format(out, room, "%.*s", (int)(n < room ? n : room), text);
    }
}

void al_error_at(struct aludel_error *error, const struct aludel_place *at)
{
    if (error && at && at->file && !error->file[0]) {
        keep(error->file, sizeof error->file, at->file, strlen(at->file));
        error->line = at->line;
    }
}

void al_error_statement(struct aludel_error *error, const char *sql, size_t length)
{
    if (error && sql) {
        keep(error->statement, sizeof error->statement, sql, length);
    }
}
