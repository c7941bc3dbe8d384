#include "cli/run.h"

#include "core/error.h"

#include <stdarg.h>

bool cli_misread(struct cli *cli, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    al_verror(&cli->error, ALUDEL_USAGE, format, args);
    va_end(args);
    cli->misread = true;
    return false;
}
