#include "trial/trial.h"

#include "core/wording.h"

#include <string.h>

/* The first line of what the database adds; the rest is context. */
static int first_line(const char *text)
{
    return (int)strcspn(text, "\n");
}

const char *trial_error(struct aludel_arena *arena, const struct aludel_error *said)
{
    struct aludel_error worded = *said, *error = &worded;
    al_word_for_command(error);
    const char *where = "";
    if (*error->file && error->line > 0)
        where = trial_format(arena, "%s:%d: ", error->file, error->line);
    if (!*error->detail)
        return trial_format(arena, "%s%s", where, error->message);
    return trial_format(arena, "%s%s (%.*s)", where, error->message, first_line(error->detail),
                        error->detail);
}

bool trial_on_postgresql(const struct trial *t)
{
    return t->type->dialect == ALUDEL_POSTGRESQL;
}

const char *trial_command(const struct trial *t)
{
    return t->options->lend ? t->options->lend : "test";
}
