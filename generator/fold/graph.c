/* Schemas on the graph of revisions: what a migration finds, and what it can't be sure of. */
#include "fold/outcome.h"

const struct schema *schema_unknown(struct arena *a, enum aludel_dialect d)
{
    struct schema *s = ARENA_NEW(a, struct schema);
    *s = (struct schema){.dialect = d, .uncertain = true};
    return s;
}

static const char *log_schema(const struct environment *e)
{
    return *e->settings.log_table_schema ? e->settings.log_table_schema : e->settings.version_table_schema;
}

/* What the runtime keeps beside the migrations' own; they may touch it, and its shape isn't theirs to know. */
static const struct schema *with_own_table(const struct environment *e, const struct schema *s,
                                           const char *schema, const char *name)
{
    struct diagnostics unheard = {.arena = e->arena};
    struct evolution evolution = {.arena = e->arena, .diagnostics = &unheard};
    struct path path = {al_text(schema), al_text(name)};
    struct table t = {.path = path};
    struct change create = {.kind = CHANGE_CREATE_TABLE, .table = path, .create = &t};
    struct change unread = {.kind = CHANGE_UNREAD};
    vec_push(e->arena, &unread.tables, path);
    return *name ? evolve(&evolution, evolve(&evolution, s, &create), &unread) : s;
}

static const struct schema *schema_empty(const struct environment *e, enum aludel_dialect d)
{
    const struct aludel_settings *set = &e->settings;
    struct schema *s = ARENA_NEW(e->arena, struct schema);
    s->dialect = d;
    return with_own_table(e, with_own_table(e, s, set->version_table_schema, set->version_table),
                          log_schema(e), set->log_table);
}

/* Marks a migration and all that it needs. */
static void mark_ancestors(const struct environment *e, uint32_t from, bool *marks)
{
    struct indices open = {0};
    vec_push(e->arena, &open, from);
    while (open.count) {
        uint32_t i = open.at[--open.count];
        if (marks[i])
            continue;
        marks[i] = true;
        const struct indices *needs = &e->migrations.at[i]->needs;
        for (size_t k = 0; k < needs->count; k++)
            vec_push(e->arena, &open, needs->at[k]);
    }
}

static bool *ancestors(const struct environment *e, uint32_t of)
{
    bool *marks = ARENA_ARRAY(e->arena, bool, e->migrations.count + 1);
    mark_ancestors(e, of, marks);
    return marks;
}

/* ---- Where branches meet ---- */

static void contradiction(struct diagnostics *d, const struct migration *m, const struct diagnostic *said)
{
    diag_error(d, said->span, "the branches that meet in '%.*s' contradict each other: %s", (int)m->id.n,
               m->id.z, said->message);
    if (said->hint)
        diag_hint(d, "%s", said->hint);
    if (said->also[0].message)
        diag_also(d, said->also[0].span, "%s", said->also[0].message);
    diag_also(d, m->id_span, "they meet here");
}

static const struct schema *replay(struct environment *e, const struct migration *m,
                                   const struct migration *other, const struct schema *schema,
                                   struct diagnostics *d)
{
    struct diagnostics said = {.arena = e->arena};
    struct evolution evolution = {.arena = e->arena, .diagnostics = &said};
    const struct evolved_list *list = other->evolved[schema->dialect];
    for (size_t i = 0; list && i < list->count; i++)
        schema = evolve(&evolution, schema, list->at[i].change);
    for (size_t i = 0; i < said.list.count; i++)
        contradiction(d, m, &said.list.at[i]);
    return schema;
}

static size_t count_marks(const struct environment *e, const bool *marks)
{
    size_t count = 0;
    for (size_t i = 0; i < e->migrations.count; i++)
        count += marks[i];
    return count;
}

/* Of several parents the one with the most ancestors: the fewest steps are then to be replayed. */
static bool *longest_branch(const struct environment *e, const struct migration *m, uint32_t *parent)
{
    bool *most = NULL;
    for (size_t i = 0; i < m->needs.count; i++) {
        bool *marks = ancestors(e, m->needs.at[i]);
        if (most && count_marks(e, marks) <= count_marks(e, most))
            continue;
        most = marks;
        *parent = m->needs.at[i];
    }
    return most;
}

/* One parent's schema, and what the other ancestors do to it, in their order. */
static const struct schema *merged(struct environment *e, const struct migration *m,
                                   enum aludel_dialect dialect, struct diagnostics *d)
{
    uint32_t parent = 0;
    bool *first = longest_branch(e, m, &parent);
    const struct schema *schema = e->migrations.at[parent]->after[dialect];
    bool *all = ARENA_ARRAY(e->arena, bool, e->migrations.count + 1);
    for (size_t i = 0; i < m->needs.count; i++)
        mark_ancestors(e, m->needs.at[i], all);
    for (size_t i = 0; i < e->migrations.count; i++) {
        if (!all[i] || first[i])
            continue;
        if (e->migrations.at[i]->broken)
            return schema_unknown(e->arena, dialect);
        schema = replay(e, m, e->migrations.at[i], schema, d);
    }
    return schema;
}

