/*
 * tokens.c: a file's tokens for its checksum. The SQL of a def is handed over in one piece, a private-use
 * character where a hole, a control line or a tag stands, so that a string goes on behind it. What `aludel fmt` changes
 * doesn't count: quotes, a comma behind the last of several, how statements stand on lines, where the module's block is.
 */
#include "lang/parser.h"

#include "grammar.h"

#include <string.h>

#define PLACE "\xEE\x80\x80" /* U+E000: a letter, so that `a${x}` isn't `a ${x}` */

struct token_walk {
    struct parser p;
    struct lexer lex;
    struct token_sink *sink;
    struct al_builder sql;
    struct token comma;                 /* the latest token, if it is one: it may not count */
    uint32_t commas[MOST_BRACKETS + 1]; /* of the brackets that are open */
    uint32_t depth;
    bool line_ended;
    bool in_header; /* behind its ':', on its line */
    uint32_t tags;
    bool modules; /* at the top: the modules' blocks alone, or all else */
    bool muted;
};

static void say_code(struct token_walk *w, struct aludel_text token)
{
    if (!w->muted)
        w->sink->code(w->sink, token);
}

static void say(struct token_walk *w, const char *token)
{
    say_code(w, al_text(token));
}

/* With LF for CR LF. */
static void say_text(struct token_walk *w, struct aludel_text t)
{
    if (!t.n || !memchr(t.z, '\r', t.n)) {
        say_code(w, t);
        return;
    }
    struct al_builder b = al_builder(&w->p.arena->memory);
    for (size_t i = 0; i < t.n; i++)
        if (t.z[i] != '\r')
            al_putc(&b, t.z[i]);
    say_code(w, al_built(&b));
}

static void flush_sql(struct token_walk *w)
{
    struct aludel_text t = al_built(&w->sql);
    if (t.n && !w->muted)
        w->sink->sql(w->sink, t);
    w->sql = al_builder(&w->p.arena->memory);
}

/* Python. */

static void say_line_end(struct token_walk *w)
{
    if (!w->line_ended)
        say(w, "\n");
    w->line_ended = true;
}

/* The comma in hand: behind the last of several it says nothing. */
static void say_comma(struct token_walk *w, int next)
{
    if (w->comma.code && !(closes_bracket(next) && w->commas[w->depth] > 1))
        say(w, ",");
    w->comma.code = 0;
}

static void count_brackets(struct token_walk *w, struct token t)
{
    if (opens_bracket(t.code) && w->depth < MOST_BRACKETS)
        w->commas[++w->depth] = 0;
    if (closes_bracket(t.code) && w->depth)
        w->depth--;
    if (t.code == T_COMMA) {
        w->commas[w->depth]++;
        w->comma = t;
    }
}

static void say_token(struct token_walk *w, struct token t)
{
    say_comma(w, t.code);
    count_brackets(w, t);
    switch (t.code) {
    case T_COMMA: return;
    case T_SEMI: say_line_end(w); return;
    case T_NEWLINE:
        say_line_end(w);
        if (w->in_header)
            say(w, "\b");
        w->in_header = false;
        return;
    case T_INDENT: say(w, "\t"); return;
    case T_DEDENT: say(w, "\b"); return;
    case T_STRING: say_text(w, string_canonical(w->p.arena, token_text(&w->p, t))); break;
    default: say_text(w, token_text(&w->p, t));
    }
    w->line_ended = false;
}

static void begin_fragment(struct token_walk *w, struct lexer *lex)
{
    w->p.lexer = lex;
    w->depth = 0;
    w->line_ended = true;
    w->in_header = false;
}

static uint32_t say_fragment(struct token_walk *w, enum fragment fragment, uint32_t from, uint32_t to)
{
    struct lexer lex;
    struct token t;
    lexer_init(&lex, &w->p, fragment, from, to);
    begin_fragment(w, &lex);
    while ((t = lexer_next(&lex)).code != T_END)
        say_token(w, t);
    say_comma(w, T_END);
    return lexer_offset(&lex);
}

static bool is_identifier(struct token_walk *w, struct token t)
{
    return identifier_index(token_text(&w->p, t)) >= 0;
}

static bool ends_statement(const struct lexer *lex, int code)
{
    return code == T_END || code == T_NEWLINE || (code == T_SEMI && lex->depth == 0);
}

/* At a statement's first word: an assignment to an identifier is passed over. */
static struct token pass_identifier(struct token_walk *w, struct lexer *lex, struct token name)
{
    struct token t = layout_next(lex);
    if (t.code != T_EQ && t.code != T_COLON) {
        say_token(w, name);
        return t;
    }
    while (!ends_statement(lex, t.code))
        t = layout_next(lex);
    return t.code == T_END ? t : layout_next(lex);
}

