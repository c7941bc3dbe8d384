#include "trial/lost.h"

#include "core/mask.h"

#include <string.h>

/* ---- Types --------------------------------------------------------------------------------------------- */

static bool is_among(const char *type, const char *const *names, size_t count)
{
    size_t n = strcspn(type, "(");
    while (n && type[n - 1] == ' ')
        n--;
    for (size_t i = 0; i < count; i++) {
        if (strlen(names[i]) == n && al_same_nocase((struct aludel_text){type, n}, al_text(names[i])))
            return true;
    }
    return false;
}

static bool is_integer(const char *type)
{
    static const char *const names[] = {"smallint", "integer", "bigint", "int",
                                        "int2",     "int4",    "int8",   "tinyint"};
    return is_among(type, names, sizeof names / sizeof *names);
}

static bool is_text(const char *type)
{
    static const char *const names[] = {"text", "character varying", "varchar",  "citext", "name",
                                        "clob", "varying character", "nvarchar", "string"};
    return is_among(type, names, sizeof names / sizeof *names);
}

static bool types_compare(const char *one, const char *other)
{
    return !strcmp(one, other) ||
           ((is_integer(one) || is_text(one)) && (is_integer(other) || is_text(other)));
}

/* ---- Which survive ------------------------------------------------------------------------------------------ */

struct expecting {
    struct trial *t;
    const struct trial_data *before, *between, *after;
    bool written;
    const char *where;
};

static size_t position(const struct trial_tables *in, const struct trial_table *table)
{
    return (size_t)(table - in->at);
}

static const struct trial_held *held_of(const struct trial_data *d, const struct trial_table *table)
{
    return &d->held[position(&d->tables, table)];
}

static const struct trial_column_digest *digest_of(const struct trial_data *d,
                                                   const struct trial_table *table,
                                                   const struct trial_column *c)
{
    return &held_of(d, table)->columns[c - table->columns];
}

/* Under another name: a new column with the same values in the same rows. */
static bool was_renamed(const struct expecting *e, const struct trial_table *table,
                        const struct trial_column *c, const struct trial_table *meanwhile)
{
    const struct trial_column_digest *own = digest_of(e->before, table, c);
    for (size_t i = 0; i < meanwhile->column_count; i++) {
        const struct trial_column *other = &meanwhile->columns[i];
        if (!trial_find_column(table, other->name) && !strcmp(other->type, c->type) &&
            digest_of(e->between, meanwhile, other)->placed == own->placed)
            return true;
    }
    return false;
}

enum stay { GONE, STAYED, CONVERTED /* it had another type, which may write the same in another way */ };

static enum stay stay_of(const struct expecting *e, const struct trial_table *table,
                         const struct trial_column *c)
{
    const struct trial_table *meanwhile = e->between ? trial_find_table(&e->between->tables, table) : NULL;
    if (!e->between)
        return STAYED;
    if (!meanwhile)
        return GONE;
    const struct trial_column *there = trial_find_column(meanwhile, c->name);
    if (!there)
        return was_renamed(e, table, c, meanwhile) ? STAYED : GONE;
    return types_compare(c->type, there->type) ? STAYED : CONVERTED;
}

/* ---- Telling -------------------------------------------------------------------------------------------------- */

static const char *shown(struct aludel_arena *arena, const char *cell)
{
    size_t n = cell ? strlen(cell) : 0;
    if (!cell)
        return "NULL";
    bool cut = n > 60;
    n = cut ? al_utf8_until(cell, 60) : n;
    struct al_builder b = al_builder(arena);
    al_putc(&b, '\'');
    for (size_t i = 0; i < n; i++)
        al_putc(&b, (unsigned char)cell[i] < ' ' ? ' ' : cell[i]);
    al_puts(&b, cut ? "…'" : "'");
    return al_built(&b).z;
}

static void put_key(struct al_builder *b, const struct trial_table *table, const char **cells)
{
    for (size_t i = 0; i < table->column_count; i++) {
        if (table->columns[i].key)
            al_putf(b, "%s%s = %s", b->n ? ", " : "", table->columns[i].name, shown(b->arena, cells[i]));
    }
}

static bool same_cell(const char *a, const char *b)
{
    return a == b || (a && b && !strcmp(a, b));
}

