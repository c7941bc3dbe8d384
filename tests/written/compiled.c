#include "compiled.h"

#include "directives/directives.h"
#include "format/format.h"
#include "lang/parse.h"
#include "sql/name.h"
#include "sql/type.h"

/* ---- A chain ---- */

static void set_up(struct chain *c)
{
    struct environment *e = &c->e;
    c->diagnostics.arena = c->arena;
    e->arena = c->arena;
    e->diagnostics = &c->diagnostics;
    e->folder = "e";
    e->settings.allow_c = "no";
    e->settings.skip_data = "no";
    e->settings.from_scratch = "yes";
    e->settings.naming_convention = c->naming_convention ? c->naming_convention : "";
    e->settings.version_table = e->settings.log_table = "";
    e->settings.version_table_schema = e->settings.log_table_schema = "";
    e->dialects[c->dialect] = true;
    e->dialects[ALUDEL_SQLITE] |= c->both;
    e->dialects[ALUDEL_POSTGRESQL] |= c->both;
}

static const char *template_of(struct chain *c, struct aludel_text page)
{
    return arena_format(c->arena, "<%%def name=\"upgrade()\">\n%.*s</%%def>\n", (int)page.n, page.z);
}

static void check_layout(struct chain *c, struct source *source)
{
    struct aludel_text out;
    bool sound = format_file(c->arena, source, FORM_TEMPLATE, &c->diagnostics, &out);
    if (!c->first.n && (!sound || !al_same(out, source->text)))
        c->first = sound ? out : AL_TEXT("it can't be formatted\n");
}

void chain_add(struct chain *c, struct aludel_text page)
{
    if (!c->e.arena)
        set_up(c);
    uint32_t i = (uint32_t)c->e.migrations.count;
    const char *path = arena_format(c->arena, "e/versions/%u.mako", (unsigned)i);
    struct source *source = source_from_text(c->arena, path, path + 2, al_text(template_of(c, page)));
    struct migration *m = ARENA_NEW(c->arena, struct migration);
    m->id = al_text(arena_format(c->arena, "r%u", (unsigned)i));
    m->file = parse_template(c->arena, source, &c->diagnostics);
    if (i) {
        vec_push(c->arena, &m->needs, i - 1);
        vec_push(c->arena, &c->e.migrations.at[i - 1]->children, i);
    }
    vec_push(c->arena, &c->e.migrations, m);
    check_layout(c, source);
}

bool chain_compile(struct chain *c)
{
    return !c->diagnostics.errors && fold_environment(&c->e);
}

/* ---- A change ---- */

struct written written_of(struct arena *a, const struct schema *before, const struct change *c,
                          const char *naming_convention)
{
    struct diagnostics d = {.arena = a};
    struct evolution e = {.arena = a, .diagnostics = &d};
    struct directive_style style = {.naming_convention = naming_convention};
    struct al_builder b = al_builder(&a->memory);
    struct changes one = {0};
    vec_push(a, &one, c);
    directives_write(a, before, &one, NULL, &style, &b);
    return (struct written){al_built(&b), evolve(&e, before, change_plain(a, before, c))};
}

/* ---- As a database has it ---- */

static struct column_type type_as_read(struct arena *a, enum aludel_dialect d, struct column_type type)
{
    if (type.labels && d == ALUDEL_POSTGRESQL)
        type.collation = (struct path){{"", 0}, {"", 0}};
    if ((type.labels && d == ALUDEL_POSTGRESQL) || !type.sql.text.n)
        return type;
    struct column_type read = type_of_text(a, d, type.sql.text).type;
    if (read.family == TYPE_TEXT || d == ALUDEL_SQLITE)
        read.collation = type.collation;
    return read;
}

static const struct column *column_as_read(struct arena *a, enum aludel_dialect d,
                                           const struct column *column)
{
    struct column *copy = ARENA_NEW(a, struct column);
    *copy = *column;
    copy->type = type_as_read(a, d, column->type);
    copy->serial = column->serial && is_integer(copy->type.family);
    if (d == ALUDEL_SQLITE)
        copy->comment = (struct aludel_text){"", 0};
    return copy;
}

