/* work.c: what a migration does to which tables, read from the generator's text. */
#include "budget/budget.h"

#include "core/text.h"

#include <string.h>

struct item {
    char letter;
    uint64_t number;
    struct aludel_text text;
};

/* False: what stands there is none; nothing is moved then. */
static bool next_item(const char **at, struct item *item)
{
    const char *z = *at;
    *item = (struct item){.letter = *z};
    if (!*z) {
        return false;
    }
    for (z++; *z >= '0' && *z <= '9'; z++) {
        item->number = item->number * 10 + (uint64_t)(*z - '0');
    }
    if (*z != ';' && *z != ':') {
        return false;
    }
    if (*z == ':') {
        if (item->number > strlen(z + 1)) {
            return false;
        }
        item->text = (struct aludel_text){z + 1, (size_t)item->number};
        z += item->number;
    }
    *at = z + 1;
    return true;
}

static bool begins_line(char letter)
{
    return (letter >= 'A' && letter <= 'Z') || letter == '?';
}

/* Items of a list stand one behind the other. */
static void take_list(struct aludel_text *list, const char *from, const char *to)
{
    if (!list->n) {
        list->z = from;
    }
    list->n = (size_t)(to - list->z);
}

static void take(struct al_work_line *w, const struct item *item, const char *from, const char *to)
{
    switch (item->letter) {
    case 'z': w->bytes = item->number; break;
    case 'm': w->rows = item->number; break;
    case 'k': w->times = item->number; break;
    case 'v': w->defaults = item->number; break;
    case 'i': w->indexed = item->number; break;
    case 'o': w->in_order = item->number != 0; break;
    case 's': w->sorts = item->number; break;
    case 'f': w->from = item->text; break;
    case 't': w->to = item->text; break;
    case 'e': w->earlier = item->text; break;
    case 'n': take_list(&w->columns, from, to); break;
    case 'a': take_list(&w->assigned, from, to); break;
    case 'p': w->in_place = item->number != 0; break;
    case 'y': w->whole_row = item->number != 0; break;
    case 'c': w->generated = item->number != 0; break;
    case 'x': w->expression = item->number != 0; break;
    case 'd': w->replaces = item->number != 0; break;
    case 'r': w->renames = item->number != 0; break;
    case 'g': w->trigger = item->number != 0; break;
    case 'h': w->hangs = item->number != 0; break;
    case 'w': w->without_rowid = item->number != 0; break;
    default: break;
    }
}

bool al_work_next(const char **work, struct al_work_line *w)
{
    uint32_t line = w->line;
    struct item item;
    const char *from = *work;
    *w = (struct al_work_line){.line = line, .times = 1};
    while (next_item(work, &item) && !begins_line(item.letter)) {
        w->line = item.letter == '@' ? (uint32_t)item.number : w->line;
        from = *work;
    }
    if (*work == from) {
        return false;
    }
    w->kind = item.letter;
    w->table = item.text;
    for (from = *work; next_item(work, &item); from = *work) {
        if (begins_line(item.letter) || item.letter == '@') {
            *work = from;
            break;
        }
        take(w, &item, from, *work);
    }
    return true;
}

static bool has_column(struct aludel_text columns, struct aludel_text name)
{
    struct item item;
    for (const char *at = columns.z; columns.n && at < columns.z + columns.n && next_item(&at, &item);) {
        if (al_same_nocase(item.text, name)) {
            return true;
        }
    }
    return false;
}

bool al_work_shares(struct aludel_text these, struct aludel_text those)
{
    struct item item;
    for (const char *at = these.z; these.n && at < these.z + these.n && next_item(&at, &item);) {
        if (has_column(those, item.text)) {
            return true;
        }
    }
    return false;
}

size_t al_work_count(const char *work)
{
    struct al_work_line w = {0};
    size_t count = 0;
    while (work && al_work_next(&work, &w)) {
        count += w.from.n || w.kind == 'R' ? 2 : 1;
    }
    return count;
}
