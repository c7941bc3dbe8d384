/* constraint.c: which constraint is meant, and what one concerns; see shape.h. */
#include "rebuild/shape.h"

/* A constraint and the column that it is a part of, NULL where it is one of the table. */
struct found {
    const struct al_ddl_column *column;
    const struct al_ddl_constraint *k;
};

/* ---- All of them, in the order of the text --------------------------------------------------------- */

static struct found first_of(const struct al_ddl_column *c, const struct al_shape *s)
{
    while (c && !c->constraints) {
        c = c->next;
    }
    return c ? (struct found){c, c->constraints} : (struct found){NULL, s->table.constraints};
}

static struct found next_of(struct found f, const struct al_shape *s)
{
    if (f.k->next || !f.column) {
        return (struct found){f.column, f.k->next};
    }
    return first_of(f.column->next, s);
}

/* ---- What it concerns ------------------------------------------------------------------------------ */

static bool list_has(const struct al_shape *s, struct al_ddl_span list, const char *name)
{
    struct al_ddl_element e = {0};
    while (al_ddl_next(&s->table, list, &e)) {
        if (al_shape_is(s, e.name, name)) {
            return true;
        }
    }
    return false;
}

static bool leads_home(const struct al_shape *s, const struct al_ddl_constraint *k)
{
    return k->kind == AL_DDL_FOREIGN_KEY && al_shape_is(s, k->to.name, s->name);
}

/* The column is one that it constrains. */
static bool constrains(const struct al_shape *s, struct found f, const char *name)
{
    bool is_expression = f.k->kind == AL_DDL_CHECK || f.k->kind == AL_DDL_GENERATED;
    if (is_expression && al_ddl_mentions(al_ddl_text(&s->table, f.k->value), name)) {
        return true;
    }
    bool is_key =
        f.k->kind == AL_DDL_PRIMARY_KEY || f.k->kind == AL_DDL_UNIQUE || f.k->kind == AL_DDL_FOREIGN_KEY;
    if (is_key && f.column && al_shape_is(s, f.column->name, name)) {
        return true;
    }
    return list_has(s, f.k->columns, name);
}

const struct al_ddl_constraint *al_shape_key(const struct al_shape *s, const char *column)
{
    struct found f = first_of(s->table.columns, s);
    while (f.k && !(f.k->kind == AL_DDL_PRIMARY_KEY && constrains(s, f, column))) {
        f = next_of(f, s);
    }
    return f.k;
}

/* Or one that it leads to. */
static bool concerns(const struct al_shape *s, struct found f, const char *name)
{
    return constrains(s, f, name) || (leads_home(s, f.k) && list_has(s, f.k->to_columns, name));
}

static bool constrains_others(const struct al_shape *s, struct found f, const char *name)
{
    for (const struct al_ddl_column *c = s->table.columns; c; c = c->next) {
        const char *other = al_shape_name(s, c->name);
        if (!al_same_name(other, name) && constrains(s, f, other)) {
            return true;
        }
    }
    return false;
}

/* ---- Telling of it --------------------------------------------------------------------------------- */

static const char *word_for(enum al_ddl_kind kind)
{
    switch (kind) {
    case AL_DDL_PRIMARY_KEY: return "the primary key";
    case AL_DDL_UNIQUE: return "the unique constraint";
    case AL_DDL_FOREIGN_KEY: return "the foreign key";
    case AL_DDL_CHECK: return "the check";
    case AL_DDL_GENERATED: return "the expression";
    default: return "the constraint";
    }
}

static void put_quoted(const struct al_shape *s, struct al_builder *out, const char *what,
                       struct al_ddl_span name)
{
    al_puts(out, what);
    al_puts(out, al_shape_name(s, name));
    al_putc(out, '\'');
}

