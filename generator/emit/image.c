/*
 * image.c: an environment as an image, for the profile `embedded` (aludel/image.h): constant tables, whose directions are
 * recipes where nothing is decided at run time and functions elsewhere; and its header.
 */
#include "emit/image_recipes.h"
#include "emit/recipe.h"
#include "emit/sums.h"

#include "core/literal.h"
#include "core/log_table.h"
#include "core/sha256.h"
#include "recipe/recipe.h"

#include <string.h>

/* ---- The table ------------------------------------------------------------------------------------ */

/* The links of all migrations are one table; where each one's begin. */
static uint32_t *put_links(struct image *m)
{
    uint32_t *starts = ARENA_ARRAY(m->arena, uint32_t, m->e->migrations.count + 1), count = 0;
    c_begin(m->w);
    c_put(m->w, "static const uint32_t links[] = {");
    for (size_t i = 0; i < m->e->migrations.count; i++) {
        const struct migration *one = m->e->migrations.at[i];
        starts[i] = count;
        for (size_t j = 0; j < one->needs.count; j++, count++)
            c_put(m->w, "%s%u", !count ? "" : count % 20 ? ", " : ",\n    ", (unsigned)one->needs.at[j]);
    }
    c_end(m->w, count ? "};" : "0};");
    c_blank(m->w);
    return starts;
}

static void put_irreversible(struct image *m, const char *reason, enum aludel_direction d)
{
    c_begin(m->w);
    c_put(m->w, ".recipes[%s] = ", d == ALUDEL_UP ? "ALUDEL_UP" : "ALUDEL_DOWN");
    c_string(m->w, al_text(reason));
    c_end(m->w, ",");
}

static void put_recipe_place(struct image *m, const struct migration *one, enum aludel_direction d,
                             size_t in_carried)
{
    const char *way = d == ALUDEL_UP ? "ALUDEL_UP" : "ALUDEL_DOWN";
    if (in_carried)
        c_line(m->w, ".recipes[%s] = &carried_%s_sqlite[%zu],", way, identifier(m->arena, one->id),
               in_carried);
    else
        c_line(m->w, ".recipes[%s] = %s,", way, image_recipe_name(m, one, d));
}

static void put_recipe_field(struct image *m, const struct migration *one, enum aludel_direction d)
{
    const char *why = image_refusal(m, one, d);
    struct aludel_text recipe;
    if (why && !one->older)
        put_irreversible(m, why, d);
    else if (image_recipe(m, one, d, &recipe))
        put_recipe_place(m, one, d, image_recipe_in_carried(m, one, d, recipe));
}

static void put_flags_of(struct image *m, const struct migration *one, enum aludel_direction d)
{
    const struct program *p = image_program(one, d);
    if (one->older) {
        c_put(m->w, "ALUDEL_IMAGE_OLDER");
        return;
    }
    unsigned flags = p ? p->flags & (ALUDEL_REBUILDS | ALUDEL_WRITES) : 0;
    const char *own = image_refusal(m, one, d)   ? "ALUDEL_IMAGE_IRREVERSIBLE"
                      : is_image_call(m, one, d) ? "ALUDEL_IMAGE_CALLS"
                                                 : NULL;
    if (flags || !own)
        put_flags(m->w, migration_flags, flags);
    if (own)
        c_put(m->w, "%s%s", flags ? " | " : "", own);
}

static void put_migration(struct image *m, size_t i, uint32_t start)
{
    const struct migration *one = m->e->migrations.at[i];
    c_line(m->w, "[%zu] = {", i);
    m->w->indent++;
    put_string_field(m->w, "id", arena_string(m->arena, one->id));
    bool silent = m->names->strip_messages || one->older;
    if (one->message && *one->message && !silent)
        put_string_field(m->w, "message", one->message);
    if (!silent)
        put_string_field(m->w, "file", one->file->source->shown);
    put_recipe_field(m, one, ALUDEL_UP);
    put_recipe_field(m, one, ALUDEL_DOWN);
    c_line(m->w, ".needs = %u, .need_count = %zu, .parent_count = %zu,", (unsigned)start, one->needs.count,
           one->parents.count);
    c_begin(m->w);
    c_put(m->w, ".flags = {");
    put_flags_of(m, one, ALUDEL_UP);
    c_put(m->w, ", ");
    put_flags_of(m, one, ALUDEL_DOWN);
    c_end(m->w, "},");
    m->w->indent--;
    c_line(m->w, "},");
}

