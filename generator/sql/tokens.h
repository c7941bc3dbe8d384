/*
 * tokens.h: a whole statement as an array of its tokens.
 */
#ifndef TOKENS_H
#define TOKENS_H

#include "base/vec.h"
#include "sql/words.h"

#include <aludel/generated.h>

struct token {
    const char *word;  /* upper case; quoted names without their quotes as "\"name" */
    uint32_t from, to; /* in the text */
};

struct tokens {
    enum aludel_dialect dialect;
    struct aludel_text text; /* the statement: a byte ALUDEL_PARAMETER for each hole */
    VEC(struct token) list;
};

struct tokens tokens_of(struct arena *a, enum aludel_dialect dialect, struct aludel_text text);
/* "" behind the end. */
const char *token_at(const struct tokens *t, size_t i);
bool token_is_word(const struct tokens *t, size_t i, const char *word);
/* The words of `pattern`, separated by spaces, stand at `i`; `?` after a word: it may be missing. The index
 * behind them, or 0. */
size_t tokens_match(const struct tokens *t, size_t i, const char *pattern);
/* The next token at the depth of `i`, behind what is in parentheses. */
size_t token_behind(const struct tokens *t, size_t i);
bool tokens_have(const struct tokens *t, const char *word);
bool token_is_name(const struct tokens *t, size_t i);
/* A name's token, without its quote. */
char *lower_name(struct arena *a, const char *word);

#endif
