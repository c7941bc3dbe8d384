/*
 * screen.h: what a standard stream writes to: a terminal or not, how wide it is, whether colours are wanted; how many columns a
 * character takes there.
 */
#ifndef CLI_SCREEN_H
#define CLI_SCREEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

bool cli_is_terminal(int file);
/* On a terminal, unless --no-color or NO_COLOR say otherwise. */
bool cli_has_color(int file, bool no_color);
/* COLUMNS, or what the terminal says; 0: it isn't known. */
size_t cli_screen_columns(int file);
/* 0 for what is written over the character before it, 2 for those of East Asia and pictures. */
size_t cli_character_columns(uint32_t c);

#endif
