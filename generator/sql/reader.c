/* reader.c: what is read everywhere: tokens, names, pieces of text; and the changes that come of it. */
#include "sql/reader.h"
#include "sql/split.h"

#include <string.h>

/* ---- Tokens ---------------------------------------------------------------------------------- */

const char *reader_word(const struct reader *r)
{
    return r->i < r->end ? token_at(&r->tokens, r->i) : "";
}

bool reader_at(const struct reader *r, const char *word)
{
    return same_word(reader_word(r), word);
}

bool reader_take(struct reader *r, const char *pattern)
{
    size_t behind = tokens_match(&r->tokens, r->i, pattern);
    if (behind <= r->i || behind > r->end)
        return false;
    r->i = behind;
    return true;
}

bool reader_done(const struct reader *r)
{
    return r->i >= r->end;
}

static int deeper(const struct reader *r, size_t i)
{
    const char *word = token_at(&r->tokens, i);
    if (same_word(word, "(") || same_word(word, "["))
        return 1;
    return same_word(word, ")") || same_word(word, "]") ? -1 : 0;
}

void reader_skip_group(struct reader *r)
{
    int depth = 0;
    do
        depth += deeper(r, r->i);
    while (++r->i < r->end && depth > 0);
    r->unsure = r->unsure || depth != 0;
}

size_t reader_find(const struct reader *r, const char *word)
{
    int depth = 0;
    for (size_t i = r->i; i < r->end; i++) {
        if (depth == 0 && token_is_word(&r->tokens, i, word))
            return i;
        depth += deeper(r, i);
    }
    return r->end;
}

size_t reader_next_comma(const struct reader *r)
{
    return reader_find(r, ",");
}

struct aludel_text reader_slice(const struct reader *r, size_t from, size_t to)
{
    if (from >= to)
        return (struct aludel_text){"", 0};
    uint32_t begin = r->tokens.list.at[from].from;
    return (struct aludel_text){r->sql.z + begin, r->tokens.list.at[to - 1].to - begin};
}

static struct aludel_text reader_token(const struct reader *r, size_t i)
{
    return reader_slice(r, i, i + 1);
}

struct reader reader_of(const struct reader *r, struct aludel_text text)
{
    struct reader inner = *r;
    inner.sql = text;
    inner.tokens = tokens_of(r->arena, r->dialect, text);
    inner.i = 0;
    inner.end = inner.tokens.list.count;
    return inner;
}

/* ---- Text ------------------------------------------------------------------------------------ */

bool has_hole(struct aludel_text t)
{
    return t.n && memchr(t.z, ALUDEL_PARAMETER, t.n);
}

static void put_upper(struct al_builder *b, struct aludel_text t)
{
    bool is_quoted = strchr("\"'`[$", *t.z) != NULL;
    for (size_t i = 0; i < t.n; i++)
        al_putc(b, (char)(!is_quoted && t.z[i] >= 'a' && t.z[i] <= 'z' ? t.z[i] - 'a' + 'A' : t.z[i]));
}

struct spaced {
    struct al_builder *b;
    bool tight; /* no blank before the next */
};

static void put_spaced(void *with, struct aludel_text token)
{
    struct spaced *s = with;
    bool tight = *token.z == ')' || *token.z == ',' || *token.z == '.';
    if (s->b->n && !s->tight && !tight)
        al_putc(s->b, ' ');
    put_upper(s->b, token);
    s->tight = *token.z == '(' || *token.z == '.' || *token.z == '-' || *token.z == '+';
}

struct aludel_text upper_words(struct reader *r, struct aludel_text t)
{
    struct al_builder b = al_builder(&r->arena->memory);
    struct spaced s = {&b, false};
    split_tokens(r->dialect, t, put_spaced, &s);
    return al_built(&b);
}

/* Comments at the ends go too: one that its line ends would take along what is written behind it. */
struct aludel_text without_parentheses(const struct reader *r, struct aludel_text t)
{
    if (t.n < 2)
        return t;
    struct aludel_text inside = {t.z + 1, t.n - 2};
    struct tokens tokens = tokens_of(r->arena, r->dialect, inside);
    if (!tokens.list.count)
        return (struct aludel_text){"", 0};
    uint32_t from = tokens.list.at[0].from;
    return (struct aludel_text){inside.z + from, tokens.list.at[tokens.list.count - 1].to - from};
}

/* ---- Names ----------------------------------------------------------------------------------- */

static bool is_string(const struct reader *r, size_t i)
{
    return token_is_word(&r->tokens, i, "'");
}

