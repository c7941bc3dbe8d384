/* alike.c: whether two parts are alike. What SQLite keeps as its author wrote it is compared without its spelling. */
#include "differ/inner.h"

#include "sql/plain.h"

#include "core/literal.h"

#include <string.h>

bool alike_text(struct differing *g, struct aludel_text a, struct aludel_text b)
{
    return al_same(a, b) || al_same(plain_sql(g->arena, g->dialect, a), plain_sql(g->arena, g->dialect, b));
}

static void make_plain(struct differing *g, struct sql *sql)
{
    sql->text = plain_sql(g->arena, g->dialect, sql->text);
}

/* "varchar( 40 )" and "VARCHAR(40)". */
static struct aludel_text plain_type(struct differing *g, struct aludel_text type)
{
    struct al_builder b = al_builder(&g->arena->memory);
    for (size_t i = 0; i < type.n; i++) {
        char c = type.z[i], last = b.n ? b.z[b.n - 1] : '(';
        bool blank = strchr(" \t\r\n", c) != NULL;
        if (blank && strchr("( ,", last))
            continue;
        if (strchr("(),", c) && last == ' ')
            b.n--;
        al_putc(&b, (char)(blank ? ' ' : c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c));
    }
    while (b.n && b.z[b.n - 1] == ' ')
        b.n--;
    return al_built(&b);
}

/* '1'::bigint is 1, and CURRENT_TIMESTAMP now(). */
static struct aludel_text plain_default(struct differing *g, const struct column_type *type,
                                        struct aludel_text value)
{
    size_t n = 1;
    if (!is_postgresql(g))
        return al_sqlite_default(&g->arena->memory, type->spelling, value);
    if (!value.n || value.z[0] != '\'')
        return al_is(value, "CURRENT_TIMESTAMP") ? AL_TEXT("now()") : value;
    while (n < value.n && strchr("-.0123456789", value.z[n]))
        n++;
    struct aludel_text cast = {value.z + n + 1, value.n > n ? value.n - n - 1 : 0};
    bool is_number =
        n > 1 && (al_is(cast, "::bigint") || al_is(cast, "::integer") || al_is(cast, "::smallint") ||
                  al_is(cast, "::real") || al_is(cast, "::double precision") || al_begins(cast, "::numeric"));
    return is_number ? (struct aludel_text){value.z + 1, n - 1} : value;
}

bool alike_default(struct differing *g, const struct column_type *type, struct aludel_text a,
                   struct aludel_text b)
{
    return alike_text(g, plain_default(g, type, a), plain_default(g, type, b));
}

bool alike_type(struct differing *g, const struct column_type *a, const struct column_type *b)
{
    struct column_type x = *a, y = *b;
    if (g->dialect == ALUDEL_SQLITE) {
        x.spelling = plain_type(g, a->spelling);
        y.spelling = plain_type(g, b->spelling);
    }
    return same_type(g->dialect, &x, &y);
}

/* ---- Constraints ---- */

struct aludel_text unless(struct aludel_text said, const char *usual)
{
    return al_same_nocase(said, al_text(usual)) ? (struct aludel_text){"", 0} : said;
}

/* Those of the primary key, where none are said. */
static struct names columns_led_to(struct differing *g, const struct constraint *k)
{
    const struct table *to = schema_table(g->to, k->to);
    const struct constraint *key = NULL;
    if (!to)
        to = schema_table(g->now, k->to);
    if (to && k->kind == CONSTRAINT_FOREIGN_KEY && !k->to_columns.count)
        key = table_primary_key(to);
    return key ? key->columns : k->to_columns;
}

static struct constraint plain_constraint(struct differing *g, const struct constraint *k, bool named)
{
    struct constraint x = *k;
    x.to_columns = columns_led_to(g, k);
    make_plain(g, &x.condition);
    make_plain(g, &x.elements);
    x.on_delete = unless(k->on_delete, "NO ACTION");
    x.on_update = unless(k->on_update, "NO ACTION");
    x.match = unless(k->match, "SIMPLE");
    if (!is_postgresql(g)) /* it reads it, and nothing more */
        x.match = (struct aludel_text){"", 0};
    x.on_conflict = unless(k->on_conflict, "ABORT");
    if (k->deferrable == DEFERRABLE_NO)
        x.deferrable = DEFERRABLE_UNSAID;
    if (!named)
        x.name = (struct aludel_text){"", 0};
    return x;
}

