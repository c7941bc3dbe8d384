/* create_table, redefine_table, drop_table, rename_table, comments on tables. */
#include "fold/op/makers.h"

#include "sql/read.h"
#include "sql/tokens.h"

#include <string.h>

/* ---- create_table ---- */

static void add_option(struct folding *f, struct table *t, const char *text)
{
    const char *separator = !t->options.text.n ? "" : f->dialect == ALUDEL_SQLITE ? ", " : " ";
    t->options.text = al_text(arena_format(f->arena, "%s%s%s", shown(f, t->options.text), separator, text));
}

static void sqlite_options(struct folding *f, const struct call *c, struct table *t)
{
    if (!arg_bool(f, c, "sqlite_with_rowid", true))
        add_option(f, t, "WITHOUT ROWID");
    if (arg_bool(f, c, "sqlite_strict", false))
        add_option(f, t, "STRICT");
}

static void named_option(struct folding *f, const struct call *c, struct table *t, const char *keyword,
                         const char *word, bool quoted)
{
    if (!given(c, keyword))
        return;
    struct aludel_text text = quoted ? arg_name(f, c, keyword) : arg_text(f, c, keyword);
    const char *z = quoted ? ddl_name(f->arena, f->dialect, text) : shown(f, text);
    add_option(f, t, arena_format(f->arena, "%s %s", word, z));
}

/* A list, or one name. */
static struct names parents_of(struct folding *f, const struct call *c)
{
    struct names one = {0};
    if (arg(c, "postgresql_inherits").type != ALUDEL_STRING)
        return arg_names(f, c, "postgresql_inherits");
    vec_push(f->arena, &one, arg_name(f, c, "postgresql_inherits"));
    return one;
}

static void postgresql_options(struct folding *f, const struct call *c, struct table *t)
{
    if (given(c, "postgresql_inherits")) {
        struct names parents = parents_of(f, c);
        for (size_t i = 0; i < parents.count; i++)
            add_option(f, t,
                       arena_format(f->arena, "%s%s%s", i ? ", " : "INHERITS (",
                                    ddl_name(f->arena, f->dialect, parents.at[i]),
                                    i + 1 == parents.count ? ")" : ""));
    }
    named_option(f, c, t, "postgresql_partition_by", "PARTITION BY", false);
    named_option(f, c, t, "postgresql_using", "USING", true);
    struct sql with = storage_options(f, c, "postgresql_with");
    if (with.text.n)
        add_option(f, t, shown(f, with.text));
    named_option(f, c, t, "postgresql_on_commit", "ON COMMIT", false);
    named_option(f, c, t, "postgresql_tablespace", "TABLESPACE", true);
}

/* Those of both databases are looked at, and one's are kept. */
static void table_options(struct folding *f, const struct call *c, struct table *t)
{
    struct table other = *t;
    sqlite_options(f, c, f->dialect == ALUDEL_SQLITE ? t : &other);
    other = *t;
    postgresql_options(f, c, f->dialect == ALUDEL_POSTGRESQL ? t : &other);
}

static struct aludel_value create_table(struct folding *f, struct call *c)
{
    size_t errors = f->d->errors;
    struct change change = change_at(c, CHANGE_CREATE_TABLE, "table_name");
    change.table = arg_path(f, c, "table_name", "schema");
    struct table *t = table_of_items(f, change.table, &c->rest, c);
    table_options(f, c, t);
    struct aludel_text comment = arg_text(f, c, "comment");
    if (f->dialect == ALUDEL_POSTGRESQL)
        t->comment = comment;
    t->prefixes = arg_names(f, c, "prefixes");
    if (f->dialect == ALUDEL_SQLITE && t->columns.count == 0)
        fold_error(f, c->span, "a table of SQLite has one column at least");
    change.create = t;
    change.if_not_exists = arg_bool(f, c, "if_not_exists", false);
    struct aludel_value v = make_change(f, c, &change, errors);
    return is_error(v) ? v : stub_of_table(f, t, c->span);
}

/* ---- redefine_table ---- */

static bool is_for_sqlite(struct folding *f, const struct call *c)
{
    if (f->dialect == ALUDEL_SQLITE)
        return true;
    fold_error(f, c->span, "PostgreSQL changes a table piece by piece, and takes no other definition of it");
    diag_hint(f->d, "write it under `if dialect == \"sqlite\":`");
    return false;
}

/* Around it. */
static struct aludel_text without_blanks(struct aludel_text t)
{
    while (t.n && strchr(" \t\r\n", t.z[0]))
        t = (struct aludel_text){t.z + 1, t.n - 1};
    while (t.n && strchr(" \t\r\n;", t.z[t.n - 1]))
        t.n--;
    return t;
}

