#include "plan/work.h"

#include <assert.h>
#include <string.h>

/* The most that any function of plan/ holds at one time; tests/plan lends exactly this much. */
enum { AL_WORK_SETS = 10, AL_WORK_LISTS = 8 };

/* Room for one more than there are, so that an empty chain has space, too. */
static size_t set_size(const struct aludel_registry *g)
{
    return AL_SET_WORDS(g->count + 1) * sizeof(uint64_t);
}

static size_t list_size(const struct aludel_registry *g)
{
    return (g->count / 2 + 1) * sizeof(uint64_t);
}

size_t al_plan_space(const struct aludel_registry *g)
{
    return AL_WORK_SETS * set_size(g) + AL_WORK_LISTS * list_size(g);
}

struct al_work al_work_begin(const struct aludel_registry *g, struct al_space space)
{
    unsigned char *memory = space.memory;

    assert(space.size >= al_plan_space(g));
    return (struct al_work){g, memory, memory + space.size};
}

static void *take(struct al_work *w, size_t size)
{
    void *taken = w->next;

    assert((size_t)(w->end - w->next) >= size);
    w->next += size;
    return taken;
}

struct al_set al_work_set(struct al_work *w)
{
    struct al_set s = {take(w, set_size(w->g)), w->g->count};

    al_set_clear(&s);
    return s;
}

struct al_rows al_work_list(struct al_work *w)
{
    return (struct al_rows){take(w, list_size(w->g)), 0, w->g->count};
}

bool al_list_add(struct al_rows *list, uint32_t r)
{
    for (uint32_t i = 0; i < list->count; i++)
        if (list->at[i] == r)
            return true;
    if (list->count == list->room)
        return false;
    list->at[list->count++] = r;
    return true;
}

/* The order in which the files of two revisions are read: by file name. */
static bool file_before(const struct aludel_registry *g, uint32_t a, uint32_t b)
{
    int order = strcmp(g->migrations[a].file, g->migrations[b].file);

    return order < 0 || (order == 0 && a < b);
}

static bool id_before(const struct aludel_registry *g, uint32_t a, uint32_t b)
{
    return strcmp(g->migrations[a].id, g->migrations[b].id) < 0;
}

/* Shell's sort: the lists are short, and nothing may be allocated. */
static void sort(const struct aludel_registry *g, struct al_rows *list,
                 bool (*before)(const struct aludel_registry *g, uint32_t a, uint32_t b))
{
    for (uint32_t gap = list->count / 2; gap > 0; gap /= 2)
        for (uint32_t i = gap; i < list->count; i++) {
            uint32_t moved = list->at[i], j = i;
            for (; j >= gap && before(g, moved, list->at[j - gap]); j -= gap)
                list->at[j] = list->at[j - gap];
            list->at[j] = moved;
        }
}

void al_list_sort(const struct aludel_registry *g, struct al_rows *list)
{
    sort(g, list, file_before);
}

struct al_rows al_rows_by_id(struct al_work *w, const struct al_rows *rows)
{
    struct al_rows list = al_work_list(w);

    for (uint32_t i = 0; i < rows->count; i++)
        al_list_add(&list, rows->at[i]);
    sort(w->g, &list, id_before);
    return list;
}

bool al_rows_has(const struct al_rows *rows, uint32_t r)
{
    for (uint32_t i = 0; i < rows->count; i++)
        if (rows->at[i] == r)
            return true;
    return false;
}

bool al_rows_same(const struct al_rows *a, const struct al_rows *b)
{
    return a->count == b->count && memcmp(a->at, b->at, a->count * sizeof *a->at) == 0;
}

void al_rows_copy(struct al_rows *to, const struct al_rows *from)
{
    to->count = from->count;
    memcpy(to->at, from->at, from->count * sizeof *from->at);
}

bool al_rows_add(struct al_rows *rows, uint32_t r)
{
    uint32_t i = rows->count;

    if (al_rows_has(rows, r))
        return true;
    if (rows->count == rows->room)
        return false;
    for (; i > 0 && rows->at[i - 1] > r; i--)
        rows->at[i] = rows->at[i - 1];
    rows->at[i] = r;
    rows->count++;
    return true;
}

void al_rows_remove(struct al_rows *rows, uint32_t r)
{
    for (uint32_t i = 0; i < rows->count; i++)
        if (rows->at[i] == r) {
            memmove(&rows->at[i], &rows->at[i + 1], (rows->count - i - 1) * sizeof *rows->at);
            rows->count--;
            return;
        }
}
