/*
 * template.c: the template around the fragments. Tags and control lines stand on one stack, so that what
 * isn't closed, or closed by something else, can be shown with both places.
 */
#include "lang/parser.h"

#include "grammar.h"

#include <string.h>

enum { OPEN_MAX = BRACKETS_MAX };

enum opening { OPEN_FILE, OPEN_IF, OPEN_FOR, OPEN_WHILE, OPEN_WITH, OPEN_UNKNOWN, OPEN_TAG };

/* What is open, innermost last. */
struct open {
    enum opening what;
    struct span span;         /* to point at */
    struct aludel_text name;  /* "if", "def" … */
    struct node *node;        /* what it makes; NULL when it is broken */
    struct node *body;        /* where its content goes */
    struct node *chain;       /* of an `if`: the latest `elif` */
    struct span else_span;
    bool has_else;
    bool said;                /* an error about its end has been shown */
};

struct template {
    struct parser *p;
    struct lexer lex;
    struct open open[OPEN_MAX];
    size_t depth; /* at least 1: the file */
    size_t conditions;        /* % elif lines in the innermost chains */
    size_t forced[OPEN_TAG];  /* closed because what is around them was: their own end may still come */
    bool cut;                 /* the rest of the file was swallowed by something that isn't closed */
};

static struct open *top(struct template *t)
{
    return &t->open[t->depth - 1];
}

static void add(struct template *t, struct node *n)
{
    if (n)
        append(t->p, top(t)->body, n);
}

/* Text. ------------------------------------------------------------------------------------------------ */

static void add_text(struct template *t, uint32_t from, uint32_t to)
{
    struct nodes *list = &top(t)->body->list;
    struct node *last = list->count ? list->at[list->count - 1] : NULL;
    if (from == to)
        return;
    if (last && last->kind == N_TEXT && last->span.to == from) {
        last->span.to = to;
        last->text = span_text(last->span);
        top(t)->body->span.to = to;
        return;
    }
    struct node *n = make(t->p, N_TEXT, span_of(t->p, from, to));
    n->text = span_text(n->span);
    add(t, n);
}

/* Blanks and one of the two '%'. What follows begins a piece of its own. */
static void add_percent(struct template *t, struct token chunk)
{
    struct node *n = make(t->p, N_TEXT, span_of(t->p, chunk.from, chunk.to - 1));
    n->text = span_text(n->span);
    add(t, n);
}

/* Holes and code. -------------------------------------------------------------------------------------- */

/* Behind a hole that didn't parse: its '}' if it stands on the same line, else the line's end. */
static uint32_t after_broken_hole(const struct template *t, uint32_t at)
{
    const char *z = t->lex.text;
    uint32_t i = at;
    while (z[i] && z[i] != '\n' && z[i] != '}')
        i++;
    return z[i] == '}' ? i + 1 : i;
}

static void hint_dollar(struct template *t, struct token chunk)
{
    if (chunk.from > 0 && t->lex.text[chunk.from - 1] == '$')
        diag_hint(t->p->diagnostics,
                  "'${' begins an expression, in a dollar-quoted body too: put a blank between '$$' and '{'");
}

static void read_hole(struct template *t, struct token chunk)
{
    struct parser *p = t->p;
    struct lexer lex;
    lexer_init(&lex, p, FRAGMENT_HOLE, chunk.to, (uint32_t)p->source->text.n);
    size_t errors = p->diagnostics->errors;
    struct node *hole = fragment_parse(&lex);
    uint32_t end = lexer_offset(&lex);
    t->lex.cursor = lex.cursor;
    if (hole && *lex.cursor == '}') {
        t->lex.cursor++;
        hole->span = span_of(p, chunk.from, end + 1);
        add(t, hole);
        return;
    }
    if (hole || p->diagnostics->errors == errors)
        diag_error(p->diagnostics, token_span(p, chunk), "this '${' is never closed");
    hint_dollar(t, chunk);
    t->lex.cursor = lex.text + after_broken_hole(t, end);
}

