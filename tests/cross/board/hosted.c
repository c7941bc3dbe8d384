/* hosted.c: the board's console and stack on a machine with an operating system, for SQLites of any options. */
#include "board.h"

#include <stdio.h>
#include <stdlib.h>

size_t board_stack_used(void)
{
    return 0; /* there is more of it than anybody counts */
}

void board_print(const char *text)
{
    fputs(text, stdout);
}

void board_print_number(const char *before, uint32_t n)
{
    printf("%s%lu\n", before, (unsigned long)n);
}

_Noreturn void board_exit(int status)
{
    exit(status);
}
