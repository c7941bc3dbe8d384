/*
 * ddl_tool.c: what ddl.h reads in CREATE TABLEs, for run_ddl.py.
 *
 *     ddl_tool sqlite|postgresql < statements      statements and reports are separated by a byte 0x1e
 *
 * A report's lines end with 0x1d, its fields with 0x1f; a list's names with 0x1c.
 */
#include "ddl/ddl.h"
#include "tools/little_memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const kinds[] = {"primary key", "unique",     "foreign key", "check",   "exclude",
                                    "not null",    "null",       "default",     "collate", "generated",
                                    "identity",    "deferrable", "name",        "like",    "storage"};

static void put_text(struct aludel_text t)
{
    fwrite(t.z, 1, t.n, stdout);
    putchar('\x1f');
}

static void put(const struct al_ddl_table *t, struct al_ddl_span span)
{
    put_text(span.n ? al_ddl_text(t, span) : AL_TEXT(""));
}

static void put_name(const struct al_ddl_table *t, struct aludel_arena *a, struct al_ddl_span span)
{
    put_text(span.n ? al_ddl_name(t, a, span) : AL_TEXT(""));
}

static void put_list(const struct al_ddl_table *t, struct aludel_arena *a, struct al_ddl_span list)
{
    struct al_ddl_element e = {0};
    while (al_ddl_next(t, list, &e)) {
        struct aludel_text name = al_ddl_name(t, a, e.name);
        printf("%.*s\x1c", (int)name.n, name.z);
    }
    putchar('\x1f');
}

static void put_constraint(const struct al_ddl_table *t, struct aludel_arena *a,
                           const struct al_ddl_column *of, const struct al_ddl_constraint *c)
{
    printf("constraint\x1f%s\x1f", kinds[c->kind]);
    put_name(t, a, of ? of->name : (struct al_ddl_span){0, 0});
    put_name(t, a, c->name);
    put_list(t, a, c->columns);
    put(t, c->value);
    put(t, c->word);
    put_name(t, a, c->to.name);
    put_list(t, a, c->to_columns);
    put(t, c->on_delete);
    put(t, c->on_update);
    put(t, c->match);
    put(t, c->on_conflict);
    put(t, c->order);
    put(t, c->deferrable);
    printf("%s%s%s%s%s%s\x1f", c->is_deferrable ? "deferrable " : "",
           c->initially_deferred ? "deferred " : "", c->autoincrement ? "autoincrement " : "",
           c->not_valid ? "not_valid " : "", c->no_inherit ? "no_inherit " : "",
           c->nulls_not_distinct ? "nulls_not_distinct " : "");
    put(t, c->method);
    put(t, c->include);
    put(t, c->with);
    put(t, c->tablespace);
    put(t, c->where);
    putchar('\x1d');
}

static void put_column(const struct al_ddl_table *t, struct aludel_arena *a, const struct al_ddl_column *c)
{
    printf("column\x1f");
    put_name(t, a, c->name);
    put(t, c->type);
    putchar('\x1d');
    for (const struct al_ddl_constraint *k = c->constraints; k; k = k->next)
        put_constraint(t, a, c, k);
}

static void put_table(const struct al_ddl_table *t, struct aludel_arena *a)
{
    printf("table\x1f");
    put(t, t->prefixes);
    put_name(t, a, t->path.schema);
    put_name(t, a, t->path.name);
    printf("%s%s%s%s\x1f", t->body.n ? "body " : "", t->if_not_exists ? "if_not_exists " : "",
           t->strict ? "strict " : "", t->without_rowid ? "without_rowid " : "");
    put(t, t->options);
    putchar('\x1d');
    for (const struct al_ddl_column *c = t->columns; c; c = c->next)
        put_column(t, a, c);
    for (const struct al_ddl_constraint *c = t->constraints; c; c = c->next)
        put_constraint(t, a, NULL, c);
}

/* ---- The same table, made of its parts ----------------------------------------------------------- */

static void add(struct al_builder *b, const struct al_ddl_table *t, struct al_ddl_span span)
{
    struct aludel_text text = al_ddl_text(t, span);
    if (!span.n)
        return;
    al_put(b, text.z, text.n);
    al_puts(b, "\n"); /* a comment may end it */
}

