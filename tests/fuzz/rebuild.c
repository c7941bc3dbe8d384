/*
 * rebuild.c: edits of a definition (runtime/rebuild/shape.h). The bytes are a CREATE TABLE and, each behind a byte 1,
 * edits: letters that choose what, of which column, with what, and beside which one.
 *
 * SQLite is asked before and behind each edit of a table that it took: the new text must be one that it takes, with the
 * columns, keys and indexes that the edit says, or its refusal must be one that the edit deserves. The rest of the text
 * stands as it stood.
 */
#include "rebuild/shape.h"

#include "fuzz.h"
#include "tables.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 64 };

struct column { /* as pragma_table_xinfo has it */
    const char *name, *type, *value;
    int not_null, key, hidden;
};

struct table {
    struct column at[MOST + 1];
    int count;
    const char *keys, *indexes;
};

struct change {
    struct aludel_edit edit;
    int column, beside;         /* in `before` */
    struct column added;        /* of ADD_COLUMN */
    const char *of;             /* keys and indexes of this column aren't compared */
    bool any_keys, any_indexes; /* nor any at all */
    const char *refusals;       /* what SQLite may say to the new text: parts of messages, `|` between them */
    struct table before, after;
    const char *was, *is;
};

static void must(bool holds, const struct change *c, const char *what)
{
    if (!holds)
        fprintf(stderr, "was: %s\nedit %d of %s with %s beside %s\nis: %s\n", c->was, (int)c->edit.kind,
                c->edit.name ? c->edit.name : "-", c->edit.sql ? c->edit.sql : "-",
                c->beside < c->before.count ? c->before.at[c->beside].name : "-", c->is ? c->is : "-");
    fuzz_check(holds, what);
}

/* ---- What SQLite knows ------------------------------------------------------------------------------- */

static const char names_sql[] = "SELECT CASE count(*) WHEN 1 THEN max(iif(?1 = 'sql', sql, name)) END FROM "
                                "sqlite_master WHERE type = 'table' AND name NOT LIKE "
                                "'sqlite\\_%' ESCAPE '\\' AND ?2 IS NULL";
static const char columns_sql[] = "SELECT name, type, dflt_value, \"notnull\", pk, hidden FROM "
                                  "pragma_table_xinfo(?1) WHERE ?2 IS NULL ORDER BY cid";
static const char keys_sql[] =
    "SELECT group_concat(k, '; ') FROM (SELECT group_concat(\"table\" || ' ' || \"from\" || ' ' || "
    "coalesce(\"to\", '') || ' ' || on_update || ' ' || on_delete) AS k FROM (SELECT * FROM "
    "pragma_foreign_key_list(?1) ORDER BY id, seq) GROUP BY id HAVING NOT coalesce(max(\"from\" = ?2 COLLATE "
    "NOCASE), 0) ORDER BY k)";
static const char indexes_sql[] =
    "SELECT group_concat(k, '; ') FROM (SELECT group_concat(c.name || ' ' || c.coll || ' ' || c.desc) || "
    "l.origin || l.\"unique\" AS k FROM pragma_index_list(?1) l, pragma_index_xinfo(l.name) c WHERE c.key "
    "GROUP "
    "BY l.name HAVING NOT coalesce(max(c.name = ?2 COLLATE NOCASE), 0) ORDER BY k)";

static const char *copy(struct aludel_arena *a, const unsigned char *text)
{
    const char *z = (const char *)text;
    const char *kept = text ? al_arena_copy(a, z, strlen(z)) : NULL;
    fuzz_check(!text || kept, "there is memory");
    return kept;
}

static sqlite3_stmt *ask(sqlite3 *db, const char *sql, const char *table, const char *column)
{
    sqlite3_stmt *s = NULL;
    fuzz_check(sqlite3_prepare_v2(db, sql, -1, &s, NULL) == SQLITE_OK, sqlite3_errmsg(db));
    sqlite3_bind_text(s, 1, table, -1, SQLITE_STATIC);
    sqlite3_bind_text(s, 2, column, -1, SQLITE_STATIC);
    return s;
}

static const char *ask_text(struct aludel_arena *a, sqlite3 *db, const char *sql, const char *table,
                            const char *column)
{
    sqlite3_stmt *s = ask(db, sql, table, column);
    fuzz_check(sqlite3_step(s) == SQLITE_ROW, sqlite3_errmsg(db));
    const char *text = copy(a, sqlite3_column_text(s, 0));
    sqlite3_finalize(s);
    return text ? text : "";
}

