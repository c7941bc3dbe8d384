/* carried.c: which statements are carried; what the thing is called, and what takes it away. */
#include "sql/carried.h"

#include "sql/name.h"
#include "sql/reader.h"

struct carrying {
    struct reader r; /* behind the words that say what it is */
    const struct schema *before;
    struct carriage made;
    struct path path, on;    /* its own name, and what it goes with */
    struct aludel_text says; /* "POLICY mine ON accounts" */
};

static const char *shown(struct carrying *c, struct path path)
{
    return ddl_path(c->r.arena, c->r.dialect, path);
}

static struct path take_path(struct carrying *c)
{
    struct path path = reader_path(&c->r);
    c->r.unsure = c->r.unsure || !path.name.n;
    return path;
}

static bool is_carried_table(const struct carrying *c, struct path path)
{
    struct path table = plain_path(c->r.dialect, path);
    table.name = al_text(arena_format(c->r.arena, "TABLE %s", ddl_name(c->r.arena, c->r.dialect, path.name)));
    return schema_find(c->before, THING_CARRIED, table);
}

/* ---- What it is ---- */

/* DROP POLICY mine ON accounts. */
static void named(struct carrying *c, const char *word, const char *tail)
{
    struct arena *a = c->r.arena;
    const char *name = ddl_name(a, c->r.dialect, c->path.name);
    c->says = al_text(arena_format(a, "%s %s%s", word, name, tail));
    c->made.undo = al_text(arena_format(a, "DROP %s %s%s", word, shown(c, c->path), tail));
}

static const char *on_table(struct carrying *c)
{
    return arena_format(c->r.arena, " ON %s", shown(c, c->on));
}

/* Its name stands in the table. */
static void named_on(struct carrying *c, const char *word, struct path name, struct path table)
{
    c->path = (struct path){.name = name.name};
    c->on = table;
    named(c, word, on_table(c));
    c->path.schema = table.schema;
}

static void read_policy(struct carrying *c)
{
    struct path name = take_path(c);
    c->r.unsure = c->r.unsure || !reader_take(&c->r, "ON");
    named_on(c, "POLICY", name, take_path(c));
}

/* AS ON INSERT TO t */
static void read_rule(struct carrying *c)
{
    struct path name = take_path(c);
    c->r.i = reader_find(&c->r, "TO");
    c->r.unsure = c->r.unsure || !reader_take(&c->r, "TO");
    named_on(c, "RULE", name, take_path(c));
}

static void read_statistics(struct carrying *c)
{
    c->path = take_path(c);
    c->r.i = reader_find(&c->r, "FROM");
    c->r.unsure = c->r.unsure || !reader_take(&c->r, "FROM");
    c->on = take_path(c);
    named(c, "STATISTICS", "");
}

static void read_aggregate(struct carrying *c)
{
    c->path = take_path(c);
    c->made.called = c->path.name;
    size_t from = c->r.i;
    reader_skip_group(&c->r);
    named(c, "AGGREGATE", arena_string(c->r.arena, reader_slice(&c->r, from, c->r.i)));
}

static void read_collation(struct carrying *c)
{
    c->path = take_path(c);
    c->made.called = c->path.name;
    c->made.early = c->made.stays = true;
    named(c, "COLLATION", "");
}

static void read_event_trigger(struct carrying *c)
{
    c->path = take_path(c);
    named(c, "EVENT TRIGGER", "");
}

static void read_foreign_table(struct carrying *c)
{
    c->path = take_path(c);
    c->made.called = c->path.name;
    named(c, "FOREIGN TABLE", "");
}

static void table_that_stays(struct carrying *c)
{
    c->made.called = c->path.name;
    c->made.stays = c->made.holds_rows = true;
    named(c, "TABLE", "");
}

/* Another one takes its place, and its rows go with it. */
static void read_virtual_table(struct carrying *c)
{
    c->path = take_path(c);
    table_that_stays(c);
    c->made.stays = false;
}

/* A partition goes with its parent; one that inherits doesn't. */
static void read_table(struct carrying *c)
{
    c->path = take_path(c);
    bool is_partition = reader_take(&c->r, "PARTITION OF");
    if (is_partition)
        c->on = take_path(c);
    else if (reader_at(&c->r, "("))
        reader_skip_group(&c->r);
    c->r.unsure = c->r.unsure || (!is_partition && !reader_take(&c->r, "INHERITS"));
    table_that_stays(c);
}

/* ---- ALTER ---- */

static void switched(struct carrying *c, const char *says, const char *undo)
{
    struct arena *a = c->r.arena;
    c->says = al_text(arena_format(a, "%s ON %s", says, shown(c, c->on)));
    c->made.undo = al_text(arena_format(a, "ALTER TABLE %s %s ROW LEVEL SECURITY", shown(c, c->on), undo));
    c->path.schema = c->on.schema;
}

