#include "changes_text.h"

#include <string.h>

struct reader {
    struct arena *arena;
    const struct source *source;
    uint32_t at, to;
    struct aludel_text word; /* the next one; empty: the end */
    uint32_t from;           /* where it begins */
    bool quoted, wrong;
};

/* ---- Words ---- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static void next(struct reader *r)
{
    const char *z = r->source->text.z;
    while (r->at < r->to && is_blank(z[r->at]))
        r->at++;
    r->from = r->at;
    r->quoted = r->at < r->to && z[r->at] == '"';
    if (r->quoted) {
        while (++r->at < r->to && z[r->at] != '"')
            ;
        r->word = (struct aludel_text){z + r->from + 1, r->at - r->from - 1};
        r->at += r->at < r->to;
        return;
    }
    if (r->at < r->to && strchr("(),", z[r->at]))
        r->at++;
    else
        while (r->at < r->to && !is_blank(z[r->at]) && !strchr("(),", z[r->at]))
            r->at++;
    r->word = (struct aludel_text){z + r->from, r->at - r->from};
}

static bool take(struct reader *r, const char *word)
{
    if (r->quoted || !al_is(r->word, word))
        return false;
    next(r);
    return true;
}

static void want(struct reader *r, const char *word)
{
    if (!take(r, word))
        r->wrong = true;
}

static struct aludel_text text(struct reader *r)
{
    struct aludel_text t = arena_text(r->arena, r->word);
    if (!r->word.n && !r->quoted)
        r->wrong = true;
    next(r);
    return t;
}

static struct sql sql(struct reader *r)
{
    return (struct sql){.text = text(r)};
}

static struct path path(struct reader *r)
{
    struct aludel_text t = text(r);
    const char *dot = t.n ? memchr(t.z, '.', t.n) : NULL;
    if (!dot)
        return (struct path){.name = t};
    size_t n = (size_t)(dot - t.z);
    return (struct path){{t.z, n}, {dot + 1, t.n - n - 1}};
}

static struct names names(struct reader *r)
{
    struct names list = {0};
    want(r, "(");
    while (!r->wrong && !take(r, ")")) {
        vec_push(r->arena, &list, text(r));
        take(r, ",");
    }
    return list;
}

static struct span span_from(const struct reader *r, uint32_t from)
{
    uint32_t to = r->from;
    while (to > from && (is_blank(r->source->text.z[to - 1]) || r->source->text.z[to - 1] == ','))
        to--;
    return (struct span){r->source, from, to};
}

/* ---- Parts ---- */

static const struct enum_type *labels(struct reader *r, bool create)
{
    struct enum_type *type = ARENA_NEW(r->arena, struct enum_type);
    type->path = path(r);
    type->labels = names(r);
    type->create = create;
    return type;
}

static struct column_type type(struct reader *r)
{
    struct column_type t = {0};
    if (take(r, "enum") || (take(r, "new_enum") && (t.labels = labels(r, true)))) {
        if (!t.labels)
            t.labels = labels(r, false);
        t.sql.text = t.labels->path.name;
        return t;
    }
    t.sql = sql(r);
    return t;
}

static bool column_option(struct reader *r, struct column *c)
{
    if (take(r, "not_null"))
        c->not_null = true;
    else if (take(r, "serial"))
        c->serial = true;
    else if (take(r, "autoincrement"))
        c->autoincrement = true;
    else if (take(r, "default"))
        c->value = sql(r);
    else if (take(r, "stored") && (c->generated = GENERATED_STORED))
        c->expression = sql(r);
    else if (take(r, "virtual") && (c->generated = GENERATED_VIRTUAL))
        c->expression = sql(r);
    else if (take(r, "identity") && (c->identity = IDENTITY_ALWAYS))
        c->identity_options = sql(r);
    else if (take(r, "collate"))
        c->collation = text(r);
    else if (take(r, "comment"))
        c->comment = text(r);
    else
        return false;
    return true;
}

