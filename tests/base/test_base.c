/* The generator's ground floor: arrays, sources, diagnostics, files. */
#include "base/diag.h"
#include "base/files.h"
#include "base/md5.h"
#include "core/sha256.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static struct arena arena;
static jmp_buf no_memory;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, &no_memory);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static struct source *source_of(const char *name, const char *text)
{
    return source_from_text(&arena, name, name, al_text(text));
}

static void test_arena(void **state)
{
    (void)state;
    char *long_text = arena_format(&arena, "%s%300d|", "a", 7);
    assert_int_equal(strlen(long_text), 302);
    assert_string_equal(arena_string(&arena, (struct aludel_text){"abcdef", 3}), "abc");
    assert_string_equal(arena_string(&arena, (struct aludel_text){NULL, 0}), "");
    char *zeroed = arena_new(&arena, 100);
    for (int i = 0; i < 100; i++)
        assert_int_equal(zeroed[i], 0);
}

static void test_vec(void **state)
{
    (void)state;
    VEC(int) numbers = {0};
    for (int i = 0; i < 1000; i++)
        vec_push(&arena, &numbers, i);
    assert_int_equal(numbers.count, 1000);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(numbers.at[i], i);
}

static void expect_position(const struct source *s, uint32_t offset, uint32_t line, uint32_t column)
{
    struct position p = source_position(s, offset);
    assert_int_equal(p.line, line);
    assert_int_equal(p.column, column);
}

static void test_positions(void **state)
{
    (void)state;
    struct source *s = source_of("a", "ab\r\n\xC3\xA4x\n\nend");
    assert_int_equal(s->line_count, 4);
    expect_position(s, 0, 1, 1);
    expect_position(s, 2, 1, 3);
    expect_position(s, 4, 2, 1);
    expect_position(s, 6, 2, 2); /* behind a character of two bytes */
    expect_position(s, 8, 3, 1);
    expect_position(s, 12, 4, 4);
    expect_position(s, 99, 4, 4);
    assert_true(al_is(source_line(s, 1), "ab"));
    assert_true(al_is(source_line(s, 3), ""));
    assert_true(al_is(source_line(s, 4), "end"));
    assert_true(al_is(source_line(s, 5), ""));
    expect_position(source_of("b", ""), 0, 1, 1);
}

static void test_spans(void **state)
{
    (void)state;
    struct source *s = source_of("a", "abcdef");
    struct span a = {s, 1, 2}, b = {s, 4, 5}, nowhere = {NULL, 0, 0};
    assert_true(al_is(span_text(span_join(a, b)), "bcde"));
    assert_true(al_is(span_text(span_join(nowhere, b)), "e"));
    assert_true(al_is(span_text(span_join(a, nowhere)), "b"));
}

static void expect_report(struct diagnostics *d, const char *wanted)
{
    assert_string_equal(diag_render(d, &arena, false).z, wanted);
}

static void test_caret(void **state)
{
    (void)state;
    struct diagnostics d = {.arena = &arena};
    struct source *s = source_of("v/4f2a.mako", "one\n\t\xC3\xA4 op.create_indx(1)\r\nthree\n");
    diag_error(&d, (struct span){s, 8, 22}, "unknown '%s'", "op.create_indx");
    diag_hint(&d, "did you mean '%s'?", "create_index");
    diag_also(&d, (struct span){s, 0, 3}, "already %s", "here");
    expect_report(&d, "v/4f2a.mako:2:4: error: unknown 'op.create_indx'\n"
                      "    2 | \t\xC3\xA4 op.create_indx(1)\n"
                      "      | \t  ^~~~~~~~~~~~~~ did you mean 'create_index'?\n"
                      "v/4f2a.mako:1:1: note: already here\n"
                      "    1 | one\n"
                      "      | ^~~\n");
}

static void test_edges_of_lines(void **state)
{
    (void)state;
    struct diagnostics d = {.arena = &arena};
    struct source *s = source_of("a", "one two\nthree\x01");
    diag_error(&d, (struct span){s, 4, 12}, "several lines");
    diag_remark(&d, (struct span){s, 14, 14}, "the end");
    expect_report(&d, "a:1:5: error: several lines\n"
                      "    1 | one two\n"
                      "      |     ^~~\n"
                      "a:2:7: remark: the end\n"
                      "    2 | three?\n"
                      "      |       ^\n");
    assert_int_equal(d.errors, 1);
}

