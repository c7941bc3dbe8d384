#include "emit/inner.h"

#include <string.h>

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

static bool is_plain(struct aludel_text id, size_t i)
{
    char c = id.z[i];
    if (c == '_')
        return i + 2 >= id.n || !is_hex(id.z[i + 1]) || !is_hex(id.z[i + 2]);
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

const char *identifier(struct arena *a, struct aludel_text id)
{
    struct al_builder b = al_builder(&a->memory);
    for (size_t i = 0; i < id.n; i++) {
        if (is_plain(id, i))
            al_putc(&b, id.z[i]);
        else
            al_putf(&b, "_%02x", (unsigned)(unsigned char)id.z[i]);
    }
    return al_built(&b).z;
}

static bool is_a_word(const char *name)
{
    static const char *const words[] = {
        "auto",         "break",  "case",     "char",     "const",    "continue",  "default",
        "do",           "double", "else",     "enum",     "extern",   "float",     "for",
        "goto",         "if",     "inline",   "int",      "long",     "register",  "restrict",
        "return",       "short",  "signed",   "sizeof",   "static",   "struct",    "switch",
        "typedef",      "union",  "unsigned", "void",     "volatile", "while",     "alignas",
        "alignof",      "bool",   "true",     "false",    "nullptr",  "constexpr", "static_assert",
        "thread_local", "typeof", "op",       "e",        "py",       "main",      "errno",
        "stdin",        "stdout", "stderr",   "assert",   "linux",    "unix",      "asm",
        "NULL",         "EOF",    "SQL",      "INFINITY", "NAN",      "size_t",    "int64_t",
        "uint32_t",     "isnan",  "isinf",    "signbit",  NULL};
    for (const char *const *w = words; *w; w++)
        if (!strcmp(name, *w))
            return true;
    return false;
}

bool is_reserved(const char *name)
{
    return is_a_word(name) || !strncmp(name, "aludel_", 7) || !strncmp(name, "py_", 3) ||
           !strncmp(name, "ALUDEL_", 7) || !strncmp(name, "rows_", 5) || !strncmp(name, "places_", 7) ||
           !strncmp(name, "kept_", 5) || !strncmp(name, "loop_", 5) || !strncmp(name, "over_", 5) ||
           name[0] == '_';
}

bool emit_calls_its_own(const char *symbol)
{
    static const char *const tables[] = {"migrations", "originals", "links",    "sums",       "functions",
                                         "hooks",      "carried",   "replaced", "compatible", "stands_for",
                                         "repeated",   "ways",      "number",   "shared",     "schema",
                                         "target",     "edits",     "table",    NULL};
    for (const char *const *t = tables; *t; t++)
        if (!strcmp(symbol, *t))
            return true;
    return is_a_word(symbol);
}

const char *emit_upper(struct arena *a, const char *name)
{
    char *out = arena_format(a, "%s", name);
    for (char *c = out; *c; c++)
        if (*c >= 'a' && *c <= 'z')
            *c = (char)(*c - 'a' + 'A');
    return out;
}

static const char *const direction_names[] = {[ALUDEL_UP] = "upgrade", [ALUDEL_DOWN] = "downgrade"};

const char *function_name(struct arena *a, const struct c_names *n, const struct migration *m,
                          enum aludel_direction d)
{
    return arena_format(a, "%s%s_%s_%s", n->symbol, m->replaced ? "_original" : "", direction_names[d],
                        identifier(a, m->id));
}

void declare_ways(struct arena *a, struct c_writer *w, const struct c_names *n, const struct migration *m)
{
    const char *up = function_name(a, n, m, ALUDEL_UP);
    if (n->no_downgrade)
        c_line(w, "aludel_step_fn %s;", up);
    else
        c_line(w, "aludel_step_fn %s, %s;", up, function_name(a, n, m, ALUDEL_DOWN));
}
