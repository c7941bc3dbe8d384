/* py_bytes.c: between text and bytes. */
#include "core/py.h"

enum encoding { UTF8, ASCII, LATIN1 };

static const char *const codec_names[] = {"utf-8", "ascii", "latin-1"};

static bool find_encoding(struct aludel_eval *e, struct aludel_value v, const char *what,
                          enum encoding *encoding)
{
    static const struct {
        const char *name;
        enum encoding encoding;
    } names[] = {{"utf-8", UTF8},     {"utf8", UTF8},      {"utf_8", UTF8},    {"ascii", ASCII},
                 {"us-ascii", ASCII}, {"latin-1", LATIN1}, {"latin1", LATIN1}, {"iso-8859-1", LATIN1}};
    struct aludel_text t = AL_TEXT("utf-8");
    if (v.type != ALUDEL_UNSET && !al_text_argument(e, v, what, &t)) {
        return false;
    }
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (al_same_nocase(t, al_text(names[i].name))) {
            *encoding = names[i].encoding;
            return true;
        }
    }
    al_raise(e, "unknown encoding: %.*s", (int)t.n, t.z);
    return false;
}

static bool encodable(uint32_t c, enum encoding encoding)
{
    return c <= (encoding == ASCII ? 0x7F : encoding == LATIN1 ? 0xFF : 0x10FFFF);
}

/* Names the characters from byte `at` on, which is the character `position`, that can't be encoded. */
static struct aludel_value cannot_encode(struct aludel_eval *e, struct aludel_text t, size_t at,
                                         size_t position, enum encoding encoding)
{
    size_t n, length = al_utf8_length(t.z + at, t.n - at), count = 0;
    for (size_t i = at; i < t.n && !encodable(al_utf8_decode(t.z + i, t.n - i, &n), encoding); i += n) {
        count++;
    }
    unsigned limit = encoding == ASCII ? 128 : 256;
    if (count > 1) {
        return al_raise(e, "'%s' codec can't encode characters in position %zu-%zu: ordinal not in range(%u)",
                        codec_names[encoding], position, position + count - 1, limit);
    }
    struct al_builder b = al_eval_builder(e);
    al_write_ascii(&b, aludel_textual(ALUDEL_STRING, t.z + at, length));
    return al_raise(e, "'%s' codec can't encode character %s in position %zu: ordinal not in range(%u)",
                    codec_names[encoding], al_built(&b).z, position, limit);
}

struct aludel_value py_m_encode(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    enum encoding encoding;
    if (!al_receiver(e, count, a, "encode", false) ||
        !find_encoding(e, al_argument(count, a, 1), "encode() argument 'encoding'", &encoding)) {
        return aludel_unset();
    }
    struct aludel_text t = a[0].as.text;
    struct al_builder b = al_eval_builder(e);
    size_t position = 0;
    for (size_t i = 0, n; i < t.n; i += n, position++) {
        uint32_t c = al_utf8_decode(t.z + i, t.n - i, &n);
        if (!encodable(c, encoding)) {
            return cannot_encode(e, t, i, position, encoding);
        }
        if (encoding == LATIN1) {
            al_putc(&b, (char)c);
        } else {
            al_put(&b, t.z + i, n);
        }
    }
    return al_finished(e, ALUDEL_BYTES, &b);
}

static struct aludel_value decode_latin1(struct aludel_eval *e, struct aludel_text t)
{
    struct al_builder b = al_eval_builder(e);
    for (size_t i = 0; i < t.n; i++) {
        char z[4];
        al_put(&b, z, al_utf8_encode((unsigned char)t.z[i], z));
    }
    return al_finished(e, ALUDEL_STRING, &b);
}

static bool is_bytes(struct aludel_eval *e, size_t count, const struct aludel_value *a, const char *method)
{
    if (al_enter(e, count, a, 1, AL_DEEP) && a[0].type != ALUDEL_BYTES) {
        al_raise(e, "'%s' object has no attribute '%s'", al_type_name(a[0].type), method);
    }
    return !e->failed;
}

static struct aludel_value cannot_decode(struct aludel_eval *e, struct aludel_text t, size_t at,
                                         enum encoding encoding)
{
    unsigned byte = (unsigned char)t.z[at];
    bool start = byte >= 0xC2 && byte <= 0xF4;
    return al_raise(e, "'%s' codec can't decode byte 0x%02x in position %zu: %s", codec_names[encoding], byte,
                    at,
                    encoding == ASCII ? "ordinal not in range(128)"
                    : !start          ? "invalid start byte"
                    : at + 1 == t.n   ? "unexpected end of data"
                                      : "invalid continuation byte");
}

struct aludel_value py_m_decode(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    enum encoding encoding;
    if (!is_bytes(e, count, a, "decode") ||
        !find_encoding(e, al_argument(count, a, 1), "decode() argument 'encoding'", &encoding)) {
        return aludel_unset();
    }
    struct aludel_text t = a[0].as.text;
    if (encoding == LATIN1) {
        return decode_latin1(e, t);
    }
    for (size_t i = 0, n; i < t.n; i += n) {
        uint32_t c = al_utf8_decode(t.z + i, t.n - i, &n);
        if (encoding == ASCII ? c > 0x7F : c >= 0xDC80 && c <= 0xDCFF) {
            return cannot_decode(e, t, i, encoding);
        }
    }
    return aludel_textual(ALUDEL_STRING, t.z, t.n);
}

struct aludel_value py_m_hex(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    if (!is_bytes(e, count, a, "hex")) {
        return aludel_unset();
    }
    struct al_builder b = al_eval_builder(e);
    for (size_t i = 0; i < a[0].as.text.n; i++) {
        al_putf(&b, "%02x", (unsigned)(unsigned char)a[0].as.text.z[i]);
    }
    return al_finished(e, ALUDEL_STRING, &b);
}
