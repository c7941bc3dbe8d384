#include "cli_baseline.h"

#include "author/author.h"
#include "cli_compile.h"
#include "cli_place.h"
#include "cli_proposed.h"
#include "cli_sides.h"
#include "cli_status.h"
#include "cli_toolchain.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- The version table ---------------------------------------------------------------------------- */

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* A line each. */
static void read_ids(struct arena *a, struct aludel_text shown, struct words *ids)
{
    for (size_t i = 0; i < shown.n;) {
        const char *end = memchr(shown.z + i, '\n', shown.n - i);
        size_t n = end ? (size_t)(end - shown.z) - i : shown.n - i;
        words_add(a, ids, arena_string(a, (struct aludel_text){shown.z + i, n}));
        i += n + 1;
    }
    if (ids->count)
        qsort(ids->at, ids->count, sizeof *ids->at, by_text);
}

/* A version table has one column, version_num. */
static void look_at_table(void *with, const struct thing *thing)
{
    const struct table **found = with;
    const struct table *t = thing->table;
    if (t && t->columns.count == 1 && al_is(t->columns.at[0]->name, "version_num"))
        *found = t;
}

/* One of another name than ours. */
static bool find_version_table(struct arena *a, const struct schema *schema, struct baseline *b)
{
    const struct table *found = NULL;
    schema_each(schema, THING_TABLE, look_at_table, &found);
    if (!found)
        return false;
    b->version_table.name = arena_string(a, found->path.name);
    b->version_table.schema = arena_string(a, found->path.schema);
    return true;
}

/* ---- Asking the database ---------------------------------------------------------------------------- */

static bool propose_all(const struct sides *s, const struct schema *schema, struct baseline *b)
{
    struct environment e = {0};
    struct proposal made = {0};
    const struct differ_wish no_renames = {0};
    tool_environment(s->tool, &e);
    const struct schema *nothing = empty_side(e.arena, b->dialect);
    bool good = environment_read(&e, s->folder, NULL) &&
                propose(&e, &(struct two_sides){nothing, schema, NULL, NULL}, &no_renames, &made) &&
                propose_statements(&e, schema, nothing, &b->taken_away);
    tool_report(s->tool, &e);
    b->upgrades = made.upgrades;
    b->downgrades = made.downgrades;
    return good;
}

/* The line in front says of which database they are. */
static bool ask_statements(const struct sides *s, struct baseline *b)
{
    static const char *const inspect[] = {"inspect", NULL};
    struct aludel_text shown = {0};
    if (side_ask(s, s->url, inspect, &shown))
        return false;
    const char *end = memchr(shown.z, '\n', shown.n);
    size_t first = end ? (size_t)(end - shown.z) + 1 : 0;
    b->statements = (struct aludel_text){shown.z + first, shown.n - first};
    return true;
}

/* `again` becomes true where a version table of another name was found: then with that one. */
static bool ask_through(const struct sides *s, struct baseline *b, bool *again)
{
    static const char *const stored[] = {"current", "--stored", NULL};
    struct arena *a = s->tool->arena;
    struct aludel_text shown = {0};
    b->ids.count = 0;
    if (side_ask(s, s->url, stored, &shown))
        return false;
    read_ids(a, shown, &b->ids);
    const struct schema *schema = side_read(s, SIDE_DATABASE, s->url);
    if (!schema)
        return false;
    *again = !b->ids.count && !b->version_table.name && find_version_table(a, schema, b);
    return *again || (ask_statements(s, b) && propose_all(s, schema, b));
}

static const char *settings_of(struct arena *a, const struct baseline *b)
{
    const char *schemas = arena_format(a, "include_schemas = %s\n", b->schemas ? b->schemas : "");
    if (!b->version_table.name)
        return schemas;
    return arena_format(a, "%sversion_table = %s\nversion_table_schema = %s\n", schemas,
                        b->version_table.name, b->version_table.schema);
}

static bool ask(struct tool *t, const struct options *options, struct baseline *b, bool *again)
{
    struct diagnostics *d = ARENA_NEW(t->arena, struct diagnostics);
    d->arena = t->arena;
    const char *folder = place_empty(t, b->dialect, settings_of(t->arena, b));
    if (!folder)
        return false;
    const struct sides s = {t, folder, b->url, options, d};
    bool good = ask_through(&s, b, again);
    struct environment e = {.diagnostics = d};
    tool_report(t, &e);
    return good;
}

static const char *joined(struct arena *a, const struct words *words)
{
    const char *all = NULL;
    for (size_t i = 0; i < words->count; i++)
        all = all ? arena_format(a, "%s %s", all, words->at[i]) : words->at[i];
    return all;
}

/* It would be two in the setting. */
static bool can_be_set(const struct words *schemas)
{
    for (size_t i = 0; i < schemas->count; i++)
        if (!*schemas->at[i] || strpbrk(schemas->at[i], " ,\t\n")) {
            tool_fail(
                TOOL_FAILED,
                "init: --include-schema '%s': the setting include_schemas holds names without blanks and "
                "commas; ALTER SCHEMA … RENAME TO … gives it one",
                schemas->at[i]);
            return false;
        }
    return true;
}

bool baseline_read(struct tool *t, const struct options *options, const char *url, struct baseline *out)
{
    bool again = false;
    *out = (struct baseline){.url = url, .schemas = joined(t->arena, &options->more_schemas)};
    if (!can_be_set(&options->more_schemas) || !url_dialect(t, url, &out->dialect, &out->shown) ||
        !url_is_there(t, url))
        return false;
    return ask(t, options, out, &again) && (!again || ask(t, options, out, &again));
}