static bool is_one_statement(const struct tokens *tokens)
{
    for (size_t i = 0; i + 1 < tokens->list.count; i++)
        if (token_is_word(tokens, i, ";"))
            return false;
    return true;
}

static bool is_definition(const struct change *c)
{
    return c->kind == CHANGE_CREATE_TABLE && !c->if_not_exists && c->create->columns.count;
}

/* The CREATE TABLE that the text is, and nothing besides; NULL: it is none, which is said. */
static const struct change *read_definition(struct folding *f, const struct call *c, struct aludel_text text)
{
    struct changes changes = {0};
    struct tokens tokens = tokens_of(f->arena, f->dialect, text);
    struct span at = arg_span(c, "definition");
    if (is_one_statement(&tokens))
        read_changes(f->arena, &tokens, at, &changes);
    if (changes.count == 1 && is_definition(changes.at[0]))
        return changes.at[0];
    fold_error(f, at, "the whole CREATE TABLE must stand here, as it is meant to be");
    return NULL;
}

static struct aludel_value redefine_table(struct folding *f, struct call *c)
{
    size_t errors = f->d->errors;
    struct change change = change_at(c, CHANGE_REDEFINE_TABLE, "definition");
    change.table_span = arg_span(c, "definition");
    change.text = without_blanks(arg_text(f, c, "definition"));
    const struct change *made =
        f->d->errors == errors && is_for_sqlite(f, c) ? read_definition(f, c, change.text) : NULL;
    if (!made)
        return error_value(f);
    change.table = made->table;
    change.create = made->create;
    return make_change(f, c, &change, errors);
}

/* ---- The others ---- */

static struct aludel_value drop_table(struct folding *f, struct call *c)
{
    size_t errors = f->d->errors;
    struct change change = change_at(c, CHANGE_DROP_TABLE, "table_name");
    if (later_name(c, "table_name"))
        return drop_later(f, c, "DROP TABLE", "table_name");
    change.table = arg_path(f, c, "table_name", "schema");
    change.if_exists = arg_bool(f, c, "if_exists", false);
    change.cascade = postgresql_says(f, c, "cascade");
    return make_change(f, c, &change, errors);
}

static struct aludel_value rename_table(struct folding *f, struct call *c)
{
    size_t errors = f->d->errors;
    struct change change = change_at(c, CHANGE_RENAME_TABLE, "old_table_name");
    change.table = arg_path(f, c, "old_table_name", "schema");
    change.to = arg_path(f, c, "new_table_name", "schema");
    change.to_span = arg_span(c, "new_table_name");
    return make_change(f, c, &change, errors);
}

static struct aludel_value change_comment(struct folding *f, struct call *c, struct aludel_text text)
{
    size_t errors = f->d->errors;
    struct change change = change_at(c, CHANGE_TABLE_COMMENT, "table_name");
    change.table = table_of(f, c);
    change.text = text;
    return make_change(f, c, &change, errors);
}

static struct aludel_value create_comment(struct folding *f, struct call *c)
{
    return change_comment(f, c, arg_text(f, c, "comment"));
}

static struct aludel_value drop_comment(struct folding *f, struct call *c)
{
    return change_comment(f, c, (struct aludel_text){"", 0});
}

#define TABLE                                                                                          \
    "table_name,*,if_not_exists,schema,comment,prefixes,info,keep_existing,extend_existing,implicit_"  \
    "returning,"                                                                                       \
    "quote,quote_schema,sqlite_autoincrement,sqlite_with_rowid,sqlite_strict,postgresql_partition_by," \
    "postgresql_tablespace,postgresql_with,postgresql_inherits,postgresql_on_commit,postgresql_using"

const struct native table_directives[] = {
    {"op.create_table", TABLE, 1, create_table, NULL},
    {"op.drop_table", "table_name,schema,if_exists,cascade,info", 1, drop_table, NULL},
    {"op.rename_table", "old_table_name,new_table_name,schema", 2, rename_table, NULL},
    {"op.redefine_table", "definition", 1, redefine_table, NULL},
    {"op.create_table_comment", "table_name,comment,existing_comment,schema", 2, create_comment, NULL},
    {"op.drop_table_comment", "table_name,existing_comment,schema", 1, drop_comment, NULL},
    {"batch_op.create_table_comment", "comment,existing_comment", 1, create_comment, NULL},
    {"batch_op.drop_table_comment", "existing_comment", 0, drop_comment, NULL},
};
const size_t table_directive_count = sizeof table_directives / sizeof *table_directives;
