#include "plan/order.h"
#include "plan/target.h"

#include <string.h>

/* ---- Current, one identifier ----------------------------------------------------------------- */

void al_all_current(const struct aludel_registry *g, const struct al_rows *rows, struct al_rows *found,
                    struct al_space space)
{
    al_tips(al_work_begin(g, space), rows, found);
}

static void copy_rows(struct al_rows *found, const struct al_rows *rows)
{
    for (uint32_t i = 0; rows && i < rows->count; i++)
        al_list_add(found, rows->at[i]);
}

bool al_resolve(const struct aludel_registry *g, const char *text, const struct al_rows *rows,
                struct al_rows *found, struct al_space space, struct aludel_error *error)
{
    struct al_ask ask = {.work = al_work_begin(g, space), .error = error};

    found->count = 0;
    if (!rows || strcmp(text, "current") != 0)
        return al_ask_all(&ask, al_text(text), found);
    copy_rows(found, rows);
    return true;
}

/* ---- Ranges ---------------------------------------------------------------------------------- */

bool al_split_range(const char *text, struct al_range *range)
{
    size_t length = strlen(text);
    char *colon;

    if (length >= sizeof range->text)
        return false;
    memcpy(range->text, text, length + 1);
    colon = strchr(range->text, ':');
    if (!colon || strchr(colon + 1, ':'))
        return false;
    *colon = '\0';
    range->start = range->text;
    range->end = colon + 1;
    return true;
}

struct side { /* one end of a range */
    const char *text;
    struct al_rows list;
};

static bool read_start(const struct al_ask *ask, const struct al_rows *rows, struct side *side)
{
    if (strcmp(side->text, "current") == 0) {
        copy_rows(&side->list, rows);
        return true;
    }
    return al_ask_all(ask, al_text(side->text), &side->list);
}

static bool read_end(const struct al_ask *ask, const struct al_rows *rows, const struct side *start,
                     struct side *side)
{
    if (strcmp(side->text, "current") == 0) {
        copy_rows(&side->list, rows);
        return true;
    }
    return al_upgrade_target(ask, &start->list, al_text(side->text), &side->list);
}

/* `label@x:` is about that branch alone: what bears the label, or is related to the id that stands for it. */
static bool keep_branch(const struct al_ask *ask, const struct side *start, struct side *end)
{
    const struct aludel_registry *g = ask->work.g;
    struct al_ask inner = *ask;
    struct al_set related = al_work_set(&inner.work);
    struct al_ident ident = al_ident(g, al_text(start->text));
    bool label = al_is_label(g, ident.label);
    uint32_t kept = 0;

    if (ident.label.n == 0)
        return true;
    if (!al_ask_branch(&inner, ident.label, &related))
        return false;
    for (uint32_t i = 0; i < end->list.count; i++)
        if (label ? al_has_label(g, end->list.at[i], ident.label) : al_set_has(&related, end->list.at[i]))
            end->list.at[kept++] = end->list.at[i];
    end->list.count = kept;
    return true;
}

/* The end is looked at first, as Alembic does, unless it counts from the start. */
static bool read_sides(const struct al_ask *ask, const struct al_rows *rows, struct side *start,
                       struct side *end)
{
    struct al_ident ident = al_ident(ask->work.g, al_text(end->text));
    bool counts = ident.relative && ident.symbol.n == 0 && ident.steps > 0;

    if (counts && !read_start(ask, rows, start))
        return false;
    if (!read_end(ask, rows, start, end) || !keep_branch(ask, start, end) ||
        !al_check_overlap(ask, &end->list, false))
        return false;
    return counts || read_start(ask, rows, start);
}

static bool not_a_range(const struct al_ask *ask, const struct side *start, const struct side *end)
{
    return al_error(
        ask->error, ALUDEL_USAGE,
        "Requested range %s:%s does not refer to ancestor/descendant revisions along the same branch",
        start->text, end->text);
}

/* What is above the start, along the branch, and not above the end. */
static bool between(const struct al_ask *ask, const struct side *start, const struct side *end,
                    struct al_set *members)
{
    struct al_ask inner = *ask;
    struct al_set below = al_work_set(&inner.work), above = al_work_set(&inner.work);

    al_set_add_all(members, &end->list);
    al_close_up(ask->work.g, members, true);
    for (uint32_t i = 0; i < start->list.count; i++)
        if (!al_set_has(members, start->list.at[i]))
            return not_a_range(ask, start, end);
    if (start->list.count == 0)
        return true;
    if (!al_check_overlap(&inner, &start->list, false) || !al_check_overlap(&inner, &start->list, true))
        return false;
    al_set_add_all(&below, &start->list);
    al_set_add_all(&above, &start->list);
    al_close_up(ask->work.g, &below, true);
    al_close_down(ask->work.g, &above, false);
    al_set_subtract(members, &below);
    al_set_add_all(members, &start->list);
    al_set_intersect(members, &above);
    return true;
}

static bool read_range(const struct al_ask *ask, const char *text, struct al_range *range, struct side *start,
                       struct side *end)
{
    if (text && !al_split_range(text, range))
        return al_error(ask->error, ALUDEL_USAGE,
                        "History range requires [start]:[end], [start]:, or :[end]");
    if (text && *range->start)
        start->text = range->start;
    if (text && *range->end)
        end->text = range->end;
    return true;
}

static bool members_of_range(const struct al_ask *ask, const struct al_rows *rows, struct side *start,
                             struct side *end, struct al_set *members)
{
    struct al_ask inner = *ask;

    inner.argument = end->text;
    return read_sides(&inner, rows, start, end) && between(&inner, start, end, members);
}

bool al_history(const struct aludel_registry *g, const char *range, const struct al_rows *rows,
                struct al_rows *found, struct al_space space, struct aludel_error *error)
{
    struct al_ask ask = {.work = al_work_begin(g, space), .error = error, .clamp = true};
    struct al_rows current = {NULL, 0, 0};
    struct side start = {.text = "base"}, end = {.text = "heads"};
    struct al_range halves;
    struct al_set members;

    found->count = 0;
    start.list = al_work_list(&ask.work);
    end.list = al_work_list(&ask.work);
    members = al_work_set(&ask.work);
    if (rows)
        current = al_rows_by_id(&ask.work, rows);
    if (!read_range(&ask, range, &halves, &start, &end) ||
        !members_of_range(&ask, &current, &start, &end, &members))
        return false;
    al_sort_steps(ask.work, &members, &end.list, start.list.count == 0, found);
    return true;
}
