/* sequence.c: what a sequence is told so that it counts as another one does, and goes on where it stands. */
#include "differ/inner.h"

#include "sql/name.h"
#include "sql/tokens.h"

enum option { TYPE, START, INCREMENT, MINVALUE, MAXVALUE, CACHE, CYCLE, OPTIONS };

/* Each as it is written; no text: not said. */
struct counting {
    struct aludel_text at[OPTIONS];
};

static const char *const heads[OPTIONS] = {"AS",       "START WITH", "INCREMENT BY", "MINVALUE",
                                           "MAXVALUE", "CACHE",      "CYCLE"};

/* ---- Reading ------------------------------------------------------------------------------------- */

static struct aludel_text token_text(const struct tokens *tokens, size_t i)
{
    const struct token *t = &tokens->list.at[i];
    return (struct aludel_text){tokens->text.z + t->from, t->to - t->from};
}

/* -5 is two tokens. */
static size_t read_value(struct differing *g, const struct tokens *tokens, size_t i,
                         struct aludel_text *value)
{
    bool negative = token_is_word(tokens, i, "-") && i + 1 < tokens->list.count;
    struct aludel_text t = token_text(tokens, i + negative);
    *value = negative ? al_text(arena_format(g->arena, "-%.*s", (int)t.n, t.z)) : t;
    return i + 1 + negative;
}

/* What says NO is the same as what isn't said. */
static struct counting read_counting(struct differing *g, struct aludel_text sql)
{
    struct counting out = {0};
    struct tokens tokens = tokens_of(g->arena, g->dialect, sql);
    for (size_t i = 0; i < tokens.list.count;) {
        size_t behind = 0, option = 0;
        while (option < OPTIONS && !(behind = tokens_match(&tokens, i, heads[option])))
            option++;
        i = behind ? behind : i + (token_is_word(&tokens, i, "NO") ? 2 : 1);
        if (behind && option == CYCLE)
            out.at[CYCLE] = AL_TEXT("CYCLE");
        else if (behind && i < tokens.list.count)
            i = read_value(g, &tokens, i, &out.at[option]);
    }
    return out;
}

static bool counts_down(const struct counting *c)
{
    return c->at[INCREMENT].n && c->at[INCREMENT].z[0] == '-';
}

/* A sequence begins at the end that it counts away from. */
static struct aludel_text start_of(const struct counting *c)
{
    bool down = counts_down(c);
    struct aludel_text end = c->at[down ? MAXVALUE : MINVALUE];
    if (c->at[START].n)
        return c->at[START];
    return end.n ? end : down ? AL_TEXT("-1") : AL_TEXT("1");
}

/* ---- Writing ------------------------------------------------------------------------------------- */

static void put_option(struct al_builder *b, enum option option, struct aludel_text value)
{
    static const char *const unsaid[OPTIONS] = {"AS bigint",   NULL,      "INCREMENT BY 1", "NO MINVALUE",
                                                "NO MAXVALUE", "CACHE 1", "NO CYCLE"};
    al_putf(b, "%s", b->n ? " " : "");
    if (!value.n)
        al_putf(b, "%s", unsaid[option]);
    else if (option == CYCLE)
        al_putf(b, "CYCLE");
    else
        al_putf(b, "%s %.*s", heads[option], (int)value.n, value.z);
}

struct aludel_text options_changed(struct differing *g, struct aludel_text was, struct aludel_text is)
{
    struct counting from = read_counting(g, was), to = read_counting(g, is);
    struct al_builder b = al_builder(&g->arena->memory);
    from.at[START] = start_of(&from);
    to.at[START] = start_of(&to);
    for (int i = 0; i < OPTIONS; i++)
        if (!al_same_nocase(from.at[i], to.at[i]))
            put_option(&b, (enum option)i, to.at[i]);
    return al_built(&b);
}

void change_counting(struct differing *g, const struct thing *sequence, struct aludel_text was,
                     struct aludel_text is)
{
    struct aludel_text options = options_changed(g, was, is);
    struct change *c = begin(g, CHANGE_STATEMENT);
    c->thing = sequence;
    c->text =
        al_text(arena_format(g->arena, "ALTER SEQUENCE %s %.*s",
                             ddl_path(g->arena, g->dialect, sequence->path), (int)options.n, options.z));
    if (options.n)
        done(g, c, MARK_NONE);
}
