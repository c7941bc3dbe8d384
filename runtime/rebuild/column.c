/* column.c: edits of columns; see shape.h. */
#include "rebuild/shape.h"

#include <string.h>

/* ---- Finding one ----------------------------------------------------------------------------------- */

static void list_columns(const struct al_shape *s, struct al_builder *b)
{
    for (const struct al_ddl_column *c = s->table.columns; c; c = c->next) {
        al_puts(b, b->n ? ", " : "it has ");
        al_puts(b, al_shape_name(s, c->name));
    }
}

static bool no_column(struct al_shape *s, const char *name)
{
    struct al_builder b = al_builder(s->arena);
    list_columns(s, &b);
    return al_shape_fail(s, al_built(&b).z, "the table '%s' has no column '%s'", s->name, name);
}

/* NULL: with an error. */
static const struct al_ddl_column *wanted(struct al_shape *s, const char *name)
{
    const struct al_ddl_column *c = al_shape_column(s, name);
    if (!c) {
        no_column(s, name);
    }
    return c;
}

/* ---- Clauses ----------------------------------------------------------------------------------------- */

static uint32_t behind_type(const struct al_ddl_column *c)
{
    return al_ddl_behind(c->type.n ? c->type : c->name);
}

static bool cut_all(struct al_shape *s, const char *name, enum al_ddl_kind kind)
{
    for (;;) {
        const struct al_ddl_column *c = wanted(s, name);
        const struct al_ddl_constraint *k = c ? al_column_has(c, kind) : NULL;
        if (!k) {
            return c;
        }
        if (!al_shape_cut(s, k->span)) {
            return false;
        }
    }
}

/* The type as it would stand behind a column's name, in `alone`. */
static bool read_type(struct al_shape *s, const char *type, struct al_ddl_table *alone)
{
    struct al_builder b = al_builder(s->arena);
    al_puts(&b, "x ");
    al_puts(&b, type ? type : "");
    return (al_ddl_read_body(alone, s->arena, ALUDEL_SQLITE, al_built(&b)) && alone->columns) ||
           al_shape_fail(s, NULL, "'%s' is no type of a column", type);
}

static bool put_type(struct al_shape *s, const char *name, struct aludel_text type)
{
    const struct al_ddl_column *c = wanted(s, name);
    if (!c) {
        return false;
    }
    if (!c->type.n) {
        return type.n == 0 || al_shape_put(s, al_ddl_behind(c->name), " ", type);
    }
    return type.n ? al_shape_replace(s, c->type, type) : al_shape_cut(s, c->type);
}

static bool put_behind_type(struct al_shape *s, const char *name, const char *word, struct aludel_text clause)
{
    const struct al_ddl_column *c = wanted(s, name);
    return c && al_shape_put(s, behind_type(c), word, clause);
}

/* A type may bring its collation; one that brings none leaves the column's. */
static bool set_type(struct al_shape *s, const struct aludel_edit *e)
{
    struct al_ddl_table alone;
    if (!read_type(s, e->sql, &alone) || !put_type(s, e->name, al_ddl_text(&alone, alone.columns->type))) {
        return false;
    }
    const struct al_ddl_constraint *collate = al_column_has(alone.columns, AL_DDL_COLLATE);
    return !collate || (cut_all(s, e->name, AL_DDL_COLLATE) &&
                        put_behind_type(s, e->name, " ", al_ddl_text(&alone, collate->span)));
}

static bool set_not_null(struct al_shape *s, const struct aludel_edit *e)
{
    const struct al_ddl_column *c = wanted(s, e->name);
    if (!c || al_column_has(c, AL_DDL_NOT_NULL)) {
        return c;
    }
    return cut_all(s, e->name, AL_DDL_NULL) && put_behind_type(s, e->name, " ", AL_TEXT("NOT NULL"));
}

static bool set_default(struct al_shape *s, const struct aludel_edit *e)
{
    const struct al_ddl_column *c = wanted(s, e->name);
    const struct al_ddl_constraint *k = c ? al_column_has(c, AL_DDL_DEFAULT) : NULL;
    bool one = k && e->sql;
    for (const struct al_ddl_constraint *other = k; one && (other = other->next);) {
        one = other->kind != AL_DDL_DEFAULT;
    }
    if (one) {
        return al_shape_replace(s, k->value, al_text(e->sql));
    }
    return c && cut_all(s, e->name, AL_DDL_DEFAULT) &&
           (!e->sql || put_behind_type(s, e->name, " DEFAULT ", al_text(e->sql)));
}

/* A generated column has no default. */
static bool set_generated(struct al_shape *s, const struct aludel_edit *e)
{
    return cut_all(s, e->name, AL_DDL_GENERATED) && (!e->sql || cut_all(s, e->name, AL_DDL_DEFAULT)) &&
           (!e->sql || put_behind_type(s, e->name, " ", al_text(e->sql)));
}

