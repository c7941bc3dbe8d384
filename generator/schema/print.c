/* print.c: a schema as JSON. What isn't so, or is empty, is left out. */
#include "schema/inner.h"

struct page {
    struct arena *arena;
    struct al_builder b;
    int depth;
    bool first; /* of what is open */
};

/* ---- JSON ---- */

static void put_string(struct page *p, struct aludel_text t)
{
    al_putc(&p->b, '"');
    for (size_t i = 0; i < t.n; i++) {
        unsigned char c = (unsigned char)t.z[i];
        if (c == '"' || c == '\\')
            al_putf(&p->b, "\\%c", c);
        else if (c == '\n')
            al_puts(&p->b, "\\n");
        else if (c < 0x20)
            al_putf(&p->b, "\\u%04x", c);
        else
            al_putc(&p->b, (char)c);
    }
    al_putc(&p->b, '"');
}

static void begin_item(struct page *p)
{
    al_puts(&p->b, p->first ? "\n" : ",\n");
    for (int i = 0; i < p->depth; i++)
        al_puts(&p->b, "  ");
    p->first = false;
}

static void key(struct page *p, const char *name)
{
    begin_item(p);
    al_putf(&p->b, "\"%s\": ", name);
}

static void open(struct page *p, char bracket)
{
    al_putc(&p->b, bracket);
    p->depth++;
    p->first = true;
}

static void close(struct page *p, char bracket)
{
    bool empty = p->first;
    p->depth--;
    p->first = true;
    if (!empty)
        begin_item(p);
    al_putc(&p->b, bracket);
    p->first = false;
}

static void text(struct page *p, const char *name, struct aludel_text t)
{
    if (!t.n)
        return;
    key(p, name);
    put_string(p, t);
}

static void word(struct page *p, const char *name, const char *value)
{
    text(p, name, al_text(value));
}

static void flag(struct page *p, const char *name, bool value)
{
    if (!value)
        return;
    key(p, name);
    al_puts(&p->b, "true");
}

/* Values of run time are a question mark. */
static void sql(struct page *p, const char *name, const struct sql *s)
{
    struct al_builder b = al_builder(&p->arena->memory);
    for (size_t i = 0; i < s->text.n; i++)
        al_putc(&b, s->text.z[i] == ALUDEL_PARAMETER ? '?' : s->text.z[i]);
    text(p, name, al_built(&b));
}

static void list(struct page *p, const char *name, const struct names *names)
{
    if (!names->count)
        return;
    key(p, name);
    al_putc(&p->b, '[');
    for (size_t i = 0; i < names->count; i++) {
        al_puts(&p->b, i ? ", " : "");
        put_string(p, names->at[i]);
    }
    al_putc(&p->b, ']');
}

/* ---- Tables ---- */

static void print_column(struct page *p, const struct column *c)
{
    static const char *const generated[] = {"", "stored", "virtual"};
    static const char *const identity[] = {"", "by default", "always"};
    struct sql type = {c->type.spelling, c->type.sql.holes};
    begin_item(p);
    open(p, '{');
    text(p, "name", c->name);
    sql(p, "type", &type);
    flag(p, "not_null", c->not_null);
    flag(p, "serial", c->serial);
    flag(p, "autoincrement", c->autoincrement);
    sql(p, "default", &c->value);
    word(p, "generated", generated[c->generated]);
    sql(p, "expression", &c->expression);
    word(p, "identity", identity[c->identity]);
    sql(p, "identity_options", &c->identity_options);
    text(p, "collation", al_text(path_shown(p->arena, c->type.collation)));
    text(p, "comment", c->comment);
    flag(p, "maybe", c->maybe);
    close(p, '}');
}

static void print_reference(struct page *p, const struct constraint *k)
{
    if (k->kind != CONSTRAINT_FOREIGN_KEY)
        return;
    text(p, "to_schema", k->to.schema);
    text(p, "to", k->to.name);
    list(p, "to_columns", &k->to_columns);
    text(p, "on_delete", k->on_delete);
    text(p, "on_update", k->on_update);
    text(p, "match", k->match);
}

