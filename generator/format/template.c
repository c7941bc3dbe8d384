/* template.c: the pieces of a template, one behind the other. Text stays as it is; what stands at the top of a file
 * that holds nothing but parts goes to parts.c. */
#include "format/inner.h"

#include "grammar.h"

#include <string.h>

struct writer {
    struct parser p;
    struct lexer lex;
    struct sheet sheet;
    uint32_t steps[MOST_BRACKETS + 1]; /* control lines that are open, by tag */
    size_t tags;
    bool only_parts;
    struct template_parts parts;
    enum part kind; /* of the part in hand */
    uint32_t blank; /* line ends since the last one */
};

static const char *text_at(const struct writer *w, uint32_t at)
{
    return w->p.source->text.z + at;
}

static struct aludel_text text_between(const struct writer *w, uint32_t from, uint32_t to)
{
    return (struct aludel_text){text_at(w, from), to - from};
}

/* The blanks that the line in hand begins with. */
static struct aludel_text base_of(const struct writer *w)
{
    const struct al_builder *b = &w->sheet.b;
    size_t from = b->n, n = 0;
    while (from > 0 && b->z[from - 1] != '\n')
        from--;
    while (from + n < b->n && (b->z[from + n] == ' ' || b->z[from + n] == '\t'))
        n++;
    return n ? arena_text(w->p.arena, (struct aludel_text){b->z + from, n}) : (struct aludel_text){"", 0};
}

static bool at_top(const struct writer *w)
{
    return w->only_parts && w->tags == 0;
}

/* A backslash that a blank stands behind; without that the next line would belong to its line. */
static bool ends_in_backslash(struct aludel_text t)
{
    return t.n && t.z[t.n - 1] == '\\';
}

/* ---- Parts -------------------------------------------------------------------------------------- */

static void part_begins(struct writer *w, enum part kind)
{
    if (!at_top(w))
        return;
    w->sheet = (struct sheet){.b = al_builder(&w->p.arena->memory)};
    w->kind = kind;
}

static void part_ends(struct writer *w)
{
    if (!at_top(w))
        return;
    struct template_part part = {w->kind, al_built(&w->sheet.b), w->blank > 1};
    while (part.text.n && part.text.z[part.text.n - 1] == '\n' &&
           !ends_in_backslash((struct aludel_text){part.text.z, part.text.n - 1}))
        part.text.n--;
    vec_push(w->p.arena, &w->parts, part);
    w->blank = part.kind == PART_COMMENT;
}

static void put_text(struct writer *w, struct token chunk)
{
    struct aludel_text text = text_between(w, chunk.from, chunk.to);
    if (!at_top(w)) {
        sheet_put(&w->sheet, text);
        return;
    }
    for (size_t i = 0; i < text.n; i++)
        w->blank += text.z[i] == '\n';
}

/* ---- Lines -------------------------------------------------------------------------------------- */

static void put_comment(struct writer *w, struct token chunk)
{
    bool ended = *text_at(w, chunk.to - 1) == '\n';
    struct aludel_text text = al_trimmed(text_between(w, chunk.from, chunk.to));
    if (ends_in_backslash(text))
        text = text_between(w, (uint32_t)(text.z - w->lex.text), chunk.to - ended);
    part_begins(w, PART_COMMENT);
    if (!at_top(w))
        sheet_put(&w->sheet,
                  (struct aludel_text){text_at(w, chunk.from), (size_t)(text.z - text_at(w, chunk.from))});
    sheet_put(&w->sheet, text);
    if (ended && !at_top(w))
        sheet_puts(&w->sheet, "\n");
    part_ends(w);
}

/* What follows an `end…`: nothing, or a comment. */
static bool is_plain_end(struct aludel_text rest)
{
    size_t n = 0;
    while (n < rest.n && strchr(" \t\r", rest.z[n]))
        n++;
    return n == rest.n || rest.z[n] == '#';
}

struct control {
    struct aludel_text word, rest; /* behind the word */
    uint32_t from, to;             /* from the word to the line's end */
};

static struct control control_of(const struct writer *w, struct token chunk)
{
    const char *z = w->p.source->text.z;
    struct control c = {.from = chunk.from, .to = chunk.to};
    while (c.to > c.from && (z[c.to - 1] == '\n' || z[c.to - 1] == '\r'))
        c.to--;
    c.from += (uint32_t)strspn(z + c.from, " \t") + 1;
    c.from += (uint32_t)strspn(z + c.from, " \t");
    size_t n = strcspn(z + c.from, " \t\r\n\\:#([{'\"-+");
    if (n > c.to - c.from)
        n = c.to - c.from;
    c.word = text_between(w, c.from, c.from + (uint32_t)n);
    c.rest = text_between(w, c.from + (uint32_t)n, c.to);
    return c;
}

