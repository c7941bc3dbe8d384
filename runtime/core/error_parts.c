/* error_parts.c: what an error says beside its message: where there is room for much of it, and secrets to mask. */
#include "core/error.h"

#include "core/mask.h"

#include <string.h>

bool al_error_not_up_to_date(struct aludel_error *error)
{
    al_error(error, ALUDEL_FAILED, "Target database is not up to date.");
    al_error_hint(error, "`plan` shows what is pending, and `upgrade heads` brings it there");
    return false;
}

void al_error_unknown(struct aludel_error *error, struct aludel_text identifier)
{
    bool first = error && error->code == ALUDEL_OK;
    al_error(error, ALUDEL_USAGE, "Can't locate revision identified by '%.*s'", (int)identifier.n,
             identifier.z);
    if (first) {
        error->unknown_revision = true;
    }
}

/* What is there is cut for a line of `n` bytes behind it. */
static void make_room(struct aludel_error *error, size_t n)
{
    size_t most = sizeof error->detail - 1 - 1 - n; /* but for the NUL and a break */
    if (strlen(error->detail) > most) {
        al_end_early(error->detail, most);
    }
}

static void add_line(struct aludel_error *error, bool ours, const char *format, va_list args)
{
    char line[sizeof error->detail - 1], lines[2 * sizeof error->detail];
    al_vshow(line, sizeof line, format, args);
    if (!error || !*line) {
        return;
    }
    if (ours) {
        make_room(error, strlen(line));
    }
    size_t n = al_format(lines, sizeof lines, "%s%s%s", error->detail, *error->detail ? "\n" : "", line);
    if (n >= sizeof error->detail) {
        al_end_early(lines, sizeof error->detail - 1);
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
    if (error && at && al_place_is_known(at) && !error->file[0] && !error->line) {
        al_format(error->file, sizeof error->file, "%s", at->file ? at->file : "");
        error->line = at->line;
    }
}

void al_error_statement(struct aludel_error *error, const char *sql, size_t length)
{
    char whole[AL_LONGEST_SHOWN], masked[AL_LONGEST_SHOWN];
    if (error && sql && !error->statement[0]) {
        al_format(whole, sizeof whole, "%.*s", (int)(length < sizeof whole ? length : sizeof whole - 1), sql);
        size_t n = al_mask(masked, sizeof masked, whole), most = sizeof error->statement - 1;
        n = n > most ? al_utf8_until(masked, most) : n;
        memcpy(error->statement, masked, n);
        error->statement[n] = '\0';
        for (char *p = error->statement; (p = strchr(p, ALUDEL_PARAMETER)); p++) {
            *p = '?';
        }
        if (strcmp(masked, whole) != 0) {
            error->position = 0; /* it counts the characters that were there */
        }
    }
}
