/*
 * registry.c: the registry's own file, and the header.
 */
#include "emit/inner.h"
#include "emit/sums.h"

#include <string.h>

void put_banner(struct c_writer *w, const struct c_names *n, const char *from)
{
    c_put(w, "/* Made by aludel %s from ", n->version);
    c_comment(w, al_text(from));
    c_end(w, ": change that, not this file. */");
}

static void put_shared(struct c_writer *w, const struct environment *e)
{
    if (!e->shared.count)
        return;
    c_line(w, "static const struct aludel_file_sum shared[] = {");
    w->indent++;
    for (size_t i = 0; i < e->shared.count; i++) {
        c_begin(w);
        c_put(w, "{");
        c_string(w, al_text(e->shared.at[i].file->source->shown));
        c_put(w, ", ");
        put_sum(w, &e->shared.at[i].sum);
        c_end(w, "},");
    }
    w->indent--;
    c_line(w, "};");
    c_blank(w);
}

/* ---- The registry ------------------------------------------------------------------------------------ */

struct way hook_way(const struct environment *e, enum hook h)
{
    struct way way = {
        .name = hook_names[h], .local_name = hook_names[h], .label = hook_names[h], .internal = true};
    for (int d = 0; d < ALUDEL_DIALECTS; d++)
        way.programs[d] = e->hooks[d][h];
    return way;
}

struct way target_way(const struct environment *e)
{
    struct way way = {
        .name = "target", .local_name = "target_schema", .label = "target_schema", .internal = true};
    way.about = al_text(e->target->file->source->shown);
    for (int d = 0; d < ALUDEL_DIALECTS; d++)
        way.programs[d] = e->target->programs[d][ALUDEL_UP];
    return way;
}

/* A migration without a place in the chain. */
static void put_target(struct c_writer *w, const struct environment *e, const struct c_names *n)
{
    if (!e->target)
        return;
    c_line(w, "static const struct aludel_migration schema = {");
    w->indent++;
    put_string_field(w, "id", arena_string(e->arena, e->target->id));
    put_string_field(w, "message", "");
    put_string_field(w, "file", n->strip_messages ? "" : e->target->file->source->shown);
    c_line(w, ".ways = {");
    w->indent++;
    put_direction(e, w, target_way(e).name, e->target, ALUDEL_UP);
    w->indent--;
    c_line(w, "},");
    w->indent--;
    c_line(w, "};");
    c_blank(w);
}

bool has_hook(const struct environment *e, const struct c_names *n, enum hook h)
{
    if (n->no_downgrade && (h == HOOK_BEFORE_DOWNGRADE || h == HOOK_AFTER_DOWNGRADE))
        return false;
    return e->hooks[ALUDEL_SQLITE][h] || e->hooks[ALUDEL_POSTGRESQL][h];
}

static void put_settings(struct c_writer *w, const struct aludel_settings *s)
{
    c_line(w, ".settings = {");
    w->indent++;
#define SETTING(name, kind, fallback, help) \
    if (s->name)                            \
        put_string_field(w, #name, s->name);
#include <aludel/settings.def>
#undef SETTING
    w->indent--;
    c_line(w, "},");
}

static void put_drivers(struct c_writer *w, const struct environment *e)
{
    c_line(w, ".drivers = {");
    w->indent++;
    if (e->dialects[ALUDEL_SQLITE])
        c_line(w, "[ALUDEL_SQLITE] = &aludel_sqlite_driver,");
    if (e->dialects[ALUDEL_POSTGRESQL])
        c_line(w, "[ALUDEL_POSTGRESQL] = &aludel_postgresql_driver,");
    w->indent--;
    c_line(w, "},");
}

/* The tables that were written in front of it. */
static void put_tables(struct c_writer *w, const struct environment *e)
{
    if (e->migrations.count) {
        c_line(w, ".count = %zu,", e->migrations.count);
        c_line(w, ".migrations = migrations,");
    }
    if (e->originals) {
        c_line(w, ".original_count = %zu,", e->originals->migrations.count);
        c_line(w, ".originals = originals,");
    }
    if (e->shared.count) {
        c_line(w, ".shared_count = %zu,", e->shared.count);
        c_line(w, ".shared = shared,");
    }
    if (e->target)
        c_line(w, ".target = &schema,");
}

void put_registry(struct c_writer *w, const struct environment *e, const struct c_names *n)
{
    put_migrations(w, e, n);
    put_shared(w, e);
    put_target(w, e, n);
    c_line(w, "const struct aludel_registry %s = {", n->symbol);
    w->indent++;
    c_line(w, ".layout = ALUDEL_LAYOUT,");
    put_string_field(w, "name", e->name);
    put_string_field(w, "tool_version", n->version);
    put_drivers(w, e);
    put_tables(w, e);
    struct aludel_sum sum = sum_of_chain(e);
    put_sum_field(w, &sum);
    put_settings(w, &e->settings);
    if (carries(e))
        c_line(w, ".carrying = &aludel_carrying,");
    for (enum hook h = 0; h < HOOK_COUNT; h++)
        if (has_hook(e, n, h))
            c_line(w, ".%s = %s,", hook_names[h], hook_names[h]);
    w->indent--;
    c_line(w, "};");
}

/* ---- The header ------------------------------------------------------------------------------------------
 */

struct aludel_text header_text(struct arena *a, const struct c_names *n, const char *file,
                               const char *include, const char *const *lines)
{
    struct c_writer w = c_writer(a, file);
    const char *guard = emit_upper(a, arena_format(a, "%s_H", n->symbol));
    put_banner(&w, n, "the environment's migrations");
    c_line(&w, "#ifndef %s", guard);
    c_line(&w, "#define %s", guard);
    c_blank(&w);
    if (include)
        c_line(&w, "#include %s", include);
    if (include)
        c_blank(&w);
    c_line(&w, "#ifdef __cplusplus");
    c_line(&w, "extern \"C\" {");
    c_line(&w, "#endif");
    c_blank(&w);
    for (; *lines; lines++)
        c_line(&w, "%s", *lines);
    c_blank(&w);
    c_line(&w, "#ifdef __cplusplus");
    c_line(&w, "}");
    c_line(&w, "#endif");
    c_blank(&w);
    c_line(&w, "#endif");
    return al_built(&w.text);
}
