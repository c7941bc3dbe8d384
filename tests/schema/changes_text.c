#include "changes_text.h"
#include "words.h"

#include <string.h>

/* ---- Parts ---- */

static const struct enum_type *labels(struct reader *r, bool create)
{
    struct enum_type *type = ARENA_NEW(r->arena, struct enum_type);
    type->path = read_path(r);
    type->labels = read_names(r);
    type->create = create;
    return type;
}

/* "mood", "public.mood". */
static struct path path_of_name(struct aludel_text t)
{
    const char *dot = t.n ? memchr(t.z, '.', t.n) : NULL;
    size_t n = dot ? (size_t)(dot - t.z) : 0, behind = dot ? n + 1 : 0;
    return (struct path){{t.z, n}, {t.z + behind, t.n - behind}};
}

static struct column_type type(struct reader *r)
{
    struct column_type t = {0};
    if (take_word(r, "enum") || (take_word(r, "new_enum") && (t.labels = labels(r, true)))) {
        if (!t.labels)
            t.labels = labels(r, false);
        t.sql.text = t.spelling = t.labels->path.name;
        t.path = t.labels->path;
        return t;
    }
    t.sql = read_sql(r);
    t.spelling = t.sql.text;
    t.path = path_of_name(t.sql.text);
    return t;
}

static bool column_option(struct reader *r, struct column *c)
{
    if (take_word(r, "not_null"))
        c->not_null = true;
    else if (take_word(r, "serial"))
        c->serial = true;
    else if (take_word(r, "autoincrement"))
        c->autoincrement = true;
    else if (take_word(r, "default"))
        c->value = read_sql(r);
    else if (take_word(r, "stored") && (c->generated = GENERATED_STORED))
        c->expression = read_sql(r);
    else if (take_word(r, "virtual") && (c->generated = GENERATED_VIRTUAL))
        c->expression = read_sql(r);
    else if (take_word(r, "identity") && (c->identity = IDENTITY_ALWAYS))
        c->identity_options = read_sql(r);
    else if (take_word(r, "collate"))
        c->type.collation.name = read_text(r);
    else if (take_word(r, "comment"))
        c->comment = read_text(r);
    else
        return false;
    return true;
}

static const struct column *column(struct reader *r)
{
    struct column *c = ARENA_NEW(r->arena, struct column);
    uint32_t from = r->from;
    c->name = read_text(r);
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
        if (take_word(r, kinds[i])) {
            *out = (enum constraint_kind)i;
            return true;
        }
    return false;
}