/* ---- Settings --------------------------------------------------------------------------------------- */

static const char *const dialects[] = {"sqlite", "postgresql"};

/* The line of a setting, with a # before it or without; NULL: there is none. */
static const char *line_of(const char *text, const char *name)
{
    size_t n = strlen(name);
    for (const char *line = text; line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL) {
        const char *word = line + strspn(line, "# ");
        if (!strncmp(word, name, n) && !strncmp(word + n, " =", 2))
            return line;
    }
    return NULL;
}

static const char *with_line(struct arena *a, const char *text, const char *name, const char *line)
{
    const char *at = line_of(text, name);
    if (!at)
        return text;
    return arena_format(a, "%.*s%s%s", (int)(at - text), text, line, at + strcspn(at, "\n"));
}

/* A file's URL says where it is from wherever one looks; what holds a password, or a server's name, is for the environment. */
static const char *url_line(struct arena *a, const struct baseline *b)
{
    static const char begin[] = "sqlite:///";
    size_t n = sizeof begin - 1;
    bool plain = !strncmp(b->url, begin, n) && !strpbrk(b->url + n, "?%#") && b->url[n];
    return plain ? arena_format(a, "url = %s%s", begin, path_absolute(a, b->url + n))
                 : arena_format(a, "# url = %s", b->shown);
}

const char *baseline_settings(struct arena *a, const struct baseline *b, const char *text)
{
    text = with_line(a, text, "dialects", arena_format(a, "dialects = %s", dialects[b->dialect]));
    text = with_line(a, text, "url", url_line(a, b));
    if (b->schemas)
        text = with_line(a, text, "include_schemas", arena_format(a, "include_schemas = %s", b->schemas));
    if (!b->version_table.name)
        return text;
    text = with_line(a, text, "version_table", arena_format(a, "version_table = %s", b->version_table.name));
    return *b->version_table.schema
               ? with_line(a, text, "version_table_schema",
                           arena_format(a, "version_table_schema = %s", b->version_table.schema))
               : text;
}

/* ---- Migrations ------------------------------------------------------------------------------------- */

static struct aludel_text comment(struct environment *e, const struct baseline *b, const char *mark)
{
    return al_text(arena_format(
        e->arena,
        "%s The database stood at several heads. What it held is made by '%s'; this one is there\n"
        "%s so that its id is known.\n",
        mark, b->ids.at[0], mark));
}

static struct wish wish_of(struct environment *e, const struct baseline *b, size_t i)
{
    static const char *base = "base";
    struct wish wish = {.message = "baseline", .id = b->ids.count ? b->ids.at[i] : NULL};
    if (i == 0) {
        wish.upgrades = b->upgrades;
        wish.downgrades = b->downgrades;
        return wish;
    }
    wish.heads = (struct words){&base, 1, 1};
    wish.upgrades = comment(e, b, "##");
    return wish;
}

/* A .sql file has no directives. */
static struct aludel_text sql_body(struct environment *e, const struct baseline *b, size_t i)
{
    struct al_builder out = al_builder(&e->arena->memory);
    struct aludel_text why = comment(e, b, "--");
    al_puts(&out, "\n-- aludel:upgrade\n");
    al_put(&out, i ? why.z : b->statements.z, i ? why.n : b->statements.n);
    al_puts(&out, "\n-- aludel:downgrade\n");
    if (!i)
        al_put(&out, b->taken_away.z, b->taken_away.n);
    return al_built(&out);
}

static bool plan(struct environment *e, const char *folder, const struct baseline *b, size_t i,
                 struct new_migration *made)
{
    if (!author_read(e, folder))
        return false;
    struct wish wish = wish_of(e, b, i);
    made->upgrades = wish.upgrades;
    made->downgrades = wish.downgrades;
    if (!author_plan(e, &wish, made))
        return false;
    if (made->form == FORM_SQL)
        made->body = sql_body(e, b, i);
    return author_path(e, &wish, made) && author_text(e, made) && author_check(e, made);
}

static bool write_one(struct tool *t, const struct baseline *b, const char *folder, size_t i,
                      struct words *files)
{
    struct environment e = {0};
    struct new_migration made = {0};
    tool_environment(t, &e);
    if (!plan(&e, folder, b, i, &made)) {
        tool_report(t, &e);
        return false;
    }
    if (!status_file(t, made.path, made.text))
        return false;
    words_add(t->arena, files, made.path);
    return true;
}

bool baseline_write(struct tool *t, const struct baseline *b, const char *folder, struct words *files)
{
    size_t count = b->ids.count ? b->ids.count : 1;
    bool good = true;
    for (size_t i = 0; good && i < count; i++)
        good = write_one(t, b, folder, i, files);
    return good;
}

/* ---- What next -------------------------------------------------------------------------------------- */

static void say_where(const struct baseline *b, const char *folder)
{
    if (b->ids.count) {
        fputs("  That database is at its head already:", stdout);
        for (size_t i = 0; i < b->ids.count; i++)
            printf(" %s", b->ids.at[i]);
        puts("");
        return;
    }
    puts("  That database has no rows in a version table. To say that it is at the head:");
    printf("    aludel -C %s --url '%s' stamp head\n", folder, b->shown);
}

void baseline_say(const struct baseline *b, const char *folder)
{
    printf("  The first migration makes what '%s' holds.\n", b->shown);
    say_where(b, folder);
    puts("  To write down the schema that is meant, for 'check' and 'revision --autogenerate':");
    printf("    aludel -C %s inspect '%s' > %s/schema.mako\n", folder, b->shown, folder);
}
