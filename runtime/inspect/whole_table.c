/*
 * whole_table.c: two texts of an SQLite table compared, column by column and constraint by constraint. SQLite keeps what was
 * typed; so each is written anew from its parts, in one order, a column's constraints as the table's, and compared without
 * case, quotes and comments. The order of columns and constraints doesn't count: ALTER TABLE can't choose it.
 */
#include "inspect/whole_table.h"
#include "inspect/whole_alike.h"

#include "core/literal.h"
#include "ddl/ddl.h"

#include <string.h>

struct comparing {
    struct aludel_arena *arena;
    const struct aludel_schema_part *part;
    struct al_differences *out;
};

/* A table's text, and the schema that it is in. */
struct table_side {
    const struct al_whole *whole;
    struct al_ddl_table table;
};

bool al_difference_add(struct aludel_arena *arena, struct al_differences *out, struct aludel_difference d)
{
    if (out->count == out->room) {
        out->at = al_arena_grow(arena, out->at, out->count, &out->room, sizeof *out->at);
    }
    if (!out->at) {
        return false;
    }
    out->at[out->count++] = d;
    return true;
}

/* ---- Writing a part anew ------------------------------------------------------------------------- */

static void put(struct al_builder *b, const char *before, const struct al_ddl_table *t,
                struct al_ddl_span span)
{
    struct aludel_text text = al_ddl_text(t, span);
    if (span.n) {
        al_puts(b, before);
        al_put(b, text.z, text.n);
    }
}

static bool is_usual(const struct al_ddl_table *t, struct al_ddl_span words, struct aludel_text usual)
{
    return al_ddl_alike(al_ddl_text(t, words), usual);
}

static void put_unless(struct al_builder *b, const char *before, const struct al_ddl_table *t,
                       struct al_ddl_span words, struct aludel_text usual)
{
    if (words.n && !is_usual(t, words, usual)) {
        put(b, before, t, words);
    }
}

/* Whether the list has the column, and no other. */
static bool is_alone(const struct comparing *c, const struct al_ddl_table *t, struct al_ddl_span list,
                     const struct al_ddl_column *column)
{
    struct al_ddl_element e = {0};
    return al_ddl_next(t, list, &e) && al_ddl_is(t, e.name, al_ddl_name(t, c->arena, column->name).z) &&
           !al_ddl_next(t, list, &e);
}

static bool is_key(const struct comparing *c, const struct al_ddl_table *t,
                   const struct al_ddl_column *column)
{
    bool key = false;
    for (const struct al_ddl_constraint *k = column->constraints; k; k = k->next) {
        key = key || k->kind == AL_DDL_PRIMARY_KEY;
    }
    for (const struct al_ddl_constraint *k = t->constraints; k; k = k->next) {
        key = key || (k->kind == AL_DDL_PRIMARY_KEY && is_alone(c, t, k->columns, column));
    }
    return key;
}

/* In a key that is made of it, or of it and others. */
static bool is_in_key(const struct comparing *c, const struct al_ddl_table *t,
                      const struct al_ddl_column *column)
{
    for (const struct al_ddl_constraint *k = t->constraints; k; k = k->next) {
        struct al_ddl_element e = {0};
        while (k->kind == AL_DDL_PRIMARY_KEY && al_ddl_next(t, k->columns, &e)) {
            if (al_ddl_is(t, e.name, al_ddl_name(t, c->arena, column->name).z)) {
                return true;
            }
        }
    }
    return is_key(c, t, column);
}

/* The rowid, and all of a key that takes its place, whatever is said. */
static bool is_never_null(const struct comparing *c, const struct al_ddl_table *t,
                          const struct al_ddl_column *column)
{
    if (t->without_rowid) {
        return is_in_key(c, t, column);
    }
    return al_same_nocase(al_ddl_text(t, column->type), AL_TEXT("INTEGER")) && is_key(c, t, column);
}

/* DEFAULT (1) is DEFAULT 1. */
static struct al_ddl_span without_parentheses(const struct al_ddl_table *t, struct al_ddl_span value)
{
    bool group = value.n > 2 && *al_ddl_text(t, value).z == '(';
    return group ? (struct al_ddl_span){value.at + 1, value.n - 2} : value;
}

static void put_default(const struct comparing *c, struct al_builder *b, const struct al_ddl_table *t,
                        const struct al_ddl_column *column, const struct al_ddl_constraint *k)
{
    struct aludel_text text = al_ddl_text(t, without_parentheses(t, k->value));
    text = al_sqlite_default(c->arena, al_ddl_text(t, column->type), text);
    if (text.n) {
        al_puts(b, " DEFAULT ");
        al_put(b, text.z, text.n);
    }
}

