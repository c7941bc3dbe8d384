/* The arena, and what happens when the n-th allocation fails, for every n. */
#include "core/literal.h"
#include "core/value_ops.h"
#include "tools/little_memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Fails when `left` calls have been made; counts what is held. */
struct miser {
    size_t left, blocks, bytes;
};

static void *miserly_resize(void *with, void *block, size_t old_size, size_t new_size)
{
    struct miser *m = with;
    assert_true((block == NULL) == (old_size == 0));
    if (new_size > 0 && m->left == 0) {
        return NULL;
    }
    m->left -= new_size > 0;
    m->blocks += !block && new_size > 0;
    m->blocks -= block && new_size == 0;
    m->bytes += new_size - old_size;
    if (new_size == 0) {
        free(block);
        return NULL;
    }
    return realloc(block, new_size);
}

static void marks_and_release(void **state)
{
    struct miser m = {.left = SIZE_MAX};
    struct aludel_allocator allocator = {miserly_resize, &m};
    struct aludel_arena a;
    (void)state;
    al_arena_init(&a, &allocator);
    struct al_mark empty = al_arena_mark(&a);
    char *first = al_arena_new(&a, 3);
    memset(first, 'x', 3);
    struct al_mark here = al_arena_mark(&a);
    for (int i = 0; i < 1000; i++) {
        char *z = al_arena_new(&a, 1000);
        assert_int_equal(z[0] | z[999], 0);
        assert_int_equal((uintptr_t)z % _Alignof(max_align_t), 0);
        memset(z, 'y', 1000);
    }
    al_arena_release(&a, here);
    assert_memory_equal(first, "xxx", 3);
    assert_int_equal(m.blocks, 1);
    assert_string_equal(al_arena_copy(&a, "abc", 2), "ab");
    al_arena_release(&a, empty);
    assert_int_equal(m.blocks, 0);
    assert_null(al_arena_new(&a, SIZE_MAX));
    assert_true(a.exhausted);
    al_arena_free(&a);
    assert_int_equal(m.bytes, 0);
}

/* A little of everything that allocates. */
static bool compute(struct aludel_eval *e)
{
    static char text[3000];
    memset(text, 'a', sizeof text);
    struct aludel_value s = aludel_textual(ALUDEL_STRING, text, sizeof text), b = ALUDEL_STRING("a b,c");
    struct aludel_value numbers = aludel_py(range, e, aludel_int(300));
    struct aludel_value words = aludel_py(m_split, e, b, ALUDEL_STRING(","));
    struct aludel_value dict = aludel_py(dict, e, aludel_py(zip, e, numbers, aludel_py(reversed, e, numbers)));
    struct aludel_value set = aludel_py(set, e, numbers);
    aludel_py(sorted, e, aludel_py(add, e, numbers, numbers), aludel_bool(true));
    aludel_py(m_upper, e, aludel_py(m_replace, e, s, ALUDEL_STRING("a"), b));
    aludel_py(mod, e, ALUDEL_STRING("%s %5000d"), aludel_py(tuple_of, e, s, aludel_int(1)));
    aludel_py(m_format, e, ALUDEL_STRING("{:>4000} {!r}"), b, words);
    aludel_py(from_json, e, aludel_py(to_json, e, aludel_py(list_of, e, s, dict, numbers)));
    aludel_py(m_join, e, s, words);
    aludel_py(mul, e, set.type == ALUDEL_SET ? numbers : set, aludel_int(3));
    aludel_py(m_items, e, dict);
    aludel_py(m_encode, e, s);
    al_copy_value(e->arena, dict);
    struct al_builder sql = al_builder(e->arena);
    bool written = !e->failed && al_write_hole(e, &sql, ALUDEL_SQLITE, ALUDEL_HOLE_LITERAL, NULL,
                                               aludel_py(list_of, e, s, s, numbers));
    return written && !sql.failed && !e->arena->exhausted;
}

static void every_allocation_fails_once(void **state)
{
    (void)state;
    size_t n = 0;
    for (bool done = false; !done; n++) {
        struct miser m = {.left = n};
        struct aludel_allocator allocator = {miserly_resize, &m};
        struct aludel_arena arena;
        struct aludel_eval e = {.arena = &arena};
        al_arena_init(&arena, &allocator);
        done = compute(&e);
        if (!done) {
            assert_true(arena.exhausted);
            assert_true(!e.failed || e.no_memory);
            assert_string_equal(e.failed ? e.message : "out of memory", "out of memory");
        }
        al_arena_free(&arena);
        assert_int_equal(m.blocks, 0);
        assert_int_equal(m.bytes, 0);
    }
    assert_true(n > 5);
}

/* The same with one block of every size, so that not only block borders are hit. */
static void every_size_of_block(void **state)
{
    (void)state;
    bool done = false;
    for (size_t size = 0; !done && size < (4u << 20); size += size < 40000 ? 48 : 20000) {
        bool given;
        struct aludel_arena arena;
        struct aludel_eval e = {.arena = &arena};
        little_arena(&arena, size, &given);
        done = compute(&e);
        assert_true(done || arena.exhausted);
        assert_true(!e.failed || e.no_memory);
        al_arena_free(&arena);
    }
    assert_true(done);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(marks_and_release),
                                       cmocka_unit_test(every_allocation_fails_once),
                                       cmocka_unit_test(every_size_of_block)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