static const struct column *column(struct reader *r)
{
    struct column *c = ARENA_NEW(r->arena, struct column);
    uint32_t from = r->from;
    c->name = text(r);
    c->type = type(r);
    while (column_option(r, c))
        ;
    c->made = span_from(r, from);
    return c;
}

static const char *const kinds[CONSTRAINT_KINDS] = {"primary_key", "unique", "foreign_key", "check",
                                                    "exclude"};

static bool kind(struct reader *r, enum constraint_kind *out)
{
    for (unsigned i = 0; i < CONSTRAINT_KINDS; i++)
        if (take(r, kinds[i])) {
            *out = (enum constraint_kind)i;
            return true;
        }
    return false;
}

static void constraint_options(struct reader *r, struct constraint *k)
{
    for (;;) {
        if (take(r, "on_delete"))
            k->on_delete = text(r);
        else if (take(r, "not_valid"))
            k->not_valid = true;
        else if (take(r, "of_index"))
            k->of_index = text(r);
        else if (take(r, "include"))
            k->include = names(r);
        else if (take(r, "deferrable"))
            k->deferrable = DEFERRABLE_YES;
        else
            return;
    }
}

static const struct constraint *constraint(struct reader *r)
{
    struct constraint *k = ARENA_NEW(r->arena, struct constraint);
    uint32_t from = r->from;
    if (!kind(r, &k->kind)) {
        r->wrong = true;
        return k;
    }
    bool list = k->kind == CONSTRAINT_PRIMARY_KEY || k->kind == CONSTRAINT_UNIQUE ||
                k->kind == CONSTRAINT_FOREIGN_KEY;
    if (!r->quoted && !al_is(r->word, "("))
        k->name = text(r);
    if (list)
        k->columns = names(r);
    if (k->kind == CONSTRAINT_CHECK)
        k->condition = sql(r);
    if (k->kind == CONSTRAINT_EXCLUDE)
        k->elements = sql(r);
    if (take(r, "->")) {
        k->to = path(r);
        if (al_is(r->word, "("))
            k->to_columns = names(r);
    }
    constraint_options(r, k);
    k->made = span_from(r, from);
    return k;
}

static void elements(struct reader *r, struct index *index)
{
    want(r, "(");
    while (!r->wrong && !take(r, ")")) {
        struct index_element element = {0};
        if (r->quoted)
            element.expression = sql(r);
        else
            element.column = text(r);
        if (take(r, "desc"))
            element.tail = AL_TEXT("DESC");
        vec_push(r->arena, &index->elements, element);
        take(r, ",");
    }
}

/* Its name may be missing. */
static const struct index *index_of(struct reader *r, const struct path *table)
{
    struct index *index = ARENA_NEW(r->arena, struct index);
    uint32_t from = r->from;
    if (!al_is(r->word, "on") && !al_is(r->word, "("))
        index->path.name = text(r);
    struct path on = {0};
    if (!table) {
        want(r, "on");
        on = path(r);
        table = &on;
    }
    index->path.schema = table->schema;
    index->table = table->name;
    elements(r, index);
    index->unique = take(r, "unique");
    if (take(r, "where"))
        index->where = sql(r);
    index->made = span_from(r, from);
    return index;
}

static const struct table *table(struct reader *r, struct path name)
{
    struct table *t = ARENA_NEW(r->arena, struct table);
    t->path = name;
    want(r, "(");
    while (!r->wrong && !take(r, ")")) {
        if (take(r, "column"))
            vec_push(r->arena, &t->columns, column(r));
        else if (take(r, "index"))
            vec_push(r->arena, &t->indexes, index_of(r, &name));
        else
            vec_push(r->arena, &t->constraints, constraint(r));
        take(r, ",");
    }
    if (take(r, "comment"))
        t->comment = text(r);
    return t;
}

