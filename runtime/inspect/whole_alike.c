#include "inspect/whole_alike.h"

#include "ddl/parser.h"

#include "grammar.h"

/* The last bytes of parentheses that say nothing, which are passed over; of more than these all count. */
enum { MOST_CLOSING = 16 };

struct reading {
    struct al_ddl_lexer lexer;
    struct aludel_text text;
    struct al_ddl_span token;
    struct aludel_text before; /* the token in front of it that counted */
    uint32_t closing[MOST_CLOSING];
    size_t closings;
};

static struct aludel_text word_of(const struct reading *r)
{
    return (struct aludel_text){r->text.z + r->token.at, r->token.n};
}

static int next(struct reading *r)
{
    return al_ddl_token(&r->lexer, &r->token);
}

static bool follows(const struct reading *r, const char *first, const char *second)
{
    struct reading ahead = *r;
    return next(&ahead) && al_same_nocase(word_of(&ahead), al_text(first)) && next(&ahead) &&
           al_same_nocase(word_of(&ahead), al_text(second));
}

/* Behind a condition's word its parentheses end the condition; in others they are all that is in these. */
static bool is_end(const struct reading *r, int code, bool condition)
{
    if (condition) {
        return !code || al_same_nocase(word_of(r), AL_TEXT("BEGIN"));
    }
    return code == T_RP;
}

/* "IN (SELECT 1)" isn't "IN ((SELECT 1))". */
static bool begins_query(const struct reading *r)
{
    struct aludel_text word = word_of(r);
    return al_same_nocase(word, AL_TEXT("SELECT")) || al_same_nocase(word, AL_TEXT("VALUES")) ||
           al_same_nocase(word, AL_TEXT("WITH"));
}

/* From an opening one to the one that closes it. Where a comma stands in it, or a query, it has to stay. */
static bool find_closing(struct reading *ahead, bool *stays)
{
    size_t depth = 1;
    int code = next(ahead);
    *stays = begins_query(ahead);
    for (; code; code = next(ahead)) {
        depth += code == T_LP;
        depth -= code == T_RP;
        *stays = *stays || (depth == 1 && code == T_COMMA);
        if (!depth) {
            return true;
        }
    }
    return false;
}

/* "((a > 1))" is "(a > 1)", "WHERE (a > 1)" is "WHERE a > 1". */
static bool says_nothing(struct reading *r)
{
    bool condition =
        al_same_nocase(r->before, AL_TEXT("WHERE")) || al_same_nocase(r->before, AL_TEXT("WHEN"));
    struct reading ahead = *r;
    bool stays;
    if ((!condition && !al_is(r->before, "(")) || r->closings == MOST_CLOSING ||
        !find_closing(&ahead, &stays) || stays) {
        return false;
    }
    uint32_t at = ahead.token.at;
    int code = next(&ahead);
    if (!is_end(&ahead, code, condition)) {
        return false;
    }
    r->closing[r->closings++] = at;
    return true;
}

static bool is_closing(const struct reading *r)
{
    for (size_t i = 0; i < r->closings; i++) {
        if (r->closing[i] == r->token.at) {
            return true;
        }
    }
    return false;
}

/* FOR EACH ROW, and parentheses around all of a condition, or around others. */
static bool goes_without_saying(struct reading *r, int code)
{
    if (code == T_LP) {
        return says_nothing(r);
    }
    if (code == T_RP) {
        return is_closing(r);
    }
    if (al_same_nocase(word_of(r), AL_TEXT("FOR")) && follows(r, "EACH", "ROW")) {
        next(r);
        return next(r) != 0;
    }
    return al_same_nocase(word_of(r), AL_TEXT("ASC"));
}

static int token_that_counts(struct reading *r)
{
    int code = next(r);
    while (code && goes_without_saying(r, code)) {
        code = next(r);
    }
    r->before = word_of(r);
    return code;
}

static struct reading reading_of(struct aludel_text text)
{
    struct al_ddl_lexer lexer = {
        .dialect = ALUDEL_SQLITE, .begin = text.z, .cursor = text.z, .limit = text.z + text.n};
    return (struct reading){.lexer = lexer, .text = text};
}

bool al_whole_alike(struct aludel_text a, struct aludel_text b)
{
    struct reading ra = reading_of(a), rb = reading_of(b);
    int of_a, of_b;
    do {
        of_a = token_that_counts(&ra);
        of_b = token_that_counts(&rb);
    } while (of_a && of_b && al_ddl_alike(word_of(&ra), word_of(&rb)));
    return !of_a && !of_b;
}
