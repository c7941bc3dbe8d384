/*
 * Two schemas made at random: the changes that lead from one to the other do, run in their order, and are written as
 * statements; of what is the same nothing is changed.
 */
#include "differ/differ.h"

#include "changes_text.h"
#include "random_changes.h"
#include "random_schema.h"
#include "sql/ddl.h"
#include "sql/script.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static jmp_buf no_memory;

struct tally {
    size_t rounds, changes, ambiguous;
};

/* ---- What must hold ---- */

static bool line_has(const char *line, const char *end, const char *what)
{
    const char *found = strstr(line, what);
    return found && found < end;
}

/* "column order.id: lost its NOT NULL mark": of SQLite's INTEGER PRIMARY KEY, which holds no NULL anyway. */
static bool is_of_rowid(const struct schema *s, const char *line, const char *end)
{
    const char *colon = memchr(line, ':', (size_t)(end - line)), *table = line + strlen("column ");
    const char *dot = colon && colon > table ? memchr(table, '.', (size_t)(colon - table)) : NULL;
    if (!dot || !line_has(line, end, " NOT NULL mark"))
        return false;
    struct path path = {.name = {table, (size_t)(dot - table)}};
    const struct table *t = schema_table(s, path);
    const struct column *c =
        t ? table_column(s, t, (struct aludel_text){dot + 1, (size_t)(colon - dot - 1)}) : NULL;
    const struct constraint *key = t ? table_primary_key(t) : NULL;
    return c && key && key->columns.count == 1 && al_same(key->columns.at[0], c->name) &&
           al_is(c->type.spelling, "INTEGER");
}

/* What can't be reached: the order of columns, what the server calls a sequence, comments on SQLite. */
static bool is_out_of_reach(const struct schema *s, const char *line, const char *end)
{
    return (s->dialect == ALUDEL_SQLITE && is_of_rowid(s, line, end)) || strncmp(line, "sequence ", 9) == 0 ||
           line_has(line, end, "its columns' order is") ||
           (s->dialect == ALUDEL_SQLITE && line_has(line, end, " comment"));
}

static const char *residue(struct arena *a, const struct schema *wanted, const struct schema *there)
{
    struct aludel_text text = schema_residue(a, wanted, there);
    struct al_builder kept = al_builder(&a->memory);
    for (const char *line = text.z; *line;) {
        const char *end = strchr(line, '\n') + 1;
        if (!is_out_of_reach(wanted, line, end))
            al_put(&kept, line, (size_t)(end - line));
        line = end;
    }
    return al_built(&kept).z;
}

/* On SQLite a foreign key may lead nowhere, or to what isn't a key: nothing is asked before it is used. */
static bool is_allowed(enum aludel_dialect d, const char *message)
{
    return d == ALUDEL_SQLITE &&
           (strncmp(message, "the foreign key", 15) == 0 || strstr(message, "has no column") ||
            strstr(message, "a foreign key of table"));
}

static const char *listed(struct arena *a, const struct differences *list)
{
    struct al_builder b = al_builder(&a->memory);
    for (size_t i = 0; i < list->changes.count; i++)
        al_putf(&b, "    %s\n", change_as_text(a, list->changes.at[i]));
    return al_built(&b).z;
}

static const char *built(struct arena *a, const struct schema *s)
{
    struct differences list = {0};
    schema_changes(a, s, true, &list.changes);
    return listed(a, &list);
}

static void tell(struct arena *a, const struct schema *from, const struct schema *to,
                 const struct differences *list, const char *what)
{
    printf("%s\n  from\n%s  to\n%s  by\n%s", what, built(a, from), built(a, to), listed(a, list));
    fail_msg("%s", what);
}

/* A drop that nobody can write: several constraints without names that nothing tells apart. */
static bool is_ambiguous(const char *message)
{
    return strstr(message, "has more than one such") != NULL;
}

static bool check_messages(struct arena *a, const struct schema *from, const struct schema *to,
                           const struct differences *list, const struct diagnostics *d, const char *what)
{
    for (size_t i = 0; i < d->list.count; i++) {
        if (from->dialect == ALUDEL_SQLITE && is_ambiguous(d->list.at[i].message))
            return false;
        if (!is_allowed(from->dialect, d->list.at[i].message))
            tell(a, from, to, list, arena_format(a, "%s: %s", what, d->list.at[i].message));
    }
    return true;
}

static void check_written(struct arena *a, const struct schema *before, const struct change *c)
{
    struct ddl out = {.arena = a, .dialect = before->dialect};
    ddl_write(&out, before, c);
    bool empty = out.items.count == 0;
    if (c->kind == CHANGE_CREATE && !c->thing->definition.text.n && !c->thing->labels)
        return; /* the random changes make some things without saying how */
    for (size_t i = 0; i < out.items.count; i++)
        empty = empty || (out.items.at[i].kind == DDL_STATEMENT && !out.items.at[i].parts.count);
    if (empty)
        fail_msg("nothing is written for %s", change_as_text(a, c));
}

