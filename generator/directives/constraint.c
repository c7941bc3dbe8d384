/* constraint.c: constraints, in a column, in a table, added to one, dropped and renamed. */
#include "directives/inner.h"

#include "sql/tokens.h"

#include <string.h>

/* ---- References ---- */

/* 'table.column' tells them apart by dots. */
static bool has_dot(struct aludel_text t)
{
    return t.n && memchr(t.z, '.', t.n);
}

/* SQLite takes even that. */
static bool has_empty_name(const struct names *names)
{
    for (size_t i = 0; i < names->count; i++)
        if (!names->at[i].n)
            return true;
    return false;
}

static bool is_action(struct aludel_text t)
{
    static const char *const words[] = {"", "CASCADE", "RESTRICT", "NO ACTION", "SET NULL", "SET DEFAULT"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (al_is(t, words[i]))
            return true;
    return al_begins(t, "SET ") && memchr(t.z, '(', t.n);
}

static bool is_match(struct aludel_text t)
{
    return !t.n || al_is(t, "FULL") || al_is(t, "PARTIAL") || al_is(t, "SIMPLE");
}

static bool has_dots(const struct constraint *k)
{
    bool dots = has_dot(k->to.name) || has_dot(k->to.schema);
    for (size_t i = 0; i < k->to_columns.count; i++)
        dots = dots || has_dot(k->to_columns.at[i]);
    return dots;
}

static bool can_say_reference(const struct constraint *k)
{
    return k->to.name.n && !has_empty_name(&k->to_columns) && is_action(k->on_delete) &&
           is_action(k->on_update) && is_match(k->match);
}

/* ---- EXCLUDE ---- */

/* The first comma outside parentheses, or the end. */
static size_t pair_end(const struct tokens *t, size_t i)
{
    size_t depth = 0;
    for (; i < t->list.count; i++) {
        const char *word = token_at(t, i);
        depth += strcmp(word, "(") == 0;
        depth -= strcmp(word, ")") == 0;
        if (!depth && strcmp(word, ",") == 0)
            break;
    }
    return i;
}

static struct aludel_text slice(const struct tokens *t, size_t from, size_t to)
{
    uint32_t begin = t->list.at[from].from;
    return (struct aludel_text){t->text.z + begin, t->list.at[to - 1].to - begin};
}

/* ("room", "=") of the tokens from `from` to `to`; NULL: there is no WITH in it. */
static const char *pair_said(struct writing *w, const struct tokens *t, size_t from, size_t to)
{
    size_t with = to;
    while (with > from && !token_is_word(t, with - 1, "WITH"))
        with--;
    if (with < from + 2 || with == to)
        return NULL;
    struct aludel_text what = slice(t, from, with - 1), sign = slice(t, with, to);
    const char *word = token_at(t, from);
    bool plain =
        with == from + 2 && al_is(what, ddl_name(w->arena, w->dialect, al_text(lower_name(w->arena, word))));
    const char *column =
        plain ? python_string(w->arena, al_text(lower_name(w->arena, word))) : python_text(w->arena, what);
    return arena_format(w->arena, "(%s, %s)", column, python_string(w->arena, sign));
}

/* fold puts the pairs together with ", " and " WITH ": it must come out as it was. */
static bool is_spaced(struct writing *w, const struct tokens *t)
{
    struct al_builder b = al_builder(&w->arena->memory);
    for (size_t from = 0, to; from < t->list.count; from = to + 1) {
        to = pair_end(t, from);
        size_t with = to;
        while (with > from + 1 && !token_is_word(t, with - 1, "WITH"))
            with--;
        if (with <= from + 1 || with == to)
            return false;
        struct aludel_text what = slice(t, from, with - 1), sign = slice(t, with, to);
        al_putf(&b, "%s%.*s WITH %.*s", from ? ", " : "", (int)what.n, what.z, (int)sign.n, sign.z);
    }
    return al_same(al_built(&b), t->text);
}

/* NULL: it can't be said. */
static const char *exclusion_said(struct writing *w, struct sql elements)
{
    struct tokens t = tokens_of(w->arena, w->dialect, elements.text);
    struct al_builder b = al_builder(&w->arena->memory);
    if (elements.holes || !t.list.count || !is_spaced(w, &t))
        return NULL;
    for (size_t from = 0, to; from < t.list.count; from = to + 1) {
        to = pair_end(&t, from);
        const char *pair = pair_said(w, &t, from, to);
        if (!pair)
            return NULL;
        al_puts(&b, from ? ", " : "");
        al_puts(&b, pair);
    }
    return al_built(&b).z;
}

/* ---- What can be said ---- */

static bool can_say_constraint(struct writing *w, const struct constraint *k)
{
    bool said_otherwise = has_empty_name(&k->columns) || has_sql(k->options) || k->no_inherit ||
                          k->of_index.n || k->condition.holes ||
                          (has_sql(k->elements) && k->kind != CONSTRAINT_EXCLUDE);
    if (said_otherwise || (k->initially_deferred && k->deferrable != DEFERRABLE_YES))
        return false;
    switch (k->kind) {
    case CONSTRAINT_FOREIGN_KEY: return can_say_reference(k) && !k->on_conflict.n;
    case CONSTRAINT_PRIMARY_KEY: return !k->not_valid && !k->nulls_not_distinct;
    case CONSTRAINT_EXCLUDE: return k->method.n && exclusion_said(w, k->elements);
    default: return true;
    }
}

static const char *where_said(struct writing *w, const struct constraint *k)
{
    return python_text(w->arena, expression_without_parentheses(w->arena, w->dialect, k->condition.text));
}

/* ---- Options ---- */

static void put_options(struct call *c, const struct constraint *k)
{
    bool sqlite = c->w->dialect == ALUDEL_SQLITE;
    call_named_text(c, "onupdate", k->on_update);
    call_named_text(c, "ondelete", k->on_delete);
    if (k->deferrable != DEFERRABLE_UNSAID)
        call_named(c, "deferrable", k->deferrable == DEFERRABLE_YES ? "True" : "False");
    if (k->initially_deferred)
        call_named(c, "initially", "\"DEFERRED\"");
    call_named_text(c, "match", k->match);
    if (sqlite)
        call_named_text(c, "sqlite_on_conflict", k->on_conflict);
    call_named_names(c, "postgresql_include", &k->include);
    call_true(c, "postgresql_nulls_not_distinct", k->nulls_not_distinct);
    call_true(c, "postgresql_not_valid", k->not_valid);
}

static bool has_options(const struct constraint *k)
{
    return k->on_update.n || k->on_delete.n || k->deferrable != DEFERRABLE_UNSAID || k->match.n ||
           k->on_conflict.n || k->include.count || k->nulls_not_distinct || k->not_valid;
}

/* ---- In a table ---- */

static struct aludel_text target(struct writing *w, const struct constraint *k, size_t i)
{
    struct aludel_text column = k->to_columns.at[i];
    return al_text(arena_format(w->arena, "%s.%.*s", path_shown(w->arena, k->to), (int)column.n, column.z));
}

static const char *targets_said(struct writing *w, const struct constraint *k)
{
    struct names targets = {0};
    for (size_t i = 0; i < k->to_columns.count; i++)
        vec_push(w->arena, &targets, target(w, k, i));
    return python_names(w->arena, &targets);
}

bool stands_in_column(struct writing *w, struct path table, const struct constraint *k)
{
    bool bare = k->columns.count == 1 && !constraint_said(w, table, k) && !has_options(k);
    switch (k->kind) {
    case CONSTRAINT_PRIMARY_KEY:
    case CONSTRAINT_UNIQUE: return bare;
    case CONSTRAINT_FOREIGN_KEY: return k->columns.count == 1;
    case CONSTRAINT_CHECK: return k->inside.n > 0;
    default: return false;
    }
}

static const char *reference_said(struct writing *w, const struct constraint *k, const char *name)
{
    struct call c = call_of(w, "sa.ForeignKey");
    call_text(&c, target(w, k, 0));
    if (name)
        call_named(&c, "name", name);
    put_options(&c, k);
    return call_done(&c);
}

bool can_stand_in_table(struct writing *w, const struct constraint *k)
{
    bool bare = k->kind == CONSTRAINT_FOREIGN_KEY && (!k->to_columns.count || has_dots(k));
    return can_say_constraint(w, k) && !bare;
}

/* sa.PrimaryKeyConstraint("a", "b", name="…") */
const char *constraint_item(struct writing *w, struct path table, const struct constraint *k, bool in_column)
{
    static const char *const makers[CONSTRAINT_KINDS] = {
        [CONSTRAINT_PRIMARY_KEY] = "sa.PrimaryKeyConstraint",  [CONSTRAINT_UNIQUE] = "sa.UniqueConstraint",
        [CONSTRAINT_FOREIGN_KEY] = "sa.ForeignKeyConstraint",  [CONSTRAINT_CHECK] = "sa.CheckConstraint",
        [CONSTRAINT_EXCLUDE] = "postgresql.ExcludeConstraint",
    };
    const char *name = constraint_said(w, table, k);
    if (k->kind == CONSTRAINT_FOREIGN_KEY && in_column)
        return reference_said(w, k, name);
    struct call c = call_of(w, makers[k->kind]);
    switch (k->kind) {
    case CONSTRAINT_FOREIGN_KEY:
        call_put(&c, python_names(w->arena, &k->columns));
        call_put(&c, targets_said(w, k));
        break;
    case CONSTRAINT_CHECK: call_put(&c, check_said(w, table, k)); break;
    case CONSTRAINT_EXCLUDE:
        call_put(&c, exclusion_said(w, k->elements));
        call_named_text(&c, "using", k->method);
        if (has_sql(k->condition))
            call_named(&c, "where", where_said(w, k));
        break;
    default: call_put(&c, python_arguments(w->arena, &k->columns));
    }
    if (name)
        call_named(&c, "name", name);
    put_options(&c, k);
    return call_done(&c);
}

/* ---- Added ---- */

static const char *name_or_none(struct writing *w, struct path table, const struct constraint *k)
{
    const char *name = constraint_said(w, table, k);
    return name ? name : "None";
}

static const char *say_foreign_key(struct writing *w, const struct change *c)
{
    const struct constraint *k = c->constraint;
    struct call call = call_of(w, "op.create_foreign_key");
    call_put(&call, name_or_none(w, c->table, k));
    call_text(&call, c->table.name);
    call_text(&call, k->to.name);
    call_put(&call, python_names(w->arena, &k->columns));
    call_put(&call, k->to_columns.count ? python_names(w->arena, &k->to_columns) : "None");
    call_named_text(&call, "source_schema", c->table.schema);
    call_named_text(&call, "referent_schema", k->to.schema);
    put_options(&call, k);
    return call_done(&call);
}

static const char *say_added(struct writing *w, const struct change *c)
{
    static const char *const directives[CONSTRAINT_KINDS] = {
        [CONSTRAINT_PRIMARY_KEY] = "op.create_primary_key",
        [CONSTRAINT_UNIQUE] = "op.create_unique_constraint",
        [CONSTRAINT_FOREIGN_KEY] = "op.create_foreign_key",
        [CONSTRAINT_CHECK] = "op.create_check_constraint",
        [CONSTRAINT_EXCLUDE] = "op.create_exclude_constraint",
    };
    const struct constraint *k = c->constraint;
    struct call call = call_of(w, directives[k->kind]);
    call_put(&call, name_or_none(w, c->table, k));
    call_text(&call, c->table.name);
    if (k->kind == CONSTRAINT_CHECK)
        call_put(&call, check_said(w, c->table, k));
    else if (k->kind == CONSTRAINT_EXCLUDE)
        call_put(&call, exclusion_said(w, k->elements));
    else
        call_put(&call, python_names(w->arena, &k->columns));
    if (k->kind == CONSTRAINT_EXCLUDE) {
        call_named_text(&call, "using", k->method);
        if (has_sql(k->condition))
            call_named(&call, "where", where_said(w, k));
    }
    call_schema(&call, c->table);
    put_options(&call, k);
    return call_done(&call);
}

/* The same with its name left to the server. */
static bool name_is_found(struct writing *w, const struct change *c)
{
    struct change said = *c;
    struct constraint *k = ARENA_NEW(w->arena, struct constraint);
    *k = *c->constraint;
    if (is_servers(w, k) && !constraint_said(w, c->table, k))
        k->name = (struct aludel_text){"", 0};
    said.constraint = k;
    return leads_there(w, &said);
}

static struct change with_chosen(struct writing *w, const struct change *c)
{
    struct constraints one = {0}, chosen = {0};
    struct change out = *c;
    const struct table *t = schema_table(w->now, c->table);
    vec_push(w->arena, &one, c->constraint);
    if (t)
        find_chosen(w, t, &one, &chosen);
    out.constraint = chosen.count ? chosen.at[0] : c->constraint;
    return out;
}

const char *say_add_constraint(struct writing *w, const struct change *c)
{
    if (!can_say_constraint(w, c->constraint))
        return NULL;
    struct change chosen = with_chosen(w, c);
    w->all_names = c->constraint->name.n && !name_is_found(w, &chosen);
    bool foreign = c->constraint->kind == CONSTRAINT_FOREIGN_KEY;
    const char *said = foreign ? say_foreign_key(w, &chosen) : say_added(w, &chosen);
    w->all_names = false;
    return said;
}

/* ---- Dropped, renamed ---- */

static const char *const kind_words[CONSTRAINT_KINDS] = {
    [CONSTRAINT_PRIMARY_KEY] = "\"primary\"",    [CONSTRAINT_UNIQUE] = "\"unique\"",
    [CONSTRAINT_FOREIGN_KEY] = "\"foreignkey\"", [CONSTRAINT_CHECK] = "\"check\"",
    [CONSTRAINT_EXCLUDE] = "\"exclude\"",
};

static const struct constraint *dropped(struct writing *w, const struct change *c)
{
    const struct table *t = schema_table(w->now, c->table);
    if (!c->name.n)
        return dropped_constraint(w->arena, w->now, c);
    return t ? table_constraint(w->now, t, c->name) : NULL;
}

static struct names what_it_constrains(struct writing *w, const struct change *c, const struct constraint *k)
{
    const struct table *t = schema_table(w->now, c->table);
    struct names columns = c->columns.count || !k ? c->columns : k->columns;
    for (size_t i = 0; t && k && k->kind == CONSTRAINT_CHECK && !c->columns.count && i < t->columns.count;
         i++)
        if (words_mention(w->dialect, k->condition.text, t->columns.at[i]->name))
            vec_push(w->arena, &columns, t->columns.at[i]->name);
    return columns;
}

const char *say_drop_constraint(struct writing *w, const struct change *c)
{
    struct call call = call_of(w, "op.drop_constraint");
    const struct constraint *there = dropped(w, c);
    struct aludel_text name = there ? there->name : c->name;
    enum constraint_kind kind = there ? there->kind : c->constraint_kind;
    struct names columns = what_it_constrains(w, c, there);
    bool unknown = c->any_kind && !there;
    call_put(&call, name.n ? old_name_said(w, kind, name) : "None");
    call_text(&call, c->table.name);
    if (!unknown)
        call_named(&call, "type_", kind_words[kind]);
    call_schema(&call, c->table);
    call_true(&call, "if_exists", c->if_exists);
    if (!name.n && !c->condition.text.n)
        call_named_names(&call, "columns", &columns);
    call_named_text(&call, "condition", c->condition.text);
    call_true(&call, "cascade", c->cascade);
    return call_done(&call);
}

const char *say_rename_constraint(struct writing *w, const struct change *c)
{
    struct call call = call_of(w, "op.rename_constraint");
    call_text(&call, c->name);
    call_text(&call, c->text);
    call_text(&call, c->table.name);
    call_schema(&call, c->table);
    return call_done(&call);
}

const char *say_validate_constraint(struct writing *w, const struct change *c)
{
    struct call call = call_of(w, "op.validate_constraint");
    call_text(&call, c->name);
    call_text(&call, c->table.name);
    call_schema(&call, c->table);
    return call_done(&call);
}
