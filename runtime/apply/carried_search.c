/* carried_search.c: what newer programs did and this one doesn't know, looked up in the log. */
#include "apply/carried_search.h"

#include "core/log_table.h"
#include "core/mask.h"

#include <string.h>

/* ---- Refusing ------------------------------------------------------------------------------------ */

bool al_carried_refuse(const struct al_search *s, const char *id, const char *why, ...)
{
    struct aludel *a = s->a;
    char text[600];
    va_list args;
    va_start(args, why);
    al_vshow(text, sizeof text, why, args);
    va_end(args);
    al_fail(a, ALUDEL_NEWER, "'%s' can't be undone from the log: %s", id, text);
    al_error_revision(a->error, id);
    al_error_detail(a->error, "nothing has been executed");
    al_error_hint(a->error,
                  "downgrade with a program that knows '%s', or restore a backup from before its upgrade",
                  id);
    return false;
}

static bool refuse_form(const struct al_search *s, const char *id, enum al_carried_is is)
{
    switch (is) {
    case AL_CARRIED_NEWER:
        return al_carried_refuse(s, id, "what its row carries is of a format that this program doesn't know");
    case AL_CARRIED_DAMAGED:
        return al_carried_refuse(s, id, "what its row carries is damaged: its checksum is another");
    default: return al_carried_refuse(s, id, "what its row carries isn't the way back");
    }
}

/* ---- Looking up ------------------------------------------------------------------------------------ */

/* What is no sum is left as it is. */
static void read_sum(const char *hex, struct aludel_sum *sum)
{
    static const char digits[] = "0123456789abcdef";
    if (strlen(hex) != 2 * sizeof sum->bytes || strspn(hex, digits) != 2 * sizeof sum->bytes) {
        return;
    }
    for (size_t i = 0; i < sizeof sum->bytes; i++) {
        size_t high = (size_t)(strchr(digits, hex[2 * i]) - digits);
        size_t low = (size_t)(strchr(digits, hex[2 * i + 1]) - digits);
        sum->bytes[i] = (uint8_t)(high * 16 + low);
    }
}

/* In the view that isn't at work. */
static bool knows_elsewhere(const struct al_search *s, struct aludel_text id)
{
    const struct aludel_registry *other = s->a->views[AL_VIEW_LONG].registry;
    return other && al_find(other, id) != AL_BASE;
}

/* Of a squashed migration one part can't be undone without the others: what this program has of them would come anew, empty. */
static bool check_parts(const struct al_search *s, const struct al_found *f)
{
    struct al_recipe links = f->carried.links;
    struct aludel_text id;
    while (al_carried_next(&links, 't', &id)) {
        if (al_find(s->own, id) != AL_BASE || knows_elsewhere(s, id)) {
            return al_carried_refuse(s, f->id,
                                     "it was squashed from others, '%.*s' among them, which this program has "
                                     "and would lose",
                                     (int)id.n, id.z);
        }
    }
    return true;
}

static bool read_form(const struct al_search *s, struct al_found *f, const char *tool)
{
    if (!*f->form) {
        return al_carried_refuse(s, f->id, "the program that applied it (aludel %s) left no way back there",
                                 tool);
    }
    enum al_carried_is is = al_carried_read(al_text(f->form), &f->carried);
    if (is != AL_CARRIED_SOUND) {
        return refuse_form(s, f->id, is);
    }
    if (!al_is(f->carried.id, f->id)) {
        return al_carried_refuse(s, f->id, "its row carries the way back from another revision");
    }
    return check_parts(s, f);
}

