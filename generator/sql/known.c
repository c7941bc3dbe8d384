/* known.c: a table of SQLite's as the chain leaves it, for a script that can't ask the database. */
#include "sql/ddl.h"

#include <string.h>

struct finding {
    struct arena *arena;
    const struct schema *s;
    const struct table *table;
    const struct names *dropped;
    struct ddl_known known;
};

static const char *since(struct arena *a, const char *what, struct span at)
{
    if (!at.source)
        return what;
    return arena_format(a, "%s since %s:%u", what, at.source->shown,
                        (unsigned)source_position(at.source, at.from).line);
}

/* A byte ALUDEL_PARAMETER stands where something is known at run time only. */
static struct aludel_text text_of(struct arena *a, const struct ddl_parts *parts)
{
    struct al_builder b = al_builder(&a->memory);
    for (size_t i = 0; i < parts->count; i++) {
        al_put(&b, parts->at[i].text.z, parts->at[i].text.n);
        al_puts(&b, parts->at[i].holes ? "\1" : "");
    }
    return al_built(&b);
}

/* The first statement makes the table, the others its indexes. */
static void write_table(struct finding *f)
{
    struct change create = {.kind = CHANGE_CREATE_TABLE, .table = f->table->path, .create = f->table};
    struct ddl out = {.arena = f->arena, .dialect = ALUDEL_SQLITE};
    ddl_write(&out, f->s, &create);
    for (size_t i = 0; i < out.items.count; i++) {
        struct aludel_text sql = text_of(f->arena, &out.items.at[i].parts);
        if (memchr(sql.z, ALUDEL_PARAMETER, sql.n))
            f->known.unknown = "a part of its definition is known when a migration runs only";
        if (i == 0)
            f->known.sql = sql;
        else
            vec_push(f->arena, &f->known.indexes, sql);
    }
}

static void write_trigger(void *with, const struct thing *trigger)
{
    struct finding *f = with;
    if (!same_path(ALUDEL_SQLITE, trigger->on, f->table->path))
        return;
    if (trigger->maybe || trigger->definition.holes)
        f->known.unknown = since(f->arena, "one of its triggers isn't certain", trigger->made);
    vec_push(f->arena, &f->known.triggers, trigger->definition.text);
}

/* The database finds out who uses a column that goes; a script can't ask. */
static void look_for_users(void *with, const struct thing *thing)
{
    struct finding *f = with;
    for (size_t i = 0; i < f->dropped->count; i++) {
        struct aludel_text name = f->dropped->at[i];
        if (words_mention(ALUDEL_SQLITE, thing->definition.text, name))
            f->known.unknown =
                arena_format(f->arena, "'%.*s' names a column '%.*s', and may use the one that goes",
                             (int)thing->path.name.n, thing->path.name.z, (int)name.n, name.z);
    }
}

/* ---- Neighbours -------------------------------------------------------------------------------------- */

struct meeting {
    const struct schema *s;
    struct path table;
    struct ddl_neighbours beside;
    size_t triggers; /* the length of all of them */
};

static void reads(struct meeting *m, size_t n)
{
    m->beside.longest = n > m->beside.longest ? n : m->beside.longest;
}

static void meet_keys(void *with, const struct thing *thing)
{
    struct meeting *m = with;
    const struct constraints *all = &thing->table->constraints;
    for (size_t i = 0; i < all->count; i++) {
        const struct constraint *k = all->at[i];
        if (k->kind != CONSTRAINT_FOREIGN_KEY || !same_path(ALUDEL_SQLITE, k->to, m->table))
            continue;
        size_t columns = k->columns.count ? k->columns.count : 1;
        m->beside.keys += columns;
        m->beside.bytes += columns * thing->path.name.n;
        for (size_t n = 0; n < k->to_columns.count; n++)
            m->beside.bytes += k->to_columns.at[n].n;
    }
}

static void meet_view(void *with, const struct thing *view)
{
    struct meeting *m = with;
    m->beside.users++;
    m->beside.bytes += view->path.name.n;
    reads(m, view->definition.text.n);
}

/* "a" = "a", … */
static size_t assignments(const struct table *t)
{
    size_t n = 0;
    for (size_t i = 0; t && i < t->columns.count; i++)
        n += 2 * t->columns.at[i]->name.n + 9;
    return n;
}

static void meet_trigger(void *with, const struct thing *trigger)
{
    struct meeting *m = with;
    m->beside.users++;
    m->beside.bytes += trigger->on.name.n;
    m->triggers += trigger->definition.text.n;
    reads(m, assignments(schema_table(m->s, trigger->on)));
}

static struct ddl_neighbours neighbours(struct arena *a, const struct schema *s, struct path table)
{
    struct meeting m = {.s = s, .table = table};
    schema_referring(a, s, table, meet_keys, &m);
    schema_each(s, THING_VIEW, meet_view, &m);
    schema_each(s, THING_TRIGGER, meet_trigger, &m);
    reads(&m, m.triggers);
    return m.beside;
}

struct ddl_known ddl_known(struct arena *a, const struct schema *s, struct path table,
                           const struct names *dropped)
{
    struct finding f = {.arena = a, .s = s, .dropped = dropped};
    const struct thing *thing = schema_find(s, THING_TABLE, table);
    f.known.beside = neighbours(a, s, table);
    if (!thing || thing->maybe) {
        f.known.unknown = "no migration makes the table for certain";
        return f.known;
    }
    f.table = thing->table;
    if (!table_is_certain(f.table))
        f.known.unknown =
            since(a, "its shape isn't certain", f.table->uncertain ? f.table->made : thing->made);
    else if (s->uncertain)
        f.known.unknown = "something ran that can't be read, and may have made triggers";
    write_table(&f);
    schema_each(s, THING_TRIGGER, write_trigger, &f);
    schema_each(s, THING_TRIGGER, look_for_users, &f);
    schema_each(s, THING_VIEW, look_for_users, &f);
    return f.known;
}