/* Behind a header's ':': a suite on its line is as one on lines of its own. */
static bool begin_suite(struct token_walk *w, const struct token *next)
{
    w->in_header = next->code != T_NEWLINE;
    if (w->in_header) {
        say(w, "\n");
        say(w, "\t");
        w->line_ended = true;
    }
    return w->in_header;
}

/* The statements from `t` on. */
static void say_statements(struct token_walk *w, struct lexer *lex, struct token t, bool module)
{
    bool begins = true;
    int first = 0;
    while (t.code != T_END) {
        if (module && begins && lex->indent_count == 1 && !w->in_header && is_identifier(w, t)) {
            t = pass_identifier(w, lex, t);
            continue;
        }
        first = begins ? t.code : first;
        bool header = t.code == T_COLON && lex->depth == 0 && has_suite(first);
        begins = ends_statement(lex, t.code) || t.code == T_INDENT || t.code == T_DEDENT;
        say_token(w, t);
        t = layout_next(lex);
        if (header)
            begins = begin_suite(w, &t);
    }
    say_comma(w, T_END);
}

static void say_suite(struct token_walk *w, struct token chunk)
{
    struct lexer lex;
    lexer_init(&lex, &w->p, FRAGMENT_SUITE, chunk.to, (uint32_t)w->p.source->text.n);
    begin_fragment(w, &lex);
    say(w, chunk.code == CHUNK_MODULE ? "<%!" : "<%");
    say_statements(w, &lex, layout_next(&lex), chunk.code == CHUNK_MODULE);
    w->lex.cursor = lex.cursor + (*lex.cursor ? 2 : 0);
}

/* Strings alone at its begin document a script. */
static void walk_script(struct token_walk *w)
{
    struct lexer lex;
    script_lexer(&lex, &w->p);
    begin_fragment(w, &lex);
    struct token t = layout_next(&lex);
    while (t.code == T_STRING || t.code == T_NEWLINE)
        t = layout_next(&lex);
    say_statements(w, &lex, t, true);
}

/* C: words, strings and signs; blanks and comments aside. A line of the preprocessor keeps its end. */

static const char *after_c_string(const char *z, const char *end)
{
    char quote = *z++;
    while (z < end && *z != quote && *z != '\n')
        z += *z == '\\' && z + 1 < end ? 2 : 1;
    return z < end ? z + 1 : end;
}

static const char *after_c_comment(const char *z, const char *end)
{
    bool line = z[1] == '/';
    for (z += 2; z < end; z++)
        if (line ? *z == '\n' : z[-1] == '*' && *z == '/')
            return line ? z : z + 1;
    return end;
}

static bool is_c_word(char c)
{
    return c == '_' || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
           (unsigned char)c >= 0x80;
}

static const char *after_c_token(const char *z, const char *end)
{
    if (*z == '"' || *z == '\'')
        return after_c_string(z, end);
    const char *word = z;
    while (word < end && is_c_word(*word))
        word++;
    return word > z ? word : z + 1;
}

static void say_c(struct token_walk *w, struct aludel_text t)
{
    const char *z = t.z, *end = t.z + t.n;
    bool directive = false;
    while (z < end) {
        if (*z == '\n' && directive)
            say(w, "\n");
        directive = directive && *z != '\n';
        if (z + 1 < end && *z == '/' && (z[1] == '/' || z[1] == '*')) {
            z = after_c_comment(z, end);
        } else if (strchr(" \t\r\n\f\v", *z) ||
                   (*z == '\\' && z + 1 < end && (z[1] == '\n' || z[1] == '\r'))) {
            z += *z == '\\' ? (z[1] == '\r' ? 3 : 2) : 1;
        } else {
            const char *after = after_c_token(z, end);
            directive = directive || *z == '#';
            say_code(w, (struct aludel_text){z, (size_t)(after - z)});
            z = after;
        }
    }
}

/* Tags. */

static struct aludel_text take_verbatim(struct token_walk *w, const struct tag *tag)
{
    const char *end = arena_format(w->p.arena, "</%%%.*s>", (int)tag->name.n, tag->name.z);
    const char *from = w->lex.cursor, *found = strstr(from, end);
    struct aludel_text inside = {from, found ? (size_t)(found - from) : strlen(from)};
    w->lex.cursor = from + inside.n + (found ? strlen(end) : 0);
    return inside;
}

static bool is_python_attribute(struct token_walk *w, const struct tag *tag, struct token name)
{
    return token_reads(&w->p, name, "expr") || token_reads(&w->p, name, "args") ||
           (al_is(tag->name, "def") && token_reads(&w->p, name, "name"));
}

static void say_attributes(struct token_walk *w, struct tag *tag)
{
    say_text(w, tag->name);
    for (size_t i = 0; i < tag->attributes.count; i++) {
        struct attribute *one = &tag->attributes.at[i];
        say_text(w, token_text(&w->p, one->name));
        if (is_python_attribute(w, tag, one->name))
            say_fragment(w, FRAGMENT_EXPRESSION, one->value.from, one->value.to);
        else
            say_text(w, token_text(&w->p, one->value));
    }
    say(w, tag->empty ? "/>" : ">");
}