/* A "%>" in a comment closes nothing, in Mako too; whoever meant it so needs to know. */
static void note_comment(struct parser *p, const struct lexer *lex, struct diagnostic *first)
{
    uint32_t at = (uint32_t)(lex->comment_end - lex->text);
    if (first->also.message)
        return;
    first->also.span = span_of(p, at, at + 2);
    first->also.message = "a '%>' in a comment closes nothing";
}

static struct node *read_suite(struct template *t, struct token chunk)
{
    struct parser *p = t->p;
    struct lexer lex;
    lexer_init(&lex, p, FRAGMENT_SUITE, chunk.to, (uint32_t)p->source->text.n);
    size_t errors = p->diagnostics->errors;
    size_t listed = p->diagnostics->list.count;
    struct node *block = fragment_parse(&lex);
    const char *end = strstr(lex.cursor, "%>");
    t->lex.cursor = end ? end + 2 : lex.text + p->source->text.n;
    struct diagnostic *first = p->diagnostics->list.count > listed ? &p->diagnostics->list.at[listed] : NULL;
    if (end && lex.comment_end && first && first->span.from > (uint32_t)(lex.comment_end - lex.text))
        note_comment(p, &lex, first);
    if (end || p->too_deep)
        return block;
    t->cut = true;
    p->diagnostics->list.count = listed; /* what was said of the rest of the file is nonsense */
    p->diagnostics->errors = errors;
    diag_error(p->diagnostics, token_span(p, chunk), "this '%.*s' is never closed", (int)(chunk.to - chunk.from),
               lex.text + chunk.from);
    if (lex.comment_end)
        note_comment(p, &lex, &p->diagnostics->list.at[listed]);
    return NULL;
}

static void read_code(struct template *t, struct token chunk)
{
    struct node *block = read_suite(t, chunk);
    struct node *n = make(t->p, N_CODE, span_of(t->p, chunk.from, lexer_offset(&t->lex)));
    if (!block)
        return;
    if (!block->span.source)
        block->span = n->span;
    n->a = adopt(t->p, n, block);
    add(t, n);
}

static void read_module(struct template *t, struct token chunk)
{
    struct node *block = read_suite(t, chunk);
    for (size_t i = 0; block && i < block->list.count; i++)
        vec_push(t->p->arena, &t->p->file->module, block->list.at[i]);
}

/* Opening and closing. --------------------------------------------------------------------------------- */

static struct open *push(struct template *t, enum opening what, struct span span, struct aludel_text name)
{
    if (t->depth == OPEN_MAX) {
        syntax_too_deep(t->p, span);
        t->lex.cursor = t->lex.text + t->p->source->text.n;
        return NULL;
    }
    struct open *o = &t->open[t->depth++];
    memset(o, 0, sizeof *o);
    o->what = what;
    o->span = span;
    o->name = name;
    o->body = make_block(t->p);
    o->body->span = span_of(t->p, span.to, span.to);
    return o;
}

static void say_unclosed(struct template *t, const struct open *o, const struct span *instead)
{
    if (o->said)
        return;
    if (o->what == OPEN_TAG)
        diag_error(t->p->diagnostics, o->span, "this <%%%.*s> is never closed", (int)o->name.n, o->name.z);
    else
        diag_error(t->p->diagnostics, o->span, "this '%% %.*s' is never closed", (int)o->name.n, o->name.z);
    if (instead)
        diag_also(t->p->diagnostics, *instead, "this closes what is around it");
    if (instead && o->what != OPEN_TAG)
        t->forced[o->what]++;
}

/* Puts the body into the node, and the node where it belongs. */
static void close_control(struct open *o)
{
    struct node *n = o->node;
    if (!n)
        return;
    struct node **slot = n->kind == N_FOR ? &n->c : &n->b;
    if (n->kind == N_IF) {
        struct node *holder = o->chain ? o->chain : n;
        slot = o->has_else ? &holder->c : &holder->b;
    }
    *slot = o->body;
}

