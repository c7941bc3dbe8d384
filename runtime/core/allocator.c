/* allocator.c: the C library's realloc as an allocator. */
#include "core/allocator.h"

#include <stdlib.h>

static void *libc_resize(void *with, void *block, size_t old_size, size_t new_size)
{
    (void)with;
    (void)old_size;
    if (new_size == 0) {
        free(block);
        return NULL;
    }
    return realloc(block, new_size);
}

const struct aludel_allocator al_usual_allocator = {libc_resize, NULL};
