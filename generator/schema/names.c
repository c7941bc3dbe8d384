/* names.c: what PostgreSQL calls what has no name (makeObjectName, ChooseRelationName, ChooseConstraintName). */
#include "schema/inner.h"

#include <string.h>

#define LONGEST ((size_t)63)

/* As many bytes as fit without cutting a character. */
static size_t clipped(struct aludel_text t, size_t n)
{
    while (n && n < t.n && ((unsigned char)t.z[n] & 0xC0) == 0x80)
        n--;
    return n;
}

static struct aludel_text object_name(struct arena *a, struct aludel_text first, struct aludel_text second,
                                      const char *label)
{
    size_t over = strlen(label) + 1 + (second.n ? 1 : 0), x = first.n, y = second.n;
    while (x + y + over > LONGEST)
        if (x > y)
            x--;
        else
            y--;
    x = clipped(first, x);
    y = clipped(second, y);
    return al_text(arena_format(a, "%.*s%s%.*s_%s", (int)x, first.z, second.n ? "_" : "", (int)y,
                                second.n ? second.z : "", label));
}

/* Constraints share their names in a schema, as far as the server chooses them. */
static bool is_taken(const struct schema *s, struct path path, bool relation, bool constraint)
{
    struct map_key key = {.space = LINK_CONSTRAINT, .path = plain_path(s->dialect, path)};
    return (relation && schema_relation(s, path)) ||
           (constraint && map_first(s->referrers, s->dialect, MAP_PATH, &key));
}

struct naming {
    struct arena *arena;
    const struct schema *s;
    const struct table *t; /* its constraints may not be in the schema yet */
    bool relation, constraint;
};

static struct aludel_text choose(const struct naming *n, struct aludel_text second, const char *label)
{
    struct aludel_text name = object_name(n->arena, n->t->path.name, second, label);
    for (int pass = 1;; pass++) {
        struct path path = {n->t->path.schema, name};
        if (!is_taken(n->s, path, n->relation, n->constraint) &&
            !(n->constraint && constraints_at(n->s->dialect, &n->t->constraints, name) != NOWHERE))
            return name;
        name = object_name(n->arena, n->t->path.name, second, arena_format(n->arena, "%s%d", label, pass));
    }
}

/* a_b_c, no longer than a name is looked at. */
static struct aludel_text joined(struct arena *a, const struct names *names)
{
    struct al_builder b = al_builder(&a->memory);
    for (size_t i = 0; i < names->count && b.n <= LONGEST; i++) {
        if (i)
            al_putc(&b, '_');
        al_put(&b, names->at[i].z, names->at[i].n);
    }
    return al_built(&b);
}

static struct aludel_text name_check(const struct naming *n, const struct constraint *k)
{
    struct names used = {0};
    constraint_columns(n->arena, n->s->dialect, n->t, k, &used);
    return choose(n, used.count == 1 ? used.at[0] : (struct aludel_text){"", 0}, "check");
}

struct aludel_text name_constraint(struct arena *a, const struct schema *s, const struct table *t,
                                   const struct constraint *k)
{
    bool key =
        k->kind == CONSTRAINT_PRIMARY_KEY || k->kind == CONSTRAINT_UNIQUE || k->kind == CONSTRAINT_EXCLUDE;
    struct naming n = {a, s, t, key, true};
    switch (k->kind) {
    case CONSTRAINT_PRIMARY_KEY: return choose(&n, (struct aludel_text){"", 0}, "pkey");
    case CONSTRAINT_UNIQUE: return choose(&n, joined(a, &k->columns), "key");
    case CONSTRAINT_FOREIGN_KEY: return choose(&n, joined(a, &k->columns), "fkey");
    case CONSTRAINT_EXCLUDE: return choose(&n, joined(a, &k->columns), "excl");
    case CONSTRAINT_CHECK: break;
    }
    return name_check(&n, k);
}

bool name_is_chosen(struct arena *a, const struct schema *s, const struct table *t,
                    const struct constraint *k)
{
    struct table front = *t;
    for (size_t i = 0; i < front.constraints.count; i++)
        if (front.constraints.at[i] == k)
            front.constraints.count = i;
    return al_same(name_constraint(a, s, &front, k), k->name);
}

struct aludel_text name_sequence(struct arena *a, const struct schema *s, struct path table,
                                 struct aludel_text column)
{
    struct table t = {.path = table};
    struct naming n = {a, s, &t, true, false};
    return choose(&n, column, "seq");
}

struct aludel_text sequence_value(struct arena *a, const struct thing *sequence)
{
    const char *name = arena_string(a, words_path(a, sequence->path));
    return al_text(arena_format(a, "nextval('%s'::regclass)", arena_replaced(a, name, "'", "''")));
}

static struct aludel_text element_name(struct arena *a, const struct index_element *element)
{
    if (element->column.n)
        return element->column;
    struct aludel_text called = words_called(a, element->expression.text);
    return called.n ? called : AL_TEXT("expr");
}

/* ChooseIndexColumnNames: of the same names the second one is "lower1". */
struct aludel_text name_index(struct arena *a, const struct schema *s, const struct table *t,
                              const struct index *i)
{
    struct names names = {0};
    for (size_t k = 0; k < i->elements.count; k++) {
        struct aludel_text origin = element_name(a, &i->elements.at[k]), name = origin;
        for (int n = 1; names_have(s->dialect, &names, name); n++)
            name = al_text(arena_format(a, "%.*s%d", (int)origin.n, origin.z, n));
        vec_push(a, &names, name);
    }
    struct naming n = {a, s, t, true, false};
    return choose(&n, joined(a, &names), "idx");
}
