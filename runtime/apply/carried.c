/*
 * carried.c: what newer programs did, undone from the log. The revisions that this program doesn't know, and those that
 * they stand on, are looked up there, down to known ones; what their rows carry makes migrations of them, and behind the
 * program's own they are a third view of the chain. With that view the run is as any other: the same guard, version rows, log
 * rows and events.
 *
 * Linked only where a registry names it (carry_downgrades).
 */
#include "apply/apply.h"

#include "core/log_table.h"

#include "core/mask.h"
#include "recipe/carried.h"

#include <string.h>

struct found { /* a revision that isn't known */
    const char *id;
    const char *form; /* what its row carries */
    struct al_carried carried;
    int64_t number; /* the row's: a later one is of something that was done later */
    struct aludel_sum sum;
};

struct search {
    struct aludel *a;
    const struct aludel_registry *own; /* the view of the program's own chain */
    struct found *at;
    size_t count, room;
};

/* ---- Refusing ------------------------------------------------------------------------------------ */

/* Always false. `why` is the end of a sentence about it. */
#if defined(__GNUC__)
__attribute__((format(printf, 3, 4)))
#endif
static bool
refuse(const struct search *s, const char *id, const char *why, ...)
{
    struct aludel *a = s->a;
    char text[600];
    va_list args;
    va_start(args, why);
    al_vshow(text, sizeof text, why, args);
    va_end(args);
    al_fail(a, ALUDEL_NEWER, "'%s' can't be undone from the log: %s", id, text);
    al_error_revision(a->error, id);
    al_error_detail(a->error, "nothing has been executed");
    al_error_hint(a->error,
                  "downgrade with a program that knows '%s', or restore a backup from before its upgrade",
                  id);
    return false;
}

static bool refuse_form(const struct search *s, const char *id, enum al_carried_is is)
{
    switch (is) {
    case AL_CARRIED_NEWER:
        return refuse(s, id, "what its row carries is of a format that this program doesn't know");
    case AL_CARRIED_DAMAGED: return refuse(s, id, "what its row carries is damaged: its checksum is another");
    default: return refuse(s, id, "what its row carries isn't the way back");
    }
}

/* ---- Looking up ------------------------------------------------------------------------------------ */

static bool read_sum(const char *hex, struct aludel_sum *sum)
{
    static const char digits[] = "0123456789abcdef";
    if (strlen(hex) != 2 * sizeof sum->bytes || strspn(hex, digits) != 2 * sizeof sum->bytes) {
        return false;
    }
    for (size_t i = 0; i < sizeof sum->bytes; i++) {
        size_t high = (size_t)(strchr(digits, hex[2 * i]) - digits);
        size_t low = (size_t)(strchr(digits, hex[2 * i + 1]) - digits);
        sum->bytes[i] = (uint8_t)(high * 16 + low);
    }
    return true;
}

static bool read_row(const struct search *s, struct found *f, struct aludel_value rows)
{
    struct aludel *a = s->a;
    const char *action = al_cell_text(a, rows, 0, 1), *by = al_cell_text(a, rows, 0, 4);
    struct aludel_value number = al_cell(rows, 0, 2), layout = al_cell(rows, 0, 5);
    if (layout.type == ALUDEL_INT && layout.as.integer > AL_LOG_LAYOUT) {
        return al_fail_newer_log(a);
    }
    if (strcmp(action, "upgrade") != 0) {
        return refuse(s, f->id, "the last that was done with it is a %s, not an upgrade", action);
    }
    f->form = al_cell_text(a, rows, 0, 0);
    f->number = number.type == ALUDEL_INT ? number.as.integer : 0;
    if (!*f->form) {
        return refuse(s, f->id, "the program that applied it (aludel %s) left no way back there", by);
    }
    enum al_carried_is is = al_carried_read(al_text(f->form), &f->carried);
    if (is != AL_CARRIED_SOUND) {
        return refuse_form(s, f->id, is);
    }
    if (!al_is(f->carried.id, f->id)) {
        return refuse(s, f->id, "its row carries the way back from another revision");
    }
    read_sum(al_cell_text(a, rows, 0, 3), &f->sum);
    return true;
}

