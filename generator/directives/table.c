/* table.c: create_table and what is done to a whole table. */
#include "directives/inner.h"

#include <string.h>

/* ---- What stands where ---- */

/* The constraints of a table, as its items will be read: its key, then those beside the columns, then those in them. */
struct layout {
    const struct constraint *key; /* said by primary_key=True, or NULL */
    struct constraints beside;
    struct constraints *inside; /* by column */
};

static size_t column_of(struct writing *w, const struct table *t, struct aludel_text name)
{
    size_t i = 0;
    while (i < t->columns.count && !same_name(w->dialect, t->columns.at[i]->name, name))
        i++;
    return i;
}

static bool has_unique(const struct constraints *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->at[i]->kind == CONSTRAINT_UNIQUE)
            return true;
    return false;
}

static void place_constraint(struct writing *w, const struct table *t, const struct constraint *k,
                             struct layout *out)
{
    bool check = k->kind == CONSTRAINT_CHECK;
    bool inside = stands_in_column(w, t->path, k);
    size_t at = inside ? column_of(w, t, check ? k->inside : k->columns.at[0]) : t->columns.count;
    bool again =
        inside && at < t->columns.count && k->kind == CONSTRAINT_UNIQUE && has_unique(&out->inside[at]);
    if (at == t->columns.count || again) {
        vec_push(w->arena, &out->beside, k);
        return;
    }
    vec_push(w->arena, &out->inside[at], k);
    if (k->kind == CONSTRAINT_PRIMARY_KEY)
        out->key = k;
}

static struct layout layout_of(struct writing *w, const struct table *t)
{
    struct layout l = {0};
    l.inside = ARENA_ARRAY(w->arena, struct constraints, t->columns.count + 1);
    for (int keys = 1; keys >= 0; keys--)
        for (size_t i = 0; i < t->constraints.count; i++)
            if ((t->constraints.at[i]->kind == CONSTRAINT_PRIMARY_KEY) == (keys != 0))
                place_constraint(w, t, t->constraints.at[i], &l);
    return l;
}

/* ---- Names that are left to the server ---- */

static void add_as_read(struct writing *w, struct table *t, const struct constraint *k)
{
    struct constraint *copy = ARENA_NEW(w->arena, struct constraint);
    *copy = *k;
    if (is_servers(w, k) && !constraint_said(w, t->path, k))
        copy->name = (struct aludel_text){"", 0};
    vec_push(w->arena, &t->constraints, (const struct constraint *)copy);
}

static bool names_are_found(struct writing *w, const struct change *c)
{
    struct change said = *c;
    struct table t = *c->create;
    struct layout l = layout_of(w, c->create);
    t.constraints = (struct constraints){0};
    said.create = &t;
    if (l.key)
        add_as_read(w, &t, l.key);
    for (size_t i = 0; i < l.beside.count; i++)
        add_as_read(w, &t, l.beside.at[i]);
    for (size_t i = 0; i < t.columns.count; i++)
        for (size_t k = 0; k < l.inside[i].count; k++)
            if (l.inside[i].at[k] != l.key)
                add_as_read(w, &t, l.inside[i].at[k]);
    return leads_there(w, &said);
}

/* ---- Options ---- */

/* False: no keyword says it. */
static bool put_sqlite_options(struct call *call, struct aludel_text options)
{
    bool strict = al_is(options, "STRICT"), without = al_is(options, "WITHOUT ROWID");
    bool both = al_is(options, "WITHOUT ROWID, STRICT");
    if (without || both)
        call_named(call, "sqlite_with_rowid", "False");
    call_true(call, "sqlite_strict", strict || both);
    return strict || without || both || !options.n;
}

static bool put_postgresql_options(struct call *call, struct aludel_text options)
{
    static const char by[] = "PARTITION BY ";
    if (!options.n)
        return true;
    if (!al_begins(options, by))
        return false;
    struct aludel_text rest = {options.z + strlen(by), options.n - strlen(by)};
    call_named_text(call, "postgresql_partition_by", rest);
    return true;
}

static bool autoincrements(const struct table *t)
{
    for (size_t i = 0; i < t->columns.count; i++)
        if (t->columns.at[i]->autoincrement)
            return true;
    return false;
}

static bool put_options(struct call *call, const struct change *c)
{
    const struct table *t = c->create;
    call_schema(call, t->path);
    call_named_text(call, "comment", t->comment);
    call_named_names(call, "prefixes", &t->prefixes);
    call_true(call, "if_not_exists", c->if_not_exists);
    call_true(call, "sqlite_autoincrement", autoincrements(t));
    return call->w->dialect == ALUDEL_SQLITE ? put_sqlite_options(call, t->options.text)
                                             : put_postgresql_options(call, t->options.text);
}

