/* read_table.c: CREATE TABLE: the tree of runtime/ddl as a table; its columns and constraints. */
#include "sql/name.h"
#include "sql/reader.h"

#include <string.h>

static struct aludel_text name_of(struct reader *r, const struct al_ddl_table *t, struct al_ddl_span span)
{
    r->unsure = r->unsure || has_hole(al_ddl_text(t, span));
    return span.n ? kept_name(r, al_ddl_name(t, &r->arena->memory, span)) : (struct aludel_text){"", 0};
}

static struct aludel_text text_of(const struct al_ddl_table *t, struct al_ddl_span span)
{
    return span.n ? al_ddl_text(t, span) : (struct aludel_text){"", 0};
}

/* A clause's words. */
static struct aludel_text words_of(struct reader *r, const struct al_ddl_table *t, struct al_ddl_span span)
{
    r->unsure = r->unsure || has_hole(text_of(t, span));
    return span.n ? upper_words(r, al_ddl_text(t, span)) : (struct aludel_text){"", 0};
}

/* SET NULL (a): columns stay as they stand. */
static struct aludel_text action_of(struct reader *r, const struct al_ddl_table *t, struct al_ddl_span span)
{
    struct aludel_text text = text_of(t, span);
    const char *list = text.n ? memchr(text.z, '(', text.n) : NULL;
    if (!list || text.z[text.n - 1] != ')')
        return words_of(r, t, span);
    struct al_ddl_span words = {span.at, (uint32_t)(list - text.z)};
    struct aludel_text before = words_of(r, t, words);
    size_t n = text.n - words.n;
    return al_text(arena_format(r->arena, "%.*s %.*s", (int)before.n, before.z, (int)n, list));
}

/* A foreign key's last column may be PERIOD valid. */
static struct aludel_text element_name(struct reader *r, const struct al_ddl_table *t,
                                       const struct al_ddl_element *e)
{
    struct aludel_text name = al_ddl_text(t, e->name), rest = text_of(t, e->rest);
    bool is_period =
        al_same_nocase(name, AL_TEXT("PERIOD")) && rest.n &&
        !al_same_nocase((struct aludel_text){rest.z, rest.n < 7 ? rest.n : 7}, AL_TEXT("WITHOUT"));
    return name_of(r, t, is_period ? e->rest : e->name);
}

static struct names list_of(struct reader *r, const struct al_ddl_table *t, struct al_ddl_span list)
{
    struct names names = {0};
    struct al_ddl_element e = {0};
    r->unsure = r->unsure || has_hole(text_of(t, list));
    while (al_ddl_next(t, list, &e))
        vec_push(r->arena, &names, element_name(r, t, &e));
    return names;
}

static struct path path_of(struct reader *r, const struct al_ddl_table *t, const struct al_ddl_path *path)
{
    return plain_path(r->dialect, (struct path){name_of(r, t, path->schema), name_of(r, t, path->name)});
}

/* ---- Constraints --------------------------------------------------------------------------------- */

static const enum constraint_kind kinds[] = {[AL_DDL_PRIMARY_KEY] = CONSTRAINT_PRIMARY_KEY,
                                             [AL_DDL_UNIQUE] = CONSTRAINT_UNIQUE,
                                             [AL_DDL_FOREIGN_KEY] = CONSTRAINT_FOREIGN_KEY,
                                             [AL_DDL_CHECK] = CONSTRAINT_CHECK,
                                             [AL_DDL_EXCLUDE] = CONSTRAINT_EXCLUDE};

static bool is_kept(const struct al_ddl_constraint *c)
{
    return c->kind <= AL_DDL_EXCLUDE;
}

static struct aludel_text options_of(struct reader *r, const struct al_ddl_table *t,
                                     const struct al_ddl_constraint *c)
{
    struct al_builder b = al_builder(&r->arena->memory);
    if (c->with.n)
        al_putf(&b, "WITH %.*s", (int)c->with.n, al_ddl_text(t, c->with).z);
    if (c->tablespace.n)
        al_putf(&b, "%sUSING INDEX TABLESPACE %.*s", b.n ? " " : "", (int)c->tablespace.n,
                al_ddl_text(t, c->tablespace).z);
    return al_built(&b);
}

/* The columns among an EXCLUDE's elements; the others are expressions. */
static struct names excluded(struct reader *r, const struct al_ddl_table *t, struct al_ddl_span list)
{
    struct names names = {0};
    struct al_ddl_element e = {0};
    while (al_ddl_next(t, list, &e)) {
        char next = e.rest.n ? *al_ddl_text(t, e.rest).z : ' ';
        if (*al_ddl_text(t, e.span).z != '(' && next != '(' && next != '.')
            vec_push(r->arena, &names, name_of(r, t, e.name));
    }
    return names;
}

static void read_key(struct reader *r, const struct al_ddl_table *t, const struct al_ddl_constraint *c,
                     struct constraint *k)
{
    k->to = path_of(r, t, &c->to);
    k->to_columns = list_of(r, t, c->to_columns);
    k->on_delete = action_of(r, t, c->on_delete);
    k->on_update = action_of(r, t, c->on_update);
    k->match = words_of(r, t, c->match);
}

