/*
 * With which newer databases a program works. A newer program, which has more revisions, brings the database somewhere; an
 * older one meets it. What is expected comes from the chains below, drawn beside them.
 */
#include "support.h"

#include <string.h>

#define UPGRADED(w, target) SUCCEEDS(w, aludel_upgrade((w)->a, target, NULL, &(w)->error))

static void open_with(struct world *w, struct aludel_registry *g, const char *newer)
{
    static struct aludel_pair pair;
    pair = (struct aludel_pair){"newer", newer};
    w->config.registry = g;
    w->config.settings = &pair;
    w->config.settings_count = 1;
    w->events[0] = '\0';
    world_open(w);
}

static bool is_compatible(struct world *w)
{
    bool compatible = false;
    SUCCEEDS(w, aludel_is_compatible(w->a, &compatible, &w->error));
    return compatible;
}

/* With every value of the setting: what passes, what is refused and why, and that nothing is written. */
static void meets(struct world *w, struct aludel_registry *older, const char *why)
{
    bool compatible = true;
    open_with(w, older, "refuse");
    const char *rows = texts(w->file, "SELECT version_num FROM alembic_version ORDER BY 1");
    int64_t logged = number(w->file, "SELECT count(*) FROM aludel_log");
    FAILS(w, aludel_upgrade(w->a, "heads", NULL, &w->error), ALUDEL_NEWER,
          "Can't locate revision identified by");
    assert_has(w->error.detail, why ? why : "It is compatible with this program");
    assert_has(w->error.hint, why ? "with `newer = always` upgrade passes whatever it finds"
                                  : "the database is newer than the program: run the program that knows '");
    if (!why) {
        assert_has(w->error.hint, "', or let upgrade pass what is compatible with `newer = accept`");
    }
    open_with(w, older, "accept");
    if (why) {
        FAILS(w, aludel_upgrade(w->a, "heads", NULL, &w->error), ALUDEL_NEWER, "Can't locate revision");
        assert_has(w->error.detail, why);
        FAILS(w, aludel_pending(w->a, NULL, NULL, &w->error), ALUDEL_NEWER, "Can't locate revision");
        FAILS(w, aludel_wait(w->a, "heads", 0, &w->error), ALUDEL_NEWER, "Can't locate revision");
        FAILS(w, aludel_is_compatible(w->a, &compatible, &w->error), ALUDEL_NEWER, "Can't locate revision");
        assert_has(w->error.detail, why);
        assert_false(compatible);
    } else {
        SUCCEEDS(w, aludel_upgrade(w->a, "heads", NULL, &w->error));
        assert_has(w->events, "and compatible with it: accepted, nothing was done");
        SUCCEEDS(w, aludel_pending(w->a, NULL, NULL, &w->error));
        SUCCEEDS(w, aludel_wait(w->a, "heads", 0, &w->error));
        assert_true(is_compatible(w));
        FAILS(w, aludel_downgrade(w->a, "base", NULL, &w->error), ALUDEL_NEWER, "Can't locate revision");
        assert_has(w->error.hint, "the database is newer than the program: upgrade passes, for all else run "
                                  "the program that knows '");
    }
    open_with(w, older, "always");
    SUCCEEDS(w, aludel_upgrade(w->a, "heads", NULL, &w->error));
    assert_has(w->events, "'): accepted, nothing was done");
    assert_string_equal(texts(w->file, "SELECT version_num FROM alembic_version ORDER BY 1"), rows);
    assert_int_equal(number(w->file, "SELECT count(*) FROM aludel_log"), logged);
}

static void begin_at(struct world *w, struct aludel_registry *newer, const char *target)
{
    world_begin(w, newer);
    UPGRADED(w, target);
}

/* ---- One line ---------------------------------------------------------------------------------- */

/* a1 <- b2 (with a1) <- c3 (only itself) <- d4 (with c3) <- e5 (with c3) <- f6, which says nothing */
static const struct spec line[] = {
    {.id = "a1"},
    {.id = "b2", .parents = "a1", .compatible = "a1:a1"},
    {.id = "c3", .parents = "b2", .compatible = "c3:b2"},
    {.id = "d4", .parents = "c3", .compatible = "c3:c3"},
    {.id = "e5", .parents = "d4", .compatible = "c3:d4"},
    {.id = "f6", .parents = "e5"},
};