/* `of`: its keys and indexes are left out. False: there are more columns than are looked at. */
static bool read_table(struct aludel_arena *a, sqlite3 *db, const char *of, struct table *t)
{
    const char *name = ask_text(a, db, names_sql, "name", NULL);
    sqlite3_stmt *s = ask(db, columns_sql, name, NULL);
    for (t->count = 0; t->count <= MOST && sqlite3_step(s) == SQLITE_ROW; t->count++) {
        t->at[t->count] = (struct column){.name = copy(a, sqlite3_column_text(s, 0)),
                                          .type = copy(a, sqlite3_column_text(s, 1)),
                                          .value = copy(a, sqlite3_column_text(s, 2)),
                                          .not_null = sqlite3_column_int(s, 3),
                                          .key = sqlite3_column_int(s, 4),
                                          .hidden = sqlite3_column_int(s, 5)};
    }
    sqlite3_finalize(s);
    t->keys = ask_text(a, db, keys_sql, name, of);
    t->indexes = ask_text(a, db, indexes_sql, name, of);
    return t->count > 0 && t->count < MOST;
}

/* ---- Edits ---------------------------------------------------------------------------------------------- */

struct choice {
    const char *sql, *shown;
};

static struct choice choose(const struct choice *of, size_t count, int letter)
{
    return of[(size_t)letter % count];
}

static const char *quoted(struct aludel_arena *a, const char *before, const char *name, const char *behind)
{
    char *made = sqlite3_mprintf("%s\"%w\"%s", before, name, behind);
    const char *kept = copy(a, (const unsigned char *)made);
    sqlite3_free(made);
    return kept;
}

#define CHOOSE(of, letter) choose(of, sizeof(of) / sizeof *(of), letter)

static void choose_added(struct change *c, int letter)
{
    static const struct column columns[] = {
        {.name = "added", .type = "", .value = NULL},
        {.name = "added", .type = "INTEGER", .value = "1", .not_null = 1},
        {.name = "added", .type = "TEXT", .value = "'it''s, (new'"},
        {.name = "added", .type = "INT"},
        {.name = "added", .type = "INT", .hidden = 3},
        {.name = "added", .type = "ANY"},
    };
    static const char *const definitions[] = {
        "added",
        "\"added\" INTEGER NOT NULL DEFAULT 1",
        "[added] TEXT DEFAULT 'it''s, (new' COLLATE NOCASE -- one\n",
        "added INT CONSTRAINT k REFERENCES p (x) ON DELETE CASCADE",
        "`added` INT AS (1) STORED",
        "added ANY CHECK (added > 0) UNIQUE",
    };
    size_t i = (size_t)letter % (sizeof definitions / sizeof *definitions);
    c->added = columns[i];
    c->edit.name = "added";
    c->edit.sql = definitions[i];
    c->any_keys = i == 3;
    c->any_indexes = i == 5;
    c->refusals = "missing datatype for t|unknown datatype for t|too many columns";
}

static void choose_constraint(struct aludel_arena *a, struct change *c, int letter)
{
    const char *name = c->edit.name;
    const char *made[] = {
        quoted(a, "CHECK (", name, " <> ')' /* ( */)"), quoted(a, "CONSTRAINT k UNIQUE (", name, ")"),
        quoted(a, "FOREIGN KEY (", name, ") REFERENCES p (x)"), quoted(a, "PRIMARY KEY (", name, ")")};
    c->edit.sql = made[letter % 4];
    c->edit.constraint =
        (enum aludel_constraint[]){ALUDEL_CONSTRAINT_CHECK, ALUDEL_CONSTRAINT_UNIQUE,
                                   ALUDEL_CONSTRAINT_FOREIGN_KEY, ALUDEL_CONSTRAINT_PRIMARY_KEY}[letter % 4];
    c->any_keys = letter % 4 == 2;
    c->any_indexes = letter % 2;
    c->refusals = "more than one primary key|generated columns cannot be part of the PRIMARY KEY";
}

