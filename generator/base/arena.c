#include "base/arena.h"

#include <string.h>

void arena_init(struct arena *a, jmp_buf *no_memory)
{
    al_arena_init(&a->memory, &al_usual_allocator);
    a->no_memory = no_memory;
}

void arena_free(struct arena *a)
{
    al_arena_free(&a->memory);
}

void *arena_new(struct arena *a, size_t size)
{
    void *p = al_arena_new(&a->memory, size ? size : 1);
    if (!p)
        longjmp(*a->no_memory, 1);
    return p;
}

char *arena_string(struct arena *a, struct aludel_text t)
{
    char *z = arena_new(a, t.n + 1);
    if (t.n)
        memcpy(z, t.z, t.n);
    return z;
}

char *arena_replaced(struct arena *a, const char *text, const char *what, const char *by)
{
    struct al_builder b = al_builder(&a->memory);
    for (const char *z; (z = strstr(text, what)); text = z + strlen(what)) {
        al_put(&b, text, (size_t)(z - text));
        al_puts(&b, by);
    }
    al_puts(&b, text);
    return arena_string(a, al_built(&b));
}

struct aludel_text arena_text(struct arena *a, struct aludel_text t)
{
    struct aludel_text copy = {arena_string(a, t), t.n};
    return copy;
}

char *arena_vformat(struct arena *a, const char *format, va_list args)
{
    char small[256];
    va_list again;
    va_copy(again, args);
    size_t n = al_vformat(small, sizeof small, format, args);
    char *z = arena_new(a, n + 1);
    if (n < sizeof small)
        memcpy(z, small, n);
    else
        al_vformat(z, n + 1, format, again);
    va_end(again);
    return z;
}

char *arena_format(struct arena *a, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *z = arena_vformat(a, format, args);
    va_end(args);
    return z;
}
