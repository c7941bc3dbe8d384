/*
 * runtime/plan on graphs made by hand.
 */
#include "graph_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- A graph and the space to ask about it --------------------------------------------------- */

struct fixture {
    struct aludel_arena arena;
    const struct aludel_registry *g;
    struct al_rows rows, found;
    struct al_plan plan;
    struct al_space space, step_space;
    struct aludel_error error;
    char out[4000];
};

/*      aaaa1 - bbbb2 (left) - cccc3 ----- mmmm5 - eeee6
 *            \ dddd4 (right) -----------/
 *      nnnn7 (net) - oooo8 [depends on bbbb2]                                          */
static const char *const SMALL[] = {
    "aaaa1\t1\tfirst\t\t\t1,3\t\t\t",
    "bbbb2\t2\t\t0\t0\t2\t7\tleft\tleft",
    "cccc3\t3\t\t1\t1\t4\t\t\tleft",
    "dddd4\t4\t\t0\t0\t4\t\tright\tright",
    "mmmm5\t5\tmerge\t2,3\t2,3\t5\t\t\tleft,right",
    "eeee6\t6\t\t4\t4\t\t\t\tleft,right",
    "nnnn7\t7\t\t\t\t7\t\tnet\tnet",
    "oooo8\t8\t\t6\t6,1\t\t\t\tnet",
};

struct lines {
    const char *const *at;
    char copy[200];
};

static char *next_line(void *with)
{
    struct lines *lines = with;

    return strcpy(lines->copy, *lines->at++);
}

static void *get(size_t size)
{
    void *p = malloc(size);

    assert_non_null(p);
    return p;
}

static void open_graph(struct fixture *f, const struct aludel_registry *g)
{
    size_t room = g->count * sizeof(uint32_t), space = al_plan_space(g);

    f->g = g;
    f->rows = (struct al_rows){get(room), 0, g->count};
    f->found = (struct al_rows){get(room), 0, g->count};
    f->plan = (struct al_plan){get(g->count * sizeof *f->plan.steps), 0, g->count};
    f->space = (struct al_space){get(space), space};
    f->step_space = (struct al_space){get(space), space};
}

static struct fixture *open_small(void)
{
    struct fixture *f = get(sizeof *f);
    struct lines lines = {SMALL, ""};

    al_arena_init(&f->arena, &al_usual_allocator);
    open_graph(f, graph_read(&f->arena, sizeof SMALL / sizeof *SMALL, next_line, &lines));
    return f;
}

static void close_graph(struct fixture *f)
{
    free(f->rows.at);
    free(f->found.at);
    free(f->plan.steps);
    free(f->space.memory);
    free(f->step_space.memory);
    al_arena_free(&f->arena);
    free(f);
}

static void put(struct fixture *f, const char *text)
{
    size_t n = strlen(f->out);

    al_format(f->out + n, sizeof f->out - n, "%s", text);
}

static void put_ids(struct fixture *f, const struct al_rows *rows)
{
    for (uint32_t i = 0; i < rows->count; i++) {
        put(f, i ? " " : "");
        put(f, f->g->migrations[rows->at[i]].id);
    }
}

static void set_rows(struct fixture *f, const char *ids)
{
    char copy[200];

    f->rows.count = 0;
    strcpy(copy, ids);
    for (char *id = strtok(copy, " "); id; id = strtok(NULL, " "))
        al_rows_add(&f->rows, al_find(f->g, al_text(id)));
}

/* Runs the plan over the rows: "line | rows" for each step, or the error's message. */
static const char *planned(struct fixture *f, bool up, const char *rows, const char *target)
{
    set_rows(f, rows);
    f->out[0] = '\0';
    al_error_clear(&f->error);
    if (!(up ? al_plan_upgrade : al_plan_downgrade)(f->g, &f->rows, target, &f->plan, f->space, &f->error))
        return f->error.message;
    for (uint32_t i = 0; i < f->plan.count; i++) {
        struct al_change change;
        char line[200];
        assert_true(al_step_change(f->g, &f->rows, f->plan.steps[i], &change, f->step_space, &f->error));
        al_apply_change(&f->rows, &change);
        al_step_line(f->g, f->plan.steps[i], line, sizeof line);
        put(f, line + strlen("Running "));
        put(f, " | ");
        put_ids(f, &f->rows);
        put(f, "\n");
    }
    return f->out;
}

static bool put_stamp(void *with, const struct al_stamp_step *step)
{
    struct fixture *f = with;

    al_apply_change(&f->rows, &step->change);
    put(f, step->line + strlen("Running "));
    put(f, " | ");
    put_ids(f, &f->rows);
    put(f, "\n");
    return true;
}

