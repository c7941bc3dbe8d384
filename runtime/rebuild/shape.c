/* shape.c: the text of a definition: read, printed with some places replaced, elements put in and taken out. */
#include "rebuild/shape.h"

#include <string.h>

bool al_shape_fail(struct al_shape *s, const char *hint, const char *format, ...)
{
    va_list args;
    if (s->arena->exhausted) {
        return false;
    }
    va_start(args, format);
    al_verror(s->error, ALUDEL_FAILED, format, args);
    va_end(args);
    if (hint) {
        al_error_hint(s->error, "%s", hint);
    }
    return false;
}

bool al_shape_read(struct al_shape *s, struct aludel_text text)
{
    if (al_ddl_read(&s->table, s->arena, ALUDEL_SQLITE, text) && s->table.body.n) {
        s->name = al_shape_name(s, s->table.path.name);
        return !s->arena->exhausted;
    }
    al_shape_fail(s, NULL, "what becomes of the definition can't be read");
    al_error_statement(s->error, text.z, text.n);
    return false;
}

/* ---- A text that is written anew ----------------------------------------------------------------- */

/* What stands between two places of the old one. */
static void keep(const struct al_shape *s, struct al_builder *b, uint32_t from, uint32_t to)
{
    al_put(b, s->table.text.z + from, to - from);
}

static struct al_builder upto(const struct al_shape *s, uint32_t at)
{
    struct al_builder b = al_builder(s->arena);
    keep(s, &b, 0, at);
    return b;
}

/* The rest of the old one, and it is read again. */
static bool from(struct al_shape *s, struct al_builder *b, uint32_t at)
{
    keep(s, b, at, (uint32_t)s->table.text.n);
    return !b->failed && al_shape_read(s, al_built(b));
}

bool al_shape_splice(struct al_shape *s, struct al_ddl_span span, const char *before, struct aludel_text text,
                     const char *behind)
{
    struct al_builder b = upto(s, span.at);
    al_puts(&b, before);
    al_put(&b, text.z, text.n);
    al_puts(&b, behind);
    return from(s, &b, al_ddl_behind(span));
}

/* ---- Asking -------------------------------------------------------------------------------------- */

const char *al_shape_name(const struct al_shape *s, struct al_ddl_span name)
{
    const char *z = al_ddl_name(&s->table, s->arena, name).z;
    return z ? z : "";
}

bool al_shape_is(const struct al_shape *s, struct al_ddl_span span, const char *name)
{
    return al_ddl_is(&s->table, span, name);
}

size_t al_words(const char *text, const char *words)
{
    size_t n = strlen(words);
    return strncmp(text, words, n) == 0 ? n : 0;
}

bool al_same_name(const char *a, const char *b)
{
    return al_same_nocase(al_text(a), al_text(b));
}

const struct al_ddl_column *al_shape_column(const struct al_shape *s, const char *name)
{
    const struct al_ddl_column *c = s->table.columns;
    while (c && !al_shape_is(s, c->name, name)) {
        c = c->next;
    }
    return c;
}

const struct al_ddl_constraint *al_column_has(const struct al_ddl_column *c, enum al_ddl_kind kind)
{
    const struct al_ddl_constraint *k = c->constraints;
    while (k && k->kind != kind) {
        k = k->next;
    }
    return k;
}

static bool is_integer(const struct al_shape *s, const struct al_ddl_column *c)
{
    return c && al_shape_is(s, c->type, "INTEGER");
}

/* INTEGER PRIMARY KEY DESC isn't one; PRIMARY KEY (a DESC) is. */
const struct al_ddl_column *al_shape_rowid(const struct al_shape *s)
{
    if (s->table.without_rowid) {
        return NULL;
    }
    for (const struct al_ddl_column *c = s->table.columns; c; c = c->next) {
        const struct al_ddl_constraint *key = al_column_has(c, AL_DDL_PRIMARY_KEY);
        if (key) {
            bool falls = al_shape_is(s, key->order, "DESC");
            return is_integer(s, c) && !falls ? c : NULL;
        }
    }
    for (const struct al_ddl_constraint *k = s->table.constraints; k; k = k->next) {
        struct al_ddl_element first = {0}, next;
        if (k->kind == AL_DDL_PRIMARY_KEY && al_ddl_next(&s->table, k->columns, &first)) {
            const struct al_ddl_column *c = al_shape_column(s, al_shape_name(s, first.name));
            next = first;
            return is_integer(s, c) && !al_ddl_next(&s->table, k->columns, &next) ? c : NULL;
        }
    }
    return NULL;
}

/* ---- Elements -------------------------------------------------------------------------------------- */

struct element {
    struct al_ddl_span span, comma;
};

