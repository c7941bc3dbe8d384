/*
 * cli_key.h: names for what is kept: a hash of all that went into it.
 */
#ifndef TOOL_KEY_H
#define TOOL_KEY_H

#include "base/word.h"
#include "cli_tool.h"
#include "core/sha256.h"

/* Of a struct al_sha256 that al_sha256_init has begun. */
void key_text(struct al_sha256 *key, struct aludel_text text);
void key_words(struct al_sha256 *key, const struct words *words);
/* Size and time of a file: enough to notice that a library or header was built again. */
void key_file(struct al_sha256 *key, const char *path);
/* 32 hexadecimal digits. */
const char *key_end(struct arena *a, struct al_sha256 *key);

#endif
