/*
 * pairs_tool propose|play URL FOLDER < batch: pairs of schemas on a database. Of the database nothing
 * stays that was in it.
 *
 * `propose` writes for each pair the migration that leads from its A to its B, FOLDER/versions/ID.mako, and how both were
 * read, FOLDER/ID.a and FOLDER/ID.b. With what was generated of these files in place of no_pairs.c it is another program,
 * which does `play`: there and back, with a look at what came out.
 *
 * Printed: ">ID\x1E" when a pair is begun, "!ID\x1FWHY\x1E" when it has failed.
 */
#include "batch.h"
#include "ground.h"

#include "base/files.h"
#include "cli_proposed.h"
#include "sql/script.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern const struct aludel_registry pairs;

/* What was read last, of either side: the next pair may begin where the one before it has ended. */
struct reading {
    struct aludel_text statements, sql;
};

struct job {
    struct arena *lasting, *arena; /* that of the pair in hand */
    struct reading last;
    struct ground ground;
    const char *folder;
    const struct pair *pair;
    const char *why;
};

static bool fail(struct job *j, const char *when, const char *what)
{
    j->why = arena_format(j->arena, "%s: %s", when, what);
    return false;
}

static bool ground_failed(struct job *j, const char *when)
{
    return fail(j, when, j->ground.why);
}

/* ---- Schemas ------------------------------------------------------------------------------------ */

static const struct schema *schema_of(struct job *j, const char *name, struct aludel_text sql)
{
    struct diagnostics d = {.arena = j->arena};
    struct source *source = source_from_text(j->arena, name, name, arena_text(j->arena, sql));
    const struct schema *schema = script_schema(j->arena, j->ground.dialect, source, &d);
    if (!d.errors)
        return schema;
    fail(j, "what was read can't be understood", arena_string(j->arena, diag_render(&d, j->arena, false)));
    return NULL;
}

static bool proposal_of(struct job *j, const struct schema *from, const struct schema *to,
                        const struct words *renames, struct proposal *out)
{
    struct diagnostics d = {.arena = j->arena};
    struct environment e = {.arena = j->arena, .diagnostics = &d, .settings = {.naming_convention = ""}};
    e.dialects[j->ground.dialect] = true;
    struct differ_wish wish;
    return (read_wish(&e, from, renames, &wish) &&
            propose(&e, &(struct two_sides){from, to, NULL, NULL}, &wish, out)) ||
           fail(j, "nothing is proposed", arena_string(j->arena, diag_render(&d, j->arena, false)));
}

/* ---- propose ------------------------------------------------------------------------------------ */

static bool keep(struct job *j, const char *name, struct aludel_text text)
{
    const char *why = "", *path = path_join(j->arena, j->folder, name);
    return real_disk.write(real_disk.with, j->arena, path, text, &why) || fail(j, path, why);
}

static bool read_anew(struct job *j, const struct words *statements, struct aludel_text *sql)
{
    struct ground *g = &j->ground;
    return ground_clear(g) && ground_run(g, statements) && ground_inspect(g, sql);
}

static bool read_statements(struct job *j, const struct words *statements, struct aludel_text *sql)
{
    struct al_builder b = al_builder(&j->arena->memory);
    for (size_t i = 0; i < statements->count; i++)
        al_putf(&b, "%s;\n", statements->at[i]);
    struct aludel_text all = al_built(&b);
    bool known = j->last.sql.z && al_same(all, j->last.statements);
    if (!known && !read_anew(j, statements, sql))
        return false;
    if (!known)
        j->last = (struct reading){arena_text(j->lasting, all), arena_text(j->lasting, *sql)};
    *sql = j->last.sql;
    return true;
}

static const struct schema *read_side(struct job *j, const char *side, const struct words *statements)
{
    struct aludel_text sql;
    const char *name = arena_format(j->arena, "%s.%s", j->pair->id, side);
    if (!read_statements(j, statements, &sql)) {
        ground_failed(j, side);
        return NULL;
    }
    return keep(j, name, sql) ? schema_of(j, name, sql) : NULL;
}

static bool write_migration(struct job *j, const struct proposal *p)
{
    const char *id = j->pair->id;
    struct al_builder b = al_builder(&j->arena->memory);
    al_putf(&b, "<%%!\nrevision = \"%s\"\ndown_revision = None\n%%>\n\n<%%def name=\"upgrade()\">\n", id);
    al_put(&b, p->upgrades.z, p->upgrades.n);
    al_puts(&b, "</%def>\n\n<%def name=\"downgrade()\">\n");
    al_put(&b, p->downgrades.z, p->downgrades.n);
    al_puts(&b, "</%def>\n");
    return keep(j, arena_format(j->arena, "versions/%s.mako", id), al_built(&b));
}

