/* planning.c: from version rows to a plan: where it starts, its steps, what they are. */
#include "apply/apply.h"

#include "core/sha256.h"

#include <string.h>

/* ---- The start ------------------------------------------------------------------------------- */

static bool resolve_start(struct al_run *run, const char *start)
{
    struct aludel *a = run->a;
    if (!al_version_none(a, &run->version)) {
        return false;
    }
    if (*start && !al_start_at(a, start, &run->version)) {
        return false;
    }
    run->version.missing = run->version.rows.count == 0;
    return true;
}

static bool offline_start(struct al_run *run)
{
    struct aludel *a = run->a;
    struct al_range *range = al_new(a, 1, sizeof *range);
    if (!range) {
        return false;
    }
    if (al_split_range(run->target, range)) {
        run->target = range->end;
        return resolve_start(run, range->start);
    }
    if (run->direction == ALUDEL_DOWN) {
        return al_fail(a, ALUDEL_USAGE, "downgrade with an offline handle requires <fromrev>:<torev>");
    }
    return resolve_start(run, "");
}

static const struct al_carrying_type *carrying_of(const struct aludel *a)
{
    const struct aludel_carrying *c = a->config.registry->carrying;
    return c ? c->type : NULL;
}

static bool wants_carried(const struct al_run *run)
{
    return run->options && run->options->carried;
}

static bool see_carried(struct al_run *run)
{
    struct aludel *a = run->a;
    if (!carrying_of(a)) {
        al_fail(a, ALUDEL_USAGE,
                "this program can't undo what newer ones did: it was built without carry_downgrades");
        al_error_hint(a->error, "set `carry_downgrades = yes` in aludel.ini before it is built");
        return false;
    }
    run->own = NULL;
    if (run->version.unknown_count > 0) {
        return carrying_of(a)->see(a, &run->version, &run->own);
    }
    if (!*run->target) {
        al_remark(a, "nothing to undo: this program knows all that the database is at");
    }
    return true;
}

bool al_is_carried(const struct al_run *run, uint32_t revision)
{
    return run->own && revision >= run->own->count;
}

/* Whether the rows aren't what they were read as any more. */
static bool have_moved(struct aludel *a, const struct al_version *v)
{
    struct aludel_error meanwhile, *first = al_set_aside(a, &meanwhile);
    struct al_version now = {0};
    bool moved = al_version_read(a, &now) && !al_version_same(&now, v);
    for (size_t i = 0; !moved && i < now.unknown_count && i < v->unknown_count; i++) {
        moved = strcmp(now.unknown[i], v->unknown[i]) != 0;
    }
    a->error = first;
    return moved;
}

/* What the log says of a row that somebody has undone meanwhile is no reason to refuse: the next round plans anew. */
static bool see_way_back(struct al_run *run)
{
    struct aludel *a = run->a;
    struct al_version read = run->version;
    if (see_carried(run)) {
        return true;
    }
    if (a->error->code == ALUDEL_NEWER && have_moved(a, &read)) {
        run->failure.missed = AL_MISSED_ROWS;
    }
    return false;
}

bool al_start_rows(struct al_run *run)
{
    struct aludel *a = run->a;
    if (!a->type->live) {
        return offline_start(run);
    }
    if (run->target && strchr(run->target, ':')) {
        al_fail(a, ALUDEL_USAGE, "Range revision not allowed");
        al_error_hint(a->error,
                      "a:b means something with an offline handle only; the database knows where it stands");
        return false;
    }
    if (wants_carried(run)) { /* of a round before */
        al_use_own_view(a);
    }
    return al_version_read(a, &run->version) && (run->only || al_choose_view(a, &run->version)) &&
           (!wants_carried(run) || see_way_back(run));
}

/* ---- The plan -------------------------------------------------------------------------------- */

bool al_is_done(struct al_run *run, struct al_plan_step step)
{
    struct aludel *a = run->a;
    struct al_set applied;
    if (!al_applied(a, &run->version.rows, &applied) || step.revision == AL_BASE) {
        return false;
    }
    return al_set_has(&applied, step.revision) == (step.direction == ALUDEL_UP);
}

static bool plan_steps(struct al_run *run)
{
    struct aludel *a = run->a;
    uint32_t room = a->registry->count;
    run->space = al_space_for(a);
    run->plan = (struct al_plan){al_new(a, room, sizeof *run->plan.steps), 0, room};
    if (!run->plan.steps || !run->space.memory) {
        return false;
    }
    if (run->only) {
        if (!al_is_done(run, *run->only)) { /* another migrator may have been faster */
            run->plan.steps[run->plan.count++] = *run->only;
        }
        return a->error->code == ALUDEL_OK;
    }
    if (wants_carried(run)) {
        return carrying_of(a)->plan(run);
    }
    return (run->direction == ALUDEL_UP ? al_plan_upgrade : al_plan_downgrade)(
        a->registry, &run->version.rows, run->target, &run->plan, run->space, a->error);
}

bool al_make_plan(struct al_run *run)
{
    return plan_steps(run) || (al_try_long_view(run->a, &run->version) && plan_steps(run));
}

static void add_text(struct al_sha256 *s, const char *z)
{
    al_sha256_add(s, z, strlen(z) + 1);
}

/* Over the start rows and the steps: ids, directions, checksums. */
void al_plan_digest(struct al_run *run, char digest[33])
{
    const struct aludel_registry *g = run->a->registry;
    struct al_sha256 s;
    uint8_t bytes[32];
    al_sha256_init(&s);
    for (uint32_t i = 0; i < run->version.rows.count; i++) {
        add_text(&s, g->migrations[run->version.rows.at[i]].id);
    }
    for (uint32_t i = 0; i < run->plan.count; i++) {
        const struct aludel_migration *m = &g->migrations[run->plan.steps[i].revision];
        add_text(&s, run->plan.steps[i].direction == ALUDEL_UP ? "+" : "-");
        add_text(&s, m->id);
        al_sha256_add(&s, m->sum.bytes, sizeof m->sum.bytes);
    }
    for (uint32_t i = 0; i < g->shared_count && run->plan.count > 0; i++) {
        al_sha256_add(&s, g->shared[i].sum.bytes, sizeof g->shared[i].sum.bytes);
    }
    al_sha256_end(&s, bytes);
    al_hex(digest, bytes, 16);
}

/* ---- What the steps are ------------------------------------------------------------------------ */

unsigned al_flags(const struct al_run *run, const struct aludel_migration *m)
{
    return m->ways[run->direction].flags[al_dialect_of(run->a->type)];
}

unsigned al_step_flags(const struct al_run *run, size_t i)
{
    return al_flags(run, &run->a->registry->migrations[run->plan.steps[i].revision]);
}

static unsigned flags_of_all(const struct aludel_registry *g, enum aludel_dialect dialect)
{
    unsigned flags = 0;
    for (uint32_t r = 0; g && r < g->count; r++) {
        flags |= g->migrations[r].ways[ALUDEL_UP].flags[dialect] |
                 g->migrations[r].ways[ALUDEL_DOWN].flags[dialect];
    }
    return flags;
}

bool al_any_has(const struct aludel *a, unsigned flag)
{
    unsigned flags = 0;
    for (size_t view = 0; view < AL_VIEWS; view++) {
        flags |= flags_of_all(a->views[view].registry, al_dialect_of(a->type));
    }
    return (flags & flag) != 0;
}
