/* start.c: from reset to main. */
#include "board.h"

#include <string.h>

extern uint32_t data_from, data_begin, data_end, bss_begin, bss_end, stack_begin, stack_end;
int main(void);

#define PAINT 0xA5A5A5A5u
#define COPROCESSORS (*(volatile uint32_t *)0xE000ED88u) /* CPACR */
#define FPU_FULL (0xFu << 20)

static void paint_stack(void)
{
    uint32_t *here = __builtin_frame_address(0);
    for (volatile uint32_t *at = &stack_begin; at < here - 64; at++) {
        *at = PAINT;
    }
}

size_t board_stack_used(void)
{
    const uint32_t *at = &stack_begin;
    while (*at == PAINT) {
        at++;
    }
    return (size_t)((const char *)&stack_end - (const char *)at);
}

_Noreturn void reset(void)
{
    COPROCESSORS |= FPU_FULL;
    memcpy(&data_begin, &data_from, (size_t)((char *)&data_end - (char *)&data_begin));
    memset(&bss_begin, 0, (size_t)((char *)&bss_end - (char *)&bss_begin));
    paint_stack();
    board_exit(main());
}

_Noreturn static void fault(void)
{
    board_print("a fault of the processor\n");
    board_exit(2);
}

struct vectors {
    uint32_t *stack;
    void (*handlers[6])(void);
};
__attribute__((section(".vectors"), used)) static const struct vectors vectors = {
    &stack_end, {reset, fault, fault, fault, fault, fault}};
