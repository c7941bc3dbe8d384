/* sha256.h: SHA-256, for checksums of migrations and digests of plans. */
#ifndef AL_SHA256_H
#define AL_SHA256_H

#include <stddef.h>
#include <stdint.h>

struct al_sha256 {
    uint32_t state[8];
    uint64_t length;
    uint8_t block[64];
};

void al_sha256_init(struct al_sha256 *s);
void al_sha256_add(struct al_sha256 *s, const void *data, size_t size);
void al_sha256_end(struct al_sha256 *s, uint8_t digest[32]);
/* `count` bytes as lower-case hexadecimal digits and a NUL. */
void al_hex(char *out, const uint8_t *bytes, size_t count);

#endif
