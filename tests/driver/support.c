/* support.c: see support.h. */
#include "support.h"

#include <stdlib.h>
#include <string.h>

static void *resize(void *with, void *block, size_t old_size, size_t new_size)
{
    struct counting *books = with;
    if (new_size > 0 && ++books->calls == books->fail_at) {
        return NULL;
    }
    books->live += new_size - old_size;
    books->peak = books->live > books->peak ? books->live : books->peak;
    if (new_size == 0) {
        free(block);
        return NULL;
    }
    return realloc(block, new_size);
}

struct aludel_allocator counting_allocator(struct counting *books)
{
    return (struct aludel_allocator){resize, books};
}

struct aludel_statement statement(const char *sql, unsigned flags)
{
    struct aludel_statement st = {.sql = sql,
                                  .length = (uint32_t)strlen(sql),
                                  .flags = (uint16_t)flags,
                                  .at = {"versions/a1_test.mako", 7}};
    for (const char *p = sql; (p = strchr(p, ALUDEL_PARAMETER)); p++) {
        st.parameters++;
    }
    return st;
}

struct al_request request_of(const struct aludel_statement *st, const struct aludel_value *values)
{
    return (struct al_request){.what = {st, values}, .revision = "a1"};
}

bool write_into(void *with, const char *z, size_t n)
{
    struct text *text = with;
    if (text->n + n >= sizeof text->z) {
        return false;
    }
    memcpy(text->z + text->n, z, n);
    text->n += n;
    text->z[text->n] = '\0';
    return true;
}
