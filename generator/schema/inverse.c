/* inverse.c: the changes that undo a change are added here, or it is said why there are none. */
#include "schema/inverse.h"

static const char *const words_of_kinds[] = {
#define CHANGE(kind, name, evolves, inverts, words) words,
#include "schema/changes.def"
#undef CHANGE
};

bool refuse_inverse(struct inverting *v, const char *of, const char *reason)
{
    *v->why = arena_format(v->arena, "%s '%s', %s", words_of_kinds[v->c->kind], of, reason);
    return false;
}

bool did_nothing(const struct inverting *v, enum thing_type type, struct path path)
{
    return v->before == v->after && surely_absent(v->before, type, path);
}

struct change *push_inverse(struct inverting *v, enum change_kind kind)
{
    struct change *c = ARENA_NEW(v->arena, struct change);
    c->kind = kind;
    c->span = v->c->span;
    c->name_span = v->c->name_span;
    vec_push(v->arena, v->out, c);
    return c;
}

/* CASCADE: views that are certain before and not behind it. */
bool refuse_cascade(struct inverting *v, const char *of)
{
    struct map_nodes list = {0};
    links_list(v->arena, v->before, LINK_VIEW, (struct path){0}, &list);
    for (size_t i = 0; v->c->cascade && i < list.count; i++) {
        const struct thing *was = link_thing(v->before, LINK_VIEW, list.at[i]);
        const struct thing *is = link_thing(v->after, LINK_VIEW, list.at[i]);
        if (was && !was->maybe && is && is->maybe) {
            refuse_inverse(v, of,
                           arena_format(v->arena, "whose CASCADE may have dropped the view '%s'",
                                        path_shown(v->arena, was->path)));
            return true;
        }
    }
    return false;
}
