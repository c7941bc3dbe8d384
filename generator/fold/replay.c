/* The schema as the program changes it: each change is replayed on it where it stands. */
#include "fold/folding.h"

/* Under a condition that rests on the database's answers the author knows better what is there: what is there is not
 * made again, what isn't is not dropped. */
static const struct change *softened(struct folding *f, const struct change *c)
{
    if (!f->guarded)
        return c;
    struct change *soft = ARENA_NEW(f->arena, struct change);
    *soft = *c;
    soft->if_exists = soft->if_not_exists = true;
    return soft;
}

static const struct schema *evolve_here(struct folding *f, const struct change *c)
{
    struct diagnostics unheard = {.arena = f->arena};
    struct evolution guarded = {.arena = f->arena, .diagnostics = &unheard};
    f->evolution.arena = f->arena;
    f->evolution.diagnostics = f->d;
    return evolve(f->guarded ? &guarded : &f->evolution, f->schema, c);
}

void forget_after_errors(struct folding *f, struct span at)
{
    if (f->d->errors == f->heard)
        return;
    f->heard = f->d->errors;
    model_unread(f, at);
}

bool model_change(struct folding *f, const struct change *c)
{
    forget_after_errors(f, c->span);
    size_t errors = f->d->errors;
    struct evolved step = {.change = softened(f, c), .before = f->schema};
    f->schema = evolve_here(f, step.change);
    step.after = f->schema;
    vec_push(f->arena, &f->evolved, step);
    f->heard = f->d->errors;
    return f->d->errors == errors;
}

void unread_change(struct folding *f, const struct statement_facts *facts, struct span at,
                   struct changes *out)
{
    struct change *c = ARENA_NEW(f->arena, struct change);
    *c = (struct change){.kind = CHANGE_UNREAD, .span = at, .name_span = at};
    for (size_t i = 0; facts && facts->tables_certain && i < facts->table_count; i++) {
        struct path path = {{"", 0}, al_text(facts->tables[i])};
        vec_push(f->arena, &c->tables, path);
    }
    vec_push(f->arena, out, (const struct change *)c);
}

void model_unread(struct folding *f, struct span at)
{
    struct changes changes = {0};
    unread_change(f, NULL, at, &changes);
    model_change(f, changes.at[0]);
}
