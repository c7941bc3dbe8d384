/* error.c: see error.h. */
#include "core/error.h"

#include <string.h>

void al_error_clear(struct aludel_error *error)
{
    if (error) {
        *error = (struct aludel_error){0};
    }
}

/* What has no room says that it goes on. */
static void put(char *out, size_t room, const char *format, va_list args)
{
    static const char more[] = "…";
    if (al_vformat(out, room, format, args) < room) {
        return;
    }
    size_t end = room - sizeof more;
    while (end > 0 && ((unsigned char)out[end] & 0xC0) == 0x80) {
        end--; /* not in the middle of a character */
    }
    memcpy(out + end, more, sizeof more);
}

bool al_error(struct aludel_error *error, enum aludel_code code, const char *format, ...)
{
    if (error && error->code == ALUDEL_OK) {
        va_list args;
        va_start(args, format);
        put(error->message, sizeof error->message, format, args);
        va_end(args);
        error->code = code;
    }
    return false;
}

void al_error_hint(struct aludel_error *error, const char *format, ...)
{
    if (error && !error->hint[0]) {
        va_list args;
        va_start(args, format);
        put(error->hint, sizeof error->hint, format, args);
        va_end(args);
    }
}

void al_error_at(struct aludel_error *error, const struct aludel_place *at)
{
    if (error && at && at->file && !error->file[0]) {
        al_format(error->file, sizeof error->file, "%s", at->file);
        error->line = at->line;
    }
}

void al_error_statement(struct aludel_error *error, const char *sql, size_t length)
{
    if (error && sql && !error->statement[0]) {
        size_t n = length < sizeof error->statement ? length : sizeof error->statement - 1;
        while (n > 0 && n < length && ((unsigned char)sql[n] & 0xC0) == 0x80) {
            n--; /* not in the middle of a character */
        }
        memcpy(error->statement, sql, n);
        error->statement[n] = '\0';
    }
}