static void choose_edit(struct aludel_arena *a, struct change *c, int letter)
{
    static const struct choice types[] = {
        {"INTEGER", "INTEGER"}, {"TEXT", "TEXT"}, {"VARCHAR(10, -2)", "VARCHAR(10, -2)"},
        {"ANY", "ANY"},         {"", ""},         {"\"my type\"", "my type"}};
    static const struct choice values[] = {{NULL, NULL},         {"1", "1"},
                                           {"'a,)'", "'a,)'"},   {"NULL", "NULL"},
                                           {"(1 + 1)", "1 + 1"}, {"CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP"}};
    static const struct choice generated[] = {
        {NULL, ""}, {"AS (1)", "2"}, {"GENERATED ALWAYS AS (1) STORED", "3"}};
    struct choice chosen = {NULL, NULL};
    c->refusals = "";
    switch (c->edit.kind) {
    case ALUDEL_EDIT_ADD_COLUMN: choose_added(c, letter); break;
    case ALUDEL_EDIT_DROP_COLUMN:
        c->of = c->edit.name;
        c->refusals = "must have at least one non-generated column|PRIMARY KEY missing on table";
        break;
    case ALUDEL_EDIT_SET_TYPE:
        chosen = CHOOSE(types, letter);
        c->any_indexes = true; /* that of a key is the rowid's or is there */
        c->refusals = "AUTOINCREMENT is only allowed on an INTEGER PRIMARY KEY|missing datatype for |unknown "
                      "datatype for ";
        break;
    case ALUDEL_EDIT_SET_DEFAULT:
        chosen = CHOOSE(values, letter);
        c->refusals = "cannot use DEFAULT on a generated column|error in generated column";
        break;
    case ALUDEL_EDIT_SET_GENERATED:
        chosen = CHOOSE(generated, letter);
        c->refusals =
            "generated columns cannot be part of the PRIMARY KEY|must have at least one non-generated column";
        break;
    case ALUDEL_EDIT_ADD_CONSTRAINT: choose_constraint(a, c, letter); return;
    case ALUDEL_EDIT_DROP_CONSTRAINT:
        c->edit.constraint = (enum aludel_constraint)(letter % 4);
        c->edit.columns = &c->edit.name;
        c->edit.column_count = 1;
        c->of = c->edit.name;
        c->any_indexes = c->edit.constraint == ALUDEL_CONSTRAINT_PRIMARY_KEY;
        c->refusals = "PRIMARY KEY missing on table";
        break;
    default: break;
    }
    if (c->edit.kind != ALUDEL_EDIT_ADD_COLUMN) {
        c->edit.sql = chosen.sql;
        c->added.value = chosen.shown;
    }
}

/* ---- What is expected of one ---------------------------------------------------------------------------- */

static void take_out(struct table *t, int at)
{
    for (t->count--; at < t->count; at++)
        t->at[at] = t->at[at + 1];
}

static void put_in(struct table *t, int at, struct column column)
{
    for (int i = t->count++; i > at; i--)
        t->at[i] = t->at[i - 1];
    t->at[at] = column;
}

static int place(const struct table *t, const struct aludel_edit *e)
{
    const char *beside = e->before ? e->before : e->after;
    int at = 0;
    while (beside && at < t->count && sqlite3_stricmp(t->at[at].name, beside) != 0)
        at++;
    return beside ? at + !e->before : t->count;
}

static void expect_constraint(struct table *t, const struct change *c)
{
    for (int i = 0; i < t->count; i++)
        if (c->edit.constraint == ALUDEL_CONSTRAINT_PRIMARY_KEY)
            t->at[i].key = c->edit.kind == ALUDEL_EDIT_ADD_CONSTRAINT && i == c->column;
}

static void expect(struct table *t, const struct change *c)
{
    struct column *column = &t->at[c->column], moved = *column;
    switch (c->edit.kind) {
    case ALUDEL_EDIT_ADD_COLUMN: put_in(t, place(t, &c->edit), c->added); break;
    case ALUDEL_EDIT_DROP_COLUMN: take_out(t, c->column); break;
    case ALUDEL_EDIT_MOVE_COLUMN:
        if (c->beside != c->column && (c->edit.before || c->edit.after)) {
            take_out(t, c->column);
            put_in(t, place(t, &c->edit), moved);
        }
        break;
    case ALUDEL_EDIT_SET_TYPE: column->type = c->added.value; break;
    case ALUDEL_EDIT_SET_NOT_NULL: column->not_null = 1; break;
    case ALUDEL_EDIT_DROP_NOT_NULL: column->not_null = 0; break;
    case ALUDEL_EDIT_SET_DEFAULT: column->value = c->added.value; break;
    case ALUDEL_EDIT_SET_GENERATED:
        column->hidden = atoi(c->added.value);
        column->value = c->edit.sql ? NULL : column->value;
        break;
    case ALUDEL_EDIT_ADD_CONSTRAINT:
    case ALUDEL_EDIT_DROP_CONSTRAINT: expect_constraint(t, c); break;
    case ALUDEL_EDIT_COMPUTE:
    case ALUDEL_EDIT_REDEFINE: break; /* never chosen */
    }
}

