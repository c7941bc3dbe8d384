/* read.c: a recipe's items, and whether it is well formed; nothing is read beyond its end. */
#include "recipe/recipe.h"

#include "core/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct al_recipe recipe(const char *z)
{
    return (struct al_recipe){z, z + strlen(z)};
}

/* The items as "letter=text" and "letter#number", with a space between. */
static const char *items(const char *z)
{
    static char out[400];
    struct al_recipe r = recipe(z);
    struct al_recipe_item item;
    enum al_recipe_got got;
    size_t n = 0;
    out[0] = '\0';
    while ((got = al_recipe_next(&r, &item)) == AL_RECIPE_ITEM) {
        if (item.text.z) {
            n += al_format(out + n, sizeof out - n, "%c=%.*s ", item.letter, (int)item.text.n, item.text.z);
        } else {
            n += al_format(out + n, sizeof out - n, "%c#%u ", item.letter, (unsigned)item.number);
        }
    }
    al_format(out + n, sizeof out - n, "%s", got == AL_RECIPE_END ? "end" : r.at);
    return out;
}

static void items_are_read(void **state)
{
    (void)state;
    assert_string_equal(items(""), "end");
    assert_string_equal(items("s3:a;b"), "s=a;b end");
    assert_string_equal(items("@12;s28:DROP TABLE semantic_memoriesr5:turnse4;n4:name.;"),
                        "@#12 s=DROP TABLE semantic_memories r=turns e#4 n=name .#0 end");
    assert_string_equal(items("@4294967295;s0:"), "@#4294967295 s= end");
    assert_string_equal(items("@7;=;=12;s1:a"), "@#7 =#0 =#12 s=a end");
    assert_string_equal(items("i2:zzp2:yyp1:xf4;m5:a 1:2!2:no"), "i=zz p=yy p=x f#4 m=a 1:2 !=no end");
}

/* What is no item stays where it is. */
static void the_rest_is_bad(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "s",     "s3",   "s3:ab", "s03:abc", "s:",           "s-1:a",         "s+1:a",
        "s 1:a", "s1;a", "@12",   "@012;",   "@0;",          "@12:",          "@-1;",
        "z1:a",  "o1:a", "S",     "3:abc",   "@4294967296;", "s4294967297:a", "s18446744073709551617:a",
        " s1:a"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_string_equal(items(bad[i]), bad[i]);
        assert_false(al_recipe_sound(recipe(bad[i])));
    }
    struct al_recipe r = {"\0001:a", &"\0001:a"[4]};
    struct al_recipe_item item;
    assert_int_equal(al_recipe_next(&r, &item), AL_RECIPE_BAD);
}

static const char *const sound[] = {
    "",
    "s8:SELECT 1",
    "@12;s28:DROP TABLE semantic_memoriesr5:turnse4;n4:name.;",
    "r1:t.;",
    "@1;r1:tS3:aux@2;e;n1:xq5:x INT@3;e9;n2:ck@;e11;q17:CREATE TABLE t(x).;s6:VACUUM",
    "r1:te;n1:xq5:x INTb1:yx1;e9;k1;c1:ac1:be;n1:zq5:z INTa1:x.;@9;s1:x",
};

static const char *const unsound[] = {
    "@1;",   /* of nothing */
    "s0:",   /* no statement */
    "r0:.;", /* no table */
    "r1:t",  /* no end */
    "r1:te1;n1:x",
    "r1:tn1:x.;", /* a part of no edit */
    "r1:te1;n1:xS1:s.;",
    "r1:te12;n1:x.;", /* an edit that nobody knows */
    "r1:te9;k5;n1:x.;",
    "r1:te;q1:xx2;.;",
    "r1:te1;n1:x.1;",
    "r1:ts1:x.;", /* a statement inside */
    "r1:tr1:u.;.;",
    ".;",
    "e1;n1:x",
    "i1:a", /* what stands in front of a recipe */
    "f;",
    "!1:x",
    "=;", /* an image's own, which a log can't have */
    "=1;",
    "@1;=;",
    "s1:x=;",
    "r1:te1;=;n1:a.;",
    "r1:t=;.;",
    "r1:te1;.;", /* what an edit can't do without */
    "r1:te;n1:x.;",
    "r1:te3;n1:x.;",
    "r1:te8;n1:x.;",
    "r1:te10;n1:x.;",
    "r1:te11;.;",
    "r1:te1;n0:.;",
    "r1:te1;n1:xn1:y.;", /* twice */
    "r1:te1;n1:xq1:aq1:b.;",
};

static void each_in_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof sound / sizeof sound[0]; i++) {
        assert_true(al_recipe_sound(recipe(sound[i])));
    }
    for (size_t i = 0; i < sizeof unsound / sizeof unsound[0]; i++) {
        if (al_recipe_sound(recipe(unsound[i]))) {
            fail_msg("%s is taken", unsound[i]);
        }
    }
    assert_false(al_recipe_sound((struct al_recipe){"s3:a\0b", &"s3:a\0b"[6]}));
}

/* Reads all of `n` bytes that lie alone in memory, so that a sanitizer sees a byte that is read beyond them. */
static bool read_alone(const char *z, size_t n, size_t *reached)
{
    char *alone = malloc(n ? n : 1);
    assert_non_null(alone);
    memcpy(alone, z, n);
    struct al_recipe r = {alone, alone + n};
    struct al_recipe_item item;
    while (al_recipe_next(&r, &item) == AL_RECIPE_ITEM) {
        assert_true(!item.text.z || (item.text.z >= alone && item.text.z + item.text.n <= alone + n));
    }
    *reached = (size_t)(r.at - alone);
    bool taken = al_recipe_sound((struct al_recipe){alone, alone + n});
    free(alone);
    return taken;
}

/* A recipe that is cut off is one only where an item ends. */
static void every_truncation(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof sound / sizeof sound[0]; i++) {
        for (size_t n = 0; n < strlen(sound[i]); n++) {
            size_t reached = 0;
            bool taken = read_alone(sound[i], n, &reached);
            assert_true(!taken || reached == n);
        }
    }
}

static void every_other_byte(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof sound / sizeof sound[0]; i++) {
        char changed[200];
        size_t n = strlen(sound[i]), reached = 0;
        memcpy(changed, sound[i], n + 1);
        for (size_t at = 0; at < n; at++) {
            for (unsigned byte = 0; byte < 256; byte++) {
                changed[at] = (char)byte;
                bool taken = read_alone(changed, n, &reached);
                assert_true(!taken || reached == n);
            }
            changed[at] = sound[i][at];
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items_are_read),    cmocka_unit_test(the_rest_is_bad),
        cmocka_unit_test(each_in_its_place), cmocka_unit_test(every_truncation),
        cmocka_unit_test(every_other_byte),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
