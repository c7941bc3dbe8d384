/*
 * emit.c: which files there are, and what stands in each.
 */
#include "emit/inner.h"

#include "model/names.h"

#include <string.h>

#define SHARD 64 /* migrations in a file: old ones never change, so they can share one */

struct emitter {
    const struct environment *e;
    struct arena *arena;
    struct c_names names;
    const char *header;        /* of the runtime */
    const char *public_header; /* for an image's own header */
    struct outputs *out;
    bool embedded;
    VEC(const struct migration *) migrations; /* of both views */
};

static void add_output(struct emitter *m, const char *name, struct aludel_text text)
{
    struct output_file file = {name, text};
    vec_push(m->arena, m->out, file);
}

static struct c_writer begin_file(struct emitter *m, const char *name, const char *from)
{
    struct c_writer w = c_writer(m->arena, name);
    put_banner(&w, &m->names, from);
    c_line(&w, "#include %s", m->header);
    c_blank(&w);
    c_line(&w, "ALUDEL_GENERATED_FOR(%d);", ALUDEL_LAYOUT);
    c_blank(&w);
    return w;
}

static void put_sql_macro(struct c_writer *w)
{
    c_line(w, "#define SQL(text) text, sizeof(text) - 1");
    c_blank(w);
}

/* ---- Migrations --------------------------------------------------------------------------------- */

static void find_persons(const struct emitter *m, const struct migration *migration, struct persons *out)
{
    const struct environment *view = migration->replaced ? m->e->originals : m->e;
    for (int d = 0; d < ALUDEL_DIALECTS; d++)
        for (int direction = 0; direction < 2; direction++)
            persons_find(view, migration->programs[d][direction], out);
}

/* "versions/4f2a_add_slug.mako: add slug" */
static const char *about(struct arena *a, const struct migration *m)
{
    const char *file = m->file->source->shown;
    return m->message && *m->message ? arena_format(a, "%s: %s", file, m->message) : file;
}

/* One that is replaced may stand beside one of its id. */
static void put_migration_way(struct emitter *m, struct c_writer *w, const struct migration *migration,
                              enum aludel_direction d)
{
    static const char *const labels[] = {[ALUDEL_UP] = "up", [ALUDEL_DOWN] = "down"};
    static const char *const verbs[] = {[ALUDEL_UP] = "upgrade", [ALUDEL_DOWN] = "downgrade"};
    const char *id = identifier(m->arena, migration->id), *mark = migration->replaced ? "original" : "";
    const char *line = *mark ? "_" : "";
    if (d == ALUDEL_DOWN && m->names.no_downgrade)
        return;
    struct way way = {.name = function_name(m->arena, &m->names, migration, d),
                      .local_name = arena_format(m->arena, "%s%s%s_%s", mark, line, verbs[d], id),
                      .label = arena_format(m->arena, "%s_%s%s%s", id, labels[d], line, mark)};
    for (int i = 0; i < ALUDEL_DIALECTS; i++)
        way.programs[i] = migration->programs[i][d];
    way.strip = m->names.strip_messages;
    way.about = d == ALUDEL_UP ? al_text(about(m->arena, migration)) : AL_TEXT("");
    put_way(m->arena, w, &way);
}

/* An image has functions only where they decide something. */
static void put_calls(struct emitter *m, struct c_writer *w, const struct migration *migration)
{
    for (enum aludel_direction d = ALUDEL_UP; d <= ALUDEL_DOWN; d++) {
        bool left_out = migration->older || (d == ALUDEL_DOWN && m->names.no_downgrade);
        if (left_out || !image_calls(m->arena, migration->programs[ALUDEL_SQLITE][d]))
            continue;
        c_line(w, "aludel_step_fn %s;", function_name(m->arena, &m->names, migration, d));
        c_blank(w);
        put_migration_way(m, w, migration, d);
    }
}

static void put_migration(struct emitter *m, struct c_writer *w, const struct migration *migration)
{
    if (m->embedded) {
        put_calls(m, w, migration);
        return;
    }
    declare_ways(m->arena, w, &m->names, migration);
    c_blank(w);
    put_migration_way(m, w, migration, ALUDEL_UP);
    put_migration_way(m, w, migration, ALUDEL_DOWN);
}