/* What a column has of a kind. */
static void put_clause(struct al_builder *b, const struct al_ddl_table *t, const struct al_ddl_column *column,
                       enum al_ddl_kind kind, const char *word)
{
    for (const struct al_ddl_constraint *k = column->constraints; k; k = k->next) {
        if (k->kind != kind) {
            continue;
        }
        al_puts(b, word);
        put_unless(b, " ON CONFLICT ", t, k->on_conflict, AL_TEXT("ABORT"));
        put(b, " ", t, k->value);
        put_unless(b, " ", t, k->word, AL_TEXT("VIRTUAL"));
    }
}

/* 'a' where only a name can stand; and one with a quote in it, which could be typed in two ways. */
static bool is_odd(const struct al_ddl_table *t, struct al_ddl_span span, struct aludel_text name)
{
    return name.n && (*al_ddl_text(t, span).z == '\'' || memchr(name.z, '"', name.n));
}

static void put_name(const struct comparing *c, struct al_builder *b, const struct al_ddl_table *t,
                     struct al_ddl_span span)
{
    struct aludel_text name = al_ddl_name(t, c->arena, span);
    if (is_odd(t, span, name)) {
        al_write_name(b, name);
    } else {
        put(b, "", t, span);
    }
}

/* "(a, b DESC)": names, and what stands behind each. */
static void put_names(const struct comparing *c, struct al_builder *b, const struct al_ddl_table *t,
                      struct al_ddl_span list)
{
    struct al_ddl_element e = {0};
    uint32_t from = list.at;
    while (al_ddl_next(t, list, &e)) {
        put(b, "", t, (struct al_ddl_span){from, e.name.at - from});
        put_name(c, b, t, e.name);
        from = e.name.at + e.name.n;
    }
    put(b, "", t, (struct al_ddl_span){from, list.at + list.n - from});
}

static void put_defaults(const struct comparing *c, struct al_builder *b, const struct al_ddl_table *t,
                         const struct al_ddl_column *column)
{
    for (const struct al_ddl_constraint *k = column->constraints; k; k = k->next) {
        if (k->kind == AL_DDL_DEFAULT) {
            put_default(c, b, t, column, k);
        }
    }
}

static const char *column_text(const struct comparing *c, const struct al_ddl_table *t,
                               const struct al_ddl_column *column)
{
    struct al_builder b = al_builder(c->arena);
    put_name(c, &b, t, column->name);
    put(&b, " ", t, column->type);
    put_clause(&b, t, column, AL_DDL_COLLATE, " COLLATE");
    put_clause(&b, t, column, AL_DDL_GENERATED, " AS");
    put_defaults(c, &b, t, column);
    if (!is_never_null(c, t, column)) {
        put_clause(&b, t, column, AL_DDL_NOT_NULL, " NOT NULL");
    }
    return al_built(&b).z;
}

/* ---- Constraints --------------------------------------------------------------------------------- */

struct constraint { /* of a table or of a column in it */
    const char *name, *text;
    struct constraint *next;
};

static void put_columns(const struct comparing *c, struct al_builder *b, const struct al_ddl_table *t,
                        const struct al_ddl_column *column, const struct al_ddl_constraint *k)
{
    if (k->columns.n || !column) {
        al_puts(b, " ");
        put_names(c, b, t, k->columns);
        return;
    }
    al_puts(b, " (");
    put_name(c, b, t, column->name);
    put(b, " ", t, k->order);
    al_puts(b, k->autoincrement ? " AUTOINCREMENT)" : ")");
}

/* "(a, b)": the columns of its primary key, as they are written; no text: it has none. */
static struct aludel_text key_columns(const struct comparing *c, const struct al_ddl_table *t)
{
    struct al_builder b = al_builder(c->arena);
    for (const struct al_ddl_constraint *k = t->constraints; k; k = k->next) {
        if (k->kind == AL_DDL_PRIMARY_KEY) {
            return al_ddl_text(t, k->columns);
        }
    }
    for (const struct al_ddl_column *column = t->columns; column; column = column->next) {
        for (const struct al_ddl_constraint *k = column->constraints; k; k = k->next) {
            if (k->kind == AL_DDL_PRIMARY_KEY) {
                put(&b, "(", t, column->name);
                al_puts(&b, ")");
            }
        }
    }
    return al_built(&b);
}

