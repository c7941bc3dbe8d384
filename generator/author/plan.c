#include "author/inner.h"

#include <fcntl.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const struct span nowhere;

struct planner {
    struct environment *e;
    const struct aludel_registry *graph;
    struct al_space space;
};

/* ---- Identifiers ------------------------------------------------------------------------------ */

static struct al_rows rows_new(struct planner *p)
{
    uint32_t room = p->graph->count + 1;
    return (struct al_rows){ARENA_ARRAY(p->e->arena, uint32_t, room), 0, room};
}

static bool is_about_heads(const struct aludel_error *error)
{
    return al_begins(al_text(error->message), "Multiple head revisions are present");
}

/* Those that `text`, "head" or "label@head", may mean. */
static struct al_rows heads_meant(struct planner *p, const char *text)
{
    struct al_rows heads = rows_new(p);
    struct aludel_error error;
    al_error_clear(&error);
    if (!strcmp(text, "head") ||
        !al_resolve(p->graph, arena_format(p->e->arena, "%ss", text), NULL, &heads, p->space, &error))
        al_heads(p->graph, false, &heads);
    return heads;
}

static void say_heads(struct planner *p, const char *text)
{
    struct diagnostics *d = p->e->diagnostics;
    struct al_rows heads = heads_meant(p, text);
    struct al_builder ids = al_builder(&p->e->arena->memory);
    for (uint32_t i = 0; i < heads.count; i++)
        al_putf(&ids, "%s%s", i ? " " : "", p->graph->migrations[heads.at[i]].id);
    diag_error(d, nowhere,
               "Multiple heads are present; please specify the head revision on which the new revision "
               "should be based, or perform a merge.");
    diag_hint(d, "aludel merge %s -m \"…\" merges them; --head %s goes on from one",
              arena_string(p->e->arena, al_built(&ids)), p->graph->migrations[heads.at[0]].id);
    for (uint32_t i = 0; i < heads.count && i < 2; i++)
        diag_also(d, p->e->migrations.at[heads.at[i]]->id_span, "a head");
}

/* `base`: what the new one is to be based on. */
static bool resolve(struct planner *p, const char *text, bool base, struct al_rows *found)
{
    struct aludel_error error;
    al_error_clear(&error);
    *found = rows_new(p);
    if (al_resolve(p->graph, text, NULL, found, p->space, &error))
        return true;
    if (base && is_about_heads(&error)) {
        say_heads(p, text);
        return false;
    }
    diag_error(p->e->diagnostics, nowhere, "%s", error.message);
    if (*error.hint)
        diag_hint(p->e->diagnostics, "%s", error.hint);
    return false;
}

/* ---- Parents ---------------------------------------------------------------------------------- */

static bool is_among(const struct words *words, const char *word)
{
    for (size_t i = 0; i < words->count; i++)
        if (!strcmp(words->at[i], word))
            return true;
    return false;
}

static bool add_parent(struct planner *p, uint32_t r, bool splice, struct new_migration *made)
{
    const char *id = p->graph->migrations[r].id;
    struct diagnostics *d = p->e->diagnostics;
    if (is_among(&made->parents, id)) {
        diag_error(d, nowhere, "Duplicate head revisions specified");
        diag_hint(d, "'%s' is named twice", id);
        return false;
    }
    if (!splice && !al_is_head(p->graph, r)) {
        diag_error(d, nowhere,
                   "Revision %s is not a head revision; please specify --splice to create a new branch from "
                   "this revision",
                   id);
        return false;
    }
    vec_push(p->e->arena, &made->parents, id);
    return true;
}

static bool add_parents(struct planner *p, const char *text, bool splice, struct new_migration *made)
{
    struct al_rows found;
    if (!resolve(p, text, true, &found))
        return false;
    for (uint32_t i = 0; i < found.count; i++)
        if (!add_parent(p, found.at[i], splice, made))
            return false;
    return true;
}

/* One head stays one; where there are several already, there may not be more. */
static bool keeps_single_head(struct planner *p, const struct new_migration *made)
{
    struct al_rows heads = rows_new(p);
    uint32_t left = 0;
    al_heads(p->graph, false, &heads);
    for (uint32_t i = 0; i < heads.count; i++)
        left += !is_among(&made->parents, p->graph->migrations[heads.at[i]].id);
    if (strcmp(p->e->settings.single_head, "yes") != 0 || left == 0 || left < heads.count)
        return true;
    diag_error(p->e->diagnostics, nowhere, "this would be one head more, and single_head = yes");
    diag_hint(p->e->diagnostics, "base it on a head: %s", p->graph->migrations[heads.at[0]].id);
    return false;
}

static bool merges_some(struct planner *p, const struct new_migration *made)
{
    struct diagnostics *d = p->e->diagnostics;
    if (made->parents.count > 1)
        return true;
    if (made->parents.count)
        diag_error(d, nowhere, "there is nothing to merge with '%s'", made->parents.at[0]);
    else
        diag_error(d, nowhere, "there is nothing to merge");
    diag_hint(d, "a merge is of two revisions or more; `aludel heads` lists the heads");
    return false;
}

/* Alembic's "heads" leaves out those that others depend on, and "head" doesn't: here it's all of them. */
static void add_heads(struct planner *p, struct new_migration *made)
{
    struct al_rows heads = rows_new(p);
    al_heads(p->graph, false, &heads);
    for (uint32_t i = 0; i < heads.count; i++)
        vec_push(p->e->arena, &made->parents, p->graph->migrations[heads.at[i]].id);
}

