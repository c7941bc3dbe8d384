/* table.c: CREATE TABLE and its parts. */
#include "sql/dialect.h"
#include "sql/tokens.h"

/* ---- Constraints ---- */

static const char *const kind_words[CONSTRAINT_KINDS] = {
    [CONSTRAINT_PRIMARY_KEY] = "PRIMARY KEY", [CONSTRAINT_UNIQUE] = "UNIQUE",
    [CONSTRAINT_FOREIGN_KEY] = "FOREIGN KEY", [CONSTRAINT_CHECK] = "CHECK",
    [CONSTRAINT_EXCLUDE] = "EXCLUDE",
};

static void put_deferrable(struct spelling *s, const struct constraint *c)
{
    if (c->deferrable == DEFERRABLE_YES)
        put(s, " DEFERRABLE");
    else if (c->deferrable == DEFERRABLE_NO)
        put(s, " NOT DEFERRABLE");
    if (c->initially_deferred)
        put(s, " INITIALLY DEFERRED");
}

void put_reference(struct spelling *s, const struct constraint *c)
{
    put(s, "REFERENCES ");
    put_path(s, c->to);
    if (c->to_columns.count) {
        put(s, " ");
        put_names(s, &c->to_columns);
    }
    put_option(s, " MATCH ", c->match);
    put_option(s, " ON DELETE ", c->on_delete);
    put_option(s, " ON UPDATE ", c->on_update);
    put_deferrable(s, c);
}

static void put_condition(struct spelling *s, const struct constraint *c)
{
    put(s, " (");
    put_sql(s, c->condition);
    put(s, ")");
}

static void put_exclusion(struct spelling *s, const struct constraint *c)
{
    put_option(s, " USING ", c->method);
    put(s, " (");
    put_sql(s, c->elements);
    put(s, ")");
    if (has_sql(c->condition)) {
        put(s, " WHERE");
        put_condition(s, c);
    }
}

static void put_key(struct spelling *s, const struct constraint *c)
{
    if (c->of_index.n) {
        put(s, " USING INDEX ");
        put_name(s, c->of_index);
        return;
    }
    put(s, c->nulls_not_distinct ? " NULLS NOT DISTINCT " : " ");
    if (has_sql(c->elements)) {
        put(s, "(");
        put_sql(s, c->elements);
        put(s, ")");
    } else {
        put_names(s, &c->columns);
    }
    if (c->include.count) {
        put(s, " INCLUDE ");
        put_names(s, &c->include);
    }
    put_option(s, " ON CONFLICT ", c->on_conflict);
}

void put_constraint(struct spelling *s, const struct constraint *c)
{
    if (c->name.n && !c->named_by_server) {
        put(s, "CONSTRAINT ");
        put_name(s, c->name);
        put(s, " ");
    }
    put(s, kind_words[c->kind]);
    switch (c->kind) {
    case CONSTRAINT_CHECK:
        put_condition(s, c);
        put_option(s, " ON CONFLICT ", c->on_conflict);
        break;
    case CONSTRAINT_EXCLUDE: put_exclusion(s, c); break;
    default: put_key(s, c);
    }
    if (c->kind == CONSTRAINT_FOREIGN_KEY) {
        put(s, " ");
        put_reference(s, c);
    }
    put_clause(s, " ", c->options);
    if (c->kind != CONSTRAINT_FOREIGN_KEY)
        put_deferrable(s, c);
    put(s, c->no_inherit ? " NO INHERIT" : "");
    put(s, c->not_valid ? " NOT VALID" : "");
}

void put_constraint_of(struct spelling *s, const struct schema *before, const struct table *t,
                       const struct constraint *c)
{
    struct constraint said = *c;
    said.named_by_server = c->named_by_server && name_is_chosen(s->out->arena, before, t, c);
    put_constraint(s, &said);
}

/* ---- Tables ---- */

/* The column that carries its key by itself on SQLite (INTEGER PRIMARY KEY AUTOINCREMENT, or DESC), or NULL. */
static const struct column *inline_key(const struct table *t, const struct constraint *c)
{
    if (c->kind != CONSTRAINT_PRIMARY_KEY || c->columns.count != 1)
        return NULL;
    for (size_t i = 0; i < t->columns.count; i++)
        if (al_same(t->columns.at[i]->name, c->columns.at[0]))
            return t->columns.at[i]->autoincrement || c->inside.n ? t->columns.at[i] : NULL;
    return NULL;
}