static bool read_row(const struct al_search *s, struct al_found *f, struct aludel_value rows)
{
    struct aludel *a = s->a;
    const char *action = al_cell_text(a, rows, 0, 1), *tool = al_cell_text(a, rows, 0, 4);
    struct aludel_value number = al_cell(rows, 0, 2), layout = al_cell(rows, 0, 5);
    f->form = al_cell_text(a, rows, 0, 0);
    f->number = number.type == ALUDEL_INT ? number.as.integer : 0;
    read_sum(al_cell_text(a, rows, 0, 3), &f->sum);
    if (a->scratch.exhausted) { /* what wasn't read looks as if it weren't there */
        return al_fail_no_memory(a);
    }
    if (layout.type == ALUDEL_INT && layout.as.integer > AL_LOG_LAYOUT) {
        return al_fail_newer_log(a);
    }
    if (strcmp(action, "upgrade") != 0) {
        return al_carried_refuse(s, f->id, "the last that was done with it is a %s, not an upgrade", action);
    }
    return read_form(s, f, tool);
}

static bool look_up(const struct al_search *s, struct al_found *f)
{
    struct aludel *a = s->a;
    struct aludel_value rows, id = al_string(f->id);
    bool missing = false;
    if (!a->log_table) {
        return al_carried_refuse(s, f->id, "there is none (`log_table` is empty)");
    }
    if (!al_ask_sql(a,
                    "SELECT carried, action, number, checksum, tool, layout FROM %s WHERE revision = " P
                    " AND action <> 'shared' ORDER BY number DESC LIMIT 1",
                    a->log_table, &id, 1, &rows, a->driver->in_group ? NULL : &missing)) {
        return false;
    }
    if (missing || al_row_count(rows) == 0) {
        return al_carried_refuse(s, f->id, "it has no row there");
    }
    return read_row(s, f, rows);
}

struct al_found *al_carried_find(const struct al_search *s, struct aludel_text id)
{
    for (size_t i = 0; i < s->count; i++) {
        if (al_is(id, s->at[i].id)) {
            return &s->at[i];
        }
    }
    return NULL;
}

/* Once each; what this program knows itself, in this view or the other one, needs no looking up. */
static bool add(struct al_search *s, struct aludel_text id)
{
    struct aludel *a = s->a;
    if (al_find(s->own, id) != AL_BASE || al_carried_find(s, id)) {
        return true;
    }
    if (knows_elsewhere(s, id)) {
        s->elsewhere = true;
        return true;
    }
    struct al_found *at = al_arena_grow(&a->scratch, s->at, s->count, &s->room, sizeof *at);
    const char *copy = al_arena_copy(&a->scratch, id.z, id.n);
    if (!at || !copy) {
        return al_fail_no_memory(a);
    }
    const struct aludel_migration *by = al_replacement(s->own, id);
    if (by) { /* undoing it would take apart what this program has as one */
        return al_carried_refuse(s, copy, "it was squashed into '%s', which this program has", by->id);
    }
    s->at = at;
    s->at[s->count++] = (struct al_found){.id = copy};
    return true;
}

static bool add_links(struct al_search *s, struct al_recipe links)
{
    struct aludel_text id;
    struct al_recipe parents = links;
    bool ok = true;
    while (ok && al_carried_next(&parents, 'p', &id)) {
        ok = add(s, id);
    }
    while (ok && al_carried_next(&links, 'd', &id)) {
        ok = add(s, id);
    }
    return ok;
}

/* What was done first to the front. */
static void sort(struct al_search *s)
{
    for (size_t i = 1; i < s->count; i++) {
        struct al_found f = s->at[i];
        size_t to = i;
        for (; to > 0 && s->at[to - 1].number > f.number; to--) {
            s->at[to] = s->at[to - 1];
        }
        s->at[to] = f;
    }
}

bool al_carried_search(struct aludel *a, const struct al_version *v, struct al_search *s)
{
    *s = (struct al_search){.a = a, .own = a->registry};
    for (size_t i = 0; i < v->unknown_count; i++) {
        if (!add(s, al_text(v->unknown[i]))) {
            return false;
        }
    }
    for (size_t i = 0; i < s->count; i++) { /* it grows meanwhile */
        struct al_found f = s->at[i];
        if (!look_up(s, &f) || !add_links(s, f.carried.links)) {
            return false;
        }
        s->at[i] = f;
    }
    sort(s);
    return true;
}
