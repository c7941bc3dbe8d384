#include "cli_kept.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* ---- Where ------------------------------------------------------------------------------------ */

static const char *cache_root(struct arena *a)
{
    const char *xdg = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    if (xdg && *xdg == '/')
        return arena_format(a, "%s/aludel", xdg);
    return home && *home == '/' ? arena_format(a, "%s/.cache/aludel", home) : NULL;
}

bool cache_exists(struct tool *t)
{
    return cache_root(t->arena) != NULL;
}

const char *cache_folder(struct tool *t, const char *key)
{
    const char *root = cache_root(t->arena);
    struct al_sha256 hash;
    if (!root) {
        tool_fail(TOOL_FAILED,
                  "no place for compiled migrations: set XDG_CACHE_HOME or HOME, or use aludel build");
        return NULL;
    }
    al_sha256_init(&hash);
    al_sha256_add(&hash, key, strlen(key));
    return path_join(t->arena, root, key_end(t->arena, &hash));
}

/* ---- Under which name ------------------------------------------------------------------------- */

void key_text(struct al_sha256 *key, struct aludel_text text)
{
    uint64_t n = text.n;
    al_sha256_add(key, &n, sizeof n);
    al_sha256_add(key, text.n ? text.z : "", text.n);
}

void key_words(struct al_sha256 *key, const struct words *words)
{
    for (size_t i = 0; i < words->count; i++)
        key_text(key, al_text(words->at[i]));
}

void key_file(struct al_sha256 *key, const char *path)
{
    struct stat s;
    int64_t facts[3] = {0};
    if (stat(path, &s) == 0) {
        facts[0] = (int64_t)s.st_size;
        facts[1] = (int64_t)s.st_mtim.tv_sec;
        facts[2] = (int64_t)s.st_mtim.tv_nsec;
    }
    al_sha256_add(key, facts, sizeof facts);
}

const char *key_end(struct arena *a, struct al_sha256 *key)
{
    uint8_t digest[32];
    char hex[2 * 16 + 1];
    al_sha256_end(key, digest);
    al_hex(hex, digest, 16);
    return arena_string(a, al_text(hex));
}
