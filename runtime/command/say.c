/* say.c: text to standard output and standard error. stdio would be a third of the program. */
#include "command/command.h"

#include "core/format.h"

#include <errno.h>
#include <unistd.h>

static bool all_written = true;

static void put(int file, const char *text, size_t n)
{
    while (n > 0) {
        ssize_t written = write(file, text, n);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            all_written = all_written && file != STDOUT_FILENO;
            return;
        }
        text += written;
        n -= (size_t)written;
    }
}

static void put_formatted(int file, const char *format, va_list args)
{
    char text[SAY_ROOM];
    size_t n = al_vformat(text, sizeof text, format, args);
    put(file, text, n < sizeof text ? n : sizeof text - 1);
}

void say(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    put_formatted(STDOUT_FILENO, format, args);
    va_end(args);
}

void complain(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    put_formatted(STDERR_FILENO, format, args);
    va_end(args);
}

bool said_everything(void)
{
    return all_written;
}
