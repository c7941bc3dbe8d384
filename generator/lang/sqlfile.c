/* sqlfile.c: plain .sql migrations: identifiers in header comments, two markers, no template syntax. */
#include "lang/parser.h"

#include <string.h>

static const char *const marker_names[] = {"upgrade", "downgrade"};
enum { MARKERS = 2 };

struct sql_file {
    struct parser *p;
    struct al_builder doc;
    struct span headers[ID_COUNT]; /* where each was given */
    struct span markers[MARKERS];
    struct node *def; /* of the latest marker; NULL in front of the first */
    bool unknown_marker;
    bool said_stray;
};

/* ---- A line ------------------------------------------------------------------------------------- */

static struct aludel_text behind(struct aludel_text t, size_t n)
{
    return al_trimmed((struct aludel_text){t.z + n, t.n - n});
}

static void split_pair(struct sql_line *line)
{
    struct aludel_text t = line->comment;
    size_t n = 0;
    while (n < t.n && t.z[n] != ':' && t.z[n] != '=')
        n++;
    line->is_pair = n < t.n;
    line->name = al_trimmed((struct aludel_text){t.z, n});
    if (line->is_pair)
        line->value = behind(t, n + 1);
}

struct sql_line sql_line_read(struct aludel_text text)
{
    static const char lead[] = "aludel:";
    struct sql_line line = {.text = al_trimmed(text)};
    line.is_comment = al_begins(line.text, "--");
    if (!line.is_comment)
        return line;
    line.comment = behind(line.text, 2);
    line.is_marker = al_begins(line.comment, lead);
    if (line.is_marker)
        line.name = behind(line.comment, sizeof lead - 1);
    else
        split_pair(&line);
    return line;
}

static struct token token_of(const struct parser *p, struct aludel_text text)
{
    uint32_t from = (uint32_t)(text.z - p->source->text.z);
    return (struct token){0, from, from + (uint32_t)text.n};
}

static bool is_name(struct aludel_text t)
{
    for (size_t i = 0; i < t.n; i++)
        if (!(t.z[i] == '_' || (t.z[i] >= 'a' && t.z[i] <= 'z') || (t.z[i] >= 'A' && t.z[i] <= 'Z')))
            return false;
    return t.n > 0;
}

int sql_marker_index(struct aludel_text name)
{
    for (int i = 0; i < MARKERS; i++)
        if (al_is(name, marker_names[i]))
            return i;
    return -1;
}

/* ---- Values ------------------------------------------------------------------------------------- */

static struct node *bare_word(struct parser *p, struct token word)
{
    struct aludel_text t = token_text(p, word);
    if (al_same_nocase(t, AL_TEXT("none")) || al_same_nocase(t, AL_TEXT("null")))
        return make_constant(p, word, aludel_none());
    if (memchr(t.z, ' ', t.n) || memchr(t.z, '\t', t.n)) {
        diag_error(p->diagnostics, token_span(p, word), "a blank in an identifier");
        diag_hint(p->diagnostics, "several are separated by commas");
    }
    return make_constant(p, word, aludel_textual(ALUDEL_STRING, t.z, t.n));
}

/* a   or   a, b */
static struct node *bare_value(struct parser *p, struct token value)
{
    struct node *tuple = make_at(p, N_TUPLE, value);
    const char *z = p->source->text.z;
    uint32_t from = value.from;
    bool comma = false;
    for (uint32_t i = value.from; i <= value.to; i++) {
        if (i < value.to && z[i] != ',')
            continue;
        struct token word = token_of(p, al_trimmed(token_text(p, (struct token){0, from, i})));
        comma = comma || i < value.to;
        if (word.from < word.to)
            append(p, tuple, bare_word(p, word));
        else if (i < value.to)
            diag_error(p->diagnostics, span_of(p, i, i + 1), "nothing stands in front of this comma");
        from = i + 1;
    }
    if (tuple->list.count == 0 && !comma)
        return make_constant(p, value, aludel_none());
    return make_tuple(tuple, comma);
}

static struct node *header_value(struct parser *p, struct token value)
{
    char c = value.from < value.to ? p->source->text.z[value.from] : 0;
    if (!c || !strchr("'\"([", c))
        return bare_value(p, value);
    struct lexer lex;
    lexer_init(&lex, p, FRAGMENT_EXPRESSION, value.from, value.to);
    return fragment_parse(&lex);
}

static void take_header(struct sql_file *f, int which, struct token name, struct token value)
{
    struct parser *p = f->p;
    if (f->headers[which].source) {
        diag_error(p->diagnostics, token_span(p, name), "'%s' is given twice", identifier_names[which]);
        diag_also(p->diagnostics, f->headers[which], "already given here");
        return;
    }
    f->headers[which] = token_span(p, name);
    struct node *node = header_value(p, value);
    if (node)
        vec_push(p->arena, &p->file->module, make_assign(p, make_name(p, name), node));
}

/* ---- Comments ----------------------------------------------------------------------------------- */