static const struct schema *replay(struct arena *a, const struct schema *from, const struct schema *to,
                                   const struct differences *list, bool *clean)
{
    struct diagnostics d = {.arena = a};
    struct evolution e = {.arena = a, .diagnostics = &d};
    const struct schema *s = from;
    for (size_t i = 0; i < list->changes.count; i++) {
        check_written(a, s, list->changes.at[i]);
        s = evolve(&e, s, list->changes.at[i]);
        *clean = check_messages(a, from, to, list, &d, change_as_text(a, list->changes.at[i])) && *clean;
    }
    return s;
}

static const struct differ_wish no_wish;

static struct differences difference(struct arena *a, const struct schema *from, const struct schema *to,
                                     const struct differ_wish *wish)
{
    struct differences list = {0};
    struct diagnostics d = {.arena = a};
    differ(a, &d, from, to, wish, &list);
    assert_int_equal(list.changes.count, list.marks.count);
    check_messages(a, from, to, &list, &d, "differ");
    return list;
}

static const struct schema *check_wish(struct arena *a, const struct schema *from, const struct schema *to,
                                       const struct differ_wish *wish, struct tally *tally)
{
    bool clean = true;
    struct differences list = difference(a, from, to, wish);
    const struct schema *there = replay(a, from, to, &list, &clean);
    const char *missing = residue(a, to, there), *over = residue(a, there, to);
    tally->rounds++;
    tally->changes += list.changes.count;
    tally->ambiguous += !clean;
    if (clean && (*missing || *over))
        tell(a, from, to, &list, arena_format(a, "left:\n%s%s", missing, over));
    struct differences none = difference(a, there, to, &no_wish);
    if (clean && none.changes.count)
        tell(a, there, to, &none, "what was reached is changed again");
    return there;
}

static const struct schema *check_leads(struct arena *a, const struct schema *from, const struct schema *to,
                                        struct tally *tally)
{
    return check_wish(a, from, to, &no_wish, tally);
}

/* ---- Schemas at random ---- */

static bool has_maybe(const struct schema *s)
{
    struct differences list = {0};
    bool maybe = s->uncertain;
    struct arena a;
    arena_init(&a, &no_memory);
    schema_changes(&a, s, true, &list.changes);
    for (size_t i = 0; i < list.changes.count; i++)
        maybe = maybe || list.changes.at[i]->maybe;
    arena_free(&a);
    return maybe;
}

static const struct schema *walk(struct arena *a, const struct schema *s, unsigned steps)
{
    for (unsigned i = 0; i < steps; i++) {
        struct diagnostics d = {.arena = a};
        struct evolution e = {.arena = a, .diagnostics = &d};
        const struct change *c = random_change(a, s->dialect);
        const struct schema *after = c ? evolve(&e, s, c) : s;
        s = d.errors || !is_sound(after) || has_maybe(after) ? s : after;
    }
    return s;
}

static const struct schema *begin(struct arena *a, enum aludel_dialect dialect)
{
    struct schema *empty = ARENA_NEW(a, struct schema);
    struct aludel_text text = AL_TEXT("create schema other");
    struct diagnostics d = {.arena = a};
    struct evolution e = {.arena = a, .diagnostics = &d};
    empty->dialect = dialect;
    if (dialect == ALUDEL_SQLITE)
        return empty;
    return evolve(&e, empty, change_from_text(a, source_from_text(a, "x", "x", text), 0, (uint32_t)text.n));
}

/* The same one, whose things were made in another order, and nothing of which remembers another. */
static const struct schema *made_anew(struct arena *a, const struct schema *s)
{
    struct changes list = {0};
    struct diagnostics d = {.arena = a};
    struct evolution e = {.arena = a, .diagnostics = &d};
    struct schema *empty = ARENA_NEW(a, struct schema);
    const struct schema *again = empty;
    empty->dialect = s->dialect;
    schema_changes(a, s, false, &list);
    for (size_t i = 0; i < list.count; i++)
        again = evolve(&e, again, list.at[i]);
    return again;
}

static void keep_first(void *with, const struct thing *thing)
{
    const struct table **first = with;
    if (!*first && thing->table->columns.count)
        *first = thing->table;
}