static void alterations(struct reader *r, struct alteration *a)
{
    for (;;) {
        if (take(r, "type") && (a->what |= ALTER_TYPE))
            a->type = type(r);
        else if (take(r, "not_null"))
            a->not_null = (a->what |= ALTER_NULL);
        else if (take(r, "null"))
            a->what |= ALTER_NULL;
        else if (take(r, "no_default"))
            a->what |= ALTER_DEFAULT;
        else if (take(r, "default") && (a->what |= ALTER_DEFAULT))
            a->value = sql(r);
        else if (take(r, "comment") && (a->what |= ALTER_COMMENT))
            a->comment = text(r);
        else if (take(r, "name") && (a->what |= ALTER_NAME))
            a->name = text(r);
        else if (take(r, "no_identity"))
            a->what |= ALTER_IDENTITY;
        else if (take(r, "identity") && (a->what |= ALTER_IDENTITY) && (a->identity = IDENTITY_ALWAYS))
            a->identity_options = sql(r);
        else if (take(r, "plain"))
            a->what |= ALTER_GENERATED;
        else if (take(r, "stored") && (a->what |= ALTER_GENERATED) && (a->generated = GENERATED_STORED))
            a->expression = sql(r);
        else
            return;
    }
}

static const char *const types[THINGS] = {"table", "view",     "materialized_view", "index",     "sequence",
                                          "type",  "function", "trigger",           "extension", "schema"};

static const struct thing *thing(struct reader *r)
{
    struct thing *t = ARENA_NEW(r->arena, struct thing);
    for (unsigned i = 0; i < THINGS; i++)
        if (take(r, types[i])) {
            t->type = (enum thing_type)i;
            break;
        }
    t->path = path(r);
    if (take(r, "signature"))
        t->signature = sql(r);
    if (take(r, "on"))
        t->on = path(r);
    if (t->type == THING_SEQUENCE && t->on.name.n)
        t->on_column = text(r);
    if (t->type == THING_ENUM && al_is(r->word, "(")) {
        struct enum_type *made = ARENA_NEW(r->arena, struct enum_type);
        made->path = t->path;
        made->labels = names(r);
        t->labels = made;
    }
    if (r->quoted)
        t->definition = sql(r);
    return t;
}

static const struct thing *enum_thing(struct reader *r)
{
    struct thing *t = ARENA_NEW(r->arena, struct thing);
    t->type = THING_ENUM;
    t->path = path(r);
    return t;
}

/* ---- Changes ---- */

static const char *const words[] = {
    [CHANGE_CREATE_TABLE] = "create_table",
    [CHANGE_DROP_TABLE] = "drop_table",
    [CHANGE_RENAME_TABLE] = "rename_table",
    [CHANGE_MOVE_TABLE] = "move_table",
    [CHANGE_TABLE_COMMENT] = "table_comment",
    [CHANGE_ADD_COLUMN] = "add_column",
    [CHANGE_DROP_COLUMN] = "drop_column",
    [CHANGE_ALTER_COLUMN] = "alter_column",
    [CHANGE_CREATE_INDEX] = "create_index",
    [CHANGE_DROP_INDEX] = "drop_index",
    [CHANGE_RENAME_INDEX] = "rename_index",
    [CHANGE_ADD_CONSTRAINT] = "add_constraint",
    [CHANGE_DROP_CONSTRAINT] = "drop_constraint",
    [CHANGE_RENAME_CONSTRAINT] = "rename_constraint",
    [CHANGE_VALIDATE_CONSTRAINT] = "validate_constraint",
    [CHANGE_CREATE] = "create",
    [CHANGE_REPLACE] = "replace",
    [CHANGE_DROP] = "drop",
    [CHANGE_ADD_ENUM_VALUE] = "add_value",
    [CHANGE_RENAME_ENUM_VALUE] = "rename_value",
    [CHANGE_RENAME_TYPE] = "rename_type",
    [CHANGE_UNREAD] = "unread",
};
#define KINDS (sizeof words / sizeof *words)

static void read_table_change(struct reader *r, struct change *c)
{
    struct path name = path(r);
    c->table = name;
    if (c->kind == CHANGE_CREATE_TABLE)
        c->create = table(r, name);
    else if (c->kind == CHANGE_RENAME_TABLE || c->kind == CHANGE_MOVE_TABLE)
        c->to = path(r);
    else if (c->kind == CHANGE_TABLE_COMMENT)
        c->text = text(r);
    while (c->kind == CHANGE_DROP_TABLE && take(r, ","))
        vec_push(r->arena, &c->tables, path(r));
}

