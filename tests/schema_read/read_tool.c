/*
 * read_tool.c: what read_changes (sql/read.h) reads in statements, for tests/sql/run_cases.py.
 *
 *     read_tool postgresql|sqlite < inputs      inputs and reports are separated by a byte 0x1e
 *
 * An input is statements that end with `;` and the line; `${}` in them is a hole.
 */
#include "sql/read.h"
#include "sql/tokens.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

/* ---- Pieces -------------------------------------------------------------------------------------- */

static void put(struct aludel_text t)
{
    for (size_t i = 0; i < t.n; i++) {
        if (t.z[i] == ALUDEL_PARAMETER)
            printf("${}");
        else if (t.z[i] == '\n')
            printf("\\n");
        else
            putchar(t.z[i]);
    }
}

static void field(const char *name, struct aludel_text t)
{
    if (!t.n)
        return;
    printf(" %s <", name);
    put(t);
    printf(">");
}

static void flag(const char *name, bool is)
{
    if (is)
        printf(" %s", name);
}

static void put_path(struct path p)
{
    if (p.schema.n) {
        put(p.schema);
        putchar('.');
    }
    put(p.name);
}

static void path_field(const char *name, struct path p)
{
    if (!p.name.n && !p.schema.n)
        return;
    printf(" %s ", name);
    put_path(p);
}

static void names_field(const char *name, const struct names *names)
{
    if (!names->count)
        return;
    printf(" %s(", name);
    for (size_t i = 0; i < names->count; i++) {
        printf("%s", i ? "," : "");
        put(names->at[i]);
    }
    printf(")");
}

/* ---- Parts --------------------------------------------------------------------------------------- */

static void put_type(const struct column_type *t)
{
    static const char *const families[] = {"", ":int", ":small", ":big", ":text", ":bool"};
    putchar(' ');
    put(t->sql.text);
    printf("%s", families[t->family]);
}

static void put_collation(struct path collation)
{
    if (!collation.name.n)
        return;
    printf(" collation <");
    put_path(collation);
    printf(">");
}

static void put_column(const struct column *c)
{
    static const char *const generated[] = {"", "stored", "virtual"}, *const identity[] = {"", "by_default",
                                                                                           "always"};
    printf("      column ");
    put(c->name);
    put_type(&c->type);
    flag("not_null", c->not_null);
    flag("serial", c->serial);
    flag("autoincrement", c->autoincrement);
    field("default", c->value.text);
    flag(generated[c->generated], c->generated);
    field("as", c->expression.text);
    flag(identity[c->identity], c->identity);
    field("identity", c->identity_options.text);
    put_collation(c->type.collation);
    printf("\n");
}

static const char *const constraints[] = {"primary_key", "unique", "foreign_key", "check", "exclude"};

static void put_constraint(const struct constraint *k)
{
    printf("      %s", constraints[k->kind]);
    field("name", k->name);
    flag("of_server", k->named_by_server);
    names_field("", &k->columns);
    path_field("->", k->to);
    names_field("", &k->to_columns);
    field("on_delete", k->on_delete);
    field("on_update", k->on_update);
    field("match", k->match);
    flag("deferrable", k->deferrable == DEFERRABLE_YES);
    flag("not_deferrable", k->deferrable == DEFERRABLE_NO);
    flag("deferred", k->initially_deferred);
    field("using", k->method);
    field("elements", k->elements.text);
    field("condition", k->condition.text);
    field("on_conflict", k->on_conflict);
    flag("not_valid", k->not_valid);
    flag("nulls_not_distinct", k->nulls_not_distinct);
    field("of_index", k->of_index);
    flag("no_inherit", k->no_inherit);
    names_field("include", &k->include);
    field("options", k->options.text);
    printf("\n");
}

static void put_constraints(const struct constraints *list)
{
    for (size_t i = 0; i < list->count; i++)
        put_constraint(list->at[i]);
}

static void put_table(const struct table *t)
{
    names_field("prefixes", &t->prefixes);
    field("options", t->options.text);
    flag("uncertain", t->uncertain);
    printf("\n");
    for (size_t i = 0; i < t->columns.count; i++)
        put_column(t->columns.at[i]);
    put_constraints(&t->constraints);
}

static void put_index(const struct index *x)
{
    path_field("index", x->path);
    field("on", x->table);
    flag("unique", x->unique);
    flag("nulls_not_distinct", x->nulls_not_distinct);
    field("using", x->method);
    field("where", x->where.text);
    names_field("include", &x->include);
    field("options", x->options.text);
    printf("\n");
    for (size_t i = 0; i < x->elements.count; i++) {
        printf("      element");
        field("column", x->elements.at[i].column);
        field("expression", x->elements.at[i].expression.text);
        field("tail", x->elements.at[i].tail);
        printf("\n");
    }
}