static void print_constraint(struct page *p, const struct constraint *k)
{
    static const char *const kinds[CONSTRAINT_KINDS] = {"primary key", "unique", "foreign key", "check",
                                                        "exclude"};
    static const char *const deferrable[] = {"", "no", "yes"};
    begin_item(p);
    open(p, '{');
    word(p, "kind", kinds[k->kind]);
    text(p, "name", k->name);
    flag(p, "named_by_server", k->named_by_server);
    list(p, "columns", &k->columns);
    print_reference(p, k);
    sql(p, "condition", &k->condition);
    sql(p, "elements", &k->elements);
    text(p, "method", k->method);
    word(p, "deferrable", deferrable[k->deferrable]);
    flag(p, "initially_deferred", k->initially_deferred);
    text(p, "on_conflict", k->on_conflict);
    flag(p, "not_valid", k->not_valid);
    flag(p, "nulls_not_distinct", k->nulls_not_distinct);
    flag(p, "no_inherit", k->no_inherit);
    list(p, "include", &k->include);
    sql(p, "options", &k->options);
    flag(p, "maybe", k->maybe);
    close(p, '}');
}

static void print_elements(struct page *p, const struct index *index)
{
    key(p, "elements");
    open(p, '[');
    for (size_t i = 0; i < index->elements.count; i++) {
        const struct index_element *element = &index->elements.at[i];
        begin_item(p);
        open(p, '{');
        text(p, "column", element->column);
        sql(p, "expression", &element->expression);
        text(p, "tail", element->tail);
        close(p, '}');
    }
    close(p, ']');
}

static void print_index(struct page *p, const struct index *index)
{
    begin_item(p);
    open(p, '{');
    text(p, "name", index->path.name);
    print_elements(p, index);
    flag(p, "unique", index->unique);
    flag(p, "nulls_not_distinct", index->nulls_not_distinct);
    text(p, "method", index->method);
    sql(p, "where", &index->where);
    list(p, "include", &index->include);
    sql(p, "options", &index->options);
    flag(p, "maybe", index->maybe);
    close(p, '}');
}

#define PRINT_EACH(p, t, parts, print)                \
    do {                                              \
        key(p, #parts);                               \
        open(p, '[');                                 \
        for (size_t i = 0; i < (t)->parts.count; i++) \
            print(p, (t)->parts.at[i]);               \
        close(p, ']');                                \
    } while (0)

static void print_table(struct page *p, const struct table *t)
{
    PRINT_EACH(p, t, columns, print_column);
    PRINT_EACH(p, t, constraints, print_constraint);
    PRINT_EACH(p, t, indexes, print_index);
    text(p, "comment", t->comment);
    list(p, "prefixes", &t->prefixes);
    sql(p, "options", &t->options);
    flag(p, "uncertain", t->uncertain);
}

/* ---- Things ---- */

static void print_thing(void *with, const struct thing *thing)
{
    struct page *p = with;
    begin_item(p);
    open(p, '{');
    text(p, "schema", thing->path.schema);
    text(p, "name", thing->path.name);
    text(p, "on_schema", thing->on.schema);
    text(p, "on", thing->on.name);
    text(p, "on_column", thing->on_column);
    if (thing->table)
        print_table(p, thing->table);
    if (thing->labels)
        list(p, "labels", &thing->labels->labels);
    sql(p, "definition", &thing->definition);
    flag(p, "maybe", thing->maybe);
    close(p, '}');
}

/* Indexes stand with their tables. */
struct aludel_text schema_json(struct arena *a, const struct schema *s)
{
    static const struct {
        const char *name;
        enum thing_type type;
    } lists[] = {{"schemas", THING_SCHEMA},
                 {"extensions", THING_EXTENSION},
                 {"types", THING_ENUM},
                 {"sequences", THING_SEQUENCE},
                 {"tables", THING_TABLE},
                 {"views", THING_VIEW},
                 {"materialized_views", THING_MATERIALIZED_VIEW},
                 {"functions", THING_FUNCTION},
                 {"triggers", THING_TRIGGER}};
    struct page p = {.arena = a, .b = al_builder(&a->memory)};
    open(&p, '{');
    word(&p, "dialect", s->dialect == ALUDEL_SQLITE ? "sqlite" : "postgresql");
    flag(&p, "uncertain", s->uncertain);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        key(&p, lists[i].name);
        open(&p, '[');
        schema_each(s, lists[i].type, print_thing, &p);
        close(&p, ']');
    }
    close(&p, '}');
    al_putc(&p.b, '\n');
    return al_built(&p.b);
}
