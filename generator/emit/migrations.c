/* migrations.c: the table of a registry's migrations, as one view of the chain has them. */
#include "emit/inner.h"

#include <string.h>

static const char *const way_names[] = {[ALUDEL_UP] = "ALUDEL_UP", [ALUDEL_DOWN] = "ALUDEL_DOWN"};

/* ---- Pieces of initialisers ------------------------------------------------------------------------ */

/* One migration's number is the usual list: they share a table, which the C compiler reads faster than as many arrays. */
static void put_links(struct c_writer *w, const char *name, size_t count, const uint32_t *at)
{
    if (!count)
        return;
    if (count == 1) {
        c_line(w, ".%s = {1, &number[%u]},", name, (unsigned)*at);
        return;
    }
    c_begin(w);
    c_put(w, ".%s = {%zu, (const uint32_t[]){", name, count);
    for (size_t i = 0; i < count; i++)
        c_put(w, "%s%u", i ? ", " : "", (unsigned)at[i]);
    c_end(w, "}},");
}

static void put_references(struct environment const *e, struct c_writer *w, const char *name,
                           const struct references *r)
{
    uint32_t *at = ARENA_ARRAY(e->arena, uint32_t, r->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < r->count; i++)
        if (r->at[i].index != UINT32_MAX)
            at[count++] = r->at[i].index;
    put_links(w, name, count, at);
}

static void put_names(struct c_writer *w, size_t count, const char *const *names)
{
    c_put(w, "{%zu, (const char *const[]){", count);
    for (size_t i = 0; i < count; i++) {
        c_put(w, "%s", i ? ", " : "");
        c_string(w, al_text(names[i]));
    }
    c_put(w, "}}");
}

static void put_labels(struct environment const *e, struct c_writer *w, const char *name, size_t count,
                       const struct aludel_text *labels)
{
    if (!count)
        return;
    const char **names = ARENA_ARRAY(e->arena, const char *, count);
    for (size_t i = 0; i < count; i++)
        names[i] = arena_string(e->arena, labels[i]);
    c_begin(w);
    c_put(w, ".%s = ", name);
    put_names(w, count, names);
    c_end(w, ",");
}

/* References as their author wrote them. */
static void put_as_written(struct environment const *e, struct c_writer *w, const char *name,
                           const struct references *r)
{
    struct aludel_text *at = ARENA_ARRAY(e->arena, struct aludel_text, r->count + 1);
    for (size_t i = 0; i < r->count; i++)
        at[i] = r->at[i].text;
    put_labels(e, w, name, r->count, at);
}

/* ---- One direction --------------------------------------------------------------------------------- */

static void put_way_flags(struct c_writer *w, struct program *const programs[ALUDEL_DIALECTS])
{
    static const char *const dialects[] = {"ALUDEL_SQLITE", "ALUDEL_POSTGRESQL"};
    const char *between = ", .flags = {";
    for (int d = 0; d < ALUDEL_DIALECTS; d++) {
        if (!programs[d] || !programs[d]->flags)
            continue;
        c_put(w, "%s[%s] = ", between, dialects[d]);
        put_flags(w, migration_flags, programs[d]->flags);
        between = ", ";
    }
    if (!strcmp(between, ", "))
        c_put(w, "}");
}

void put_direction(const struct environment *e, struct c_writer *w, const char *function,
                   const struct migration *m, enum aludel_direction d)
{
    struct program *programs[ALUDEL_DIALECTS];
    for (int i = 0; i < ALUDEL_DIALECTS; i++)
        programs[i] = m->programs[i][d];
    c_begin(w);
    c_put(w, "[%s] = {.run = %s", way_names[d], function);
    put_way_flags(w, programs);
    put_work(w, e, programs[ALUDEL_SQLITE]);
    c_end(w, "},");
}

/* ---- What few have ---------------------------------------------------------------------------------- */

static bool has_name(const struct program *p, const char *name)
{
    for (size_t i = 0; i < p->needs.count; i++)
        if (!strcmp(p->needs.at[i], name))
            return true;
    return false;
}

/* Variables that every dialect can't do without: which one will run isn't known when they are looked for. */
static void put_variables(struct arena *a, struct c_writer *w, const struct migration *m,
                          enum aludel_direction d)
{
    const struct program *one = m->programs[0][d] ? m->programs[0][d] : m->programs[1][d];
    const struct program *other = m->programs[0][d] ? m->programs[1][d] : NULL;
    size_t count = 0, most = one ? one->needs.count : 0;
    const char **names = ARENA_ARRAY(a, const char *, most + 1);
    for (size_t i = 0; i < most; i++)
        if (!other || has_name(other, one->needs.at[i]))
            names[count++] = one->needs.at[i];
    if (!count)
        return;
    c_begin(w);
    c_put(w, ".variables[%s] = ", way_names[d]);
    put_names(w, count, names);
    c_end(w, ",");
}

static void put_irreversible(struct c_writer *w, const struct migration *m)
{
    for (int i = 0; i < ALUDEL_DIALECTS; i++) {
        const struct program *p = m->programs[i][ALUDEL_DOWN];
        if (p && p->irreversible) {
            put_string_field(w, "irreversible", p->irreversible);
            return;
        }
    }
}

static void put_rare_of_ways(struct c_writer *w, const struct environment *e, const struct c_names *n,
                             const struct migration *m)
{
    if (m->older)
        return;
    put_variables(e->arena, w, m, ALUDEL_UP);
    if (n->no_downgrade)
        return;
    put_variables(e->arena, w, m, ALUDEL_DOWN);
    put_irreversible(w, m);
}