/* SET (a = 1, toast.b): what takes it away is RESET (a, toast.b). */
static void read_storage(struct carrying *c)
{
    struct al_builder names = al_builder(&c->r.arena->memory);
    struct arena *a = c->r.arena;
    do {
        al_puts(&names, names.n ? ", " : "");
        if (reader_take(&c->r, "TOAST ."))
            al_puts(&names, "toast.");
        struct aludel_text name = reader_name(&c->r);
        al_put(&names, name.z, name.n);
        size_t comma = reader_next_comma(&c->r), end = reader_find(&c->r, ")");
        c->r.i = comma < end ? comma : end;
    } while (!c->r.unsure && reader_take(&c->r, ","));
    c->path.schema = c->on.schema;
    c->says = al_text(arena_format(a, "STORAGE OF %s", shown(c, c->on)));
    c->made.undo = al_text(arena_format(a, "ALTER TABLE %s RESET (%s)", shown(c, c->on), al_built(&names).z));
}

static void read_constraint(struct carrying *c)
{
    struct path name = {.name = reader_name(&c->r)};
    struct arena *a = c->r.arena;
    c->path = c->on;
    c->says = al_text(
        arena_format(a, "CONSTRAINT %s ON %s", ddl_name(a, c->r.dialect, name.name), shown(c, c->on)));
    c->made.undo = al_text(arena_format(a, "ALTER TABLE %s DROP CONSTRAINT %s", shown(c, c->on),
                                        ddl_name(a, c->r.dialect, name.name)));
}

/* What PostgreSQL 18 has of constraints, and no directive: those that aren't enforced, those over time, NOT NULL by a name of
 * its own. `c` is behind ADD CONSTRAINT. */
static bool is_beyond_directives(const struct carrying *c)
{
    const struct tokens *t = &c->r.tokens;
    bool found = tokens_match(t, c->r.i + 1, "NOT NULL") > 0;
    for (size_t i = c->r.i; !found && i < c->r.end; i++)
        found = tokens_match(t, i, "NOT ENFORCED") || tokens_match(t, i, "WITHOUT OVERLAPS") ||
                (token_is_word(t, i, "PERIOD") && token_is_word(t, i - 1, ",") &&
                 !token_is_word(t, i + 1, ")") && !token_is_word(t, i + 1, ","));
    return found;
}

/* "CLUSTER ON", of what another statement makes. */
static void told_of(struct carrying *c, const char *says, const char *of, const char *undo)
{
    c->path.schema = c->on.schema;
    c->made.of = al_text(of);
    c->says = al_text(arena_format(c->r.arena, "%s %s", says, of));
    c->made.undo = al_text(undo);
}

static const char *altered(struct carrying *c, const char *how)
{
    return arena_format(c->r.arena, "ALTER TABLE %s %s", shown(c, c->on), how);
}

static void read_switch(struct carrying *c)
{
    struct arena *a = c->r.arena;
    c->r.unsure = c->r.unsure || reader_at(&c->r, "ALL") || reader_at(&c->r, "USER");
    const char *name = ddl_name(a, c->r.dialect, reader_name(&c->r));
    told_of(c, "SWITCH OF", arena_format(a, "TRIGGER %s ON %s", name, shown(c, c->on)),
            altered(c, arena_format(a, "ENABLE TRIGGER %s", name)));
}

static const char *index_of_table(struct carrying *c)
{
    struct path index = {c->on.schema, reader_name(&c->r)};
    return arena_format(c->r.arena, "INDEX %s", shown(c, index));
}

static void read_replica_identity(struct carrying *c)
{
    bool by_index = reader_take(&c->r, "USING INDEX");
    c->r.unsure = c->r.unsure || reader_at(&c->r, "DEFAULT");
    const char *of = by_index ? index_of_table(c) : arena_format(c->r.arena, "TABLE %s", shown(c, c->on));
    told_of(c, "REPLICA IDENTITY OF", of, altered(c, "REPLICA IDENTITY DEFAULT"));
}

static void read_cluster(struct carrying *c)
{
    told_of(c, "CLUSTER ON", index_of_table(c), altered(c, "SET WITHOUT CLUSTER"));
}

static void read_altered(struct carrying *c)
{
    c->on = take_path(c);
    if (reader_take(&c->r, "ENABLE ROW LEVEL SECURITY"))
        switched(c, "ROW LEVEL SECURITY", "DISABLE");
    else if (reader_take(&c->r, "FORCE ROW LEVEL SECURITY"))
        switched(c, "FORCED ROW LEVEL SECURITY", "NO FORCE");
    else if (reader_take(&c->r, "SET ("))
        read_storage(c);
    else if (reader_take(&c->r, "DISABLE TRIGGER") || reader_take(&c->r, "ENABLE REPLICA TRIGGER") ||
             reader_take(&c->r, "ENABLE ALWAYS TRIGGER"))
        read_switch(c);
    else if (reader_take(&c->r, "REPLICA IDENTITY"))
        read_replica_identity(c);
    else if (reader_take(&c->r, "CLUSTER ON"))
        read_cluster(c);
    else if (reader_take(&c->r, "ADD CONSTRAINT") && (is_carried_table(c, c->on) || is_beyond_directives(c)))
        read_constraint(c);
    else
        c->r.unsure = true;
}

