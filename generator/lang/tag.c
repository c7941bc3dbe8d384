/* tag.c: tags and their attributes. */
#include "lang/parser.h"

#include <string.h>

static void add_attribute(struct parser *p, struct tag *tag, struct token name)
{
    struct attribute one = {.name = name};
    for (size_t i = 0; i < tag->attributes.count; i++) {
        struct attribute *other = &tag->attributes.at[i];
        if (!al_same(token_text(p, other->name), token_text(p, name)))
            continue;
        diag_error(p->diagnostics, token_span(p, name), "attribute '%.*s' is given twice",
                   (int)(name.to - name.from), p->source->text.z + name.from);
        diag_also(p->diagnostics, token_span(p, other->name), "already given here");
        one.used = true;
    }
    vec_push(p->arena, &tag->attributes, one);
}

/* `before`: the code of the token in front of it. */
static void add_value(struct parser *p, struct tag *tag, struct token value, int before)
{
    struct attribute *last = tag->attributes.count ? &tag->attributes.at[tag->attributes.count - 1] : NULL;
    bool has_name = last && !last->value.from;
    if (has_name && before == CHUNK_WORD) {
        diag_error(p->diagnostics, token_span(p, value), "a '=' is missing in front of this value");
        diag_hint(p->diagnostics, "it reads name=\"value\"");
    } else if (!has_name && before != CHUNK_EQUALS) {
        diag_error(p->diagnostics, token_span(p, value), "a value without 'name=' in front of it");
    }
    tag->stray |= !has_name;
    if (!has_name)
        return;
    last->value.from = value.from + 1;
    last->value.to = value.to - 1;
}

static void check_equals(struct parser *p, struct tag *tag, struct token equals, int before)
{
    if (before == CHUNK_WORD)
        return;
    diag_error(p->diagnostics, token_span(p, equals), "a '=' without a name in front of it");
    diag_hint(p->diagnostics, "it reads name=\"value\"");
    tag->stray = true;
}

static void check_values(struct parser *p, struct tag *tag)
{
    for (size_t i = 0; i < tag->attributes.count; i++) {
        struct attribute *one = &tag->attributes.at[i];
        if (one->value.from)
            continue;
        diag_error(p->diagnostics, token_span(p, one->name), "attribute '%.*s' has no value",
                   (int)(one->name.to - one->name.from), p->source->text.z + one->name.from);
        diag_hint(p->diagnostics, "it reads name=\"value\"");
        one->used = true;
    }
}

void tag_read(struct parser *p, struct token chunk, struct tag *tag)
{
    struct lexer lex;
    struct token t;
    int before = 0;
    memset(tag, 0, sizeof *tag);
    tag->span = token_span(p, chunk);
    const char *z = p->source->text.z;
    uint32_t end = chunk.from + 2;
    while (!strchr(" \t\r\n\f\v=\"',/>", z[end]))
        end++;
    tag->name_span = span_of(p, chunk.from + 2, end);
    tag->name = span_text(tag->name_span);
    lexer_init(&lex, p, FRAGMENT_EXPRESSION, end, chunk.to);
    do {
        t = tag_next(&lex);
        if (t.code == CHUNK_WORD)
            add_attribute(p, tag, t);
        else if (t.code == CHUNK_QUOTED)
            add_value(p, tag, t, before);
        else if (t.code == CHUNK_EQUALS)
            check_equals(p, tag, t, before);
        before = t.code;
    } while (t.code != CHUNK_CLOSE && t.code != CHUNK_CLOSE_EMPTY && t.code != CHUNK_END);
    tag->empty = t.code == CHUNK_CLOSE_EMPTY;
    check_values(p, tag);
}

static struct attribute *tag_attribute(struct parser *p, struct tag *tag, const char *name)
{
    for (size_t i = 0; i < tag->attributes.count; i++)
        if (token_reads(p, tag->attributes.at[i].name, name)) {
            tag->attributes.at[i].used = true;
            return tag->attributes.at[i].value.from ? &tag->attributes.at[i] : NULL;
        }
    return NULL;
}

/* One that is nearly called so. */
static struct attribute *nearly(struct parser *p, struct tag *tag, const char *name)
{
    for (size_t i = 0; i < tag->attributes.count; i++) {
        struct attribute *one = &tag->attributes.at[i];
        struct aludel_text text = token_text(p, one->name);
        if (one->used || !al_nearest(text, &name, 1))
            continue;
        diag_error(p->diagnostics, token_span(p, one->name), "<%%%.*s> has no attribute '%.*s'",
                   (int)tag->name.n, tag->name.z, (int)text.n, text.z);
        diag_hint(p->diagnostics, "did you mean '%s'?", name);
        one->used = true;
        return one->value.from ? one : NULL;
    }
    return NULL;
}

