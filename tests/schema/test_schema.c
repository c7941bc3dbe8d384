/*
 * Random changes: what undoes each brings back the schema that was there, whose own changes build it; ways that meet.
 */
#include "changes_text.h"
#include "random_changes.h"

#include "schema/inner.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static jmp_buf no_memory;

/* ---- What must hold ---- */

/* Without the lines about what can't come back: PostgreSQL's order, a sequence's name when the table's has changed. */
static const char *residue(struct arena *a, const struct schema *wanted, const struct schema *there)
{
    struct aludel_text text = schema_residue(a, wanted, there);
    struct al_builder kept = al_builder(&a->memory);
    for (const char *line = text.z; *line;) {
        const char *end = strchr(line, '\n') + 1;
        const char *order = strstr(line, "its columns' order is");
        bool out = strncmp(line, "sequence ", 9) == 0 ||
                   (wanted->dialect == ALUDEL_POSTGRESQL && order && order < end);
        if (!out)
            al_put(&kept, line, (size_t)(end - line));
        line = end;
    }
    return al_built(&kept).z;
}

/* On SQLite a foreign key may lead nowhere, or to what isn't a key: nothing is asked before it is used. */
static bool is_allowed(const struct schema *s, const char *message)
{
    return s->dialect == ALUDEL_SQLITE &&
           (strncmp(message, "the foreign key", 15) == 0 || strstr(message, "has no column") ||
            strstr(message, "a foreign key of table"));
}

static const struct schema *replay(struct arena *a, const struct schema *s, const struct changes *list,
                                   const char *what)
{
    struct diagnostics d = {.arena = a};
    struct evolution e = {.arena = a, .diagnostics = &d};
    for (size_t i = 0; i < list->count; i++) {
        s = evolve(&e, s, list->at[i]);
        for (size_t k = 0; k < d.list.count; k++)
            if (!is_allowed(s, d.list.at[k].message))
                fail_msg("%s: %s: %s", what, change_as_text(a, list->at[i]), d.list.at[k].message);
    }
    return s;
}

static void expect_same(struct arena *a, const struct schema *wanted, const struct schema *there,
                        const char *what, const struct change *c)
{
    const char *missing = residue(a, wanted, there), *over = residue(a, there, wanted);
    if (*missing || *over)
        fail_msg("%s: %s\n%s%s", change_as_text(a, c), what, missing, over);
}

static void tell_link(void *with, const struct map_node *x, const struct map_node *y)
{
    struct al_builder *b = with;
    const struct map_key *key = x ? &x->key : &y->key;
    if ((!x || !y) && key->space != LINK_SEQUENCE)
        al_putf(b, "link %d %s: %.*s.%.*s to %.*s.%.*s\n", key->space, x ? "too many" : "missing",
                (int)key->of.schema.n, key->of.schema.z, (int)key->of.name.n, key->of.name.z,
                (int)key->path.schema.n, key->path.schema.z, (int)key->path.name.n, key->path.name.z);
}

static bool has_maybe(void *with, const struct map_tree *m)
{
    (void)with;
    if (!m)
        return false;
    const struct thing *thing = m->node->value;
    return thing->maybe || (thing->table && thing->table->uncertain) || has_maybe(with, m->left) ||
           has_maybe(with, m->right);
}

/* Its own changes build it, and what hangs on what is the same by whatever way it came about. */
static void check_built(struct arena *a, const struct schema *s, const struct change *c)
{
    struct changes list = {0};
    struct schema empty = {.dialect = s->dialect};
    if (has_maybe(NULL, s->things))
        return;
    schema_changes(a, s, false, &list);
    const struct schema *built = replay(a, &empty, &list, "building");
    expect_same(a, s, built, "isn't what its changes build", c);
    struct al_builder links = al_builder(&a->memory);
    map_compare(a, s->dialect, s->referrers, built->referrers, tell_link, &links);
    if (links.n)
        fail_msg("%s: %s", change_as_text(a, c), al_built(&links).z);
}

/* A foreign key that led nowhere leads to a table that takes the name, and goes along when that is renamed. */
static bool takes_a_wanted_name(struct arena *a, const struct schema *s, const struct change *c)
{
    struct map_nodes list = {0};
    links_list(a, s, LINK_FOREIGN_KEY, c->to, &list);
    return c->kind == CHANGE_RENAME_TABLE && list.count;
}

struct tally {
    size_t accepted, refused, undone, without;
};