static const char *stamped(struct fixture *f, const char *rows, const char *first, const char *second)
{
    const char *targets[] = {first, second};

    set_rows(f, rows);
    f->out[0] = '\0';
    al_error_clear(&f->error);
    if (!al_plan_stamp(f->g, &f->rows, targets, second ? 2 : 1, put_stamp, f, f->space, &f->error))
        return f->error.message;
    return f->out;
}

static const char *found(struct fixture *f, bool ok)
{
    f->out[0] = '\0';
    if (!ok)
        return f->error.message;
    put_ids(f, &f->found);
    return f->out;
}

static const char *resolved(struct fixture *f, const char *text)
{
    al_error_clear(&f->error);
    return found(f, al_resolve(f->g, text, NULL, &f->found, f->space, &f->error));
}

static const char *history(struct fixture *f, const char *rows, const char *range)
{
    set_rows(f, rows);
    al_error_clear(&f->error);
    return found(f, al_history(f->g, range, &f->rows, &f->found, f->space, &f->error));
}

/* ---- Tests ------------------------------------------------------------------------------------- */

static void upgrades_in_order(void **state)
{
    struct fixture *f = open_small();

    (void)state;
    assert_string_equal(planned(f, true, "", "mmmm5"), "upgrade  -> aaaa1, first | aaaa1\n"
                                                       "upgrade aaaa1 -> dddd4 | dddd4\n"
                                                       "upgrade aaaa1 -> bbbb2 | bbbb2 dddd4\n"
                                                       "upgrade bbbb2 -> cccc3 | cccc3 dddd4\n"
                                                       "upgrade cccc3, dddd4 -> mmmm5, merge | mmmm5\n");
    assert_string_equal(planned(f, true, "mmmm5", "mmmm5"), "");
    assert_string_equal(planned(f, true, "mmmm5", "base"), "");
    assert_string_equal(planned(f, true, "eeee6", "cccc3"), "");
    close_graph(f);
}

static void dependencies_come_along(void **state)
{
    struct fixture *f = open_small();

    (void)state;
    assert_string_equal(planned(f, true, "", "net@head"), "upgrade  -> aaaa1, first | aaaa1\n"
                                                          "upgrade aaaa1 -> bbbb2 | bbbb2\n"
                                                          "upgrade  -> nnnn7 | bbbb2 nnnn7\n"
                                                          "upgrade nnnn7 -> oooo8 | oooo8\n");
    assert_string_equal(planned(f, false, "oooo8", "nnnn7"), "downgrade oooo8 -> nnnn7 | bbbb2 nnnn7\n");
    assert_string_equal(planned(f, false, "oooo8 cccc3", "nnnn7"),
                        "downgrade oooo8 -> nnnn7 | cccc3 nnnn7\n");
    assert_string_equal(planned(f, false, "oooo8", "aaaa1"), "downgrade oooo8 -> nnnn7 | bbbb2 nnnn7\n"
                                                             "downgrade bbbb2 -> aaaa1 | aaaa1 nnnn7\n");
    close_graph(f);
}

static void relative_targets(void **state)
{
    struct fixture *f = open_small();

    (void)state;
    assert_string_equal(planned(f, true, "bbbb2", "+1"), "upgrade bbbb2 -> cccc3 | cccc3\n");
    assert_string_equal(planned(f, true, "aaaa1", "left@+1"), "upgrade aaaa1 -> bbbb2 | bbbb2\n");
    assert_string_equal(planned(f, true, "mmmm5", "mmmm5+1"), "upgrade mmmm5 -> eeee6 | eeee6\n");
    assert_string_equal(planned(f, true, "dddd4 cccc3", "left@head-1"),
                        "upgrade cccc3, dddd4 -> mmmm5, merge | mmmm5\n");
    assert_string_equal(planned(f, false, "eeee6", "-1"), "downgrade eeee6 -> mmmm5 | mmmm5\n");
    assert_string_equal(planned(f, false, "mmmm5", "bbbb2+1"),
                        "downgrade mmmm5 -> cccc3, dddd4, merge | cccc3 dddd4\n");
    assert_string_equal(planned(f, false, "cccc3 nnnn7", "net@-1"), "downgrade nnnn7 ->  | cccc3\n");
    close_graph(f);
}

