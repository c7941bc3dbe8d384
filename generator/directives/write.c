/* write.c: which function says a change; what none says is SQL. */
#include "directives/inner.h"

#include <string.h>

/* ---- Remarks ---- */

static const char *column_shown(struct writing *w, const struct change *c, struct aludel_text name)
{
    return arena_format(w->arena, "%s.%.*s", path_shown(w->arena, c->table), (int)name.n, name.z);
}

static const char *what_is_lost(struct writing *w, const struct change *c)
{
    switch (c->kind) {
    case CHANGE_DROP_TABLE:
        return arena_format(w->arena, "the rows of %s are lost", path_shown(w->arena, c->table));
    case CHANGE_DROP_COLUMN:
        return arena_format(w->arena, "the values of %s are lost", column_shown(w, c, c->name));
    case CHANGE_ALTER_COLUMN:
        return arena_format(w->arena, "not every value of %s may fit into the new type",
                            column_shown(w, c, c->name));
    case CHANGE_REDEFINE_TABLE:
        return arena_format(w->arena, "the values of columns that %s has no more are lost",
                            path_shown(w->arena, c->table));
    case CHANGE_DROP: return arena_format(w->arena, "%s is lost", path_shown(w->arena, c->thing->path));
    default: return "something is lost that was there";
    }
}

static const char *what_may_fail(struct writing *w, const struct change *c)
{
    switch (c->kind) {
    case CHANGE_ADD_COLUMN:
        return arena_format(w->arena, "rows that are there have no value for %s, which is NOT NULL",
                            column_shown(w, c, c->column->name));
    case CHANGE_ALTER_COLUMN:
        return arena_format(w->arena, "%s may hold what this doesn't allow", column_shown(w, c, c->name));
    case CHANGE_ADD_CONSTRAINT:
        return arena_format(w->arena, "rows of %s may not satisfy this", path_shown(w->arena, c->table));
    case CHANGE_REDEFINE_TABLE:
        return arena_format(w->arena, "rows of %s may not suit this", path_shown(w->arena, c->table));
    case CHANGE_CREATE_INDEX: {
        struct path table = {c->index->path.schema, c->index->table};
        return arena_format(w->arena, "rows of %s may be the same in this", path_shown(w->arena, table));
    }
    default: return "rows that are there may not suit this";
    }
}

static void remark(struct writing *w, const struct change *c, unsigned marks, bool sql)
{
    if (marks & MARK_DESTRUCTIVE)
        page_remark(w, arena_format(w->arena, "destructive: %s", what_is_lost(w, c)), sql);
    if (marks & MARK_LOOK_AT_ROWS)
        page_remark(w, arena_format(w->arena, "look at the rows: %s", what_may_fail(w, c)), sql);
    if (marks & MARK_MADE_ANEW)
        page_remark(w,
                    arena_format(w->arena,
                                 "look at the grants: those on %s went with the old one, as its owner",
                                 path_shown(w->arena, c->thing->path)),
                    sql);
}

/* ---- SQL ---- */

static struct aludel_text statement_text(struct writing *w, const struct ddl_parts *parts)
{
    struct al_builder b = al_builder(&w->arena->memory);
    for (size_t i = 0; i < parts->count; i++)
        al_put(&b, parts->at[i].text.z, parts->at[i].text.n);
    return al_built(&b);
}

static struct ddl sql_of(struct writing *w, const struct change *c)
{
    struct ddl out = {.arena = w->arena, .dialect = w->dialect};
    ddl_write(&out, w->now, c);
    return out;
}

static void write_sql(struct writing *w, const struct change *c, const struct ddl *sql, unsigned marks)
{
    bool view = c->thing && c->thing->type == THING_VIEW && c->kind == CHANGE_CREATE;
    page_guard(w, w->style->both && (!view || !view_suits(w, c->thing) || is_guarded(w, c)));
    remark(w, c, marks, true);
    for (size_t i = 0; i < sql->items.count; i++)
        page_sql(w, statement_text(w, &sql->items.at[i].parts));
}

static bool needs_rebuild(const struct ddl *sql)
{
    for (size_t i = 0; i < sql->items.count; i++)
        if (sql->items.at[i].kind == DDL_EDIT)
            return true;
    return false;
}