static void test_order(void **state)
{
    (void)state;
    struct diagnostics d = {.arena = &arena};
    struct source *a = source_of("a", "xy\n"), *b = source_of("b", "z\n");
    diag_error(&d, (struct span){b, 0, 1}, "third");
    diag_error(&d, (struct span){a, 1, 2}, "second");
    diag_error(&d, (struct span){a, 1, 1}, "the same place");
    diag_error(&d, (struct span){a, 0, 1}, "first");
    diag_error(&d, (struct span){NULL, 0, 0}, "no place");
    diag_hint(&d, "a hint");
    diag_error(&d, (struct span){NULL, 0, 0}, "no place");
    expect_report(&d, "error: no place\n    a hint\n"
                      "a:1:1: error: first\n    1 | xy\n      | ^\n"
                      "a:1:2: error: second\n    1 | xy\n      |  ^\n"
                      "b:1:1: error: third\n    1 | z\n      | ^\n");
}

static size_t occurrences(const char *text, const char *part)
{
    size_t n = 0;
    for (; (text = strstr(text, part)); text++)
        n++;
    return n;
}

static void test_at_most_twenty(void **state)
{
    (void)state;
    struct diagnostics d = {.arena = &arena};
    char text[101];
    memset(text, 'x', 100);
    text[100] = 0;
    struct source *s = source_of("a", text);
    for (uint32_t i = 0; i < 22; i++)
        diag_error(&d, (struct span){s, i, i + 1}, "no");
    diag_remark(&d, (struct span){s, 50, 51}, "by the way");
    const char *report = diag_render(&d, &arena, false).z;
    assert_int_equal(occurrences(report, "error: no"), 20);
    assert_int_equal(occurrences(report, "remark: by the way"), 1);
    assert_non_null(strstr(report, "and 2 more errors\n"));
}

static void test_long_line(void **state)
{
    (void)state;
    struct diagnostics d = {.arena = &arena};
    char *text = arena_new(&arena, 100001);
    memset(text, 'x', 100000);
    text[50000] = 'y';
    diag_error(&d, (struct span){source_of("a", text), 50000, 50001}, "here");
    struct aludel_text report = diag_render(&d, &arena, true);
    assert_true(report.n < 600);
    assert_non_null(strchr(report.z, 'y'));
    assert_non_null(strstr(report.z, "\33["));
}

static void test_paths(void **state)
{
    (void)state;
    assert_string_equal(path_join(&arena, "a", "b"), "a/b");
    assert_string_equal(path_join(&arena, "a/", "b"), "a/b");
    assert_string_equal(path_join(&arena, ".", "b"), "b");
    assert_string_equal(path_join(&arena, "a", "/b"), "/b");
    assert_string_equal(path_base("a/b/c.mako"), "c.mako");
    assert_string_equal(path_base("c.mako"), "c.mako");
    assert_string_equal(path_folder(&arena, "a/b/c"), "a/b");
    assert_string_equal(path_folder(&arena, "/c"), "/");
    assert_string_equal(path_folder(&arena, "c"), ".");
}

static void write_file(const char *folder, const char *name, const char *text)
{
    const char *why = NULL;
    assert_true(real_disk.write(NULL, &arena, path_join(&arena, folder, name), al_text(text), &why));
}

static void test_disk(void **state)
{
    (void)state;
    char folder[] = "/tmp/aludel-base-XXXXXX";
    assert_non_null(mkdtemp(folder));
    const char *why = NULL, *deep = path_join(&arena, folder, "d/e");
    assert_true(real_disk.make_folder(NULL, deep, &why));
    assert_true(real_disk.make_folder(NULL, deep, &why));
    write_file(folder, "b", "two");
    write_file(folder, "a", "one");
    write_file(folder, ".hidden", "x");
    write_file(deep, "c", "three");

    struct file_list flat = {0}, all = {0};
    assert_true(real_disk.list(NULL, &arena, folder, false, &flat, &why));
    assert_int_equal(flat.paths.count,
                     3); /* the folder too: whoever takes it for a file is told what it is */
    assert_string_equal(path_base(flat.paths.at[0]), "a");
    assert_true(real_disk.list(NULL, &arena, folder, true, &all, &why));
    assert_int_equal(all.paths.count, 3);

    struct aludel_text text;
    assert_true(real_disk.read(NULL, &arena, flat.paths.at[1], &text, &why));
    assert_true(al_is(text, "two"));
    assert_false(real_disk.read(NULL, &arena, folder, &text, &why));
    assert_string_equal(why, "Is a directory");
    assert_false(real_disk.read(NULL, &arena, "/dev/null", &text, &why));
    assert_string_equal(why, "it isn't a file");
    assert_false(real_disk.exists(NULL, path_join(&arena, folder, "none")));
    assert_int_equal(symlink("none", path_join(&arena, folder, "none")), 0);
    assert_true(real_disk.exists(NULL, path_join(&arena, folder, "none")));
    assert_true(real_disk.remove(NULL, path_join(&arena, folder, "none")));
    assert_false(real_disk.list(NULL, &arena, path_join(&arena, folder, "none"), false, &flat, &why));
    assert_false(real_disk.write(NULL, &arena, path_join(&arena, folder, "none/x"), text, &why));

    for (size_t i = 0; i < all.paths.count; i++)
        assert_true(real_disk.remove(NULL, all.paths.at[i]));
    assert_false(real_disk.exists(NULL, all.paths.at[0]));
    assert_true(real_disk.remove(NULL, path_join(&arena, folder, ".hidden")));
    rmdir(deep);
    rmdir(path_folder(&arena, deep));
    rmdir(folder);
}

