#include "plan/identify.h"

#include <string.h>

/* ---- Reading ------------------------------------------------------------------------------- */

static uint32_t find_label(const struct aludel_registry *g, struct aludel_text name)
{
    for (uint32_t i = 0; i < g->count; i++)
        for (uint32_t k = 0; k < al_rare(&g->migrations[i])->own_labels.count; k++)
            if (al_is(name, al_rare(&g->migrations[i])->own_labels.at[k]))
                return i;
    return AL_BASE;
}

bool al_is_label(const struct aludel_registry *g, struct aludel_text name)
{
    return find_label(g, name) != AL_BASE;
}

/* The revision that has this id, or declares this label. */
static bool exact(const struct aludel_registry *g, struct aludel_text name, uint32_t *r)
{
    *r = al_find(g, name);
    if (*r == AL_BASE)
        *r = find_label(g, name);
    return *r != AL_BASE;
}

static size_t trailing_digits(struct aludel_text t)
{
    size_t n = 0;

    while (n < t.n && t.z[t.n - n - 1] >= '0' && t.z[t.n - n - 1] <= '9')
        n++;
    return n;
}

/* More steps than there are revisions are as many as one more. */
static int64_t read_steps(const struct aludel_registry *g, struct aludel_text amount)
{
    int64_t steps = 0, most = (int64_t)g->count + 1;

    for (size_t i = 1; i < amount.n && steps <= most; i++)
        steps = steps * 10 + (amount.z[i] - '0');
    if (steps > most)
        steps = most;
    return amount.z[0] == '-' ? -steps : steps;
}

static void read_relative(const struct aludel_registry *g, struct al_ident *ident)
{
    struct aludel_text t = ident->symbol;
    size_t digits = trailing_digits(t), sign = t.n - digits - 1;
    uint32_t r;

    if (digits == 0 || digits == t.n || (t.z[sign] != '+' && t.z[sign] != '-') || exact(g, t, &r))
        return; /* a label may look like id-1 */
    ident->relative = true;
    ident->symbol = (struct aludel_text){t.z, sign};
    ident->amount = (struct aludel_text){t.z + sign, digits + 1};
    ident->steps = read_steps(g, ident->amount);
}

struct al_ident al_ident(const struct aludel_registry *g, struct aludel_text text)
{
    const char *at = text.n ? memchr(text.z, '@', text.n) : NULL;
    struct al_ident ident = {.label = {text.z, 0}, .symbol = text};

    if (at) {
        ident.label.n = (size_t)(at - text.z);
        ident.symbol = (struct aludel_text){at + 1, text.n - ident.label.n - 1};
    }
    read_relative(g, &ident);
    return ident;
}

/* ---- Messages ------------------------------------------------------------------------------ */

void al_join_ids(const struct aludel_registry *g, const struct al_rows *list, char *out, size_t room)
{
    size_t n = 0;

    out[0] = '\0';
    for (uint32_t i = 0; i < list->count && n < room; i++)
        n += al_format(out + n, room - n, "%s%s", i ? ", " : "", g->migrations[list->at[i]].id);
}

static bool cant_locate(const struct al_ask *ask, struct aludel_text text)
{
    const struct aludel_migration *by = al_replacement(ask->work.g, text);

    al_error_unknown(ask->error, text);
    if (by)
        al_error_hint(ask->error, *by->file ? "it was squashed into '%s' (%s)" : "it was squashed into '%s'",
                      by->id, by->file);
    al_error_hint(ask->error, "an id, the unique start of one, a branch label, head, heads or base; "
                              "'history' lists what this program knows");
    return false;
}

bool al_no_such_step(const struct al_ask *ask, const struct al_ident *ident)
{
    struct aludel_text digits = {ident->amount.z + 1, ident->amount.n - 1};

    for (; digits.n > 1 && *digits.z == '0'; digits.n--)
        digits.z++;
    return al_error(ask->error, ALUDEL_USAGE, "Relative revision %.*s didn't produce %.*s migrations",
                    (int)ident->amount.n, ident->amount.z, (int)digits.n, digits.z);
}

/* With their files: who finds two of them has to look into both. */
static void hint_at_heads(const struct al_ask *ask, const struct al_rows *heads)
{
    const struct aludel_registry *g = ask->work.g;
    char named[360], ids[120];
    size_t n = 0, k = 0;

    for (uint32_t i = 0; i < heads->count && n < sizeof named && k < sizeof ids; i++) {
        const struct aludel_migration *m = &g->migrations[heads->at[i]];
        n += al_format(named + n, sizeof named - n, *m->file ? "%s%s (%s)" : "%s%s", i ? ", " : "", m->id,
                       m->file);
        k += al_format(ids + k, sizeof ids - k, " %s", m->id);
    }
    al_error_hint(ask->error, "the heads are %s; to join them: aludel merge%s", named, ids);
}