/* What the copy is to compute stands in no definition; a new name is none of the old column's. */
static bool is_in_definition(const struct change *c)
{
    return c->kind != CHANGE_ALTER_COLUMN || !(has_sql(c->alter.using) || c->alter.what & ALTER_NAME);
}

/* SQLite: what no argument says is in the table's whole definition. */
static bool write_definition(struct writing *w, const struct change *c, unsigned marks)
{
    const struct table *t = schema_table(w->after, c->table);
    struct change whole = {.kind = CHANGE_REDEFINE_TABLE, .table = c->table, .create = t};
    if (!t || t->uncertain || !is_in_definition(c))
        return false;
    page_guard(w, w->style->both);
    remark(w, c, marks, false);
    page_code(w, say_redefine_table(w, &whole));
    return true;
}

/* What neither says stops whoever runs it, until its author has found a way. */
static void write_refusal(struct writing *w)
{
    struct aludel_text what = schema_residue(w->arena, w->now, w->after);
    const char *end = what.n ? memchr(what.z, '\n', what.n) : NULL;
    size_t n = end ? (size_t)(end - what.z) : what.n;
    const char *text = arena_format(w->arena, "no directive says this: %.*s", (int)n, what.z);
    page_guard(w, w->style->both);
    page_code(w, arena_format(w->arena, "fail(%s)", python_string(w->arena, al_text(text))));
}

/* ---- A change ---- */

static change_sayer *const sayers[CHANGE_KINDS] = {
    [CHANGE_CREATE_TABLE] = say_create_table,
    [CHANGE_DROP_TABLE] = say_drop_table,
    [CHANGE_RENAME_TABLE] = say_rename_table,
    [CHANGE_TABLE_COMMENT] = say_table_comment,
    [CHANGE_REDEFINE_TABLE] = say_redefine_table,
    [CHANGE_ADD_COLUMN] = say_add_column,
    [CHANGE_DROP_COLUMN] = say_drop_column,
    [CHANGE_ALTER_COLUMN] = say_alter_column,
    [CHANGE_CREATE_INDEX] = say_create_index,
    [CHANGE_DROP_INDEX] = say_drop_index,
    [CHANGE_RENAME_INDEX] = say_rename_index,
    [CHANGE_ADD_CONSTRAINT] = say_add_constraint,
    [CHANGE_DROP_CONSTRAINT] = say_drop_constraint,
    [CHANGE_RENAME_CONSTRAINT] = say_rename_constraint,
    [CHANGE_VALIDATE_CONSTRAINT] = say_validate_constraint,
    [CHANGE_CREATE] = say_create,
    [CHANGE_REPLACE] = say_create,
    [CHANGE_DROP] = say_drop,
    [CHANGE_ADD_ENUM_VALUE] = say_add_enum_value,
    [CHANGE_RENAME_ENUM_VALUE] = say_rename_enum_value,
};

static const struct schema *step(struct writing *w, const struct schema *s, const struct change *c)
{
    struct diagnostics unheard = {.arena = w->arena};
    struct evolution e = {.arena = w->arena, .diagnostics = &unheard};
    return evolve(&e, s, c);
}

static void write_change(struct writing *w, const struct change *c, unsigned marks);

static void add_constraints(struct writing *w, struct path table, const struct constraints *list)
{
    for (size_t i = 0; i < list->count; i++) {
        struct change *one = ARENA_NEW(w->arena, struct change);
        *one = (struct change){.kind = CHANGE_ADD_CONSTRAINT, .table = table, .constraint = list->at[i]};
        write_change(w, one, 0);
    }
}

/* A column whose constraints only directives of their own can say. */
static void write_apart(struct writing *w, const struct change *c, unsigned marks)
{
    struct change column = *c;
    column.with = (struct constraints){0};
    write_change(w, &column, marks);
    add_constraints(w, c->table, &c->with);
}

/* No directive says it. */
static void write_otherwise(struct writing *w, const struct change *c, unsigned marks)
{
    struct ddl sql = sql_of(w, c);
    if (!needs_rebuild(&sql))
        write_sql(w, c, &sql, marks);
    else if (c->kind == CHANGE_ADD_COLUMN && c->with.count)
        write_apart(w, c, marks);
    else if (!write_definition(w, c, marks))
        write_refusal(w);
}