/* More than a place in a source can name: said before it is read. The file is a hole, and takes no space. */
static void test_large_file(void **state)
{
    (void)state;
    char path[] = "/tmp/aludel-base-XXXXXX";
    const char *why = NULL;
    struct aludel_text text;
    int handle = mkstemp(path);
    assert_true(handle >= 0);
    assert_int_equal(ftruncate(handle, (off_t)INT32_MAX + 1), 0);
    close(handle);
    assert_false(real_disk.read(NULL, &arena, path, &text, &why));
    assert_string_equal(why, "File too large");
    unlink(path);
}

/* An equal file keeps its place on the disk, so that nothing is built anew. */
static void test_unchanged_file(void **state)
{
    (void)state;
    char path[] = "/tmp/aludel-base-XXXXXX";
    const char *why = NULL;
    struct stat before, after;
    int handle = mkstemp(path);
    assert_true(handle >= 0);
    close(handle);
    assert_true(real_disk.write(NULL, &arena, path, AL_TEXT("same"), &why));
    assert_int_equal(stat(path, &before), 0);
    assert_true(real_disk.write(NULL, &arena, path, AL_TEXT("same"), &why));
    assert_int_equal(stat(path, &after), 0);
    assert_true(before.st_ino == after.st_ino);
    unlink(path);
}

/* A name that exists is never taken, not even that of a link to nowhere; and nothing else stays in the folder. */
static void test_new_file(void **state)
{
    (void)state;
    char folder[] = "/tmp/aludel-base-XXXXXX";
    const char *why = NULL;
    struct aludel_text text;
    struct file_list files = {0};
    assert_non_null(mkdtemp(folder));
    const char *path = path_join(&arena, folder, "new"), *link = path_join(&arena, folder, "link");
    assert_true(real_disk.create(NULL, &arena, path, AL_TEXT("first"), &why));
    assert_false(real_disk.create(NULL, &arena, path, AL_TEXT("second"), &why));
    assert_string_equal(why, "File exists");
    assert_int_equal(symlink("nowhere", link), 0);
    assert_false(real_disk.create(NULL, &arena, link, AL_TEXT("third"), &why));
    assert_false(real_disk.create(NULL, &arena, path_join(&arena, folder, "none/new"), AL_TEXT("x"), &why));
    assert_string_equal(why, "No such file or directory");
    assert_true(real_disk.read(NULL, &arena, path, &text, &why));
    assert_true(al_is(text, "first"));
    assert_true(real_disk.list(NULL, &arena, folder, false, &files, &why));
    assert_int_equal(files.paths.count, 2);
    unlink(path);
    unlink(link);
    assert_int_equal(rmdir(folder), 0);
}

static void assert_md5(const char *text, const char *wanted)
{
    uint8_t digest[16];
    char hex[33];
    md5(al_text(text), digest);
    al_hex(hex, digest, sizeof digest);
    assert_string_equal(hex, wanted);
}

/* RFC 1321's own examples, and a text that just fills its last block. */
static void test_md5(void **state)
{
    (void)state;
    assert_md5("", "d41d8cd98f00b204e9800998ecf8427e");
    assert_md5("message digest", "f96b697d7cb7938d525a2f31aaf161d0");
    assert_md5("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
               "d174ab98d277d9f5a5611c2c9f419d9f");
    assert_md5("12345678901234567890123456789012345678901234567890123456789012345678901234567890",
               "57edf4a22be3c955ac49da2e2107b67a");
    assert_md5("1234567890123456789012345678901234567890123456789012345", "c9ccf168914a1bcfc3229f1948e67da0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_arena, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_vec, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_positions, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_spans, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_caret, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_edges_of_lines, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_order, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_at_most_twenty, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_long_line, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_paths, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_disk, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_large_file, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_unchanged_file, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_new_file, set_up, tear_down),
        cmocka_unit_test(test_md5),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
