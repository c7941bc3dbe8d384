/* invert_table.c: what a change did inside a table, turned back. */
#include "schema/inverse.h"

#include <string.h>

/* From `is` back to `was`. */
struct shapes {
    struct inverting *v;
    enum aludel_dialect dialect;
    const struct table *was, *is;
};

static bool refuse_part(const struct shapes *s, struct aludel_text part, const char *reason)
{
    const char *of = arena_format(s->v->arena, "%s%s%.*s", path_shown(s->v->arena, s->is->path),
                                  part.n ? "." : "", (int)part.n, part.z);
    return refuse_inverse(s->v, of, reason);
}

static struct change *push_in_table(const struct shapes *s, enum change_kind kind)
{
    struct change *c = push_inverse(s->v, kind);
    c->table = s->is->path;
    c->concurrently = s->v->c->concurrently;
    return c;
}

static size_t index_in(enum aludel_dialect d, const struct table *t, const struct index *index)
{
    for (size_t i = 0; i < t->indexes.count; i++)
        if (same_index(d, t->indexes.at[i], index))
            return i;
    return NOWHERE;
}

static bool is_column_in(enum aludel_dialect d, const struct table *t, struct aludel_text name)
{
    return columns_at(d, &t->columns, name) != NOWHERE;
}

/* ---- Away with what the change made ---- */

/* It goes with a column that goes. */
static bool goes_with_column(const struct shapes *s, const struct names *used)
{
    bool goes = false;
    for (size_t i = 0; i < used->count; i++)
        goes = goes || !is_column_in(s->dialect, s->was, used->at[i]);
    return goes && (s->dialect == ALUDEL_POSTGRESQL || used->count == 1);
}

static bool drop_indexes(const struct shapes *s)
{
    for (size_t i = s->is->indexes.count; i-- > 0;) {
        const struct index *index = s->is->indexes.at[i];
        size_t at = index_in(s->dialect, s->was, index);
        struct names used = {0};
        index_columns(s->v->arena, s->dialect, s->is, index, &used);
        if (at != NOWHERE ? index->maybe == s->was->indexes.at[at]->maybe : goes_with_column(s, &used))
            continue;
        if (at != NOWHERE || index->maybe ||
            indexes_at(s->dialect, &s->was->indexes, index->path.name) != NOWHERE)
            return refuse_part(s, index->path.name, "which may have been there before");
        push_in_table(s, CHANGE_DROP_INDEX)->name = index->path.name;
    }
    return true;
}

/* One without a name is found by what it constrains: no other may be taken for it. */
static bool is_found(const struct shapes *s, const struct constraint *k, const struct change *c)
{
    for (size_t i = 0; !k->name.n && i < s->is->constraints.count; i++) {
        const struct constraint *other = s->is->constraints.at[i];
        if (other != k && constraint_matches(s->v->arena, s->dialect, s->is, other, c) && !other->name.n &&
            !same_constraint(s->dialect, other, k))
            return false;
    }
    return true;
}

static bool drop_constraint(const struct shapes *s, const struct constraint *k)
{
    struct change *c = push_in_table(s, CHANGE_DROP_CONSTRAINT);
    c->name = k->name;
    c->constraint_kind = k->kind;
    c->columns = k->columns;
    if (!k->columns.count)
        constraint_columns(s->v->arena, s->dialect, s->is, k, &c->columns);
    if (!is_found(s, k, c))
        c->condition = k->condition;
    return is_found(s, k, c) ||
           refuse_part(s, k->name, "which has no name and can't be told from another one");
}

static bool drop_constraints(const struct shapes *s)
{
    for (size_t i = s->is->constraints.count; i-- > 0;) {
        const struct constraint *k = s->is->constraints.at[i],
                                *was = counterpart(s->dialect, s->was, s->is, i);
        struct names used = {0};
        constraint_columns(s->v->arena, s->dialect, s->is, k, &used);
        if (was ? k->maybe == was->maybe : goes_with_column(s, &used))
            continue;
        if (was || k->maybe)
            return refuse_part(s, k->name, "which may have been there before");
        if (!drop_constraint(s, k))
            return false;
    }
    return true;
}

/* Before it was made: then it was there all the same. */
static bool is_used(const struct shapes *s, struct aludel_text column)
{
    struct names used = {0};
    for (size_t i = 0; i < s->was->constraints.count; i++)
        constraint_columns(s->v->arena, s->dialect, s->is, s->was->constraints.at[i], &used);
    for (size_t i = 0; i < s->was->indexes.count; i++)
        index_columns(s->v->arena, s->dialect, s->is, s->was->indexes.at[i], &used);
    return names_have(s->dialect, &used, column);
}

