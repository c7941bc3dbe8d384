/*
 * SQLite: which edits of a table are one rebuild. Adjacent ones are, with whatever else is done to the table among them:
 * a column is added or dropped by an edit, too, it is renamed in front of all of them, its indexes are made behind them.
 */
#include "fold/op/makers.h"

#include "sql/tokens.h"

/* ---- The rebuild in hand ---- */

/* Nothing else has been put behind it meanwhile. */
static struct rebuild *rebuild_in_hand(struct folding *f, struct path table)
{
    const struct rebuilding *now = &f->rebuilding;
    if (!now->steps || now->steps != f->steps || now->end != f->steps->count)
        return NULL;
    struct rebuild *r = f->steps->at[now->at]->rebuild;
    return same_path(f->dialect, r->table, table) ? r : NULL;
}

bool in_rebuild(struct folding *f, struct path table)
{
    return rebuild_in_hand(f, table) != NULL;
}

static struct rebuild *rebuild_of(struct folding *f, struct path table, struct span at,
                                  const struct schema *before)
{
    struct rebuild *r = rebuild_in_hand(f, table);
    if (r)
        return r;
    r = ARENA_NEW(f->arena, struct rebuild);
    r->table = table;
    r->before = before;
    rows_uncertain(f);
    step_push(f, STEP_REBUILD, at)->rebuild = r;
    struct span first = f->rebuilding.first.source ? f->rebuilding.first : at;
    f->rebuilding = (struct rebuilding){f->steps, f->steps->count - 1, f->steps->count, first};
    return r;
}

/* ---- Edits ---- */

static bool is_constant(struct folding *f, const struct edit *e)
{
    for (size_t i = 0; i < e->sql.count; i++)
        if (e->sql.at[i].holes) {
            fold_error(f, e->span, "what a rebuilt table gets must be known at build time");
            return false;
        }
    return true;
}

static bool may_rebuild(struct folding *f, struct span at)
{
    if (f->hook) {
        fold_error(f, at, "a table can't be rebuilt in %s()", f->hook);
        diag_hint(f->d, "its foreign keys are off in a migration that rebuilds it only: write a migration");
    } else if (f->autocommit) {
        fold_error(f, at, "a table can't be rebuilt in op.autocommit()");
        diag_hint(
            f->d,
            "SQLite rebuilds it whole, in the migration's own transaction: write it in front, or behind");
    }
    return !f->hook && !f->autocommit;
}

void begin_batch(struct folding *f, const struct item *batch)
{
    if (batch->recreates && f->dialect == ALUDEL_SQLITE && may_rebuild(f, batch->span))
        rebuild_of(f, batch->path, batch->span, f->schema);
}

/* An index that is made behind the rebuild speaks of the column as it is called now. */
static bool mentioned_behind(struct folding *f, struct aludel_text column)
{
    for (size_t i = f->rebuilding.at + 1; i < f->rebuilding.end; i++) {
        const struct sql_statement *s = f->steps->at[i]->statement;
        if (!s || s->body || words_mention(ALUDEL_SQLITE, s->sql, column))
            return true;
    }
    return false;
}

/* ---- What comes one after another, or all at once ---- */

static bool changes_values(const struct edit *e)
{
    return e->kind == EDIT_COMPUTE || e->kind == EDIT_SET_TYPE || e->kind == EDIT_SET_GENERATED;
}

static bool says(const struct edit *e, struct aludel_text name)
{
    for (size_t i = 0; i < e->sql.count; i++)
        if (words_mention(ALUDEL_SQLITE, e->sql.at[i].text, name))
            return true;
    return false;
}

/* It reads what an earlier one has made; the copy reads what was there. */
static bool reads_from(const struct edit *e, const struct edit *earlier)
{
    bool made = changes_values(earlier) || earlier->kind == EDIT_ADD_COLUMN;
    bool itself = same_name(ALUDEL_SQLITE, e->name, earlier->name);
    if (e->kind == EDIT_COMPUTE)
        return made && (says(e, earlier->name) || (itself && changes_values(earlier)));
    if (e->kind == EDIT_SET_GENERATED)
        return changes_values(earlier);
    return (e->kind == EDIT_SET_TYPE || e->kind == EDIT_DROP_COLUMN) && itself && changes_values(earlier);
}

/* An index that is made behind the rebuild may be the key that it leads to. */
static bool needs_what_is_behind(const struct folding *f, const struct edit *e)
{
    return e->to_itself && f->rebuilding.end > f->rebuilding.at + 1;
}

static bool must_follow(struct folding *f, const struct rebuild *r, const struct edit *e)
{
    for (size_t i = 0; i < r->edits.count; i++)
        if (reads_from(e, &r->edits.at[i]))
            return true;
    return needs_what_is_behind(f, e) || (e->kind == EDIT_DROP_COLUMN && mentioned_behind(f, e->name));
}

/* Edits of one change belong together. */
void begin_change(struct folding *f, const struct ddl *change)
{
    for (size_t i = 0; i < change->items.count; i++) {
        const struct ddl_item *item = &change->items.at[i];
        const struct rebuild *r = item->kind == DDL_EDIT ? rebuild_in_hand(f, item->table) : NULL;
        if (r && must_follow(f, r, &item->edit))
            f->rebuilding.steps = NULL;
    }
}

void keep_edit(struct folding *f, const struct ddl_item *item, const struct schema *before)
{
    if (may_rebuild(f, item->edit.span) && is_constant(f, &item->edit))
        vec_push(f->arena, &rebuild_of(f, item->table, item->edit.span, before)->edits, item->edit);
}

