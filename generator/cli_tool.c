#include "cli_tool.h"

#include <stdio.h>

int tool_fail(int status, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("aludel: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    return status;
}