static void a_program_that_is_new_enough_passes(void **state)
{
    (void)state;
    static const char *const why[6][6] = {
        /* database at b2 … f6, by the program's head */
        [1] = {NULL},
        [2] = {"with programs that have 'c3', and", "with programs that have 'c3', and"},
        [3] = {"with programs that have 'c3', and", "with programs that have 'c3', and", NULL},
        [4] = {"with programs that have 'c3', and", "with programs that have 'c3', and", NULL, NULL},
        [5] = {"The log doesn't say", "The log doesn't say", "The log doesn't say", "The log doesn't say",
               "The log doesn't say"},
    };
    for (size_t at = 1; at < 6; at++) {
        for (size_t head = 0; head < at; head++) {
            struct world w;
            begin_at(&w, chain(line, 6), line[at].id);
            meets(&w, chain(line, head + 1), why[at][head]);
            world_end(&w);
        }
    }
}

static void what_is_known_is_asked_nothing(void **state)
{
    (void)state;
    struct world w;
    world_begin(&w, chain(line, 6));
    open_with(&w, chain(line, 6), "accept");
    assert_false(is_compatible(&w));
    UPGRADED(&w, "d4");
    assert_false(is_compatible(&w));
    UPGRADED(&w, "head");
    assert_true(is_compatible(&w));
    SUCCEEDS(&w, aludel_is_compatible(w.a, NULL, &w.error));
    world_end(&w);
}

static void the_last_word_counts(void **state)
{
    (void)state;
    const char *const stamped[] = {"e5"};
    struct world w;
    begin_at(&w, chain(line, 6), "head");
    SUCCEEDS(&w, aludel_downgrade(w.a, "e5", NULL, &w.error));
    meets(&w, chain(line, 3), NULL);
    execute(w.file, "UPDATE aludel_log SET compatible_with = NULL WHERE revision = 'e5'");
    meets(&w, chain(line, 3), "The log doesn't say");
    open_with(&w, chain(line, 6), "refuse");
    SUCCEEDS(&w, aludel_stamp(w.a, stamped, 1, NULL, &w.error));
    assert_int_equal(number(w.file, "SELECT count(*) FROM aludel_log WHERE action = 'stamp'"), 0);
    UPGRADED(&w, "head");
    SUCCEEDS(&w, aludel_stamp(w.a, stamped, 1, NULL, &w.error));
    meets(&w, chain(line, 3), NULL);
    world_end(&w);
}

static void without_a_log_nothing_passes(void **state)
{
    (void)state;
    struct world w;
    begin_at(&w, chain(line, 5), "head");
    execute(w.file, "DROP TABLE aludel_log; CREATE TABLE aludel_log (x)");
    open_with(&w, chain(line, 4), "accept");
    FAILS(&w, aludel_upgrade(w.a, "head", NULL, &w.error), ALUDEL_NEWER, "'e5'");
    assert_has(w.error.detail, "The log doesn't say with which programs it is compatible");
    execute(w.file, "DROP TABLE aludel_log");
    FAILS(&w, aludel_upgrade(w.a, "head", NULL, &w.error), ALUDEL_NEWER, "'e5'");
    assert_has(w.error.detail, "The log doesn't say with which programs it is compatible");
    const struct aludel_pair off[] = {{"newer", "accept"}, {"log_table", ""}};
    w.config.settings = off;
    w.config.settings_count = 2;
    world_open(&w);
    FAILS(&w, aludel_upgrade(w.a, "head", NULL, &w.error), ALUDEL_NEWER, "'e5'");
    assert_has(w.error.detail,
               "Without a log (`log_table`) nothing says with which programs it is compatible");
    world_end(&w);
}

/* In the log anything may stand. */
static void what_cant_be_read_says_nothing(void **state)
{
    (void)state;
    static const char *const said[] = {"", ":", ":d4", "+", "c3+:d4", "+c3:d4", "c3++b2:d4"};
    struct world w;
    begin_at(&w, chain(line, 5), "head");
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        char sql[128];
        sqlite3_snprintf(sizeof sql, sql, "UPDATE aludel_log SET compatible_with = %Q WHERE revision = 'e5'",
                         said[i]);
        execute(w.file, sql);
        meets(&w, chain(line, 4), "The log doesn't say with which programs it is compatible");
    }
    execute(w.file, "UPDATE aludel_log SET compatible_with = 'c3:++:+e5+d4+' WHERE revision = 'e5'");
    meets(&w, chain(line, 3), NULL);
    world_end(&w);
}

