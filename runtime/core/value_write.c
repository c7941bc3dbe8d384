/* value_write.c: str(), repr() and ascii(). */
#include "core/py.h"
#include "core/unicode.h"

#include <string.h>

static void write_double(struct al_builder *b, double d)
{
    char text[40];
    al_put(b, text, al_format_double(text, sizeof text, d));
}

static bool write_simple_escape(struct al_builder *b, uint32_t c, char quote)
{
    switch (c) {
    case '\n': al_puts(b, "\\n"); return true;
    case '\r': al_puts(b, "\\r"); return true;
    case '\t': al_puts(b, "\\t"); return true;
    case '\\': al_puts(b, "\\\\"); return true;
    default:
        if (c == (unsigned char)quote) {
            al_putc(b, '\\');
            al_putc(b, quote);
        }
        return c == (unsigned char)quote;
    }
}

static void write_code_escape(struct al_builder *b, uint32_t c)
{
    al_putf(b, c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", (unsigned)c);
}

/* Single quotes, unless double ones save escapes. */
static char quote_for(struct aludel_text t)
{
    bool both = t.n > 0 && memchr(t.z, '\'', t.n) && !memchr(t.z, '"', t.n);
    return both ? '"' : '\'';
}

static void write_quoted(struct al_builder *b, struct aludel_text t, bool ascii)
{
    char quote = quote_for(t);
    al_putc(b, quote);
    for (size_t i = 0, n; i < t.n; i += n) {
        uint32_t c = al_utf8_decode(t.z + i, t.n - i, &n);
        if (write_simple_escape(b, c, quote)) {
            continue;
        }
        if (c < 0x80 ? c >= ' ' && c != 0x7F : !ascii && al_has_property(c, &al_unicode_printable)) {
            al_put(b, t.z + i, n);
        } else {
            write_code_escape(b, c);
        }
    }
    al_putc(b, quote);
}

static void write_bytes(struct al_builder *b, struct aludel_text t)
{
    char quote = quote_for(t);
    al_putc(b, 'b');
    al_putc(b, quote);
    for (size_t i = 0; i < t.n; i++) {
        unsigned char c = (unsigned char)t.z[i];
        if (write_simple_escape(b, c, quote)) {
            continue;
        }
        if (c >= ' ' && c < 0x7F) {
            al_putc(b, (char)c);
        } else {
            write_code_escape(b, c);
        }
    }
    al_putc(b, quote);
}

static void write_value(struct al_builder *b, struct aludel_value v, bool ascii);

static void write_items(struct al_builder *b, struct aludel_value v, const char *brackets, bool ascii)
{
    const struct aludel_items *items = v.as.items;
    al_putc(b, brackets[0]);
    for (size_t i = 0; i < items->count; i++) {
        al_puts(b, i ? ", " : "");
        if (v.type == ALUDEL_DICT) {
            write_value(b, items->keys[i], ascii);
            al_puts(b, ": ");
        }
        write_value(b, items->values[i], ascii);
    }
    if (items->count == 1 && (v.type == ALUDEL_TUPLE || v.type == ALUDEL_ROW)) {
        al_putc(b, ',');
    }
    al_putc(b, brackets[1]);
}

static void write_value(struct al_builder *b, struct aludel_value v, bool ascii)
{
    switch (v.type) {
    case ALUDEL_NONE: al_puts(b, "None"); break;
    case ALUDEL_BOOL: al_puts(b, v.as.boolean ? "True" : "False"); break;
    case ALUDEL_INT: al_putf(b, "%lld", (long long)v.as.integer); break;
    case ALUDEL_FLOAT: write_double(b, v.as.number); break;
    case ALUDEL_STRING: write_quoted(b, v.as.text, ascii); break;
    case ALUDEL_BYTES: write_bytes(b, v.as.text); break;
    case ALUDEL_SQL:
        al_puts(b, "sql(");
        write_quoted(b, v.as.text, ascii);
        al_putc(b, ')');
        break;
    case ALUDEL_LIST: write_items(b, v, "[]", ascii); break;
    case ALUDEL_TUPLE:
    case ALUDEL_ROW: write_items(b, v, "()", ascii); break;
    case ALUDEL_SET:
        if (v.as.items->count == 0) {
            al_puts(b, "set()");
        } else {
            write_items(b, v, "{}", ascii);
        }
        break;
    case ALUDEL_DICT: write_items(b, v, "{}", ascii); break;
    case ALUDEL_UNSET:
    case ALUDEL_DEFERRED:
    case ALUDEL_OBJECT: al_putf(b, "<%s>", al_type_name(v.type)); break;
    }
}

void al_write_repr(struct al_builder *b, struct aludel_value v)
{
    write_value(b, v, false);
}

void al_write_ascii(struct al_builder *b, struct aludel_value v)
{
    write_value(b, v, true);
}

void al_write_str(struct al_builder *b, struct aludel_value v)
{
    if (al_is_text(v)) {
        al_put(b, v.as.text.z, v.as.text.n);
    } else {
        write_value(b, v, false);
    }
}
