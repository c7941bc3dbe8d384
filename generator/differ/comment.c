/*
 * comment.c: COMMENT ON anything but tables and columns, and what else is said of a thing and goes with it: a trigger that
 * is switched off, the index by which a table is replicated or clustered. Last of what is made, for it names what must be
 * there.
 *
 * With a view or a function its comment goes from the model; of an index, a constraint, a trigger, a type only the
 * server knows that. So what was dropped on the way is looked for in the list.
 */
#include "differ/inner.h"

#include "sql/name.h"

static const char *plain_name(struct differing *g, const char *text)
{
    return arena_replaced(g->arena, text, "\"", "");
}

/* As the server writes it: "INDEX i", "CONSTRAINT k ON t". */
static bool is_of(struct differing *g, const struct thing *comment, const char *what)
{
    const char *own = arena_string(g->arena, comment->carried->of);
    return al_is(al_text(plain_name(g, own)), plain_name(g, what));
}

/* Most are of something else, which the name alone tells. */
static bool is_of_index(struct differing *g, const struct thing *comment, struct path index)
{
    return has_name(comment->carried->of, index.name) &&
           is_of(g, comment, arena_format(g->arena, "INDEX %s", ddl_path(g->arena, g->dialect, index)));
}

static bool is_of_part(struct differing *g, const struct thing *comment, const char *kind,
                       struct aludel_text name, struct path table)
{
    return has_name(comment->carried->of, name) &&
           is_of(g, comment,
                 arena_format(g->arena, "%s %.*s ON %s", kind, (int)name.n, name.z,
                              ddl_path(g->arena, g->dialect, table)));
}

static bool is_of_type(struct differing *g, const struct thing *comment, struct path type)
{
    if (!has_name(comment->carried->of, type.name))
        return false;
    const char *path = ddl_path(g->arena, g->dialect, type);
    return is_of(g, comment, arena_format(g->arena, "TYPE %s", path)) ||
           is_of(g, comment, arena_format(g->arena, "DOMAIN %s", path));
}

/* Its indexes go with a view. */
static bool is_of_index_on(struct differing *g, const struct thing *comment, const struct thing *view)
{
    struct things indexes = things_of(g, g->from, 1u << THING_INDEX);
    for (size_t i = 0; i < indexes.count; i++)
        if (same_path(g->dialect, indexes.at[i]->on, view->path) &&
            is_of_index(g, comment, indexes.at[i]->path))
            return true;
    return false;
}

static bool goes_with_thing(struct differing *g, const struct thing *comment, const struct thing *thing)
{
    if (thing->type == THING_TRIGGER)
        return is_of_part(g, comment, "TRIGGER", thing->path.name, thing->on);
    if (thing->type == THING_MATERIALIZED_VIEW)
        return is_of_index_on(g, comment, thing);
    return thing->type == THING_CARRIED && is_of(g, comment, arena_string(g->arena, thing->path.name));
}

/* Whether the change takes away what the comment is of. */
static bool goes_with(struct differing *g, const struct thing *comment, const struct change *c)
{
    struct path part = {c->table.schema, c->name};
    switch (c->kind) {
    case CHANGE_DROP_INDEX: return is_of_index(g, comment, part);
    case CHANGE_DROP_CONSTRAINT:
        return is_of_part(g, comment, "CONSTRAINT", c->name, c->table) || is_of_index(g, comment, part);
    case CHANGE_RENAME_TYPE: return is_of_type(g, comment, c->thing->path);
    case CHANGE_DROP:
    case CHANGE_REPLACE: return goes_with_thing(g, comment, c->thing);
    default: return false;
    }
}

static bool is_lost(struct differing *g, const struct thing *comment)
{
    for (size_t i = 0; i < g->out->changes.count; i++)
        if (goes_with(g, comment, g->out->changes.at[i]))
            return true;
    return false;
}

bool is_comment(const struct thing *thing)
{
    return thing->carried && thing->carried->of.n;
}

void make_comments(struct differing *g)
{
    struct things wanted = things_of(g, g->to, 1u << THING_CARRIED);
    for (size_t i = 0; i < wanted.count; i++) {
        const struct thing *is = wanted.at[i], *was = counterpart_of(g->now, is);
        if (is_comment(is) && (!was || !alike_thing(g, was, is) || is_lost(g, is)))
            change_thing(g, was ? CHANGE_REPLACE : CHANGE_CREATE, is, MARK_NONE);
    }
}
