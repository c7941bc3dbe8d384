/*
 * level.c: the token in hand of a level, as it grows and ends; what comes of it is told to the statement.
 */
#include "sql/state.h"

#include <string.h>

bool level_in_token(const struct split_level *v)
{
    return v->state >= STATE_word && v->state <= STATE_slash;
}

void level_enter(struct split_level *v, enum split_state state)
{
    v->state = (uint8_t)state;
    v->token_size = 0;
    v->token[0] = 0;
}

/* A tag is kept as written. */
void level_put(struct split_level *v, const char *z, const char *end)
{
    for (; z < end && v->token_size < SPLIT_TAG_SIZE - 1; z++) {
        bool raise = v->state != STATE_tag && *z >= 'a' && *z <= 'z';
        v->token[v->token_size++] = (char)(raise ? *z - 'a' + 'A' : *z);
    }
    v->token[v->token_size] = 0;
}

void level_token(struct splitter *s, struct split_level *v, enum split_token kind, struct span at)
{
    static const char *const shown[TOKEN_OTHER + 1] = {
        [TOKEN_STRING] = "'…'", [TOKEN_ESTRING] = "E'…'", [TOKEN_NAME] = "\"…\""};
    const char *text = shown[kind] ? shown[kind] : v->token;
    if (v == &s->outer)
        statement_token(s, kind, text, at);
    v->after_estring = kind == TOKEN_ESTRING;
    size_t n = strlen(text);
    n = n < SPLIT_WORD_SIZE ? n : SPLIT_WORD_SIZE - 1;
    memcpy(v->last, text, n);
    v->last[n] = 0;
}

/* Of a state in which a token may end. */
static enum split_token token_kind(const struct split_level *v)
{
    switch (v->state) {
    case STATE_word:
    case STATE_uamp: return TOKEN_WORD;
    case STATE_number: return TOKEN_NUMBER;
    case STATE_string_quote: return TOKEN_STRING;
    case STATE_estring_quote: return TOKEN_ESTRING;
    case STATE_dquoted_quote:
    case STATE_backtick_quote: return TOKEN_NAME;
    default: return TOKEN_OTHER;
    }
}

void level_settle(struct splitter *s, struct split_level *v, struct span at)
{
    bool quote = v->state == STATE_string_quote || v->state == STATE_estring_quote ||
                 v->state == STATE_dquoted_quote || v->state == STATE_backtick_quote;
    if (level_in_token(v) || quote) {
        level_token(s, v, token_kind(v), at);
        level_enter(v, STATE_code);
    } else if (v->state == STATE_block_star || v->state == STATE_block_slash) {
        v->state = STATE_block;
    } else if (v->state == STATE_estring_back) {
        v->state = STATE_estring;
    }
}
