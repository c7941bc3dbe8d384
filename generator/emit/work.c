/* work.c: what a direction does to which tables of SQLite's, as one text (runtime/budget reads it). */
#include "emit/inner.h"

#include "budget/budget.h"
#include "core/size.h"

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

/* ---- Of an image ---------------------------------------------------------------------------------- */

int64_t image_limit(const struct environment *e)
{
    int64_t bytes = 0;
    al_size(al_text(e->settings.max_bytes), &bytes);
    return bytes;
}

bool image_has_work(const struct environment *e)
{
    return wants_work(e);
}

/* NULL: nobody asks about that direction. */
static const struct program *asked(const struct environment *e, const struct c_names *n, size_t i,
                                   enum aludel_direction d)
{
    const struct migration *m = e->migrations.at[i];
    const struct program *p = m->programs[ALUDEL_SQLITE][d];
    bool left_out = m->older || (d == ALUDEL_DOWN && n->no_downgrade);
    return p && !left_out && !p->irreversible ? p : NULL;
}

/* ---- How much of the arena that takes ------------------------------------------------------------- */

struct extent_of_work {
    size_t tables, rows, text; /* as in struct aludel_image_work */
    struct names seen;
};

static void note_table(struct arena *a, struct extent_of_work *of, struct aludel_text name)
{
    bool known = !name.n;
    for (size_t i = 0; i < of->seen.count && !known; i++)
        known = al_same_nocase(of->seen.at[i], name);
    if (known)
        return;
    vec_push(a, &of->seen, name);
    of->tables++;
}

/* A table that is renamed leaves its name to another one. */
static void note_work(struct arena *a, struct extent_of_work *of, const char *work)
{
    struct al_work_line w = {0};
    size_t rows = 0, text = 0;
    while (al_work_next(&work, &w)) {
        bool of_table = w.kind != '?' && w.table.n;
        note_table(a, of, of_table && w.kind != 'J' ? w.table : (struct aludel_text){"", 0});
        note_table(a, of, w.from);
        of->tables += w.kind == 'R';
        rows += of_table;
        text += of_table ? w.table.n + 1 : 0;
    }
    of->rows = rows > of->rows ? rows : of->rows;
    of->text = text > of->text ? text : of->text;
}

static struct extent_of_work extent_of_work(const struct environment *e, const struct c_names *n)
{
    struct extent_of_work of = {0};
    for (size_t i = 0; i < e->migrations.count; i++)
        for (enum aludel_direction d = ALUDEL_UP; d <= ALUDEL_DOWN; d++) {
            const struct program *p = asked(e, n, i, d);
            if (p)
                note_work(e->arena, &of, program_work(e->arena, p).z);
        }
    return of;
}

const char *image_work_room(const struct environment *e, const struct c_names *n)
{
    struct extent_of_work of = extent_of_work(e, n);
    return arena_format(e->arena, "ALUDEL_EMBEDDED_WORK(%zu, %zu, %zu)", of.tables, of.rows, of.text);
}

/* ---- As tables -------------------------------------------------------------------------------------- */

static const char *work_name(struct arena *a, const struct migration *m, enum aludel_direction d)
{
    return arena_format(a, "work_%s_%s", d == ALUDEL_UP ? "up" : "down", identifier(a, m->id));
}

void put_image_work(struct c_writer *w, const struct environment *e, const struct c_names *n)
{
    struct extent_of_work of = extent_of_work(e, n);
    struct c_writer rows = c_piece(e->arena);
    bool any = e->migrations.count > 0;
    for (size_t i = 0; i < e->migrations.count; i++)
        for (enum aludel_direction d = ALUDEL_UP; d <= ALUDEL_DOWN; d++) {
            const struct program *p = asked(e, n, i, d);
            const char *name = p ? work_name(e->arena, e->migrations.at[i], d) : "NULL";
            if (p)
                c_text(w, name, program_work(e->arena, p));
            c_line(&rows, "    %s,", name);
        }
    if (any) {
        c_line(w, "static const char *const ways[] = {");
        c_paste(w, &rows, "");
        c_line(w, "};");
    }
    c_line(w, "const struct aludel_image_work %s_work = {&aludel_image_budget, %s, %zu, %zu, %zu, %s};",
           n->symbol, any ? "migrations" : "NULL", of.tables, of.rows, of.text, any ? "ways" : "NULL");
    c_blank(w);
}
