#include "cli/run.h"

#include "core/error.h"

#include <stdarg.h>

bool cli_misuse(struct cli *cli, const char *format, ...)
{
    char text[sizeof cli->error.message];
    va_list args;
    va_start(args, format);
    al_vformat(text, sizeof text, format, args);
    va_end(args);
    cli->misused = true;
    return al_error(&cli->error, ALUDEL_USAGE, "%s", text);
}