static enum deferrable deferrable_of(const struct al_ddl_constraint *c)
{
    if (c->is_deferrable)
        return DEFERRABLE_YES;
    return c->deferrable.n ? DEFERRABLE_NO : DEFERRABLE_UNSAID;
}

static void read_condition(struct reader *r, const struct al_ddl_table *t, const struct al_ddl_constraint *c,
                           struct constraint *k)
{
    k->condition.text = without_parentheses(r, text_of(t, k->kind == CONSTRAINT_CHECK ? c->value : c->where));
    if (k->kind != CONSTRAINT_EXCLUDE)
        return;
    k->elements.text = without_parentheses(r, text_of(t, c->columns));
    k->columns = excluded(r, t, c->columns);
    k->method = name_of(r, t, c->method);
}

static bool has_more_than_names(struct reader *r, const struct al_ddl_table *t, struct al_ddl_span list)
{
    struct tokens tokens = tokens_of(r->arena, r->dialect, text_of(t, list));
    return tokens_have(&tokens, "COLLATE") || tokens_have(&tokens, "DESC");
}

/* SQLite's keys have collations and directions. */
static void read_more_than_names(struct reader *r, const struct al_ddl_table *t,
                                 const struct al_ddl_constraint *c, const struct al_ddl_column *column,
                                 struct constraint *k)
{
    if (column && al_is(words_of(r, t, c->order), "DESC")) {
        k->inside = name_of(r, t, column->name);
        k->elements.text =
            al_text(arena_format(r->arena, "%s DESC", ddl_name(r->arena, r->dialect, k->inside)));
    } else if (k->kind != CONSTRAINT_CHECK && has_more_than_names(r, t, c->columns)) {
        k->elements.text = without_parentheses(r, text_of(t, c->columns));
    }
}

struct constraint *constraint_of(struct reader *r, const struct al_ddl_table *t,
                                 const struct al_ddl_constraint *c, const struct al_ddl_column *column)
{
    struct constraint *k = ARENA_NEW(r->arena, struct constraint);
    *k = (struct constraint){.kind = kinds[c->kind], .name = name_of(r, t, c->name), .made = r->at};
    k->named_by_server = !k->name.n && r->dialect == ALUDEL_POSTGRESQL;
    if (c->columns.n && k->kind != CONSTRAINT_EXCLUDE)
        k->columns = list_of(r, t, c->columns);
    else if (column && k->kind != CONSTRAINT_CHECK)
        vec_push(r->arena, &k->columns, name_of(r, t, column->name));
    if (column && k->kind == CONSTRAINT_CHECK && r->dialect == ALUDEL_SQLITE)
        k->inside = name_of(r, t, column->name);
    if (r->dialect == ALUDEL_SQLITE)
        read_more_than_names(r, t, c, column, k);
    read_key(r, t, c, k);
    read_condition(r, t, c, k);
    k->deferrable = deferrable_of(c);
    k->initially_deferred = c->initially_deferred;
    k->on_conflict = words_of(r, t, c->on_conflict);
    k->not_valid = c->not_valid;
    k->no_inherit = c->no_inherit;
    k->nulls_not_distinct = c->nulls_not_distinct;
    k->include = list_of(r, t, c->include);
    k->options.text = options_of(r, t, c);
    return k;
}

/* ---- Columns --------------------------------------------------------------------------------------- */

static void read_identity(struct reader *r, const struct al_ddl_table *t, const struct al_ddl_constraint *c,
                          struct column *column)
{
    bool always = al_is(words_of(r, t, c->word), "ALWAYS");
    column->identity = always ? IDENTITY_ALWAYS : IDENTITY_BY_DEFAULT;
    column->identity_options.text = without_parentheses(r, text_of(t, c->value));
    column->not_null = true;
}

static void read_generated(struct reader *r, const struct al_ddl_table *t, const struct al_ddl_constraint *c,
                           struct column *column)
{
    bool stored = al_is(words_of(r, t, c->word), "STORED");
    column->generated = stored ? GENERATED_STORED : GENERATED_VIRTUAL;
    column->expression.text = without_parentheses(r, text_of(t, c->value));
}

static void read_part(struct reader *r, const struct al_ddl_table *t, const struct al_ddl_constraint *c,
                      struct column *column)
{
    switch (c->kind) {
    case AL_DDL_NOT_NULL:
        column->not_null = true;
        column->null_conflict = words_of(r, t, c->on_conflict);
        break;
    case AL_DDL_DEFAULT: column->value.text = al_ddl_text(t, c->value); break;
    case AL_DDL_COLLATE: column->type.collation = reader_collation(r, text_of(t, c->value)); break;
    case AL_DDL_GENERATED: read_generated(r, t, c, column); break;
    case AL_DDL_IDENTITY: read_identity(r, t, c, column); break;
    case AL_DDL_PRIMARY_KEY:
        column->autoincrement = c->autoincrement;
        column->not_null = column->not_null || r->dialect == ALUDEL_POSTGRESQL;
        break;
    default: break;
    }
}

