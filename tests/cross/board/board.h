/*
 * board.h: a microcontroller without an operating system, and what a program on it has to bring along for SQLite.
 *
 *   start.c      the vector table; what runs before main
 *   console.c    text and the end, by semihosting: QEMU and debuggers carry them out
 *   ram_disk.c   SQLite's VFS: files in memory that isn't cleared; a clock, random numbers
 */
#ifndef BOARD_H
#define BOARD_H

#include <stddef.h>
#include <stdint.h>

/* ---- start.c ---- */
/* How deep the stack has been; it has 64 KiB. */
size_t board_stack_used(void);

/* ---- console.c ---- */
void board_print(const char *text);
void board_print_number(const char *before, uint32_t n);
_Noreturn void board_exit(int status);

/* ---- ram_disk.c ---- */
/* Where SQLite has a VFS of its own (not SQLITE_OS_OTHER), this one becomes the default. */
int board_disk(void);
/* From the n-th write on all of them fail, as if the disk were full; 0: none. */
void board_fail_writes(unsigned from);
unsigned board_writes(void);

#endif