static bool only_blanks(const struct node *n)
{
    if (n->kind != N_TEXT)
        return false;
    for (size_t i = 0; i < n->text.n; i++)
        if (!strchr(" \t\r\n\f\v", n->text.z[i]))
            return false;
    return true;
}

/* The defs inside a call tag or a namespace; what else is there stays in the body. */
static void take_defs(struct template *t, struct node *n, struct node *body, bool alone)
{
    struct nodes rest = {0};
    for (size_t i = 0; i < body->list.count; i++) {
        struct node *one = body->list.at[i];
        if (one->kind == N_DEF)
            vec_push(t->p->arena, &n->list, one);
        else
            vec_push(t->p->arena, &rest, one);
        if (alone && one->kind != N_DEF && !only_blanks(one)) {
            diag_error(t->p->diagnostics, one->span, "a <%%namespace> holds nothing but <%%def>s");
            return;
        }
    }
    body->list = rest;
}

static void close_tag(struct template *t, struct open *o, uint32_t end)
{
    struct node *n = o->node;
    if (!n)
        return;
    n->span.to = end;
    if (n->kind == N_DEF) {
        n->a = o->body;
    } else if (n->kind == N_NAMESPACE) {
        take_defs(t, n, o->body, true);
    } else {
        take_defs(t, n, o->body, false);
        n->b = o->body;
    }
}

static void place_at_top(struct template *t, struct node *n)
{
    struct file *f = t->p->file;
    struct nodes *list = n->kind == N_DEF && n->is_template ? &f->defs
                         : n->kind == N_NAMESPACE           ? &f->namespaces
                         : n->kind == N_C                   ? &f->c_blocks
                                                            : NULL;
    if (list)
        vec_push(t->p->arena, list, n);
    else
        add(t, n);
}

/* A finished node: to the top level's lists, or into what is open. */
static void place(struct template *t, struct node *n)
{
    if (n && t->depth == 1)
        place_at_top(t, n);
    else
        add(t, n);
}

static void pop(struct template *t, uint32_t end)
{
    struct open *o = &t->open[--t->depth];
    o->body->span.to = end > o->body->span.from ? end : o->body->span.from;
    if (o->what == OPEN_TAG)
        close_tag(t, o, end);
    else
        close_control(o);
    if (!o->node)
        return;
    adopt(t->p, o->node, o->body);
    o->node->span.to = end;
    place(t, o->node);
}

/* Closes the innermost that fits, and says so of what stands open above it. False: nothing fits. */
static bool close_to(struct template *t, enum opening what, struct aludel_text name, struct span at)
{
    size_t i = t->depth;
    while (--i > 0) {
        struct open *o = &t->open[i];
        if (o->what == what && (what != OPEN_TAG || al_same(o->name, name)))
            break;
        if (what != OPEN_TAG && o->what == OPEN_TAG)
            return false;
    }
    if (i == 0)
        return false;
    while (t->depth - 1 > i) {
        say_unclosed(t, top(t), &at);
        pop(t, at.from);
    }
    return true;
}

/* Control lines. --------------------------------------------------------------------------------------- */

static const char *const control_names[] = {"if",      "elif", "else",     "endif", "for",     "endfor",
                                            "while",   "endwhile", "with", "endwith"};
static const struct {
    const char *name;
    enum opening what;
} openings[] = {{"if", OPEN_IF}, {"for", OPEN_FOR}, {"while", OPEN_WHILE}, {"with", OPEN_WITH}};

static bool is_word(char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_' || (unsigned char)c >= 0x80;
}

/* The keyword of a control line: what follows the '%'. */
static struct token control_keyword(const struct template *t, struct token chunk)
{
    const char *z = t->lex.text;
    struct token word = {0, chunk.from, 0};
    while (z[word.from] != '%')
        word.from++;
    word.from++;
    while (z[word.from] == ' ' || z[word.from] == '\t')
        word.from++;
    for (word.to = word.from; is_word(z[word.to]); word.to++)
        continue;
    return word;
}

