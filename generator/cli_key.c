#include "cli_key.h"

#include <sys/stat.h>

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
