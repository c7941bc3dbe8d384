/* rename.c: the wish, and names that change places. */
#include "differ/inner.h"

/* ---- One name ---- */

static void rename_table(struct differing *g, const struct renaming *r)
{
    struct change *c = begin(g, CHANGE_RENAME_TABLE);
    c->table = (struct path){r->table.schema, r->from};
    c->to = (struct path){r->table.schema, r->to};
    done(g, c, MARK_NONE);
}

static void rename_column(struct differing *g, const struct renaming *r)
{
    struct change *c = begin(g, CHANGE_ALTER_COLUMN);
    c->table = r->table;
    c->name = r->from;
    c->alter = (struct alteration){.what = ALTER_NAME, .name = r->to};
    done(g, c, MARK_NONE);
}

static void rename_part(struct differing *g, const struct renaming *r)
{
    struct change *c = begin(g, r->is_index ? CHANGE_RENAME_INDEX : CHANGE_RENAME_CONSTRAINT);
    c->table = r->table;
    c->name = r->from;
    c->text = r->to;
    done(g, c, MARK_NONE);
}

static void rename_one(struct differing *g, const struct renaming *r)
{
    if (r->is_index || r->constraint)
        rename_part(g, r);
    else if (r->table.name.n)
        rename_column(g, r);
    else
        rename_table(g, r);
}

/* ---- All of them ---- */

static bool has_index(const struct constraint *k)
{
    return k->kind == CONSTRAINT_PRIMARY_KEY || k->kind == CONSTRAINT_UNIQUE || k->kind == CONSTRAINT_EXCLUDE;
}

static bool is_free(struct differing *g, const struct renaming *r, struct aludel_text name)
{
    const struct table *t = r->table.name.n ? schema_table(g->now, r->table) : NULL;
    bool relation = !t || r->is_index || (r->constraint && has_index(r->constraint));
    if (same_name(g->dialect, r->from, name) && !al_same(r->from, name))
        return true; /* SQLite: another case */
    if (relation && schema_relation(g->now, (struct path){r->table.schema, name}))
        return false;
    if (t && r->constraint && table_constraint(g->now, t, name))
        return false;
    return relation || r->constraint || !t || !table_column(g->now, t, name);
}

static struct aludel_text other_name(struct differing *g, const struct renaming *r)
{
    for (int i = 1;; i++) {
        struct aludel_text name = al_text(arena_format(g->arena, "%.*s_%d", (int)r->to.n, r->to.z, i));
        if (is_free(g, r, name))
            return name;
    }
}

static bool rename_free_ones(struct differing *g, struct renamings *list, size_t *left)
{
    bool moved = false;
    for (size_t i = 0; i < list->count; i++) {
        struct renaming *r = &list->at[i];
        if (r->is_done || !is_free(g, r, r->to))
            continue;
        rename_one(g, r);
        r->is_done = moved = true;
        --*left;
    }
    return moved;
}

void rename_all(struct differing *g, struct renamings *list)
{
    size_t left = list->count;
    for (size_t circles = 0; left && circles <= list->count;) {
        if (rename_free_ones(g, list, &left))
            continue;
        struct renaming *r = list->at;
        while (r->is_done)
            r++;
        struct renaming aside = *r;
        aside.to = other_name(g, r);
        rename_one(g, &aside);
        r->from = aside.to;
        circles++;
    }
}

/* ---- The wish ---- */

static bool is_of_column(const struct rename *r)
{
    return r->column_from.n || r->column_to.n;
}

static const char *shown(struct differing *g, struct path table, struct aludel_text column)
{
    const char *path = path_shown(g->arena, table);
    return column.n ? arena_format(g->arena, "%s.%.*s", path, (int)column.n, column.z) : path;
}

static bool refuse(struct differing *g, const struct rename *r, const char *problem, const char *hint)
{
    const char *from = shown(g, r->from, r->column_from);
    const char *to = is_of_column(r) ? arena_string(g->arena, r->column_to) : shown(g, r->to, r->column_to);
    diag_error(g->e.diagnostics, (struct span){0}, "%s can't be renamed to %s: %s", from, to, problem);
    diag_hint(g->e.diagnostics, "%s", hint);
    return false;
}

static bool same_subject(struct differing *g, const struct rename *a, const struct rename *b, bool to)
{
    if (is_of_column(a) != is_of_column(b))
        return false;
    if (!is_of_column(a))
        return same_path(g->dialect, to ? a->to : a->from, to ? b->to : b->from);
    return same_path(g->dialect, a->from, b->from) &&
           same_name(g->dialect, to ? a->column_to : a->column_from, to ? b->column_to : b->column_from);
}