static struct node *read_control(struct template *t, struct token word, struct token chunk)
{
    struct lexer lex;
    uint32_t end = chunk.to;
    while (end > word.to && (t->lex.text[end - 1] == '\n' || t->lex.text[end - 1] == '\r'))
        end--;
    lexer_init(&lex, t->p, FRAGMENT_CONTROL, word.from, end);
    return fragment_parse(&lex);
}

static void open_control(struct template *t, enum opening what, struct token word, struct token chunk)
{
    struct node *n = read_control(t, word, chunk);
    struct node *inner = n;
    struct open *o = push(t, what, token_span(t->p, word), token_text(t->p, word));
    if (!o)
        return;
    o->body->span = span_of(t->p, chunk.to, chunk.to);
    o->node = n;
    if (!n)
        return;
    for (inner = n;; inner = inner->b->list.at[0]) {
        inner->in_control_line = true;
        if (inner->kind != N_WITH || !inner->b)
            break;
    }
    n->span.from = chunk.from;
}

static struct open *open_if(struct template *t, struct token word)
{
    struct open *o = top(t);
    if (o->what == OPEN_IF || o->what == OPEN_UNKNOWN)
        return o;
    struct aludel_text name = token_text(t->p, word);
    size_t i = t->depth;
    while (--i > 0 && t->open[i].what != OPEN_TAG)
        if (t->open[i].what == OPEN_IF) {
            close_to(t, OPEN_IF, name, token_span(t->p, word));
            return top(t);
        }
    diag_error(t->p->diagnostics, token_span(t->p, word), "'%% %.*s' without a '%% if' in front of it", (int)name.n,
               name.z);
    if (o->what == OPEN_FOR || o->what == OPEN_WHILE)
        diag_hint(t->p->diagnostics, "a loop has no 'else' here");
    return NULL;
}

/* % elif and % else: the body so far goes into its place, a new one begins. */
static void continue_if(struct template *t, struct token word, struct token chunk)
{
    bool is_else = token_reads(t->p, word, "else");
    struct node *n = read_control(t, word, chunk);
    struct open *o = open_if(t, word);
    if (!o)
        return;
    if (o->has_else) {
        diag_error(t->p->diagnostics, token_span(t->p, word), "'%% %s' behind the '%% else'", is_else ? "else" : "elif");
        diag_also(t->p->diagnostics, o->else_span, "the '%% else' stands here");
        return;
    }
    o->body->span.to = chunk.from;
    close_control(o);
    o->body = make_block(t->p);
    o->body->span = span_of(t->p, chunk.to, chunk.to);
    o->has_else = is_else;
    o->else_span = token_span(t->p, word);
    if (is_else || !n || !o->node)
        return;
    struct node *holder = o->chain ? o->chain : o->node;
    n->in_control_line = true;
    holder->c = o->chain = n;
    if (++t->conditions > OPEN_MAX)
        syntax_too_deep(t->p, token_span(t->p, word));
}

/* The end of a control line that stands outside the tag that is open here. */
static bool say_crossed(struct template *t, enum opening what, struct token word)
{
    struct open *tag = NULL;
    struct aludel_text name = token_text(t->p, word);
    for (size_t i = t->depth - 1; i > 0; i--) {
        struct open *o = &t->open[i];
        if (o->what == OPEN_TAG)
            tag = o;
        if (o->what != what || !tag)
            continue;
        diag_error(t->p->diagnostics, token_span(t->p, word), "'%% %.*s' stands inside a tag that its '%% %.*s' is outside of",
                   (int)name.n, name.z, (int)name.n - 3, name.z + 3);
        diag_also(t->p->diagnostics, tag->span, "this <%%%.*s> is still open", (int)tag->name.n, tag->name.z);
        o->said = true;
        return true;
    }
    return false;
}