static bool plan_parents(struct planner *p, const struct wish *wish, struct new_migration *made)
{
    if (!wish->heads.count && wish->merges)
        add_heads(p, made);
    else if (!wish->heads.count && !add_parents(p, "head", wish->splice, made))
        return false;
    for (size_t i = 0; i < wish->heads.count; i++)
        if (!add_parents(p, wish->heads.at[i], wish->splice, made))
            return false;
    return (!wish->merges || merges_some(p, made)) && keeps_single_head(p, made);
}

/* ---- Other revisions --------------------------------------------------------------------------- */

/* The one that an option names; AL_BASE after an error. */
static uint32_t find_one(struct planner *p, const char *option, const char *text)
{
    struct al_rows found;
    if (!resolve(p, text, false, &found))
        return AL_BASE;
    if (found.count == 1)
        return found.at[0];
    diag_error(p->e->diagnostics, nowhere, "%s names one revision, and '%s' is %s", option, text,
               found.count ? "several" : "none");
    return AL_BASE;
}

/* A label stays a label, which means whatever revision will have it; the beginning of an id becomes the id. */
static bool add_dependency(struct planner *p, const char *text, struct new_migration *made)
{
    uint32_t found = find_one(p, "--depends-on", text);
    if (found == AL_BASE)
        return false;
    bool label = al_has_label(p->graph, found, al_text(text));
    vec_push(p->e->arena, &made->depends_on, label ? text : p->graph->migrations[found].id);
    return true;
}

/* "base" is a word of the language here: programs that know no revision. */
static bool add_compatible(struct planner *p, const char *text, struct new_migration *made)
{
    bool base = !strcmp(text, "base");
    uint32_t found = base ? AL_BASE : find_one(p, "--compatible-with", text);
    if (found == AL_BASE && !base)
        return false;
    vec_push(p->e->arena, &made->compatible_with, base ? text : p->graph->migrations[found].id);
    return true;
}

/* ---- The id ----------------------------------------------------------------------------------- */

/* Nobody has to be unable to guess it: where there is no chance to be had, the clock does. */
static uint64_t some_number(void)
{
    struct timespec now;
    uint64_t number;
    int file = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
    clock_gettime(CLOCK_REALTIME, &now);
    if (file < 0 || read(file, &number, sizeof number) != (ssize_t)sizeof number)
        number = (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
    if (file >= 0)
        close(file);
    return number;
}

/* As Alembic makes them: the last 12 digits of a random UUID. */
static const char *random_id(struct environment *e)
{
    return arena_format(e->arena, "%012llx", (unsigned long long)(some_number() & 0xffffffffffffu));
}

/* One more than the largest id that is a number, and as wide. */
static const char *next_id(struct environment *e)
{
    int64_t largest = 0, number;
    size_t width = 4;
    for (size_t i = 0; i < e->migrations.count; i++) {
        struct aludel_text id = e->migrations.at[i]->id;
        size_t digits = 0;
        while (digits < id.n && id.z[digits] >= '0' && id.z[digits] <= '9')
            digits++;
        if (digits < id.n || digits > 9 || !al_parse_int(id, &number) || number < largest)
            continue;
        largest = number;
        width = digits;
    }
    return arena_format(e->arena, "%0*lld", (int)width, (long long)largest + 1);
}

static const char *plan_id(struct environment *e, const struct wish *wish)
{
    if (!wish->id)
        return strcmp(e->settings.revision_ids, "sequential") ? random_id(e) : next_id(e);
    if (strchr(wish->id, '/')) {
        diag_error(e->diagnostics, nowhere, "a revision id can't have a '/' in it: '%s'", wish->id);
        return NULL;
    }
    return wish->id;
}

/* ---- The whole -------------------------------------------------------------------------------- */

const char *plan_message(struct environment *e, const struct wish *wish)
{
    const char *message =
        wish->message && al_trimmed(al_text(wish->message)).n ? wish->message : "empty message";
    if (al_utf8_valid(al_text(message)))
        return message;
    diag_error(e->diagnostics, nowhere, "the message isn't UTF-8");
    return NULL;
}

bool author_read(struct environment *e, const char *folder)
{
    e->disk = author_disk(e->arena, e->disk, NULL);
    bool whole = environment_read(e, folder, NULL);
    const char *single_head = e->settings.single_head;
    e->settings.single_head = "no"; /* a merge is what mends that; keeps_single_head() sees to it */
    whole = revisions_read(e) && whole;
    whole = revisions_link(e) && whole;
    e->settings.single_head = single_head;
    return whole;
}

static struct planner planner_of(struct environment *e)
{
    struct planner p = {.e = e, .graph = author_graph(e)};
    p.space.size = al_plan_space(p.graph);
    p.space.memory = arena_new(e->arena, p.space.size);
    return p;
}

bool author_find(struct environment *e, const char *text, struct indices *found)
{
    struct planner p = planner_of(e);
    struct al_rows rows;
    if (!resolve(&p, text, false, &rows))
        return false;
    for (uint32_t i = 0; i < rows.count; i++)
        vec_push(e->arena, found, rows.at[i]);
    return true;
}

bool author_plan(struct environment *e, const struct wish *wish, struct new_migration *made)
{
    struct planner p = planner_of(e);
    made->form = wish->sql || script_is_sql(e) ? FORM_SQL : FORM_TEMPLATE;
    made->labels = wish->labels;
    made->message = plan_message(e, wish);
    made->id = made->message ? plan_id(e, wish) : NULL;
    if (!made->id || !author_now(e, &made->created) || !plan_parents(&p, wish, made))
        return false;
    for (size_t i = 0; i < wish->depends_on.count; i++)
        if (!add_dependency(&p, wish->depends_on.at[i], made))
            return false;
    for (size_t i = 0; i < wish->compatible_with.count; i++)
        if (!add_compatible(&p, wish->compatible_with.at[i], made))
            return false;
    return true;
}
