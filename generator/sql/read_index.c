/* read_index.c: CREATE INDEX. */
#include "sql/reader.h"

static bool ends_element(const struct reader *r)
{
    static const char *const words[] = {"COLLATE", "ASC", "DESC", "NULLS", "", ",", ")", NULL};
    return word_in(reader_word(r), words);
}

/* SQLite: any expression in front of COLLATE, ASC and DESC; PostgreSQL: a name, a call, or parentheses, and an
 * operator class may follow. */
static void skip_expression(struct reader *r)
{
    bool sqlite = r->dialect == ALUDEL_SQLITE;
    do {
        if (reader_at(r, "("))
            reader_skip_group(r);
        else
            r->i++;
    } while (!r->unsure && !ends_element(r) &&
             (sqlite || reader_at(r, "(") || reader_at(r, ".") || token_is_word(&r->tokens, r->i - 1, ".")));
}

static struct index_element read_element(struct reader *r)
{
    struct index_element e = {0};
    size_t from = r->i;
    skip_expression(r);
    bool is_column = r->i == from + 1 && !reader_done(r) && !token_is_word(&r->tokens, from, "(");
    if (is_column) {
        r->i = from;
        e.column = reader_name(r);
    } else {
        e.expression.text = reader_slice(r, from, r->i);
    }
    size_t tail = r->i, comma = reader_next_comma(r), close = reader_find(r, ")");
    r->i = comma < close ? comma : close;
    e.tail = reader_slice(r, tail, r->i);
    r->unsure = r->unsure || has_hole(e.tail);
    return e;
}

static void read_elements(struct reader *r, struct index *index)
{
    if (!reader_take(r, "("))
        r->unsure = true;
    while (!r->unsure) {
        vec_push(r->arena, &index->elements, read_element(r));
        if (reader_take(r, ")"))
            return;
        if (!reader_take(r, ","))
            r->unsure = true;
    }
}

/* WITH (…) TABLESPACE name, as it stands. */
static struct aludel_text read_options(struct reader *r)
{
    size_t from = r->i;
    if (reader_take(r, "WITH")) {
        r->unsure = r->unsure || !reader_at(r, "(");
        reader_skip_group(r);
    }
    if (reader_take(r, "TABLESPACE"))
        reader_name(r);
    return r->i > from && !r->unsure ? reader_slice(r, from, r->i) : (struct aludel_text){"", 0};
}

static void read_tail(struct reader *r, struct index *index)
{
    if (reader_take(r, "INCLUDE"))
        index->include = reader_names(r);
    if (reader_take(r, "NULLS NOT DISTINCT"))
        index->nulls_not_distinct = true;
    else
        reader_take(r, "NULLS DISTINCT");
    index->options.text = read_options(r);
    if (reader_take(r, "WHERE")) {
        index->where.text = reader_slice(r, r->i, r->end);
        r->i = r->end;
    }
    r->unsure = r->unsure || !reader_done(r);
}

/* Behind ON, which comes next unless the name can't be read. On SQLite the schema stands with the index's name, on
 * PostgreSQL with the table's. */
static void read_place(struct reader *r, struct index *index)
{
    if (!reader_at(r, "ON"))
        index->path = reader_path(r);
    bool named = !r->unsure;
    r->i = reader_find(r, "ON");
    r->unsure = !reader_take(r, "ON");
    reader_take(r, "ONLY");
    if (r->unsure)
        return;
    struct path table = reader_path(r);
    if (r->unsure)
        return;
    if (r->dialect == ALUDEL_SQLITE)
        table.schema = index->path.schema;
    index->path.schema = table.schema;
    index->table = table.name;
    r->table = table;
    r->unsure = !named;
}

/* Behind CREATE [UNIQUE] INDEX. */
void read_create_index(struct reader *r, bool unique)
{
    struct index *index = ARENA_NEW(r->arena, struct index);
    bool concurrently = reader_take(r, "CONCURRENTLY"), if_not_exists = reader_take(r, "IF NOT EXISTS");
    *index = (struct index){.unique = unique, .made = r->at};
    read_place(r, index);
    if (r->unsure)
        return;
    if (reader_take(r, "USING"))
        index->method = reader_name(r);
    read_elements(r, index);
    if (!r->unsure)
        read_tail(r, index);
    struct change *c = reader_add(r, CHANGE_CREATE_INDEX);
    c->concurrently = concurrently;
    c->if_not_exists = if_not_exists;
    c->table = r->table;
    c->index = index;
}
