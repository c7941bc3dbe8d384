/*
 * answer.c: what a statement answered, as text for the journal, and back: exactly, and of drivers' values only.
 *
 *     N          None              S5:hello      a string: how many bytes, and they
 *     T F        True, False       B2:fF00       bytes, in hexadecimal
 *     I-7;       an integer        L2:I1;I2;     a list: how many items, and they
 *     D0.5;      a float           R1:S1:nI7;    a row: how many columns, and of each its name and value
 */
#include "apply/apply.h"

#include <string.h>

/* ---- Writing --------------------------------------------------------------------------------- */

static void write_bytes(struct al_builder *b, struct aludel_text t)
{
    al_putf(b, "B%zu:", t.n);
    for (size_t i = 0; i < t.n; i++) {
        al_putf(b, "%02x", (unsigned)(unsigned char)t.z[i]);
    }
}

static void write_items(struct al_builder *b, char letter, const struct aludel_items *items)
{
    al_putf(b, "%c%zu:", letter, items->count);
    for (size_t i = 0; i < items->count; i++) {
        if (items->keys) {
            al_answer_write(b, items->keys[i]);
        }
        al_answer_write(b, items->values[i]);
    }
}

void al_answer_write(struct al_builder *b, struct aludel_value v)
{
    char number[40];
    switch (v.type) {
    case ALUDEL_BOOL: al_putc(b, v.as.boolean ? 'T' : 'F'); break;
    case ALUDEL_INT: al_putf(b, "I%lld;", (long long)v.as.integer); break;
    case ALUDEL_FLOAT:
        al_format_double(number, sizeof number, v.as.number);
        al_putf(b, "D%s;", number);
        break;
    case ALUDEL_STRING:
        al_putf(b, "S%zu:", v.as.text.n);
        al_put(b, v.as.text.z, v.as.text.n);
        break;
    case ALUDEL_BYTES: write_bytes(b, v.as.text); break;
    case ALUDEL_LIST: write_items(b, 'L', v.as.items); break;
    case ALUDEL_ROW: write_items(b, 'R', v.as.items); break;
    default: al_putc(b, 'N'); break;
    }
}

/* ---- Reading --------------------------------------------------------------------------------- */

struct reader {
    struct aludel_eval *e;
    const char *z, *end;
};

/* Up to `end`, which is passed over. */
static bool take_until(struct reader *r, char end, struct aludel_text *t)
{
    const char *at = r->z < r->end ? memchr(r->z, end, (size_t)(r->end - r->z)) : NULL;
    if (!at) {
        return false;
    }
    *t = (struct aludel_text){r->z, (size_t)(at - r->z)};
    r->z = at + 1;
    return true;
}

/* Of bytes or items: there can't be more of them than there is text. */
static bool take_count(struct reader *r, size_t *count)
{
    struct aludel_text t;
    int64_t i = 0;
    if (!take_until(r, ':', &t) || !al_parse_int(t, &i) || i < 0 || i > r->end - r->z) {
        return false;
    }
    *count = (size_t)i;
    return true;
}

static bool read_number(struct reader *r, bool is_float, struct aludel_value *v)
{
    struct aludel_text t;
    v->type = is_float ? ALUDEL_FLOAT : ALUDEL_INT;
    return take_until(r, ';', &t) &&
           (is_float ? al_parse_double(t, &v->as.number) : al_parse_int(t, &v->as.integer));
}

static bool read_string(struct reader *r, struct aludel_value *v)
{
    size_t n = 0;
    if (!take_count(r, &n)) {
        return false;
    }
    *v = al_new_string(r->e, r->z, n);
    r->z += n;
    return !r->e->failed;
}

static bool read_bytes(struct reader *r, struct aludel_value *v)
{
    static const char digits[] = "0123456789abcdef";
    size_t n = 0;
    if (!take_count(r, &n) || n > (size_t)(r->end - r->z) / 2) {
        return false;
    }
    char *bytes = al_arena_new(r->e->arena, n + 1);
    for (size_t i = 0; bytes && i < n; i++, r->z += 2) {
        const char *high = memchr(digits, r->z[0], 16), *low = memchr(digits, r->z[1], 16);
        if (!high || !low) {
            return false;
        }
        bytes[i] = (char)((high - digits) << 4 | (low - digits));
    }
    *v = aludel_textual(ALUDEL_BYTES, bytes, n);
    return bytes;
}

static bool read_value(struct reader *r, struct aludel_value *v);

static bool read_items(struct reader *r, bool is_row, struct aludel_value *v)
{
    size_t n = 0;
    if (!take_count(r, &n)) {
        return false;
    }
    struct aludel_value *keys = al_arena_new(r->e->arena, (n + 1) * sizeof *keys);
    struct aludel_value *values = al_arena_new(r->e->arena, (n + 1) * sizeof *values);
    for (size_t i = 0; keys && values && i < n; i++) {
        bool named = !is_row || (read_value(r, &keys[i]) && keys[i].type == ALUDEL_STRING);
        if (!named || !read_value(r, &values[i])) {
            return false;
        }
    }
    struct aludel_items *items = al_arena_new(r->e->arena, sizeof *items);
    if (!keys || !values || !items) {
        return false;
    }
    *items = (struct aludel_items){.count = n, .keys = is_row ? keys : NULL, .values = values};
    *v = (struct aludel_value){is_row ? ALUDEL_ROW : ALUDEL_LIST, {.items = items}};
    return true;
}

static bool read_value(struct reader *r, struct aludel_value *v)
{
    if (r->z >= r->end) {
        return false;
    }
    char letter = *r->z++;
    switch (letter) {
    case 'N': *v = aludel_none(); return true;
    case 'T':
    case 'F': *v = aludel_bool(letter == 'T'); return true;
    case 'I':
    case 'D': return read_number(r, letter == 'D', v);
    case 'S': return read_string(r, v);
    case 'B': return read_bytes(r, v);
    case 'L':
    case 'R': return read_items(r, letter == 'R', v);
    default: return false;
    }
}

bool al_answer_read(struct aludel_eval *e, struct aludel_text text, struct aludel_value *v)
{
    struct reader r = {e, text.z, text.z + text.n};
    return read_value(&r, v) && r.z == r.end;
}
