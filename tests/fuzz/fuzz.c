#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void fuzz_check(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "not so: %s\n", what);
    abort();
}

char *fuzz_string(const uint8_t *data, size_t size)
{
    char *z = malloc(size + 1);
    if (!z)
        abort();
    if (size)
        memcpy(z, data, size);
    z[size] = '\0';
    return z;
}
