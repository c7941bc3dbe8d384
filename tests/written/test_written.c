/* Changes made up at random, written as directives and compiled again: the schemas are the same, page for page. */
#include "compiled.h"
#include "schema/changes_text.h"
#include "schema/random_changes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>

static jmp_buf no_memory;

enum { CHAINS = 40, STEPS = 800 };

struct pages {
    struct written *at;
    size_t count, room;
};

struct tally {
    size_t written, refused;
};

/* Nothing tells such a one from others. */
static bool drops_nameless_check(struct arena *a, const struct schema *s, const struct change *c)
{
    const struct constraint *k = c->kind == CHANGE_DROP_CONSTRAINT ? dropped_constraint(a, s, c) : NULL;
    const struct table *t = schema_table(s, c->table);
    if (!k || k->kind != CONSTRAINT_CHECK || k->name.n)
        return false;
    for (size_t i = 0; i < t->columns.count; i++)
        if (words_mention(s->dialect, k->condition.text, t->columns.at[i]->name))
            return false;
    return true;
}

static bool is_of_as_many(const struct constraint *k)
{
    return k->kind != CONSTRAINT_FOREIGN_KEY || !k->to_columns.count ||
           k->columns.count == k->to_columns.count;
}

/* A column comes with constraints of its own, and who renames a table leaves it in its schema. */
static bool is_writable(struct arena *a, const struct schema *s, const struct change *c)
{
    bool moves = c->kind == CHANGE_RENAME_TABLE && !al_same(c->table.schema, c->to.schema);
    if (drops_nameless_check(a, s, c) || moves || (c->constraint && !is_of_as_many(c->constraint)))
        return false;
    for (size_t i = 0; c->create && i < c->create->constraints.count; i++)
        if (!is_of_as_many(c->create->constraints.at[i]))
            return false;
    for (size_t i = 0; i < c->with.count; i++) {
        const struct constraint *k = c->with.at[i];
        bool own = k->columns.count == 1 && al_same(k->columns.at[0], c->column->name);
        if (!is_of_as_many(k) || (k->kind != CONSTRAINT_CHECK && !own))
            return false;
    }
    return c->kind != CHANGE_UNREAD && !c->if_exists && !c->if_not_exists && !c->cascade;
}

static const struct schema *step(struct arena *a, struct chain *chain, const struct schema *s,
                                 struct pages *pages, struct tally *tally)
{
    struct diagnostics d = {.arena = a};
    struct evolution e = {.arena = a, .diagnostics = &d};
    const struct change *c = random_change(a, s->dialect);
    if (!c || !is_writable(a, s, c))
        return s;
    c = change_as_read(a, s, c);
    evolve(&e, s, c);
    if (d.errors) {
        tally->refused++;
        return s;
    }
    struct written one = written_of(a, s, c, chain->naming_convention);
    vec_push(a, pages, one);
    chain_add(chain, one.page);
    tally->written++;
    return one.after;
}

static void fail_with(struct arena *a, struct chain *chain, const char *why, const char *text,
                      const struct pages *pages, size_t i)
{
    struct aludel_text errors = diag_render(&chain->diagnostics, a, false);
    if (i < pages->count)
        printf("%.*s", (int)pages->at[i].page.n, pages->at[i].page.z);
    fail_msg("%s: %s\n%.*s", why, text, (int)errors.n, errors.z);
}

static void check_chain(struct arena *a, struct chain *chain, const struct pages *pages)
{
    enum aludel_dialect d = chain->dialect;
    if (chain->first.n)
        fail_with(a, chain, "fmt would write", chain->first.z, pages, 0);
    bool sound = chain_compile(chain);
    for (size_t i = 0; i < pages->count; i++) {
        const struct schema *there = chain->e.migrations.at[i]->after[d];
        const char *missing = there ? schema_residue(a, pages->at[i].after, there).z : "nothing";
        if (*missing)
            fail_with(a, chain, "compiled it leads elsewhere", missing, pages, i);
    }
    if (!sound)
        fail_with(a, chain, "it can't be compiled", "", pages, pages->count);
}

/* ---- Random ---- */

static void random_chain(enum aludel_dialect dialect, const char *naming, struct tally *tally)
{
    struct arena a;
    arena_init(&a, &no_memory);
    struct chain chain = {.arena = &a, .dialect = dialect, .naming_convention = naming};
    struct schema empty = {.dialect = dialect};
    const struct schema *s = &empty;
    struct pages pages = {0};
    if (dialect == ALUDEL_POSTGRESQL) {
        struct aludel_text text = AL_TEXT("create schema other \"CREATE SCHEMA other\"");
        const struct source *source = source_from_text(&a, "x", "x", text);
        struct written one = written_of(&a, s, change_from_text(&a, source, 0, (uint32_t)text.n), naming);
        vec_push(&a, &pages, one);
        chain_add(&chain, one.page);
        s = one.after;
    }
    for (int i = 0; i < STEPS; i++)
        s = step(&a, &chain, s, &pages, tally);
    check_chain(&a, &chain, &pages);
    arena_free(&a);
}