static void close_control_line(struct template *t, enum opening what, struct token word, struct token chunk)
{
    struct aludel_text name = token_text(t->p, word);
    if (close_to(t, what, name, token_span(t->p, word))) {
        pop(t, chunk.to);
        return;
    }
    if (top(t)->what == OPEN_UNKNOWN) {
        pop(t, chunk.to);
        return;
    }
    if (t->forced[what]) {
        t->forced[what]--;
        return;
    }
    if (say_crossed(t, what, word))
        return;
    diag_error(t->p->diagnostics, token_span(t->p, word), "'%% %.*s' closes nothing: there is no '%% %.*s' in front of it",
               (int)name.n, name.z, (int)name.n - 3, name.z + 3);
    if (top(t)->what != OPEN_FILE)
        diag_also(t->p->diagnostics, top(t)->span, "this is what is open here");
}

static const char *unknown_control_hint(const struct template *t, struct token word)
{
    static const char *const python[] = {"try", "except", "finally", "def", "class", "import", "return", "raise", "pass",
                                         "break", "continue", "set", "macro", "include", "block", "extends"};
    for (size_t i = 0; i < sizeof python / sizeof *python; i++)
        if (token_reads(t->p, word, python[i]))
            return i < 3 ? "ask first, with '% if': there are no exceptions to catch here"
                         : "statements stand in <% … %>, a function that writes text in <%def>";
    return "SQL that begins a line with '%' is written with '%%'";
}

static void unknown_control(struct template *t, struct token word, struct token chunk)
{
    struct parser *p = t->p;
    struct aludel_text name = token_text(p, word);
    const char *near = name.n ? al_nearest(name, control_names, sizeof control_names / sizeof *control_names) : NULL;
    if (!name.n)
        diag_error(p->diagnostics, span_of(p, word.from - 1, word.from), "a control line without a keyword");
    else
        diag_error(p->diagnostics, token_span(p, word), "unknown control line '%% %.*s'", (int)name.n, name.z);
    if (!near) {
        diag_hint(p->diagnostics, "%s", unknown_control_hint(t, word));
        return;
    }
    diag_hint(p->diagnostics, "did you mean '%s'?", near);
    bool closes = strncmp(near, "end", 3) == 0;
    if (closes && t->depth > 1 && top(t)->what != OPEN_TAG)
        pop(t, chunk.to);
    else if (!closes && near[0] != 'e')
        push(t, OPEN_UNKNOWN, token_span(p, word), name);
}

static void read_control_line(struct template *t, struct token chunk)
{
    struct token word = control_keyword(t, chunk);
    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++) {
        if (token_reads(t->p, word, openings[i].name)) {
            open_control(t, openings[i].what, word, chunk);
            return;
        }
        if (word.to - word.from > 3 && strncmp(t->lex.text + word.from, "end", 3) == 0 &&
            token_reads(t->p, (struct token){0, word.from + 3, word.to}, openings[i].name)) {
            close_control_line(t, openings[i].what, word, chunk);
            return;
        }
    }
    if (token_reads(t->p, word, "elif") || token_reads(t->p, word, "else"))
        continue_if(t, word, chunk);
    else
        unknown_control(t, word, chunk);
}

/* Tags. ------------------------------------------------------------------------------------------------ */

/* The text up to </%name>, for the tags whose inside isn't template. */
static bool read_verbatim(struct template *t, const struct tag *tag, struct token *inside)
{
    const char *from = t->lex.cursor;
    const char *end = arena_format(t->p->arena, "</%%%.*s>", (int)tag->name.n, tag->name.z);
    const char *found = strstr(from, end);
    if (!found) {
        diag_error(t->p->diagnostics, tag->span, "this <%%%.*s> is never closed", (int)tag->name.n, tag->name.z);
        t->cut = true;
        t->lex.cursor = t->lex.text + t->p->source->text.n;
        return false;
    }
    inside->from = (uint32_t)(from - t->lex.text);
    inside->to = (uint32_t)(found - t->lex.text);
    t->lex.cursor = found + strlen(end);
    return true;
}

