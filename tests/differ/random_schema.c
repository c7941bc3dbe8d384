#include "random_schema.h"

#include "random_changes.h"

#include "core/text.h"

struct genes random_genes(void)
{
    struct genes g;
    for (unsigned i = 0; i < GENES; i++)
        g.at[i] = (unsigned char)random_below(256);
    return g;
}

void mutate(struct genes *genes, unsigned count)
{
    while (count-- > 0)
        genes->at[random_below(GENES)] = (unsigned char)random_below(256);
}

/* ---- What the genes say ---- */

#define TABLES 5
#define TABLE_GENES 40 /* the first ones; each table's own */

struct script {
    struct al_builder b;
    enum aludel_dialect dialect;
    const struct genes *genes;
};

static bool is_postgresql(const struct script *s)
{
    return s->dialect == ALUDEL_POSTGRESQL;
}

static unsigned gene(const struct script *s, unsigned table, unsigned which, unsigned n)
{
    return s->genes->at[table * TABLE_GENES + which] % n;
}

/* Behind those of the tables. */
static unsigned own_gene(const struct script *s, unsigned which, unsigned n)
{
    return s->genes->at[TABLES * TABLE_GENES + which] % n;
}

static const char *const tables[TABLES] = {"people", "posts", "tags", "\"order\"", "logs"};

enum { EXISTS, ID, NAMED_KEY, A, B, C, D, E, UP, COMMENT, UNIQUE_A, CHECK_A, INDEX_B, INDEX_A, TRIGGER };
#define A_TYPE 20

static bool has_table(const struct script *s, unsigned t)
{
    return gene(s, t, EXISTS, 4) > 0;
}

static bool has_column(const struct script *s, unsigned t, unsigned column)
{
    return gene(s, t, column, 3) > 0;
}

static bool a_is_number(const struct script *s, unsigned t)
{
    return gene(s, t, A_TYPE, 5) < 2;
}

static bool has_sum(const struct script *s, unsigned t)
{
    return has_column(s, t, E) && has_column(s, t, A) && a_is_number(s, t) && has_column(s, t, C);
}

static bool has_mood(const struct script *s)
{
    return is_postgresql(s) && own_gene(s, 0, 7) > 0;
}

static bool has_sequence(const struct script *s)
{
    return is_postgresql(s) && own_gene(s, 1, 4) > 0;
}

static bool has_function(const struct script *s)
{
    return is_postgresql(s) && own_gene(s, 2, 4) > 0;
}

/* ---- What stands in front of the tables ---- */

static void put_mood(struct script *s)
{
    static const char *const labels[] = {"'sad'",
                                         "'sad', 'glad'",
                                         "'glad', 'sad'",
                                         "'sad', 'calm', 'glad'",
                                         "'blue', 'sad', 'glad', 'calm'",
                                         "'sad', 'it''s'"};
    if (has_mood(s))
        al_putf(&s->b, "CREATE TYPE mood AS ENUM (%s);\n", labels[own_gene(s, 0, 7) - 1]);
}

static void put_front(struct script *s)
{
    put_mood(s);
    if (has_sequence(s))
        al_putf(&s->b, "CREATE SEQUENCE numbers START WITH %u;\n", own_gene(s, 1, 4));
    if (has_function(s))
        al_putf(
            &s->b,
            "CREATE OR REPLACE FUNCTION one(%s) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT %u $$;\n",
            own_gene(s, 3, 3) ? "" : "x integer DEFAULT 0", own_gene(s, 2, 4));
    if (is_postgresql(s))
        al_putf(&s->b,
                "CREATE OR REPLACE FUNCTION react() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RETURN %s; END $$;\n",
                own_gene(s, 4, 2) ? "NEW" : "OLD");
}

/* ---- Tables ---- */

static void put_id(struct script *s, unsigned t)
{
    static const char *const postgresql[] = {"integer NOT NULL", "serial",
                                             "integer GENERATED ALWAYS AS IDENTITY", "bigint NOT NULL"};
    static const char *const sqlite[] = {"INTEGER NOT NULL", "INTEGER", "TEXT", "TEXT NOT NULL"};
    al_putf(&s->b, "CREATE TABLE %s (id %s", tables[t],
            (is_postgresql(s) ? postgresql : sqlite)[gene(s, t, ID, 4)]);
}

