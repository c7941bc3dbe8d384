#include "trial/look.h"

#include "trial/look_questions.h"

#include <string.h>

struct looking {
    struct trial_base *base;
    struct aludel_arena *into;
    struct trial_tables *tables;
};

static const struct trial_look_questions *questions(const struct trial_base *b)
{
    return trial_on_postgresql(b->t) ? &trial_postgresql_look : &trial_sqlite_look;
}

/* ---- Finding --------------------------------------------------------------------------------------- */

static bool same(const char *a, const char *b)
{
    return a == b || (a && b && !strcmp(a, b));
}

static struct trial_table *find(const struct trial_tables *in, const char *schema, const char *name)
{
    for (size_t i = 0; i < in->count; i++) {
        if (!strcmp(in->at[i].name, name) && same(in->at[i].schema, schema))
            return &in->at[i];
    }
    return NULL;
}

const struct trial_table *trial_find_table(const struct trial_tables *in, const struct trial_table *like)
{
    return find(in, like->schema, like->name);
}

static struct trial_column *find_column(const struct trial_table *in, const char *name)
{
    for (size_t i = 0; i < in->column_count; i++) {
        if (!strcmp(in->columns[i].name, name))
            return &in->columns[i];
    }
    return NULL;
}

const struct trial_column *trial_find_column(const struct trial_table *in, const char *name)
{
    return find_column(in, name);
}

/* ---- Columns --------------------------------------------------------------------------------------- */

static bool is_own(const struct trial_base *b, const char *name)
{
    const struct aludel_settings *s = &b->t->registry->settings;
    const char *version = s->version_table && *s->version_table ? s->version_table : "alembic_version";
    const char *log = s->log_table ? s->log_table : "aludel_log";
    return !strcmp(name, version) || !strcmp(name, log) || !strcmp(name, "aludel_journal");
}

static const char *sql_name(struct aludel_arena *into, const char *schema, const char *name)
{
    struct al_builder b = al_builder(into);
    if (schema) {
        trial_put_name(&b, schema);
        al_putc(&b, '.');
    }
    trial_put_name(&b, name);
    return al_built(&b).z;
}

static void split_words(struct aludel_arena *into, const char *text, struct trial_column *c)
{
    size_t room = 0;
    const char **words = NULL;
    for (size_t n; text && *text; text += n + (text[n] == '\1')) {
        n = strcspn(text, "\1");
        if (c->word_count == room)
            words = al_arena_grow(into, words, c->word_count, &room, sizeof *words);
        words[c->word_count++] = al_arena_copy(into, text, n);
    }
    c->words = words;
}

static bool is_yes(const struct trial_rows *rows, size_t row, size_t column)
{
    const char *cell = trial_cell(rows, row, column);
    return cell && *cell == '1';
}

static void set_column(struct looking *l, const struct trial_rows *rows, size_t i, struct trial_column *c)
{
    const char *type = trial_cell(rows, i, 3);
    *c = (struct trial_column){.name = trial_cell(rows, i, 2),
                               .type = type ? type : "",
                               .not_null = is_yes(rows, i, 4),
                               .has_default = is_yes(rows, i, 5),
                               .generated = is_yes(rows, i, 6),
                               .numbered = is_yes(rows, i, 9),
                               .key = is_yes(rows, i, 7),
                               .unique = is_yes(rows, i, 7),
                               .reference = -1};
    split_words(l->into, trial_cell(rows, i, 8), c);
}

/* The rows of one table stand together. */
static void set_tables(struct looking *l, const struct trial_rows *rows)
{
    struct trial_tables *tables = l->tables;
    struct trial_column *columns = al_arena_new(l->into, (rows->count + 1) * sizeof *columns);
    tables->at = al_arena_new(l->into, (rows->count + 1) * sizeof *tables->at);
    for (size_t i = 0; i < rows->count; i++) {
        const char *schema = trial_cell(rows, i, 0), *name = trial_cell(rows, i, 1);
        struct trial_table *last = tables->count ? &tables->at[tables->count - 1] : NULL;
        if (is_own(l->base, name))
            continue;
        if (!last || strcmp(last->name, name) != 0 || !same(last->schema, schema)) {
            last = &tables->at[tables->count++];
            *last = (struct trial_table){.schema = schema,
                                         .name = name,
                                         .sql = sql_name(l->into, schema, name),
                                         .columns = &columns[i],
                                         .checks = ""};
        }
        set_column(l, rows, i, &last->columns[last->column_count++]);
    }
}