/* Another wish that has this one's name, of those in front of `until`. */
static bool is_wished(struct differing *g, const struct differ_wish *wish, size_t until,
                      const struct rename *r, bool to)
{
    for (size_t i = 0; i < until; i++)
        if (&wish->renames[i] != r && same_subject(g, &wish->renames[i], r, to))
            return true;
    return false;
}

static bool are_once(struct differing *g, const struct differ_wish *wish)
{
    for (size_t i = 0; i < wish->rename_count; i++) {
        const struct rename *r = &wish->renames[i];
        if (is_wished(g, wish, i, r, false))
            return refuse(g, r, "it is to be renamed twice", "one name can become one other name");
        if (is_wished(g, wish, i, r, true))
            return refuse(g, r, "something else gets that name, too", "two can't have one name");
    }
    return true;
}

/* Where a table is behind the renames of tables. */
static struct path moved(struct differing *g, const struct differ_wish *wish, struct path table)
{
    for (size_t i = 0; i < wish->rename_count; i++)
        if (!is_of_column(&wish->renames[i]) && same_path(g->dialect, wish->renames[i].from, table))
            return wish->renames[i].to;
    return table;
}

/* Whether the name that is wanted is another one's, who keeps it. */
static bool is_kept(struct differing *g, const struct differ_wish *wish, const struct rename *r)
{
    struct rename there = *r;
    there.from = is_of_column(r) ? r->from : r->to;
    there.column_from = r->column_to;
    return !same_subject(g, &there, r, false) && !is_wished(g, wish, wish->rename_count, &there, false);
}

static bool table_may_be(struct differing *g, const struct differ_wish *wish, const struct rename *r)
{
    if (!schema_table(g->from, r->from))
        return refuse(g, r, "there is no such table", "write it as the database has it, old name first");
    if (!schema_table(g->to, r->to))
        return refuse(g, r, "the target has no table of that name",
                      "give the table its new name there first");
    if (schema_relation(g->from, r->to) && is_kept(g, wish, r))
        return refuse(g, r, "that name is taken",
                      "rename what has it, too, or drop it in a migration before");
    return true;
}

static bool column_may_be(struct differing *g, const struct differ_wish *wish, const struct rename *r)
{
    const struct table *was = schema_table(g->from, r->from);
    const struct table *is = schema_table(g->to, moved(g, wish, r->from));
    if (!was)
        return refuse(g, r, "there is no such table", "write it as the database has it: table.column");
    if (!table_column(g->from, was, r->column_from))
        return refuse(g, r, "there is no such column", "write it as the database has it, old name first");
    if (!is || !table_column(g->to, is, r->column_to))
        return refuse(g, r, "the target has no column of that name",
                      "give the column its new name there first");
    if (table_column(g->from, was, r->column_to) && is_kept(g, wish, r))
        return refuse(g, r, "that name is taken",
                      "rename what has it, too, or drop it in a migration before");
    return true;
}

static bool may_be(struct differing *g, const struct differ_wish *wish)
{
    for (size_t i = 0; i < wish->rename_count; i++) {
        const struct rename *r = &wish->renames[i];
        if (!(is_of_column(r) ? column_may_be(g, wish, r) : table_may_be(g, wish, r)))
            return false;
    }
    return are_once(g, wish);
}

/* Into its schema first. */
static void move_table(struct differing *g, const struct rename *r)
{
    struct change *c = begin(g, CHANGE_MOVE_TABLE);
    c->table = r->from;
    c->to = (struct path){r->to.schema, r->from.name};
    done(g, c, MARK_NONE);
}

static void add_table(struct differing *g, const struct rename *r, struct renamings *list)
{
    struct path from = plain_path(g->dialect, r->from), to = plain_path(g->dialect, r->to);
    struct renaming one = {.table.schema = to.schema, .from = from.name, .to = to.name};
    if (!same_name(g->dialect, from.schema, to.schema))
        move_table(g, &(struct rename){.from = from, .to = to});
    if (!al_same(from.name, to.name))
        vec_push(g->arena, list, one);
}

bool rename_wished(struct differing *g, const struct differ_wish *wish)
{
    struct renamings tables = {0}, columns = {0};
    size_t errors = g->e.diagnostics->errors;
    if (!may_be(g, wish))
        return false;
    for (size_t i = 0; i < wish->rename_count; i++) {
        const struct rename *r = &wish->renames[i];
        struct renaming one = {moved(g, wish, r->from), r->column_from, r->column_to, NULL, false, false};
        if (!is_of_column(r))
            add_table(g, r, &tables);
        else if (!al_same(r->column_from, r->column_to))
            vec_push(g->arena, &columns, one);
    }
    rename_all(g, &tables);
    rename_all(g, &columns);
    return g->e.diagnostics->errors == errors;
}