static bool several_heads(const struct al_ask *ask, const struct al_ident *ident, const struct al_rows *heads)
{
    char written[120];
    const char *argument = ask->argument;

    if (!argument)
        al_format(written, sizeof written, "%.*s%s%.*s", (int)ident->label.n, ident->label.z,
                  ident->label.n ? "@" : "", (int)ident->symbol.n, ident->symbol.z);
    if (!argument)
        argument = written;
    if (ask->stamping)
        al_error(ask->error, ALUDEL_USAGE,
                 "Multiple heads are present; please specify a single target revision");
    else
        al_error(ask->error, ALUDEL_USAGE,
                 "Multiple head revisions are present for given argument '%s'; please specify a specific "
                 "target revision, '<branchname>@%s' to narrow to a specific head, or 'heads' for all heads",
                 argument, argument);
    hint_at_heads(ask, heads);
    return false;
}

/* ---- Names --------------------------------------------------------------------------------- */

enum { SHOWN = 3 }; /* names that an ambiguous prefix lists, as Alembic does */

struct matches {
    const char *names[SHOWN];
    uint32_t count, last;
};

static void match(struct matches *m, struct aludel_text start, const char *name, uint32_t r)
{
    if (strlen(name) <= 3 || strncmp(name, start.z, start.n) != 0)
        return;
    if (m->count < SHOWN)
        m->names[m->count] = name;
    m->count++;
    m->last = r;
}

static bool ambiguous(const struct al_ask *ask, struct aludel_text start, const struct matches *m)
{
    char names[300];
    size_t n = 0;

    for (uint32_t i = 0; i < m->count && i < SHOWN && n < sizeof names; i++)
        n += al_format(names + n, sizeof names - n, "%s'%s'", i ? ", " : "", m->names[i]);
    return al_error(ask->error, ALUDEL_USAGE, "Multiple revisions start with '%.*s': %s%s", (int)start.n,
                    start.z, names, m->count > SHOWN ? "..." : "");
}

/* The one revision whose id or label starts with `start`, of those in `within` (NULL: of all). */
static bool by_start(const struct al_ask *ask, struct aludel_text start, const struct al_set *within,
                     uint32_t *r)
{
    const struct aludel_registry *g = ask->work.g;
    struct matches m = {.count = 0};

    for (uint32_t i = 0; start.n && i < g->count; i++)
        if (!within || al_set_has(within, i))
            match(&m, start, g->migrations[i].id, i);
    for (uint32_t i = 0; start.n && i < g->count; i++)
        for (uint32_t k = 0; k < al_rare(&g->migrations[i])->own_labels.count; k++)
            if (!within || al_set_has(within, i))
                match(&m, start, al_rare(&g->migrations[i])->own_labels.at[k], i);
    if (m.count > 1)
        return ambiguous(ask, start, &m);
    *r = m.last;
    return m.count == 1 || cant_locate(ask, start);
}

bool al_ask_branch(const struct al_ask *ask, struct aludel_text label, struct al_set *related)
{
    uint32_t r;

    if (!exact(ask->work.g, label, &r) && !by_start(ask, label, NULL, &r))
        return false;
    al_set_clear(related);
    al_set_add(related, r);
    al_set_lineage(ask->work, related, false);
    return true;
}

static bool ask_name(const struct al_ask *ask, const struct al_ident *ident, uint32_t *r)
{
    struct al_ask inner = *ask;
    struct al_set related = al_work_set(&inner.work);
    bool on_branch = ident->label.n > 0;

    if (on_branch && !al_ask_branch(&inner, ident->label, &related))
        return false;
    if (!exact(ask->work.g, ident->symbol, r) &&
        !by_start(&inner, ident->symbol, on_branch ? &related : NULL, r))
        return false;
    if (on_branch && !al_set_has(&related, *r))
        return al_error(ask->error, ALUDEL_USAGE, "Revision %s is not a member of branch '%.*s'",
                        ask->work.g->migrations[*r].id, (int)ident->label.n, ident->label.z);
    return true;
}

/* ---- head, heads, base --------------------------------------------------------------------- */

static bool branch_heads(const struct al_ask *ask, struct aludel_text label, bool real, struct al_rows *found)
{
    struct al_ask inner = *ask;
    struct al_set related = al_work_set(&inner.work);
    uint32_t kept = 0;

    if (label.n && !al_ask_branch(&inner, label, &related))
        return false;
    al_heads(ask->work.g, real, found);
    for (uint32_t i = 0; i < found->count; i++)
        if (!label.n || al_set_has(&related, found->at[i]))
            found->at[kept++] = found->at[i];
    found->count = kept;
    return true;
}

bool al_ask_one(const struct al_ask *ask, const struct al_ident *ident, uint32_t *r)
{
    struct al_ask inner = *ask;
    struct al_rows heads = al_work_list(&inner.work);
    bool all = al_is(ident->symbol, "heads");

    if (!all && !al_is(ident->symbol, "head") && !al_is(ident->symbol, "base"))
        return ask_name(&inner, ident, r);
    if (!branch_heads(&inner, ident->label, all && !ident->label.n, &heads))
        return false;
    if (al_is(ident->symbol, "base"))
        heads.count = 0;
    if (heads.count > 1)
        return several_heads(ask, ident, &heads);
    *r = heads.count ? heads.at[0] : AL_BASE;
    return true;
}