/* Of one that is left out it says nothing, and is there: whoever builds knows only which files hold C. */
static void add_own_file(struct emitter *m, const struct migration *migration)
{
    const char *base = path_base(migration->file->source->shown);
    const char *dot = strrchr(base, '.');
    size_t stem = dot ? (size_t)(dot - base) : strlen(base);
    const char *name = arena_format(m->arena, "%s_%.*s.c", m->names.symbol, (int)stem, base);
    struct c_writer w = begin_file(m, name, migration->file->source->shown);
    struct persons persons = {0};
    if (!migration->older) {
        put_sql_macro(&w);
        find_persons(m, migration, &persons);
        persons_put(m->arena, &w, migration->file, &persons);
        put_migration(m, &w, migration);
    }
    add_output(m, name, al_built(&w.text));
}

static void add_shard(struct emitter *m, const char *name, size_t from, size_t to)
{
    struct c_writer w = begin_file(m, name, "the environment's migrations");
    struct persons persons = {0};
    bool any = false;
    for (size_t i = from; i < to; i++) {
        if (m->migrations.at[i]->own_c_file || m->migrations.at[i]->older)
            continue;
        any = true;
        find_persons(m, m->migrations.at[i], &persons);
    }
    if (any)
        put_sql_macro(&w);
    persons_put(m->arena, &w, NULL, &persons);
    for (size_t i = from; i < to; i++)
        if (!m->migrations.at[i]->own_c_file && !m->migrations.at[i]->older)
            put_migration(m, &w, m->migrations.at[i]);
    add_output(m, name, al_built(&w.text));
}

static void add_shards(struct emitter *m, uint32_t shards)
{
    size_t count = m->migrations.count;
    uint32_t n = shards ? shards : (uint32_t)((count + SHARD - 1) / SHARD);
    for (uint32_t i = 0; i < n; i++) {
        size_t from = (size_t)i * SHARD, to = from + SHARD;
        from = from < count ? from : count;
        to = to < count && i + 1 < n ? to : count;
        add_shard(m, arena_format(m->arena, "%s_%u.c", m->names.symbol, (unsigned)i), from, to);
    }
}

/* The originals in their places, with what stands for them behind the last one: whoever builds knows of all files only how
 * many there are. */
static void list_both(struct emitter *m, const struct environment *originals)
{
    struct name_map numbers = {0};
    for (uint32_t i = 0; i < m->e->migrations.count; i++) {
        uint32_t number = i;
        names_add(m->arena, &numbers, m->e->migrations.at[i]->id, &number);
    }
    for (size_t i = 0; i < originals->migrations.count; i++) {
        const struct migration *one = originals->migrations.at[i];
        uint32_t number = names_find(&numbers, one->id);
        if (one->replaced)
            vec_push(m->arena, &m->migrations, one);
        if (number != NO_NUMBER)
            vec_push(m->arena, &m->migrations, m->e->migrations.at[number]);
    }
}

static void list_migrations(struct emitter *m)
{
    if (m->e->originals) {
        list_both(m, m->e->originals);
        return;
    }
    for (size_t i = 0; i < m->e->migrations.count; i++)
        vec_push(m->arena, &m->migrations, m->e->migrations.at[i]);
}

static void put_target(struct emitter *m, struct c_writer *w)
{
    if (!m->e->target || m->embedded)
        return;
    struct way way = target_way(m->e);
    way.strip = m->names.strip_messages;
    put_way(m->arena, w, &way);
}

/* ---- The registry ---------------------------------------------------------------------------------- */

static void put_hooks(struct emitter *m, struct c_writer *w)
{
    struct persons persons = {0};
    bool any = false;
    for (enum hook h = 0; h < HOOK_COUNT; h++)
        for (int d = 0; d < ALUDEL_DIALECTS && has_hook(m->e, &m->names, h); d++) {
            any = any || m->e->hooks[d][h];
            persons_find(m->e, m->e->hooks[d][h], &persons);
        }
    if (!any && !m->e->target)
        return;
    put_sql_macro(w);
    persons_put(m->arena, w, NULL, &persons);
    for (enum hook h = 0; h < HOOK_COUNT; h++) {
        struct way way = hook_way(m->e, h);
        way.strip = m->names.strip_messages;
        if (m->embedded ? image_calls(m->arena, way.programs[0]) : has_hook(m->e, &m->names, h))
            put_way(m->arena, w, &way);
    }
    put_target(m, w);
}

