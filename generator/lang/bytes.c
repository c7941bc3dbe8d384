/* bytes.c: what isn't text at all is refused before anything is read. */
#include "lang/parser.h"

#include <string.h>

static bool check_bytes(struct source *source, struct diagnostics *d)
{
    struct aludel_text t = source->text;
    const char *nul = t.n ? memchr(t.z, 0, t.n) : NULL;
    struct span at = {source, 0, 0};
    if (al_is_utf16(t)) {
        diag_error(d, at, "this file is UTF-16");
        diag_hint(d, "save the file as UTF-8");
        return false;
    }
    if (nul) {
        at.from = at.to = (uint32_t)(nul - t.z);
        diag_error(d, at, "this file isn't text: it holds a NUL byte");
        return false;
    }
    for (size_t i = 0, n; i < t.n; i += n) {
        n = al_utf8_length(t.z + i, t.n - i);
        if (n > 1 || (unsigned char)t.z[i] < 0x80)
            continue;
        at.from = at.to = (uint32_t)i;
        diag_error(d, at, "this byte (0x%02x) isn't UTF-8", (unsigned)(unsigned char)t.z[i]);
        diag_hint(d, "save the file as UTF-8");
        return false;
    }
    return true;
}

/* A lone CR would make one line of many, and a comment swallow the rest of the file. */
static bool check_lines(struct source *source, struct diagnostics *d)
{
    struct aludel_text t = source->text;
    for (size_t i = 0; i < t.n; i++) {
        if (t.z[i] != '\r' || (i + 1 < t.n && t.z[i + 1] == '\n'))
            continue;
        struct span at = {source, (uint32_t)i, (uint32_t)i};
        diag_error(d, at, "a carriage return (CR) without a line feed behind it");
        diag_hint(d, "save the file with LF or CR LF at its lines' ends");
        return false;
    }
    return true;
}

bool source_check(struct source *source, struct diagnostics *d)
{
    return check_bytes(source, d) && check_lines(source, d);
}

uint32_t source_begin(const struct source *source)
{
    struct aludel_text t = source->text;
    return t.n >= 3 && memcmp(t.z, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}
