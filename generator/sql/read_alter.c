/* read_alter.c: ALTER TABLE. An action that is a change adds one; one that the schema knows nothing of adds none. */
#include "sql/reader.h"

static struct change *add(struct reader *r, enum change_kind kind, bool if_exists)
{
    struct change *c = reader_add(r, kind);
    c->table = r->table;
    c->if_exists = if_exists;
    return c;
}

static void take_cascade(struct reader *r, struct change *c)
{
    c->cascade = reader_take(r, "CASCADE");
    reader_take(r, "RESTRICT");
}

/* ---- RENAME, SET ------------------------------------------------------------------------------- */

static void read_rename(struct reader *r, bool if_exists)
{
    if (reader_take(r, "TO")) {
        struct change *c = add(r, CHANGE_RENAME_TABLE, if_exists);
        c->to = (struct path){r->table.schema, reader_name(r)};
        return;
    }
    bool constraint = reader_take(r, "CONSTRAINT");
    if (!constraint)
        reader_take(r, "COLUMN");
    struct change *c = add(r, constraint ? CHANGE_RENAME_CONSTRAINT : CHANGE_ALTER_COLUMN, if_exists);
    c->name = reader_name(r);
    r->unsure = r->unsure || !reader_take(r, "TO");
    if (r->unsure)
        return;
    struct aludel_text to = reader_name(r);
    if (constraint) {
        c->text = to;
    } else {
        c->alter.what = ALTER_NAME;
        c->alter.name = to;
    }
}

/* SET LOGGED, SET TABLESPACE, SET (…): how it is stored. */
static void read_set(struct reader *r, bool if_exists)
{
    if (!reader_take(r, "SCHEMA")) {
        r->i = r->end;
        return;
    }
    struct change *c = add(r, CHANGE_MOVE_TABLE, if_exists);
    c->to = plain_path(r->dialect, (struct path){reader_name(r), r->table.name});
}

/* ---- ADD --------------------------------------------------------------------------------------- */

static bool adds_constraint(const struct reader *r)
{
    static const char *const words[] = {"CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN", NULL};
    bool exclude = reader_at(r, "EXCLUDE") &&
                   (token_is_word(&r->tokens, r->i + 1, "USING") || token_is_word(&r->tokens, r->i + 1, "("));
    return word_in(reader_word(r), words) || exclude;
}

/* What stands from here on, as a table's element. */
static bool read_element(struct reader *r, struct al_ddl_table *t)
{
    struct aludel_text text = reader_slice(r, r->i, r->end);
    r->i = r->end;
    if (al_ddl_read_body(t, &r->arena->memory, r->dialect, text))
        return true;
    r->unsure = true;
    return false;
}

static enum deferrable take_deferrable(struct reader *r)
{
    if (reader_take(r, "NOT DEFERRABLE"))
        return DEFERRABLE_NO;
    return reader_take(r, "DEFERRABLE") ? DEFERRABLE_YES : DEFERRABLE_UNSAID;
}

/* PostgreSQL: UNIQUE USING INDEX name. False: it is none such. */
static bool read_index_key(struct reader *r, bool if_exists)
{
    size_t from = r->i;
    struct constraint *k = ARENA_NEW(r->arena, struct constraint);
    if (reader_take(r, "CONSTRAINT"))
        k->name = reader_name(r);
    k->kind = reader_take(r, "PRIMARY KEY") ? CONSTRAINT_PRIMARY_KEY : CONSTRAINT_UNIQUE;
    if ((k->kind == CONSTRAINT_UNIQUE && !reader_take(r, "UNIQUE")) || !reader_take(r, "USING INDEX")) {
        r->i = from;
        return false;
    }
    k->of_index = reader_name(r);
    k->made = r->at;
    k->deferrable = take_deferrable(r);
    k->initially_deferred = reader_take(r, "INITIALLY DEFERRED");
    reader_take(r, "INITIALLY IMMEDIATE");
    add(r, CHANGE_ADD_CONSTRAINT, if_exists)->constraint = k;
    return true;
}

static void read_add_constraint(struct reader *r, bool if_exists)
{
    struct al_ddl_table t;
    if (read_index_key(r, if_exists))
        return;
    if (!read_element(r, &t))
        return;
    if (t.columns || !t.constraints || t.constraints->next || t.constraints->kind > AL_DDL_EXCLUDE) {
        r->unsure = true;
        return;
    }
    add(r, CHANGE_ADD_CONSTRAINT, if_exists)->constraint = constraint_of(r, &t, t.constraints, NULL);
}

static void read_add(struct reader *r, bool if_exists)
{
    struct al_ddl_table t;
    if (adds_constraint(r)) {
        read_add_constraint(r, if_exists);
        return;
    }
    reader_take(r, "COLUMN");
    bool if_not_exists = reader_take(r, "IF NOT EXISTS");
    if (!read_element(r, &t))
        return;
    if (!t.columns || t.columns->next || t.constraints) {
        r->unsure = true;
        return;
    }
    struct change *c = add(r, CHANGE_ADD_COLUMN, if_exists);
    c->if_not_exists = if_not_exists;
    c->column = column_of(r, &t, t.columns, &c->with);
    keys_merge(r->arena, r->dialect, &c->with);
}

/* ---- DROP -------------------------------------------------------------------------------------- */

static void read_drop_part(struct reader *r, bool if_exists)
{
    bool constraint = reader_take(r, "CONSTRAINT");
    if (!constraint)
        reader_take(r, "COLUMN");
    if_exists = reader_take(r, "IF EXISTS") || if_exists;
    struct change *c = add(r, constraint ? CHANGE_DROP_CONSTRAINT : CHANGE_DROP_COLUMN, if_exists);
    c->any_kind = constraint;
    c->name = reader_name(r);
    take_cascade(r, c);
}

