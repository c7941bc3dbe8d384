#include "base/report.h"

#include "base/files.h"

#include <string.h>

/* ---- Places ------------------------------------------------------------------------------------- */

struct place {
    const char *path; /* NULL: nowhere */
    struct position begin, end;
};

static const char *path_from_here(struct arena *a, const char *path)
{
    const char *here = path_absolute(a, "."), *whole = path_absolute(a, path);
    size_t n = strlen(here);
    if (!strncmp(whole, here, n) && whole[n] == '/')
        return whole + n + 1;
    return path_normal(a, path);
}

static struct place place_of(struct arena *a, struct span at)
{
    if (!at.source)
        return (struct place){0};
    uint32_t to = at.to > at.from ? at.to : at.from;
    return (struct place){path_from_here(a, at.source->path), source_position(at.source, at.from),
                          source_position(at.source, to)};
}

static bool is_error(const struct diagnostic *one)
{
    return one->severity == SEVERITY_ERROR;
}

/* ---- gcc ---------------------------------------------------------------------------------------- */

static void put_gcc_line(struct al_builder *b, struct arena *a, struct span at, const char *level,
                         const char *message)
{
    struct place place = place_of(a, at);
    diag_put_plain(b, al_text(place.path ? place.path : "aludel"));
    if (place.path)
        al_putf(b, ":%lu:%lu", (unsigned long)place.begin.line, (unsigned long)place.begin.column);
    al_putf(b, ": %s: ", level);
    diag_put_plain(b, al_text(message));
}

static struct aludel_text render_gcc(struct diagnostics *d, struct arena *a)
{
    const struct diagnostic **list;
    struct al_builder b = al_builder(&a->memory);
    size_t count = diag_sorted(d, a, &list);
    for (size_t i = 0; i < count; i++) {
        put_gcc_line(&b, a, list[i]->span, is_error(list[i]) ? "error" : "warning", list[i]->message);
        if (list[i]->hint) {
            al_puts(&b, " [");
            diag_put_plain(&b, al_text(list[i]->hint));
            al_putc(&b, ']');
        }
        al_putc(&b, '\n');
        for (size_t k = 0; k < 2 && list[i]->also[k].message; k++) {
            put_gcc_line(&b, a, list[i]->also[k].span, "note", list[i]->also[k].message);
            al_putc(&b, '\n');
        }
    }
    return al_built(&b);
}

/* ---- JSON --------------------------------------------------------------------------------------- */

/* A byte that is no character (of a path) has none in JSON: U+FFFD stands for it. */
static void put_character(struct al_builder *b, const char *z, size_t n)
{
    unsigned char c = (unsigned char)*z;
    if (c == '"' || c == '\\')
        al_putf(b, "\\%c", c);
    else if (c < ' ' || c == 0x7f)
        al_putf(b, "\\u%04x", (unsigned)c);
    else if (c >= 0x80 && n == 1)
        al_puts(b, "\xEF\xBF\xBD");
    else
        al_put(b, z, n);
}

static void put_string(struct al_builder *b, const char *z)
{
    al_putc(b, '"');
    for (size_t left = strlen(z), n; left; z += n, left -= n) {
        n = al_utf8_length(z, left);
        put_character(b, z, n);
    }
    al_putc(b, '"');
}

static void put_member(struct al_builder *b, const char *name, const char *value)
{
    al_putf(b, "\"%s\": ", name);
    if (value)
        put_string(b, value);
    else
        al_puts(b, "null");
}

static void put_json_place(struct al_builder *b, struct arena *a, struct span at)
{
    struct place place = place_of(a, at);
    put_member(b, "file", place.path);
    if (place.path)
        al_putf(b, ", \"line\": %lu, \"column\": %lu, \"end_line\": %lu, \"end_column\": %lu, ",
                (unsigned long)place.begin.line, (unsigned long)place.begin.column,
                (unsigned long)place.end.line, (unsigned long)place.end.column);
    else
        al_puts(b, ", \"line\": null, \"column\": null, \"end_line\": null, \"end_column\": null, ");
}

static void put_json_one(struct al_builder *b, struct arena *a, const struct diagnostic *one)
{
    al_putc(b, '{');
    put_json_place(b, a, one->span);
    put_member(b, "severity", is_error(one) ? "error" : "remark");
    al_puts(b, ", ");
    put_member(b, "message", one->message);
    al_puts(b, ", ");
    put_member(b, "hint", one->hint);
    al_puts(b, ", \"related\": [");
    for (size_t k = 0; k < 2 && one->also[k].message; k++) {
        al_puts(b, k ? ", {" : "{");
        put_json_place(b, a, one->also[k].span);
        put_member(b, "message", one->also[k].message);
        al_putc(b, '}');
    }
    al_puts(b, "]}");
}

/* The diagnostics, one a line, each written by `put`. */
static void put_each(struct al_builder *b, struct diagnostics *d, struct arena *a,
                     void (*put)(struct al_builder *, struct arena *, const struct diagnostic *))
{
    const struct diagnostic **list;
    size_t count = diag_sorted(d, a, &list);
    for (size_t i = 0; i < count; i++) {
        al_puts(b, i ? ",\n" : "\n");
        put(b, a, list[i]);
    }
    al_puts(b, count ? "\n" : "");
}