static bool look_up(const struct search *s, struct found *f)
{
    struct aludel *a = s->a;
    struct aludel_value rows, id = al_string(f->id);
    bool missing = false;
    if (!a->log_table) {
        return refuse(s, f->id, "there is none (`log_table` is empty)");
    }
    if (!al_ask_sql(a,
                    "SELECT carried, action, number, checksum, tool, layout FROM %s WHERE revision = " P
                    " AND action <> 'shared' ORDER BY number DESC LIMIT 1",
                    a->log_table, &id, 1, &rows, a->driver->in_group ? NULL : &missing)) {
        return false;
    }
    if (missing || al_row_count(rows) == 0) {
        return refuse(s, f->id, "it has no row there");
    }
    return read_row(s, f, rows) && (!a->scratch.exhausted || al_fail_no_memory(a));
}

static struct found *find(const struct search *s, struct aludel_text id)
{
    for (size_t i = 0; i < s->count; i++) {
        if (al_is(id, s->at[i].id)) {
            return &s->at[i];
        }
    }
    return NULL;
}

/* Once each; what this program knows itself needs no looking up. */
static bool add(struct search *s, struct aludel_text id)
{
    struct aludel *a = s->a;
    if (al_find(s->own, id) != AL_BASE || find(s, id)) {
        return true;
    }
    struct found *at = al_arena_grow(&a->scratch, s->at, s->count, &s->room, sizeof *at);
    const char *copy = al_arena_copy(&a->scratch, id.z, id.n);
    if (!at || !copy) {
        return al_fail_no_memory(a);
    }
    s->at = at;
    s->at[s->count++] = (struct found){.id = copy};
    return true;
}

static bool add_links(struct search *s, struct al_recipe links)
{
    struct aludel_text id;
    struct al_recipe parents = links;
    bool ok = true;
    while (ok && al_carried_next(&parents, 'p', &id)) {
        ok = add(s, id);
    }
    while (ok && al_carried_next(&links, 'd', &id)) {
        ok = add(s, id);
    }
    return ok;
}

/* What was done first to the front. */
static void sort(struct search *s)
{
    for (size_t i = 1; i < s->count; i++) {
        struct found f = s->at[i];
        size_t to = i;
        for (; to > 0 && s->at[to - 1].number > f.number; to--) {
            s->at[to] = s->at[to - 1];
        }
        s->at[to] = f;
    }
}

static bool search(struct search *s, const struct al_version *v)
{
    for (size_t i = 0; i < v->unknown_count; i++) {
        if (!add(s, al_text(v->unknown[i]))) {
            return false;
        }
    }
    for (size_t i = 0; i < s->count; i++) { /* it grows meanwhile */
        struct found f = s->at[i];
        if (!look_up(s, &f) || !add_links(s, f.carried.links)) {
            return false;
        }
        s->at[i] = f;
    }
    sort(s);
    return true;
}

/* ---- As migrations ----------------------------------------------------------------------------------- */

static bool comment_rebuild(struct aludel_op *op, struct aludel_text table)
{
    char line[300];
    al_format(line, sizeof line, "the table '%.*s' is rebuilt, from its definition as it stands then",
              (int)table.n, table.z);
    op->around->driver->type->comment(op->around->driver, line);
    return aludel_ok(op);
}

/* In a script: statements as they stand, and where a table is rebuilt, that it is. */
static bool write_recipe(struct aludel_op *op, struct al_recipe r)
{
    struct al_recipe_item item;
    bool inside = false;
    for (struct al_recipe one = r; aludel_ok(op) && al_recipe_next(&r, &item) == AL_RECIPE_ITEM; one = r) {
        one.end = r.at;
        if (item.letter == 'r') {
            inside = comment_rebuild(op, item.text);
        } else if (!inside && item.letter == 's') {
            al_recipe_run(op, one);
        }
        inside = inside && item.letter != '.';
    }
    return aludel_ok(op);
}

static bool run_carried(struct aludel_op *op)
{
    struct al_carried c;
    const char *form = op->migration->carried[aludel_dialect(op)];
    if (al_carried_read(al_text(form), &c) != AL_CARRIED_SOUND) {
        aludel_failf(op, "what the row carries has changed meanwhile");
        return false;
    }
    return op->around->driver->type->live ? al_recipe_run(op, c.recipe) : write_recipe(op, c.recipe);
}

static const char *string(const struct search *s, struct aludel_text text)
{
    return al_arena_copy(&s->a->scratch, text.z ? text.z : "", text.n);
}

static uint32_t position(const struct search *s, struct aludel_text id)
{
    const struct found *f = find(s, id);
    return f ? s->own->count + (uint32_t)(f - s->at) : al_find(s->own, id);
}

