#include "random_changes.h"

#include "changes_text.h"
#include "schema/inner.h"

#include <stdio.h>
#include <stdlib.h>

static uint64_t random_state;

unsigned random_below(unsigned n)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(random_state >> 33) % n;
}

bool one_in(unsigned n)
{
    return random_below(n) == 0;
}

void start_seed(void)
{
    const char *said = getenv("ALUDEL_TEST_SEED");
    random_state = said ? strtoull(said, NULL, 10) : 20240607;
    printf("ALUDEL_TEST_SEED=%llu\n", (unsigned long long)random_state);
}

struct author {
    struct al_builder b;
    enum aludel_dialect dialect;
};

static void put_list(struct author *w, const char *const *words, unsigned count)
{
    al_puts(&w->b, words[random_below(count)]);
}
#define PUT_ONE(w, ...)                               \
    put_list((w), (const char *const[]){__VA_ARGS__}, \
             sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static void put_table(struct author *w)
{
    if (w->dialect == ALUDEL_POSTGRESQL && one_in(6))
        al_puts(&w->b, "other.");
    PUT_ONE(w, "t", "u", "v", "posts", "order");
}

static void put_column(struct author *w)
{
    PUT_ONE(w, "a", "b", "c", "d", "user", "Big");
}

static void put_columns(struct author *w)
{
    al_putc(&w->b, '(');
    put_column(w);
    if (one_in(3)) {
        al_puts(&w->b, ", ");
        put_column(w);
    }
    al_putc(&w->b, ')');
}

static void put_type(struct author *w)
{
    if (one_in(5))
        PUT_ONE(w, "enum mood ()", "new_enum mood (sad, glad)", "mood", "new_enum color (red)");
    else
        PUT_ONE(w, "INTEGER", "TEXT", "\"VARCHAR(9)\"");
}

static void put_definition(struct author *w)
{
    al_puts(&w->b, " column ");
    put_column(w);
    al_putc(&w->b, ' ');
    put_type(w);
    PUT_ONE(w, "", "", " not_null");
    PUT_ONE(w, "", "", " collate \"C\"");
    PUT_ONE(w, "", "", " comment \"x\"");
    if (one_in(3))
        PUT_ONE(w, " default \"1\"", " stored \"a || b\"", " virtual \"lower(c)\"");
    else if (w->dialect == ALUDEL_POSTGRESQL && one_in(4))
        PUT_ONE(w, " serial", " identity \"\"");
}

static void put_name(struct author *w)
{
    if (one_in(2))
        PUT_ONE(w, " n1", " n2", " n3", " n4");
    al_putc(&w->b, ' ');
}

static void put_constraint(struct author *w)
{
    unsigned kind = random_below(5);
    static const char *const kinds[] = {"primary_key", "unique", "check", "foreign_key", "unique"};
    al_puts(&w->b, kinds[kind]);
    put_name(w);
    if (kind == 2) {
        PUT_ONE(w, "\"a > 0\"", "\"a > b\"", "\"c is null\"", "\"c <> 'c'\" not_valid", "\"1 > 0\"");
        return;
    }
    put_columns(w);
    if (kind != 3)
        return;
    al_puts(&w->b, " -> ");
    put_table(w);
    if (one_in(2)) {
        al_putc(&w->b, ' ');
        put_columns(w);
    }
    if (one_in(3))
        al_puts(&w->b, " on_delete CASCADE");
}

static void put_index(struct author *w)
{
    PUT_ONE(w, "(a)", "(b, c desc)", "(\"lower(a)\")", "(user, b)", "(a, Big)");
    PUT_ONE(w, "", " unique", " where \"d > 0\"");
}

static void put_create_table(struct author *w)
{
    bool there = w->dialect == ALUDEL_SQLITE && one_in(4);
    al_puts(&w->b, there ? "redefine_table " : "create_table ");
    put_table(w);
    al_puts(&w->b, " (");
    for (unsigned i = 1 + random_below(5); i-- > 0;) {
        put_definition(w);
        al_puts(&w->b, i ? "," : "");
    }
    for (unsigned i = random_below(4); i-- > 0;) {
        al_puts(&w->b, ", ");
        put_constraint(w);
    }
    if (one_in(3)) {
        al_puts(&w->b, ", index ");
        PUT_ONE(w, "i1", "i2", "i3");
        put_index(w);
    }
    al_puts(&w->b, ") ");
    PUT_ONE(w, "", "", "comment \"of a table\"");
}

static void put_alter(struct author *w)
{
    static const char *const parts[] = {" not_null",      " null",          " no_default",
                                        " default \"7\"", " comment \"y\"", " comment \"\"",
                                        " plain",         " no_identity",   " identity \"START WITH 2\""};
    unsigned count = w->dialect == ALUDEL_SQLITE ? 7 : 9;
    al_puts(&w->b, "alter_column ");
    put_table(w);
    al_putc(&w->b, ' ');
    put_column(w);
    if (one_in(3)) {
        al_puts(&w->b, " type ");
        put_type(w);
    }
    al_puts(&w->b, parts[random_below(count)]);
    if (one_in(3)) {
        al_puts(&w->b, " name ");
        put_column(w);
    }
}

static void put_thing(struct author *w, const char *change)
{
    al_puts(&w->b, change);
    PUT_ONE(w, "view v1 \"one\"", "view v1 \"two\"", "view v2 \"three\"", "trigger tr on t \"x ON t FOR\"",
            "trigger tr on u \"x ON u FOR\"", "trigger tr2 on posts \"x ON posts FOR\"");
    if (w->dialect == ALUDEL_POSTGRESQL && *change != 'r' && one_in(2)) {
        w->b.n = 0;
        al_puts(&w->b, change);
        PUT_ONE(w, "type mood (sad, glad)", "type color (red)", "sequence s \"x\"", "schema app",
                "extension e", "materialized_view v2 \"four\"", "sequence t_a_seq");
    }
}

static void put_in_table(struct author *w, const char *change)
{
    al_puts(&w->b, change);
    al_putc(&w->b, ' ');
    put_table(w);
    al_putc(&w->b, ' ');
}

static void put_add_column(struct author *w)
{
    put_in_table(w, "add_column");
    put_definition(w);
    if (one_in(3)) {
        al_puts(&w->b, ", ");
        put_constraint(w);
    }
    if (w->dialect == ALUDEL_SQLITE && one_in(3)) {
        PUT_ONE(w, " before ", " after ");
        put_column(w);
    }
}

static void put_drop_constraint(struct author *w)
{
    put_in_table(w, "drop_constraint");
    PUT_ONE(w, "n1", "n2", "n3", "n4", "unnamed primary_key", "unnamed unique", "unnamed foreign_key",
            "unnamed check", "unnamed (a)");
}

static void put_renaming(struct author *w)
{
    unsigned which = random_below(3);
    if (which == 0) {
        put_in_table(w, "rename_table");
        put_table(w);
    } else if (which == 1) {
        al_puts(&w->b, "rename_index ");
        PUT_ONE(w, "i1 i2", "i2 i3", "i3 i1", "n1 n2", "i1 t");
    } else {
        put_in_table(w, "rename_constraint");
        PUT_ONE(w, "n1 n2", "n2 n3", "n3 n1");
    }
}

static void put_change(struct author *w)
{
    switch (random_below(14)) {
    case 0:
    case 1: put_create_table(w); break;
    case 2: put_in_table(w, "drop_table"); break;
    case 3: put_renaming(w); break;
    case 4:
    case 5: put_add_column(w); break;
    case 6:
        put_in_table(w, "drop_column");
        put_column(w);
        break;
    case 7: put_alter(w); break;
    case 8:
        al_puts(&w->b, "create_index ");
        PUT_ONE(w, "i1 on ", "i2 on ", "i3 on ");
        put_table(w);
        al_putc(&w->b, ' ');
        put_index(w);
        break;
    case 9: PUT_ONE(w, "drop_index i1", "drop_index i2", "drop_index i3"); break;
    case 10:
        put_in_table(w, "add_constraint");
        put_constraint(w);
        break;
    case 11: put_drop_constraint(w); break;
    case 12: put_thing(w, one_in(4) ? "replace " : one_in(2) ? "create " : "drop "); break;
    default:
        PUT_ONE(w, "table_comment t \"c\"", "rename_enum_value mood sad blue",
                "rename_enum_value mood blue sad", "validate_constraint t n1",
                "add_enum_value mood calm if_not_exists", "rename_type mood temper",
                "rename_type temper mood");
    }
    if (w->dialect == ALUDEL_POSTGRESQL && one_in(8))
        al_puts(&w->b, " cascade");
    else if (one_in(8))
        PUT_ONE(w, " if_exists", " if_not_exists");
}

const struct change *random_change(struct arena *a, enum aludel_dialect dialect)
{
    struct author w = {al_builder(&a->memory), dialect};
    put_change(&w);
    struct aludel_text text = arena_text(a, al_built(&w.b));
    return change_from_text(a, source_from_text(a, "random", "random", text), 0, (uint32_t)text.n);
}

/* ---- What a server would take ---- */

/* The model doesn't ask whether the columns in expressions are there; a server does. */
static bool is_sound_sql(const struct schema *s, const struct table *t, const struct sql *sql,
                         struct aludel_text but)
{
    static const char *const columns[] = {"a", "b", "c", "d", "user", "Big"};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        struct aludel_text name = al_text(columns[i]);
        if (words_mention(s->dialect, sql->text, name) && (!table_column(s, t, name) || al_same(name, but)))
            return false;
    }
    return true;
}

