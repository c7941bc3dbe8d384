#include "cli_status.h"

#include <stdio.h>

void status_begin(const char *what, bool line)
{
    printf("  %s ...%s", what, line ? "\n" : "");
    fflush(stdout);
}

bool status_end(bool good)
{
    puts(good ? "  done" : "  FAILED");
    fflush(stdout);
    return good;
}