size_t al_shape_columns(const struct al_shape *s)
{
    size_t count = 0;
    for (const struct al_ddl_column *c = s->table.columns; c; c = c->next) {
        count++;
    }
    return count;
}

size_t al_shape_count(const struct al_shape *s)
{
    size_t count = al_shape_columns(s);
    for (const struct al_ddl_constraint *k = s->table.constraints; k; k = k->next) {
        count++;
    }
    return count;
}

static struct element element_at(const struct al_shape *s, size_t at)
{
    for (const struct al_ddl_column *c = s->table.columns; c; c = c->next) {
        if (at-- == 0) {
            return (struct element){c->span, c->comma};
        }
    }
    for (const struct al_ddl_constraint *k = s->table.constraints; k; k = k->next) {
        if (at-- == 0) {
            return (struct element){k->span, k->comma};
        }
    }
    return (struct element){{0, 0}, {0, 0}};
}

size_t al_shape_find(const struct al_shape *s, struct al_ddl_span span)
{
    size_t at = 0, count = al_shape_count(s);
    while (at < count && element_at(s, at).span.at != span.at) {
        at++;
    }
    return at;
}

/* ---- White space and comments -------------------------------------------------------------------- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static bool is_space(char c)
{
    return is_blank(c) || c == '\n' || c == '\f';
}

static char char_at(const struct al_shape *s, uint32_t at)
{
    return (char)(at < s->table.text.n ? s->table.text.z[at] : '\0');
}

static uint32_t skip_space(const struct al_shape *s, uint32_t at)
{
    while (is_space(char_at(s, at))) {
        at++;
    }
    return at;
}

static uint32_t space_before(const struct al_shape *s, uint32_t at)
{
    while (at > 0 && is_space(char_at(s, at - 1))) {
        at--;
    }
    return at;
}

/* Where a comment ends that begins on this line behind `at`; else `at`. */
static uint32_t behind_comment(const struct al_shape *s, uint32_t at)
{
    uint32_t i = at;
    while (is_blank(char_at(s, i))) {
        i++;
    }
    if (char_at(s, i) == '-' && char_at(s, i + 1) == '-') {
        while (char_at(s, i) != '\n' && i < s->table.text.n) {
            i++;
        }
        return i;
    }
    if (char_at(s, i) == '/' && char_at(s, i + 1) == '*') {
        const char *end = strstr(s->table.text.z + i + 2, "*/");
        uint32_t stop = end ? (uint32_t)(end + 2 - s->table.text.z) : at;
        return memchr(s->table.text.z + i, '\n', stop - i) ? at : stop;
    }
    return at;
}

/* What stands in front of an element: a new line and its indentation, or a blank. */
static struct aludel_text indentation(const struct al_shape *s, uint32_t at)
{
    for (uint32_t i = at; i > 0 && is_space(char_at(s, i - 1)); i--) {
        if (char_at(s, i - 1) == '\n') {
            return (struct aludel_text){s->table.text.z + i - 1, at - i + 1};
        }
    }
    return AL_TEXT(" ");
}

/* Nothing where white space stands anyway, or what parts words as well: "a"INT, VARCHAR(3)UNIQUE are two words each. */
static const char *blank_beside(const struct al_shape *s, uint32_t at)
{
    char c = char_at(s, at);
    return is_space(c) || c == ',' || c == ')' || c == '\0' ? "" : " ";
}

static bool ends_in_line_comment(const char *z, size_t n)
{
    for (size_t i = n; i > 1 && z[i - 1] != '\n'; i--) {
        if (z[i - 1] == '-' && z[i - 2] == '-') {
            return true;
        }
    }
    return false;
}

/* ---- Clauses --------------------------------------------------------------------------------------- */

bool al_shape_put(struct al_shape *s, uint32_t at, const char *before, struct aludel_text text)
{
    return al_shape_splice(s, (struct al_ddl_span){at, 0}, before, text, blank_beside(s, at));
}

bool al_shape_replace(struct al_shape *s, struct al_ddl_span span, struct aludel_text text)
{
    return al_shape_splice(s, span, blank_beside(s, span.at - 1), text, blank_beside(s, al_ddl_behind(span)));
}

/* ---- Putting in ------------------------------------------------------------------------------------ */

/* What parts a new element at `at` from what stands in front, as the one beside it is parted. */
static struct aludel_text space_for(const struct al_shape *s, uint32_t at, struct al_ddl_span beside)
{
    struct aludel_text space = indentation(s, beside.at);
    return *space.z != '\n' && ends_in_line_comment(s->table.text.z, at) ? AL_TEXT("\n") : space;
}

static void put(struct al_builder *b, struct aludel_text text)
{
    al_put(b, text.z, text.n);
}