static void put_rows(struct image *m)
{
    uint32_t *starts = put_links(m);
    c_line(m->w, "static const struct aludel_image_migration migrations[] = {");
    m->w->indent++;
    for (size_t i = 0; i < m->e->migrations.count; i++)
        put_migration(m, i, starts[i]);
    m->w->indent--;
    c_line(m->w, "};");
    c_blank(m->w);
}

/* For the log. */
static void put_sums(struct image *m)
{
    c_line(m->w, "static const struct aludel_sum sums[] = {");
    for (size_t i = 0; i < m->e->migrations.count; i++) {
        c_put(m->w, "    ");
        put_sum(m->w, &m->e->migrations.at[i]->sum);
        c_end(m->w, ",");
    }
    c_line(m->w, "};");
    c_blank(m->w);
}

/* ---- Functions ------------------------------------------------------------------------------------ */

static void put_functions(struct image *m)
{
    struct c_writer rows = c_piece(m->arena);
    for (size_t i = 0; i < m->e->migrations.count; i++)
        for (enum aludel_direction d = ALUDEL_UP; d <= ALUDEL_DOWN; d++) {
            const struct migration *one = m->e->migrations.at[i];
            if (!is_image_call(m, one, d))
                continue;
            const char *name = function_name(m->arena, m->names, one, d);
            c_line(m->w, "aludel_step_fn %s;", name);
            c_line(&rows, "    {%zu, %s},", 2 * i + d, name);
            m->calls = true;
        }
    for (enum hook h = 0; h < HOOK_COUNT; h++)
        if (image_calls(m->arena, m->e->hooks[ALUDEL_SQLITE][h])) {
            c_line(&rows, "    {ALUDEL_IMAGE_HOOK_WAY + %d, %s},", (int)h, hook_names[h]);
            m->calls = true;
        }
    if (!m->calls)
        return;
    c_line(m->w, "static const struct aludel_image_function functions[] = {");
    c_paste(m->w, &rows, "");
    c_line(m->w, "};");
    c_blank(m->w);
}

/* A hook that is a function has an empty recipe. */
static bool put_hook_recipes(struct image *m)
{
    bool any = false;
    for (enum hook h = 0; h < HOOK_COUNT; h++) {
        const struct program *p = image_hook(m->e, h);
        struct aludel_text recipe;
        any = any || p;
        if (p && !recipe_of(m->arena, p, NULL, &recipe))
            put_recipe(m, arena_format(m->arena, "recipe_%s", hook_names[h]), recipe);
    }
    return any;
}

static void put_hooks(struct image *m)
{
    if (!put_hook_recipes(m))
        return;
    c_line(m->w, "static const char *const hooks[ALUDEL_HOOKS] = {");
    for (enum hook h = 0; h < HOOK_COUNT; h++) {
        const struct program *p = image_hook(m->e, h);
        if (p && image_calls(m->arena, p))
            c_line(m->w, "    [%d] = \"\",", (int)h);
        else if (p)
            c_line(m->w, "    [%d] = recipe_%s,", (int)h, hook_names[h]);
    }
    c_line(m->w, "};");
    c_blank(m->w);
}

/* ---- The image ------------------------------------------------------------------------------------ */

static const char *quoted(struct arena *a, const char *name)
{
    struct al_builder b = al_builder(&a->memory);
    al_write_own_name(&b, al_text(name));
    return al_built(&b).z;
}

