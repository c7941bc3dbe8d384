#include "cli_proposed.h"

#include "directives/directives.h"
#include "sql/ddl.h"

#include <string.h>

static const struct span nowhere;

/* ---- Renames ------------------------------------------------------------------------------------ */

static struct path path_of(struct aludel_text text)
{
    for (size_t i = text.n; i > 0; i--)
        if (text.z[i - 1] == '.')
            return (struct path){{text.z, i - 1}, {text.z + i, text.n - i}};
    return (struct path){{"", 0}, text};
}

static bool not_a_rename(struct environment *e, const char *text)
{
    diag_error(e->diagnostics, nowhere, "'%s' isn't a rename", text);
    diag_hint(e->diagnostics, "--rename old:new for a table, --rename table.old:table.new for a column");
    return false;
}

/* What stands in front of the last dot is a table of `from`, or else a table's schema. */
static bool read_rename(struct environment *e, const struct schema *from, const char *text,
                        struct rename *out)
{
    const char *colon = strchr(text, ':');
    if (!colon || colon == text || !colon[1])
        return not_a_rename(e, text);
    struct path old = path_of((struct aludel_text){text, (size_t)(colon - text)});
    struct path new = path_of(al_text(colon + 1));
    struct path table = path_of(old.schema);
    *out = (struct rename){.from = old, .to = new};
    if (!old.schema.n || !schema_table(from, table))
        return true;
    if (!new.name.n)
        return not_a_rename(e, text);
    *out = (struct rename){
        .from = table, .to = path_of(new.schema), .column_from = old.name, .column_to = new.name};
    return true;
}

/* What the table is called on the other side. */
static struct path renamed_table(enum aludel_dialect dialect, const struct differ_wish *wish,
                                 struct path table)
{
    for (size_t i = 0; i < wish->rename_count; i++)
        if (!wish->renames[i].column_from.n && same_path(dialect, wish->renames[i].from, table))
            return wish->renames[i].to;
    return table;
}

/* "t.old:t.new", by whichever name of the table. */
static bool stays_in_table(struct environment *e, enum aludel_dialect dialect, const struct differ_wish *wish,
                           const struct rename *r, const char *text)
{
    if (!r->column_from.n || !r->to.name.n || same_path(dialect, r->to, r->from) ||
        same_path(dialect, r->to, renamed_table(dialect, wish, r->from)))
        return true;
    diag_error(e->diagnostics, nowhere, "'%s': a column can't be renamed into another table", text);
    diag_hint(e->diagnostics, "its values go along only where the migration copies them: add the new column, "
                              "UPDATE, drop the old one");
    return false;
}

bool read_wish(struct environment *e, const struct schema *from, const struct words *texts,
               struct differ_wish *out)
{
    struct rename *renames = ARENA_ARRAY(e->arena, struct rename, texts->count + 1);
    for (size_t i = 0; i < texts->count; i++)
        if (!read_rename(e, from, texts->at[i], &renames[i]))
            return false;
    *out = (struct differ_wish){renames, texts->count};
    for (size_t i = 0; i < texts->count; i++)
        if (!stays_in_table(e, from->dialect, out, &renames[i], texts->at[i]))
            return false;
    return true;
}

static struct differ_wish turned_around(struct arena *a, enum aludel_dialect dialect,
                                        const struct differ_wish *wish)
{
    struct rename *renames = ARENA_ARRAY(a, struct rename, wish->rename_count + 1);
    for (size_t i = 0; i < wish->rename_count; i++) {
        const struct rename *r = &wish->renames[i];
        renames[i] = (struct rename){r->to, r->from, r->column_to, r->column_from};
        if (r->column_from.n)
            renames[i].from = renamed_table(dialect, wish, r->from);
    }
    return (struct differ_wish){renames, wish->rename_count};
}

/* ---- Both ways ---------------------------------------------------------------------------------- */