static bool insert_first(struct al_shape *s, struct aludel_text element, struct aludel_text comment)
{
    uint32_t at = element_at(s, 0).span.at;
    struct al_builder b = upto(s, at);
    put(&b, element);
    al_putc(&b, ',');
    put(&b, comment);
    put(&b, comment.n ? AL_TEXT("\n") : indentation(s, at));
    return from(s, &b, at);
}

/* In front of the one `beside`, or behind it, which is the last. A line comment goes on to the end of its line. */
static bool insert_at(struct al_shape *s, struct element beside, bool last, struct aludel_text element,
                      struct aludel_text comment)
{
    uint32_t end = al_ddl_behind(last ? beside.span : beside.comma), at = behind_comment(s, end);
    struct al_builder b = upto(s, end);
    al_puts(&b, last ? "," : "");
    keep(s, &b, end, at);
    put(&b, space_for(s, at, beside.span));
    put(&b, element);
    al_puts(&b, last ? "" : ",");
    put(&b, comment);
    al_puts(&b, ends_in_line_comment(comment.z, comment.n) && char_at(s, at) != '\n' ? "\n" : "");
    return from(s, &b, at);
}

bool al_shape_insert(struct al_shape *s, size_t at, struct aludel_text element, struct aludel_text comment)
{
    size_t count = al_shape_count(s);
    bool last = at >= count || !element_at(s, at).comma.n;
    return at == 0 ? insert_first(s, element, comment)
                   : insert_at(s, element_at(s, last ? count - 1 : at), last, element, comment);
}

/* ---- Taking out ------------------------------------------------------------------------------------ */

struct aludel_text al_shape_element(const struct al_shape *s, size_t at)
{
    struct al_ddl_span span = element_at(s, at).span, comma = element_at(s, at + 1).comma;
    uint32_t to = comma.n ? space_before(s, comma.at) : al_ddl_behind(span);
    to += char_at(s, to) == '\n' && ends_in_line_comment(s->table.text.z + span.at, to - span.at);
    return (struct aludel_text){s->table.text.z + span.at, to - span.at};
}

struct aludel_text al_shape_comment(const struct al_shape *s, size_t at)
{
    bool last = at + 1 == al_shape_count(s);
    uint32_t from = al_ddl_behind(last ? element_at(s, at).span : element_at(s, at + 1).comma);
    uint32_t to = from ? behind_comment(s, from) : 0;
    return (struct aludel_text){s->table.text.z + from, to - from};
}

/* What must stand where everything from `at` to `to` is gone. */
static const char *glue(const struct al_shape *s, uint32_t at, uint32_t to)
{
    bool open = char_at(s, to) != '\n' && ends_in_line_comment(s->table.text.z, at);
    return open ? "\n" : blank_beside(s, to);
}

static bool take_out(struct al_shape *s, uint32_t at, uint32_t to, const char *instead)
{
    return al_shape_splice(s, (struct al_ddl_span){at, to - at}, instead, AL_TEXT(""), "");
}

bool al_shape_cut(struct al_shape *s, struct al_ddl_span span)
{
    uint32_t at = space_before(s, span.at), to = al_ddl_behind(span);
    return take_out(s, at, to, glue(s, at, to));
}

static bool begins_comment(const struct al_shape *s, uint32_t at)
{
    char first = char_at(s, at), second = char_at(s, at + 1);
    return (first == '-' && second == '-') || (first == '/' && second == '*');
}

/* With its comma, and with the comment behind that. A comment of the next one stays on its own line. */
static bool remove_before(struct al_shape *s, struct al_ddl_span span, struct al_ddl_span comma)
{
    uint32_t end = behind_comment(s, al_ddl_behind(comma)), next = skip_space(s, end);
    if (!begins_comment(s, next)) {
        return take_out(s, span.at, next, "");
    }
    uint32_t at = space_before(s, span.at);
    return take_out(s, at, end, glue(s, at, end));
}

static bool remove_last(struct al_shape *s, struct element e)
{
    uint32_t at = space_before(s, e.span.at), to = behind_comment(s, al_ddl_behind(e.span));
    struct al_builder b = upto(s, e.comma.n ? e.comma.at : at);
    if (e.comma.n) {
        uint32_t end = al_ddl_behind(e.comma);
        at = at < end ? end : at;
        keep(s, &b, end, at);
    }
    al_puts(&b, glue(s, at, to));
    return from(s, &b, to);
}

bool al_shape_remove(struct al_shape *s, size_t at)
{
    struct element e = element_at(s, at);
    if (at + 1 == al_shape_count(s)) {
        return remove_last(s, e);
    }
    struct al_ddl_span comma = element_at(s, at + 1).comma;
    return comma.n ? remove_before(s, e.span, comma) : al_shape_cut(s, e.span);
}