static void put_a(struct script *s, unsigned t)
{
    static const char *const types[] = {"integer", "bigint", "varchar(20)", "varchar(40)", "text"};
    unsigned type = gene(s, t, A_TYPE, 5);
    if (!has_column(s, t, A))
        return;
    al_putf(&s->b, ", a %s", types[type]);
    if (gene(s, t, 21, 2))
        al_puts(&s->b, type < 2 ? " DEFAULT 1" : " DEFAULT 'x'");
    else if (type < 2 && gene(s, t, 22, 3) == 0 && has_sequence(s))
        al_puts(&s->b, " DEFAULT nextval('numbers'::regclass)");
    else if (type < 2 && gene(s, t, 22, 3) == 1 && has_function(s))
        al_puts(&s->b, " DEFAULT one()");
    al_puts(&s->b, gene(s, t, 23, 2) ? " NOT NULL" : "");
}

static void put_b(struct script *s, unsigned t)
{
    bool mood = has_mood(s) && gene(s, t, 24, 3) == 0;
    if (!has_column(s, t, B))
        return;
    al_putf(&s->b, ", b %s", mood ? "mood" : gene(s, t, 24, 3) == 1 ? "text" : "varchar(30)");
    if (gene(s, t, 25, 2))
        al_puts(&s->b, mood ? " DEFAULT 'sad'::mood" : " DEFAULT 'sad'");
    al_puts(&s->b, gene(s, t, 26, 2) ? " NOT NULL" : "");
}

static void put_columns(struct script *s, unsigned t)
{
    put_a(s, t);
    put_b(s, t);
    if (has_column(s, t, C))
        al_putf(&s->b, ", c %s", gene(s, t, 27, 2) ? "integer" : "numeric(8,2)");
    if (has_column(s, t, D))
        al_putf(&s->b, ", d %s%s", gene(s, t, 28, 2) ? "timestamp" : "date",
                gene(s, t, 29, 2) ? " NOT NULL" : "");
    if (has_sum(s, t))
        al_putf(&s->b, ", e numeric GENERATED ALWAYS AS (a %s c) STORED", gene(s, t, 30, 2) ? "+" : "*");
    if (has_column(s, t, UP))
        al_putf(&s->b, ", up %s", gene(s, t, 31, 2) ? "integer" : "bigint");
}

static void put_keys(struct script *s, unsigned t)
{
    if (gene(s, t, NAMED_KEY, 2))
        al_putf(&s->b, ", CONSTRAINT pk%u PRIMARY KEY (id)", t);
    else
        al_puts(&s->b, ", PRIMARY KEY (id)");
    if (gene(s, t, UNIQUE_A, 3) && has_column(s, t, A))
        al_putf(&s->b, ", CONSTRAINT %s%u UNIQUE (a)", gene(s, t, UNIQUE_A, 3) == 1 ? "uq" : "unique_a", t);
    if (gene(s, t, CHECK_A, 3) && has_column(s, t, A) && a_is_number(s, t))
        al_putf(&s->b, ", CONSTRAINT ck%u CHECK (a > %u)", gene(s, t, 32, 2), gene(s, t, 33, 2));
    if (gene(s, t, CHECK_A, 3) == 1 && has_column(s, t, C))
        al_puts(&s->b, ", CHECK (c < 9)");
}

static bool has_parent(const struct script *s, unsigned t)
{
    return has_column(s, t, UP) && gene(s, t, 34, 3) && has_table(s, gene(s, t, 35, TABLES));
}

static void put_reference(struct script *s, unsigned t)
{
    al_putf(&s->b, "FOREIGN KEY (up) REFERENCES %s (id)%s", tables[gene(s, t, 35, TABLES)],
            gene(s, t, 36, 2) ? " ON DELETE CASCADE" : "");
}

static void put_table(struct script *s, unsigned t)
{
    put_id(s, t);
    put_columns(s, t);
    put_keys(s, t);
    if (!is_postgresql(s) && has_parent(s, t)) {
        al_puts(&s->b, ", ");
        put_reference(s, t);
    }
    al_puts(&s->b, ");\n");
}