static void put_rare(struct c_writer *w, const struct environment *e, const struct c_names *n,
                     const struct migration *m)
{
    struct c_writer p = c_piece(e->arena);
    p.indent = w->indent + 1;
    if (m->description && *m->description && !n->strip_messages && !m->older)
        put_string_field(&p, "description", m->description);
    put_as_written(e, &p, "depends_on", &m->depends_on);
    put_as_written(e, &p, "own_labels", &m->own_labels);
    put_labels(e, &p, "labels", m->labels.count, m->labels.at);
    put_as_written(e, &p, "replaces", &m->replaces);
    put_rare_of_ways(&p, e, n, m);
    if (!p.text.n)
        return;
    c_line(w, ".rare = &(const struct aludel_rare){");
    c_paste(w, &p, "");
    c_line(w, "},");
}

/* ---- Migrations ------------------------------------------------------------------------------------- */

static void put_texts(struct c_writer *w, const struct environment *e, const struct c_names *n,
                      const struct migration *m)
{
    bool silent = n->strip_messages || m->older;
    put_string_field(w, "id", arena_string(e->arena, m->id));
    put_string_field(w, "message", m->message && !silent ? m->message : "");
    put_string_field(w, "file", silent ? "" : m->file->source->shown);
}

static void put_graph(struct c_writer *w, const struct environment *e, const struct migration *m)
{
    put_references(e, w, "parents", &m->parents);
    put_links(w, "needs", m->needs.count, m->needs.at);
    put_links(w, "children", m->children.count, m->children.at);
    put_links(w, "dependents", m->dependents.count, m->dependents.at);
    const char *compatible = migration_compatible(e, m);
    if (compatible)
        put_string_field(w, "compatible_with", compatible);
}

static void put_ways(struct c_writer *w, const struct environment *e, const struct c_names *n,
                     const struct migration *m)
{
    enum aludel_direction last = n->no_downgrade ? ALUDEL_UP : ALUDEL_DOWN;
    if (m->older)
        return;
    c_line(w, ".ways = {");
    w->indent++;
    for (enum aludel_direction d = ALUDEL_UP; d <= last; d++)
        put_direction(e, w, function_name(e->arena, n, m, d), m, d);
    w->indent--;
    c_line(w, "},");
}

/* The i-th of a view. */
static void put_migration(struct c_writer *w, const struct environment *of, const struct environment *e,
                          const struct c_names *n, size_t i)
{
    const struct migration *m = e->migrations.at[i];
    c_line(w, "[%zu] = {", i);
    w->indent++;
    put_texts(w, e, n, m);
    put_rare(w, e, n, m);
    put_graph(w, e, m);
    put_ways(w, e, n, m);
    put_sum_field(w, &m->sum);
    if (carries(of) && !m->older)
        put_carried_field(w, of, e, m);
    w->indent--;
    c_line(w, "},");
}

static bool has_single_link(const struct migration *m)
{
    return m->parents.count == 1 || m->needs.count == 1 || m->children.count == 1 || m->dependents.count == 1;
}

static bool has_single_links(const struct environment *e)
{
    for (size_t i = 0; i < e->migrations.count; i++)
        if (has_single_link(e->migrations.at[i]))
            return true;
    return false;
}

/* The table that put_links points into: number[i] is i. */
static void put_numbers(struct c_writer *w, const struct environment *e)
{
    const struct environment *larger = e->originals ? e->originals : e;
    if (!has_single_links(e) && !has_single_links(larger))
        return;
    c_begin(w);
    c_put(w, "static const uint32_t number[] = {");
    for (size_t i = 0; i < larger->migrations.count; i++)
        c_put(w, "%s%zu", !i ? "" : i % 20 ? ", " : ",\n    ", i);
    c_end(w, "};");
    c_blank(w);
}

/* `again`: those that the other table has, too, are declared there. */
static void declare_functions(struct c_writer *w, const struct environment *e, const struct c_names *n,
                              bool again)
{
    for (size_t i = 0; i < e->migrations.count; i++)
        if (!e->migrations.at[i]->older && (!again || e->migrations.at[i]->replaced))
            declare_ways(e->arena, w, n, e->migrations.at[i]);
}

static void put_table(struct c_writer *w, const struct environment *of, const struct environment *e,
                      const struct c_names *n, const char *name)
{
    bool overlong = has_long_work(e);
    if (overlong)
        c_quiet(w, "-Woverlength-strings");
    c_line(w, "static const struct aludel_migration %s[] = {", name);
    w->indent++;
    for (size_t i = 0; i < e->migrations.count; i++)
        put_migration(w, of, e, n, i);
    w->indent--;
    c_line(w, "};");
    if (overlong)
        c_loud(w);
    c_blank(w);
}

void put_migrations(struct c_writer *w, const struct environment *e, const struct c_names *n)
{
    if (!e->migrations.count)
        return;
    declare_functions(w, e, n, false);
    if (e->originals)
        declare_functions(w, e->originals, n, true);
    c_blank(w);
    put_numbers(w, e);
    if (carries(e))
        put_carried_constants(w, e, e, false, n->strip_messages);
    put_table(w, e, e, n, "migrations");
    if (!e->originals)
        return;
    if (carries(e))
        put_carried_constants(w, e, e->originals, true, n->strip_messages);
    put_table(w, e, e->originals, n, "originals");
}
