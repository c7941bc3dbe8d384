/* console.c: semihosting. */
#include "board.h"

enum { WRITE0 = 0x04, EXIT_EXTENDED = 0x20, APPLICATION_EXIT = 0x20026 };

static void call(uint32_t operation, const void *with)
{
    register uint32_t r0 __asm__("r0") = operation;
    register const void *r1 __asm__("r1") = with;
    __asm__ volatile("bkpt 0xAB" : "+r"(r0) : "r"(r1) : "memory");
}

void board_print(const char *text)
{
    call(WRITE0, text);
}

void board_print_number(const char *before, uint32_t n)
{
    char digits[12], *at = digits + sizeof digits;
    *--at = '\0';
    *--at = '\n';
    do {
        *--at = (char)('0' + n % 10);
        n /= 10;
    } while (n);
    board_print(before);
    board_print(at);
}

void board_exit(int status)
{
    const uint32_t arguments[] = {APPLICATION_EXIT, (uint32_t)status};
    call(EXIT_EXTENDED, arguments);
    for (;;) {
    }
}