static void check_undone(struct arena *a, const struct schema *before, const struct schema *after,
                         const struct change *c, struct tally *tally)
{
    struct changes undo = {0};
    const char *why = NULL;
    if (!invert(a, before, after, c, &undo, &why)) {
        assert_non_null(why);
        tally->without++;
        return;
    }
    expect_same(a, before, replay(a, after, &undo, change_as_text(a, c)), "what undoes it leaves", c);
    tally->undone++;
}

static const struct schema *step(struct arena *a, const struct schema *s, struct tally *tally)
{
    struct diagnostics d = {.arena = a};
    struct evolution e = {.arena = a, .diagnostics = &d};
    const struct change *c = random_change(a, s->dialect);
    const struct schema *after = c ? evolve(&e, s, c) : s;
    if (!c || d.errors || !is_sound(after) || takes_a_wanted_name(a, s, c)) {
        tally->refused++;
        return s;
    }
    tally->accepted++;
    check_undone(a, s, after, c, tally);
    check_built(a, after, c);
    return after;
}

/* Tables stand in it from the begin. */
static const struct schema *with_schema(struct arena *a, const struct schema *s)
{
    struct aludel_text text = AL_TEXT("create schema other");
    struct changes list = {0};
    vec_push(a, &list, change_from_text(a, source_from_text(a, "x", "x", text), 0, (uint32_t)text.n));
    return s->dialect == ALUDEL_SQLITE ? s : replay(a, s, &list, "begin");
}

static void random_chains(enum aludel_dialect dialect)
{
    struct tally tally = {0};
    start_seed();
    for (int chain = 0; chain < 60; chain++) {
        struct arena a;
        arena_init(&a, &no_memory);
        struct schema empty = {.dialect = dialect};
        const struct schema *s = with_schema(&a, &empty);
        for (int i = 0; i < 400; i++)
            s = step(&a, s, &tally);
        arena_free(&a);
    }
    printf("%zu changes, %zu undone, %zu without an inverse, %zu refused\n", tally.accepted, tally.undone,
           tally.without, tally.refused);
    assert_true(tally.undone > 500 && tally.without < tally.undone);
}

static void undone_on_sqlite(void **state)
{
    (void)state;
    random_chains(ALUDEL_SQLITE);
}

static void undone_on_postgresql(void **state)
{
    (void)state;
    random_chains(ALUDEL_POSTGRESQL);
}

/* ---- Ways that meet ---- */

static const struct schema *walk(struct arena *a, const struct schema *s, int steps)
{
    struct diagnostics d = {.arena = a};
    struct evolution e = {.arena = a, .diagnostics = &d};
    for (int i = 0; i < steps; i++) {
        const struct change *c = random_change(a, s->dialect);
        const struct schema *after = c ? evolve(&e, s, c) : s;
        s = d.errors ? s : after;
        d.errors = 0;
    }
    return s;
}

/* What is the same on both ways is as certain as it was; joining again changes nothing. */
static void ways_meet(void **state)
{
    (void)state;
    start_seed();
    for (int i = 0; i < 100; i++) {
        struct arena a;
        arena_init(&a, &no_memory);
        struct schema empty = {.dialect = i % 2 ? ALUDEL_SQLITE : ALUDEL_POSTGRESQL};
        const struct schema *s = walk(&a, &empty, 40), *x = walk(&a, s, 15), *y = walk(&a, s, 15);
        const struct schema *joined = schema_join(&a, x, y);
        assert_ptr_equal(schema_join(&a, x, x), x);
        assert_string_equal(schema_residue(&a, joined, schema_join(&a, joined, x)).z, "");
        assert_string_equal(schema_residue(&a, joined, schema_join(&a, joined, y)).z, "");
        walk(&a, joined, 40);
        arena_free(&a);
    }
}

/* ---- The map ---- */

static struct map_key random_key(struct arena *a)
{
    struct aludel_text name = al_text(arena_format(a, "n%u", random_below(60)));
    return (struct map_key){.space = (int)random_below(3), .path = {.name = name}};
}

static bool same_shape(const struct map_tree *x, const struct map_tree *y)
{
    if (!x || !y)
        return x == y;
    return al_same(x->node->key.path.name, y->node->key.path.name) && x->node->value == y->node->value &&
           same_shape(x->left, y->left) && same_shape(x->right, y->right);
}