static void tell(const struct expecting *e, bool fails, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 3, 4)))
#endif
    ;

static void tell(const struct expecting *e, bool fails, const char *format, ...)
{
    char text[AL_LONGEST_SHOWN];
    va_list args;
    va_start(args, format);
    al_vshow(text, sizeof text, format, args);
    va_end(args);
    (fails && !e->written ? trial_fail : trial_note)(&e->t->report, "%s: %s", e->where, text);
}

/* An example: the first row that shows it. */
static const char *example(const struct expecting *e, const struct trial_table *table,
                           const struct trial_column *c, const struct trial_table *now,
                           const struct trial_column *then, struct aludel_arena *arena)
{
    const struct trial_held *before = held_of(e->before, table), *after = held_of(e->after, now);
    for (size_t i = 0; i < before->cell_rows && i < after->cell_rows; i++) {
        const char **row = before->cells + i * table->column_count;
        const char *was = row[c - table->columns];
        const char *is = after->cells[i * now->column_count + (size_t)(then - now->columns)];
        struct al_builder b = al_builder(arena);
        if (same_cell(was, is))
            continue;
        put_key(&b, table, row);
        const char *key = b.n ? al_built(&b).z : NULL;
        return trial_format(arena, "%s%s%s was %s and is %s", key ? "where " : "", key ? key : "",
                            key ? " it" : "one", shown(arena, was), shown(arena, is));
    }
    return "";
}

/* ---- Expecting -------------------------------------------------------------------------------------------------- */

/* With the same key in the same rows; without one, as many of each. */
static bool same_key(const struct trial_table *one, const struct trial_table *other)
{
    bool any = false;
    for (size_t i = 0; i < one->column_count; i++) {
        const struct trial_column *c = trial_find_column(other, one->columns[i].name);
        any = any || one->columns[i].key;
        if (one->columns[i].key && (!c || !c->key || strcmp(c->type, one->columns[i].type) != 0))
            return false;
    }
    for (size_t i = 0; i < other->column_count; i++) {
        const struct trial_column *c = trial_find_column(one, other->columns[i].name);
        if (other->columns[i].key && (!c || !c->key))
            return false;
    }
    return any;
}

static bool holds_the_same(const struct expecting *e, const struct trial_table *table,
                           const struct trial_column *c, const struct trial_table *now,
                           const struct trial_column *then)
{
    const struct trial_column_digest *was = digest_of(e->before, table, c);
    const struct trial_column_digest *is = digest_of(e->after, now, then);
    return same_key(table, now) ? was->placed == is->placed : was->values == is->values;
}

static void expect_column(const struct expecting *e, const struct trial_table *table,
                          const struct trial_column *c, const struct trial_table *now)
{
    const struct trial_column *then = trial_find_column(now, c->name);
    enum stay stay = stay_of(e, table, c);
    if (!then || then->generated != c->generated || !types_compare(c->type, then->type) || stay == GONE ||
        holds_the_same(e, table, c, now, then))
        return;
    struct aludel_arena arena;
    al_arena_init(&arena, &trial_allocator);
    const char *shows = example(e, table, c, now, then, &arena);
    tell(e, stay == STAYED, "column %s of %s holds other values%s%s%s", c->name, table->sql,
         stay == CONVERTED ? ", having had another type" : "", *shows ? ": " : "", shows);
    al_arena_free(&arena);
}

static void expect_table(const struct expecting *e, const struct trial_table *table)
{
    const struct trial_table *now = trial_find_table(&e->after->tables, table);
    if (!now || (e->between && !trial_find_table(&e->between->tables, table)))
        return;
    uint64_t was = held_of(e->before, table)->count, is = held_of(e->after, now)->count;
    if (was < is && e->written)
        return;
    if (was != is) {
        tell(e, true, "%s had %llu row%s and has %llu", table->sql, (unsigned long long)was,
             was == 1 ? "" : "s", (unsigned long long)is);
        return;
    }
    for (size_t i = 0; i < table->column_count; i++)
        expect_column(e, table, &table->columns[i], now);
}

void trial_data_expect(struct trial *t, const struct trial_course *course, const char *where)
{
    struct expecting e = {t, course->before, course->between, course->after, course->written, where};
    for (size_t i = 0; i < course->before->tables.count; i++)
        expect_table(&e, &course->before->tables.at[i]);
}
