/*
 * Which lists a value may be. A list is told from others by its items. One that is made at run time gets items
 * too, which only stand for it, and its local remembers where its value may come from. So a variable may hold
 * any of several lists: where ways have met, and in a loop's turns, which begin with what the turn before left.
 */
#include "fold/alias.h"

#include "base/word.h"

#include <string.h>

enum origin_kind {
    ORIGIN_SAME,    /* the local may be this value */
    ORIGIN_WITHIN,  /* … or something in it, however deep: xs[i], an item of a loop */
    ORIGIN_ELEMENTS /* it is a list of its own and may hold what this value holds: sorted(xs) */
};

struct origin {
    struct origin *next;
    enum origin_kind kind;
    struct aludel_value value;
    const struct carried *turn; /* the end of a turn of this loop left it; or NULL */
};

struct origins {
    struct origin *first;
    bool grows; /* a loop's variable: more may come */
};

void aliases_begin(struct folding *f)
{
    f->aliases = ARENA_NEW(f->arena, struct aliases);
}

/* ---- Walking to the lists that a value may be or hold ---- */

bool is_changeable(enum aludel_type type)
{
    return type == ALUDEL_LIST || type == ALUDEL_DICT || type == ALUDEL_SET;
}

static bool is_scalar(enum aludel_type type)
{
    return !is_changeable(type) && type != ALUDEL_UNSET && type != ALUDEL_TUPLE && type != ALUDEL_ROW &&
           type != ALUDEL_DEFERRED; /* objects too: they hold none */
}

bool holds_nothing(struct aludel_value v)
{
    return is_scalar(v.type) || v.type == ALUDEL_UNSET;
}

static struct origins *origins_of(struct folding *f, struct aludel_value v)
{
    const struct later *l = later_of(v);
    return l && l->kind == LATER_LOCAL ? f->program->locals.at[l->local].origins : NULL;
}

static void go_to(struct walk *w, struct aludel_value v, unsigned what, const struct carried *turn)
{
    struct place p = {v, what, turn};
    if (what && !holds_nothing(v))
        vec_push(w->f->arena, &w->f->aliases->places, p);
}

static bool made_in(const struct carried *loop, const struct aludel_items *items)
{
    for (size_t i = 0; i < loop->before.count; i++)
        if (loop->before.at[i] == items)
            return false;
    return true;
}

static bool has_found(const struct walk *w, struct list_identity id)
{
    for (size_t i = 0; i < w->found.count; i++)
        if (w->found.at[i].items == id.items && w->found.at[i].old == id.old)
            return true;
    return false;
}

static void find(struct walk *w, const struct aludel_items *items, const struct carried *turn)
{
    struct list_identity id = {items, turn && made_in(turn, items)};
    w->stopped = w->any || (w->until && has_found(w->until, id));
    if (!w->until && !has_found(w, id))
        vec_push(w->f->arena, &w->found, id);
}

static void see_items(struct walk *w, const struct place *p)
{
    const struct aludel_items *items = p->value.as.items;
    bool changeable = is_changeable(p->value.type);
    if (seen_before(w->f->arena, &w->f->aliases->seen, items, p->turn,
                    changeable ? p->what : p->what & INSIDE))
        return;
    if (p->what & ITSELF && changeable)
        find(w, items, p->turn);
    for (size_t i = 0; p->what & INSIDE && i < items->count; i++)
        go_to(w, items->values[i], ITSELF | INSIDE, p->turn);
    const struct aliases *a = w->f->aliases;
    for (size_t i = 0; i < a->merged.count; i++)
        if (a->merged.at[i].items == items)
            go_to(w, a->merged.at[i].from, p->what, p->turn);
}

/* Of two loops whose turns lie between, the one that has the other inside. */
static const struct carried *outer_turn(const struct carried *so_far, const struct carried *turn)
{
    for (const struct carried *c = turn; c; c = c->outer)
        if (c == so_far)
            return so_far;
    return turn ? turn : so_far;
}