static bool drop_columns(const struct shapes *s)
{
    for (size_t i = s->is->columns.count; i-- > 0;) {
        const struct column *column = s->is->columns.at[i];
        size_t at = columns_at(s->dialect, &s->was->columns, column->name);
        if (at != NOWHERE && column->maybe == s->was->columns.at[at]->maybe)
            continue;
        if (at != NOWHERE || column->maybe || is_used(s, column->name))
            return refuse_part(s, column->name, "which may have been there before");
        push_in_table(s, CHANGE_DROP_COLUMN)->name = column->name;
    }
    return true;
}

/* ---- Back with what it dropped ---- */

/* SQLite's rebuild can put it where it was. */
static void say_place(const struct shapes *s, struct change *c, size_t at)
{
    bool last = true;
    for (size_t i = at + 1; i < s->was->columns.count; i++)
        last = last && !is_column_in(s->dialect, s->is, s->was->columns.at[i]->name);
    if (last || s->dialect == ALUDEL_POSTGRESQL)
        return;
    if (at)
        c->after = s->was->columns.at[at - 1]->name;
    else
        for (size_t i = at + 1; !c->before.n; i++)
            if (is_column_in(s->dialect, s->is, s->was->columns.at[i]->name))
                c->before = s->was->columns.at[i]->name;
}

static bool add_columns(const struct shapes *s)
{
    for (size_t i = 0; i < s->was->columns.count; i++) {
        const struct column *column = s->was->columns.at[i];
        if (is_column_in(s->dialect, s->is, column->name))
            continue;
        if (column->maybe || s->was->uncertain)
            return refuse_part(s, column->name, "which may not be there");
        struct change *c = push_in_table(s, CHANGE_ADD_COLUMN);
        c->column = column;
        say_place(s, c, i);
    }
    return true;
}

/* Keys first: foreign keys may lead to them. */
static bool add_constraints(const struct shapes *s, bool foreign)
{
    for (size_t i = 0; i < s->was->constraints.count; i++) {
        const struct constraint *k = s->was->constraints.at[i];
        if (counterpart(s->dialect, s->is, s->was, i) || (k->kind == CONSTRAINT_FOREIGN_KEY) != foreign)
            continue;
        if (k->maybe || s->was->uncertain)
            return refuse_part(s, k->name, "which may not be there");
        push_in_table(s, CHANGE_ADD_CONSTRAINT)->constraint = k;
    }
    return true;
}

static bool add_indexes(const struct shapes *s)
{
    for (size_t i = 0; i < s->was->indexes.count; i++) {
        const struct index *index = s->was->indexes.at[i];
        if (index_in(s->dialect, s->is, index) != NOWHERE)
            continue;
        if (index->maybe || s->was->uncertain)
            return refuse_part(s, index->path.name, "which may not be there");
        push_in_table(s, CHANGE_CREATE_INDEX)->index = index;
    }
    return true;
}

/* ---- Columns as they were ---- */

static struct sql default_before(const struct shapes *s, const struct column *was)
{
    struct map_nodes list = {0};
    if (!was->serial)
        return was->value;
    links_list(s->v->arena, s->v->before, LINK_SEQUENCE, s->was->path, &list);
    for (size_t i = 0; i < list.count; i++) {
        const struct thing *sequence = link_thing(s->v->before, LINK_SEQUENCE, list.at[i]);
        if (sequence && same_name(s->dialect, sequence->on_column, was->name))
            return (struct sql){.text = sequence_value(s->v->arena, sequence)};
    }
    return was->value;
}

static unsigned differences(const struct shapes *s, const struct column *was, const struct column *is)
{
    unsigned what = 0;
    if (!same_type(s->dialect, &was->type, &is->type))
        what |= ALTER_TYPE;
    if (was->not_null != is->not_null)
        what |= ALTER_NULL;
    if (!same_sql(&was->value, &is->value) || was->serial != is->serial)
        what |= ALTER_DEFAULT;
    if (!al_same(was->comment, is->comment))
        what |= ALTER_COMMENT;
    if (was->identity != is->identity || !same_sql(&was->identity_options, &is->identity_options))
        what |= ALTER_IDENTITY;
    if (was->generated != is->generated || !same_sql(&was->expression, &is->expression))
        what |= ALTER_GENERATED;
    return what;
}

/* What was made text doesn't become itself again without a word. */
static struct sql cast_back(const struct shapes *s, const struct column *was, const struct column *is)
{
    struct aludel_text name = was->name, type = was->type.sql.text;
    bool from_text = is->type.family == TYPE_TEXT && was->type.family != TYPE_TEXT;
    if ((!from_text && !needs_using(&is->type, &was->type)) || memchr(name.z, '"', name.n))
        return (struct sql){0};
    const char *using = arena_format(s->v->arena, "\"%.*s\"%s::%.*s", (int)name.n, name.z,
                                     cast_between(&is->type), (int)type.n, type.z);
    return (struct sql){.text = al_text(using)};
}