/* ---- Walking ------------------------------------------------------------------------------- */

struct choice { /* where one step can lead */
    struct al_rows to;
    uint32_t room[4];
    uint32_t count;
};

static void choose(struct choice *c, uint32_t r)
{
    if (c->count++ < sizeof c->room / sizeof *c->room)
        c->to.at[c->to.count++] = r;
}

static void look_up(const struct aludel_registry *g, uint32_t from, const struct al_set *within,
                    struct choice *c)
{
    if (from == AL_BASE) {
        for (uint32_t r = 0; r < g->count; r++)
            if (g->migrations[r].parents.count == 0 && (!within || al_set_has(within, r)))
                choose(c, r);
        return;
    }
    for (uint32_t i = 0; i < g->migrations[from].children.count; i++)
        if (!within || al_set_has(within, g->migrations[from].children.at[i]))
            choose(c, g->migrations[from].children.at[i]);
}

static void look_down(const struct aludel_registry *g, uint32_t from, struct choice *c)
{
    if (from == AL_BASE)
        return;
    for (uint32_t i = 0; i < g->migrations[from].parents.count; i++)
        choose(c, g->migrations[from].parents.at[i]);
    if (c->count == 0)
        choose(c, AL_BASE);
}

static bool ambiguous_walk(const struct al_ask *ask, uint32_t from, const struct choice *c)
{
    const struct aludel_registry *g = ask->work.g;
    char ids[300];

    al_join_ids(g, &c->to, ids, sizeof ids);
    al_error(ask->error, ALUDEL_USAGE, "Ambiguous walk");
    al_error_hint(ask->error, "from %s it goes on to %s%s: name the one you mean",
                  from == AL_BASE ? "base" : g->migrations[from].id, ids,
                  c->count > c->to.count ? ", …" : "");
    return false;
}

bool al_walk(const struct al_ask *ask, uint32_t start, int64_t steps, const struct al_set *within,
             uint32_t *end)
{
    *end = start;
    for (int64_t i = 0; i < (steps < 0 ? -steps : steps); i++) {
        struct choice c = {.count = 0};
        c.to.at = c.room;
        if (steps > 0)
            look_up(ask->work.g, *end, within, &c);
        else
            look_down(ask->work.g, *end, &c);
        if (c.count > 1)
            return ambiguous_walk(ask, *end, &c);
        if (c.count == 0) {
            *end = ask->clamp ? *end : AL_BEYOND;
            return true;
        }
        *end = c.to.at[0];
    }
    return true;
}

/* ---- All of them ----------------------------------------------------------------------------- */

static bool walk_and_add(const struct al_ask *ask, const struct al_ident *ident, uint32_t start,
                         const struct al_set *within, struct al_rows *found)
{
    uint32_t r;

    if (!al_walk(ask, start, ident->steps, within, &r))
        return false;
    if (r == AL_BEYOND)
        return al_no_such_step(ask, ident);
    if (r != AL_BASE)
        al_list_add(found, r);
    return true;
}

/* -N and label@-N without a direction: below each head. */
static bool below_heads(const struct al_ask *ask, const struct al_ident *ident, struct al_rows *found)
{
    struct al_ask inner = *ask;
    struct al_rows heads = al_work_list(&inner.work);

    if (!branch_heads(&inner, ident->label, true, &heads))
        return false;
    for (uint32_t i = 0; i < heads.count; i++)
        if (!walk_and_add(&inner, ident, heads.at[i], NULL, found))
            return false;
    return true;
}

static bool ask_relative(const struct al_ask *ask, const struct al_ident *ident, struct al_rows *found)
{
    struct al_ask inner = *ask;
    struct al_set related = al_work_set(&inner.work);
    uint32_t start;

    if (ident->label.n && !al_ask_branch(&inner, ident->label, &related))
        return false;
    if (ident->symbol.n == 0)
        return ident->steps < 0 ? below_heads(&inner, ident, found) : cant_locate(ask, ident->amount);
    if (!al_ask_one(&inner, ident, &start))
        return false;
    return walk_and_add(&inner, ident, start, ident->label.n ? &related : NULL, found);
}

bool al_ask_all(const struct al_ask *ask, struct aludel_text text, struct al_rows *found)
{
    struct al_ask inner = *ask;
    struct al_rows heads = al_work_list(&inner.work);
    struct al_ident ident = al_ident(ask->work.g, text);
    uint32_t r;

    if (ident.relative)
        return ask_relative(&inner, &ident, found);
    if (!al_is(ident.symbol, "heads")) {
        if (!al_ask_one(&inner, &ident, &r))
            return false;
        return r == AL_BASE || al_list_add(found, r);
    }
    if (!branch_heads(&inner, ident.label, !ident.label.n, &heads))
        return false;
    for (uint32_t i = 0; i < heads.count; i++)
        al_list_add(found, heads.at[i]);
    return true;
}