static void refusals(void **state)
{
    struct fixture *f = open_small();

    (void)state;
    assert_string_equal(
        planned(f, true, "", "head"),
        "Multiple head revisions are present for given argument 'head'; please specify a specific "
        "target revision, '<branchname>@head' to narrow to a specific head, or 'heads' for all heads");
    assert_string_equal(f->error.hint, "the heads are eeee6 (6), oooo8 (8); to join them: aludel merge eeee6 oooo8");
    assert_int_equal(f->error.code, ALUDEL_USAGE);
    assert_string_equal(planned(f, true, "", "zz"), "Can't locate revision identified by 'zz'");
    assert_string_equal(planned(f, true, "", ""), "Can't locate revision identified by ''");
    assert_string_equal(planned(f, true, "", "net@cccc3"), "Revision cccc3 is not a member of branch 'net'");
    assert_string_equal(planned(f, true, "mmmm5", "+5"), "Relative revision +5 didn't produce 5 migrations");
    assert_string_equal(planned(f, true, "mmmm5", "-1"), "Relative revision -1 didn't produce 1 migrations");
    assert_string_equal(planned(f, false, "mmmm5", "+1"), "Relative revision +1 didn't produce 1 migrations");
    assert_string_equal(planned(f, false, "", "-1"), "Relative revision -1 didn't produce 1 migrations");
    assert_string_equal(planned(f, true, "", "+99999999999999999999"), "Ambiguous walk");
    assert_string_equal(planned(f, true, "aaaa1", "+1"), "Ambiguous walk");
    assert_string_equal(f->error.hint, "from aaaa1 it goes on to bbbb2, dddd4: name the one you mean");
    assert_string_equal(planned(f, false, "mmmm5", "-2"), "Ambiguous walk");
    assert_string_equal(planned(f, true, "cccc3 dddd4", "+1"),
                        "Ambiguous upgrade from multiple current revisions");
    assert_string_equal(f->error.hint, "name the branch: label@+N");
    assert_string_equal(planned(f, false, "cccc3 dddd4", "aaaa1@-1"),
                        "Ambiguous downgrade from multiple current revisions");
    assert_string_equal(f->error.hint, "name the revision to go down to");
    assert_string_equal(planned(f, false, "cccc3 oooo8", "net@aaaa1"),
                        "Not a valid downgrade target from current heads");
    assert_string_equal(f->error.hint, "nothing that stands on that target is on the branch");
    assert_string_equal(planned(f, false, "eeee6", "mmmm5+5"), "Walked too far");
    assert_string_equal(f->error.hint, "the chain ends before that; 'history' lists it");
    assert_string_equal(planned(f, false, "bbbb2", "eeee6"),
                        "Destination eeee6 is not a valid downgrade target from current head(s)");
    assert_string_equal(planned(f, true, "aaaa1 cccc3", "heads"),
                        "Requested revision cccc3 overlaps with other requested revisions aaaa1");
    close_graph(f);
}

static void names(void **state)
{
    struct fixture *f = open_small();

    (void)state;
    assert_string_equal(resolved(f, "cc"), "cccc3");
    assert_string_equal(resolved(f, "left"), "bbbb2");
    assert_string_equal(resolved(f, "righ"), "dddd4");
    assert_string_equal(resolved(f, "net"), "nnnn7");
    assert_string_equal(resolved(f, "ne"),
                        "Can't locate revision identified by 'ne'"); /* too short a label */
    assert_string_equal(resolved(f, "heads"), "eeee6 oooo8");
    assert_string_equal(resolved(f, "left@head"), "eeee6");
    assert_string_equal(resolved(f, "left@heads"), "eeee6");
    assert_string_equal(resolved(f, "base"), "");
    assert_string_equal(resolved(f, "-1"), "mmmm5 nnnn7");
    assert_string_equal(resolved(f, "left@mmmm5-0"), "mmmm5");
    close_graph(f);
}

static void stamps(void **state)
{
    struct fixture *f = open_small();

    (void)state;
    assert_string_equal(stamped(f, "", "cccc3", NULL), "stamp_revision  -> cccc3 | cccc3\n");
    assert_string_equal(stamped(f, "cccc3 dddd4", "eeee6", NULL),
                        "stamp_revision cccc3, dddd4 -> eeee6 | eeee6\n");
    assert_string_equal(stamped(f, "eeee6", "bbbb2", NULL), "stamp_revision eeee6 -> bbbb2 | bbbb2\n");
    assert_string_equal(stamped(f, "eeee6 nnnn7", "net@base", NULL), "stamp_revision nnnn7 ->  | eeee6\n");
    assert_string_equal(stamped(f, "eeee6 nnnn7", "base", NULL),
                        "stamp_revision eeee6 ->  | nnnn7\nstamp_revision nnnn7 ->  | \n");
    assert_string_equal(stamped(f, "", "cccc3", "dddd4"),
                        "stamp_revision  -> cccc3 | cccc3\nstamp_revision  -> dddd4 | cccc3 dddd4\n");
    assert_string_equal(stamped(f, "cccc3", "cccc3", NULL), "");
    assert_string_equal(stamped(f, "", "head", NULL),
                        "Multiple heads are present; please specify a single target revision");
    close_graph(f);
}