static void memory_runs_out_on_the_way(void **state)
{
    (void)state;
    bool ok = false;
    struct world w;
    begin_at(&w, chain(line, 5), "head");
    open_with(&w, chain(line, 3), "accept");
    for (int n = 0; !ok; n++) {
        bool compatible;
        struct memory_budget budget = {.left = n};
        w.config.allocator = (struct aludel_allocator){resize_within, &budget};
        struct aludel *a = aludel_open(&w.config, &w.error);
        ok = a && aludel_upgrade(a, "head", NULL, &w.error) && aludel_is_compatible(a, &compatible, &w.error);
        if (!ok) {
            assert_int_equal(w.error.code, ALUDEL_NO_MEMORY);
        }
        aludel_close(a);
        assert_int_equal(budget.held, 0);
    }
    world_end(&w);
}

/* ---- Branches ---------------------------------------------------------------------------------- */

/* a1 <- l2 <- m4 ("l2+a1": l2 for one parent, a1 for the other), a1 <- r3 <- m4; r3 is compatible with a1 */
static const struct spec merged[] = {
    {.id = "a1"},
    {.id = "l2", .parents = "a1"},
    {.id = "r3", .parents = "a1", .compatible = "a1:a1"},
    {.id = "m4", .parents = "l2 r3", .compatible = "l2+a1:l2+r3"},
    {.id = "n5", .parents = "m4", .compatible = "l2:m4"},
};

static void a_merge_wants_all_that_it_names(void **state)
{
    (void)state;
    static const struct spec right[] = {{.id = "a1"}, {.id = "r3", .parents = "a1"}};
    for (int at = 3; at < 5; at++) {
        struct world w;
        begin_at(&w, chain(merged, 5), merged[at].id);
        meets(&w, chain(merged, 1), "with programs that have 'l2', and");
        meets(&w, chain(right, 2), "with programs that have 'l2', and");
        meets(&w, chain(merged, 2), NULL);
        meets(&w, chain(merged, 3), NULL);
        world_end(&w);
    }
}

/* Both go on from a1; to each the other one's is unknown and compatible, but it doesn't bring its own. */
static void another_branch_lacks_what_this_one_brings(void **state)
{
    (void)state;
    static const struct spec theirs[] = {{.id = "a1"}, {.id = "b2", .parents = "a1", .compatible = "a1:a1"}};
    static const struct spec ours[] = {{.id = "a1"}, {.id = "x2", .parents = "a1", .compatible = "a1:a1"}};
    struct world w;
    begin_at(&w, chain(theirs, 2), "head");
    meets(&w, chain(ours, 2),
          "It is compatible with this program, but 'x2', which this one has, isn't applied");
    execute(w.file, "INSERT INTO alembic_version VALUES ('x2')");
    meets(&w, chain(ours, 2), NULL);
    open_with(&w, chain(ours, 2), "accept");
    execute(w.file, "DELETE FROM alembic_version WHERE version_num = 'x2'");
    UPGRADED(&w, "a1"); /* that is there */
    world_end(&w);
}

/* Two bases, each with a branch of its own. */
static void a_branch_that_nobody_must_know(void **state)
{
    (void)state;
    static const struct spec both[] = {
        {.id = "a1"},
        {.id = "y1", .compatible = "base:"},
        {.id = "y2", .parents = "y1", .depends = "a1", .compatible = "base+a1:y1+a1"}};
    struct world w;
    begin_at(&w, chain(both, 3), "y1");
    open_with(&w, chain(both, 1), "accept");
    FAILS(&w, aludel_upgrade(w.a, "head", NULL, &w.error), ALUDEL_NEWER, "'y1'");
    assert_has(w.error.detail, "but 'a1', which this one has, isn't applied");
    open_with(&w, chain(both, 3), "accept");
    UPGRADED(&w, "heads");
    meets(&w, chain(both, 1), NULL);
    world_end(&w);
}

/* ---- What it stands on is known from rows of another kind ---------------------------------------- */

/* The rows between say nothing: the older one's own rows do. */
static void own_rows_tell_where_the_way_is_interrupted(void **state)
{
    (void)state;
    struct world w;
    begin_at(&w, chain(line, 5), "head");
    execute(w.file, "UPDATE aludel_log SET compatible_with = NULL WHERE revision = 'd4'");
    meets(&w, chain(line, 3), NULL);
    execute(w.file, "DELETE FROM aludel_log WHERE revision IN ('a1', 'b2', 'c3')");
    meets(&w, chain(line, 3), "but 'c3', which this one has, isn't applied");
    execute(w.file, "UPDATE aludel_log SET compatible_with = 'c3:c3' WHERE revision = 'd4'");
    meets(&w, chain(line, 3), NULL); /* as where Alembic has brought it so far */
    world_end(&w);
}

