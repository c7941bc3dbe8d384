/*
 * cli_kept.h: what is kept between runs: a folder in the cache, and names that are a hash of all that went into something.
 */
#ifndef TOOL_KEPT_H
#define TOOL_KEPT_H

#include "base/word.h"
#include "cli_tool.h"
#include "core/sha256.h"

bool cache_exists(struct tool *t); /* false: nothing says where it is */
/* A folder of the cache, which needn't be there yet, for what this text says; NULL after an error. */
const char *cache_folder(struct tool *t, const char *key);

/* Of a struct al_sha256 that al_sha256_init has begun. */
void key_text(struct al_sha256 *key, struct aludel_text text);
void key_words(struct al_sha256 *key, const struct words *words);
/* Size and time of a file: enough to notice that a library or header was built again. */
void key_file(struct al_sha256 *key, const char *path);
/* 32 hexadecimal digits. */
const char *key_end(struct arena *a, struct al_sha256 *key);

#endif