/* PostgreSQL: one that isn't validated can be. */
bool alike_constraint(struct differing *g, const struct constraint *a, const struct constraint *b, bool named)
{
    struct constraint x = plain_constraint(g, a, named), y = plain_constraint(g, b, named);
    if (is_postgresql(g) && x.not_valid)
        x.not_valid = y.not_valid;
    return same_constraint(g->dialect, &x, &y);
}

/* ---- Indexes ---- */

static struct index plain_index(struct differing *g, const struct index *index, bool named)
{
    struct index x = *index;
    make_plain(g, &x.where);
    x.method = unless(index->method, "btree");
    x.elements.at = ARENA_ARRAY(g->arena, struct index_element, index->elements.count + 1);
    for (size_t i = 0; i < index->elements.count; i++) {
        struct index_element *e = &x.elements.at[i];
        *e = index->elements.at[i];
        make_plain(g, &e->expression);
        e->tail = unless(plain_sql(g->arena, g->dialect, e->tail), "ASC");
    }
    if (!named)
        x.path.name = (struct aludel_text){"", 0};
    return x;
}

static bool alike_index(struct differing *g, const struct index *a, const struct index *b, bool named)
{
    struct index x = plain_index(g, a, named), y = plain_index(g, b, named);
    return same_index(g->dialect, &x, &y);
}

/* ---- Who is whose like ---- */

typedef bool alike_at(struct differing *g, const struct table *was, size_t i, const struct table *is,
                      size_t k, bool named);

static bool constraints_alike(struct differing *g, const struct table *was, size_t i, const struct table *is,
                              size_t k, bool named)
{
    return alike_constraint(g, was->constraints.at[i], is->constraints.at[k], named);
}

static bool indexes_alike(struct differing *g, const struct table *was, size_t i, const struct table *is,
                          size_t k, bool named)
{
    return alike_index(g, was->indexes.at[i], is->indexes.at[k], named);
}

/* Each has one like at most. First those of the same name. */
static void match(struct differing *g, const struct table *was, size_t was_count, const struct table *is,
                  size_t is_count, bool named, alike_at *alike, size_t *found, bool *taken)
{
    for (size_t i = 0; i < was_count; i++)
        for (size_t k = 0; k < is_count && found[i] == NONE; k++)
            if (!taken[k] && alike(g, was, i, is, k, named)) {
                found[i] = k;
                taken[k] = true;
            }
}

static size_t *match_all(struct differing *g, const struct table *was, size_t was_count,
                         const struct table *is, size_t is_count, alike_at *alike)
{
    size_t *found = ARENA_ARRAY(g->arena, size_t, was_count + 1);
    bool *taken = ARENA_ARRAY(g->arena, bool, is_count + 1);
    for (size_t i = 0; i < was_count; i++)
        found[i] = NONE;
    match(g, was, was_count, is, is_count, true, alike, found, taken);
    if (is_postgresql(g))
        match(g, was, was_count, is, is_count, false, alike, found, taken);
    return found;
}

size_t *match_constraints(struct differing *g, const struct table *was, const struct table *is)
{
    return match_all(g, was, was->constraints.count, is, is->constraints.count, constraints_alike);
}

size_t *match_indexes(struct differing *g, const struct table *was, const struct table *is)
{
    return match_all(g, was, was->indexes.count, is, is->indexes.count, indexes_alike);
}

/* ---- Things ---- */

bool alike_thing(struct differing *g, const struct thing *a, const struct thing *b)
{
    if (a->type != b->type || (a->labels == NULL) != (b->labels == NULL))
        return false;
    if (a->type == THING_TRIGGER && !same_path(g->dialect, a->on, b->on))
        return false;
    if (a->index && b->index)
        return alike_index(g, a->index, b->index, true);
    if (a->labels)
        return same_names(ALUDEL_POSTGRESQL, &a->labels->labels, &b->labels->labels);
    return alike_plain_sql(g->arena, g->dialect, a->definition.text, b->definition.text) &&
           a->definition.holes == b->definition.holes;
}