/* A table and its first column have new names, and more is changed: the wish says the names. */
static void check_renamed(struct arena *a, const struct schema *from, struct tally *tally)
{
    const struct table *t = NULL;
    struct diagnostics d = {.arena = a};
    struct evolution e = {.arena = a, .diagnostics = &d};
    schema_each(from, THING_TABLE, keep_first, &t);
    if (!t)
        return;
    struct path to = {t->path.schema, AL_TEXT("renamed")};
    struct aludel_text column = t->columns.at[0]->name, fresh = AL_TEXT("fresh");
    struct change table = {.kind = CHANGE_RENAME_TABLE, .table = t->path, .to = to};
    struct change name = {.kind = CHANGE_ALTER_COLUMN,
                          .table = to,
                          .name = column,
                          .alter = {.what = ALTER_NAME, .name = fresh}};
    const struct schema *after = walk(a, evolve(&e, evolve(&e, from, &table), &name), random_below(40));
    const struct rename renames[] = {{t->path, to, {"", 0}, {"", 0}}, {t->path, to, column, fresh}};
    const struct table *there = schema_table(after, to);
    if (there && table_column(after, there, fresh))
        check_wish(a, from, after, &(struct differ_wish){renames, 2}, tally);
}

/* Ways from an ancestor, and from nothing; there and back. */
static void round_trip(struct arena *a, enum aludel_dialect dialect, struct tally *tally)
{
    const struct schema *nothing = begin(a, dialect), *ancestor = walk(a, nothing, 150);
    const struct schema *from = walk(a, ancestor, random_below(80)),
                        *to = walk(a, ancestor, random_below(80));
    const struct schema *other = walk(a, nothing, 200);
    check_leads(a, from, check_leads(a, from, to, tally), tally);
    check_leads(a, to, from, tally);
    check_leads(a, from, other, tally);
    check_leads(a, nothing, to, tally);
    check_leads(a, to, nothing, tally);
    check_renamed(a, from, tally);
    struct differences none = difference(a, to, made_anew(a, to), &no_wish);
    if (none.changes.count)
        tell(a, to, to, &none, "the same schema is changed");
}

static void random_pairs(enum aludel_dialect dialect)
{
    const char *said = getenv("ALUDEL_TEST_ROUNDS");
    int rounds = said ? atoi(said) : 400;
    struct tally tally = {0};
    start_seed();
    for (int i = 0; i < rounds; i++) {
        struct arena a;
        arena_init(&a, &no_memory);
        round_trip(&a, dialect, &tally);
        arena_free(&a);
    }
    printf("%zu pairs, %zu changes, %zu with a drop that can't be written\n", tally.rounds, tally.changes,
           tally.ambiguous);
    assert_true(tally.changes > tally.rounds && tally.ambiguous * 20 < tally.rounds);
}

static void on_sqlite(void **state)
{
    (void)state;
    random_pairs(ALUDEL_SQLITE);
}

static void on_postgresql(void **state)
{
    (void)state;
    random_pairs(ALUDEL_POSTGRESQL);
}

/* ---- Schemas as a team has them ---- */

static const struct schema *of_genes(struct arena *a, enum aludel_dialect dialect, const struct genes *genes)
{
    struct diagnostics d = {.arena = a};
    struct aludel_text sql = genes_as_sql(a, dialect, genes);
    const struct schema *s = script_schema(a, dialect, source_from_text(a, "x", "x", sql), &d);
    if (d.errors)
        fail_msg("%s\n%s", d.list.at[0].message, sql.z);
    return s;
}

/* What a team does to its model, and takes back. */
static void model_changes(enum aludel_dialect dialect)
{
    const char *said = getenv("ALUDEL_TEST_ROUNDS");
    int rounds = said ? atoi(said) : 1000;
    struct tally tally = {0};
    start_seed();
    for (int i = 0; i < rounds; i++) {
        struct arena a;
        struct genes genes = random_genes();
        arena_init(&a, &no_memory);
        const struct schema *from = of_genes(&a, dialect, &genes);
        mutate(&genes, 1 + random_below(one_in(4) ? 100 : 10));
        const struct schema *to = of_genes(&a, dialect, &genes);
        check_leads(&a, from, check_leads(&a, from, to, &tally), &tally);
        check_leads(&a, to, from, &tally);
        arena_free(&a);
    }
    printf("%zu pairs, %zu changes\n", tally.rounds, tally.changes);
    assert_true(tally.changes > 3 * tally.rounds && !tally.ambiguous);
}

static void models_on_sqlite(void **state)
{
    (void)state;
    model_changes(ALUDEL_SQLITE);
}

static void models_on_postgresql(void **state)
{
    (void)state;
    model_changes(ALUDEL_POSTGRESQL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(on_sqlite), cmocka_unit_test(on_postgresql),
                                       cmocka_unit_test(models_on_sqlite),
                                       cmocka_unit_test(models_on_postgresql)};
    if (setjmp(no_memory))
        return 2;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
