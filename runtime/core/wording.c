/* wording.c: see wording.h. */
#include "core/wording.h"

#include "core/format.h"
#include "core/mask.h"

#include <string.h>

/* Longer ones first, where one is part of another. */
static const struct {
    const char *library, *command;
} wordings[] = {
    {"not with an offline handle", "without --sql"},
    {"an offline handle", "--sql"},
    {"offline mode", "--sql mode"},
    {"resume with `resume_done` (it did) or with `resume_again`",
     "`migrate resume --done` (it did) or `migrate resume --again`"},
    {"`resume_done`", "--done"},
    {"`resume_again`", "--again"},
    {"`single_transaction`", "--single-transaction"},
    {"`dry_run`", "--dry-run"},
    {"`backup`", "--backup"},
    {"`purge`", "--purge"},
    {"`dialect`,", "--dialect,"},
    {"as aludel_config.url", "with --url"},
    {"aludel_config.url", "--url"},
    {"with the setting `wait`", "with --wait or the setting `wait`"},
    {"the setting `lock_timeout`", "--lock-timeout"},
};

/* One word in place of another; what has no room at the end is cut. Behind it the search goes on. */
static char *replace(char *text, size_t room, char *at, const char *was, const char *is)
{
    char rest[2048];
    size_t left = room - (size_t)(at - text);
    al_format(rest, sizeof rest, "%s", at + strlen(was));
    if (al_format(at, left, "%s%s", is, rest) >= left) {
        al_end_early(text, room - 1);
    }
    return at + strnlen(at, strlen(is));
}

static void word(char *text, size_t room)
{
    for (size_t i = 0; i < sizeof wordings / sizeof *wordings; i++) {
        char *at = text;
        while ((at = strstr(at, wordings[i].library))) {
            at = replace(text, room, at, wordings[i].library, wordings[i].command);
        }
    }
}

/* Other messages may be a server's or a migration's own words. */
static bool is_ours(const struct aludel_error *e)
{
    return e->code == ALUDEL_USAGE || strstr(e->message, "an offline handle only writes a script");
}

void al_word_for_command(struct aludel_error *error)
{
    if (!error->servers_hint) {
        word(error->hint, sizeof error->hint);
    }
    if (is_ours(error)) {
        word(error->message, sizeof error->message);
    }
}
