/*
 * mask.c: passwords out of texts that are shown. In doubt more is masked than is needed: a host name that
 * can't be read is a smaller harm than a password that can.
 */
#include "core/mask.h"

#include "core/text.h"

#include <string.h>

struct sink {
    char *out;
    size_t n, room;
};

static void put(struct sink *s, const char *z, size_t n)
{
    for (size_t i = 0; i < n; i++, s->n++) {
        if (s->n + 1 < s->room) {
            s->out[s->n] = z[i];
        }
    }
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* At "://": how far the user's name goes and where the password ends (at an '@'); 0: there is none. */
static size_t password_of_url(const char *text, bool whole, size_t *name)
{
    size_t last = 0, i = 3;
    if (text[3] == '/' || text[3] == '?') {
        return 0; /* a path: no user */
    }
    for (; text[i] && (whole || !(is_space(text[i]) || text[i] == '"' || text[i] == '\'')); i++) {
        last = text[i] == '@' ? i : last;
    }
    *name = 3 + strcspn(text + 3, ":@/");
    return last > *name && text[*name] == ':' ? last : 0;
}

/* "password", "sslpassword", "PGPASSWORD", any case, then '=', or SQL's PASSWORD 'secret'; the length up to
 * the value, or 0. */
static size_t password_key(const char *text)
{
    static const char word[] = "password";
    size_t n = 0;
    while (word[n] && (text[n] == word[n] || text[n] == word[n] - 'a' + 'A')) {
        n++;
    }
    if (word[n]) {
        return 0;
    }
    n += strspn(text + n, " \t\r\n");
    if (text[n] == '=') {
        n++;
        return n + strspn(text + n, " \t");
    }
    n += (text[n] == 'E' || text[n] == 'e') && text[n + 1] == '\'';
    return text[n] == '\'' ? n : 0;
}

static size_t password_value(const char *text)
{
    size_t n = 0;
    if (text[0] != '\'') {
        while (text[n] && !is_space(text[n]) && text[n] != '&' && text[n] != '"' && text[n] != '\'') {
            n += text[n] == '\\' && text[n + 1] ? 2 : 1;
        }
        return n;
    }
    for (n = 1; text[n] && (text[n] != '\'' || text[n + 1] == '\''); n++) {
        n += (text[n] == '\\' && text[n + 1]) || text[n] == '\'';
    }
    return n + (text[n] == '\'');
}

/* "me:secret@host/app", its scheme forgotten: the colon in front of the password; NULL: it isn't that. */
static const char *bare_password(const char *text, const char **end)
{
    const char *colon = strchr(text, ':');
    *end = strrchr(text, '@');
    return colon && *end > colon && strncmp(colon, "://", 3) != 0 ? colon : NULL;
}

static size_t mask(char *out, size_t room, const char *text, bool whole)
{
    struct sink s = {out, 0, room};
    const char *bare_end = NULL, *bare = whole ? bare_password(text, &bare_end) : NULL;
    while (*text) {
        size_t name = 0, end, key;
        if (text == bare) {
            put(&s, ":***", 4);
            text = bare_end;
        } else if (strncmp(text, "://", 3) == 0 && (end = password_of_url(text, whole, &name)) > 0) {
            put(&s, text, name + 1);
            put(&s, "***", 3);
            text += end;
        } else if ((key = password_key(text)) > 0) {
            put(&s, text, key);
            put(&s, "***", 3);
            text += key + password_value(text + key);
        } else {
            put(&s, text++, 1);
        }
    }
    if (room > 0) {
        out[s.n < room ? s.n : room - 1] = '\0';
    }
    return s.n;
}

size_t al_mask(char *out, size_t room, const char *text)
{
    return mask(out, room, text, false);
}

size_t al_mask_url(char *out, size_t room, const char *text)
{
    return mask(out, room, text, true);
}

/* ---- What is shown --------------------------------------------------------------------------- */

void al_end_early(char *text, size_t n)
{
    static const char more[] = "…";
    if (n < sizeof more) {
        text[0] = '\0';
    } else {
        memcpy(text + al_utf8_until(text, n - (sizeof more - 1)), more, sizeof more);
    }
}

/* First masked, then cut: half a password is one, too. */
void al_vshow(char *out, size_t room, const char *format, va_list args)
{
    char whole[AL_LONGEST_SHOWN], masked[AL_LONGEST_SHOWN];
    size_t wanted = al_vformat(whole, sizeof whole, format, args), n = al_mask(masked, sizeof masked, whole);
    if (wanted >= sizeof whole || n >= room) {
        al_end_early(masked, n < room ? n : room - 1);
    }
    memcpy(out, masked, strlen(masked) + 1);
}