/* ---- Columns as a whole ---------------------------------------------------------------------------------- */

/* Where it comes: beside another column, or behind the last. SIZE_MAX: with an error. */
static size_t place_of(struct al_shape *s, const struct aludel_edit *e)
{
    const char *beside = e->before ? e->before : e->after;
    if (!beside) {
        return al_shape_columns(s);
    }
    const struct al_ddl_column *c = wanted(s, beside);
    return c ? al_shape_find(s, c->span) + (e->before ? 0 : 1) : SIZE_MAX;
}

static bool add_column(struct al_shape *s, const struct aludel_edit *e)
{
    if (al_shape_column(s, e->name)) {
        return e->if_exists ||
               al_shape_fail(s, NULL, "the table '%s' has a column '%s' already", s->name, e->name);
    }
    size_t at = place_of(s, e);
    return at != SIZE_MAX && al_shape_insert(s, at, al_text(e->sql), AL_TEXT(""));
}

static bool drop_column(struct al_shape *s, const struct aludel_edit *e)
{
    if (!al_shape_column(s, e->name) && e->if_exists) {
        return true;
    }
    const struct al_ddl_column *c = wanted(s, e->name);
    if (!c || !al_shape_keep_checks(s, c) || !al_shape_drop_own(s, e->name)) {
        return false;
    }
    if (al_shape_columns(s) == 1) {
        return al_shape_fail(s, NULL, "column '%s' is the last one of the table '%s'", e->name, s->name);
    }
    return al_shape_remove(s, al_shape_find(s, al_shape_column(s, e->name)->span));
}

/* With the comment behind it. */
static bool move_column(struct al_shape *s, const struct aludel_edit *e)
{
    const struct al_ddl_column *c = wanted(s, e->name);
    const char *beside = e->before ? e->before : e->after;
    if (!c || !beside || al_same_name(beside, e->name)) {
        return c;
    }
    size_t at = al_shape_find(s, c->span);
    struct aludel_text text = al_shape_element(s, at), comment = al_shape_comment(s, at);
    if (!wanted(s, beside) || !al_shape_remove(s, at)) {
        return false;
    }
    return al_shape_insert(s, place_of(s, e), text, comment);
}

/* ---- All at once ------------------------------------------------------------------------------------ */

/* The name and what stands in front of it are the table's. */
static bool redefine(struct al_shape *s, const struct aludel_edit *e)
{
    struct aludel_text sql = al_text(e->sql);
    struct al_ddl_table is;
    if (!al_ddl_read(&is, s->arena, ALUDEL_SQLITE, sql) || !is.body.n) {
        al_shape_fail(s, NULL, "the new definition of the table '%s' can't be read", s->name);
        al_error_statement(s->error, sql.z, sql.n);
        return false;
    }
    uint32_t end = al_ddl_behind(is.options.n ? is.options : is.body), at = s->table.body.at;
    struct al_ddl_span all = {at, (uint32_t)s->table.text.n - at};
    return al_shape_splice(s, all, "", (struct aludel_text){sql.z + is.body.at, end - is.body.at}, "");
}

static bool moves_keys(enum aludel_edit_kind kind)
{
    return kind == ALUDEL_EDIT_ADD_COLUMN || kind == ALUDEL_EDIT_DROP_COLUMN ||
           kind == ALUDEL_EDIT_MOVE_COLUMN || kind == ALUDEL_EDIT_DROP_CONSTRAINT;
}

bool al_shape_edit(struct al_shape *s, const struct aludel_edit *e)
{
    if (moves_keys(e->kind) && !al_shape_join_deferrable(s)) {
        return false;
    }
    switch (e->kind) {
    case ALUDEL_EDIT_ADD_COLUMN: return add_column(s, e);
    case ALUDEL_EDIT_DROP_COLUMN: return drop_column(s, e);
    case ALUDEL_EDIT_MOVE_COLUMN: return move_column(s, e);
    case ALUDEL_EDIT_SET_TYPE: return set_type(s, e);
    case ALUDEL_EDIT_SET_NOT_NULL: return set_not_null(s, e);
    case ALUDEL_EDIT_DROP_NOT_NULL: return cut_all(s, e->name, AL_DDL_NOT_NULL);
    case ALUDEL_EDIT_SET_DEFAULT: return set_default(s, e);
    case ALUDEL_EDIT_SET_GENERATED: return set_generated(s, e);
    case ALUDEL_EDIT_ADD_CONSTRAINT:
        return al_shape_insert(s, al_shape_count(s), al_text(e->sql), AL_TEXT(""));
    case ALUDEL_EDIT_DROP_CONSTRAINT: return al_shape_drop_constraint(s, e);
    case ALUDEL_EDIT_COMPUTE: return wanted(s, e->name);
    case ALUDEL_EDIT_REDEFINE: return redefine(s, e);
    }
    return false;
}