static void read_column_change(struct reader *r, struct change *c)
{
    c->table = path(r);
    if (c->kind != CHANGE_ADD_COLUMN) {
        c->name = text(r);
        if (c->kind == CHANGE_ALTER_COLUMN)
            alterations(r, &c->alter);
        return;
    }
    want(r, "column");
    c->column = column(r);
    while (take(r, ","))
        vec_push(r->arena, &c->with, constraint(r));
    if (take(r, "before"))
        c->before = text(r);
    else if (take(r, "after"))
        c->after = text(r);
}

static void read_index_change(struct reader *r, struct change *c)
{
    if (c->kind == CHANGE_CREATE_INDEX) {
        c->index = index_of(r, NULL);
        return;
    }
    struct path name = path(r);
    c->name = name.name;
    c->table.schema = name.schema;
    if (c->kind == CHANGE_RENAME_INDEX)
        c->text = text(r);
    if (take(r, "on"))
        c->table = path(r);
}

static void read_constraint_change(struct reader *r, struct change *c)
{
    c->table = path(r);
    if (c->kind == CHANGE_ADD_CONSTRAINT) {
        c->constraint = constraint(r);
        return;
    }
    if (take(r, "unnamed")) {
        c->any_kind = !kind(r, &c->constraint_kind);
        if (al_is(r->word, "("))
            c->columns = names(r);
    } else {
        c->name = text(r);
    }
    if (c->kind == CHANGE_RENAME_CONSTRAINT)
        c->text = text(r);
}

static void read_thing_change(struct reader *r, struct change *c)
{
    c->if_not_exists = take(r, "if_not_exists");
    if (c->kind < CHANGE_ADD_ENUM_VALUE) {
        c->thing = thing(r);
        return;
    }
    c->thing = enum_thing(r);
    if (c->kind == CHANGE_RENAME_TYPE) {
        c->to = path(r);
        return;
    }
    struct aludel_text first = text(r);
    if (c->kind == CHANGE_RENAME_ENUM_VALUE) {
        c->name = first;
        c->text = text(r);
        return;
    }
    c->text = first;
    if (take(r, "before"))
        c->before = text(r);
    else if (take(r, "after"))
        c->after = text(r);
}

static void read_change(struct reader *r, struct change *c)
{
    if (c->kind <= CHANGE_TABLE_COMMENT)
        read_table_change(r, c);
    else if (c->kind <= CHANGE_ALTER_COLUMN)
        read_column_change(r, c);
    else if (c->kind <= CHANGE_RENAME_INDEX)
        read_index_change(r, c);
    else if (c->kind <= CHANGE_VALIDATE_CONSTRAINT)
        read_constraint_change(r, c);
    else if (c->kind < CHANGE_UNREAD)
        read_thing_change(r, c);
    else
        while (r->word.n)
            vec_push(r->arena, &c->tables, path(r));
}

static void read_flags(struct reader *r, struct change *c)
{
    for (;;) {
        if (take(r, "if_exists"))
            c->if_exists = true;
        else if (take(r, "if_not_exists"))
            c->if_not_exists = true;
        else if (take(r, "cascade"))
            c->cascade = true;
        else
            return;
    }
}

struct change *change_from_text(struct arena *a, const struct source *source, uint32_t from, uint32_t to)
{
    struct reader r = {.arena = a, .source = source, .at = from, .to = to};
    struct change *c = ARENA_NEW(a, struct change);
    next(&r);
    c->span = (struct span){source, r.from, to};
    for (unsigned i = 0; i < KINDS; i++) {
        if (!take(&r, words[i]))
            continue;
        c->kind = (enum change_kind)i;
        read_change(&r, c);
        read_flags(&r, c);
        return r.wrong || r.word.n ? NULL : c;
    }
    return NULL;
}
