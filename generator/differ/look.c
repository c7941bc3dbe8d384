/* look.c: what can't be compared, and what can't be reached. */
#include "differ/inner.h"

static void refuse(struct differing *g, const char *which, const char *what, struct path path)
{
    diag_error(g->e.diagnostics, (struct span){0},
               "%s %s can't be compared: it isn't known for certain in the %s", what,
               path_shown(g->arena, path), which);
    diag_hint(g->e.diagnostics, "a schema that is read back from a database leaves nothing open");
}

/* What came, went or changed in a way that the build can't read. */
bool is_comparable(struct differing *g, const struct schema *s, const char *which)
{
    size_t errors = g->e.diagnostics->errors;
    struct things list = things_of(g, s, (1u << THINGS) - 1);
    for (size_t i = 0; i < list.count; i++) {
        const struct thing *thing = list.at[i];
        bool is_part = thing->type == THING_INDEX && schema_table(s, thing->on);
        if (!is_part && (thing->maybe || (thing->table && !table_is_certain(thing->table))))
            refuse(g, which, thing_word(thing->type), thing->path);
    }
    if (s->uncertain && g->e.diagnostics->errors == errors)
        diag_error(g->e.diagnostics, (struct span){0},
                   "the %s can't be compared: a statement ran that can't be read", which);
    return g->e.diagnostics->errors == errors;
}

static void remark(struct differing *g, const struct table *t, const char *what, struct aludel_text is)
{
    diag_remark(g->e.diagnostics, (struct span){0}, "table %s: %s can't be changed, and stays as it is",
                path_shown(g->arena, t->path), what);
    if (is.n)
        diag_hint(g->e.diagnostics, "the target has %.*s", (int)is.n, is.z);
}

/* There is no change for them that leaves the rows where they are. */
void say_unreached(struct differing *g, const struct pair *p)
{
    if (is_postgresql(g) && !alike_text(g, p->was->options.text, p->is->options.text))
        remark(g, p->is, "what stands behind its columns", p->is->options.text);
    if (!same_names(g->dialect, &p->was->prefixes, &p->is->prefixes))
        remark(g, p->is, "its kind (UNLOGGED, TEMPORARY)", (struct aludel_text){0});
}
