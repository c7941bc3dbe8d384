/* work.c: what a direction does to which tables of SQLite's, as one text (runtime/budget reads it). */
#include "emit/inner.h"

static bool wants_work(const struct environment *e)
{
    return !says(e->settings.budget, "no");
}

void put_work(struct c_writer *w, const struct environment *e, const struct program *p)
{
    if (!p || !wants_work(e))
        return;
    c_put(w, ", .work = ");
    c_string(w, program_work(e->arena, p));
}

bool has_long_work(const struct environment *e)
{
    for (size_t i = 0; i < e->migrations.count; i++)
        for (int d = ALUDEL_UP; d <= ALUDEL_DOWN; d++) {
            const struct program *p = e->migrations.at[i]->programs[ALUDEL_SQLITE][d];
            if (p && wants_work(e) && program_work(e->arena, p).n > LONGEST_PLAIN)
                return true;
        }
    return false;
}
