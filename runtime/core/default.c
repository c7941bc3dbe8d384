/* default.c: what SQLite makes of a default. */
#include "core/literal.h"
#include "core/text.h"

#include <string.h>

static bool has_word(struct aludel_text type, const char *word)
{
    size_t n = strlen(word);
    for (size_t i = 0; i + n <= type.n; i++) {
        if (al_same_nocase((struct aludel_text){type.z + i, n}, (struct aludel_text){word, n})) {
            return true;
        }
    }
    return false;
}

/* SQLite's rules of affinity: INT anywhere wins. */
static bool is_for_numbers(struct aludel_text type)
{
    static const char *const others[] = {"CHAR", "CLOB", "TEXT", "BLOB"};
    if (has_word(type, "INT")) {
        return true;
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (has_word(type, others[i])) {
            return false;
        }
    }
    return type.n > 0;
}

static size_t digits(struct aludel_text text, size_t at)
{
    size_t n = 0;
    while (at + n < text.n && text.z[at + n] >= '0' && text.z[at + n] <= '9') {
        n++;
    }
    return n;
}

/* -12.5: as a number would be written, so that there is no other way to write it. */
static bool is_number(struct aludel_text text)
{
    size_t at = text.n && text.z[0] == '-', whole = digits(text, at);
    if (!whole || (whole > 1 && text.z[at] == '0')) {
        return false;
    }
    at += whole;
    if (at == text.n) {
        return true;
    }
    return text.z[at] == '.' && digits(text, at + 1) == text.n - at - 1 && text.z[text.n - 1] != '0' &&
           text.z[text.n - 1] != '.';
}

/* "it's" as 'it''s': where no name can stand, such quotes are a string's. */
static struct aludel_text in_single_quotes(struct aludel_arena *arena, struct aludel_text value)
{
    struct al_builder b = al_builder(arena);
    al_putc(&b, '\'');
    for (size_t i = 1; i + 1 < value.n; i++) {
        al_puts(&b, value.z[i] == '\'' ? "'" : "");
        al_putc(&b, value.z[i]);
        i += value.z[i] == '"';
    }
    al_putc(&b, '\'');
    return al_built(&b);
}

struct aludel_text al_sqlite_default(struct aludel_arena *arena, struct aludel_text type,
                                     struct aludel_text value)
{
    if (al_same_nocase(value, AL_TEXT("NULL"))) {
        return (struct aludel_text){"", 0};
    }
    if (value.n > 1 && value.z[0] == '"') {
        value = in_single_quotes(arena, value);
    }
    struct aludel_text inner = {value.z + 1, value.n > 2 ? value.n - 2 : 0};
    bool quoted = value.n > 2 && value.z[0] == '\'' && value.z[value.n - 1] == '\'';
    return quoted && is_for_numbers(type) && is_number(inner) ? inner : value;
}