/* One more among links that are constant. */
static bool add_link(const struct search *s, struct aludel_links *links, uint32_t r)
{
    uint32_t *at = al_new(s->a, links->count + 1u, sizeof *at);
    if (!at) {
        return false;
    }
    for (uint32_t i = 0; i < links->count; i++) {
        at[i] = links->at[i];
    }
    at[links->count] = r;
    *links = (struct aludel_links){links->count + 1, at};
    return true;
}

static bool add_name(const struct search *s, struct aludel_names *names, struct aludel_text name)
{
    const char **at = al_new(s->a, names->count + 1u, sizeof *at);
    if (!at) {
        return false;
    }
    for (uint32_t i = 0; i < names->count; i++) {
        at[i] = names->at[i];
    }
    at[names->count] = string(s, name);
    *names = (struct aludel_names){names->count + 1, at};
    return true;
}

/* A link from `r` to what it needs, and one back. What it needs was done before it. */
static bool link_one(const struct search *s, struct aludel_migration *all, uint32_t r, struct aludel_text id,
                     bool parent)
{
    struct aludel_migration *m = &all[r];
    uint32_t to = position(s, id);
    if (to >= r) {
        return refuse(s, m->id, "by the log it was applied before '%.*s', which it needs", (int)id.n, id.z);
    }
    return add_link(s, &m->needs, to) && (!parent || add_link(s, &m->parents, to)) &&
           (parent || add_name(s, &m->depends_on, id)) &&
           add_link(s, parent ? &all[to].children : &all[to].dependents, r);
}

static bool link_all(const struct search *s, struct aludel_migration *all, uint32_t r, struct al_recipe links)
{
    struct aludel_text id;
    struct al_recipe_item item;
    bool ok = true;
    while (ok && al_recipe_next(&links, &item) == AL_RECIPE_ITEM) {
        id = item.text;
        ok = item.letter == 't' ? add_name(s, &all[r].replaces, id)
                                : link_one(s, all, r, id, item.letter == 'p');
    }
    return ok;
}

/* Whether `r` stands on `below`, as far as the links are made. */
static bool stands_on(struct aludel_registry *g, struct al_set *space, uint32_t r, uint32_t below)
{
    al_set_clear(space);
    al_set_add(space, r);
    al_close_up(g, space, true);
    return r != below && al_set_has(space, below);
}

/* What is undone leaves what it needs as rows: none of them below another one. (A parent may be below a dependency.) */
static bool only_topmost(const struct search *s, struct aludel_migration *all, uint32_t r)
{
    struct aludel_registry g = {.count = r, .migrations = all};
    struct al_set space = {al_new(s->a, AL_SET_WORDS(r) + 1u, sizeof(uint64_t)), r};
    struct aludel_links needs = all[r].needs;
    uint32_t *at = al_new(s->a, needs.count + 1u, sizeof *at), count = 0;
    for (uint32_t i = 0; space.words && at && i < needs.count; i++) {
        bool below = false;
        for (uint32_t k = 0; k < needs.count; k++) {
            below = below || stands_on(&g, &space, needs.at[k], needs.at[i]);
        }
        at[count] = needs.at[i];
        count += !below;
    }
    all[r].needs = (struct aludel_links){count, at};
    return space.words && at;
}

static bool make(const struct search *s, struct aludel_migration *all, uint32_t r)
{
    const struct found *f = &s->at[r - s->own->count];
    enum aludel_dialect d = s->a->type->dialect;
    struct aludel_migration *m = &all[r];
    *m = (struct aludel_migration){
        .id = f->id, .message = string(s, f->carried.message), .description = "", .file = "", .sum = f->sum};
    m->carried[d] = f->form;
    m->ways[ALUDEL_DOWN].run = run_carried;
    m->ways[ALUDEL_DOWN].flags[d] = f->carried.flags;
    m->ways[ALUDEL_DOWN].irreversible = f->carried.why.z ? string(s, f->carried.why) : NULL;
    return link_all(s, all, r, f->carried.links) && only_topmost(s, all, r) &&
           (!s->a->scratch.exhausted || al_fail_no_memory(s->a));
}

/* A chain of which this program knows nothing at all is somebody else's, and no newer one of its own. */
static bool check_kinship(const struct search *s, const struct aludel_migration *all,
                          const struct al_version *v)
{
    bool kin = v->rows.count > 0;
    for (size_t i = 0; i < s->count; i++) {
        const struct aludel_links *needs = &all[s->own->count + i].needs;
        for (uint32_t k = 0; k < needs->count; k++) {
            kin = kin || needs->at[k] < s->own->count;
        }
    }
    return kin || refuse(s, v->unknown[0],
                         "it stands on no revision that this program knows: this may be "
                         "another program's database");
}