/* ---- Statements among them ---- */

/* The model in front of the rebuild follows what is done there. */
static void send_in_front(struct folding *f, struct rebuild *r, const struct change *c,
                          const struct ddl_parts *parts)
{
    struct diagnostics unheard = {.arena = f->arena};
    struct evolution quiet = {.arena = f->arena, .diagnostics = &unheard};
    size_t count = f->steps->count, at = f->rebuilding.at;
    r->before = evolve(&quiet, r->before, c);
    send_statement(f, parts, c->span);
    for (size_t i = count; i < f->steps->count; i++) {
        struct step *step = f->steps->at[i];
        for (size_t k = i; k > at; k--)
            f->steps->at[k] = f->steps->at[k - 1];
        f->steps->at[at++] = step;
    }
    f->rebuilding.at = at;
    f->rebuilding.end = f->steps->count;
}

static void send_behind(struct folding *f, const struct change *c, const struct ddl_parts *parts)
{
    send_statement(f, parts, c->span);
    f->rebuilding.end = f->steps->count;
}

/* The name may be a type's there, a constraint's, or another table's column. */
static bool is_plain_expression(struct folding *f, const struct edit *e, struct aludel_text from)
{
    bool expression = e->kind == EDIT_COMPUTE || e->kind == EDIT_SET_GENERATED ||
                      e->kind == EDIT_DROP_CONSTRAINT ||
                      (e->kind == EDIT_ADD_CONSTRAINT && e->constraint == CONSTRAINT_CHECK);
    bool named = e->kind == EDIT_ADD_CONSTRAINT && same_name(ALUDEL_SQLITE, e->name, from);
    for (size_t i = 0; i < e->sql.count && expression; i++) {
        struct tokens tokens = tokens_of(f->arena, ALUDEL_SQLITE, e->sql.at[i].text);
        expression = !tokens_have(&tokens, "SELECT") && !tokens_have(&tokens, "CAST");
    }
    return expression && !named;
}

/* An edit speaks of columns as they are called when it is reached. */
static bool may_follow(struct folding *f, const struct edit *e, struct aludel_text from,
                       struct aludel_text to)
{
    bool made = e->kind == EDIT_ADD_COLUMN || e->kind == EDIT_DROP_COLUMN;
    if (made && (same_name(ALUDEL_SQLITE, e->name, from) || same_name(ALUDEL_SQLITE, e->name, to)))
        return false;
    return !says(e, from) || is_plain_expression(f, e, from);
}

static void follow_name(struct aludel_text *name, struct aludel_text from, struct aludel_text to)
{
    if (same_name(ALUDEL_SQLITE, *name, from))
        *name = to;
}

static void follow(struct folding *f, struct edit *e, struct aludel_text from, struct aludel_text to)
{
    struct names columns = {0};
    if (e->kind != EDIT_ADD_CONSTRAINT && e->kind != EDIT_DROP_CONSTRAINT)
        follow_name(&e->name, from, to);
    follow_name(&e->before, from, to);
    follow_name(&e->after, from, to);
    for (size_t i = 0; i < e->columns.count; i++) {
        vec_push(f->arena, &columns, e->columns.at[i]);
        follow_name(&columns.at[i], from, to);
    }
    e->columns = columns;
    for (size_t i = 0; i < e->sql.count; i++)
        e->sql.at[i].text = words_rename(f->arena, ALUDEL_SQLITE, e->sql.at[i].text, from, to);
}

static bool rename_in_front(struct folding *f, struct rebuild *r, const struct change *c,
                            const struct ddl_parts *parts)
{
    struct change rename = {.kind = CHANGE_ALTER_COLUMN, .span = c->span, .table = c->table, .name = c->name};
    rename.alter.what = ALTER_NAME;
    rename.alter.name = c->alter.name;
    if (mentioned_behind(f, c->name) || mentioned_behind(f, c->alter.name))
        return false;
    for (size_t i = 0; i < r->edits.count; i++)
        if (!may_follow(f, &r->edits.at[i], c->name, c->alter.name))
            return false;
    for (size_t i = 0; i < r->edits.count; i++)
        follow(f, &r->edits.at[i], c->name, c->alter.name);
    send_in_front(f, r, &rename, parts);
    return true;
}

/* It stands in front of the rebuild, and hasn't been made behind it. */
static bool was_there(const struct rebuild *r, const struct change *c)
{
    return schema_find(r->before, THING_INDEX, (struct path){c->table.schema, c->name}) != NULL;
}

static struct path table_of_index(const struct change *c, const struct schema *before)
{
    if (c->kind == CHANGE_CREATE_INDEX)
        return (struct path){c->index->path.schema, c->index->table};
    const struct thing *index = schema_find(before, THING_INDEX, (struct path){c->table.schema, c->name});
    return index ? index->on : c->table;
}

bool send_beside_rebuild(struct folding *f, const struct change *c, const struct schema *before,
                         const struct ddl_parts *parts)
{
    bool of_index = c->kind == CHANGE_CREATE_INDEX || c->kind == CHANGE_DROP_INDEX;
    struct rebuild *r = rebuild_in_hand(f, of_index ? table_of_index(c, before) : c->table);
    if (!r)
        return false;
    if (c->kind == CHANGE_ALTER_COLUMN)
        return rename_in_front(f, r, c, parts);
    if (c->kind == CHANGE_DROP_INDEX && was_there(r, c))
        send_in_front(f, r, c, parts);
    else if (c->kind == CHANGE_CREATE_INDEX)
        send_behind(f, c, parts);
    else
        return false;
    return true;
}