static bool propose_pair(struct job *j)
{
    struct proposal proposal = {0};
    const struct schema *a = read_side(j, "a", &j->pair->a);
    const struct schema *b = a ? read_side(j, "b", &j->pair->b) : NULL;
    return b && proposal_of(j, a, b, &j->pair->renames, &proposal) && write_migration(j, &proposal);
}

/* ---- play --------------------------------------------------------------------------------------- */

static bool kept(struct job *j, const char *side, struct aludel_text *text)
{
    const char *why = "";
    const char *path = arena_format(j->arena, "%s/%s.%s", j->folder, j->pair->id, side);
    return real_disk.read(real_disk.with, j->arena, path, text, &why) || fail(j, path, why);
}

/* Neither way is there anything left to do. */
static bool are_alike(struct job *j, const char *when, struct aludel_text found, struct aludel_text meant)
{
    struct words none = {0};
    struct proposal there = {0};
    const struct schema *is = schema_of(j, "found", found),
                        *should = is ? schema_of(j, "meant", meant) : NULL;
    if (!should || !proposal_of(j, is, should, &none, &there))
        return false;
    if (!there.upgrades.n && !there.downgrades.n)
        return true;
    return fail(j, when,
                arena_format(j->arena, "there is more to do:\n%.*s-- and back:\n%.*s-- found:\n%.*s",
                             (int)there.upgrades.n, there.upgrades.z, (int)there.downgrades.n,
                             there.downgrades.z, (int)found.n, found.z));
}

static bool check_schema(struct job *j, const char *side, const char *when, bool exact)
{
    struct aludel_text found, meant;
    if (!ground_inspect(&j->ground, &found))
        return ground_failed(j, when);
    if (!kept(j, side, &meant))
        return false;
    if (exact && !al_same(found, meant))
        return fail(j, when,
                    arena_format(j->arena, "it isn't the same to the letter:\n%.*s", (int)found.n, found.z));
    return are_alike(j, when, found, meant);
}

static bool check_values(struct job *j, const struct words *questions, const char *when,
                         struct aludel_text meant)
{
    struct aludel_text found;
    if (!ground_ask(&j->ground, questions, &found))
        return ground_failed(j, when);
    return al_same(found, meant) || fail(j, when,
                                         arena_format(j->arena, "rows have changed:\n%.*s-- they were:\n%.*s",
                                                      (int)found.n, found.z, (int)meant.n, meant.z));
}

static bool play_pair(struct job *j)
{
    struct ground *g = &j->ground;
    const struct pair *p = j->pair;
    struct aludel_text values;
    bool exact = p->exact && g->dialect == ALUDEL_POSTGRESQL; /* SQLite keeps each text as it was written */
    if (!ground_clear(g) || !ground_run(g, &p->a) || !ground_fill(g, &p->rows) ||
        !ground_ask(g, &p->was, &values))
        return ground_failed(j, "at first");
    if (!ground_upgrade(g, p->id))
        return ground_failed(j, "upgrade");
    if (!check_schema(j, "b", "behind the upgrade", exact) ||
        !check_values(j, &p->is, "behind the upgrade", values))
        return false;
    if (!ground_downgrade(g, "base"))
        return ground_failed(j, "downgrade");
    return check_schema(j, "a", "behind the downgrade", false) &&
           check_values(j, &p->was, "behind the downgrade", values);
}

/* ---- All of them -------------------------------------------------------------------------------- */

/* Each in memory of its own. */
static void do_pair(struct job *j, const struct pair *pair, bool plays)
{
    struct arena arena;
    jmp_buf no_memory;
    if (setjmp(no_memory))
        exit(2);
    arena_init(&arena, &no_memory);
    j->arena = j->ground.arena = &arena;
    j->pair = pair;
    printf(">%s\x1E", pair->id);
    fflush(stdout);
    if (!(plays ? play_pair(j) : propose_pair(j)))
        printf("!%s\x1F%s\x1E", pair->id, j->why);
    arena_free(&arena);
}

int main(int argc, char **argv)
{
    struct arena arena;
    jmp_buf no_memory;
    struct job j = {0};
    if (argc != 4 || setjmp(no_memory))
        return 2;
    arena_init(&arena, &no_memory);
    struct batch batch = batch_read(&arena);
    if (!ground_open(&j.ground, argv[2], &arena, &pairs)) {
        fprintf(stderr, "%s\n", j.ground.why);
        return 2;
    }
    j.folder = argv[3];
    j.lasting = &arena;
    for (size_t i = 0; i < batch.pairs.count; i++)
        do_pair(&j, &batch.pairs.at[i], !strcmp(argv[1], "play"));
    ground_close(&j.ground);
    arena_free(&arena);
    return 0;
}