static struct attribute *tag_need(struct parser *p, struct tag *tag, const char *name, const char *example)
{
    struct attribute *one = tag_attribute(p, tag, name);
    for (size_t i = 0; i < tag->attributes.count; i++)
        if (token_reads(p, tag->attributes.at[i].name, name))
            return one; /* without a value: said already */
    if (!one)
        one = nearly(p, tag, name);
    if (!one && !tag->stray) {
        diag_error(p->diagnostics, tag->span, "<%%%.*s> needs the attribute '%s'", (int)tag->name.n,
                   tag->name.z, name);
        diag_hint(p->diagnostics, "it reads %s", example);
    }
    return one;
}

void tag_leftovers(struct parser *p, struct tag *tag)
{
    for (size_t i = 0; i < tag->attributes.count; i++) {
        const struct attribute *one = &tag->attributes.at[i];
        if (one->used)
            continue;
        diag_error(p->diagnostics, token_span(p, one->name), "<%%%.*s> has no attribute '%.*s'",
                   (int)tag->name.n, tag->name.z, (int)(one->name.to - one->name.from),
                   p->source->text.z + one->name.from);
    }
}

/* A constant: no ${} in it. */
static bool constant_value(struct parser *p, const struct attribute *one, struct aludel_text *text)
{
    *text = token_text(p, one->value);
    for (size_t i = 0; i + 1 < text->n; i++)
        if (text->z[i] == '$' && text->z[i + 1] == '{') {
            diag_error(p->diagnostics, token_span(p, one->value), "this attribute must be a constant");
            return false;
        }
    if (text->n == 0)
        diag_error(p->diagnostics, token_span(p, one->value), "this attribute is empty");
    return text->n > 0;
}

static struct node *parse_value(struct parser *p, const struct attribute *one, enum fragment fragment)
{
    struct lexer lex;
    lexer_init(&lex, p, fragment, one->value.from, one->value.to);
    return fragment_parse(&lex);
}

bool tag_is_verbatim(const struct tag *tag)
{
    return al_is(tag->name, "doc") || al_is(tag->name, "text") || al_is(tag->name, "c");
}

struct node *tag_def(struct parser *p, struct tag *tag)
{
    struct attribute *name = tag_need(p, tag, "name", "<%def name=\"f(a, b=1)\">");
    struct node *n = name ? parse_value(p, name, FRAGMENT_SIGNATURE) : NULL;
    if (!n)
        return NULL;
    n->is_template = true;
    n->span = tag->span;
    return n;
}

static struct node *make_call_tag(struct parser *p, struct tag *tag, struct node *call)
{
    struct node *n = make(p, N_CALL_TAG, tag->span);
    n->name_span = tag->name_span;
    n->a = adopt(p, n, call);
    struct attribute *args = tag_attribute(p, tag, "args");
    if (!args)
        return n;
    struct token at = args->value;
    n->c = make_def(p, at, at, parse_value(p, args, FRAGMENT_PARAMETERS), NULL);
    n->c->text = AL_TEXT("body");
    return n;
}

struct node *tag_call(struct parser *p, struct tag *tag)
{
    struct attribute *wanted = tag_need(p, tag, "expr", "<%call expr=\"f(1, 2)\">");
    struct node *call = wanted ? parse_value(p, wanted, FRAGMENT_EXPRESSION) : NULL;
    if (!call)
        return NULL;
    if (call->kind != N_CALL) {
        diag_error(p->diagnostics, call->span, "<%%call> needs a call");
        diag_hint(p->diagnostics, "it reads <%%call expr=\"f()\">");
        return NULL;
    }
    return make_call_tag(p, tag, call);
}

/* ns.name out of "ns:name". */
static struct node *component_name(struct parser *p, struct tag *tag)
{
    struct node *n = NULL;
    uint32_t at = tag->name_span.from;
    const char *z = p->source->text.z;
    for (uint32_t end = at; end <= tag->name_span.to; end++) {
        if (end < tag->name_span.to && z[end] != ':' && z[end] != '.')
            continue;
        struct token word = {0, at, end};
        if (at == end) {
            diag_error(p->diagnostics, tag->name_span, "this tag's name isn't complete");
            diag_hint(p->diagnostics, "it reads <%%namespace:def/>");
            return NULL;
        }
        n = n ? make_attribute(p, n, word) : make_name(p, word);
        at = end + 1;
    }
    return n;
}