struct column *column_of(struct reader *r, const struct al_ddl_table *t, const struct al_ddl_column *c,
                         struct constraints *with)
{
    struct column *column = ARENA_NEW(r->arena, struct column);
    *column = (struct column){.name = name_of(r, t, c->name), .made = r->at};
    column->type = reader_type(r, text_of(t, c->type), &column->serial);
    column->not_null = column->serial;
    for (const struct al_ddl_constraint *k = c->constraints; k; k = k->next) {
        read_part(r, t, k, column);
        if (is_kept(k))
            vec_push(r->arena, with, constraint_of(r, t, k, c));
    }
    return column;
}

/* ---- The table ------------------------------------------------------------------------------------- */

/* AUTOINCREMENT stands in the list, as a part of its only element. */
static bool counts(struct reader *r, const struct al_ddl_table *t, const struct al_ddl_constraint *c)
{
    struct al_ddl_element e = {0};
    if (r->dialect != ALUDEL_SQLITE || c->kind != AL_DDL_PRIMARY_KEY || !al_ddl_next(t, c->columns, &e))
        return false;
    struct tokens tokens = tokens_of(r->arena, r->dialect, text_of(t, e.rest));
    return tokens_have(&tokens, "AUTOINCREMENT");
}

/* The columns of a PRIMARY KEY that stands by itself. */
static void mark_key(struct reader *r, struct table *table, const struct constraint *k, bool counted)
{
    for (size_t i = 0; i < table->columns.count; i++)
        for (size_t j = 0; j < k->columns.count; j++) {
            const struct column *old = table->columns.at[i];
            if (!(r->dialect == ALUDEL_POSTGRESQL ? al_same(old->name, k->columns.at[j])
                                                  : al_same_nocase(old->name, k->columns.at[j])))
                continue;
            struct column *column = ARENA_NEW(r->arena, struct column);
            *column = *old;
            column->autoincrement = counted;
            column->not_null = column->not_null || r->dialect == ALUDEL_POSTGRESQL;
            table->columns.at[i] = column;
        }
}

static void read_prefixes(struct reader *r, const struct al_ddl_table *t, struct table *table)
{
    struct tokens tokens = tokens_of(r->arena, r->dialect, text_of(t, t->prefixes));
    for (size_t i = 0; i < tokens.list.count; i++) {
        const char *word = token_at(&tokens, i);
        if (same_word(word, "TEMP"))
            word = "TEMPORARY";
        if (!same_word(word, "GLOBAL") && !same_word(word, "LOCAL"))
            vec_push(r->arena, &table->prefixes, al_text(word));
    }
}

/* What stands behind the columns may bring more of them, or say what they are. */
static bool option_is(struct reader *r, const struct table *table, const char *word)
{
    struct tokens tokens = tokens_of(r->arena, r->dialect, table->options.text);
    return same_word(word, "AS") ? tokens_have(&tokens, word) : token_is_word(&tokens, 0, word);
}

static void read_parts(struct reader *r, const struct al_ddl_table *t, struct table *table)
{
    for (const struct al_ddl_column *c = t->columns; c; c = c->next)
        vec_push(r->arena, &table->columns, column_of(r, t, c, &table->constraints));
    for (const struct al_ddl_constraint *c = t->constraints; c; c = c->next) {
        table->uncertain = table->uncertain || c->kind == AL_DDL_LIKE;
        if (!is_kept(c))
            continue;
        struct constraint *k = constraint_of(r, t, c, NULL);
        if (k->kind == CONSTRAINT_PRIMARY_KEY)
            mark_key(r, table, k, counts(r, t, c));
        vec_push(r->arena, &table->constraints, k);
    }
    keys_merge(r->arena, r->dialect, &table->constraints);
}

static struct table *uncertain_table(struct reader *r, struct path path)
{
    struct table *table = ARENA_NEW(r->arena, struct table);
    *table = (struct table){.path = path, .uncertain = true, .made = r->at};
    return table;
}

/* Of which nothing may be known but its name. */
static struct table *table_of(struct reader *r, struct path path, bool foreign)
{
    struct table *table = uncertain_table(r, path);
    struct al_ddl_table t;
    if (foreign || !al_ddl_read(&t, &r->arena->memory, r->dialect, r->sql))
        return table;
    read_prefixes(r, &t, table);
    table->options.text = text_of(&t, t.options);
    if (!t.body.n || option_is(r, table, "AS"))
        return table;
    table->uncertain = option_is(r, table, "INHERITS");
    read_parts(r, &t, table);
    if (!r->unsure)
        return table;
    r->unsure = false; /* a hole: its name is certain all the same */
    return uncertain_table(r, path);
}

/* Behind CREATE … TABLE. */
void read_create_table(struct reader *r, bool foreign)
{
    bool if_not_exists = reader_take(r, "IF NOT EXISTS");
    struct path path = reader_path(r);
    if (r->unsure)
        return;
    struct change *c = reader_add(r, CHANGE_CREATE_TABLE);
    c->if_not_exists = if_not_exists;
    c->table = path;
    c->create = table_of(r, path, foreign);
}
