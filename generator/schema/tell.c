/* tell.c: a change in words, as Alembic's autogenerate says what it has found. */
#include "schema/inner.h"

struct telling {
    struct arena *arena;
    const struct change *c;
};

/* ---- Pieces ---- */

static const char *of_table(const struct telling *t, struct aludel_text name)
{
    return arena_format(t->arena, "'%s.%.*s'", path_shown(t->arena, t->c->table), (int)name.n, name.z);
}

static const char *listed(struct arena *a, const struct names *names)
{
    struct al_builder b = al_builder(&a->memory);
    for (size_t i = 0; i < names->count; i++)
        al_putf(&b, "%s%.*s", i ? ", " : "", (int)names->at[i].n, names->at[i].z);
    return al_built(&b).z ? al_built(&b).z : "";
}

static const char *elements(struct arena *a, const struct index *index)
{
    struct names names = {0};
    for (size_t i = 0; i < index->elements.count; i++) {
        const struct index_element *e = &index->elements.at[i];
        vec_push(a, &names, e->column.n ? e->column : e->expression.text);
    }
    return listed(a, &names);
}

static const char *const kinds[CONSTRAINT_KINDS] = {"primary key", "unique constraint", "foreign key",
                                                    "check constraint", "exclude constraint"};

static const char *constraint(const struct telling *t, const char *verb, const struct constraint *k)
{
    const char *table = path_shown(t->arena, t->c->table);
    if (k->name.n)
        return arena_format(t->arena, "%s %s '%.*s' of '%s'", verb, kinds[k->kind], (int)k->name.n, k->name.z,
                            table);
    return arena_format(t->arena, "%s %s (%s) of '%s'", verb, kinds[k->kind], listed(t->arena, &k->columns),
                        table);
}

/* ---- A column that changes ---- */

static const char *altered(const struct telling *t)
{
    const struct alteration *alter = &t->c->alter;
    const char *column = of_table(t, t->c->name);
    struct al_builder b = al_builder(&t->arena->memory);
    static const struct {
        unsigned what;
        const char *words;
    } told[] = {{ALTER_TYPE, "type change on"},
                {ALTER_DEFAULT, "server default on"},
                {ALTER_COMMENT, "column comment of"},
                {ALTER_IDENTITY, "identity of"},
                {ALTER_GENERATED, "computed value of"}};
    if (alter->what & ALTER_NAME)
        al_putf(&b, "renamed column %s to '%.*s'", column, (int)alter->name.n, alter->name.z);
    if (alter->what & ALTER_NULL)
        al_putf(&b, "%s%s column %s", b.n ? "; " : "", alter->not_null ? "NOT NULL on" : "NULL on", column);
    for (size_t i = 0; i < sizeof told / sizeof *told; i++)
        if (alter->what & told[i].what)
            al_putf(&b, "%s%s %s", b.n ? "; " : "", told[i].words, column);
    return al_built(&b).z;
}

/* ---- All kinds ---- */

static const char *of_thing(const struct telling *t, const char *verb)
{
    const struct thing *thing = t->c->thing;
    const char *path = path_shown(t->arena, thing->path);
    if (thing->type == THING_CARRIED)
        return arena_format(t->arena, "%s %s", verb, path);
    return arena_format(t->arena, "%s %s '%s'", verb, thing_word(thing->type), path);
}

static const char *of_whole_table(const struct telling *t, const char *verb, struct path path)
{
    return arena_format(t->arena, "%s '%s'", verb, path_shown(t->arena, path));
}

static const char *of_index(const struct telling *t)
{
    const struct index *index = t->c->index;
    return arena_format(t->arena, "added %s '%s' on '%.*s' (%s)", index->unique ? "unique index" : "index",
                        path_shown(t->arena, index->path), (int)index->table.n, index->table.z,
                        elements(t->arena, index));
}

static const char *moved(const struct telling *t, const char *verb, struct aludel_text to)
{
    return arena_format(t->arena, "%s '%.*s' to '%.*s'", verb, (int)t->c->name.n, t->c->name.z, (int)to.n,
                        to.z);
}

static const char *dropped_one(const struct telling *t, const char *verb)
{
    const struct change *c = t->c;
    if (!c->name.n)
        return of_whole_table(t, arena_format(t->arena, "%s %s of", verb, kinds[c->constraint_kind]),
                              c->table);
    return arena_format(t->arena, "%s '%.*s' of '%s'", verb, (int)c->name.n, c->name.z,
                        path_shown(t->arena, c->table));
}

static const char *of_enum(const struct telling *t)
{
    return arena_format(t->arena, "added value '%.*s' of enum '%s'", (int)t->c->text.n, t->c->text.z,
                        path_shown(t->arena, t->c->thing->path));
}

const char *change_told(struct arena *a, const struct change *c)
{
    struct telling t = {a, c};
    switch (c->kind) {
    case CHANGE_CREATE_TABLE: return of_whole_table(&t, "added table", c->create->path);
    case CHANGE_DROP_TABLE: return of_whole_table(&t, "removed table", c->table);
    case CHANGE_RENAME_TABLE:
    case CHANGE_MOVE_TABLE:
        return arena_format(a, "renamed table '%s' to '%s'", path_shown(a, c->table), path_shown(a, c->to));
    case CHANGE_TABLE_COMMENT: return of_whole_table(&t, "table comment of", c->table);
    case CHANGE_REDEFINE_TABLE: return of_whole_table(&t, "changed definition of table", c->table);
    case CHANGE_ADD_COLUMN: return arena_format(a, "added column %s", of_table(&t, c->column->name));
    case CHANGE_DROP_COLUMN: return arena_format(a, "removed column %s", of_table(&t, c->name));
    case CHANGE_ALTER_COLUMN: return altered(&t);
    case CHANGE_CREATE_INDEX: return of_index(&t);
    case CHANGE_DROP_INDEX: return arena_format(a, "removed index '%.*s'", (int)c->name.n, c->name.z);
    case CHANGE_RENAME_INDEX: return moved(&t, "renamed index", c->text);
    case CHANGE_ADD_CONSTRAINT: return constraint(&t, "added", c->constraint);
    case CHANGE_DROP_CONSTRAINT: return dropped_one(&t, "removed");
    case CHANGE_RENAME_CONSTRAINT: return moved(&t, "renamed constraint", c->text);
    case CHANGE_VALIDATE_CONSTRAINT: return dropped_one(&t, "validation of");
    case CHANGE_CREATE: return of_thing(&t, "added");
    case CHANGE_REPLACE: return of_thing(&t, "changed");
    case CHANGE_DROP: return of_thing(&t, "removed");
    case CHANGE_ADD_ENUM_VALUE: return of_enum(&t);
    case CHANGE_RENAME_ENUM_VALUE: return moved(&t, "renamed value", c->text);
    case CHANGE_RENAME_TYPE:
        return arena_format(a, "renamed type '%s' to '%s'", path_shown(a, c->thing->path),
                            path_shown(a, c->to));
    case CHANGE_STATEMENT: return c->thing ? of_thing(&t, "type of") : NULL;
    case CHANGE_UNREAD: break;
    }
    return "a statement";
}