static bool flagged(const struct migration *one, unsigned flag)
{
    const struct program *up = image_program(one, ALUDEL_UP), *down = image_program(one, ALUDEL_DOWN);
    return (up && up->flags & flag) || (down && down->flags & flag);
}

static bool any_rebuilds(const struct environment *e)
{
    for (size_t i = 0; i < e->migrations.count; i++)
        if (flagged(e->migrations.at[i], ALUDEL_REBUILDS))
            return true;
    return false;
}

static const char *hex_of(struct arena *a, struct aludel_sum sum)
{
    char *hex = ARENA_ARRAY(a, char, 2 * sizeof sum.bytes + 1);
    al_hex(hex, sum.bytes, sizeof sum.bytes);
    return hex;
}

/* What the log is told of each: NULL where nothing is. */
static void put_carried(struct image *m)
{
    c_line(m->w, "static const char *const carried[] = {");
    for (size_t i = 0; i < m->e->migrations.count; i++) {
        const struct migration *one = m->e->migrations.at[i];
        if (one->older)
            c_line(m->w, "    NULL,");
        else
            c_line(m->w, "    carried_%s_sqlite,", identifier(m->arena, one->id));
    }
    c_line(m->w, "};");
    c_blank(m->w);
}

/* Of a database that stands in the middle of one the image can say that much. */
static bool put_replaced(struct image *m)
{
    bool any = false;
    for (size_t i = 0; i < m->e->migrations.count; i++) {
        const struct migration *one = m->e->migrations.at[i];
        for (size_t j = 0; j < one->replaces.count; j++) {
            if (al_same(one->replaces.at[j].text, one->id))
                continue;
            if (!any)
                c_line(m->w, "static const char *const replaced[] = {");
            any = true;
            c_put(m->w, "    ");
            c_string(m->w, one->replaces.at[j].text);
            c_put(m->w, ", ");
            c_string(m->w, one->id);
            c_end(m->w, ",");
        }
    }
    if (any)
        c_line(m->w, "    NULL};");
    return any;
}

/* static const char stands_for_ID[] = "a1+b2"; of many, which makes it long. */
static void put_ids_replaced(struct image *m, const struct migration *one)
{
    struct al_builder b = al_builder(&m->arena->memory);
    for (size_t i = 0; i < one->replaces.count; i++)
        al_putf(&b, "%s%.*s", i ? AL_STANDS_FOR : "", (int)one->replaces.at[i].text.n,
                one->replaces.at[i].text.z);
    if (one->replaces.count)
        c_text(m->w, arena_format(m->arena, "stands_for_%s", identifier(m->arena, one->id)), al_built(&b));
}

static bool any_replaces(const struct environment *e)
{
    for (size_t i = 0; i < e->migrations.count; i++)
        if (e->migrations.at[i]->replaces.count)
            return true;
    return false;
}

/* For rows of the log that carry nothing else. */
static void put_stands_for(struct image *m)
{
    for (size_t i = 0; i < m->e->migrations.count; i++)
        put_ids_replaced(m, m->e->migrations.at[i]);
    c_line(m->w, "static const char *const stands_for[] = {");
    for (size_t i = 0; i < m->e->migrations.count; i++) {
        const struct migration *one = m->e->migrations.at[i];
        if (one->replaces.count)
            c_line(m->w, "    stands_for_%s,", identifier(m->arena, one->id));
        else
            c_line(m->w, "    NULL,");
    }
    c_line(m->w, "};");
    c_blank(m->w);
}

static bool any_compatible(const struct environment *e)
{
    for (size_t i = 0; i < e->migrations.count; i++)
        if (migration_compatible(e, e->migrations.at[i]))
            return true;
    return false;
}

static void put_compatible_line(struct image *m, const char *text)
{
    c_put(m->w, "    ");
    if (text)
        c_string(m->w, al_text(text));
    else
        c_put(m->w, "NULL");
    c_end(m->w, ",");
}

static void put_compatible(struct image *m)
{
    c_line(m->w, "static const char *const compatible[] = {");
    for (size_t i = 0; i < m->e->migrations.count; i++)
        put_compatible_line(m, migration_compatible(m->e, m->e->migrations.at[i]));
    c_line(m->w, "};");
    c_blank(m->w);
}