static void constraints_as_read(struct arena *a, enum aludel_dialect d, struct constraints *list)
{
    struct constraints copies = {0};
    for (size_t i = 0; i < list->count; i++) {
        struct constraint *copy = ARENA_NEW(a, struct constraint);
        *copy = *list->at[i];
        copy->not_valid = copy->not_valid && d == ALUDEL_POSTGRESQL;
        vec_push(a, &copies, (const struct constraint *)copy);
    }
    *list = copies;
}

static const struct table *table_as_read(struct arena *a, enum aludel_dialect d, const struct table *t)
{
    struct table *copy = ARENA_NEW(a, struct table);
    *copy = *t;
    copy->columns = (struct columns){0};
    for (size_t i = 0; i < t->columns.count; i++)
        vec_push(a, &copy->columns, column_as_read(a, d, t->columns.at[i]));
    constraints_as_read(a, d, &copy->constraints);
    if (d == ALUDEL_SQLITE)
        copy->comment = (struct aludel_text){"", 0};
    return copy;
}

static const char *statement_of(struct arena *a, enum aludel_dialect d, const struct change *c)
{
    const struct thing *t = c->thing;
    const char *name = ddl_path(a, d, t->path);
    const char *on = t->on.name.n ? ddl_path(a, d, t->on) : "";
    bool replaces = c->kind == CHANGE_REPLACE && d == ALUDEL_POSTGRESQL;
    const char *verb = replaces ? "CREATE OR REPLACE" : "CREATE", *tail = arena_string(a, t->definition.text);
    switch (t->type) {
    case THING_VIEW: return arena_format(a, "%s VIEW %s AS\nSELECT '%s' AS a", verb, name, tail);
    case THING_MATERIALIZED_VIEW:
        return arena_format(a, "CREATE MATERIALIZED VIEW %s AS\nSELECT 1 AS a", name);
    case THING_SEQUENCE: return arena_format(a, "CREATE SEQUENCE %s START WITH 3", name);
    case THING_EXTENSION: return arena_format(a, "CREATE EXTENSION %s", name);
    case THING_SCHEMA: return arena_format(a, "CREATE SCHEMA %s", name);
    case THING_TRIGGER:
        return arena_format(a,
                            d == ALUDEL_SQLITE
                                ? "%s TRIGGER %s AFTER INSERT ON %s\nBEGIN\n    SELECT 1;\nEND"
                                : "%s TRIGGER %s AFTER INSERT ON %s FOR EACH ROW EXECUTE FUNCTION f()",
                            verb, name, on);
    default: return "";
    }
}

/* Made-up changes have made-up statements. */
static const struct thing *thing_as_read(struct arena *a, enum aludel_dialect d, const struct change *c)
{
    struct thing *copy = ARENA_NEW(a, struct thing);
    *copy = *c->thing;
    copy->definition.text = al_text(statement_of(a, d, c));
    return copy;
}

static bool makes_thing(const struct change *c)
{
    bool made_up = c->thing && !al_begins(c->thing->definition.text, "CREATE ");
    return made_up && (c->kind == CHANGE_CREATE || c->kind == CHANGE_REPLACE);
}

/* ---- As it is written ---- */

static void plain_constraints(struct arena *a, enum aludel_dialect d, struct constraints *list)
{
    struct constraints copies = {0};
    for (size_t i = 0; i < list->count; i++) {
        struct constraint *copy = ARENA_NEW(a, struct constraint);
        *copy = *list->at[i];
        if (copy->condition.text.n)
            copy->condition.text = expression_without_parentheses(a, d, copy->condition.text);
        vec_push(a, &copies, (const struct constraint *)copy);
    }
    *list = copies;
}