static void what_was_taken_back_isnt_there(void **state)
{
    (void)state;
    static const struct spec ours[] = {{.id = "a1"}, {.id = "x2", .parents = "a1"}};
    static const struct spec theirs[] = {{.id = "a1"}, {.id = "b2", .parents = "a1", .compatible = "a1:a1"}};
    const char *const base[] = {"base"}, *const purged[] = {"b2"};
    const struct aludel_options purge = {.purge = true};
    struct world w;
    begin_at(&w, chain(ours, 2), "head");
    SUCCEEDS(&w, aludel_downgrade(w.a, "a1", NULL, &w.error));
    open_with(&w, chain(theirs, 2), "refuse");
    UPGRADED(&w, "head");
    meets(&w, chain(ours, 2), "but 'x2', which this one has, isn't applied");
    open_with(&w, chain(ours, 2), "refuse");
    SUCCEEDS(&w, aludel_stamp(w.a, base, 1, &purge, &w.error));
    UPGRADED(&w, "head");
    open_with(&w, chain(theirs, 2), "refuse");
    SUCCEEDS(&w, aludel_stamp(w.a, purged, 1, &purge, &w.error));
    meets(&w, chain(ours, 2), "but 'x2', which this one has, isn't applied");
    world_end(&w);
}

/* ---- Squashed ---------------------------------------------------------------------------------- */

/* a1 <- b2 <- c3 is c3 there, and d4 works with b2. */
static void a_program_from_before_a_squash(void **state)
{
    (void)state;
    static const struct spec before[] = {
        {.id = "a1"}, {.id = "b2", .parents = "a1"}, {.id = "c3", .parents = "b2"}};
    static const struct spec behind[] = {
        {.id = "c3", .replaces = "a1 b2 c3", .compatible = "b2:a1+b2"},
        {.id = "d4", .parents = "c3", .compatible = "b2:c3"},
    };
    static const struct spec other[] = {{.id = "a1"}, {.id = "x2", .parents = "a1"}};
    for (int at = 0; at < 2; at++) {
        struct world w;
        begin_at(&w, chain(behind, 2), behind[at].id);
        meets(&w, chain(before, 1), "with programs that have 'b2', and");
        meets(&w, chain(before, 2), NULL);
        if (at == 1) {
            meets(&w, chain(before, 3), NULL);
        }
        meets(&w, chain(other, 2), "with programs that have 'b2', and");
        world_end(&w);
    }
    struct world w;
    static const struct spec further[] = {{.id = "a1"},
                                          {.id = "b2", .parents = "a1"},
                                          {.id = "c3", .parents = "b2"},
                                          {.id = "d4", .parents = "c3", .compatible = "b2:c3"}};
    begin_at(&w, chain(further, 4),
             "head"); /* an older program that has squashed them, and one that never did */
    meets(&w, chain(behind, 1), NULL);
    meets(&w, chain(further, 2), NULL);
    world_end(&w);
}

static bool see_compatible(void *with, const struct aludel_revision *r)
{
    char *text = with;
    strcat(strcat(text, r->id), "=");
    for (size_t i = 0; i < r->compatible_count; i++) {
        strcat(strcat(text, i ? "," : ""), r->compatible_with[i]);
    }
    strcat(text, " ");
    return true;
}

static void revisions_say_it(void **state)
{
    (void)state;
    char text[256] = "";
    struct world w;
    world_begin(&w, chain(merged, 5));
    SUCCEEDS(&w, aludel_history(w.a, NULL, false, see_compatible, text, &w.error));
    assert_string_equal(text, "n5=l2 m4=l2,a1 l2= r3=a1 a1= ");
    world_end(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_program_that_is_new_enough_passes),
        cmocka_unit_test(what_is_known_is_asked_nothing),
        cmocka_unit_test(the_last_word_counts),
        cmocka_unit_test(without_a_log_nothing_passes),
        cmocka_unit_test(what_cant_be_read_says_nothing),
        cmocka_unit_test(memory_runs_out_on_the_way),
        cmocka_unit_test(a_merge_wants_all_that_it_names),
        cmocka_unit_test(another_branch_lacks_what_this_one_brings),
        cmocka_unit_test(a_branch_that_nobody_must_know),
        cmocka_unit_test(own_rows_tell_where_the_way_is_interrupted),
        cmocka_unit_test(what_was_taken_back_isnt_there),
        cmocka_unit_test(a_program_from_before_a_squash),
        cmocka_unit_test(revisions_say_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