const struct schema *schema_before(struct environment *e, const struct migration *m, enum aludel_dialect d,
                                   struct diagnostics *diagnostics)
{
    bool is_lost = m->needs.count == 0 && m->parents.count > 0; /* its parent couldn't be read */
    if (is_lost || (m->needs.count == 0 && e->settings.from_scratch[0] == 'n'))
        return schema_unknown(e->arena, d);
    if (m->needs.count == 0)
        return schema_empty(e, d);
    for (size_t i = 0; i < m->needs.count; i++)
        if (!e->migrations.at[m->needs.at[i]]->after[d])
            return schema_unknown(e->arena, d);
    return m->needs.count == 1 ? e->migrations.at[m->needs.at[0]]->after[d] : merged(e, m, d, diagnostics);
}

static const struct schema *without(const struct environment *e, const struct schema *s, const char *schema,
                                    const char *name)
{
    struct diagnostics unheard = {.arena = e->arena};
    struct evolution evolution = {.arena = e->arena, .diagnostics = &unheard};
    struct change drop = {.kind = CHANGE_DROP_TABLE, .if_exists = true};
    drop.table = (struct path){al_text(schema), al_text(name)};
    return *name ? evolve(&evolution, s, &drop) : s;
}

static const struct schema *without_own_tables(const struct environment *e, const struct schema *s)
{
    return without(e, without(e, s, e->settings.version_table_schema, e->settings.version_table),
                   log_schema(e), e->settings.log_table);
}

const struct schema *schema_at(struct environment *e, const struct indices *revisions, enum aludel_dialect d)
{
    struct diagnostics unheard = {.arena = e->arena};
    struct migration together = {.needs = *revisions};
    return without_own_tables(e, schema_before(e, &together, d, &unheard));
}

/* ---- What another branch may have done ---- */

static bool touches(enum aludel_dialect d, const struct change *c, struct path path)
{
    const struct path paths[] = {c->table, c->to, c->create ? c->create->path : c->table,
                                 c->thing ? c->thing->path : c->table, c->index ? c->index->path : c->table};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        if (paths[i].name.n && same_path(d, paths[i], path))
            return true;
    return c->kind == CHANGE_UNREAD && c->tables.count == 0;
}

static bool is_touched(const struct environment *e, enum aludel_dialect d, const bool *related,
                       struct path path)
{
    for (size_t i = 0; i < e->migrations.count; i++) {
        const struct evolved_list *list = e->migrations.at[i]->evolved[d];
        for (size_t k = 0; !related[i] && list && k < list->count; k++)
            if (touches(d, list->at[k].change, path))
                return true;
    }
    return false;
}

static void mark_descendants(const struct environment *e, uint32_t from, bool *marks)
{
    struct indices open = {0};
    vec_push(e->arena, &open, from);
    while (open.count) {
        const struct migration *m = e->migrations.at[open.at[--open.count]];
        const struct indices *lists[] = {&m->children, &m->dependents};
        for (size_t l = 0; l < 2; l++)
            for (size_t k = 0; k < lists[l]->count; k++) {
                if (!marks[lists[l]->at[k]])
                    vec_push(e->arena, &open, lists[l]->at[k]);
                marks[lists[l]->at[k]] = true;
            }
    }
}

/* Ancestors, descendants, and the migration itself. */
static bool *relatives(const struct environment *e, uint32_t of)
{
    bool *marks = ancestors(e, of);
    mark_descendants(e, of, marks);
    return marks;
}

static void take_back(struct diagnostics *d, const bool *gone)
{
    size_t kept = 0;
    for (size_t i = 0; i < d->list.count; i++) {
        if (gone[i])
            d->errors -= d->list.at[i].severity == SEVERITY_ERROR;
        else
            d->list.at[kept++] = d->list.at[i];
    }
    d->list.count = kept;
}

void drop_claims(struct environment *e, uint32_t migration, struct outcome *o)
{
    for (int d = 0; d < ALUDEL_DIALECTS; d++) {
        const struct claims *claims = &o->claims[d];
        if (claims->count == 0)
            continue;
        const bool *related = relatives(e, migration);
        bool *gone = ARENA_ARRAY(e->arena, bool, o->diagnostics[d].list.count + 1);
        for (size_t i = 0; i < claims->count; i++)
            if (is_touched(e, (enum aludel_dialect)d, related, claims->at[i].path))
                gone[claims->at[i].diagnostic] = true;
        take_back(&o->diagnostics[d], gone);
    }
}