static void random_chains(enum aludel_dialect dialect, const char *naming)
{
    struct tally tally = {0};
    start_seed();
    for (int i = 0; i < CHAINS; i++)
        random_chain(dialect, naming, &tally);
    printf("%zu changes written, %zu weren't valid\n", tally.written, tally.refused);
    assert_true(tally.written > 1000);
}

static void on_sqlite(void **state)
{
    (void)state;
    random_chains(ALUDEL_SQLITE, NULL);
}

static void on_postgresql(void **state)
{
    (void)state;
    random_chains(ALUDEL_POSTGRESQL, NULL);
}

static const char naming[] =
    "pk: pk_%(table_name)s, uq: uq_%(table_name)s_%(column_0_N_name)s,"
    "fk: fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s,"
    "ck: ck_%(table_name)s_%(constraint_name)s, ix: ix_%(table_name)s_%(column_0_name)s";

static void with_convention_on_sqlite(void **state)
{
    (void)state;
    random_chains(ALUDEL_SQLITE, naming);
}

static void with_convention_on_postgresql(void **state)
{
    (void)state;
    random_chains(ALUDEL_POSTGRESQL, naming);
}

/* ---- Any text ---- */

static const char *random_word(void)
{
    static const char *const words[] = {"$",     "{",    "}",    "%",       "##",     "<",   ">",  "/",
                                        "\\",    "\n",   " ",    "\t",      "<%def>", "</%", "%>", "''",
                                        "\"a\"", "x",    "é",    "--",      "/*",     "*/",  "$x", "${x}",
                                        "\r\n",  "\n %", "\n##", "<%text>", "%%",     ":a"};
    return words[random_below(sizeof words / sizeof *words)];
}

/* Quotes of SQL keep all of them apart from the rest. */
static struct aludel_text random_view(struct arena *a, bool dollars)
{
    struct al_builder b = al_builder(&a->memory);
    al_puts(&b,
            dollars ? "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $q$" : "CREATE VIEW v AS SELECT '");
    for (unsigned i = random_below(12); i-- > 0;)
        al_puts(&b, random_word());
    al_puts(&b, dollars ? "$q$" : "' AS a,\n    \"b\"");
    return al_built(&b);
}

static void texts_come_through(void **state)
{
    (void)state;
    start_seed();
    for (int i = 0; i < 2000; i++) {
        struct arena a;
        arena_init(&a, &no_memory);
        bool dollars = i % 3 == 0;
        struct schema empty = {.dialect = dollars || i % 2 ? ALUDEL_POSTGRESQL : ALUDEL_SQLITE};
        struct chain chain = {.arena = &a, .dialect = empty.dialect};
        struct thing thing = {.type = dollars ? THING_FUNCTION : THING_VIEW};
        struct change c = {.kind = CHANGE_CREATE, .thing = &thing};
        struct pages pages = {0};
        thing.path.name = dollars ? AL_TEXT("f") : AL_TEXT("v");
        thing.definition.text = random_view(&a, dollars);
        thing.arguments = dollars ? AL_TEXT("()") : thing.arguments;
        vec_push(&a, &pages, written_of(&a, &empty, &c, NULL));
        chain_add(&chain, pages.at[0].page);
        check_chain(&a, &chain, &pages);
        arena_free(&a);
    }
}

/* ---- What nobody can say ---- */

static const struct change *change_of(struct arena *a, const char *text)
{
    const struct source *source = source_from_text(a, "x", "x", al_text(text));
    return change_from_text(a, source, 0, (uint32_t)source->text.n);
}

/* SQLite's columns may have no type, which only a definition can leave out; it doesn't say what the copy is to compute. */
static void refusals_stop_the_build(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a, &no_memory);
    struct schema empty = {.dialect = ALUDEL_SQLITE};
    struct chain chain = {.arena = &a, .dialect = ALUDEL_SQLITE};
    struct written table = written_of(&a, &empty, change_of(&a, "create_table t (column a INTEGER)"), NULL);
    struct change alter = {
        .kind = CHANGE_ALTER_COLUMN, .table = {.name = AL_TEXT("t")}, .name = AL_TEXT("a")};
    alter.alter.what = ALTER_TYPE;
    alter.alter.using.text = AL_TEXT("a + 1");
    struct written untyped = written_of(&a, table.after, &alter, NULL);
    assert_string_equal(arena_string(&a, untyped.page),
                        "<%\nfail(\"no directive says this: column t.a: lost its type INTEGER\")\n%>\n");
    chain_add(&chain, table.page);
    chain_add(&chain, untyped.page);
    assert_false(chain.first.n);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(on_sqlite),
        cmocka_unit_test(on_postgresql),
        cmocka_unit_test(with_convention_on_sqlite),
        cmocka_unit_test(with_convention_on_postgresql),
        cmocka_unit_test(texts_come_through),
        cmocka_unit_test(refusals_stop_the_build),
    };
    if (setjmp(no_memory))
        return 2;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
