/* control.c: lines that begin with '%'. */
#include "lang/stack.h"

#include <string.h>

static const char *const control_names[] = {"if",     "elif",  "else",     "endif", "for",
                                            "endfor", "while", "endwhile", "with",  "endwith"};
static const struct {
    const char *name;
    enum opening what;
} openings[] = {{"if", OPEN_IF}, {"for", OPEN_FOR}, {"while", OPEN_WHILE}, {"with", OPEN_WITH}};

static bool is_word(char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_' ||
           (unsigned char)c >= 0x80;
}

static uint32_t percent_sign(const struct template *t, struct token chunk)
{
    uint32_t at = chunk.from;
    while (t->lex.text[at] != '%')
        at++;
    return at;
}

/* The keyword of a control line: what follows the '%'. */
static struct token control_keyword(const struct template *t, struct token chunk)
{
    const char *z = t->lex.text;
    struct token word = {0, percent_sign(t, chunk) + 1, 0};
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
    struct open *o = template_push(t, what, token_span(t->p, word), token_text(t->p, word));
    if (!o)
        return;
    o->body->span = span_of(t->p, chunk.to, chunk.to);
    o->node = n;
    if (!n)
        return;
    for (struct node *inner = n;; inner = inner->b->list.at[0]) {
        inner->in_control_line = true;
        if (inner->kind != N_WITH || !inner->b)
            break;
    }
    n->span.from = percent_sign(t, chunk);
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
            template_close_to(t, OPEN_IF, name, token_span(t->p, word));
            return top(t);
        }
    diag_error(t->p->diagnostics, token_span(t->p, word), "'%% %.*s' without a '%% if' in front of it",
               (int)name.n, name.z);
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
        diag_error(t->p->diagnostics, token_span(t->p, word), "'%% %s' behind the '%% else'",
                   is_else ? "else" : "elif");
        diag_also(t->p->diagnostics, o->else_span, "the '%% else' stands here");
        return;
    }
    o->body->span.to = chunk.from;
    template_end_branch(o);
    o->body = make_block(t->p);
    o->body->span = span_of(t->p, chunk.to, chunk.to);
    o->has_else = is_else;
    o->else_span = token_span(t->p, word);
    if (is_else || !n || !o->node)
        return;
    struct node *holder = o->chain ? o->chain : o->node;
    n->in_control_line = true;
    holder->c = o->chain = n;
    if (++t->conditions > MOST_OPEN)
        say_too_deep(t->p, token_span(t->p, word));
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
        diag_error(t->p->diagnostics, token_span(t->p, word),
                   "'%% %.*s' stands inside a tag that its '%% %.*s' is outside of", (int)name.n, name.z,
                   (int)name.n - 3, name.z + 3);
        diag_also(t->p->diagnostics, tag->span, "this <%%%.*s> is still open", (int)tag->name.n, tag->name.z);
        o->said = true;
        return true;
    }
    return false;
}

static void close_control_line(struct template *t, enum opening what, struct token word, struct token chunk)
{
    struct aludel_text name = token_text(t->p, word);
    if (template_close_to(t, what, name, token_span(t->p, word))) {
        template_pop(t, chunk.to);
        return;
    }
    if (top(t)->what == OPEN_UNKNOWN) {
        template_pop(t, chunk.to);
        return;
    }
    if (t->forced[what]) {
        t->forced[what]--;
        return;
    }
    if (say_crossed(t, what, word))
        return;
    diag_error(t->p->diagnostics, token_span(t->p, word),
               "'%% %.*s' closes nothing: there is no '%% %.*s' in front of it", (int)name.n, name.z,
               (int)name.n - 3, name.z + 3);
    if (top(t)->what != OPEN_FILE)
        diag_also(t->p->diagnostics, top(t)->span, "this is what is open here");
}

static const char *unknown_control_hint(const struct template *t, struct token word)
{
    static const char *const python[] = {"try",    "except",  "finally", "def",     "class",    "import",
                                         "return", "raise",   "pass",    "break",   "continue", "set",
                                         "macro",  "include", "block",   "extends", "op"};
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
    const char *near =
        name.n ? al_nearest(name, control_names, sizeof control_names / sizeof *control_names) : NULL;
    if (!name.n)
        diag_error(p->diagnostics, span_of(p, word.from - 1, word.from), "a control line without a keyword");
    else
        diag_error(p->diagnostics, token_span(p, word), "unknown control line '%% %.*s'", (int)name.n,
                   name.z);
    if (!near) {
        diag_hint(p->diagnostics, "%s", unknown_control_hint(t, word));
        return;
    }
    diag_hint(p->diagnostics, "did you mean '%s'?", near);
    bool closes = strncmp(near, "end", 3) == 0;
    if (closes && t->depth > 1 && top(t)->what != OPEN_TAG)
        template_pop(t, chunk.to);
    else if (!closes && near[0] != 'e')
        template_push(t, OPEN_UNKNOWN, token_span(p, word), name);
}

void template_control_line(struct template *t, struct token chunk)
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
