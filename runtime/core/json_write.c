/* json_write.c: to_json, as json.dumps writes it, but for NaN and infinities, which JSON hasn't. */
#include "core/py.h"

#include <math.h>

#define DEEPEST 200

static void write_unit(struct al_builder *b, uint32_t unit)
{
    al_putf(b, "\\u%04x", (unsigned)unit);
}

static void write_character(struct al_builder *b, uint32_t c)
{
    switch (c) {
    case '"': al_puts(b, "\\\""); return;
    case '\\': al_puts(b, "\\\\"); return;
    case '\n': al_puts(b, "\\n"); return;
    case '\r': al_puts(b, "\\r"); return;
    case '\t': al_puts(b, "\\t"); return;
    case '\b': al_puts(b, "\\b"); return;
    case '\f': al_puts(b, "\\f"); return;
    default: break;
    }
    if (c >= ' ' && c < 0x7F) {
        al_putc(b, (char)c);
    } else if (c < 0x10000) {
        write_unit(b, c);
    } else {
        write_unit(b, 0xD800 + ((c - 0x10000) >> 10));
        write_unit(b, 0xDC00 + ((c - 0x10000) & 0x3FF));
    }
}

static void write_text(struct al_builder *b, struct aludel_text t)
{
    al_putc(b, '"');
    for (size_t i = 0, n; i < t.n; i += n) {
        write_character(b, al_utf8_decode(t.z + i, t.n - i, &n));
    }
    al_putc(b, '"');
}

static bool write_double(struct aludel_eval *e, struct al_builder *b, double d)
{
    if (!isfinite(d)) {
        al_raise(e, "Out of range float values are not JSON compliant");
        return false;
    }
    char text[40];
    al_put(b, text, al_format_double(text, sizeof text, d));
    return true;
}

static bool write_key(struct aludel_eval *e, struct al_builder *b, struct aludel_value key, int depth)
{
    if (al_is_text(key)) {
        write_text(b, key.as.text);
        return true;
    }
    if (key.type > ALUDEL_STRING) {
        al_raise(e, "keys must be str, int, float, bool or None, not %s", al_type_name(key.type));
        return false;
    }
    al_putc(b, '"');
    bool ok = al_write_json(e, b, key, depth);
    al_putc(b, '"');
    return ok;
}

static bool write_items(struct aludel_eval *e, struct al_builder *b, struct aludel_value v, int depth)
{
    const struct aludel_items *items = v.as.items;
    bool dict = v.type == ALUDEL_DICT;
    al_putc(b, dict ? '{' : '[');
    for (size_t i = 0; i < items->count; i++) {
        al_puts(b, i ? ", " : "");
        if (dict) {
            if (!write_key(e, b, items->keys[i], depth + 1)) {
                return false;
            }
            al_puts(b, ": ");
        }
        if (!al_write_json(e, b, items->values[i], depth + 1)) {
            return false;
        }
    }
    al_putc(b, dict ? '}' : ']');
    return true;
}

bool al_write_json(struct aludel_eval *e, struct al_builder *b, struct aludel_value v, int depth)
{
    if (depth > DEEPEST) {
        al_raise(e, "nested too deeply for JSON");
        return false;
    }
    switch (v.type) {
    case ALUDEL_NONE: al_puts(b, "null"); return true;
    case ALUDEL_BOOL: al_puts(b, v.as.boolean ? "true" : "false"); return true;
    case ALUDEL_INT: al_putf(b, "%lld", (long long)v.as.integer); return true;
    case ALUDEL_FLOAT: return write_double(e, b, v.as.number);
    case ALUDEL_STRING:
    case ALUDEL_SQL: write_text(b, v.as.text); return true;
    case ALUDEL_LIST:
    case ALUDEL_TUPLE:
    case ALUDEL_ROW:
    case ALUDEL_DICT: return write_items(e, b, v, depth);
    default: al_raise(e, "Object of type %s is not JSON serializable", al_type_name(v.type)); return false;
    }
}

struct aludel_value py_to_json(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    if (!al_enter(e, count, a, 1, AL_DEEP)) {
        return aludel_unset();
    }
    struct al_builder b = al_eval_builder(e);
    al_write_json(e, &b, a[0], 0);
    return al_finished(e, ALUDEL_STRING, &b);
}
