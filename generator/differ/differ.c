/* differ.c: the order of it all. */
#include "differ/inner.h"

#include "sql/ddl.h"
#include "sql/tokens.h"

#include <string.h>

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

bool has_name(struct aludel_text sql, struct aludel_text name)
{
    for (size_t i = 0; i + name.n <= sql.n; i++)
        if (al_same_nocase((struct aludel_text){sql.z + i, name.n}, name) &&
            (i == 0 || !is_word_byte(sql.z[i - 1])) &&
            (i + name.n == sql.n || !is_word_byte(sql.z[i + name.n])))
            return true;
    return false;
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

void drop_table(struct differing *g, struct path path)
{
    struct change *c = begin(g, CHANGE_DROP_TABLE);
    c->table = path;
    done(g, c, MARK_DESTRUCTIVE);
}

/* ---- Things ---- */

static void add_thing(void *with, const struct thing *thing)
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
    if (thing->type != THING_TRIGGER)
        return schema_find(s, thing->type, thing->path);
    return schema_trigger(s, thing->path, thing->on);
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

/* ---- Labels ---- */

/* Whether the change's statements have the label in quotes. */
static bool uses_label(struct differing *g, size_t at, const char *label)
{
    struct ddl out = {.arena = g->arena, .dialect = g->dialect};
    ddl_write(&out, g->before.at[at], g->out->changes.at[at]);
    for (size_t i = 0; i < out.items.count; i++)
        for (size_t k = 0; k < out.items.at[i].parts.count; k++)
            if (strstr(arena_string(g->arena, out.items.at[i].parts.at[k].text), label))
                return true;
    return false;
}

static bool is_used_behind(struct differing *g, size_t at)
{
    struct aludel_text label = g->out->changes.at[at]->text;
    const char *doubled = arena_replaced(g->arena, arena_string(g->arena, label), "'", "''");
    const char *literal = arena_format(g->arena, "'%s'", doubled);
    for (size_t i = at + 1; i < g->out->changes.count; i++)
        if (g->out->changes.at[i]->kind != CHANGE_ADD_ENUM_VALUE && uses_label(g, i, literal))
            return true;
    return false;
}

/* In the transaction that brings it a label can't be used. */
static void let_labels_be_used(struct differing *g)
{
    for (size_t i = 0; i < g->out->changes.count; i++) {
        const struct change *c = g->out->changes.at[i];
        if (c->kind != CHANGE_ADD_ENUM_VALUE || !is_used_behind(g, i))
            continue;
        struct change *alone = ARENA_NEW(g->arena, struct change);
        *alone = *c;
        alone->alone = true;
        g->out->changes.at[i] = alone;
    }
}

/* ---- All ---- */

bool differ(struct arena *a, struct diagnostics *d, const struct schema *from, const struct schema *to,
            const struct differ_wish *wish, struct differences *out)
{
    struct differing g = {
        .arena = a, .dialect = to->dialect, .from = from, .to = to, .now = from, .out = out};
    size_t errors = d->errors;
    g.e = (struct evolution){.arena = a, .diagnostics = d};
    if (!is_comparable(&g, from, "present") || !is_comparable(&g, to, "target") || !rename_wished(&g, wish))
        return false;
    pair_up(&g);
    find_what_goes(&g);
    drop_first(&g);
    make_first(&g);
    change_types(&g);
    make_called(&g);
    change_tables(&g);
    drop_columns_of_all(&g);
    make_last(&g);
    drop_last(&g);
    let_labels_be_used(&g);
    return d->errors == errors;
}