/* `s->beside_from` becomes what the lines make of it. */
static bool lines_of(struct environment *e, struct two_sides *s, const struct differ_wish *wish,
                     struct differences *found, struct aludel_text *lines)
{
    struct directive_style style = {.naming_convention = e->settings.naming_convention,
                                    .other = s->beside_to,
                                    .other_before = s->beside_from,
                                    .both = e->dialects[ALUDEL_SQLITE] && e->dialects[ALUDEL_POSTGRESQL]};
    struct al_builder b = al_builder(&e->arena->memory);
    if (!differ(e->arena, e->diagnostics, s->from, s->to, wish, found))
        return false;
    s->beside_from = directives_write(e->arena, s->from, &found->changes, found->marks.at, &style, &b);
    *lines = al_built(&b);
    return true;
}

static bool is_said(const struct diagnostics *d, const struct diagnostic *one)
{
    for (size_t i = 0; i < d->list.count; i++)
        if (!strcmp(d->list.at[i].message, one->message))
            return true;
    return false;
}

/* What can't be reached one way can't the other way either: once is enough. */
static void say_once(struct diagnostics *heard, const struct diagnostics *more)
{
    for (size_t i = 0; i < more->list.count; i++)
        if (!is_said(heard, &more->list.at[i]))
            vec_push(heard->arena, &heard->list, more->list.at[i]);
    heard->errors += more->errors;
}

static bool lines_back(struct environment *e, struct two_sides *around, const struct differ_wish *turned,
                       struct aludel_text *lines)
{
    struct differences back = {0};
    struct diagnostics said = {.arena = e->arena}, *heard = e->diagnostics;
    e->diagnostics = &said;
    bool good = lines_of(e, around, turned, &back, lines);
    e->diagnostics = heard;
    say_once(heard, &said);
    return good;
}

bool propose(struct environment *e, const struct two_sides *sides, const struct differ_wish *wish,
             struct proposal *out)
{
    struct differences there = {0};
    struct two_sides ahead = *sides, around = {sides->to, sides->from, NULL, sides->beside_from};
    struct differ_wish turned = turned_around(e->arena, sides->from->dialect, wish);
    if (!lines_of(e, &ahead, wish, &there, &out->upgrades))
        return false;
    around.beside_from = ahead.beside_from;
    if (!lines_back(e, &around, &turned, &out->downgrades))
        return false;
    out->changes = there.changes;
    for (size_t i = 0; i < there.changes.count; i++) {
        const char *told = change_told(e->arena, there.changes.at[i]);
        if (told)
            vec_push(e->arena, &out->told, told);
    }
    return true;
}

/* ---- As SQL ------------------------------------------------------------------------------------- */

static void put_statements(struct arena *a, const struct schema *before, const struct change *c,
                           struct al_builder *b)
{
    struct ddl out = {.arena = a, .dialect = before->dialect};
    ddl_write(&out, before, c);
    for (size_t i = 0; i < out.items.count; i++) {
        const struct ddl_parts *parts = &out.items.at[i].parts;
        for (size_t k = 0; k < parts->count; k++)
            al_put(b, parts->at[k].text.z, parts->at[k].text.n);
        al_puts(b, ";\n");
    }
}

bool propose_statements(struct environment *e, const struct schema *from, const struct schema *to,
                        struct aludel_text *out)
{
    const struct differ_wish no_renames = {0};
    struct differences found = {0};
    struct diagnostics unheard = {.arena = e->arena};
    struct evolution evolution = {.arena = e->arena, .diagnostics = &unheard};
    struct al_builder b = al_builder(&e->arena->memory);
    if (!differ(e->arena, e->diagnostics, from, to, &no_renames, &found))
        return false;
    for (size_t i = 0; i < found.changes.count; i++) {
        put_statements(e->arena, from, found.changes.at[i], &b);
        from = evolve(&evolution, from, found.changes.at[i]);
    }
    *out = al_built(&b);
    return true;
}