static void read_doc(struct template *t, struct tag *tag)
{
    struct token inside;
    if (!tag->empty && read_verbatim(t, tag, &inside) && !t->p->file->doc.z)
        t->p->file->doc = token_text(t->p, inside);
}

static void read_text_tag(struct template *t, struct tag *tag)
{
    struct token inside;
    if (tag->empty || !read_verbatim(t, tag, &inside) || inside.from == inside.to)
        return;
    struct node *n = make_at(t->p, N_TEXT, inside);
    n->text = span_text(n->span);
    add(t, n);
}

static void read_c(struct template *t, struct tag *tag)
{
    struct token inside;
    if (tag->empty || !read_verbatim(t, tag, &inside))
        return;
    struct node *n = make_at(t->p, N_C, inside);
    n->text = span_text(n->span);
    place(t, n);
}

static void open_tag(struct template *t, struct tag *tag, struct node *n)
{
    struct open *o = push(t, OPEN_TAG, tag->span, tag->name);
    if (o)
        o->node = n;
}

static void read_def(struct template *t, struct tag *tag)
{
    open_tag(t, tag, tag_def(t->p, tag));
    if (tag->empty && top(t)->what == OPEN_TAG)
        pop(t, tag->span.to);
}

static void read_call(struct template *t, struct tag *tag)
{
    bool component = memchr(tag->name.z, ':', tag->name.n) != NULL;
    struct node *n = component ? tag_component(t->p, tag) : tag_call(t->p, tag);
    if (tag->empty)
        place(t, n);
    else
        open_tag(t, tag, n);
}

static void read_namespace(struct template *t, struct tag *tag)
{
    struct node *n = tag_namespace(t->p, tag);
    if (tag->empty)
        place(t, n);
    else
        open_tag(t, tag, n);
}

static void read_include(struct template *t, struct tag *tag)
{
    place(t, tag_include(t->p, tag));
    if (!tag->empty)
        open_tag(t, tag, NULL);
}

static void refuse_tag(struct template *t, struct tag *tag)
{
    static const struct {
        const char *name, *hint;
    } table[] = {{"inherit", "share defs with <%namespace name=\"lib\" file=\"lib.mako\"/>"},
                 {"block", "write it where it stands, or a <%def> that is called"},
                 {"page", "a def's arguments stand in its name: <%def name=\"f(a, b=1)\">"}};
    static const char *const known[] = {"def", "call", "c", "doc", "text", "include", "namespace"};
    struct parser *p = t->p;
    const char *near = al_nearest(tag->name, known, sizeof known / sizeof *known);
    diag_error(p->diagnostics, tag->name_span, "unknown tag <%%%.*s>", (int)tag->name.n, tag->name.z);
    if (near)
        diag_hint(p->diagnostics, "did you mean <%%%s>?", near);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (al_is(tag->name, table[i].name)) {
            p->diagnostics->list.at[p->diagnostics->list.count - 1].message =
                arena_format(p->arena, "<%%%s> has no meaning in a migration", table[i].name);
            diag_hint(p->diagnostics, "%s", table[i].hint);
        }
    if (!tag->empty && !al_is(tag->name, "inherit") && !al_is(tag->name, "page"))
        open_tag(t, tag, NULL);
}

static void read_tag(struct template *t, struct token chunk)
{
    static const struct {
        const char *name;
        void (*read)(struct template *t, struct tag *tag);
    } table[] = {{"def", read_def},   {"call", read_call},           {"c", read_c},
                 {"doc", read_doc},   {"text", read_text_tag},       {"include", read_include},
                 {"namespace", read_namespace}};
    struct tag tag;
    tag_read(t->p, chunk, &tag);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (al_is(tag.name, table[i].name)) {
            table[i].read(t, &tag);
            tag_leftovers(t->p, &tag);
            return;
        }
    if (memchr(tag.name.z, ':', tag.name.n))
        read_call(t, &tag);
    else
        refuse_tag(t, &tag);
}