/* Directions and collations don't count. */
static bool same_names(const struct comparing *c, const struct al_ddl_table *t, struct al_ddl_span list,
                       struct aludel_text columns)
{
    struct al_ddl_table other = {.text = columns, .dialect = ALUDEL_SQLITE};
    struct al_ddl_span all = {0, (uint32_t)columns.n};
    struct al_ddl_element e = {0}, of_other = {0};
    bool more = al_ddl_next(t, list, &e), same = true;
    while (more && same) {
        same = al_ddl_next(&other, all, &of_other) &&
               al_ddl_is(&other, of_other.name, al_ddl_name(t, c->arena, e.name).z);
        more = al_ddl_next(t, list, &e);
    }
    return same && !al_ddl_next(&other, all, &of_other);
}

/* What a foreign key leads to that says no columns. */
static bool is_primary_key(const struct comparing *c, const struct table_side *s,
                           const struct al_ddl_constraint *k)
{
    const struct al_ddl_table *t = &s->table;
    struct aludel_text name = al_ddl_name(t, c->arena, k->to.name);
    for (size_t i = 0; i < s->whole->count; i++) {
        const struct aludel_schema_part *part = &s->whole->things[i].part;
        struct al_ddl_table to;
        if (al_is(al_text(part->kind), "table") && al_same_nocase(al_text(part->name), name) &&
            al_ddl_read(&to, c->arena, ALUDEL_SQLITE, al_text(part->sql))) {
            struct aludel_text columns = key_columns(c, &to);
            return columns.n && same_names(c, t, k->to_columns, columns);
        }
    }
    return false;
}

/* MATCH FULL is read, and nothing more. */
static void put_key(const struct comparing *c, struct al_builder *b, const struct table_side *s,
                    const struct al_ddl_constraint *k)
{
    const struct al_ddl_table *t = &s->table;
    al_puts(b, k->to.name.n ? " REFERENCES " : "");
    put_name(c, b, t, k->to.name);
    if (k->to_columns.n && !is_primary_key(c, s, k)) {
        al_puts(b, " ");
        put_names(c, b, t, k->to_columns);
    }
    put_unless(b, " ON UPDATE ", t, k->on_update, AL_TEXT("NO ACTION"));
    put_unless(b, " ON DELETE ", t, k->on_delete, AL_TEXT("NO ACTION"));
    al_puts(b, k->is_deferrable ? " DEFERRABLE" : "");
    al_puts(b, k->initially_deferred ? " INITIALLY DEFERRED" : "");
}

static const char *constraint_text(const struct comparing *c, const struct table_side *s,
                                   const struct al_ddl_column *column, const struct al_ddl_constraint *k)
{
    const struct al_ddl_table *t = &s->table;
    static const char *const words[] = {"PRIMARY KEY", "UNIQUE", "FOREIGN KEY", "CHECK "};
    struct al_builder b = al_builder(c->arena);
    al_puts(&b, k->name.n ? "CONSTRAINT " : "");
    put_name(c, &b, t, k->name);
    al_puts(&b, k->name.n ? " " : "");
    al_puts(&b, words[k->kind]);
    if (k->kind == AL_DDL_CHECK) {
        put(&b, "", t, k->value);
    } else {
        put_columns(c, &b, t, column, k);
    }
    put_key(c, &b, s, k);
    put_unless(&b, " ON CONFLICT ", t, k->on_conflict, AL_TEXT("ABORT"));
    return al_built(&b).z;
}

static const char *name_of(const struct comparing *c, const struct al_ddl_table *t, struct al_ddl_span span)
{
    struct aludel_text name = al_ddl_name(t, c->arena, span);
    return al_arena_copy(c->arena, name.z ? name.z : "", name.n);
}

static struct constraint **add_constraints(const struct comparing *c, const struct table_side *s,
                                           const struct al_ddl_column *column,
                                           const struct al_ddl_constraint *k, struct constraint **last)
{
    for (; k; k = k->next) {
        struct constraint *made = al_arena_new(c->arena, sizeof *made);
        if (k->kind > AL_DDL_CHECK || !made) {
            continue;
        }
        *made = (struct constraint){name_of(c, &s->table, k->name), constraint_text(c, s, column, k), NULL};
        *last = made;
        last = &made->next;
    }
    return last;
}

