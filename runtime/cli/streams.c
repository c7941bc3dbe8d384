#include "cli/streams.h"

#include "core/format.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

/* Nothing can be read from it, and nothing written to it. There are places without devices. */
static int open_nothing(void)
{
    int fd = open("/dev/null", O_RDONLY), ends[2];
    if (fd < 0 && pipe(ends) == 0) {
        close(ends[1]);
        fd = ends[0];
    }
    return fd;
}

/* A standard stream that the caller has closed: its number would become the database connection's, and what is
 * printed would go into that. Writing to it goes on failing. */
static void fill_closed_streams(void)
{
    int fd;
    do {
        fd = open_nothing();
    } while (fd >= 0 && fd <= STDERR_FILENO);
    if (fd >= 0)
        close(fd);
}

void cli_streams_prepare(void)
{
    fill_closed_streams();
    signal(SIGPIPE, SIG_IGN); /* a reader that has gone */
#ifdef SIGXFSZ
    signal(SIGXFSZ, SIG_IGN); /* the limit on a file's size */
#endif
}

void cli_vprint(FILE *to, const char *format, va_list args)
{
    char brief[512], *text = brief;
    size_t n = al_vformat(brief, sizeof brief, format, args);
    if (n >= sizeof brief) {
        text = malloc(n + 1);
        if (text)
            al_vformat(text, n + 1, format, args);
    }
    if (text)
        fwrite(text, 1, n, to);
    else
        fwrite(brief, 1, sizeof brief - 1, to);
    if (text != brief)
        free(text);
}

void cli_print(FILE *to, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    cli_vprint(to, format, args);
    va_end(args);
}

bool cli_streams_flush(void)
{
    return fflush(stdout) == 0 && !ferror(stdout);
}