/* `name: value`, or `name = value`: a header, or nearly one. */
static bool read_header(struct sql_file *f, const struct sql_line *line)
{
    struct parser *p = f->p;
    struct token name = token_of(p, line->name);
    int which = identifier_index(line->name);
    if (which >= 0) {
        take_header(f, which, name, token_of(p, line->value));
        return true;
    }
    const char *near = is_name(line->name) ? al_nearest(line->name, identifier_names, ID_COUNT) : NULL;
    if (!near)
        return false;
    diag_error(p->diagnostics, token_span(p, name), "unknown header '%.*s'", (int)line->name.n, line->name.z);
    diag_hint(p->diagnostics, "did you mean '%s'?", near);
    return true;
}

static struct node *make_direction(struct parser *p, int which, struct token marker, uint32_t text_from)
{
    struct node *n = make_at(p, N_DEF, marker);
    n->text = al_text(marker_names[which]);
    n->name_span = token_span(p, marker);
    n->is_template = true;
    n->a = make(p, N_BLOCK, span_of(p, text_from, text_from));
    return n;
}

/* The text between two markers. */
static void end_direction(struct sql_file *f, uint32_t end)
{
    struct node *n = f->def;
    if (!n)
        return;
    n->a->span.to = end;
    n->span.to = end;
    if (n->a->span.from < end) {
        struct node *text = make(f->p, N_TEXT, n->a->span);
        text->text = span_text(text->span);
        append(f->p, n->a, text);
    }
    adopt(f->p, n, n->a);
    vec_push(f->p->arena, &f->p->file->defs, n);
    f->def = NULL;
}

static void take_marker(struct sql_file *f, struct token line, struct token name, uint32_t next_line)
{
    struct parser *p = f->p;
    struct aludel_text text = token_text(p, name);
    int which = sql_marker_index(text);
    end_direction(f, line.from);
    if (which < 0) {
        diag_error(p->diagnostics, token_span(p, name), "unknown marker '%.*s'", (int)text.n, text.z);
        const char *near = al_nearest(text, marker_names, MARKERS);
        diag_hint(p->diagnostics, near ? "did you mean '%s'?" : "there are upgrade and downgrade", near);
        f->unknown_marker = true;
        return;
    }
    if (f->markers[which].source) {
        diag_error(p->diagnostics, token_span(p, name), "a second '-- aludel:%s'", marker_names[which]);
        diag_also(p->diagnostics, f->markers[which], "the first stands here");
    }
    f->markers[which] = token_span(p, name);
    f->def = make_direction(p, which, name, next_line);
}

static void add_doc(struct sql_file *f, struct aludel_text text)
{
    al_put(&f->doc, text.z, text.n);
    al_putc(&f->doc, '\n');
}

static void stray(struct sql_file *f, struct token line)
{
    if (f->said_stray || f->unknown_marker)
        return;
    diag_error(f->p->diagnostics, token_span(f->p, line), "text in front of the first marker");
    diag_hint(f->p->diagnostics,
              "statements stand behind a line '-- aludel:upgrade' or '-- aludel:downgrade'");
    f->said_stray = true;
}

static void read_line(struct sql_file *f, struct token at, uint32_t next_line)
{
    struct sql_line line = sql_line_read(token_text(f->p, at));
    if (line.is_marker)
        take_marker(f, at, token_of(f->p, line.name), next_line);
    else if (f->def || f->unknown_marker)
        return;
    else if (!line.is_comment && line.text.n)
        stray(f, token_of(f->p, line.text));
    else if (!line.is_pair || !read_header(f, &line))
        add_doc(f, line.comment);
}

static void read_lines(struct sql_file *f)
{
    const char *z = f->p->source->text.z;
    uint32_t from = source_begin(f->p->source), end = (uint32_t)f->p->source->text.n;
    while (from < end) {
        const char *newline = memchr(z + from, '\n', end - from);
        uint32_t to = newline ? (uint32_t)(newline - z) : end;
        uint32_t next = newline ? to + 1 : end;
        read_line(f, (struct token){0, from, to}, next);
        from = next;
    }
    end_direction(f, end);
}

struct file *parse_sql_file(struct arena *a, struct source *source, struct diagnostics *d)
{
    struct file *file = ARENA_NEW(a, struct file);
    struct parser p = {.arena = a, .source = source, .diagnostics = d, .file = file};
    struct sql_file f = {.p = &p, .doc = al_builder(&a->memory)};
    file->source = source;
    file->form = FORM_SQL;
    if (!source_check(source, d))
        return file;
    read_lines(&f);
    file->doc = al_built(&f.doc);
    if (!f.markers[0].source && !f.unknown_marker) {
        struct span at = {source, 0, 0};
        diag_error(d, at, "this file has no line '-- aludel:upgrade'");
        diag_hint(
            d, "the statements behind it are the upgrade, those behind '-- aludel:downgrade' the downgrade");
    }
    return file;
}

struct file *parse_plain_sql(struct arena *a, struct source *source, struct diagnostics *d)
{
    struct file *file = ARENA_NEW(a, struct file);
    struct parser p = {.arena = a, .source = source, .diagnostics = d, .file = file};
    file->source = source;
    file->form = FORM_SQL;
    if (!source_check(source, d))
        return file;
    struct span all = {source, source_begin(source), (uint32_t)source->text.n};
    struct node *text = make(&p, N_TEXT, all);
    text->text = span_text(all);
    vec_push(a, &file->body, text);
    return file;
}