static struct aludel_text registry_header(struct emitter *m, const char *file)
{
    const char *lines[] = {"struct aludel_registry;",
                           arena_format(m->arena, "extern const struct aludel_registry %s;", m->names.symbol),
                           NULL};
    return header_text(m->arena, &m->names, file, NULL, lines);
}

/* What every call needs of the arena, and what rebuilds and functions do at most; and with what a budget does. */
static const char *arena_of(struct emitter *m, bool work)
{
    size_t revisions = m->e->migrations.count, room = image_room(m->e);
    const char *upper = emit_upper(m->arena, m->names.symbol);
    return work ? arena_format(m->arena,
                               "#define %s_WORK_ARENA \\\n    (ALUDEL_EMBEDDED_ARENA(%zu) + "
                               "ALUDEL_EMBEDDED_LARGER(%zu, %s))",
                               upper, revisions, room, image_work_room(m->e, &m->names))
                : arena_format(m->arena, "#define %s_ARENA (ALUDEL_EMBEDDED_ARENA(%zu) + %zu)", upper,
                               revisions, room);
}

/* Without it the structures of the caller are others than those of the library, and nobody would say so. */
#define NEEDS_EMBEDDED \
    "made with --profile embedded: compile what includes this, and Aludel with it, with -DALUDEL_EMBEDDED"

static struct aludel_text image_header(struct emitter *m, const char *file)
{
    const char *upper = emit_upper(m->arena, m->names.symbol);
    const char *lines[12] = {"#ifndef ALUDEL_EMBEDDED", "#error \"" NEEDS_EMBEDDED "\"", "#endif",
                             "/* Bytes for aludel_embedded.arena. */"};
    size_t n = 4;
    bool always = image_limit(m->e) != 0;
    lines[n++] =
        always ? arena_format(m->arena, "#define %s_ARENA %s_WORK_ARENA", upper, upper) : arena_of(m, false);
    if (image_has_work(m->e) && !always)
        lines[n++] = "/* The same where `work` is set, for budgets. */";
    if (image_has_work(m->e)) {
        lines[n++] = arena_of(m, true);
        lines[n++] =
            arena_format(m->arena, "extern const struct aludel_image_work %s_work;", m->names.symbol);
    }
    lines[n++] = arena_format(m->arena, "extern const struct aludel_image %s;", m->names.symbol);
    lines[n] = NULL;
    return header_text(m->arena, &m->names, file, m->public_header, lines);
}

static void add_registry(struct emitter *m)
{
    const char *name = arena_format(m->arena, "%s.c", m->names.symbol);
    const char *header = arena_format(m->arena, "%s.h", m->names.symbol);
    add_output(m, header, m->embedded ? image_header(m, header) : registry_header(m, header));
    struct c_writer w = begin_file(m, name, "the environment's settings and migrations");
    c_line(&w, "#include \"%s\"", header);
    c_blank(&w);
    put_hooks(m, &w);
    if (m->embedded)
        put_image(&w, m->e, &m->names);
    else
        put_registry(&w, m->e, &m->names);
    add_output(m, name, al_built(&w.text));
}

void emit_environment(const struct environment *e, const struct emit_options *options, struct outputs *out)
{
    const char *symbol = options->symbol ? options->symbol : arena_format(e->arena, "%s_migrations", e->name);
    const char *header = options->amalgamated ? "\"aludel.h\""
                         : options->embedded  ? "<aludel/image.h>"
                                              : "<aludel/generated.h>";
    struct c_names names = {symbol, ALUDEL_VERSION, options->no_downgrade, options->strip_messages};
    struct emitter m = {.e = e,
                        .arena = e->arena,
                        .names = names,
                        .header = header,
                        .out = out,
                        .embedded = options->embedded};
    m.public_header = options->amalgamated ? header : "<aludel/embedded.h>";
    list_migrations(&m);
    add_registry(&m);
    add_shards(&m, options->shards);
    for (size_t i = 0; i < m.migrations.count; i++)
        if (m.migrations.at[i]->own_c_file)
            add_own_file(&m, m.migrations.at[i]);
}
