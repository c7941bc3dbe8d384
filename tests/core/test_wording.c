/* test_wording.c: each word of the library's that a command line has another one for; and what isn't touched. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* the four above are cmocka's */
#include "core/error.h"
#include "core/wording.h"

#include <cmocka.h>
#include <string.h>

static const struct {
    const char *library, *command;
} texts[] = {
    {"`dry_run` and an offline handle exclude one another", "--dry-run and --sql exclude one another"},
    {"`backup` copies SQLite databases only", "--backup copies SQLite databases only"},
    {"`resume_done` and `resume_again` exclude one another", "--done and --again exclude one another"},
    {"Can't use `purge` with offline mode", "Can't use --purge with --sql mode"},
    {"Stamp operation with an offline handle only supports a single starting revision at a time",
     "Stamp operation with --sql only supports a single starting revision at a time"},
    {"run it against a database, not with an offline handle", "run it against a database, without --sql"},
    {"look whether it took effect, then resume with `resume_done` (it did) or with `resume_again` (run it "
     "again)",
     "look whether it took effect, then `migrate resume --done` (it did) or `migrate resume --again` (run it "
     "again)"},
    {"run it without `single_transaction` (`transaction = migration`)",
     "run it without --single-transaction (`transaction = migration`)"},
    {"say so with `dialect`, or with a URL, if only postgresql:// or sqlite://",
     "say so with --dialect, or with a URL, if only postgresql:// or sqlite://"},
    {"give one as aludel_config.url, or set `url`", "give one with --url, or set `url`"},
    {"write it into .env, or give aludel_config.url", "write it into .env, or give --url"},
    {"let it finish or end it, or wait longer with the setting `wait`",
     "let it finish or end it, or wait longer with --wait or the setting `wait`"},
    {"let that finish or end it, or wait longer with the setting `wait`",
     "let that finish or end it, or wait longer with --wait or the setting `wait`"},
    {"wait longer (the setting `lock_timeout`)", "wait longer (--lock-timeout)"},
    {"the setting `retries`, `transaction = migration`", "the setting `retries`, `transaction = migration`"},
    {"", ""},
};

static void the_commands_words(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct aludel_error e = {.code = ALUDEL_USAGE};
        strcpy(e.message, texts[i].library);
        strcpy(e.hint, texts[i].library);
        al_word_for_command(&e);
        assert_string_equal(e.message, texts[i].command);
        assert_string_equal(e.hint, texts[i].command);
    }
}

/* What a server or a migration says is said as it stands. */
static void the_words_of_others(void **state)
{
    (void)state;
    struct aludel_error e = {.code = ALUDEL_FAILED, .message = "no such table: `backup`"};
    al_word_for_command(&e);
    assert_string_equal(e.message, "no such table: `backup`");
    e = (struct aludel_error){.servers_hint = true, .hint = "copy the `backup` table"};
    al_word_for_command(&e);
    assert_string_equal(e.hint, "copy the `backup` table");
}

/* A hint that has no room for longer words ends early, and says so. */
static void what_has_no_room(void **state)
{
    (void)state;
    static const char word[] = "with the setting `wait`";
    struct aludel_error e = {.code = ALUDEL_BUSY};
    for (size_t n = sizeof e.hint - sizeof word - 20; n + sizeof word <= sizeof e.hint; n++) {
        memset(e.hint, 'x', sizeof e.hint);
        strcpy(e.hint + n, word);
        al_word_for_command(&e);
        size_t length = strlen(e.hint);
        bool whole = strstr(e.hint, "--wait or the setting `wait`") != NULL;
        assert_true(whole || strcmp(e.hint + length - 3, "…") == 0);
        assert_int_equal(strspn(e.hint, "x"), n < length ? n : length - 3);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_commands_words),
        cmocka_unit_test(the_words_of_others),
        cmocka_unit_test(what_has_no_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