static void put_element(struct spelling *s, bool *first)
{
    put(s, *first ? "\n    " : ",\n    ");
    *first = false;
}

static void put_constraints(struct spelling *s, const struct schema *before, const struct table *t, bool keys,
                            bool *first)
{
    for (size_t i = 0; i < t->constraints.count; i++) {
        const struct constraint *c = t->constraints.at[i];
        if ((c->kind == CONSTRAINT_PRIMARY_KEY) != keys || inline_key(t, c))
            continue;
        put_element(s, first);
        put_constraint_of(s, before, t, c);
    }
}

/* Where the words end that stand in front of a table's list: "PARTITION OF parent", "OF type"; of one that has no
 * list "AS SELECT …". 0: there are none. */
static size_t end_of_front(struct spelling *s, const struct table *t)
{
    struct tokens tokens = tokens_of(s->out->arena, s->out->dialect, t->options.text);
    size_t at = token_is_word(&tokens, 0, "PARTITION") && token_is_word(&tokens, 1, "OF") ? 2 : 0;
    if (token_is_word(&tokens, 0, "OF"))
        at = 1;
    if (!at)
        return token_is_word(&tokens, 0, "AS") && !t->columns.count ? t->options.text.n : 0;
    if (token_is_word(&tokens, at + 1, "."))
        at += 2;
    return at < tokens.list.count ? tokens.list.at[at].to : 0;
}

static void put_elements(struct spelling *s, const struct schema *before, const struct table *t,
                         column_writer *put_column, bool *first)
{
    put(s, " (");
    for (size_t i = 0; i < t->columns.count; i++) {
        put_element(s, first);
        put_column(s, t, t->columns.at[i]);
    }
    put_constraints(s, before, t, true, first);
    put_constraints(s, before, t, false, first);
}

/* `front` bytes of the options come first; a list that they have themselves goes on behind the table's own. */
static void put_behind(struct spelling *s, const struct schema *before, const struct table *t,
                       column_writer *put_column, size_t front)
{
    const char *z = t->options.text.z;
    size_t rest = front, n = t->options.text.n;
    bool first = true, elements = t->columns.count || t->constraints.count;
    put_option(s, " ", (struct aludel_text){z, front});
    while (rest < n && (z[rest] == ' ' || z[rest] == '\n'))
        rest++;
    if (elements)
        put_elements(s, before, t, put_column, &first);
    if (elements && rest < n && z[rest] == '(') {
        put(s, ",\n    ");
        put_text(s, (struct aludel_text){z + rest + 1, n - rest - 1});
        return;
    }
    put(s, elements ? "\n)" : "");
    put_option(s, " ", (struct aludel_text){z + rest, n - rest});
}

void put_table(struct spelling *s, const struct schema *before, const struct table *t, bool if_not_exists,
               column_writer *put_column)
{
    bool first = true;
    size_t front = t->options.holes ? 0 : end_of_front(s, t);
    put(s, "CREATE ");
    for (size_t i = 0; i < t->prefixes.count; i++) {
        put_text(s, t->prefixes.at[i]);
        put(s, " ");
    }
    put(s, if_not_exists ? "TABLE IF NOT EXISTS " : "TABLE ");
    put_path(s, t->path);
    if (front) {
        put_behind(s, before, t, put_column, front);
        return;
    }
    put_elements(s, before, t, put_column, &first);
    put(s, first ? ")" : "\n)");
    put_clause(s, " ", t->options);
}

void put_index_elements(struct spelling *s, const struct index *i)
{
    put(s, "(");
    for (size_t k = 0; k < i->elements.count; k++) {
        put(s, k ? ", " : "");
        if (i->elements.at[k].column.n)
            put_name(s, i->elements.at[k].column);
        else
            put_sql(s, i->elements.at[k].expression);
        put_option(s, " ", i->elements.at[k].tail);
    }
    put(s, ")");
}