static void fill_alteration(const struct shapes *s, struct alteration *alter, const struct column *was,
                            const struct column *is)
{
    *alter = (struct alteration){.what = alter->what,
                                 .type = was->type,
                                 .not_null = was->not_null,
                                 .value = default_before(s, was),
                                 .comment = was->comment,
                                 .identity = was->identity,
                                 .identity_options = was->identity_options,
                                 .generated = was->generated,
                                 .expression = was->expression,
                                 .existing_type_given = true,
                                 .existing_null_given = true,
                                 .existing_default_given = true,
                                 .existing_comment_given = true,
                                 .existing_type = is->type,
                                 .existing_not_null = is->not_null,
                                 .existing_value = is->value,
                                 .existing_comment = is->comment};
    if (s->dialect == ALUDEL_POSTGRESQL && alter->what & ALTER_TYPE)
        alter->using = cast_back(s, was, is);
    if (s->dialect == ALUDEL_SQLITE && !was->type.collation.name.n && is->type.collation.name.n)
        alter->type.collation.name = SQLITE_COLLATION; /* a type that says none leaves what is there */
}

/* A sequence of its own makes a column NOT NULL, which it needn't stay. */
static void restore_null(const struct shapes *s, const struct column *column)
{
    if (!column->serial || column->not_null)
        return;
    struct change *c = push_in_table(s, CHANGE_ALTER_COLUMN);
    c->name = column->name;
    c->alter.what = ALTER_NULL;
}

static bool alter_column(const struct shapes *s, const struct column *was, const struct column *is)
{
    unsigned what = differences(s, was, is);
    if (same_column(s->dialect, was, is) && was->maybe == is->maybe)
        return true;
    if (was->maybe || is->maybe || s->was->uncertain)
        return refuse_part(s, was->name, "which may not be there");
    if (!what)
        return refuse_part(s, was->name, "which can't be made again what it was");
    if (what & ALTER_GENERATED && was->generated && s->dialect == ALUDEL_POSTGRESQL)
        return refuse_part(s, was->name, "which can't become a generated column again");
    struct change *c = push_in_table(s, CHANGE_ALTER_COLUMN);
    c->name = was->name;
    c->alter.what = what;
    fill_alteration(s, &c->alter, was, is);
    return true;
}

static bool alter_columns(const struct shapes *s)
{
    for (size_t i = 0; i < s->was->columns.count; i++) {
        const struct column *was = s->was->columns.at[i];
        size_t at = columns_at(s->dialect, &s->is->columns, was->name);
        if (at == NOWHERE)
            restore_null(s, was);
        else if (!alter_column(s, was, s->is->columns.at[at]))
            return false;
    }
    return true;
}

static void restore_comment(const struct shapes *s)
{
    if (!al_same(s->was->comment, s->is->comment))
        push_in_table(s, CHANGE_TABLE_COMMENT)->text = s->was->comment;
}

/* A column that was moved, beside the one that it stood beside. */
static void move_back(const struct shapes *s)
{
    const struct change *did = s->v->c;
    bool moved = did->kind == CHANGE_ALTER_COLUMN && (did->before.n || did->after.n);
    size_t at = columns_at(s->dialect, &s->was->columns, did->name);
    if (!moved || s->dialect == ALUDEL_POSTGRESQL || at == NOWHERE || s->was->columns.count < 2)
        return;
    struct change *c = push_in_table(s, CHANGE_ALTER_COLUMN);
    c->name = s->was->columns.at[at]->name;
    if (at)
        c->after = s->was->columns.at[at - 1]->name;
    else
        c->before = s->was->columns.at[1]->name;
}

static bool turn_back(const struct shapes *s)
{
    if (!drop_indexes(s) || !drop_constraints(s) || !drop_columns(s))
        return false;
    move_back(s);
    if (!add_columns(s) || !alter_columns(s) || !add_constraints(s, false) || !add_indexes(s))
        return false;
    restore_comment(s);
    return add_constraints(s, true);
}

/* What SERIAL says besides, and isn't so. */
void restore_nulls(struct inverting *v, const struct table *t)
{
    struct shapes s = {v, v->before->dialect, t, t};
    for (size_t i = 0; i < t->columns.count; i++)
        restore_null(&s, t->columns.at[i]);
}

/* ---- Other tables ---- */