static struct aludel_text render_json(struct diagnostics *d, struct arena *a)
{
    struct al_builder b = al_builder(&a->memory);
    al_puts(&b, "{\"diagnostics\": [");
    put_each(&b, d, a, put_json_one);
    al_puts(&b, "]}\n");
    return al_built(&b);
}

/* ---- SARIF -------------------------------------------------------------------------------------- */

static const char *uri_of(struct arena *a, const char *path)
{
    static const char digits[] = "0123456789ABCDEF";
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
    struct al_builder b = al_builder(&a->memory);
    al_puts(&b, path[0] == '/' ? "file://" : "");
    for (; *path; path++) {
        unsigned char c = (unsigned char)*path;
        const char coded[3] = {'%', digits[c >> 4], digits[c & 15]};
        bool is_plain = strchr(plain, *path) != NULL;
        al_put(&b, is_plain ? path : coded, is_plain ? 1 : sizeof coded);
    }
    return al_built(&b).z;
}

/* From the current folder, which the run names; where that doesn't hold it, the whole path: no reader follows "..". */
static void put_artifact(struct al_builder *b, struct arena *a, const char *path)
{
    bool outside = path[0] == '/' || !strncmp(path, "../", 3);
    al_puts(b, "\"artifactLocation\": {");
    put_member(b, "uri", uri_of(a, outside ? path_absolute(a, path) : path));
    al_puts(b, outside ? "}" : ", \"uriBaseId\": \"%SRCROOT%\"}");
}

static void put_sarif_location(struct al_builder *b, struct arena *a, struct span at, const char *message)
{
    struct place place = place_of(a, at);
    al_putc(b, '{');
    if (place.path) {
        al_puts(b, "\"physicalLocation\": {");
        put_artifact(b, a, place.path);
        al_putf(b,
                ", \"region\": {\"startLine\": %lu, \"startColumn\": %lu, \"endLine\": %lu, \"endColumn\": "
                "%lu}}",
                (unsigned long)place.begin.line, (unsigned long)place.begin.column,
                (unsigned long)place.end.line, (unsigned long)place.end.column);
    }
    if (message) {
        al_puts(b, place.path ? ", \"message\": {" : "\"message\": {");
        put_member(b, "text", message);
        al_putc(b, '}');
    }
    al_putc(b, '}');
}

static void put_sarif_related(struct al_builder *b, struct arena *a, const struct diagnostic *one)
{
    if (!one->also[0].message)
        return;
    al_puts(b, ", \"relatedLocations\": [");
    for (size_t k = 0; k < 2 && one->also[k].message; k++) {
        al_puts(b, k ? ", " : "");
        put_sarif_location(b, a, one->also[k].span, one->also[k].message);
    }
    al_putc(b, ']');
}

static void put_sarif_one(struct al_builder *b, struct arena *a, const struct diagnostic *one)
{
    const char *hint = one->hint ? arena_format(a, "; %s", one->hint) : "";
    bool error = is_error(one);
    al_putf(b, "{\"ruleId\": \"%s\", \"ruleIndex\": %d, \"level\": \"%s\", \"message\": {",
            error ? "error" : "remark", error ? 0 : 1, error ? "error" : "note");
    put_member(b, "text", arena_format(a, "%s%s", one->message, hint));
    al_puts(b, "}, \"locations\": [");
    if (one->span.source)
        put_sarif_location(b, a, one->span, NULL);
    al_putc(b, ']');
    put_sarif_related(b, a, one);
    al_putc(b, '}');
}

static struct aludel_text render_sarif(struct diagnostics *d, struct arena *a)
{
    const char *here = path_absolute(a, ".");
    struct al_builder b = al_builder(&a->memory);
    al_puts(&b,
            "{\"$schema\": \"https://json.schemastore.org/sarif-2.1.0.json\", \"version\": \"2.1.0\", "
            "\"runs\": [{\n"
            "\"tool\": {\"driver\": {\"name\": \"aludel\", \"version\": \"" ALUDEL_VERSION
            "\", \"rules\": [\n"
            "{\"id\": \"error\", \"shortDescription\": {\"text\": \"what stops the build\"}, "
            "\"defaultConfiguration\": {\"level\": \"error\"}},\n"
            "{\"id\": \"remark\", \"shortDescription\": {\"text\": \"what is said, and changes nothing\"}, "
            "\"defaultConfiguration\": {\"level\": \"note\"}}\n"
            "]}},\n\"originalUriBaseIds\": {\"%SRCROOT%\": {");
    put_member(&b, "uri", uri_of(a, here[1] ? arena_format(a, "%s/", here) : here));
    al_puts(&b, "}},\n\"columnKind\": \"unicodeCodePoints\",\n\"results\": [");
    put_each(&b, d, a, put_sarif_one);
    al_puts(&b, "]}]}\n");
    return al_built(&b);
}

/* ---- The formats -------------------------------------------------------------------------------- */

static const struct report_format report_formats[] = {
    {"gcc", render_gcc}, {"json", render_json}, {"sarif", render_sarif}, {NULL, NULL}};

const struct report_format *report_format_named(const char *name)
{
    for (const struct report_format *f = report_formats; f->name; f++)
        if (!strcmp(f->name, name))
            return f;
    return NULL;
}