static void see_local(struct walk *w, const struct place *p)
{
    struct origins *o = origins_of(w->f, p->value);
    if (!o || seen_before(w->f->arena, &w->f->aliases->seen, o, p->turn, p->what))
        return;
    w->stopped = w->any && !w->now && o->grows;
    for (const struct origin *from = o->first; from; from = from->next) {
        unsigned what = from->kind == ORIGIN_SAME     ? p->what
                        : from->kind == ORIGIN_WITHIN ? INSIDE
                                                      : p->what & INSIDE;
        go_to(w, from->value, what, outer_turn(p->turn, from->turn));
    }
}

bool walk(struct walk *w, struct aludel_value v, unsigned what)
{
    seen_forget(&w->f->aliases->seen);
    return walk_on(w, v, what);
}

bool walk_on(struct walk *w, struct aludel_value v, unsigned what)
{
    struct aliases *a = w->f->aliases;
    a->places.count = 0;
    w->stopped = false;
    go_to(w, v, what, NULL);
    while (a->places.count && !w->stopped) {
        struct place p = a->places.at[--a->places.count];
        if (p.value.type == ALUDEL_DEFERRED)
            see_local(w, &p);
        else
            see_items(w, &p);
    }
    return w->stopped;
}

static bool may_hold_lists(struct folding *f, struct aludel_value v, unsigned what)
{
    struct walk w = {.f = f, .any = true};
    return walk(&w, v, what);
}

/* ---- Where a local's value comes from ---- */

static struct origins *origins_at(struct folding *f, uint32_t local)
{
    struct origins **o = &f->program->locals.at[local].origins;
    if (!*o)
        *o = ARENA_NEW(f->arena, struct origins);
    return *o;
}

static void add_origin(struct folding *f, uint32_t local, enum origin_kind kind, struct aludel_value v,
                       const struct carried *turn)
{
    if (!may_hold_lists(f, v, kind == ORIGIN_SAME ? ITSELF | INSIDE : INSIDE))
        return;
    struct origin *o = ARENA_NEW(f->arena, struct origin);
    struct origins *all = origins_at(f, local);
    *o = (struct origin){all->first, kind, v, turn};
    all->first = o;
}

void alias_same(struct folding *f, uint32_t local, struct aludel_value v)
{
    add_origin(f, local, ORIGIN_SAME, v, NULL);
}

void alias_within(struct folding *f, uint32_t local, struct aludel_value v)
{
    add_origin(f, local, ORIGIN_WITHIN, v, NULL);
}

void alias_carried(struct folding *f, uint32_t local, struct aludel_value begin)
{
    origins_at(f, local)->grows = true;
    alias_same(f, local, begin);
}

void alias_turn(struct folding *f, uint32_t local, struct aludel_value v, const struct carried *turn)
{
    add_origin(f, local, ORIGIN_SAME, v, turn);
}

/* A list that nothing else holds yet; `deep`: with lists in it that can't be told apart. */
static void make_list(struct folding *f, uint32_t local, bool deep)
{
    struct aludel_value inner = al_new_items(&f->eval, ALUDEL_LIST, 0, NULL, NULL);
    struct aludel_value outer = al_new_items(&f->eval, ALUDEL_LIST, deep, NULL, &inner);
    alias_same(f, local, outer);
}

static struct aludel_value argument_of(const struct later *l, size_t i)
{
    struct later *a = l->arguments[i];
    return a->kind == LATER_CONSTANT ? a->folded : deferred(a);
}

/* min(a, b) gives one of them. */
static void alias_pick(struct folding *f, uint32_t local, const struct later *l, size_t from)
{
    for (size_t i = from; i < l->count; i++)
        alias_same(f, local, argument_of(l, i));
}

static bool may_be_list_now(struct folding *f, struct aludel_value v)
{
    struct walk w = {.f = f, .any = true, .now = true};
    return walk(&w, v, ITSELF);
}

