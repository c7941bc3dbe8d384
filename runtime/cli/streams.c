#include "cli/streams.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

/* A standard stream that the caller has closed: its number would become the database connection's, and what is
 * printed would go into that. Writing to it goes on failing. */
static void fill_closed_streams(void)
{
    int fd;
    do {
        fd = open("/dev/null", O_RDONLY);
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