static void tell(const struct al_shape *s, struct found f, struct al_builder *out)
{
    al_puts(out, out->n ? ", " : "");
    al_puts(out, word_for(f.k->kind));
    if (f.k->name.n) {
        put_quoted(s, out, " '", f.k->name);
    } else if (f.column) {
        put_quoted(s, out, " of column '", f.column->name);
    } else {
        struct aludel_text list = al_ddl_text(&s->table, f.k->columns.n ? f.k->columns : f.k->value);
        al_putc(out, ' ');
        al_put(out, list.z, list.n);
    }
}

void al_shape_users(const struct al_shape *s, const char *column, struct al_builder *out)
{
    for (struct found f = first_of(s->table.columns, s); f.k; f = next_of(f, s)) {
        if (concerns(s, f, column)) {
            tell(s, f, out);
        }
    }
}

/* ---- DEFERRABLE -------------------------------------------------------------------------------------- */

/* The first that stands apart from its key, and that key. */
static const struct al_ddl_constraint *find_apart(const struct al_shape *s,
                                                  const struct al_ddl_constraint **key)
{
    struct found f = first_of(s->table.columns, s);
    *key = NULL;
    for (; f.k && f.k->kind != AL_DDL_DEFERRABLE; f = next_of(f, s)) {
        *key = f.k->kind == AL_DDL_FOREIGN_KEY ? f.k : *key;
    }
    return f.k;
}

/* What is said of the key in the end. */
static bool say_at_key(struct al_shape *s, const struct al_ddl_constraint *key)
{
    const char *words = !key->is_deferrable       ? " NOT DEFERRABLE"
                        : key->initially_deferred ? " DEFERRABLE INITIALLY DEFERRED"
                                                  : " DEFERRABLE";
    return key->deferrable.n ? al_shape_splice(s, key->deferrable, words + 1, AL_TEXT(""), "")
                             : al_shape_put(s, al_ddl_behind(key->span), words, AL_TEXT(""));
}

/* SQLite takes it for the table's latest foreign key, wherever it stands: before keys come, go or move, it goes to its
 * own. */
bool al_shape_join_deferrable(struct al_shape *s)
{
    const struct al_ddl_constraint *key;
    while (find_apart(s, &key)) {
        if (key && !say_at_key(s, key)) {
            return false;
        }
        const struct al_ddl_constraint *apart = find_apart(s, &key);
        if (!apart || !al_shape_cut(s, apart->span)) {
            return false;
        }
    }
    return true;
}

/* ---- Taking out -------------------------------------------------------------------------------------- */

/* An element of the table, or a part of a column. */
static bool take_out(struct al_shape *s, struct al_ddl_span span)
{
    size_t at = al_shape_find(s, span);
    return at < al_shape_count(s) ? al_shape_remove(s, at) : al_shape_cut(s, span);
}

bool al_shape_drop_own(struct al_shape *s, const char *column)
{
    for (const struct al_ddl_constraint *k = s->table.constraints; k;) {
        struct found f = {NULL, k};
        bool goes = constrains(s, f, column) && !constrains_others(s, f, column);
        if (goes && !take_out(s, k->span)) {
            return false;
        }
        k = goes ? s->table.constraints : k->next;
    }
    return true;
}

bool al_shape_keep_checks(struct al_shape *s, const struct al_ddl_column *column)
{
    const struct al_ddl_table was = s->table;
    const char *name = al_shape_name(s, column->name);
    for (const struct al_ddl_constraint *k = column->constraints; k; k = k->next) {
        bool stays = k->kind == AL_DDL_CHECK && constrains_others(s, (struct found){column, k}, name);
        if (stays && !al_shape_insert(s, al_shape_count(s), al_ddl_text(&was, k->span), AL_TEXT(""))) {
            return false;
        }
    }
    return true;
}

/* ---- Which one is meant ------------------------------------------------------------------------------ */

