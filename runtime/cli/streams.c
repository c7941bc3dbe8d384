#include "cli/streams.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
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

bool cli_streams_flush(void)
{
    return fflush(stdout) == 0 && !ferror(stdout);
}
