/*
 * utf8.c: UTF-8. A byte that belongs to no valid character counts as one character of its own, U+DC80 to
 * U+DCFF as in Python's surrogateescape, and is written back as the same byte.
 */
#include "core/text.h"

#include <string.h>

static bool continues(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

/* What the first byte promises; 0 when it can't be a first byte. */
static size_t promised(unsigned char c)
{
    if (c < 0x80) {
        return 1;
    }
    if (c >= 0xC2 && c <= 0xDF) {
        return 2;
    }
    if (c >= 0xE0 && c <= 0xEF) {
        return 3;
    }
    return c >= 0xF0 && c <= 0xF4 ? 4 : 0;
}

uint32_t al_utf8_decode(const char *z, size_t n, size_t *length)
{
    static const unsigned char masks[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned char first = (unsigned char)z[0];
    size_t k = promised(first);
    *length = 1;
    uint32_t c = k > 0 ? first & masks[k] : 0;
    bool valid = k > 0 && k <= n;
    for (size_t i = 1; valid && i < k; i++) {
        valid = continues(z[i]);
        c = c << 6 | ((unsigned char)z[i] & 0x3F);
    }
    if (!valid || c < least[k] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) {
        return 0xDC00 + (uint32_t)first;
    }
    *length = k;
    return c;
}

size_t al_utf8_length(const char *z, size_t n)
{
    size_t length;
    al_utf8_decode(z, n, &length);
    return length;
}

size_t al_utf8_encode(uint32_t c, char out[4])
{
    if (c < 0x80 || (c >= 0xDC80 && c <= 0xDCFF)) {
        out[0] = (char)(c & 0xFF);
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

bool al_utf8_valid(struct aludel_text t)
{
    for (size_t i = 0, length; i < t.n; i += length) {
        uint32_t c = al_utf8_decode(t.z + i, t.n - i, &length);
        if (c >= 0xD800 && c <= 0xDFFF) {
            return false;
        }
    }
    return true;
}

size_t al_utf8_until(const char *z, size_t n)
{
    while (n > 0 && ((unsigned char)z[n] & 0xC0) == 0x80) {
        n--;
    }
    return n;
}

bool al_is_utf16(struct aludel_text t)
{
    return t.n >= 2 && (!memcmp(t.z, "\xFF\xFE", 2) || !memcmp(t.z, "\xFE\xFF", 2));
}