static void write_one(struct writing *w, const struct change *change, unsigned marks)
{
    struct change typed = view_typed(w, change), *c = &typed;
    const char *said = sayers[c->kind] ? sayers[c->kind](w, c) : NULL;
    if (!said) {
        write_otherwise(w, c, marks);
        return;
    }
    page_guard(w, is_guarded(w, c));
    remark(w, c, marks, false);
    page_code(w, said);
}

static void write_change(struct writing *w, const struct change *c, unsigned marks)
{
    w->after = step(w, w->now, c);
    write_one(w, c, marks);
    guard_done(w, c);
    w->now = w->after;
}

/* Those that only SQL says come behind the table, where the server takes them. */
static struct constraints split_constraints(struct writing *w, struct table *t)
{
    struct constraints all = t->constraints, apart = {0};
    if (w->dialect == ALUDEL_SQLITE)
        return apart;
    t->constraints = (struct constraints){0};
    for (size_t i = 0; i < all.count; i++) {
        struct constraints *to = can_stand_in_table(w, all.at[i]) ? &t->constraints : &apart;
        vec_push(w->arena, to, all.at[i]);
    }
    return apart;
}

/* Each index of a table by itself. */
static void write_indexes(struct writing *w, const struct change *c)
{
    for (size_t i = 0; i < c->create->indexes.count; i++) {
        const struct index *index = c->create->indexes.at[i];
        struct change *one = ARENA_NEW(w->arena, struct change);
        *one = (struct change){.kind = CHANGE_CREATE_INDEX, .index = index};
        one->table = (struct path){index->path.schema, index->table};
        one->if_not_exists = c->if_not_exists;
        write_change(w, one, 0);
    }
}

static void write_table(struct writing *w, const struct change *c, unsigned marks)
{
    struct change alone = *c;
    struct changes behind = {0};
    struct table t = *c->create;
    split_for_guards(w, &t, &behind);
    struct constraints apart = split_constraints(w, &t);
    t.indexes = (struct indexes){0};
    alone.create = &t;
    write_change(w, &alone, marks);
    add_constraints(w, t.path, &apart);
    for (size_t i = 0; i < behind.count; i++)
        write_change(w, behind.at[i], 0);
    write_indexes(w, c);
}

/* PostgreSQL takes no other one in the place of what has the name, unless the statement says so. */
static bool must_be_dropped(struct writing *w, const struct change *c)
{
    if (c->kind != CHANGE_REPLACE || w->dialect == ALUDEL_SQLITE ||
        (c->thing->carried && c->thing->carried->of.n))
        return false;
    return !al_begins(c->thing->definition.text, "CREATE OR REPLACE");
}

static void write_replaced(struct writing *w, const struct change *c, unsigned marks)
{
    struct change drop = *c, create = *c;
    const struct thing *t = c->thing;
    bool trigger = t->type == THING_TRIGGER;
    const struct thing *there =
        trigger ? schema_trigger(w->now, t->path, t->on) : schema_find(w->now, t->type, t->path);
    drop.kind = CHANGE_DROP;
    create.kind = CHANGE_CREATE;
    if (there)
        write_change(w, &drop, marks);
    write_change(w, &create, there ? 0 : marks);
}

const struct schema *directives_write(struct arena *a, const struct schema *before,
                                      const struct changes *list, const unsigned char *marks,
                                      const struct directive_style *style, struct al_builder *out)
{
    struct writing w = {.arena = a, .dialect = before->dialect, .style = style, .now = before};
    w.list = list;
    w.other_now = style->both ? style->other_before : NULL;
    w.page = al_builder(&a->memory);
    for (size_t i = 0; i < list->count; i++) {
        const struct change *c = list->at[w.at = i];
        unsigned mark = marks ? marks[i] : 0;
        if (c->kind == CHANGE_CREATE_TABLE)
            write_table(&w, c, mark);
        else if (must_be_dropped(&w, c))
            write_replaced(&w, c, mark);
        else
            write_change(&w, c, mark);
    }
    page_end(&w);
    struct aludel_text page = page_formatted(a, al_built(&w.page));
    al_put(out, page.z, page.n);
    return w.other_now;
}