static void put_percent(struct writer *w, uint32_t steps)
{
    sheet_puts(&w->sheet, "% ");
    for (uint32_t i = 0; i < steps; i++)
        sheet_puts(&w->sheet, "  ");
}

/* False: as it was written. */
static bool put_header(struct writer *w, const struct control *c, uint32_t steps)
{
    struct comments behind = {0};
    uint32_t end, last;
    struct run run = run_read(&w->p, FRAGMENT_CONTROL, c->from, c->to, &end);
    bool broken = memchr(text_at(w, c->from), '\n', c->to - c->from) != NULL;
    if (!run.count || !run_prepare(w->p.arena, &run, false))
        return false;
    last = run.at[run.count - 1].token.to;
    gap_read(w->p.arena, w->p.source, last, c->to, &behind);
    struct sheet probe = {.column = 2 + 2 * steps};
    if (behind.count > 1 || (behind.count && ends_in_backslash(behind.at[0].text)) ||
        (broken && (behind.count || !layout_fits(&probe, &run, 0))))
        return false;
    put_percent(w, steps);
    layout_flat(&w->sheet, &run);
    if (behind.count) {
        sheet_puts(&w->sheet, "  ");
        sheet_put(&w->sheet, behind.at[0].text);
    }
    return true;
}

static bool put_end(struct writer *w, const struct control *c, uint32_t steps)
{
    struct aludel_text rest = al_trimmed(c->rest);
    if (ends_in_backslash(rest) || !is_plain_end(c->rest) || memchr(c->rest.z, '\n', c->rest.n))
        return false;
    put_percent(w, steps);
    sheet_put(&w->sheet, c->word);
    sheet_puts(&w->sheet, rest.n ? "  " : "");
    sheet_put(&w->sheet, rest);
    return true;
}

static void put_control(struct writer *w, struct token chunk)
{
    struct control c = control_of(w, chunk);
    uint32_t *steps = &w->steps[w->tags];
    bool ends = al_begins(c.word, "end"), goes_on = al_is(c.word, "elif") || al_is(c.word, "else");
    uint32_t own = *steps - (*steps && (ends || goes_on));
    bool done = ends ? put_end(w, &c, own) : put_header(w, &c, own);
    if (!done)
        sheet_put(&w->sheet, text_between(w, chunk.from, chunk.to));
    else if (c.to < chunk.to)
        sheet_puts(&w->sheet, "\n");
    if (ends)
        *steps = own;
    else if (!goes_on)
        ++*steps;
}

/* ---- Holes -------------------------------------------------------------------------------------- */

/* One that stands on a line stays on it, however long that is: its statement is SQL, which isn't ours to break. */
static void put_expression(struct writer *w, struct token chunk, const struct run *run, uint32_t end)
{
    bool braces = run->count && (run->at[0].token.code == T_LC || run->at[run->count - 1].token.code == T_RC);
    sheet_puts(&w->sheet, braces ? "${ " : "${");
    if (memchr(text_at(w, chunk.to), '\n', end - chunk.to))
        layout_run(&w->sheet, run, base_of(w), 0, 1);
    else
        layout_flat(&w->sheet, run);
    sheet_puts(&w->sheet, braces ? " }" : "}");
}

static void put_hole(struct writer *w, struct token chunk)
{
    uint32_t end;
    struct comments behind = {0};
    struct run run = run_read(&w->p, FRAGMENT_HOLE, chunk.to, (uint32_t)w->p.source->text.n, &end);
    gap_read(w->p.arena, w->p.source, run.count ? run.at[run.count - 1].token.to : chunk.to, end, &behind);
    if (!behind.count && run_prepare(w->p.arena, &run, false))
        put_expression(w, chunk, &run, end);
    else
        sheet_put(&w->sheet, text_between(w, chunk.from, end + 1));
    w->lex.cursor = text_at(w, end + 1);
}

/* ---- Tags --------------------------------------------------------------------------------------- */

static bool is_python(const struct writer *w, const struct tag *tag, struct token name)
{
    return (al_is(tag->name, "call") && token_reads(&w->p, name, "expr")) ||
           (al_is(tag->name, "def") && token_reads(&w->p, name, "name"));
}

/* On one line, its strings' quotes as they are: others stand around it. */
static bool put_python(struct writer *w, const struct tag *tag, struct token value)
{
    uint32_t end;
    bool def = al_is(tag->name, "def");
    struct aludel_text text = text_between(w, value.from, value.to);
    if (memchr(text.z, '\n', text.n) || memchr(text.z, '#', text.n))
        return false;
    struct run run =
        run_read(&w->p, def ? FRAGMENT_SIGNATURE : FRAGMENT_EXPRESSION, value.from, value.to, &end);
    if (!run_prepare(w->p.arena, &run, true))
        return false;
    layout_flat(&w->sheet, &run);
    return true;
}