static const struct column *plain_column(struct arena *a, enum aludel_dialect d, const struct column *column)
{
    struct column *copy = ARENA_NEW(a, struct column);
    *copy = *column;
    copy->value = default_without_cast(a, d, &column->type, column->value);
    if (copy->expression.text.n)
        copy->expression.text = expression_without_parentheses(a, d, column->expression.text);
    return copy;
}

static const struct index *plain_index(struct arena *a, enum aludel_dialect d, const struct index *index)
{
    struct index *copy = ARENA_NEW(a, struct index);
    *copy = *index;
    if (al_is(copy->method, "btree"))
        copy->method = (struct aludel_text){"", 0};
    if (copy->where.text.n)
        copy->where.text = expression_without_parentheses(a, d, copy->where.text);
    return copy;
}

static const struct table *plain_table(struct arena *a, enum aludel_dialect d, const struct table *t)
{
    struct table *copy = ARENA_NEW(a, struct table);
    *copy = *t;
    copy->columns = (struct columns){0};
    copy->indexes = (struct indexes){0};
    for (size_t i = 0; i < t->columns.count; i++)
        vec_push(a, &copy->columns, plain_column(a, d, t->columns.at[i]));
    for (size_t i = 0; i < t->indexes.count; i++)
        vec_push(a, &copy->indexes, plain_index(a, d, t->indexes.at[i]));
    plain_constraints(a, d, &copy->constraints);
    return copy;
}

static void plain_alteration(struct arena *a, const struct schema *s, const struct change *c,
                             struct alteration *out)
{
    const struct table *t = schema_table(s, c->table);
    const struct column *there = t ? table_column(s, t, c->name) : NULL;
    const struct column_type *type = c->alter.what & ALTER_TYPE || !there ? &c->alter.type : &there->type;
    if (c->kind == CHANGE_ALTER_COLUMN)
        out->value = default_without_cast(a, s->dialect, type, c->alter.value);
}

const struct change *change_plain(struct arena *a, const struct schema *s, const struct change *c)
{
    struct change *copy = ARENA_NEW(a, struct change);
    struct constraints one = {0};
    *copy = *c;
    if (c->create)
        copy->create = plain_table(a, s->dialect, c->create);
    if (c->column)
        copy->column = plain_column(a, s->dialect, c->column);
    if (c->index)
        copy->index = plain_index(a, s->dialect, c->index);
    plain_constraints(a, s->dialect, &copy->with);
    if (c->constraint)
        vec_push(a, &one, c->constraint);
    plain_constraints(a, s->dialect, &one);
    copy->constraint = c->constraint ? one.at[0] : NULL;
    plain_alteration(a, s, c, &copy->alter);
    return copy;
}

/* ---- As a database has it ---- */

/* An enum's name is as good as the enum. */
static void link_labels(const struct schema *s, struct column_type *type)
{
    const struct thing *there = type->path.name.n ? schema_find(s, THING_ENUM, type->path) : NULL;
    if (s->dialect == ALUDEL_POSTGRESQL && there && there->labels && !type->labels)
        type->labels = there->labels;
}

const struct change *change_as_read(struct arena *a, const struct schema *s, const struct change *c)
{
    enum aludel_dialect d = s->dialect;
    struct change *copy = ARENA_NEW(a, struct change);
    *copy = *c;
    if (c->create)
        copy->create = table_as_read(a, d, c->create);
    if (c->column)
        copy->column = column_as_read(a, d, c->column);
    copy->alter.type = type_as_read(a, d, c->alter.type);
    link_labels(s, &copy->alter.type);
    if (d == ALUDEL_SQLITE && c->kind == CHANGE_ALTER_COLUMN)
        copy->alter.what &= ~(unsigned)ALTER_COMMENT;
    if (makes_thing(c))
        copy->thing = thing_as_read(a, d, c);
    constraints_as_read(a, d, &copy->with);
    if (c->constraint) {
        struct constraints one = {0};
        vec_push(a, &one, c->constraint);
        constraints_as_read(a, d, &one);
        copy->constraint = one.at[0];
    }
    return copy;
}
