/* schema: what the migrations make of an empty database, at a revision. */
#include "cli_commands.h"
#include "cli_compile.h"
#include "cli_revision.h"

#include "fold/fold.h"
#include "sql/ddl.h"

#include <stdio.h>
#include <string.h>

/* ---- What is printed ---- */

static void put_statement(const struct ddl_parts *parts)
{
    for (size_t i = 0; i < parts->count; i++) {
        struct aludel_text text = parts->at[i].text;
        if (parts->at[i].holes)
            fputs("/* known at run time */ NULL", stdout);
        for (size_t k = 0; k < text.n; k++) {
            if (text.z[k] == ALUDEL_PARAMETER)
                fputs("/* known at run time */ NULL", stdout);
            else
                putchar(text.z[k]);
        }
    }
    puts(";\n");
}

/* What there is no statement for: something ran that may have made it, or made something else of it. */
static bool is_shapeless(const struct change *c)
{
    if (c->kind == CHANGE_CREATE)
        return !c->thing->definition.text.n && !c->thing->definition.holes && !c->thing->labels;
    return c->kind == CHANGE_CREATE_TABLE && !c->create->columns.count && !c->create->options.text.n;
}

static void put_change(struct tool *t, const struct schema *before, const struct change *c)
{
    struct ddl out = {.arena = t->arena, .dialect = before->dialect};
    if (c->maybe && is_shapeless(c)) {
        struct path path = c->kind == CHANGE_CREATE ? c->thing->path : c->create->path;
        printf("-- not known for certain: %s\n\n", path_shown(t->arena, path));
        return;
    }
    if (c->maybe)
        puts("-- not known for certain");
    ddl_write(&out, before, c);
    for (size_t i = 0; i < out.items.count; i++)
        put_statement(&out.items.at[i].parts);
}

static void put_sql(struct tool *t, const struct schema *schema)
{
    struct changes changes = {0};
    struct diagnostics unheard = {.arena = t->arena};
    struct evolution evolution = {.arena = t->arena, .diagnostics = &unheard};
    struct schema empty = {.dialect = schema->dialect};
    const struct schema *before = &empty;
    schema_changes(t->arena, schema, true, &changes);
    for (size_t i = 0; i < changes.count; i++) {
        put_change(t, before, changes.at[i]);
        before = evolve(&evolution, before, changes.at[i]);
    }
}

static void put_json(struct tool *t, const struct schema *schema)
{
    struct aludel_text text = schema_json(t->arena, schema);
    fwrite(text.z, 1, text.n, stdout);
}

/* ---- The command ---- */

static bool the_dialect(const struct environment *e, enum aludel_dialect *dialect)
{
    *dialect = e->dialects[ALUDEL_SQLITE] ? ALUDEL_SQLITE : ALUDEL_POSTGRESQL;
    if (!e->dialects[ALUDEL_SQLITE] || !e->dialects[ALUDEL_POSTGRESQL])
        return true;
    tool_fail(TOOL_USAGE, "schema: of which database? --dialect sqlite or --dialect postgresql");
    return false;
}

int command_schema(struct tool *t, const struct options *options)
{
    struct environment e = {0}, *view = &e;
    struct compile_options what = {0};
    struct indices revisions = {0};
    enum aludel_dialect dialect;
    if (!tool_compile_options(options, &what))
        return TOOL_USAGE;
    what.check_only = true;
    if (!tool_compile(t, &e, &what, NULL))
        return TOOL_FAILED;
    if (!the_dialect(&e, &dialect))
        return TOOL_USAGE;
    if (!tool_find_revisions(t, &view, options->at, &revisions))
        return TOOL_FAILED;
    const struct schema *schema = schema_at(view, &revisions, dialect);
    if (options->json)
        put_json(t, schema);
    else
        put_sql(t, schema);
    return TOOL_DONE;
}