/* A hole in it, or one that touches it. */
static bool is_holed(const struct reader *r, size_t i)
{
    const struct token *t = &r->tokens.list.at[i];
    return has_hole(reader_token(r, i)) || (t->to < r->sql.n && r->sql.z[t->to] == ALUDEL_PARAMETER) ||
           (t->from && r->sql.z[t->from - 1] == ALUDEL_PARAMETER);
}

/* PostgreSQL cuts names that are too long, but no character in two. */
struct aludel_text kept_name(const struct reader *r, struct aludel_text name)
{
    size_t n = name.n > 63 && r->dialect == ALUDEL_POSTGRESQL ? 63 : name.n;
    while (n < name.n && n && ((unsigned char)name.z[n] & 0xC0) == 0x80)
        n--;
    return (struct aludel_text){name.z, n};
}

/* U&"d\0061t\+000061" is left unread. */
static bool is_escaped(struct aludel_text t)
{
    return t.n > 2 && (*t.z | 32) == 'u' && t.z[1] == '&';
}

struct aludel_text reader_name(struct reader *r)
{
    bool is_name = !reader_done(r) &&
                   (token_is_name(&r->tokens, r->i) || (is_string(r, r->i) && r->dialect == ALUDEL_SQLITE));
    if (!is_name || is_holed(r, r->i) || is_escaped(reader_token(r, r->i))) {
        r->unsure = true;
        return (struct aludel_text){"", 0};
    }
    struct aludel_text text = reader_token(r, r->i++);
    struct al_ddl_table t = {.text = text, .dialect = r->dialect};
    return kept_name(r, al_ddl_name(&t, &r->arena->memory, (struct al_ddl_span){0, (uint32_t)text.n}));
}

struct path reader_path(struct reader *r)
{
    struct path path = {.name = reader_name(r)};
    while (!r->unsure && reader_take(r, ".")) {
        path.schema = path.name;
        path.name = reader_name(r);
    }
    return plain_path(r->dialect, path);
}

struct names reader_names(struct reader *r)
{
    struct names names = {0};
    if (!reader_take(r, "("))
        r->unsure = true;
    while (!r->unsure && !reader_take(r, ")")) {
        vec_push(r->arena, &names, reader_name(r));
        if (!reader_take(r, ",") && !reader_at(r, ")"))
            r->unsure = true;
    }
    return names;
}

/* ---- Literals -------------------------------------------------------------------------------- */

/* E'…': what a comment or a label may hold; other escapes stay as they are. */
static char escaped(char c)
{
    switch (c) {
    case 'n': return '\n';
    case 't': return '\t';
    case 'r': return '\r';
    default: return c;
    }
}

static struct aludel_text unquoted_string(struct reader *r, struct aludel_text t, bool escapes)
{
    struct al_builder b = al_builder(&r->arena->memory);
    for (size_t i = 1; i + 1 < t.n; i++) {
        char c = t.z[i];
        if (c == '\'' || (c == '\\' && escapes))
            i++;
        al_putc(&b, c == '\\' && escapes ? escaped(t.z[i]) : c);
    }
    return al_built(&b);
}

static struct aludel_text dollar_string(struct aludel_text t)
{
    const char *second = memchr(t.z + 1, '$', t.n - 1);
    size_t tag = second ? (size_t)(second - t.z) + 1 : 0;
    return (struct aludel_text){t.z + tag, t.n - 2 * tag};
}

bool reader_string(struct reader *r, struct aludel_text *out)
{
    struct aludel_text t = reader_done(r) ? (struct aludel_text){"", 0} : reader_token(r, r->i);
    bool escapes = t.n > 2 && (*t.z | 32) == 'e' && t.z[1] == '\'';
    bool dollars = t.n > 2 && *t.z == '$' && t.z[t.n - 1] == '$';
    if (!escapes && !dollars && (t.n < 2 || *t.z != '\''))
        return false;
    r->i++;
    if (escapes)
        t = (struct aludel_text){t.z + 1, t.n - 1};
    *out = dollars ? dollar_string(t) : unquoted_string(r, t, escapes);
    return true;
}

/* ---- Changes ----------------------------------------------------------------------------------- */

struct change *reader_add(struct reader *r, enum change_kind kind)
{
    struct change *c = ARENA_NEW(r->arena, struct change);
    *c = (struct change){.kind = kind, .span = r->at, .name_span = r->at};
    vec_push(r->arena, r->out, c);
    return c;
}

struct thing *reader_thing(struct reader *r, enum thing_type type, struct path path)
{
    struct thing *thing = ARENA_NEW(r->arena, struct thing);
    *thing = (struct thing){.type = type, .path = path, .made = r->at};
    return thing;
}

struct change *reader_add_thing(struct reader *r, enum change_kind kind, enum thing_type type,
                                struct path path)
{
    struct change *c = reader_add(r, kind);
    c->thing = reader_thing(r, type, path);
    return c;
}