/* ---- Whether it came so ------------------------------------------------------------------------------------ */

static bool same(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

/* A part of a key is NOT NULL without saying so where the table is STRICT or WITHOUT ROWID. */
static bool same_nulls(const struct change *c, const struct column *is, const struct column *expected)
{
    bool was_key = false;
    for (int i = 0; i < c->before.count; i++)
        was_key = was_key || (same(c->before.at[i].name, is->name) && c->before.at[i].key);
    return was_key || is->key || is->not_null == expected->not_null;
}

static void compare(const struct change *c, const struct table *expected)
{
    const struct table *is = &c->after;
    must(is->count == expected->count, c, "there are the columns that the edit says");
    for (int i = 0; i < is->count; i++) {
        const struct column *a = &is->at[i], *b = &expected->at[i];
        must(same(a->name, b->name), c, "the columns stand where the edit says");
        must(same(a->type, b->type), c, "a column has the type that the edit says");
        must(same(a->value, b->value), c, "a column has the default that the edit says");
        must(same_nulls(c, a, b), c, "a column is NOT NULL as the edit says");
        must(a->key == b->key, c, "the primary key is as the edit says");
        must(a->hidden == b->hidden, c, "a column is generated as the edit says");
    }
    must(c->any_keys || same(is->keys, expected->keys), c, "the foreign keys are the same");
    must(c->any_indexes || same(is->indexes, expected->indexes), c, "the indexes are the same");
}

/* SQLite doesn't take the new text: that is right where it is for what the edit asks for. */
static void check_refusal(const struct change *c, const char *why)
{
    for (const char *part = c->refusals; *part; part += strcspn(part, "|"), part += *part == '|') {
        char allowed[128] = {0};
        memcpy(allowed, part, strcspn(part, "|"));
        if (strstr(why, allowed))
            return;
    }
    must(false, c, why);
}

static bool may_fail(const struct aludel_edit *e)
{
    return e->kind == ALUDEL_EDIT_ADD_COLUMN || e->kind == ALUDEL_EDIT_DROP_COLUMN ||
           e->kind == ALUDEL_EDIT_DROP_CONSTRAINT;
}

/* ---- What it leaves as it stands -------------------------------------------------------------------------- */

/* The bytes of one text, but for white space, stand in the other one, in their order. */
static bool is_within(const char *part, const char *whole)
{
    for (; *part && whole; part++) {
        if (!strchr(" \t\r\n\f", *part)) {
            whole = strchr(whole, *part);
            whole += whole ? 1 : 0;
        }
    }
    return whole;
}

/* Commas go, or come where there was none between two constraints. */
static bool same_bytes(const char *a, const char *b)
{
    int more[256] = {0};
    for (; *a; a++)
        more[(unsigned char)*a]++;
    for (; *b; b++)
        more[(unsigned char)*b]--;
    for (int i = 0; i < 256; i++)
        if (more[i] && !strchr(" \t\r\n\f,", i))
            return false;
    return true;
}

/* Only the text of the column is another one. */
static bool same_around(const struct al_shape *was, const char *is, const char *name)
{
    struct al_ddl_span span = al_shape_column(was, name)->span;
    const char *rest = was->table.text.z + span.at + span.n;
    size_t n = strlen(is), behind = strlen(rest);
    return strncmp(is, was->table.text.z, span.at) == 0 && n >= behind && strcmp(is + n - behind, rest) == 0;
}

static bool has_deferrable(const struct al_ddl_constraint *k)
{
    while (k && k->kind != AL_DDL_DEFERRABLE)
        k = k->next;
    return k;
}

/* DEFERRABLE that stands away from its key: an edit may bring them together. */
static bool is_scattered(const struct al_shape *was)
{
    const struct al_ddl_column *c = was->table.columns;
    while (c && !has_deferrable(c->constraints))
        c = c->next;
    return c || has_deferrable(was->table.constraints);
}

static bool rest_stands(const struct al_shape *was, const struct change *c)
{
    if (is_scattered(was))
        return true;
    switch (c->edit.kind) {
    case ALUDEL_EDIT_ADD_COLUMN:
    case ALUDEL_EDIT_ADD_CONSTRAINT: return is_within(c->was, c->is);
    case ALUDEL_EDIT_DROP_COLUMN:
    case ALUDEL_EDIT_DROP_CONSTRAINT: return is_within(c->is, c->was);
    case ALUDEL_EDIT_MOVE_COLUMN: return same_bytes(c->was, c->is);
    case ALUDEL_EDIT_COMPUTE: return strcmp(c->was, c->is) == 0;
    default: return same_around(was, c->is, c->edit.name);
    }
}

/* Edits the text; false: it is refused. What still names a column that went is refused by the rebuild. */
static bool edit_text(struct al_shape *s, struct change *c)
{
    struct al_builder users = al_builder(s->arena);
    struct al_shape was = *s;
    al_error_clear(s->error);
    if (!al_shape_edit(s, &c->edit)) {
        must(may_fail(&c->edit) && *s->error->message && !strstr(s->error->message, "can't be read"), c,
             s->error->message);
        return false;
    }
    c->is = s->table.text.z;
    must(rest_stands(&was, c), c, "what the edit doesn't concern stands as it stood");
    if (c->edit.kind == ALUDEL_EDIT_DROP_COLUMN)
        al_shape_users(s, c->edit.name, &users);
    return users.n == 0;
}

/* ---- One input ----------------------------------------------------------------------------------------------- */

/* Four letters: the kind, the column, with what, and beside which column. */
static void read_edit(struct aludel_arena *a, const unsigned char *letters, struct change *c)
{
    int place = letters[2] / 32 % 3;
    c->column = letters[1] % c->before.count;
    c->beside = letters[3] % c->before.count;
    c->edit.kind = (enum aludel_edit_kind)(letters[0] % (ALUDEL_EDIT_COMPUTE + 1));
    c->edit.name = c->before.at[c->column].name;
    const char *beside = place ? c->before.at[c->beside].name : NULL;
    if (c->edit.kind == ALUDEL_EDIT_ADD_COLUMN || c->edit.kind == ALUDEL_EDIT_MOVE_COLUMN)
        *(place == 1 ? &c->edit.before : &c->edit.after) = beside;
    choose_edit(a, c, letters[2] % 32);
}

/* The database behind the edit, or the one before it where it is refused. */
static sqlite3 *apply(sqlite3 *db, struct al_shape *s, const char *letters)
{
    struct change c = {.was = s->table.text.z};
    struct al_shape edited = *s;
    char *why = NULL;
    if (!read_table(s->arena, db, NULL, &c.before))
        return db;
    read_edit(s->arena, (const unsigned char *)letters, &c);
    read_table(s->arena, db, c.of, &c.before);
    if (!edit_text(&edited, &c))
        return db;
    sqlite3 *after = tables_make(c.is, &why);
    if (after) {
        struct table expected = c.before;
        expect(&expected, &c);
        read_table(s->arena, after, c.of, &c.after);
        compare(&c, &expected);
        tables_close(db);
        *s = edited;
    } else {
        check_refusal(&c, why);
    }
    sqlite3_free(why);
    return after ? after : db;
}

static void run(struct aludel_arena *a, sqlite3 *db, const char *edits)
{
    struct aludel_error error = {0};
    struct al_shape s = {.arena = a, .error = &error};
    const char *sql = ask_text(a, db, names_sql, "sql", NULL);
    if (*sql && sqlite3_strnicmp(sql, "CREATE VIRTUAL", 14) != 0) {
        fuzz_check(al_shape_read(&s, al_text(sql)), "what SQLite keeps is read");
        for (int i = 0; i < 8 && edits && strlen(edits) > 4; i++, edits = strchr(edits + 1, '\1'))
            db = apply(db, &s, edits + 1);
    }
    tables_close(db);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_string(data, size), *edits = strchr(text, '\1');
    struct aludel_arena a;
    al_arena_init(&a, NULL);
    if (edits) {
        *edits = '\0';
        sqlite3 *db = tables_make(text, NULL);
        *edits = '\1';
        if (db)
            run(&a, db, edits);
    }
    al_arena_free(&a);
    free(text);
    return 0;
}
