/* sql: the statements that a migration compiles to. */
#include "cli_commands.h"
#include "cli_compile.h"
#include "cli_revision.h"

#include <stdio.h>

/* ---- What is printed ---- */

static void put_program(const char *dialects, struct aludel_text text)
{
    printf("-- %s\n%.*s", dialects, (int)text.n, text.z);
}

/* The same for both databases once. */
static void put_way(struct tool *t, const struct environment *e, const struct migration *m, int way)
{
    struct aludel_text text[ALUDEL_DIALECTS] = {{"", 0}, {"", 0}};
    bool both = true;
    for (int d = 0; d < ALUDEL_DIALECTS; d++) {
        const struct program *program = e->dialects[d] ? m->programs[d][way] : NULL;
        both = both && e->dialects[d];
        if (program)
            text[d] = program_sql(t->arena, program);
    }
    if (both && al_same(text[ALUDEL_POSTGRESQL], text[ALUDEL_SQLITE])) {
        put_program("postgresql, sqlite", text[ALUDEL_SQLITE]);
        return;
    }
    if (e->dialects[ALUDEL_POSTGRESQL])
        put_program("postgresql", text[ALUDEL_POSTGRESQL]);
    if (e->dialects[ALUDEL_SQLITE])
        put_program("sqlite", text[ALUDEL_SQLITE]);
}

int command_sql(struct tool *t, const struct options *options)
{
    struct environment e = {0}, *view = &e;
    struct compile_options what = {0};
    struct indices revisions = {0};
    if (!tool_compile_options(options, &what))
        return TOOL_USAGE;
    what.check_only = true;
    if (!tool_compile(t, &e, &what, NULL) || !tool_find_revisions(t, &view, options->at, &revisions))
        return TOOL_FAILED;
    for (size_t i = 0; i < revisions.count; i++)
        put_way(t, view, view->migrations.at[revisions.at[i]], options->downgrade ? 1 : 0);
    return TOOL_DONE;
}
