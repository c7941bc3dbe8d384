#include "cli/screen.h"

#include "core/text.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

bool cli_is_terminal(int file)
{
    const char *term = getenv("TERM");
    return isatty(file) && !(term && !strcmp(term, "dumb"));
}

bool cli_has_color(int file, bool no_color)
{
    const char *variable = getenv("NO_COLOR");
    return cli_is_terminal(file) && !no_color && !(variable && *variable);
}

size_t cli_screen_columns(int file)
{
    struct winsize size;
    const char *columns = getenv("COLUMNS");
    int64_t given = 0;
    if (columns && al_parse_int(al_text(columns), &given) && given > 0)
        return (size_t)given;
    return ioctl(file, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

struct range {
    uint32_t first, last;
};

static bool is_in(const struct range *ranges, size_t count, uint32_t c)
{
    for (size_t i = 0; i < count; i++)
        if (c >= ranges[i].first && c <= ranges[i].last)
            return true;
    return false;
}

size_t cli_character_columns(uint32_t c)
{
    static const struct range none[] = {{0x300, 0x36F}, {0x200B, 0x200F}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}};
    static const struct range two[] = {{0x1100, 0x115F},   {0x2E80, 0x303E},  {0x3041, 0xA4CF},
                                       {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},  {0xFE30, 0xFE6F},
                                       {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},  {0x1F300, 0x1F64F},
                                       {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};
    if (is_in(none, sizeof none / sizeof *none, c))
        return 0;
    return is_in(two, sizeof two / sizeof *two, c) ? 2 : 1;
}
