/*
 * error.c: core/error.h's functions for the profile: the rooms are small, and there are no passwords to mask, for there
 * are neither URLs nor users.
 */
#include "core/error.h"

#include <string.h>

void al_error_clear(struct aludel_error *error)
{
    if (error) {
        memset(error, 0, sizeof *error);
    }
}

static void show(char *out, size_t room, const char *format, va_list args)
{
    if (al_vformat(out, room, format, args) >= room) {
        memcpy(out + al_utf8_until(out, room - sizeof "…"), "…", sizeof "…");
    }
}

bool al_verror(struct aludel_error *error, enum aludel_code code, const char *format, va_list args)
{
    if (error && error->code == ALUDEL_OK) {
        show(error->message, sizeof error->message, format, args);
        error->code = code;
    }
    return false;
}

bool al_error(struct aludel_error *error, enum aludel_code code, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    al_verror(error, code, format, args);
    va_end(args);
    return false;
}

static void show_first(char *out, size_t room, const char *format, va_list args)
{
    if (!*out) {
        show(out, room, format, args);
    }
}

void al_error_hint(struct aludel_error *error, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    if (error) {
        show_first(error->hint, sizeof error->hint, format, args);
    }
    va_end(args);
}

/* There is room for one line. */
void al_error_said(struct aludel_error *error, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    if (error) {
        show_first(error->detail, sizeof error->detail, format, args);
    }
    va_end(args);
}

void al_error_detail(struct aludel_error *error, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    if (error) {
        show(error->detail, sizeof error->detail, format, args);
    }
    va_end(args);
}

static void keep(char *out, size_t room, const char *text, size_t n)
{
    if (!*out) {
        al_format(out, room, "%.*s", (int)(n < room ? n : room), text);
    }
}

void al_error_revision(struct aludel_error *error, const char *revision)
{
    if (error && revision) {
        keep(error->revision, sizeof error->revision, revision, strlen(revision));
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
