/* carried.c: what the log carries, cut off anywhere and with every byte replaced; never is anything read beyond its end. */
#include "recipe/carried.h"

#include "core/sha256.h"
#include "core/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A form of this body, in a block of its own. */
static char *form_of(const char *body, size_t *n)
{
    struct al_sha256 s;
    uint8_t digest[32];
    char hex[33], *form = malloc(strlen(body) + 100);
    assert_non_null(form);
    al_sha256_init(&s);
    al_sha256_add(&s, body, strlen(body));
    al_sha256_end(&s, digest);
    al_hex(hex, digest, 16);
    *n = al_format(form, strlen(body) + 100, "aludel recipe 1 %s\n%s", hex, body);
    return form;
}

static enum al_carried_is read_alone(const char *form, size_t n)
{
    struct al_carried out;
    char *alone = malloc(n ? n : 1);
    assert_non_null(alone);
    memcpy(alone, form, n);
    enum al_carried_is is = al_carried_read((struct aludel_text){alone, n}, &out);
    free(alone);
    return is;
}

static enum al_carried_is is_of(const char *body)
{
    size_t n;
    char *form = form_of(body, &n);
    enum al_carried_is is = read_alone(form, n);
    free(form);
    return is;
}

static void a_whole_one(void **state)
{
    (void)state;
    size_t n;
    struct aludel_text id;
    struct al_carried c;
    char *form = form_of("i2:zzp2:yyp2:xxd1:dt2:zzt1:zm5:a 1:2f4;s3:abc", &n);
    assert_int_equal(al_carried_read((struct aludel_text){form, n}, &c), AL_CARRIED_SOUND);
    assert_true(al_is(c.id, "zz") && al_is(c.message, "a 1:2") && c.flags == 4 && !c.why.z);
    assert_true(al_is((struct aludel_text){c.recipe.at, (size_t)(c.recipe.end - c.recipe.at)}, "s3:abc"));
    struct al_recipe parents = c.links, others = c.links, stands_for = c.links;
    assert_true(al_carried_next(&parents, 'p', &id) && al_is(id, "yy"));
    assert_true(al_carried_next(&parents, 'p', &id) && al_is(id, "xx"));
    assert_false(al_carried_next(&parents, 'p', &id));
    assert_true(al_carried_next(&others, 'd', &id) && al_is(id, "d") && !al_carried_next(&others, 'd', &id));
    assert_true(al_carried_next(&stands_for, 't', &id) && al_is(id, "zz"));
    free(form);
}

static void what_a_body_may_be(void **state)
{
    (void)state;
    static const char *const sound[] = {"i1:af;", "i1:ap1:bf;!2:no", "i1:am1:xf1;r1:te1;n1:x.;",
                                        "i1:af4294967295;"};
    static const char *const damaged[] = {"",
                                          "i1:a",
                                          "f;",
                                          "i0:f;",
                                          "i1:af;!0:",
                                          "i1:af;!1:xs1:y",
                                          "i1:af;m1:x",
                                          "p1:bi1:af;",
                                          "i1:ai1:bf;",
                                          "i1:af;f;",
                                          "i1:af;r1:t",
                                          "i1:af;x",
                                          "i1:af4294967296;",
                                          "i1:am1:xm1:yf;",
                                          "s1:x"};
    for (size_t i = 0; i < sizeof sound / sizeof sound[0]; i++) {
        assert_int_equal(is_of(sound[i]), AL_CARRIED_SOUND);
    }
    for (size_t i = 0; i < sizeof damaged / sizeof damaged[0]; i++) {
        assert_int_equal(is_of(damaged[i]), AL_CARRIED_DAMAGED);
    }
}

static void other_text(void **state)
{
    (void)state;
    static const char *const none[] = {"", "a+b", "aludel recip", "Aludel recipe 1 "};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        assert_int_equal(read_alone(none[i], strlen(none[i])), AL_CARRIED_NO_FORM);
    }
    assert_int_equal(read_alone("aludel recipe 2 x", 17), AL_CARRIED_NEWER);
    assert_int_equal(read_alone("aludel recipe 12 x", 18), AL_CARRIED_NEWER);
}

static void every_damage(void **state)
{
    (void)state;
    size_t n;
    char *form = form_of("i2:zzp2:yyf4;s3:abcr1:te1;n1:x.;", &n);
    for (size_t length = 0; length < n; length++) {
        assert_int_not_equal(read_alone(form, length), AL_CARRIED_SOUND);
    }
    for (size_t at = 0; at < n; at++) {
        char was = form[at];
        for (unsigned byte = 0; byte < 256; byte++) {
            form[at] = (char)byte;
            assert_true(form[at] == was || read_alone(form, n) != AL_CARRIED_SOUND);
        }
        form[at] = was;
    }
    assert_int_equal(read_alone(form, n), AL_CARRIED_SOUND);
    free(form);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_one),
        cmocka_unit_test(what_a_body_may_be),
        cmocka_unit_test(other_text),
        cmocka_unit_test(every_damage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