static bool is_of_kind(const struct al_ddl_constraint *k, enum aludel_constraint kind)
{
    switch (kind) {
    case ALUDEL_CONSTRAINT_PRIMARY_KEY: return k->kind == AL_DDL_PRIMARY_KEY;
    case ALUDEL_CONSTRAINT_UNIQUE: return k->kind == AL_DDL_UNIQUE;
    case ALUDEL_CONSTRAINT_FOREIGN_KEY: return k->kind == AL_DDL_FOREIGN_KEY;
    case ALUDEL_CONSTRAINT_CHECK: return k->kind == AL_DDL_CHECK;
    default: return false;
    }
}

/* What the edit says of it: its expression, or its columns, whatever their order. */
static bool constrains_that(const struct al_shape *s, struct found f, const struct aludel_edit *e)
{
    if (e->sql) {
        return f.k->kind == AL_DDL_CHECK &&
               al_ddl_same_tokens(al_ddl_text(&s->table, f.k->value), al_text(e->sql));
    }
    for (uint32_t i = 0; i < e->column_count; i++) {
        if (!constrains(s, f, e->columns[i])) {
            return false;
        }
    }
    for (const struct al_ddl_column *c = s->table.columns; c && e->column_count; c = c->next) {
        const char *name = al_shape_name(s, c->name);
        bool listed = false;
        for (uint32_t i = 0; i < e->column_count; i++) {
            listed = listed || al_same_name(name, e->columns[i]);
        }
        if (!listed && constrains(s, f, name)) {
            return false;
        }
    }
    return true;
}

static bool has_name(const struct al_shape *s, struct found f, const struct aludel_edit *e)
{
    return f.k->name.n && e->name && al_shape_is(s, f.k->name, e->name);
}

/* How well it fits, 0: not at all. Those that have its name come first, which in SQLite may be several; then those without
 * one that constrain what it constrains; where no name is asked for, then others that do. */
static int fit(const struct al_shape *s, struct found f, const struct aludel_edit *e)
{
    bool described = e->sql || e->column_count || !e->name;
    bool of_kind = is_of_kind(f.k, e->constraint);
    bool same = described && of_kind && constrains_that(s, f, e);
    if (has_name(s, f, e)) {
        return 2 + of_kind + same;
    }
    if (!same || (f.k->name.n && e->name)) {
        return 0;
    }
    bool says_which = e->sql || e->column_count;
    return says_which && !f.k->name.n && !e->name ? 2 : 1;
}

/* The one that fits best; how many fit as well. */
static const struct al_ddl_constraint *meant(const struct al_shape *s, const struct aludel_edit *e,
                                             size_t *count)
{
    const struct al_ddl_constraint *best = NULL;
    int most = 1;
    *count = 0;
    for (struct found f = first_of(s->table.columns, s); f.k; f = next_of(f, s)) {
        int now = fit(s, f, e);
        if (now >= most) {
            *count = now > most ? 1 : *count + 1;
            most = now;
            best = f.k;
        }
    }
    return best;
}

static bool no_such_constraint(struct al_shape *s, const struct aludel_edit *e, size_t count)
{
    struct al_builder b = al_builder(s->arena);
    for (struct found f = first_of(s->table.columns, s); f.k; f = next_of(f, s)) {
        if (f.k->name.n || is_of_kind(f.k, e->constraint)) {
            tell(s, f, &b);
        }
    }
    if (count > 1) {
        al_shape_fail(s, NULL, "the table '%s' has more than one such constraint", s->name);
    } else {
        al_shape_fail(s, NULL, "the table '%s' has no %s%s%s", s->name,
                      e->name ? "constraint '" : "such constraint", e->name ? e->name : "",
                      e->name ? "'" : "");
    }
    al_error_hint(s->error, "it has %s", b.n ? al_built(&b).z : "none");
    return false;
}

bool al_shape_drop_constraint(struct al_shape *s, const struct aludel_edit *e)
{
    size_t count;
    const struct al_ddl_constraint *k = meant(s, e, &count);
    bool same = e->sql && !e->name; /* checks in the same words: one is as good as another */
    if (count == 1 || (count && same)) {
        return take_out(s, k->span);
    }
    return (count == 0 && e->if_exists) || no_such_constraint(s, e, count);
}