static void put_attribute(struct writer *w, const struct tag *tag, const struct attribute *one)
{
    struct aludel_text value = text_between(w, one->value.from, one->value.to);
    const char *quote = memchr(value.z, '"', value.n) ? "'" : "\"";
    sheet_puts(&w->sheet, " ");
    sheet_put(&w->sheet, text_between(w, one->name.from, one->name.to));
    sheet_puts(&w->sheet, "=");
    sheet_puts(&w->sheet, quote);
    if (!is_python(w, tag, one->name) || !put_python(w, tag, one->value))
        sheet_put(&w->sheet, value);
    sheet_puts(&w->sheet, quote);
}

static enum part part_of(const struct tag *tag)
{
    return al_is(tag->name, "doc") ? PART_DOC : al_is(tag->name, "namespace") ? PART_NAMESPACE : PART_OTHER;
}

size_t verbatim_length(struct arena *a, const struct tag *tag, const char *from)
{
    const char *end = arena_format(a, "</%%%.*s>", (int)tag->name.n, tag->name.z), *found = strstr(from, end);
    return found ? (size_t)(found - from) + strlen(end) : strlen(from);
}

static void put_verbatim(struct writer *w, const struct tag *tag)
{
    const char *from = w->lex.cursor;
    size_t n = verbatim_length(w->p.arena, tag, from);
    struct aludel_text text = {from, n};
    sheet_put(&w->sheet, al_is(tag->name, "doc") ? without_line_blanks(w->p.arena, text) : text);
    w->lex.cursor = from + n;
}

static void put_tag(struct writer *w, struct token chunk)
{
    struct tag tag;
    tag_read(&w->p, chunk, &tag);
    part_begins(w, part_of(&tag));
    sheet_puts(&w->sheet, "<%");
    sheet_put(&w->sheet, tag.name);
    for (size_t i = 0; i < tag.attributes.count; i++)
        put_attribute(w, &tag, &tag.attributes.at[i]);
    sheet_puts(&w->sheet, tag.empty ? "/>" : ">");
    if (!tag.empty && tag_is_verbatim(&tag))
        put_verbatim(w, &tag);
    else if (!tag.empty)
        w->steps[++w->tags] = 0;
    if (tag.empty || tag_is_verbatim(&tag))
        part_ends(w);
}

static void put_end_tag(struct writer *w, struct token chunk)
{
    struct aludel_text name = al_trimmed(text_between(w, chunk.from + 3, chunk.to - 1));
    sheet_puts(&w->sheet, "</%");
    sheet_put(&w->sheet, name);
    sheet_puts(&w->sheet, ">");
    w->tags--;
    part_ends(w);
}

/* ---- The file ----------------------------------------------------------------------------------- */

static void put_code(struct writer *w, struct token chunk)
{
    part_begins(w, PART_MODULE);
    uint32_t end = code_format(&w->p, chunk, &w->sheet, base_of(w));
    w->lex.cursor = text_at(w, end);
    part_ends(w);
}

static void put_chunk(struct writer *w, struct token chunk)
{
    switch (chunk.code) {
    case CHUNK_CONTROL: put_control(w, chunk); break;
    case CHUNK_COMMENT: put_comment(w, chunk); break;
    case CHUNK_HOLE: put_hole(w, chunk); break;
    case CHUNK_CODE:
    case CHUNK_MODULE: put_code(w, chunk); break;
    case CHUNK_TAG: put_tag(w, chunk); break;
    case CHUNK_END_TAG: put_end_tag(w, chunk); break;
    case CHUNK_JOIN:
        if (at_top(w))
            break;
        sheet_put(&w->sheet, text_between(w, chunk.from, chunk.to));
        break;
    default: put_text(w, chunk);
    }
}

struct aludel_text template_format(struct arena *a, struct source *source, const struct file *file)
{
    struct diagnostics unheard = {.arena = a};
    struct writer *w = ARENA_NEW(a, struct writer);
    struct token chunk;
    w->p = (struct parser){
        .arena = a, .source = source, .diagnostics = &unheard, .file = ARENA_NEW(a, struct file)};
    w->sheet.b = al_builder(&a->memory);
    w->only_parts = !file->body.count;
    lexer_init(&w->lex, &w->p, FRAGMENT_HOLE, source_begin(source), (uint32_t)source->text.n);
    while ((chunk = chunk_next(&w->lex)).code != CHUNK_END)
        put_chunk(w, chunk);
    return w->only_parts ? parts_joined(a, &w->parts) : al_built(&w->sheet.b);
}