/* ---- What stands behind them ---- */

static void put_foreign_key(struct script *s, unsigned t)
{
    al_putf(&s->b, "ALTER TABLE %s ADD CONSTRAINT fk%u ", tables[t], gene(s, t, 37, 2));
    put_reference(s, t);
    al_puts(&s->b, ";\n");
}

static void put_indexes(struct script *s, unsigned t)
{
    static const char *const elements[] = {"b", "b, id", "id, b DESC"};
    if (gene(s, t, INDEX_B, 3) && has_column(s, t, B))
        al_putf(&s->b, "CREATE %sINDEX ix%u ON %s (%s);\n", gene(s, t, 38, 4) ? "" : "UNIQUE ",
                t * 2 + gene(s, t, INDEX_B, 2), tables[t], elements[gene(s, t, 39, 3)]);
    if (gene(s, t, INDEX_A, 3) && has_column(s, t, A) && a_is_number(s, t))
        al_putf(&s->b, "CREATE INDEX part%u ON %s (id) WHERE a > %u;\n", (t + own_gene(s, 5, 2)) % TABLES,
                tables[t], gene(s, t, INDEX_A, 3));
}

static void put_comments(struct script *s, unsigned t)
{
    if (gene(s, t, COMMENT, 3))
        al_putf(&s->b, "COMMENT ON TABLE %s IS 'c%u';\n", tables[t], gene(s, t, COMMENT, 3));
    if (gene(s, t, COMMENT, 4) && has_column(s, t, D))
        al_putf(&s->b, "COMMENT ON COLUMN %s.d IS 'd%u';\n", tables[t], gene(s, t, COMMENT, 4));
}

static void put_trigger(struct script *s, unsigned t)
{
    const char *of = gene(s, t, TRIGGER, 4) == 2 && has_column(s, t, B) ? " OF b" : "";
    if (gene(s, t, TRIGGER, 4) && is_postgresql(s))
        al_putf(&s->b, "CREATE TRIGGER tr%u BEFORE UPDATE%s ON %s FOR EACH ROW EXECUTE FUNCTION react();\n",
                gene(s, t, TRIGGER, 2), of, tables[t]);
    else if (gene(s, t, TRIGGER, 4))
        al_putf(&s->b, "CREATE TRIGGER tr%u BEFORE UPDATE%s ON %s BEGIN DELETE FROM %s WHERE 0; END;\n", t,
                of, tables[t], tables[t]);
}

/* One of a table's columns, one that asks the first, one that groups. */
static void put_views(struct script *s)
{
    unsigned t = own_gene(s, 6, TABLES), u = own_gene(s, 7, TABLES), grouped = own_gene(s, 9, TABLES);
    bool first = has_table(s, t), wide = first && has_column(s, t, A);
    if (first)
        al_putf(&s->b, "CREATE VIEW first AS SELECT id%s FROM %s;\n", wide ? ", a" : "", tables[t]);
    if (first && has_table(s, u) && own_gene(s, 8, 3))
        al_putf(&s->b, "CREATE VIEW also AS SELECT first.id, other.id AS two FROM first, %s other;\n",
                tables[u]);
    if (has_table(s, grouped) && has_column(s, grouped, D))
        al_putf(&s->b, "CREATE VIEW grouped AS SELECT id, d FROM %s GROUP BY id;\n", tables[grouped]);
}

struct aludel_text genes_as_sql(struct arena *a, enum aludel_dialect dialect, const struct genes *genes)
{
    struct script s = {al_builder(&a->memory), dialect, genes};
    put_front(&s);
    for (unsigned t = 0; t < TABLES; t++)
        if (has_table(&s, t))
            put_table(&s, t);
    for (unsigned t = 0; t < TABLES && is_postgresql(&s); t++)
        if (has_table(&s, t) && has_parent(&s, t))
            put_foreign_key(&s, t);
    for (unsigned t = 0; t < TABLES; t++) {
        if (!has_table(&s, t))
            continue;
        put_indexes(&s, t);
        if (is_postgresql(&s))
            put_comments(&s, t);
        put_trigger(&s, t);
    }
    put_views(&s);
    return al_built(&s.b);
}
