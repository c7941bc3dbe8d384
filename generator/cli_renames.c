#include "cli_renames.h"

#include "core/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool has_terminal(void)
{
    const char *ci = getenv("CI");
    return isatty(STDIN_FILENO) && isatty(STDERR_FILENO) && !(ci && *ci);
}

/* ---- One question ----------------------------------------------------------------------------------- */

static const char *shown(struct arena *a, struct path table, struct aludel_text column)
{
    const char *path = path_shown(a, table);
    return column.n ? arena_format(a, "%s.%.*s", path, (int)column.n, column.z) : path;
}

/* A line of which only the first word counts; false at the end of what is typed. */
static bool read_answer(bool *yes)
{
    char line[64];
    if (!fgets(line, sizeof line, stdin))
        return false;
    bool whole = strchr(line, '\n') != NULL;
    for (int c = 0; !whole && c != EOF && c != '\n';)
        c = getchar();
    line[strcspn(line, " \t\r\n")] = '\0';
    *yes = al_same_nocase(al_text(line), AL_TEXT("y")) || al_same_nocase(al_text(line), AL_TEXT("yes"));
    return true;
}

static bool ask(struct environment *e, const struct rename *r, bool *yes)
{
    fprintf(stderr, "Is %s %s renamed to %s? [y/N] ", r->column_from.n ? "column" : "table",
            shown(e->arena, r->from, r->column_from), shown(e->arena, r->to, r->column_to));
    fflush(stderr);
    if (read_answer(yes))
        return true;
    fputs("\naludel: revision: no answer came; nothing was written\n", stderr);
    return false;
}

static void tell(struct environment *e, const struct rename *r)
{
    const char *from = shown(e->arena, r->from, r->column_from);
    const char *to = shown(e->arena, r->to, r->column_to);
    fprintf(stderr, "INFO  [aludel.autogenerate] If %s '%s' is '%s' now: --rename %s:%s\n",
            r->column_from.n ? "column" : "table", from, to, from, to);
}

/* ---- All of them ------------------------------------------------------------------------------------ */

static void add(struct environment *e, struct differ_wish *wish, const struct rename *r)
{
    struct rename *all = ARENA_ARRAY(e->arena, struct rename, wish->rename_count + 1);
    for (size_t i = 0; i < wish->rename_count; i++)
        all[i] = wish->renames[i];
    all[wish->rename_count] = *r;
    *wish = (struct differ_wish){all, wish->rename_count + 1};
}

/* Tables, then columns, of which a renamed table has some. After each answer it is looked anew. */
static bool ask_for_all(struct environment *e, const struct schema *from, const struct schema *to,
                        struct differ_wish *wish, bool columns)
{
    struct renames refused = {0}, found = {0};
    bool yes = false;
    rename_candidates(e->arena, from, to, wish, &refused, columns, &found);
    while (found.count) {
        struct rename r = found.at[0];
        if (!ask(e, &r, &yes))
            return false;
        if (yes)
            add(e, wish, &r);
        else
            vec_push(e->arena, &refused, r);
        found.count = 0;
        rename_candidates(e->arena, from, to, wish, &refused, columns, &found);
    }
    return true;
}

static void tell_all(struct environment *e, const struct schema *from, const struct schema *to,
                     const struct differ_wish *wish)
{
    for (int columns = 0; columns < 2; columns++) {
        struct renames found = {0}, none = {0};
        rename_candidates(e->arena, from, to, wish, &none, columns, &found);
        for (size_t i = 0; i < found.count; i++)
            tell(e, &found.at[i]);
    }
}

bool renames_ask(struct environment *e, const struct schema *from, const struct schema *to,
                 struct differ_wish *wish)
{
    if (has_terminal())
        return ask_for_all(e, from, to, wish, false) && ask_for_all(e, from, to, wish, true);
    tell_all(e, from, to, wish);
    return true;
}