/* In random order, with what is put in and taken out again: the shape doesn't tell. */
static void shape_is_content(void **state)
{
    (void)state;
    start_seed();
    struct arena a;
    arena_init(&a, &no_memory);
    for (int round = 0; round < 50; round++) {
        const struct map_tree *x = NULL, *y = NULL;
        struct map_key keys[100];
        for (int i = 0; i < 100; i++) {
            keys[i] = random_key(&a);
            x = map_put(&a, ALUDEL_SQLITE, x, keys[i], "");
        }
        for (int i = 100; i-- > 0;) {
            struct map_key other = random_key(&a);
            if (!map_get(x, ALUDEL_SQLITE, &other))
                y = map_remove(&a, ALUDEL_SQLITE, map_put(&a, ALUDEL_SQLITE, y, other, ""), &other);
            y = map_put(&a, ALUDEL_SQLITE, y, keys[i], map_get(x, ALUDEL_SQLITE, &keys[i]));
        }
        assert_true(same_shape(x, y));
    }
    arena_free(&a);
}

static void count_difference(void *with, const struct map_node *x, const struct map_node *y)
{
    size_t *counts = with;
    counts[!x ? 0 : !y ? 1 : 2]++;
}

static void maps_are_compared(void **state)
{
    (void)state;
    start_seed();
    struct arena a;
    arena_init(&a, &no_memory);
    for (int round = 0; round < 50; round++) {
        const struct map_tree *x = NULL, *y;
        size_t added = 0, removed = 0, changed = 0, counts[3] = {0};
        for (int i = 0; i < 100; i++)
            x = map_put(&a, ALUDEL_POSTGRESQL, x, random_key(&a), "");
        y = x;
        for (int i = 0; i < 20; i++) {
            struct map_key key = random_key(&a);
            const char *was = map_get(x, ALUDEL_POSTGRESQL, &key), *is = map_get(y, ALUDEL_POSTGRESQL, &key);
            if (was != is)
                continue;
            bool gone = was && one_in(2);
            y = gone ? map_remove(&a, ALUDEL_POSTGRESQL, y, &key)
                     : map_put(&a, ALUDEL_POSTGRESQL, y, key, "new");
            added += !was;
            removed += gone;
            changed += was && !gone;
        }
        map_compare(&a, ALUDEL_POSTGRESQL, x, y, count_difference, counts);
        assert_int_equal(counts[0], added);
        assert_int_equal(counts[1], removed);
        assert_int_equal(counts[2], changed);
    }
    arena_free(&a);
}

/* ---- Size ---- */

static const char *long_line(struct arena *a, int i)
{
    int t = i / 3;
    switch (i % 3) {
    case 0:
        return arena_format(
            a,
            "create_table t%d (column id INTEGER serial, column up INTEGER, column name TEXT, "
            "primary_key (id), unique (name), foreign_key (up) -> t%d (id), index ix_t%d (up))",
            t, t / 2, t);
    case 1: return arena_format(a, "add_column t%d column more TEXT", t);
    default: return arena_format(a, "alter_column t%d more name less not_null", t);
    }
}

/* As many tables as anybody has: what isn't shared between two revisions is a few nodes. */
static void many_tables(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a, &no_memory);
    struct diagnostics d = {.arena = &a};
    struct evolution e = {.arena = &a, .diagnostics = &d};
    struct schema empty = {.dialect = ALUDEL_POSTGRESQL};
    const struct schema *s = &empty, *half = NULL;
    for (int i = 0; i < 30000; i++) {
        struct aludel_text text = al_text(long_line(&a, i));
        s = evolve(&e, s, change_from_text(&a, source_from_text(&a, "x", "x", text), 0, (uint32_t)text.n));
        half = i == 15000 ? s : half;
    }
    assert_int_equal(d.errors, 0);
    assert_non_null(schema_table(s, (struct path){.name = AL_TEXT("t9999")}));
    assert_null(schema_table(half, (struct path){.name = AL_TEXT("t9999")}));
    struct changes list = {0};
    schema_changes(&a, s, false, &list);
    assert_int_equal(list.count, 10000);
    assert_true(schema_json(&a, s).n > 100000);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(undone_on_sqlite),  cmocka_unit_test(undone_on_postgresql),
        cmocka_unit_test(ways_meet),         cmocka_unit_test(shape_is_content),
        cmocka_unit_test(maps_are_compared), cmocka_unit_test(many_tables),
    };
    if (setjmp(no_memory))
        return 2;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