static void put_tables(struct image *m)
{
    const char *version = m->e->settings.version_table, *log = m->e->settings.log_table;
    put_string_field(m->w, "version_table", quoted(m->arena, version));
    put_string_field(m->w, "version_key", quoted(m->arena, arena_format(m->arena, "%s_pkc", version)));
    put_string_field(m->w, "tool", m->names->version);
    if (*m->e->settings.url)
        put_string_field(m->w, "url", m->e->settings.url);
    if (*m->e->settings.url_env)
        put_string_field(m->w, "url_env", m->e->settings.url_env);
    if (!*log)
        return;
    put_string_field(m->w, "log_table", quoted(m->arena, log));
    put_string_field(m->w, "chain", hex_of(m->arena, sum_of_chain(m->e)));
    if (!m->e->migrations.count)
        return;
    c_line(m->w, ".sums = sums,");
    if (carries(m->e))
        c_line(m->w, ".carried = carried,");
    if (any_compatible(m->e))
        c_line(m->w, ".compatible = compatible,");
    if (any_replaces(m->e))
        c_line(m->w, ".stands_for = stands_for,");
}

static bool has_hooks(const struct environment *e)
{
    for (enum hook h = 0; h < HOOK_COUNT; h++)
        if (image_hook(e, h))
            return true;
    return false;
}

static void put_struct(struct image *m)
{
    c_line(m->w, "const struct aludel_image %s = {", m->names->symbol);
    m->w->indent++;
    c_line(m->w, ".layout = ALUDEL_LAYOUT,");
    put_string_field(m->w, "name", m->e->name);
    if (m->e->migrations.count) {
        c_line(m->w, ".count = %zu,", m->e->migrations.count);
        c_line(m->w, ".migrations = migrations,");
        c_line(m->w, ".links = links,");
    }
    if (m->calls) {
        c_line(m->w, ".function_count = sizeof functions / sizeof functions[0],");
        c_line(m->w, ".functions = functions,");
        c_line(m->w, ".calls = &aludel_image_calls,");
    }
    if (m->repeated.count)
        c_line(m->w, ".repeated = repeated,");
    if (has_hooks(m->e))
        c_line(m->w, ".hooks = hooks,");
    if (m->rebuilds)
        c_line(m->w, ".rebuilds = &aludel_image_rebuilds,");
    if (says(m->e->settings.newer, "accept"))
        c_line(m->w, ".newer = &aludel_image_accepts,");
    if (says(m->e->settings.newer, "always"))
        c_line(m->w, ".newer = &aludel_image_passes,");
    if (m->replaces)
        c_line(m->w, ".replaced = replaced,");
    if (image_limit(m->e)) {
        c_line(m->w, ".work = &%s_work,", m->names->symbol);
        c_line(m->w, ".max_bytes = INT64_C(%lld),", (long long)image_limit(m->e));
    }
    put_tables(m);
    m->w->indent--;
    c_line(m->w, "};");
}

void put_image(struct c_writer *w, const struct environment *e, const struct c_names *n)
{
    struct image m = {
        .arena = e->arena, .w = w, .e = e, .names = n, .rebuilds = any_rebuilds(e) || carries(e)};
    if (e->migrations.count) {
        if (carries(e)) /* there is a log then */
            put_carried_constants(w, e, e, false, n->strip_messages);
        put_image_recipes(&m);
        put_rows(&m);
        if (*e->settings.log_table)
            put_sums(&m);
        if (carries(e))
            put_carried(&m);
        if (*e->settings.log_table && any_compatible(e))
            put_compatible(&m);
        if (*e->settings.log_table && any_replaces(e))
            put_stands_for(&m);
    }
    if (image_has_work(e))
        put_image_work(w, e, n);
    m.replaces = put_replaced(&m);
    put_functions(&m);
    put_hooks(&m);
    put_struct(&m);
}