bool restore_referrers(struct inverting *v, const struct schema *behind, struct path table)
{
    struct map_nodes list = {0};
    links_list(v->arena, v->before, LINK_FOREIGN_KEY, table, &list);
    for (size_t i = 0; i < list.count; i++) {
        const struct thing *was = link_thing(v->before, LINK_FOREIGN_KEY, list.at[i]);
        const struct table *is = was ? schema_table(behind, was->path) : NULL;
        struct shapes s = {v, v->before->dialect, was ? was->table : NULL, is};
        if (!is || is == was->table || same_path(v->before->dialect, was->path, table))
            continue;
        if (!add_constraints(&s, true))
            return false;
    }
    return true;
}

/* ---- The change ---- */

static struct path table_of(const struct inverting *v)
{
    if (v->c->kind == CHANGE_CREATE_INDEX)
        return (struct path){v->c->index->path.schema, v->c->index->table};
    if (v->c->kind != CHANGE_DROP_INDEX)
        return v->c->table;
    struct path index = {v->c->table.schema, v->c->name};
    const struct thing *thing = schema_find(v->before, THING_INDEX, index);
    return thing ? thing->on : v->c->table;
}

/* What is new for certain can go again, whatever else the table has. */
static bool only_adds(const struct change *c)
{
    return c->kind == CHANGE_ADD_COLUMN || c->kind == CHANGE_CREATE_INDEX || c->kind == CHANGE_ADD_CONSTRAINT;
}

/* The column gets its name back first; the rest is compared with what the table is then. */
static const struct schema *rename_back(struct inverting *v)
{
    struct diagnostics unheard = {.arena = v->arena};
    struct evolution e = {.arena = v->arena, .diagnostics = &unheard};
    if (v->c->kind != CHANGE_ALTER_COLUMN || !(v->c->alter.what & ALTER_NAME))
        return v->after;
    struct change *c = push_inverse(v, CHANGE_ALTER_COLUMN);
    c->table = v->c->table;
    c->name = v->c->alter.name;
    c->alter.what = ALTER_NAME;
    c->alter.name = v->c->name;
    return evolve(&e, v->after, c);
}

static bool invert_view_index(struct inverting *v, struct path view)
{
    if (v->c->kind != CHANGE_CREATE_INDEX)
        return refuse_inverse(v, arena_string(v->arena, v->c->name), "whose definition isn't known here");
    struct change *c = push_inverse(v, CHANGE_DROP_INDEX);
    c->table = view;
    c->name = v->c->index->path.name;
    c->concurrently = v->c->concurrently;
    return true;
}

/* Of a table of which nothing is known: what was added goes by its name. */
static bool take_away(struct inverting *v, struct path table)
{
    static const enum change_kind undoing[CHANGE_KINDS] = {[CHANGE_ADD_COLUMN] = CHANGE_DROP_COLUMN,
                                                           [CHANGE_CREATE_INDEX] = CHANGE_DROP_INDEX,
                                                           [CHANGE_ADD_CONSTRAINT] = CHANGE_DROP_CONSTRAINT};
    const struct change *did = v->c;
    struct aludel_text name = did->kind == CHANGE_ADD_COLUMN     ? did->column->name
                              : did->kind == CHANGE_CREATE_INDEX ? did->index->path.name
                                                                 : did->constraint->name;
    if (did->if_not_exists || !name.n)
        return false;
    struct change *c = push_inverse(v, undoing[did->kind]);
    c->table = table;
    c->name = name;
    c->concurrently = did->concurrently;
    c->any_kind = true;
    return true;
}

bool invert_in_table(struct inverting *v)
{
    struct path path = table_of(v);
    const struct thing *was = schema_relation(v->before, path);
    struct path named = path.name.n ? path : (struct path){path.schema, v->c->name};
    const char *name = path_shown(v->arena, named);
    bool unknown = !was || was->maybe || (was->type == THING_TABLE && was->table->uncertain);
    bool nothing = v->c->kind == CHANGE_DROP_INDEX
                       ? did_nothing(v, THING_INDEX, (struct path){v->c->table.schema, v->c->name})
                       : did_nothing(v, THING_TABLE, path);
    if (nothing || (v->before == v->after && !unknown))
        return true;
    if (!was && only_adds(v->c) && take_away(v, path))
        return true;
    if (!was || (unknown && !(only_adds(v->c) && was->type == THING_TABLE)))
        return refuse_inverse(v, name, "whose shape isn't known here");
    if (was->type != THING_TABLE)
        return invert_view_index(v, path);
    if (refuse_cascade(v, name))
        return false;
    const struct schema *behind = rename_back(v);
    struct shapes s = {v, v->before->dialect, was->table, schema_table(behind, path)};
    return turn_back(&s) && restore_referrers(v, behind, was->path);
}