static void constraint_options(struct reader *r, struct constraint *k)
{
    for (;;) {
        if (take_word(r, "on_delete"))
            k->on_delete = read_text(r);
        else if (take_word(r, "not_valid"))
            k->not_valid = true;
        else if (take_word(r, "of_index"))
            k->of_index = read_text(r);
        else if (take_word(r, "include"))
            k->include = read_names(r);
        else if (take_word(r, "deferrable"))
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
        k->name = read_text(r);
    if (list)
        k->columns = read_names(r);
    if (k->kind == CONSTRAINT_CHECK)
        k->condition = read_sql(r);
    if (k->kind == CONSTRAINT_EXCLUDE)
        k->elements = read_sql(r);
    if (take_word(r, "->")) {
        k->to = read_path(r);
        if (al_is(r->word, "("))
            k->to_columns = read_names(r);
    }
    constraint_options(r, k);
    k->made = span_from(r, from);
    return k;
}

static void elements(struct reader *r, struct index *index)
{
    want_word(r, "(");
    while (!r->wrong && !take_word(r, ")")) {
        struct index_element element = {0};
        if (r->quoted)
            element.expression = read_sql(r);
        else
            element.column = read_text(r);
        if (take_word(r, "desc"))
            element.tail = AL_TEXT("DESC");
        vec_push(r->arena, &index->elements, element);
        take_word(r, ",");
    }
}

/* Its name may be missing. */
static const struct index *index_of(struct reader *r, const struct path *table)
{
    struct index *index = ARENA_NEW(r->arena, struct index);
    uint32_t from = r->from;
    if (!al_is(r->word, "on") && !al_is(r->word, "("))
        index->path.name = read_text(r);
    struct path on = {0};
    if (!table) {
        want_word(r, "on");
        on = read_path(r);
        table = &on;
    }
    index->path.schema = table->schema;
    index->table = table->name;
    elements(r, index);
    index->unique = take_word(r, "unique");
    if (take_word(r, "where"))
        index->where = read_sql(r);
    index->made = span_from(r, from);
    return index;
}

static const struct table *table(struct reader *r, struct path name)
{
    struct table *t = ARENA_NEW(r->arena, struct table);
    t->path = name;
    want_word(r, "(");
    while (!r->wrong && !take_word(r, ")")) {
        if (take_word(r, "column"))
            vec_push(r->arena, &t->columns, column(r));
        else if (take_word(r, "index"))
            vec_push(r->arena, &t->indexes, index_of(r, &name));
        else
            vec_push(r->arena, &t->constraints, constraint(r));
        take_word(r, ",");
    }
    if (take_word(r, "comment"))
        t->comment = read_text(r);
    return t;
}

static void alterations(struct reader *r, struct alteration *a)
{
    for (;;) {
        if (take_word(r, "type") && (a->what |= ALTER_TYPE))
            a->type = type(r);
        else if (take_word(r, "not_null"))
            a->not_null = (a->what |= ALTER_NULL);
        else if (take_word(r, "null"))
            a->what |= ALTER_NULL;
        else if (take_word(r, "no_default"))
            a->what |= ALTER_DEFAULT;
        else if (take_word(r, "default") && (a->what |= ALTER_DEFAULT))
            a->value = read_sql(r);
        else if (take_word(r, "comment") && (a->what |= ALTER_COMMENT))
            a->comment = read_text(r);
        else if (take_word(r, "name") && (a->what |= ALTER_NAME))
            a->name = read_text(r);
        else if (take_word(r, "no_identity"))
            a->what |= ALTER_IDENTITY;
        else if (take_word(r, "identity") && (a->what |= ALTER_IDENTITY) && (a->identity = IDENTITY_ALWAYS))
            a->identity_options = read_sql(r);
        else if (take_word(r, "plain"))
            a->what |= ALTER_GENERATED;
        else if (take_word(r, "stored") && (a->what |= ALTER_GENERATED) && (a->generated = GENERATED_STORED))
            a->expression = read_sql(r);
        else
            return;
    }
}

static const char *const types[THINGS] = {"table",  "view",     "materialized_view", "index",     "sequence",
                                          "type",   "function", "trigger",           "extension", "schema",
                                          "carried"};

static const struct thing *thing(struct reader *r)
{
    struct thing *t = ARENA_NEW(r->arena, struct thing);
    for (unsigned i = 0; i < THINGS; i++)
        if (take_word(r, types[i])) {
            t->type = (enum thing_type)i;
            break;
        }
    t->path = read_path(r);
    if (take_word(r, "signature"))
        t->signature = read_sql(r);
    t->arguments = t->signature.text;
    if (take_word(r, "on"))
        t->on = read_path(r);
    if (t->type == THING_SEQUENCE && t->on.name.n)
        t->on_column = read_text(r);
    if (t->type == THING_ENUM && al_is(r->word, "(")) {
        struct enum_type *made = ARENA_NEW(r->arena, struct enum_type);
        made->path = t->path;
        made->labels = read_names(r);
        t->labels = made;
    }
    if (r->quoted)
        t->definition = read_sql(r);
    return t;
}

static const struct thing *enum_thing(struct reader *r)
{
    struct thing *t = ARENA_NEW(r->arena, struct thing);
    t->type = THING_ENUM;
    t->path = read_path(r);
    return t;
}

/* ---- Changes ---- */

static const char *const words[] = {
#define CHANGE(kind, name, evolves, inverts, words) #name,
#include "schema/changes.def"
#undef CHANGE
};
#define KINDS (sizeof words / sizeof *words)

static void read_table_change(struct reader *r, struct change *c)
{
    struct path name = read_path(r);
    c->table = name;
    if (c->kind == CHANGE_CREATE_TABLE || c->kind == CHANGE_REDEFINE_TABLE)
        c->create = table(r, name);
    else if (c->kind == CHANGE_RENAME_TABLE || c->kind == CHANGE_MOVE_TABLE)
        c->to = read_path(r);
    else if (c->kind == CHANGE_TABLE_COMMENT)
        c->text = read_text(r);
    while (c->kind == CHANGE_DROP_TABLE && take_word(r, ","))
        vec_push(r->arena, &c->tables, read_path(r));
}

static void read_column_change(struct reader *r, struct change *c)
{
    c->table = read_path(r);
    if (c->kind != CHANGE_ADD_COLUMN) {
        c->name = read_text(r);
        if (c->kind == CHANGE_ALTER_COLUMN)
            alterations(r, &c->alter);
        return;
    }
    want_word(r, "column");
    c->column = column(r);
    while (take_word(r, ","))
        vec_push(r->arena, &c->with, constraint(r));
    if (take_word(r, "before"))
        c->before = read_text(r);
    else if (take_word(r, "after"))
        c->after = read_text(r);
}

static void read_index_change(struct reader *r, struct change *c)
{
    if (c->kind == CHANGE_CREATE_INDEX) {
        c->index = index_of(r, NULL);
        return;
    }
    struct path name = read_path(r);
    c->name = name.name;
    c->table.schema = name.schema;
    if (c->kind == CHANGE_RENAME_INDEX)
        c->text = read_text(r);
    if (take_word(r, "on"))
        c->table = read_path(r);
}

static void read_constraint_change(struct reader *r, struct change *c)
{
    c->table = read_path(r);
    if (c->kind == CHANGE_ADD_CONSTRAINT) {
        c->constraint = constraint(r);
        return;
    }
    if (take_word(r, "unnamed")) {
        c->any_kind = !kind(r, &c->constraint_kind);
        if (al_is(r->word, "("))
            c->columns = read_names(r);
        if (take_word(r, "condition"))
            c->condition = read_sql(r);
    } else {
        c->name = read_text(r);
    }
    if (c->kind == CHANGE_RENAME_CONSTRAINT)
        c->text = read_text(r);
}

static void read_thing_change(struct reader *r, struct change *c)
{
    c->if_not_exists = take_word(r, "if_not_exists");
    if (c->kind < CHANGE_ADD_ENUM_VALUE) {
        c->thing = thing(r);
        return;
    }
    c->thing = enum_thing(r);
    if (c->kind == CHANGE_RENAME_TYPE) {
        c->to = read_path(r);
        return;
    }
    struct aludel_text first = read_text(r);
    if (c->kind == CHANGE_RENAME_ENUM_VALUE) {
        c->name = first;
        c->text = read_text(r);
        return;
    }
    c->text = first;
    if (take_word(r, "before"))
        c->before = read_text(r);
    else if (take_word(r, "after"))
        c->after = read_text(r);
}

static void read_statement(struct reader *r, struct change *c)
{
    c->text = read_text(r);
    if (r->word.n)
        c->thing = thing(r);
}

static void read_change(struct reader *r, struct change *c)
{
    if (c->kind <= CHANGE_REDEFINE_TABLE)
        read_table_change(r, c);
    else if (c->kind <= CHANGE_ALTER_COLUMN)
        read_column_change(r, c);
    else if (c->kind <= CHANGE_RENAME_INDEX)
        read_index_change(r, c);
    else if (c->kind <= CHANGE_VALIDATE_CONSTRAINT)
        read_constraint_change(r, c);
    else if (c->kind < CHANGE_STATEMENT)
        read_thing_change(r, c);
    else if (c->kind == CHANGE_STATEMENT)
        read_statement(r, c);
    else
        while (r->word.n)
            vec_push(r->arena, &c->tables, read_path(r));
}

static void read_flags(struct reader *r, struct change *c)
{
    for (;;) {
        if (take_word(r, "if_exists"))
            c->if_exists = true;
        else if (take_word(r, "if_not_exists"))
            c->if_not_exists = true;
        else if (take_word(r, "cascade"))
            c->cascade = true;
        else
            return;
    }
}

struct change *change_from_text(struct arena *a, const struct source *source, uint32_t from, uint32_t to)
{
    struct reader r = {.arena = a, .source = source, .at = from, .to = to};
    struct change *c = ARENA_NEW(a, struct change);
    next_word(&r);
    c->span = (struct span){source, r.from, to};
    for (unsigned i = 0; i < KINDS; i++) {
        if (!take_word(&r, words[i]))
            continue;
        c->kind = (enum change_kind)i;
        read_change(&r, c);
        read_flags(&r, c);
        return r.wrong || r.word.n ? NULL : c;
    }
    return NULL;
}