/* ---- create_table ---- */

static bool can_say_table(struct writing *w, const struct table *t)
{
    for (size_t i = 0; i < t->constraints.count; i++)
        if (!can_stand_in_table(w, t->constraints.at[i]))
            return false;
    for (size_t i = 0; i < t->columns.count; i++)
        if (!t->columns.at[i]->name.n) /* SQLite takes even that */
            return false;
    return t->path.name.n && !t->options.holes && (t->columns.count || w->dialect == ALUDEL_POSTGRESQL);
}

static const struct constraint *key_of(const struct table *t)
{
    for (size_t i = 0; i < t->constraints.count; i++)
        if (t->constraints.at[i]->kind == CONSTRAINT_PRIMARY_KEY)
            return t->constraints.at[i];
    return NULL;
}

static bool put_column(struct call *call, const struct table *t, const struct layout *l, size_t i)
{
    struct writing *w = call->w;
    const struct constraint *key = key_of(t);
    struct column_place place = {.table = t->path, .with = &l->inside[i]};
    place.key = key && names_have(w->dialect, &key->columns, t->columns.at[i]->name);
    place.alone = place.key && key->columns.count == 1;
    place.autoincrement = autoincrements(t);
    const char *column = column_said(w, t->columns.at[i], &place);
    if (column)
        call_put(call, column);
    return column != NULL;
}

static const char *table_said(struct writing *w, const struct change *c)
{
    const struct table *t = c->create;
    struct layout l = layout_of(w, t);
    struct call call = call_of(w, "op.create_table");
    call_text(&call, t->path.name);
    for (size_t i = 0; i < t->columns.count; i++)
        if (!put_column(&call, t, &l, i))
            return NULL;
    for (size_t i = 0; i < l.beside.count; i++)
        call_put(&call, constraint_item(w, t->path, l.beside.at[i], false));
    if (!put_options(&call, c))
        return NULL;
    return call.count == 1 ? call_done(&call) : call_done_open(&call);
}

/* Its indexes are made behind it: write.c. */
const char *say_create_table(struct writing *w, const struct change *c)
{
    struct change chosen = *c;
    struct table t = *c->create;
    if (!can_say_table(w, c->create))
        return NULL;
    t.constraints = (struct constraints){0};
    find_chosen(w, c->create, &c->create->constraints, &t.constraints);
    chosen.create = &t;
    w->all_names = !names_are_found(w, &chosen);
    const char *said = table_said(w, &chosen);
    w->all_names = false;
    return said;
}

/* ---- The others ---- */

const char *say_drop_table(struct writing *w, const struct change *c)
{
    struct call call = call_of(w, "op.drop_table");
    if (c->tables.count)
        return NULL;
    call_text(&call, c->table.name);
    call_schema(&call, c->table);
    call_true(&call, "if_exists", c->if_exists);
    call_true(&call, "cascade", c->cascade);
    return call_done(&call);
}

const char *say_rename_table(struct writing *w, const struct change *c)
{
    struct call call = call_of(w, "op.rename_table");
    if (c->if_exists)
        return NULL;
    call_text(&call, c->table.name);
    call_text(&call, c->to.name);
    call_schema(&call, c->table);
    return call_done(&call);
}

const char *say_table_comment(struct writing *w, const struct change *c)
{
    const struct table *t = schema_table(w->now, c->table);
    struct call call = call_of(w, c->text.n ? "op.create_table_comment" : "op.drop_table_comment");
    call_text(&call, c->table.name);
    if (c->text.n)
        call_text(&call, c->text);
    if (t)
        call_named_text(&call, "existing_comment", t->comment);
    call_schema(&call, c->table);
    return call_done(&call);
}

/* As SQL: there is a word for all of it. */
const char *say_redefine_table(struct writing *w, const struct change *c)
{
    struct ddl out = {.arena = w->arena, .dialect = w->dialect};
    struct table t = *c->create;
    struct change create = {.kind = CHANGE_CREATE_TABLE, .table = t.path, .create = &t};
    struct call call = call_of(w, "op.redefine_table");
    struct al_builder sql = al_builder(&w->arena->memory);
    t.indexes = (struct indexes){0};
    ddl_write(&out, w->now, &create);
    for (size_t i = 0; i < out.items.at[0].parts.count; i++)
        al_put(&sql, out.items.at[0].parts.at[i].text.z, out.items.at[0].parts.at[i].text.n);
    call_put(&call, python_lines(w->arena, al_built(&sql)));
    return call_done(&call);
}