static void walk_tag(struct token_walk *w, struct token chunk)
{
    struct tag tag;
    tag_read(&w->p, chunk, &tag);
    w->tags += !tag.empty && !tag_is_verbatim(&tag);
    if (al_is(tag.name, "doc")) {
        if (!tag.empty)
            take_verbatim(w, &tag);
        return;
    }
    if (al_is(tag.name, "def"))
        flush_sql(w);
    else if (!al_is(tag.name, "text"))
        al_puts(&w->sql, PLACE);
    if (al_is(tag.name, "text") && !tag.empty) {
        struct aludel_text inside = take_verbatim(w, &tag);
        al_put(&w->sql, inside.z, inside.n);
        return;
    }
    say_attributes(w, &tag);
    if (al_is(tag.name, "c") && !tag.empty)
        say_c(w, take_verbatim(w, &tag));
}

static void walk_end_tag(struct token_walk *w, struct token chunk)
{
    static const char def[] = "def";
    struct aludel_text t = token_text(&w->p, chunk);
    w->tags -= w->tags > 0;
    for (size_t i = 0; i + sizeof def <= t.n; i++)
        if (memcmp(t.z + i, def, sizeof def - 1) == 0)
            flush_sql(w);
    say(w, "</");
}

static void walk_text(struct token_walk *w, uint32_t from, uint32_t to)
{
    al_put(&w->sql, w->p.source->text.z + from, to - from);
}

static void walk_chunk(struct token_walk *w, struct token chunk)
{
    w->muted = w->modules != (chunk.code == CHUNK_MODULE && w->tags == 0);
    switch (chunk.code) {
    case CHUNK_TEXT: walk_text(w, chunk.from, chunk.to); break;
    case CHUNK_PERCENT: walk_text(w, chunk.from, chunk.to - 1); break;
    case CHUNK_CONTROL:
        al_puts(&w->sql, " " PLACE " ");
        say_fragment(w, FRAGMENT_CONTROL, chunk.from, chunk.to);
        break;
    case CHUNK_HOLE:
        al_puts(&w->sql, PLACE);
        say(w, "${");
        w->lex.cursor = w->lex.text + say_fragment(w, FRAGMENT_HOLE, chunk.to, (uint32_t)w->p.source->text.n);
        w->lex.cursor += *w->lex.cursor ? 1 : 0;
        break;
    case CHUNK_CODE:
    case CHUNK_MODULE: say_suite(w, chunk); break;
    case CHUNK_TAG: walk_tag(w, chunk); break;
    case CHUNK_END_TAG: walk_end_tag(w, chunk); break;
    default: break;
    }
}

static void walk_chunks(struct token_walk *w, bool modules)
{
    struct token chunk;
    const struct source *source = w->p.source;
    lexer_init(&w->lex, &w->p, FRAGMENT_HOLE, source_begin(source), (uint32_t)source->text.n);
    w->modules = modules;
    w->tags = 0;
    while ((chunk = chunk_next(&w->lex)).code != CHUNK_END)
        walk_chunk(w, chunk);
    w->muted = modules;
    flush_sql(w);
    w->muted = false;
}

static void walk_template(struct token_walk *w)
{
    walk_chunks(w, true);
    walk_chunks(w, false);
}

static void walk_sql_way(struct token_walk *w, const struct file *f, bool down)
{
    for (size_t i = 0; i < f->defs.count; i++) {
        const struct node *def = f->defs.at[i];
        if (al_is(def->text, "downgrade") != down)
            continue;
        say_text(w, def->text);
        for (size_t j = 0; j < def->a->list.count; j++)
            w->sink->sql(w->sink, def->a->list.at[j]->text);
    }
}

static void walk_sql(struct token_walk *w, struct source *source)
{
    const struct file *f = parse_sql_file(w->p.arena, source, w->p.diagnostics);
    walk_sql_way(w, f, false);
    walk_sql_way(w, f, true);
}

/* What is wrong with the file has been said when it was parsed: here it is nobody's business. */
void parse_tokens(struct arena *a, struct source *source, enum file_form form, struct token_sink *sink)
{
    struct diagnostics unheard = {.arena = a};
    struct token_walk *w = ARENA_NEW(a, struct token_walk);
    w->p.arena = a;
    w->p.source = source;
    w->p.diagnostics = &unheard;
    w->sink = sink;
    w->sql = al_builder(&a->memory);
    if (!source_check(source, &unheard))
        return;
    if (form == FORM_SQL)
        walk_sql(w, source);
    else if (form == FORM_PYTHON)
        walk_script(w);
    else
        walk_template(w);
}