static void add_column(struct al_builder *b, const struct al_ddl_table *t, const struct al_ddl_column *c)
{
    add(b, t, c->name);
    add(b, t, c->type);
    for (const struct al_ddl_constraint *k = c->constraints; k; k = k->next)
        add(b, t, k->span);
}

static void put_rebuilt(const struct al_ddl_table *t, struct aludel_arena *a)
{
    struct al_builder b = al_builder(a);
    al_put(&b, t->text.z, t->body.at + 1);
    for (const struct al_ddl_column *c = t->columns; c; c = c->next) {
        if (c != t->columns)
            al_puts(&b, ", ");
        add_column(&b, t, c);
    }
    for (const struct al_ddl_constraint *c = t->constraints; c; c = c->next) {
        al_puts(&b, c->comma.n ? ", " : " ");
        add(&b, t, c->span);
    }
    al_puts(&b, ") ");
    add(&b, t, t->options);
    printf("rebuilt\x1f");
    put_text(al_built(&b));
    putchar('\x1d');
}

/* ---- Places -------------------------------------------------------------------------------------- */

static int by_place(const void *a, const void *b)
{
    const struct al_ddl_span *x = a, *y = b;
    return (x->at > y->at) - (x->at < y->at);
}

static void add_place(struct al_ddl_span *places, size_t *count, struct al_ddl_span place)
{
    if (place.n)
        places[(*count)++] = place;
}

/* Elements and their commas stand in the body, and none in another one. */
static void check_places(const struct al_ddl_table *t, struct aludel_arena *a)
{
    struct al_ddl_span *places = al_arena_new(a, sizeof *places * (t->text.n + 1));
    size_t count = 0;
    uint32_t at = t->body.at + 1;
    for (const struct al_ddl_column *c = t->columns; c; c = c->next) {
        add_place(places, &count, c->comma);
        add_place(places, &count, c->span);
    }
    for (const struct al_ddl_constraint *c = t->constraints; c; c = c->next) {
        add_place(places, &count, c->comma);
        add_place(places, &count, c->span);
    }
    qsort(places, count, sizeof *places, by_place);
    for (size_t i = 0; i < count; i++) {
        if (places[i].at < at || al_ddl_behind(places[i]) >= al_ddl_behind(t->body))
            printf("an element is in another place\x1d");
        at = al_ddl_behind(places[i]);
    }
}

/* With too little memory it says no, and that this is why. */
static void read_in_little(enum aludel_dialect dialect, struct aludel_text text)
{
    for (size_t size = 0; size < 8192; size += 1024) {
        bool given;
        struct aludel_arena a;
        struct al_ddl_table t;
        little_arena(&a, size, &given);
        bool is_read = al_ddl_read(&t, &a, dialect, text);
        if (is_read == a.exhausted)
            printf("memory\x1d");
        al_arena_free(&a);
    }
}

static void read_one(enum aludel_dialect dialect, struct aludel_text text)
{
    struct aludel_arena a;
    struct al_ddl_table t;
    al_arena_init(&a, NULL);
    if (!al_ddl_read(&t, &a, dialect, text)) {
        printf("wrong\x1f%u\x1d", (unsigned)t.wrong);
    } else {
        read_in_little(dialect, text);
        put_table(&t, &a);
        check_places(&t, &a);
        if (t.body.n)
            put_rebuilt(&t, &a);
    }
    al_arena_free(&a);
}

int main(int argc, char **argv)
{
    static char input[1 << 24];
    if (argc != 2)
        return 2;
    enum aludel_dialect dialect = strcmp(argv[1], "sqlite") ? ALUDEL_POSTGRESQL : ALUDEL_SQLITE;
    size_t n = fread(input, 1, sizeof input, stdin);
    for (size_t from = 0, to = 0; from < n; from = to + 1) {
        const char *end = memchr(input + from, '\x1e', n - from);
        to = end ? (size_t)(end - input) : n;
        char *copy = malloc(to - from + 1); /* exactly as large, so that a sanitizer sees who reads on */
        memcpy(copy, input + from, to - from);
        read_one(dialect, (struct aludel_text){copy, to - from});
        free(copy);
        putchar('\x1e');
    }
    return 0;
}
