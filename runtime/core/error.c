/* error.c: see error.h. */
#include "core/error.h"

#include <string.h>

void al_error_clear(struct aludel_error *error)
{
    if (error) {
        *error = (struct aludel_error){0};
    }
}

/* How much of a text can stand in `n` bytes without half a character at the end. */
static size_t whole_characters(const char *text, size_t n)
{
    while (n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80) {
        n--;
    }
    return n;
}

/* What has no room says that it goes on. */
static void end_early(char *text, size_t room)
{
    static const char more[] = "…";
    if (room < sizeof more) {
        text[0] = '\0';
    } else {
        memcpy(text + whole_characters(text, room - sizeof more), more, sizeof more);
    }
}

static void put(char *out, size_t room, const char *format, va_list args)
{
    if (al_vformat(out, room, format, args) >= room) {
        end_early(out, room);
    }
}

bool al_verror(struct aludel_error *error, enum aludel_code code, const char *format, va_list args)
{
    if (error && error->code == ALUDEL_OK) {
        put(error->message, sizeof error->message, format, args);
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

void al_error_hint(struct aludel_error *error, const char *format, ...)
{
    if (error && !error->hint[0]) {
        va_list args;
        va_start(args, format);
        put(error->hint, sizeof error->hint, format, args);
        va_end(args);
    }
}

/* What is there is cut for what comes. */
static void make_room(struct aludel_error *error, size_t n)
{
    if (strlen(error->detail) + n >= sizeof error->detail) {
        end_early(error->detail, sizeof error->detail - n);
    }
}

static void add_line(struct aludel_error *error, bool ours, const char *format, va_list args)
{
    char line[sizeof error->detail], lines[2 * sizeof error->detail];
    put(line, sizeof line, format, args);
    if (!error || !*line) {
        return;
    }
    if (ours) {
        make_room(error, 1 + strlen(line));
    }
    size_t n = al_format(lines, sizeof lines, "%s%s%s", error->detail, *error->detail ? "\n" : "", line);
    if (n >= sizeof error->detail) {
        end_early(lines, sizeof error->detail);
    }
    memcpy(error->detail, lines, strlen(lines) + 1);
}

void al_error_said(struct aludel_error *error, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add_line(error, false, format, args);
    va_end(args);
}

void al_error_detail(struct aludel_error *error, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add_line(error, true, format, args);
    va_end(args);
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
        size_t most = sizeof error->statement - 1;
        size_t n = length > most ? whole_characters(sql, most) : length;
        memcpy(error->statement, sql, n);
        error->statement[n] = '\0';
    }
}