static struct node *attribute_hole(struct parser *p, uint32_t *at, uint32_t to)
{
    struct lexer lex;
    lexer_init(&lex, p, FRAGMENT_HOLE, *at + 2, to);
    struct node *hole = fragment_parse(&lex);
    uint32_t end = lexer_offset(&lex);
    if (!hole || end >= to || lex.text[end] != '}') {
        if (hole)
            diag_error(p->diagnostics, span_of(p, *at, *at + 2), "this '${' is never closed");
        *at = to;
        return NULL;
    }
    if (hole->list.count) {
        diag_error(p->diagnostics, hole->list.at[0]->span, "no filters in a tag's attributes");
        diag_hint(p->diagnostics, "call it: name(value)");
    }
    struct node *field = make(p, N_FIELD, span_of(p, *at, end + 1));
    field->a = adopt(p, field, hole->a);
    *at = end + 1;
    return field;
}

static void add_text(struct parser *p, struct node *n, uint32_t from, uint32_t to)
{
    static const struct string plain = {.raw = true};
    struct token t = {0, from, to};
    append(p, n, make_constant(p, t, string_value(p, &plain, from, to, false)));
}

/* Text of an attribute: a constant, an expression, or both as an N_FSTRING. */
static struct node *attribute_value(struct parser *p, uint32_t from, uint32_t to)
{
    const char *z = p->source->text.z;
    struct node *n = make(p, N_FSTRING, span_of(p, from, to));
    uint32_t at = from, piece = from;
    while (at < to) {
        if (z[at] != '$' || at + 1 >= to || z[at + 1] != '{') {
            at++;
            continue;
        }
        if (at > piece)
            add_text(p, n, piece, at);
        append(p, n, attribute_hole(p, &at, to));
        piece = at;
    }
    if (at > piece || n->list.count == 0)
        add_text(p, n, piece, at);
    n->span = span_of(p, from, to);
    if (n->list.count > 1)
        return n;
    return n->list.at[0]->kind == N_FIELD ? n->list.at[0]->a : n->list.at[0];
}

struct node *tag_component(struct parser *p, struct tag *tag)
{
    struct node *name = component_name(p, tag);
    struct node *call_tag = make_call_tag(p, tag, NULL);
    struct node *call = name ? make(p, N_CALL, tag->span) : NULL;
    for (size_t i = 0; name && i < tag->attributes.count; i++) {
        struct attribute *one = &tag->attributes.at[i];
        if (one->used || !one->value.from)
            continue;
        one->used = true;
        struct node *value = attribute_value(p, one->value.from, one->value.to);
        append(p, call, make_keyword(p, one->name, value));
    }
    if (!name)
        return NULL;
    call->span = tag->span;
    call->a = adopt(p, call, name);
    call_tag->a = adopt(p, call_tag, call);
    return call_tag;
}

struct node *tag_namespace(struct parser *p, struct tag *tag)
{
    struct attribute *name = tag_need(p, tag, "name", "<%namespace name=\"lib\" file=\"lib.mako\"/>");
    struct attribute *file = tag_attribute(p, tag, "file");
    struct node *n = make(p, N_NAMESPACE, tag->span);
    struct aludel_text path;
    n->value = aludel_none();
    if (!name || !constant_value(p, name, &n->text))
        return NULL;
    n->name_span = token_span(p, file ? file->value : name->value);
    if (file && constant_value(p, file, &path))
        n->value = aludel_textual(ALUDEL_STRING, path.z, path.n);
    if (!file && tag->empty) {
        diag_error(p->diagnostics, tag->span, "a <%%namespace> needs a file, or defs inside it");
        diag_hint(p->diagnostics, "it reads <%%namespace name=\"lib\" file=\"lib.mako\"/>");
    }
    return n;
}

struct node *tag_include(struct parser *p, struct tag *tag)
{
    struct attribute *file = tag_need(p, tag, "file", "<%include file=\"part.mako\"/>");
    struct node *n = make(p, N_INCLUDE, tag->span);
    if (!file || !constant_value(p, file, &n->text))
        return NULL;
    n->name_span = token_span(p, file->value);
    return n;
}