static struct constraint *constraints_of(const struct comparing *c, const struct table_side *s)
{
    struct constraint *first = NULL, **last = &first;
    for (const struct al_ddl_column *column = s->table.columns; column; column = column->next) {
        last = add_constraints(c, s, column, column->constraints, last);
    }
    add_constraints(c, s, NULL, s->table.constraints, last);
    return first;
}

/* ---- Comparing ----------------------------------------------------------------------------------- */

/* `target` and `found`: NULL where there is none. */
static bool add(const struct comparing *c, const char *kind, const char *name, const char *target,
                const char *found)
{
    struct aludel_difference d = {.part = *c->part, .target = target, .found = found};
    d.side = !found ? ALUDEL_MISSING : !target ? ALUDEL_LEFT_OVER : ALUDEL_DIFFERENT;
    d.part.kind = kind;
    d.part.table = c->part->name;
    d.part.name = name;
    d.part.sql = target ? target : found;
    return al_difference_add(c->arena, c->out, d);
}

static const struct al_ddl_column *find_column(const struct al_ddl_table *t, const char *name)
{
    const struct al_ddl_column *column = t->columns;
    while (column && !al_ddl_is(t, column->name, name)) {
        column = column->next;
    }
    return column;
}

static bool compare_columns(const struct comparing *c, const struct al_ddl_table *target,
                            const struct al_ddl_table *found)
{
    bool ok = true;
    for (const struct al_ddl_column *k = target->columns; ok && k; k = k->next) {
        const char *name = name_of(c, target, k->name), *text = column_text(c, target, k);
        const struct al_ddl_column *other = name ? find_column(found, name) : NULL;
        const char *there = other ? column_text(c, found, other) : NULL;
        ok = !c->arena->exhausted &&
             ((there && al_ddl_alike(al_text(text), al_text(there))) || add(c, "column", name, text, there));
    }
    for (const struct al_ddl_column *k = found->columns; ok && k; k = k->next) {
        const char *name = name_of(c, found, k->name), *text = column_text(c, found, k);
        ok = !c->arena->exhausted && (find_column(target, name) || add(c, "column", name, NULL, text));
    }
    return ok;
}

static bool has(const struct constraint *in, const struct constraint *k)
{
    while (in && !al_whole_alike(al_text(in->text), al_text(k->text))) {
        in = in->next;
    }
    return in != NULL;
}

static bool compare_constraints(const struct comparing *c, const struct constraint *target,
                                const struct constraint *found)
{
    bool ok = !c->arena->exhausted;
    for (const struct constraint *k = target; ok && k; k = k->next) {
        ok = has(found, k) || add(c, "constraint", k->name, k->text, NULL);
    }
    for (const struct constraint *k = found; ok && k; k = k->next) {
        ok = has(target, k) || add(c, "constraint", k->name, NULL, k->text);
    }
    return ok;
}

static bool compare_options(const struct comparing *c, const struct al_ddl_table *target,
                            const struct al_ddl_table *found)
{
    static const char *const words[] = {"neither STRICT nor WITHOUT ROWID", "STRICT", "WITHOUT ROWID",
                                        "STRICT, WITHOUT ROWID"};
    const char *t = words[target->strict + 2 * target->without_rowid];
    const char *f = words[found->strict + 2 * found->without_rowid];
    struct aludel_difference d = {ALUDEL_DIFFERENT, *c->part, t, f};
    return t == f || al_difference_add(c->arena, c->out, d);
}

static bool read_side(const struct comparing *c, struct table_side *s, const struct aludel_schema_part *part)
{
    return al_ddl_read(&s->table, c->arena, ALUDEL_SQLITE, al_text(part->sql)) && s->table.columns;
}

bool al_whole_compare_tables(struct aludel_arena *arena, const struct al_whole_pair *pair,
                             struct al_differences *out)
{
    const struct aludel_schema_part *target = pair->target, *found = pair->found;
    struct comparing c = {arena, target, out};
    struct table_side t = {.whole = pair->in_target}, f = {.whole = pair->in_found};
    if (!read_side(&c, &t, target) || !read_side(&c, &f, found)) { /* a virtual table */
        struct aludel_difference d = {ALUDEL_DIFFERENT, *target, target->sql, found->sql};
        return al_ddl_alike(al_text(target->sql), al_text(found->sql)) || al_difference_add(arena, out, d);
    }
    return compare_columns(&c, &t.table, &f.table) &&
           compare_constraints(&c, constraints_of(&c, &t), constraints_of(&c, &f)) &&
           compare_options(&c, &t.table, &f.table);
}
