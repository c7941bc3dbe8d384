#include "trial/state.h"

#include "apply/single.h"
#include "inspect/whole_compare.h"

#include <string.h>

#define MOST_TOLD 8

/* ---- Reading --------------------------------------------------------------------------------------- */

static bool ask_schemas(struct trial *t, const struct trial_place *p, struct aludel_arena *into,
                        struct aludel_inspection *what, struct aludel_error *error)
{
    struct trial_base b;
    struct trial_rows rows;
    if (!trial_on_postgresql(t))
        return true;
    bool ok = trial_base_open(&b, t, p->url, true, error);
    if (ok && !trial_ask(&b, into,
                         "SELECT nspname::text FROM pg_catalog.pg_namespace WHERE nspname !~ '^pg_' AND "
                         "nspname <> 'information_schema' ORDER BY nspname",
                         &rows)) {
        *error = b.error;
        ok = false;
    }
    trial_base_close(&b);
    if (ok) { /* a single column: the cells are the names */
        what->schemas = rows.cells;
        what->schema_count = rows.count;
    }
    return ok;
}

bool trial_state_read(struct trial *t, const struct trial_place *p, struct aludel_arena *into,
                      struct al_whole *state, struct aludel_error *error)
{
    struct aludel_inspection what = {0};
    struct trial_chain c;
    if (!ask_schemas(t, p, into, &what, error))
        return false;
    bool ok = trial_chain_open(&c, t, p, error) && al_single_schema(c.a, &what, into, state, error);
    trial_chain_close(&c);
    return ok;
}

/* ---- Comparing --------------------------------------------------------------------------------------- */

/* On one line: what is white becomes a blank. */
static const char *flat(struct aludel_arena *arena, const char *text)
{
    struct al_builder b = al_builder(arena);
    for (size_t n; *text; text += n) {
        n = strcspn(text, " \t\r\n");
        al_put(&b, text, n);
        size_t white = strspn(text + n, " \t\r\n");
        al_puts(&b, white && text[n + white] ? " " : "");
        n += white;
    }
    return al_built(&b).z;
}

static const char *name_of(struct aludel_arena *arena, const struct aludel_schema_part *p)
{
    return trial_format(arena, "%s %s%s%s%s%s", p->kind, p->schema, *p->schema ? "." : "", p->table,
                        *p->table && *p->name ? "." : "", p->name);
}

static void tell(struct trial *t, const char *where, const struct aludel_difference *d,
                 struct aludel_arena *arena)
{
    const char *name = name_of(arena, &d->part);
    if (d->side == ALUDEL_MISSING)
        trial_fail(&t->report, "%s: missing: %s: %s", where, name, flat(arena, d->target));
    else if (d->side == ALUDEL_LEFT_OVER)
        trial_fail(&t->report, "%s: left over: %s: %s", where, name, flat(arena, d->found));
    else
        trial_fail(&t->report, "%s: differs: %s: expected: %s; found: %s", where, name,
                   flat(arena, d->target), flat(arena, d->found));
}

bool trial_state_expect(struct trial *t, const struct al_whole *expected, const struct al_whole *found,
                        const char *where)
{
    struct aludel_arena arena;
    struct al_differences differences = {0};
    al_arena_init(&arena, &trial_allocator);
    al_whole_compare(&arena, t->type->dialect, expected, found, &differences);
    for (size_t i = 0; i < differences.count && i < MOST_TOLD; i++)
        tell(t, where, &differences.at[i], &arena);
    if (differences.count > MOST_TOLD)
        trial_fail(&t->report, "%s: and %zu more differences", where, differences.count - MOST_TOLD);
    al_arena_free(&arena);
    return differences.count == 0;
}

void trial_state_tell(struct trial *t, const char *where, const struct aludel_difference *d)
{
    struct aludel_arena arena;
    al_arena_init(&arena, &trial_allocator);
    tell(t, where, d, &arena);
    al_arena_free(&arena);
}
