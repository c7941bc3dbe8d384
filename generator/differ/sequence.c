/* sequence.c: what a sequence is told so that it counts as another one does, and goes on where it stands. */
#include "differ/inner.h"

#include "sql/name.h"
#include "sql/tokens.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

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

const char *first_free(struct differing *g, const char *column, struct aludel_text options)
{
    struct counting c = read_counting(g, options);
    struct aludel_text start = start_of(&c);
    if (!options.n)
        return arena_format(g->arena, "coalesce(max(%s), 0) + 1", column);
    if (counts_down(&c))
        return arena_format(g->arena, "least(coalesce(min(%s), 0) - 1, %.*s)", column, (int)start.n, start.z);
    return arena_format(g->arena, "greatest(coalesce(max(%s), 0) + 1, %.*s)", column, (int)start.n, start.z);
}

/* ---- Where it stands ----------------------------------------------------------------------------- */

struct range {
    int64_t least, most;
};

static int64_t number(struct aludel_text text, int64_t unsaid)
{
    char digits[24];
    if (!text.n || text.n >= sizeof digits)
        return unsaid;
    memcpy(digits, text.z, text.n);
    digits[text.n] = '\0';
    return strtoll(digits, NULL, 10);
}

static struct range range_of(const struct counting *c)
{
    bool is_small = al_same_nocase(c->at[TYPE], AL_TEXT("smallint"));
    bool is_integer = al_same_nocase(c->at[TYPE], AL_TEXT("integer"));
    int64_t most = is_small ? INT16_MAX : is_integer ? INT32_MAX : INT64_MAX;
    bool down = counts_down(c);
    return (struct range){number(c->at[MINVALUE], down ? -most - 1 : 1),
                          number(c->at[MAXVALUE], down ? -1 : most)};
}

/* It has to begin anew where no number is of both ranges. */
static bool begins_anew(const struct range *was, const struct range *is)
{
    return is->least > was->most || is->most < was->least;
}

/* Where the new range lacks a part of the old one, it may stand there. */
static const char *moved_into(struct differing *g, const char *sequence, const struct range *was,
                              const struct range *is)
{
    int64_t least = is->least > was->least ? is->least : was->least;
    int64_t most = is->most < was->most ? is->most : was->most;
    return arena_format(g->arena,
                        "SELECT setval(%s, greatest(least(last_value, %lld), %lld), is_called AND last_value "
                        "BETWEEN %lld AND %lld) FROM %s",
                        literal(g, al_text(sequence)), (long long)most, (long long)least, (long long)least,
                        (long long)most, sequence);
}

static void move_into(struct differing *g, const char *sequence, const struct range *was,
                      const struct range *is)
{
    if (begins_anew(was, is) || (is->least <= was->least && is->most >= was->most))
        return;
    struct change *c = begin(g, CHANGE_STATEMENT);
    c->text = al_text(moved_into(g, sequence, was, is));
    done(g, c, MARK_NONE);
}

void change_counting(struct differing *g, const struct thing *sequence, struct aludel_text was,
                     struct aludel_text is)
{
    struct counting from = read_counting(g, was), to = read_counting(g, is);
    struct range old = range_of(&from), new = range_of(&to);
    struct aludel_text options = options_changed(g, was, is);
    const char *name = ddl_path(g->arena, g->dialect, sequence->path);
    if (!options.n)
        return;
    move_into(g, name, &old, &new);
    struct change *c = begin(g, CHANGE_STATEMENT);
    c->thing = sequence;
    c->text = al_text(arena_format(g->arena, "ALTER SEQUENCE %s %.*s%s", name, (int)options.n, options.z,
                                   begins_anew(&old, &new) ? " RESTART" : ""));
    done(g, c, MARK_NONE);
}