static void read_end_tag(struct template *t, struct token chunk)
{
    const char *z = t->lex.text;
    struct token word = {0, chunk.from + 3, chunk.to - 1};
    while (z[word.from] == ' ' || z[word.from] == '\t')
        word.from++;
    while (z[word.to - 1] == ' ' || z[word.to - 1] == '\t')
        word.to--;
    struct aludel_text name = token_text(t->p, word);
    struct span at = token_span(t->p, chunk);
    if (close_to(t, OPEN_TAG, name, at)) {
        pop(t, chunk.to);
        return;
    }
    size_t i = t->depth - 1;
    while (i > 0 && t->open[i].what != OPEN_TAG)
        i--;
    diag_error(t->p->diagnostics, at, "</%%%.*s> closes nothing", (int)name.n, name.z);
    if (i == 0)
        return;
    diag_also(t->p->diagnostics, t->open[i].span, "this is what is open here");
    const char *open_name = arena_string(t->p->arena, t->open[i].name);
    if (al_nearest(name, &open_name, 1)) {
        close_to(t, OPEN_TAG, t->open[i].name, at);
        pop(t, chunk.to);
    }
}

static void bad_tag(struct template *t, struct token chunk)
{
    struct span at = token_span(t->p, chunk);
    if (chunk.code == CHUNK_BAD_END_TAG) {
        diag_error(t->p->diagnostics, at, "a closing tag that isn't complete");
        diag_hint(t->p->diagnostics, "it reads </%%name>");
        return;
    }
    diag_error(t->p->diagnostics, at, "a tag that isn't complete");
    diag_hint(t->p->diagnostics, "a quote or the '>' is missing");
    const char *end = strpbrk(t->lex.cursor, ">\n");
    t->lex.cursor = !end ? t->lex.text + t->p->source->text.n : *end == '>' ? end + 1 : end;
    struct span name = span_of(t->p, chunk.from + 2, chunk.to);
    if (!end || end[-1] != '/')
        push(t, OPEN_TAG, at, span_text(name));
}

/* The file. -------------------------------------------------------------------------------------------- */

static void read_chunk(struct template *t, struct token chunk)
{
    switch (chunk.code) {
    case CHUNK_TEXT: add_text(t, chunk.from, chunk.to); break;
    case CHUNK_PERCENT: add_percent(t, chunk); break;
    case CHUNK_CONTROL: read_control_line(t, chunk); break;
    case CHUNK_HOLE: read_hole(t, chunk); break;
    case CHUNK_CODE: read_code(t, chunk); break;
    case CHUNK_MODULE: read_module(t, chunk); break;
    case CHUNK_TAG: read_tag(t, chunk); break;
    case CHUNK_END_TAG: read_end_tag(t, chunk); break;
    case CHUNK_BAD_TAG:
    case CHUNK_BAD_END_TAG: bad_tag(t, chunk); break;
    default: break; /* a comment, or a line that goes on */
    }
}

static void keep_body(struct template *t)
{
    const struct nodes *list = &t->open[0].body->list;
    for (size_t i = 0; i < list->count; i++)
        if (!only_blanks(list->at[i])) {
            t->p->file->body = *list;
            return;
        }
}

void template_parse(struct parser *p)
{
    struct template *t = ARENA_NEW(p->arena, struct template);
    uint32_t end = (uint32_t)p->source->text.n, from = 0;
    if (end >= 3 && memcmp(p->source->text.z, "\xEF\xBB\xBF", 3) == 0)
        from = 3;
    t->p = p;
    lexer_init(&t->lex, p, FRAGMENT_HOLE, from, end);
    push(t, OPEN_FILE, span_of(p, from, from), AL_TEXT("file"));
    struct token chunk;
    while (!p->too_deep && (chunk = chunk_next(&t->lex)).code != CHUNK_END)
        read_chunk(t, chunk);
    while (t->depth > 1) {
        if (!p->too_deep && !t->cut)
            say_unclosed(t, top(t), NULL);
        pop(t, end);
    }
    keep_body(t);
}