/* ---- ALTER COLUMN ------------------------------------------------------------------------------ */

static enum identity take_identity(struct reader *r)
{
    if (reader_take(r, "ALWAYS"))
        return IDENTITY_ALWAYS;
    if (reader_take(r, "BY DEFAULT"))
        return IDENTITY_BY_DEFAULT;
    r->unsure = true;
    return IDENTITY_NO;
}

static void read_type_change(struct reader *r, struct alteration *alter)
{
    size_t using = reader_find(r, "USING");
    bool serial;
    alter->what = ALTER_TYPE;
    alter->type = reader_type(r, reader_slice(r, r->i, using), &serial);
    if (using < r->end)
        alter->using.text = reader_slice(r, using + 1, r->end);
    r->i = r->end;
}

static void read_add_identity(struct reader *r, struct alteration *alter)
{
    alter->what = ALTER_IDENTITY;
    alter->identity = take_identity(r);
    r->unsure = r->unsure || !reader_take(r, "AS IDENTITY");
    alter->identity_options.text = without_parentheses(r, reader_slice(r, r->i, r->end));
    r->i = r->end;
}

static void read_expression(struct reader *r, struct alteration *alter)
{
    alter->what = ALTER_GENERATED;
    alter->generated = GENERATED_STORED;
    alter->expression.text = without_parentheses(r, reader_slice(r, r->i, r->end));
    r->i = r->end;
}

static void read_value(struct reader *r, struct alteration *alter)
{
    alter->what = ALTER_DEFAULT;
    alter->value.text = reader_slice(r, r->i, r->end);
    r->i = r->end;
}

/* Statistics, storage, options, where a sequence goes on: nothing that a schema holds. */
static bool is_tuning(const struct reader *r)
{
    static const char *const words[] = {"STATISTICS", "STORAGE", "COMPRESSION", "(", NULL};
    return reader_at(r, "RESET") || reader_at(r, "RESTART") ||
           (reader_at(r, "SET") && word_in(token_at(&r->tokens, r->i + 1), words));
}

/* False: it changes nothing that is known. */
static bool read_alteration(struct reader *r, struct alteration *alter)
{
    if (is_tuning(r)) {
        r->i = r->end;
        return false;
    }
    if (reader_take(r, "TYPE") || reader_take(r, "SET DATA TYPE")) {
        read_type_change(r, alter);
    } else if (reader_take(r, "SET NOT NULL") || reader_take(r, "DROP NOT NULL")) {
        alter->what = ALTER_NULL;
        alter->not_null = token_is_word(&r->tokens, r->i - 3, "SET");
    } else if (reader_take(r, "SET DEFAULT")) {
        read_value(r, alter);
    } else if (reader_take(r, "DROP DEFAULT")) {
        alter->what = ALTER_DEFAULT;
    } else if (reader_take(r, "ADD GENERATED")) {
        read_add_identity(r, alter);
    } else if (reader_take(r, "SET GENERATED")) {
        alter->what = ALTER_IDENTITY;
        alter->identity = take_identity(r);
    } else if (reader_take(r, "DROP IDENTITY IF? EXISTS?")) {
        alter->what = ALTER_IDENTITY;
    } else if (reader_take(r, "DROP EXPRESSION IF? EXISTS?")) {
        alter->what = ALTER_GENERATED;
    } else if (reader_take(r, "SET EXPRESSION AS")) {
        read_expression(r, alter);
    } else {
        r->unsure = true;
    }
    return true;
}

static void read_alter_column(struct reader *r, bool if_exists)
{
    struct alteration alter = {0};
    if (reader_at(r, "CONSTRAINT")) {
        r->unsure = true;
        return;
    }
    reader_take(r, "COLUMN");
    struct aludel_text name = reader_name(r);
    if (r->unsure || !read_alteration(r, &alter))
        return;
    struct change *c = add(r, CHANGE_ALTER_COLUMN, if_exists);
    c->name = name;
    c->alter = alter;
}

/* ---- Actions ----------------------------------------------------------------------------------- */

static void read_validate(struct reader *r, bool if_exists)
{
    r->unsure = r->unsure || !reader_take(r, "CONSTRAINT");
    add(r, CHANGE_VALIDATE_CONSTRAINT, if_exists)->name = reader_name(r);
}

static const struct action {
    const char *word;
    void (*read)(struct reader *r, bool if_exists); /* behind the word; NULL: nothing that a schema holds */
} actions[] = {
    {"ADD", read_add},        {"ALTER", read_alter_column},
    {"DROP", read_drop_part}, {"RENAME", read_rename},
    {"SET", read_set},        {"VALIDATE", read_validate},
    {"OWNER", NULL},          {"CLUSTER", NULL},
    {"ENABLE", NULL},         {"DISABLE", NULL},
    {"FORCE", NULL},          {"NO FORCE", NULL},
    {"REPLICA", NULL},        {"RESET", NULL},
};

static void read_action(struct reader *r, bool if_exists)
{
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
        if (reader_take(r, actions[i].word)) {
            if (actions[i].read)
                actions[i].read(r, if_exists);
            else
                r->i = r->end;
            r->unsure = r->unsure || !reader_done(r);
            return;
        }
    r->unsure = true;
}

/* Behind ALTER TABLE. */
void read_alter_table(struct reader *r)
{
    size_t end = r->end;
    bool if_exists = reader_take(r, "IF EXISTS");
    reader_take(r, "ONLY");
    struct path table = reader_path(r);
    if (r->unsure)
        return;
    r->table = table;
    reader_take(r, "*");
    while (r->i < end && !r->unsure) {
        r->end = reader_next_comma(r);
        read_action(r, if_exists);
        r->i = r->end + 1;
        r->end = end;
    }
}