static void read_owner(struct carrying *c)
{
    struct arena *a = c->r.arena;
    c->path = take_path(c);
    c->on = c->path;
    c->r.unsure = c->r.unsure || !reader_take(&c->r, "OWNED BY");
    c->says = al_text(arena_format(a, "OWNER OF %s", shown(c, c->path)));
    c->made.undo = al_text(arena_format(a, "ALTER SEQUENCE %s OWNED BY NONE", shown(c, c->path)));
}

/* ---- On a table that is carried ---- */

static void read_index(struct carrying *c)
{
    c->path = take_path(c);
    c->r.unsure = c->r.unsure || !reader_take(&c->r, "ON");
    c->on = take_path(c);
    c->path.schema = c->on.schema;
    c->r.unsure = c->r.unsure || !is_carried_table(c, c->on);
    named(c, "INDEX", "");
}

static void read_trigger(struct carrying *c)
{
    struct path name = take_path(c);
    c->r.i = reader_find(&c->r, "ON");
    c->r.unsure = c->r.unsure || !reader_take(&c->r, "ON");
    struct path table = take_path(c);
    c->r.unsure = c->r.unsure || !is_carried_table(c, table);
    named_on(c, "TRIGGER", name, table);
}

/* ---- Comments ---- */

/* With what a comment goes: the view's name, the table behind ON; of a column what stands in front of it. */
static struct path commented(struct carrying *c, bool is_column)
{
    struct path path = {.name = reader_name(&c->r)}, table = path;
    while (!c->r.unsure && reader_take(&c->r, ".")) {
        table = path;
        path = (struct path){path.name, reader_name(&c->r)};
    }
    if (is_column)
        return table;
    if (reader_at(&c->r, "("))
        reader_skip_group(&c->r);
    return reader_take(&c->r, "ON") ? take_path(c) : path;
}

static void read_comments(struct carrying *c)
{
    static const char *const words[] = {
        "VIEW",      "MATERIALIZED VIEW", "SEQUENCE",  "INDEX",  "CONSTRAINT", "TRIGGER", "TYPE",
        "DOMAIN",    "FUNCTION",          "PROCEDURE", "SCHEMA", "POLICY",     "RULE",    "AGGREGATE",
        "COLLATION", "STATISTICS",        "TABLE",     "COLUMN"};
    size_t from = c->r.i, word = 0, words_count = sizeof words / sizeof *words;
    while (word < words_count && !reader_take(&c->r, words[word]))
        word++;
    bool of_table = word + 2 >= words_count;
    c->r.unsure = c->r.unsure || word == words_count;
    c->on = plain_path(c->r.dialect, commented(c, word + 1 == words_count));
    if (c->r.unsure || (of_table && schema_table(c->before, c->on))) {
        c->r.unsure = true;
        return;
    }
    const char *what = arena_string(c->r.arena, reader_slice(&c->r, from, c->r.i));
    told_of(c, "COMMENT ON", what, arena_format(c->r.arena, "COMMENT ON %s IS NULL", what));
}

/* ---- All ---- */

static const struct form {
    const char *words;
    void (*read)(struct carrying *c);
} forms[] = {
    {"CREATE POLICY", read_policy},
    {"CREATE RULE", read_rule},
    {"CREATE STATISTICS", read_statistics},
    {"CREATE AGGREGATE", read_aggregate},
    {"CREATE COLLATION", read_collation},
    {"CREATE EVENT TRIGGER", read_event_trigger},
    {"CREATE FOREIGN TABLE", read_foreign_table},
    {"CREATE VIRTUAL TABLE", read_virtual_table},
    {"CREATE UNLOGGED? TABLE", read_table},
    {"CREATE UNIQUE? INDEX", read_index},
    {"CREATE CONSTRAINT? TRIGGER", read_trigger},
    {"ALTER TABLE", read_altered},
    {"ALTER SEQUENCE", read_owner},
    {"COMMENT ON", read_comments},
};

static const struct change *change_of(const struct carrying *c, struct span at)
{
    struct arena *a = c->r.arena;
    struct change *change = ARENA_NEW(a, struct change);
    struct thing *thing = ARENA_NEW(a, struct thing);
    struct carriage *made = ARENA_NEW(a, struct carriage);
    *made = c->made;
    thing->type = THING_CARRIED;
    thing->path = (struct path){c->path.schema, c->says};
    thing->on = c->on;
    thing->definition.text = c->r.sql;
    thing->carried = made;
    *change = (struct change){.kind = CHANGE_CREATE, .span = at, .thing = thing};
    return change;
}

const struct change *carried_change(struct arena *a, const struct schema *before, const struct tokens *t,
                                    struct span at)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        size_t behind = tokens_match(t, 0, forms[i].words);
        struct carrying c = {.before = before};
        if (!behind)
            continue;
        c.r = (struct reader){.arena = a,
                              .dialect = t->dialect,
                              .sql = t->text,
                              .tokens = *t,
                              .i = behind,
                              .end = t->list.count,
                              .at = at};
        c.r.sql.n = t->list.at[c.r.end - 1].to;
        forms[i].read(&c);
        return c.r.unsure ? NULL : change_of(&c, at);
    }
    return NULL;
}