static void put_thing(const struct thing *t)
{
    static const char *const types[] = {"table", "view",     "materialized_view", "index",     "sequence",
                                        "type",  "function", "trigger",           "extension", "schema"};
    path_field(types[t->type], t->path);
    path_field("on", t->on);
    if (t->labels)
        names_field("labels", &t->labels->labels);
    flag("defined", t->definition.text.n > 0);
}

static void put_alteration(const struct alteration *a)
{
    if (a->what & ALTER_TYPE) {
        printf(" type");
        put_type(&a->type);
        put_collation(a->type.collation);
    }
    flag(a->not_null ? "set_not_null" : "drop_not_null", a->what & ALTER_NULL);
    flag(a->value.text.n ? "set_default" : "drop_default", a->what & ALTER_DEFAULT);
    field("value", a->value.text);
    flag(a->comment.n ? "set_comment" : "drop_comment", a->what & ALTER_COMMENT);
    field("comment", a->comment);
    field("to", a->name);
    if (a->what & ALTER_IDENTITY)
        printf(" identity %s", a->identity == IDENTITY_NO       ? "no"
                               : a->identity == IDENTITY_ALWAYS ? "always"
                                                                : "by_default");
    field("identity", a->identity_options.text);
    if (a->what & ALTER_GENERATED)
        printf(" generated %d", (int)a->generated);
    field("as", a->expression.text);
    field("using", a->using.text);
}

/* ---- Changes ------------------------------------------------------------------------------------- */

static const char *const kinds[] = {
#define CHANGE(kind, name, evolves, inverts, words) #name,
#include "schema/changes.def"
#undef CHANGE
};

static void put_change(const struct change *c)
{
    printf("    %s", kinds[c->kind]);
    path_field("of", c->table);
    path_field("to", c->to);
    field("name", c->name);
    flag(c->text.n ? "" : "without text", c->kind == CHANGE_TABLE_COMMENT);
    field("text", c->text);
    field("before", c->before);
    field("after", c->after);
    flag("if_exists", c->if_exists);
    flag("if_not_exists", c->if_not_exists);
    flag("cascade", c->cascade);
    flag("concurrently", c->concurrently);
    put_alteration(&c->alter);
    if (c->thing)
        put_thing(c->thing);
    for (size_t i = 0; i < c->tables.count; i++)
        path_field("table", c->tables.at[i]);
    if (c->create)
        put_table(c->create);
    else if (c->index)
        put_index(c->index);
    else
        printf("\n");
    if (c->column)
        put_column(c->column);
    put_constraints(&c->with);
    if (c->constraint)
        put_constraint(c->constraint);
}

static struct aludel_text with_holes(struct arena *a, struct aludel_text t)
{
    struct al_builder b = al_builder(&a->memory);
    for (size_t i = 0; i < t.n; i++) {
        bool hole = i + 2 < t.n && !memcmp(t.z + i, "${}", 3);
        al_putc(&b, hole ? ALUDEL_PARAMETER : t.z[i]);
        i += hole ? 2 : 0;
    }
    return al_built(&b);
}

static void read_statement(struct arena *a, enum aludel_dialect dialect, struct aludel_text t)
{
    struct changes changes = {0};
    printf("%.*s\n", (int)t.n, t.z);
    struct tokens tokens = tokens_of(a, dialect, with_holes(a, t));
    bool touches = read_changes(a, &tokens, (struct span){0}, &changes);
    if (touches != (changes.count > 0))
        printf("    said otherwise than done\n");
    for (size_t i = 0; i < changes.count; i++)
        put_change(changes.at[i]);
}

static void read_input(struct arena *a, enum aludel_dialect dialect, struct aludel_text t)
{
    for (size_t from = 0, to = 0; from < t.n; from = to + 2) {
        for (to = from; to < t.n && !(t.z[to] == ';' && (to + 1 == t.n || t.z[to + 1] == '\n')); to++)
            ;
        read_statement(a, dialect, (struct aludel_text){t.z + from, to - from});
    }
}

static void read_all(struct arena *a, enum aludel_dialect dialect)
{
    static char input[1 << 20];
    size_t n = fread(input, 1, sizeof input, stdin);
    for (size_t from = 0, to = 0; from < n; from = to + 1) {
        const char *end = memchr(input + from, '\x1e', n - from);
        to = end ? (size_t)(end - input) : n;
        read_input(a, dialect, (struct aludel_text){input + from, to - from});
        putchar('\x1e');
    }
}

int main(int argc, char **argv)
{
    jmp_buf no_memory;
    struct arena a;
    if (argc != 2 || setjmp(no_memory))
        return 2;
    arena_init(&a, &no_memory);
    read_all(&a, strcmp(argv[1], "sqlite") ? ALUDEL_POSTGRESQL : ALUDEL_SQLITE);
    arena_free(&a);
    return 0;
}
