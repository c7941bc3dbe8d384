#include "trial/trial.h"

#include "core/wording.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *resize(void *with, void *block, size_t old_size, size_t new_size)
{
    (void)with;
    (void)old_size;
    if (new_size == 0) {
        free(block);
        return NULL;
    }
    void *new_block = realloc(block, new_size);
    if (!new_block) {
        fputs("aludel: test: out of memory\n", stderr);
        exit(1);
    }
    return new_block;
}

const struct aludel_allocator trial_allocator = {resize, NULL};

const char *trial_format(struct aludel_arena *arena, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    size_t n = al_vformat(NULL, 0, format, args);
    char *text = al_arena_new(arena, n + 1);
    al_vformat(text, n + 1, format, again);
    va_end(again);
    va_end(args);
    return text;
}

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