/* The program's own chain with these behind it. Hooks are the program's, and none of these know them. */
static struct aludel_registry *make_registry(const struct search *s, const struct al_version *v)
{
    size_t count = s->own->count + s->count;
    struct aludel_registry *g = al_new(s->a, 1, sizeof *g);
    struct aludel_migration *all = al_new(s->a, count, sizeof *all);
    if (!g || !all) {
        return NULL;
    }
    memcpy(all, s->own->migrations, s->own->count * sizeof *all);
    for (uint32_t r = s->own->count; r < count; r++) {
        if (!make(s, all, r)) {
            return NULL;
        }
    }
    *g = *s->own;
    g->count = (uint32_t)count;
    g->migrations = all;
    g->before_downgrade = g->after_downgrade = NULL;
    return check_kinship(s, all, v) ? g : NULL;
}

static bool see(struct aludel *a, struct al_version *v)
{
    struct search s = {.a = a, .own = a->registry};
    if (!search(&s, v)) {
        return false;
    }
    struct aludel_registry *g = make_registry(&s, v);
    return g && al_view_make(a, &a->scratch, AL_VIEW_CARRIED, g) && al_version_see(a, v, AL_VIEW_CARRIED);
}

/* ---- The plan -------------------------------------------------------------------------------------------- */

/* The rows as they are behind the steps that are planned. */
static bool follow(struct al_run *run, struct al_rows *rows)
{
    struct aludel *a = run->a;
    struct al_change change;
    al_rows_copy(rows, &run->version.rows);
    for (uint32_t i = 0; i < run->plan.count; i++) {
        if (!al_step_change(a->registry, rows, run->plan.steps[i], &change, run->space, a->error)) {
            return false;
        }
        al_apply_change(rows, &change);
    }
    return true;
}

/* From there on down to the target: the program's own. Its hooks stand around the whole then. */
static bool plan_rest(struct al_run *run)
{
    struct aludel *a = run->a;
    const struct aludel_registry *own = run->own ? run->own : a->registry;
    struct al_rows rows = al_new_rows(a);
    struct al_plan rest = {al_new(a, own->count, sizeof *rest.steps), 0, own->count};
    if (!rows.at || !rest.steps || !follow(run, &rows) ||
        !al_plan_downgrade(own, &rows, run->target, &rest, run->space, a->error)) {
        return false;
    }
    memcpy(run->plan.steps + run->plan.count, rest.steps, rest.count * sizeof *rest.steps);
    run->plan.count += rest.count;
    if (run->own && rest.count > 0) {
        struct aludel_registry *g = al_new(a, 1, sizeof *g);
        if (!g) {
            return false;
        }
        *g = *a->registry;
        g->before_downgrade = own->before_downgrade;
        g->after_downgrade = own->after_downgrade;
        a->views[AL_VIEW_CARRIED].registry = a->registry = g;
    }
    return true;
}

/* All that isn't known, what was done last first. */
static bool plan(struct al_run *run)
{
    struct al_set applied;
    if (!al_applied(run->a, &run->version.rows, &applied)) {
        return false;
    }
    for (uint32_t r = run->a->registry->count; run->own && r-- > run->own->count;) {
        if (al_set_has(&applied, r)) {
            run->plan.steps[run->plan.count++] = (struct al_plan_step){r, ALUDEL_DOWN};
        }
    }
    return !*run->target || plan_rest(run);
}

/* ---- Asking ------------------------------------------------------------------------------------------------ */

static bool any_irreversible(const struct aludel_registry *g, uint32_t from)
{
    for (uint32_t r = from; r < g->count; r++) {
        if (g->migrations[r].ways[ALUDEL_DOWN].irreversible) {
            return true;
        }
    }
    return false;
}

/* Of a call that has failed anyway: nothing of it stays. */
static bool could(struct aludel *a, const struct al_version *v)
{
    struct aludel_error meanwhile, *first = al_set_aside(a, &meanwhile);
    const struct aludel_registry *own = a->registry;
    struct aludel_revision *revisions = a->revisions;
    struct al_version seen = *v;
    bool ok = see(a, &seen) && !any_irreversible(a->registry, own->count);
    if (a->driver->error.code != ALUDEL_OK) {
        a->type->rollback(a->driver);
    }
    a->views[AL_VIEW_CARRIED] = (struct al_view){NULL, NULL};
    a->registry = own;
    a->revisions = revisions;
    a->error = first;
    return ok;
}

static const struct al_carrying_type carrying = {see, plan, could};
const struct aludel_carrying aludel_carrying = {&carrying};