/* n + m is a list if they are. */
static bool is_new_list(struct folding *f, uint32_t local, struct aludel_value of)
{
    struct new_list undecided = {local, of};
    if (may_be_list_now(f, of))
        return true;
    if (may_hold_lists(f, of, ITSELF))
        vec_push(f->arena, &f->aliases->undecided, undecided);
    return false;
}

void decide_new_lists(struct folding *f)
{
    struct aliases *a = f->aliases;
    for (bool again = true; again;) {
        again = false;
        for (size_t i = 0; i < a->undecided.count; i++) {
            struct new_list *n = &a->undecided.at[i];
            if (n->local >= f->program->locals.count || !may_be_list_now(f, n->of))
                continue;
            make_list(f, n->local, false);
            n->of = aludel_none();
            again = true;
        }
    }
}

/* What it makes holds its arguments, or what they hold. */
static void alias_fresh(struct folding *f, uint32_t local, const struct later *l)
{
    bool lists = is_changeable(l->type), holds_them = has_word("list_of tuple_of dict_of", l->name);
    for (size_t i = 0; i < l->count; i++) {
        struct aludel_value v = argument_of(l, i);
        lists = lists || (l->type == ALUDEL_UNSET && is_new_list(f, local, v));
        if (holds_them)
            v = al_new_items(&f->eval, ALUDEL_TUPLE, 1, NULL, &v);
        add_origin(f, local, ORIGIN_ELEMENTS, v, NULL);
    }
    if (lists)
        make_list(f, local, false);
}

/* sum(xs) adds to 0, so it is a number; sum(xs, []) is a list. */
static bool gives_number(const struct later *l)
{
    return strcmp(l->name, "m_index") == 0 || (strcmp(l->name, "sum") == 0 && l->count == 1);
}

static void alias_python(struct folding *f, uint32_t local, const struct later *l)
{
    bool least = has_word("min max", l->name), get = strcmp(l->name, "m_get") == 0;
    if (strcmp(l->name, "from_json") == 0) {
        make_list(f, local, true);
    } else if (least && l->count > 1) {
        alias_pick(f, local, l, 0);
    } else if (least || get || has_word("index attribute", l->name)) {
        alias_within(f, local, argument_of(l, 0));
        if (get)
            alias_pick(f, local, l, 2);
    } else if (!gives_number(l)) {
        alias_fresh(f, local, l);
    }
}

void alias_computed(struct folding *f, uint32_t local, const struct later *l)
{
    if (is_scalar(l->type))
        return;
    if (l->kind == LATER_CONSTANT)
        alias_same(f, local, l->folded);
    else if (l->kind == LATER_LOCAL)
        alias_same(f, local, deferred(later_local(f->arena, l->local, l->type)));
    else if (l->kind == LATER_PY)
        alias_python(f, local, l);
    else if (l->kind == LATER_OP && strncmp(l->name, "get_", 4) == 0)
        make_list(f, local, true);
    if (l->kind == LATER_C && l->c->result == C_VALUE) {
        make_list(f, local, true);
        alias_pick(f, local, l, 0);
    }
}

struct aludel_value alias_merged(struct folding *f, struct aludel_value a, struct aludel_value b)
{
    bool container = is_changeable(a.type) || a.type == ALUDEL_TUPLE || a.type == ALUDEL_ROW;
    if (!container || a.as.items == b.as.items)
        return a;
    const struct aludel_items *x = a.as.items, *y = b.as.items;
    struct aludel_value *values = ARENA_ARRAY(f->arena, struct aludel_value, x->count + 1);
    for (size_t i = 0; i < x->count; i++)
        values[i] = alias_merged(f, x->values[i], y->values[i]);
    struct aludel_value v = al_new_items(&f->eval, a.type, x->count, x->keys, values);
    struct merged both[] = {{v.as.items, a}, {v.as.items, b}};
    vec_push(f->arena, &f->aliases->merged, both[0]);
    vec_push(f->arena, &f->aliases->merged, both[1]);
    return v;
}
