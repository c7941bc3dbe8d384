/*
 * wording.h: errors in the words of a command line. The library names what a C program gives it (`single_transaction`, an
 * offline handle, aludel_config.url); whoever types a command knows these by their options.
 */
#ifndef AL_WORDING_H
#define AL_WORDING_H

#include <aludel/aludel.h>

/* In a hint of ours, and in the message of a call that was refused as such (ALUDEL_USAGE) or of a script. */
void al_word_for_command(struct aludel_error *error);

#endif
