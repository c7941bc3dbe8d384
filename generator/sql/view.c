#include "sql/view.h"
#include "sql/reader.h"

/* "a", "t.a", "s.t.a": behind it. */
static struct aludel_text read_plain(struct reader *r)
{
    struct aludel_text name = reader_name(r);
    while (!r->unsure && reader_take(r, "."))
        name = reader_name(r);
    return name;
}

/* … AS name: the name; none: it can't be told. */
static struct aludel_text read_alias(struct reader r, size_t end)
{
    bool has = end >= r.i + 3 && token_is_word(&r.tokens, end - 2, "AS");
    r.i = end - 1;
    return has ? reader_name(&r) : (struct aludel_text){"", 0};
}

static void read_item(struct reader *r, size_t end, struct view_shape *out)
{
    struct reader plain = *r;
    plain.end = end;
    struct aludel_text name = read_plain(&plain);
    bool is_plain = !plain.unsure && plain.i == end;
    vec_push(r->arena, &out->columns, is_plain ? name : read_alias(*r, end));
    vec_push(r->arena, &out->items, reader_slice(r, r->i, end));
    out->plain = is_plain ? out->plain + 1 : 0;
    r->unsure = r->unsure || end == r->i || token_is_word(&r->tokens, end - 1, "*");
    r->i = end;
}

static void read_items(struct reader *r, struct view_shape *out)
{
    size_t last = reader_find(r, "FROM");
    do {
        size_t comma = reader_next_comma(r);
        read_item(r, comma < last ? comma : last, out);
    } while (!r->unsure && r->i < last && reader_take(r, ","));
    r->unsure = r->unsure || r->i != last;
    out->rest = reader_slice(r, last, r->end);
}

static bool joins_queries(const struct tokens *t)
{
    return tokens_have(t, "UNION") || tokens_have(t, "EXCEPT") || tokens_have(t, "INTERSECT");
}

static bool all_named(const struct names *columns)
{
    for (size_t i = 0; i < columns->count; i++)
        if (!columns->at[i].n)
            return false;
    return true;
}

bool view_shape_of(struct arena *a, enum aludel_dialect dialect, struct aludel_text definition,
                   struct view_shape *out)
{
    struct reader r = {
        .arena = a, .dialect = dialect, .sql = definition, .tokens = tokens_of(a, dialect, definition)};
    struct names named = {0};
    r.end = r.tokens.list.count;
    *out = (struct view_shape){0};
    if (has_hole(definition) || joins_queries(&r.tokens) ||
        !(reader_take(&r, "CREATE VIEW") || reader_take(&r, "CREATE OR REPLACE VIEW") ||
          reader_take(&r, "CREATE MATERIALIZED VIEW")))
        return false;
    reader_take(&r, "IF NOT EXISTS");
    reader_path(&r);
    if (!r.unsure && reader_at(&r, "("))
        named = reader_names(&r);
    if (r.unsure || !reader_take(&r, "AS SELECT"))
        return false;
    out->distinct = tokens_have(&r.tokens, "DISTINCT");
    read_items(&r, out);
    if (named.count && named.count != out->columns.count)
        return false;
    out->columns = named.count ? named : out->columns;
    return !r.unsure && all_named(&out->columns);
}

bool view_shows_all(enum aludel_dialect dialect, const struct view_shape *shape,
                    const struct view_shape *other)
{
    size_t more = shape->items.count - other->items.count;
    if (shape->items.count < other->items.count || !al_same(shape->rest, other->rest) ||
        (more && (shape->distinct || more > shape->plain)))
        return false;
    for (size_t i = 0; i < other->items.count; i++)
        if (!same_name(dialect, shape->columns.at[i], other->columns.at[i]) ||
            !al_same(shape->items.at[i], other->items.at[i]))
            return false;
    return true;
}