static void asking(void **state)
{
    struct fixture *f = open_small();

    (void)state;
    assert_string_equal(history(f, "", NULL), "eeee6 mmmm5 cccc3 oooo8 nnnn7 bbbb2 dddd4 aaaa1");
    assert_string_equal(history(f, "", "bbbb2:mmmm5"), "mmmm5 cccc3 bbbb2");
    assert_string_equal(history(f, "", ":bbbb2"), "bbbb2 aaaa1");
    assert_string_equal(history(f, "cccc3", "current:mmmm5"), "mmmm5 cccc3");
    assert_string_equal(history(f, "cccc3", "bbbb2:current"), "cccc3 bbbb2");
    assert_string_equal(history(f, "", "bbbb2:+1"), "cccc3 bbbb2");
    assert_string_equal(history(f, "", ":current"), "");
    assert_string_equal(history(f, "", "bbbb2"), "History range requires [start]:[end], [start]:, or :[end]");
    assert_string_equal(history(f, "", "a:b:c"), "History range requires [start]:[end], [start]:, or :[end]");
    assert_string_equal(
        history(f, "", "dddd4:cccc3"),
        "Requested range dddd4:cccc3 does not refer to ancestor/descendant revisions along the "
        "same branch");
    set_rows(f, "oooo8");
    al_all_current(f->g, &f->rows, &f->found, f->space);
    assert_string_equal(found(f, true), "bbbb2 oooo8");
    al_heads(f->g, false, &f->found);
    assert_string_equal(found(f, true), "eeee6 oooo8");
    close_graph(f);
}

static void no_revisions(void **state)
{
    static const struct aludel_registry none = {.layout = ALUDEL_LAYOUT};
    struct al_rows rows = {NULL, 0, 0}, nothing = {NULL, 0, 0};
    struct al_plan plan = {NULL, 0, 0};
    struct al_space space = {get(al_plan_space(&none)), al_plan_space(&none)};
    struct aludel_error error;

    (void)state;
    al_error_clear(&error);
    assert_true(al_plan_upgrade(&none, &rows, "head", &plan, space, &error));
    assert_true(al_plan_upgrade(&none, &rows, "heads", &plan, space, &error));
    assert_true(al_plan_downgrade(&none, &rows, "base", &plan, space, &error));
    assert_true(al_history(&none, NULL, NULL, &nothing, space, &error));
    assert_int_equal(plan.count, 0);
    free(space.memory);
}

/* ---- A long chain -------------------------------------------------------------------------------- */

enum { LONG = 10000 };

struct long_chain {
    uint32_t next;
    char line[100];
};

static char *chain_line(void *with)
{
    struct long_chain *c = with;
    uint32_t i = c->next++;
    char parent[12] = "", child[12] = "";

    if (i > 0)
        al_format(parent, sizeof parent, "%u", i - 1);
    if (i + 1 < LONG)
        al_format(child, sizeof child, "%u", i + 1);
    al_format(c->line, sizeof c->line, "rev%u\tversions/%05u\t\t%s\t%s\t%s\t\t\t", i, i, parent, parent,
              child);
    return c->line;
}

static void a_chain_of_ten_thousand(void **state)
{
    struct fixture *f = get(sizeof *f);
    struct long_chain chain = {.next = 0};

    (void)state;
    al_arena_init(&f->arena, &al_usual_allocator);
    open_graph(f, graph_read(&f->arena, LONG, chain_line, &chain));
    al_error_clear(&f->error);
    assert_true(al_plan_upgrade(f->g, &f->rows, "head", &f->plan, f->space, &f->error));
    assert_int_equal(f->plan.count, LONG);
    for (uint32_t i = 0; i < LONG; i++) {
        struct al_change change;
        assert_int_equal(f->plan.steps[i].revision, i);
        assert_true(al_step_change(f->g, &f->rows, f->plan.steps[i], &change, f->step_space, &f->error));
        al_apply_change(&f->rows, &change);
    }
    assert_int_equal(f->rows.count, 1);
    assert_true(al_plan_downgrade(f->g, &f->rows, "base", &f->plan, f->space, &f->error));
    assert_int_equal(f->plan.count, LONG);
    assert_int_equal(f->plan.steps[0].revision, LONG - 1);
    close_graph(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(upgrades_in_order),
        cmocka_unit_test(dependencies_come_along),
        cmocka_unit_test(relative_targets),
        cmocka_unit_test(refusals),
        cmocka_unit_test(names),
        cmocka_unit_test(stamps),
        cmocka_unit_test(asking),
        cmocka_unit_test(no_revisions),
        cmocka_unit_test(a_chain_of_ten_thousand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
