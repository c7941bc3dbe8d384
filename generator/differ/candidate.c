/* candidate.c: what may have another name now: what goes, beside what comes and has its shape. */
#include "differ/inner.h"

#include <string.h>

struct looking {
    struct differing g; /* for its arena, its dialect and its schemas */
    const struct differ_wish *wish;
    const struct renames *refused;
    struct renames *out;
};

static struct aludel_text until(struct aludel_text text, char c)
{
    const char *hit = text.n ? memchr(text.z, c, text.n) : NULL;
    return hit ? (struct aludel_text){text.z, (size_t)(hit - text.z)} : text;
}

/* As far as a rename may go together with a change of the type. */
static bool same_family(struct looking *l, const struct column_type *a, const struct column_type *b)
{
    if (alike_type(&l->g, a, b) || (is_integer(a->family) && is_integer(b->family)))
        return true;
    return a->family == b->family &&
           (a->family != TYPE_OTHER || al_same_nocase(until(a->spelling, '('), until(b->spelling, '(')));
}

/* ---- What is wished already ------------------------------------------------------------------------ */

static const struct rename *wished(struct looking *l, struct path table, struct aludel_text column, bool to)
{
    for (size_t i = 0; i < l->wish->rename_count; i++) {
        const struct rename *r = &l->wish->renames[i];
        bool same_table = same_path(l->g.dialect, to && !column.n ? r->to : r->from, table);
        struct aludel_text name = to ? r->column_to : r->column_from;
        if (same_table && !r->column_from.n == !column.n &&
            (!column.n || same_name(l->g.dialect, name, column)))
            return r;
    }
    return NULL;
}

static bool is_refused(struct looking *l, const struct rename *one)
{
    for (size_t i = 0; i < l->refused->count; i++) {
        const struct rename *r = &l->refused->at[i];
        if (same_path(l->g.dialect, r->from, one->from) && same_path(l->g.dialect, r->to, one->to) &&
            al_same(r->column_from, one->column_from) && al_same(r->column_to, one->column_to))
            return true;
    }
    return false;
}

/* ---- Tables ------------------------------------------------------------------------------------------ */

/* The columns that both have, where that is most of what was there and not few of what is. 0: they aren't alike. */
static size_t likeness(struct looking *l, const struct table *was, const struct table *is)
{
    size_t same = 0;
    for (size_t i = 0; i < was->columns.count; i++) {
        const struct column *a = was->columns.at[i], *b = table_column(l->g.to, is, a->name);
        same += b && same_family(l, &a->type, &b->type);
    }
    return 2 * same > was->columns.count && 3 * same > is->columns.count ? same : 0;
}

static void look_for_table(struct looking *l, const struct table *was, const struct things *there)
{
    const struct table *best = NULL;
    size_t most = 0;
    for (size_t i = 0; i < there->count; i++) {
        const struct table *is = there->at[i]->table;
        bool comes = !schema_table(l->g.from, is->path) &&
                     !wished(l, is->path, (struct aludel_text){0}, true) &&
                     same_name(l->g.dialect, is->path.schema, was->path.schema);
        size_t like = comes ? likeness(l, was, is) : 0;
        if (like > most && !is_refused(l, &(struct rename){.from = was->path, .to = is->path})) {
            most = like;
            best = is;
        }
    }
    if (best) {
        struct rename one = {.from = was->path, .to = best->path};
        vec_push(l->g.arena, l->out, one);
    }
}

/* ---- Columns ----------------------------------------------------------------------------------------- */

static bool may_be(struct looking *l, const struct table *was, const struct column *gone,
                   const struct table *is, const struct column *c)
{
    struct rename one = {was->path, is->path, gone->name, c->name};
    return !table_column(l->g.from, was, c->name) && !wished(l, was->path, c->name, true) &&
           same_family(l, &c->type, &gone->type) && !is_refused(l, &one);
}

static void look_for_column(struct looking *l, const struct table *was, const struct column *gone,
                            const struct table *is)
{
    const struct column *best = NULL;
    for (size_t i = 0; i < is->columns.count; i++) {
        const struct column *c = is->columns.at[i];
        bool same = alike_type(&l->g, &c->type, &gone->type);
        if (may_be(l, was, gone, is, c) && (!best || (same && !alike_type(&l->g, &best->type, &gone->type))))
            best = c;
    }
    if (best) {
        struct rename one = {was->path, is->path, gone->name, best->name};
        vec_push(l->g.arena, l->out, one);
    }
}

static void look_in_table(struct looking *l, const struct table *was)
{
    const struct rename *moved = wished(l, was->path, (struct aludel_text){0}, false);
    const struct table *is = schema_table(l->g.to, moved ? moved->to : was->path);
    for (size_t i = 0; is && i < was->columns.count; i++) {
        const struct column *c = was->columns.at[i];
        if (!table_column(l->g.to, is, c->name) && !wished(l, was->path, c->name, false))
            look_for_column(l, was, c, is);
    }
}

void rename_candidates(struct arena *a, const struct schema *from, const struct schema *to,
                       const struct differ_wish *wish, const struct renames *refused, bool columns,
                       struct renames *out)
{
    struct looking l = {{.arena = a, .dialect = from->dialect, .from = from, .to = to}, wish, refused, out};
    struct things was = things_of(&l.g, from, 1u << THING_TABLE), is = things_of(&l.g, to, 1u << THING_TABLE);
    for (size_t i = 0; i < was.count; i++) {
        const struct table *t = was.at[i]->table;
        bool goes = !schema_table(to, t->path) && !wished(&l, t->path, (struct aludel_text){0}, false);
        if (columns)
            look_in_table(&l, t);
        else if (goes)
            look_for_table(&l, t, &is);
    }
}