/* ---- What hangs on them ------------------------------------------------------------------------------ */

static void set_uniques(struct looking *l, const struct trial_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++) {
        struct trial_table *t = find(l->tables, trial_cell(rows, i, 0), trial_cell(rows, i, 1));
        struct trial_column *c = t ? find_column(t, trial_cell(rows, i, 2)) : NULL;
        if (c)
            c->unique = true;
    }
}

static void add_reference(struct looking *l, struct trial_table *t, const struct trial_rows *rows,
                          size_t from, size_t count)
{
    const char **columns = al_arena_new(l->into, count * sizeof *columns);
    const char **to = al_arena_new(l->into, count * sizeof *to);
    for (size_t i = 0; i < count; i++) {
        struct trial_column *c = find_column(t, trial_cell(rows, from + i, 3));
        columns[i] = trial_cell(rows, from + i, 3);
        to[i] = trial_cell(rows, from + i, 5);
        if (!c || !to[i])
            return;
        c->reference = (int)t->reference_count;
        c->numbered = false;
    }
    t->references[t->reference_count++] =
        (struct trial_reference){trial_cell(rows, from, 4), columns, to, count};
}

static void set_references(struct looking *l, const struct trial_rows *rows)
{
    struct trial_reference *all = al_arena_new(l->into, (rows->count + 1) * sizeof *all);
    for (size_t i = 0, n; i < rows->count; i += n) {
        struct trial_table *t = find(l->tables, trial_cell(rows, i, 0), trial_cell(rows, i, 1));
        const char *name = trial_cell(rows, i, 1), *number = trial_cell(rows, i, 2);
        for (n = 1; i + n < rows->count && !strcmp(trial_cell(rows, i + n, 1), name) &&
                    !strcmp(trial_cell(rows, i + n, 2), number);)
            n++;
        if (t && !t->references)
            t->references = &all[i];
        if (t)
            add_reference(l, t, rows, i, n);
    }
}

static void set_checks(struct looking *l, const struct trial_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++) {
        struct trial_table *t = find(l->tables, trial_cell(rows, i, 0), trial_cell(rows, i, 1));
        const char *text = trial_cell(rows, i, 2);
        if (t && text)
            t->checks = text;
    }
}

static const char *shape_of(struct aludel_arena *into, const struct trial_table *t)
{
    struct al_builder b = al_builder(into);
    al_putf(&b, "%s %s", t->sql, t->checks);
    for (size_t i = 0; i < t->column_count; i++) {
        const struct trial_column *c = &t->columns[i];
        al_putf(&b, "\1%s\1%s%d%d%d%d%d%d%d", c->name, c->type, c->not_null, c->has_default, c->numbered,
                c->generated, c->key, c->unique, c->reference);
        for (size_t k = 0; k < c->word_count; k++)
            al_putf(&b, "\1%s", c->words[k]);
    }
    return al_built(&b).z;
}

bool trial_look(struct trial_base *b, struct aludel_arena *into, struct trial_tables *tables)
{
    const struct trial_look_questions *q = questions(b);
    struct trial_rows columns, uniques, references, checks;
    struct looking l = {b, into, tables};
    *tables = (struct trial_tables){0};
    if (!trial_ask(b, into, q->columns, &columns) || !trial_ask(b, into, q->uniques, &uniques) ||
        !trial_ask(b, into, q->references, &references) || !trial_ask(b, into, q->checks, &checks))
        return false;
    set_tables(&l, &columns);
    set_uniques(&l, &uniques);
    set_references(&l, &references);
    set_checks(&l, &checks);
    for (size_t i = 0; i < tables->count; i++)
        tables->at[i].shape = shape_of(into, &tables->at[i]);
    return true;
}