/* Generated columns that are made of each other, or of themselves. */
static bool has_circle(const struct schema *s, const struct table *t)
{
    for (size_t i = 0; i < t->columns.count; i++)
        for (size_t k = 0; k <= i; k++) {
            const struct column *x = t->columns.at[i], *y = t->columns.at[k];
            if (words_mention(s->dialect, x->expression.text, y->name) &&
                words_mention(s->dialect, y->expression.text, x->name))
                return true;
        }
    return false;
}

static bool is_sound_table(const struct schema *s, const struct table *t)
{
    static const struct aludel_text none = {"", 0};
    for (size_t i = 0; i < t->columns.count; i++)
        if (!is_sound_sql(s, t, &t->columns.at[i]->expression, t->columns.at[i]->name) ||
            (t->columns.at[i]->serial && t->columns.at[i]->identity) ||
            (al_is(t->columns.at[i]->type.sql.text, "mood") && !t->columns.at[i]->type.labels))
            return false;
    for (size_t i = 0; i < t->constraints.count; i++)
        if (!is_sound_sql(s, t, &t->constraints.at[i]->condition, none))
            return false;
    for (size_t i = 0; i < t->indexes.count; i++) {
        const struct index *index = t->indexes.at[i];
        for (size_t k = 0; k < index->elements.count; k++)
            if (!is_sound_sql(s, t, &index->elements.at[k].expression, none))
                return false;
        if (!is_sound_sql(s, t, &index->where, none))
            return false;
    }
    return true;
}

struct soundness {
    const struct schema *s;
    bool sound;
};

static void check_sound(void *with, const struct thing *thing)
{
    struct soundness *all = with;
    all->sound = all->sound && is_sound_table(all->s, thing->table) && !has_circle(all->s, thing->table);
}

bool is_sound(const struct schema *s)
{
    struct soundness all = {s, true};
    schema_each(s, THING_TABLE, check_sound, &all);
    return all.sound;
}
