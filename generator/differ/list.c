/* list.c: a change into the list; what there is in a schema; names in texts. */
#include "differ/inner.h"

#include "sql/tokens.h"

bool is_postgresql(const struct differing *g)
{
    return g->dialect == ALUDEL_POSTGRESQL;
}

/* ---- Names in texts ---- */

static bool is_word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c >= '0' && c <= '9') ||
           (unsigned char)c >= 0x80;
}

/* Behind the name, which begins at `at`; 0: it doesn't. A quote in quotes stands there twice. */
static size_t behind_name(struct aludel_text sql, size_t at, struct aludel_text name)
{
    for (size_t i = 0; i < name.n; i++, at++) {
        if (at >= sql.n ||
            !al_same_nocase((struct aludel_text){sql.z + at, 1}, (struct aludel_text){name.z + i, 1}))
            return 0;
        bool quote = name.z[i] == '"' || name.z[i] == '\'';
        at += quote && at + 1 < sql.n && sql.z[at + 1] == name.z[i];
    }
    return at;
}

bool has_name(struct aludel_text sql, struct aludel_text name)
{
    for (size_t i = 0; name.n && i < sql.n; i++) {
        size_t to = i == 0 || !is_word_byte(sql.z[i - 1]) ? behind_name(sql, i, name) : 0;
        if (to && (to == sql.n || !is_word_byte(sql.z[to])))
            return true;
    }
    return false;
}

struct aludel_text called(const struct thing *thing)
{
    return thing->carried ? thing->carried->called : thing->path.name;
}

bool mentions(struct differing *g, struct aludel_text sql, struct aludel_text name)
{
    if (!has_name(sql, name))
        return false;
    struct tokens tokens = tokens_of(g->arena, g->dialect, sql);
    for (size_t i = 0; i < tokens.list.count; i++) {
        const char *word = tokens.list.at[i].word;
        if (al_same_nocase(al_text(word + (*word == '"')), name))
            return true;
    }
    return false;
}

/* FROM name, JOIN name, FROM ((name: it is asked for rows, whatever else has that name. */
bool reads_from(struct differing *g, struct aludel_text sql, struct aludel_text name)
{
    if (!has_name(sql, name))
        return false;
    struct tokens tokens = tokens_of(g->arena, g->dialect, sql);
    for (size_t i = 1; i < tokens.list.count; i++) {
        const char *word = tokens.list.at[i].word;
        size_t before = i - 1;
        while (before && token_is_word(&tokens, before, "("))
            before--;
        if (al_same_nocase(al_text(word + (*word == '"')), name) &&
            (token_is_word(&tokens, before, "FROM") || token_is_word(&tokens, before, "JOIN")))
            return true;
    }
    return false;
}

const char *literal(struct differing *g, struct aludel_text text)
{
    return arena_format(g->arena, "'%s'", arena_replaced(g->arena, arena_string(g->arena, text), "'", "''"));
}

/* ---- Into the list ---- */

struct change *begin(struct differing *g, enum change_kind kind)
{
    struct change *c = ARENA_NEW(g->arena, struct change);
    c->kind = kind;
    return c;
}

void done(struct differing *g, struct change *c, unsigned marks)
{
    vec_push(g->arena, &g->out->changes, c);
    vec_push(g->arena, &g->out->marks, (unsigned char)marks);
    vec_push(g->arena, &g->before, g->now);
    g->now = evolve(&g->e, g->now, c);
}

void change_thing(struct differing *g, enum change_kind kind, const struct thing *thing, unsigned marks)
{
    struct change *c = begin(g, kind);
    c->thing = thing;
    done(g, c, marks);
}

void alter(struct differing *g, struct path table, struct aludel_text column,
           const struct alteration *alteration, unsigned marks)
{
    struct change *c = begin(g, CHANGE_ALTER_COLUMN);
    c->table = table;
    c->name = column;
    c->alter = *alteration;
    done(g, c, marks);
}

void drop_table(struct differing *g, struct path path)
{
    struct change *c = begin(g, CHANGE_DROP_TABLE);
    c->table = path;
    done(g, c, MARK_DESTRUCTIVE);
}

/* ---- Things ---- */

void add_thing(void *with, const struct thing *thing)
{
    struct things *list = with;
    vec_push(list->arena, list, thing);
}

struct things things_of(struct differing *g, const struct schema *s, unsigned types)
{
    struct things list = {.arena = g->arena};
    for (unsigned type = 0; type < THINGS; type++)
        if (types & 1u << type)
            schema_each(s, (enum thing_type)type, add_thing, &list);
    return list;
}

const struct thing *counterpart_of(const struct schema *s, const struct thing *thing)
{
    return schema_counterpart(s, thing);
}

static bool is_counted(const struct schema *s, const struct thing *sequence)
{
    const struct table *t = schema_table(s, sequence->on);
    const struct column *column = t ? table_column(s, t, sequence->on_column) : NULL;
    return column && (column->serial || column->identity != IDENTITY_NO);
}

/* One without a definition is left over of such a column: nothing says how it would be made. */
bool comes_with_column(const struct schema *s, const struct thing *thing)
{
    return thing->type == THING_SEQUENCE && thing->on.name.n &&
           (!thing->definition.text.n || is_counted(s, thing));
}
